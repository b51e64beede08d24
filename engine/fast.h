/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each command passes, and is inline for that.
 */
#ifndef _SCMI_AGENT_FAST_H
#define _SCMI_AGENT_FAST_H

#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/sched.h>

#include "common.h"
#include "engine/pool.h"

/**
 * struct scmi_gate_side - the stay inside of a pool's gate, see DOC: Gate
 * @pool: pool
 * @idx: SRCU's, for the end of the stay
 * @state: what the gate is; the transport is there while it is SCMI_GATE_OPEN
 */
struct scmi_gate_side {
	struct scmi_pool *pool;
	int idx;
	enum scmi_gate state;
};

/*
 * CLASS(scmi_gate, gate)(pool): inside of the gate until the end of the scope. It is
 * no lock's guard, which on older kernels tests its pointer at each end.
 */
DEFINE_CLASS(scmi_gate, struct scmi_gate_side,
	     srcu_read_unlock(&_T.pool->gate_srcu, _T.idx),
	     ({
		int idx = srcu_read_lock(&pool->gate_srcu);

		(struct scmi_gate_side){ pool, idx, READ_ONCE(pool->gate) };
	     }), struct scmi_pool *pool)

/*
 * Put the slot of a transfer that nobody holds a reference to back into the pool.
 */
static inline void scmi_slot_free(struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;

	clear_bit_unlock(xfer->slot, pool->busy);
	/* Free first, then look for waiters. Pairs with scmi_slot_queue()'s. */
	smp_mb__after_atomic();
	if (unlikely(!list_empty(&pool->slot_waiters)))
		scmi_slot_serve(pool);
}

/*
 * What a transfer keeps of its sender. The task that takes the sender away is not
 * hurried by that.
 */
static inline const struct scmi_sender *
scmi_sender_of(const struct scmi_sender *from)
{
	return READ_ONCE(from->leaver) == current ? NULL : from;
}

/* Milliseconds to wait for an answer; @timeout_ms if the platform is not silent. */
static inline unsigned int scmi_pool_wait_ms(const struct scmi_pool *pool,
					     unsigned int timeout_ms)
{
	return likely(!scmi_pool_is_silent(pool)) ? timeout_ms :
	       scmi_silence_wait_ms(pool, timeout_ms);
}

/* Is an answer to it outstanding? */
static inline bool scmi_xfer_is_pending_locked(struct scmi_xfer *xfer)
	__must_hold(&xfer->lock)
{
	lockdep_assert_held(&xfer->lock);

	return xfer->state == SCMI_XFER_SENT || xfer->state == SCMI_XFER_DELAYED;
}

/* Has it ended? Then its result is there, and does not change. */
static inline bool scmi_xfer_is_done(struct scmi_xfer *xfer)
{
	/* The result afterwards. Pairs with scmi_xfer_end_locked()'s. */
	return context_unsafe(smp_load_acquire(&xfer->state) == SCMI_XFER_DONE);
}

/*
 * Move a transfer to DONE, and count why. Return: false when it had ended before, or
 * was never sent; else the caller drops the lock and calls scmi_xfer_complete().
 */
static inline bool scmi_xfer_end_locked(struct scmi_xfer *xfer, int status,
					enum scmi_stat why)
	__must_hold(&xfer->lock)
{
	lockdep_assert_held(&xfer->lock);

	if (!scmi_xfer_is_pending_locked(xfer))
		return false;
	xfer->status = status;
	/* The result first. Pairs with scmi_xfer_is_done()'s. */
	smp_store_release(&xfer->state, SCMI_XFER_DONE);
	scmi_count_stat(xfer->pool->inst, why);
	return true;
}

#endif /* _SCMI_AGENT_FAST_H */
