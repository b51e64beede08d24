// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of hwmon: everything that its files in sysfs can do. */
#include "client.h"

/* With its functions that are static. */
#include "clients/hwmon.c"

static const struct hwmon_chip_info *registered;
static struct device hwdev;

struct device *
devm_hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata,
				     const struct hwmon_chip_info *chip, const void *groups)
{
	if (!core_rand(16))
		return ERR_PTR(-ENOMEM);
	registered = chip;
	hwdev.drvdata = drvdata;
	return &hwdev;
}

static void try_attr(enum hwmon_sensor_types type, u32 attr, int channel)
{
	const struct hwmon_ops *ops = registered->ops;
	umode_t mode = ops->is_visible(hwdev.drvdata, type, attr, channel);
	const char *label = "";
	long val = core_rand(0);

	if (attr == hwmon_temp_label) {
		ops->read_string(&hwdev, type, attr, channel, &label);
		client_check_name(label, SCMI_MAX_STR_SIZE);
		return;
	}
	ops->read(&hwdev, type, attr, channel, &val);
	if (mode & 0200)
		ops->write(&hwdev, type, attr, channel, core_rand(2) ? val : core_rand(2));
	if (mode & 0200)
		ops->read(&hwdev, type, attr, channel, &val);
}

static void try_channels(const struct hwmon_channel_info *info)
{
	struct scmi_sensor_trip_point_report report = { .trip_point_desc = core_rand(0) };
	int channel;
	u32 attr;

	for (channel = 0; info->config[channel]; channel++) {
		for (attr = 0; attr < 32; attr++)
			if (info->config[channel] & BIT(attr))
				try_attr(info->type, attr, channel);
		client_notify(&report);
	}
}

/* Units go there and back; they saturate, and do not wrap. */
static void try_units(const struct scmi_hwmon *hwmon)
{
	struct scmi_hwmon_chan *chan = &hwmon->chan[core_rand(hwmon->num)];
	s64 raw = (u64)core_rand(0) << 32 | core_rand(0);

	if (scmi_hwmon_from_raw(chan, S64_MAX) < scmi_hwmon_from_raw(chan, 0) ||
	    scmi_hwmon_from_raw(chan, S64_MIN) > scmi_hwmon_from_raw(chan, 0))
		die("order of values", chan->info->id);
	scmi_hwmon_to_raw(chan, raw, (int)core_rand(3) - 1);
}

void client_hwmon(const struct scmi_protocol_handle *ph)
{
	struct scmi_device sdev;
	int i;

	if (world.count > 100)
		return;
	client_device(&sdev, ph);
	registered = NULL;
	if (!scmi_hwmon_probe(&sdev)) {
		try_units(hwdev.drvdata);
		for (i = 0; registered->info[i]; i++)
			try_channels(registered->info[i]);
	}
	devres_release(&sdev.dev);
}
