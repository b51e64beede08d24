/* SPDX-License-Identifier: GPL-2.0-only */
/* Reset domains: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_RESET_H
#define SCMI_PLATFORM_RESET_H

#include "internal.h"

/* Reset domain flags */
#define SCMIP_RST_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_RST_NOTIFY	BIT(1)	/* can announce resets */
#define SCMIP_RST_ASYNC		BIT(2)	/* can be reset asynchronously */
#define SCMIP_RST_AUTONOMOUS	BIT(3)	/* can be reset in one command */
#define SCMIP_RST_EXPLICIT	BIT(4)	/* has a signal to assert and release */
#define SCMIP_RST_DENY		BIT(5)	/* not for this agent */

#define SCMIP_RST_UNKNOWN	U32_MAX	/* a latency that is not reported */

/**
 * struct scmip_reset_domain - one reset domain
 * @name: name, shown in full only by RESET_DOMAIN_NAME_GET
 * @states: reset states that can be asked for, as on the wire
 * @num_states: entries of @states
 * @latency_us: time that a reset takes, as reported, or SCMIP_RST_UNKNOWN
 * @delay_ns: how long an asynchronous reset takes
 * @flags: SCMIP_RST_*
 */
struct scmip_reset_domain {
	const char *name;
	const u32 *states;
	u32 num_states;
	u32 latency_us;
	u64 delay_ns;
	u32 flags;
};

/**
 * struct scmip_reset_state - what is known of a reset domain
 * @count: resets so far; an assertion is one, a release is none
 * @state: reset state of the last one
 * @asserted: the signal is asserted
 * @busy: an asynchronous reset is not complete
 * @notify: the agent wants to know of resets
 */
struct scmip_reset_state {
	u64 count;
	u32 state;
	bool asserted;
	bool busy;
	bool notify;
};

extern const struct board_part board_part_reset;

#endif /* SCMI_PLATFORM_RESET_H */
