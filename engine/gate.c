// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the gate that every command passes.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/sched/signal.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: Gate
 *
 * A sender looks at the gate and hands its command to the transport inside one
 * SRCU read side. Whoever changes the gate waits for a grace period afterwards:
 * from then on no sender is inside the transport that saw the old state.
 *
 * The gate is closed for three reasons, and each means something else to a sender.
 * PAUSED: the transport recovers, which takes a moment; the sender waits. ASLEEP:
 * the system sleeps, and only this sender's end would let it wake up; the sender is
 * refused at once. CLOSED: the instance is going, or its transport is broken for
 * good; nothing is ever sent again.
 *
 * Draining is the time in which an instance's client drivers are removed. They
 * may still talk, because a driver's remove() often has to; but nobody waits
 * for a platform that says nothing. The watchdog closes the gate, and ends what
 * is outstanding with -ENODEV, when a transfer waits and no message has come for
 * as long as a command waits for its answer, though not longer than
 * SCMI_DRAIN_SILENCE_MAX_MS, nor than SCMI_DRAIN_SILENCE_MS if the platform was
 * silent before. When the draining has lasted SCMI_DRAIN_MAX_MS the gate closes
 * whatever the platform says.
 *
 * Inside of the open gate, and while the transport may call us, the channels are
 * there: they are released after it was closed and the transport stopped. Nothing
 * looks at a transfer's channel elsewhere.
 */

#define SCMI_DRAIN_TICK_MS		5
#define SCMI_DRAIN_SILENCE_MS		40
#define SCMI_DRAIN_SILENCE_MAX_MS	500
#define SCMI_DRAIN_MAX_MS		1000

/* How often to look whether what was sent before the system sleeps was answered. */
#define SCMI_SLEEP_LOOK_US		500

static void scmi_gate_set(struct scmi_pool *pool, enum scmi_gate gate)
	__must_hold(&pool->gate_lock)
{
	lockdep_assert_held(&pool->gate_lock);

	if (pool->gate == SCMI_GATE_CLOSED)
		return;
	WRITE_ONCE(pool->gate, gate);
	/* Senders are done with the old state when this returns. */
	synchronize_srcu_expedited(&pool->gate_srcu);
	wake_up_all(&pool->gate_wait);
	scmi_slot_wake_all(pool);
}

/**
 * scmi_gate_close() - let no command through any more
 * @pool: pool
 *
 * On return no sender is inside the transport and none comes, every waiter has got
 * -ENODEV, and nothing here will call the transport again.
 *
 * Context: Process context, sleeps.
 */
void scmi_gate_close(struct scmi_pool *pool)
{
	scoped_guard(mutex, &pool->gate_lock) {
		pool->draining = false;
		scmi_gate_set(pool, SCMI_GATE_CLOSED);
	}
	/* First: it may be the one that closed the gate, and not be done yet. */
	cancel_delayed_work_sync(&pool->watchdog);
	scmi_pool_abort(pool, -ENODEV);
	scmi_reaper_stop(pool);
}

/**
 * scmi_gate_pause() - hold commands back
 * @pool: pool
 *
 * On return no sender is inside the transport. Transfers that wait for an
 * answer go on waiting.
 *
 * Context: Process context, sleeps.
 */
void scmi_gate_pause(struct scmi_pool *pool)
{
	guard(mutex)(&pool->gate_lock);

	scmi_gate_set(pool, SCMI_GATE_PAUSED);
}

static bool scmi_pool_is_waited_for(struct scmi_pool *pool)
{
	struct scmi_xfer *xfer;
	unsigned int slot = 0;
	bool waited = false;

	while (!waited && (xfer = scmi_pool_next_busy(pool, &slot))) {
		waited = scmi_agent_xfer_is_waited_for(xfer);
		scmi_xfer_put(xfer);
	}
	return waited;
}

/**
 * scmi_gate_sleep() - refuse commands while the system sleeps
 * @pool: pool
 *
 * On return no sender is inside the transport, and what was sent before has its
 * answer, or has had all of its time.
 *
 * Context: Process context, sleeps, no longer than the longest timeout.
 */
void scmi_gate_sleep(struct scmi_pool *pool)
{
	scoped_guard(mutex, &pool->gate_lock)
		scmi_gate_set(pool, SCMI_GATE_ASLEEP);
	while (scmi_pool_is_waited_for(pool))
		usleep_range(SCMI_SLEEP_LOOK_US, 2 * SCMI_SLEEP_LOOK_US);
}

/**
 * scmi_gate_resume() - let commands through again
 * @pool: pool; no effect once closed
 *
 * Context: Process context, sleeps.
 */
void scmi_gate_resume(struct scmi_pool *pool)
{
	guard(mutex)(&pool->gate_lock);

	scmi_gate_set(pool, SCMI_GATE_OPEN);
}

static bool scmi_gate_is_paused(const struct scmi_pool *pool)
{
	return READ_ONCE(pool->gate) == SCMI_GATE_PAUSED;
}

