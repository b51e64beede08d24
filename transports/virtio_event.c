// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the event queue of a virtio device (VIRTIO v1.2 section 5.17).
 */

#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/virtio_config.h>

#include "transports/virtio.h"

/* Memory for mappings may be there again after so long. */
#define SCMI_VIO_REFILL		(HZ / 10)

static int scmi_vio_post_locked(struct scmi_vio_queue *q, void *buf)
	__must_hold(&q->lock)
{
	struct scatterlist sg;

	lockdep_assert_held(&q->lock);

	sg_init_one(&sg, buf, q->room);
	return virtqueue_add_inbuf(q->vq, &sg, 1, buf, GFP_ATOMIC);
}

/*
 * Give the device the event buffers that it does not have. One that cannot be
 * mapped now, because there is no memory for that, is tried again soon.
 */
static void scmi_vio_refill_locked(struct scmi_vio_queue *q)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	while (q->num_spare) {
		if (scmi_vio_post_locked(q, q->spare[q->num_spare - 1])) {
			scmi_vio_more_locked(q, SCMI_VIO_REFILL);
			return;
		}
		q->num_spare--;
	}
}

/**
 * scmi_vio_repost() - give event buffers to the device
 * @q: event queue
 * @buf: buffer whose message was taken in; NULL: only those that the device lacks
 *
 * Context: Any context.
 */
void scmi_vio_repost(struct scmi_vio_queue *q, void *buf)
{
	struct virtqueue *vq = NULL;

	scoped_guard(spinlock_irqsave, &q->lock) {
		if (buf)
			q->spare[q->num_spare++] = buf;
		if (q->running) {
			scmi_vio_refill_locked(q);
			if (virtqueue_kick_prepare(q->vq))
				vq = q->vq;
		}
	}
	if (vq)
		virtqueue_notify(vq);
}

/**
 * scmi_vio_receive_events() - take in the events that the device returned
 * @q: event queue
 * @budget: how many at most
 *
 * Their order counts, so one CPU at a time does it. A CPU that finds another one at
 * it leaves all to that one, which looks again, under the lock, before it ends.
 *
 * Context: Any context.
 * Return: true when there may be more, and the caller has to come back.
 */
bool scmi_vio_receive_events(struct scmi_vio_queue *q, unsigned int budget)
{
	struct scmi_chan *chan;
	unsigned long flags;
	unsigned int len;
	bool more = true;
	void *buf;

	spin_lock_irqsave(&q->lock, flags);
	if (q->running)
		virtqueue_disable_cb(q->vq);
	if (q->receiving) {
		spin_unlock_irqrestore(&q->lock, flags);
		return false;
	}
	q->receiving = true;
	for (; budget && scmi_flood_admits(&q->flood); budget--) {
		buf = scmi_vio_get_locked(q, &len);
		if (!buf && !scmi_vio_rearm_locked(q)) {
			more = false;
			break;
		}
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
	q->receiving = false;
	spin_unlock_irqrestore(&q->lock, flags);
	return more;
}

/**
 * scmi_vio_post_events() - give all event buffers to the device
 * @vio: device that has none of them
 *
 * The device sees them with the first kick. One that cannot be mapped is posted
 * later, but one there has to be.
 *
 * Context: Process context.
 * Return: 0, or why not even one could be posted.
 */
int scmi_vio_post_events(struct scmi_vio *vio)
{
	struct scmi_vio_queue *q = &vio->queues[SCMI_VIRTIO_EVENTQ];
	unsigned int i;
	int ret;

	for (i = 0; i < vio->num_events; i++) {
		/* Not for all of them: interrupts are off. */
		guard(spinlock_irqsave)(&q->lock);

		ret = scmi_vio_post_locked(q, vio->events[i]);
		if (ret && !i)
			return ret;
		if (ret)
			q->spare[q->num_spare++] = vio->events[i];
	}
	return 0;
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
	void **spare;

	if (!n)
		return 0;
	vio->events = kcalloc(n, sizeof(*vio->events), GFP_KERNEL);
	spare = kcalloc(n, sizeof(*spare), GFP_KERNEL);
	scoped_guard(spinlock_irqsave, &q->lock)
		q->spare = spare;
	if (!vio->events || !spare)
		return -ENOMEM;
	for (; vio->num_events < n; vio->num_events++) {
		void *buf = kzalloc(q->room, GFP_KERNEL);

		if (!buf)
			return -ENOMEM;
		vio->events[vio->num_events] = buf;
	}
	return 0;
}

/**
 * scmi_vio_free_events() - free the event buffers
 * @vio: device without queues
 *
 * Context: Process context.
 */
void scmi_vio_free_events(struct scmi_vio *vio)
{
	struct scmi_vio_queue *q = &vio->queues[SCMI_VIRTIO_EVENTQ];
	unsigned int i;

	for (i = 0; i < vio->num_events; i++)
		kfree(vio->events[i]);
	kfree(vio->events);

	guard(spinlock_irqsave)(&q->lock);

	kfree(q->spare);
}
