// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the notification registry. Loading the module runs them, prints KTAP
 * and fails with -EINVAL if a test did.
 */
#define pr_fmt(fmt) "scmi-agent-test-notify: " fmt

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "fake.h"

/**
 * struct listener - a notifier block that keeps a record of its calls
 * @nb: the notifier block
 * @calls: calls
 * @disorder: calls whose sequence number was not the one after the last
 * @last: sequence number of the last call
 * @src: source of the last call
 * @busy: inside a callback
 * @enter: completed on every call
 * @leave: waited for by every call, if @block
 * @block: see @leave
 * @act: called in the callback
 * @sdev: for @act
 * @err: what @act returned
 */
struct listener {
	struct notifier_block nb;
	atomic_t calls;
	unsigned int disorder;
	u32 last;
	u32 src;
	bool busy;
	struct completion enter;
	struct completion leave;
	bool block;
	int (*act)(struct listener *l);
	struct scmi_device *sdev;
	int err;
};

static struct scmi_instance *inst;
static const struct scmi_notify_ops *ops = &scmi_notify_ops;
static unsigned int failures;

#define EXPECT(cond)							\
	do {								\
		if (!(cond)) {						\
			pr_info("# %s:%d: %s\n", __func__, __LINE__,	\
				#cond);					\
			failures++;					\
		}							\
	} while (0)

static int listener_call(struct notifier_block *nb, unsigned long evt_id,
			 void *report)
{
	struct listener *l = container_of(nb, struct listener, nb);
	struct fake_report *r = report;

	WRITE_ONCE(l->busy, true);
	l->disorder += r->seq != l->last + 1;
	l->last = r->seq;
	l->src = r->src;
	if (l->act)
		l->err = l->act(l);
	complete(&l->enter);
	if (l->block)
		wait_for_completion(&l->leave);
	WRITE_ONCE(l->busy, false);
	atomic_inc(&l->calls);
	/* Must not stop the others. */
	return NOTIFY_STOP;
}

static void listener_init(struct listener *l)
{
	memset(l, 0, sizeof(*l));
	l->nb.notifier_call = listener_call;
	init_completion(&l->enter);
	init_completion(&l->leave);
}

static int reg(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return ops->event_notifier_register(&inst->handle, proto, evt, src,
					    &l->nb);
}

static int unreg(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return ops->event_notifier_unregister(&inst->handle, proto, evt, src,
					      &l->nb);
}

static void send(u8 proto, u8 evt, u32 src, u32 seq)
{
	__le32 msg[] = { cpu_to_le32(src), cpu_to_le32(seq) };

	scmi_notify_rx(inst->notify, proto, evt, ktime_get(), msg, sizeof(msg));
}

static bool called(struct listener *l, int num)
{
	int i;

	for (i = 0; i < 200 && atomic_read(&l->calls) < num; i++)
		usleep_range(1000, 2000);
	return atomic_read(&l->calls) == num;
}

static bool counted(enum scmi_stat stat, unsigned long num)
{
	int i;

	for (i = 0; i < 200 && fake_count(inst, stat) < num; i++)
		usleep_range(1000, 2000);
	return fake_count(inst, stat) == num;
}

/* Nobody listens any more: nothing is held, nothing is on. */
static void expect_idle(void)
{
	EXPECT(!atomic_read(&fake.refs));
	EXPECT(!fake_num_on());
	EXPECT(!fake.bad);
}

static void test_deliver(void)
{
	const u32 src = 3;
	struct listener l;

	listener_init(&l);
	send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(fake.on[0][0][src] && fake_num_on() == 1);
	send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(called(&l, 1) && l.src == src);
	send(FAKE_PROTO, FAKE_EVT, 4, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 2));
	send(FAKE_PROTO, FAKE_EVT_2, src, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 3));
	send(FAKE_PROTO, FAKE_EVT_NONE, src, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 4));
	/* 16 bits of these are the source, or all sources. */
	send(FAKE_PROTO, FAKE_EVT, 0x10003, 1);
	send(FAKE_PROTO, FAKE_EVT, 0xffff, 1);
	send(FAKE_PROTO, FAKE_EVT, 0xffffffff, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 7));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &l));
	send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 8));
	EXPECT(atomic_read(&l.calls) == 1);
	EXPECT(unreg(FAKE_PROTO, FAKE_EVT, &src, &l) == -ENOENT);
	expect_idle();
}

