// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>

struct defect {
	struct mutex lock; /* protects @value */
	struct rw_semaphore rwsem; /* protects @shared */
	spinlock_t spin; /* protects @atomic */
	int value __guarded_by(&lock);
	int shared __guarded_by(&rwsem);
	int atomic __guarded_by(&spin);
};

static int value_locked(struct defect *d) __must_hold(&d->lock)
{
	lockdep_assert_held(&d->lock);
	return d->value;
}

static int read_without_lock(struct defect *d)
{
	return d->value;
}

static int call_without_lock(struct defect *d)
{
	return value_locked(d);
}

static int return_with_lock(struct defect *d)
{
	spin_lock(&d->spin);
	if (d->atomic)
		return -EBUSY;
	spin_unlock(&d->spin);
	return 0;
}

static void write_under_read_lock(struct defect *d)
{
	guard(rwsem_read)(&d->rwsem);
	d->shared = 1;
}

static void lock_twice(struct defect *d)
{
	guard(mutex)(&d->lock);
	mutex_lock(&d->lock);
	mutex_unlock(&d->lock);
}

static int all_is_well(struct defect *d)
{
	scoped_guard(mutex, &d->lock) {
		if (value_locked(d))
			return d->value;
	}
	guard(rwsem_write)(&d->rwsem);
	d->shared = 2;
	return 0;
}

int (*const defect_functions[])(struct defect *d) = {
	read_without_lock, call_without_lock, return_with_lock, all_is_well,
};

void (*const defect_procedures[])(struct defect *d) = {
	write_under_read_lock, lock_twice,
};

MODULE_DESCRIPTION("Breaks lock rules");
MODULE_LICENSE("GPL");
