/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the PERFORMANCE protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_PERF_H
#define _SCMI_AGENT_PROTO_PERF_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "fastchannel.h"
#include "losses.h"
#include "parts.h"
#include "protocol.h"
#include "stages.h"

/* PERFORMANCE_DOMAIN_ATTRIBUTES: attributes */
#define SCMI_PERF_MAY_SET_LIMITS	BIT(31)
#define SCMI_PERF_MAY_SET_LEVEL		BIT(30)
#define SCMI_PERF_TELLS_LIMITS		BIT(29)
#define SCMI_PERF_TELLS_LEVEL		BIT(28)
/* ... which are reserved before 2.0, before 3.0 and before 4.0 */
#define SCMI_PERF_FAST_CHANNELS		BIT(27)
#define SCMI_PERF_EXTENDED_NAME		BIT(26)
#define SCMI_PERF_INDEXED		BIT(25)

/* Hertz in what the platform counts in kilohertz. */
#define SCMI_PERF_KHZ			1000ULL

/* What domains may lack: what a stage asks for, or what is asked for afterwards. */
enum {
	SCMI_PERF_LOST_ALL,
	SCMI_PERF_LOST_NAME,
	SCMI_PERF_LOST_LEVELS,
	SCMI_PERF_LOST_FAST,
	SCMI_PERF_LOST_OPPS,
	SCMI_PERF_LOST_NUM
};

/* Messages that may have a fast channel: from LIMITS_SET to LEVEL_GET. */
#define SCMI_PERF_FAST_NUM		4

/**
 * struct scmi_perf_level - one performance level
 * @hz: frequency that it stands for, 0 if that is unknown
 * @level: the level
 * @index: what stands for it in messages where levels have indices
 * @power: what it costs, in the unit that power_scale_get() tells
 * @latency_us: microseconds that the change to it takes
 */
struct scmi_perf_level {
	u64 hz;
	u32 level;
	u32 index;
	u32 power;
	u32 latency_us;
};

/**
 * struct scmi_perf_levels - all levels of a domain; immutable
 * @num: entries in @at
 * @at: levels by frequency, those of one frequency by level, none of them twice
 */
struct scmi_perf_levels {
	u32 num;
	struct scmi_perf_level at[];
};

/**
 * struct scmi_perf_domain - one performance domain
 * @info: what clients see; immutable after instance_init()
 * @attributes: attributes of PERFORMANCE_DOMAIN_ATTRIBUTES, without those that the
 *		version in force does not have; immutable likewise
 * @rate_limit_us: microseconds between two requests; immutable likewise
 * @sustained_level: level that can be sustained, 0 if unknown; immutable likewise
 * @sustained_hz: its frequency, 0 if unknown; immutable likewise
 * @staged: progress of what is being read; used by instance_init(), then under
 *	    details_lock
 * @draft: the levels as far as they were read; under details_lock
 * @levels: all levels, NULL until they are known; atomic, set once
 * @fast: fast channels by message, from LIMITS_SET on, NULL where there is none; each
 *	  atomic, set once
 * @fast_known: bit N set: it is known whether there is @fast[N]; under details_lock
 * @known: all is known that there is to know; atomic
 */
struct scmi_perf_domain {
	struct scmi_perf_domain_info info;
	u32 attributes;
	u32 rate_limit_us;
	u32 sustained_level;
	u64 sustained_hz;
	struct scmi_staged staged;
	struct scmi_perf_levels *draft;
	const struct scmi_perf_levels *levels;
	const struct scmi_fastchannel *fast[SCMI_PERF_FAST_NUM];
	u8 fast_known;
	bool known;
};

/**
 * struct scmi_perf - the PERFORMANCE protocol of one instance
 * @count: number of domain ids; immutable
 * @scale: unit of power values; immutable
 * @details_lock: held by who finds out about levels and fast channels; taken below the
 *		  locks of the frameworks and above all of the core's
 * @again: when the domains may be asked for those again; atomic
 * @budget: bytes that lists may still take
 * @fastchannels: what fast channels use; under details_lock
 * @losses: what domains lack; used by instance_init(), then under details_lock
 * @domains: struct scmi_perf_domain by id, NULL for holes; immutable after
 *	     instance_init()
 */
