// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol, finding out about the domains.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/dev_printk.h>
#include <linux/slab.h>

#include "powercap.h"

/**
 * DOC: Enumeration of the power caps
 *
 * Only the answer to POWERCAP_DOMAIN_ATTRIBUTES is vital: a domain without one is a
 * hole, whose id counts but which no operation accepts. Caps are not asked for here.
 *
 * What a domain tells about itself need not make sense, and costs it no more than what
 * that is about. Caps and intervals whose lowest is above their highest cannot be set; a
 * lowest of 0, which would mean that there is no cap, and a step of 0 are replaced. A
 * parent that does not exist, that is beneath its child, or that has
 * SCMI_POWERCAP_MAX_DEPTH domains above it is none: clients may follow parents without
 * looking. Each of these kinds is one line of the log.
 */

/* POWERCAP_DOMAIN_ATTRIBUTES: attributes */
#define SCMI_POWERCAP_CAP_NOTIFIED	BIT(31)
#define SCMI_POWERCAP_POWER_NOTIFIED	BIT(30)
#define SCMI_POWERCAP_SET_ASYNC		BIT(29)
#define SCMI_POWERCAP_EXTENDED_NAME	BIT(28)
#define SCMI_POWERCAP_CAP_SETTABLE	BIT(27)
#define SCMI_POWERCAP_MEASURED		BIT(26)
/* Since 3.0 it is the interval of measurements. */
#define SCMI_POWERCAP_PAI_SETTABLE	BIT(25)
#define SCMI_POWERCAP_UNIT		GENMASK(24, 23)
#define SCMI_POWERCAP_FASTCHANNELS	BIT(22)
/* ... and these exist; bit 31 is reserved. */
#define SCMI_POWERCAP_CAP_NOTIFIED_V3	BIT(21)
#define SCMI_POWERCAP_CAI_SETTABLE	BIT(20)
#define SCMI_POWERCAP_NUM_LEVELS	GENMASK(18, 15)

enum scmi_powercap_unit {
	SCMI_POWERCAP_ABSTRACT = 0,
	SCMI_POWERCAP_MICROWATT = 1,
	SCMI_POWERCAP_MILLIWATT = 2,
};

/* POWERCAP_CPC_ATTRIBUTES: a level has id, flags, caps, intervals, and name. */
static const struct scmi_list scmi_powercap_levels = {
	.returned = GENMASK(15, 0),
	.remaining = GENMASK(31, 16),
	.record = 8 * sizeof(__le32) + SCMI_SHORT_NAME_MAX_SIZE,
	.limit = SCMI_POWERCAP_MAX_LEVELS,
};

#define SCMI_POWERCAP_LEVEL_SETTABLE	BIT(0)

static struct scmi_powercap *to_scmi_powercap(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_powercap, staged);
}

static void scmi_powercap_drop_levels(struct scmi_staged *obj)
{
	struct scmi_powercap *pc = to_scmi_powercap(obj);

	if (pc->levels != &pc->only)
		kfree(pc->levels);
	pc->levels = &pc->only;
	pc->num_levels = 1;
}

/**
 * scmi_powercap_free() - free a domain and all that it holds
 * @pc: domain, no longer reachable; may be NULL
 *
 * Context: Process context.
 */
void scmi_powercap_free(struct scmi_powercap *pc)
{
	if (!pc)
		return;
	scmi_powercap_drop_levels(&pc->staged);
	scmi_powercap_fast_free(pc);
	mutex_destroy(&pc->lock);
	kfree(pc);
}

static void scmi_powercap_add_loss(const struct scmi_protocol_handle *ph,
				   unsigned int kind, u32 id, int err)
{
	scmi_losses_add(ph, &scmi_powercaps(ph)->losses, kind, id, 1, err);
}

static void scmi_powercap_get_range(struct scmi_cursor *c,
				    struct scmi_agent_powercap_range *range)
{
	range->min = scmi_get_le32(c);
	range->max = scmi_get_le32(c);
	range->step = scmi_get_le32(c);
}

/* Make what can be set usable. Return: it was as it is. */
static bool scmi_powercap_check_range(struct scmi_agent_powercap_range *range,
				      bool settable)
{
	bool sane;

	if (range->min > range->max || (settable && !range->max)) {
		*range = (struct scmi_agent_powercap_range){};
		return false;
	}
	range->settable = settable;
	if (!settable)
		return true;
	sane = range->min && (range->step || range->min == range->max);
	range->step = range->step ?: 1;
	range->min = range->min ?: min(range->step, range->max);
	return sane;
}

