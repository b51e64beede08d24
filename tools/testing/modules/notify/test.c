// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the notification registry.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "listener.h"
#include "notify_priv.h"

static const struct scmi_notify_ops *ops = &scmi_notify_ops;

/* Wait until a counter has a value; true if it has just this one. */
static bool counted(enum scmi_stat stat, unsigned long num)
{
	int i;

	for (i = 0; i < 200 && fake_count(fake, stat) < num; i++)
		usleep_range(1000, 2000);
	return fake_count(fake, stat) == num;
}

static void test_deliver(struct kunit *test)
{
	const u32 src = 3;
	struct listener l;

	listener_init(&l);
	platform_send(PROTO, EVT, src, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 1));
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &l), 0);
	KUNIT_EXPECT_TRUE(test, platform.on[0][0][src]);
	KUNIT_EXPECT_EQ(test, platform_num_on(), 1);
	platform_send(PROTO, EVT, src, 1);
	KUNIT_EXPECT_TRUE(test, listener_called(&l, 1));
	KUNIT_EXPECT_EQ(test, l.src, src);
	platform_send(PROTO, EVT, 4, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 2));
	platform_send(PROTO, EVT_2, src, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 3));
	platform_send(PROTO, EVT_NONE, src, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 4));
	/* 16 bits of these are the source, or all sources. */
	platform_send(PROTO, EVT, 0x10003, 1);
	platform_send(PROTO, EVT, 0xffff, 1);
	platform_send(PROTO, EVT, 0xffffffff, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 7));
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), 0);
	platform_send(PROTO, EVT, src, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 8));
	KUNIT_EXPECT_EQ(test, atomic_read(&l.calls), 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), -ENOENT);
	expect_idle(test);
}

static void test_invalid(struct kunit *test)
{
	const u32 hole = HOLE, out = SOURCES, zero = 0;
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(0x42, EVT, NULL, &l), -ENODEV);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT_NONE, NULL, &l), -EINVAL);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &out, &l), -EINVAL);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &hole, &l), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, listener_add(OTHER, EVT, &out, &l), -EINVAL);
	KUNIT_EXPECT_FALSE(test, platform.messages);
	KUNIT_EXPECT_EQ(test, listener_add(OTHER, EVT, &zero, &l), 0);
	KUNIT_EXPECT_TRUE(test, platform.on[1][0][0]);
	KUNIT_EXPECT_EQ(test, listener_del(OTHER, EVT, NULL, &l), 0);
	l.nb.notifier_call = NULL;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), -EINVAL);
	expect_idle(test);
}

/* H06, H09, H10: what was not turned on is not turned off, nor twice. */
static void test_all_sources(struct kunit *test)
{
	const u32 src = 1, refusing = 2;
	struct listener a, b, c;

	listener_init(&a);
	listener_init(&b);
	listener_init(&c);
	platform.refuse = BIT(refusing) | BIT(6);
	platform.err = -EACCES;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &a), 0);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &b), 0);
	KUNIT_EXPECT_EQ(test, platform_num_on(), SOURCES - 3);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &c), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&fake->refs), 1);
	KUNIT_EXPECT_EQ(test, platform.messages, SOURCES - 1);
	platform_send(PROTO, EVT, src, 1);
	KUNIT_EXPECT_TRUE(test, listener_called(&a, 1));
	KUNIT_EXPECT_TRUE(test, listener_called(&b, 1));
	KUNIT_EXPECT_TRUE(test, listener_called(&c, 1));
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &b), 0);
	KUNIT_EXPECT_EQ(test, platform_num_on(), SOURCES - 3);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &c), 0);
	KUNIT_EXPECT_EQ(test, platform_num_on(), 1);
	KUNIT_EXPECT_TRUE(test, platform.on[0][0][src]);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &a), 0);
	expect_idle(test);

	platform.refuse = BIT(refusing);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &b), 0);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &refusing, &a), -EACCES);
	platform_send(PROTO, EVT, refusing, 2);
	KUNIT_EXPECT_TRUE(test, listener_called(&b, 2));
	KUNIT_EXPECT_EQ(test, atomic_read(&a.calls), 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &b), 0);
	platform.refuse = ~0UL;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &a), -EACCES);
	platform.refuse = 0;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &refusing, &a), 0);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &refusing, &a), 0);
	platform.empty = true;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &a), 0);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &a), 0);
	expect_idle(test);
}

