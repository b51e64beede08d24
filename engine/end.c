// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: how transfers end, by their answer or without one.
 */

#include <linux/export.h>
#include <linux/jiffies.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: The end of a transfer
 *
 * Whoever moves a transfer from SENT or DELAYED to DONE, under its lock, ends it:
 * the function that took its answer in, the reaper when its time is over, a fatal
 * signal, or teardown. Each end names the counter that it adds to, so that
 * ``sent`` is the sum of ``replies``, ``refused``, ``malformed``, ``timeouts``,
 * ``interrupted``, ``aborted`` and what is still on its way.
 *
 * One timer per pool, the reaper, ends what is overdue. It runs while a transfer is
 * with the platform, also one that nobody waits for any more. A transfer is stuck
 * when its deadline has passed and the transport has not returned it. The reaper
 * alone decides that: a caller that leaves early, because it was killed, does not
 * make the platform any later. When half of the pool is stuck the transport is
 * asked to recover.
 */

/* A look at overdue transfers comes late by an eighth of the timeout, or 100 ms. */
#define SCMI_REAP_SHARE		8
#define SCMI_REAP_MAX_MS	100
/* And by this much while the platform is silent, when waits are short. */
#define SCMI_REAP_SILENT_MS	10

/**
 * scmi_agent_xfer_is_waited_for() - does somebody wait for a transfer's answer?
 * @xfer: transfer that the transport holds
 *
 * Context: Any context.
 * Return: false once it has ended.
 */
bool scmi_agent_xfer_is_waited_for(struct scmi_xfer *xfer)
{
	guard(spinlock_irqsave)(&xfer->lock);

	return scmi_xfer_is_pending_locked(xfer);
}
EXPORT_SYMBOL_GPL(scmi_agent_xfer_is_waited_for);

/**
 * scmi_xfer_complete() - tell the submitter that its transfer is DONE
 * @xfer: transfer that the caller moved from SENT or DELAYED to DONE
 * @refs: references that end here: the engine's, and those that the caller has
 *
 * Context: Any context, the transfer's lock not held.
 */
void scmi_xfer_complete(struct scmi_xfer *xfer, unsigned int refs)
{
	if (xfer->done)
		xfer->done(xfer, xfer->done_arg);
	/* A polling sender looks at the state, and may be gone by now. */
	if (!xfer->poll)
		complete(&xfer->completion);
	scmi_xfer_put_refs(xfer, refs);
}

/**
 * scmi_xfer_finish() - end a transfer that has no answer
 * @xfer: transfer that the caller holds a reference to
 * @status: negative errno that it ends with
 * @why: the counter that this end adds to
 *
 * Context: Any context.
 * Return: true when this call ended it, false when it had ended before (or was
 *	   never sent).
 */
bool scmi_xfer_finish(struct scmi_xfer *xfer, int status, enum scmi_stat why)
{
	scoped_guard(spinlock_irqsave, &xfer->lock)
		if (!scmi_xfer_end_locked(xfer, status, why))
			return false;
	scmi_xfer_complete(xfer, 1);
	return true;
}

/**
 * scmi_xfer_give_up() - ask the transport whether the wait for an answer is over
 * @xfer: transfer whose deadline, or its sender's patience, has passed
 *
 * Context: Any context.
 * Return: false when the transport says that the transfer moved on.
 */
bool scmi_xfer_give_up(struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;
	const struct scmi_transport_ops *ops;
	bool over;

	CLASS(scmi_gate, gate)(pool);

	/* Past a closed gate the transport may be gone. */
	if (gate.state != SCMI_GATE_OPEN)
		return true;
	ops = pool->inst->transport->ops;
	over = !ops->overdue || ops->overdue(xfer->chan, xfer);
	/* A polled one has no reaper yet, and is with the platform still. */
	scmi_reaper_start(pool);
	return over;
}

static bool scmi_xfer_is_late(const struct scmi_xfer *xfer)
{
	return !time_before(jiffies, READ_ONCE(xfer->deadline));
}

/* End a transfer if its time is over. */
static void scmi_xfer_time_out(struct scmi_xfer *xfer)
{
	if (!scmi_xfer_is_late(xfer) || !scmi_xfer_give_up(xfer))
		return;
	/* Its deadline may have moved meanwhile, when it was sent or answered. */
	scoped_guard(spinlock_irqsave, &xfer->lock)
		if (!scmi_xfer_is_late(xfer) ||
		    !scmi_xfer_end_locked(xfer, -ETIMEDOUT, SCMI_STAT_timeouts))
			return;
	scmi_xfer_complete(xfer, 1);
}

/**
 * scmi_pool_next_busy() - go through the transfers that are in use
 * @pool: pool
 * @slot: where to look from; 0 at first, moved on here
 *
 * Context: Any context.
 * Return: the next transfer, with a reference for the caller; NULL at the end.
 */
