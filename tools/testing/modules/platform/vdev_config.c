// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the driver asks of the virtio device by its config operations. The
 * virtio core calls them in process context, mostly under the device lock.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "vdev.h"

static struct vdev *vdev_host_of(struct virtio_device *vdev)
{
	return container_of(vdev, struct vdev_instance, vdev)->v;
}

/**
 * vdev_fails() - whether this call is the one that was told to fail
 * @v: host
 * @what: what is called
 *
 * Context: With the platform's lock.
 * Return: whether it fails.
 */
bool vdev_fails(struct vdev *v, enum vdev_fail what)
{
	lockdep_assert_held(tp_lock(v->tp));

	if (v->fail[what].in && !--v->fail[what].in) {
		/* The next one fails as well, until all have. */
		if (--v->fail[what].times)
			v->fail[what].in = 1;
		return true;
	}
	return false;
}

/* There is no configuration space. */
static void vdev_get(struct virtio_device *vdev, unsigned int offset, void *buf, unsigned int len)
{
	memset(buf, 0, len);
}

static void vdev_set(struct virtio_device *vdev, unsigned int offset, const void *buf,
		     unsigned int len)
{
}

static u8 vdev_get_status(struct virtio_device *vdev)
{
	struct vdev *v = vdev_host_of(vdev);

	guard(mutex)(tp_lock(v->tp));

	return v->status;
}

/* Do what was asked for a moment before the driver is ready; see struct vdev. */
static bool vdev_early(struct vdev *v, enum vdev_moment when, u32 index)
{
	struct vdev_queue *q = &v->queue[index];
	enum vdev_early what = v->early[when];

	lockdep_assert_held(tp_lock(v->tp));

	if (what == VDEV_EARLY_NOTHING || v->early_queue[when] != index || !q->ring)
		return false;
	if (what == VDEV_EARLY_USED)
		vdev_ring_push(q, 0, 8);
	else if (what == VDEV_EARLY_EVENT)
		tp_events_ready_locked(v->tp);
	vdev_irq_raise(q, what == VDEV_EARLY_INTERRUPT);
	return true;
}

/* The same, and wait until the driver was called. */
static void vdev_early_and_wait(struct vdev *v, enum vdev_moment when, u32 index)
{
	bool raised;

	scoped_guard(mutex, tp_lock(v->tp))
		raised = vdev_early(v, when, index);
	if (raised)
		irq_work_sync(&v->queue[index].irq);
}

static void vdev_run_queue(struct vdev_queue *q)
{
	lockdep_assert_held(tp_lock(q->v->tp));

	q->running = q->ring;
}

static void vdev_driver_ok(struct vdev *v)
{
	u32 i;

	scoped_guard(mutex, tp_lock(v->tp)) {
		for (i = 0; i < VDEV_QUEUES; i++)
			vdev_run_queue(&v->queue[i]);
	}
	for (i = 0; i < VDEV_QUEUES; i++)
		vdev_early_and_wait(v, VDEV_AT_DRIVER_OK, i);
}

static void vdev_set_status(struct virtio_device *vdev, u8 status)
{
	struct vdev *v = vdev_host_of(vdev);
	u8 fresh;

	scoped_guard(mutex, tp_lock(v->tp)) {
		fresh = status & ~v->status;
		if (fresh & VIRTIO_CONFIG_S_FEATURES_OK && vdev_fails(v, VDEV_FAIL_FEATURES_OK))
			status &= ~VIRTIO_CONFIG_S_FEATURES_OK;
		if (!(fresh & VIRTIO_CONFIG_S_DRIVER_OK))
			v->status = status;
	}
	if (!(fresh & VIRTIO_CONFIG_S_DRIVER_OK))
		return;
	vdev_driver_ok(v);
	scoped_guard(mutex, tp_lock(v->tp)) {
		v->status = status;
		if (v->queue[VDEV_EVENTQ].running)
			tp_events_ready_locked(v->tp);
	}
	/* What the driver has offered before it was ready. */
	tp_run(v->tp);
}

/*
 * What no device does that was reset: return all the buffers that it had, and go on
 * interrupting for a while. The ring is there until the virtqueue is deleted.
 */
static void vdev_haunt_locked(struct vdev_queue *q)
{
	u32 i;

	lockdep_assert_held(tp_lock(q->v->tp));

	if (!q->running)
		return;
	for (i = 0; i < q->size; i++)
		if (q->chain[i].held)
			vdev_ring_push(q, i, 0);
	vdev_irq_storm(q, 300, NSEC_PER_MSEC);
}

/**
 * vdev_forget_locked() - be as after a reset, whoever it is that resets
 * @v: host
 *
 * Context: With the platform's lock.
 */
