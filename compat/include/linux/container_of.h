/* SPDX-License-Identifier: GPL-2.0-only */
/* container_of_const(): 6.2 (and 6.1.y). */
#ifndef _COMPAT_LINUX_CONTAINER_OF_H
#define _COMPAT_LINUX_CONTAINER_OF_H

#include_next <linux/container_of.h>

#ifndef container_of_const
#define container_of_const(ptr, type, member)				\
	_Generic(ptr,							\
		 const typeof(*(ptr)) *:				\
			((const type *)container_of(ptr, type, member)),\
		 default:						\
			((type *)container_of(ptr, type, member)))
#endif

#endif /* _COMPAT_LINUX_CONTAINER_OF_H */
