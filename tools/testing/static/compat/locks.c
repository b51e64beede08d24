// SPDX-License-Identifier: GPL-2.0-only
/* Guards of every kind, alone and with a scope. */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>

#include "compat-test.h"

static DEFINE_MUTEX(compat_mutex);
static DEFINE_SPINLOCK(compat_spin);
static DEFINE_RAW_SPINLOCK(compat_raw);
static DECLARE_RWSEM(compat_rwsem);
DEFINE_STATIC_SRCU(compat_srcu);

static int compat_sleeping(void)
{
	guard(mutex)(&compat_mutex);
	guard(srcu)(&compat_srcu);

	scoped_guard(rwsem_read, &compat_rwsem)
		might_sleep();

	guard(rwsem_write)(&compat_rwsem);
	return 1;
}

/* The compiler must see that control cannot reach the end. */
static int compat_always(void)
{
	scoped_guard(spinlock_irqsave, &compat_spin) {
		guard(raw_spinlock)(&compat_raw);
		return 2;
	}
}

static int compat_atomic(void)
{
	scoped_guard(spinlock, &compat_spin)
		barrier();

	scoped_guard(spinlock_irq, &compat_spin) {
		if (in_hardirq())
			return -1;
	}

	guard(rcu)();
	guard(raw_spinlock_irqsave)(&compat_raw);
	return 3;
}

static int compat_conditional(void)
{
	scoped_guard(mutex_try, &compat_mutex)
		return 4;

	scoped_cond_guard(mutex_intr, return -EINTR, &compat_mutex)
		might_sleep();

	scoped_guard(rwsem_read_try, &compat_rwsem)
		might_sleep();

	scoped_guard(spinlock_try, &compat_spin)
		barrier();

	return -EBUSY;
}

static struct device *compat_device(struct device *dev)
{
	struct device *ref __free(put_device) = get_device(dev);

	if (!ref)
		return NULL;

	guard(device)(ref);
	return_ptr(ref);
}

static void *compat_alloc_one(void)
{
	int *one __free(kfree) = kzalloc_obj(*one);
	int *given __free(kfree) = NULL;

	if (!one)
		return NULL;

	given = one;
	retain_and_null_ptr(one);
	return no_free_ptr(given);
}

/**
 * compat_test_locks() - take and leave every lock that has a guard
 *
 * Context: Process context.
 * Return: A sum that is greater than 0.
 */
int compat_test_locks(void)
{
	put_device(compat_device(NULL));
	kfree(compat_alloc_one());

	return compat_sleeping() + compat_always() + compat_atomic() +
	       compat_conditional();
}
