// SPDX-License-Identifier: GPL-2.0-only
/* Sensor protocol, DEN0056 section 4.7: commands other than descriptions. */
#include "internal.h"

#define SCMIP_READ_ASYNC	0x1

#define SCMIP_CFG_ENABLE	0x1
#define SCMIP_CFG_STAMP		0x2
#define SCMIP_CFG_RESERVED	0x1fc
#define SCMIP_CFG_ROUND		0x600

/**
 * scmip_sensor_valid() - whether a sensor answers
 * @s: the server
 * @id: sensor id
 *
 * Context: Any.
 * Return: false for ids that do not exist and for holes.
 */
bool scmip_sensor_valid(const struct scmip_server *s, u32 id)
{
	return id < s->m->num_sensors && !(s->m->sensors[id].flags & SCMIP_SENS_HOLE);
}

static s32 scmip_sensor_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, s->m->num_sensors | (u32)s->m->sensor_async << 16);
	/* No shared memory with readings */
	scmip_put64(m, 0);
	scmip_put32(m, 0);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_trip_notify(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (scmip_arg(m, 1) & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	if (!s->m->sensors[id].num_trips)
		return SCMIP_NOT_SUPPORTED;
	s->sensors[id].notify_trips = scmip_arg(m, 1);
	scmip_sensor_prime(s, id, m->now);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_trip_config(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 control = scmip_arg(m, 1);
	u32 trip = (control >> 4) & 0xff;
	struct scmip_trip_state *st;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (control & ~0xff3U || trip >= s->m->sensors[id].num_trips)
		return SCMIP_INVALID_PARAMETERS;
	st = &s->sensors[id].trips[trip];
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
	u32 id = scmip_arg(m, 0);
	u32 flags = scmip_arg(m, 1);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (flags & ~SCMIP_READ_ASYNC)
		return SCMIP_INVALID_PARAMETERS;
	if (!(s->sensors[id].config & SCMIP_CFG_ENABLE)) {
		m->well_formed = true;
		return SCMIP_PROTOCOL_ERROR;
	}
	if (!flags) {
		scmip_sensor_put_value(s, m, id);
		return SCMIP_SUCCESS;
	}
	if (!(s->m->sensors[id].flags & SCMIP_SENS_ASYNC) || !s->m->sensor_async)
		return SCMIP_INVALID_PARAMETERS;
	if (s->proto[SCMIP_IDX_SENSOR].async_pending >= s->m->sensor_async)
		return SCMIP_BUSY;
	m->then = scmip_sensor_read_done;
	m->delay_ns = s->m->sensors[id].read_delay_ns;
	m->arg = id;
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_config_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, s->sensors[id].config);
	return SCMIP_SUCCESS;
}

static s32 scmip_sensor_config_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 config = scmip_arg(m, 1);
	struct scmip_sensor_state *st;
	u32 mask = ~(u32)SCMIP_CFG_ROUND;

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (config & SCMIP_CFG_RESERVED || (config & SCMIP_CFG_ROUND) == SCMIP_CFG_ROUND)
		return SCMIP_INVALID_PARAMETERS;
	if (config & SCMIP_CFG_STAMP && !(s->m->sensors[id].flags & SCMIP_SENS_TIMESTAMP))
		return SCMIP_INVALID_PARAMETERS;
	if (config >> 16 && !s->m->sensors[id].num_intervals)
		return SCMIP_INVALID_PARAMETERS;
	st = &s->sensors[id];
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

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	if (scmip_arg(m, 1) & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	if (!(s->m->sensors[id].flags & SCMIP_SENS_UPDATE))
		return SCMIP_NOT_SUPPORTED;
	s->sensors[id].notify_updates = scmip_arg(m, 1);
	s->sensors[id].next_update = m->now;
	return SCMIP_SUCCESS;
}

/* As in DEN0056 section 4.7. */
const struct scmip_protocol scmip_protocol_sensor = {
	.name = "sensor",
	.id = SCMIP_PROTO_SENSOR,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0), SCMIP_VERSION(3, 1),
	},
	.negotiates = SCMIP_VERSION(3, 1),
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
};

/**
 * scmip_sensor_subscriptions_drop() - nobody listens any more
 * @s: the server
 *
 * Context: Any.
 */
void scmip_sensor_subscriptions_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->m->num_sensors; i++) {
		s->sensors[i].notify_trips = false;
		s->sensors[i].notify_updates = false;
	}
}

/**
 * scmip_sensor_reset() - all sensors as at boot
 * @s: the server
 * @now: time
 *
 * Context: Any.
 */
void scmip_sensor_reset(struct scmip_server *s, u64 now)
{
	u32 i, t;

	for (i = 0; i < s->m->num_sensors; i++) {
		const struct scmip_sensor *d = &s->m->sensors[i];
		struct scmip_sensor_state *st = &s->sensors[i];
		struct scmip_trip_state *trips = st->trips;

		memset(st, 0, sizeof(*st));
		st->trips = trips;
		st->walk = d->script.low / 2 + d->script.high / 2;
		st->walk_at = now;
		/* Before version 2.0 there was no way to enable a sensor */
		if (d->flags & SCMIP_SENS_ENABLED ||
		    s->m->proto[SCMIP_IDX_SENSOR].version < SCMIP_VERSION(2, 0))
			st->config = SCMIP_CFG_ENABLE;
		for (t = 0; t < d->num_trips; t++) {
			trips[t].value = d->trips[t].value;
			trips[t].mode = d->trips[t].mode;
		}
	}
}
