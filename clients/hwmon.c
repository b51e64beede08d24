// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI sensors for hwmon and thermal.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/hwmon.h>
#include <linux/module.h>
#include <linux/scmi_agent_sensor.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hwmon.h"
#include "names.h"
#include "passing.h"

/* Sensors that one instance may show; a platform may claim 65535 of them. */
#define SCMI_HWMON_MAX_CHANS	1024

/* Kinds of sensors, see scmi_hwmon_class(). */
#define SCMI_HWMON_MAX_TYPES	5

/**
 * struct scmi_hwmon_chip - what the framework wants to know at registration
 * @info: the whole
 * @type: one per kind of sensor
 * @types: pointers to them, NULL terminated
 * @config: attributes of each channel, a 0 after those of each type
 */
struct scmi_hwmon_chip {
	struct hwmon_chip_info info;
	struct hwmon_channel_info type[SCMI_HWMON_MAX_TYPES];
	const struct hwmon_channel_info *types[SCMI_HWMON_MAX_TYPES + 1];
	u32 config[];
};

static struct scmi_hwmon_chan *
scmi_hwmon_chan(const struct scmi_hwmon *hwmon, enum hwmon_sensor_types type,
		int channel)
{
	return &hwmon->chan[hwmon->first[type] + channel];
}

static int scmi_hwmon_attr(const struct scmi_hwmon_chan *chan, u32 attr)
{
	unsigned int i;

	for (i = 0; i < SCMI_HWMON_NUM_ATTRS; i++) {
		if (chan->class->attr[i] == (int)attr)
			return i;
	}
	return -EOPNOTSUPP;
}

static umode_t scmi_hwmon_is_visible(const void *drvdata,
				     enum hwmon_sensor_types type, u32 attr,
				     int channel)
{
	/* Which attributes a channel has is in its config. */
	switch (scmi_hwmon_attr(scmi_hwmon_chan(drvdata, type, channel), attr)) {
	case SCMI_HWMON_ENABLE:
	case SCMI_HWMON_MAX:
	case SCMI_HWMON_CRIT:
		return 0644;
	default:
		return 0444;
	}
}

static int scmi_hwmon_read(struct device *dev, enum hwmon_sensor_types type,
			   u32 attr, int channel, long *val)
{
	struct scmi_hwmon_chan *chan =
		scmi_hwmon_chan(dev_get_drvdata(dev), type, channel);
	s64 wide;
	int err;

	switch (scmi_hwmon_attr(chan, attr)) {
	case SCMI_HWMON_INPUT:
		err = scmi_hwmon_read_value(chan, &wide);
		break;
	case SCMI_HWMON_MAX:
		err = scmi_hwmon_limit_get(chan, 0, &wide);
		break;
	case SCMI_HWMON_CRIT:
		err = scmi_hwmon_limit_get(chan, 1, &wide);
		break;
	case SCMI_HWMON_ENABLE:
		return scmi_hwmon_get_enabled(chan, val);
	case SCMI_HWMON_MAX_ALARM:
		return scmi_hwmon_alarm_get(chan, 0, val);
	case SCMI_HWMON_CRIT_ALARM:
		return scmi_hwmon_alarm_get(chan, 1, val);
	default:
		return -EOPNOTSUPP;
	}
	if (!err)
		*val = clamp_t(s64, wide, LONG_MIN, LONG_MAX);
	return err;
}

static int scmi_hwmon_read_string(struct device *dev,
				  enum hwmon_sensor_types type, u32 attr,
				  int channel, const char **str)
{
	*str = scmi_hwmon_chan(dev_get_drvdata(dev), type, channel)->label;
	return 0;
}

static int scmi_hwmon_write(struct device *dev, enum hwmon_sensor_types type,
			    u32 attr, int channel, long val)
{
	struct scmi_hwmon_chan *chan =
		scmi_hwmon_chan(dev_get_drvdata(dev), type, channel);

	switch (scmi_hwmon_attr(chan, attr)) {
	case SCMI_HWMON_ENABLE:
		if (val != 0 && val != 1)
			return -EINVAL;
		/* A zone without its sensor does not protect anything. */
		if (!val && chan->tz)
			return -EBUSY;
		return scmi_hwmon_set_enabled(chan, val);
	case SCMI_HWMON_MAX:
		return scmi_hwmon_limit_set(chan, 0, val);
	case SCMI_HWMON_CRIT:
		return scmi_hwmon_limit_set(chan, 1, val);
	default:
		return -EOPNOTSUPP;
	}
}

