// SPDX-License-Identifier: GPL-2.0-only
/*
 * Client drivers that take their time, fail, and come in numbers.
 *
 * Parameters, all of which can be changed at any time:
 *	probe_error	errno, negative, that every probe of "test-client" returns
 *			after it has got its protocol
 *	hold		1: removals of "test-client" wait until this is 0, or a
 *			minute
 *	held		read only: how many of them wait
 *	slow_file	1: "test-client" gives its instance's transport devices a
 *			file of that name when it is bound; reading it takes
 *			until this is 0, or a minute
 *	keep		1: the next probe of "test-client" takes a reference to its
 *			instance, which is dropped when this module goes
 *	noirq_ms	read only: milliseconds that "test-client" took to read
 *			sensor 0 when interrupts were off in the last suspend; or
 *			the errno, -1 for never
 *	many		1: a second driver exists, for eight more devices per
 *			instance, "test-many-0" to "test-many-7"
 */

#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pm.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>
#include <linux/sysfs.h>

static int probe_error;
module_param(probe_error, int, 0600);
MODULE_PARM_DESC(probe_error, "What every probe returns");

static bool hold;
module_param(hold, bool, 0600);
MODULE_PARM_DESC(hold, "Whether removals wait");

static int held;
module_param(held, int, 0400);
MODULE_PARM_DESC(held, "How many removals wait");

static bool slow_file;
module_param(slow_file, bool, 0600);
MODULE_PARM_DESC(slow_file, "Whether transport devices get a file to wait at");

static bool keep;
module_param(keep, bool, 0600);
MODULE_PARM_DESC(keep, "Whether the next probe keeps its instance");

static int noirq_ms = -1;
module_param(noirq_ms, int, 0400);
MODULE_PARM_DESC(noirq_ms, "How long a sensor was read late in a suspend");

/**
 * struct test_client - one bound device
 * @ops: sensor operations
 * @ph: for @ops
 * @info: sensor 0, with all that there is to know about it; NULL = there is none
 */
struct test_client {
	const struct scmi_sensor_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	const struct scmi_sensor_info *info;
};

static ssize_t slow_file_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	unsigned int ticks = 0;

	while (READ_ONCE(slow_file) && ticks++ < 3000)
		msleep(20);
	return sysfs_emit(buf, "read\n");
}
static DEVICE_ATTR_RO(slow_file);

/* Whoever deletes the device waits for those who read its files. */
static int test_add_file(struct device *dev, void *unused)
{
	if (dev->type && !strcmp(dev->type->name, "scmi_transport"))
		return device_create_file(dev, &dev_attr_slow_file);
	return 0;
}

/* An instance that is kept for longer than it is there; NULL = none. */
static struct device *kept;

static void test_keep(struct device *inst)
{
	if (!cmpxchg(&kept, NULL, inst))
		get_device(inst);
}

static int test_probe(struct scmi_device *sdev)
{
	struct test_client *tc = devm_kzalloc(&sdev->dev, sizeof(*tc),
					      GFP_KERNEL);

	if (!tc)
		return -ENOMEM;
	tc->ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SENSOR,
						  &tc->ph);
	if (IS_ERR(tc->ops))
		return PTR_ERR(tc->ops);
	tc->info = tc->ops->info_get(tc->ph, 0);
	dev_set_drvdata(&sdev->dev, tc);
	if (READ_ONCE(keep))
		test_keep(sdev->handle->dev);
	if (READ_ONCE(slow_file)) {
		int ret = device_for_each_child(sdev->handle->dev, NULL,
						test_add_file);

		if (ret)
			return ret;
	}
	return READ_ONCE(probe_error);
}

static void test_remove(struct scmi_device *sdev)
{
	unsigned int ticks = 0;

	/* Instances are removed one by one: nobody else counts. */
	WRITE_ONCE(held, held + 1);
	while (READ_ONCE(hold) && ticks++ < 3000)
		msleep(20);
	WRITE_ONCE(held, held - 1);
}

/* As power domains and regulators do: they are turned off that late. */
static int test_suspend_noirq(struct device *dev)
{
	struct test_client *tc = dev_get_drvdata(dev);
	ktime_t start = ktime_get();
	u64 value;
	int ret;

	ret = tc->ops->reading_get(tc->ph, 0, &value);
	noirq_ms = ret ?: (int)ktime_ms_delta(ktime_get(), start);
	return 0;
}

static const struct dev_pm_ops test_pm_ops = {
	.suspend_noirq = test_suspend_noirq,
};

static const struct scmi_device_id test_ids[] = {
	{ SCMI_PROTOCOL_SENSOR, "test-client" },
	{ }
};

static struct scmi_driver test_driver = {
	.name = "scmi-agent-test-client",
	.probe = test_probe,
	.remove = test_remove,
	.id_table = test_ids,
	.driver.pm = &test_pm_ops,
};

static int test_many_probe(struct scmi_device *sdev)
{
	return 0;
}

static const struct scmi_device_id test_many_ids[] = {
	{ SCMI_PROTOCOL_SENSOR, "test-many-0" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-1" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-2" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-3" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-4" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-5" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-6" },
	{ SCMI_PROTOCOL_SENSOR, "test-many-7" },
	{ }
};

static struct scmi_driver test_many_driver = {
	.name = "scmi-agent-test-many",
	.probe = test_many_probe,
	.id_table = test_many_ids,
};

/* Serialises the comings and goings of the second driver. */
static DEFINE_MUTEX(test_many_lock);
static bool test_many;

static int test_set_many(bool want)
{
	int ret = 0;

	guard(mutex)(&test_many_lock);

	if (want && !test_many)
		ret = scmi_register(&test_many_driver);
	else if (!want && test_many)
		scmi_unregister(&test_many_driver);
	if (!ret)
		test_many = want;
	return ret;
}

static int test_many_set(const char *text, const struct kernel_param *kp)
{
	bool want;

	return kstrtobool(text, &want) ?: test_set_many(want);
}

static const struct kernel_param_ops test_many_ops = {
	.set = test_many_set,
	.get = param_get_bool,
};
module_param_cb(many, &test_many_ops, &test_many, 0600);
MODULE_PARM_DESC(many, "Whether there is a driver for many devices");

static int __init test_init(void)
{
	return scmi_register(&test_driver);
}
module_init(test_init);

static void __exit test_exit(void)
{
	test_set_many(false);
	scmi_unregister(&test_driver);
	put_device(kept);
}
module_exit(test_exit);

MODULE_DESCRIPTION("Test: SCMI clients that fail, and are slow");
MODULE_LICENSE("GPL");
