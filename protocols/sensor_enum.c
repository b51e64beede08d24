// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, what descriptors do not tell about the sensors.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/slab.h>

#include "sensor.h"

/**
 * DOC: Enumeration of the sensors
 *
 * Once the descriptors are known each sensor goes through the stages below, all
 * sensors side by side in one scmi_proto_batch(). A sensor with axes cannot do
 * without their descriptions and becomes a hole when they are not to be had;
 * names are optional. Update intervals are not asked for here: see
 * sensor_intervals.c.
 */

/* SENSOR_AXIS_DESCRIPTION_GET and SENSOR_AXIS_NAME_GET: num_axis_flags */
#define SCMI_AXES_RETURNED		GENMASK(5, 0)
#define SCMI_AXES_REMAINING		GENMASK(31, 26)

/* Axis descriptor: attributes_low, attributes_high */
#define SCMI_AXIS_EXTENDED_NAME		BIT(9)
#define SCMI_AXIS_EXTENDED_ATTRS	BIT(8)
#define SCMI_AXIS_SCALE			GENMASK(15, 11)
#define SCMI_AXIS_TYPE			GENMASK(7, 0)

#define SCMI_AXIS_MIN_LEN	(3 * sizeof(__le32) + SCMI_SHORT_NAME_MAX_SIZE)
#define SCMI_AXIS_NAME_LEN	(sizeof(__le32) + SCMI_MAX_STR_SIZE)

static bool scmi_sensor_wants(const struct scmi_protocol_handle *ph,
			      const struct scmi_sensor *sensor, u8 stage)
{
	size_t room = scmi_proto_max_payload(ph);

	switch (stage) {
	case SCMI_SENSOR_STAGE_NAME:
		return sensor->extended_name && room >= SCMI_NAME_GET_LEN;
	case SCMI_SENSOR_STAGE_AXES:
		return sensor->info.num_axis;
	case SCMI_SENSOR_STAGE_AXIS_NAMES:
		return sensor->axis_names &&
		       room >= sizeof(__le32) + SCMI_AXIS_NAME_LEN;
	default:
		return true;
	}
}

static void scmi_sensor_next_stage(const struct scmi_protocol_handle *ph,
				   struct scmi_sensor *sensor)
{
	do
		sensor->stage++;
	while (!scmi_sensor_wants(ph, sensor, sensor->stage));
	if (sensor->stage == SCMI_SENSOR_STAGE_AXES)
		scmi_parts_init_total(&sensor->parts, sensor->info.num_axis);
	else
		scmi_parts_init(&sensor->parts);
}

/**
 * scmi_sensor_free() - free a sensor and all that it holds
 * @sensor: sensor, no longer reachable; may be NULL
 *
 * Context: Process context.
 */
void scmi_sensor_free(struct scmi_sensor *sensor)
{
	if (!sensor)
		return;
	scmi_sensor_drop_intervals(sensor);
	kvfree(sensor->info.axis);
	kfree(sensor);
}

/* DEN0056 4.7.2.14; without it the short name stays. */
static int scmi_sensor_parse_name(struct scmi_sensor *sensor,
				  struct scmi_cursor *c)
{
	char name[SCMI_MAX_STR_SIZE];

	scmi_skip(c, sizeof(__le32));
	scmi_get_name(c, name, sizeof(name), min(c->left, sizeof(name)));
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (name[0])
		memcpy(sensor->info.name, name, sizeof(name));
	return 0;
}

/* DEN0056 4.7.2.9, axis descriptor */
static int scmi_axis_parse(struct scmi_sensor *sensor,
			   struct scmi_sensor_axis_info *axis,
			   struct scmi_cursor *c)
{
	u32 low, high;

