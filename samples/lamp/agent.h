/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What clients see of the LAMP protocol.
 */
#ifndef _SCMI_AGENT_PROTO_LAMP_H
#define _SCMI_AGENT_PROTO_LAMP_H

#include "protocol.h"

#define SCMI_PROTOCOL_LAMP	0x7e

/**
 * struct scmi_lamp_ops - operations of the LAMP protocol
 * @set: turn a lamp on or off
 * @get: is a lamp on?
 */
struct scmi_lamp_ops {
	int (*set)(const struct scmi_protocol_handle *ph, u32 id, bool on);
	int (*get)(const struct scmi_protocol_handle *ph, u32 id, bool *on);
};

#endif /* _SCMI_AGENT_PROTO_LAMP_H */
