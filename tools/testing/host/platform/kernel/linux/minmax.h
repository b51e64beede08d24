/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's names, for sources of the kernel that run in a process. */
#ifndef UNIT_KERNEL_MINMAX_H
#define UNIT_KERNEL_MINMAX_H

#define min(a, b) ({					\
	const __auto_type __a = (a);			\
	const __auto_type __b = (b);			\
							\
	__a < __b ? __a : __b;				\
})
#define min3(a, b, c)		min(min(a, b), c)

#endif /* UNIT_KERNEL_MINMAX_H */
