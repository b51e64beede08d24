// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, domains as clients with frequencies see them.
 */

#include <linux/device.h>
#include <linux/limits.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/pm_opp.h>

#include "perf.h"

/* The framework keeps OPPs in a list that it walks for each that is added. */
#define SCMI_PERF_OPPS_MAX	1024U

#define SCMI_PERF_US		1000	/* nanoseconds */

/**
 * scmi_perf_freq_set() - request the level with a frequency
 * @ph: handle
 * @id: domain
 * @hz: hertz; see DOC: Levels, frequencies and words for how it is rounded
 * @atomic: do not sleep
 *
 * DEN0056 4.5.2.8.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: there is no such domain, or it has no levels; -ERANGE: no level
 *	   can be that fast; -EAGAIN: levels that are needed are not known; see
 *	   scmi_perf_send_level().
 */
int scmi_perf_freq_set(const struct scmi_protocol_handle *ph, u32 id,
		       unsigned long hz, bool atomic)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 word;
	int ret;

	if (!dom)
		return -EINVAL;
	if (!atomic)
		scmi_perf_levels_need(ph, dom);
	ret = scmi_perf_hz_to_word(dom, hz, &word);
	return ret ?: scmi_perf_send_level(ph, id, word, atomic);
}

/**
 * scmi_perf_freq_get() - the frequency that a domain has
 * @ph: handle
 * @id: domain
 * @hz: set to hertz
 * @atomic: do not sleep
 *
 * DEN0056 4.5.2.9.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: there is no such domain; -EPROTO: what the platform says stands
 *	   for no frequency; -EAGAIN: the levels are not known; see scmi_call().
 */
int scmi_perf_freq_get(const struct scmi_protocol_handle *ph, u32 id,
		       unsigned long *hz, bool atomic)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 word, level;
	u64 v;
	int ret;

	if (!dom)
		return -EINVAL;
	if (scmi_perf_is_indexed(dom) && !atomic)
		scmi_perf_levels_need(ph, dom);
	ret = scmi_perf_ask_level(ph, id, &word, atomic) ?:
	      scmi_perf_word_to_level(dom, word, &level);
	if (ret)
		return ret;
	v = scmi_perf_word_hz(dom, word);
	if (!v || v > ULONG_MAX)
		return -EPROTO;
	*hz = v;
	return 0;
}

/**
 * scmi_perf_est_power_get() - what a domain costs at a frequency
 * @ph: handle
 * @id: domain
 * @hz: hertz; set to those of the lowest level that is not slower
 * @power: set to the power of that level, in the unit of power_scale_get()
 *
 * Context: Process context, the first call sends messages.
 * Return: 0; -EINVAL: there is no such domain, or no level that fast; -EAGAIN: the
 *	   levels are not known.
 */
int scmi_perf_est_power_get(const struct scmi_protocol_handle *ph, u32 id,
			    unsigned long *hz, unsigned long *power)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	const struct scmi_perf_levels *levels;
	const struct scmi_perf_level *level;

	if (!dom)
		return -EINVAL;
	levels = scmi_perf_levels_need(ph, dom);
	if (!levels)
		return -EAGAIN;
	/* What has an unknown frequency is none of those asked for. */
	level = scmi_perf_level_from(levels, max(*hz, 1UL));
	if (level == &levels->at[levels->num] || level->hz > ULONG_MAX)
		return -EINVAL;
	*hz = level->hz;
	*power = level->power;
	return 0;
}

/**
 * scmi_perf_transition_latency_get() - time that the change of a level takes
 * @ph: handle
 * @id: domain
 *
 * Context: Process context, the first call sends messages.
 * Return: nanoseconds that the slowest change takes, 0 if that is unknown; -EINVAL: there
 *	   is no such domain.
 */
int scmi_perf_transition_latency_get(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	const struct scmi_perf_levels *levels;
	u32 i, us = 0;

	if (!dom)
		return -EINVAL;
	levels = scmi_perf_levels_need(ph, dom);
	for (i = 0; levels && i < levels->num; i++)
		us = max(us, levels->at[i].latency_us);
	return us * SCMI_PERF_US;
}