static const struct hwmon_ops scmi_hwmon_ops = {
	.is_visible = scmi_hwmon_is_visible,
	.read = scmi_hwmon_read,
	.read_string = scmi_hwmon_read_string,
	.write = scmi_hwmon_write,
};

/* Attributes of a channel, one bit each. */
static u32 scmi_hwmon_config(const struct scmi_hwmon_chan *chan)
{
	const s8 *attr = chan->class->attr;
	u32 config = BIT(attr[SCMI_HWMON_LABEL]);

	if (chan->can_enable)
		config |= BIT(attr[SCMI_HWMON_ENABLE]);
	if (chan->num_limits > 0)
		config |= BIT(attr[SCMI_HWMON_MAX_ALARM]);
	if (chan->num_limits > 1)
		config |= BIT(attr[SCMI_HWMON_CRIT_ALARM]);
	if (scmi_hwmon_is_wide(chan->class))
		return config;
	config |= BIT(attr[SCMI_HWMON_INPUT]);
	if (chan->num_limits > 0)
		config |= BIT(attr[SCMI_HWMON_MAX]);
	if (chan->num_limits > 1)
		config |= BIT(attr[SCMI_HWMON_CRIT]);
	return config;
}

static const struct hwmon_chip_info *
scmi_hwmon_chip_info(const struct scmi_hwmon *hwmon)
{
	struct scmi_hwmon_chip *chip;
	unsigned int i, num_types = 0;
	u32 *config;

	chip = devm_kzalloc(hwmon->dev,
			    struct_size(chip, config,
					hwmon->num + SCMI_HWMON_MAX_TYPES),
			    GFP_KERNEL);
	if (!chip)
		return NULL;
	config = chip->config;
	for (i = 0; i < hwmon->num; i++) {
		const struct scmi_hwmon_chan *chan = &hwmon->chan[i];

		if (!chan->index) {
			struct hwmon_channel_info *type;

			config += !!num_types;
			type = &chip->type[num_types];
			type->type = chan->class->type;
			type->config = config;
			chip->types[num_types++] = type;
		}
		*config++ = scmi_hwmon_config(chan);
	}
	chip->info.ops = &scmi_hwmon_ops;
	chip->info.info = chip->types;
	return &chip->info;
}

static void scmi_hwmon_chan_init(struct scmi_hwmon *hwmon,
				 const struct scmi_sensor_info *info,
				 unsigned int *next)
{
	struct scmi_hwmon_quantity quantity;
	const struct scmi_hwmon_class *class = scmi_hwmon_class(info, &quantity);
	struct scmi_hwmon_chan *chan;

	if (!class)
		return;
	chan = &hwmon->chan[next[class->type]++];
	chan->hwmon = hwmon;
	chan->class = class;
	chan->quantity = quantity;
	chan->info = info;
	chan->index = chan - hwmon->chan - hwmon->first[class->type];
	if (!scmi_client_name(chan->label, sizeof(chan->label), info->name, ""))
		snprintf(chan->label, sizeof(chan->label), "sensor%u", info->id);
}

/* Find hwmon's sensors and order them by type. Return: 0 or negative errno. */
static int scmi_hwmon_chans_init(struct scmi_hwmon *hwmon, unsigned int count)
{
	struct scmi_hwmon_quantity quantity;
	unsigned int next[hwmon_max] = {};
	unsigned int i, type;

	for (i = 0; i < count && hwmon->num < SCMI_HWMON_MAX_CHANS; i++) {
		const struct scmi_hwmon_class *class =
			scmi_hwmon_class(scmi_agent_sensor_info(hwmon->ph, i),
					 &quantity);

		if (!class)
			continue;
		next[class->type]++;
		hwmon->num++;
	}
	if (!hwmon->num)
		return -ENODEV;
	if (i < count)
		dev_warn(hwmon->dev, "sensors from id %u on are left out\n", i);
	hwmon->chan = devm_kcalloc(hwmon->dev, hwmon->num, sizeof(*hwmon->chan),
				   GFP_KERNEL);
	if (!hwmon->chan)
		return -ENOMEM;
	for (type = 1; type < hwmon_max; type++)
		hwmon->first[type] = hwmon->first[type - 1] + next[type - 1];
	memcpy(next, hwmon->first, sizeof(next));
	count = i;
	for (i = 0; i < count; i++)
		scmi_hwmon_chan_init(hwmon, scmi_agent_sensor_info(hwmon->ph, i),
				     next);
	return 0;
}

