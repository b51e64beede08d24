/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PINCTRL protocol: what there is beyond the operations of <linux/scmi_protocol.h>.
 */

#ifndef _LINUX_SCMI_AGENT_PINCTRL_H
#define _LINUX_SCMI_AGENT_PINCTRL_H

#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* Function of a pin or group for which none is selected. */
#define SCMI_AGENT_PINCTRL_NONE		0xffffffffU

/**
 * struct scmi_agent_pinctrl_info - what the platform says of a pin, group or function
 * @name: name, made of the id if the platform tells none; valid as long as the handle
 * @absent: the platform says that there is none with this id
 * @of_pins: a function that single pins can have, and not groups
 * @gpio: a function that makes general-purpose inputs and outputs of pins
 * @num_members: pins of a group; groups, or pins, that can have a function
 */
struct scmi_agent_pinctrl_info {
	const char *name;
	bool absent;
	bool of_pins;
	bool gpio;
	unsigned int num_members;
};

int scmi_agent_pinctrl_read(const struct scmi_protocol_handle *ph,
			    enum scmi_pinctrl_selector_type type);
int scmi_agent_pinctrl_info(const struct scmi_protocol_handle *ph, u32 id,
			    enum scmi_pinctrl_selector_type type,
			    struct scmi_agent_pinctrl_info *info);
int scmi_agent_pinctrl_mux_pin(const struct scmi_protocol_handle *ph,
			       u32 function, u32 pin);
int scmi_agent_pinctrl_mux_get(const struct scmi_protocol_handle *ph, u32 id,
			       enum scmi_pinctrl_selector_type type,
			       u32 *function);
int scmi_agent_pinctrl_set_permissions(const struct scmi_protocol_handle *ph,
				       u32 agent_id, u32 id,
				       enum scmi_pinctrl_selector_type type,
				       bool allow);

#endif /* _LINUX_SCMI_AGENT_PINCTRL_H */
