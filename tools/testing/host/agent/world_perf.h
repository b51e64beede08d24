/* SPDX-License-Identifier: GPL-2.0-only */
/* Invented performance domains, for those that try them. */
#ifndef AGENT_WORLD_PERF_H
#define AGENT_WORLD_PERF_H

#include "world.h"

/* What is wrong with a domain's fast channels. */
enum fast {
	FAST_NONE,
	FAST_GOOD,
	FAST_DOORBELL,
	FAST_REFUSED,
	FAST_IN_RAM,
	FAST_SIZE,
	FAST_HUGE,
	FAST_MISALIGNED,
	FAST_NOWHERE,
	FAST_DOORBELL_IN_RAM,
	FAST_NUM,
};

/* Each domain has 64 bytes: limits, limits, level, level, and doorbells of all. */
#define FAST_DOMAINS	(IOMEM_AREA_SIZE / 64 - 1)

#define FAST_SET(id)		(1ULL << (id) % 8)
#define FAST_PRESERVE(id)	(~FAST_SET(id))

s32 dom_answer(u8 msg, const u32 *in, size_t num, bool delayed);
bool dom_is_hole(u32 id);
u32 dom_num_of(u32 id);
u32 dom_entries_of(u32 id);
u32 dom_attributes_of(u32 id);
bool dom_says(u32 id, u32 bit, u32 since);
bool dom_is_indexed(u32 id);
u32 dom_scale_of(u32 id);
u32 dom_level_of(u32 id, u32 n);
u64 dom_hz_of(u32 id, u32 n);
u32 dom_word_of(u32 id, u32 n);
u32 dom_latency_of(u32 id, u32 n);
u32 dom_rate_limit_of(u32 id);
u32 dom_present(u32 id);
bool dom_is_fast(u32 id);
enum fast dom_fast_of(u32 id);
u64 dom_fast_at(u32 id, u32 msg);
u64 dom_fast_doorbell(u32 id);
u32 dom_fast_doorbell_width(u32 id);
bool dom_lists_levels(u32 id);

#endif /* AGENT_WORLD_PERF_H */