/*
 * Which sensors can be turned on and off is asked of each: some are described only, and
 * others' platforms are of a version that cannot. No answer says nothing.
 */
static int scmi_hwmon_enables_init(struct scmi_hwmon *hwmon)
{
	unsigned int i, num = hwmon->num;
	u32 *ids = kcalloc(num, sizeof(*ids), GFP_KERNEL);
	int *errs = kcalloc(num, sizeof(*errs), GFP_KERNEL);
	int err = -ENOMEM;

	if (ids && errs) {
		for (i = 0; i < num; i++)
			ids[i] = hwmon->chan[i].info->id;
		err = scmi_agent_sensor_read_configs(hwmon->ph, ids, errs, num);
		for (i = 0; i < num; i++)
			hwmon->chan[i].can_enable = !errs[i] ||
						    scmi_error_may_pass(errs[i]);
	}
	kfree(errs);
	kfree(ids);
	return scmi_error_may_pass(err) ? 0 : err;
}

/*
 * libsensors does not know our bus, so all that tells two instances apart is this name:
 * that of the first is plain, the others' have their number. '-' is not allowed.
 */
static const char *scmi_hwmon_name(const struct scmi_hwmon *hwmon)
{
	const char *number = scmi_client_number(hwmon->handle);

	if (!number)
		return "scmi_sensors";
	return devm_kasprintf(hwmon->dev, GFP_KERNEL, "scmi_sensors_%s", number);
}

static int scmi_hwmon_register(struct scmi_hwmon *hwmon)
{
	const struct hwmon_chip_info *chip = scmi_hwmon_chip_info(hwmon);
	const struct attribute_group **groups = scmi_hwmon_wide_groups(hwmon);
	const char *name = scmi_hwmon_name(hwmon);
	struct device *hwdev;

	if (!chip || !name || IS_ERR(groups))
		return -ENOMEM;
	hwdev = devm_hwmon_device_register_with_info(hwmon->dev, name, hwmon,
						     chip, groups);
	if (IS_ERR(hwdev))
		return PTR_ERR(hwdev);
	scoped_guard(mutex, &hwmon->lock)
		hwmon->hwdev = hwdev;
	return devm_add_action_or_reset(hwmon->dev, scmi_hwmon_unsubscribe_all,
					hwmon);
}

static int scmi_hwmon_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_protocol_handle *ph;
	struct scmi_hwmon *hwmon;
	unsigned int i;
	int count, err;

	if (!handle)
		return -ENODEV;
	hwmon = devm_kzalloc(&sdev->dev, sizeof(*hwmon), GFP_KERNEL);
	if (!hwmon)
		return -ENOMEM;
	mutex_init(&hwmon->lock);
	hwmon->dev = &sdev->dev;
	hwmon->handle = handle;
	hwmon->ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SENSOR, &ph);
	if (IS_ERR(hwmon->ops))
		return PTR_ERR(hwmon->ops);
	hwmon->ph = ph;
	count = hwmon->ops->count_get(ph);
	if (count < 0)
		return count;
	err = scmi_hwmon_chans_init(hwmon, count);
	if (err)
		return err;
	err = scmi_hwmon_enables_init(hwmon) ?: scmi_hwmon_thermal_add(hwmon);
	if (err)
		return err;
	for (i = 0; i < hwmon->num; i++)
		scmi_hwmon_trips_init(&hwmon->chan[i]);
	err = scmi_hwmon_register(hwmon);
	if (err)
		return err;
	scmi_hwmon_thermal_start(hwmon);
	return 0;
}

static const struct scmi_device_id scmi_hwmon_id_table[] = {
	{ SCMI_PROTOCOL_SENSOR, "hwmon" },
	{ }
};

static struct scmi_driver scmi_hwmon_driver = {
	.name = "scmi-agent-hwmon",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_hwmon_probe,
	.id_table = scmi_hwmon_id_table,
};
module_scmi_driver(scmi_hwmon_driver);

MODULE_ALIAS("scmi_agent:p15:hwmon");
MODULE_DESCRIPTION("SCMI agent: sensors");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