	axis->id = scmi_get_le32(c);
	low = scmi_get_le32(c);
	high = scmi_get_le32(c);
	scmi_get_name(c, axis->name, sizeof(axis->name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	axis->scale = scmi_sensor_exponent(FIELD_GET(SCMI_AXIS_SCALE, high));
	axis->type = FIELD_GET(SCMI_AXIS_TYPE, high);
	axis->extended_attrs = low & SCMI_AXIS_EXTENDED_ATTRS;
	if (axis->extended_attrs)
		scmi_sensor_get_range(c, &axis->resolution, &axis->exponent,
				      &axis->attrs);
	/* Clients use the id as an index: it must not be absurd. */
	if (scmi_cursor_end(c) || axis->id > SCMI_SENSOR_MAX_AXES)
		return -EPROTO;
	if (low & SCMI_AXIS_EXTENDED_NAME)
		sensor->axis_names = true;
	return 0;
}

/* DEN0056 4.7.2.9. Return: 1 when there are more, 0 at the end, or error. */
static int scmi_sensor_parse_axes(const struct scmi_protocol_handle *ph,
				  struct scmi_sensor *sensor,
				  struct scmi_cursor *c)
{
	struct scmi_sensor_info *info = &sensor->info;
	u32 flags = scmi_get_le32(c);
	u32 returned = FIELD_GET(SCMI_AXES_RETURNED, flags);
	u32 at = sensor->parts.got;
	int i, n, ret;

	if (scmi_cursor_end(c) ||
	    !scmi_cursor_has(c, returned, SCMI_AXIS_MIN_LEN))
		return -EPROTO;
	n = scmi_parts_take(&sensor->parts, returned,
			    FIELD_GET(SCMI_AXES_REMAINING, flags),
			    SCMI_SENSOR_MAX_AXES);
	if (n < 0)
		return n;
	if (!info->axis) {
		info->axis = scmi_list_alloc(&scmi_sensors(ph)->budget, 0,
					     info->num_axis,
					     sizeof(*info->axis));
		if (!info->axis)
			return -ENOMEM;
	}
	for (i = 0; i < n; i++) {
		ret = scmi_axis_parse(sensor, &info->axis[at + i], c);
		if (ret)
			return ret;
	}
	if (!scmi_parts_done(&sensor->parts))
		return 1;
	info->num_axis = sensor->parts.got;
	return info->num_axis ? 0 : -EPROTO;
}

static void scmi_axis_set_name(struct scmi_sensor_info *info, u32 id,
			       const char *name)
{
	u32 i;

	for (i = 0; i < info->num_axis; i++)
		if (info->axis[i].id == id && name[0])
			memcpy(info->axis[i].name, name, SCMI_MAX_STR_SIZE);
}

/* DEN0056 4.7.2.15. Return: 1 when there are more, 0 at the end, or error. */
static int scmi_sensor_parse_axis_names(struct scmi_sensor *sensor,
					struct scmi_cursor *c)
{
	char name[SCMI_MAX_STR_SIZE];
	u32 flags = scmi_get_le32(c);
	u32 id, returned = FIELD_GET(SCMI_AXES_RETURNED, flags);
	int n;

	if (scmi_cursor_end(c) ||
	    !scmi_cursor_has(c, returned, SCMI_AXIS_NAME_LEN))
		return -EPROTO;
	n = scmi_parts_take(&sensor->parts, returned,
			    FIELD_GET(SCMI_AXES_REMAINING, flags),
			    2 * SCMI_SENSOR_MAX_AXES);
	if (n < 0)
		return n;
	while (n--) {
		id = scmi_get_le32(c);
		scmi_get_name(c, name, sizeof(name), sizeof(name));
		scmi_axis_set_name(&sensor->info, id, name);
	}
	return !scmi_parts_done(&sensor->parts);
}

static int scmi_sensor_enum_next(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step,
				 struct scmi_request *rq)
{
	struct scmi_sensors *si = arg;
	struct scmi_sensor *sensor = xa_load(&si->sensors, id);

	if (!sensor)
		return 0;
	rq->words[0] = id;
	rq->words[1] = sensor->parts.got;
	switch (sensor->stage) {
	case SCMI_SENSOR_STAGE_NAME:
		rq->msg = SCMI_SENSOR_NAME_GET;
		return 1;
	case SCMI_SENSOR_STAGE_AXES:
		rq->msg = SCMI_SENSOR_AXIS_DESCRIPTION_GET;
		return 1;
	case SCMI_SENSOR_STAGE_AXIS_NAMES:
		rq->msg = SCMI_SENSOR_AXIS_NAME_GET;
		return 1;
	default:
		return 0;
	}
}

static int scmi_sensor_parse_stage(const struct scmi_protocol_handle *ph,
				   struct scmi_sensor *sensor,
				   struct scmi_cursor *c)
{
	switch (sensor->stage) {
	case SCMI_SENSOR_STAGE_NAME:
		return scmi_sensor_parse_name(sensor, c);
	case SCMI_SENSOR_STAGE_AXES:
		return scmi_sensor_parse_axes(ph, sensor, c);
	default:
		return scmi_sensor_parse_axis_names(sensor, c);
	}
}

static int scmi_sensor_enum_parse(const struct scmi_protocol_handle *ph,
				  void *arg, u32 id, unsigned int step, int err,
				  struct scmi_cursor *cur)
{
	struct scmi_sensors *si = arg;
	struct scmi_sensor *sensor = xa_load(&si->sensors, id);
	/* A copy: the overrun of an optional answer must not fail the sensor */
	struct scmi_cursor c = *cur;
	int ret;

	ret = err ?: scmi_sensor_parse_stage(ph, sensor, &c);
	if (ret > 0)
		return 0;
	if (ret < 0) {
		if (sensor->stage == SCMI_SENSOR_STAGE_AXES)
			return ret;
		scmi_sensor_lost(ph, sensor->stage, id, 1, ret);
	}
	scmi_sensor_next_stage(ph, sensor);
	return 0;
}

/* The sensor becomes a hole. */
static void scmi_sensor_enum_failed(const struct scmi_protocol_handle *ph,
				    void *arg, u32 id, int err)
{
	struct scmi_sensors *si = arg;

	scmi_sensor_free(xa_erase(&si->sensors, id));
	scmi_sensor_lost(ph, SCMI_SENSOR_LOST_ALL, id, 1, err);
}

static const struct scmi_batch_ops scmi_sensor_enum_ops = {
	.next = scmi_sensor_enum_next,
	.parse = scmi_sensor_enum_parse,
	.failed = scmi_sensor_enum_failed,
};

/**
 * scmi_sensor_enumerate() - complete what the descriptors told
 * @ph: handle
 * @si: its @sensors have been described; what is there on return is the
 *	caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_proto_batch().
 */
int scmi_sensor_enumerate(const struct scmi_protocol_handle *ph,
			  struct scmi_sensors *si)
{
	struct scmi_sensor *sensor;
	unsigned long id;
	int ret = 0;

	xa_for_each(&si->sensors, id, sensor)
		scmi_sensor_next_stage(ph, sensor);
	if (!xa_empty(&si->sensors))
		ret = scmi_proto_batch(ph, si->count, &scmi_sensor_enum_ops, si);
	if (!ret)
		scmi_sensor_tell_lost(ph);
	return ret;
}
