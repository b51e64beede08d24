/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The transfer pool of an instance: what xfer.c, tx.c, rx.c and gate.c share.
 */
#ifndef _SCMI_AGENT_POOL_H
#define _SCMI_AGENT_POOL_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/srcu.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "engine/xfer.h"

struct scmi_instance;

/**
 * enum scmi_gate - may transfers be sent?
 * @SCMI_GATE_OPEN: yes
 * @SCMI_GATE_PAUSED: not now (suspend, recovery); senders wait
 * @SCMI_GATE_CLOSED: never again; final
 */
enum scmi_gate {
	SCMI_GATE_OPEN,
	SCMI_GATE_PAUSED,
	SCMI_GATE_CLOSED,
};

/**
 * struct scmi_pool - transfers, tokens and the gate of one instance
 * @inst: instance; immutable, it owns the pool
 * @size: number of transfers; immutable
 * @msg_size: payload bytes of the largest message; immutable
 * @xfers: the transfers; the array is immutable
 * @busy: bitmap of transfers not in the pool; atomic bit operations
 * @slot_wait: senders waiting for a slot or for the gate
 * @next_token: the token to try next, modulo SCMI_TOKENS; atomic
 * @tokens: by token: NULL when unused, SCMI_TOKEN_QUARANTINED, or the transfer
 *	    that owns it; changed by cmpxchg() only
 * @quarantined_at: by token: jiffies when it was quarantined; written by who
 *		    owns the token, before it stores SCMI_TOKEN_QUARANTINED
 * @last_rx: jiffies of the last message received; racy, monotonic enough
 * @gate_srcu: readers are senders, between their look at @gate and the end of
 *	       the transport's send
 * @gate_lock: serialises changes of @gate and of the draining
 * @gate: enum scmi_gate; WRITE_ONCE under @gate_lock, READ_ONCE under
 *	  @gate_srcu
 * @drain_start: jiffies when draining began
 * @draining: the watchdog may run
 * @watchdog: aborts transfers that a silent platform keeps while draining
 * @reaper: ends transfers whose time is over
 * @reap_ticks: jiffies between two looks for them; immutable
 */
struct scmi_pool {
	struct scmi_instance *inst;
	unsigned int size;
	size_t msg_size;
	struct scmi_xfer *xfers;
	unsigned long *busy;
	wait_queue_head_t slot_wait;

	atomic_t next_token;
	struct scmi_xfer *tokens[SCMI_TOKENS];
	unsigned long quarantined_at[SCMI_TOKENS];
	unsigned long last_rx;

	struct srcu_struct gate_srcu;
	struct mutex gate_lock;
	enum scmi_gate gate;
	unsigned long drain_start __guarded_by(&gate_lock);
	bool draining __guarded_by(&gate_lock);
	struct delayed_work watchdog;
	struct timer_list reaper;
	unsigned int reap_ticks;
};

#define SCMI_TOKEN_QUARANTINED	((struct scmi_xfer *)1UL)

/* xfer.c */
struct scmi_pool *scmi_pool_create(struct scmi_instance *inst);
void scmi_pool_destroy(struct scmi_pool *pool);
bool scmi_pool_is_tight(const struct scmi_pool *pool);
int scmi_token_assign(struct scmi_xfer *xfer);
struct scmi_xfer *scmi_token_lookup(struct scmi_pool *pool, u16 token);
void scmi_xfer_put_refs(struct scmi_xfer *xfer, unsigned int refs);

/* tx.c */
bool scmi_xfer_was_silent(const struct scmi_xfer *xfer);
void scmi_xfer_notify_done(struct scmi_xfer *xfer, unsigned int refs);
bool scmi_xfer_time_out(struct scmi_xfer *xfer);
bool scmi_xfer_finish(struct scmi_xfer *xfer, int status);

/* gate.c */
int scmi_gate_init(struct scmi_pool *pool);
void scmi_gate_exit(struct scmi_pool *pool);
void scmi_gate_pause(struct scmi_pool *pool);
void scmi_gate_resume(struct scmi_pool *pool);
void scmi_gate_close(struct scmi_pool *pool);
void scmi_gate_drain(struct scmi_pool *pool);
void scmi_gate_abort_all(struct scmi_pool *pool, int err);
void scmi_gate_check_stuck(struct scmi_pool *pool);
void scmi_gate_reap_later(struct scmi_pool *pool);
int scmi_gate_wait_open(struct scmi_pool *pool, unsigned int timeout_ms);

#endif /* _SCMI_AGENT_POOL_H */
