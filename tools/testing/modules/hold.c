// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holders of reset lines and supplies that devicetree nodes name. Their devices have no
 * driver, so the driver core does not unbind them before a provider: they outlive it, if
 * that is what a test wants.
 *
 * <debugfs>/scmi-agent-test-hold/<node>/
 *	reset	write: an order for a line
 *	supply	write: an order for a supply
 *	result	read: what the last call returned, errors below zero
 *
 * Orders are words: what to do, the name of the line or supply in the node, numbers.
 * A line is got by "get" or "share", a supply by "get", and given back by "put". What a
 * call returns is also what the write returns, unless it is a number above zero.
 */

#include <linux/cleanup.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/regulator/consumer.h>
#include <linux/reset.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define HOLD_WORD	16
#define HOLD_THINGS	8

/* An order; of the numbers, those that are missing are 0. */
struct hold_order {
	char verb[HOLD_WORD];
	char name[HOLD_WORD];
	int low;
	int high;
};

/* What is held under a name. */
struct hold_line {
	char name[HOLD_WORD];
	struct reset_control *line;
};

struct hold_supply {
	char name[HOLD_WORD];
	struct regulator *supply;
};

/**
 * struct hold - one node
 * @node: on hold_all
 * @dev: the node's device
 * @lock: serialises orders and protects the fields below
 * @result: what the last call returned
 * @lines: reset lines that are held
 * @supplies: supplies that are held
 */
struct hold {
	struct list_head node;
	struct device *dev;
	/* serialises orders */
	struct mutex lock;
	int result;
	struct hold_line lines[HOLD_THINGS];
	struct hold_supply supplies[HOLD_THINGS];
};

static struct dentry *hold_root;
static LIST_HEAD(hold_all);

static struct hold_line *hold_line_find(struct hold *hold, const char *name)
{
	unsigned int i;

	for (i = 0; i < HOLD_THINGS; i++)
		if (!strcmp(hold->lines[i].name, name))
			return &hold->lines[i];
	return NULL;
}

static int hold_line_get(struct hold *hold, const char *name, bool shared)
{
	struct hold_line *held = hold_line_find(hold, "");
	struct reset_control *line;

	if (!held || hold_line_find(hold, name))
		return -EBUSY;
	line = shared ? reset_control_get_shared(hold->dev, name) :
	       reset_control_get_exclusive(hold->dev, name);
	if (IS_ERR(line))
		return PTR_ERR(line);
	held->line = line;
	strscpy(held->name, name, sizeof(held->name));
	return 0;
}

static void hold_line_put(struct hold_line *held)
{
	reset_control_put(held->line);
	held->name[0] = 0;
}

static int hold_line_do(struct hold *hold, const struct hold_order *order)
{
	struct hold_line *held;

	if (!strcmp(order->verb, "get"))
		return hold_line_get(hold, order->name, false);
	if (!strcmp(order->verb, "share"))
		return hold_line_get(hold, order->name, true);
	held = hold_line_find(hold, order->name);
	if (!held)
		return -EBADF;
	if (!strcmp(order->verb, "assert"))
		return reset_control_assert(held->line);
	if (!strcmp(order->verb, "deassert"))
		return reset_control_deassert(held->line);
	if (!strcmp(order->verb, "reset"))
		return reset_control_reset(held->line);
	if (!strcmp(order->verb, "status"))
		return reset_control_status(held->line);
	if (strcmp(order->verb, "put"))
		return -ENOEXEC;
	hold_line_put(held);
	return 0;
}

static struct hold_supply *hold_supply_find(struct hold *hold, const char *name)
{
	unsigned int i;

	for (i = 0; i < HOLD_THINGS; i++)
		if (!strcmp(hold->supplies[i].name, name))
			return &hold->supplies[i];
	return NULL;
}

static int hold_supply_get(struct hold *hold, const char *name)
{
	struct hold_supply *held = hold_supply_find(hold, "");
	struct regulator *supply;

	if (!held || hold_supply_find(hold, name))
		return -EBUSY;
	supply = regulator_get_optional(hold->dev, name);
	if (IS_ERR(supply))
		return PTR_ERR(supply);
	held->supply = supply;
	strscpy(held->name, name, sizeof(held->name));
	return 0;
}

static void hold_supply_put(struct hold_supply *held)
{
	regulator_put(held->supply);
	held->name[0] = 0;
}

