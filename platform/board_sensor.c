// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about sensors and their axes. */
#include "board_priv.h"
#include "sensor.h"

/* A single number, or SHAPE LOW HIGH PERIOD, or walk LOW HIGH STEP PERIOD. */
static bool read_script(struct board *b, struct scmip_script *s)
{
	static const struct {
		const char *name;
		enum scmip_wave wave;
	} shapes[] = {
		{ "ramp", SCMIP_WAVE_RAMP },
		{ "triangle", SCMIP_WAVE_TRIANGLE },
		{ "sine", SCMIP_WAVE_SINE },
		{ "walk", SCMIP_WAVE_WALK },
	};
	unsigned int i, at = 3;

	memset(s, 0, sizeof(*s));
	if (b->num_words == 1)
		return board_number(b, 0, S64_MIN, S64_MAX, &s->low);
	for (i = 0; i < ARRAY_SIZE(shapes); i++)
		if (!strcmp(b->word[0], shapes[i].name))
			break;
	if (i == ARRAY_SIZE(shapes))
		return board_fail(b,
				  "'%s', expected a number, or ramp, triangle, sine or walk",
				  b->word[0]);
	s->wave = shapes[i].wave;
	if (!board_number(b, 1, S64_MIN / 4, S64_MAX / 4, &s->low) ||
	    !board_number(b, 2, s->low, S64_MAX / 4, &s->high))
		return false;
	if (s->wave == SCMIP_WAVE_WALK &&
	    !board_number(b, at++, 0, S32_MAX, &s->step))
		return false;
	if (!board_time(b, at, &s->period_ns))
		return false;
	if (b->num_words != at + 1)
		return board_fail(b, "%u words, expected %u", b->num_words,
				  at + 1);
	if (s->period_ns < 10 * SCMIP_USEC)
		return board_fail(b, "'%s', expected a period of 10us or more",
				  b->word[at]);
	return true;
}

/* As on the wire: bits [20:5] seconds, [4:0] exponent. */
static bool read_interval(struct board *b, unsigned int at, u32 *wire)
{
	int exp = -9;
	u64 t;

	if (!board_time(b, at, &t))
		return false;
	while (t && !scmip_mod64(t, 10)) {
		t = div64_u64(t, 10);
		exp++;
	}
	if (!t || t > 0xffff)
		return board_fail(b, "'%s', expected an interval of at most 5 digits",
				  b->word[at]);
	*wire = (u32)t << 5 | ((u32)exp & 0x1f);
	return true;
}

static bool read_type(struct board *b, u8 *type)
{
	static const struct {
		const char *name;
		u8 type;
	} types[] = {
		{ "none", 0x00 }, { "unspecified", 0x01 },
		{ "temperature", 0x02 }, { "fahrenheit", 0x03 },
		{ "kelvin", 0x04 }, { "voltage", 0x05 },
		{ "current", 0x06 }, { "power", 0x07 }, { "energy", 0x08 },
		{ "lux", 0x0d }, { "rpm", 0x13 }, { "hertz", 0x14 },
		{ "meters", 0x1f }, { "gauss", 0x2d }, { "percentage", 0x41 },
		{ "pascals", 0x42 }, { "radians-per-second", 0x57 },
		{ "meters-per-second-squared", 0x59 },
	};
	unsigned int i;
	s64 v;

	if (!board_one(b, "a sensor type"))
		return false;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (!strcmp(b->word[0], types[i].name)) {
			*type = types[i].type;
			return true;
		}
	}
	if (!scmip_parse_s64(b->word[0], &v) || v < 0 || v > 255)
		return board_fail(b,
				  "'%s', expected a type such as temperature, or 0..255",
				  b->word[0]);
	*type = (u8)v;
	return true;
}

static bool sensor_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_sensor *)item)->name, id);
}

