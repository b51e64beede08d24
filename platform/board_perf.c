// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about performance domains. */
#include "board_priv.h"
#include "perf.h"

#define BOARD_MAX_PERFS		256
#define BOARD_MAX_LEVELS	4096
#define BOARD_NO_LEVEL		U32_MAX

static bool perf_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_perf_domain *)item)->name, id);
}

/* VALUE[:POWER[:MICROSECONDS[:KHZ[:INDEX]]]] */
static bool perf_level_word(struct board *b, unsigned int at, struct scmip_level *l)
{
	u32 *const field[] = { &l->value, &l->power, &l->latency_us, &l->khz, &l->index };
	char *part = b->word[at], *next;
	unsigned int i;
	bool good;
	u64 v;

	for (i = 0; i < ARRAY_SIZE(field) && part; i++, part = next) {
		next = strchr(part, ':');
		if (next)
			*next = '\0';
		good = scmip_parse_u64(part, &v) && v <= (i == 2 ? 0xffff : U32_MAX);
		if (next)
			*next++ = ':';
		if (!good)
			break;
		*field[i] = (u32)v;
		/* A level is its frequency unless told otherwise */
		if (!i)
			l->khz = (u32)v;
	}
	return !part || board_fail(b, "'%s', expected VALUE:POWER:MICROSECONDS:KHZ:INDEX",
				   b->word[at]);
}

static bool perf_levels(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;
	unsigned int num = strcmp(b->word[0], "none") ? b->num_words : 0;
	struct scmip_level *levels;
	unsigned int i;

	if (num > BOARD_MAX_LEVELS)
		return board_fail(b, "%u levels, expected at most %u", num, BOARD_MAX_LEVELS);
	levels = board_alloc(b, num * sizeof(*levels));
	for (i = 0; levels && i < num; i++) {
		levels[i].index = i;
		if (!perf_level_word(b, i, &levels[i]))
			return false;
	}
	d->levels = levels;
	d->num_levels = num;
	return levels;
}

/* FIRST STEP COUNT POWER: a long table in few words */
static bool perf_steps(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;
	s64 first, step, count, power, i;
	struct scmip_level *levels;

	if (b->num_words != 4)
		return board_fail(b, "expected FIRST STEP COUNT POWER");
	if (!board_number(b, 0, 0, U32_MAX, &first) || !board_number(b, 1, 0, U32_MAX, &step) ||
	    !board_number(b, 2, 1, BOARD_MAX_LEVELS, &count) ||
	    !board_number(b, 3, 0, U32_MAX, &power))
		return false;
	if (first + step * (count - 1) > U32_MAX || power * count > U32_MAX)
		return board_fail(b, "expected levels and powers that fit 32 bits");
	levels = board_alloc(b, (size_t)count * sizeof(*levels));
	for (i = 0; levels && i < count; i++) {
		levels[i].value = (u32)(first + step * i);
		levels[i].power = (u32)(power * (i + 1));
		levels[i].khz = levels[i].value;
		levels[i].index = (u32)i;
	}
	d->levels = levels;
	d->num_levels = (u32)count;
	return levels;
}

static bool perf_level(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_perf_domain *)item)->level, 0, U32_MAX - 1);
}

static bool perf_pair(struct board *b, const char *expected, u32 *first, u32 *second)
{
	s64 v, w;

	if (b->num_words != 2)
		return board_fail(b, "expected %s", expected);
	if (!board_number(b, 0, 0, U32_MAX, &v) || !board_number(b, 1, 0, U32_MAX, &w))
		return false;
	*first = (u32)v;
	*second = (u32)w;
	return true;
}

static bool perf_limits(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;

	return perf_pair(b, "MIN MAX", &d->min, &d->max);
}

static bool perf_sustained(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;

	return perf_pair(b, "LEVEL KHZ", &d->sustained_level, &d->sustained_khz);
}

static bool perf_rate_limit(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;

	if (!board_us(b, &d->rate_limit_us))
		return false;
	return d->rate_limit_us < 1U << 20 ||
	       board_fail(b, "'%s', expected at most 1048575us", b->word[0]);
}

static bool perf_indexed(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_perf_domain *)item)->flags, SCMIP_PERF_INDEXED,
			 "yes", "no");
}

