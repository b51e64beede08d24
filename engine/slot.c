// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: which callers get a transfer of the pool, and which wait for one.
 */

#include <linux/bitmap.h>
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: Slots
 *
 * A pool has as many slots as the transport can have messages in flight. The first
 * quarter of them is reserved for atomic commands, which cannot wait for one: so
 * they find a slot however many callers sleep. All others use the common rest.
 *
 * A caller that finds no common slot free waits in a queue. A slot that becomes
 * free is handed to the caller that has waited longest; a newcomer does not take
 * one while others wait. A wait ends with a slot, by a fatal signal unless the
 * command has to be sent, with the instance or the sender, or with -EBUSY when nobody
 * was handed a slot for as long as a command waits for its answer: then the platform
 * keeps them all. A silent platform has the time of DOC: Silence.
 */

/**
 * struct scmi_slot_waiter - a caller that waits for a slot
 * @node: on the pool's list, oldest first
 * @task: the caller
 * @sender: for whom it waits; NULL if that does not matter
 * @since: jiffies when it came
 * @xfer: what it was handed, off the list then; written under the pool's
 *	  @slot_lock
 * @dismissed: its sender leaves, and it has waited for long enough; likewise
 */
struct scmi_slot_waiter {
	struct list_head node;
	struct task_struct *task;
	const struct scmi_sender *sender;
	unsigned long since;
	struct scmi_xfer *xfer;
	bool dismissed;
};

static struct scmi_xfer *scmi_slot_take_between(struct scmi_pool *pool,
						unsigned int slot,
						unsigned int end)
{
	for (;;) {
		slot = find_next_zero_bit(pool->busy, end, slot);
		if (slot >= end)
			return NULL;
		if (!test_and_set_bit_lock(slot, pool->busy))
			return &pool->xfers[slot];
	}
}

/* Take a common slot, looking first where this CPU looked last. */
static struct scmi_xfer *scmi_slot_take_common(struct scmi_pool *pool)
{
	unsigned int start = pool->reserved +
			     raw_smp_processor_id() * BITS_PER_LONG;
	struct scmi_xfer *xfer;

	if (start >= pool->size)
		start = pool->reserved;
	/* Mostly nobody has it: find_next_zero_bit() costs more than this. */
	if (!test_bit(start, pool->busy) &&
	    !test_and_set_bit_lock(start, pool->busy))
		return &pool->xfers[start];
	xfer = scmi_slot_take_between(pool, start, pool->size);
	return xfer ?: scmi_slot_take_between(pool, pool->reserved, start);
}

/**
 * scmi_slot_take() - take a common slot if one is free and nobody waits for it
 * @pool: pool
 *
 * Context: Any context.
 * Return: the transfer, or NULL.
 */
struct scmi_xfer *scmi_slot_take(struct scmi_pool *pool)
{
	return list_empty(&pool->slot_waiters) ? scmi_slot_take_common(pool) :
						 NULL;
}

/**
 * scmi_slot_take_atomic() - take a slot for an atomic command
 * @pool: pool
 *
 * Context: Any context.
 * Return: the transfer, or NULL when the reserved slots are in use, too.
 */
struct scmi_xfer *scmi_slot_take_atomic(struct scmi_pool *pool)
{
	struct scmi_xfer *xfer = scmi_slot_take_common(pool);

	return xfer ?: scmi_slot_take_between(pool, 0, pool->reserved);
}

/**
 * scmi_slot_serve() - hand free slots to the callers that have waited longest
 * @pool: pool
 *
 * Context: Any context.
 */
void scmi_slot_serve(struct scmi_pool *pool)
{
	struct scmi_slot_waiter *w;
	struct scmi_xfer *xfer;

	guard(spinlock_irqsave)(&pool->slot_lock);

	while ((w = list_first_entry_or_null(&pool->slot_waiters,
					     struct scmi_slot_waiter, node))) {
		xfer = scmi_slot_take_common(pool);
		if (!xfer)
			return;
		list_del_init(&w->node);
		pool->slots_served++;
		/* The waiter takes the lock before it leaves: @w stays valid. */
		WRITE_ONCE(w->xfer, xfer);
		wake_up_process(w->task);
	}
}

