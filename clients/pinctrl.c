// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI pins for the pin control framework: groups and functions.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/pinctrl/pinconf-generic.h>
#include <linux/pinctrl/pinmux.h>
#include <linux/scmi_agent_pinctrl.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "pinctrl.h"

/**
 * DOC: Groups of pins
 *
 * The framework gives functions to groups of pins, by name. A platform may have no
 * groups, or functions for single pins: then each pin is a group as well, which has the
 * pin's name, behind the platform's own groups. Settings of such a group are the pin's.
 *
 * Names that cannot be printed are not used. What cannot be named now, because the
 * platform is busy for example, has a name that nobody looks for; whoever looks later
 * finds it.
 */

/* What a group or function is called while its name is not known. */
#define SCMI_PINS_UNKNOWN	"(unknown)"

/* Machines whose pins have a client of their vendor, with other bindings. */
static const char * const scmi_pins_foreign_machines[] = {
	"fsl,imx94", "fsl,imx95", "fsl,imx952",
};

/**
 * struct scmi_pins_vendor - a platform whose pins have a client of its vendor
 * @vendor: name of the vendor
 * @sub_vendor: name of the sub-vendor
 */
struct scmi_pins_vendor {
	const char *vendor;
	const char *sub_vendor;
};

static const struct scmi_pins_vendor scmi_pins_foreign_vendors[] = {
	{ "NXP", "IMX" },
};

static bool scmi_pins_is_foreign(const struct scmi_handle *handle)
{
	const struct scmi_base_info *info = handle->version;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(scmi_pins_foreign_machines); i++)
		if (of_machine_is_compatible(scmi_pins_foreign_machines[i]))
			return true;
	for (i = 0; i < ARRAY_SIZE(scmi_pins_foreign_vendors); i++)
		if (!strcmp(info->vendor_id, scmi_pins_foreign_vendors[i].vendor) &&
		    !strcmp(info->sub_vendor_id,
			    scmi_pins_foreign_vendors[i].sub_vendor))
			return true;
	return false;
}

/* The platform's name, if it is known and fit to be printed, or NULL. */
static const char *scmi_pins_name(const struct scmi_pins *pins, u32 id,
				  enum scmi_pinctrl_selector_type type)
{
	const char *name, *c;

	if (pins->ops->name_get(pins->ph, id, type, &name))
		return NULL;
	for (c = name; *c; c++)
		if (*c <= ' ' || *c > '~')
			return NULL;
	return name;
}

static int scmi_pins_groups_count(struct pinctrl_dev *pctldev)
{
	const struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	return pins->num_groups + (pins->single ? pins->desc.npins : 0);
}

static const char *scmi_pins_group_name(struct pinctrl_dev *pctldev,
					unsigned int group)
{
	const struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	if (group >= pins->num_groups)
		return pins->pins[group - pins->num_groups].name;
	return scmi_pins_name(pins, group, GROUP_TYPE) ?: SCMI_PINS_UNKNOWN;
}

static int scmi_pins_group_pins(struct pinctrl_dev *pctldev, unsigned int group,
				const unsigned int **ids, unsigned int *num)
{
	const struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	if (group < pins->num_groups)
		return pins->ops->group_pins_get(pins->ph, group, ids, num);
	*ids = &pins->pins[group - pins->num_groups].number;
	*num = 1;
	return 0;
}

static const struct pinctrl_ops scmi_pins_ops = {
	.get_groups_count = scmi_pins_groups_count,
	.get_group_name = scmi_pins_group_name,
	.get_group_pins = scmi_pins_group_pins,
#ifdef CONFIG_OF
	.dt_node_to_map = pinconf_generic_dt_node_to_map_all,
	.dt_free_map = pinconf_generic_dt_free_map,
#endif
};

static int scmi_pins_functions_count(struct pinctrl_dev *pctldev)
{
	const struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	return pins->num_functions;
}

static const char *scmi_pins_function_name(struct pinctrl_dev *pctldev,
					   unsigned int function)
{
	const struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	return scmi_pins_name(pins, function, FUNCTION_TYPE) ?: SCMI_PINS_UNKNOWN;
}