/* One timeout is enough; what was turned on before it is turned off again. */
static void test_silent_platform(struct kunit *test)
{
	const u32 src = 1;
	struct listener l;

	listener_init(&l);
	platform.refuse = BIT(4);
	platform.err = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, platform.messages, 5 + 4);
	expect_idle(test);

	platform.refuse = 0;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &l), 0);
	platform.mute = true;
	platform.messages = 0;
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), 0);
	KUNIT_EXPECT_EQ(test, platform.messages, 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), 0);
	KUNIT_EXPECT_EQ(test, platform.messages, 2);
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
}

/* H05: lengths from 0 to too long; the queue goes on. */
static void test_lengths(struct kunit *test)
{
	const u32 src = 0;
	struct listener l;
	u8 msg[64] = { 0, 0, 0, 0, 1 };
	size_t len;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &l), 0);
	for (len = 0; len < 8; len++)
		scmi_notify_rx(fake->inst.notify, PROTO, EVT, 0, msg, len);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_short_messages, 8));
	for (; len <= sizeof(msg); len++) {
		msg[4] = len - 7;
		scmi_notify_rx(fake->inst.notify, PROTO, EVT, 0, msg, len);
	}
	KUNIT_EXPECT_TRUE(test, listener_called(&l, sizeof(msg) - 7));
	KUNIT_EXPECT_FALSE(test, l.disorder);
	KUNIT_EXPECT_EQ(test, platform.longest, 8);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), 0);
	expect_idle(test);
}

/* A full queue loses what does not fit, in order, and only its own. */
static void test_overflow(struct kunit *test)
{
	const u32 src = 0;
	struct listener slow, other;
	u32 i;

	listener_init(&slow);
	listener_init(&other);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &slow), 0);
	KUNIT_EXPECT_EQ(test, listener_add(OTHER, EVT, NULL, &other), 0);
	slow.block = true;
	for (i = 1; i <= 100; i++)
		platform_send(PROTO, EVT, src, i);
	wait_for_completion(&slow.enter);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_dropped, 100 - 64));
	platform_send(OTHER, EVT, 0, 1);
	KUNIT_EXPECT_TRUE(test, listener_called(&other, 1));
	KUNIT_EXPECT_FALSE(test, atomic_read(&slow.calls));
	slow.block = false;
	complete_all(&slow.leave);
	KUNIT_EXPECT_TRUE(test, listener_called(&slow, 64));
	KUNIT_EXPECT_FALSE(test, slow.disorder);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &slow), 0);
	KUNIT_EXPECT_EQ(test, listener_del(OTHER, EVT, NULL, &other), 0);
	expect_idle(test);
}

static int act_register(struct listener *l)
{
	return listener_add(OTHER, EVT, NULL, l);
}

static int act_unregister(struct listener *l)
{
	return listener_del(PROTO, EVT, NULL, l);
}

/* H03: a callback cannot pull the rug from under its own dispatcher. */
static void test_from_callback(struct kunit *test)
{
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	l.act = act_register;
	platform_send(PROTO, EVT, 0, 1);
	KUNIT_EXPECT_TRUE(test, listener_called(&l, 1));
	KUNIT_EXPECT_EQ(test, l.err, -EDEADLK);
	l.act = act_unregister;
	platform_send(PROTO, EVT, 0, 2);
	KUNIT_EXPECT_TRUE(test, listener_called(&l, 2));
	KUNIT_EXPECT_EQ(test, l.err, -EDEADLK);
	l.act = NULL;
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), 0);
	expect_idle(test);
}

static int release_later(void *arg)
{
	struct listener *l = arg;

	msleep(100);
	complete_all(&l->leave);
	return 0;
}

/* Unregistering waits for the callback. */
static void test_unregister_waits(struct kunit *test)
{
	struct listener l, other;
	struct task_struct *task;

	listener_init(&l);
	l.block = true;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	/* The queue's end waits as well: it has to stay. */
	listener_init(&other);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT_2, NULL, &other), 0);
	platform_send(PROTO, EVT, 0, 1);
	platform_send(PROTO, EVT, 0, 2);
	wait_for_completion(&l.enter);
	task = kthread_run(release_later, &l, "notify_release");
	KUNIT_EXPECT_FALSE(test, IS_ERR(task));
	if (IS_ERR(task))
		complete_all(&l.leave);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), 0);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(l.busy));
	KUNIT_EXPECT_EQ(test, atomic_read(&l.calls), 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT_2, NULL, &other), 0);
	expect_idle(test);
	/* The helper completes a completion on our stack. */
	msleep(50);
}

