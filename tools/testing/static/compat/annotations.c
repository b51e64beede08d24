// SPDX-License-Identifier: GPL-2.0-only
/* Lock annotations and __counted_by need no include of their own. */
#include <linux/list.h>
#include <linux/spinlock.h>

#include "compat-test.h"

struct compat_counted {
	spinlock_t lock; /* protects @value and the chain */
	int value __guarded_by(&lock);
	int *chain __pt_guarded_by(&lock);
	unsigned int count;
	int values[] __counted_by(count);
};

static int compat_peek_locked(struct compat_counted *obj)
	__must_hold(&obj->lock)
{
	lockdep_assert_held(&obj->lock);
	return obj->value + *obj->chain;
}

static int compat_peek(struct compat_counted *obj)
	__must_not_hold(&obj->lock)
{
	guard(spinlock)(&obj->lock);
	return compat_peek_locked(obj);
}

static void compat_enter(struct compat_counted *obj)
	__acquires(&obj->lock)
{
	spin_lock(&obj->lock);
}

static void compat_leave(struct compat_counted *obj)
	__releases(&obj->lock)
{
	spin_unlock(&obj->lock);
}

static int compat_racy(struct compat_counted *obj)
	__context_unsafe(/* the build test shows that it compiles */)
{
	return obj->value;
}

/**
 * compat_test_annotations() - use every annotation once
 *
 * Context: Process context.
 * Return: The sum of what was read.
 */
int compat_test_annotations(void)
{
	static int cell;
	struct compat_counted obj = { .count = 0 };

	spin_lock_init(&obj.lock);
	/* Nobody else knows the object yet. */
	context_unsafe(obj.value = 1);
	/* Likewise. */
	context_unsafe(obj.chain = &cell);

	compat_enter(&obj);
	obj.value++;
	compat_leave(&obj);

	return compat_peek(&obj) + compat_racy(&obj);
}
