// SPDX-License-Identifier: GPL-2.0-only
/*
 * One sensor: its reading, and whether it is on.
 */

#include <linux/bitfield.h>
#include <linux/mutex.h>

#include "hwmon.h"

/**
 * scmi_hwmon_read_raw() - read a sensor
 * @chan: the sensor
 * @raw: where to store the reading, in the sensor's unit
 *
 * DEN0056 SENSOR_READING_GET. What a platform answers when the sensor is turned
 * off differs between platforms, so after an error it is asked for that.
 *
 * Context: Process context, sends messages.
 * Return: 0, -ENODATA when the sensor is turned off, or negative errno.
 */
int scmi_hwmon_read_raw(struct scmi_hwmon_chan *chan, s64 *raw)
{
	const struct scmi_hwmon *hwmon = chan->hwmon;
	u64 val;
	u32 cfg;
	int err;

	err = hwmon->ops->reading_get(hwmon->ph, chan->info->id, &val);
	if (!err) {
		*raw = val;
		return 0;
	}
	if (err == -ENODEV || err == -ETIMEDOUT || !chan->can_enable)
		return err;
	if (!hwmon->ops->config_get(hwmon->ph, chan->info->id, &cfg) &&
	    !SCMI_SENS_CFG_IS_ENABLED(cfg))
		return -ENODATA;
	return err;
}

/**
 * scmi_hwmon_read_value() - read a sensor
 * @chan: the sensor
 * @val: where to store the reading, in hwmon's unit
 *
 * Context: Process context, sends messages.
 * Return: as scmi_hwmon_read_raw().
 */
int scmi_hwmon_read_value(struct scmi_hwmon_chan *chan, s64 *val)
{
	s64 raw;
	int err = scmi_hwmon_read_raw(chan, &raw);

	if (!err)
		*val = scmi_hwmon_from_raw(chan, raw);
	return err;
}

/**
 * scmi_hwmon_set_enabled() - turn a sensor on or off
 * @chan: the sensor
 * @enable: on?
 *
 * DEN0056 SENSOR_CONFIG_GET, SENSOR_CONFIG_SET. The rest of the configuration
 * stays as it is.
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno.
 */
int scmi_hwmon_set_enabled(struct scmi_hwmon_chan *chan, bool enable)
{
	struct scmi_hwmon *hwmon = chan->hwmon;
	u32 cfg;
	int err;

	guard(mutex)(&hwmon->lock);
	err = hwmon->ops->config_get(hwmon->ph, chan->info->id, &cfg);
	if (err)
		return err;
	if (SCMI_SENS_CFG_IS_ENABLED(cfg) == enable)
		return 0;
	cfg &= ~SCMI_SENS_CFG_SENSOR_ENABLED_MASK;
	cfg |= FIELD_PREP(SCMI_SENS_CFG_SENSOR_ENABLED_MASK, enable);
	return hwmon->ops->config_set(hwmon->ph, chan->info->id, cfg);
}

/**
 * scmi_hwmon_get_enabled() - is a sensor turned on?
 * @chan: the sensor
 * @val: where to store 0 or 1
 *
 * DEN0056 SENSOR_CONFIG_GET.
 *
 * Context: Process context, sends a message.
 * Return: 0 or negative errno.
 */
int scmi_hwmon_get_enabled(struct scmi_hwmon_chan *chan, long *val)
{
	u32 cfg;
	int err;

	err = chan->hwmon->ops->config_get(chan->hwmon->ph, chan->info->id,
					   &cfg);
	if (!err)
		*val = SCMI_SENS_CFG_IS_ENABLED(cfg);
	return err;
}
