// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI pins for the pin control framework: their settings.
 */

#include <linux/cleanup.h>
#include <linux/jiffies.h>
#include <linux/pinctrl/pinconf-generic.h>
#include <linux/slab.h>

#include "pinctrl.h"

/**
 * DOC: Settings of pins
 *
 * Settings that the framework changes together go out together. It reads them one by
 * one, some thirty for each pin that debugfs shows; so all of a pin are read at once,
 * and for a moment that is the answer to further questions. The level of an input is
 * read each time.
 *
 * The framework has settings without a value, such as bias-disable, which SCMI turns on
 * and off: asked for they are 1, and off they are an error, as the framework wants it.
 */

/* How long what was read is believed. */
#define SCMI_PINS_FRESH_MS	50

#define SCMI_PINS_UA_PER_MA	1000

/**
 * struct scmi_pins_map - a setting of the framework's and of SCMI's
 * @param: the framework's
 * @get: SCMI's when it is read
 * @set: SCMI's when it is changed
 * @flag: it has no value
 */
struct scmi_pins_map {
	enum pin_config_param param;
	enum scmi_pinctrl_conf_type get;
	enum scmi_pinctrl_conf_type set;
	bool flag;
};

#define SCMI_PINS_VALUE(param, type)	{ param, type, type, false }
#define SCMI_PINS_FLAG(param, type)	{ param, type, type, true }

static const struct scmi_pins_map scmi_pins_maps[] = {
	SCMI_PINS_FLAG(PIN_CONFIG_BIAS_BUS_HOLD, SCMI_PIN_BIAS_BUS_HOLD),
	SCMI_PINS_FLAG(PIN_CONFIG_BIAS_DISABLE, SCMI_PIN_BIAS_DISABLE),
	SCMI_PINS_FLAG(PIN_CONFIG_BIAS_HIGH_IMPEDANCE, SCMI_PIN_BIAS_HIGH_IMPEDANCE),
	SCMI_PINS_VALUE(PIN_CONFIG_BIAS_PULL_DOWN, SCMI_PIN_BIAS_PULL_DOWN),
	SCMI_PINS_VALUE(PIN_CONFIG_BIAS_PULL_PIN_DEFAULT, SCMI_PIN_BIAS_PULL_DEFAULT),
	SCMI_PINS_VALUE(PIN_CONFIG_BIAS_PULL_UP, SCMI_PIN_BIAS_PULL_UP),
	SCMI_PINS_FLAG(PIN_CONFIG_DRIVE_OPEN_DRAIN, SCMI_PIN_DRIVE_OPEN_DRAIN),
	SCMI_PINS_FLAG(PIN_CONFIG_DRIVE_OPEN_SOURCE, SCMI_PIN_DRIVE_OPEN_SOURCE),
	SCMI_PINS_FLAG(PIN_CONFIG_DRIVE_PUSH_PULL, SCMI_PIN_DRIVE_PUSH_PULL),
	SCMI_PINS_VALUE(PIN_CONFIG_DRIVE_STRENGTH, SCMI_PIN_DRIVE_STRENGTH),
	SCMI_PINS_VALUE(PIN_CONFIG_INPUT_DEBOUNCE, SCMI_PIN_INPUT_DEBOUNCE),
	SCMI_PINS_VALUE(PIN_CONFIG_INPUT_ENABLE, SCMI_PIN_INPUT_MODE),
	SCMI_PINS_VALUE(PIN_CONFIG_INPUT_SCHMITT, SCMI_PIN_INPUT_SCHMITT),
	SCMI_PINS_VALUE(PIN_CONFIG_INPUT_SCHMITT_ENABLE, SCMI_PIN_INPUT_SCHMITT),
	{ PIN_CONFIG_LEVEL, SCMI_PIN_INPUT_VALUE, SCMI_PIN_OUTPUT_VALUE, false },
	SCMI_PINS_VALUE(PIN_CONFIG_MODE_LOW_POWER, SCMI_PIN_LOW_POWER_MODE),
	SCMI_PINS_VALUE(PIN_CONFIG_OUTPUT_ENABLE, SCMI_PIN_OUTPUT_MODE),
	SCMI_PINS_VALUE(PIN_CONFIG_POWER_SOURCE, SCMI_PIN_POWER_SOURCE),
	SCMI_PINS_VALUE(PIN_CONFIG_SLEW_RATE, SCMI_PIN_SLEW_RATE),
};

/* The row of a setting; vendors' have the same number here and there. */
static bool scmi_pins_map(unsigned int param, struct scmi_pins_map *map)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(scmi_pins_maps); i++) {
		*map = scmi_pins_maps[i];
		if (map->param == param)
			return true;
	}
	if (param < SCMI_PIN_OEM_START || param > SCMI_PIN_OEM_END)
		return false;
	*map = (struct scmi_pins_map)SCMI_PINS_VALUE(param, param);
	return true;
}

/* Is a bias that the framework wants to be told of by an error when it is off? */
static bool scmi_pins_is_off(const struct scmi_pins_map *map, u32 value)
{
	return !value && (map->flag || map->param == PIN_CONFIG_BIAS_PULL_UP ||
			  map->param == PIN_CONFIG_BIAS_PULL_DOWN ||
			  map->param == PIN_CONFIG_BIAS_PULL_PIN_DEFAULT);
}

