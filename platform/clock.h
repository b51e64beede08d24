/* SPDX-License-Identifier: GPL-2.0-only */
/* Clocks: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_CLOCK_H
#define SCMI_PLATFORM_CLOCK_H

#include "internal.h"

#define SCMIP_OEM_TYPES		4	/* settings 0x80..0x83 exist */

/* Clock flags */
#define SCMIP_CLK_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_CLK_ENABLED	BIT(1)	/* runs at boot */
#define SCMIP_CLK_NOTIFY	BIT(2)	/* can announce rate changes */
#define SCMIP_CLK_NOTIFY_REQ	BIT(3)	/* can announce requests for one */
#define SCMIP_CLK_EXT_CONFIG	BIT(4)	/* has duty cycle and OEM settings */
#define SCMIP_CLK_RANGE		BIT(5)	/* min, max, step instead of a list */
#define SCMIP_CLK_DENY_STATE	BIT(6)
#define SCMIP_CLK_DENY_PARENT	BIT(7)
#define SCMIP_CLK_DENY_RATE	BIT(8)
#define SCMIP_CLK_DENY_ALL \
	(SCMIP_CLK_DENY_STATE | SCMIP_CLK_DENY_PARENT | SCMIP_CLK_DENY_RATE)

/**
 * struct scmip_clock - one clock domain
 * @name: name, shown in full only by CLOCK_NAME_GET
 * @rate: rate at boot, Hz
 * @rates: rates in ascending order, NULL with SCMIP_CLK_RANGE
 * @num_rates: entries of @rates
 * @min: lowest rate, with SCMIP_CLK_RANGE
 * @max: highest rate, with SCMIP_CLK_RANGE
 * @step: distance of two rates, not 0, with SCMIP_CLK_RANGE
 * @parents: ids of the clocks that may feed this one
 * @num_parents: entries of @parents, at most 255
 * @parent: id of the parent at boot, one of @parents
 * @latency_us: time that enabling takes, as reported; 0 is not known
 * @duty: duty cycle at boot in percent, with SCMIP_CLK_EXT_CONFIG
 * @set_delay_ns: how long an asynchronous rate change takes
 * @flags: SCMIP_CLK_*
 */
struct scmip_clock {
	const char *name;
	u64 rate;
	const u64 *rates;
	u32 num_rates;
	u64 min;
	u64 max;
	u64 step;
	const u32 *parents;
	u32 num_parents;
	u32 parent;
	u32 latency_us;
	u32 duty;
	u64 set_delay_ns;
	u32 flags;
};

struct scmip_clock_state {
	u64 rate;
	u32 parent;
	u32 duty;
	u32 phase;
	u32 oem[SCMIP_OEM_TYPES];
	bool enabled;
	bool notify;
	bool notify_req;
};

/* The clock with an id that exists. */
static inline const struct scmip_clock *
scmip_clock_at(const struct scmip_server *s, u32 id)
{
	const struct scmip_clock *all = s->proto[SCMIP_IDX_CLOCK].desc->items;

	return &all[id];
}

/* Its state. */
static inline struct scmip_clock_state *
scmip_clock_state(const struct scmip_server *s, u32 id)
{
	struct scmip_clock_state *all = s->proto[SCMIP_IDX_CLOCK].own;

	return &all[id];
}

/* Whether an id exists, and is no hole. */
static inline bool scmip_clock_valid(const struct scmip_server *s, u32 id)
{
	return id < s->proto[SCMIP_IDX_CLOCK].desc->num &&
	       !(scmip_clock_at(s, id)->flags & SCMIP_CLK_HOLE);
}

extern const struct board_part board_part_clock;

bool scmip_clock_round(const struct scmip_clock *c, u64 *rate, u32 mode);
s32 scmip_clock_describe_rates(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_clock_possible_parents(struct scmip_server *s, struct scmip_msg *m);

#endif /* SCMI_PLATFORM_CLOCK_H */
