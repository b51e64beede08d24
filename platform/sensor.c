// SPDX-License-Identifier: GPL-2.0-only
/* Sensor protocol, DEN0056 section 4.7: commands other than descriptions. */
#include "sensor.h"

#define SCMIP_READ_ASYNC	0x1

#define SCMIP_CFG_RESERVED	0x1fc
#define SCMIP_CFG_ROUND		0x600

static s32 scmip_sensor_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	u32 async = s->proto[SCMIP_IDX_SENSOR].desc->async;

	scmip_put32(m, scmip_sensor_num(s) | async << 16);
	/* No shared memory with readings */
	scmip_put64(m, 0);
	scmip_put32(m, 0);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_trip_notify(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	s32 status;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	status = scmip_subscribe(m, scmip_sensor_at(s, id)->num_trips,
				 &scmip_sensor_state(s, id)->notify_trips);
	if (!status)
		scmip_sensor_prime(s, id, m->now);
	return status;
}

static s32 scmip_sensor_trip_config(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 control = scmip_arg(m, 1);
	u32 trip = (control >> 4) & 0xff;
	struct scmip_trip_state *st;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (control & ~0xff3U || trip >= scmip_sensor_at(s, id)->num_trips)
		return SCMIP_INVALID_PARAMETERS;
	st = &scmip_sensor_state(s, id)->trips[trip];
	st->mode = control & 3;
	st->value = (s64)scmip_arg64(m, 2);
	/* A new value is not crossed by being set */
	st->above = scmip_sensor_value(s, id, 0, m->now) >= st->value;
	return SCMIP_SUCCESS;
}

static void scmip_sensor_put_value(struct scmip_server *s, struct scmip_msg *m, u32 id)
{
	if (m->version >= SCMIP_VERSION(2, 0))
		scmip_sensor_put_readings(s, m, id);
	else
		scmip_put64(m, scmip_sensor_value(s, id, 0, m->now));
}

static s32 scmip_sensor_read_done(struct scmip_server *s, struct scmip_msg *m, u32 id, u64 unused)
{
	scmip_put32(m, id);
	scmip_sensor_put_value(s, m, id);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_reading_get(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_protocol_state *p = &s->proto[SCMIP_IDX_SENSOR];
	u32 id = scmip_arg(m, 0);
	u32 flags = scmip_arg(m, 1);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (flags & ~SCMIP_READ_ASYNC)
		return SCMIP_INVALID_PARAMETERS;
	if (!(scmip_sensor_state(s, id)->config & SCMIP_CFG_ENABLE)) {
		m->well_formed = true;
		return SCMIP_PROTOCOL_ERROR;
	}
	if (!flags) {
		scmip_sensor_put_value(s, m, id);
		return SCMIP_SUCCESS;
	}
	if (!(scmip_sensor_at(s, id)->flags & SCMIP_SENS_ASYNC) ||
	    !p->desc->async)
		return SCMIP_INVALID_PARAMETERS;
	if (p->async_pending >= p->desc->async)
		return SCMIP_BUSY;
	m->then = scmip_sensor_read_done;
	m->delay_ns = scmip_sensor_at(s, id)->read_delay_ns;
	m->arg = id;
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_config_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, scmip_sensor_state(s, id)->config);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_config_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 config = scmip_arg(m, 1);
	u32 mask = ~(u32)SCMIP_CFG_ROUND;
	const struct scmip_sensor *d;
	struct scmip_sensor_state *st;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	d = scmip_sensor_at(s, id);
	if (config & SCMIP_CFG_RESERVED || (config & SCMIP_CFG_ROUND) == SCMIP_CFG_ROUND)
		return SCMIP_INVALID_PARAMETERS;
	if (config & SCMIP_CFG_STAMP && !(d->flags & SCMIP_SENS_TIMESTAMP))
		return SCMIP_INVALID_PARAMETERS;
	if (config >> 16 && !d->num_intervals)
		return SCMIP_INVALID_PARAMETERS;
	st = scmip_sensor_state(s, id);
	/* No interval in the request leaves the one that is set */
	if (!(config >> 16))
		config = (config & 0x7ff) | (st->config & ~0x7ffU);
	st->config = config & mask;
	scmip_sensor_prime(s, id, m->now);
	st->next_update = m->now;
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_update_notify(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	s32 status;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	status = scmip_subscribe(m, scmip_sensor_at(s, id)->flags & SCMIP_SENS_UPDATE,
				 &scmip_sensor_state(s, id)->notify_updates);
	if (!status)
		scmip_sensor_state(s, id)->next_update = m->now;
	return status;
}

static size_t scmip_sensor_size(const struct scmip_protocol_desc *desc)
{
	const struct scmip_sensor *d = desc->items;
	size_t size = sizeof(struct scmip_sensors_state);
	u32 i;

	for (i = 0; i < desc->num; i++)
		size += sizeof(struct scmip_sensor_state) +
			d[i].num_trips * sizeof(struct scmip_trip_state);
	return size;
}

static void scmip_sensor_reset(struct scmip_server *s, u64 now)
{
	u32 version = s->proto[SCMIP_IDX_SENSOR].desc->version;
	struct scmip_trip_state *trips = (struct scmip_trip_state *)
		scmip_sensor_state(s, scmip_sensor_num(s));
	u32 i, t;

	for (i = 0; i < scmip_sensor_num(s); i++) {
		const struct scmip_sensor *d = scmip_sensor_at(s, i);
		struct scmip_sensor_state *st = scmip_sensor_state(s, i);

		memset(st, 0, sizeof(*st));
		st->trips = trips;
		trips += d->num_trips;
		st->walk = d->script.low / 2 + d->script.high / 2;
		st->walk_at = now;
		/* Before version 2.0 there was no way to enable a sensor */
		if (d->flags & SCMIP_SENS_ENABLED ||
		    version < SCMIP_VERSION(2, 0))
			st->config = SCMIP_CFG_ENABLE;
		for (t = 0; t < d->num_trips; t++) {
			st->trips[t].value = d->trips[t].value;
			st->trips[t].mode = d->trips[t].mode;
		}
	}
}

static void scmip_sensor_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < scmip_sensor_num(s); i++) {
		scmip_sensor_state(s, i)->notify_trips = false;
		scmip_sensor_state(s, i)->notify_updates = false;
	}
}