void vdev_forget_locked(struct vdev *v)
{
	u32 i;

	lockdep_assert_held(tp_lock(v->tp));

	v->status = 0;
	tp_reset_locked(v->tp);
	if (v->undead)
		vdev_haunt_locked(&v->queue[VDEV_EVENTQ]);
	for (i = 0; i < VDEV_QUEUES; i++)
		vdev_queue_reset_locked(&v->queue[i]);
}

static void vdev_reset(struct virtio_device *vdev)
{
	struct vdev *v = vdev_host_of(vdev);

	guard(mutex)(tp_lock(v->tp));

	v->resets++;
	vdev_forget_locked(v);
}

static u64 vdev_get_features(struct virtio_device *vdev)
{
	return vdev_host_of(vdev)->features;
}

static int vdev_finalize_features(struct virtio_device *vdev)
{
	struct vdev *v = vdev_host_of(vdev);

	vring_transport_features(vdev);

	guard(mutex)(tp_lock(v->tp));

	return vdev_fails(v, VDEV_FAIL_FEATURES) ? -EINVAL : 0;
}

static bool vdev_notify(struct virtqueue *vq)
{
	struct vdev_queue *q = vq->priv;

	/* No lock here: any context. A race of two kicks may fail both. */
	if (READ_ONCE(q->v->fail[VDEV_FAIL_NOTIFY].in)) {
		WRITE_ONCE(q->v->fail[VDEV_FAIL_NOTIFY].in, 0);
		return false;
	}
	tp_kick(q->v->tp);
	return true;
}

static int vdev_make_queue(struct virtio_device *vdev, struct vdev_queue *q,
			   struct virtqueue_info *info)
{
	struct virtqueue *vq = NULL;
	bool fails = false;

	scoped_guard(mutex, tp_lock(q->v->tp))
		if (q->index)
			fails = vdev_fails(q->v, VDEV_FAIL_QUEUE);
	if (!q->size)
		return -ENOENT;
	if (!fails)
		vq = vring_create_virtqueue(q->index, q->size, PAGE_SIZE, vdev, true, false,
					    info->ctx, vdev_notify, info->callback, info->name);
	if (!vq)
		return -ENOMEM;
	vq->priv = q;

	scoped_guard(mutex, tp_lock(q->v->tp)) {
		vdev_queue_reset_locked(q);
		q->ring = virtqueue_get_vring(vq);
		q->event_idx = virtio_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX);
		WRITE_ONCE(q->vq, vq);
	}
	return 0;
}

static void vdev_del_queue(struct vdev_queue *q)
{
	struct virtqueue *vq = q->vq;

	if (!vq)
		return;
	scoped_guard(mutex, tp_lock(q->v->tp)) {
		q->running = false;
		q->ring = NULL;
		WRITE_ONCE(q->vq, NULL);
	}
	vdev_irq_stop(q);
	vring_del_virtqueue(vq);
}

static void vdev_del_vqs(struct virtio_device *vdev)
{
	struct vdev *v = vdev_host_of(vdev);
	u32 i;

	for (i = 0; i < VDEV_QUEUES; i++)
		vdev_del_queue(&v->queue[i]);
}

static int vdev_find_vqs(struct virtio_device *vdev, unsigned int nvqs, struct virtqueue *vqs[],
			 struct virtqueue_info vqs_info[], struct irq_affinity *desc)
{
	struct vdev *v = vdev_host_of(vdev);
	bool fails = false;
	unsigned int i;
	int ret = 0;

	scoped_guard(mutex, tp_lock(v->tp))
		fails = vdev_fails(v, VDEV_FAIL_FIND_VQS);
	if (fails || nvqs > VDEV_QUEUES)
		return -ENOENT;
	for (i = 0; i < nvqs && !ret; i++) {
		ret = vdev_make_queue(vdev, &v->queue[i], &vqs_info[i]);
		if (!ret)
			vdev_early_and_wait(v, VDEV_AT_FIND_VQS, i);
		vqs[i] = v->queue[i].vq;
	}
	if (ret)
		vdev_del_vqs(vdev);
	return ret;
}

compat_define_find_vqs(vdev_find_vqs)

static void vdev_synchronize_cbs(struct virtio_device *vdev)
{
	struct vdev *v = vdev_host_of(vdev);
	u32 i;

	for (i = 0; i < VDEV_QUEUES; i++)
		vdev_irq_wait(&v->queue[i]);
}

static const char *vdev_bus_name(struct virtio_device *vdev)
{
	return dev_name(vdev->dev.parent);
}

const struct virtio_config_ops vdev_config_ops = {
	.get = vdev_get,
	.set = vdev_set,
	.get_status = vdev_get_status,
	.set_status = vdev_set_status,
	.reset = vdev_reset,
	.find_vqs = compat_find_vqs(vdev_find_vqs),
	.del_vqs = vdev_del_vqs,
	.synchronize_cbs = vdev_synchronize_cbs,
	.get_features = vdev_get_features,
	.finalize_features = vdev_finalize_features,
	.bus_name = vdev_bus_name,
};