/* Name of what can have a function: a group or a pin; NULL if it is not known. */
static const char *scmi_pins_member_name(const struct scmi_pins *pins,
					 unsigned int id, bool is_pin)
{
	return is_pin ? pins->pins[id].name : scmi_pins_name(pins, id, GROUP_TYPE);
}

/* Names of the groups of a function that the framework has not asked for before. */
static int scmi_pins_function_fill(struct scmi_pins *pins, unsigned int id,
				   struct scmi_pins_function *function)
	__must_hold(&pins->lock)
{
	struct scmi_agent_pinctrl_info info;
	const unsigned int *ids;
	const char **groups, *name;
	unsigned int num, i, n = 0;
	int ret;

	lockdep_assert_held(&pins->lock);

	ret = scmi_agent_pinctrl_info(pins->ph, id, FUNCTION_TYPE, &info) ?:
	      pins->ops->function_groups_get(pins->ph, id, &num, &ids) ?:
	      info.of_pins ? 0 : scmi_agent_pinctrl_read(pins->ph, GROUP_TYPE);
	if (ret)
		return ret;
	groups = kvcalloc(num, sizeof(*groups), GFP_KERNEL);
	if (!groups)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		name = scmi_pins_member_name(pins, ids[i], info.of_pins);
		if (name)
			groups[n++] = name;
	}
	function->groups = groups;
	function->num = n;
	return 0;
}

static int scmi_pins_function_groups(struct pinctrl_dev *pctldev,
				     unsigned int id,
				     const char * const **groups,
				     unsigned int *num)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);
	struct scmi_pins_function *function = &pins->functions[id];
	int ret = 0;

	guard(mutex)(&pins->lock);
	if (!function->groups)
		ret = scmi_pins_function_fill(pins, id, function);
	if (ret)
		return ret;
	*groups = function->groups;
	*num = function->num;
	return 0;
}

static int scmi_pins_set_mux(struct pinctrl_dev *pctldev, unsigned int function,
			     unsigned int group)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);
	enum scmi_pinctrl_selector_type type;
	u32 id = scmi_pins_group(pins, group, &type);

	if (type == PIN_TYPE)
		return scmi_agent_pinctrl_mux_pin(pins->ph, function, id);
	return pins->ops->mux_set(pins->ph, function, id);
}

/* Platforms need not know of requests: who has which pin is then settled otherwise. */
static int scmi_pins_request(struct pinctrl_dev *pctldev, unsigned int pin)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);
	int ret;

	if (READ_ONCE(pins->no_request))
		return 0;
	ret = pins->ops->pin_request(pins->ph, pin);
	if (ret != -EOPNOTSUPP)
		return ret;
	WRITE_ONCE(pins->no_request, true);
	return 0;
}

static int scmi_pins_free(struct pinctrl_dev *pctldev, unsigned int pin)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);

	if (READ_ONCE(pins->no_request))
		return 0;
	return pins->ops->pin_free(pins->ph, pin);
}

static const struct pinmux_ops scmi_pins_mux_ops = {
	.request = scmi_pins_request,
	.free = scmi_pins_free,
	.get_functions_count = scmi_pins_functions_count,
	.get_function_name = scmi_pins_function_name,
	.get_function_groups = scmi_pins_function_groups,
	.set_mux = scmi_pins_set_mux,
};

static void scmi_pins_release(void *data)
{
	struct scmi_pins *pins = data;
	unsigned int i;

	for (i = 0; i < pins->num_functions; i++)
		kvfree(pins->functions[i].groups);
	kvfree(pins->functions);
	kvfree(pins->pins);
	mutex_destroy(&pins->lock);
	kvfree(pins);
}

static struct scmi_pins *scmi_pins_alloc(struct scmi_device *sdev,
					 unsigned int num_pins,
					 unsigned int num_functions)
{
	struct scmi_pins *pins = kvzalloc(sizeof(*pins), GFP_KERNEL);
	int ret;

	if (!pins)
		return ERR_PTR(-ENOMEM);
	mutex_init(&pins->lock);
	pins->dev = &sdev->dev;
	pins->pins = kvcalloc(num_pins, sizeof(*pins->pins), GFP_KERNEL);
	pins->functions = kvcalloc(num_functions, sizeof(*pins->functions),
				   GFP_KERNEL);
	if (!pins->pins || !pins->functions) {
		scmi_pins_release(pins);
		return ERR_PTR(-ENOMEM);
	}
	pins->num_functions = num_functions;
	ret = devm_add_action_or_reset(pins->dev, scmi_pins_release, pins);
	return ret ? ERR_PTR(ret) : pins;
}