static void client_release(struct device *dev)
{
	kfree(container_of(dev, struct scmi_device, dev));
}

/* A device with devres and a handle, to be put by the test. */
static struct scmi_device *client_create(struct kunit *test)
{
	struct scmi_device *sdev = kzalloc_obj(*sdev);

	KUNIT_ASSERT_NOT_NULL(test, sdev);
	device_initialize(&sdev->dev);
	sdev->dev.release = client_release;
	sdev->handle = &fake->inst.handle;
	KUNIT_ASSERT_EQ(test, dev_set_name(&sdev->dev, "fake-client"), 0);
	return sdev;
}

static int devm_add(struct scmi_device *sdev, u8 proto, const u32 *src,
		    struct listener *l)
{
	return ops->devm_event_notifier_register(sdev, proto, EVT, src, &l->nb);
}

static void test_devm(struct kunit *test)
{
	struct scmi_device *sdev = client_create(test);
	const u32 one = 1, two = 2;
	struct listener a, b;

	listener_init(&a);
	listener_init(&b);
	KUNIT_EXPECT_EQ(test, devm_add(sdev, PROTO, &one, &a), 0);
	KUNIT_EXPECT_EQ(test, devm_add(sdev, PROTO, &two, &a), 0);
	KUNIT_EXPECT_EQ(test, devm_add(sdev, OTHER, NULL, &b), 0);
	platform_send(PROTO, EVT, one, 1);
	platform_send(PROTO, EVT, two, 2);
	KUNIT_EXPECT_TRUE(test, listener_called(&a, 2));
	/* Not ours to end this way. */
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &one, &a), -ENOENT);
	KUNIT_EXPECT_EQ(test, ops->devm_event_notifier_unregister(sdev, &a.nb),
			0);
	KUNIT_EXPECT_FALSE(test, platform.on[0][0][one]);
	KUNIT_EXPECT_FALSE(test, platform.on[0][0][two]);
	KUNIT_EXPECT_EQ(test, ops->devm_event_notifier_unregister(sdev, &a.nb),
			-ENOENT);
	put_device(&sdev->dev);
	expect_idle(test);
}

static int act_unbind(struct listener *l)
{
	put_device(&l->sdev->dev);
	return 0;
}

/* A driver that goes in its own callback is not called again. */
static void test_devm_from_callback(struct kunit *test)
{
	struct listener l;

	listener_init(&l);
	l.sdev = client_create(test);
	l.act = act_unbind;
	KUNIT_EXPECT_EQ(test, devm_add(l.sdev, PROTO, NULL, &l), 0);
	platform_send(PROTO, EVT, 0, 1);
	platform_send(PROTO, EVT, 0, 2);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&l.calls), 1);
	scmi_notify_stop(fake->inst.notify);
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
}

/* Who listens to a protocol that does not come up is forgotten at once. */
static void test_no_protocol(struct kunit *test)
{
	const u32 src = 1;
	struct listener a, b;

	listener_init(&a);
	listener_init(&b);
	fake->get_err = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &a), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &a), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &b), -ETIMEDOUT);
	/* Were there any left, the registry's end would wait for them. */
	KUNIT_EXPECT_EQ(test, atomic_xchg(&fake->inst.notify->listeners, 0), 0);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &a), -ENOENT);
	KUNIT_EXPECT_FALSE(test, platform.messages);
	fake->get_err = 0;
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &b), 0);
	platform_send(PROTO, EVT, src, 1);
	KUNIT_EXPECT_TRUE(test, listener_called(&b, 1));
	KUNIT_EXPECT_FALSE(test, atomic_read(&a.calls));
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &b), 0);
	expect_idle(test);
}

static void test_resync(struct kunit *test)
{
	const u32 src = 1;
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &l), 0);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT_2, NULL, &l), 0);
	memset(platform.on, 0, sizeof(platform.on));
	KUNIT_EXPECT_FALSE(test, scmi_notify_resync(fake->inst.notify));
	KUNIT_EXPECT_EQ(test, platform_num_on(), 1 + SOURCES - 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), 0);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT_2, NULL, &l), 0);
	expect_idle(test);
}

/* One try to tell a platform again what to send, which knows nothing. */
static bool resync_lacks(unsigned long refuse, int err)
{
	memset(platform.on, 0, sizeof(platform.on));
	platform.messages = 0;
	platform.refuse = refuse;
	platform.err = err;
	return scmi_notify_resync(fake->inst.notify);
}

