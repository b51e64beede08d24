/* SPDX-License-Identifier: GPL-2.0-only */
/* struct_size_t(): 6.5 (and 6.1.y). */
#ifndef _COMPAT_LINUX_OVERFLOW_H
#define _COMPAT_LINUX_OVERFLOW_H

#include_next <linux/overflow.h>

#ifndef struct_size_t
#define struct_size_t(type, member, count)	\
	struct_size((type *)NULL, member, count)
#endif

#endif /* _COMPAT_LINUX_OVERFLOW_H */