static int hold_supply_do(struct hold *hold, const struct hold_order *order)
{
	struct hold_supply *held;

	if (!strcmp(order->verb, "get"))
		return hold_supply_get(hold, order->name);
	held = hold_supply_find(hold, order->name);
	if (!held)
		return -EBADF;
	if (!strcmp(order->verb, "enable"))
		return regulator_enable(held->supply);
	if (!strcmp(order->verb, "disable"))
		return regulator_disable(held->supply);
	if (!strcmp(order->verb, "is-enabled"))
		return regulator_is_enabled(held->supply);
	if (!strcmp(order->verb, "set"))
		return regulator_set_voltage(held->supply, order->low, order->high);
	if (!strcmp(order->verb, "voltage"))
		return regulator_get_voltage(held->supply);
	if (!strcmp(order->verb, "count"))
		return regulator_count_voltages(held->supply);
	if (!strcmp(order->verb, "list"))
		return regulator_list_voltage(held->supply, order->low);
	if (strcmp(order->verb, "put"))
		return -ENOEXEC;
	hold_supply_put(held);
	return 0;
}

static int hold_parse(const char __user *buf, size_t count, struct hold_order *order)
{
	char text[64] = "";

	if (count >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, count))
		return -EFAULT;
	*order = (struct hold_order){};
	return sscanf(text, "%15s %15s %d %d", order->verb, order->name, &order->low,
		      &order->high) < 2 ? -EINVAL : 0;
}

static ssize_t hold_write(struct file *file, const char __user *buf, size_t count,
			  int (*do_it)(struct hold *hold, const struct hold_order *order))
{
	struct hold *hold = file->private_data;
	struct hold_order order;
	int err = hold_parse(buf, count, &order);

	if (err)
		return err;
	guard(mutex)(&hold->lock);
	hold->result = do_it(hold, &order);
	return hold->result < 0 ? hold->result : count;
}

static ssize_t hold_reset_write(struct file *file, const char __user *buf,
				size_t count, loff_t *pos)
{
	return hold_write(file, buf, count, hold_line_do);
}

static const struct file_operations hold_reset_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = hold_reset_write,
};

static ssize_t hold_supply_write(struct file *file, const char __user *buf,
				 size_t count, loff_t *pos)
{
	return hold_write(file, buf, count, hold_supply_do);
}

static const struct file_operations hold_supply_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = hold_supply_write,
};

static int hold_result(void *data, u64 *result)
{
	struct hold *hold = data;

	guard(mutex)(&hold->lock);
	*result = hold->result;
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(hold_result_fops, hold_result, NULL, "%lld\n");

static void hold_add_files(struct hold *hold)
{
	struct dentry *dir;

	dir = debugfs_create_dir(hold->dev->of_node->name, hold_root);
	debugfs_create_file("reset", 0200, dir, hold, &hold_reset_fops);
	debugfs_create_file("supply", 0200, dir, hold, &hold_supply_fops);
	debugfs_create_file("result", 0400, dir, hold, &hold_result_fops);
}

static int hold_add(struct device_node *node)
{
	struct platform_device *pdev = of_find_device_by_node(node);
	struct hold *hold;

	if (!pdev)
		return -ENODEV;
	hold = kzalloc_obj(*hold);
	if (!hold) {
		put_device(&pdev->dev);
		return -ENOMEM;
	}
	hold->dev = &pdev->dev;
	mutex_init(&hold->lock);
	list_add(&hold->node, &hold_all);
	hold_add_files(hold);
	return 0;
}

static void hold_free_all(void)
{
	struct hold *hold, *next;
	unsigned int i;

	debugfs_remove(hold_root);
	list_for_each_entry_safe(hold, next, &hold_all, node) {
		for (i = 0; i < HOLD_THINGS; i++) {
			if (hold->lines[i].name[0])
				hold_line_put(&hold->lines[i]);
			if (hold->supplies[i].name[0])
				hold_supply_put(&hold->supplies[i]);
		}
		put_device(hold->dev);
		kfree(hold);
	}
}

static int __init hold_init(void)
{
	struct device_node *node;

	hold_root = debugfs_create_dir("scmi-agent-test-hold", NULL);
	for_each_compatible_node(node, NULL, "scmi-agent,test-hold") {
		int err = hold_add(node);

		if (err) {
			of_node_put(node);
			hold_free_all();
			return err;
		}
	}
	return 0;
}
module_init(hold_init);

static void __exit hold_exit(void)
{
	hold_free_all();
}
module_exit(hold_exit);

MODULE_DESCRIPTION("Test: holders of reset lines and supplies");
MODULE_LICENSE("GPL");
