// SPDX-License-Identifier: GPL-2.0-only
/*
 * A consumer of an instance's clocks that is told what to do by debugfs.
 *
 * <debugfs>/scmi-agent-test-clk/<instance>/
 *	id	write: get the clock with that id, put the one had before
 *	info	name, rate, parent
 *	rate	read, write: clk_get_rate(), clk_set_rate()
 *	round	write: clk_round_rate(); read: its result
 *	prepare	write: 1 clk_prepare(), 0 clk_unprepare(); read: how often
 *	enable	write: 1 clk_enable(), 0 clk_disable(); read: how often
 *	toggle	write: so many times clk_enable() and clk_disable(), until one fails
 *	parent	write: clk_set_parent() to the clock with that id
 *	duty	read, write: duty cycle in percent
 *
 * What a call returns is what the write returns.
 */

#include <linux/clk-provider.h>
#include <linux/clk.h>
#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/string.h>

#define TEST_NUMBERS	8

/* What a file is about. */
struct test_file {
	struct test_clk *tc;
	const struct test_number *number;
};

/**
 * struct test_clk - the consumer of one instance's clocks
 * @sdev: our device
 * @dir: our directory
 * @lock: serialises everything and protects the fields below
 * @clk: the clock in use, NULL = none
 * @id: its id
 * @prepared: calls of clk_prepare() to undo
 * @enabled: calls of clk_enable() to undo
 * @rounded: result of the last clk_round_rate()
 * @files: its files but "info"
 */
struct test_clk {
	struct scmi_device *sdev;
	struct dentry *dir;
	/* serialises everything */
	struct mutex lock;
	struct clk *clk;
	u32 id;
	unsigned int prepared;
	unsigned int enabled;
	unsigned long rounded;
	struct test_file files[TEST_NUMBERS];
};

static struct dentry *test_root;

static int test_is_provider(struct device *dev, const void *data)
{
	const struct scmi_device *sdev = to_scmi_dev(dev);
	const struct scmi_device *own = data;

	return dev->bus == own->dev.bus && dev->type == own->dev.type &&
	       sdev->name && !strcmp(sdev->name, "clocks");
}

/* With a node any driver's clocks are found, as those of the devicetree are. */
static struct clk *test_clk_by_node(struct device_node *np, u32 id)
{
	struct of_phandle_args args = {
		.np = np,
		.args_count = 1,
		.args = { id },
	};
	struct clk *clk = of_clk_get_from_provider(&args);

	return clk ?: ERR_PTR(-ENOENT);
}

/* Without one, our driver keeps them by id in its device's driver data. */
static struct clk *test_clk_by_data(struct clk_hw_onecell_data *all, u32 id)
{
	if (!all)
		return ERR_PTR(-ENODEV);
	if (id >= all->num)
		return ERR_PTR(-EINVAL);
	if (!all->hws[id])
		return ERR_PTR(-ENOENT);
	return clk_hw_get_clk(all->hws[id], NULL);
}

/*
 * Unbinding the provider's device unbinds us before, because we ask for it as any
 * consumer has to. It waits for us with the device locked, so we cannot wait for the
 * lock.
 */
static struct clk *test_clk_get(struct test_clk *tc, struct device *provider,
				u32 id)
{
	if (!provider->driver)
		return ERR_PTR(-ENODEV);
	if (!device_link_add(&tc->sdev->dev, provider,
			     DL_FLAG_AUTOREMOVE_CONSUMER))
		return ERR_PTR(-ENOMEM);
	if (provider->of_node)
		return test_clk_by_node(provider->of_node, id);
	return test_clk_by_data(dev_get_drvdata(provider), id);
}

static struct clk *test_clk_by_id(struct test_clk *tc, u32 id)
{
	struct device *dev = device_find_child(tc->sdev->dev.parent, tc->sdev,
					       test_is_provider);
	struct clk *clk = ERR_PTR(-ENODEV);

	if (dev && device_trylock(dev)) {
		clk = test_clk_get(tc, dev, id);
		device_unlock(dev);
	}
	put_device(dev);
	return clk;
}

static void test_clk_drop(struct test_clk *tc)
{
	for (; tc->enabled; tc->enabled--)
		clk_disable(tc->clk);
	for (; tc->prepared; tc->prepared--)
		clk_unprepare(tc->clk);
	clk_put(tc->clk);
	tc->clk = NULL;
}

static int test_id_set(struct test_clk *tc, u64 val)
{
	struct clk *clk = test_clk_by_id(tc, val);

	if (IS_ERR(clk))
		return PTR_ERR(clk);
	if (tc->clk)
		test_clk_drop(tc);
	tc->clk = clk;
	tc->id = val;
	return 0;
}

static s64 test_id_get(struct test_clk *tc)
{
	return tc->id;
}

static int test_rate_set(struct test_clk *tc, u64 val)
{
	return clk_set_rate(tc->clk, val);
}

static s64 test_rate_get(struct test_clk *tc)
{
	return clk_get_rate(tc->clk);
}

static int test_round_set(struct test_clk *tc, u64 val)
{
	long rate = clk_round_rate(tc->clk, val);

	if (rate < 0)
		return rate;
	tc->rounded = rate;
	return 0;
}

static s64 test_round_get(struct test_clk *tc)
{
	return tc->rounded;
}

