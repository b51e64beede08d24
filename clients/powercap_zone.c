// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power caps for powercap: what its files read and write.
 */

#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/scmi_agent_powercap.h>

#include "powercap.h"

/* Microwatts in a domain's unit. */
#define SCMI_PCAP_MILLIWATT	1000

static struct scmi_pcap_zone *to_scmi_pcap_zone(struct powercap_zone *zone)
{
	return container_of(zone, struct scmi_pcap_zone, zone);
}

static u32 scmi_pcap_unit(const struct scmi_pcap_zone *zone)
{
	return zone->info->powercap_scale_mw ? SCMI_PCAP_MILLIWATT : 1;
}

static const struct scmi_agent_powercap_level *
scmi_pcap_level(const struct scmi_pcap_zone *zone, int level)
{
	return scmi_agent_powercap_level(zone->pcap->ph, zone->info->id, level);
}

/**
 * scmi_pcap_num_constraints() - number of a zone's constraints
 * @zone: zone
 *
 * Context: Any context.
 * Return: one for each capping level of the domain, but no more than there can be.
 */
unsigned int scmi_pcap_num_constraints(const struct scmi_pcap_zone *zone)
{
	return min_t(unsigned int, MAX_CONSTRAINTS_PER_ZONE,
		     scmi_agent_powercap_num_levels(zone->pcap->ph, zone->info->id));
}

/* A cap that is not a whole number of the domain's unit becomes the next lower one. */
static int scmi_pcap_set_power_limit(struct powercap_zone *pz, int level, u64 uw)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);
	u64 cap = div_u64(uw, scmi_pcap_unit(zone));

	if (cap > U32_MAX)
		return -EINVAL;
	return scmi_agent_powercap_cap_set(zone->pcap->ph, zone->info->id, level, cap);
}

static int scmi_pcap_get_power_limit(struct powercap_zone *pz, int level, u64 *uw)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);
	u32 cap;
	int ret;

	ret = scmi_agent_powercap_cap_get(zone->pcap->ph, zone->info->id, level, &cap);
	if (!ret)
		*uw = (u64)cap * scmi_pcap_unit(zone);
	return ret;
}

static int scmi_pcap_set_time_window(struct powercap_zone *pz, int level, u64 us)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	if (us > U32_MAX)
		return -EINVAL;
	return scmi_agent_powercap_interval_set(zone->pcap->ph, zone->info->id, level,
						us);
}

static int scmi_pcap_get_time_window(struct powercap_zone *pz, int level, u64 *us)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);
	u32 interval;
	int ret;

	ret = scmi_agent_powercap_interval_get(zone->pcap->ph, zone->info->id, level,
					       &interval);
	if (!ret)
		*us = interval;
	return ret;
}

/* What the platform has told at the start; 0 is nothing. */
static int scmi_pcap_told(u64 value, u32 unit, u64 *to)
{
	if (!value)
		return -ENODATA;
	*to = value * unit;
	return 0;
}

static int scmi_pcap_get_max_power(struct powercap_zone *pz, int level, u64 *uw)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	return scmi_pcap_told(scmi_pcap_level(zone, level)->caps.max,
			      scmi_pcap_unit(zone), uw);
}

static int scmi_pcap_get_min_power(struct powercap_zone *pz, int level, u64 *uw)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	return scmi_pcap_told(scmi_pcap_level(zone, level)->caps.min,
			      scmi_pcap_unit(zone), uw);
}

static int scmi_pcap_get_max_time_window(struct powercap_zone *pz, int level, u64 *us)
{
	return scmi_pcap_told(scmi_pcap_level(to_scmi_pcap_zone(pz), level)->intervals.max,
			      1, us);
}

static int scmi_pcap_get_min_time_window(struct powercap_zone *pz, int level, u64 *us)
{
	return scmi_pcap_told(scmi_pcap_level(to_scmi_pcap_zone(pz), level)->intervals.min,
			      1, us);
}

/* The only level of a domain has the domain's name. */
static const char *scmi_pcap_get_name(struct powercap_zone *pz, int level)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	return zone->levels[level][0] ? zone->levels[level] : zone->name;
}

