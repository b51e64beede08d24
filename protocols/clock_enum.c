// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, finding out about the clocks.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/dev_printk.h>
#include <linux/limits.h>
#include <linux/slab.h>

#include "clock.h"

/**
 * DOC: Enumeration of the clocks
 *
 * Each clock goes through the stages of enum scmi_clock_stage, all clocks side
 * by side in one scmi_proto_batch(). Only the answer to CLOCK_ATTRIBUTES is
 * indispensable: a clock without one is a hole, whose id counts but which no
 * operation accepts. What else is asked for is asked only where the attributes
 * say that it exists, and a refusal or a malformed answer costs that detail and
 * not the clock. Rates are not asked for here: see clock_rates.c.
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
#define SCMI_PARENTS_RETURNED		GENMASK(7, 0)
#define SCMI_PARENTS_REMAINING		GENMASK(31, 24)
#define SCMI_PARENTS_MAX		510

/* CLOCK_GET_PERMISSIONS: permissions */
#define SCMI_CLOCK_MAY_SET_STATE	BIT(31)
#define SCMI_CLOCK_MAY_SET_PARENT	BIT(30)
#define SCMI_CLOCK_MAY_SET_RATE		BIT(29)

static bool scmi_clock_wants(const struct scmi_protocol_handle *ph,
			     const struct scmi_clock *clk, u8 stage)
{
	u32 major = SCMI_VERSION_MAJOR(ph->version);

	switch (stage) {
	case SCMI_CLOCK_STAGE_NAME:
		return major >= 2 &&
		       clk->attributes & SCMI_CLOCK_EXTENDED_NAME &&
		       scmi_proto_max_payload(ph) >= SCMI_NAME_GET_LEN;
	case SCMI_CLOCK_STAGE_PERMISSIONS:
		return major >= 3 && clk->attributes & SCMI_CLOCK_RESTRICTED;
	case SCMI_CLOCK_STAGE_PARENTS:
		return major >= 3 && clk->attributes & SCMI_CLOCK_HAS_PARENTS;
	default:
		return true;
	}
}

static void scmi_clock_next_stage(const struct scmi_protocol_handle *ph,
				  struct scmi_clock *clk)
{
	do
		clk->stage++;
	while (!scmi_clock_wants(ph, clk, clk->stage));
	scmi_parts_init(&clk->parts);
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

static void scmi_clock_set_info(const struct scmi_protocol_handle *ph,
				struct scmi_clock *clk, u32 id, u32 latency)
{
	struct scmi_clock_info *info = &clk->info;
	u32 attr = clk->attributes;

	if (!info->name[0])
		snprintf(info->name, sizeof(info->name), "clock%u", id);
	info->enable_latency = latency ?: U32_MAX;
	info->max_rate = U64_MAX;
	if (SCMI_VERSION_MAJOR(ph->version) < 2)
		return;
	info->rate_changed_notifications = attr & SCMI_CLOCK_RATE_CHANGED_NOTIF;
	info->rate_change_requested_notifications =
		attr & SCMI_CLOCK_RATE_REQUESTED_NOTIF;
	if (ph->version >= SCMI_CLOCK_V2_1)
		info->extended_config = attr & SCMI_CLOCK_EXTENDED_CONFIG;
}

/* DEN0056 4.6.2.4 */
static int scmi_clock_parse_attributes(const struct scmi_protocol_handle *ph,
				       struct scmi_clocks *ci, u32 id,
				       struct scmi_cursor *c)
{
	struct scmi_clock *clk;
	u32 latency = 0;
	int ret;

