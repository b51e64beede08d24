// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the gate that every command passes, and the end of transfers that
 * have no answer.
 */

#include <linux/jiffies.h>
#include <linux/sched/signal.h>

#include "common.h"
#include "engine/pool.h"

/**
 * DOC: Gate
 *
 * A sender looks at the gate and hands its command to the transport inside one
 * SRCU read side. Who changes the gate waits for a grace period afterwards: from
 * then on no sender is inside the transport, and none will be.
 *
 * Draining is the time in which an instance's client drivers are removed. They
 * may still talk, because a driver's remove() often has to; but nobody waits
 * for a platform that says nothing. The watchdog closes the gate, and ends what
 * is outstanding with -ENODEV, as soon as a transfer waits and the platform has
 * been silent for SCMI_DRAIN_SILENCE_MS, or when the draining has lasted
 * SCMI_DRAIN_MAX_MS whatever the platform says.
 *
 * Inside of the open gate, and while the transport may call us, the channels are
 * there: they are released after it was closed and the transport stopped. Nothing
 * looks at a transfer's channel elsewhere.
 */

#define SCMI_DRAIN_TICK_MS	5
#define SCMI_DRAIN_SILENCE_MS	40
#define SCMI_DRAIN_MAX_MS	1000

/* A wait for an answer ends that much too late: an eighth of it, or 100 ms. */
#define SCMI_REAP_SHARE		8
#define SCMI_REAP_MAX_MS	100

static void scmi_gate_set(struct scmi_pool *pool, enum scmi_gate gate)
	__must_hold(&pool->gate_lock)
{
	lockdep_assert_held(&pool->gate_lock);

	if (pool->gate == SCMI_GATE_CLOSED)
		return;
	WRITE_ONCE(pool->gate, gate);
	/* Senders are done with the old state when this returns. */
	synchronize_srcu_expedited(&pool->gate_srcu);
	wake_up_all(&pool->slot_wait);
}

/* The next busy transfer from @slot on, with a reference; NULL at the end. */
static struct scmi_xfer *scmi_pool_next_busy(struct scmi_pool *pool,
					     unsigned int *slot)
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
 * scmi_gate_abort_all() - end all transfers that wait for an answer
 * @pool: pool whose gate is not open
 * @err: errno that they end with
 *
 * Context: Process context.
 */
void scmi_gate_abort_all(struct scmi_pool *pool, int err)
{
	struct scmi_xfer *xfer;
	unsigned int slot = 0;

	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		if (scmi_xfer_finish(xfer, err))
			scmi_count(pool->inst, aborted);
		scmi_xfer_put(xfer);
	}
}

/**
 * scmi_gate_close() - let no command through any more
 * @pool: pool
 *
 * On return no sender is inside the transport and none comes, every waiter was
 * told -ENODEV, and nothing here will call the transport again.
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
	scmi_gate_abort_all(pool, -ENODEV);
	/* Nobody arms it past the closed gate but itself. */
	timer_delete_sync(&pool->reaper);
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
 *
 * Context: Process context, sleeps.
 * Return: 0, -ENODEV when the gate was closed, -ETIMEDOUT, -EINTR.
 */
int scmi_gate_wait_open(struct scmi_pool *pool, unsigned int timeout_ms)
{
	long left;

	left = wait_event_killable_timeout(pool->slot_wait,
					   !scmi_gate_is_paused(pool),
					   msecs_to_jiffies(timeout_ms));
	if (left < 0)
		return -EINTR;
	if (!left)
		return -ETIMEDOUT;
	return READ_ONCE(pool->gate) == SCMI_GATE_CLOSED ? -ENODEV : 0;
}

/* Has a transfer waited since @limit or longer? */
static bool scmi_xfer_waits_since(struct scmi_xfer *xfer, unsigned long limit)
{
	guard(spinlock_irqsave)(&xfer->lock);

	return (xfer->state == SCMI_XFER_SENT ||
		xfer->state == SCMI_XFER_DELAYED) &&
	       time_before(xfer->sent, limit);
}

