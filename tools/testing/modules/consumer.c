// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device of the devicetree that consumes what clients of other protocols provide, and
 * that is told what to do by debugfs. Its node has any of a reset line "line", a power or
 * performance domain, a supply "vdd", pin states; see dt/clients.dtsi.
 *
 * <debugfs>/scmi-agent-test-consumer/<node>/
 *	reset	write: 1 asserts, 0 deasserts, 2 does both; read: is it asserted?
 *	power	write: 1 runtime PM is asked to be on, 0 not any more; read: is it on?
 *	level	write: performance state of its domain
 *	voltage	read, write: microvolts of its supply
 *	supply	write: 1 is enabled, 0 is disabled; read: is it on?
 *	pins	write: number of its pin state that is selected
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
#include <linux/of.h>
#include <linux/pinctrl/consumer.h>
#include <linux/platform_device.h>
#include <linux/pm_domain.h>
#include <linux/pm_runtime.h>
#include <linux/regulator/consumer.h>
#include <linux/reset.h>

#define USE_NUMBERS	6

/* What a file is about. */
struct use_file {
	struct use *use;
	const struct use_number *number;
};

/**
 * struct use - one consumer
 * @dev: the device
 * @dir: its directory
 * @lock: serialises everything and protects the fields below
 * @line: its reset line, or NULL
 * @vdd: its supply, or an error
 * @pins: its pins, or an error
 * @powered: calls of pm_runtime_resume_and_get() to undo
 * @enabled: calls of regulator_enable() to undo
 * @files: its files
 */
struct use {
	struct device *dev;
	struct dentry *dir;
	/* serialises everything */
	struct mutex lock;
	struct reset_control *line;
	struct regulator *vdd;
	struct pinctrl *pins;
	unsigned int powered;
	unsigned int enabled;
	struct use_file files[USE_NUMBERS];
};

static struct dentry *use_root;

static int use_reset_set(struct use *use, u64 val)
{
	switch (val) {
	case 0:
		return reset_control_deassert(use->line);
	case 1:
		return reset_control_assert(use->line);
	default:
		return reset_control_reset(use->line);
	}
}

static s64 use_reset_get(struct use *use)
{
	return reset_control_status(use->line);
}

static int use_power_set(struct use *use, u64 val)
{
	int err;

	if (val) {
		err = pm_runtime_resume_and_get(use->dev);
		use->powered += !err;
		return err;
	}
	if (!use->powered)
		return -EINVAL;
	use->powered--;
	return pm_runtime_put_sync(use->dev);
}

static s64 use_power_get(struct use *use)
{
	return pm_runtime_active(use->dev);
}

static int use_level_set(struct use *use, u64 val)
{
	return dev_pm_genpd_set_performance_state(use->dev, val);
}

static int use_voltage_set(struct use *use, u64 val)
{
	return IS_ERR(use->vdd) ? PTR_ERR(use->vdd) :
	       regulator_set_voltage(use->vdd, val, val);
}

static s64 use_voltage_get(struct use *use)
{
	return IS_ERR(use->vdd) ? PTR_ERR(use->vdd) :
	       regulator_get_voltage(use->vdd);
}

static int use_supply_set(struct use *use, u64 val)
{
	int err;

	if (IS_ERR(use->vdd))
		return PTR_ERR(use->vdd);
	if (val) {
		err = regulator_enable(use->vdd);
		use->enabled += !err;
		return err;
	}
	if (!use->enabled)
		return -EINVAL;
	use->enabled--;
	return regulator_disable(use->vdd);
}

static s64 use_supply_get(struct use *use)
{
	return IS_ERR(use->vdd) ? PTR_ERR(use->vdd) :
	       clamp(regulator_is_enabled(use->vdd), -MAX_ERRNO, 1);
}

