// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sensor protocol, DEN0056 section 4.7: descriptions of sensors, axes and
 * update intervals. The size of a descriptor depends on the version and on
 * the sensor, and as many are returned as fit the reply.
 */
#include "sensor.h"

#define SCMIP_DESC_SIZE		28
#define SCMIP_AXIS_SIZE		28
#define SCMIP_EXT_SIZE		20	/* resolution and range */
#define SCMIP_AXIS_NAME_SIZE	(4 + SCMIP_LONG_NAME)

static bool scmip_has_ext(const struct scmip_msg *m, const struct scmip_sensor *d)
{
	return m->version >= SCMIP_VERSION(2, 0) && d->flags & SCMIP_SENS_EXT_ATTRS;
}

static bool scmip_has_axes(const struct scmip_msg *m, const struct scmip_sensor *d)
{
	return m->version >= SCMIP_VERSION(2, 0) && d->num_axes;
}

static u32 scmip_desc_size(const struct scmip_msg *m, const struct scmip_sensor *d)
{
	if (!scmip_has_ext(m, d))
		return SCMIP_DESC_SIZE;
	return SCMIP_DESC_SIZE + 4 + (d->num_axes ? 0 : SCMIP_EXT_SIZE);
}

static u32 scmip_attr_low(const struct scmip_msg *m, const struct scmip_sensor *d)
{
	u32 attr = d->num_trips;

	if (d->flags & SCMIP_SENS_ASYNC)
		attr |= 1U << 31;
	if (m->version < SCMIP_VERSION(2, 0))
		return attr;
	if (d->flags & SCMIP_SENS_UPDATE)
		attr |= 1U << 30;
	if (d->flags & SCMIP_SENS_TIMESTAMP)
		attr |= 1U << 9 | ((u32)d->stamp_exp & 0x1f) << 10;
	if (d->flags & SCMIP_SENS_EXT_ATTRS)
		attr |= 1U << 8;
	if (m->version >= SCMIP_VERSION(3, 0) && strlen(d->name) >= SCMIP_SHORT_NAME)
		attr |= 1U << 29;
	return attr;
}

static u32 scmip_attr_high(const struct scmip_msg *m, const struct scmip_sensor *d)
{
	u32 attr = d->type | ((u32)d->scale & 0x1f) << 11;

	if (m->version < SCMIP_VERSION(2, 0)) {
		/* Five bits of seconds and five of exponent */
		if (d->num_intervals)
			attr |= (d->intervals[0] >> 5) << 27 | (d->intervals[0] & 0x1f) << 22;
		return attr;
	}
	if (d->num_axes)
		attr |= 1U << 8 | d->num_axes << 16;
	return attr;
}

static void scmip_put_desc(struct scmip_server *s, struct scmip_msg *m, u32 id)
{
	const struct scmip_sensor *d = scmip_sensor_at(s, id);

	scmip_put32(m, id);
	scmip_put32(m, scmip_attr_low(m, d));
	scmip_put32(m, scmip_attr_high(m, d));
	scmip_put_name(s, m, d->name, SCMIP_SHORT_NAME);
	if (!scmip_has_ext(m, d))
		return;
	scmip_put32(m, d->power);
	if (d->num_axes)
		return;
	scmip_put32(m, d->resolution);
	scmip_put64(m, d->min);
	scmip_put64(m, d->max);
}

