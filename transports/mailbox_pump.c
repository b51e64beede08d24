// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what moves a mailbox channel on.
 */

#include "transports/mailbox.h"

/* Messages taken in at one go; a platform can send as fast as we take. */
#define SCMI_MBOX_BUDGET	16

/* One turn, by whoever got the lock. Return: whether to take another one. */
static bool scmi_mbox_turn_locked(struct scmi_mbox_chan *mc, bool may_ring)
	__must_hold(&mc->lock)
{
	enum scmi_mbox_step did;

	lockdep_assert_held(&mc->lock);

	/*
	 * Before anything is looked at: who comes later has left a note that is
	 * still there when we have let go. Pairs with scmi_mbox_turns()'s.
	 */
	smp_store_mb(mc->again, false);
	if (!mc->started)
		return false;
	mc->inside = true;
	did = mc->step(mc, may_ring);
	mc->inside = false;
	if (did == SCMI_MBOX_RING)
		irq_work_queue(&mc->ringer);
	return did == SCMI_MBOX_MORE;
}

static void scmi_mbox_turns(struct scmi_mbox_chan *mc, bool may_ring)
{
	unsigned long flags;
	bool more, nested;
	unsigned int i;

	/* Pairs with that of scmi_mbox_turn_locked(), and with the one below. */
	smp_store_mb(mc->again, true);
	for (i = 0; i < SCMI_MBOX_BUDGET; i++) {
		if (!spin_trylock_irqsave(&mc->lock, flags))
			return;
		/* Without SMP whoever comes from within gets the lock. */
		nested = mc->inside;
		more = !nested && scmi_mbox_turn_locked(mc, may_ring);
		spin_unlock_irqrestore(&mc->lock, flags);
		if (nested)
			return;
		/* Who found it locked has left his note before he tried. */
		smp_mb();
		if (!more && !READ_ONCE(mc->again))
			return;
	}
	queue_work(system_highpri_wq, &mc->more);
}

/**
 * scmi_mbox_was_noted() - did somebody find the channel's lock taken?
 * @mc: channel whose lock the caller had until now
 *
 * Context: Any context.
 * Return: true if he left the channel to the caller.
 */
bool scmi_mbox_was_noted(struct scmi_mbox_chan *mc)
{
	/* Let go of the lock first: as in scmi_mbox_turns(). */
	smp_mb();
	return READ_ONCE(mc->again);
}

/**
 * scmi_mbox_pump() - move a channel on
 * @mc: channel
 *
 * Called whenever something may have changed. Never waits for the lock: who has
 * it sees, after he let go of it, that somebody came. So a controller may
 * deliver an interrupt while it is being rung, from within, and hold locks of
 * its own meanwhile.
 *
 * Context: Any context in which a mailbox may be rung.
 */
void scmi_mbox_pump(struct scmi_mbox_chan *mc)
{
	scmi_mbox_turns(mc, true);
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
	/* Who takes the note sees why. Pairs with scmi_mbox_turn_locked()'s. */
	smp_wmb();
	scmi_mbox_turns(mc, false);
}

/**
 * scmi_mbox_kick() - the same, from the core
 * @chan: channel
 *
 * Context: Any context.
 */
void scmi_mbox_kick(struct scmi_chan *chan)
{
	scmi_mbox_turns(chan->priv, true);
}
