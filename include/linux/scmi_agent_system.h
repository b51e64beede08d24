/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SYSTEM power protocol operations; mainline has none.
 */
#ifndef _LINUX_SCMI_AGENT_SYSTEM_H
#define _LINUX_SCMI_AGENT_SYSTEM_H

#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* States from here on are the implementation's own. */
#define SCMI_AGENT_SYSTEM_OWN	0x80000000U

/**
 * struct scmi_agent_system_ops - operations of protocol %SCMI_PROTOCOL_SYSTEM
 * @state_set: ask for a state of the whole system, one of enum scmi_system_events or the
 *	       implementation's own. If @graceful, the other agents are asked first, and
 *	       have the time that the platform gives them; otherwise it is done at once.
 *	       If @atomic, it does not sleep, for handlers of restart and power off. Return: 0
 *	       when the platform has accepted that, after which the machine may end at any
 *	       moment; -EACCES if it is not ours to ask for; -EOPNOTSUPP if the platform
 *	       cannot do it, or @atomic and the transport cannot be polled
 * @state_get: the state that the system is in, as the platform says
 * @state_supported: can @state be asked for? The platform is asked. Those that have the
 *		     command know shutdown, cold reset and powering up; warm reset and
 *		     suspend are offers. Of states of its own nobody knows before they are
 *		     asked for: false. Return: false also when the platform did not answer.
 * @prepare: devices have been shut down: make ready for a last @state_set, @atomic. For
 *	     handlers that prepare restart or power off (SYS_OFF_MODE_RESTART_PREPARE,
 *	     SYS_OFF_MODE_POWER_OFF_PREPARE) and nobody else: from now on the platform can
 *	     write to memory again, which no other kernel may get before the machine was
 *	     reset. Sends nothing. Return: 0, or why it cannot be
 *
 * From devm_protocol_get(sdev, SCMI_PROTOCOL_SYSTEM, &ph). All send messages and sleep,
 * but for what is said of @atomic and @prepare; all but one return 0 or negative errno.
 */
struct scmi_agent_system_ops {
	int (*state_set)(const struct scmi_protocol_handle *ph, u32 state,
			 bool graceful, bool atomic);
	int (*state_get)(const struct scmi_protocol_handle *ph, u32 *state);
	bool (*state_supported)(const struct scmi_protocol_handle *ph, u32 state);
	int (*prepare)(const struct scmi_protocol_handle *ph);
};

#endif /* _LINUX_SCMI_AGENT_SYSTEM_H */
