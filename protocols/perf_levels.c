// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, the levels of a domain.
 */

#include <linux/bits.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "passing.h"
#include "perf.h"

/**
 * DOC: Levels
 *
 * The platform may list levels in any order, and more than once. A list is built aside,
 * sorted, freed of what is in it twice, and then published by one store, so that its
 * readers need no lock and may be atomic.
 *
 * A domain that lists no levels, or lists them wrongly, can be used unless its messages
 * have indices for levels: any level may be tried, and the platform decides.
 */

/* PERFORMANCE_DESCRIBE_LEVELS: num_levels; level, power and attributes of each */
static const struct scmi_list scmi_perf_list = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = 3 * sizeof(__le32),
	.limit = 65536,
};

/* ... to which 4.0 has added frequency and index. */
static const struct scmi_list scmi_perf_long_list = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = 5 * sizeof(__le32),
	.limit = 65536,
};

/* A level's attributes */
#define SCMI_PERF_LATENCY_US		GENMASK(15, 0)

static const struct scmi_perf_levels scmi_perf_no_levels;

/**
 * scmi_perf_levels_free() - free the levels of a domain
 * @dom: domain, no longer reachable
 *
 * Context: Process context.
 */
void scmi_perf_levels_free(struct scmi_perf_domain *dom)
{
	kvfree(dom->draft);
	if (dom->levels != &scmi_perf_no_levels)
		kvfree(dom->levels);
}

/**
 * scmi_perf_levels_known() - the levels of a domain, as far as they were asked for
 * @dom: domain
 *
 * Context: Any context.
 * Return: levels, valid as long as the handle; NULL if nothing is known about them.
 */
const struct scmi_perf_levels *
scmi_perf_levels_known(const struct scmi_perf_domain *dom)
{
	/* Pairs with the release in scmi_perf_levels_publish(). */
	return smp_load_acquire(&dom->levels);
}

static void scmi_perf_levels_publish(struct scmi_perf_domain *dom,
				     const struct scmi_perf_levels *levels)
{
	/* Pairs with the acquire in scmi_perf_levels_known(). */
	smp_store_release(&dom->levels, levels);
}

/**
 * scmi_perf_level_hz() - frequency of a level, where levels have no indices
 * @dom: domain
 * @level: level
 *
 * Context: Any context.
 * Return: hertz, rounded down; 0 if it is unknown or too high for 64 bits.
 */
u64 scmi_perf_level_hz(const struct scmi_perf_domain *dom, u32 level)
{
	u64 hz;

	if (!scmi_perf_is_scaled(dom))
		return level * SCMI_PERF_KHZ;
	if (check_mul_overflow(dom->sustained_hz, (u64)level, &hz))
		return 0;
	return div_u64(hz, dom->sustained_level);
}

static int scmi_perf_level_cmp(const void *a, const void *b)
{
	const struct scmi_perf_level *x = a, *y = b;

	if (x->hz != y->hz)
		return x->hz < y->hz ? -1 : 1;
	return x->level < y->level ? -1 : x->level > y->level;
}

static void scmi_perf_levels_finish(struct scmi_perf_domain *dom, u32 num)
{
	struct scmi_perf_levels *draft = dom->draft;
	u32 i, n = 0;

	dom->draft = NULL;
	if (!draft) {
		scmi_perf_levels_publish(dom, &scmi_perf_no_levels);
		return;
	}
	sort(draft->at, num, sizeof(draft->at[0]), scmi_perf_level_cmp, NULL);
	for (i = 0; i < num; i++)
		if (!n || scmi_perf_level_cmp(&draft->at[i], &draft->at[n - 1]))
			draft->at[n++] = draft->at[i];
	draft->num = n;
	scmi_perf_levels_publish(dom, draft);
}

/* The next level of an answer. */
static struct scmi_perf_level
scmi_perf_level_get(const struct scmi_protocol_handle *ph,
		    const struct scmi_perf_domain *dom, struct scmi_cursor *c)
{
	struct scmi_perf_level level = {};
	u32 khz;

	level.level = scmi_get_le32(c);
	level.power = scmi_get_le32(c);
	level.latency_us = scmi_get_le32(c) & SCMI_PERF_LATENCY_US;
	level.hz = scmi_perf_level_hz(dom, level.level);
	if (ph->version < SCMI_VERSION(4, 0))
		return level;
	khz = scmi_get_le32(c);
	level.index = scmi_get_le32(c);
	if (scmi_perf_is_indexed(dom))
		level.hz = khz * SCMI_PERF_KHZ;
	return level;
}

/**
 * scmi_perf_levels_parse() - take an answer to PERFORMANCE_DESCRIBE_LEVELS
 * @ph: handle
 * @dom: domain that it is about
 * @c: the answer
 *
 * DEN0056 4.5.2.5.
 *
 * Context: Process context, with the details_lock.
 * Return: 1 if there is more to ask for; 0: all levels are known; -EPROTO; -E2BIG;
 *	   -ENOMEM.
 */
int scmi_perf_levels_parse(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom, struct scmi_cursor *c)
{
	const struct scmi_list *list = ph->version < SCMI_VERSION(4, 0) ?
				       &scmi_perf_list : &scmi_perf_long_list;
	struct scmi_parts *parts = &dom->staged.parts;
	u32 at = parts->got;
	int n = scmi_list_take(list, parts, c);

	if (n < 0)
		return n;
	if (!dom->draft && parts->total) {
		dom->draft = scmi_list_alloc(&scmi_perf(ph)->budget,
					     sizeof(*dom->draft), parts->total,
					     sizeof(dom->draft->at[0]));
		if (!dom->draft)
			return -ENOMEM;
		dom->draft->num = parts->total;
	}
	while (n--)
		dom->draft->at[at++] = scmi_perf_level_get(ph, dom, c);
	if (!scmi_parts_done(parts))
		return 1;
	scmi_perf_levels_finish(dom, parts->got);
	return 0;
}

/**
 * scmi_perf_levels_drop() - forget levels that are not complete
 * @ph: handle
 * @dom: domain
 *
 * Context: Process context, with the details_lock.
 */
void scmi_perf_levels_drop(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom)
{
	if (!dom->draft)
		return;
	scmi_list_free(&scmi_perf(ph)->budget, dom->draft,
		       struct_size(dom->draft, at, dom->draft->num));
	dom->draft = NULL;
}

/**
 * scmi_perf_levels_lost() - a domain does not tell its levels
 * @ph: handle
 * @dom: domain
 * @err: why
 *
 * Context: Process context, with the details_lock.
 */
void scmi_perf_levels_lost(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom, int err)
{
	scmi_perf_levels_drop(ph, dom);
	if (!scmi_detail_may_pass(err))
		scmi_perf_levels_publish(dom, &scmi_perf_no_levels);
}