static bool sensor_type(struct board *b, void *item, unsigned int id)
{
	return read_type(b, &((struct scmip_sensor *)item)->type);
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
	return read_script(b, &((struct scmip_sensor *)item)->script);
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
		if (!read_interval(b, from + i, &list[i]))
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

static const struct board_key sensor_keys[] = {
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
	return read_type(b, &((struct scmip_axis *)item)->type);
}

static bool axis_scale(struct board *b, void *item, unsigned int id)
{
	return read_s8(b, &((struct scmip_axis *)item)->scale);
}

static bool axis_value(struct board *b, void *item, unsigned int id)
{
	struct scmip_axis *a = item;

	if (!read_script(b, &a->script))
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

static const struct board_key axis_keys[] = {
	{ "name", axis_name },
	{ "type", axis_type },
	{ "scale", axis_scale },
	{ "value", axis_value },
	{ "range", axis_range },
	{ "resolution", axis_resolution },
	{ NULL, NULL },
};

static const struct board_key sensor_settings[] = {
	{ "sensor-async", board_async },
	{ NULL, NULL },
};

static void sensor_init(void *item)
{
	struct scmip_sensor *s = item;

	s->flags = SCMIP_SENS_ENABLED;
	s->type = 1;
	s->stamp_exp = -9;
	s->update_ns = SCMIP_SEC;
}

static bool sensor_check(struct board *b, void *item, unsigned int id)
{
	struct scmip_sensor *s = item;
	u32 i;

	if (!s->name)
		return board_fail(b, "sensor %u has no name", id);
	if (s->num_axes && s->num_trips)
		return board_fail(b,
				  "sensor %u has axes and trips, expected one of them",
				  id);
	for (i = 0; i < s->num_axes; i++)
		if (!s->axes[i].name)
			return board_fail(b, "axis %u of sensor %u has no name",
					  i, id);
	return true;
}

static void *axis_open(struct board *b, void *item, unsigned int id,
		       unsigned int n)
{
	struct scmip_sensor *s = item;

	if (n >= SCMIP_MAX_AXES) {
		board_fail(b, "axis %u, a sensor has at most %u", n,
			   SCMIP_MAX_AXES);
		return NULL;
	}
	if (n != s->num_axes) {
		board_fail(b, "axis %u of sensor %u, expected axis %u next", n,
			   id, s->num_axes);
		return NULL;
	}
	if (!s->axes)
		s->axes = board_alloc(b, SCMIP_MAX_AXES * sizeof(*s->axes));
	if (!s->axes)
		return NULL;
	s->num_axes++;
	return (struct scmip_axis *)&s->axes[n];
}

static const struct board_inner sensor_axis = {
	.name = "axis",
	.keys = axis_keys,
	.open = axis_open,
};

static const char sensor_example[] =
"[platform]\n"
"sensor-async = 3\n"
"[sensor 0]\n"
"name = a-name-longer-than-sixteen\n"
"type = temperature\n"
"scale = -3\n"
"value = walk -50 50 7 1ms\n"
"trips = 5:both 7:rising\n"
"update = 1ms\n"
"delay = 1ms\n"
"stamp = -9\n"
"range = 0 9\n"
"resolution = 1\n"
"power = 2\n"
"intervals = 1s 2s\n"
"[sensor 1]\n"
"name = axes\n"
"intervals = segmented 1s 2s 1s\n"
"update = 1ms\n"
"[axis 1.0]\n"
"name = an-axis-name-longer-than-16\n"
"type = meters\n"
"scale = 1\n"
"range = 0 9\n"
"resolution = 1 -1\n"
"value = sine 0 9 1s\n"
"[axis 1.1]\n"
"name = y\n"
"value = ramp 0 9 1s\n"
"[sensor 2]\n"
"name = z\n"
"state = off\n"
"hole = yes\n";

const struct board_part board_part_sensor = {
	.name = "sensor",
	.max = 1024,
	.size = sizeof(struct scmip_sensor),
	.keys = sensor_keys,
	.settings = sensor_settings,
	.init = sensor_init,
	.check = sensor_check,
	.inner = &sensor_axis,
	.example = sensor_example,
};
