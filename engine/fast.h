/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each command passes, and is inline for that.
 */
#ifndef _SCMI_AGENT_FAST_H
#define _SCMI_AGENT_FAST_H

#include <linux/bitops.h>
#include <linux/list.h>
#include <linux/lockdep.h>

#include "common.h"
#include "engine/pool.h"

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

/* Milliseconds to wait for an answer; @timeout_ms if the platform is not silent. */
static inline unsigned int scmi_pool_wait_ms(const struct scmi_pool *pool,
					     unsigned int timeout_ms)
{
	return likely(!scmi_pool_is_silent(pool)) ? timeout_ms :
	       scmi_silence_wait_ms(pool, timeout_ms);
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

	if (xfer->state != SCMI_XFER_SENT && xfer->state != SCMI_XFER_DELAYED)
		return false;
	xfer->state = SCMI_XFER_DONE;
	xfer->status = status;
	scmi_count_stat(xfer->pool->inst, why);
	return true;
}

#endif /* _SCMI_AGENT_FAST_H */
