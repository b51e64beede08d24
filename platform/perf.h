/* SPDX-License-Identifier: GPL-2.0-only */
/* Performance domains: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_PERF_H
#define SCMI_PLATFORM_PERF_H

#include "internal.h"

/* Messages that a fast channel can stand for */
#define SCMIP_PERF_LIMITS_SET	0x5
#define SCMIP_PERF_LIMITS_GET	0x6
#define SCMIP_PERF_LEVEL_SET	0x7
#define SCMIP_PERF_LEVEL_GET	0x8

/* Performance domain flags */
#define SCMIP_PERF_HOLE			BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_PERF_NOTIFY_LIMITS	BIT(1)	/* can announce changes of limits */
#define SCMIP_PERF_NOTIFY_LEVEL		BIT(2)	/* can announce changes of level */
#define SCMIP_PERF_DENY_LIMITS		BIT(3)	/* not for this agent */
#define SCMIP_PERF_DENY_LEVEL		BIT(4)	/* not for this agent */
#define SCMIP_PERF_INDEXED		BIT(5)	/* since 4.0 messages have indices for levels */

/* What power costs are counted in; neither is an abstract scale. */
#define SCMIP_PERF_MILLIWATTS	BIT(0)
#define SCMIP_PERF_MICROWATTS	BIT(1)

/**
 * struct scmip_level - one performance level
 * @value: the level
 * @power: what it costs
 * @latency_us: time that the change to it takes, as reported, 16 bits
 * @khz: frequency that it stands for, reported since 4.0
 * @index: its index, reported since 4.0
 */
struct scmip_level {
	u32 value;
	u32 power;
	u32 latency_us;
	u32 khz;
	u32 index;
};

/**
 * struct scmip_perf_domain - one performance domain
 * @name: name, shown in full only by PERFORMANCE_DOMAIN_NAME_GET
 * @levels: its levels, in the order in which they are described
 * @num_levels: entries of @levels
 * @level: level at boot
 * @min: lower limit at boot
 * @max: upper limit at boot
 * @sustained_level: level that can be sustained, as reported
 * @sustained_khz: frequency that this is, as reported
 * @rate_limit_us: time between two requests, as reported, 20 bits
 * @fast: bit N set: a fast channel is promised for message N
 * @doorbell: bytes of their doorbell, 0 for none
 * @flags: SCMIP_PERF_*
 */
struct scmip_perf_domain {
	const char *name;
	const struct scmip_level *levels;
	u32 num_levels;
	u32 level;
	u32 min;
	u32 max;
	u32 sustained_level;
	u32 sustained_khz;
	u32 rate_limit_us;
	u32 fast;
	u32 doorbell;
	u32 flags;
};

/**
 * struct scmip_perf_state - what is known of a performance domain
 * @level: level
 * @min: lower limit
 * @max: upper limit
 * @notify_limits: the agent wants to know of changes of @min and @max
 * @notify_level: the agent wants to know of changes of @level
 *
 * All of them are values, also where messages have indices.
 */
struct scmip_perf_state {
	u32 level;
	u32 min;
	u32 max;
	bool notify_limits;
	bool notify_level;
};

/* The domain with an id; NULL if there is none, or it is a hole. */
static inline const struct scmip_perf_domain *scmip_perf_of(const struct scmip_server *s, u32 id)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_PERF].desc;
	const struct scmip_perf_domain *all = desc->items;

	return id < desc->num && !(all[id].flags & SCMIP_PERF_HOLE) ? &all[id] : NULL;
}

/* The state of a domain that exists. */
static inline struct scmip_perf_state *scmip_perf_state(const struct scmip_server *s, u32 id)
{
	struct scmip_perf_state *all = s->proto[SCMIP_IDX_PERF].own;

	return &all[id];
}

/* Whether messages have indices for a domain's levels. */
static inline bool scmip_perf_indexed(const struct scmip_perf_domain *d, u32 version)
{
	return d->flags & SCMIP_PERF_INDEXED && version >= SCMIP_VERSION(4, 0);
}

extern const struct board_part board_part_perf;

/* perf_levels.c */
bool scmip_perf_value(const struct scmip_perf_domain *d, u32 version, u32 word, u32 *value);
u32 scmip_perf_word(const struct scmip_perf_domain *d, u32 version, u32 value);
bool scmip_perf_spans(const struct scmip_perf_domain *d, u32 value);
u32 scmip_perf_clamp(const struct scmip_perf_domain *d, u32 level, u32 min, u32 max);
s32 scmip_perf_describe_levels(struct scmip_server *s, struct scmip_msg *m);

/* perf.c */
s32 scmip_perf_ask_limits(struct scmip_server *s, u64 now, u32 id, u32 upper, u32 lower);
s32 scmip_perf_ask_level(struct scmip_server *s, u64 now, u32 id, u32 word);

/* perf_fast.c */
void scmip_perf_fast_show(struct scmip_server *s, u32 id);
s32 scmip_perf_describe_fast(struct scmip_server *s, struct scmip_msg *m);
void scmip_perf_fast_boot(struct scmip_server *s, u32 id);
void scmip_perf_fast_look(struct scmip_server *s, u64 now, u32 id);

#endif /* SCMI_PLATFORM_PERF_H */
