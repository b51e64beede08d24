// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, finding out about the clocks.
 */

#include <linux/bits.h>
#include <linux/dev_printk.h>
#include <linux/limits.h>
#include <linux/slab.h>

#include "clock.h"

/**
 * DOC: Enumeration of the clocks
 *
 * Only the answer to CLOCK_ATTRIBUTES is vital: a clock without one is a hole, whose
 * id counts but which no operation accepts. What else is asked for is asked only where
 * the attributes say that it exists. Rates are not asked for here: see clock_rates.c.
 */

/* CLOCK_ATTRIBUTES: attributes; all but the first are reserved before 2.0 */
#define SCMI_CLOCK_RATE_CHANGED_NOTIF	BIT(31)
#define SCMI_CLOCK_RATE_REQUESTED_NOTIF	BIT(30)
#define SCMI_CLOCK_EXTENDED_NAME	BIT(29)
/* ... and these before 3.0 */
#define SCMI_CLOCK_HAS_PARENTS		BIT(28)
#define SCMI_CLOCK_EXTENDED_CONFIG	BIT(27)
#define SCMI_CLOCK_RESTRICTED		BIT(1)

/* CLOCK_POSSIBLE_PARENTS_GET: num_parent_flags */
static const struct scmi_list scmi_parents = {
	.returned = GENMASK(7, 0),
	.remaining = GENMASK(31, 24),
	.record = sizeof(__le32),
	.limit = 510,
};

/* CLOCK_GET_PERMISSIONS: permissions */
#define SCMI_CLOCK_MAY_SET_STATE	BIT(31)
#define SCMI_CLOCK_MAY_SET_PARENT	BIT(30)
#define SCMI_CLOCK_MAY_SET_RATE		BIT(29)

static struct scmi_clock *to_scmi_clock(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_clock, staged);
}

/**
 * scmi_clock_free() - free a clock and all that it holds
 * @clk: clock, no longer reachable; may be NULL
 *
 * Context: Process context.
 */
void scmi_clock_free(struct scmi_clock *clk)
{
	if (!clk)
		return;
	kfree(clk->info.parents);
	kvfree(clk->list);
	kfree(clk);
}

/* DEN0056 4.6.2.4 */
static int scmi_clock_parse_attributes(const struct scmi_protocol_handle *ph,
				       struct scmi_staged *obj, u32 id,
				       struct scmi_cursor *c)
{
	struct scmi_clock *clk = to_scmi_clock(obj);
	struct scmi_clock_info *info = &clk->info;
	u32 attr = scmi_get_le32(c);

	clk->attributes = attr;
	scmi_get_name(c, info->name, sizeof(info->name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	if (!info->name[0])
		snprintf(info->name, sizeof(info->name), "clock%u", id);
	info->enable_latency = U32_MAX;
	info->max_rate = U64_MAX;
	if (SCMI_VERSION_MAJOR(ph->version) < 2)
		return 0;
	/* Part of the message since 2.0, but not all platforms have it. */
	if (scmi_cursor_has(c, 1, sizeof(__le32)))
		info->enable_latency = scmi_get_le32(c) ?: U32_MAX;
	info->rate_changed_notifications = attr & SCMI_CLOCK_RATE_CHANGED_NOTIF;
	info->rate_change_requested_notifications =
		attr & SCMI_CLOCK_RATE_REQUESTED_NOTIF;
	if (ph->version >= SCMI_CLOCK_V2_1)
		info->extended_config = attr & SCMI_CLOCK_EXTENDED_CONFIG;
	return 0;
}

static bool scmi_clock_has_name(struct scmi_staged *obj)
{
	return to_scmi_clock(obj)->attributes & SCMI_CLOCK_EXTENDED_NAME;
}

/* DEN0056 4.6.2.9; without it the short name stays. */
static int scmi_clock_parse_name(const struct scmi_protocol_handle *ph,
				 struct scmi_staged *obj, u32 id,
				 struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_clock(obj)->info.name);
}

static bool scmi_clock_is_restricted(struct scmi_staged *obj)
{
	return to_scmi_clock(obj)->attributes & SCMI_CLOCK_RESTRICTED;
}

/* DEN0056 4.6.2.16; without it we try, and the platform refuses. */
static int scmi_clock_parse_permissions(const struct scmi_protocol_handle *ph,
					struct scmi_staged *obj, u32 id,
					struct scmi_cursor *c)
{
	struct scmi_clock_info *info = &to_scmi_clock(obj)->info;
	u32 may = scmi_get_le32(c);

	info->state_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_STATE);
	info->parent_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_PARENT);
	info->rate_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_RATE);
	return 0;
}

static bool scmi_clock_has_parents(struct scmi_staged *obj)
{
	return to_scmi_clock(obj)->attributes & SCMI_CLOCK_HAS_PARENTS;
}

/* DEN0056 4.6.2.13 */
static int scmi_clock_parse_parents(const struct scmi_protocol_handle *ph,
				    struct scmi_staged *obj, u32 id,
				    struct scmi_cursor *c)
{
	struct scmi_clock_info *info = &to_scmi_clock(obj)->info;
	int n = scmi_list_take(&scmi_parents, &obj->parts, c);

	if (n < 0)
		return n;
	if (!info->parents && obj->parts.total) {
		info->parents = kcalloc(obj->parts.total,
					sizeof(*info->parents), GFP_KERNEL);
		if (!info->parents)
			return -ENOMEM;
	}
	while (n--)
		info->parents[info->num_parents++] = scmi_get_le32(c);
	return !scmi_parts_done(&obj->parts);
}

static void scmi_clock_drop_parents(struct scmi_staged *obj)
{
	struct scmi_clock_info *info = &to_scmi_clock(obj)->info;

	kfree(info->parents);
	info->parents = NULL;
	info->num_parents = 0;
}

