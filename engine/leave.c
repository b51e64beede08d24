// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: senders that are taken away while the platform owes them answers.
 */

#include <linux/jiffies.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: Leaving
 *
 * A client driver is unbound while other tasks wait in it for answers, and its removal
 * waits for them: for all of a message's time, if the platform has lost the message. So
 * from the moment its client leaves, a command that another task sends for it, or the
 * wait for a slot to send it in, ends with -ENODEV after SCMI_LEAVE_MS. Nobody but the
 * driver that goes would see the answer.
 *
 * What the leaving task sends itself has its usual time, because a driver that goes
 * turns off what it had on. What other clients of the same protocol send has a sender
 * of its own.
 */

#define SCMI_LEAVE_MS		50
#define SCMI_LEAVE_TICK_MS	5

/* Has a sender's transfer waited since @limit or longer? */
static bool scmi_xfer_is_of(struct scmi_xfer *xfer, const struct scmi_sender *from,
			    unsigned long limit)
{
	guard(spinlock_irqsave)(&xfer->lock);

	return scmi_xfer_is_pending_locked(xfer) && xfer->sender == from &&
	       !time_after(xfer->sent, limit);
}

static void scmi_sender_watch(struct work_struct *work)
{
	struct scmi_sender *from = container_of(to_delayed_work(work),
						struct scmi_sender, watch);
	unsigned long limit = jiffies - msecs_to_jiffies(SCMI_LEAVE_MS);
	struct scmi_pool *pool = from->chan->inst->pool;
	struct scmi_xfer *xfer;
	unsigned int slot = 0;

	while ((xfer = scmi_pool_next_busy(pool, &slot))) {
		if (scmi_xfer_is_of(xfer, from, limit))
			scmi_xfer_finish(xfer, -ENODEV, SCMI_STAT_aborted);
		scmi_xfer_put(xfer);
	}
	scmi_slot_dismiss(pool, from, limit);
	queue_delayed_work(system_highpri_wq, &from->watch,
			   msecs_to_jiffies(SCMI_LEAVE_TICK_MS));
}

/**
 * scmi_sender_leaves() - from now on nobody but the caller waits for answers for long
 * @from: sender; scmi_sender_gone() ends it
 *
 * Context: Any context; the calling task is the one that takes the sender away.
 */
void scmi_sender_leaves(struct scmi_sender *from)
{
	INIT_DELAYED_WORK(&from->watch, scmi_sender_watch);
	WRITE_ONCE(from->leaver, current);
	queue_delayed_work(system_highpri_wq, &from->watch,
			   msecs_to_jiffies(SCMI_LEAVE_MS));
}

/**
 * scmi_sender_gone() - a sender is not used any more
 * @from: sender, whether it left or not
 *
 * Context: Process context, sleeps.
 */
void scmi_sender_gone(struct scmi_sender *from)
{
	if (from->leaver)
		cancel_delayed_work_sync(&from->watch);
}