static bool perf_fast(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "limits-set", BIT(SCMIP_PERF_LIMITS_SET) },
		{ "limits-get", BIT(SCMIP_PERF_LIMITS_GET) },
		{ "level-set", BIT(SCMIP_PERF_LEVEL_SET) },
		{ "level-get", BIT(SCMIP_PERF_LEVEL_GET) },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_perf_domain *)item)->fast);
}

static bool perf_doorbell(struct board *b, void *item, unsigned int id)
{
	return board_doorbell(b, &((struct scmip_perf_domain *)item)->doorbell);
}

static bool perf_notify(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "limits", SCMIP_PERF_NOTIFY_LIMITS }, { "level", SCMIP_PERF_NOTIFY_LEVEL },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_perf_domain *)item)->flags);
}

static bool perf_deny(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "limits", SCMIP_PERF_DENY_LIMITS }, { "level", SCMIP_PERF_DENY_LEVEL },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_perf_domain *)item)->flags);
}

static bool perf_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_perf_domain *)item)->flags, SCMIP_PERF_HOLE,
			 "yes", "no");
}

static const struct board_key perf_keys[] = {
	{ "name", perf_name },
	{ "levels", perf_levels },
	{ "level-steps", perf_steps },
	{ "level", perf_level },
	{ "limits", perf_limits },
	{ "sustained", perf_sustained },
	{ "rate-limit", perf_rate_limit },
	{ "indexed", perf_indexed },
	{ "fast", perf_fast },
	{ "doorbell", perf_doorbell },
	{ "notify", perf_notify },
	{ "deny", perf_deny },
	{ "hole", perf_hole },
	{ NULL, NULL },
};

static bool perf_power(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "milliwatts", SCMIP_PERF_MILLIWATTS }, { "microwatts", SCMIP_PERF_MICROWATTS },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_protocol_desc *)item)->unit);
}

static const struct board_key perf_settings[] = {
	{ "perf-power", perf_power },
	{ "perf-stats", board_stats },
	{ NULL, NULL },
};

static void perf_init(void *item)
{
	((struct scmip_perf_domain *)item)->level = BOARD_NO_LEVEL;
}

static void perf_pass_over(void *item)
{
	((struct scmip_perf_domain *)item)->flags = SCMIP_PERF_HOLE;
}

/* All levels are allowed. */
static void perf_widen(struct scmip_perf_domain *d)
{
	u32 i;

	for (i = 0; i < d->num_levels; i++) {
		u32 value = d->levels[i].value;

		d->min = !i || value < d->min ? value : d->min;
		d->max = value > d->max ? value : d->max;
	}
}

static bool perf_check(struct board *b, void *item, unsigned int id)
{
	struct scmip_perf_domain *d = item;

	if (!d->name && !(d->flags & SCMIP_PERF_HOLE))
		return board_fail(b, "perf %u has no name", id);
	if (d->level == BOARD_NO_LEVEL)
		d->level = d->num_levels ? d->levels[0].value : 0;
	if (!d->min && !d->max)
		perf_widen(d);
	return true;
}

static const char perf_example[] =
"[platform]\n"
"perf-power = milliwatts\n"
"perf-stats = 0x80000000 0x1000\n"
"[perf 0]\n"
"name = a-domain-longer-than-sixteen\n"
"levels = 100:5:20 200:12:30:2000 400:40:30:4000:7\n"
"level = 200\n"
"limits = 100 400\n"
"sustained = 200 2000\n"
"rate-limit = 50us\n"
"indexed = yes\n"
"fast = level-set limits-get\n"
"doorbell = 16\n"
"notify = limits level\n"
"[perf 1]\n"
"name = p\n"
"level-steps = 10 10 40 3\n"
"deny = level\n"
"[perf 2]\n"
"hole = yes\n"
"[perf 3]\n"
"name = q\n"
"levels = 0 20\n";

const struct board_part board_part_perf = {
	.name = "perf",
	.max = BOARD_MAX_PERFS,
	.size = sizeof(struct scmip_perf_domain),
	.keys = perf_keys,
	.settings = perf_settings,
	.init = perf_init,
	.hole = perf_pass_over,
	.check = perf_check,
	.example = perf_example,
};
