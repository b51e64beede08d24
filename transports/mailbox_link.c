// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: one mailbox, used as a doorbell.
 */

#include <linux/mailbox_controller.h>

#include "transports/mailbox.h"

/**
 * DOC: Doorbells
 *
 * The mailbox framework has to know when a message was sent: from the controller's
 * interrupt, or from us. We always say that we know, so that a controller that
 * would have to be polled is not. It lets one message be on its
 * way, keeps others in a queue that has no end for us to see, and does not say
 * when the hardware refused one. Some controllers deliver a message with the
 * framework's lock of that mailbox held, so its callback calls the framework in
 * no way.
 *
 * So a link counts its doorbells until the framework says that they are done.
 * One may be on its way and one may wait for it. A third is not needed: the one
 * that waits will ring for whatever is in the area then.
 */

/* Some controllers send the word that the message points to; 0 rings nothing. */
static u32 scmi_mbox_bell[4] = { 1 };

static void scmi_mbox_link_rx(struct mbox_client *cl, void *msg)
{
	struct scmi_mbox_link *link = container_of(cl, struct scmi_mbox_link,
						   cl);

	scmi_mbox_rung(link->mc);
}

static void scmi_mbox_link_tx_done(struct mbox_client *cl, void *msg, int err)
{
	struct scmi_mbox_link *link = container_of(cl, struct scmi_mbox_link,
						   cl);

	atomic_dec_if_positive(&link->rings);
}

/* Unbind us before the mailbox controller goes away. */
static int scmi_mbox_link_depend(struct scmi_mbox_link *link)
{
	struct device *dev = link->mc->smb->dev;
	struct device *controller = link->mbox->mbox->dev;

	if (device_link_add(dev, controller, DL_FLAG_AUTOREMOVE_CONSUMER))
		return 0;
	dev_err(dev, "no device link to %s\n", dev_name(controller));
	return -ENOMEM;
}

/**
 * scmi_mbox_link_close() - give a mailbox back
 * @link: link; nothing happens if it has none
 *
 * Context: Process context, may sleep.
 */
void scmi_mbox_link_close(struct scmi_mbox_link *link)
{
	if (!link->mbox)
		return;
	mbox_free_channel(link->mbox);
	link->mbox = NULL;
}

/**
 * scmi_mbox_link_open() - ask for a mailbox
 * @link: link whose channel is ready for interrupts
 * @index: index in the node's "mboxes"
 *
 * Context: Process context, may sleep.
 * Return: 0, or what the mailbox framework says, -EPROBE_DEFER included.
 */
int scmi_mbox_link_open(struct scmi_mbox_link *link, int index)
{
	struct device *dev = link->mc->smb->dev;
	struct mbox_chan *mbox;
	int ret;

	link->cl.dev = link->mc->chan->dev;
	link->cl.knows_txdone = true;
	link->cl.rx_callback = scmi_mbox_link_rx;
	link->cl.tx_done = scmi_mbox_link_tx_done;
	atomic_set(&link->rings, 0);

	/* The device that is probed has to know: deferred, it keeps the reason. */
	mbox = mbox_request_channel(&link->cl, index);
	if (IS_ERR(mbox))
		return dev_err_probe(dev, PTR_ERR(mbox), "%pOF: mailbox %d\n",
				     link->cl.dev->of_node, index);
	link->mbox = mbox;
	ret = scmi_mbox_link_depend(link);
	if (ret)
		scmi_mbox_link_close(link);
	return ret;
}

/**
 * scmi_mbox_link_done() - what was rung has been heard, or never will be
 * @link: link
 *
 * Context: Any context.
 */
void scmi_mbox_link_done(struct scmi_mbox_link *link)
{
	unsigned int i;

	if (link->mbox->mbox->txdone_irq)
		return;
	/* The first may only send what was refused before, see DOC. */
	for (i = 0; i < 2 && atomic_read(&link->rings); i++)
		mbox_client_txdone(link->mbox, 0);
}

/**
 * scmi_mbox_link_ring() - ring the doorbell
 * @link: link
 *
 * Context: Any context.
 */
void scmi_mbox_link_ring(struct scmi_mbox_link *link)
{
	scmi_mbox_link_done(link);
	if (!atomic_add_unless(&link->rings, 1, 2))
		return;
	if (mbox_send_message(link->mbox, scmi_mbox_bell) < 0)
		atomic_dec_if_positive(&link->rings);
}
