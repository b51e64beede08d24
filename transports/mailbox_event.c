// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: messages from the platform, on a mailbox channel.
 */

#include "transports/mailbox.h"

/**
 * scmi_mbox_event_step() - take in one message
 * @mc: P2A channel that is started
 *
 * Context: Any context, the channel's lock held.
 * Return: true when there was one: there may be another by now.
 */
bool scmi_mbox_event_step(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	const struct scmi_shmem *shmem = &mc->area.shmem;
	u32 status = scmi_shmem_status(shmem);
	bool rung = xchg(&mc->rung, 0);
	size_t len = 0;
	bool answer;

	lockdep_assert_held(&mc->lock);

	if (status & SCMI_SHMEM_FREE) {
		if (rung)
			scmi_agent_rx_spurious(mc->chan);
		return false;
	}
	/* With an error there is a message that the platform did not finish. */
	if (!(status & SCMI_SHMEM_ERROR))
		len = scmi_shmem_read(shmem, mc->event,
				      scmi_mbox_room(mc->smb));
	answer = scmi_shmem_wants_intr(shmem);
	scmi_shmem_set_free(shmem);
	if (answer && mc->bell) {
		scmi_mbox_link_ring(mc->bell);
		scmi_mbox_link_done(mc->bell);
	}
	scmi_agent_rx_event(mc->chan, mc->event, len);
	return true;
}