static void scmi_slot_queue(struct scmi_pool *pool, struct scmi_slot_waiter *w)
{
	scoped_guard(spinlock_irqsave, &pool->slot_lock)
		list_add_tail(&w->node, &pool->slot_waiters);
	/* On the list first, then look for a slot. Pairs with scmi_slot_free()'s. */
	smp_mb();
	scmi_slot_serve(pool);
}

/* Sleep until @w has a slot. Return: what is left of @ticks; negative: a signal. */
static long scmi_slot_sleep(struct scmi_pool *pool, struct scmi_slot_waiter *w,
			    long ticks, bool killable)
{
	for (;;) {
		set_current_state(killable ? TASK_KILLABLE :
					     TASK_UNINTERRUPTIBLE);
		if (READ_ONCE(w->xfer) || READ_ONCE(w->dismissed) || !ticks ||
		    READ_ONCE(pool->gate) == SCMI_GATE_CLOSED)
			break;
		if (killable && fatal_signal_pending(current)) {
			ticks = -EINTR;
			break;
		}
		ticks = schedule_timeout(ticks);
	}
	__set_current_state(TASK_RUNNING);
	return ticks;
}

static unsigned int scmi_slots_served(struct scmi_pool *pool)
{
	guard(spinlock_irqsave)(&pool->slot_lock);

	return pool->slots_served;
}

/**
 * scmi_slot_wait() - wait for a common slot
 * @pool: pool
 * @from: for whom the command goes out, and how long it waits for its answer
 * @killable: a fatal signal ends the wait
 *
 * Context: Process context, sleeps.
 * Return: the transfer, or ERR_PTR: -EBUSY, -EINTR, -ENODEV, see DOC: Slots.
 */
struct scmi_xfer *scmi_slot_wait(struct scmi_pool *pool,
				 const struct scmi_sender *from, bool killable)
{
	struct scmi_slot_waiter w = {
		.task = current,
		.sender = scmi_sender_of(from),
		.since = jiffies,
	};
	unsigned int ms = scmi_pool_wait_ms(pool, from->chan->timeout_ms);
	/* The commands may have been sent just now, and the reaper comes late. */
	long ticks = msecs_to_jiffies(ms) + pool->reap_ticks;
	unsigned int served;
	long left;

	scmi_slot_queue(pool, &w);
	do {
		served = scmi_slots_served(pool);
		left = scmi_slot_sleep(pool, &w, ticks, killable);
	} while (!left && scmi_slots_served(pool) != served && !READ_ONCE(w.xfer));

	guard(spinlock_irqsave)(&pool->slot_lock);

	if (w.xfer)
		return w.xfer;
	list_del(&w.node);
	if (left < 0)
		return ERR_PTR(left);
	return ERR_PTR(left ? -ENODEV : -EBUSY);
}

/**
 * scmi_slot_dismiss() - let those go that wait for a slot for a leaving sender
 * @pool: pool
 * @from: the sender
 * @limit: jiffies; those that came later stay
 *
 * Context: Any context.
 */
void scmi_slot_dismiss(struct scmi_pool *pool, const struct scmi_sender *from,
		       unsigned long limit)
{
	struct scmi_slot_waiter *w;

	guard(spinlock_irqsave)(&pool->slot_lock);

	list_for_each_entry(w, &pool->slot_waiters, node) {
		if (w->sender != from || time_after(w->since, limit))
			continue;
		WRITE_ONCE(w->dismissed, true);
		wake_up_process(w->task);
	}
}

/**
 * scmi_slot_wake_all() - have all that wait for a slot look at the gate
 * @pool: pool whose gate was closed
 *
 * Context: Any context.
 */
void scmi_slot_wake_all(struct scmi_pool *pool)
{
	struct scmi_slot_waiter *w;

	guard(spinlock_irqsave)(&pool->slot_lock);

	list_for_each_entry(w, &pool->slot_waiters, node)
		wake_up_process(w->task);
}
