// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about the power state of the whole system. */
#include "board_priv.h"
#include "system.h"

static bool system_word(struct board *b, unsigned int at, u32 *state)
{
	return scmip_system_parse(b->word[at], state) ||
	       board_fail(b,
			  "'%s', expected shutdown, cold-reset, warm-reset, power-up, suspend or a number above 0x7fffffff",
			  b->word[at]);
}

static bool system_key_states(struct board *b, void *item, unsigned int id)
{
	struct scmip_system *d = item;
	unsigned int i;

	if (b->num_words > SCMIP_SYS_MAX_STATES)
		return board_fail(b, "%u states, expected at most %u", b->num_words,
				  SCMIP_SYS_MAX_STATES);
	for (i = 0; i < b->num_words; i++)
		if (!system_word(b, i, &d->states[i]))
			return false;
	d->num_states = b->num_words;
	return true;
}

static bool system_key_state(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a state") && system_word(b, 0, &((struct scmip_system *)item)->state);
}

static bool system_timeout(struct board *b, void *item, unsigned int id)
{
	return board_one(b, "a time") &&
	       board_time(b, 0, &((struct scmip_system *)item)->timeout_ns);
}

static bool system_deny(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_system *)item)->flags, SCMIP_SYS_DENY, "yes", "no");
}

static const struct board_key system_keys[] = {
	{ "states", system_key_states },
	{ "state", system_key_state },
	{ "timeout", system_timeout },
	{ "deny", system_deny },
	{ NULL, NULL },
};

static void system_init(void *item)
{
	*(struct scmip_system *)item = scmip_system_usual;
}

static bool system_check(struct board *b, void *item, unsigned int id)
{
	return true;
}

static const char system_example[] =
"[system 0]\n"
"states = shutdown cold-reset warm-reset power-up suspend 0x80000001\n"
"state = power-up\n"
"timeout = 5ms\n"
"deny = no\n";

const struct board_part board_part_system = {
	.name = "system",
	.max = 1,
	.size = sizeof(struct scmip_system),
	.keys = system_keys,
	.init = system_init,
	.check = system_check,
	.example = system_example,
};
