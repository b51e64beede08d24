// SPDX-License-Identifier: GPL-2.0-only
/* Interrupts of the virtio device; see vdev.h. */
#include <linux/ktime.h>

#include "vdev.h"

static void vdev_irq_deliver(struct vdev_queue *q, bool forced)
{
	struct virtqueue *vq = READ_ONCE(q->vq);

	if (!vq)
		return;
	if (forced && vq->callback)
		vq->callback(vq);
	else
		vring_interrupt(0, vq);
}

static void vdev_irq_work(struct irq_work *irq)
{
	struct vdev_queue *q = container_of(irq, struct vdev_queue, irq);

	vdev_irq_deliver(q, xchg(&q->forced, false));
}

static enum hrtimer_restart vdev_irq_storm_timer(struct hrtimer *timer)
{
	struct vdev_queue *q = container_of(timer, struct vdev_queue, storm);

	vdev_irq_deliver(q, true);
	if (atomic_dec_if_positive(&q->storm_left) <= 0)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(READ_ONCE(q->storm_ns)));
	return HRTIMER_RESTART;
}

/**
 * vdev_irq_init() - prepare a queue's interrupts
 * @q: queue
 *
 * Context: Process context.
 */
void vdev_irq_init(struct vdev_queue *q)
{
	/*
	 * Not of the kind that is hard on PREEMPT_RT too: there, handlers of
	 * virtio's interrupts are threads.
	 */
	q->irq = IRQ_WORK_INIT(vdev_irq_work);
	hrtimer_setup(&q->storm, vdev_irq_storm_timer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
}

/**
 * vdev_irq_raise() - interrupt the driver
 * @q: queue
 * @forced: call the driver even if nothing was returned to it
 *
 * Context: Any.
 */
void vdev_irq_raise(struct vdev_queue *q, bool forced)
{
	if (forced)
		xchg(&q->forced, true);
	irq_work_queue(&q->irq);
}

/**
 * vdev_irq_storm() - interrupt the driver again and again, news or not
 * @q: queue
 * @count: how often, at least 1
 * @ns: time between two, at least 1000
 *
 * Context: Process context.
 */
void vdev_irq_storm(struct vdev_queue *q, u32 count, u64 ns)
{
	hrtimer_cancel(&q->storm);
	WRITE_ONCE(q->storm_ns, ns);
	atomic_set(&q->storm_left, count);
	hrtimer_start(&q->storm, ns_to_ktime(ns), HRTIMER_MODE_REL);
}

/**
 * vdev_irq_wait() - wait for interrupts that run
 * @q: queue
 *
 * Context: Process context, without the lock of anything.
 */
void vdev_irq_wait(struct vdev_queue *q)
{
	irq_work_sync(&q->irq);
	/* A storm goes on; what ran when we came is over with the timer's lock. */
	synchronize_rcu();
}

/**
 * vdev_irq_stop() - the virtqueue is deleted: no interrupt any more
 * @q: queue; its virtqueue is no longer visible
 *
 * Context: Process context.
 */
void vdev_irq_stop(struct vdev_queue *q)
{
	hrtimer_cancel(&q->storm);
	irq_work_sync(&q->irq);
}
