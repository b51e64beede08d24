// SPDX-License-Identifier: GPL-2.0-only
/*
 * A consumer of pins, for the node that is compatible with scmi-agent,test-pins. The
 * file "state" of its device selects a state by its name; what that returns is what the
 * write returns.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/pinctrl/consumer.h>
#include <linux/platform_device.h>
#include <linux/string.h>

static ssize_t state_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct pinctrl *pins = dev_get_drvdata(dev);
	struct pinctrl_state *state;
	char name[32];
	int ret;

	if (strscpy(name, buf, sizeof(name)) < 0)
		return -EINVAL;
	state = pinctrl_lookup_state(pins, strim(name));
	if (IS_ERR(state))
		return PTR_ERR(state);
	ret = pinctrl_select_state(pins, state);
	return ret ?: count;
}
static DEVICE_ATTR_WO(state);

static struct attribute *test_pins_attrs[] = {
	&dev_attr_state.attr,
	NULL,
};
ATTRIBUTE_GROUPS(test_pins);

/* The framework has selected the default state before. */
static int test_pins_probe(struct platform_device *pdev)
{
	struct pinctrl *pins = devm_pinctrl_get(&pdev->dev);

	if (IS_ERR(pins))
		return PTR_ERR(pins);
	platform_set_drvdata(pdev, pins);
	return 0;
}

static const struct of_device_id test_pins_of_match[] = {
	{ .compatible = "scmi-agent,test-pins" },
	{ }
};

static struct platform_driver test_pins_driver = {
	.driver = {
		.name = "scmi-agent-test-pins",
		.of_match_table = test_pins_of_match,
		.dev_groups = test_pins_groups,
	},
	.probe = test_pins_probe,
};
module_platform_driver(test_pins_driver);

MODULE_DESCRIPTION("SCMI agent: a consumer of pins, for tests");
MODULE_LICENSE("GPL");
