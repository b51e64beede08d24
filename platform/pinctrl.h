/* SPDX-License-Identifier: GPL-2.0-only */
/* Pins, groups and functions: how the machine describes them, what they remember. */
#ifndef SCMI_PLATFORM_PINCTRL_H
#define SCMI_PLATFORM_PINCTRL_H

#include "internal.h"

/* The kinds, which are the selectors on the wire too */
#define SCMIP_PINCTRL_PIN	0
#define SCMIP_PINCTRL_GROUP	1
#define SCMIP_PINCTRL_FUNCTION	2

#define SCMIP_NO_FUNCTION	0xffffffffU

/* Flags */
#define SCMIP_PIN_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_PIN_DENY		BIT(1)	/* the agent may not change it, at boot */
#define SCMIP_PIN_OF_PINS	BIT(2)	/* a function of single pins, not of groups */
#define SCMIP_PIN_GPIO		BIT(3)	/* a function: general-purpose pins */

/**
 * struct scmip_pin_config - one setting of a pin
 * @type: type of the setting, up to 255
 * @value: its value at boot
 */
struct scmip_pin_config {
	u32 type;
	u32 value;
};

/**
 * struct scmip_pin - a pin, a group of pins, or a function
 * @name: name, shown in full only by PINCTRL_NAME_GET
 * @configs: of a pin: its settings, in ascending order of their types
 * @num_configs: entries of @configs, at most 255
 * @owner: of a pin: agent that has it at boot, 0 for none
 * @members: of a group: ids of its pins; of a function: of the groups, or the
 *	pins, that can have it
 * @num_members: entries of @members
 * @flags: SCMIP_PIN_*
 */
struct scmip_pin {
	const char *name;
	const struct scmip_pin_config *configs;
	u32 num_configs;
	u32 owner;
	const u16 *members;
	u32 num_members;
	u32 flags;
};

/**
 * struct scmip_pin_state - what a pin or a group remembers
 * @values: of a pin: its settings
 * @owner: of a pin: agent that has it to itself, 0 for none
 * @function: the one that is selected, SCMIP_NO_FUNCTION for none
 * @denied: the agent may not change it
 */
struct scmip_pin_state {
	u32 *values;
	u32 owner;
	u32 function;
	bool denied;
};

/**
 * struct scmip_pin_target - the pins that a command is about
 * @st: state of the pin or the group that it names
 * @pins: the pins, at least one; @self for a pin
 * @num: entries of @pins
 * @self: the id that it names
 */
struct scmip_pin_target {
	struct scmip_pin_state *st;
	const u16 *pins;
	u32 num;
	u16 self;
};

/* The state of a pin with an id that exists; those of groups are behind. */
static inline struct scmip_pin_state *scmip_pin_state(const struct scmip_server *s, u32 id)
{
	struct scmip_pin_state *all = s->proto[SCMIP_IDX_PINCTRL].own;

	return &all[id];
}

extern const struct board_part board_part_pin;

const struct scmip_pin *scmip_pinctrl_at(const struct scmip_server *s, u32 kind, u32 id);
s32 scmip_pinctrl_target(const struct scmip_server *s, u32 kind, u32 id,
			 struct scmip_pin_target *t);
bool scmip_pinctrl_denied(const struct scmip_server *s, const struct scmip_pin_target *t);
bool scmip_pinctrl_taken(const struct scmip_server *s, const struct scmip_pin_target *t);
bool scmip_pin_type_parse(const char *word, u32 *type);
void scmip_pin_type_print(struct scmip_text *t, u32 type);
u32 *scmip_pin_value(const struct scmip_server *s, u32 id, u32 type);
bool scmip_pinctrl_configure_fits(u32 version, const u8 *in, u32 len);
s32 scmip_pinctrl_settings_get(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_pinctrl_settings_configure(struct scmip_server *s, struct scmip_msg *m);

#endif /* SCMI_PLATFORM_PINCTRL_H */
