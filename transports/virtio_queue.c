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

static void scmi_vio_recover_later(struct scmi_vio *vio)
{
	queue_delayed_work(system_freezable_wq, &vio->recover, 0);
}

/* Take one used buffer off the queue; NULL when there is none, or nobody to take it. */
static void *scmi_vio_get_locked(struct scmi_vio_queue *q, unsigned int *len)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	return q->vq && q->chan ? virtqueue_get_buf(q->vq, len) : NULL;
}

/*
 * Nothing is left: shall callbacks tell of what comes? True when there is more, that
 * arrived before they were enabled. Never while nobody takes it: a device may return
 * what it was not given. Then callbacks stay off until start().
 */
static bool scmi_vio_rearm_locked(struct scmi_vio_queue *q)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	if (!q->vq || !q->chan)
		return false;
	if (!virtqueue_is_broken(q->vq))
		return !virtqueue_enable_cb(q->vq);
	scmi_vio_recover_later(q->vio);
	return false;
}

static int scmi_vio_post_locked(struct scmi_vio_queue *q, void *buf)
	__must_hold(&q->lock)
{
	struct scatterlist sg;

	lockdep_assert_held(&q->lock);

	sg_init_one(&sg, buf, q->room);
	return virtqueue_add_inbuf(q->vq, &sg, 1, buf, GFP_ATOMIC);
}

/* Give an event buffer back to the device. */
static void scmi_vio_repost(struct scmi_vio_queue *q, void *buf)
{
	struct virtqueue *vq = NULL;

	scoped_guard(spinlock_irqsave, &q->lock) {
		if (q->vq && !scmi_vio_post_locked(q, buf) &&
		    virtqueue_kick_prepare(q->vq))
			vq = q->vq;
	}
	if (vq)
		virtqueue_notify(vq);
}

/*
 * Replies that are taken off the queue at one go: interrupts are off for all of them,
 * and kernels that clear what is on the stack do it for each go.
 */
#define SCMI_VIO_GO	4

struct scmi_vio_go {
	struct scmi_xfer *xfers[SCMI_VIO_GO];
	unsigned int lens[SCMI_VIO_GO];
	unsigned int num;
	struct scmi_chan *chan;
};

/*
 * With interrupts off, but for PREEMPT_RT. Return: false when that was all there is,
 * and callbacks tell of what comes.
 */
static bool scmi_vio_gather(struct scmi_vio_queue *q, struct scmi_vio_go *go)
{
	guard(spinlock)(&q->lock);

	if (q->vq)
		virtqueue_disable_cb(q->vq);
	go->chan = q->chan;
	for (go->num = 0; go->num < SCMI_VIO_GO; go->num++) {
		go->xfers[go->num] = scmi_vio_get_locked(q, &go->lens[go->num]);
		if (!go->xfers[go->num])
			return scmi_vio_rearm_locked(q);
	}
	return true;
}

/*
 * Take replies off the queue and deliver them, without the lock: two CPUs may do so
 * at once, replies are independent of each other. But in one go, interrupts
 * included: an interrupt here may wait for a lock whose owner polls for one of
 * these replies, with interrupts off. (With PREEMPT_RT neither can be.)
 */
static bool scmi_vio_deliver(struct scmi_vio_queue *q, unsigned int *num)
{
	unsigned long flags = 0;
	struct scmi_vio_go go;
	unsigned int i;
	bool more;

	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		local_irq_save(flags);
	more = scmi_vio_gather(q, &go);
	for (i = 0; i < go.num; i++)
		scmi_agent_rx_reply(go.chan, go.xfers[i], go.lens[i]);
	if (!IS_ENABLED(CONFIG_PREEMPT_RT))
		local_irq_restore(flags);
	*num = go.num;
	return more;
}

/*
 * Take in the replies that the device returned, as many as @budget: it may return
 * buffers as fast as we give them back. True when there may be more, and the caller
 * has to come back.
 */
static bool scmi_vio_drain_replies(struct scmi_vio_queue *q, unsigned int budget)
{
	unsigned int n, num;

	/* One that claims to have more, and has not, uses the budget up, too. */
	for (n = 0; n < budget; n += max(num, 1U))
		if (!scmi_vio_deliver(q, &num))
			return false;
	return true;
}

/*
 * The same for events, whose order counts: one CPU at a time. Who finds another one
 * at it leaves all to him: he looks again, under the lock, before he ends.
 */
