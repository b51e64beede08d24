/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only place where the platform library learns what it is built for: a
 * kernel module or a hosted user-space process.
 */
#ifndef SCMI_PLATFORM_TYPES_H
#define SCMI_PLATFORM_TYPES_H

#include <linux/types.h>

#ifdef __KERNEL__

#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/string.h>

#else /* !__KERNEL__ */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s32 s32;
typedef __s64 s64;

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif
#ifndef BIT
#define BIT(n)		(1UL << (n))
#endif
/* The Makefiles define it, so that the compiler checks formats */
#ifndef __printf
#define __printf(a, b)
#endif

#define S32_MAX		INT32_MAX
#define S32_MIN		INT32_MIN
#define S64_MAX		INT64_MAX
#define S64_MIN		INT64_MIN
#define U32_MAX		UINT32_MAX

/* 64-bit divisions go through one name: a 32-bit kernel has no operator. */
static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

#endif /* __KERNEL__ */

#define SCMIP_USEC	1000ULL
#define SCMIP_MSEC	1000000ULL
#define SCMIP_SEC	1000000000ULL
#define SCMIP_NEVER	(~0ULL)

/**
 * scmip_mod64() - remainder of a 64-bit division
 * @dividend: the number to divide
 * @divisor: not zero
 *
 * Context: Any.
 * Return: @dividend modulo @divisor.
 */
static inline u64 scmip_mod64(u64 dividend, u64 divisor)
{
	return dividend - div64_u64(dividend, divisor) * divisor;
}

#endif /* SCMI_PLATFORM_TYPES_H */
