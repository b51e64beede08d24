/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_driver.reset_prepare() and reset_done(): 6.15.
 *
 * A driver says compat_virtio_reset(foo_reset_prepare, foo_reset_done) in its
 * initialiser. Older kernels do not tell it of a reset, and the functions are unused.
 */
#ifndef _COMPAT_LINUX_VIRTIO_H
#define _COMPAT_LINUX_VIRTIO_H

#include <linux/version.h>
#include_next <linux/virtio.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define compat_virtio_reset(prepare, done)
#else
#define compat_virtio_reset(prepare, done)	\
	.reset_prepare = (prepare), .reset_done = (done),
#endif

#endif /* _COMPAT_LINUX_VIRTIO_H */
