// SPDX-License-Identifier: GPL-2.0-only
/*
 * The floor of a virtio transport: a driver that does with the cmdq what every
 * agent has to do, and nothing else.
 */

#include <linux/cleanup.h>
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_ring.h>

#include "load.h"
#include "message.h"

struct floor_slot {
	u8 tx[FLOOR_ROOM];
	u8 rx[FLOOR_ROOM];
	struct completion done;
};

struct floor_dev {
	struct virtqueue *vq;
	spinlock_t lock;
	struct floor_slot slots[LOAD_MAX_NUMBERS];
};

static void floor_take(struct floor_dev *fd)
{
	struct floor_slot *slot;
	unsigned int len;

	guard(spinlock_irqsave)(&fd->lock);

	do {
		virtqueue_disable_cb(fd->vq);
		while ((slot = virtqueue_get_buf(fd->vq, &len)))
			complete(&slot->done);
	} while (!virtqueue_enable_cb(fd->vq));
}

static void floor_callback(struct virtqueue *vq)
{
	floor_take(vq->vdev->priv);
}

static int floor_send(struct floor_dev *fd, struct floor_slot *slot,
		      const struct floor_message *msg)
{
	struct scatterlist out, in, *sgs[] = { &out, &in };
	int ret;

	reinit_completion(&slot->done);
	memcpy(slot->tx, msg->words, msg->len);
	sg_init_one(&out, slot->tx, msg->len);
	sg_init_one(&in, slot->rx, FLOOR_ROOM);
	scoped_guard(spinlock_irqsave, &fd->lock) {
		ret = virtqueue_add_sgs(fd->vq, sgs, 1, 1, slot, GFP_ATOMIC);
		if (!ret && !virtqueue_kick_prepare(fd->vq))
			return 0;
	}
	if (!ret)
		virtqueue_notify(fd->vq);
	return ret;
}

static int floor_sync(void *arg, unsigned int thread)
{
	struct floor_dev *fd = arg;
	struct floor_slot *slot = &fd->slots[thread];
	int ret = floor_send(fd, slot, &floor_read_sensor);

	if (!ret)
		wait_for_completion(&slot->done);
	return ret;
}

static int floor_poll(void *arg, unsigned int thread)
{
	struct floor_dev *fd = arg;
	struct floor_slot *slot = &fd->slots[thread];
	int ret = floor_send(fd, slot, &floor_enable_clock);

	while (!ret && !completion_done(&slot->done)) {
		struct floor_slot *taken;
		unsigned int len;

		scoped_guard(spinlock_irqsave, &fd->lock)
			taken = virtqueue_get_buf(fd->vq, &len);
		if (taken)
			complete(&taken->done);
		cpu_relax();
	}
	return ret;
}

static int floor_probe(struct virtio_device *vdev)
{
	struct floor_dev *fd = kzalloc(sizeof(*fd), GFP_KERNEL);
	struct load_target target = {
		.name = "sensor",
		.sync = floor_sync,
		.poll = floor_poll,
		.arg = fd,
	};
	unsigned int i;
	int ret;

	if (!fd)
		return -ENOMEM;
	spin_lock_init(&fd->lock);
	for (i = 0; i < LOAD_MAX_NUMBERS; i++)
		init_completion(&fd->slots[i].done);
	vdev->priv = fd;
	fd->vq = virtio_find_single_vq(vdev, floor_callback, "cmdq");
	if (IS_ERR(fd->vq)) {
		ret = PTR_ERR(fd->vq);
		kfree(fd);
		return ret;
	}
	virtio_device_ready(vdev);
	ret = load_add(&target);
	if (ret) {
		virtio_reset_device(vdev);
		vdev->config->del_vqs(vdev);
		kfree(fd);
	}
	return ret;
}

static void floor_remove(struct virtio_device *vdev)
{
	struct floor_dev *fd = vdev->priv;

	load_remove(fd);
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
	kfree(fd);
}

static int floor_validate(struct virtio_device *vdev)
{
	/* Nothing is allocated for a command. */
	__virtio_clear_bit(vdev, VIRTIO_RING_F_INDIRECT_DESC);
	return 0;
}

static const struct virtio_device_id floor_ids[] = {
	{ VIRTIO_ID_SCMI, VIRTIO_DEV_ANY_ID },
	{ }
};

static struct virtio_driver floor_driver = {
	.driver.name = "scmi-bench-floor-virtio",
	.id_table = floor_ids,
	.validate = floor_validate,
	.probe = floor_probe,
	.remove = floor_remove,
};

int load_register(void)
{
	return register_virtio_driver(&floor_driver);
}

void load_unregister(void)
{
	unregister_virtio_driver(&floor_driver);
}
