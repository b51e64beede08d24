/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the POWERCAP protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_POWERCAP_H
#define _SCMI_AGENT_PROTO_POWERCAP_H

#include <linux/mutex.h>
#include <linux/scmi_agent_powercap.h>
#include <linux/types.h>

#include "fastchannel.h"
#include "losses.h"
#include "parts.h"
#include "protocol.h"
#include "stages.h"

/* What would have more domains than this above it has no parent for us. */
#define SCMI_POWERCAP_MAX_DEPTH		8

/* Number of capping levels is a field of 4 bits. */
#define SCMI_POWERCAP_MAX_LEVELS	15

/* Since 2.0 a cap of 0 means that there is none. */
static inline bool scmi_powercap_can_be_off(const struct scmi_protocol_handle *ph)
{
	return SCMI_VERSION_MAJOR(ph->version) >= 2;
}

/* Since 3.0 messages about a cap or its interval name the level. */
static inline bool scmi_powercap_has_levels(const struct scmi_protocol_handle *ph)
{
	return SCMI_VERSION_MAJOR(ph->version) >= 3;
}

/* What domains may lack: a stage asks for it, their attributes tell it, or neither. */
enum {
	SCMI_POWERCAP_LOST_ALL,
	SCMI_POWERCAP_LOST_NAME,
	SCMI_POWERCAP_LOST_LEVELS,
	SCMI_POWERCAP_LOST_UNIT,
	SCMI_POWERCAP_LOST_CAPS,
	SCMI_POWERCAP_LOST_INTERVALS,
	SCMI_POWERCAP_LOST_PARENT,
	SCMI_POWERCAP_LOST_FAST,
	SCMI_POWERCAP_LOST_NUM
};

/* Messages that a fast channel may stand for. */
enum scmi_powercap_fast {
	SCMI_POWERCAP_FAST_CAP_GET,
	SCMI_POWERCAP_FAST_CAP_SET,
	SCMI_POWERCAP_FAST_INTERVAL_GET,
	SCMI_POWERCAP_FAST_INTERVAL_SET,
	SCMI_POWERCAP_FAST_NUM
};

/**
 * struct scmi_powercap_level - a capping level
 * @info: what clients see; immutable after instance_init()
 * @known: @off and, unless that is set, @last are what the platform has said
 * @off: there is no cap
 * @last: the cap that there is, or was before there was none; 0: not known
 *
 * @known, @off and @last are under the domain's lock.
 */
struct scmi_powercap_level {
	struct scmi_agent_powercap_level info;
	bool known;
	bool off;
	u32 last;
};

/**
 * struct scmi_powercap - one domain
 * @info: what clients see; immutable after instance_init()
 * @staged: progress of what is being read; used by instance_init()
 * @lock: held by whoever changes caps or thresholds, while messages are sent; taken
 *	  above all of the core's locks
 * @windows: intervals over which power is measured; immutable likewise
 * @extended_name: the domain has an extended name; immutable likewise
 * @announced: levels that its attributes promise; used by instance_init()
 * @passed: where following parents has begun when it came by; used likewise
 * @num_levels: levels that it has, 1 or more; immutable likewise
 * @only: the level of a domain that has no other
 * @levels: all levels, which are @only or allocated; immutable likewise
 * @fast: fast channels; atomic: NULL, then set once
 * @fast_known: for these there is one, or there is none; set under fast_lock
 * @fast_again: when the others may be asked for again, in seconds; atomic
 * @watched: the platform was asked to tell when power leaves @low to @high; under @lock
 * @low: lower threshold; under @lock
 * @high: upper threshold; under @lock
 */
struct scmi_powercap {
	struct scmi_powercap_info info;
	struct scmi_staged staged;
	struct mutex lock;
	struct scmi_agent_powercap_range windows;
	bool extended_name;
	u8 announced;
	u32 passed;
	u8 num_levels;
	struct scmi_powercap_level only;
	struct scmi_powercap_level *levels;
	struct scmi_fastchannel *fast[SCMI_POWERCAP_FAST_NUM];
	u8 fast_known;
	unsigned int fast_again;
	bool watched;
	u32 low;
	u32 high;
};

/**
 * struct scmi_powercaps - the POWERCAP protocol of one instance
 * @count: number of domain ids; immutable
 * @async: asynchronous changes of caps
 * @fast_lock: held by those who open fast channels, while they ask for them; taken
 *	       below a domain's lock and above all of the core's
 * @fastchannels: what those use; under @fast_lock
 * @losses: what domains lack; used by instance_init(), then under @fast_lock
 * @domains: struct scmi_powercap by id, NULL for holes; immutable after instance_init()
 */
struct scmi_powercaps {
	u32 count;
	struct scmi_async async;
	struct mutex fast_lock;
	struct scmi_fastchannels fastchannels;
	struct scmi_losses losses;
	struct scmi_powercap *domains[] __counted_by(count);
};

static inline struct scmi_powercaps *
scmi_powercaps(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The domain of that id, NULL for a hole or when there is no such id. */
static inline struct scmi_powercap *
scmi_powercap_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercaps *pi = scmi_powercaps(ph);

	return id < pi->count ? pi->domains[id] : NULL;
}

/* Its level of that index, NULL likewise. */
static inline struct scmi_powercap_level *
scmi_powercap_level_of(const struct scmi_powercap *pc, unsigned int level)
{
	return pc && level < pc->num_levels ? &pc->levels[level] : NULL;
}

int scmi_powercap_fit(const struct scmi_agent_powercap_range *range, u32 *value);

/* powercap_enum.c */
int scmi_powercap_enumerate(const struct scmi_protocol_handle *ph,
			    struct scmi_powercaps *pi);
void scmi_powercap_free(struct scmi_powercap *pc);

/* powercap_cap.c */
int scmi_powercap_cap_get(const struct scmi_protocol_handle *ph, u32 id, u32 *cap);
int scmi_powercap_cap_set(const struct scmi_protocol_handle *ph, u32 id, u32 cap,
			  bool ignore_dresp);
int scmi_powercap_cap_enable_set(const struct scmi_protocol_handle *ph, u32 id,
				 bool enable);
int scmi_powercap_cap_enable_get(const struct scmi_protocol_handle *ph, u32 id,
				 bool *enable);

/* powercap_fast.c */
const struct scmi_fastchannel *
scmi_powercap_fast(const struct scmi_protocol_handle *ph, struct scmi_powercap *pc,
		   const struct scmi_powercap_level *pl,
		   enum scmi_powercap_fast which);
void scmi_powercap_fast_free(struct scmi_powercap *pc);

/* powercap_events.c */
int scmi_powercap_threshold_set(const struct scmi_protocol_handle *ph, u32 id,
				u32 low, u32 high);
int scmi_powercap_threshold_get(const struct scmi_protocol_handle *ph, u32 id,
				u32 *low, u32 *high);
extern const struct scmi_protocol_events scmi_powercap_events;

#endif /* _SCMI_AGENT_PROTO_POWERCAP_H */
