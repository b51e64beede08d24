// SPDX-License-Identifier: GPL-2.0-only
/*
 * Consumers of an instance's power and performance domains that are told what to do by
 * debugfs. They are devices of their own and outlive the provider, if that is what a test
 * wants.
 *
 * <debugfs>/scmi-agent-test-genpd/N/, N being 0 to 3
 *	attach	write: be attached to the domain with that id, of the instance that came
 *		last
 *	attach_perf	write: the same with a performance domain
 *	level	write: ask for that performance state
 *	opps	read: number of OPPs that the device has
 *	opp	write: set the OPP with that frequency, in hertz
 *	detach	write: any number: be detached
 *	use	write: 1 resume, 0 suspend; read: is it resumed?
 *
 * What a call returns is what the write returns.
 */

#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/pm_domain.h>
#include <linux/pm_opp.h>
#include <linux/pm_runtime.h>
#include <linux/scmi_protocol.h>
#include <linux/string.h>

#define TEST_CONSUMERS	4

/**
 * struct test_consumer - one device
 * @pdev: device
 * @attached: it is
 * @used: it is resumed by us
 */
struct test_consumer {
	struct platform_device *pdev;
	bool attached;
	bool used;
};

/* Serialises everything. */
static DEFINE_MUTEX(test_lock);
static struct test_consumer test_consumers[TEST_CONSUMERS];
static struct scmi_device *test_sdev;
static struct dentry *test_root;

static int test_is_provider(struct device *dev, const void *use)
{
	const struct scmi_device *sdev = to_scmi_dev(dev);

	return dev->bus == test_sdev->dev.bus && dev->type == test_sdev->dev.type &&
	       sdev->name && !strcmp(sdev->name, use);
}

/* The domains' driver keeps them by id in its device's driver data. */
static struct generic_pm_domain *test_domain(struct device *provider, u64 id)
{
	struct genpd_onecell_data *all = dev_get_drvdata(provider);

	if (!provider->driver || !all)
		return ERR_PTR(-ENODEV);
	if (id >= all->num_domains)
		return ERR_PTR(-EINVAL);
	return all->domains[id] ?: ERR_PTR(-ENOENT);
}

static int test_attach_to(struct test_consumer *c, struct device *provider, u64 id)
{
	struct generic_pm_domain *genpd;
	int ret;

	guard(device)(provider);
	genpd = test_domain(provider, id);
	if (IS_ERR(genpd))
		return PTR_ERR(genpd);
	ret = pm_genpd_add_device(genpd, &c->pdev->dev);
	if (ret)
		return ret;
	c->attached = true;
	pm_runtime_enable(&c->pdev->dev);
	return 0;
}

/* @use: what the provider's device is for. */
static int test_attach_by(struct test_consumer *c, const char *use, u64 id)
{
	struct device *provider;
	int ret = -ENODEV;

	guard(mutex)(&test_lock);
	if (c->attached)
		return -EBUSY;
	if (!test_sdev)
		return -ENODEV;
	provider = device_find_child(test_sdev->dev.parent, (void *)use, test_is_provider);
	if (provider)
		ret = test_attach_to(c, provider, id);
	put_device(provider);
	return ret;
}

static int test_attach(void *data, u64 id)
{
	return test_attach_by(data, "genpd", id);
}
DEFINE_DEBUGFS_ATTRIBUTE(test_attach_fops, NULL, test_attach, "%llu\n");

static int test_attach_perf(void *data, u64 id)
{
	return test_attach_by(data, "perf", id);
}
DEFINE_DEBUGFS_ATTRIBUTE(test_attach_perf_fops, NULL, test_attach_perf, "%llu\n");

static int test_level(void *data, u64 level)
{
	struct test_consumer *c = data;

	guard(mutex)(&test_lock);
	return c->attached ? dev_pm_genpd_set_performance_state(&c->pdev->dev, level) : -ENODATA;
}
DEFINE_DEBUGFS_ATTRIBUTE(test_level_fops, NULL, test_level, "%llu\n");

