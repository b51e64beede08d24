// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about pins, their groups, and functions. */
#include "board_priv.h"
#include "pinctrl.h"

#define BOARD_MAX_PINS		4096
#define BOARD_MAX_GROUPS	1024
#define BOARD_MAX_CONFIGS	255

static bool pin_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_pin *)item)->name, id);
}

/* TYPE:VALUE words, in ascending order of their types. */
static bool pin_configs(struct board *b, void *item, unsigned int id)
{
	struct scmip_pin *p = item;
	struct scmip_pin_config *all;
	unsigned int i;
	u64 value;

	if (b->num_words > BOARD_MAX_CONFIGS)
		return board_fail(b, "%u settings, expected at most %u", b->num_words,
				  BOARD_MAX_CONFIGS);
	all = board_alloc(b, b->num_words * sizeof(*all));
	for (i = 0; all && i < b->num_words; i++) {
		char *colon = strchr(b->word[i], ':');

		if (!colon || !scmip_parse_u64(colon + 1, &value) || value > U32_MAX)
			return board_fail(b, "'%s', expected TYPE:VALUE", b->word[i]);
		*colon = '\0';
		if (!scmip_pin_type_parse(b->word[i], &all[i].type))
			return board_fail(b, "'%s', expected a type, or its number 0..255",
					  b->word[i]);
		all[i].value = (u32)value;
		*colon = ':';
		if (i && all[i].type <= all[i - 1].type)
			return board_fail(b, "'%s', expected types in ascending order", b->word[i]);
	}
	p->configs = all;
	p->num_configs = b->num_words;
	return all;
}

static bool pin_owner(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_pin *)item)->owner, 0, SCMIP_MAX_AGENTS - 1);
}

static bool pin_deny(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_pin *)item)->flags, SCMIP_PIN_DENY, "yes", "no");
}

static bool pin_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_pin *)item)->flags, SCMIP_PIN_HOLE, "yes", "no");
}

/* A word that is N or N-M. */
static bool pin_range(struct board *b, unsigned int at, u32 max, unsigned int *first,
		      unsigned int *last)
{
	const char *word = b->word[at];
	int used = -1;

	if (sscanf(word, "%u-%u%n", first, last, &used) != 2 || word[used]) {
		used = -1;
		if (sscanf(word, "%u%n", first, &used) == 1 && !word[used])
			*last = *first;
		else
			used = -1;
	}
	if (used < 0 || *last < *first || *last >= max)
		return board_fail(b, "'%s', expected N or N-M, at most %u", word, max - 1);
	return true;
}

static bool pin_members(struct board *b, struct scmip_pin *p, u32 max)
{
	unsigned int first, last, i;
	u32 num = 0;
	u16 *all;

	for (i = 0; i < b->num_words; i++) {
		if (!pin_range(b, i, max, &first, &last))
			return false;
		num += last - first + 1;
		if (num > BOARD_MAX_PINS)
			return board_fail(b, "more than %u members", BOARD_MAX_PINS);
	}
	all = board_alloc(b, num * sizeof(*all));
	p->members = all;
	p->num_members = num;
	for (i = 0; all && i < b->num_words; i++) {
		pin_range(b, i, max, &first, &last);
		for (; first <= last; first++)
			*all++ = (u16)first;
	}
	return p->members;
}

static bool group_pins(struct board *b, void *item, unsigned int id)
{
	return pin_members(b, item, BOARD_MAX_PINS);
}

static bool function_groups(struct board *b, void *item, unsigned int id)
{
	struct scmip_pin *p = item;

	p->flags &= ~(u32)SCMIP_PIN_OF_PINS;
	return pin_members(b, item, BOARD_MAX_GROUPS);
}

static bool function_pins(struct board *b, void *item, unsigned int id)
{
	struct scmip_pin *p = item;

	p->flags |= SCMIP_PIN_OF_PINS;
	return pin_members(b, item, BOARD_MAX_PINS);
}

static bool function_gpio(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_pin *)item)->flags, SCMIP_PIN_GPIO, "yes", "no");
}

