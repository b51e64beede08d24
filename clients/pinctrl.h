/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the pin control client share.
 */
#ifndef _SCMI_AGENT_CLIENTS_PINCTRL_H
#define _SCMI_AGENT_CLIENTS_PINCTRL_H

#include <linux/mutex.h>
#include <linux/pinctrl/pinctrl.h>
#include <linux/pinctrl/pinconf.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* Settings that a pin or group can have: their types have 8 bits. */
#define SCMI_PINS_SETTINGS	256

/**
 * struct scmi_pins_settings - all settings of the pin or group that was asked about last
 * @until: jiffies until which they are believed; 0: there are none
 * @type: pin or group
 * @id: which
 * @num: entries in @types and @values
 * @types: settings
 * @values: their values
 */
struct scmi_pins_settings {
	unsigned long until;
	enum scmi_pinctrl_selector_type type;
	u32 id;
	unsigned int num;
	enum scmi_pinctrl_conf_type types[SCMI_PINS_SETTINGS];
	u32 values[SCMI_PINS_SETTINGS];
};

/**
 * struct scmi_pins_function - a function
 * @groups: names of the groups that can have it; NULL until somebody asks; under the
 *	    lock, then immutable
 * @num: entries in @groups
 */
struct scmi_pins_function {
	const char **groups;
	unsigned int num;
};

/**
 * struct scmi_pins - the pins of one instance; immutable but for what a lock is for
 * @dev: the client's device
 * @ops: operations of the protocol
 * @ph: its handle
 * @desc: what the framework knows of us
 * @pctldev: the framework's
 * @pins: pins by id, @desc's; those that the platform has not got, too, because groups
 *	  may list them and the framework warns about pins that it does not know
 * @num_groups: groups of the platform; those with higher ids are single pins
 * @single: single pins are groups, too
 * @num_functions: functions
 * @functions: by id
 * @no_request: the platform does not know of requests for pins; atomic
 * @lock: serialises those who ask about functions and settings; below the framework's
 *	  locks, above those of the core
 * @settings: under @lock
 */
struct scmi_pins {
	struct device *dev;
	const struct scmi_pinctrl_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct pinctrl_desc desc;
	struct pinctrl_dev *pctldev;
	struct pinctrl_pin_desc *pins;
	unsigned int num_groups;
	bool single;
	unsigned int num_functions;
	struct scmi_pins_function *functions;
	bool no_request;
	struct mutex lock; /* see above */
	struct scmi_pins_settings settings;
};

/*
 * What is a group to the framework may be a single pin to the platform: whose id is
 * returned, and which of the two it is in @type.
 */
static inline u32 scmi_pins_group(const struct scmi_pins *pins,
				  unsigned int group,
				  enum scmi_pinctrl_selector_type *type)
{
	*type = group < pins->num_groups ? GROUP_TYPE : PIN_TYPE;
	return *type == GROUP_TYPE ? group :
				     group - pins->num_groups;
}

/* pinctrl_conf.c */
extern const struct pinconf_ops scmi_pins_conf_ops;

#endif /* _SCMI_AGENT_CLIENTS_PINCTRL_H */
