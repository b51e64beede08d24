// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power cap protocol, DEN0056 section 4.10: what domains draw. A change of the
 * power moves its average in a straight line, for as long as the interval is.
 */
#include "powercap.h"

#define SCMIP_POWER_EVENT	0x1

/* Interval over which power is measured, microseconds. */
static u32 scmip_powercap_window(const struct scmip_server *s, u32 id)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);

	return s->proto[SCMIP_IDX_POWERCAP].version < SCMIP_VERSION(3, 0) ? st->average[0] :
									     st->measure;
}

/**
 * scmip_powercap_average() - what a domain has drawn over its interval
 * @s: the server
 * @id: domain id, valid
 * @now: time
 *
 * Context: Any.
 * Return: the average, in the domain's unit.
 */
u32 scmip_powercap_average(const struct scmip_server *s, u32 id, u64 now)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);
	u64 past = div64_u64(now - st->since, SCMIP_USEC);
	u32 window = scmip_powercap_window(s, id);

	if (past >= window)
		return st->power;
	if (st->power >= st->from)
		return st->from + (u32)div64_u64((st->power - st->from) * past, window);
	return st->from - (u32)div64_u64((st->from - st->power) * past, window);
}

static u32 scmip_powercap_zone(const struct scmip_server *s, u32 id, u64 now)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);
	u32 power = scmip_powercap_average(s, id, now);

	if (power < st->low)
		return 0;
	return power > st->high ? 2 : 1;
}

/**
 * scmip_powercap_draw() - a domain draws this from now on
 * @s: the server
 * @id: domain id, valid
 * @now: time
 * @power: in the domain's unit
 *
 * Context: Any. Also when the interval is about to change.
 */
void scmip_powercap_draw(struct scmip_server *s, u32 id, u64 now, u32 power)
{
	struct scmip_powercaps_state *own = s->proto[SCMIP_IDX_POWERCAP].own;
	struct scmip_powercap_state *st = scmip_powercap_state(s, id);

	st->from = scmip_powercap_average(s, id, now);
	st->power = power;
	st->since = now;
	st->moving = true;
	own->next_sample = now;
}

/**
 * scmip_powercap_put_power() - append what a domain draws, as a notification does
 * @s: the server
 * @m: the message
 * @id: domain id, valid
 *
 * Context: Any.
 */
void scmip_powercap_put_power(struct scmip_server *s, struct scmip_msg *m, u32 id)
{
	scmip_put32(m, scmip_powercap_average(s, id, m->now));
	if (s->proto[SCMIP_IDX_POWERCAP].version >= SCMIP_VERSION(3, 0))
		scmip_put32(m, scmip_powercap_state(s, id)->measure);
}

/**
 * scmip_powercap_measurements_get() - POWERCAP_MEASUREMENTS_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_powercap_measurements_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p)
		return SCMIP_NOT_FOUND;
	if (!(p->flags & SCMIP_PCAP_MEASURES))
		return SCMIP_NOT_SUPPORTED;
	scmip_put32(m, scmip_powercap_average(s, scmip_arg(m, 0), m->now));
	scmip_put32(m, scmip_powercap_window(s, scmip_arg(m, 0)));
	return SCMIP_SUCCESS;
}

/**
 * scmip_powercap_measurements_notify() - POWERCAP_MEASUREMENTS_NOTIFY
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_powercap_measurements_notify(struct scmip_server *s, struct scmip_msg *m)
{
	u32 low = scmip_arg(m, 2), high = scmip_arg(m, 3);
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);
	s32 status;

	if (!p)
		return SCMIP_NOT_FOUND;
	if (low > high)
		return SCMIP_INVALID_PARAMETERS;
	status = scmip_subscribe(m, p->flags & SCMIP_PCAP_NOTIFY_POWER, &st->notify_power);
	if (status)
		return status;
	st->low = low;
	st->high = high;
	/* Where it is when watching starts is no news */
	st->zone = scmip_powercap_zone(s, scmip_arg(m, 0), m->now);
	st->moving = true;
	return SCMIP_SUCCESS;
}

static void scmip_powercap_watch(struct scmip_server *s, u64 now, u32 id)
{
	struct scmip_powercap_state *st = scmip_powercap_state(s, id);
	u32 zone = scmip_powercap_zone(s, id, now);
	struct scmip_msg m;

	st->moving = now - st->since < scmip_powercap_window(s, id) * SCMIP_USEC;
	if (zone == st->zone)
		return;
	st->zone = zone;
	scmip_event_begin(s, &m, now);
	scmip_put32(&m, s->m->agent);
	scmip_put32(&m, id);
	scmip_powercap_put_power(s, &m, id);
	scmip_event_send(s, &m, SCMIP_IDX_POWERCAP, SCMIP_POWER_EVENT);
}

static bool scmip_powercap_watched(const struct scmip_server *s, u32 id)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);

	return st->notify_power && st->moving;
}

/**
 * scmip_powercap_poll() - send the notifications that are due
 * @s: the server
 * @now: time
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_powercap_poll(struct scmip_server *s, u64 now)
{
	struct scmip_powercaps_state *own = s->proto[SCMIP_IDX_POWERCAP].own;
	u32 i;

	if (now < own->next_sample)
		return;
	own->next_sample = now + s->m->sample_ns;
	for (i = 0; i < scmip_powercap_num(s); i++)
		if (scmip_powercap_watched(s, i))
			scmip_powercap_watch(s, now, i);
}

/**
 * scmip_powercap_deadline() - when the next notification may be due
 * @s: the server
 *
 * Context: Any.
 * Return: the time, SCMIP_NEVER if nobody listens or all is steady.
 */
u64 scmip_powercap_deadline(const struct scmip_server *s)
{
	const struct scmip_powercaps_state *own = s->proto[SCMIP_IDX_POWERCAP].own;
	u32 i;

	for (i = 0; i < scmip_powercap_num(s); i++)
		if (scmip_powercap_watched(s, i))
			return own->next_sample;
	return SCMIP_NEVER;
}
