/* SPDX-License-Identifier: GPL-2.0-only */
/* secs_to_jiffies(): 6.13 (and stable kernels). */
#ifndef _COMPAT_LINUX_JIFFIES_H
#define _COMPAT_LINUX_JIFFIES_H

#include_next <linux/jiffies.h>

#ifndef secs_to_jiffies
#define secs_to_jiffies(secs)	((unsigned long)((secs) * HZ))
#endif

#endif /* _COMPAT_LINUX_JIFFIES_H */
