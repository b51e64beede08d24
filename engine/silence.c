// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: a platform that says nothing.
 */

#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/ratelimit.h>
#include <linux/workqueue.h>

#include "common.h"
#include "engine/pool.h"

/**
 * DOC: Silence
 *
 * A platform is silent when a command was overdue and no message of any kind came
 * since it was sent. Messages are counted for that; the clock's ticks are too
 * coarse, because a batch is answered within one. A silent platform is likely to
 * be dead, and its clients hold locks of their frameworks while they wait. So each
 * further command waits no longer than SCMI_SILENT_WAIT_MS, then half of that and
 * so on down to SCMI_SILENT_WAIT_MIN_MS: the clocks of a dead platform are all
 * asked in seconds. Commands that were waited for at the same time count as one
 * step of that: a batch whose messages are all lost says no more than one command
 * does.
 *
 * After SCMI_SILENT_STEPS steps the platform is taken for dead: one command is sent
 * in SCMI_SILENT_PAUSE_MS, to see whether it still is, and all others end at once
 * with -ETIMEDOUT. So a driver that is removed, and a system that goes to sleep,
 * need not wait for those who work through a list of clocks.
 *
 * The first message, however late, ends the silence, and the next command has all
 * of its time again. If the platform could not be told which notifications to send,
 * it is told now.
 *
 * Both ends of a silence are logged, but for a platform that falls silent again
 * and again.
 */

#define SCMI_SILENT_WAIT_MS	100
#define SCMI_SILENT_WAIT_MIN_MS	10
#define SCMI_SILENT_STEPS	5
#define SCMI_SILENT_PAUSE_MS	100

/* At most that many silences are logged in that many seconds. */
#define SCMI_SILENCE_BURST	5
#define SCMI_SILENCE_INTERVAL	(300 * HZ)

/**
 * scmi_silence_init() - the platform of a pool is expected to speak
 * @pool: pool
 *
 * Context: Process context.
 */
void scmi_silence_init(struct scmi_pool *pool)
{
	pool->silence_at = jiffies;
	ratelimit_state_init(&pool->silence_limit, SCMI_SILENCE_INTERVAL,
			     SCMI_SILENCE_BURST);
	/* What is left out is not worth a message of its own. */
	ratelimit_set_flags(&pool->silence_limit, RATELIMIT_MSG_ON_RELEASE);
}

/**
 * scmi_xfer_was_silent() - did no message come while a transfer was waited for?
 * @xfer: transfer that was sent
 *
 * Context: Any context.
 * Return: true when none came since @xfer was sent.
 */
bool scmi_xfer_was_silent(const struct scmi_xfer *xfer)
{
	return READ_ONCE(xfer->pool->heard) == xfer->heard;
}

/**
 * scmi_silence_begins() - a transfer is overdue: is the platform silent?
 * @xfer: transfer whose deadline has passed
 *
 * Context: Any context.
 */
void scmi_silence_begins(const struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;

	if (!scmi_xfer_was_silent(xfer))
		return;
	if (!time_before(xfer->sent, READ_ONCE(pool->silence_at))) {
		WRITE_ONCE(pool->silence_steps, pool->silence_steps + 1);
		WRITE_ONCE(pool->silence_at, jiffies);
	}
	if (atomic_inc_return(&pool->unanswered) != 1)
		return;
	if (!__ratelimit(&pool->silence_limit))
		return;
	WRITE_ONCE(pool->silence_told, true);
	dev_warn(&pool->inst->dev,
		 "the platform says nothing (protocol 0x%02x message 0x%x waited %u ms): until it does, commands wait %u ms at most, or are not sent\n",
		 xfer->proto, xfer->msg, xfer->timeout_ms, SCMI_SILENT_WAIT_MS);
}

/**
 * scmi_silence_ends() - the first message of a platform that was silent
 * @pool: pool
 *
 * Context: Any context.
 */
void scmi_silence_ends(struct scmi_pool *pool)
{
	unsigned int unanswered = atomic_xchg(&pool->unanswered, 0);

	WRITE_ONCE(pool->silence_steps, 0);
	/* What the platform could not be told, it can be told now. */
	if (delayed_work_pending(&pool->inst->resync_work))
		mod_delayed_work(system_freezable_wq, &pool->inst->resync_work, 0);
	if (!unanswered || !xchg(&pool->silence_told, false))
		return;
	dev_notice(&pool->inst->dev,
		   "the platform speaks again, %u commands had no answer\n",
		   unanswered);
}

/**
 * scmi_silence_wait_ms() - how long to wait for an answer of a silent platform
 * @pool: pool
 * @timeout_ms: how long, if the platform is not silent
 *
 * Context: Any context.
 * Return: milliseconds, 1..@timeout_ms.
 */
unsigned int scmi_silence_wait_ms(const struct scmi_pool *pool,
				  unsigned int timeout_ms)
{
	unsigned int steps;

	steps = max(READ_ONCE(pool->silence_steps), 1U) - 1;
	return min(timeout_ms, max(SCMI_SILENT_WAIT_MS >> min(steps, 31U),
				   SCMI_SILENT_WAIT_MIN_MS));
}

/**
 * scmi_silence_may_ask() - may a command be sent to a platform that is silent?
 * @pool: pool of a silent platform
 *
 * Context: Any context.
 * Return: true, to one sender in SCMI_SILENT_PAUSE_MS once the platform is taken
 *	   for dead.
 */
bool scmi_silence_may_ask(struct scmi_pool *pool)
{
	unsigned long at = READ_ONCE(pool->silence_at);

	if (READ_ONCE(pool->silence_steps) < SCMI_SILENT_STEPS)
		return true;
	return time_after(jiffies, at + msecs_to_jiffies(SCMI_SILENT_PAUSE_MS)) &&
	       cmpxchg(&pool->silence_at, at, jiffies) == at;
}