struct scmi_perf {
	u32 count;
	enum scmi_power_scale scale;
	struct mutex details_lock;
	unsigned int again;
	atomic_long_t budget;
	struct scmi_fastchannels fastchannels;
	struct scmi_losses losses;
	struct scmi_perf_domain *domains[] __counted_by(count);
};

static inline struct scmi_perf *scmi_perf(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The domain of that id, NULL for a hole or when there is no such id. */
static inline struct scmi_perf_domain *
scmi_perf_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_perf *pi = scmi_perf(ph);

	return id < pi->count ? pi->domains[id] : NULL;
}

/* Messages have indices for the domain's levels. */
static inline bool scmi_perf_is_indexed(const struct scmi_perf_domain *dom)
{
	return dom->attributes & SCMI_PERF_INDEXED;
}

/* Frequencies follow from levels. */
static inline bool scmi_perf_is_scaled(const struct scmi_perf_domain *dom)
{
	return dom->sustained_level && dom->sustained_hz;
}

/* perf_enum.c */
int scmi_perf_enumerate(const struct scmi_protocol_handle *ph,
			struct scmi_perf *pi);
void scmi_perf_free(struct scmi_perf_domain *dom);
void scmi_perf_lost(const struct scmi_protocol_handle *ph, unsigned int kind,
		    u32 id, int err);

/* perf_levels.c */
const struct scmi_perf_levels *
scmi_perf_levels_known(const struct scmi_perf_domain *dom);
int scmi_perf_levels_parse(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom, struct scmi_cursor *c);
void scmi_perf_levels_drop(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom);
void scmi_perf_levels_lost(const struct scmi_protocol_handle *ph,
			   struct scmi_perf_domain *dom, int err);
void scmi_perf_levels_free(struct scmi_perf_domain *dom);
u64 scmi_perf_level_hz(const struct scmi_perf_domain *dom, u32 level);

/* perf_details.c */
const struct scmi_perf_levels *
scmi_perf_levels_need(const struct scmi_protocol_handle *ph,
		      const struct scmi_perf_domain *dom);

/* perf_fast.c */
const struct scmi_fastchannel *scmi_perf_fast(const struct scmi_perf_domain *dom,
					      u8 msg);
bool scmi_perf_fast_wants(const struct scmi_perf_domain *dom, u8 msg);
int scmi_perf_fast_parse(const struct scmi_protocol_handle *ph,
			 struct scmi_perf_domain *dom, u8 msg, struct scmi_cursor *c);
void scmi_perf_fast_lost(struct scmi_perf_domain *dom, u8 msg, int err);
void scmi_perf_fast_free(struct scmi_perf_domain *dom);
int scmi_perf_send_level(const struct scmi_protocol_handle *ph, u32 id, u32 word,
			 bool atomic);
int scmi_perf_ask_level(const struct scmi_protocol_handle *ph, u32 id, u32 *word,
			bool atomic);

/* perf_words.c */
int scmi_perf_level_to_word(const struct scmi_perf_domain *dom, u32 level,
			    u32 *word);
int scmi_perf_word_to_level(const struct scmi_perf_domain *dom, u32 word,
			    u32 *level);
u64 scmi_perf_word_hz(const struct scmi_perf_domain *dom, u32 word);
int scmi_perf_hz_to_word(const struct scmi_perf_domain *dom, u64 hz, u32 *word);
const struct scmi_perf_level *
scmi_perf_level_from(const struct scmi_perf_levels *levels, u64 hz);

/* perf_freq.c */
int scmi_perf_freq_set(const struct scmi_protocol_handle *ph, u32 id,
		       unsigned long hz, bool atomic);
int scmi_perf_freq_get(const struct scmi_protocol_handle *ph, u32 id,
		       unsigned long *hz, bool atomic);
int scmi_perf_est_power_get(const struct scmi_protocol_handle *ph, u32 id,
			    unsigned long *hz, unsigned long *power);
int scmi_perf_transition_latency_get(const struct scmi_protocol_handle *ph, u32 id);
int scmi_perf_device_opps_add(const struct scmi_protocol_handle *ph,
			      struct device *dev, u32 id);
bool scmi_perf_fast_switch_possible(const struct scmi_protocol_handle *ph, u32 id);
int scmi_perf_fast_switch_rate_limit(const struct scmi_protocol_handle *ph, u32 id,
				     u32 *rate_limit);

/* perf_events.c */
extern const struct scmi_protocol_events scmi_perf_events;

#endif /* _SCMI_AGENT_PROTO_PERF_H */
