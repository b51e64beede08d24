/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The transfer pool of an instance: what the files of the engine share.
 */
#ifndef _SCMI_AGENT_POOL_H
#define _SCMI_AGENT_POOL_H

#include <linux/atomic.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "engine/xfer.h"
#include "stats.h"

struct scmi_instance;

/**
 * enum scmi_gate - may transfers be sent?
 * @SCMI_GATE_OPEN: yes
 * @SCMI_GATE_PAUSED: not now, the transport recovers; senders wait
 * @SCMI_GATE_ASLEEP: not now, the system sleeps; senders are refused at once
 * @SCMI_GATE_CLOSED: never again; final
 */
enum scmi_gate {
	SCMI_GATE_OPEN,
	SCMI_GATE_PAUSED,
	SCMI_GATE_ASLEEP,
	SCMI_GATE_CLOSED,
};

/* Entries of scmi_pool.token_owners; others are a slot plus one. */
#define SCMI_TOKEN_FREE		0
#define SCMI_TOKEN_OWED		U16_MAX

/**
 * struct scmi_pool - transfers, tokens and the gate of one instance
 * @inst: instance; immutable, it owns the pool
 * @size: number of transfers; immutable
 * @reserved: transfers 0..@reserved - 1 are for atomic commands; immutable
 * @msg_size: payload bytes of the largest message on any channel; immutable
 * @xfers: the transfers; the array is immutable
 * @busy: bitmap of transfers not in the pool; atomic bit operations
 * @slot_lock: protects the next two
 * @slot_waiters: struct scmi_slot_waiter of callers that wait for a common slot,
 *		  oldest first; list_empty() also outside of @slot_lock
 * @slots_served: slots that were handed to callers on the list
 * @next_token: the token to try next, modulo SCMI_TOKENS; atomic
 * @token_lock: protects @token_owners; innermost
 * @token_owners: by token: SCMI_TOKEN_FREE, SCMI_TOKEN_OWED, or the slot of the
 *		  transfer that wants the delayed response, plus one
 * @heard: messages that came; increments may be lost, but each changes it
 * @unanswered: commands that were overdue since the last message, none of which
 *		any message followed; 0 = the platform is not silent
 * @silence_steps: how many of them were waited for one after the other
 * @silence_at: jiffies when the last of these was overdue, or was sent
 * @silence_told: the log says that the platform is silent; xchg()
 * @silence_limit: how often the log may say so
 * @gate_srcu: readers are senders, between their look at @gate and the end of
 *	       the transport's send
 * @gate_lock: serialises changes of @gate and of the draining
 * @gate_wait: senders that wait for a recovery to end
 * @gate: enum scmi_gate; WRITE_ONCE under @gate_lock, READ_ONCE under
 *	  @gate_srcu
 * @drain_start: jiffies when draining began
 * @drain_heard: @heard when the watchdog looked last
 * @drain_quiet: jiffies when it saw @heard change last
 * @draining: the watchdog may run
 * @watchdog: aborts transfers that a silent platform keeps while draining
 * @reaper: ends transfers whose time is over
 * @reap_ticks: jiffies between two looks for them; immutable
 */
struct scmi_pool {
	struct scmi_instance *inst;
	unsigned int size;
	unsigned int reserved;
	size_t msg_size;
	struct scmi_xfer *xfers;
	unsigned long *busy;
	spinlock_t slot_lock;
	struct list_head slot_waiters;
	unsigned int slots_served __guarded_by(&slot_lock);

	atomic_t next_token;
	spinlock_t token_lock;
	u16 token_owners[SCMI_TOKENS] __guarded_by(&token_lock);

	unsigned int heard;
	atomic_t unanswered;
	unsigned int silence_steps;
	unsigned long silence_at;
	bool silence_told;
	struct ratelimit_state silence_limit;

	struct srcu_struct gate_srcu;
	struct mutex gate_lock;
	wait_queue_head_t gate_wait;
	enum scmi_gate gate;
	unsigned long drain_start __guarded_by(&gate_lock);
	unsigned int drain_heard __guarded_by(&gate_lock);
	unsigned long drain_quiet __guarded_by(&gate_lock);
	bool draining __guarded_by(&gate_lock);
	struct delayed_work watchdog;
	struct timer_list reaper;
	unsigned int reap_ticks;
};

/* Bytes of the largest message, header and status included. */
static inline size_t scmi_pool_room(const struct scmi_pool *pool)
{
	return SCMI_HDR_LEN + SCMI_STATUS_LEN + pool->msg_size;
}

/* See DOC: Silence. */
static inline bool scmi_pool_is_silent(const struct scmi_pool *pool)
{
	return atomic_read(&pool->unanswered);
}

/* pool.c */
struct scmi_pool *scmi_pool_create(struct scmi_instance *inst);
void scmi_pool_destroy(struct scmi_pool *pool);

/* slot.c */
struct scmi_xfer *scmi_slot_take(struct scmi_pool *pool);
struct scmi_xfer *scmi_slot_take_atomic(struct scmi_pool *pool);
struct scmi_xfer *scmi_slot_wait(struct scmi_pool *pool,
				 const struct scmi_sender *from, bool killable);
void scmi_slot_dismiss(struct scmi_pool *pool, const struct scmi_sender *from,
		       unsigned long limit);
void scmi_slot_serve(struct scmi_pool *pool);
void scmi_slot_wake_all(struct scmi_pool *pool);

/* token.c */
void scmi_token_assign(struct scmi_xfer *xfer);
void scmi_token_release(struct scmi_xfer *xfer, bool owed);
struct scmi_xfer *scmi_token_lookup(struct scmi_pool *pool, u16 token);
void scmi_token_forgive(struct scmi_pool *pool);

/* silence.c */
void scmi_silence_init(struct scmi_pool *pool);
bool scmi_xfer_was_silent(const struct scmi_xfer *xfer);
void scmi_silence_begins(const struct scmi_xfer *xfer);
void scmi_silence_ends(struct scmi_pool *pool);
unsigned int scmi_silence_wait_ms(const struct scmi_pool *pool,
				  unsigned int timeout_ms);
bool scmi_silence_may_ask(struct scmi_pool *pool);

/* xfer.c */
void scmi_xfer_put_refs(struct scmi_xfer *xfer, unsigned int refs);

/* end.c */
void scmi_xfer_complete(struct scmi_xfer *xfer, unsigned int refs);
bool scmi_xfer_finish(struct scmi_xfer *xfer, int status, enum scmi_stat why);
bool scmi_xfer_give_up(struct scmi_xfer *xfer);
struct scmi_xfer *scmi_pool_next_busy(struct scmi_pool *pool, unsigned int *slot);
void scmi_pool_abort(struct scmi_pool *pool, int err);
void scmi_reaper_init(struct scmi_pool *pool);
void scmi_reaper_start(struct scmi_pool *pool);
void scmi_reaper_stop(struct scmi_pool *pool);

/* gate.c */
int scmi_gate_init(struct scmi_pool *pool);
void scmi_gate_exit(struct scmi_pool *pool);
void scmi_gate_pause(struct scmi_pool *pool);
void scmi_gate_sleep(struct scmi_pool *pool);
void scmi_gate_resume(struct scmi_pool *pool);
void scmi_gate_close(struct scmi_pool *pool);
void scmi_gate_drain(struct scmi_pool *pool);
int scmi_gate_wait_open(struct scmi_pool *pool, unsigned int timeout_ms,
			bool killable);

#endif /* _SCMI_AGENT_POOL_H */
