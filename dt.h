/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the core reads in the devicetree node of a platform.
 */
#ifndef _SCMI_AGENT_DT_H
#define _SCMI_AGENT_DT_H

#include <linux/types.h>

struct device;
struct device_node;
struct scmi_instance;

int scmi_node_protocol(struct device_node *np);
bool scmi_node_enables(struct scmi_instance *inst, u8 proto);
struct device_node *scmi_instance_node(struct scmi_instance *inst, u8 proto);
void scmi_instance_apply_node(struct scmi_instance *inst);
unsigned int scmi_atomic_threshold(struct device *dev,
				   const struct device_node *np);

#endif /* _SCMI_AGENT_DT_H */
