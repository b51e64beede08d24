// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the queues of a virtio device (VIRTIO v1.2 section 5.17).
 */

#include <linux/jiffies.h>
#include <linux/scatterlist.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "transports/virtio.h"

static struct scmi_vio *scmi_vio_of(struct scmi_instance *inst)
{
	return scmi_agent_instance_priv(inst);
}

/* A flood is taken in a ring's worth at a time; others run in between. */
#define SCMI_VIO_PAUSE		1

static void scmi_vio_more_later(struct scmi_vio_queue *q, unsigned long delay)
{
	guard(spinlock_irqsave)(&q->lock);

	scmi_vio_more_locked(q, delay);
}

/* @xfer is not polled for any more: its reply is there, or its sender gave up. */
static void scmi_vio_unpoll_locked(struct scmi_vio_queue *q,
				   struct scmi_xfer *xfer)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	if (!xfer->polled)
		return;
	xfer->polled = false;
	q->pollers--;
}

static struct scmi_xfer *scmi_vio_get_reply_locked(struct scmi_vio_queue *q,
						   unsigned int *len)
	__must_hold(&q->lock)
{
	struct scmi_xfer *xfer = scmi_vio_get_locked(q, len);

	if (xfer)
		scmi_vio_unpoll_locked(q, xfer);
	return xfer;
}

/*
 * Replies that are taken off the queue and delivered at once: interrupts are off for
 * all of them, and kernels that clear the stack clear this for each burst.
 */
#define SCMI_VIO_BURST	4

struct scmi_vio_burst {
	struct scmi_xfer *xfers[SCMI_VIO_BURST];
	unsigned int lens[SCMI_VIO_BURST];
	unsigned int num;
	struct scmi_chan *chan;
};

/*
 * With interrupts off, but for PREEMPT_RT. Return: false when that was all there is,
 * and callbacks tell of what comes.
 */
static bool scmi_vio_gather(struct scmi_vio_queue *q,
			    struct scmi_vio_burst *burst)
{
	struct scmi_xfer *xfer;

	guard(spinlock)(&q->lock);

	if (q->running)
		virtqueue_disable_cb(q->vq);
	burst->chan = q->chan;
	for (burst->num = 0; burst->num < SCMI_VIO_BURST; burst->num++) {
		xfer = scmi_vio_get_reply_locked(q, &burst->lens[burst->num]);
		if (!xfer)
			return scmi_vio_rearm_locked(q);
		burst->xfers[burst->num] = xfer;
	}
	return true;
}

/*
 * Take replies off the queue and deliver them without the lock. Two CPUs may do so
 * at once: replies are independent of each other. Interrupts are off from the first
 * step to the last: an interrupt here may wait for a lock whose owner polls for one
 * of these replies, with interrupts off. (With PREEMPT_RT neither can be.)
 */
static bool scmi_vio_deliver(struct scmi_vio_queue *q, unsigned int *num)
{
	unsigned long flags = 0;
	struct scmi_vio_burst burst;
	unsigned int i;
	bool more;

	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		local_irq_save(flags);
	more = scmi_vio_gather(q, &burst);
	for (i = 0; i < burst.num; i++)
		scmi_agent_rx_reply(burst.chan, burst.xfers[i], burst.lens[i]);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		local_irq_restore(flags);
	*num = burst.num;
	return more;
}

/*
 * Take in the replies that the device returned, as many as @budget: it may return
 * buffers as fast as we give them back. True when there may be more, and the caller
 * has to come back.
 */
static bool scmi_vio_receive_replies(struct scmi_vio_queue *q,
				     unsigned int budget)
{
	unsigned int n, num;

	/* One that claims to have more, and has not, uses the budget up, too. */
	for (n = 0; n < budget; n += max(num, 1U))
		if (!scmi_vio_deliver(q, &num))
			return false;
	return true;
}

static bool scmi_vio_receive(struct scmi_vio_queue *q, unsigned int budget)
{
	return q == &q->vio->queues[SCMI_VIRTIO_CMDQ] ?
	       scmi_vio_receive_replies(q, budget) :
	       scmi_vio_receive_events(q, budget);
}

