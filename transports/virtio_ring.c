// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what both queues of a virtio device need, and the device with them.
 */

#include <linux/virtio.h>
#include <linux/workqueue.h>

#include "transports/virtio.h"

/* Takes messages in; memory reclaim may wait for one. */
struct workqueue_struct *scmi_vio_wq;

/**
 * scmi_vio_look_later() - see soon whether the device needs a reset
 * @vio: device
 *
 * To read its status may sleep.
 *
 * Context: Any context.
 */
void scmi_vio_look_later(struct scmi_vio *vio)
{
	queue_delayed_work(system_freezable_wq, &vio->recover, 0);
}

/**
 * scmi_vio_recover_later() - reset the device soon
 * @vio: device
 * @why: what the log says; a literal
 *
 * Context: Any context.
 */
void scmi_vio_recover_later(struct scmi_vio *vio, const char *why)
{
	WRITE_ONCE(vio->recover_why, why);
	scmi_vio_look_later(vio);
}

/**
 * scmi_vio_more_locked() - have a queue looked at by its work
 * @q: queue; no effect unless it runs
 * @delay: jiffies from now
 *
 * Context: Any context.
 */
void scmi_vio_more_locked(struct scmi_vio_queue *q, unsigned long delay)
{
	lockdep_assert_held(&q->lock);

	if (q->running)
		mod_delayed_work(scmi_vio_wq, &q->more, delay);
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
 * scmi_vio_reset_device() - reset a device and start it again
 * @vio: device, locked by the caller
 *
 * Context: Process context, sleeps.
 * Return: 0; -EOPNOTSUPP where the virtio core has no way to do it; what it says.
 */
int scmi_vio_reset_device(struct scmi_vio *vio)
{
#ifdef CONFIG_PM_SLEEP
	int ret;

	/* Do not leave the device in FAILED after an unsuccessful restore. */
	if (!scmi_vio_ring_size(&vio->queues[SCMI_VIRTIO_CMDQ]))
		virtio_reset_device(vio->vdev);
	vio->recovering = true;
	ret = virtio_device_freeze(vio->vdev);
	if (!ret)
		ret = virtio_device_restore(vio->vdev);
	vio->recovering = false;
	return ret;
#else
	return -EOPNOTSUPP;
#endif
}
