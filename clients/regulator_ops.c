// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations of a regulator.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/regulator/driver.h>

#include "regulator.h"

static struct scmi_regulator *to_scmi_regulator(struct regulator_dev *rdev)
{
	return rdev_get_drvdata(rdev);
}

/* Is the domain in that state? */
static bool scmi_regulator_state_is(struct scmi_regulator *reg, u32 state)
{
	struct scmi_regulators *regs = reg->regs;
	u32 config;

	return !regs->ops->config_get(regs->ph, reg->id, &config) &&
	       config == state;
}

/*
 * Some platforms refuse to put a domain into the state that it is in: then it is what
 * the consumer wants. No answer is no refusal.
 */
static int scmi_regulator_switch(struct regulator_dev *rdev, u32 state)
{
	static const char * const words[] = { "off", "on" };
	struct scmi_regulator *reg = to_scmi_regulator(rdev);
	struct scmi_regulators *regs = reg->regs;
	int err;

	guard(rwsem_read)(&regs->lock);

	if (!regs->ph)
		return -ENODEV;
	err = regs->ops->config_set(regs->ph, reg->id, state);
	if (!err || err == -ETIMEDOUT || err == -ENODEV ||
	    !scmi_regulator_state_is(reg, state))
		return err;
	if (!reg->told_state)
		dev_info(regs->dev,
			 "voltage domain %u: the platform does not turn it %s (%pe), but it is\n",
			 reg->id, words[!!state], ERR_PTR(err));
	reg->told_state = true;
	return 0;
}

static int scmi_regulator_enable(struct regulator_dev *rdev)
{
	return scmi_regulator_switch(rdev, SCMI_VOLTAGE_ARCH_STATE_ON);
}

static int scmi_regulator_disable(struct regulator_dev *rdev)
{
	return scmi_regulator_switch(rdev, SCMI_VOLTAGE_ARCH_STATE_OFF);
}

/*
 * A state that cannot be read must not keep anybody from turning the domain on: the
 * framework knows -EINVAL for that. A vendor's state is not "on", which is what
 * consumers ask for.
 */
static int scmi_regulator_is_enabled(struct regulator_dev *rdev)
{
	struct scmi_regulator *reg = to_scmi_regulator(rdev);
	struct scmi_regulators *regs = reg->regs;
	u32 config;

	guard(rwsem_read)(&regs->lock);

	if (!regs->ph || regs->ops->config_get(regs->ph, reg->id, &config))
		return -EINVAL;
	return config == SCMI_VOLTAGE_ARCH_STATE_ON;
}

/* The platform may run the domain at a level that it does not list. */
static int scmi_regulator_get(struct regulator_dev *rdev)
{
	struct scmi_regulator *reg = to_scmi_regulator(rdev);
	struct scmi_regulators *regs = reg->regs;
	s32 uv;
	int err;

	guard(rwsem_read)(&regs->lock);

	if (!regs->ph)
		return -ENODEV;
	err = regs->ops->level_get(regs->ph, reg->id, &uv);
	if (err)
		return err;
	return uv < 0 ? -ERANGE : uv;
}

static int scmi_regulator_set_uv(struct regulator_dev *rdev, int uv)
{
	struct scmi_regulator *reg = to_scmi_regulator(rdev);
	struct scmi_regulators *regs = reg->regs;

	guard(rwsem_read)(&regs->lock);

	if (!regs->ph)
		return -ENODEV;
	return regs->ops->level_set(regs->ph, reg->id,
				    SCMI_VOLTAGE_LEVEL_SET_AUTO, uv);
}

static int scmi_regulator_set_sel(struct regulator_dev *rdev,
				  unsigned int selector)
{
	int uv = rdev->desc->ops->list_voltage(rdev, selector);

	return uv < 0 ? uv : scmi_regulator_set_uv(rdev, uv);
}

/* Without levels: the lowest that will do. */
static int scmi_regulator_set(struct regulator_dev *rdev, int min_uv, int max_uv,
			      unsigned int *selector)
{
	*selector = 0;
	return scmi_regulator_set_uv(rdev, min_uv);
}

static const struct regulator_ops scmi_regulator_range_ops = {
	.enable = scmi_regulator_enable,
	.disable = scmi_regulator_disable,
	.is_enabled = scmi_regulator_is_enabled,
	.get_voltage = scmi_regulator_get,
	.set_voltage_sel = scmi_regulator_set_sel,
	.list_voltage = regulator_list_voltage_linear_range,
	.map_voltage = regulator_map_voltage_linear_range,
};

static const struct regulator_ops scmi_regulator_table_ops = {
	.enable = scmi_regulator_enable,
	.disable = scmi_regulator_disable,
	.is_enabled = scmi_regulator_is_enabled,
	.get_voltage = scmi_regulator_get,
	.set_voltage_sel = scmi_regulator_set_sel,
	.list_voltage = regulator_list_voltage_table,
	.map_voltage = regulator_map_voltage_ascend,
};

static const struct regulator_ops scmi_regulator_any_ops = {
	.enable = scmi_regulator_enable,
	.disable = scmi_regulator_disable,
	.is_enabled = scmi_regulator_is_enabled,
	.get_voltage = scmi_regulator_get,
	.set_voltage = scmi_regulator_set,
};

/**
 * scmi_regulator_ops_get() - operations for a regulator
 * @reg: the regulator, whose levels are set
 *
 * Context: Any.
 * Return: the operations.
 */
const struct regulator_ops *
scmi_regulator_ops_get(const struct scmi_regulator *reg)
{
	if (reg->desc.continuous_voltage_range)
		return &scmi_regulator_any_ops;
	return reg->table ? &scmi_regulator_table_ops : &scmi_regulator_range_ops;
}