/**
 * scmip_sensor_description() - SENSOR_DESCRIPTION_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_sensor_description(struct scmip_server *s, struct scmip_msg *m)
{
	u32 num = scmip_sensor_num(s);
	u32 index = scmip_arg(m, 0);
	u32 count = 0;

	if (index > num || (index && index == num))
		return SCMIP_OUT_OF_RANGE;
	scmip_put32(m, 0);
	while (index + count < num && scmip_room(m) >=
	       scmip_desc_size(m, scmip_sensor_at(s, index + count))) {
		scmip_put_desc(s, m, index + count);
		count++;
	}
	if (!count && index < num)
		return SCMIP_PROTOCOL_ERROR;
	scmip_patch32(m, 0, count | (num - index - count) << 16);
	return SCMIP_SUCCESS;
}

static void scmip_put_axis(struct scmip_server *s, struct scmip_msg *m,
			   const struct scmip_axis *a, u32 id)
{
	u32 low = 0;

	if (a->ext_attrs)
		low |= 1U << 8;
	if (m->version >= SCMIP_VERSION(3, 0) && strlen(a->name) >= SCMIP_SHORT_NAME)
		low |= 1U << 9;
	scmip_put32(m, id);
	scmip_put32(m, low);
	scmip_put32(m, a->type | ((u32)a->scale & 0x1f) << 11);
	scmip_put_name(s, m, a->name, SCMIP_SHORT_NAME);
	if (!a->ext_attrs)
		return;
	scmip_put32(m, a->resolution);
	scmip_put64(m, a->min);
	scmip_put64(m, a->max);
}

/* The sensor and the index of a command about axes, or its error. */
static s32 scmip_axis_args(struct scmip_server *s, struct scmip_msg *m,
			   const struct scmip_sensor **d, u32 *index)
{
	if (!scmip_sensor_valid(s, scmip_arg(m, 0)))
		return SCMIP_NOT_FOUND;
	*d = scmip_sensor_at(s, scmip_arg(m, 0));
	*index = scmip_arg(m, 1);
	if (!scmip_has_axes(m, *d))
		return SCMIP_NOT_SUPPORTED;
	return *index < (*d)->num_axes ? SCMIP_SUCCESS : SCMIP_OUT_OF_RANGE;
}

/**
 * scmip_sensor_axis_description() - SENSOR_AXIS_DESCRIPTION_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_sensor_axis_description(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_sensor *d;
	u32 index, count = 0;
	s32 status;

	status = scmip_axis_args(s, m, &d, &index);
	if (status)
		return status;
	scmip_put32(m, 0);
	while (index + count < d->num_axes) {
		const struct scmip_axis *a = &d->axes[index + count];

		if (scmip_room(m) < SCMIP_AXIS_SIZE + (a->ext_attrs ? SCMIP_EXT_SIZE : 0))
			break;
		scmip_put_axis(s, m, a, index + count);
		count++;
	}
	if (!count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_patch32(m, 0, count | (d->num_axes - index - count) << 26);
	return SCMIP_SUCCESS;
}

/**
 * scmip_sensor_axis_names() - SENSOR_AXIS_NAME_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_sensor_axis_names(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_sensor *d;
	u32 index, count = 0;
	s32 status;

	status = scmip_axis_args(s, m, &d, &index);
	if (status)
		return status;
	scmip_put32(m, 0);
	while (index + count < d->num_axes && scmip_room(m) >= SCMIP_AXIS_NAME_SIZE) {
		scmip_put32(m, index + count);
		scmip_put_name(s, m, d->axes[index + count].name, SCMIP_LONG_NAME);
		count++;
	}
	if (!count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_patch32(m, 0, count | (d->num_axes - index - count) << 26);
	return SCMIP_SUCCESS;
}

/**
 * scmip_sensor_intervals() - SENSOR_LIST_UPDATE_INTERVALS
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_sensor_intervals(struct scmip_server *s, struct scmip_msg *m)
{
	u32 index = scmip_arg(m, 1);
	const struct scmip_sensor *d;
	u32 left, count, flags = 0;
	u32 i;

	if (!scmip_sensor_valid(s, scmip_arg(m, 0)))
		return SCMIP_NOT_FOUND;
	d = scmip_sensor_at(s, scmip_arg(m, 0));
	if (!d->num_intervals)
		return SCMIP_NOT_SUPPORTED;
	if (index >= d->num_intervals)
		return SCMIP_OUT_OF_RANGE;
	if (d->flags & SCMIP_SENS_SEGMENTED) {
		if (index)
			return SCMIP_OUT_OF_RANGE;
		flags = 1U << 12;
	}
	left = d->num_intervals - index;
	count = scmip_records(m, 4, left);
	if (!count || (flags && count < left))
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | flags | (left - count) << 16);
	for (i = 0; i < count; i++)
		scmip_put32(m, d->intervals[index + i]);
	return SCMIP_SUCCESS;
}

/**
 * scmip_sensor_name() - SENSOR_NAME_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_sensor_name(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_sensor_valid(s, id))
		return SCMIP_NOT_FOUND;
	return scmip_full_name(s, m, scmip_sensor_at(s, id)->name);
}
