/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtio transport: what its files share. From the top: virtio.c (the
 * device), virtio_queue.c (its queues), virtio_event.c (buffers of the eventq),
 * virtio_ring.c.
 */
#ifndef _SCMI_AGENT_VIRTIO_H
#define _SCMI_AGENT_VIRTIO_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/workqueue.h>

#include "transport.h"
#include "transports/flood.h"

/* VIRTIO 5.17.2 */
enum { SCMI_VIRTIO_CMDQ, SCMI_VIRTIO_EVENTQ, SCMI_VIRTIO_NUM_QUEUES };

/**
 * struct scmi_vio_queue - one virtqueue
 * @vio: device
 * @lock: protects @vq and all that follows it but @room; innermost
 * @vq: the queue; NULL while there is none
 * @chan: channel that what arrives belongs to; NULL while there is none
 * @running: messages are taken in; between start and stop. Set only while there
 *	     are @vq and @chan
 * @receiving: a CPU takes in events; one at a time, to keep the order
 * @pollers: commands in the queue whose sender polls; callbacks are off meanwhile
 * @flood: how many events may be taken in
 * @spare: event buffers that the device does not have; room for all of them
 * @num_spare: entries of @spare
 * @more: takes in what one callback did not, and posts what could not be; queued
 *	  only while @running
 * @room: bytes of the largest message, header and status included; immutable
 *	  once there are buffers
 */
struct scmi_vio_queue {
	struct scmi_vio *vio;
	spinlock_t lock;
	struct virtqueue *vq __guarded_by(&lock);
	struct scmi_chan *chan __guarded_by(&lock);
	bool running __guarded_by(&lock);
	bool receiving __guarded_by(&lock);
	unsigned int pollers __guarded_by(&lock);
	struct scmi_flood flood __guarded_by(&lock);
	void **spare __guarded_by(&lock);
	unsigned int num_spare __guarded_by(&lock);
	struct delayed_work more;
	size_t room;
};

/**
 * struct scmi_vio - one virtio-scmi device
 * @vdev: device
 * @transport: constants; immutable once the instance exists
 * @inst: instance; NULL until it exists
 * @np: devicetree node that this device claimed, with a reference, or NULL;
 *	immutable while the device is bound
 * @node: on the list of bound devices, see virtio_dt.c
 * @num_queues: 2 with an eventq, else 1; immutable
 * @queues: cmdq and eventq
 * @events: buffers of the eventq
 * @num_events: entries of @events
 * @recover: resets the device, with the device's lock held; freezable, so never
 *	     during suspend
 * @recover_why: why, for the log; NULL: only if the device's status says so
 * @recovering: the queues go for a reset of ours, not for suspend; of whoever has the
 *		device's lock
 * @recovered: jiffies when the device was reset last; @recover's own
 * @recoveries: how many resets it has needed; likewise
 */
struct scmi_vio {
	struct virtio_device *vdev;
	struct scmi_transport transport;
	struct scmi_instance *inst;
	struct device_node *np;
	struct list_head node;
	unsigned int num_queues;
	struct scmi_vio_queue queues[SCMI_VIRTIO_NUM_QUEUES];
	void **events;
	unsigned int num_events;
	struct delayed_work recover;
	const char *recover_why;
	bool recovering;
	unsigned long recovered;
	unsigned int recoveries;
};

/* virtio_ring.c */
extern struct workqueue_struct *scmi_vio_wq;
void scmi_vio_look_later(struct scmi_vio *vio);
void scmi_vio_recover_later(struct scmi_vio *vio, const char *why);
void scmi_vio_more_locked(struct scmi_vio_queue *q, unsigned long delay)
	__must_hold(&q->lock);
unsigned int scmi_vio_ring_size(struct scmi_vio_queue *q);
int scmi_vio_reset_device(struct scmi_vio *vio);

/* Take one used buffer off a queue; NULL: there is none, or it does not run. */
static inline void *scmi_vio_get_locked(struct scmi_vio_queue *q,
					unsigned int *len)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	return q->running ? virtqueue_get_buf(q->vq, len) : NULL;
}

/*
 * Nothing is left: enable callbacks for what comes. Return: true when there is more,
 * that arrived before they were enabled.
 *
 * They stay off while a sender polls, because it takes in what comes: an interrupt
 * that finds nothing counts as not handled, and the kernel turns off an interrupt of
 * which that is true too often. They also stay off while the queue does
 * not run: a device may return what it was not given.
 */
static inline bool scmi_vio_rearm_locked(struct scmi_vio_queue *q)
	__must_hold(&q->lock)
{
	lockdep_assert_held(&q->lock);

	if (!q->running || q->pollers)
		return false;
	if (!virtqueue_is_broken(q->vq))
		return !virtqueue_enable_cb(q->vq);
	scmi_vio_recover_later(q->vio, "a ring is broken");
	return false;
}

/* virtio_dt.c */
void scmi_vio_claim_node(struct scmi_vio *vio);
void scmi_vio_unclaim_node(struct scmi_vio *vio);
void scmi_vio_nodes_init(void);
void scmi_vio_nodes_exit(void);

/* virtio_queue.c */
extern const struct scmi_transport_ops scmi_vio_ops;
void scmi_vio_init_queues(struct scmi_vio *vio);
void scmi_vio_set_room(struct scmi_vio *vio);
int scmi_vio_find_queues(struct scmi_vio *vio);
void scmi_vio_del_queues(struct scmi_vio *vio);

/* virtio_event.c */
int scmi_vio_alloc_events(struct scmi_vio *vio);
void scmi_vio_free_events(struct scmi_vio *vio);
int scmi_vio_post_events(struct scmi_vio *vio);
void scmi_vio_repost(struct scmi_vio_queue *q, void *buf);
bool scmi_vio_receive_events(struct scmi_vio_queue *q, unsigned int budget);

#endif /* _SCMI_AGENT_VIRTIO_H */
