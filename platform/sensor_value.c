// SPDX-License-Identifier: GPL-2.0-only
/*
 * What sensors read: scripts that follow the time, trip points that readings
 * cross, and continuous updates.
 */
#include "sensor.h"

#define SCMIP_TRIP_RISING	0x1
#define SCMIP_TRIP_FALLING	0x2
#define SCMIP_PHASES		1024	/* resolution of a wave */
#define SCMIP_WALK_STEPS	64	/* catches up with so many periods */

/* Where in its cycle a wave is, 0 .. SCMIP_PHASES - 1. */
static s64 scmip_phase(const struct scmip_script *w, u64 now)
{
	if (w->period_ns < SCMIP_PHASES)
		return 0;
	return div64_u64(scmip_mod64(now, w->period_ns), div64_u64(w->period_ns, SCMIP_PHASES)) %
	       SCMIP_PHASES;
}

/* @part of @of of the way from @low to @high; @of is small. */
static s64 scmip_between(const struct scmip_script *w, s64 part, s64 of)
{
	u64 span = (u64)w->high - (u64)w->low;

	return w->low + (s64)(div64_u64(span, of) * part +
			      div64_u64(scmip_mod64(span, of) * part, of));
}

static s64 scmip_wave(const struct scmip_script *w, u64 now)
{
	const s64 half = SCMIP_PHASES / 2;
	s64 p = scmip_phase(w, now);
	s64 x;

	switch (w->wave) {
	case SCMIP_WAVE_RAMP:
		return scmip_between(w, p, SCMIP_PHASES - 1);
	case SCMIP_WAVE_TRIANGLE:
		return scmip_between(w, p < half ? p : SCMIP_PHASES - p, half);
	case SCMIP_WAVE_SINE:
		/* Two parabolas: within 6 % of a sine, and no table */
		x = p % half;
		x = 4 * x * (half - x) / half;
		return scmip_between(w, p < half ? half + x : half - x, 2 * half);
	default:
		return w->low;
	}
}

static s64 scmip_walk(struct scmip_server *s, u32 id, u64 now)
{
	const struct scmip_script *w = &scmip_sensor_at(s, id)->script;
	struct scmip_sensor_state *st = scmip_sensor_state(s, id);
	u32 steps = 0;

	while (w->period_ns && now - st->walk_at >= w->period_ns && now > st->walk_at) {
		u64 range = 2 * (u64)w->step + 1;

		st->walk += (s64)scmip_mod64(scmip_random(s) >> 1, range) - w->step;
		if (st->walk > w->high)
			st->walk = w->high;
		if (st->walk < w->low)
			st->walk = w->low;
		st->walk_at += w->period_ns;
		if (++steps == SCMIP_WALK_STEPS)
			st->walk_at = now;
	}
	return st->walk;
}

/**
 * scmip_sensor_value() - what a sensor reads
 * @s: the server
 * @id: sensor id, valid
 * @axis: axis, 0 for a scalar sensor
 * @now: time
 *
 * Context: Any.
 * Return: the reading.
 */
s64 scmip_sensor_value(struct scmip_server *s, u32 id, u32 axis, u64 now)
{
	const struct scmip_sensor_state *st = scmip_sensor_state(s, id);
	const struct scmip_sensor *d = scmip_sensor_at(s, id);

	if (st->forced)
		return st->force_value;
	if (d->num_axes)
		return scmip_wave(&d->axes[axis].script, now);
	if (d->script.wave == SCMIP_WAVE_WALK)
		return scmip_walk(s, id, now);
	return scmip_wave(&d->script, now);
}

/**
 * scmip_sensor_put_readings() - append a sensor's time-stamped readings
 * @s: the server
 * @m: the message
 * @id: sensor id, valid
 *
 * Context: Any.
 */
void scmip_sensor_put_readings(struct scmip_server *s, struct scmip_msg *m, u32 id)
{
	const struct scmip_sensor *d = scmip_sensor_at(s, id);
	u32 count = d->num_axes ? d->num_axes : 1;
	u64 stamp = m->now;
	s32 exp;
	u32 i;

	for (exp = d->stamp_exp; exp > -9; exp--)
		stamp = div64_u64(stamp, 10);
	for (; exp < -9; exp++)
		stamp *= 10;
	if (!(scmip_sensor_state(s, id)->config & SCMIP_CFG_STAMP))
		stamp = 0;
	for (i = 0; i < count; i++) {
		scmip_put64(m, scmip_sensor_value(s, id, i, m->now));
		scmip_put64(m, stamp);
	}
}

