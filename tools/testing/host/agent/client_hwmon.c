// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of hwmon: everything that its files in sysfs can do. */
#include "client.h"

/* With its functions that are static. */
#include "clients/hwmon.c"

unsigned int client_long_bits = 64;

static const struct hwmon_chip_info *registered;
static const struct attribute_group **wide;
static char hwmon_name[64];
static struct device hwdev;

struct device *
devm_hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata,
				     const struct hwmon_chip_info *chip,
				     const struct attribute_group **groups)
{
	client_check_name(name, sizeof(hwmon_name));
	if (strpbrk(name, "-* "))
		die("name of a hwmon device", 0);
	if (world.protocol && !core_rand(16))
		return ERR_PTR(-ENOMEM);
	snprintf(hwmon_name, sizeof(hwmon_name), "%s", name);
	registered = chip;
	wide = groups;
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

int client_hwmon_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	client_device(sdev, ph);
	registered = NULL;
	return scmi_hwmon_probe(sdev);
}

struct scmi_hwmon *client_hwmon_data(void)
{
	return hwdev.drvdata;
}

const char *client_hwmon_name(void)
{
	return hwmon_name;
}

/* "temp1_input" is that of channel 0; of voltages the first is 0. */
static bool parse_name(const char *name, enum hwmon_sensor_types *type, int *channel,
		       u32 *attr)
{
	static const char *const types[] = { [hwmon_temp] = "temp", "in", "curr", "power",
		"energy" };
	static const char *const attrs[] = { "input", "label", "enable", "max", "crit",
		"max_alarm", "crit_alarm" };
	char what[20];
	u32 i;

	for (*type = hwmon_temp; *type < hwmon_max; (*type)++) {
		size_t len = strlen(types[*type]);

		if (strncmp(name, types[*type], len) ||
		    sscanf(name + len, "%d_%19s", channel, what) != 2)
			continue;
		*channel -= *type != hwmon_in;
		for (i = 0; i < ARRAY_SIZE(attrs); i++)
			if (!strcmp(what, attrs[i]))
				*attr = i;
		return true;
	}
	return false;
}

static struct device_attribute *find_wide(const char *name)
{
	struct attribute **attr;

	for (attr = wide ? (*wide)->attrs : NULL; attr && *attr; attr++)
		if (!strcmp((*attr)->name, name))
			return container_of(*attr, struct device_attribute, attr);
	return NULL;
}

static bool has_attr(enum hwmon_sensor_types type, u32 attr, int channel)
{
	const struct hwmon_channel_info *const *info = registered->info;
	int i;

	for (; *info; info++) {
		if ((*info)->type != type)
			continue;
		for (i = 0; i < channel && (*info)->config[i]; i++)
			;
		return i == channel && (*info)->config[i] & BIT(attr);
	}
	return false;
}

bool client_hwmon_has(const char *name)
{
	enum hwmon_sensor_types type;
	u32 attr = 0;
	int channel;

	return find_wide(name) ||
	       (parse_name(name, &type, &channel, &attr) && has_attr(type, attr, channel));
}

int client_hwmon_read(const char *name, s64 *val)
{
	struct device_attribute *own = find_wide(name);
	enum hwmon_sensor_types type;
	char buf[4096];
	u32 attr = 0;
	int channel, ret;
	long narrow;

	if (own) {
		ret = own->show(&hwdev, own, buf);
		*val = ret < 0 ? 0 : strtoll(buf, NULL, 10);
		return min(ret, 0);
	}
	if (!parse_name(name, &type, &channel, &attr) || !has_attr(type, attr, channel))
		return -ENOTDIR;
	ret = registered->ops->read(&hwdev, type, attr, channel, &narrow);
	*val = client_long_bits == 32 ? clamp(narrow, INT_MIN, INT_MAX) : narrow;
	return ret;
}

int client_hwmon_write(const char *name, s64 val)
{
	struct device_attribute *own = find_wide(name);
	enum hwmon_sensor_types type;
	char buf[30];
	u32 attr = 0;
	int channel;

	if (own) {
		snprintf(buf, sizeof(buf), "%lld", (long long)val);
		return min(own->store(&hwdev, own, buf, strlen(buf)), 0L);
	}
	if (!parse_name(name, &type, &channel, &attr) || !has_attr(type, attr, channel))
		return -ENOTDIR;
	return registered->ops->write(&hwdev, type, attr, channel, val);
}

static void try_wide(void)
{
	struct attribute **attr;
	s64 val;

	for (attr = wide ? (*wide)->attrs : NULL; attr && *attr; attr++) {
		client_hwmon_read((*attr)->name, &val);
		if ((*attr)->mode & 0200)
			client_hwmon_write((*attr)->name, core_rand(0));
	}
}

void client_hwmon(const struct scmi_protocol_handle *ph)
{
	struct scmi_device sdev;
	int i;

	if (world.count > 100)
		return;
	client_long_bits = core_rand(4) ? 64 : 32;
	if (!client_hwmon_bind(&sdev, ph)) {
		try_wide();
		try_units(hwdev.drvdata);
		for (i = 0; registered->info[i]; i++)
			try_channels(registered->info[i]);
	}
	devres_release(&sdev.dev);
	client_long_bits = 64;
}
