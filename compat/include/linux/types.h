/* SPDX-License-Identifier: GPL-2.0-only */
/* Any header reaches this one: annotations need no include on new kernels. */
#ifndef _COMPAT_LINUX_TYPES_H
#define _COMPAT_LINUX_TYPES_H

#include_next <linux/types.h>
#ifndef __ASSEMBLY__
#include <linux/compiler.h>
#endif

#endif /* _COMPAT_LINUX_TYPES_H */
