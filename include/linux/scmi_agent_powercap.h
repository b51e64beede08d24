/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * POWERCAP protocol: what scmi-agent-powercap asks for beyond the public API, which has
 * one cap per domain. Since version 3.0 (SCMI v4.0) there may be several.
 */

#ifndef _LINUX_SCMI_AGENT_POWERCAP_H
#define _LINUX_SCMI_AGENT_POWERCAP_H

#include <linux/scmi_protocol.h>
#include <linux/types.h>

/**
 * struct scmi_agent_powercap_range - values that something has
 * @min: lowest one
 * @max: highest one, not below @min; 0 when nothing is known about them
 * @step: distance of two; @max need not be a whole number of them above @min
 * @settable: it can be set to them, and then neither @min nor @step are 0
 */
struct scmi_agent_powercap_range {
	u32 min;
	u32 max;
	u32 step;
	bool settable;
};

/**
 * struct scmi_agent_powercap_level - a capping level of a domain
 * @id: the platform's number for it
 * @name: name, terminated; empty for the level of a domain that has no other
 * @caps: caps, in the domain's unit
 * @intervals: intervals over which power is averaged for the cap, in microseconds
 */
struct scmi_agent_powercap_level {
	u32 id;
	char name[SCMI_SHORT_NAME_MAX_SIZE];
	struct scmi_agent_powercap_range caps;
	struct scmi_agent_powercap_range intervals;
};

/**
 * struct scmi_agent_powercap_cap_report - the report of POWERCAP_CAP_CHANGED in full
 * @report: the part that is in the public API, by which it can be had from a notifier
 * @level: index of the level that it is about
 */
struct scmi_agent_powercap_cap_report {
	struct scmi_powercap_cap_changed_report report;
	unsigned int level;
};

unsigned int scmi_agent_powercap_num_levels(const struct scmi_protocol_handle *ph,
					    u32 id);
const struct scmi_agent_powercap_level *
scmi_agent_powercap_level(const struct scmi_protocol_handle *ph, u32 id,
			  unsigned int level);
int scmi_agent_powercap_cap_get(const struct scmi_protocol_handle *ph, u32 id,
				unsigned int level, u32 *cap);
int scmi_agent_powercap_cap_set(const struct scmi_protocol_handle *ph, u32 id,
				unsigned int level, u32 cap);
int scmi_agent_powercap_interval_get(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int level, u32 *us);
int scmi_agent_powercap_interval_set(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int level, u32 us);
const struct scmi_agent_powercap_range *
scmi_agent_powercap_windows(const struct scmi_protocol_handle *ph, u32 id);
int scmi_agent_powercap_window_get(const struct scmi_protocol_handle *ph, u32 id,
				   u32 *us);
int scmi_agent_powercap_window_set(const struct scmi_protocol_handle *ph, u32 id,
				   u32 us);

#endif /* _LINUX_SCMI_AGENT_POWERCAP_H */