const struct powercap_zone_constraint_ops scmi_pcap_constraint_ops = {
	.set_power_limit_uw = scmi_pcap_set_power_limit,
	.get_power_limit_uw = scmi_pcap_get_power_limit,
	.set_time_window_us = scmi_pcap_set_time_window,
	.get_time_window_us = scmi_pcap_get_time_window,
	.get_max_power_uw = scmi_pcap_get_max_power,
	.get_min_power_uw = scmi_pcap_get_min_power,
	.get_max_time_window_us = scmi_pcap_get_max_time_window,
	.get_min_time_window_us = scmi_pcap_get_min_time_window,
	.get_name = scmi_pcap_get_name,
};

/* The framework wants the file to be there, whether or not power is measured. */
static int scmi_pcap_get_power(struct powercap_zone *pz, u64 *uw)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);
	u32 power, us;
	int ret;

	ret = zone->pcap->ops->measurements_get(zone->pcap->ph, zone->info->id, &power,
						&us);
	if (!ret)
		*uw = (u64)power * scmi_pcap_unit(zone);
	return ret;
}

/* Of the measurements' range the protocol knows only how large a number may be. */
static int scmi_pcap_get_max_power_range(struct powercap_zone *pz, u64 *uw)
{
	*uw = (u64)U32_MAX * scmi_pcap_unit(to_scmi_pcap_zone(pz));
	return 0;
}

static int scmi_pcap_set_enable(struct powercap_zone *pz, bool on)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	return zone->pcap->ops->cap_enable_set(zone->pcap->ph, zone->info->id, on);
}

static int scmi_pcap_get_enable(struct powercap_zone *pz, bool *on)
{
	const struct scmi_pcap_zone *zone = to_scmi_pcap_zone(pz);

	return zone->pcap->ops->cap_enable_get(zone->pcap->ph, zone->info->id, on);
}

static int scmi_pcap_release_zone(struct powercap_zone *pz)
{
	scmi_pcap_put(to_scmi_pcap_zone(pz)->pcap);
	return 0;
}

const struct powercap_zone_ops scmi_pcap_zone_ops = {
	.get_max_power_range_uw = scmi_pcap_get_max_power_range,
	.get_power_uw = scmi_pcap_get_power,
	.set_enable = scmi_pcap_set_enable,
	.get_enable = scmi_pcap_get_enable,
	.release = scmi_pcap_release_zone,
};

static struct scmi_pcap *to_scmi_pcap(struct powercap_control_type *type)
{
	return container_of(type, struct scmi_pcap, type);
}

/* Turn capping off or on for all; what cannot be turned stays as it is. */
static int scmi_pcap_set_enable_all(struct powercap_control_type *type, bool on)
{
	const struct scmi_pcap *pcap = to_scmi_pcap(type);
	int ret, err = 0;
	unsigned int i;

	for (i = 0; i < pcap->num; i++) {
		const struct scmi_powercap_info *info = pcap->zones[i]->info;

		if (!info->powercap_cap_config)
			continue;
		ret = pcap->ops->cap_enable_set(pcap->ph, info->id, on);
		if (!err)
			err = ret;
	}
	return err;
}

/* On, if something is capped that need not be. */
static int scmi_pcap_get_enable_all(struct powercap_control_type *type, bool *on)
{
	const struct scmi_pcap *pcap = to_scmi_pcap(type);
	unsigned int i;
	int ret = 0;

	*on = false;
	for (i = 0; i < pcap->num && !ret && !*on; i++)
		if (pcap->zones[i]->info->powercap_cap_config)
			ret = pcap->ops->cap_enable_get(pcap->ph,
							pcap->zones[i]->info->id, on);
	return ret;
}

static int scmi_pcap_release_type(struct powercap_control_type *type)
{
	scmi_pcap_put(to_scmi_pcap(type));
	return 0;
}

const struct powercap_control_type_ops scmi_pcap_type_ops = {
	.set_enable = scmi_pcap_set_enable_all,
	.get_enable = scmi_pcap_get_enable_all,
	.release = scmi_pcap_release_type,
};
