// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifications in interrupts on all CPUs at once.
 */
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "listener.h"

static void storm_irq(struct irq_work *unused)
{
	u32 i;

	for (i = 0; i < 8; i++) {
		platform_send(PROTO, EVT, i, i);
		platform_send(OTHER, EVT, 0, i);
	}
}

static DEFINE_PER_CPU(struct irq_work, storm_works);

static void storm_init(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		init_irq_work(per_cpu_ptr(&storm_works, cpu), storm_irq);
}

static void storm_raise(void *unused)
{
	irq_work_queue(this_cpu_ptr(&storm_works));
}

/*
 * Interrupt all CPUs, and wait. What another CPU asks for by a call runs in
 * interrupts that cannot be threaded, and none of a transport is one of these.
 *
 * With PREEMPT_RT irq_work_sync() waits for a grace period, which takes ten times
 * as long as all else: storm_end() does it once.
 */
static void storm_once(void)
{
	unsigned int cpu;

	on_each_cpu(storm_raise, NULL, 1);
	for_each_online_cpu(cpu)
		while (irq_work_is_busy(per_cpu_ptr(&storm_works, cpu)))
			cpu_relax();
}

/* From here on nobody looks at the works, which go with this module. */
static void storm_end(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		irq_work_sync(per_cpu_ptr(&storm_works, cpu));
}

/* Several producers, every notification accounted for. */
void test_producers(struct kunit *test)
{
	unsigned long end = jiffies + 20 * HZ;
	struct listener l;
	unsigned long sent, dropped;
	unsigned int i;

	storm_init();
	listener_init(&l);
	KUNIT_EXPECT_GT(test, num_online_cpus(), 1);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	/* Where locks sleep a round costs ten times as much. */
	for (i = 0; i < 2000 && time_before(jiffies, end); i++) {
		storm_once();
		/* Let some through. */
		if (i % 4 == 0)
			usleep_range(50, 100);
	}
	storm_end();
	KUNIT_EXPECT_GT(test, i, 100);
	sent = 8UL * i * num_online_cpus();
	dropped = FAKE_COUNT(fake, notify_dropped);
	KUNIT_EXPECT_LT(test, dropped, sent);
	KUNIT_EXPECT_TRUE(test, listener_called(&l, sent - dropped));
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), 0);
	expect_idle(test);
}

/* Interrupts on all CPUs until told to stop. */
static int storm(void *unused)
{
	while (!kthread_should_stop()) {
		storm_once();
		cond_resched();
	}
	return 0;
}

static int churn(void *arg)
{
	const u32 src = (unsigned long)arg;
	struct listener *l = kzalloc(sizeof(*l), GFP_KERNEL);
	long err = -ENOMEM;

	if (!l)
		goto out;
	listener_init(l);
	do {
		err = listener_add(PROTO, EVT, src ? &src : NULL, l);
		err = err ?: listener_add(OTHER, EVT, NULL, l);
		usleep_range(50, 500);
		err = err ?: listener_del(PROTO, EVT, src ? &src : NULL, l);
		err = err ?: listener_del(OTHER, EVT, NULL, l);
		if (READ_ONCE(l->busy))
			err = -EBUSY;
		l->nb.notifier_call = NULL;
		listener_init(l);
	} while (!err && !kthread_should_stop());
	/* A callback that still comes finds freed memory. */
	kfree(l);
out:
	while (!kthread_should_stop())
		msleep(20);
	return err;
}

/* Queues come and go under a storm on all CPUs. */
void test_storm(struct kunit *test)
{
	struct task_struct *task[5] = {};
	unsigned long i;

	storm_init();
	for (i = 0; i < ARRAY_SIZE(task); i++) {
		task[i] = i ? kthread_run(churn, (void *)(i - 1), "notify_churn")
			    : kthread_run(storm, NULL, "notify_storm");
		KUNIT_EXPECT_FALSE(test, IS_ERR(task[i]));
	}
	msleep(5000);
	for (i = 0; i < ARRAY_SIZE(task); i++)
		if (!IS_ERR(task[i]))
			KUNIT_EXPECT_EQ(test, kthread_stop(task[i]), 0);
	storm_end();
	expect_idle(test);
	KUNIT_EXPECT_GT(test, platform.messages, 100);
}
