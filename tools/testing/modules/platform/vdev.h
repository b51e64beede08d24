/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtio SCMI device inside of the kernel (VIRTIO v1.2 section 5.17), as a
 * host for a platform.
 *
 * DOC: What may go wrong, and what may not
 *
 * The device lies about its rings when it is told to, and otherwise does what
 * the specification asks for. It never writes to memory that it has returned,
 * or that it has lost by a reset: what KASAN finds is the driver's mistake.
 * So a buffer whose id was claimed by a lie is forgotten, and what is given
 * next under an id that was returned twice is never used.
 *
 * The rings and the buffers are named by physical addresses, with
 * VIRTIO_F_ACCESS_PLATFORM (vdev_map.c) or without; those that are not in the
 * kernel's linear map are refused.
 *
 * All but the interrupts is under the platform's lock, see tp.h. An interrupt
 * is an irq_work or an hrtimer: hard interrupt context, as a real one. They
 * read one pointer, vdev_queue.vq, which is cleared before they are waited for
 * and the virtqueue is deleted. A reset does not wait for interrupts that run,
 * as that of virtio-mmio; synchronize_cbs does.
 */
#ifndef SCMI_AGENT_TEST_VDEV_H
#define SCMI_AGENT_TEST_VDEV_H

#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/platform_device.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "tp.h"

#define VDEV_CMDQ	0
#define VDEV_EVENTQ	1
#define VDEV_QUEUES	2
#define VDEV_MAX_RING	256
#define VDEV_MAX_SEGS	4
#define VDEV_MSG_MAX	4096

/* VIRTIO 5.17.3 */
#define VDEV_F_P2A_CHANNELS	0

/**
 * struct vdev_segs - segments of a chain that are of one direction
 * @num: how many
 * @len: bytes of all of them
 * @seg: where, and how long
 */
struct vdev_segs {
	u16 num;
	u32 len;
	struct {
		void *p;
		u32 len;
	} seg[VDEV_MAX_SEGS];
};

/**
 * struct vdev_chain - buffers that the driver has offered under one id
 * @held: the device has them
 * @cursed: the id was returned twice: what comes next under it is not used
 * @turn: tells apart what was offered under the same id
 * @out: what is to be read, in the linear map
 * @in: what is to be written
 */
struct vdev_chain {
	bool held;
	bool cursed;
	u16 turn;
	struct vdev_segs out;
	struct vdev_segs in;
};

/**
 * struct vdev_queue - the device's side of a virtqueue
 * @v: device
 * @index: VDEV_CMDQ or VDEV_EVENTQ
 * @size: entries of the ring as configured, 0 for no queue; immutable
 * @vq: the virtqueue, for interrupts; NULL while there is none
 * @ring: descriptors and rings, valid while @running
 * @running: set up, and DRIVER_OK
 * @broken: the driver has put nonsense into it
 * @event_idx: VIRTIO_RING_F_EVENT_IDX was negotiated
 * @last_avail: the next entry of the available ring
 * @used_idx: the next entry of the used ring
 * @signalled: @used_idx of the last interrupt
 * @signalled_valid: there was one
 * @chain: what the driver has offered, by id
 * @fifo: ids of an event queue's buffers, in their order
 * @fifo_first: the oldest
 * @fifo_num: entries of @fifo
 * @dirty: an interrupt is due at the end of the round
 * @signal_at: an interrupt is due then, SCMIP_NEVER for never
 * @mute: no interrupts, as if they were lost
 * @irq: the interrupt
 * @forced: the next interrupt calls the driver whether or not there is news
 * @storm: interrupts at a rate
 * @storm_ns: time between two
 * @storm_left: how many are to come
 */
struct vdev_queue {
	struct vdev *v;
	u32 index;
	u32 size;
	struct virtqueue *vq;
	const struct vring *ring;
	bool running;
	bool broken;
	bool event_idx;
	u16 last_avail;
	u16 used_idx;
	u16 signalled;
	bool signalled_valid;
	struct vdev_chain chain[VDEV_MAX_RING];
	u16 fifo[VDEV_MAX_RING];
	u32 fifo_first;
	u32 fifo_num;
	bool dirty;
	u64 signal_at;
	bool mute;
	struct irq_work irq;
	bool forced;
	struct hrtimer storm;
	u64 storm_ns;
	atomic_t storm_left;
};

