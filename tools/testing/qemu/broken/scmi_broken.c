// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that misbehaves on purpose, once, when it is loaded: as any kernel
 * reports, then with a bug of each kind that only one built for debugging does.
 * The harness that runs the tests has to notice each; see the suites beside this
 * file. Never part of an installation.
 */

#include <linux/compiler.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/processor.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

static char *how = "";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "warn, oops, spin, dead, taint, uaf, overflow, leak, inversion, sleep, rcu, timer, work, shift, race, or nothing at all");

struct broken_thing {
	struct timer_list timer;
	struct work_struct work;
	unsigned long words[8];
};

static DEFINE_MUTEX(broken_first);
static DEFINE_MUTEX(broken_second);
static DEFINE_SPINLOCK(broken_held);
static DECLARE_COMPLETION(broken_done);
static struct broken_thing __rcu *broken_shared;
static unsigned long broken_sum;

static void broken_warn(void)
{
	WARN(1, "broken on purpose\n");
}

static void broken_oops(void)
{
	int *nowhere = NULL;

	/* Keep the compiler from proving what this does. */
	OPTIMIZER_HIDE_VAR(nowhere);
	WRITE_ONCE(*nowhere, 1);
}

static void broken_spin(void)
{
	preempt_disable();
	for (;;)
		cpu_relax();
}

static void broken_dead_cpu(void *unused)
{
	local_irq_disable();
	for (;;)
		cpu_relax();
}

/* No CPU takes interrupts any more: no watchdog of the kernel can speak. */
static void broken_dead(void)
{
	smp_call_function(broken_dead_cpu, NULL, 0);
	broken_dead_cpu(NULL);
}

static void broken_taint(void)
{
	add_taint(TAINT_USER, LOCKDEP_STILL_OK);
}

static struct broken_thing *broken_get(void)
{
	struct broken_thing *thing = kzalloc(sizeof(*thing), GFP_KERNEL);

	/* Keep the compiler from knowing what memory this is. */
	OPTIMIZER_HIDE_VAR(thing);
	return thing;
}

static void broken_uaf(void)
{
	struct broken_thing *thing = broken_get(), *gone = thing;

	OPTIMIZER_HIDE_VAR(gone);
	kfree(thing);
	if (gone)
		WRITE_ONCE(gone->words[0], 1);
}

static void broken_overflow(void)
{
	unsigned char *bytes = kmalloc(24, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(bytes);
	if (bytes)
		WRITE_ONCE(bytes[24], 1);
	kfree(bytes);
}

static void broken_leak(void)
{
	unsigned int i;

	/* Several, because a stale pointer on a stack may hide one. */
	for (i = 0; i < 8; i++)
		broken_get();
}

static void broken_inversion(void)
{
	mutex_lock(&broken_first);
	mutex_lock(&broken_second);
	mutex_unlock(&broken_second);
	mutex_unlock(&broken_first);

	mutex_lock(&broken_second);
	mutex_lock(&broken_first);
	mutex_unlock(&broken_first);
	mutex_unlock(&broken_second);
}

static void broken_sleep(void)
{
	spin_lock(&broken_held);
	might_sleep();
	spin_unlock(&broken_held);
}

static void broken_rcu(void)
{
	struct broken_thing *thing = rcu_dereference(broken_shared);

	if (thing)
		WRITE_ONCE(thing->words[0], 1);
}

static void broken_timer_fires(struct timer_list *unused)
{
}

static void broken_timer(void)
{
	struct broken_thing *thing = broken_get();

	if (!thing)
		return;
	timer_setup(&thing->timer, broken_timer_fires, 0);
	mod_timer(&thing->timer, jiffies + 100 * HZ);
	kfree(thing);
}

static void broken_work_runs(struct work_struct *unused)
{
	wait_for_completion(&broken_done);
}

static void broken_work(void)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("broken", 0);
	struct broken_thing *first = broken_get(), *next = broken_get();

	if (wq && first && next) {
		INIT_WORK(&first->work, broken_work_runs);
		INIT_WORK(&next->work, broken_work_runs);
		/* The first one keeps the next one waiting. */
		queue_work(wq, &first->work);
		queue_work(wq, &next->work);
		/* As bad as freeing it, and harmless: it is still in use. */
		INIT_WORK(&next->work, broken_work_runs);
		complete_all(&broken_done);
	}
	if (wq)
		destroy_workqueue(wq);
	kfree(first);
	kfree(next);
}

static void broken_shift(void)
{
	int by = 40, one = 1;

	OPTIMIZER_HIDE_VAR(by);
	one <<= by;
	OPTIMIZER_HIDE_VAR(one);
}

static int broken_racer(void *unused)
{
	while (!kthread_should_stop()) {
		unsigned int i;

		for (i = 0; i < 1000; i++) {
			broken_sum++;
			barrier();
		}
		cond_resched();
	}
	return 0;
}

static void broken_race(void)
{
	struct task_struct *racers[2];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(racers); i++)
		racers[i] = kthread_run(broken_racer, NULL, "broken/%u", i);
	msleep(5000);
	for (i = 0; i < ARRAY_SIZE(racers); i++)
		if (!IS_ERR(racers[i]))
			kthread_stop(racers[i]);
}

static const struct {
	const char *name;
	void (*act)(void);
} broken_ways[] = {
	{ "warn", broken_warn },
	{ "oops", broken_oops },
	{ "spin", broken_spin },
	{ "dead", broken_dead },
	{ "taint", broken_taint },
	{ "uaf", broken_uaf },
	{ "overflow", broken_overflow },
	{ "leak", broken_leak },
	{ "inversion", broken_inversion },
	{ "sleep", broken_sleep },
	{ "rcu", broken_rcu },
	{ "timer", broken_timer },
	{ "work", broken_work },
	{ "shift", broken_shift },
	{ "race", broken_race },
};

static int __init broken_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(broken_ways); i++)
		if (!strcmp(how, broken_ways[i].name))
			broken_ways[i].act();
	return 0;
}
module_init(broken_init);

static void __exit broken_exit(void)
{
}
module_exit(broken_exit);

MODULE_DESCRIPTION("Misbehaves on purpose, for tests of the test harness");
MODULE_LICENSE("GPL");