static void scmip_trip_event(struct scmip_server *s, u64 now, u32 id, u32 trip, bool rising)
{
	struct scmip_msg m;

	scmip_event_begin(s, &m, now);
	scmip_put32(&m, s->m->agent);
	scmip_put32(&m, id);
	scmip_put32(&m, trip | (u32)rising << 16);
	scmip_event_send(s, &m, SCMIP_IDX_SENSOR, SCMIP_TRIP_EVENT);
}

/**
 * scmip_sensor_prime() - take the reading that later ones are held against
 * @s: the server
 * @id: sensor id, valid
 * @now: time
 *
 * Context: When watching starts; what is above a trip point then has not
 * crossed it.
 */
void scmip_sensor_prime(struct scmip_server *s, u32 id, u64 now)
{
	struct scmip_trip_state *trips = scmip_sensor_state(s, id)->trips;
	s64 value = scmip_sensor_value(s, id, 0, now);
	u32 t;

	for (t = 0; t < scmip_sensor_at(s, id)->num_trips; t++)
		trips[t].above = value >= trips[t].value;
}

static void scmip_trips_poll(struct scmip_server *s, u64 now, u32 id)
{
	struct scmip_sensor_state *st = scmip_sensor_state(s, id);
	s64 value = scmip_sensor_value(s, id, 0, now);
	u32 t;

	for (t = 0; t < scmip_sensor_at(s, id)->num_trips; t++) {
		struct scmip_trip_state *trip = &st->trips[t];
		bool above = value >= trip->value;

		if (above != trip->above &&
		    trip->mode & (above ? SCMIP_TRIP_RISING : SCMIP_TRIP_FALLING))
			scmip_trip_event(s, now, id, t, above);
		trip->above = above;
	}
}

static void scmip_update_event(struct scmip_server *s, u64 now, u32 id)
{
	struct scmip_msg m;

	scmip_event_begin(s, &m, now);
	m.version = s->proto[SCMIP_IDX_SENSOR].version;
	scmip_put32(&m, s->m->agent);
	scmip_put32(&m, id);
	scmip_sensor_put_readings(s, &m, id);
	scmip_event_send(s, &m, SCMIP_IDX_SENSOR, SCMIP_UPDATE_EVENT);
}

/* Update interval of a configuration in nanoseconds, 0 if there is none. */
static u64 scmip_sensor_interval(u32 config)
{
	u64 ns = config >> 16;
	s32 exp = (config >> 11) & 0x1f;

	if (exp & 0x10)
		exp -= 0x20;
	for (exp += 9; exp > 0 && ns < SCMIP_NEVER / 10; exp--)
		ns *= 10;
	for (; exp < 0; exp++)
		ns = div64_u64(ns, 10);
	return ns;
}

/* Time between two continuous updates, at least 100 microseconds. */
static u64 scmip_sensor_update_ns(const struct scmip_server *s, u32 id)
{
	u64 ns = scmip_sensor_interval(scmip_sensor_state(s, id)->config);

	if (!ns)
		ns = scmip_sensor_at(s, id)->update_ns;
	return ns < 100 * SCMIP_USEC ? 100 * SCMIP_USEC : ns;
}

/**
 * scmip_sensor_poll() - send the notifications that are due
 * @s: the server
 * @now: time
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_sensor_poll(struct scmip_server *s, u64 now)
{
	struct scmip_sensors_state *own = s->proto[SCMIP_IDX_SENSOR].own;
	bool sample = now >= own->next_sample;
	u32 i;

	if (sample)
		own->next_sample = now + s->m->sample_ns;
	for (i = 0; i < scmip_sensor_num(s); i++) {
		struct scmip_sensor_state *st = scmip_sensor_state(s, i);

		if (!(st->config & SCMIP_CFG_ENABLE))
			continue;
		if (sample && st->notify_trips)
			scmip_trips_poll(s, now, i);
		if (st->notify_updates && now >= st->next_update) {
			st->next_update = now + scmip_sensor_update_ns(s, i);
			scmip_update_event(s, now, i);
		}
	}
}

/**
 * scmip_sensor_deadline() - when the next notification may be due
 * @s: the server
 *
 * Context: Any.
 * Return: the time, SCMIP_NEVER if nobody listens.
 */
u64 scmip_sensor_deadline(const struct scmip_server *s)
{
	const struct scmip_sensors_state *own = s->proto[SCMIP_IDX_SENSOR].own;
	u64 best = SCMIP_NEVER;
	u32 i;

	for (i = 0; i < scmip_sensor_num(s); i++) {
		const struct scmip_sensor_state *st = &own->sensor[i];

		if (!(st->config & SCMIP_CFG_ENABLE))
			continue;
		if (st->notify_trips && own->next_sample < best)
			best = own->next_sample;
		if (st->notify_updates && st->next_update < best)
			best = st->next_update;
	}
	return best;
}
