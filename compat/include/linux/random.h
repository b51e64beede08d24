/* SPDX-License-Identifier: GPL-2.0-only */
/* get_random_u32_below(): 6.2 (and 6.1.y). */
#ifndef _COMPAT_LINUX_RANDOM_H
#define _COMPAT_LINUX_RANDOM_H

#include <linux/version.h>
#include_next <linux/random.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#include <linux/prandom.h>

#define get_random_u32_below(ceil)	prandom_u32_max(ceil)
#endif

#endif /* _COMPAT_LINUX_RANDOM_H */