/* What happens before the driver is ready, see vdev_verbs.c. */
enum vdev_early {
	VDEV_EARLY_NOTHING,
	VDEV_EARLY_INTERRUPT,	/* the driver is called */
	VDEV_EARLY_USED,	/* with a buffer that nobody has offered */
	VDEV_EARLY_EVENT,	/* with a message */
};

/* When that happens. */
enum vdev_moment {
	VDEV_AT_FIND_VQS,	/* the queue was just made */
	VDEV_AT_DRIVER_OK,	/* before the status is set */
	VDEV_MOMENTS,
};

/* What fails. */
enum vdev_fail {
	VDEV_FAIL_FEATURES,	/* finalize_features() */
	VDEV_FAIL_FEATURES_OK,	/* the status bit does not stick */
	VDEV_FAIL_FIND_VQS,
	VDEV_FAIL_QUEUE,	/* of the second queue: after the first is made */
	VDEV_FAIL_NOTIFY,	/* of a kick */
	VDEV_FAILS,
};

struct vdev_instance;

/**
 * struct vdev - the host of a platform
 * @tp: platform
 * @queue: its queues; those of size 0 do not exist
 * @features: what the device offers
 * @pdev: parent of the virtio device, while there is one
 * @inst: the virtio device, while there is one
 * @status: the device's status
 * @surprise: the next unplug comes without notice
 * @undead: the device goes on after a reset
 * @unmappable: so many of the next mappings fail
 * @early: what happens before the driver is ready
 * @early_queue: on which queue
 * @fail: how many calls until one fails, and the count after it; 0 for never
 * @bad_chains: descriptor chains that could not be used
 * @lost_chains: chains that are never returned
 * @ring_errors: nonsense in a ring
 * @resets: how often the driver has reset the device
 */
struct vdev {
	struct tp_platform *tp;
	struct vdev_queue queue[VDEV_QUEUES];
	u64 features;
	struct platform_device *pdev;
	struct vdev_instance *inst;
	u8 status;
	bool surprise;
	bool undead;
	atomic_t unmappable;
	enum vdev_early early[VDEV_MOMENTS];
	u32 early_queue[VDEV_MOMENTS];
	struct {
		u32 in;
		u32 times;
	} fail[VDEV_FAILS];
	u64 bad_chains, lost_chains, ring_errors, resets;
};

/**
 * struct vdev_instance - one appearance of the device
 * @vdev: what the driver sees
 * @v: the host
 */
struct vdev_instance {
	struct virtio_device vdev;
	struct vdev *v;
};

/* vdev.c */
void vdev_queue_reset_locked(struct vdev_queue *q);

/* vdev_config.c */
extern const struct virtio_config_ops vdev_config_ops;
bool vdev_fails(struct vdev *v, enum vdev_fail what);
void vdev_forget_locked(struct vdev *v);

/* vdev_irq.c */
void vdev_irq_init(struct vdev_queue *q);
void vdev_irq_raise(struct vdev_queue *q, bool forced);
void vdev_irq_storm(struct vdev_queue *q, u32 count, u64 ns);
void vdev_irq_wait(struct vdev_queue *q);
void vdev_irq_stop(struct vdev_queue *q);

/* vdev_map.c */
void vdev_map_init(struct vdev_instance *inst);
bool vdev_map_works(void);

/* vdev_ring.c */
enum vdev_pop_result {
	VDEV_POP_EMPTY,
	VDEV_POP_CHAIN,
	VDEV_POP_BAD,	/* cannot be used, its id is known */
	VDEV_POP_LOST,	/* must not be used or returned, see struct vdev_chain */
	VDEV_POP_BROKEN,
};

u32 vdev_ring_backlog(struct vdev_queue *q);
enum vdev_pop_result vdev_ring_pop(struct vdev_queue *q, u16 *id);
bool vdev_ring_wait_kick(struct vdev_queue *q);
void vdev_ring_push(struct vdev_queue *q, u32 id, u32 len);
bool vdev_ring_wants_signal(struct vdev_queue *q);
u32 vdev_ring_read(const struct vdev_chain *c, void *buf, u32 len);
u32 vdev_ring_write(const struct vdev_chain *c, const void *buf, u32 len);

/* vdev_verbs.c */
extern const struct tp_verb vdev_verbs[];

#endif /* SCMI_AGENT_TEST_VDEV_H */
