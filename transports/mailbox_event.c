// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: messages from the platform, on a mailbox channel.
 */

#include <linux/jiffies.h>
#include <linux/preempt.h>

#include "transports/mailbox.h"

/*
 * May this context take the message? A platform may ring as soon as its last message was
 * taken, so that the next interrupt is there when this one ends. Interrupts take in
 * SCMI_MBOX_BUDGET messages in a tick and leave the next one in the area, where it keeps
 * the platform from ringing until the channel's work has taken it; others run meanwhile.
 */
static bool scmi_mbox_may_take_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	unsigned long now = jiffies;

	lockdep_assert_held(&mc->lock);

	if (in_task())
		return true;
	if (mc->irq_tick != now) {
		mc->irq_tick = now;
		mc->irq_taken = 0;
	}
	return mc->irq_taken++ < SCMI_MBOX_BUDGET;
}

/* Tell the platform that its message was taken, now or by somebody else. */
static bool scmi_mbox_pay_bell_locked(struct scmi_mbox_chan *mc, bool may_ring)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	if (!mc->owes_bell)
		return true;
	if (!may_ring)
		return false;
	mc->owes_bell = false;
	scmi_mbox_link_ring(mc->bell);
	scmi_mbox_link_done(mc->bell);
	return true;
}

/**
 * scmi_mbox_event_step() - take in one message
 * @mc: P2A channel that is started
 * @may_ring: whether the platform may be told
 *
 * Context: Any context, the channel's lock held.
 * Return: SCMI_MBOX_MORE when there was one: there may be another by now;
 *	   SCMI_MBOX_RING when the platform has to be told that it was taken.
 */
enum scmi_mbox_step scmi_mbox_event_step(struct scmi_mbox_chan *mc,
					 bool may_ring)
	__must_hold(&mc->lock)
{
	const struct scmi_shmem *shmem = &mc->area.shmem;
	u32 status = scmi_shmem_status(shmem);
	bool rung = xchg(&mc->rung, 0);
	size_t len = 0;

	lockdep_assert_held(&mc->lock);

	if (status & SCMI_SHMEM_FREE) {
		if (!scmi_mbox_pay_bell_locked(mc, may_ring))
			return SCMI_MBOX_RING;
		if (rung)
			scmi_agent_rx_spurious(mc->chan);
		return SCMI_MBOX_DONE;
	}
	if (!scmi_mbox_may_take_locked(mc)) {
		scmi_mbox_pump_later(mc, 0);
		return SCMI_MBOX_DONE;
	}
	if (!scmi_flood_admits(&mc->flood)) {
		scmi_mbox_pump_later(mc, SCMI_FLOOD_PAUSE);
		return SCMI_MBOX_DONE;
	}
	/* With an error there is a message that the platform did not finish. */
	if (!(status & SCMI_SHMEM_ERROR))
		len = scmi_shmem_read(shmem, mc->event,
				      scmi_mbox_room(mc->smb));
	mc->owes_bell |= mc->bell && scmi_shmem_wants_intr(shmem);
	scmi_shmem_set_free(shmem);
	scmi_mbox_pay_bell_locked(mc, may_ring);
	scmi_agent_rx_event(mc->chan, mc->event, len);
	return SCMI_MBOX_MORE;
}