static int test_prepare_set(struct test_clk *tc, u64 val)
{
	int err = 0;

	if (val) {
		err = clk_prepare(tc->clk);
		tc->prepared += !err;
	} else if (tc->prepared > tc->enabled) {
		clk_unprepare(tc->clk);
		tc->prepared--;
	} else {
		err = -EINVAL;
	}
	return err;
}

static s64 test_prepare_get(struct test_clk *tc)
{
	return tc->prepared;
}

static int test_enable_set(struct test_clk *tc, u64 val)
{
	int err = 0;

	if (val && tc->prepared > tc->enabled) {
		err = clk_enable(tc->clk);
		tc->enabled += !err;
	} else if (!val && tc->enabled) {
		clk_disable(tc->clk);
		tc->enabled--;
	} else {
		err = -EINVAL;
	}
	return err;
}

static s64 test_enable_get(struct test_clk *tc)
{
	return tc->enabled;
}

static int test_toggle_set(struct test_clk *tc, u64 val)
{
	int err = 0;

	while (val-- && !err) {
		err = clk_enable(tc->clk);
		if (!err)
			clk_disable(tc->clk);
		cond_resched();
	}
	return err;
}

static int test_parent_set(struct test_clk *tc, u64 val)
{
	struct clk *parent = test_clk_by_id(tc, val);
	int err;

	if (IS_ERR(parent))
		return PTR_ERR(parent);
	err = clk_set_parent(tc->clk, parent);
	clk_put(parent);
	return err;
}

static int test_duty_set(struct test_clk *tc, u64 val)
{
	return clk_set_duty_cycle(tc->clk, val, 100);
}

static s64 test_duty_get(struct test_clk *tc)
{
	return clk_get_scaled_duty_cycle(tc->clk, 100);
}

static const struct test_number {
	const char *name;
	umode_t mode;
	int (*set)(struct test_clk *tc, u64 val);
	s64 (*get)(struct test_clk *tc);
} test_numbers[TEST_NUMBERS] = {
	{ "id", 0600, test_id_set, test_id_get },
	{ "rate", 0600, test_rate_set, test_rate_get },
	{ "round", 0600, test_round_set, test_round_get },
	{ "prepare", 0600, test_prepare_set, test_prepare_get },
	{ "enable", 0600, test_enable_set, test_enable_get },
	{ "toggle", 0200, test_toggle_set },
	{ "parent", 0200, test_parent_set },
	{ "duty", 0600, test_duty_set, test_duty_get },
};

static int test_set(void *data, u64 val)
{
	struct test_file *file = data;
	struct test_clk *tc = file->tc;

	guard(mutex)(&tc->lock);
	if (!tc->clk && file->number->set != test_id_set)
		return -ENODATA;
	return file->number->set(tc, val);
}

static int test_get(void *data, u64 *val)
{
	struct test_file *file = data;
	struct test_clk *tc = file->tc;
	s64 got = -ENODATA;

	guard(mutex)(&tc->lock);
	if (tc->clk && file->number->get)
		got = file->number->get(tc);
	if (got < 0)
		return got;
	*val = got;
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(test_number_fops, test_get, test_set, "%llu\n");

static int test_info_show(struct seq_file *s, void *unused)
{
	struct test_clk *tc = s->private;
	struct clk *parent;

	guard(mutex)(&tc->lock);
	if (!tc->clk)
		return -ENODATA;
	parent = clk_get_parent(tc->clk);
	seq_printf(s, "%s %lu %s\n", __clk_get_name(tc->clk),
		   clk_get_rate(tc->clk),
		   IS_ERR_OR_NULL(parent) ? "-" : __clk_get_name(parent));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(test_info);

static int test_probe(struct scmi_device *sdev)
{
	struct test_clk *tc;
	unsigned int i;

	tc = devm_kzalloc(&sdev->dev, sizeof(*tc), GFP_KERNEL);
	if (!tc)
		return -ENOMEM;
	tc->sdev = sdev;
	mutex_init(&tc->lock);
	dev_set_drvdata(&sdev->dev, tc);
	tc->dir = debugfs_create_dir(dev_name(sdev->handle->dev), test_root);
	debugfs_create_file("info", 0400, tc->dir, tc, &test_info_fops);
	for (i = 0; i < TEST_NUMBERS; i++) {
		tc->files[i] = (struct test_file){ tc, &test_numbers[i] };
		debugfs_create_file(test_numbers[i].name, test_numbers[i].mode,
				    tc->dir, &tc->files[i], &test_number_fops);
	}
	return 0;
}

static void test_remove(struct scmi_device *sdev)
{
	struct test_clk *tc = dev_get_drvdata(&sdev->dev);

	debugfs_remove(tc->dir);
	if (tc->clk)
		test_clk_drop(tc);
}

static const struct scmi_device_id test_id_table[] = {
	{ SCMI_PROTOCOL_CLOCK, "test-clk" },
	{ }
};

static struct scmi_driver test_driver = {
	.name = "scmi-agent-test-clk",
	.probe = test_probe,
	.remove = test_remove,
	.id_table = test_id_table,
};

static int __init test_init(void)
{
	int err;

	test_root = debugfs_create_dir("scmi-agent-test-clk", NULL);
	err = scmi_register(&test_driver);
	if (err)
		debugfs_remove(test_root);
	return err;
}
module_init(test_init);

static void __exit test_exit(void)
{
	scmi_unregister(&test_driver);
	debugfs_remove(test_root);
}
module_exit(test_exit);

MODULE_DESCRIPTION("Test: consumer of an SCMI agent's clocks");
MODULE_LICENSE("GPL");
