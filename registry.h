/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The implementations of protocols that there are.
 */
#ifndef _SCMI_AGENT_REGISTRY_H
#define _SCMI_AGENT_REGISTRY_H

#include <linux/scmi_agent_protocol.h>

void scmi_registry_init(const struct scmi_protocol * const *builtin);
const struct scmi_protocol *scmi_registry_get(const struct scmi_base_info *base,
					      u8 id);
bool scmi_registry_has(const struct scmi_base_info *base, u8 id);

#endif /* _SCMI_AGENT_REGISTRY_H */