/* Does somebody wait, and has the platform been silent, for too long? */
static bool scmi_pool_is_silent(struct scmi_pool *pool)
	__must_hold(&pool->gate_lock)
{
	unsigned long limit = jiffies - msecs_to_jiffies(SCMI_DRAIN_SILENCE_MS);
	struct scmi_xfer *xfer;
	unsigned int slot = 0;
	bool silent;

	lockdep_assert_held(&pool->gate_lock);

	if (!time_before(READ_ONCE(pool->last_rx), limit))
		return false;
	/* For a slot that a silent platform keeps. */
	silent = wq_has_sleeper(&pool->slot_wait) &&
		 time_before(pool->drain_start, limit);
	while (!silent && (xfer = scmi_pool_next_busy(pool, &slot))) {
		silent = scmi_xfer_waits_since(xfer, limit);
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
		/* Paused now means for good: a recovery that failed. */
		if (pool->gate == SCMI_GATE_OPEN && time_before(jiffies, max) &&
		    !scmi_pool_is_silent(pool)) {
			scmi_gate_watch(pool, SCMI_DRAIN_TICK_MS);
			return;
		}
		pool->draining = false;
		scmi_gate_set(pool, SCMI_GATE_CLOSED);
	}
	scmi_gate_abort_all(pool, -ENODEV);
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
	scmi_gate_watch(pool, 0);
}

static bool scmi_xfer_is_stuck(struct scmi_xfer *xfer)
{
	guard(spinlock_irqsave)(&xfer->lock);

	return xfer->state == SCMI_XFER_DONE && !xfer->reply_seen;
}

static unsigned int scmi_pool_count_stuck(struct scmi_pool *pool)
{
	struct scmi_xfer *xfer;
	unsigned int slot = 0;
	unsigned int stuck = 0;

	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		stuck += scmi_xfer_is_stuck(xfer);
		scmi_xfer_put(xfer);
	}
	return stuck;
}

/**
 * scmi_gate_check_stuck() - ask the transport to recover if it lost too much
 * @pool: pool in which a transfer timed out, or nobody could get one
 *
 * Transfers that nobody waits for, but that the platform never gives back, are
 * lost to the pool. When that is half of it the transport is asked to take them
 * back.
 *
 * Context: Any context.
 */
void scmi_gate_check_stuck(struct scmi_pool *pool)
{
	const struct scmi_transport_ops *ops;
	int idx = srcu_read_lock(&pool->gate_srcu);

	/* Past a closed gate the transport may be gone. */
	if (READ_ONCE(pool->gate) == SCMI_GATE_OPEN) {
		ops = pool->inst->transport->ops;
		if (ops->recover && scmi_pool_count_stuck(pool) >=
				    DIV_ROUND_UP(pool->size, 2))
			ops->recover(pool->inst);
	}
	srcu_read_unlock(&pool->gate_srcu, idx);
}

static void scmi_gate_reaper(struct timer_list *timer)
{
	struct scmi_pool *pool = timer_container_of(pool, timer, reaper);
	bool more = false, ended = false;
	struct scmi_xfer *xfer;
	unsigned int slot = 0;

	/*
	 * Who saw the timer pending has sent before: see it. Pairs with
	 * scmi_gate_reap_later()'s.
	 */
	smp_mb();
	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		/* Who polls looks at the time himself. */
		if (scmi_agent_xfer_is_waited_for(xfer) && !xfer->poll) {
			more = true;
			ended |= scmi_xfer_time_out(xfer);
		}
		scmi_xfer_put(xfer);
	}
	if (ended)
		scmi_gate_check_stuck(pool);
	if (more)
		mod_timer(&pool->reaper, jiffies + pool->reap_ticks);
}

/**
 * scmi_gate_reap_later() - a transfer was sent: its time may come to be over
 * @pool: pool
 *
 * One timer for all of a pool, that runs while somebody waits, is next to nothing
 * for a command: each of them with a timer of its own would spend more on that than
 * on anything else.
 *
 * Context: Any context, inside of the open gate.
 */
void scmi_gate_reap_later(struct scmi_pool *pool)
{
	/* Sent first. Pairs with scmi_gate_reaper()'s. */
	smp_mb();
	if (!timer_pending(&pool->reaper))
		mod_timer(&pool->reaper, jiffies + pool->reap_ticks);
}

/**
 * scmi_gate_init() - set up the gate of a pool, open
 * @pool: pool; its instance's transport is known
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int scmi_gate_init(struct scmi_pool *pool)
{
	unsigned int timeout_ms = pool->inst->transport->timeout_ms;

	mutex_init(&pool->gate_lock);
	INIT_DELAYED_WORK(&pool->watchdog, scmi_gate_watchdog);
	timer_setup(&pool->reaper, scmi_gate_reaper, 0);
	pool->reap_ticks = clamp(msecs_to_jiffies(timeout_ms / SCMI_REAP_SHARE),
				 1UL, msecs_to_jiffies(SCMI_REAP_MAX_MS));
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
