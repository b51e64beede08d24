// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listeners that keep a record, and what all notification tests need.
 */
#define pr_fmt(fmt) "scmi-agent-test-notify: " fmt

#include <linux/delay.h>
#include <linux/slab.h>

#include "listener.h"

struct scmi_instance *inst;
unsigned int test_failures;

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
	return scmi_notify_ops.event_notifier_register(&inst->handle, proto,
						       evt, src, &l->nb);
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
	return scmi_notify_ops.event_notifier_unregister(&inst->handle, proto,
							 evt, src, &l->nb);
}

/**
 * fake_send() - let the platform send a notification
 * @proto: protocol id
 * @evt: event id
 * @src: source
 * @seq: sequence number
 *
 * Context: Any context.
 */
void fake_send(u8 proto, u8 evt, u32 src, u32 seq)
{
	__le32 msg[] = { cpu_to_le32(src), cpu_to_le32(seq) };

	scmi_notify_rx(inst->notify, proto, evt, ktime_get(), msg, sizeof(msg));
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
 * fake_counted() - wait until a counter has a value
 * @stat: counter
 * @num: value
 *
 * Context: Process context.
 * Return: true when it has just this value.
 */
bool fake_counted(enum scmi_stat stat, unsigned long num)
{
	int i;

	for (i = 0; i < 200 && fake_count(inst, stat) < num; i++)
		usleep_range(1000, 2000);
	return fake_count(inst, stat) == num;
}

/**
 * expect_idle() - nobody listens: nothing is held, nothing is on
 *
 * Context: Process context.
 */
void expect_idle(void)
{
	EXPECT(!atomic_read(&fake.refs));
	EXPECT(!fake_num_on());
	EXPECT(!fake.bad);
}

static void fake_sdev_release(struct device *dev)
{
	kfree(container_of(dev, struct scmi_device, dev));
}

/**
 * fake_sdev_create() - make a device with devres and a handle
 *
 * Context: Process context.
 * Return: the device, or NULL.
 */
struct scmi_device *fake_sdev_create(void)
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
