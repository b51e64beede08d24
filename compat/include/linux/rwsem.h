/* SPDX-License-Identifier: GPL-2.0-only */
/* Guards: unconditional 6.5 (and 6.1.y), conditional 6.8. */
#ifndef _COMPAT_LINUX_RWSEM_H
#define _COMPAT_LINUX_RWSEM_H

#include <linux/cleanup.h>
#include_next <linux/rwsem.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_GUARD(rwsem_read, struct rw_semaphore *, down_read(_T), up_read(_T))
DEFINE_GUARD(rwsem_write, struct rw_semaphore *, down_write(_T), up_write(_T))
#endif

#ifdef COMPAT_GUARDS_COND
DEFINE_GUARD_COND(rwsem_read, _try, down_read_trylock(_T))
DEFINE_GUARD_COND(rwsem_write, _try, down_write_trylock(_T))
#endif

#endif /* _COMPAT_LINUX_RWSEM_H */
