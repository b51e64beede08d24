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

#include "listener.h"

static const struct scmi_notify_ops *ops = &scmi_notify_ops;

static void test_deliver(void)
{
	const u32 src = 3;
	struct listener l;

	listener_init(&l);
	fake_send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(fake.on[0][0][src] && fake_num_on() == 1);
	fake_send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(listener_called(&l, 1) && l.src == src);
	fake_send(FAKE_PROTO, FAKE_EVT, 4, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 2));
	fake_send(FAKE_PROTO, FAKE_EVT_2, src, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 3));
	fake_send(FAKE_PROTO, FAKE_EVT_NONE, src, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 4));
	/* 16 bits of these are the source, or all sources. */
	fake_send(FAKE_PROTO, FAKE_EVT, 0x10003, 1);
	fake_send(FAKE_PROTO, FAKE_EVT, 0xffff, 1);
	fake_send(FAKE_PROTO, FAKE_EVT, 0xffffffff, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 7));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &l));
	fake_send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 8));
	EXPECT(atomic_read(&l.calls) == 1);
	EXPECT(listener_del(FAKE_PROTO, FAKE_EVT, &src, &l) == -ENOENT);
	expect_idle();
}

static void test_invalid(void)
{
	const u32 hole = FAKE_HOLE, out = FAKE_SOURCES, zero = 0;
	struct listener l;

	listener_init(&l);
	EXPECT(listener_add(0x42, FAKE_EVT, NULL, &l) == -ENODEV);
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT_NONE, NULL, &l) == -EINVAL);
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, &out, &l) == -EINVAL);
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, &hole, &l) == -EOPNOTSUPP);
	EXPECT(listener_add(FAKE_OTHER, FAKE_EVT, &out, &l) == -EINVAL);
	EXPECT(!fake.messages);
	EXPECT(!listener_add(FAKE_OTHER, FAKE_EVT, &zero, &l));
	EXPECT(fake.on[1][0][0]);
	EXPECT(!listener_del(FAKE_OTHER, FAKE_EVT, NULL, &l));
	l.nb.notifier_call = NULL;
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l) == -EINVAL);
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
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &a));
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(fake_num_on() == FAKE_SOURCES - 3);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &c));
	EXPECT(atomic_read(&fake.refs) == 1);
	EXPECT(fake.messages == FAKE_SOURCES - 1);
	fake_send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(listener_called(&a, 1));
	EXPECT(listener_called(&b, 1) && listener_called(&c, 1));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(fake_num_on() == FAKE_SOURCES - 3);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &c));
	EXPECT(fake_num_on() == 1 && fake.on[0][0][src]);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &a));
	expect_idle();

	fake.refuse = BIT(refusing);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &b));
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, &refusing, &a) == -EACCES);
	fake_send(FAKE_PROTO, FAKE_EVT, refusing, 2);
	EXPECT(listener_called(&b, 2) && atomic_read(&a.calls) == 1);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &b));
	fake.refuse = ~0UL;
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, NULL, &a) == -EACCES);
	fake.refuse = 0;
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &refusing, &a));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &refusing, &a));
	fake.empty = true;
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &a));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &a));
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
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ETIMEDOUT);
	EXPECT(fake.messages == 5 + 4);
	expect_idle();

	fake.refuse = 0;
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &l));
	fake.mute = true;
	fake.messages = 0;
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(fake.messages == 1);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &l));
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
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &l));
	for (len = 0; len < 8; len++)
		scmi_notify_rx(inst->notify, FAKE_PROTO, FAKE_EVT, 0, msg, len);
	EXPECT(fake_counted(SCMI_STAT_short_messages, 8));
	for (; len <= sizeof(msg); len++) {
		msg[4] = len - 7;
		scmi_notify_rx(inst->notify, FAKE_PROTO, FAKE_EVT, 0, msg, len);
	}
	EXPECT(listener_called(&l, sizeof(msg) - 7) && !l.disorder);
	EXPECT(fake.longest == 8);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &l));
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
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &slow));
	EXPECT(!listener_add(FAKE_OTHER, FAKE_EVT, NULL, &other));
	slow.block = true;
	for (i = 1; i <= 100; i++)
		fake_send(FAKE_PROTO, FAKE_EVT, src, i);
	wait_for_completion(&slow.enter);
	EXPECT(fake_counted(SCMI_STAT_notify_dropped, 100 - 64));
	fake_send(FAKE_OTHER, FAKE_EVT, 0, 1);
	EXPECT(listener_called(&other, 1));
	EXPECT(!atomic_read(&slow.calls));
	slow.block = false;
	complete_all(&slow.leave);
	EXPECT(listener_called(&slow, 64) && !slow.disorder);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &slow));
	EXPECT(!listener_del(FAKE_OTHER, FAKE_EVT, NULL, &other));
	expect_idle();
}

static int act_register(struct listener *l)
{
	return listener_add(FAKE_OTHER, FAKE_EVT, NULL, l);
}

static int act_unregister(struct listener *l)
{
	return listener_del(FAKE_PROTO, FAKE_EVT, NULL, l);
}

