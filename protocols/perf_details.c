// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, what is found out when it is first needed.
 */

#include <linux/lockdep.h>
#include <linux/mutex.h>

#include "passing.h"
#include "perf.h"

/**
 * DOC: Details of performance domains
 *
 * Levels and fast channels are found out when somebody needs them, those of all domains
 * side by side, because whoever uses one domain uses the next one, too. details_lock
 * lets one do so at a time. What was found out stays; what was lost for a reason that
 * may pass is asked for again by the next who needs it, but no sooner than after a
 * minute.
 *
 * Fast channels are asked for only where the attributes of the domain promise some, and
 * only for messages that the domain would take.
 */

static struct scmi_perf_domain *to_scmi_perf_domain(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_perf_domain, staged);
}

static bool scmi_perf_wants_levels(struct scmi_staged *obj)
{
	return !to_scmi_perf_domain(obj)->levels;
}

static int scmi_perf_parse_levels(const struct scmi_protocol_handle *ph,
				  struct scmi_staged *obj, u32 id,
				  struct scmi_cursor *c)
{
	return scmi_perf_levels_parse(ph, to_scmi_perf_domain(obj), c);
}

/* The first stage is about levels, the others are about one fast channel each. */
static u8 scmi_perf_stage_fast(unsigned int stage)
{
	return stage ? SCMI_PERFORMANCE_LIMITS_SET + stage - 1 : 0;
}

static bool scmi_perf_wants_fast(struct scmi_staged *obj)
{
	return scmi_perf_fast_wants(to_scmi_perf_domain(obj),
				    scmi_perf_stage_fast(obj->stage));
}

static int scmi_perf_parse_fast(const struct scmi_protocol_handle *ph,
				struct scmi_staged *obj, u32 id,
				struct scmi_cursor *c)
{
	return scmi_perf_fast_parse(ph, to_scmi_perf_domain(obj),
				    scmi_perf_stage_fast(obj->stage), c);
}

#define SCMI_PERF_FAST_STAGE(_msg)				\
	{							\
		.msg = SCMI_PERFORMANCE_DESCRIBE_FASTCHANNEL,	\
		.arg = (_msg),					\
		.wants = scmi_perf_wants_fast,			\
		.parse = scmi_perf_parse_fast,			\
	}

/* See scmi_perf_stage_fast() for their order. */
static const struct scmi_stage scmi_perf_details[] = {
	{
		.msg = SCMI_PERFORMANCE_DESCRIBE_LEVELS,
		.wants = scmi_perf_wants_levels,
		.parse = scmi_perf_parse_levels,
	},
	SCMI_PERF_FAST_STAGE(SCMI_PERFORMANCE_LIMITS_SET),
	SCMI_PERF_FAST_STAGE(SCMI_PERFORMANCE_LIMITS_GET),
	SCMI_PERF_FAST_STAGE(SCMI_PERFORMANCE_LEVEL_SET),
	SCMI_PERF_FAST_STAGE(SCMI_PERFORMANCE_LEVEL_GET),
};

/* Lost is not the same as not there. */
static void scmi_perf_detail_lost(const struct scmi_protocol_handle *ph,
				  unsigned int stage, u32 id, int err)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u8 fast = scmi_perf_stage_fast(stage);

	if (fast)
		scmi_perf_fast_lost(dom, fast, err);
	else
		scmi_perf_levels_lost(ph, dom, err);
	scmi_perf_lost(ph, fast ? SCMI_PERF_LOST_FAST : SCMI_PERF_LOST_LEVELS, id, err);
}

/* The message could not be sent. */
static void scmi_perf_detail_left_out(const struct scmi_protocol_handle *ph, u32 id,
				      int err)
{
	scmi_perf_detail_lost(ph, scmi_perf_lookup(ph, id)->staged.stage, id, err);
}

static struct scmi_staged *
scmi_perf_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);

	return dom ? &dom->staged : NULL;
}

static const struct scmi_stages scmi_perf_detailing = {
	.stages = scmi_perf_details,
	.num = ARRAY_SIZE(scmi_perf_details),
	.object = scmi_perf_staged,
	.lost = scmi_perf_detail_lost,
	.left_out = scmi_perf_detail_left_out,
};

/* Is all known about a domain that there is to know? */
static bool scmi_perf_details_complete(const struct scmi_perf_domain *dom)
{
	unsigned int stage;

	for (stage = 1; stage < ARRAY_SIZE(scmi_perf_details); stage++)
		if (scmi_perf_fast_wants(dom, scmi_perf_stage_fast(stage)))
			return false;
	return dom->levels;
}

/* Ask all domains for what is not known about them. Return: true when all is known. */
static bool scmi_perf_details_ask(const struct scmi_protocol_handle *ph)
	__must_hold(&scmi_perf(ph)->details_lock)
{
	struct scmi_perf *pi = scmi_perf(ph);
	bool all = true;
	u32 id;

	lockdep_assert_held(&pi->details_lock);

	for (id = 0; id < pi->count; id++)
		if (pi->domains[id])
			pi->domains[id]->staged = (struct scmi_staged){};
	scmi_stages_run(ph, &scmi_perf_detailing, pi->count);
	for (id = 0; id < pi->count; id++) {
		struct scmi_perf_domain *dom = pi->domains[id];

		if (!dom)
			continue;
		/* What the end of the batch has interrupted. */
		scmi_perf_levels_drop(ph, dom);
		if (scmi_perf_details_complete(dom))
			WRITE_ONCE(dom->known, true);
		else
			all = false;
	}
	scmi_losses_tell(ph, &pi->losses);
	return all;
}

/**
 * scmi_perf_levels_need() - find out about levels and fast channels, unless that was done
 * @ph: handle
 * @dom: domain about which they are needed
 *
 * DEN0056 4.5.2.5, 4.5.2.12.
 *
 * Context: Process context, the first call sends messages.
 * Return: the domain's levels, valid as long as the handle; NULL when they were lost, a
 *	   minute ago or less.
 */
const struct scmi_perf_levels *
scmi_perf_levels_need(const struct scmi_protocol_handle *ph,
		      const struct scmi_perf_domain *dom)
{
	struct scmi_perf *pi = scmi_perf(ph);

	if (READ_ONCE(dom->known) || !scmi_may_ask(&pi->again))
		return scmi_perf_levels_known(dom);
	guard(mutex)(&pi->details_lock);
	if (scmi_may_ask(&pi->again))
		scmi_asked_for(&pi->again, scmi_perf_details_ask(ph));
	return scmi_perf_levels_known(dom);
}