/* Read all settings of a pin or group, unless that was done a moment ago. */
static int scmi_pins_refresh(struct scmi_pins *pins, u32 id,
			     enum scmi_pinctrl_selector_type type)
	__must_hold(&pins->lock)
{
	struct scmi_pins_settings *all = &pins->settings;
	int ret;

	lockdep_assert_held(&pins->lock);

	if (all->until && time_before(jiffies, all->until) && all->id == id &&
	    all->type == type)
		return 0;
	all->until = 0;
	all->num = ARRAY_SIZE(all->types);
	ret = pins->ops->settings_get_all(pins->ph, id, type, &all->num,
					  all->types, all->values);
	if (ret)
		return ret;
	all->id = id;
	all->type = type;
	all->until = (jiffies + msecs_to_jiffies(SCMI_PINS_FRESH_MS)) ?: 1;
	return 0;
}

/* A setting out of all; -EOPNOTSUPP: the pin has not got it. */
static int scmi_pins_look_up(struct scmi_pins *pins, u32 id,
			     enum scmi_pinctrl_selector_type type,
			     enum scmi_pinctrl_conf_type config, u32 *value)
{
	const struct scmi_pins_settings *all = &pins->settings;
	unsigned int i;
	int ret;

	guard(mutex)(&pins->lock);
	ret = scmi_pins_refresh(pins, id, type);
	for (i = 0; !ret && i < all->num; i++) {
		if (all->types[i] == config) {
			*value = all->values[i];
			return 0;
		}
	}
	return ret ?: -EOPNOTSUPP;
}

static int scmi_pins_get(struct scmi_pins *pins, u32 id,
			 enum scmi_pinctrl_selector_type type,
			 unsigned long *config)
{
	unsigned int param = pinconf_to_config_param(*config);
	struct scmi_pins_map map;
	u32 value = 0;
	int ret;

	if (!scmi_pins_map(param, &map))
		return -ENOTSUPP;
	ret = -EINVAL;
	if (map.get != SCMI_PIN_INPUT_VALUE)
		ret = scmi_pins_look_up(pins, id, type, map.get, &value);
	/* Not all platforms tell all at once. */
	if (ret == -EINVAL || ret == -EPROTO)
		ret = pins->ops->settings_get_one(pins->ph, id, type, map.get,
						  &value);
	if (ret)
		return ret == -EOPNOTSUPP ? -ENOTSUPP : ret;
	if (scmi_pins_is_off(&map, value))
		return -EINVAL;
	*config = pinconf_to_config_packed(param, value);
	return 0;
}

/* What SCMI calls a setting. Return: 1; 0 when it is none for the platform; errno. */
static int scmi_pins_convert(unsigned long config,
			     enum scmi_pinctrl_conf_type *type, u32 *value)
{
	unsigned int param = pinconf_to_config_param(config);
	struct scmi_pins_map map;

	*value = pinconf_to_config_argument(config);
	if (param == PIN_CONFIG_PERSIST_STATE)
		return 0;
	if (param == PIN_CONFIG_DRIVE_STRENGTH_UA) {
		if (*value % SCMI_PINS_UA_PER_MA)
			return -ENOTSUPP;
		*value /= SCMI_PINS_UA_PER_MA;
		param = PIN_CONFIG_DRIVE_STRENGTH;
	}
	if (!scmi_pins_map(param, &map))
		return -ENOTSUPP;
	*type = map.set;
	if (map.flag)
		*value = 1;
	return 1;
}

static int scmi_pins_set(struct scmi_pins *pins, u32 id,
			 enum scmi_pinctrl_selector_type type,
			 const unsigned long *configs, unsigned int num)
{
	enum scmi_pinctrl_conf_type *types __free(kfree) =
		kcalloc(num, sizeof(*types), GFP_KERNEL);
	u32 *values __free(kfree) = kcalloc(num, sizeof(*values), GFP_KERNEL);
	unsigned int i, n = 0;
	int ret;

	if (!types || !values)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		ret = scmi_pins_convert(configs[i], &types[n], &values[n]);
		if (ret < 0)
			return ret;
		n += ret;
	}
	ret = pins->ops->settings_conf(pins->ph, id, type, n, types, values);
	/* Also if it failed: some may have changed. */
	scoped_guard(mutex, &pins->lock)
		pins->settings.until = 0;
	return ret == -EOPNOTSUPP ? -ENOTSUPP : ret;
}

static int scmi_pins_conf_get(struct pinctrl_dev *pctldev, unsigned int pin,
			      unsigned long *config)
{
	return scmi_pins_get(pinctrl_dev_get_drvdata(pctldev), pin, PIN_TYPE,
			     config);
}

static int scmi_pins_conf_set(struct pinctrl_dev *pctldev, unsigned int pin,
			      unsigned long *configs, unsigned int num)
{
	return scmi_pins_set(pinctrl_dev_get_drvdata(pctldev), pin, PIN_TYPE,
			     configs, num);
}

static int scmi_pins_conf_group_get(struct pinctrl_dev *pctldev,
				    unsigned int group, unsigned long *config)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);
	enum scmi_pinctrl_selector_type type;
	u32 id = scmi_pins_group(pins, group, &type);

	return scmi_pins_get(pins, id, type, config);
}

static int scmi_pins_conf_group_set(struct pinctrl_dev *pctldev,
				    unsigned int group, unsigned long *configs,
				    unsigned int num)
{
	struct scmi_pins *pins = pinctrl_dev_get_drvdata(pctldev);
	enum scmi_pinctrl_selector_type type;
	u32 id = scmi_pins_group(pins, group, &type);

	return scmi_pins_set(pins, id, type, configs, num);
}

const struct pinconf_ops scmi_pins_conf_ops = {
	.is_generic = true,
	.pin_config_get = scmi_pins_conf_get,
	.pin_config_set = scmi_pins_conf_set,
	.pin_config_group_get = scmi_pins_conf_group_get,
	.pin_config_group_set = scmi_pins_conf_group_set,
};
