/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Constness of the driver model's callbacks: uevent 6.3, bus types 6.9, match
 * 6.11; device_match_t 6.12, device_iter_t 6.14.
 *
 * A struct initialiser cannot be shadowed, so a bus is written as
 *
 *	static int foo_match(struct device *dev, compat_match_driver *drv);
 *	static int foo_uevent(compat_uevent_device *dev,
 *			      struct kobj_uevent_env *env);
 *	static compat_bus_type foo_bus = { .match = foo_match, ... };
 */
#ifndef _COMPAT_LINUX_DEVICE_BUS_H
#define _COMPAT_LINUX_DEVICE_BUS_H

#include <linux/version.h>
#include_next <linux/device/bus.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#define compat_match_driver	struct device_driver
#else
#define compat_match_driver	const struct device_driver
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define compat_bus_type		struct bus_type
#else
#define compat_bus_type		const struct bus_type
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define compat_uevent_device	struct device
#else
#define compat_uevent_device	const struct device
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
typedef int (*compat_device_match_t)(struct device *dev, const void *data);
typedef int (*compat_device_iter_t)(struct device *dev, void *data);
#define device_match_t	compat_device_match_t
#define device_iter_t	compat_device_iter_t
#endif

#endif /* _COMPAT_LINUX_DEVICE_BUS_H */