static int use_pins_set(struct use *use, u64 val)
{
	struct pinctrl_state *state;
	const char *name;
	int err;

	if (IS_ERR(use->pins))
		return PTR_ERR(use->pins);
	err = of_property_read_string_index(use->dev->of_node, "pinctrl-names",
					    val, &name);
	if (err)
		return err;
	state = pinctrl_lookup_state(use->pins, name);
	return IS_ERR(state) ? PTR_ERR(state) :
	       pinctrl_select_state(use->pins, state);
}

static const struct use_number {
	const char *name;
	umode_t mode;
	int (*set)(struct use *use, u64 val);
	s64 (*get)(struct use *use);
} use_numbers[USE_NUMBERS] = {
	{ "reset", 0600, use_reset_set, use_reset_get },
	{ "power", 0600, use_power_set, use_power_get },
	{ "level", 0200, use_level_set },
	{ "voltage", 0600, use_voltage_set, use_voltage_get },
	{ "supply", 0600, use_supply_set, use_supply_get },
	{ "pins", 0200, use_pins_set },
};

static int use_set(void *data, u64 val)
{
	struct use_file *file = data;

	guard(mutex)(&file->use->lock);

	return file->number->set(file->use, val);
}

static int use_get(void *data, u64 *val)
{
	struct use_file *file = data;
	s64 got = -ENODATA;

	guard(mutex)(&file->use->lock);

	if (file->number->get)
		got = file->number->get(file->use);
	if (got < 0)
		return got;
	*val = got;
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(use_fops, use_get, use_set, "%llu\n");

static void use_files(struct use *use)
{
	unsigned int i;

	use->dir = debugfs_create_dir(use->dev->of_node->name, use_root);
	for (i = 0; i < USE_NUMBERS; i++) {
		use->files[i] = (struct use_file){ use, &use_numbers[i] };
		debugfs_create_file(use_numbers[i].name, use_numbers[i].mode,
				    use->dir, &use->files[i], &use_fops);
	}
}

/* What a node does not have is not waited for; what it has may come later. */
static int use_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct use *use = devm_kzalloc(dev, sizeof(*use), GFP_KERNEL);

	if (!use)
		return -ENOMEM;
	use->dev = dev;
	mutex_init(&use->lock);
	use->line = devm_reset_control_get_optional_exclusive(dev, "line");
	if (IS_ERR(use->line))
		return PTR_ERR(use->line);
	use->vdd = devm_regulator_get_optional(dev, "vdd");
	if (use->vdd == ERR_PTR(-EPROBE_DEFER))
		return -EPROBE_DEFER;
	use->pins = devm_pinctrl_get(dev);
	if (use->pins == ERR_PTR(-EPROBE_DEFER))
		return -EPROBE_DEFER;
	platform_set_drvdata(pdev, use);
	pm_runtime_enable(dev);
	use_files(use);
	return 0;
}

static void use_stop(struct platform_device *pdev)
{
	struct use *use = platform_get_drvdata(pdev);

	debugfs_remove(use->dir);
	for (; use->enabled; use->enabled--)
		regulator_disable(use->vdd);
	for (; use->powered; use->powered--)
		pm_runtime_put_sync(use->dev);
	pm_runtime_disable(use->dev);
}

static const struct of_device_id use_ids[] = {
	{ .compatible = "scmi-agent,test-consumer" },
	{ }
};
MODULE_DEVICE_TABLE(of, use_ids);

static struct platform_driver use_driver = {
	.probe = use_probe,
	.remove = use_stop,
	.driver = {
		.name = "scmi-agent-test-consumer",
		.of_match_table = use_ids,
	},
};

static int __init use_init(void)
{
	int err;

	use_root = debugfs_create_dir("scmi-agent-test-consumer", NULL);
	err = platform_driver_register(&use_driver);
	if (err)
		debugfs_remove(use_root);
	return err;
}
module_init(use_init);

static void __exit use_exit(void)
{
	platform_driver_unregister(&use_driver);
	debugfs_remove(use_root);
}
module_exit(use_exit);

MODULE_DESCRIPTION("Test: consumer of resets, domains, supplies and pins");
MODULE_LICENSE("GPL");
