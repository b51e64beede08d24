// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: VOLTAGE protocol, the levels of a domain.
 */

#include <linux/bits.h>
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_voltage.h>
#include <linux/sort.h>

#include "passing.h"
#include "voltage.h"

/**
 * DOC: Levels
 *
 * Drivers look at the few domains that the devicetree gives them, so a domain is asked
 * for its levels when somebody looks at it, and they stay. Those that were lost for a
 * reason that may pass are asked for again after a minute at the earliest.
 *
 * Levels are a list, which is sorted, or lowest, highest and step. Some platforms go on
 * promising more when they have told all: a message without levels, or a refusal, ends
 * a list of which there is something. A triplet may come in parts, or be counted as one
 * level. One whose highest level is below its lowest, or that has no step to get from
 * one to the other, makes no sense: the domain is then one without levels, which can
 * still be turned on and off, and set to levels that its user knows.
 */

/* VOLTAGE_DESCRIBE_LEVELS: flags */
#define SCMI_LEVELS_ARE_SEGMENT		BIT(12)
#define SCMI_SEGMENT_NUM		3

static const struct scmi_list scmi_levels = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = sizeof(__le32),
	.limit = 65536,
};

/**
 * struct scmi_levels_build - levels being read
 * @parts: progress
 * @segmented: they are lowest, highest, step
 * @uv: microvolts; NULL before the first message
 * @size: entries of @uv
 */
struct scmi_levels_build {
	struct scmi_parts parts;
	bool segmented;
	int *uv;
	u32 size;
};

static void scmi_levels_free(struct scmi_voltages *vi,
			     struct scmi_levels_build *b)
{
	scmi_list_free(&vi->budget, b->uv, b->size * sizeof(*b->uv));
}

static int scmi_levels_alloc(struct scmi_voltages *vi,
			     struct scmi_levels_build *b)
{
	if (b->uv)
		return 0;
	if (!b->parts.total)
		return -ENOENT;
	b->size = b->parts.total;
	b->uv = scmi_list_alloc(&vi->budget, 0, b->size, sizeof(*b->uv));
	return b->uv ? 0 : -ENOMEM;
}

/* DEN0056 4.9.2.5 */
static int scmi_levels_append(struct scmi_voltages *vi,
			      struct scmi_levels_build *b, struct scmi_cursor *c)
{
	struct scmi_part part = scmi_part_get(&scmi_levels, c);
	bool segmented = part.flags & SCMI_LEVELS_ARE_SEGMENT;
	u32 at = b->parts.got;
	int ret, i, n;

	if (segmented && !part.remaining &&
	    c->left == SCMI_SEGMENT_NUM * sizeof(__le32))
		part.returned = SCMI_SEGMENT_NUM;
	ret = scmi_part_check(&scmi_levels, &part, c);
	if (ret)
		return ret;
	if (!at)
		b->segmented = segmented;
	else if (segmented != b->segmented)
		return -EPROTO;
	/* That was all, whatever is promised. */
	if (!part.returned && at)
		part.remaining = 0;
	n = scmi_parts_take(&b->parts, part.returned, part.remaining,
			    scmi_levels.limit);
	ret = n < 0 ? n : scmi_levels_alloc(vi, b);
	if (ret)
		return ret;
	for (i = 0; i < n; i++)
		b->uv[at + i] = scmi_get_sle32(c);
	return 0;
}

static int scmi_levels_more(const struct scmi_protocol_handle *ph, u32 id,
			    struct scmi_levels_build *b)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_ask(ph, SCMI_VOLTAGE_DESCRIBE_LEVELS,
			SCMI_WORDS(id, b->parts.got), 0, 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	ret = scmi_levels_append(scmi_voltages(ph), b, &c);
	scmi_xfer_put(xfer);
	return ret;
}

/* What a platform says to a question that goes on behind its last level. */
static bool scmi_levels_are_refused(int err)
{
	return err == -EINVAL || err == -ERANGE || err == -ENOENT;
}

static int scmi_level_cmp(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return x < y ? -1 : x > y;
}

