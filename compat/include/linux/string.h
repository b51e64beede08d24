/* SPDX-License-Identifier: GPL-2.0-only */
/* strscpy(), strscpy_pad() may omit the size of an array: 6.10. */
#ifndef _COMPAT_LINUX_STRING_H
#define _COMPAT_LINUX_STRING_H

#include_next <linux/string.h>

#ifndef strscpy
#include <linux/build_bug.h>

#define compat_size_or(_none, size, ...)	(size)
#define compat_array_bytes(a)	\
	(sizeof(a) + BUILD_BUG_ON_ZERO(__same_type((a), &(a)[0])))

#define strscpy(dst, src, size...)	\
	(strscpy)(dst, src, compat_size_or(, ##size, compat_array_bytes(dst), ))
#undef strscpy_pad
#define strscpy_pad(dst, src, size...)	\
	(strscpy_pad)(dst, src, compat_size_or(, ##size, compat_array_bytes(dst), ))
#endif

#endif /* _COMPAT_LINUX_STRING_H */