	clk = kzalloc_obj(*clk);
	if (!clk)
		return -ENOMEM;
	clk->attributes = scmi_get_le32(c);
	scmi_get_name(c, clk->info.name, sizeof(clk->info.name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	ret = scmi_cursor_end(c);
	if (ret) {
		kfree(clk);
		return ret;
	}
	/* Part of the message since 2.0, but not all platforms have it. */
	if (SCMI_VERSION_MAJOR(ph->version) >= 2 &&
	    scmi_cursor_has(c, 1, sizeof(__le32)))
		latency = scmi_get_le32(c);
	scmi_clock_set_info(ph, clk, id, latency);
	scmi_clock_next_stage(ph, clk);
	ci->clocks[id] = clk;
	return 0;
}

/* DEN0056 4.6.2.9; without it the short name stays. */
static void scmi_clock_parse_name(struct scmi_clock *clk, struct scmi_cursor *c)
{
	char name[SCMI_MAX_STR_SIZE];

	scmi_skip(c, sizeof(__le32));
	scmi_get_name(c, name, sizeof(name), min(c->left, sizeof(name)));
	if (!scmi_cursor_end(c) && name[0])
		memcpy(clk->info.name, name, sizeof(name));
}

/* DEN0056 4.6.2.16; without it we try, and the platform refuses. */
static void scmi_clock_parse_permissions(struct scmi_clock *clk,
					 struct scmi_cursor *c)
{
	u32 may = scmi_get_le32(c);

	if (scmi_cursor_end(c))
		return;
	clk->info.state_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_STATE);
	clk->info.parent_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_PARENT);
	clk->info.rate_ctrl_forbidden = !(may & SCMI_CLOCK_MAY_SET_RATE);
}

static void scmi_clock_drop_parents(struct scmi_clock *clk)
{
	kfree(clk->info.parents);
	clk->info.parents = NULL;
	clk->info.num_parents = 0;
}

/* DEN0056 4.6.2.13. Return: 1 when there are more, 0 at the end, or error. */
static int scmi_clock_parse_parents(struct scmi_clock *clk, int err,
				    struct scmi_cursor *c)
{
	struct scmi_clock_info *info = &clk->info;
	u32 flags, returned;
	int n;

	/* Seen in the field: clocks that claim to have some, and refuse to say which. */
	if (err == -EINVAL && !clk->parts.parts)
		return 0;
	if (err)
		return err;
	flags = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	returned = FIELD_GET(SCMI_PARENTS_RETURNED, flags);
	if (!scmi_cursor_has(c, returned, sizeof(__le32)))
		return -EPROTO;
	n = scmi_parts_take(&clk->parts, returned,
			    FIELD_GET(SCMI_PARENTS_REMAINING, flags),
			    SCMI_PARENTS_MAX);
	if (n < 0)
		return n;
	if (!info->parents && clk->parts.total) {
		info->parents = kcalloc(clk->parts.total,
					sizeof(*info->parents), GFP_KERNEL);
		if (!info->parents)
			return -ENOMEM;
	}
	while (n--)
		info->parents[info->num_parents++] = scmi_get_le32(c);
	return !scmi_parts_done(&clk->parts);
}

/* By what they lack. */
static const char * const scmi_clock_lost_what[SCMI_CLOCK_LOST_NUM] = {
	[SCMI_CLOCK_LOST_ALL] = "clocks left out",
	[SCMI_CLOCK_STAGE_NAME] = "clocks without extended name",
	[SCMI_CLOCK_STAGE_PERMISSIONS] = "clocks whose permissions are unknown",
	[SCMI_CLOCK_STAGE_PARENTS] = "clocks whose parents are unknown",
	[SCMI_CLOCK_LOST_RATES] = "clocks whose rates are unknown",
	[SCMI_CLOCK_LOST_LIST] = "clocks without list of rates",
};

/**
 * scmi_clock_lost() - a clock lacks something
 * @ph: handle
 * @what: index in scmi_clock_lost_what
 * @id: clock
 * @err: negative errno; there is no news in what the platform has not got
 *
 * See DOC: What is lost.
 *
 * Context: Process context, inside instance_init() or with the rates_lock.
 */
void scmi_clock_lost(const struct scmi_protocol_handle *ph, unsigned int what,
		     u32 id, int err)
{
	if (scmi_not_implemented(err))
		return;
	dev_dbg(ph->dev, "clock %u is among %s: %pe\n", id,
		scmi_clock_lost_what[what], ERR_PTR(err));
	scmi_lost_add(&scmi_clocks(ph)->lost[what], id, 1, err);
}

/**
 * scmi_clock_tell_lost() - say what clocks lack, each kind once
 * @ph: handle
 *
 * Context: as scmi_clock_lost().
 */
void scmi_clock_tell_lost(const struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	unsigned int i;

	for (i = 0; i < SCMI_CLOCK_LOST_NUM; i++)
		scmi_lost_tell(ph->dev, &ci->lost[i], ci->count,
			       scmi_clock_lost_what[i]);
}

static int scmi_clock_enum_next(const struct scmi_protocol_handle *ph,
				void *arg, u32 id, unsigned int step,
				struct scmi_request *rq)
{
	struct scmi_clocks *ci = arg;
	struct scmi_clock *clk = ci->clocks[id];

