// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a regulator can do, made of what the platform and the devicetree say.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/kref.h>
#include <linux/linear_range.h>
#include <linux/of.h>
#include <linux/regulator/driver.h>
#include <linux/regulator/of_regulator.h>
#include <linux/scmi_agent_voltage.h>
#include <linux/slab.h>

#include "names.h"
#include "regulator.h"

/*
 * A range is one of the framework's, unless its highest level is no whole number of
 * steps away: that is then a range of its own.
 */
static void scmi_regulator_set_range(struct scmi_regulator *reg,
				     const struct scmi_voltage_info *info)
{
	unsigned int low = info->levels_uv[SCMI_VOLTAGE_SEGMENT_LOW];
	unsigned int high = info->levels_uv[SCMI_VOLTAGE_SEGMENT_HIGH];
	unsigned int step = info->levels_uv[SCMI_VOLTAGE_SEGMENT_STEP];
	unsigned int steps = (high - low) / step;

	reg->ranges[0] = (struct linear_range){
		.min = low, .max_sel = steps, .step = step,
	};
	reg->desc.linear_ranges = reg->ranges;
	reg->desc.n_linear_ranges = 1;
	reg->desc.n_voltages = steps + 1;
	if (low + steps * step == high)
		return;
	reg->ranges[1] = (struct linear_range){
		.min = high, .min_sel = steps + 1, .max_sel = steps + 1,
	};
	reg->desc.n_linear_ranges++;
	reg->desc.n_voltages++;
}

/* The protocol's list goes with the instance, and consumers may stay. */
static int scmi_regulator_set_table(struct scmi_regulator *reg,
				    const struct scmi_voltage_info *info)
{
	unsigned int i;

	reg->table = kvcalloc(info->num_levels, sizeof(*reg->table), GFP_KERNEL);
	if (!reg->table)
		return -ENOMEM;
	for (i = 0; i < info->num_levels; i++)
		reg->table[i] = info->levels_uv[i];
	reg->desc.volt_table = reg->table;
	reg->desc.n_voltages = info->num_levels;
	return 0;
}

/*
 * What is set without levels is what the consumer knows, within the limits of the
 * devicetree. That is also what a domain is left with whose levels are lost.
 */
static int scmi_regulator_set_levels(struct scmi_regulators *regs,
				     struct scmi_regulator *reg,
				     const struct scmi_voltage_info *info)
{
	int err = scmi_agent_voltage_levels(regs->ph, reg->id);

	if (err == -ENODEV || err == -EINTR || err == -ENOMEM)
		return err;
	if (err) {
		reg->desc.continuous_voltage_range = true;
		return 0;
	}
	if (info->negative_volts_allowed)
		return -ERANGE;
	if (!info->segmented)
		return scmi_regulator_set_table(reg, info);
	scmi_regulator_set_range(reg, info);
	return 0;
}

static bool scmi_regulator_is_there(const struct scmi_regulators *regs, u32 id)
{
	unsigned int i;

	for (i = 0; i < regs->count; i++)
		if (regs->reg[i].id == id)
			return true;
	return false;
}

/**
 * scmi_regulator_init() - describe a regulator
 * @regs: the regulators of the instance
 * @reg: the next of them
 * @node: its node
 *
 * Context: Process context, sends messages.
 * Return: 0; -EINVAL: the node names no domain; -ENOENT: one that there is not; -EEXIST:
 *	   one that another node names; -ERANGE: one with negative levels, which the
 *	   framework cannot have; -ENOMEM; -EINTR, -ENODEV: all of them cannot be had.
 */
int scmi_regulator_init(struct scmi_regulators *regs,
			struct scmi_regulator *reg, struct device_node *node)
{
	const struct scmi_voltage_info *info;
	int err;

	*reg = (struct scmi_regulator){ .regs = regs };
	if (of_property_read_u32(node, "reg", &reg->id))
		return -EINVAL;
	if (scmi_regulator_is_there(regs, reg->id))
		return -EEXIST;
	info = scmi_agent_voltage_info(regs->ph, reg->id);
	if (!info)
		return -ENOENT;
	err = scmi_regulator_set_levels(regs, reg, info);
	if (err)
		return err;
	if (!scmi_client_name(reg->name, sizeof(reg->name), info->name, "/"))
		snprintf(reg->name, sizeof(reg->name), "voltage%u", reg->id);
	reg->desc.name = reg->name;
	reg->desc.id = reg->id;
	reg->desc.type = REGULATOR_VOLTAGE;
	reg->desc.owner = THIS_MODULE;
	reg->desc.ops = scmi_regulator_ops_get(reg);
	return 0;
}

/**
 * scmi_regulator_register() - hand a regulator to the framework
 * @regs: the regulators of the instance
 * @reg: the regulator, initialised
 * @node: its node, which has its constraints
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see regulator_register().
 */
int scmi_regulator_register(struct scmi_regulators *regs,
			    struct scmi_regulator *reg, struct device_node *node)
{
	struct regulator_config config = {
		.dev = regs->dev,
		.driver_data = reg,
		.of_node = node,
	};
	struct regulator_dev *rdev;

	config.init_data = of_get_regulator_init_data(regs->dev, node, &reg->desc);
	if (!config.init_data)
		return -ENOMEM;
	rdev = devm_regulator_register(regs->dev, &reg->desc, &config);
	if (IS_ERR(rdev))
		return PTR_ERR(rdev);
	get_device(&rdev->dev);
	reg->rdev = rdev;
	return 0;
}

/**
 * scmi_regulators_are_used() - does anybody use regulators that are unregistered?
 * @regs: the regulators of the instance
 *
 * Nobody can find them any more, so when nobody uses them nobody will.
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmi_regulators_are_used(const struct scmi_regulators *regs)
{
	unsigned int i;

	for (i = 0; i < regs->count; i++)
		if (regs->reg[i].rdev &&
		    kref_read(&regs->reg[i].rdev->dev.kobj.kref) > 1)
			return true;
	return false;
}

/**
 * scmi_regulators_free() - free regulators that are unregistered
 * @regs: the regulators of the instance
 *
 * Context: Process context.
 */
void scmi_regulators_free(struct scmi_regulators *regs)
{
	unsigned int i;

	for (i = 0; i < regs->count; i++) {
		if (regs->reg[i].rdev)
			put_device(&regs->reg[i].rdev->dev);
		kvfree(regs->reg[i].table);
	}
	kvfree(regs);
}
