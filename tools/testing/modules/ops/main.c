// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client that tests of operations are run by. A driver is there for as long as the
 * tests of a protocol: it is bound to the protocol on one instance.
 */
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>

#include "ops.h"

/* Debug kernels enumerate hundreds of objects in some seconds. */
#define OPS_BIND_S	30
#define OPS_EVENT_MS	5000

struct ops_bound ops_bound;

/* Protects ops_bound while it is made or ends. */
static DEFINE_MUTEX(ops_lock);
static DECLARE_COMPLETION(ops_is_bound);

static int ops_probe(struct scmi_device *sdev)
{
	struct ops_bound bound = { .sdev = sdev };

	bound.ops = sdev->handle->devm_protocol_get(sdev, sdev->protocol_id,
						    &bound.ph);
	if (IS_ERR(bound.ops))
		return PTR_ERR(bound.ops);
	guard(mutex)(&ops_lock);
	/* One instance is enough, as the first that comes. */
	if (ops_bound.sdev)
		return -ENODEV;
	ops_bound = bound;
	complete(&ops_is_bound);
	return 0;
}

static void ops_remove(struct scmi_device *sdev)
{
	guard(mutex)(&ops_lock);
	ops_bound = (struct ops_bound){};
}

static struct scmi_device_id ops_ids[2];

static struct scmi_driver ops_driver = {
	.name = "scmi-agent-test-ops",
	.probe = ops_probe,
	.remove = ops_remove,
	.id_table = ops_ids,
};

int ops_suite_init(const struct kunit_suite *suite)
{
	const struct ops_protocol *p = container_of(suite, struct ops_protocol,
						    suite);
	int ret;

	reinit_completion(&ops_is_bound);
	/* There is one device for SYSTEM, in the whole machine. */
	strscpy(ops_ids[0].name, p->id == SCMI_PROTOCOL_SYSTEM ? "syspower" : "test-ops",
		sizeof(ops_ids[0].name));
	ops_ids[0].protocol_id = p->id;
	ret = scmi_register(&ops_driver);
	if (ret)
		return ret;
	if (!wait_for_completion_timeout(&ops_is_bound, OPS_BIND_S * HZ)) {
		scmi_unregister(&ops_driver);
		return -ENODEV;
	}
	kunit_print("# %s %u.%u\n", p->name, SCMI_VERSION_MAJOR(ops_bound.ph->version),
		    SCMI_VERSION_MINOR(ops_bound.ph->version));
	return 0;
}

void ops_suite_exit(const struct kunit_suite *suite)
{
	scmi_unregister(&ops_driver);
}

static int ops_notified(struct notifier_block *nb, unsigned long event, void *report)
{
	struct ops_listener *l = container_of(nb, struct ops_listener, nb);

	scoped_guard(spinlock, &l->lock) {
		l->count++;
		memcpy(l->report, report, l->size);
	}
	complete(&l->came);
	return NOTIFY_OK;
}

static const struct scmi_notify_ops *ops_notify(void)
{
	return ops_bound.sdev->handle->notify_ops;
}

static void ops_deaf(void *ctx)
{
	struct ops_listener *l = ctx;

	ops_notify()->event_notifier_unregister(ops_bound.sdev->handle, l->proto, l->evt,
						l->all ? NULL : &l->src, &l->nb);
}

struct ops_listener *ops_listen(struct kunit *test, u8 evt, const u32 *src,
				size_t size)
{
	struct ops_listener *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	l->nb.notifier_call = ops_notified;
	l->proto = ops_bound.sdev->protocol_id;
	l->evt = evt;
	l->all = !src;
	l->src = src ? *src : 0;
	l->size = min(size, sizeof(l->report));
	spin_lock_init(&l->lock);
	init_completion(&l->came);
	KUNIT_ASSERT_EQ(test, ops_notify()->event_notifier_register(ops_bound.sdev->handle,
								    l->proto, evt, src,
								    &l->nb), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, ops_deaf, l), 0);
	return l;
}

bool ops_event(struct ops_listener *l, void *report)
{
	if (!wait_for_completion_timeout(&l->came, msecs_to_jiffies(OPS_EVENT_MS)))
		return false;
	guard(spinlock)(&l->lock);
	l->count = 0;
	reinit_completion(&l->came);
	memcpy(report, l->report, l->size);
	return true;
}

bool ops_quiet(struct ops_listener *l)
{
	msleep(50);
	guard(spinlock)(&l->lock);
	return !l->count;
}

/* The Kbuild lists them. */
#define OPS_NAME(name)		ops_##name
extern const struct ops_protocol OPS_PROTOCOLS(OPS_NAME);

#define OPS_SUITE(name)		(&ops_##name.suite)
const struct kunit_suite * const kunit_suites[] = { OPS_PROTOCOLS(OPS_SUITE), NULL };