static bool scmi_vio_drain_events(struct scmi_vio_queue *q, unsigned int budget)
{
	struct scmi_chan *chan;
	unsigned long flags;
	unsigned int len;
	void *buf;

	spin_lock_irqsave(&q->lock, flags);
	if (q->vq)
		virtqueue_disable_cb(q->vq);
	if (q->draining) {
		spin_unlock_irqrestore(&q->lock, flags);
		return false;
	}
	q->draining = true;
	for (; budget; budget--) {
		buf = scmi_vio_get_locked(q, &len);
		if (!buf && !scmi_vio_rearm_locked(q))
			break;
		chan = q->chan;
		/* Also for one that claims to have more, and has not. */
		spin_unlock_irqrestore(&q->lock, flags);
		if (buf) {
			scmi_agent_rx_event(chan, buf,
					    min_t(size_t, len, q->room));
			scmi_vio_repost(q, buf);
		}
		spin_lock_irqsave(&q->lock, flags);
	}
	q->draining = false;
	spin_unlock_irqrestore(&q->lock, flags);
	return !budget;
}

static bool scmi_vio_drain(struct scmi_vio_queue *q, unsigned int budget)
{
	return q == &q->vio->queues[SCMI_VIRTIO_CMDQ] ?
	       scmi_vio_drain_replies(q, budget) :
	       scmi_vio_drain_events(q, budget);
}

static void scmi_vio_more(struct work_struct *work)
{
	struct scmi_vio_queue *q = container_of(work, struct scmi_vio_queue,
						more);

	/* A ring's worth per run: others on this workqueue get their turn. */
	if (scmi_vio_drain(q, q->vio->transport.max_msg))
		queue_work(system_highpri_wq, work);
}

/*
 * Messages that one interrupt takes in. Each may wake somebody: other interrupts shall
 * not have to wait for a whole ring of them.
 */
#define SCMI_VIO_INTERRUPT	8

static void scmi_vio_callback(struct virtqueue *vq)
{
	struct scmi_vio *vio = vq->vdev->priv;
	struct scmi_vio_queue *q = &vio->queues[vq->index];

	if (scmi_vio_drain(q, SCMI_VIO_INTERRUPT))
		queue_work(system_highpri_wq, &q->more);
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

/*
 * Post all event buffers; the device sees them with the first kick. The lock is not
 * held for all of them: it turns interrupts off.
 */
static int scmi_vio_post_events(struct scmi_vio *vio)
{
	struct scmi_vio_queue *q = &vio->queues[SCMI_VIRTIO_EVENTQ];
	unsigned int i;
	int ret = 0;

	for (i = 0; i < vio->num_events && !ret; i++) {
		guard(spinlock_irqsave)(&q->lock);

		ret = scmi_vio_post_locked(q, vio->events[i]);
	}
	return ret;
}

static void scmi_vio_kick_queue(struct scmi_vio_queue *q)
{
	struct virtqueue *vq = NULL;

	scoped_guard(spinlock_irqsave, &q->lock) {
		if (q->vq && virtqueue_kick_prepare(q->vq))
			vq = q->vq;
	}
	/*
	 * The exit to the hypervisor costs: nobody shall wait for the lock in
	 * it. Queues are deleted only after all who kick are gone.
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

static int scmi_vio_start(struct scmi_instance *inst)
{
	struct scmi_vio *vio = scmi_vio_of(inst);
	unsigned int i;
	int ret;

	ret = scmi_vio_post_events(vio);
	if (ret) {
		scmi_vio_take_back(vio);
		return ret;
	}
	virtio_device_ready(vio->vdev);
	if (vio->num_events)
		scmi_vio_kick_queue(&vio->queues[SCMI_VIRTIO_EVENTQ]);
	/* What came before anybody listened raised no second callback. */
	for (i = 0; i < vio->num_queues; i++)
		queue_work(system_highpri_wq, &vio->queues[i].more);
	return 0;
}

static void scmi_vio_stop(struct scmi_instance *inst)
{
	struct scmi_vio *vio = scmi_vio_of(inst);
	unsigned int i;

	virtio_reset_device(vio->vdev);
	/* Not all transports wait in reset for callbacks that run. */
	virtio_synchronize_cbs(vio->vdev);
	for (i = 0; i < vio->num_queues; i++)
		cancel_work_sync(&vio->queues[i].more);
	scmi_vio_take_back(vio);
}

static int scmi_vio_send(struct scmi_chan *chan, struct scmi_xfer *xfer,
			 bool kick)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);
	struct scatterlist sg_out, sg_in, *sgs[] = { &sg_out, &sg_in };
	struct virtqueue *vq = NULL;
	int ret;

	sg_init_one(&sg_out, xfer->tx, xfer->tx_len);
	sg_init_one(&sg_in, xfer->rx, q->room);

	scoped_guard(spinlock_irqsave, &q->lock) {
		if (!q->vq)
			return -EIO;
		ret = virtqueue_add_sgs(q->vq, sgs, 1, 1, xfer, GFP_ATOMIC);
		if (!ret && kick && virtqueue_kick_prepare(q->vq))
			vq = q->vq;
	}
	/* See scmi_vio_kick_queue(). */
	if (vq)
		virtqueue_notify(vq);
	if (ret == -EIO)
		scmi_vio_recover_later(q->vio);
	return ret;
}

