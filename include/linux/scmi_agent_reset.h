/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * RESET protocol: what there is beyond the public API.
 */

#ifndef _LINUX_SCMI_AGENT_RESET_H
#define _LINUX_SCMI_AGENT_RESET_H

#include <linux/bits.h>
#include <linux/types.h>

struct scmi_protocol_handle;

/**
 * enum scmi_agent_reset_way - how a domain is reset
 * @SCMI_AGENT_RESET_AUTONOMOUS: the platform resets it and releases it by itself
 * @SCMI_AGENT_RESET_ASSERT: its signal is asserted until it is released
 * @SCMI_AGENT_RESET_DEASSERT: its signal is released
 */
enum scmi_agent_reset_way {
	SCMI_AGENT_RESET_AUTONOMOUS,
	SCMI_AGENT_RESET_ASSERT,
	SCMI_AGENT_RESET_DEASSERT,
};

/* Reset states: all of the context is lost; what bits 30:0 say is the vendor's. */
#define SCMI_AGENT_RESET_COLD		0
#define SCMI_AGENT_RESET_VENDOR		BIT(31)

int scmi_agent_reset_to(const struct scmi_protocol_handle *ph, u32 id,
			enum scmi_agent_reset_way way, u32 state);

#endif /* _LINUX_SCMI_AGENT_RESET_H */
