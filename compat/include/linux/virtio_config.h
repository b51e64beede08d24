/* SPDX-License-Identifier: GPL-2.0-only */
/* virtio_find_vqs() takes an array of struct virtqueue_info: 6.11. */
#ifndef _COMPAT_LINUX_VIRTIO_CONFIG_H
#define _COMPAT_LINUX_VIRTIO_CONFIG_H

#include <linux/version.h>
#include_next <linux/virtio_config.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#include <linux/slab.h>

struct compat_virtqueue_info {
	const char *name;
	vq_callback_t *callback;
	bool ctx;
};

/* Drivers keep the names, not the array of them. */
static inline int
compat_virtio_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
		       struct virtqueue *vqs[],
		       struct compat_virtqueue_info info[],
		       struct irq_affinity *desc)
{
	vq_callback_t **callbacks __free(kfree) = NULL;
	const char **names __free(kfree) = NULL;
	bool *ctx __free(kfree) = NULL;
	unsigned int i;

	callbacks = kcalloc(nvqs, sizeof(*callbacks), GFP_KERNEL);
	names = kcalloc(nvqs, sizeof(*names), GFP_KERNEL);
	ctx = kcalloc(nvqs, sizeof(*ctx), GFP_KERNEL);
	if (!callbacks || !names || !ctx)
		return -ENOMEM;

	for (i = 0; i < nvqs; i++) {
		callbacks[i] = info[i].callback;
		names[i] = info[i].name;
		ctx[i] = info[i].ctx;
	}

	return virtio_find_vqs_ctx(vdev, nvqs, vqs, callbacks, names, ctx, desc);
}

#define virtqueue_info	compat_virtqueue_info
#define virtio_find_vqs	compat_virtio_find_vqs
#endif

#endif /* _COMPAT_LINUX_VIRTIO_CONFIG_H */