/**
 * scmi_gate_wait_open() - wait until commands are let through
 * @pool: pool
 * @timeout_ms: how long at most, 1..
 * @killable: a fatal signal ends the wait
 *
 * Context: Process context, sleeps.
 * Return: 0 when the gate is to be looked at again, -ETIMEDOUT, -EINTR.
 */
int scmi_gate_wait_open(struct scmi_pool *pool, unsigned int timeout_ms,
			bool killable)
{
	long left = msecs_to_jiffies(timeout_ms);

	if (killable)
		left = wait_event_killable_timeout(pool->gate_wait,
						   !scmi_gate_is_paused(pool),
						   left);
	else
		left = wait_event_timeout(pool->gate_wait,
					  !scmi_gate_is_paused(pool), left);
	if (left < 0)
		return -EINTR;
	if (!left)
		return -ETIMEDOUT;
	return 0;
}

/* Has a transfer waited since @limit or longer, and was it quiet since then? */
static bool scmi_xfer_waits_since(struct scmi_xfer *xfer, unsigned long limit,
				  bool quiet)
{
	guard(spinlock_irqsave)(&xfer->lock);

	return scmi_xfer_is_pending_locked(xfer) &&
	       !time_after(xfer->sent, limit) &&
	       (quiet || scmi_xfer_was_silent(xfer));
}

/* For how long a platform may say nothing before nobody waits any more. */
static unsigned long scmi_drain_patience(const struct scmi_pool *pool)
{
	unsigned int ms = min(pool->inst->transport->timeout_ms,
			      SCMI_DRAIN_SILENCE_MAX_MS);

	return msecs_to_jiffies(scmi_pool_is_silent(pool) ?
				min(ms, SCMI_DRAIN_SILENCE_MS) : ms);
}

/* Does somebody wait, and has the platform been silent, for too long? */
static bool scmi_drain_is_silent(struct scmi_pool *pool)
	__must_hold(&pool->gate_lock)
{
	unsigned long limit = jiffies - scmi_drain_patience(pool);
	struct scmi_xfer *xfer;
	unsigned int slot = 0;
	bool quiet, silent;

	lockdep_assert_held(&pool->gate_lock);

	if (READ_ONCE(pool->heard) != pool->drain_heard) {
		pool->drain_heard = READ_ONCE(pool->heard);
		pool->drain_quiet = jiffies;
	}
	quiet = !time_after(pool->drain_quiet, limit);
	/* For a slot that a silent platform keeps. */
	silent = quiet && !list_empty(&pool->slot_waiters);
	while (!silent && (xfer = scmi_pool_next_busy(pool, &slot))) {
		silent = scmi_xfer_waits_since(xfer, limit, quiet);
		scmi_xfer_put(xfer);
	}
	return silent;
}

static void scmi_gate_watch(struct scmi_pool *pool, unsigned int ms)
{
	queue_delayed_work(system_highpri_wq, &pool->watchdog,
			   msecs_to_jiffies(ms));
}

static void scmi_gate_watchdog(struct work_struct *work)
{
	struct scmi_pool *pool = container_of(to_delayed_work(work),
					      struct scmi_pool, watchdog);

	scoped_guard(mutex, &pool->gate_lock) {
		unsigned long max = pool->drain_start +
				    msecs_to_jiffies(SCMI_DRAIN_MAX_MS);

		if (!pool->draining)
			return;
		/* Nobody opens the gate again while the instance is removed. */
		if (pool->gate == SCMI_GATE_OPEN && time_before(jiffies, max) &&
		    !scmi_drain_is_silent(pool)) {
			scmi_gate_watch(pool, SCMI_DRAIN_TICK_MS);
			return;
		}
		pool->draining = false;
		scmi_gate_set(pool, SCMI_GATE_CLOSED);
	}
	scmi_pool_abort(pool, -ENODEV);
}

/**
 * scmi_gate_drain() - from now on nobody waits for a silent platform
 * @pool: pool
 *
 * Context: Process context, sleeps.
 */
void scmi_gate_drain(struct scmi_pool *pool)
{
	guard(mutex)(&pool->gate_lock);

	pool->draining = true;
	pool->drain_start = jiffies;
	pool->drain_heard = READ_ONCE(pool->heard);
	pool->drain_quiet = jiffies;
	scmi_gate_watch(pool, 0);
}

/**
 * scmi_gate_init() - set up the gate of a pool, open
 * @pool: pool
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int scmi_gate_init(struct scmi_pool *pool)
{
	mutex_init(&pool->gate_lock);
	init_waitqueue_head(&pool->gate_wait);
	INIT_DELAYED_WORK(&pool->watchdog, scmi_gate_watchdog);
	pool->gate = SCMI_GATE_OPEN;
	return init_srcu_struct(&pool->gate_srcu);
}

/**
 * scmi_gate_exit() - release the gate of a pool
 * @pool: pool whose gate is closed, or that never sent anything
 *
 * Context: Process context, sleeps.
 */
void scmi_gate_exit(struct scmi_pool *pool)
{
	cleanup_srcu_struct(&pool->gate_srcu);
	mutex_destroy(&pool->gate_lock);
}