struct scmi_xfer *scmi_pool_next_busy(struct scmi_pool *pool, unsigned int *slot)
{
	for (;; (*slot)++) {
		*slot = find_next_bit(pool->busy, pool->size, *slot);
		if (*slot >= pool->size)
			return NULL;
		if (refcount_inc_not_zero(&pool->xfers[*slot].refs))
			return &pool->xfers[(*slot)++];
	}
}

/**
 * scmi_pool_abort() - end all transfers that wait for an answer
 * @pool: pool whose gate is not open
 * @err: errno that they end with
 *
 * Context: Process context.
 */
void scmi_pool_abort(struct scmi_pool *pool, int err)
{
	struct scmi_xfer *xfer;
	unsigned int slot = 0;

	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		scmi_xfer_finish(xfer, err, SCMI_STAT_aborted);
		scmi_xfer_put(xfer);
	}
}

/**
 * enum scmi_reap - what the reaper found about a transfer
 * @SCMI_REAP_IDLE: it is with its caller
 * @SCMI_REAP_DUE: its answer may still come in time
 * @SCMI_REAP_STUCK: its time is over, and the platform keeps its buffers
 */
enum scmi_reap {
	SCMI_REAP_IDLE,
	SCMI_REAP_DUE,
	SCMI_REAP_STUCK,
};

static enum scmi_reap scmi_xfer_reap(struct scmi_xfer *xfer)
{
	/* Polling senders look at the time themselves. */
	if (!xfer->poll && scmi_agent_xfer_is_waited_for(xfer))
		scmi_xfer_time_out(xfer);

	guard(spinlock_irqsave)(&xfer->lock);

	if (xfer->state == SCMI_XFER_IDLE ||
	    (xfer->state == SCMI_XFER_DONE && xfer->reply_seen))
		return SCMI_REAP_IDLE;
	if (xfer->state != SCMI_XFER_DONE || !scmi_xfer_is_late(xfer))
		return SCMI_REAP_DUE;
	if (!xfer->stuck)
		scmi_silence_begins(xfer);
	xfer->stuck = true;
	return SCMI_REAP_STUCK;
}

static void scmi_pool_recover(struct scmi_pool *pool)
{
	const struct scmi_transport_ops *ops;

	CLASS(scmi_gate, gate)(pool);

	/* Past a closed gate the transport may be gone. */
	if (gate.state != SCMI_GATE_OPEN)
		return;
	ops = pool->inst->transport->ops;
	if (ops->recover)
		ops->recover(pool->inst);
}

static unsigned long scmi_reaper_next(const struct scmi_pool *pool)
{
	unsigned int ticks = pool->reap_ticks;

	if (scmi_pool_is_silent(pool))
		ticks = min_t(unsigned int, ticks,
			      msecs_to_jiffies(SCMI_REAP_SILENT_MS));
	return jiffies + ticks;
}

static void scmi_reaper(struct timer_list *timer)
{
	struct scmi_pool *pool = timer_container_of(pool, timer, reaper);
	unsigned int found[SCMI_REAP_STUCK + 1] = {};
	struct scmi_xfer *xfer;
	unsigned int slot = 0;

	/*
	 * A sender that saw the timer pending did not rearm it: make its transfer
	 * visible here. Pairs with the barrier in scmi_reaper_start().
	 */
	smp_mb();
	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		found[scmi_xfer_reap(xfer)]++;
		scmi_xfer_put(xfer);
	}
	if (found[SCMI_REAP_STUCK] >= DIV_ROUND_UP(pool->size, 2))
		scmi_pool_recover(pool);
	if (found[SCMI_REAP_DUE])
		mod_timer(&pool->reaper, scmi_reaper_next(pool));
}

/**
 * scmi_reaper_start() - a transfer was sent: its time may come to be over
 * @pool: pool
 *
 * One timer for all of a pool, which runs while a transfer is with the platform,
 * costs a command next to nothing. A timer for each command would cost more than
 * all else that a command takes.
 *
 * Context: Any context, inside of the open gate.
 */
void scmi_reaper_start(struct scmi_pool *pool)
{
	/* The transfer is marked as sent first. Pairs with scmi_reaper()'s. */
	smp_mb();
	if (!timer_pending(&pool->reaper))
		mod_timer(&pool->reaper, scmi_reaper_next(pool));
}

/**
 * scmi_reaper_stop() - stop the reaper for good
 * @pool: pool whose gate is closed
 *
 * Context: Process context, sleeps.
 */
void scmi_reaper_stop(struct scmi_pool *pool)
{
	/* Past the closed gate nobody arms it but itself. */
	timer_delete_sync(&pool->reaper);
}

/**
 * scmi_reaper_init() - prepare the reaper of a pool
 * @pool: pool; its instance's transport is known
 *
 * Context: Process context.
 */
void scmi_reaper_init(struct scmi_pool *pool)
{
	unsigned int timeout_ms = pool->inst->transport->timeout_ms;

	timer_setup(&pool->reaper, scmi_reaper, 0);
	pool->reap_ticks = clamp(msecs_to_jiffies(timeout_ms / SCMI_REAP_SHARE),
				 1UL, msecs_to_jiffies(SCMI_REAP_MAX_MS));
}
