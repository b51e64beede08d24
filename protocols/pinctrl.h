/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the PINCTRL protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_PINCTRL_H
#define _SCMI_AGENT_PROTO_PINCTRL_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_pinctrl.h>
#include <linux/types.h>

#include "losses.h"
#include "parts.h"
#include "passing.h"
#include "protocol.h"

/* Kinds of objects, enum scmi_pinctrl_selector_type. */
#define SCMI_PINCTRL_KINDS	(FUNCTION_TYPE + 1)

/* What objects may lack. */
enum {
	SCMI_PINCTRL_LOST_ATTRIBUTES,
	SCMI_PINCTRL_LOST_NAME,
	SCMI_PINCTRL_LOST_MEMBERS,
	SCMI_PINCTRL_LOST_MEMBER,
	SCMI_PINCTRL_LOST_NUM
};

/**
 * struct scmi_pinctrl_members - pins of a group, or what can have a function; immutable
 * @num: entries in @ids
 * @ids: ids that exist
 */
struct scmi_pinctrl_members {
	u32 num;
	unsigned int ids[];
};

/**
 * struct scmi_pinctrl_object - a pin, a group or a function
 * @name: name; immutable once @known
 * @attributes: attributes word of PINCTRL_ATTRIBUTES; likewise
 * @absent: the platform has no such object; likewise
 * @known: there is nothing more to find out about these; atomic
 * @members: those of a group or function; atomic: NULL, then set once
 * @members_err: why there are none; under the lock
 * @members_again: when they may be asked for again, in seconds; atomic
 */
struct scmi_pinctrl_object {
	char name[SCMI_MAX_STR_SIZE];
	u32 attributes;
	bool absent;
	bool known;
	struct scmi_pinctrl_members *members;
	int members_err;
	unsigned int members_again;
};

/**
 * struct scmi_pinctrl_kind - all pins, groups or functions
 * @type: enum scmi_pinctrl_selector_type, which is on the wire too; immutable
 * @count: number of ids; immutable
 * @objects: by id; immutable
 * @err: why not all of them are known; written under the lock, atomic
 * @again: when they may be asked for again, in seconds; atomic
 * @losses: what they lack; under the lock
 */
struct scmi_pinctrl_kind {
	u32 type;
	u32 count;
	struct scmi_pinctrl_object *objects;
	int err;
	unsigned int again;
	struct scmi_losses losses;
};

/**
 * struct scmi_pinctrl - the PINCTRL protocol of one instance
 * @kinds: pins, groups, functions
 * @budget: bytes that lists of members may still take
 * @lock: held by whoever finds out about objects; taken below the pin control
 *	  framework's locks and above all of the core's
 */
struct scmi_pinctrl {
	struct scmi_pinctrl_kind kinds[SCMI_PINCTRL_KINDS];
	atomic_long_t budget;
	struct mutex lock;
};

static inline struct scmi_pinctrl *
scmi_pinctrl(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The pins, groups or functions; NULL if it is neither. */
static inline struct scmi_pinctrl_kind *
scmi_pinctrl_kind(const struct scmi_protocol_handle *ph,
		  enum scmi_pinctrl_selector_type type)
{
	return (u32)type < SCMI_PINCTRL_KINDS ? &scmi_pinctrl(ph)->kinds[type] : NULL;
}

static inline bool scmi_pinctrl_has(const struct scmi_protocol_handle *ph,
				    enum scmi_pinctrl_selector_type type, u32 id)
{
	const struct scmi_pinctrl_kind *kind = scmi_pinctrl_kind(ph, type);

	return kind && id < kind->count;
}

/* A pin or a group: what there are settings for, and what can be requested. */
static inline bool scmi_pinctrl_is_pin(const struct scmi_protocol_handle *ph,
				       enum scmi_pinctrl_selector_type type,
				       u32 id)
{
	return type != FUNCTION_TYPE && scmi_pinctrl_has(ph, type, id);
}

/* Errors after which an object is asked about again. */
static inline bool scmi_pinctrl_may_pass(int err)
{
	return scmi_error_may_pass(err) || err == -ENOMEM;
}

/* PINCTRL_ATTRIBUTES: attributes */
#define SCMI_PINCTRL_EXTENDED_NAME	BIT(31)
#define SCMI_PINCTRL_IS_GPIO		BIT(17)
#define SCMI_PINCTRL_OF_PINS		BIT(16)
#define SCMI_PINCTRL_NUM_MEMBERS	GENMASK(15, 0)

/* pinctrl_names.c */
extern const char * const * const scmi_pinctrl_lost[SCMI_PINCTRL_KINDS];
int scmi_pinctrl_object(const struct scmi_protocol_handle *ph,
			enum scmi_pinctrl_selector_type type, u32 id,
			const struct scmi_pinctrl_object **obj);
int scmi_pinctrl_name_get(const struct scmi_protocol_handle *ph, u32 id,
			  enum scmi_pinctrl_selector_type type,
			  const char **name);

/* pinctrl_members.c */
int scmi_pinctrl_group_pins_get(const struct scmi_protocol_handle *ph, u32 id,
				const unsigned int **pins, unsigned int *num);
int scmi_pinctrl_function_groups_get(const struct scmi_protocol_handle *ph,
				     u32 id, unsigned int *num,
				     const unsigned int **groups);

/* pinctrl_settings.c */
int scmi_pinctrl_mux_set(const struct scmi_protocol_handle *ph, u32 function,
			 u32 group);
int scmi_pinctrl_settings_get_one(const struct scmi_protocol_handle *ph,
				  u32 id, enum scmi_pinctrl_selector_type type,
				  enum scmi_pinctrl_conf_type config,
				  u32 *value);
int scmi_pinctrl_settings_get_all(const struct scmi_protocol_handle *ph,
				  u32 id, enum scmi_pinctrl_selector_type type,
				  unsigned int *num,
				  enum scmi_pinctrl_conf_type *configs,
				  u32 *values);
int scmi_pinctrl_settings_conf(const struct scmi_protocol_handle *ph, u32 id,
			       enum scmi_pinctrl_selector_type type,
			       unsigned int num,
			       enum scmi_pinctrl_conf_type *configs,
			       u32 *values);

#endif /* _SCMI_AGENT_PROTO_PINCTRL_H */
