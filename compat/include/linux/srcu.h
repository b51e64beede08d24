/* SPDX-License-Identifier: GPL-2.0-only */
/* guard(srcu)(&srcu): 6.5 (and 6.1.y). */
#ifndef _COMPAT_LINUX_SRCU_H
#define _COMPAT_LINUX_SRCU_H

#include <linux/cleanup.h>
#include_next <linux/srcu.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_LOCK_GUARD_1(srcu, struct srcu_struct,
		    _T->idx = srcu_read_lock(_T->lock),
		    srcu_read_unlock(_T->lock, _T->idx),
		    int idx)
#endif

#endif /* _COMPAT_LINUX_SRCU_H */
