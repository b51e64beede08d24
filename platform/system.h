/* SPDX-License-Identifier: GPL-2.0-only */
/* The power state of the whole system, and requests to change it. */
#ifndef SCMI_PLATFORM_SYSTEM_H
#define SCMI_PLATFORM_SYSTEM_H

#include "internal.h"

/* States; those between have no meaning */
#define SCMIP_SYS_SHUTDOWN	0x0
#define SCMIP_SYS_COLD_RESET	0x1
#define SCMIP_SYS_WARM_RESET	0x2
#define SCMIP_SYS_POWER_UP	0x3
#define SCMIP_SYS_SUSPEND	0x4
#define SCMIP_SYS_OWN		0x80000000U	/* this and above are the implementation's */

#define SCMIP_SYS_MAX_STATES	16

/* Flags */
#define SCMIP_SYS_DENY		BIT(0)	/* the agent may request nothing */

/**
 * struct scmip_system - how the system can change its state
 * @states: those that an agent can request
 * @num_states: entries of @states
 * @state: state at boot
 * @timeout_ns: after this a graceful request becomes a forceful one, 0 for never
 * @flags: SCMIP_SYS_*
 */
struct scmip_system {
	u32 states[SCMIP_SYS_MAX_STATES];
	u32 num_states;
	u32 state;
	u64 timeout_ns;
	u32 flags;
};

extern const struct board_part board_part_system;
extern const struct scmip_system scmip_system_usual;

bool scmip_system_parse(const char *word, u32 *state);

#endif /* SCMI_PLATFORM_SYSTEM_H */
