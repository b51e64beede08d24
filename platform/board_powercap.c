// SPDX-License-Identifier: GPL-2.0-only
/* What a board file says about power cap domains. */
#include "board_priv.h"
#include "powercap.h"

#define BOARD_MAX_POWERCAPS	256
#define BOARD_INTERVAL_US	1000000

static bool powercap_name(struct board *b, void *item, unsigned int id)
{
	return board_name(b, &((struct scmip_powercap *)item)->name, id);
}

/* MIN MAX STEP, or the one value that there is. */
static bool powercap_range(struct board *b, struct scmip_range *r)
{
	s64 min, max, step = 0;

	if (!board_number(b, 0, 1, U32_MAX, &min))
		return false;
	max = min;
	if (b->num_words > 1 && (!board_number(b, 1, min + 1, U32_MAX, &max) ||
				 !board_number(b, 2, 1, U32_MAX, &step)))
		return false;
	if (b->num_words != 1 && b->num_words != 3)
		return board_fail(b, "%u words, expected VALUE or MIN MAX STEP", b->num_words);
	r->min = (u32)min;
	r->max = (u32)max;
	r->step = (u32)step;
	return true;
}

static bool powercap_caps(struct board *b, void *item, unsigned int id)
{
	return powercap_range(b, &((struct scmip_powercap *)item)->caps);
}

static bool powercap_cap(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->cap, 0, U32_MAX);
}

static bool powercap_averages(struct board *b, void *item, unsigned int id)
{
	return powercap_range(b, &((struct scmip_powercap *)item)->averages);
}

static bool powercap_average(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->average, 1, U32_MAX);
}

static bool powercap_measures(struct board *b, void *item, unsigned int id)
{
	return powercap_range(b, &((struct scmip_powercap *)item)->measures);
}

static bool powercap_measure(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->measure, 1, U32_MAX);
}

static bool powercap_sustainable(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->sustainable, 0, U32_MAX);
}

static bool powercap_accuracy(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->accuracy, 0, 10000);
}

static bool powercap_parent(struct board *b, void *item, unsigned int id)
{
	return board_u32(b, &((struct scmip_powercap *)item)->parent, 0, BOARD_MAX_POWERCAPS - 1);
}

static bool powercap_unit(struct board *b, void *item, unsigned int id)
{
	static const char *const units[] = {
		[SCMIP_PCAP_ABSTRACT] = "abstract",
		[SCMIP_PCAP_MICROWATT] = "uW",
		[SCMIP_PCAP_MILLIWATT] = "mW",
	};
	struct scmip_powercap *p = item;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(units); i++) {
		if (b->num_words == 1 && !strcmp(b->word[0], units[i])) {
			p->unit = i;
			return true;
		}
	}
	return board_fail(b, "'%s', expected uW, mW or abstract", b->word[0]);
}

static bool powercap_power(struct board *b, void *item, unsigned int id)
{
	struct scmip_powercap *p = item;

	p->flags |= SCMIP_PCAP_MEASURES;
	return board_u32(b, &p->power, 0, U32_MAX);
}

static bool powercap_levels(struct board *b, void *item, unsigned int id)
{
	struct scmip_powercap *p = item;
	unsigned int i;

	if (b->num_words < 2 || b->num_words > SCMIP_MAX_CPLS)
		return board_fail(b, "%u levels, expected 2..%u", b->num_words, SCMIP_MAX_CPLS);
	for (i = 0; i < b->num_words; i++) {
		p->cpls[i] = board_strdup(b, b->word[i]);
		if (!p->cpls[i])
			return false;
	}
	p->num_cpls = b->num_words;
	return true;
}

static bool powercap_delay(struct board *b, void *item, unsigned int id)
{
	struct scmip_powercap *p = item;

	p->flags |= SCMIP_PCAP_ASYNC;
	return board_one(b, "a time") && board_time(b, 0, &p->set_delay_ns);
}

/* The messages for which a fast channel is promised. */
static bool powercap_promises(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "cap-get", BIT(0x4) }, { "cap-set", BIT(0x5) }, { "pai-get", BIT(0x6) },
		{ "pai-set", BIT(0x7) }, { NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_powercap *)item)->fast);
}

static bool powercap_notify(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "cap", SCMIP_PCAP_NOTIFY_CAP }, { "measurements", SCMIP_PCAP_NOTIFY_POWER },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_powercap *)item)->flags);
}

static bool powercap_deny(struct board *b, void *item, unsigned int id)
{
	static const struct board_flag known[] = {
		{ "cap", SCMIP_PCAP_DENY_CAP }, { "interval", SCMIP_PCAP_DENY_AVERAGE },
		{ NULL, 0 },
	};

	return board_flags(b, known, &((struct scmip_powercap *)item)->flags);
}

