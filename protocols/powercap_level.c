// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol, the levels of a domain and intervals.
 */

#include <linux/export.h>

#include "powercap.h"

/**
 * DOC: Capping levels
 *
 * Since version 3.0 a domain may have several capping levels, each with a cap and with
 * an interval over which power is averaged for it, and the interval over which power
 * is measured is another one. Before, there is one level and one interval for both.
 *
 * The public API knows the first level and its interval. The functions here, which
 * address levels by index, know all of them; in an older version that is the same one.
 */

/**
 * scmi_powercap_fit() - make a value one that can be set
 * @range: the values that can be
 * @value: a value; replaced by the next one below that there is
 *
 * Platforms refuse what is between two steps. A lower cap, and a shorter interval, keep
 * what the caller wants kept.
 *
 * Context: Any context.
 * Return: 0; -EOPNOTSUPP: nothing can be set; -EINVAL: @value is below the lowest or
 *	   above the highest.
 */
int scmi_powercap_fit(const struct scmi_agent_powercap_range *range, u32 *value)
{
	if (!range->settable)
		return -EOPNOTSUPP;
	if (*value < range->min || *value > range->max)
		return -EINVAL;
	if (*value != range->max)
		*value -= (*value - range->min) % range->step;
	return 0;
}

/**
 * scmi_agent_powercap_num_levels() - number of capping levels
 * @ph: handle
 * @id: domain
 *
 * Context: Any context.
 * Return: the number, 1 or more; 0 when there is no such domain.
 */
unsigned int scmi_agent_powercap_num_levels(const struct scmi_protocol_handle *ph,
					    u32 id)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);

	return pc ? pc->num_levels : 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_num_levels);

/**
 * scmi_agent_powercap_level() - what is known about a capping level
 * @ph: handle
 * @id: domain
 * @level: index of the level
 *
 * Context: Any context.
 * Return: information, valid as long as the handle; NULL when there is no such level.
 */
const struct scmi_agent_powercap_level *
scmi_agent_powercap_level(const struct scmi_protocol_handle *ph, u32 id,
			  unsigned int level)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	const struct scmi_powercap_level *pl = scmi_powercap_level_of(pc, level);

	return pl ? &pl->info : NULL;
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_level);

/**
 * scmi_agent_powercap_interval_get() - interval that a level's cap is about
 * @ph: handle
 * @id: domain
 * @level: index of the level
 * @us: set to the interval in microseconds; valid on success only
 *
 * DEN0056 4.10.3, POWERCAP_PAI_GET; POWERCAP_CAI_GET since 3.0.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain or level; see scmi_call().
 */
int scmi_agent_powercap_interval_get(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int level, u32 *us)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	const struct scmi_powercap_level *pl = scmi_powercap_level_of(pc, level);
	const struct scmi_fastchannel *fc;

	if (!pl)
		return -EINVAL;
	fc = scmi_powercap_fast(ph, pc, pl, SCMI_POWERCAP_FAST_INTERVAL_GET);
	if (fc) {
		*us = scmi_fastchannel_read(fc);
		return 0;
	}
	if (scmi_powercap_has_levels(ph))
		return scmi_call(ph, SCMI_POWERCAP_CAI_GET,
				 SCMI_WORDS(id, pl->info.id), 0, us, 1);
	return scmi_call(ph, SCMI_POWERCAP_PAI_GET, SCMI_WORDS(id), 0, us, 1);
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_interval_get);

/**
 * scmi_agent_powercap_interval_set() - set that interval
 * @ph: handle
 * @id: domain
 * @level: index of the level
 * @us: the interval in microseconds; the next shorter one that the level has is set
 *
 * DEN0056 4.10.3, POWERCAP_PAI_SET; POWERCAP_CAI_SET since 3.0.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain or level, or it has no such interval;
 *	   -EOPNOTSUPP: its interval cannot be set; see scmi_call().
 */
int scmi_agent_powercap_interval_set(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int level, u32 us)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	const struct scmi_powercap_level *pl = scmi_powercap_level_of(pc, level);
	const struct scmi_fastchannel *fc;
	int ret;

	if (!pl)
		return -EINVAL;
	ret = scmi_powercap_fit(&pl->info.intervals, &us);
	if (ret)
		return ret;
	fc = scmi_powercap_fast(ph, pc, pl, SCMI_POWERCAP_FAST_INTERVAL_SET);
	if (fc) {
		scmi_fastchannel_write(fc, us);
		return 0;
	}
	if (scmi_powercap_has_levels(ph))
		return scmi_call(ph, SCMI_POWERCAP_CAI_SET,
				 SCMI_WORDS(id, 0, us, pl->info.id), 0, NULL, 0);
	return scmi_call(ph, SCMI_POWERCAP_PAI_SET, SCMI_WORDS(id, 0, us), 0, NULL, 0);
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_interval_set);

/**
 * scmi_agent_powercap_windows() - intervals over which power can be measured
 * @ph: handle
 * @id: domain
 *
 * Context: Any context.
 * Return: the intervals in microseconds, valid as long as the handle; NULL when there is
 *	   no such domain.
 */
const struct scmi_agent_powercap_range *
scmi_agent_powercap_windows(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);

	return pc ? &pc->windows : NULL;
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_windows);

/**
 * scmi_agent_powercap_window_get() - interval over which power is measured
 * @ph: handle
 * @id: domain
 * @us: set to the interval in microseconds; valid on success only
 *
 * DEN0056 4.10.3, POWERCAP_PAI_GET, which is POWERCAP_MAI_GET since 3.0.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain; see scmi_call().
 */
int scmi_agent_powercap_window_get(const struct scmi_protocol_handle *ph, u32 id,
				   u32 *us)
{
	if (!scmi_powercap_lookup(ph, id))
		return -EINVAL;
	return scmi_call(ph, SCMI_POWERCAP_PAI_GET, SCMI_WORDS(id), 0, us, 1);
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_window_get);

/**
 * scmi_agent_powercap_window_set() - set the interval over which power is measured
 * @ph: handle
 * @id: domain
 * @us: the interval in microseconds, of which the next shorter one is set that there is
 *
 * DEN0056 4.10.3, POWERCAP_PAI_SET, which is POWERCAP_MAI_SET since 3.0.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain, or it has no such interval; -EOPNOTSUPP: the
 *	   interval cannot be set; see scmi_call().
 */
int scmi_agent_powercap_window_set(const struct scmi_protocol_handle *ph, u32 id,
				   u32 us)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	int ret;

	if (!pc)
		return -EINVAL;
	ret = scmi_powercap_fit(&pc->windows, &us);
	if (ret)
		return ret;
	return scmi_call(ph, SCMI_POWERCAP_PAI_SET, SCMI_WORDS(id, 0, us), 0, NULL, 0);
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_window_set);