static const struct board_key pin_keys[] = {
	{ "name", pin_name },
	{ "configs", pin_configs },
	{ "owner", pin_owner },
	{ "deny", pin_deny },
	{ "hole", pin_hole },
	{ NULL, NULL },
};

static const struct board_key group_keys[] = {
	{ "name", pin_name },
	{ "pins", group_pins },
	{ "deny", pin_deny },
	{ "hole", pin_hole },
	{ NULL, NULL },
};

static const struct board_key function_keys[] = {
	{ "name", pin_name },
	{ "groups", function_groups },
	{ "pins", function_pins },
	{ "gpio", function_gpio },
	{ "hole", pin_hole },
	{ NULL, NULL },
};

/* The name of an item that the file does not name is empty. */
static void pin_init(void *item)
{
	((struct scmip_pin *)item)->name = "";
}

/* Ids that the file passes over are holes. */
static void pin_pass_over(void *item)
{
	((struct scmip_pin *)item)->flags = SCMIP_PIN_HOLE;
}

static bool pin_check(struct board *b, void *item, unsigned int id)
{
	const struct scmip_pin *p = item;

	return p->owner < b->machine.num_agents ||
	       board_fail(b, "pin %u cannot have owner %u", id, p->owner);
}

/* Members have to exist, and be no holes. */
static bool pin_check_members(struct board *b, const struct scmip_pin *p, u32 kind,
			      const char *name, unsigned int id)
{
	const struct scmip_items *known = &b->machine.proto[SCMIP_IDX_PINCTRL].kind[kind];
	const struct scmip_pin *all = known->items;
	u32 i;

	if (p->flags & SCMIP_PIN_HOLE)
		return true;
	if (!p->num_members)
		return board_fail(b, "%s %u has no members", name, id);
	for (i = 0; i < p->num_members; i++)
		if (p->members[i] >= known->num || all[p->members[i]].flags & SCMIP_PIN_HOLE)
			return board_fail(b, "%s %u cannot have member %u", name, id,
					  p->members[i]);
	return true;
}

static bool group_check(struct board *b, void *item, unsigned int id)
{
	return pin_check_members(b, item, SCMIP_PINCTRL_PIN, "group", id);
}

static bool function_check(struct board *b, void *item, unsigned int id)
{
	const struct scmip_pin *p = item;

	return pin_check_members(b, p, p->flags & SCMIP_PIN_OF_PINS ? SCMIP_PINCTRL_PIN :
				 SCMIP_PINCTRL_GROUP, "function", id);
}

static const char pinctrl_example[] =
"[pin 0]\n"
"name = a-pin-with-a-name-longer-than-sixteen\n"
"configs = bias-pull-up:1 drive-strength:8 192:3\n"
"[pin 1-2]\n"
"name = p%\n"
"configs = default:0 drive-strength:4\n"
"owner = 0\n"
"[pin 4]\n"
"deny = yes\n"
"[pin 5]\n"
"hole = yes\n"
"[group 0]\n"
"name = g\n"
"pins = 0-2\n"
"deny = no\n"
"[group 2]\n"
"pins = 4\n"
"[function 0]\n"
"name = f\n"
"groups = 0 2\n"
"[function 1]\n"
"pins = 0 2\n"
"gpio = yes\n"
"[function 2]\n"
"hole = yes\n";

static const struct board_part board_part_function = {
	.name = "function",
	.max = BOARD_MAX_GROUPS,
	.size = sizeof(struct scmip_pin),
	.keys = function_keys,
	.init = pin_init,
	.hole = pin_pass_over,
	.check = function_check,
};

static const struct board_part board_part_group = {
	.name = "group",
	.max = BOARD_MAX_GROUPS,
	.size = sizeof(struct scmip_pin),
	.keys = group_keys,
	.init = pin_init,
	.hole = pin_pass_over,
	.check = group_check,
	.next = &board_part_function,
};

const struct board_part board_part_pin = {
	.name = "pin",
	.max = BOARD_MAX_PINS,
	.size = sizeof(struct scmip_pin),
	.keys = pin_keys,
	.init = pin_init,
	.hole = pin_pass_over,
	.check = pin_check,
	.next = &board_part_group,
	.example = pinctrl_example,
};