static bool powercap_hole(struct board *b, void *item, unsigned int id)
{
	return board_yes(b, &((struct scmip_powercap *)item)->flags, SCMIP_PCAP_HOLE, "yes", "no");
}

static const struct board_key powercap_keys[] = {
	{ "name", powercap_name },
	{ "caps", powercap_caps },
	{ "cap", powercap_cap },
	{ "averages", powercap_averages },
	{ "average", powercap_average },
	{ "measures", powercap_measures },
	{ "measure", powercap_measure },
	{ "sustainable", powercap_sustainable },
	{ "accuracy", powercap_accuracy },
	{ "parent", powercap_parent },
	{ "unit", powercap_unit },
	{ "power", powercap_power },
	{ "levels", powercap_levels },
	{ "delay", powercap_delay },
	{ "fast", powercap_promises },
	{ "notify", powercap_notify },
	{ "deny", powercap_deny },
	{ "hole", powercap_hole },
	{ NULL, NULL },
};

static void powercap_init(void *item)
{
	struct scmip_powercap *p = item;

	p->averages.min = BOARD_INTERVAL_US;
	p->averages.max = BOARD_INTERVAL_US;
	p->parent = SCMIP_NO_PARENT;
	p->unit = SCMIP_PCAP_MILLIWATT;
}

/* Ids that the file passes over are holes. */
static void powercap_pass_over(void *item)
{
	((struct scmip_powercap *)item)->flags = SCMIP_PCAP_HOLE;
}

/* Parents exist, are no holes, and are never a domain's own part. */
static bool powercap_check_parent(struct board *b, const struct scmip_powercap *p, unsigned int id)
{
	const struct scmip_items *known = &b->machine.proto[SCMIP_IDX_POWERCAP].kind[0];
	const struct scmip_powercap *all = known->items;
	u32 parent, steps = 0;

	for (parent = p->parent; parent != SCMIP_NO_PARENT; parent = all[parent].parent) {
		/* Holes that no section describes are none yet; they have no name */
		if (parent >= known->num || all[parent].flags & SCMIP_PCAP_HOLE ||
		    !all[parent].name || steps++ == known->num)
			return board_fail(b, "powercap %u cannot have parent %u", id, p->parent);
	}
	return true;
}

static bool powercap_check(struct board *b, void *item, unsigned int id)
{
	struct scmip_powercap *p = item;

	if (p->flags & SCMIP_PCAP_HOLE)
		return true;
	if (!p->name)
		return board_fail(b, "powercap %u has no name", id);
	if (!p->caps.min)
		return board_fail(b, "powercap %u has no caps", id);
	if (!p->measures.min)
		p->measures = p->averages;
	if (!p->cap)
		p->cap = p->caps.max;
	if (!p->average)
		p->average = p->averages.min;
	if (!p->measure)
		p->measure = p->measures.min;
	if (!scmip_range_has(&p->caps, p->cap))
		return board_fail(b, "powercap %u cannot have cap %u", id, p->cap);
	if (!scmip_range_has(&p->averages, p->average))
		return board_fail(b, "powercap %u cannot have average %u", id, p->average);
	if (!scmip_range_has(&p->measures, p->measure))
		return board_fail(b, "powercap %u cannot have measure %u", id, p->measure);
	return powercap_check_parent(b, p, id);
}

static const char powercap_example[] =
"[powercap 0]\n"
"name = a-cap-longer-than-sixteen\n"
"caps = 1000 2000000 500\n"
"cap = 5000\n"
"averages = 1000 2000000 1000\n"
"average = 2000\n"
"measures = 1000 2000000 1000\n"
"measure = 1000\n"
"sustainable = 8000\n"
"accuracy = 5\n"
"unit = uW\n"
"power = 3000\n"
"levels = sustained peak\n"
"delay = 1ms\n"
"fast = cap-set pai-get\n"
"notify = cap measurements\n"
"[powercap 1]\n"
"name = c\n"
"parent = 0\n"
"caps = 100 200 1\n"
"deny = cap interval\n"
"[powercap 3]\n"
"hole = yes\n";

const struct board_part board_part_powercap = {
	.name = "powercap",
	.max = BOARD_MAX_POWERCAPS,
	.size = sizeof(struct scmip_powercap),
	.keys = powercap_keys,
	.init = powercap_init,
	.hole = powercap_pass_over,
	.check = powercap_check,
	.example = powercap_example,
};
