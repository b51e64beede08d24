// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifications in interrupts on all CPUs at once.
 */
#define pr_fmt(fmt) "scmi-agent-test-notify: " fmt

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
		fake_send(FAKE_PROTO, FAKE_EVT, i, i);
		fake_send(FAKE_OTHER, FAKE_EVT, 0, i);
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
 */
static void storm_once(void)
{
	unsigned int cpu;

	on_each_cpu(storm_raise, NULL, 1);
	for_each_online_cpu(cpu)
		irq_work_sync(per_cpu_ptr(&storm_works, cpu));
}

/**
 * test_producers() - several producers, every notification accounted for (H12)
 *
 * Context: Process context.
 */
void test_producers(void)
{
	const unsigned int rounds = 2000;
	struct listener l;
	unsigned long sent;
	unsigned int i;

	storm_init();
	listener_init(&l);
	EXPECT(num_online_cpus() > 1);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l));
	for (i = 0; i < rounds; i++) {
		storm_once();
		/* Let some through. */
		if (i % 4 == 0)
			usleep_range(50, 100);
	}
	sent = 8UL * rounds * num_online_cpus();
	EXPECT(fake_count(inst, SCMI_STAT_notify_dropped) < sent);
	EXPECT(listener_called(&l, sent - fake_count(inst, SCMI_STAT_notify_dropped)));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &l));
	expect_idle();
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
		err = listener_add(FAKE_PROTO, FAKE_EVT, src ? &src : NULL, l);
		err = err ?: listener_add(FAKE_OTHER, FAKE_EVT, NULL, l);
		usleep_range(50, 500);
		err = err ?: listener_del(FAKE_PROTO, FAKE_EVT, src ? &src : NULL, l);
		err = err ?: listener_del(FAKE_OTHER, FAKE_EVT, NULL, l);
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

/**
 * test_storm() - queues come and go under a storm on all CPUs (H04, H12)
 *
 * Context: Process context.
 */
void test_storm(void)
{
	struct task_struct *task[5] = {};
	unsigned long i;

	storm_init();
	for (i = 0; i < ARRAY_SIZE(task); i++) {
		task[i] = i ? kthread_run(churn, (void *)(i - 1), "notify_churn")
			    : kthread_run(storm, NULL, "notify_storm");
		EXPECT(!IS_ERR(task[i]));
	}
	msleep(5000);
	for (i = 0; i < ARRAY_SIZE(task); i++)
		if (!IS_ERR(task[i]))
			EXPECT(!kthread_stop(task[i]));
	expect_idle();
	EXPECT(fake.messages > 100);
}