static const struct scmi_stage scmi_clock_stages[] = {
	[SCMI_CLOCK_LOST_ALL] = {
		.msg = SCMI_CLOCK_ATTRIBUTES,
		.vital = true,
		.parse = scmi_clock_parse_attributes,
	},
	[SCMI_CLOCK_LOST_NAME] = {
		.msg = SCMI_CLOCK_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_clock_has_name,
		.parse = scmi_clock_parse_name,
	},
	[SCMI_CLOCK_LOST_PERMISSIONS] = {
		.msg = SCMI_CLOCK_GET_PERMISSIONS,
		.wants = scmi_clock_is_restricted,
		.parse = scmi_clock_parse_permissions,
	},
	[SCMI_CLOCK_LOST_PARENTS] = {
		.msg = SCMI_CLOCK_POSSIBLE_PARENTS_GET,
		/* Seen: clocks that claim to have some, and refuse to say which. */
		.none = -EINVAL,
		.wants = scmi_clock_has_parents,
		.parse = scmi_clock_parse_parents,
		.drop = scmi_clock_drop_parents,
	},
};

/* By what they lack. */
static const char * const scmi_clock_lost_what[SCMI_CLOCK_LOST_NUM] = {
	[SCMI_CLOCK_LOST_ALL] = "clocks left out",
	[SCMI_CLOCK_LOST_NAME] = "clocks without extended name",
	[SCMI_CLOCK_LOST_PERMISSIONS] = "clocks whose permissions are unknown",
	[SCMI_CLOCK_LOST_PARENTS] = "clocks whose parents are unknown",
	[SCMI_CLOCK_LOST_RATES] = "clocks whose rates are unknown",
	[SCMI_CLOCK_LOST_LIST] = "clocks without list of rates",
};

/**
 * scmi_clock_lost() - a clock lacks something
 * @ph: handle
 * @kind: index in scmi_clock_lost_what
 * @id: clock
 * @err: negative errno; there is no news in what the platform has not got
 *
 * Context: Process context, inside instance_init() or with the rates_lock.
 */
void scmi_clock_lost(const struct scmi_protocol_handle *ph, unsigned int kind,
		     u32 id, int err)
{
	scmi_losses_note(ph, &scmi_clocks(ph)->losses, kind, id, 1, err);
}

/* Each clock is there from the first question for it on. */
static struct scmi_staged *
scmi_clock_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_clock **clk = &scmi_clocks(ph)->clocks[id];

	if (!*clk)
		*clk = kzalloc_obj(**clk);
	return *clk ? &(*clk)->staged : ERR_PTR(-ENOMEM);
}

/* The clock becomes a hole. Reserved ids are told by NOT_FOUND: no news. */
static void scmi_clock_left_out(const struct scmi_protocol_handle *ph, u32 id,
				int err)
{
	struct scmi_clocks *ci = scmi_clocks(ph);

	scmi_clock_free(ci->clocks[id]);
	ci->clocks[id] = NULL;
	scmi_clock_lost(ph, SCMI_CLOCK_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_clock_enumeration = {
	.stages = scmi_clock_stages,
	.num = ARRAY_SIZE(scmi_clock_stages),
	.object = scmi_clock_staged,
	.lost = scmi_clock_lost,
	.left_out = scmi_clock_left_out,
};

/*
 * Leave out parents that clients could not use: holes, and the clock itself. Return:
 * true if there were any, and the first in @bad.
 */
static bool scmi_clock_prune_parents(const struct scmi_protocol_handle *ph,
				     u32 id, struct scmi_clock *clk, u32 *bad)
{
	struct scmi_clock_info *info = &clk->info;
	bool pruned = false;
	int i, n = 0;

	for (i = 0; i < info->num_parents; i++) {
		u32 parent = info->parents[i];

		if (parent != id && scmi_clock_lookup(ph, parent)) {
			info->parents[n++] = parent;
			continue;
		}
		dev_dbg(ph->dev, "clock %u: parent 0x%x left out\n", id, parent);
		if (!pruned)
			*bad = parent;
		pruned = true;
	}
	info->num_parents = n;
	if (!n)
		scmi_clock_drop_parents(&clk->staged);
	return pruned;
}

static void scmi_clock_prune_all_parents(const struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	struct scmi_lost pruned = {};
	u32 id, bad, first_bad = 0;

	for (id = 0; id < ci->count; id++) {
		struct scmi_clock *clk = ci->clocks[id];

		if (!clk || !clk->info.parents ||
		    !scmi_clock_prune_parents(ph, id, clk, &bad))
			continue;
		if (!pruned.count)
			first_bad = bad;
		scmi_lost_add(&pruned, id, 1, 0);
	}
	if (pruned.count)
		dev_warn(ph->dev,
			 "%u of %u clocks list parents that do not exist, or themselves (first: %u, parent 0x%x): those are left out\n",
			 pruned.count, ci->count, pruned.first, first_bad);
}

/**
 * scmi_clock_enumerate() - find out about all clocks
 * @ph: handle
 * @ci: its @count is known, its @clocks are empty; what is there on return is
 *	the caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_stages_run().
 */
int scmi_clock_enumerate(const struct scmi_protocol_handle *ph,
			 struct scmi_clocks *ci)
{
	int ret;

	ci->losses = (struct scmi_losses){
		.what = scmi_clock_lost_what,
		.num = ARRAY_SIZE(scmi_clock_lost_what),
		.total = ci->count,
	};
	ret = scmi_stages_run(ph, &scmi_clock_enumeration, ci->count);
	if (ret)
		return ret;
	scmi_clock_prune_all_parents(ph);
	scmi_losses_tell(ph, &ci->losses);
	return 0;
}
