/* SPDX-License-Identifier: GPL-2.0-only */
/* __free(fwnode_handle): 6.9 (and 6.1.y). */
#ifndef _COMPAT_LINUX_PROPERTY_H
#define _COMPAT_LINUX_PROPERTY_H

#include <linux/version.h>
#include <linux/cleanup.h>
#include_next <linux/property.h>

/* Under a name of our own, as the function may exist. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define __free_fwnode_handle	compat_free_fwnode_handle
DEFINE_FREE(fwnode_handle, struct fwnode_handle *, fwnode_handle_put(_T))
#endif

#endif /* _COMPAT_LINUX_PROPERTY_H */
