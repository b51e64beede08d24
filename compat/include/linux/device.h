/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * guard(device), __free(put_device), __free(device_del): 6.5 .. 6.8.
 * device_find_child() with a const key: 6.14. dev_ready_to_probe(): 7.3.
 */
#ifndef _COMPAT_LINUX_DEVICE_H
#define _COMPAT_LINUX_DEVICE_H

#include <linux/version.h>
#include <linux/cleanup.h>
#include_next <linux/device.h>
#include <linux/device/bus.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_FREE(put_device, struct device *, if (_T) put_device(_T))
#endif

#ifdef COMPAT_GUARDS_COND
DEFINE_GUARD(device, struct device *, device_lock(_T), device_unlock(_T))
#define __free_device_del	compat_free_device_del
DEFINE_FREE(device_del, struct device *, if (_T) device_del(_T))
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
struct compat_child_key {
	const void *data;
	device_match_t match;
};

static inline int compat_child_match(struct device *dev, void *key)
{
	struct compat_child_key *child = key;

	return child->match(dev, child->data);
}

static inline struct device *
compat_device_find_child(struct device *parent, const void *data,
			 device_match_t match)
{
	struct compat_child_key key = { .data = data, .match = match };

	return device_find_child(parent, &key, compat_child_match);
}

#define device_find_child	compat_device_find_child
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0)
static inline bool compat_dev_ready_to_probe(const struct device *dev)
{
	return true;
}

#define dev_ready_to_probe	compat_dev_ready_to_probe
#endif

#endif /* _COMPAT_LINUX_DEVICE_H */
