// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about power domains. */
#include "board_priv.h"
#include "power.h"

#define BOARD_MAX_POWERS	1024
#define BOARD_MAX_STATES	256

static bool power_word(struct board *b, unsigned int at, u32 *state)
{
	return scmip_power_parse(b->word[at], state) ||
	       board_fail(b, "'%s', expected on, off or a number", b->word[at]);
}

static bool power_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_power_domain *)item)->name, id);
}

static bool power_states(struct board *b, void *item, unsigned int id)
{
	struct scmip_power_domain *d = item;
	unsigned int i;
	u32 *states;

	if (b->num_words > BOARD_MAX_STATES)
		return board_fail(b, "%u states, expected at most %u", b->num_words,
				  BOARD_MAX_STATES);
	states = board_alloc(b, b->num_words * sizeof(*states));
	for (i = 0; states && i < b->num_words; i++)
		if (!power_word(b, i, &states[i]))
			return false;
	d->states = states;
	d->num_states = b->num_words;
	return states;
}

static bool power_state(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a state") &&
	       power_word(b, 0, &((struct scmip_power_domain *)item)->state);
}

static bool power_set(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "sync", SCMIP_PWR_SYNC }, { "async", SCMIP_PWR_ASYNC }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_power_domain *)item)->flags);
}

static bool power_delay(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a time") &&
	       board_time(b, 0, &((struct scmip_power_domain *)item)->delay_ns);
}

static bool power_notify(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "changed", SCMIP_PWR_NOTIFY }, { "requested", SCMIP_PWR_NOTIFY_REQ }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_power_domain *)item)->flags);
}

static bool power_deny(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_power_domain *)item)->flags, SCMIP_PWR_DENY,
			 "yes", "no");
}

static bool power_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_power_domain *)item)->flags, SCMIP_PWR_HOLE,
			 "yes", "no");
}

static const struct board_key power_keys[] = {
	{ "name", power_name },
	{ "states", power_states },
	{ "state", power_state },
	{ "set", power_set },
	{ "delay", power_delay },
	{ "notify", power_notify },
	{ "deny", power_deny },
	{ "hole", power_hole },
	{ NULL, NULL },
};

static const struct board_key power_settings[] = {
	{ "power-stats", board_stats },
	{ NULL, NULL },
};

static void power_init(void *item)
{
	static const u32 usual[] = { SCMIP_PWR_ON, SCMIP_PWR_OFF };
	struct scmip_power_domain *d = item;

	d->states = usual;
	d->num_states = ARRAY_SIZE(usual);
	d->flags = SCMIP_PWR_SYNC;
}

static void power_pass_over(void *item)
{
	((struct scmip_power_domain *)item)->flags = SCMIP_PWR_HOLE;
}

static bool power_check(struct board *b, void *item, unsigned int id)
{
	const struct scmip_power_domain *d = item;

	return d->name || d->flags & SCMIP_PWR_HOLE ||
	       board_fail(b, "power %u has no name", id);
}

static const char power_example[] =
"[platform]\n"
"power-stats = 0x80000000 0x1000\n"
"[power 0]\n"
"name = a-domain-longer-than-sixteen\n"
"states = on off 0x40000001\n"
"state = off\n"
"set = sync async\n"
"delay = 2ms\n"
"notify = changed requested\n"
"[power 1]\n"
"name = p\n"
"deny = yes\n"
"[power 2]\n"
"hole = yes\n";

const struct board_part board_part_power = {
	.name = "power",
	.max = BOARD_MAX_POWERS,
	.size = sizeof(struct scmip_power_domain),
	.keys = power_keys,
	.settings = power_settings,
	.init = power_init,
	.hole = power_pass_over,
	.check = power_check,
	.example = power_example,
};
