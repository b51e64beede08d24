/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the CLOCK protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_CLOCK_H
#define _SCMI_AGENT_PROTO_CLOCK_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "losses.h"
#include "parts.h"
#include "protocol.h"
#include "stages.h"

/* Extended configuration came with this version. */
#define SCMI_CLOCK_V2_1		SCMI_VERSION(2, 1)

/* What clocks may lack: what a stage asks for, or what is asked for afterwards. */
enum {
	SCMI_CLOCK_LOST_ALL,
	SCMI_CLOCK_LOST_NAME,
	SCMI_CLOCK_LOST_PERMISSIONS,
	SCMI_CLOCK_LOST_PARENTS,
	SCMI_CLOCK_LOST_RATES,
	SCMI_CLOCK_LOST_LIST,
	SCMI_CLOCK_LOST_NUM
};

/**
 * enum scmi_clock_rates_kind - what is known about the rates of a clock
 * @SCMI_CLOCK_RATES_UNKNOWN: nothing; any rate may be tried
 * @SCMI_CLOCK_RATES_RANGE: lowest, highest, step
 * @SCMI_CLOCK_RATES_LIST: a list, of which lowest and highest are known
 */
enum scmi_clock_rates_kind {
	SCMI_CLOCK_RATES_UNKNOWN,
	SCMI_CLOCK_RATES_RANGE,
	SCMI_CLOCK_RATES_LIST,
};

/* Indices in struct scmi_clock.hz; a list has the first two. */
enum { SCMI_RANGE_LOW, SCMI_RANGE_HIGH, SCMI_RANGE_STEP, SCMI_RANGE_NUM };

/**
 * struct scmi_clock_list - all rates of a clock; immutable
 * @rates: what clients see; its array is @hz
 * @hz: rates, ascending, or lowest, highest, step
 */
struct scmi_clock_list {
	struct scmi_clock_rates rates;
	u64 hz[];
};

/**
 * struct scmi_clock - one clock
 * @info: what clients see; immutable after instance_init() but for @min_rate and
 *	  @max_rate, which are so once @rates_known
 * @attributes: attributes word of CLOCK_ATTRIBUTES; immutable likewise
 * @staged: progress of what is being read; used by instance_init(), then its @parts
 *	    under rates_lock
 * @kind: what is known about the rates; immutable once @rates_known
 * @rates_known: all is known about the rates that there is to know; atomic
 * @jump: the last rate was asked for; under rates_lock
 * @no_jump: ... and the answer was no good; likewise
 * @rates_again: when the rates may be asked for again, in seconds; atomic
 * @list_again: when the list may, likewise; without it determine_rate() does not round
 * @hz: lowest and highest rate, and for a range its step; immutable once
 *	@rates_known
 * @list: all rates; atomic: NULL, then set once by scmi_clock_publish()
 */
struct scmi_clock {
	struct scmi_clock_info info;
	u32 attributes;
	struct scmi_staged staged;
	u8 kind;
	bool rates_known;
	bool jump;
	bool no_jump;
	unsigned int rates_again;
	unsigned int list_again;
	u64 hz[SCMI_RANGE_NUM];
	struct scmi_clock_list *list;
};

/**
 * struct scmi_clocks - the CLOCK protocol of one instance
 * @count: number of clock ids; immutable
 * @async: asynchronous rate changes
 * @rates_lock: held by who finds out about rates; taken below the clock
 *		framework's locks and above all of the core's
 * @rates_again: when all clocks may be asked for their rates again; atomic
 * @budget: bytes that lists may still take
 * @losses: what clocks lack; used by instance_init(), then under rates_lock
 * @clocks: struct scmi_clock by id, NULL for holes; immutable after instance_init()
 */
struct scmi_clocks {
	u32 count;
	struct scmi_async async;
	struct mutex rates_lock;
	unsigned int rates_again;
	atomic_long_t budget;
	struct scmi_losses losses;
	struct scmi_clock *clocks[] __counted_by(count);
};

static inline struct scmi_clocks *
scmi_clocks(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The clock of that id, NULL for a hole or when there is no such id. */
static inline struct scmi_clock *
scmi_clock_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_clocks *ci = scmi_clocks(ph);

	return id < ci->count ? ci->clocks[id] : NULL;
}

/* clock_enum.c */
int scmi_clock_enumerate(const struct scmi_protocol_handle *ph,
			 struct scmi_clocks *ci);
void scmi_clock_free(struct scmi_clock *clk);
void scmi_clock_lost(const struct scmi_protocol_handle *ph, unsigned int kind,
		     u32 id, int err);

/* clock_rates.c */
bool scmi_clock_rates_need(const struct scmi_protocol_handle *ph,
			   struct scmi_clock *clk, u32 id);
void scmi_clock_rates_all(const struct scmi_protocol_handle *ph);
struct scmi_clock_list *
scmi_clock_list_get(const struct scmi_protocol_handle *ph,
		    struct scmi_clock *clk, u32 id);
const struct scmi_clock_rates *
scmi_clock_all_rates_get(const struct scmi_protocol_handle *ph, u32 id);

/* clock_round.c */
u64 scmi_clock_rate_meant(const struct scmi_clock *clk, u64 hz);
int scmi_clock_determine_rate(const struct scmi_protocol_handle *ph, u32 id,
			      unsigned long *rate);

/* clock_config.c */
int scmi_clock_enable(const struct scmi_protocol_handle *ph, u32 id,
		      bool atomic);
int scmi_clock_disable(const struct scmi_protocol_handle *ph, u32 id,
		       bool atomic);
int scmi_clock_state_get(const struct scmi_protocol_handle *ph, u32 id,
			 bool *enabled, bool atomic);
int scmi_clock_config_oem_get(const struct scmi_protocol_handle *ph, u32 id,
			      enum scmi_clock_oem_config type, u32 *val,
			      u32 *attributes, bool atomic);
int scmi_clock_config_oem_set(const struct scmi_protocol_handle *ph, u32 id,
			      enum scmi_clock_oem_config type, u32 val,
			      bool atomic);

/* clock_events.c */
extern const struct scmi_protocol_events scmi_clock_events;

#endif /* _SCMI_AGENT_PROTO_CLOCK_H */