static void test_invalid(void)
{
	const u32 hole = FAKE_HOLE, out = FAKE_SOURCES, zero = 0;
	struct listener l;

	listener_init(&l);
	EXPECT(reg(0x42, FAKE_EVT, NULL, &l) == -ENODEV);
	EXPECT(reg(FAKE_PROTO, FAKE_EVT_NONE, NULL, &l) == -EINVAL);
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, &out, &l) == -EINVAL);
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, &hole, &l) == -EOPNOTSUPP);
	EXPECT(reg(FAKE_OTHER, FAKE_EVT, &out, &l) == -EINVAL);
	EXPECT(!fake.messages);
	EXPECT(!reg(FAKE_OTHER, FAKE_EVT, &zero, &l));
	EXPECT(fake.on[1][0][0]);
	EXPECT(!unreg(FAKE_OTHER, FAKE_EVT, NULL, &l));
	l.nb.notifier_call = NULL;
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, NULL, &l) == -EINVAL);
	expect_idle();
}

/* H06, H09, H10: what was not turned on is not turned off, nor twice. */
static void test_all_sources(void)
{
	const u32 src = 1, refusing = 2;
	struct listener a, b, c;

	listener_init(&a);
	listener_init(&b);
	listener_init(&c);
	fake.refuse = BIT(refusing) | BIT(6);
	fake.err = -EACCES;
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &a));
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(fake_num_on() == FAKE_SOURCES - 3);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &c));
	EXPECT(fake.messages == FAKE_SOURCES - 1);
	send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(called(&a, 1) && called(&b, 1) && called(&c, 1));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(fake_num_on() == FAKE_SOURCES - 3);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &c));
	EXPECT(fake_num_on() == 1 && fake.on[0][0][src]);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &a));
	expect_idle();

	fake.refuse = BIT(refusing);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, &refusing, &a) == -EACCES);
	send(FAKE_PROTO, FAKE_EVT, refusing, 2);
	EXPECT(called(&b, 2) && atomic_read(&a.calls) == 1);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &b));
	fake.refuse = ~0UL;
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, NULL, &a) == -EACCES);
	fake.refuse = 0;
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &refusing, &a));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &refusing, &a));
	fake.empty = true;
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &a));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &a));
	expect_idle();
}

/* One timeout is enough; what was turned on before it is turned off again. */
static void test_silent_platform(void)
{
	const u32 src = 1;
	struct listener l;

	listener_init(&l);
	fake.refuse = BIT(4);
	fake.err = -ETIMEDOUT;
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ETIMEDOUT);
	EXPECT(fake.messages == 5 + 4);
	expect_idle();

	fake.refuse = 0;
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &l));
	fake.mute = true;
	fake.messages = 0;
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(fake.messages == 1);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(fake.messages == 2);
	EXPECT(!atomic_read(&fake.refs));
}

/* H05: lengths from 0 to too long; the queue goes on. */
static void test_lengths(void)
{
	const u32 src = 0;
	struct listener l;
	u8 msg[64] = { 0, 0, 0, 0, 1 };
	size_t len;

	listener_init(&l);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &l));
	for (len = 0; len < 8; len++)
		scmi_notify_rx(inst->notify, FAKE_PROTO, FAKE_EVT, 0, msg, len);
	EXPECT(counted(SCMI_STAT_short_messages, 8));
	for (; len <= sizeof(msg); len++) {
		msg[4] = len - 7;
		scmi_notify_rx(inst->notify, FAKE_PROTO, FAKE_EVT, 0, msg, len);
	}
	EXPECT(called(&l, sizeof(msg) - 7) && !l.disorder);
	EXPECT(fake.longest == 8);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &l));
	expect_idle();
}

/* A full queue loses what does not fit, in order, and only its own. */
static void test_overflow(void)
{
	const u32 src = 0;
	struct listener slow, other;
	u32 i;

	listener_init(&slow);
	listener_init(&other);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &slow));
	EXPECT(!reg(FAKE_OTHER, FAKE_EVT, NULL, &other));
	slow.block = true;
	for (i = 1; i <= 100; i++)
		send(FAKE_PROTO, FAKE_EVT, src, i);
	wait_for_completion(&slow.enter);
	EXPECT(counted(SCMI_STAT_notify_dropped, 100 - 64));
	send(FAKE_OTHER, FAKE_EVT, 0, 1);
	EXPECT(called(&other, 1));
	EXPECT(!atomic_read(&slow.calls));
	slow.block = false;
	complete_all(&slow.leave);
	EXPECT(called(&slow, 64) && !slow.disorder);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &slow));
	EXPECT(!unreg(FAKE_OTHER, FAKE_EVT, NULL, &other));
	expect_idle();
}