static void scmi_vio_kick(struct scmi_chan *chan)
{
	scmi_vio_kick_queue(scmi_vio_chan_queue(chan));
}

/*
 * Replies may be taken in any order, so by the side of whoever drains the queue:
 * he may be somebody whom we interrupted.
 */
static void scmi_vio_poll(struct scmi_chan *chan)
{
	struct scmi_vio_queue *q = scmi_vio_chan_queue(chan);
	unsigned int len;
	void *buf;

	scoped_guard(spinlock_irqsave, &q->lock)
		buf = scmi_vio_get_locked(q, &len);
	if (buf)
		scmi_agent_rx_reply(chan, buf, len);
}

/*
 * An answer that did not come may be there, and its interrupt was lost. Once for
 * all who are overdue: what a round did not get to is looked at next anyway.
 */
static bool scmi_vio_overdue(struct scmi_chan *chan, struct scmi_xfer *xfer)
{
	struct scmi_vio *vio = scmi_vio_of(chan->inst);
	unsigned int i;

	for (i = 0; i < vio->num_queues; i++) {
		struct scmi_vio_queue *q = &vio->queues[i];

		if (!work_pending(&q->more) &&
		    scmi_vio_drain(q, vio->transport.max_msg))
			queue_work(system_highpri_wq, &q->more);
	}
	/* The deadline moved if the answer says that more will follow. */
	return !time_before(jiffies, READ_ONCE(xfer->deadline));
}

static void scmi_vio_recover(struct scmi_instance *inst)
{
	scmi_vio_recover_later(scmi_vio_of(inst));
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
		INIT_WORK(&q->more, scmi_vio_more);
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
		vio->queues[i].draining = false;
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

/**
 * scmi_vio_free_events() - free the event buffers
 * @vio: device without queues
 *
 * Context: Process context.
 */
void scmi_vio_free_events(struct scmi_vio *vio)
{
	unsigned int i;

	for (i = 0; i < vio->num_events; i++)
		kfree(vio->events[i]);
	kfree(vio->events);
}

/**
 * scmi_vio_ring_size() - number of entries of a queue's ring
 * @q: queue
 *
 * Context: Process context.
 * Return: entries; 0 when the device has no such queue.
 */
unsigned int scmi_vio_ring_size(struct scmi_vio_queue *q)
{
	guard(spinlock_irqsave)(&q->lock);

	return q->vq ? virtqueue_get_vring_size(q->vq) : 0;
}

/**
 * scmi_vio_alloc_events() - allocate a buffer per entry of the eventq
 * @vio: device with queues
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM; scmi_vio_free_events() frees what there is.
 */
int scmi_vio_alloc_events(struct scmi_vio *vio)
{
	struct scmi_vio_queue *q = &vio->queues[SCMI_VIRTIO_EVENTQ];
	unsigned int n = scmi_vio_ring_size(q);

	if (!n)
		return 0;
	vio->events = kcalloc(n, sizeof(*vio->events), GFP_KERNEL);
	if (!vio->events)
		return -ENOMEM;
	for (; vio->num_events < n; vio->num_events++) {
		void *buf = kzalloc(q->room, GFP_KERNEL);

		if (!buf)
			return -ENOMEM;
		vio->events[vio->num_events] = buf;
	}
	return 0;
}

