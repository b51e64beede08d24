/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_find_vqs() takes an array of struct virtqueue_info: 6.11.
 *
 * A struct initialiser cannot be shadowed, so an implementation of find_vqs is written as
 *
 *	static int foo_find_vqs(struct virtio_device *vdev, unsigned int nvqs,
 *				struct virtqueue *vqs[],
 *				struct virtqueue_info vqs_info[],
 *				struct irq_affinity *desc);
 *	compat_define_find_vqs(foo_find_vqs)
 *	static const struct virtio_config_ops foo_ops = {
 *		.find_vqs = compat_find_vqs(foo_find_vqs), ...
 */
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

#define compat_find_vqs(op)	compat_##op
#define compat_define_find_vqs(op)					\
static int compat_##op(struct virtio_device *vdev, unsigned int nvqs,	\
		       struct virtqueue *vqs[], vq_callback_t *callbacks[],\
		       const char * const names[], const bool *ctx,	\
		       struct irq_affinity *desc)			\
{									\
	struct virtqueue_info *info __free(kfree) =			\
		kcalloc(nvqs, sizeof(*info), GFP_KERNEL);		\
	unsigned int i;							\
									\
	if (!info)							\
		return -ENOMEM;						\
	for (i = 0; i < nvqs; i++) {					\
		info[i].name = names[i];				\
		info[i].callback = callbacks[i];			\
		info[i].ctx = ctx && ctx[i];				\
	}								\
	return op(vdev, nvqs, vqs, info, desc);				\
}
#else
#define compat_find_vqs(op)	op
#define compat_define_find_vqs(op)
#endif

#endif /* _COMPAT_LINUX_VIRTIO_CONFIG_H */
