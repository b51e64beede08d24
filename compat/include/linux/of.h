/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * of_property_present(): 6.3.  of_overlay_fdt_apply() with a base: 6.6.
 * __free(device_node), _scoped(): 6.9 (and 6.1.y).
 */
#ifndef _COMPAT_LINUX_OF_H
#define _COMPAT_LINUX_OF_H

#include <linux/version.h>
#include <linux/cleanup.h>
#include_next <linux/of.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define of_property_present(np, name)	of_property_read_bool(np, name)
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
/* The root is the base, whatever the caller says. */
#define of_overlay_fdt_apply(fdt, size, id, base)			\
	of_overlay_fdt_apply(fdt, size, id)
#endif

/* Under a name of our own, as the function may exist. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define __free_device_node	compat_free_device_node
DEFINE_FREE(device_node, struct device_node *, if (_T) of_node_put(_T))
#endif

#ifndef for_each_child_of_node_scoped
#define for_each_child_of_node_scoped(parent, child)			\
	for (struct device_node *child __free(device_node) =		\
		of_get_next_child(parent, NULL); child;			\
	     child = of_get_next_child(parent, child))
#endif

#ifndef for_each_available_child_of_node_scoped
#define for_each_available_child_of_node_scoped(parent, child)		\
	for (struct device_node *child __free(device_node) =		\
		of_get_next_available_child(parent, NULL); child;	\
	     child = of_get_next_available_child(parent, child))
#endif

#endif /* _COMPAT_LINUX_OF_H */
