/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * BASE protocol operations; an extension of <linux/scmi_protocol.h>.
 */
#ifndef _LINUX_SCMI_AGENT_BASE_H
#define _LINUX_SCMI_AGENT_BASE_H

#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* Agent id that means the caller's own agent; platforms from v2.0 on. */
#define SCMI_AGENT_BASE_SELF	0xffffffffU

/**
 * struct scmi_agent_base_agent - an agent that the platform knows
 * @id: agent id, 0 is the platform itself; as asked for when the platform is
 *	older than v2.0, which does not tell
 * @name: name in printable ASCII, may be empty
 */
struct scmi_agent_base_agent {
	u32 id;
	char name[SCMI_SHORT_NAME_MAX_SIZE];
};

/**
 * struct scmi_agent_base_ops - operations of protocol %SCMI_PROTOCOL_BASE
 * @discover_agent: ask for the name of agent @agent_id, or of our own
 *		    (%SCMI_AGENT_BASE_SELF)
 * @set_device_permissions: let agent @agent_id access device @device_id, or not
 * @set_protocol_permissions: let agent @agent_id use protocol @proto_id on
 *			      device @device_id, or not
 * @reset_agent_configuration: undo what agent @agent_id configured, and also
 *			       its permissions if @reset_permissions
 *
 * From devm_protocol_get(sdev, SCMI_PROTOCOL_BASE, &ph). All send messages and
 * sleep; they return 0, -EOPNOTSUPP or -ENOENT when the platform does not
 * implement the command, or another negative errno. The last three are for a
 * trusted agent only, others get -EACCES.
 */
struct scmi_agent_base_ops {
	int (*discover_agent)(const struct scmi_protocol_handle *ph,
			      u32 agent_id,
			      struct scmi_agent_base_agent *agent);
	int (*set_device_permissions)(const struct scmi_protocol_handle *ph,
				      u32 agent_id, u32 device_id, bool allow);
	int (*set_protocol_permissions)(const struct scmi_protocol_handle *ph,
					u32 agent_id, u32 device_id,
					u8 proto_id, bool allow);
	int (*reset_agent_configuration)(const struct scmi_protocol_handle *ph,
					 u32 agent_id, bool reset_permissions);
};

#endif /* _LINUX_SCMI_AGENT_BASE_H */