/* Levels that cannot be told apart by their frequency are one OPP: the lowest of them. */
static bool scmi_perf_is_opp(const struct scmi_perf_levels *levels, u32 i)
{
	const struct scmi_perf_level *level = &levels->at[i];

	return level->hz && level->hz <= ULONG_MAX &&
	       (!i || level[-1].hz != level->hz);
}

static int scmi_perf_opp_add(struct device *dev, const struct scmi_perf_level *level)
{
	struct dev_pm_opp_data data = {
		.freq = level->hz,
		.level = level->level,
	};

	return dev_pm_opp_add_dynamic(dev, &data);
}

/**
 * struct scmi_perf_opps - what has become of a domain's levels
 * @added: levels that are OPPs now
 * @bad: levels that are not
 * @err: why the first of those is not
 */
struct scmi_perf_opps {
	u32 added;
	u32 bad;
	int err;
};

static struct scmi_perf_opps scmi_perf_opps_add(struct device *dev,
						const struct scmi_perf_levels *levels)
{
	u32 i, step = DIV_ROUND_UP(levels->num, SCMI_PERF_OPPS_MAX);
	struct scmi_perf_opps opps = {};
	int ret;

	for (i = 0; i < levels->num; i++) {
		if (i && levels->at[i].hz && levels->at[i].hz == levels->at[i - 1].hz)
			continue;
		ret = -ERANGE;
		/* Of too many every nth is enough, if the highest is among them. */
		if (scmi_perf_is_opp(levels, i))
			ret = (levels->num - 1 - i) % step ? -E2BIG :
			      scmi_perf_opp_add(dev, &levels->at[i]);
		if (!ret) {
			opps.added++;
			continue;
		}
		if (!opps.bad++)
			opps.err = ret;
	}
	return opps;
}

/**
 * scmi_perf_device_opps_add() - register a domain's levels as OPPs of a device
 * @ph: handle
 * @dev: device
 * @id: domain
 *
 * A level that cannot be an OPP costs no other, and levels of the same frequency are one
 * OPP. What was added is the caller's to remove, by
 * dev_pm_opp_remove_all_dynamic().
 *
 * Context: Process context, the first call sends messages.
 * Return: 0 if there is at least one OPP; -EINVAL: there is no such domain; -EAGAIN: its
 *	   levels are not known; -ENODATA: it has none; what the framework says of the
 *	   first one.
 */
int scmi_perf_device_opps_add(const struct scmi_protocol_handle *ph,
			      struct device *dev, u32 id)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	const struct scmi_perf_levels *levels;
	struct scmi_perf_opps opps;

	if (!dom)
		return -EINVAL;
	levels = scmi_perf_levels_need(ph, dom);
	if (!levels)
		return -EAGAIN;
	if (!levels->num)
		return -ENODATA;
	opps = scmi_perf_opps_add(dev, levels);
	if (opps.bad) {
		guard(mutex)(&scmi_perf(ph)->details_lock);
		scmi_perf_lost(ph, SCMI_PERF_LOST_OPPS, id, opps.err);
		scmi_losses_tell(ph, &scmi_perf(ph)->losses);
	}
	return opps.added ? 0 : opps.err;
}

/**
 * scmi_perf_fast_switch_possible() - may a level be set where nobody may sleep?
 * @ph: handle
 * @id: domain
 *
 * Context: Process context, the first call sends messages.
 * Return: true if so: there is a fast channel for it.
 */
bool scmi_perf_fast_switch_possible(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);

	if (!dom)
		return false;
	scmi_perf_levels_need(ph, dom);
	return scmi_perf_fast(dom, SCMI_PERFORMANCE_LEVEL_SET);
}

/**
 * scmi_perf_fast_switch_rate_limit() - time between two changes by the fast channel
 * @ph: handle
 * @id: domain
 * @rate_limit: set to microseconds
 *
 * Context: Process context, the first call sends messages.
 * Return: 0; -EINVAL: there is no such domain, or it has no such channel.
 */
int scmi_perf_fast_switch_rate_limit(const struct scmi_protocol_handle *ph, u32 id,
				     u32 *rate_limit)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);

	if (!scmi_perf_fast_switch_possible(ph, id))
		return -EINVAL;
	*rate_limit = scmi_perf_fast(dom, SCMI_PERFORMANCE_LEVEL_SET)->rate_limit_us;
	return 0;
}