/* What the platform could not be told is told again, unless it does not want to. */
static void test_resync_again(struct kunit *test)
{
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	/* Silent: no use to ask for the others. */
	KUNIT_EXPECT_TRUE(test, resync_lacks(BIT(2), -ETIMEDOUT));
	KUNIT_EXPECT_EQ(test, platform.messages, 3);
	/* Busy with one: the others are turned on. */
	KUNIT_EXPECT_TRUE(test, resync_lacks(BIT(2), -EBUSY));
	KUNIT_EXPECT_EQ(test, platform_num_on(), SOURCES - 2);
	/* In a reset, or short of memory. */
	KUNIT_EXPECT_TRUE(test, resync_lacks(BIT(0), -EIO));
	KUNIT_EXPECT_TRUE(test, resync_lacks(BIT(0), -ENOMEM));
	/* Refused, or gone: for good. */
	KUNIT_EXPECT_FALSE(test, resync_lacks(BIT(2), -EACCES));
	KUNIT_EXPECT_EQ(test, platform_num_on(), SOURCES - 2);
	KUNIT_EXPECT_FALSE(test, resync_lacks(BIT(2), -ENODEV));
	KUNIT_EXPECT_FALSE(test, resync_lacks(0, 0));
	KUNIT_EXPECT_EQ(test, platform_num_on(), SOURCES - 1);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), 0);
	expect_idle(test);
}

/* Listeners forgotten by their owners, a devm one among them. */
static void test_stop(struct kunit *test)
{
	struct scmi_device *sdev = client_create(test);
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), 0);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT_2, NULL, &l), 0);
	KUNIT_EXPECT_EQ(test, devm_add(sdev, OTHER, NULL, &l), 0);
	platform.messages = 0;
	scmi_notify_stop(fake->inst.notify);
	KUNIT_EXPECT_FALSE(test, platform.messages);
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
	platform_send(PROTO, EVT, 0, 1);
	KUNIT_EXPECT_TRUE(test, counted(SCMI_STAT_notify_unknown, 1));
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, NULL, &l), -ENODEV);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, NULL, &l), -ENOENT);
	put_device(&sdev->dev);
	scmi_notify_stop(fake->inst.notify);
	KUNIT_EXPECT_FALSE(test, atomic_read(&l.calls));
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
}

/* A registry that has stopped refuses to tell the platform anything. */
static void test_stopped(struct kunit *test)
{
	struct scmi_notify *nt = fake->inst.notify;
	const u32 src = 1;
	struct scmi_queue *q;
	struct listener l;

	listener_init(&l);
	KUNIT_EXPECT_EQ(test, listener_add(PROTO, EVT, &src, &l), 0);
	platform.messages = 0;
	scoped_guard(mutex, &nt->lock) {
		q = scmi_queue_find_locked(nt, PROTO);
		nt->stopped = true;
		KUNIT_EXPECT_EQ(test, scmi_source_resync_locked(nt, q,
								scmi_queue_event(q, EVT)),
				-ENODEV);
		nt->stopped = false;
	}
	KUNIT_EXPECT_FALSE(test, platform.messages);
	KUNIT_EXPECT_EQ(test, listener_del(PROTO, EVT, &src, &l), 0);
	expect_idle(test);
}

static const struct kunit_case notify_cases[] = {
	{ test_deliver, "deliver [H11]" },
	{ test_invalid, "invalid" },
	{ test_all_sources, "all sources [H06 H09]" },
	{ test_silent_platform, "silent platform" },
	{ test_lengths, "lengths [H05]" },
	{ test_overflow, "overflow" },
	{ test_from_callback, "from callback [H03]" },
	{ test_unregister_waits, "unregister waits" },
	{ test_devm, "devm" },
	{ test_devm_from_callback, "devm from callback [H03]" },
	{ test_no_protocol, "no protocol [H10]" },
	{ test_resync, "resync" },
	{ test_resync_again, "resync again" },
	{ test_stopped, "stopped" },
	{ test_producers, "producers [H12]" },
	{ test_storm, "storm [H04 H07 H08]" },
	{ test_stop, "stop" },
	{ }
};

static const struct kunit_suite notify_suite = {
	.init = platform_init,
	.test_cases = notify_cases,
};

kunit_test_suites(&notify_suite);
