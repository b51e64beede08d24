/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtio transport: what virtio.c (the device) and virtio_queue.c (its
 * queues) share.
 */
#ifndef _SCMI_AGENT_VIRTIO_H
#define _SCMI_AGENT_VIRTIO_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/workqueue.h>

#include "transport.h"

/* VIRTIO 5.17.2 */
enum { SCMI_VIRTIO_CMDQ, SCMI_VIRTIO_EVENTQ, SCMI_VIRTIO_NUM_QUEUES };

/**
 * struct scmi_vio_queue - one virtqueue
 * @vio: device
 * @lock: protects @vq and @chan; innermost
 * @vq: the queue; NULL while there is none
 * @chan: who takes what arrives; NULL while nobody does
 * @room: bytes of the largest message, header and status included; immutable
 *	  once there are buffers
 * @draining: somebody takes in events; one at a time, to keep the order
 * @more: takes in what one callback did not
 */
struct scmi_vio_queue {
	struct scmi_vio *vio;
	spinlock_t lock;
	struct virtqueue *vq __guarded_by(&lock);
	struct scmi_chan *chan __guarded_by(&lock);
	bool draining __guarded_by(&lock);
	size_t room;
	struct work_struct more;
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
 * @recover_lock: held during recovery; outermost
 * @gone: no recovery (any more)
 * @next_recover: jiffies before which the device is not reset again
 * @recover: resets the device; freezable, so never during suspend
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
	struct mutex recover_lock;
	bool gone __guarded_by(&recover_lock);
	unsigned long next_recover __guarded_by(&recover_lock);
	struct delayed_work recover;
};

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
unsigned int scmi_vio_ring_size(struct scmi_vio_queue *q);
int scmi_vio_alloc_events(struct scmi_vio *vio);
void scmi_vio_free_events(struct scmi_vio *vio);

#endif /* _SCMI_AGENT_VIRTIO_H */