static void scmi_powercap_check_ranges(const struct scmi_protocol_handle *ph,
				       u32 id,
				       struct scmi_agent_powercap_level *level,
				       bool cap_settable, bool interval_settable)
{
	if (!scmi_powercap_check_range(&level->caps, cap_settable))
		scmi_powercap_add_loss(ph, SCMI_POWERCAP_LOST_CAPS, id, -ERANGE);
	if (!scmi_powercap_check_range(&level->intervals, interval_settable))
		scmi_powercap_add_loss(ph, SCMI_POWERCAP_LOST_INTERVALS, id, -ERANGE);
}

static void scmi_powercap_set_flags(const struct scmi_protocol_handle *ph,
				    struct scmi_powercap *pc, u32 attr)
{
	struct scmi_powercap_info *info = &pc->info;
	u32 cap_notified = scmi_powercap_has_levels(ph) ?
			   SCMI_POWERCAP_CAP_NOTIFIED_V3 :
			   SCMI_POWERCAP_CAP_NOTIFIED;
	u32 unit = FIELD_GET(SCMI_POWERCAP_UNIT, attr);

	info->notify_powercap_cap_change = attr & cap_notified;
	info->notify_powercap_measurement_change =
		attr & SCMI_POWERCAP_POWER_NOTIFIED;
	info->async_powercap_cap_set = attr & SCMI_POWERCAP_SET_ASYNC;
	info->powercap_monitoring = attr & SCMI_POWERCAP_MEASURED;
	info->powercap_scale_uw = unit == SCMI_POWERCAP_MICROWATT;
	info->powercap_scale_mw = unit == SCMI_POWERCAP_MILLIWATT;
	if (unit > SCMI_POWERCAP_MILLIWATT)
		scmi_powercap_add_loss(ph, SCMI_POWERCAP_LOST_UNIT, info->id,
				       -ERANGE);
	info->fastchannels = attr & SCMI_POWERCAP_FASTCHANNELS;
	pc->extended_name = attr & SCMI_POWERCAP_EXTENDED_NAME;
	if (scmi_powercap_has_levels(ph))
		pc->announced = FIELD_GET(SCMI_POWERCAP_NUM_LEVELS, attr);
}

/*
 * DEN0056 4.10.3, POWERCAP_DOMAIN_ATTRIBUTES. Since 3.0 the intervals of the cap stand
 * at the end, and those in their place are of measurements.
 */
static int scmi_powercap_parse_attributes(const struct scmi_protocol_handle *ph,
					  struct scmi_staged *obj, u32 id,
					  struct scmi_cursor *c)
{
	struct scmi_powercap *pc = to_scmi_powercap(obj);
	struct scmi_agent_powercap_level *level = &pc->only.info;
	struct scmi_powercap_info *info = &pc->info;
	u32 attr = scmi_get_le32(c);
	bool pai_settable = attr & SCMI_POWERCAP_PAI_SETTABLE;
	bool settable = pai_settable;

	info->id = id;
	scmi_get_name(c, info->name, sizeof(info->name), SCMI_SHORT_NAME_MAX_SIZE);
	if (!info->name[0])
		snprintf(info->name, sizeof(info->name), "powercap%u", id);
	scmi_powercap_get_range(c, &pc->windows);
	scmi_powercap_get_range(c, &level->caps);
	info->sustainable_power = scmi_get_le32(c);
	info->accuracy = scmi_get_le32(c);
	info->parent_id = scmi_get_le32(c);
	level->intervals = pc->windows;
	if (scmi_powercap_has_levels(ph)) {
		scmi_powercap_get_range(c, &level->intervals);
		settable = attr & SCMI_POWERCAP_CAI_SETTABLE;
	}
	if (scmi_cursor_end(c))
		return -EPROTO;
	scmi_powercap_set_flags(ph, pc, attr);
	scmi_powercap_check_range(&pc->windows, pai_settable);
	scmi_powercap_check_ranges(ph, id, level, attr & SCMI_POWERCAP_CAP_SETTABLE,
				   settable);
	return 0;
}

static bool scmi_powercap_has_name(struct scmi_staged *obj)
{
	return to_scmi_powercap(obj)->extended_name;
}

/* DEN0056 4.10.3, POWERCAP_DOMAIN_NAME_GET; without it the short name stays. */
static int scmi_powercap_parse_name(const struct scmi_protocol_handle *ph,
				    struct scmi_staged *obj, u32 id,
				    struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_powercap(obj)->info.name);
}