/* Lowest, highest and step; one level needs no step, but nobody may divide by 0. */
static int scmi_levels_check_segment(const struct scmi_levels_build *b)
{
	int *uv = b->uv;

	if (b->parts.got != SCMI_SEGMENT_NUM ||
	    uv[SCMI_VOLTAGE_SEGMENT_LOW] > uv[SCMI_VOLTAGE_SEGMENT_HIGH])
		return -EPROTO;
	if (uv[SCMI_VOLTAGE_SEGMENT_STEP] > 0)
		return 0;
	if (uv[SCMI_VOLTAGE_SEGMENT_LOW] < uv[SCMI_VOLTAGE_SEGMENT_HIGH])
		return -EPROTO;
	uv[SCMI_VOLTAGE_SEGMENT_STEP] = 1;
	return 0;
}

static int scmi_levels_read(const struct scmi_protocol_handle *ph, u32 id,
			    struct scmi_levels_build *b)
{
	int ret;

	do {
		ret = scmi_levels_more(ph, id, b);
	} while (!ret && !scmi_parts_done(&b->parts));
	if (b->parts.got && scmi_levels_are_refused(ret))
		ret = 0;
	if (!ret && b->segmented)
		ret = scmi_levels_check_segment(b);
	else if (!ret)
		sort(b->uv, b->parts.got, sizeof(*b->uv), scmi_level_cmp, NULL);
	if (ret)
		scmi_levels_free(scmi_voltages(ph), b);
	return ret;
}

/* All is known, of which there may be nothing. */
static void scmi_levels_settle(struct scmi_voltage *v)
{
	/* Pairs with the acquire in scmi_agent_voltage_levels(). */
	smp_store_release(&v->levels_known, true);
}

static void scmi_levels_keep(struct scmi_voltage *v,
			     const struct scmi_levels_build *b)
{
	struct scmi_voltage_info *info = &v->info;

	info->segmented = b->segmented;
	info->num_levels = b->parts.got;
	info->levels_uv = b->uv;
	/* The lowest one is the first. */
	info->negative_volts_allowed = b->uv[SCMI_VOLTAGE_SEGMENT_LOW] < 0;
	scmi_levels_settle(v);
}

static void scmi_levels_failed(const struct scmi_protocol_handle *ph,
			       struct scmi_voltage *v, int err)
{
	if (!scmi_detail_may_pass(err))
		scmi_levels_settle(v);
	/* A caller that was killed has learnt nothing. */
	else if (err != -EINTR)
		scmi_ask_later(&v->levels_again);
	scmi_voltage_lost(ph, SCMI_VOLTAGE_LOST_LEVELS, v->info.id, err);
	scmi_losses_tell(ph, &scmi_voltages(ph)->losses);
}

static int scmi_levels_ask(const struct scmi_protocol_handle *ph,
			   struct scmi_voltage *v)
	__must_hold(&scmi_voltages(ph)->levels_lock)
{
	struct scmi_levels_build b = {};
	int ret;

	lockdep_assert_held(&scmi_voltages(ph)->levels_lock);

	ret = scmi_levels_read(ph, v->info.id, &b);
	if (ret)
		scmi_levels_failed(ph, v, ret);
	else
		scmi_levels_keep(v, &b);
	return ret;
}

/**
 * scmi_agent_voltage_levels() - find out about the levels of a domain
 * @ph: handle
 * @id: domain
 *
 * DEN0056 4.9.2.5. On success scmi_agent_voltage_info() and the operation info_get() have
 * them.
 *
 * Context: Process context, the first call for a domain sends messages.
 * Return: 0; -EINVAL: no such domain; -ENODATA: it has no levels, or none that make
 *	   sense; -EAGAIN: they were lost a minute ago or less; see scmi_ask().
 */
int scmi_agent_voltage_levels(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_voltage *v = scmi_voltage_lookup(ph, id);

	if (!v)
		return -EINVAL;
	/* Pairs with the release in scmi_levels_settle(). */
	if (!smp_load_acquire(&v->levels_known)) {
		int ret = 0;

		guard(mutex)(&scmi_voltages(ph)->levels_lock);
		if (!v->levels_known)
			ret = scmi_may_ask(&v->levels_again) ?
			      scmi_levels_ask(ph, v) : -EAGAIN;
		if (!v->levels_known)
			return ret;
	}
	return v->info.num_levels ? 0 : -ENODATA;
}
EXPORT_SYMBOL_GPL(scmi_agent_voltage_levels);
