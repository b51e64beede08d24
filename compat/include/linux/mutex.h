/* SPDX-License-Identifier: GPL-2.0-only */
/* Guards: unconditional 6.5 (and 6.1.y), conditional 6.8. */
#ifndef _COMPAT_LINUX_MUTEX_H
#define _COMPAT_LINUX_MUTEX_H

#include <linux/cleanup.h>
#include_next <linux/mutex.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))
#endif

#ifdef COMPAT_GUARDS_COND
DEFINE_GUARD_COND(mutex, _try, mutex_trylock(_T))
DEFINE_GUARD_COND(mutex, _intr, mutex_lock_interruptible(_T) == 0)
#endif

#endif /* _COMPAT_LINUX_MUTEX_H */
