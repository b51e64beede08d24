// SPDX-License-Identifier: GPL-2.0-only
/*
 * Thermal zones for the temperature sensors that the devicetree asks for.
 */

#include <linux/device.h>
#include <linux/of.h>

#include "hwmon.h"

static int scmi_hwmon_tz_get_temp(struct thermal_zone_device *tz, int *temp)
{
	struct scmi_hwmon_chan *chan = thermal_zone_device_priv(tz);
	s64 val;
	int err;

	err = scmi_hwmon_read_value(chan, &val);
	/* We do not turn it off, but somebody else may. */
	if (err == -ENODATA && !xchg(&chan->told_off, true))
		dev_warn(chan->hwmon->dev,
			 "sensor %u is off: its thermal zone sees nothing\n",
			 chan->info->id);
	if (err == -ENODATA || err == -ETIMEDOUT || err == -EBUSY)
		return -EAGAIN;	/* what the framework does not log */
	if (err)
		return err;
	WRITE_ONCE(chan->told_off, false);
	*temp = clamp_t(s64, val, INT_MIN, INT_MAX);
	return 0;
}

/* A zone needs two trip points, and takes the last two that the sensor has. */
static bool scmi_hwmon_tz_has_trips(const struct scmi_hwmon_chan *chan)
{
	return chan->info->num_trip_points >= 2;
}

static int scmi_hwmon_tz_set_trip(struct scmi_hwmon_chan *chan, u8 trip,
				  s64 raw)
{
	return chan->hwmon->ops->trip_point_config(chan->hwmon->ph,
						   chan->info->id, trip, raw);
}

/*
 * Rounded, a trip point must not be crossed before the temperature asked for: once
 * crossed, it is silent.
 */
static int scmi_hwmon_tz_set_trips(struct thermal_zone_device *tz, int low,
				   int high)
{
	struct scmi_hwmon_chan *chan = thermal_zone_device_priv(tz);
	u8 last = chan->info->num_trip_points - 1;
	int err = 0;

	/* The extremes say that there is no trip on that side. */
	if (low != -INT_MAX)
		err = scmi_hwmon_tz_set_trip(chan, last - 1,
					     scmi_hwmon_to_raw(chan, low, -1));
	if (!err && high != INT_MAX)
		err = scmi_hwmon_tz_set_trip(chan, last,
					     scmi_hwmon_to_raw(chan, high, 1));
	return err;
}

static const struct thermal_zone_device_ops scmi_hwmon_tz_ops = {
	.get_temp = scmi_hwmon_tz_get_temp,
};

static const struct thermal_zone_device_ops scmi_hwmon_tz_trip_ops = {
	.get_temp = scmi_hwmon_tz_get_temp,
	.set_trips = scmi_hwmon_tz_set_trips,
};

/**
 * scmi_hwmon_thermal_add() - register the zones that the devicetree describes
 * @hwmon: the instance's sensors
 *
 * Context: Process context, probe. Sends messages.
 * Return: 0, also when there is no zone, or negative errno.
 */
int scmi_hwmon_thermal_add(struct scmi_hwmon *hwmon)
{
	unsigned int i;

	if (!of_property_present(hwmon->dev->of_node, "#thermal-sensor-cells"))
		return 0;
	for (i = 0; i < hwmon->num; i++) {
		struct scmi_hwmon_chan *chan = &hwmon->chan[i];
		struct thermal_zone_device *tz;

		if (chan->class->type != hwmon_temp)
			continue;
		tz = devm_thermal_of_zone_register(hwmon->dev, chan->info->id,
						   chan,
						   scmi_hwmon_tz_has_trips(chan) ?
						   &scmi_hwmon_tz_trip_ops :
						   &scmi_hwmon_tz_ops);
		if (!IS_ERR(tz))
			chan->tz = tz;
		else if (PTR_ERR(tz) == -ENOMEM || PTR_ERR(tz) == -EPROBE_DEFER)
			return PTR_ERR(tz);
		else if (PTR_ERR(tz) != -ENODEV)
			dev_warn_ratelimited(hwmon->dev,
					     "sensor %u: no thermal zone: %pe\n",
					     chan->info->id, tz);
	}
	return 0;
}

/**
 * scmi_hwmon_thermal_start() - bring the zones to life
 * @hwmon: the instance's sensors, with the removal of subscriptions in place
 *
 * Turns their sensors on and subscribes to their trip points. A zone for which
 * that fails still has its polling interval.
 *
 * Context: Process context, probe. Sends messages.
 */
void scmi_hwmon_thermal_start(struct scmi_hwmon *hwmon)
{
	unsigned int i;

	for (i = 0; i < hwmon->num; i++) {
		struct scmi_hwmon_chan *chan = &hwmon->chan[i];
		int err = 0;

		if (!chan->tz)
			continue;
		if (chan->can_enable)
			err = scmi_hwmon_set_enabled(chan, true);
		if (!err && scmi_hwmon_tz_has_trips(chan))
			err = scmi_hwmon_subscribe(chan);
		if (err)
			dev_warn_ratelimited(hwmon->dev,
					     "sensor %u: thermal zone by polling only: %pe\n",
					     chan->info->id, ERR_PTR(err));
		/* What changed before the subscription. */
		thermal_zone_device_update(chan->tz, THERMAL_EVENT_UNSPECIFIED);
	}
}
