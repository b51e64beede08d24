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
 * Once the descriptors are known each sensor goes through the stages below. A sensor
 * with axes cannot do without their descriptions and becomes a hole when they are not
 * to be had; names are optional. Update intervals are not asked for here: see
 * sensor_intervals.c.
 */

/* Axis descriptor: attributes_low, attributes_high */
#define SCMI_AXIS_EXTENDED_NAME		BIT(9)
#define SCMI_AXIS_EXTENDED_ATTRS	BIT(8)
#define SCMI_AXIS_SCALE			GENMASK(15, 11)
#define SCMI_AXIS_TYPE			GENMASK(7, 0)

#define SCMI_AXIS_NAME_LEN	(sizeof(__le32) + SCMI_MAX_STR_SIZE)

static const struct scmi_list scmi_axes = {
	.returned = GENMASK(5, 0),
	.remaining = GENMASK(31, 26),
	.record = 3 * sizeof(__le32) + SCMI_SHORT_NAME_MAX_SIZE,
	.limit = SCMI_SENSOR_MAX_AXES,
};

static const struct scmi_list scmi_axis_names = {
	.returned = GENMASK(5, 0),
	.remaining = GENMASK(31, 26),
	.record = SCMI_AXIS_NAME_LEN,
	.limit = 2 * SCMI_SENSOR_MAX_AXES,
};

static struct scmi_sensor *to_scmi_sensor(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_sensor, staged);
}

/**
 * scmi_sensor_free() - free a sensor and all that it holds
 * @si: sensors of its instance
 * @sensor: sensor, no longer reachable; may be NULL
 *
 * Context: Process context.
 */
void scmi_sensor_free(struct scmi_sensors *si, struct scmi_sensor *sensor)
{
	if (!sensor)
		return;
	scmi_sensor_drop_intervals(si, sensor);
	scmi_list_free(&si->budget, sensor->info.axis,
		       sensor->info.num_axis * sizeof(*sensor->info.axis));
	kfree(sensor);
}

static bool scmi_sensor_has_name(struct scmi_staged *obj)
{
	return to_scmi_sensor(obj)->extended_name;
}

/* DEN0056 4.7.2.14; without it the short name stays. */
static int scmi_sensor_parse_name(const struct scmi_protocol_handle *ph,
				  struct scmi_staged *obj, u32 id,
				  struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_sensor(obj)->info.name);
}

static bool scmi_sensor_has_axes(struct scmi_staged *obj)
{
	return to_scmi_sensor(obj)->info.num_axis;
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

/* DEN0056 4.7.2.9 */
static int scmi_sensor_parse_axes(const struct scmi_protocol_handle *ph,
				  struct scmi_staged *obj, u32 id,
				  struct scmi_cursor *c)
{
	struct scmi_sensor *sensor = to_scmi_sensor(obj);
	struct scmi_sensor_info *info = &sensor->info;
	u32 at = obj->parts.got;
	int i, n, ret;

	if (!obj->parts.parts)
		scmi_parts_init_total(&obj->parts, info->num_axis);
	n = scmi_list_take(&scmi_axes, &obj->parts, c);
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
	if (!scmi_parts_done(&obj->parts))
		return 1;
	info->num_axis = obj->parts.got;
	return info->num_axis ? 0 : -EPROTO;
}

static bool scmi_sensor_has_axis_names(struct scmi_staged *obj)
{
	return to_scmi_sensor(obj)->axis_names;
}

static void scmi_axis_set_name(struct scmi_sensor_info *info, u32 id,
			       const char *name)
{
	u32 i;

	for (i = 0; i < info->num_axis; i++)
		if (info->axis[i].id == id && name[0])
			memcpy(info->axis[i].name, name, SCMI_MAX_STR_SIZE);
}

/* DEN0056 4.7.2.15 */
static int scmi_sensor_parse_axis_names(const struct scmi_protocol_handle *ph,
					struct scmi_staged *obj, u32 id,
					struct scmi_cursor *c)
{
	int n = scmi_list_take(&scmi_axis_names, &obj->parts, c);
	char name[SCMI_MAX_STR_SIZE];
	u32 axis;

	if (n < 0)
		return n;
	while (n--) {
		axis = scmi_get_le32(c);
		scmi_get_name(c, name, sizeof(name), sizeof(name));
		scmi_axis_set_name(&to_scmi_sensor(obj)->info, axis, name);
	}
	return !scmi_parts_done(&obj->parts);
}

static const struct scmi_stage scmi_sensor_stages[] = {
	[SCMI_SENSOR_LOST_NAME] = {
		.msg = SCMI_SENSOR_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_sensor_has_name,
		.parse = scmi_sensor_parse_name,
	},
	[SCMI_SENSOR_LOST_ALL] = {
		.msg = SCMI_SENSOR_AXIS_DESCRIPTION_GET,
		.vital = true,
		.wants = scmi_sensor_has_axes,
		.parse = scmi_sensor_parse_axes,
	},
	[SCMI_SENSOR_LOST_AXIS_NAMES] = {
		.msg = SCMI_SENSOR_AXIS_NAME_GET,
		.room = sizeof(__le32) + SCMI_AXIS_NAME_LEN,
		.wants = scmi_sensor_has_axis_names,
		.parse = scmi_sensor_parse_axis_names,
	},
};

/* By what they lack. */
const char * const scmi_sensor_lost_what[SCMI_SENSOR_LOST_NUM] = {
	[SCMI_SENSOR_LOST_NAME] = "sensors without extended name",
	[SCMI_SENSOR_LOST_ALL] = "sensors left out",
	[SCMI_SENSOR_LOST_AXIS_NAMES] = "sensors without extended names of axes",
	[SCMI_SENSOR_LOST_INTERVALS] = "sensors whose update intervals are unknown",
	[SCMI_SENSOR_LOST_DESCRIPTOR] = "sensors without description",
	[SCMI_SENSOR_LOST_ID] = "sensors whose id is another one's or impossible",
};

static struct scmi_staged *
scmi_sensor_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_sensor *sensor = xa_load(&scmi_sensors(ph)->sensors, id);

	return sensor ? &sensor->staged : NULL;
}

static void scmi_sensor_lost(const struct scmi_protocol_handle *ph,
			     unsigned int stage, u32 id, int err)
{
	scmi_losses_note(ph, &scmi_sensors(ph)->losses, stage, id, 1, err);
}

/* The sensor becomes a hole, which always is news: it has been described. */
static void scmi_sensor_left_out(const struct scmi_protocol_handle *ph, u32 id,
				 int err)
{
	struct scmi_sensors *si = scmi_sensors(ph);

	scmi_sensor_free(si, xa_erase(&si->sensors, id));
	scmi_losses_add(ph, &si->losses, SCMI_SENSOR_LOST_ALL, id, 1, err);
}

static const struct scmi_stages scmi_sensor_enumeration = {
	.stages = scmi_sensor_stages,
	.num = ARRAY_SIZE(scmi_sensor_stages),
	.object = scmi_sensor_staged,
	.lost = scmi_sensor_lost,
	.left_out = scmi_sensor_left_out,
};

/**
 * scmi_sensor_enumerate() - complete what the descriptors told
 * @ph: handle
 * @si: its @sensors have been described; what is there on return is the
 *	caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_stages_run().
 */
int scmi_sensor_enumerate(const struct scmi_protocol_handle *ph,
			  struct scmi_sensors *si)
{
	int ret = 0;

	if (!xa_empty(&si->sensors))
		ret = scmi_stages_run(ph, &scmi_sensor_enumeration, si->count);
	if (!ret)
		scmi_losses_tell(ph, &si->losses);
	return ret;
}
