/* SPDX-License-Identifier: GPL-2.0-only */
/* Accesses to a device; the test that includes this plays the device. */
#ifndef UNIT_KERNEL_IO_H
#define UNIT_KERNEL_IO_H

#include <linux/types.h>

u32 ioread32(const void *addr);
void iowrite32(u32 val, void *addr);
void memcpy_fromio(void *to, const void *from, size_t len);
void memcpy_toio(void *to, const void *from, size_t len);
void __ioread32_copy(void *to, const void *from, size_t words);
void __iowrite32_copy(void *to, const void *from, size_t words);
/* A name only: one thread plays both sides. */
void mb(void);

#endif /* UNIT_KERNEL_IO_H */
