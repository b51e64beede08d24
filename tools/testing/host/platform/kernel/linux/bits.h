/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's names, for sources of the kernel that run in a process. */
#ifndef UNIT_KERNEL_BITS_H
#define UNIT_KERNEL_BITS_H

#define BIT(n)	(1UL << (n))

#endif /* UNIT_KERNEL_BITS_H */
