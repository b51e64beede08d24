// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about reset domains. */
#include "board_priv.h"
#include "reset.h"

#define BOARD_MAX_RESETS	1024

static bool reset_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_reset_domain *)item)->name, id);
}

static bool reset_states(struct board *b, void *item, unsigned int id)
{
	struct scmip_reset_domain *d = item;

	return board_u32s(b, &d->states, &d->num_states, 256, U32_MAX);
}

static bool reset_ways(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "autonomous", SCMIP_RST_AUTONOMOUS }, { "explicit", SCMIP_RST_EXPLICIT },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_reset_domain *)item)->flags);
}

static bool reset_latency(struct board *b, void *item, unsigned int id)
{
	return board_us(b, &((struct scmip_reset_domain *)item)->latency_us);
}

static bool reset_delay(struct board *b, void *item, unsigned int id)
{
	struct scmip_reset_domain *d = item;

	d->flags |= SCMIP_RST_ASYNC;
	return board_one(b, "a time") && board_time(b, 0, &d->delay_ns);
}

static bool reset_notify(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_reset_domain *)item)->flags, SCMIP_RST_NOTIFY,
			 "yes", "no");
}

static bool reset_deny(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_reset_domain *)item)->flags, SCMIP_RST_DENY,
			 "yes", "no");
}

static bool reset_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_reset_domain *)item)->flags, SCMIP_RST_HOLE,
			 "yes", "no");
}

static const struct board_key reset_keys[] = {
	{ "name", reset_name },
	{ "states", reset_states },
	{ "ways", reset_ways },
	{ "latency", reset_latency },
	{ "delay", reset_delay },
	{ "notify", reset_notify },
	{ "deny", reset_deny },
	{ "hole", reset_hole },
	{ NULL, NULL },
};

static void reset_init(void *item)
{
	static const u32 cold[] = { 0 };
	struct scmip_reset_domain *d = item;

	d->states = cold;
	d->num_states = ARRAY_SIZE(cold);
	d->latency_us = SCMIP_RST_UNKNOWN;
	d->flags = SCMIP_RST_AUTONOMOUS | SCMIP_RST_EXPLICIT;
}

static void reset_pass_over(void *item)
{
	((struct scmip_reset_domain *)item)->flags = SCMIP_RST_HOLE;
}

static bool reset_check(struct board *b, void *item, unsigned int id)
{
	const struct scmip_reset_domain *d = item;

	return d->name || d->flags & SCMIP_RST_HOLE ||
	       board_fail(b, "reset %u has no name", id);
}

static const char reset_example[] =
"[reset 0]\n"
"name = a-reset-longer-than-sixteen\n"
"latency = 150us\n"
"delay = 2ms\n"
"notify = yes\n"
"[reset 1]\n"
"name = r\n"
"states = 0 0x80000001\n"
"ways = explicit\n"
"deny = yes\n"
"[reset 2]\n"
"hole = yes\n";

const struct board_part board_part_reset = {
	.name = "reset",
	.max = BOARD_MAX_RESETS,
	.size = sizeof(struct scmip_reset_domain),
	.keys = reset_keys,
	.init = reset_init,
	.hole = reset_pass_over,
	.check = reset_check,
	.example = reset_example,
};