static void scmi_vio_more(struct work_struct *work)
{
	struct scmi_vio_queue *q = container_of(to_delayed_work(work),
						struct scmi_vio_queue, more);

	if (scmi_vio_receive(q, q->vio->transport.max_msg))
		scmi_vio_more_later(q, SCMI_VIO_PAUSE);
	if (q == &q->vio->queues[SCMI_VIRTIO_EVENTQ])
		scmi_vio_repost(q, NULL);
}

/*
 * Messages that one interrupt takes in. Each may wake somebody, and other interrupts
 * do not wait for a whole ring of them.
 */
#define SCMI_VIO_INTERRUPT	8

static void scmi_vio_callback(struct virtqueue *vq)
{
	struct scmi_vio *vio = vq->vdev->priv;
	struct scmi_vio_queue *q = &vio->queues[vq->index];

	if (scmi_vio_receive(q, SCMI_VIO_INTERRUPT))
		scmi_vio_more_later(q, 0);
}

static bool scmi_vio_chan_available(struct scmi_instance *inst,
				    struct device_node *np, u8 id, bool tx)
{
	struct scmi_vio *vio = scmi_vio_of(inst);

	/* One queue per direction, all protocols share it. */
	return id == SCMI_PROTOCOL_BASE && (tx || vio->num_queues > 1);
}

static struct scmi_vio_queue *scmi_vio_chan_queue(struct scmi_chan *chan)
{
	struct scmi_vio *vio = scmi_vio_of(chan->inst);

	return &vio->queues[chan->tx ? SCMI_VIRTIO_CMDQ : SCMI_VIRTIO_EVENTQ];
}

static int scmi_vio_chan_setup(struct scmi_chan *chan)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);

	guard(spinlock_irqsave)(&q->lock);

	q->chan = chan;
	return 0;
}

static void scmi_vio_chan_free(struct scmi_chan *chan)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);

	guard(spinlock_irqsave)(&q->lock);

	q->chan = NULL;
}

static void scmi_vio_kick_queue(struct scmi_vio_queue *q)
{
	struct virtqueue *vq = NULL;

	scoped_guard(spinlock_irqsave, &q->lock) {
		if (q->running && virtqueue_kick_prepare(q->vq))
			vq = q->vq;
	}
	/*
	 * The exit to the hypervisor takes long, so it is outside of the lock. Queues
	 * are deleted only after all callers that kick are gone.
	 */
	if (vq)
		virtqueue_notify(vq);
}

static void *scmi_vio_detach(struct scmi_vio_queue *q)
{
	guard(spinlock_irqsave)(&q->lock);

	return q->vq ? virtqueue_detach_unused_buf(q->vq) : NULL;
}

/* Take all buffers back from a device that does not use them (any more). */
static void scmi_vio_take_back(struct scmi_vio *vio)
{
	struct scmi_xfer *xfer;

	while ((xfer = scmi_vio_detach(&vio->queues[SCMI_VIRTIO_CMDQ])))
		scmi_agent_xfer_release(xfer);
	while (scmi_vio_detach(&vio->queues[SCMI_VIRTIO_EVENTQ]))
		;
}

/* Nothing is taken off the queues from here on, or nothing was before. */
static void scmi_vio_set_running(struct scmi_vio *vio, bool running)
{
	unsigned int i;

	for (i = 0; i < vio->num_queues; i++) {
		struct scmi_vio_queue *q = &vio->queues[i];

		guard(spinlock_irqsave)(&q->lock);

		q->running = running;
		q->receiving = false;
		q->pollers = 0;
		/* What came before anybody listened raised no second callback. */
		scmi_vio_more_locked(q, 0);
	}
}

static int scmi_vio_start(struct scmi_instance *inst)
{
	struct scmi_vio *vio = scmi_vio_of(inst);
	int ret;

	ret = scmi_vio_post_events(vio);
	if (ret) {
		scmi_vio_take_back(vio);
		return ret;
	}
	virtio_device_ready(vio->vdev);
	scmi_vio_set_running(vio, true);
	if (vio->num_events)
		scmi_vio_kick_queue(&vio->queues[SCMI_VIRTIO_EVENTQ]);
	return 0;
}

