// SPDX-License-Identifier: GPL-2.0-only
/*
 * A user of an instance's performance domains that is told what to do by debugfs.
 *
 * <debugfs>/scmi-agent-test-perf/<instance>/
 *	id	read, write: the domain that the other files are about
 *	atomic	read, write: 1: levels are set and read where nobody may sleep
 *	level	read, write: level_get(), level_set()
 *	freq	read, write: freq_get(), freq_set(), in hertz
 *	limits	read, write: limits_get(), limits_set(); the upper limit, and the lower one
 *		in bits 32 and up
 *	fast	read: fast_switch_possible()
 *
 * What a call returns is what the read or the write returns.
 */

#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

/**
 * struct test_perf - the user of one instance's domains
 * @ph: handle
 * @ops: operations
 * @dir: our directory
 * @lock: serialises everything
 * @id: domain
 * @atomic: nobody may sleep
 */
struct test_perf {
	struct scmi_protocol_handle *ph;
	const struct scmi_perf_proto_ops *ops;
	struct dentry *dir;
	/* serialises everything */
	struct mutex lock;
	u64 id;
	u64 atomic;
};

static struct dentry *test_root;

static int test_number_get(void *data, u64 *val)
{
	*val = *(u64 *)data;
	return 0;
}

static int test_number_set(void *data, u64 val)
{
	*(u64 *)data = val;
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(test_number, test_number_get, test_number_set, "%llu\n");

/* As the scheduler would. */
static int test_atomically(struct test_perf *tp,
			   int (*call)(struct test_perf *tp, u64 *val, bool atomic),
			   u64 *val)
{
	unsigned long flags;
	int ret;

	guard(mutex)(&tp->lock);
	if (!tp->atomic)
		return call(tp, val, false);
	local_irq_save(flags);
	ret = call(tp, val, true);
	local_irq_restore(flags);
	return ret;
}

static int test_do_level_get(struct test_perf *tp, u64 *val, bool atomic)
{
	u32 level = 0;
	int ret = tp->ops->level_get(tp->ph, tp->id, &level, atomic);

	*val = level;
	return ret;
}

static int test_do_level_set(struct test_perf *tp, u64 *val, bool atomic)
{
	return tp->ops->level_set(tp->ph, tp->id, *val, atomic);
}

static int test_do_freq_get(struct test_perf *tp, u64 *val, bool atomic)
{
	unsigned long hz = 0;
	int ret = tp->ops->freq_get(tp->ph, tp->id, &hz, atomic);

	*val = hz;
	return ret;
}

static int test_do_freq_set(struct test_perf *tp, u64 *val, bool atomic)
{
	return tp->ops->freq_set(tp->ph, tp->id, *val, atomic);
}

static int test_level_get(void *data, u64 *val)
{
	return test_atomically(data, test_do_level_get, val);
}

static int test_level_set(void *data, u64 val)
{
	return test_atomically(data, test_do_level_set, &val);
}

DEFINE_DEBUGFS_ATTRIBUTE(test_level, test_level_get, test_level_set, "%llu\n");

static int test_freq_get(void *data, u64 *val)
{
	return test_atomically(data, test_do_freq_get, val);
}

static int test_freq_set(void *data, u64 val)
{
	return test_atomically(data, test_do_freq_set, &val);
}

DEFINE_DEBUGFS_ATTRIBUTE(test_freq, test_freq_get, test_freq_set, "%llu\n");

static int test_limits_get(void *data, u64 *val)
{
	struct test_perf *tp = data;
	u32 max = 0, min = 0;
	int ret;

	guard(mutex)(&tp->lock);
	ret = tp->ops->limits_get(tp->ph, tp->id, &max, &min);
	*val = max | (u64)min << 32;
	return ret;
}

static int test_limits_set(void *data, u64 val)
{
	struct test_perf *tp = data;

	guard(mutex)(&tp->lock);
	return tp->ops->limits_set(tp->ph, tp->id, lower_32_bits(val), upper_32_bits(val));
}

DEFINE_DEBUGFS_ATTRIBUTE(test_limits, test_limits_get, test_limits_set, "%llu\n");

static int test_fast_get(void *data, u64 *val)
{
	struct test_perf *tp = data;

	guard(mutex)(&tp->lock);
	*val = tp->ops->fast_switch_possible(tp->ph, tp->id);
	return 0;
}

DEFINE_DEBUGFS_ATTRIBUTE(test_fast, test_fast_get, NULL, "%llu\n");

static int test_perf_probe(struct scmi_device *sdev)
{
	struct test_perf *tp = devm_kzalloc(&sdev->dev, sizeof(*tp), GFP_KERNEL);

	if (!tp)
		return -ENOMEM;
	tp->ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_PERF, &tp->ph);
	if (IS_ERR(tp->ops))
		return PTR_ERR(tp->ops);
	mutex_init(&tp->lock);
	dev_set_drvdata(&sdev->dev, tp);
	tp->dir = debugfs_create_dir(dev_name(sdev->handle->dev), test_root);
	debugfs_create_file_unsafe("id", 0600, tp->dir, &tp->id, &test_number);
	debugfs_create_file_unsafe("atomic", 0600, tp->dir, &tp->atomic, &test_number);
	debugfs_create_file_unsafe("level", 0600, tp->dir, tp, &test_level);
	debugfs_create_file_unsafe("freq", 0600, tp->dir, tp, &test_freq);
	debugfs_create_file_unsafe("limits", 0600, tp->dir, tp, &test_limits);
	debugfs_create_file_unsafe("fast", 0400, tp->dir, tp, &test_fast);
	return 0;
}

/* Who is in one of its files is waited for. */
static void test_perf_remove(struct scmi_device *sdev)
{
	struct test_perf *tp = dev_get_drvdata(&sdev->dev);

	debugfs_remove(tp->dir);
}

static const struct scmi_device_id test_perf_ids[] = {
	{ SCMI_PROTOCOL_PERF, "test-perf" },
	{ }
};

static struct scmi_driver test_perf_driver = {
	.name = "scmi-agent-test-perf",
	.probe = test_perf_probe,
	.remove = test_perf_remove,
	.id_table = test_perf_ids,
};

static int __init test_perf_init(void)
{
	int ret;

	test_root = debugfs_create_dir("scmi-agent-test-perf", NULL);
	ret = scmi_register(&test_perf_driver);
	if (ret)
		debugfs_remove(test_root);
	return ret;
}
module_init(test_perf_init);

static void __exit test_perf_exit(void)
{
	scmi_unregister(&test_perf_driver);
	debugfs_remove(test_root);
}
module_exit(test_perf_exit);

MODULE_DESCRIPTION("SCMI agent: a user of performance domains, for tests");
MODULE_LICENSE("GPL");
