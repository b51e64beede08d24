/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What newer kernels define for every file before its first line: lock
 * annotations (7.0), __counted_by (6.6).  Reached through every kernel header.
 */
#ifndef _COMPAT_LINUX_COMPILER_H
#define _COMPAT_LINUX_COMPILER_H

#include_next <linux/compiler.h>
#include <linux/compiler-context-analysis.h>

#ifndef __counted_by
#define __counted_by(member)
#endif
#ifndef __counted_by_le
#define __counted_by_le(member)
#endif
#ifndef __counted_by_ptr
#define __counted_by_ptr(member)
#endif
#ifndef __nonstring_array
#define __nonstring_array
#endif

#endif /* _COMPAT_LINUX_COMPILER_H */
