/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * POWER protocol: what mainline's operations do not have.
 */

#ifndef _LINUX_SCMI_AGENT_POWER_H
#define _LINUX_SCMI_AGENT_POWER_H

#include <linux/types.h>

struct scmi_protocol_handle;

/*
 * The other event of the protocol: an agent asked for a change of a state. Its report is
 * a struct scmi_power_state_changed_report, too, in which @power_state is what was asked
 * for.
 */
#define SCMI_EVENT_POWER_STATE_CHANGE_REQUESTED	0x1

/**
 * struct scmi_agent_power_state - the state that a domain is in at the moment
 * @err: 0, or why @state is not known; -ENOENT for a hole
 * @state: state, as SCMI_POWER_STATE_PARAM() makes them
 */
struct scmi_agent_power_state {
	int err;
	u32 state;
};

int scmi_agent_power_set(const struct scmi_protocol_handle *ph, u32 id,
			 u32 state, bool atomic);
int scmi_agent_power_get(const struct scmi_protocol_handle *ph, u32 id,
			 u32 *state, bool atomic);
int scmi_agent_power_request(const struct scmi_protocol_handle *ph, u32 id,
			     u32 state);
int scmi_agent_power_read_states(const struct scmi_protocol_handle *ph,
				 struct scmi_agent_power_state *states,
				 u32 count);
int scmi_agent_power_statistics(const struct scmi_protocol_handle *ph,
				u64 *address, u32 *size);

#endif /* _LINUX_SCMI_AGENT_POWER_H */
