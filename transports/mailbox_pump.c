// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what moves a mailbox channel on.
 */

#include "transports/mailbox.h"

/* Moves channels on; memory reclaim may wait for an answer. */
struct workqueue_struct *scmi_mbox_wq;

/**
 * scmi_mbox_pump_later() - move a channel on by its work
 * @mc: channel
 * @delay: jiffies from now, unless it is sooner anyway
 *
 * Context: Any context.
 */
void scmi_mbox_pump_later(struct scmi_mbox_chan *mc, unsigned long delay)
{
	queue_delayed_work(scmi_mbox_wq, &mc->pump_work, delay);
}

/* One step of the channel. Return: true if another one is to follow. */
static bool scmi_mbox_step_locked(struct scmi_mbox_chan *mc, bool may_ring)
	__must_hold(&mc->lock)
{
	enum scmi_mbox_step did;

	lockdep_assert_held(&mc->lock);

	/*
	 * Cleared before the channel is looked at: a caller that comes later sets
	 * it again, and we see that when we have dropped the lock. Pairs with
	 * scmi_mbox_try_pump()'s.
	 */
	smp_store_mb(mc->contended, false);
	if (!mc->started)
		return false;
	mc->stepping = true;
	did = mc->step(mc, may_ring);
	mc->stepping = false;
	if (did == SCMI_MBOX_RING)
		irq_work_queue(&mc->ring_work);
	return did == SCMI_MBOX_MORE;
}

static void scmi_mbox_try_pump(struct scmi_mbox_chan *mc, bool may_ring)
{
	unsigned long flags;
	bool more, nested;
	unsigned int i;

	/* Pairs with that of scmi_mbox_step_locked(), and with the one below. */
	smp_store_mb(mc->contended, true);
	for (i = 0; i < SCMI_MBOX_BUDGET; i++) {
		if (!spin_trylock_irqsave(&mc->lock, flags))
			return;
		/* Without SMP a caller inside of @step gets the lock, too. */
		nested = mc->stepping;
		more = !nested && scmi_mbox_step_locked(mc, may_ring);
		spin_unlock_irqrestore(&mc->lock, flags);
		if (nested)
			return;
		/* A caller that found it locked had set @contended before. */
		smp_mb();
		if (!more && !READ_ONCE(mc->contended))
			return;
	}
	scmi_mbox_pump_later(mc, 0);
}

/**
 * scmi_mbox_was_contended() - did anybody find the channel's lock taken?
 * @mc: channel whose lock the caller had until now
 *
 * Context: Any context.
 * Return: true if so: then the caller has to move the channel on.
 */
bool scmi_mbox_was_contended(struct scmi_mbox_chan *mc)
{
	/* The lock was dropped before: as in scmi_mbox_try_pump(). */
	smp_mb();
	return READ_ONCE(mc->contended);
}

/**
 * scmi_mbox_pump() - move a channel on
 * @mc: channel
 *
 * Called whenever something may have changed. Never waits for the lock: its
 * owner sees, after it has dropped the lock, that another caller came. So a
 * controller may deliver an interrupt while it is being rung, from within, and
 * hold locks of its own meanwhile.
 *
 * Context: Any context in which a mailbox may be rung.
 */
void scmi_mbox_pump(struct scmi_mbox_chan *mc)
{
	scmi_mbox_try_pump(mc, true);
}

/**
 * scmi_mbox_rung() - the same, from the mailbox framework
 * @mc: channel
 *
 * There are controllers that hold the very lock of the mailbox that a doorbell
 * would take. So nothing is rung from here: what has to be is left to an irq_work,
 * which runs when that lock is free again.
 *
 * Context: Any context.
 */
void scmi_mbox_rung(struct scmi_mbox_chan *mc)
{
	WRITE_ONCE(mc->rung, 1);
	/* Set before @contended is. Pairs with scmi_mbox_step_locked()'s. */
	smp_wmb();
	scmi_mbox_try_pump(mc, false);
}

/**
 * scmi_mbox_kick() - the same, from the core
 * @chan: channel
 *
 * Context: Any context.
 */
void scmi_mbox_kick(struct scmi_chan *chan)
{
	scmi_mbox_try_pump(chan->priv, true);
}