/* H03: a callback cannot pull the rug from under its own dispatcher. */
static void test_from_callback(void)
{
	struct listener l;

	listener_init(&l);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l));
	l.act = act_register;
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 1);
	EXPECT(listener_called(&l, 1) && l.err == -EDEADLK);
	l.act = act_unregister;
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 2);
	EXPECT(listener_called(&l, 2) && l.err == -EDEADLK);
	l.act = NULL;
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &l));
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
	struct listener l, other;
	struct task_struct *task;

	listener_init(&l);
	l.block = true;
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l));
	/* The queue's end waits as well: it has to stay. */
	listener_init(&other);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT_2, NULL, &other));
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 1);
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 2);
	wait_for_completion(&l.enter);
	task = kthread_run(release_later, &l, "notify_release");
	EXPECT(!IS_ERR(task));
	if (IS_ERR(task))
		complete_all(&l.leave);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!READ_ONCE(l.busy) && atomic_read(&l.calls) == 1);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT_2, NULL, &other));
	expect_idle();
	/* The helper completes a completion on our stack. */
	msleep(50);
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
	fake_send(FAKE_PROTO, FAKE_EVT, one, 1);
	fake_send(FAKE_PROTO, FAKE_EVT, two, 2);
	EXPECT(listener_called(&a, 2));
	/* Not ours to end this way. */
	EXPECT(listener_del(FAKE_PROTO, FAKE_EVT, &one, &a) == -ENOENT);
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
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 1);
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 2);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(atomic_read(&l.calls) == 1);
	scmi_notify_stop(inst->notify);
	EXPECT(!atomic_read(&fake.refs));
}

/* Who listens to a protocol that does not come up is forgotten at once. */
static void test_no_protocol(void)
{
	const u32 src = 1;
	struct listener a, b;

	listener_init(&a);
	listener_init(&b);
	fake.get_err = -ETIMEDOUT;
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, &src, &a) == -ETIMEDOUT);
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, &src, &a) == -ETIMEDOUT);
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, NULL, &b) == -ETIMEDOUT);
	EXPECT(fake_forget_listeners(inst) == 0);
	EXPECT(listener_del(FAKE_PROTO, FAKE_EVT, &src, &a) == -ENOENT);
	EXPECT(!fake.messages);
	fake.get_err = 0;
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &b));
	fake_send(FAKE_PROTO, FAKE_EVT, src, 1);
	EXPECT(listener_called(&b, 1) && !atomic_read(&a.calls));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, NULL, &b));
	expect_idle();
}

static void test_resync(void)
{
	const u32 src = 1;
	struct listener l;

	listener_init(&l);
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	memset(fake.on, 0, sizeof(fake.on));
	scmi_notify_resync(inst->notify);
	EXPECT(fake_num_on() == 1 + FAKE_SOURCES - 1);
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT, &src, &l));
	EXPECT(!listener_del(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	expect_idle();
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
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l));
	EXPECT(!listener_add(FAKE_PROTO, FAKE_EVT_2, NULL, &l));
	EXPECT(!ops->devm_event_notifier_register(sdev, FAKE_OTHER, FAKE_EVT,
						  NULL, &l.nb));
	fake.messages = 0;
	scmi_notify_stop(inst->notify);
	EXPECT(!fake.messages);
	EXPECT(!atomic_read(&fake.refs));
	fake_send(FAKE_PROTO, FAKE_EVT, 0, 1);
	EXPECT(fake_counted(SCMI_STAT_notify_unknown, 1));
	EXPECT(listener_add(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ENODEV);
	EXPECT(listener_del(FAKE_PROTO, FAKE_EVT, NULL, &l) == -ENOENT);
	put_device(&sdev->dev);
	scmi_notify_stop(inst->notify);
	EXPECT(!atomic_read(&l.calls));
	EXPECT(!atomic_read(&fake.refs));
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{ "deliver [H11]", test_deliver },
	{ "invalid", test_invalid },
	{ "all sources [H06 H09]", test_all_sources },
	{ "silent platform", test_silent_platform },
	{ "lengths [H05]", test_lengths },
	{ "overflow", test_overflow },
	{ "from callback [H03]", test_from_callback },
	{ "unregister waits", test_unregister_waits },
	{ "devm", test_devm },
	{ "devm from callback [H03]", test_devm_from_callback },
	{ "no protocol [H10]", test_no_protocol },
	{ "resync", test_resync },
	{ "producers [H12]", test_producers },
	{ "storm [H04 H07 H08]", test_storm },
	{ "stop", test_stop },
};

static char *only;
module_param(only, charp, 0444);
MODULE_PARM_DESC(only, "Run the tests whose names begin so, _ for a space");

static bool test_selected(const char *name)
{
	return !only || strstarts(name, only);
}

static unsigned int test_count(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < ARRAY_SIZE(tests); i++)
		n += test_selected(tests[i].name);
	return n;
}

static int __init notify_test_init(void)
{
	unsigned int i, number = 0, failed = 0;

	if (only)
		strreplace(only, '_', ' ');
	pr_info("KTAP version 1\n");
	pr_info("1..%u\n", test_count());
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		if (!test_selected(tests[i].name))
			continue;
		test_failures = 0;
		inst = fake_instance_create();
		EXPECT(inst);
		if (inst) {
			tests[i].run();
			fake_instance_destroy(inst);
		}
		pr_info("%sok %u %s\n", test_failures ? "not " : "",
			++number, tests[i].name);
		failed += !!test_failures;
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