static const char *scmip_sensor_control(struct scmip_server *s, u64 now,
					struct scmip_words *w,
					struct scmip_text *t)
{
	struct scmip_sensors_state *own = s->proto[SCMIP_IDX_SENSOR].own;
	struct scmip_sensor_state *st;
	const char *what, *word;
	const char *wrong;
	s64 value;
	u32 id;

	wrong = scmip_words_id(w, scmip_sensor_num(s), &id);
	if (wrong)
		return wrong;
	st = scmip_sensor_state(s, id);
	what = scmip_words_take(w);
	word = scmip_words_take(w);
	if (!what) {
		scmip_text_str(t, " value=");
		scmip_text_s64(t, scmip_sensor_value(s, id, 0, now));
		scmip_text_str(t, st->config & SCMIP_CFG_ENABLE ?
			       " on" : " off");
		scmip_text_str(t, st->notify_trips ? " notify-trips" : "");
		scmip_text_str(t, st->notify_updates ? " notify-updates" : "");
	} else if (scmip_same(what, "value") && word &&
		   scmip_parse_s64(word, &value)) {
		st->forced = true;
		st->force_value = value;
		/* Trip points see the step now, not at the next sample */
		own->next_sample = now;
		scmip_sensor_poll(s, now);
	} else if (scmip_same(what, "script")) {
		st->forced = false;
	} else if (scmip_same(what, "on") || scmip_same(what, "off")) {
		st->config &= ~SCMIP_CFG_ENABLE;
		st->config |= scmip_same(what, "on");
		scmip_sensor_prime(s, id, now);
	} else {
		return "expected sensor ID [value N|script|on|off]";
	}
	return NULL;
}

static void scmip_sensor_event(struct scmip_server *s, struct scmip_msg *m,
			       u32 id, u32 source)
{
	scmip_put32(m, source);
	if (id != SCMIP_UPDATE_EVENT) {
		scmip_put32(m, 1U << 16);
	} else if (scmip_sensor_valid(s, source)) {
		scmip_sensor_put_readings(s, m, source);
	} else {
		scmip_put64(m, 0);
		scmip_put64(m, 0);
	}
}

/* As in DEN0056 section 4.7. */
const struct scmip_protocol scmip_protocol_sensor = {
	.name = "sensor",
	.id = 0x15,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0), SCMIP_VERSION(3, 1),
	},
	.negotiates = SCMIP_VERSION(3, 1),
	.usual = SCMIP_VERSION(3, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_sensor_attributes, 0, 0),
		SCMIP_LIST(0x3, "description-get", scmip_sensor_description, 4, 0, 0, 16, 16),
		SCMIP_COMMAND(0x4, "trip-point-notify", scmip_sensor_trip_notify, 8, 0),
		SCMIP_COMMAND(0x5, "trip-point-config", scmip_sensor_trip_config, 16, 0),
		SCMIP_COMMAND(0x6, "reading-get", scmip_sensor_reading_get, 8, 0),
		SCMIP_LIST(0x7, "axis-description-get", scmip_sensor_axis_description, 8,
			   SCMIP_VERSION(2, 0), 1, 6, 26),
		SCMIP_LIST(0x8, "list-update-intervals", scmip_sensor_intervals, 8,
			   SCMIP_VERSION(2, 0), 1, 12, 16),
		SCMIP_COMMAND(0x9, "config-get", scmip_sensor_config_get, 4, SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xa, "config-set", scmip_sensor_config_set, 8, SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xb, "continuous-update-notify", scmip_sensor_update_notify, 8,
			      SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xc, "name-get", scmip_sensor_name, 4, SCMIP_VERSION(3, 0)),
		SCMIP_LIST(0xd, "axis-name-get", scmip_sensor_axis_names, 8, SCMIP_VERSION(3, 0), 1,
			   6, 26),
	},
	.part = &board_part_sensor,
	.size = scmip_sensor_size,
	.reset = scmip_sensor_reset,
	.drop = scmip_sensor_drop,
	.poll = scmip_sensor_poll,
	.deadline = scmip_sensor_deadline,
	.control = scmip_sensor_control,
	.event = scmip_sensor_event,
};
