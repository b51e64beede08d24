/* SPDX-License-Identifier: GPL-2.0-only */
/* Voltage domains: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_VOLTAGE_H
#define SCMI_PLATFORM_VOLTAGE_H

#include "internal.h"

/* Modes, bits [3:0] of a configuration */
#define SCMIP_VOLT_MODE_OFF	0x0
#define SCMIP_VOLT_MODE_ON	0x7
#define SCMIP_VOLT_MODE_OWN	0x8	/* this and above are the implementation's */
#define SCMIP_VOLT_MODES	16

/* Domain flags */
#define SCMIP_VOLT_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_VOLT_RANGE	BIT(1)	/* levels are lowest, highest, step */
#define SCMIP_VOLT_ASYNC	BIT(2)	/* can be set asynchronously */
#define SCMIP_VOLT_DENY_CONFIG	BIT(3)
#define SCMIP_VOLT_DENY_LEVEL	BIT(4)

/**
 * struct scmip_voltage - one voltage domain
 * @name: name, shown in full only by VOLTAGE_DOMAIN_NAME_GET
 * @levels: levels in ascending order, microvolts, may be negative
 * @num_levels: entries of @levels, 3 with SCMIP_VOLT_RANGE
 * @level: level at boot
 * @mode: mode at boot
 * @modes: bit N set: mode N can be set
 * @set_delay_ns: how long an asynchronous change of the level takes
 * @flags: SCMIP_VOLT_*
 */
struct scmip_voltage {
	const char *name;
	const s32 *levels;
	u32 num_levels;
	s32 level;
	u32 mode;
	u32 modes;
	u64 set_delay_ns;
	u32 flags;
};

/**
 * struct scmip_voltage_state - what a domain remembers
 * @level: its level, microvolts
 * @mode: its mode
 * @busy: an asynchronous change of the level is not complete
 */
struct scmip_voltage_state {
	s32 level;
	u32 mode;
	bool busy;
};

extern const struct board_part board_part_voltage;

bool scmip_voltage_has(const struct scmip_voltage *v, s32 level);

#endif /* SCMI_PLATFORM_VOLTAGE_H */
