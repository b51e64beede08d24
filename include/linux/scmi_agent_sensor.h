/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SENSOR protocol: what our clients ask for beyond the public API.
 */

#ifndef _LINUX_SCMI_AGENT_SENSOR_H
#define _LINUX_SCMI_AGENT_SENSOR_H

#include <linux/types.h>

struct scmi_protocol_handle;
struct scmi_sensor_info;

const struct scmi_sensor_info *
scmi_agent_sensor_info(const struct scmi_protocol_handle *ph, u32 id);
int scmi_agent_sensor_read_configs(const struct scmi_protocol_handle *ph,
				   const u32 *ids, int *errs, u32 num);

#endif /* _LINUX_SCMI_AGENT_SENSOR_H */
