/* SPDX-License-Identifier: GPL-2.0-only */
/* All that a running platform remembers. */
#ifndef SCMI_PLATFORM_STATE_H
#define SCMI_PLATFORM_STATE_H

#include "server.h"
#include "text.h"

struct scmip_msg;
struct scmip_protocol;

#define SCMIP_MAX_STORMS	4
#define SCMIP_MAX_LATENCIES	16
#define SCMIP_MSG_IDS		32	/* counted one by one in statistics */
#define SCMIP_STORM_MAX		256	/* bytes of a storm's message */
#define SCMIP_BURST		1024	/* storm messages per poll */

/**
 * struct scmip_slot - a message that waits for its time
 * @due: when it goes out
 * @seq: order among those with the same @due
 * @out: where it goes and how
 * @then: completes an asynchronous command first
 * @arg: argument of @then
 * @value: argument of @then
 * @hdr: header of the request
 * @version: version that the protocol spoke at the request
 * @quiet: only @then matters, nothing goes out
 * @tries: how often no room was found
 * @pending: counter to drop when an asynchronous command is complete
 * @buf: message
 */
struct scmip_slot {
	u64 due;
	u64 seq;
	struct scmip_out out;
	s32 (*then)(struct scmip_server *s, struct scmip_msg *m, u32 arg, u64 value);
	u32 arg;
	u64 value;
	u32 hdr;
	u32 version;
	bool quiet;
	u32 tries;
	u32 *pending;
	u8 *buf;
};

/**
 * struct scmip_storm - notifications at a fixed rate
 * @left: how many are to come, 0 is a free entry
 * @interval_ns: time between two
 * @next: when the next one goes out
 * @stamp: the last eight bytes of each are the time at which it went out
 * @len: length of @buf
 * @buf: message
 */
struct scmip_storm {
	u64 left;
	u64 interval_ns;
	u64 next;
	bool stamp;
	u32 len;
	u8 buf[SCMIP_STORM_MAX];
};

struct scmip_latency {
	bool used;
	s32 proto;
	s32 msg;
	u64 ns;
};

struct scmip_stats {
	u64 requests;
	u64 replies;
	u64 unanswered;
	u64 delayed;
	u64 delayed_dropped;
	u64 events;
	u64 events_dropped;
	u64 protocol_errors;
	u64 faults;
	u32 max_in_flight;
	u64 per_msg[SCMIP_NUM_PROTOS][SCMIP_MSG_IDS];
	u64 other;
};

/**
 * struct scmip_protocol_state - a protocol of a running platform
 * @desc: how the machine describes it
 * @own: what else it remembers; its own header has the type
 * @version: version that it speaks, 0 if the machine does not have it
 * @async_pending: asynchronous commands that are not complete
 */
struct scmip_protocol_state {
	const struct scmip_protocol_desc *desc;
	void *own;
	u32 version;
	u32 async_pending;
};

struct scmip_server {
	const struct scmip_machine *m;
	struct scmip_host host;
	/* by SCMIP_IDX_*; what protocols call gets at the others by this */
	const struct scmip_protocol *const *protocols;
	struct scmip_protocol_state proto[SCMIP_NUM_PROTOS];

	/* waiting messages: a heap over the slots, and the free ones */
	struct scmip_slot *slots;
	u32 *heap;
	u32 heap_len;
	u32 *free;
	u32 free_len;
	u64 seq;
	u32 in_flight;
	u64 busy_until;

	/* programmed behaviour */
	struct scmip_fault faults[SCMIP_MAX_FAULTS];
	u32 next_fault;
	struct scmip_storm storms[SCMIP_MAX_STORMS];
	struct scmip_latency latency[SCMIP_MAX_LATENCIES];
	u64 latency_ns;
	bool serial;
	bool silent;
	bool strict_silent;
	u32 name_style;		/* 0 or the SCMIP_ACT_* that spoils names */
	u64 random;
	u8 *last;		/* what was sent before, for SCMIP_ACT_REPLAY */
	u32 last_len;

	u8 *scratch;		/* notifications are built here */
	struct scmip_words words;	/* of a control command: too much for a kernel's stack */
	struct scmip_stats stats;
};

#endif /* SCMI_PLATFORM_STATE_H */
