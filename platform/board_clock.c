// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about clocks. */
#include "board_priv.h"
#include "clock.h"

#define BOARD_MAX_CLOCKS	4096
#define BOARD_NO_PARENT		((u32)-1)

static bool clock_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_clock *)item)->name, id);
}

static bool clock_rate(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a rate") && board_rate(b, 0, &((struct scmip_clock *)item)->rate);
}

static bool clock_rates(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;
	u64 *rates;
	unsigned int i;

	if (b->num_words > 4096)
		return board_fail(b, "%u rates, expected at most 4096", b->num_words);
	rates = board_alloc(b, b->num_words * sizeof(*rates));
	for (i = 0; rates && i < b->num_words; i++) {
		if (!board_rate(b, i, &rates[i]))
			return false;
		if (i && rates[i] <= rates[i - 1])
			return board_fail(b, "'%s', expected rates in ascending order", b->word[i]);
	}
	c->rates = rates;
	c->num_rates = b->num_words;
	c->flags &= ~(u32)SCMIP_CLK_RANGE;
	return rates;
}

/* FIRST STEP COUNT: a long list in few words */
static bool clock_steps(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;
	u64 first, step;
	u64 *rates;
	s64 count;
	s64 i;

	if (b->num_words != 3 || !board_rate(b, 0, &first) || !board_rate(b, 1, &step) ||
	    !board_number(b, 2, 1, 4096, &count))
		return board_fail(b, "expected FIRST STEP COUNT");
	if (!step || first > 1ULL << 60 || step > 1ULL << 50)
		return board_fail(b, "expected a step above 0, and rates that fit 64 bits");
	rates = board_alloc(b, (size_t)count * sizeof(*rates));
	for (i = 0; rates && i < count; i++)
		rates[i] = first + step * (u64)i;
	c->rates = rates;
	c->num_rates = (u32)count;
	c->flags &= ~(u32)SCMIP_CLK_RANGE;
	return rates;
}

static bool clock_range(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;

	if (!board_rate(b, 0, &c->min) || !board_rate(b, 1, &c->max) ||
	    !board_rate(b, 2, &c->step))
		return false;
	if (b->num_words != 3 || c->max < c->min || !c->step)
		return board_fail(b, "expected MIN MAX STEP, MAX not below MIN, STEP above 0");
	c->flags |= SCMIP_CLK_RANGE;
	return true;
}

static bool clock_state(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_clock *)item)->flags, SCMIP_CLK_ENABLED, "on", "off");
}

static bool clock_parents(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;

	return board_u32s(b, &c->parents, &c->num_parents, 255, BOARD_MAX_CLOCKS - 1);
}

static bool clock_parent(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_clock *)item)->parent, 0, BOARD_MAX_CLOCKS - 1);
}

static bool clock_latency(struct board *b, void *item, unsigned int id)
{
	return board_us(b, &((struct scmip_clock *)item)->latency_us);
}

static bool clock_duty(struct board *b, void *item, unsigned int id)
{
	struct scmip_clock *c = item;

	c->flags |= SCMIP_CLK_EXT_CONFIG;
	return board_u32(b, &c->duty, 0, 100);
}

static bool clock_delay(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a time") &&
	       board_time(b, 0, &((struct scmip_clock *)item)->set_delay_ns);
}

static bool clock_notify(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "changed", SCMIP_CLK_NOTIFY }, { "requested", SCMIP_CLK_NOTIFY_REQ }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_clock *)item)->flags);
}

static bool clock_deny(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "state", SCMIP_CLK_DENY_STATE }, { "rate", SCMIP_CLK_DENY_RATE },
		{ "parent", SCMIP_CLK_DENY_PARENT }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_clock *)item)->flags);
}

static bool clock_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_clock *)item)->flags, SCMIP_CLK_HOLE, "yes", "no");
}

static const struct board_key clock_keys[] = {
	{ "name", clock_name },
	{ "rate", clock_rate },
	{ "rates", clock_rates },
	{ "rate-steps", clock_steps },
	{ "range", clock_range },
	{ "state", clock_state },
	{ "parents", clock_parents },
	{ "parent", clock_parent },
	{ "latency", clock_latency },
	{ "duty", clock_duty },
	{ "delay", clock_delay },
	{ "notify", clock_notify },
	{ "deny", clock_deny },
	{ "hole", clock_hole },
	{ NULL, NULL },
};

static const struct board_key clock_settings[] = {
	{ "clock-async", board_async },
	{ NULL, NULL },
};

static void clock_init(void *item)
{
	struct scmip_clock *c = item;

	c->flags = SCMIP_CLK_ENABLED;
	c->duty = 50;
	c->parent = BOARD_NO_PARENT;
}

/* Ids that the file passes over are holes, as on real boards. */
static void clock_pass_over(void *item)
{
	((struct scmip_clock *)item)->flags = SCMIP_CLK_HOLE;
}

static bool clock_check(struct board *b, void *item, unsigned int id)
{
	u32 num = b->machine.proto[SCMIP_IDX_CLOCK].num;
	struct scmip_clock *c = item;
	u32 i;

	if (c->flags & SCMIP_CLK_HOLE)
		return true;
	if (!c->name)
		return board_fail(b, "clock %u has no name", id);
	if (!(c->flags & SCMIP_CLK_RANGE) && !c->num_rates)
		return board_fail(b, "clock %u has neither rates nor range", id);
	if (!c->rate)
		c->rate = c->flags & SCMIP_CLK_RANGE ? c->min : c->rates[0];
	for (i = 0; i < c->num_parents; i++)
		if (c->parents[i] >= num || c->parents[i] == id)
			return board_fail(b, "clock %u cannot have parent %u",
					  id, c->parents[i]);
	for (i = 0; i < c->num_parents && c->parents[i] != c->parent; i++)
		;
	if (c->num_parents && c->parent == BOARD_NO_PARENT)
		c->parent = c->parents[0];
	else if (c->num_parents && i == c->num_parents)
		return board_fail(b, "parent %u of clock %u is not among its parents",
				  c->parent, id);
	return true;
}

static const char clock_example[] =
"[platform]\n"
"clock-async = 3\n"
"[clock 0]\n"
"name = a-name-longer-than-sixteen\n"
"range = 1M 9M 1M\n"
"parents = 1\n"
"notify = changed requested\n"
"duty = 3\n"
"delay = 1ms\n"
"[clock 1]\n"
"name = b\n"
"rate-steps = 1M 1M 40\n"
"rate = 2M\n"
"latency = 5us\n"
"notify = changed\n"
"[clock 3]\n"
"name = c\n"
"rates = 5M\n"
"state = off\n"
"parents = 0 1\n"
"parent = 1\n"
"deny = state\n"
"[clock 4]\n"
"hole = yes\n";

const struct board_part board_part_clock = {
	.name = "clock",
	.max = BOARD_MAX_CLOCKS,
	.size = sizeof(struct scmip_clock),
	.keys = clock_keys,
	.settings = clock_settings,
	.init = clock_init,
	.hole = clock_pass_over,
	.check = clock_check,
	.example = clock_example,
};
