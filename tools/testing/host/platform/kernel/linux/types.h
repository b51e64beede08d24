/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's names, for sources of the kernel that run in a process. */
#ifndef UNIT_KERNEL_TYPES_H
#define UNIT_KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint32_t u32;

#define __iomem
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))

#endif /* UNIT_KERNEL_TYPES_H */
