// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the channels of a mailbox transport.
 */

#include <linux/of.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

#include "transports/mailbox.h"

/* Messages taken in at one go; a platform can send as fast as we take. */
#define SCMI_MBOX_BUDGET	16

static struct scmi_mbox *scmi_mbox_of(struct scmi_instance *inst)
{
	return scmi_agent_instance_priv(inst);
}

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

static void scmi_mbox_ringer(struct irq_work *work)
{
	scmi_mbox_pump(container_of(work, struct scmi_mbox_chan, ringer));
}

static void scmi_mbox_more(struct work_struct *work)
{
	scmi_mbox_pump(container_of(work, struct scmi_mbox_chan, more));
}

static bool scmi_mbox_chan_available(struct scmi_instance *inst,
				     struct device_node *np, u8 id, bool tx)
{
	struct scmi_mbox_layout layout;

	if (!of_property_present(np, "mboxes"))
		return false;
	/* A layout that makes no sense is refused by setup. */
	return tx || (!scmi_mbox_read_layout(NULL, np, &layout) &&
		      layout.rx >= 0);
}

static struct scmi_mbox_chan *scmi_mbox_chan_alloc(struct scmi_mbox *smb,
						   struct scmi_chan *chan)
{
	struct scmi_mbox_chan *mc = kzalloc_obj(*mc);
	unsigned int i;

	if (!mc)
		return NULL;
	mc->event = kzalloc(scmi_mbox_room(smb), GFP_KERNEL);
	if (!mc->event) {
		kfree(mc);
		return NULL;
	}
	mc->smb = smb;
	mc->chan = chan;
	mc->step = chan->tx ? scmi_mbox_command_step : scmi_mbox_event_step;
	for (i = 0; i < ARRAY_SIZE(mc->links); i++)
		mc->links[i].mc = mc;
	spin_lock_init(&mc->lock);
	scoped_guard(spinlock_irqsave, &mc->lock) {
		INIT_LIST_HEAD(&mc->queue);
		mc->polls = smb->no_irq ? SCMI_MBOX_POLL_NODE : 0;
	}
	hrtimer_setup(&mc->timer, scmi_mbox_timer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL_SOFT);
	INIT_WORK(&mc->more, scmi_mbox_more);
	init_irq_work(&mc->ringer, scmi_mbox_ringer);
	list_add_tail(&mc->node, &smb->chans);
	return mc;
}

static void scmi_mbox_close_links(struct scmi_mbox_chan *mc)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mc->links); i++)
		scmi_mbox_link_close(&mc->links[i]);
}

static int scmi_mbox_open_links(struct scmi_mbox_chan *mc, int first,
				int second)
{
	int ret = scmi_mbox_link_open(&mc->links[0], first);

	if (!ret && second >= 0)
		ret = scmi_mbox_link_open(&mc->links[1], second);
	if (ret)
		scmi_mbox_close_links(mc);
	return ret;
}

static int scmi_mbox_chan_bind(struct scmi_mbox_chan *mc,
			       const struct scmi_mbox_layout *layout)
{
	/* One mailbox that takes no answer can be all that a P2A channel has. */
	if (mc->chan->tx || layout->tx_reply < 0)
		mc->bell = &mc->links[0];
	else if (layout->rx_reply >= 0)
		mc->bell = &mc->links[1];

	if (mc->chan->tx)
		return scmi_mbox_open_links(mc, layout->tx, layout->tx_reply);
	return scmi_mbox_open_links(mc, layout->rx, layout->rx_reply);
}

static int scmi_mbox_chan_setup(struct scmi_chan *chan)
{
	struct scmi_mbox *smb = scmi_mbox_of(chan->inst);
	struct device_node *np = chan->dev->of_node;
	struct scmi_mbox_layout layout;
	struct scmi_mbox_chan *mc;
	int ret;

	ret = scmi_mbox_read_layout(smb->dev, np, &layout);
	if (ret)
		return ret;
	mc = scmi_mbox_chan_alloc(smb, chan);
	if (!mc)
		return -ENOMEM;
	ret = scmi_mbox_area_open(smb->dev, np, chan->tx ? 0 : 1, &mc->area);
	if (ret)
		return ret;
	ret = mc->area.shmem.room < scmi_mbox_room(smb) ? -EINVAL :
	      scmi_mbox_chan_bind(mc, &layout);
	if (ret) {
		scmi_mbox_area_close(&mc->area);
		return ret;
	}
	mc->open = true;
	chan->priv = mc;
	return 0;
}

