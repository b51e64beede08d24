/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CLOCK protocol: what scmi-agent-clk asks for beyond the public API.
 */

#ifndef _LINUX_SCMI_AGENT_CLOCK_H
#define _LINUX_SCMI_AGENT_CLOCK_H

#include <linux/types.h>

struct scmi_clock_info;
struct scmi_protocol_handle;

/**
 * struct scmi_agent_clock_state - what a clock does at the moment
 * @rate_err: 0, or why @rate is not known; -ENOENT for a hole
 * @parent_err: 0, or why @parent_id is not known; -EOPNOTSUPP when it was not
 *		asked for, the clock having less than two possible parents
 * @duty_err: 0, or why @duty is not known; -EOPNOTSUPP when it was not asked
 *	      for, the clock having no extended configuration
 * @rate: rate in Hz
 * @parent_id: clock id of the parent, as the platform said
 * @duty: duty cycle, as the platform said
 */
struct scmi_agent_clock_state {
	int rate_err;
	int parent_err;
	int duty_err;
	u64 rate;
	u32 parent_id;
	u32 duty;
};

const struct scmi_clock_info *
scmi_agent_clock_info(const struct scmi_protocol_handle *ph, u32 id);
int scmi_agent_clock_read_states(const struct scmi_protocol_handle *ph,
				 struct scmi_agent_clock_state *states,
				 u32 count);
int scmi_agent_clock_round(const struct scmi_protocol_handle *ph, u32 id,
			   unsigned long floor, unsigned long *rate);
bool scmi_agent_clock_range(const struct scmi_protocol_handle *ph, u32 id,
			    u64 *low, u64 *high);

#endif /* _LINUX_SCMI_AGENT_CLOCK_H */
