// SPDX-License-Identifier: GPL-2.0-only
/* Keys of the sections of a board file that describe sensors and axes. */
#include "board_priv.h"

static bool sensor_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_sensor *)item)->name, id);
}

static bool sensor_type(struct board *b, void *item, unsigned int id)
{
	return board_type(b, &((struct scmip_sensor *)item)->type);
}

static bool read_s8(struct board *b, s8 *value)
{
	s64 v;

	/* Five bits on the wire */
	if (!board_one(b, "a power of ten") || !board_number(b, 0, -16, 15, &v))
		return false;
	*value = (s8)v;
	return true;
}

static bool sensor_scale(struct board *b, void *item, unsigned int id)
{
	return read_s8(b, &((struct scmip_sensor *)item)->scale);
}

static bool sensor_value(struct board *b, void *item, unsigned int id)
{
	return board_script(b, &((struct scmip_sensor *)item)->script);
}

static bool sensor_range(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;

	s->flags |= SCMIP_SENS_EXT_ATTRS;
	if (!board_number(b, 0, S64_MIN, S64_MAX, &s->min) ||
	    !board_number(b, 1, s->min, S64_MAX, &s->max))
		return false;
	return b->num_words == 2 || board_fail(b, "expected MIN MAX");
}

/* RESOLUTION [EXPONENT] */
static bool read_resolution(struct board *b, u32 *wire)
{
	s64 value, exp = 0;

	if (!board_number(b, 0, 0, (1 << 27) - 1, &value))
		return false;
	if (b->num_words > 1 && !board_number(b, 1, -16, 15, &exp))
		return false;
	if (b->num_words > 2)
		return board_fail(b, "expected RESOLUTION [EXPONENT]");
	*wire = (u32)value | ((u32)exp & 0x1f) << 27;
	return true;
}

static bool sensor_resolution(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;

	s->flags |= SCMIP_SENS_EXT_ATTRS;
	return read_resolution(b, &s->resolution);
}

static bool sensor_power(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;
	s64 v;

	s->flags |= SCMIP_SENS_EXT_ATTRS;
	if (!board_one(b, "a number") || !board_number(b, 0, 0, U32_MAX, &v))
		return false;
	s->power = (u32)v;
	return true;
}

/* VALUE:MODE words */
static bool sensor_trips(struct board *b, void *item, unsigned int id)
{
	static const char *const modes[] = { "off", "rising", "falling", "both" };
	struct scmip_sensor *s = item;
	struct scmip_trip *trips;
	unsigned int i, mode;

	if (b->num_words > SCMIP_MAX_TRIPS)
		return board_fail(b, "%u trip points, expected at most %u", b->num_words,
				  SCMIP_MAX_TRIPS);
	trips = board_alloc(b, b->num_words * sizeof(*trips));
	for (i = 0; trips && i < b->num_words; i++) {
		char *colon = strchr(b->word[i], ':');

		if (!colon)
			return board_fail(b, "'%s', expected VALUE:off|rising|falling|both",
					  b->word[i]);
		*colon = '\0';
		for (mode = 0; mode < 4 && strcmp(colon + 1, modes[mode]); mode++)
			;
		if (mode == 4)
			return board_fail(b, "'%s', expected off, rising, falling or both",
					  colon + 1);
		trips[i].mode = mode;
		if (!board_number(b, i, S64_MIN, S64_MAX, &trips[i].value))
			return false;
		*colon = ':';
	}
	s->trips = trips;
	s->num_trips = b->num_words;
	return trips;
}

/* TIME..., or segmented LOW HIGH STEP */
static bool sensor_intervals(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;
	unsigned int from = !strcmp(b->word[0], "segmented");
	unsigned int i, num = b->num_words - from;
	u32 *list;

	if (from && num != 3)
		return board_fail(b, "expected segmented LOW HIGH STEP");
	if (!num || num > 4096)
		return board_fail(b, "%u intervals, expected 1..4096", num);
	list = board_alloc(b, num * sizeof(*list));
	for (i = 0; list && i < num; i++)
		if (!board_interval(b, from + i, &list[i]))
			return false;
	s->intervals = list;
	s->num_intervals = num;
	s->flags &= ~(u32)SCMIP_SENS_SEGMENTED;
	if (from)
		s->flags |= SCMIP_SENS_SEGMENTED;
	return list;
}

static bool sensor_update(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;

	s->flags |= SCMIP_SENS_UPDATE;
	return board_one(b, "a time") && board_time(b, 0, &s->update_ns);
}

static bool sensor_delay(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;

	s->flags |= SCMIP_SENS_ASYNC;
	return board_one(b, "a time") && board_time(b, 0, &s->read_delay_ns);
}

static bool sensor_stamp(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;

	s->flags |= SCMIP_SENS_TIMESTAMP;
	return read_s8(b, &s->stamp_exp);
}

static bool sensor_state(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_sensor *)item)->flags, SCMIP_SENS_ENABLED,
			 "on", "off");
}

static bool sensor_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_sensor *)item)->flags, SCMIP_SENS_HOLE, "yes", "no");
}

const struct board_key board_sensor_keys[] = {
	{ "name", sensor_name },
	{ "type", sensor_type },
	{ "scale", sensor_scale },
	{ "value", sensor_value },
	{ "range", sensor_range },
	{ "resolution", sensor_resolution },
	{ "power", sensor_power },
	{ "trips", sensor_trips },
	{ "intervals", sensor_intervals },
	{ "update", sensor_update },
	{ "delay", sensor_delay },
	{ "stamp", sensor_stamp },
	{ "state", sensor_state },
	{ "hole", sensor_hole },
	{ NULL, NULL },
};

static bool axis_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_axis *)item)->name, id);
}

static bool axis_type(struct board *b, void *item, unsigned int id)
{
	return board_type(b, &((struct scmip_axis *)item)->type);
}

static bool axis_scale(struct board *b, void *item, unsigned int id)
{
	return read_s8(b, &((struct scmip_axis *)item)->scale);
}

static bool axis_value(struct board *b, void *item, unsigned int id)
{
	struct scmip_axis *a = item;

	if (!board_script(b, &a->script))
		return false;
	return a->script.wave != SCMIP_WAVE_WALK || board_fail(b, "an axis cannot walk");
}

static bool axis_range(struct board *b, void *item, unsigned int id)
{
	struct scmip_axis *a = item;

	a->ext_attrs = true;
	if (!board_number(b, 0, S64_MIN, S64_MAX, &a->min) ||
	    !board_number(b, 1, a->min, S64_MAX, &a->max))
		return false;
	return b->num_words == 2 || board_fail(b, "expected MIN MAX");
}

static bool axis_resolution(struct board *b, void *item, unsigned int id)
{
	struct scmip_axis *a = item;

	a->ext_attrs = true;
	return read_resolution(b, &a->resolution);
}

const struct board_key board_axis_keys[] = {
	{ "name", axis_name },
	{ "type", axis_type },
	{ "scale", axis_scale },
	{ "value", axis_value },
	{ "range", axis_range },
	{ "resolution", axis_resolution },
	{ NULL, NULL },
};