static int act_register(struct listener *l)
{
	return reg(FAKE_OTHER, FAKE_EVT, NULL, l);
}

static int act_unregister(struct listener *l)
{
	return unreg(FAKE_PROTO, FAKE_EVT, NULL, l);
}

/* H03: a callback cannot pull the rug from under its own dispatcher. */
static void test_from_callback(void)
{
	struct listener l;

	listener_init(&l);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	l.act = act_register;
	send(FAKE_PROTO, FAKE_EVT, 0, 1);
	EXPECT(called(&l, 1) && l.err == -EDEADLK);
	l.act = act_unregister;
	send(FAKE_PROTO, FAKE_EVT, 0, 2);
	EXPECT(called(&l, 2) && l.err == -EDEADLK);
	l.act = NULL;
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	expect_idle();
}

static int release_later(void *arg)
{
	struct listener *l = arg;

	msleep(100);
	complete_all(&l->leave);
	return 0;
}

/* Unregistering waits for the callback. */
static void test_unregister_waits(void)
{
	struct task_struct *task;
	struct listener l;

	listener_init(&l);
	l.block = true;
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	send(FAKE_PROTO, FAKE_EVT, 0, 1);
	send(FAKE_PROTO, FAKE_EVT, 0, 2);
	wait_for_completion(&l.enter);
	task = kthread_run(release_later, &l, "notify_release");
	EXPECT(!IS_ERR(task));
	if (IS_ERR(task))
		complete_all(&l.leave);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!READ_ONCE(l.busy) && atomic_read(&l.calls) == 1);
	expect_idle();
	/* The helper completes a completion on our stack. */
	msleep(50);
}

static void fake_sdev_release(struct device *dev)
{
	kfree(container_of(dev, struct scmi_device, dev));
}

static struct scmi_device *fake_sdev_create(void)
{
	struct scmi_device *sdev = kzalloc(sizeof(*sdev), GFP_KERNEL);

	if (!sdev)
		return NULL;
	device_initialize(&sdev->dev);
	sdev->dev.release = fake_sdev_release;
	sdev->handle = &inst->handle;
	if (dev_set_name(&sdev->dev, "fake-client")) {
		put_device(&sdev->dev);
		return NULL;
	}
	return sdev;
}

static void test_devm(void)
{
	struct scmi_device *sdev = fake_sdev_create();
	const u32 one = 1, two = 2;
	struct listener a, b;

	EXPECT(sdev);
	if (!sdev)
		return;
	listener_init(&a);
	listener_init(&b);
	EXPECT(!ops->devm_event_notifier_register(sdev, FAKE_PROTO, FAKE_EVT,
						  &one, &a.nb));
	EXPECT(!ops->devm_event_notifier_register(sdev, FAKE_PROTO, FAKE_EVT,
						  &two, &a.nb));
	EXPECT(!ops->devm_event_notifier_register(sdev, FAKE_OTHER, FAKE_EVT,
						  NULL, &b.nb));
	send(FAKE_PROTO, FAKE_EVT, one, 1);
	send(FAKE_PROTO, FAKE_EVT, two, 2);
	EXPECT(called(&a, 2));
	/* Not ours to end this way. */
	EXPECT(unreg(FAKE_PROTO, FAKE_EVT, &one, &a) == -ENOENT);
	EXPECT(!ops->devm_event_notifier_unregister(sdev, &a.nb));
	EXPECT(!fake.on[0][0][one] && !fake.on[0][0][two]);
	EXPECT(ops->devm_event_notifier_unregister(sdev, &a.nb) == -ENOENT);
	put_device(&sdev->dev);
	expect_idle();
}

static int act_unbind(struct listener *l)
{
	put_device(&l->sdev->dev);
	return 0;
}