/*
 * First nobody queues the works any more, then the device is reset, then no callback
 * runs, then no work: a device that returns buffers after its reset finds nobody.
 */
static void scmi_vio_stop(struct scmi_instance *inst)
{
	struct scmi_vio *vio = scmi_vio_of(inst);
	unsigned int i;

	scmi_vio_set_running(vio, false);
	virtio_reset_device(vio->vdev);
	/* Not all transports wait in reset for callbacks that run. */
	virtio_synchronize_cbs(vio->vdev);
	for (i = 0; i < vio->num_queues; i++)
		cancel_delayed_work_sync(&vio->queues[i].more);
	scmi_vio_take_back(vio);
	scoped_guard(spinlock_irqsave, &vio->queues[SCMI_VIRTIO_EVENTQ].lock)
		vio->queues[SCMI_VIRTIO_EVENTQ].num_spare = 0;
}

/* Add a command to the queue, and say whether the device is to be notified. */
static int scmi_vio_add_locked(struct scmi_vio_queue *q, struct scmi_xfer *xfer,
			       bool *kick)
	__must_hold(&q->lock)
{
	struct scatterlist sg_out, sg_in, *sgs[] = { &sg_out, &sg_in };
	int ret;

	lockdep_assert_held(&q->lock);

	if (!q->running)
		return -EIO;
	sg_init_one(&sg_out, xfer->tx, xfer->tx_len);
	sg_init_one(&sg_in, xfer->rx, q->room);
	ret = virtqueue_add_sgs(q->vq, sgs, 1, 1, xfer, GFP_ATOMIC);
	if (ret) {
		/* A mapping that failed is no broken ring, whatever the errno. */
		if (virtqueue_is_broken(q->vq))
			scmi_vio_recover_later(q->vio, "a ring is broken");
		return ret;
	}
	xfer->polled = xfer->poll;
	if (xfer->poll) {
		q->pollers++;
		virtqueue_disable_cb(q->vq);
	}
	*kick = *kick && virtqueue_kick_prepare(q->vq);
	return 0;
}

static int scmi_vio_send(struct scmi_chan *chan, struct scmi_xfer *xfer,
			 bool kick)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);
	struct virtqueue *vq;
	int ret;

	scoped_guard(spinlock_irqsave, &q->lock) {
		vq = q->vq;
		ret = scmi_vio_add_locked(q, xfer, &kick);
	}
	/* See scmi_vio_kick_queue(). */
	if (!ret && kick)
		virtqueue_notify(vq);
	return ret;
}

static void scmi_vio_kick(struct scmi_chan *chan)
{
	scmi_vio_kick_queue(scmi_vio_chan_queue(chan));
}

/*
 * Replies may be taken in any order, so a poller takes them beside whatever else
 * does, which may be something that it interrupted. The last poller leaves the
 * queue to callbacks again.
 */
static void scmi_vio_poll(struct scmi_chan *chan)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);
	struct scmi_xfer *xfer;
	unsigned int len;
	bool polled;

	scoped_guard(spinlock_irqsave, &q->lock) {
		polled = q->pollers;
		xfer = scmi_vio_get_reply_locked(q, &len);
		if (polled && !q->pollers && scmi_vio_rearm_locked(q))
			scmi_vio_more_locked(q, 0);
	}
	if (xfer)
		scmi_agent_rx_reply(chan, xfer, len);
}

/*
 * An answer that did not come may be there, and its interrupt was lost. Once for
 * all that are overdue: what a round did not get to is looked at next anyway.
 */
static bool scmi_vio_overdue(struct scmi_chan *chan, struct scmi_xfer *xfer)
{
	struct scmi_vio *vio = scmi_vio_of(chan->inst);
	unsigned int i;

	scoped_guard(spinlock_irqsave, &scmi_vio_chan_queue(chan)->lock)
		scmi_vio_unpoll_locked(scmi_vio_chan_queue(chan), xfer);
	for (i = 0; i < vio->num_queues; i++) {
		struct scmi_vio_queue *q = &vio->queues[i];

		if (!delayed_work_pending(&q->more) &&
		    scmi_vio_receive(q, vio->transport.max_msg))
			scmi_vio_more_later(q, SCMI_VIO_PAUSE);
	}
	/* The deadline moved if the answer says that more will follow. */
	if (time_before(jiffies, READ_ONCE(xfer->deadline)))
		return false;
	scmi_vio_look_later(vio);
	return true;
}

