// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about voltage domains. */
#include "board_priv.h"
#include "voltage.h"

#define BOARD_MAX_VOLTAGES	1024
#define BOARD_NO_LEVEL		S32_MIN

static bool voltage_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_voltage *)item)->name, id);
}

static bool voltage_set_levels(struct scmip_voltage *v, const s32 *levels, u32 num, bool range)
{
	v->levels = levels;
	v->num_levels = num;
	v->flags &= ~(u32)SCMIP_VOLT_RANGE;
	if (range)
		v->flags |= SCMIP_VOLT_RANGE;
	return levels;
}

static bool voltage_levels(struct board *b, void *item, unsigned int id)
{
	s32 *levels = board_alloc(b, b->num_words * sizeof(*levels));
	unsigned int i;
	s64 v;

	for (i = 0; levels && i < b->num_words; i++) {
		if (!board_number(b, i, S32_MIN, S32_MAX, &v))
			return false;
		levels[i] = (s32)v;
		if (i && levels[i] <= levels[i - 1])
			return board_fail(b, "'%s', expected levels in ascending order",
					  b->word[i]);
	}
	return voltage_set_levels(item, levels, b->num_words, false);
}

/* FIRST STEP COUNT: a long list in few words */
static bool voltage_steps(struct board *b, void *item, unsigned int id)
{
	s64 first, step, count, i;
	s32 *levels;

	if (b->num_words != 3 || !board_number(b, 0, S32_MIN, S32_MAX, &first) ||
	    !board_number(b, 1, 1, S32_MAX, &step) || !board_number(b, 2, 1, 4096, &count))
		return board_fail(b, "expected FIRST STEP COUNT");
	if (first + step * (count - 1) > S32_MAX)
		return board_fail(b, "expected levels that fit 32 bits");
	levels = board_alloc(b, (size_t)count * sizeof(*levels));
	for (i = 0; levels && i < count; i++)
		levels[i] = (s32)(first + step * i);
	return voltage_set_levels(item, levels, (u32)count, false);
}

static bool voltage_range(struct board *b, void *item, unsigned int id)
{
	s32 *levels = board_alloc(b, 3 * sizeof(*levels));
	s64 min, max, step;

	if (b->num_words != 3 || !board_number(b, 0, S32_MIN, S32_MAX, &min) ||
	    !board_number(b, 1, min, S32_MAX, &max) || !board_number(b, 2, 1, S32_MAX, &step))
		return board_fail(b, "expected MIN MAX STEP, MAX not below MIN, STEP above 0");
	if (levels) {
		levels[0] = (s32)min;
		levels[1] = (s32)max;
		levels[2] = (s32)step;
	}
	return voltage_set_levels(item, levels, 3, true);
}

static bool voltage_level(struct board *b, void *item, unsigned int id)
{
	s64 v;

	if (!board_one(b, "a level") || !board_number(b, 0, S32_MIN, S32_MAX, &v))
		return false;
	((struct scmip_voltage *)item)->level = (s32)v;
	return true;
}

static bool voltage_state(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_voltage *)item)->mode, SCMIP_VOLT_MODE_ON, "on",
			 "off");
}

/* The modes that the implementation has besides on and off. */
static bool voltage_modes(struct board *b, void *item, unsigned int id)
{
	struct scmip_voltage *v = item;
	unsigned int i;
	s64 mode;

	for (i = 0; i < b->num_words; i++) {
		if (!board_number(b, i, SCMIP_VOLT_MODE_OWN, SCMIP_VOLT_MODES - 1, &mode))
			return false;
		v->modes |= 1U << mode;
	}
	return true;
}

static bool voltage_delay(struct board *b, void *item, unsigned int id)
{
	struct scmip_voltage *v = item;

	v->flags |= SCMIP_VOLT_ASYNC;
	return board_one(b, "a time") && board_time(b, 0, &v->set_delay_ns);
}

static bool voltage_deny(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "config", SCMIP_VOLT_DENY_CONFIG }, { "level", SCMIP_VOLT_DENY_LEVEL },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_voltage *)item)->flags);
}

static bool voltage_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_voltage *)item)->flags, SCMIP_VOLT_HOLE, "yes", "no");
}

static const struct board_key voltage_keys[] = {
	{ "name", voltage_name },
	{ "levels", voltage_levels },
	{ "level-steps", voltage_steps },
	{ "range", voltage_range },
	{ "level", voltage_level },
	{ "state", voltage_state },
	{ "modes", voltage_modes },
	{ "delay", voltage_delay },
	{ "deny", voltage_deny },
	{ "hole", voltage_hole },
	{ NULL, NULL },
};

static void voltage_init(void *item)
{
	struct scmip_voltage *v = item;

	v->level = BOARD_NO_LEVEL;
	v->mode = SCMIP_VOLT_MODE_ON;
	v->modes = 1U << SCMIP_VOLT_MODE_OFF | 1U << SCMIP_VOLT_MODE_ON;
}

/* Ids that the file passes over are holes. */
static void voltage_pass_over(void *item)
{
	((struct scmip_voltage *)item)->flags = SCMIP_VOLT_HOLE;
}

static bool voltage_check(struct board *b, void *item, unsigned int id)
{
	struct scmip_voltage *v = item;

	if (v->flags & SCMIP_VOLT_HOLE)
		return true;
	if (!v->name)
		return board_fail(b, "voltage %u has no name", id);
	if (!v->num_levels)
		return board_fail(b, "voltage %u has neither levels nor range", id);
	if (v->level == BOARD_NO_LEVEL)
		v->level = v->levels[0];
	return scmip_voltage_has(v, v->level) ||
	       board_fail(b, "voltage %u has no level %d", id, v->level);
}

static const char voltage_example[] =
"[voltage 0]\n"
"name = a-voltage-longer-than-sixteen\n"
"range = -1200000 1200000 100000\n"
"level = 0\n"
"modes = 8 15\n"
"delay = 1ms\n"
"[voltage 1]\n"
"name = v\n"
"levels = 800000 900000 1000000\n"
"state = off\n"
"deny = config level\n"
"[voltage 3]\n"
"name = w\n"
"level-steps = -5000 1000 40\n"
"[voltage 4]\n"
"hole = yes\n";

const struct board_part board_part_voltage = {
	.name = "voltage",
	.max = BOARD_MAX_VOLTAGES,
	.size = sizeof(struct scmip_voltage),
	.keys = voltage_keys,
	.init = voltage_init,
	.hole = voltage_pass_over,
	.check = voltage_check,
	.example = voltage_example,
};