static bool scmi_powercap_has_list(struct scmi_staged *obj)
{
	return to_scmi_powercap(obj)->announced > 1;
}

static void scmi_powercap_parse_level(const struct scmi_protocol_handle *ph, u32 id,
				      struct scmi_agent_powercap_level *level,
				      struct scmi_cursor *c)
{
	u32 flags;

	level->id = scmi_get_le32(c);
	flags = scmi_get_le32(c);
	scmi_powercap_get_range(c, &level->caps);
	scmi_powercap_get_range(c, &level->intervals);
	scmi_get_name(c, level->name, sizeof(level->name), sizeof(level->name));
	/* No flag says this of the intervals. */
	scmi_powercap_check_ranges(ph, id, level, flags & SCMI_POWERCAP_LEVEL_SETTABLE,
				   level->intervals.min < level->intervals.max);
}

/* SCMI v4.0, POWERCAP_CPC_ATTRIBUTES; without it the domain has the one level. */
static int scmi_powercap_parse_levels(const struct scmi_protocol_handle *ph,
				      struct scmi_staged *obj, u32 id,
				      struct scmi_cursor *c)
{
	struct scmi_powercap *pc = to_scmi_powercap(obj);
	u32 at = obj->parts.got;
	int n = scmi_list_take(&scmi_powercap_levels, &obj->parts, c);

	if (n < 0)
		return n;
	if (!obj->parts.total)
		return -EPROTO;
	if (pc->levels == &pc->only) {
		struct scmi_powercap_level *levels;

		levels = kcalloc(obj->parts.total, sizeof(*levels), GFP_KERNEL);
		if (!levels)
			return -ENOMEM;
		pc->levels = levels;
	}
	while (n--)
		scmi_powercap_parse_level(ph, id, &pc->levels[at++].info, c);
	pc->num_levels = at;
	return !scmi_parts_done(&obj->parts);
}

static const struct scmi_stage scmi_powercap_stages[] = {
	[SCMI_POWERCAP_LOST_ALL] = {
		.msg = SCMI_POWERCAP_DOMAIN_ATTRIBUTES,
		.vital = true,
		.parse = scmi_powercap_parse_attributes,
	},
	[SCMI_POWERCAP_LOST_NAME] = {
		.msg = SCMI_POWERCAP_DOMAIN_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_powercap_has_name,
		.parse = scmi_powercap_parse_name,
	},
	[SCMI_POWERCAP_LOST_LEVELS] = {
		.msg = SCMI_POWERCAP_CPC_ATTRIBUTES,
		.wants = scmi_powercap_has_list,
		.parse = scmi_powercap_parse_levels,
		.drop = scmi_powercap_drop_levels,
	},
};

/* By what they lack. */
static const char * const scmi_powercap_lost_what[SCMI_POWERCAP_LOST_NUM] = {
	[SCMI_POWERCAP_LOST_ALL] = "power caps left out",
	[SCMI_POWERCAP_LOST_NAME] = "power caps without extended name",
	[SCMI_POWERCAP_LOST_LEVELS] = "power caps of whose levels one is known",
	[SCMI_POWERCAP_LOST_UNIT] = "power caps whose unit is unknown",
	[SCMI_POWERCAP_LOST_CAPS] = "power caps with limits that make no sense",
	[SCMI_POWERCAP_LOST_INTERVALS] = "power caps with intervals that make no sense",
	[SCMI_POWERCAP_LOST_PARENT] = "power caps whose parent makes no sense and is ignored",
	[SCMI_POWERCAP_LOST_FAST] = "power caps with a fast channel that is not used",
};

/* Each domain is there from the first question for it on. */
static struct scmi_staged *
scmi_powercap_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_powercap **pc = &scmi_powercaps(ph)->domains[id];

	if (*pc)
		return &(*pc)->staged;
	*pc = kzalloc_obj(**pc);
	if (!*pc)
		return ERR_PTR(-ENOMEM);
	mutex_init(&(*pc)->lock);
	(*pc)->levels = &(*pc)->only;
	(*pc)->num_levels = 1;
	return &(*pc)->staged;
}

static void scmi_powercap_lost(const struct scmi_protocol_handle *ph,
			       unsigned int stage, u32 id, int err)
{
	scmi_losses_note(ph, &scmi_powercaps(ph)->losses, stage, id, 1, err);
}