/*
 * Have all pins, groups or functions read. If nothing is known of any of them the
 * platform is out of order, and may be asked again.
 */
static int scmi_pins_read(const struct scmi_pins *pins,
			  enum scmi_pinctrl_selector_type type, unsigned int num)
{
	int ret = scmi_agent_pinctrl_read(pins->ph, type);
	struct scmi_agent_pinctrl_info info;
	unsigned int id;

	for (id = 0; ret && id < num; id++)
		if (!scmi_agent_pinctrl_info(pins->ph, id, type, &info))
			return 0;
	return num ? ret : 0;
}

static int scmi_pins_describe(struct scmi_pins *pins, unsigned int count)
{
	struct pinctrl_pin_desc *pin = pins->pins;
	unsigned int id;
	int ret = scmi_pins_read(pins, PIN_TYPE, count);

	if (ret)
		return ret;
	for (id = 0; id < count; id++, pin++) {
		pin->number = id;
		pin->name = scmi_pins_name(pins, id, PIN_TYPE) ?:
			    devm_kasprintf(pins->dev, GFP_KERNEL, "pin%u", id);
		if (!pin->name)
			return -ENOMEM;
	}
	pins->desc.pins = pins->pins;
	pins->desc.npins = count;
	return 0;
}

/* Is there a function that single pins can have? */
static bool scmi_pins_have_functions(const struct scmi_pins *pins)
{
	struct scmi_agent_pinctrl_info info;
	unsigned int id;

	for (id = 0; id < pins->num_functions; id++)
		if (!scmi_agent_pinctrl_info(pins->ph, id, FUNCTION_TYPE, &info) &&
		    info.of_pins)
			return true;
	return false;
}

static int scmi_pins_register(struct scmi_pins *pins)
{
	int ret = scmi_pins_read(pins, FUNCTION_TYPE, pins->num_functions);

	if (ret)
		return ret;
	pins->single = !pins->num_groups || scmi_pins_have_functions(pins);
	pins->desc.name = "scmi-agent-pinctrl";
	pins->desc.owner = THIS_MODULE;
	pins->desc.pctlops = &scmi_pins_ops;
	pins->desc.pmxops = &scmi_pins_mux_ops;
	pins->desc.confops = &scmi_pins_conf_ops;
	/* The framework does not look after consumers when a controller goes. */
	pins->desc.link_consumers = true;
	ret = devm_pinctrl_register_and_init(pins->dev, &pins->desc, pins,
					     &pins->pctldev);
	return ret ?: pinctrl_enable(pins->pctldev);
}

static int scmi_pins_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	const struct scmi_pinctrl_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct scmi_pins *pins;
	int count, ret;

	if (!handle || scmi_pins_is_foreign(handle))
		return -ENODEV;
	ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_PINCTRL, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	count = ops->count_get(ph, PIN_TYPE);
	if (count <= 0)
		return count ?: -ENODEV;
	pins = scmi_pins_alloc(sdev, count, ops->count_get(ph, FUNCTION_TYPE));
	if (IS_ERR(pins))
		return PTR_ERR(pins);
	pins->ops = ops;
	pins->ph = ph;
	pins->num_groups = ops->count_get(ph, GROUP_TYPE);
	ret = scmi_pins_describe(pins, count);
	return ret ?: scmi_pins_register(pins);
}

static const struct scmi_device_id scmi_pins_id_table[] = {
	{ SCMI_PROTOCOL_PINCTRL, "pinctrl" },
	{ }
};

static struct scmi_driver scmi_pins_driver = {
	.name = "scmi-agent-pinctrl",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_pins_probe,
	.id_table = scmi_pins_id_table,
};
module_scmi_driver(scmi_pins_driver);

MODULE_ALIAS("scmi_agent:p19:pinctrl");
MODULE_DESCRIPTION("SCMI agent: pins");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