	rq->words[0] = id;
	if (!clk) {
		rq->msg = SCMI_CLOCK_ATTRIBUTES;
		return !step;
	}
	switch (clk->stage) {
	case SCMI_CLOCK_STAGE_NAME:
		rq->msg = SCMI_CLOCK_NAME_GET;
		return 1;
	case SCMI_CLOCK_STAGE_PERMISSIONS:
		rq->msg = SCMI_CLOCK_GET_PERMISSIONS;
		return 1;
	case SCMI_CLOCK_STAGE_PARENTS:
		rq->msg = SCMI_CLOCK_POSSIBLE_PARENTS_GET;
		rq->words[1] = clk->parts.got;
		return 1;
	default:
		return 0;
	}
}

/* Return: 1 to stay in the stage, 0 to go on, or what cost us the detail. */
static int scmi_clock_parse_stage(const struct scmi_protocol_handle *ph,
				  struct scmi_clock *clk, int err,
				  struct scmi_cursor *c)
{
	switch (clk->stage) {
	case SCMI_CLOCK_STAGE_NAME:
		if (!err)
			scmi_clock_parse_name(clk, c);
		return err ?: scmi_cursor_end(c);
	case SCMI_CLOCK_STAGE_PERMISSIONS:
		if (!err)
			scmi_clock_parse_permissions(clk, c);
		return err ?: scmi_cursor_end(c);
	default:
		return scmi_clock_parse_parents(clk, err, c);
	}
}

static int scmi_clock_enum_parse(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step, int err,
				 struct scmi_cursor *cur)
{
	struct scmi_clocks *ci = arg;
	/* A copy: the overrun of an optional answer must not fail the clock. */
	struct scmi_cursor c = *cur;
	struct scmi_clock *clk;
	int ret;

	if (!step)
		return err ?: scmi_clock_parse_attributes(ph, ci, id, &c);
	clk = ci->clocks[id];
	ret = scmi_clock_parse_stage(ph, clk, err, &c);
	if (ret > 0)
		return 0;
	if (ret < 0) {
		scmi_clock_lost(ph, clk->stage, id, ret);
		if (clk->stage == SCMI_CLOCK_STAGE_PARENTS)
			scmi_clock_drop_parents(clk);
	}
	scmi_clock_next_stage(ph, clk);
	return 0;
}

/* The clock becomes a hole. Reserved ids are told by NOT_FOUND: no news. */
static void scmi_clock_enum_failed(const struct scmi_protocol_handle *ph,
				   void *arg, u32 id, int err)
{
	struct scmi_clocks *ci = arg;

	scmi_clock_free(ci->clocks[id]);
	ci->clocks[id] = NULL;
	scmi_clock_lost(ph, SCMI_CLOCK_LOST_ALL, id, err);
}

static const struct scmi_batch_ops scmi_clock_enum_ops = {
	.next = scmi_clock_enum_next,
	.parse = scmi_clock_enum_parse,
	.failed = scmi_clock_enum_failed,
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
		scmi_clock_drop_parents(clk);
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
 * Return: 0 or negative errno, see scmi_proto_batch().
 */
int scmi_clock_enumerate(const struct scmi_protocol_handle *ph,
			 struct scmi_clocks *ci)
{
	int ret;

	ret = scmi_proto_batch(ph, ci->count, &scmi_clock_enum_ops, ci);
	if (ret)
		return ret;
	scmi_clock_prune_all_parents(ph);
	scmi_clock_tell_lost(ph);
	return 0;
}
