/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of the kernel as protocols/ needs to run in a process. Included ahead
 * of everything; the <linux/...> headers that the sources name are empty.
 */
#ifndef PROTO_TEST_KERNEL_H
#define PROTO_TEST_KERNEL_H

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef u8 __u8;
typedef unsigned long kernel_ulong_t;
typedef s64 ktime_t;
typedef unsigned int gfp_t;

#define __must_check		__attribute__((warn_unused_result))
#define __maybe_unused		__attribute__((unused))
#define __weak			__attribute__((weak))
#define __noreturn		__attribute__((noreturn))
#define __aligned(n)		__attribute__((aligned(n)))
#define __guarded_by(lock)
#define __user
#define __iomem
#define __percpu
#define __must_hold(x)
#define GFP_KERNEL		0u
#define S64_MAX			INT64_MAX
#define S64_MIN			INT64_MIN
#define U8_MAX			UINT8_MAX
#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX
#define BITS_PER_LONG		64

#define BIT(n)			(1UL << (n))
#define GENMASK(h, l)		((~0UL << (l)) & (~0UL >> (BITS_PER_LONG - 1 - (h))))
#define GENMASK_ULL(h, l)	GENMASK(h, l)
#define FIELD_GET(mask, reg)	(((reg) & (mask)) >> __builtin_ctzl(mask))
#define FIELD_PREP(mask, val)	(((unsigned long)(val) << __builtin_ctzl(mask)) & (mask))
#define __ffs(word)		((unsigned long)__builtin_ctzl(word))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_CLOSEST_ULL(n, d)	(((u64)(n) + (d) / 2) / (d))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define lower_32_bits(n)	((u32)(n))
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define div64_u64(n, d)		((u64)(n) / (u64)(d))
#define div_u64(n, d)		((u64)(n) / (u32)(d))
static inline u64 div_u64_rem(u64 n, u32 d, u32 *rest)
{
	*rest = n % d;
	return n / d;
}

static inline u64 div64_u64_rem(u64 n, u64 d, u64 *rest)
{
	*rest = n % d;
	return n / d;
}

#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define min(a, b)		({ __auto_type a_ = (a); __auto_type b_ = (b); a_ < b_ ? a_ : b_; })
#define max(a, b)		({ __auto_type c_ = (a); __auto_type d_ = (b); c_ > d_ ? c_ : d_; })
/* What the kernel only complains about is wrong. */
#define WARN_ON_ONCE(x)		({ bool warn_ = (x); if (warn_) abort(); warn_; })
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define max_t(t, a, b)		max((t)(a), (t)(b))
#define min3(a, b, c)		min(min(a, b), c)
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#define ALIGN_DOWN(x, a)	((x) & ~((typeof(x))(a) - 1))
/* There is one thread. */
struct mutex { char none; };
#define mutex_init(m)		((void)(m))
#define mutex_destroy(m)	((void)(m))
#define guard(type)		(void)
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))
#define container_of_const	container_of
#define READ_ONCE(x)		(*(const volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile typeof(x) *)&(x) = (v))
#define smp_load_acquire(p)	__atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)
#define xchg(p, new)		__atomic_exchange_n(p, new, __ATOMIC_SEQ_CST)
#define cmpxchg(p, old, new)	__sync_val_compare_and_swap(p, old, new)
#define le16_to_cpu(x)		(x)
#define le32_to_cpu(x)		(x)
#define cpu_to_le32(x)		((__le32)(x))
#define check_mul_overflow(a, b, d)	__builtin_mul_overflow(a, b, d)
#define check_add_overflow(a, b, d)	__builtin_add_overflow(a, b, d)
#define struct_size_t(t, m, n)	(sizeof(t) + sizeof(((t *)0)->m[0]) * (n))
#define struct_size(p, m, n)	(sizeof(*(p)) + sizeof((p)->m[0]) * (n))
#define THIS_MODULE		NULL
#define EXPORT_SYMBOL_GPL(s)
#define sort(base, num, size, cmp, swap)	qsort(base, num, size, cmp)

static inline s32 sign_extend32(u32 value, int bit)
{
	u8 shift = 31 - bit;

	return (s32)(value << shift) >> shift;
}

#define MAX_ERRNO	4095
#define IS_ERR(p)	((unsigned long)(p) >= (unsigned long)-MAX_ERRNO)
#define PTR_ERR(p)	((long)(p))
#define ERR_PTR(e)	((void *)(long)(e))
#define ERR_CAST(p)	((void *)(p))
#define IS_ERR_OR_NULL(p)	(!(p) || IS_ERR(p))
#define PTR_ERR_OR_ZERO(p)	(IS_ERR(p) ? (int)PTR_ERR(p) : 0)

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
typedef struct { int refs; } refcount_t;
typedef struct { int dummy; } spinlock_t;
struct completion { unsigned int done; };
struct work_struct { int dummy; };
struct delayed_work { int dummy; };
struct timer_list { int dummy; };
struct ratelimit_state { int dummy; };
struct srcu_struct { int dummy; };
struct kref { int dummy; };
struct idr { bool filled; };
struct list_head { struct list_head *next, *prev; };
typedef struct { int dummy; } wait_queue_head_t;
struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long event, void *data);
};