/* A driver that goes in its own callback is not called again. */
static void test_devm_from_callback(void)
{
	struct listener l;

	listener_init(&l);
	l.sdev = fake_sdev_create();
	l.act = act_unbind;
	EXPECT(l.sdev);
	if (!l.sdev)
		return;
	EXPECT(!ops->devm_event_notifier_register(l.sdev, FAKE_PROTO, FAKE_EVT,
						  NULL, &l.nb));
	send(FAKE_PROTO, FAKE_EVT, 0, 1);
	send(FAKE_PROTO, FAKE_EVT, 0, 2);
	EXPECT(counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(atomic_read(&l.calls) == 1);
	scmi_notify_stop(inst->notify);
	EXPECT(!atomic_read(&fake.refs));
}

static void test_resync(void)
{
	const u32 src = 1;
	struct listener l;

	listener_init(&l);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	memset(fake.on, 0, sizeof(fake.on));
	scmi_notify_resync(inst->notify);
	EXPECT(fake_num_on() == 1 + FAKE_SOURCES - 1);
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	expect_idle();
}

static void storm_irq(void *unused)
{
	u32 i;

	for (i = 0; i < 8; i++) {
		send(FAKE_PROTO, FAKE_EVT, i, i);
		send(FAKE_OTHER, FAKE_EVT, 0, i);
	}
}

/* H12: several producers, and every notification is accounted for. */
static void test_producers(void)
{
	const unsigned int rounds = 2000;
	struct listener l;
	unsigned long sent;
	unsigned int i;

	listener_init(&l);
	EXPECT(num_online_cpus() > 1);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	for (i = 0; i < rounds; i++) {
		on_each_cpu(storm_irq, NULL, 1);
		/* Let some through. */
		if (i % 4 == 0)
			usleep_range(50, 100);
	}
	sent = 8UL * rounds * num_online_cpus();
	EXPECT(fake_count(inst, SCMI_STAT_notify_dropped) < sent);
	EXPECT(called(&l, sent - fake_count(inst, SCMI_STAT_notify_dropped)));
	EXPECT(!unreg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	expect_idle();
}

/* Interrupts on all CPUs until told to stop. */
static int storm(void *unused)
{
	while (!kthread_should_stop()) {
		on_each_cpu(storm_irq, NULL, 1);
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
		err = reg(FAKE_PROTO, FAKE_EVT, src ? &src : NULL, l);
		err = err ?: reg(FAKE_OTHER, FAKE_EVT, NULL, l);
		usleep_range(50, 500);
		err = err ?: unreg(FAKE_PROTO, FAKE_EVT, src ? &src : NULL, l);
		err = err ?: unreg(FAKE_OTHER, FAKE_EVT, NULL, l);
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

/* H04, H12: queues come and go under a storm on all CPUs. */
static void test_storm(void)
{
	struct task_struct *task[5] = {};
	unsigned long i;

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

/* Listeners forgotten by their owners, a devm one among them. */
static void test_stop(void)
{
	struct scmi_device *sdev = fake_sdev_create();
	struct listener l;

	EXPECT(sdev);
	if (!sdev)
		return;
	listener_init(&l);
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!reg(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	EXPECT(!ops->devm_event_notifier_register(sdev, FAKE_OTHER, FAKE_EVT,
						  NULL, &l.nb));
	fake.messages = 0;
	scmi_notify_stop(inst->notify);
	EXPECT(!fake.messages);
	EXPECT(!atomic_read(&fake.refs));
	send(FAKE_PROTO, FAKE_EVT, 0, 1);
	EXPECT(counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(reg(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ENODEV);
	EXPECT(unreg(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ENOENT);
	put_device(&sdev->dev);
	scmi_notify_stop(inst->notify);
	EXPECT(!atomic_read(&l.calls));
	EXPECT(!atomic_read(&fake.refs));
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{ "deliver", test_deliver },
	{ "invalid", test_invalid },
	{ "all sources", test_all_sources },
	{ "silent platform", test_silent_platform },
	{ "lengths", test_lengths },
	{ "overflow", test_overflow },
	{ "from callback", test_from_callback },
	{ "unregister waits", test_unregister_waits },
	{ "devm", test_devm },
	{ "devm from callback", test_devm_from_callback },
	{ "resync", test_resync },
	{ "producers", test_producers },
	{ "storm", test_storm },
	{ "stop", test_stop },
};

static int __init notify_test_init(void)
{
	unsigned int i, failed = 0;

	pr_info("KTAP version 1\n");
	pr_info("1..%zu\n", ARRAY_SIZE(tests));
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		failures = 0;
		inst = fake_instance_create();
		EXPECT(inst);
		if (inst) {
			tests[i].run();
			fake_instance_destroy(inst);
		}
		pr_info("%sok %u %s\n", failures ? "not " : "", i + 1,
			tests[i].name);
		failed += !!failures;
	}
	return failed ? -EINVAL : 0;
}

static void __exit notify_test_exit(void)
{
}

module_init(notify_test_init);
module_exit(notify_test_exit);
MODULE_DESCRIPTION("Tests of SCMI agent notifications");
MODULE_LICENSE("GPL");
