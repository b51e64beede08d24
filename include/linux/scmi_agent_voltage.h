/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VOLTAGE protocol: what there is beyond the public API.
 */

#ifndef _LINUX_SCMI_AGENT_VOLTAGE_H
#define _LINUX_SCMI_AGENT_VOLTAGE_H

#include <linux/types.h>

struct scmi_protocol_handle;
struct scmi_voltage_info;

const struct scmi_voltage_info *
scmi_agent_voltage_info(const struct scmi_protocol_handle *ph, u32 id);
int scmi_agent_voltage_levels(const struct scmi_protocol_handle *ph, u32 id);

#endif /* _LINUX_SCMI_AGENT_VOLTAGE_H */