static void scmi_vio_recover(struct scmi_instance *inst)
{
	scmi_vio_recover_later(scmi_vio_of(inst),
			       "half of all commands are not given back");
}

/* The caller may be what removal waits for with the device's lock held. */
static int scmi_vio_revive(struct scmi_instance *inst)
{
	struct scmi_vio *vio = scmi_vio_of(inst);
	struct device *dev = &vio->vdev->dev;
	int ret;

	if (device_iommu_mapped(dev->parent))
		return -EOPNOTSUPP;
	if (!device_trylock(dev))
		return -EBUSY;
	ret = scmi_vio_reset_device(vio);
	device_unlock(dev);
	return ret;
}

const struct scmi_transport_ops scmi_vio_ops = {
	.chan_available = scmi_vio_chan_available,
	.chan_setup = scmi_vio_chan_setup,
	.chan_free = scmi_vio_chan_free,
	.start = scmi_vio_start,
	.stop = scmi_vio_stop,
	.send = scmi_vio_send,
	.kick = scmi_vio_kick,
	.overdue = scmi_vio_overdue,
	.poll = scmi_vio_poll,
	.recover = scmi_vio_recover,
	.revive = scmi_vio_revive,
};

/**
 * scmi_vio_init_queues() - prepare the queues' own data
 * @vio: device
 *
 * Context: Process context.
 */
void scmi_vio_init_queues(struct scmi_vio *vio)
{
	unsigned int i;

	for (i = 0; i < SCMI_VIRTIO_NUM_QUEUES; i++) {
		struct scmi_vio_queue *q = &vio->queues[i];

		q->vio = vio;
		spin_lock_init(&q->lock);
		INIT_DELAYED_WORK(&q->more, scmi_vio_more);
	}
}

/**
 * scmi_vio_set_room() - let the queues take messages of the transport's size
 * @vio: device whose transport's max_msg_size is known; it has no buffers yet
 *
 * Context: Process context.
 */
void scmi_vio_set_room(struct scmi_vio *vio)
{
	unsigned int i;

	for (i = 0; i < SCMI_VIRTIO_NUM_QUEUES; i++)
		vio->queues[i].room = SCMI_HDR_LEN + SCMI_STATUS_LEN +
				      vio->transport.max_msg_size;
}

/**
 * scmi_vio_find_queues() - make the device's queues
 * @vio: device; reset, or not yet DRIVER_OK
 *
 * Context: Process context, sleeps.
 * Return: 0, or what the virtio core says.
 */
int scmi_vio_find_queues(struct scmi_vio *vio)
{
	struct virtqueue_info info[SCMI_VIRTIO_NUM_QUEUES] = {
		{ .name = "cmdq", .callback = scmi_vio_callback },
		{ .name = "eventq", .callback = scmi_vio_callback },
	};
	struct virtqueue *vqs[SCMI_VIRTIO_NUM_QUEUES];
	unsigned int i;
	int ret;

	ret = virtio_find_vqs(vio->vdev, vio->num_queues, vqs, info, NULL);
	if (ret)
		return ret;
	for (i = 0; i < vio->num_queues; i++) {
		guard(spinlock_irqsave)(&vio->queues[i].lock);
		vio->queues[i].vq = vqs[i];
	}
	return 0;
}

/**
 * scmi_vio_del_queues() - reset the device and delete its queues
 * @vio: device whose transport was stopped, or never started. May have none
 *	left
 *
 * A queue is enabled as soon as it was found, and on PCI only a reset disables
 * it: without one it is never found again, by no driver.
 *
 * Context: Process context, sleeps.
 */
void scmi_vio_del_queues(struct scmi_vio *vio)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < vio->num_queues; i++) {
		guard(spinlock_irqsave)(&vio->queues[i].lock);
		any |= !!vio->queues[i].vq;
		vio->queues[i].vq = NULL;
	}
	if (!any)
		return;
	virtio_reset_device(vio->vdev);
	vio->vdev->config->del_vqs(vio->vdev);
}
