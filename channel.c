// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: IDR-tracked channels and their transport devices.
 */

#include <linux/idr.h>
#include <linux/of.h>
#include <linux/slab.h>

#include "bus.h"
#include "channel.h"
#include "common.h"
#include "dt.h"

/**
 * DOC: Channels
 *
 * An instance has one A2P and at most one P2A channel of its own for BASE, and
 * further ones for protocols whose devicetree node describes them. A channel is
 * bound to its hardware through an internal transport device, which the
 * channel's owner creates before and deletes after the binding.
 *
 * The instance's two IDRs map protocol ids to channels. Every entry holds a
 * reference. The entry whose key is the channel's own id is the owner: it alone
 * unbinds the hardware and deletes the transport device. A protocol without a
 * channel of its own has no entry and uses BASE's. One whose node describes a
 * channel that makes no sense has neither, and is not offered.
 *
 * Both IDRs are filled by the instance's probe before anyone can look them up,
 * and emptied after the last user is gone: they are walked first, destroyed
 * after, and never changed while they are walked.
 *
 * The memory of a channel outlives its binding as long as a protocol holds a
 * reference; nothing but the timeout and the size is read from it then.
 */

/**
 * scmi_chan_release() - free a channel whose last reference is gone
 * @ref: the channel's @ref
 *
 * Context: Any context.
 */
void scmi_chan_release(struct kref *ref)
{
	kfree(container_of(ref, struct scmi_chan, ref));
}

/**
 * scmi_chan_lookup() - the A2P channel for a protocol's commands
 * @inst: instance that is READY, or being set up by the caller
 * @proto: protocol id
 *
 * Context: Process context.
 * Return: the protocol's own channel or BASE's, with a reference taken; NULL
 *	   when the channels are gone.
 */
struct scmi_chan *scmi_chan_lookup(struct scmi_instance *inst, u8 proto)
{
	struct scmi_chan *chan = idr_find(&inst->tx_chans, proto);

	if (!chan)
		chan = idr_find(&inst->tx_chans, SCMI_PROTOCOL_BASE);
	return chan ? scmi_chan_get(chan) : NULL;
}

static struct idr *scmi_chan_idr(struct scmi_chan *chan)
{
	return chan->tx ? &chan->inst->tx_chans : &chan->inst->rx_chans;
}

/* Create, bind and publish one channel; undo all of it on failure. */
static int scmi_chan_create(struct scmi_instance *inst, struct device_node *np,
			    u8 proto, bool tx)
{
	const struct scmi_transport *tr = inst->transport;
	struct scmi_chan *chan;
	int ret;

	chan = kzalloc_obj(*chan);
	if (!chan)
		return -ENOMEM;
	kref_init(&chan->ref);
	chan->inst = inst;
	chan->id = proto;
	chan->tx = tx;
	chan->timeout_ms = tr->timeout_ms;
	chan->msg_size = tr->max_msg_size;

	chan->dev = scmi_transport_device_create(inst, np, proto, tx);
	if (IS_ERR(chan->dev)) {
		ret = PTR_ERR(chan->dev);
		goto put_chan;
	}

	/* Reserve the id first: publishing below cannot fail. */
	ret = idr_alloc(scmi_chan_idr(chan), NULL, proto, proto + 1,
			GFP_KERNEL);
	if (ret < 0)
		goto destroy_dev;

	ret = tr->ops->chan_setup(chan);
	if (ret)
		goto remove_id;

	idr_replace(scmi_chan_idr(chan), chan, proto);
	return 0;

remove_id:
	idr_remove(scmi_chan_idr(chan), proto);
destroy_dev:
	scmi_transport_device_destroy(chan->dev);
put_chan:
	scmi_chan_put(chan);
	return ret;
}

static int scmi_chan_create_pair(struct scmi_instance *inst,
				 struct device_node *np, u8 proto)
{
	const struct scmi_transport_ops *ops = inst->transport->ops;
	int ret;

	if (ops->chan_available(inst, np, proto, true)) {
		ret = scmi_chan_create(inst, np, proto, true);
		if (ret)
			return ret;
	}
	if (ops->chan_available(inst, np, proto, false))
		return scmi_chan_create(inst, np, proto, false);
	return 0;
}

static void scmi_chan_destroy(struct scmi_chan *chan)
{
	chan->inst->transport->ops->chan_free(chan);
	scmi_transport_device_destroy(chan->dev);
	scmi_chan_put(chan);
}

/* Undo half a pair. Nobody has looked it up: the transport is not started. */
static void scmi_channels_forget(struct scmi_instance *inst, u8 proto)
{
	struct scmi_chan *chan = idr_remove(&inst->tx_chans, proto);

	if (chan)
		scmi_chan_destroy(chan);
}

static int scmi_channels_setup_children(struct scmi_instance *inst)
{
	DECLARE_BITMAP(seen, 256) = {};

	if (!inst->np)
		return 0;

	for_each_available_child_of_node_scoped(inst->np, child) {
		int proto = scmi_node_protocol(child);
		int ret;

		if (proto < 0 || proto == SCMI_PROTOCOL_BASE ||
		    test_and_set_bit(proto, seen))
			continue;
		ret = scmi_chan_create_pair(inst, child, proto);
		/* These two may pass; anything else costs this protocol alone. */
		if (ret && ret != -EPROBE_DEFER && ret != -ENOMEM) {
			dev_warn(&inst->dev,
				 "%pOF: channel cannot be used (%pe), protocol 0x%02x skipped\n",
				 child, ERR_PTR(ret), proto);
			scmi_channels_forget(inst, proto);
			set_bit(proto, inst->bad_channels);
			ret = 0;
		}
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * scmi_channels_setup() - create all channels of an instance
 * @inst: instance in state NEW
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENODEV without a channel for BASE; what the transport's
 *	   chan_setup() says, -EPROBE_DEFER included; -ENOMEM. On failure no
 *	   channel is left.
 */
int scmi_channels_setup(struct scmi_instance *inst)
{
	int ret;

	idr_init(&inst->tx_chans);
	idr_init(&inst->rx_chans);

	ret = scmi_chan_create_pair(inst, inst->np, SCMI_PROTOCOL_BASE);
	if (!ret && !idr_find(&inst->tx_chans, SCMI_PROTOCOL_BASE))
		ret = -ENODEV;
	if (!ret)
		ret = scmi_channels_setup_children(inst);
	if (ret)
		scmi_channels_destroy(inst);
	return ret;
}

static void scmi_channels_destroy_idr(struct idr *idr)
{
	struct scmi_chan *chan;
	int id;

	idr_for_each_entry(idr, chan, id) {
		if (chan->id == id)
			scmi_chan_destroy(chan);
		else
			scmi_chan_put(chan);
	}
	idr_destroy(idr);
}

/**
 * scmi_channels_destroy() - unbind and drop all channels of an instance
 * @inst: instance whose transport was stopped, or never started
 *
 * Context: Process context, may sleep.
 */
void scmi_channels_destroy(struct scmi_instance *inst)
{
	scmi_channels_destroy_idr(&inst->rx_chans);
	scmi_channels_destroy_idr(&inst->tx_chans);
}