static void scmi_mbox_chan_free(struct scmi_chan *chan)
{
	struct scmi_mbox_chan *mc = chan->priv;

	mc->open = false;
	scmi_mbox_close_links(mc);
	scmi_mbox_area_close(&mc->area);
	/* The rest goes with the device, see DOC: Mailbox transport. */
}

static int scmi_mbox_start(struct scmi_instance *inst)
{
	struct scmi_mbox *smb = scmi_mbox_of(inst);
	struct scmi_mbox_chan *mc;

	list_for_each_entry(mc, &smb->chans, node) {
		if (!mc->open)
			continue;
		scoped_guard(spinlock_irqsave, &mc->lock)
			mc->started = true;
		/* What the platform said before anybody listened. */
		scmi_mbox_pump(mc);
	}
	return 0;
}

static void scmi_mbox_stop(struct scmi_instance *inst)
{
	struct scmi_mbox *smb = scmi_mbox_of(inst);
	struct scmi_mbox_chan *mc;

	list_for_each_entry(mc, &smb->chans, node) {
		scoped_guard(spinlock_irqsave, &mc->lock)
			mc->started = false;
		irq_work_sync(&mc->ringer);
		hrtimer_cancel(&mc->timer);
		cancel_work_sync(&mc->more);
		scmi_mbox_take_back(mc);
	}
}

static void scmi_mbox_kick(struct scmi_chan *chan)
{
	scmi_mbox_pump(chan->priv);
}

static void scmi_mbox_recover(struct scmi_instance *inst)
{
	struct scmi_mbox *smb = scmi_mbox_of(inst);
	struct scmi_mbox_chan *mc;

	/* Nothing can be taken back from the platform, but it may be done. */
	list_for_each_entry(mc, &smb->chans, node)
		scmi_mbox_pump(mc);
}

const struct scmi_transport_ops scmi_mbox_ops = {
	.chan_available = scmi_mbox_chan_available,
	.chan_setup = scmi_mbox_chan_setup,
	.chan_free = scmi_mbox_chan_free,
	.start = scmi_mbox_start,
	.stop = scmi_mbox_stop,
	.send = scmi_mbox_send,
	.kick = scmi_mbox_kick,
	.overdue = scmi_mbox_overdue,
	.poll = scmi_mbox_kick,
	.recover = scmi_mbox_recover,
};

/**
 * scmi_mbox_set_polls() - begin or end to poll all channels
 * @smb: device whose instance exists
 * @why: reason that comes or goes
 * @on: comes
 *
 * Context: Process context. Serialised by the caller with the removal of the
 *	    device.
 */
void scmi_mbox_set_polls(struct scmi_mbox *smb, enum scmi_mbox_poll why,
			 bool on)
{
	struct scmi_mbox_chan *mc;

	list_for_each_entry(mc, &smb->chans, node) {
		scoped_guard(spinlock_irqsave, &mc->lock) {
			if (on)
				mc->polls |= why;
			else
				mc->polls &= ~why;
		}
		scmi_mbox_pump(mc);
	}
}

/**
 * scmi_mbox_free_chans() - free the memory of all channels
 * @smb: device; no channel is bound, and no interrupt is under way
 *
 * Context: Process context, sleeps.
 */
void scmi_mbox_free_chans(struct scmi_mbox *smb)
{
	struct scmi_mbox_chan *mc, *tmp;

	list_for_each_entry_safe(mc, tmp, &smb->chans, node) {
		list_del(&mc->node);
		cancel_work_sync(&mc->more);
		kfree(mc->event);
		kfree(mc);
	}
}
