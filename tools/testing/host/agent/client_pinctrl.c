// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of pins: all that the pin control framework may ask it. */
#include "client.h"

/* With its functions that are static. */
#include "clients/pinctrl.c"

const char *client_machine;
static struct pinctrl_dev pctldev;
static const struct pinctrl_desc *desc;

static void unregister(void *unused)
{
	desc = NULL;
}

/* The framework looks at names when a controller comes. */
int devm_pinctrl_register_and_init(struct device *dev, struct pinctrl_desc *d, void *data,
				   struct pinctrl_dev **to)
{
	unsigned int i;

	pctldev.data = data;
	*to = &pctldev;
	for (i = 0; i < d->npins; i++) {
		client_check_name(d->pins[i].name, SCMI_MAX_STR_SIZE);
		if (d->pins[i].number != i)
			die("number of a pin", i);
	}
	for (i = 0; i < (u32)d->pmxops->get_functions_count(*to); i++)
		client_check_name(d->pmxops->get_function_name(*to, i), SCMI_MAX_STR_SIZE);
	desc = d;
	return devm_add_action_or_reset(dev, unregister, NULL);
}

int client_pinctrl_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	client_device(sdev, ph);
	return scmi_pins_probe(sdev);
}

struct pinctrl_dev *client_pinctrl_dev(void)
{
	return &pctldev;
}

const struct pinctrl_desc *client_pinctrl_desc(void)
{
	return desc;
}

static void try_group(unsigned int group)
{
	unsigned long configs[40], config = core_rand(256);
	const unsigned int *pins;
	unsigned int num, i;

	client_check_name(desc->pctlops->get_group_name(&pctldev, group), SCMI_MAX_STR_SIZE);
	if (!desc->pctlops->get_group_pins(&pctldev, group, &pins, &num))
		for (i = 0; i < num; i++)
			if (pins[i] >= desc->npins)
				die("pin of a group", pins[i]);
	for (i = 0; i < ARRAY_SIZE(configs); i++)
		configs[i] = core_rand(1 << 16);
	desc->confops->pin_config_group_get(&pctldev, group, &config);
	desc->confops->pin_config_group_set(&pctldev, group, configs, core_rand(40));
}

static void try_function(unsigned int function, unsigned int num_groups)
{
	const char * const *groups;
	unsigned int num, i, k;

	if (!desc->pmxops->get_function_groups(&pctldev, function, &groups, &num))
		for (i = 0; i < num; i++)
			client_check_name(groups[i], SCMI_MAX_STR_SIZE);
	for (k = 0; k < 3 && num_groups; k++)
		desc->pmxops->set_mux(&pctldev, function, core_rand(num_groups));
}

static void try_one_pin(unsigned int pin)
{
	unsigned long config;
	unsigned int i;

	for (i = 0; i < 256; i++) {
		config = i;
		desc->confops->pin_config_get(&pctldev, pin, &config);
	}
	if (!desc->pmxops->request(&pctldev, pin))
		desc->pmxops->free(&pctldev, pin);
}

void client_pinctrl(const struct scmi_protocol_handle *ph)
{
	struct scmi_device sdev;
	unsigned int i, num, functions;
	int ret = client_pinctrl_bind(&sdev, ph);

	if (world_is_sane() && world.count && !world.killed && ret)
		die("pins do not come up", -ret);
	if (!ret) {
		num = desc->pctlops->get_groups_count(&pctldev);
		for (i = 0; i < min(num, 100u); i++)
			try_group(num > 100 ? core_rand(num) : i);
		functions = desc->pmxops->get_functions_count(&pctldev);
		for (i = 0; i < min(functions, 50u); i++)
			try_function(i, num);
		for (i = 0; i < 10; i++)
			try_one_pin(core_rand(desc->npins));
	}
	devres_release(&sdev.dev);
}
