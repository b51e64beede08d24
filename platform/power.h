/* SPDX-License-Identifier: GPL-2.0-only */
/* Power domains: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_POWER_H
#define SCMI_PLATFORM_POWER_H

#include "internal.h"

/* Power domain flags */
#define SCMIP_PWR_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_PWR_NOTIFY	BIT(1)	/* can announce changes of state */
#define SCMIP_PWR_NOTIFY_REQ	BIT(2)	/* can announce requests for one */
#define SCMIP_PWR_SYNC		BIT(3)	/* can be set synchronously */
#define SCMIP_PWR_ASYNC		BIT(4)	/* can be set asynchronously */
#define SCMIP_PWR_DENY		BIT(5)	/* not for this agent */

/* Power states that every domain has; with bit 30 the context is lost. */
#define SCMIP_PWR_ON		0x0
#define SCMIP_PWR_OFF		0x40000000

/**
 * struct scmip_power_domain - one power domain
 * @name: name, shown in full only by POWER_DOMAIN_NAME_GET
 * @states: states that can be set, as on the wire
 * @num_states: entries of @states
 * @state: state at boot
 * @delay_ns: how long an asynchronous change takes
 * @flags: SCMIP_PWR_*
 */
struct scmip_power_domain {
	const char *name;
	const u32 *states;
	u32 num_states;
	u32 state;
	u64 delay_ns;
	u32 flags;
};

/**
 * struct scmip_power_state - what is known of a power domain
 * @state: state, as on the wire
 * @notify: the agent wants to know of changes
 * @notify_req: the agent wants to know of requests
 */
struct scmip_power_state {
	u32 state;
	bool notify;
	bool notify_req;
};

/* A power state as text: on, off or a number. */
static inline bool scmip_power_parse(const char *word, u32 *state)
{
	u64 v = scmip_same(word, "off") ? SCMIP_PWR_OFF : SCMIP_PWR_ON;

	if (!scmip_same(word, "on") && !scmip_same(word, "off") &&
	    (!scmip_parse_u64(word, &v) || v > U32_MAX))
		return false;
	*state = (u32)v;
	return true;
}

extern const struct board_part board_part_power;

#endif /* SCMI_PLATFORM_POWER_H */