static int test_opps(void *data, u64 *num)
{
	struct test_consumer *c = data;
	int ret;

	guard(mutex)(&test_lock);
	ret = dev_pm_opp_get_opp_count(&c->pdev->dev);
	*num = max(ret, 0);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(test_opps_fops, test_opps, NULL, "%llu\n");

static int test_opp(void *data, u64 hz)
{
	struct test_consumer *c = data;
	unsigned long freq = hz;
	struct dev_pm_opp *opp;
	int ret;

	guard(mutex)(&test_lock);
	opp = dev_pm_opp_find_freq_ceil(&c->pdev->dev, &freq);
	if (IS_ERR(opp))
		return PTR_ERR(opp);
	ret = dev_pm_opp_set_opp(&c->pdev->dev, opp);
	dev_pm_opp_put(opp);
	return ret;
}
DEFINE_DEBUGFS_ATTRIBUTE(test_opp_fops, NULL, test_opp, "%llu\n");

static void test_idle(struct test_consumer *c)
{
	if (c->used)
		pm_runtime_put_sync(&c->pdev->dev);
	c->used = false;
}

static int test_detach(void *data, u64 unused)
{
	struct test_consumer *c = data;

	guard(mutex)(&test_lock);
	if (!c->attached)
		return -ENODATA;
	test_idle(c);
	pm_runtime_disable(&c->pdev->dev);
	/* An error of a domain that is gone does not count any more. */
	pm_runtime_set_suspended(&c->pdev->dev);
	c->attached = false;
	return pm_genpd_remove_device(&c->pdev->dev);
}
DEFINE_DEBUGFS_ATTRIBUTE(test_detach_fops, NULL, test_detach, "%llu\n");

static int test_use(void *data, u64 use)
{
	struct test_consumer *c = data;
	int ret;

	guard(mutex)(&test_lock);
	if (!c->attached)
		return -ENODATA;
	if (!use) {
		test_idle(c);
		return 0;
	}
	if (c->used)
		return -EBUSY;
	ret = pm_runtime_resume_and_get(&c->pdev->dev);
	c->used = !ret;
	return ret;
}

static int test_used(void *data, u64 *used)
{
	struct test_consumer *c = data;

	guard(mutex)(&test_lock);
	*used = c->used;
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(test_use_fops, test_used, test_use, "%llu\n");

static int test_probe(struct scmi_device *sdev)
{
	guard(mutex)(&test_lock);
	test_sdev = sdev;
	return 0;
}

static void test_remove(struct scmi_device *sdev)
{
	guard(mutex)(&test_lock);
	if (test_sdev == sdev)
		test_sdev = NULL;
}

static const struct scmi_device_id test_id_table[] = {
	{ SCMI_PROTOCOL_POWER, "test-genpd" },
	{ }
};

static struct scmi_driver test_driver = {
	.name = "scmi-agent-test-genpd",
	.probe = test_probe,
	.remove = test_remove,
	.id_table = test_id_table,
};

static void test_consumers_del(void)
{
	unsigned int i;

	for (i = 0; i < TEST_CONSUMERS; i++) {
		struct test_consumer *c = &test_consumers[i];

		if (c->attached)
			test_detach(c, 0);
		platform_device_unregister(c->pdev);
	}
}

static int test_consumers_add(void)
{
	unsigned int i;

	for (i = 0; i < TEST_CONSUMERS; i++) {
		struct test_consumer *c = &test_consumers[i];
		struct dentry *dir;
		char name[4];

		c->pdev = platform_device_register_simple("scmi-agent-test-genpd", i, NULL, 0);
		if (IS_ERR(c->pdev)) {
			while (i--)
				platform_device_unregister(test_consumers[i].pdev);
			return PTR_ERR(c->pdev);
		}
		snprintf(name, sizeof(name), "%u", i);
		dir = debugfs_create_dir(name, test_root);
		debugfs_create_file_unsafe("attach", 0200, dir, c, &test_attach_fops);
		debugfs_create_file_unsafe("attach_perf", 0200, dir, c, &test_attach_perf_fops);
		debugfs_create_file_unsafe("level", 0200, dir, c, &test_level_fops);
		debugfs_create_file_unsafe("opps", 0400, dir, c, &test_opps_fops);
		debugfs_create_file_unsafe("opp", 0200, dir, c, &test_opp_fops);
		debugfs_create_file_unsafe("detach", 0200, dir, c, &test_detach_fops);
		debugfs_create_file_unsafe("use", 0600, dir, c, &test_use_fops);
	}
	return 0;
}

static int __init test_init(void)
{
	int err;

	test_root = debugfs_create_dir("scmi-agent-test-genpd", NULL);
	err = test_consumers_add();
	if (err)
		goto remove_root;
	err = scmi_register(&test_driver);
	if (!err)
		return 0;
	debugfs_remove(test_root);
	test_consumers_del();
	return err;

remove_root:
	debugfs_remove(test_root);
	return err;
}
module_init(test_init);

static void __exit test_exit(void)
{
	debugfs_remove(test_root);
	scmi_unregister(&test_driver);
	test_consumers_del();
}
module_exit(test_exit);

MODULE_DESCRIPTION("Test: consumers of an SCMI agent's power and performance domains");
MODULE_LICENSE("GPL");
