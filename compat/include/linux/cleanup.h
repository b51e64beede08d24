/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux before 6.5 has no cleanup.h; 6.1.y carries the first edition of it,
 * whose scoped_guard() hides from the compiler that its body always runs and
 * which knows no conditional guards.  Both are replaced as a whole.
 */
#ifndef _COMPAT_LINUX_CLEANUP_H
#define _COMPAT_LINUX_CLEANUP_H

#include <linux/compiler.h>

#if __has_include_next(<linux/cleanup.h>)
#include_next <linux/cleanup.h>
#endif

#ifndef DEFINE_GUARD_COND
#include <compat/guards.h>
#endif

#ifndef retain_and_null_ptr
#define retain_and_null_ptr(p)	((void)({ (p) = NULL; }))
#endif

#endif /* _COMPAT_LINUX_CLEANUP_H */
