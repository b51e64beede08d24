/* SPDX-License-Identifier: GPL-2.0-only */
/* guard(rcu)(): 6.5 (and 6.1.y). */
#ifndef _COMPAT_LINUX_RCUPDATE_H
#define _COMPAT_LINUX_RCUPDATE_H

#include <linux/cleanup.h>
#include_next <linux/rcupdate.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())
#endif

#endif /* _COMPAT_LINUX_RCUPDATE_H */
