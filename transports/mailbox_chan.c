// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the channels of a mailbox transport.
 */

#include <linux/of.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

#include "transports/mailbox.h"

static struct scmi_mbox *scmi_mbox_of(struct scmi_instance *inst)
{
	return scmi_agent_instance_priv(inst);
}

static void scmi_mbox_ring_work(struct irq_work *work)
{
	scmi_mbox_pump(container_of(work, struct scmi_mbox_chan, ring_work));
}

static void scmi_mbox_pump_work(struct work_struct *work)
{
	scmi_mbox_pump(container_of(to_delayed_work(work),
				    struct scmi_mbox_chan, pump_work));
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
	INIT_DELAYED_WORK(&mc->pump_work, scmi_mbox_pump_work);
	init_irq_work(&mc->ring_work, scmi_mbox_ring_work);
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
	unsigned int room;
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
	room = mc->area.shmem.room - SCMI_HDR_LEN - SCMI_STATUS_LEN;
	chan->msg_size = min(chan->msg_size, room);
	ret = room < SCMI_MSG_SIZE_MIN ? -EINVAL :
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
		irq_work_sync(&mc->ring_work);
		hrtimer_cancel(&mc->timer);
		cancel_delayed_work_sync(&mc->pump_work);
		scmi_mbox_take_back(mc);
	}
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
		cancel_delayed_work_sync(&mc->pump_work);
		kfree(mc->event);
		kfree(mc);
	}
}