/* The domain becomes a hole. Reserved ids are told by NOT_FOUND: no news. */
static void scmi_powercap_left_out(const struct scmi_protocol_handle *ph, u32 id,
				   int err)
{
	struct scmi_powercaps *pi = scmi_powercaps(ph);

	scmi_powercap_free(pi->domains[id]);
	pi->domains[id] = NULL;
	scmi_powercap_lost(ph, SCMI_POWERCAP_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_powercap_enumeration = {
	.stages = scmi_powercap_stages,
	.num = ARRAY_SIZE(scmi_powercap_stages),
	.object = scmi_powercap_staged,
	.lost = scmi_powercap_lost,
	.left_out = scmi_powercap_left_out,
};

/* What the public API has is the first level. */
static void scmi_powercap_set_info(struct scmi_powercap *pc)
{
	const struct scmi_agent_powercap_level *first = &pc->levels[0].info;
	struct scmi_powercap_info *info = &pc->info;

	info->powercap_cap_config = first->caps.settable;
	info->min_power_cap = first->caps.min;
	info->max_power_cap = first->caps.max;
	info->power_cap_step = first->caps.step;
	info->powercap_pai_config = first->intervals.settable;
	info->min_pai = first->intervals.min;
	info->max_pai = first->intervals.max;
	info->pai_step = first->intervals.step;
}

static struct scmi_powercap *
scmi_powercap_parent(const struct scmi_protocol_handle *ph,
		     const struct scmi_powercap *pc)
{
	return scmi_powercap_lookup(ph, pc->info.parent_id);
}

static void scmi_powercap_ignore_parent(const struct scmi_protocol_handle *ph,
					struct scmi_powercap *pc, int err)
{
	scmi_powercap_add_loss(ph, SCMI_POWERCAP_LOST_PARENT, pc->info.id, err);
	pc->info.parent_id = SCMI_POWERCAP_ROOT_ZONE_ID;
}

/* Break a circle where it closes. What was passed before is on the way to no circle. */
static void scmi_powercap_break_circle(const struct scmi_protocol_handle *ph,
				       struct scmi_powercap *pc)
{
	u32 mark = pc->info.id + 1;
	struct scmi_powercap *parent;

	for (; pc && !pc->passed; pc = parent) {
		pc->passed = mark;
		parent = scmi_powercap_parent(ph, pc);
		if (parent && parent->passed == mark)
			scmi_powercap_ignore_parent(ph, pc, -ELOOP);
	}
}

static unsigned int scmi_powercap_depth(const struct scmi_protocol_handle *ph,
					const struct scmi_powercap *pc)
{
	unsigned int depth;

	for (depth = 0; depth <= SCMI_POWERCAP_MAX_DEPTH; depth++) {
		pc = scmi_powercap_parent(ph, pc);
		if (!pc)
			break;
	}
	return depth;
}

/* Each look needs what the one before has seen to, of all domains. */
static void scmi_powercap_check_tree(const struct scmi_protocol_handle *ph,
				     struct scmi_powercaps *pi)
{
	struct scmi_powercap *pc;
	u32 id;

	for (id = 0; id < pi->count; id++) {
		pc = pi->domains[id];
		if (pc && pc->info.parent_id != SCMI_POWERCAP_ROOT_ZONE_ID &&
		    !scmi_powercap_parent(ph, pc))
			scmi_powercap_ignore_parent(ph, pc, -ENOENT);
	}
	for (id = 0; id < pi->count; id++)
		if (pi->domains[id])
			scmi_powercap_break_circle(ph, pi->domains[id]);
	for (id = 0; id < pi->count; id++) {
		pc = pi->domains[id];
		if (pc && scmi_powercap_depth(ph, pc) > SCMI_POWERCAP_MAX_DEPTH)
			scmi_powercap_ignore_parent(ph, pc, -E2BIG);
	}
}

/**
 * scmi_powercap_enumerate() - find out about all domains
 * @ph: handle
 * @pi: its @count is known, its @domains are empty; what is there on return is the
 *	caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_stages_run().
 */
int scmi_powercap_enumerate(const struct scmi_protocol_handle *ph,
			    struct scmi_powercaps *pi)
{
	u32 id;
	int ret;

	pi->losses = (struct scmi_losses){
		.what = scmi_powercap_lost_what,
		.num = ARRAY_SIZE(scmi_powercap_lost_what),
		.total = pi->count,
	};
	ret = scmi_stages_run(ph, &scmi_powercap_enumeration, pi->count);
	if (ret)
		return ret;
	for (id = 0; id < pi->count; id++)
		if (pi->domains[id])
			scmi_powercap_set_info(pi->domains[id]);
	scmi_powercap_check_tree(ph, pi);
	scmi_losses_tell(ph, &pi->losses);
	return 0;
}
