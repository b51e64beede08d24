// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listeners that keep a record, and what all notification tests need.
 */
#include <linux/delay.h>
#include <linux/slab.h>

#include "listener.h"

static int listener_call(struct notifier_block *nb, unsigned long evt_id,
			 void *report)
{
	struct listener *l = container_of(nb, struct listener, nb);
	struct report *r = report;

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

/**
 * listener_init() - prepare a listener
 * @l: listener
 *
 * Context: Any context.
 */
void listener_init(struct listener *l)
{
	memset(l, 0, sizeof(*l));
	l->nb.notifier_call = listener_call;
	init_completion(&l->enter);
	init_completion(&l->leave);
}

/**
 * listener_add() - register a listener
 * @proto: protocol id
 * @evt: event id
 * @src: source, NULL for all
 * @l: listener
 *
 * Context: Process context.
 * Return: what the registry returns.
 */
int listener_add(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return scmi_notify_ops.event_notifier_register(&fake->inst.handle,
						       proto, evt, src, &l->nb);
}

/**
 * listener_del() - unregister a listener
 * @proto: protocol id
 * @evt: event id
 * @src: source, NULL for all
 * @l: listener
 *
 * Context: Process context.
 * Return: what the registry returns.
 */
int listener_del(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return scmi_notify_ops.event_notifier_unregister(&fake->inst.handle,
							 proto, evt, src,
							 &l->nb);
}

/**
 * platform_send() - let the platform send a notification
 * @proto: protocol id
 * @evt: event id
 * @src: source
 * @seq: sequence number
 *
 * Context: Any context.
 */
void platform_send(u8 proto, u8 evt, u32 src, u32 seq)
{
	__le32 msg[] = { cpu_to_le32(src), cpu_to_le32(seq) };

	scmi_notify_rx(fake->inst.notify, proto, evt, ktime_get(), msg,
		       sizeof(msg));
}

/**
 * listener_called() - wait until a listener was called
 * @l: listener
 * @num: how often
 *
 * Context: Process context.
 * Return: true when it was called just as often.
 */
bool listener_called(struct listener *l, int num)
{
	int i;

	for (i = 0; i < 200 && atomic_read(&l->calls) < num; i++)
		usleep_range(1000, 2000);
	return atomic_read(&l->calls) == num;
}

/**
 * counted() - wait until a counter has a value
 * @stat: counter
 * @num: value
 *
 * Context: Process context.
 * Return: true when it has just this value.
 */
bool counted(enum scmi_stat stat, unsigned long num)
{
	int i;

	for (i = 0; i < 200 && fake_count(fake, stat) < num; i++)
		usleep_range(1000, 2000);
	return fake_count(fake, stat) == num;
}

/**
 * expect_idle() - nobody listens: nothing is held, nothing is on
 * @test: test
 *
 * Context: Process context.
 */
void expect_idle(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
	KUNIT_EXPECT_FALSE(test, platform_num_on());
	KUNIT_EXPECT_FALSE(test, platform.bad);
}

static void client_release(struct device *dev)
{
	kfree(container_of(dev, struct scmi_device, dev));
}

/**
 * client_create() - make a device with devres and a handle
 * @test: test
 *
 * Context: Process context, the test's thread.
 * Return: the device, to be put by the test.
 */
struct scmi_device *client_create(struct kunit *test)
{
	struct scmi_device *sdev = kzalloc_obj(*sdev);

	KUNIT_ASSERT_NOT_NULL(test, sdev);
	device_initialize(&sdev->dev);
	sdev->dev.release = client_release;
	sdev->handle = &fake->inst.handle;
	KUNIT_ASSERT_EQ(test, dev_set_name(&sdev->dev, "fake-client"), 0);
	return sdev;
}