enum probe_type { PROBE_DEFAULT_STRATEGY, PROBE_PREFER_ASYNCHRONOUS };

struct attribute_group;
struct dev_pm_ops;
struct device_driver {
	const char *name;
	enum probe_type probe_type;
	const struct attribute_group **dev_groups;
	const struct dev_pm_ops *pm;
};

struct device_node { int dummy; };
struct kobject { bool state_initialized; };
struct device {
	struct kobject kobj;
	const char *name;
	struct device_node *of_node;
	void *drvdata;
	struct devres *devres;
};

struct module;

#define kref_get(k)		((void)(k))
#define kref_put(k, release)	((void)(k), (void)(release))
#define idr_is_empty(i)		(!(i)->filled)
#define completion_done(c)	((void)(c), true)
#define init_completion(c)	((c)->done = 0)
#define complete(c)		((c)->done++)
void wait_for_completion(struct completion *c);
#define refcount_set(r, n)	((r)->refs = (n))
#define refcount_inc(r)		((r)->refs++)
#define refcount_dec_and_test(r)	(!--(r)->refs)
/* Time passes when somebody sleeps, or a test says so. */
extern unsigned long kernel_jiffies, kernel_slept_us;
#define jiffies			kernel_jiffies
#define HZ			1000
#define ktime_get_boottime_seconds()	(kernel_jiffies / HZ)
#define time_before(a, b)	((long)((a) - (b)) < 0)
#define fsleep(us)		(kernel_slept_us += (us), kernel_jiffies += DIV_ROUND_UP(us, 1000))
#define udelay(us)		(kernel_slept_us += (us))
#define likely(x)		(x)
#define unlikely(x)		(x)
#define noinline		__attribute__((noinline))
#define DECLARE_BITMAP(n, b)	unsigned long n[DIV_ROUND_UP(b, BITS_PER_LONG)]
#define test_bit(n, map)	(!!((map)[(n) / BITS_PER_LONG] & BIT((n) % BITS_PER_LONG)))
#define __set_bit(n, map)	((map)[(n) / BITS_PER_LONG] |= BIT((n) % BITS_PER_LONG))
#define bitmap_zero(map, b)	memset(map, 0, DIV_ROUND_UP(b, 8))

#define atomic_read(a)			((a)->counter)
#define atomic_add_unless(a, n, not)	((a)->counter != (not) && ((a)->counter += (n), true))
#define atomic_dec(a)			((a)->counter--)
#define atomic_long_set(a, v)		((a)->counter = (v))
#define atomic_long_add(v, a)		((a)->counter += (v))
#define atomic_long_sub_return(v, a)	((a)->counter -= (v))

/* The allocator fails at the Nth allocation if told so. */
extern unsigned long kernel_fail_nth, kernel_allocs, kernel_warnings;

/* The thread there is has a fatal signal. */
extern bool kernel_killed;
#define fatal_signal_pending(task)	kernel_killed
void *kernel_alloc(size_t n, size_t size);

#define kzalloc_obj(x)			kernel_alloc(1, sizeof(x))
#define kcalloc(n, size, gfp)		kernel_alloc(n, size)
#define kvcalloc(n, size, gfp)		kernel_alloc(n, size)
#define kvzalloc(size, gfp)		kernel_alloc(1, size)
#define kzalloc(size, gfp)		kernel_alloc(1, size)
#define kfree(p)			free((void *)(p))
#define kvfree(p)			free((void *)(p))

void __printf(1, 2) kernel_warn(const char *fmt, ...);
extern bool kernel_verbose;
/* What was logged since it was last emptied, if a test has made room for it. */
extern char *kernel_log;
extern size_t kernel_log_size;

/* Indices are 16 bits wide here, which is what the protocols allow. */
struct xarray {
	void **slots;
	unsigned long size;
	unsigned long used;
	unsigned long end;	/* no index from here on was ever used */
};

#define XA_SHIM_SIZE	65536UL

void xa_init(struct xarray *xa);
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
void xa_destroy(struct xarray *xa);
#define xa_empty(xa)	(!(xa)->used)
#define xa_err(p)	(IS_ERR(p) ? (int)PTR_ERR(p) : 0)
#define xa_for_each(xa, index, entry)					\
	for ((index) = 0; (index) < (xa)->end; (index)++)			\
		if (!((entry) = xa_load(xa, index))) {} else

#include "iomem.h"
#include "frameworks.h"

#endif /* PROTO_TEST_KERNEL_H */
