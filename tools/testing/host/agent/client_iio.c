// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of IIO: everything that its files in sysfs can do. */
#include "client.h"

/* With its functions that are static. */
#include "clients/iio.c"
#include "clients/hwmon.h"

#define MAX_DEVICES	(SCMI_IIO_MAX_SENSORS + 1)
#define MAX_TEXT	4096

static struct iio_dev *devices[MAX_DEVICES];
static unsigned int num_devices;

/* Buffers are tried in guests. */
int scmi_iio_buffer_init(struct scmi_iio_sensor *sensor)
{
	return 0;
}

/* As the kernel names them: "in_accel_x", "in_voltage0", "in_temp". */
static void name_of(const struct iio_chan_spec *spec, char *name, size_t size)
{
	static const char *const types[] = {
		"voltage", "current", "power", "accel", "anglvel", "magn", "illuminance",
		"temp", "angl", "timestamp", "capacitance", "pressure", "energy",
		"distance", "velocity", "concentration", "resistance", "count"
	};
	static const char *const mods[] = { "", "_x", "_y", "_z" };
	char index[12] = "";

	if (spec->indexed)
		snprintf(index, sizeof(index), "%d", spec->channel);
	snprintf(name, size, "in_%s%s%s", types[spec->type], index,
		 spec->modified ? mods[spec->channel2] : "");
}

/* What the framework refuses, or complains about. */
int devm_iio_device_register(struct device *dev, struct iio_dev *indio_dev)
{
	char names[64][64];
	int i, j;

	client_check_name(indio_dev->name, SCMI_MAX_STR_SIZE);
	client_check_name(indio_dev->label, 32);
	if (indio_dev->num_channels < 2 || indio_dev->num_channels > 64)
		die("channels of a device", indio_dev->num_channels);
	for (i = 0; i < indio_dev->num_channels; i++) {
		name_of(&indio_dev->channels[i], names[i], sizeof(names[i]));
		if (indio_dev->channels[i].scan_index != i)
			die("place of a channel", i);
		for (j = 0; j < i; j++)
			if (!strcmp(names[i], names[j]))
				die("two channels of one name", i);
	}
	if (world.protocol && !core_rand(16))
		return -ENOMEM;
	if (num_devices == MAX_DEVICES)
		die("devices of one instance", num_devices);
	devices[num_devices++] = indio_dev;
	return 0;
}

int client_iio_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	client_device(sdev, ph);
	num_devices = 0;
	return scmi_iio_probe(sdev);
}

struct iio_dev *client_iio_device(const char *sensor)
{
	unsigned int i;

	for (i = 0; i < num_devices; i++)
		if (!strcmp(devices[i]->name, sensor))
			return devices[i];
	return NULL;
}

/* A text of so many bytes, or an error, without the end of the line. */
static int one_line(ssize_t len, char *text)
{
	if (len < 0)
		return len;
	if (!len || len >= MAX_TEXT || text[len] || text[len - 1] != '\n')
		die("text of a file", len);
	text[len - 1] = '\0';
	return 0;
}

static int read_raw(struct iio_dev *indio_dev, const struct iio_chan_spec *spec, long mask,
		    char *text)
{
	int val = 0, val2 = 0;
	int ret = indio_dev->info->read_raw(indio_dev, spec, &val, &val2, mask);

	if (ret == IIO_VAL_INT_PLUS_NANO && val >= 0 && val2 >= 0 && val2 < 1000000000)
		snprintf(text, MAX_TEXT, "%d.%09d", val, val2);
	else if (ret == IIO_VAL_INT_64)
		snprintf(text, MAX_TEXT, "%lld", (long long)((u64)val2 << 32 | (u32)val));
	else if (ret >= 0)
		die("format of a value", ret);
	return min(ret, 0);
}

/* What the file of that name, behind the channel's, has. */
static int read_file(struct iio_dev *indio_dev, const struct iio_chan_spec *spec,
		     const char *what, char *text)
{
	const struct iio_chan_spec_ext_info *ext;

	if (!strcmp(what, "label"))
		return one_line(indio_dev->info->read_label(indio_dev, spec, text), text);
	if (spec->info_mask_separate & BIT(IIO_CHAN_INFO_RAW) && !strcmp(what, "raw"))
		return read_raw(indio_dev, spec, IIO_CHAN_INFO_RAW, text);
	for (ext = spec->ext_info; ext && ext->name; ext++)
		if (ext->shared == IIO_SEPARATE && !strcmp(what, ext->name))
			return one_line(ext->read(indio_dev, 0, spec, text), text);
	return -ENOTDIR;
}

static int read_shared(struct iio_dev *indio_dev, const char *what, char *text)
{
	const struct iio_chan_spec *spec = indio_dev->channels;
	const struct iio_chan_spec_ext_info *ext;

	if (!strcmp(what, "sampling_frequency"))
		return read_raw(indio_dev, spec, IIO_CHAN_INFO_SAMP_FREQ, text);
	for (ext = spec->ext_info; ext->name; ext++)
		if (ext->shared == IIO_SHARED_BY_ALL && !strcmp(what, ext->name))
			return one_line(ext->read(indio_dev, 0, spec, text), text);
	return -ENOTDIR;
}

int client_iio_read(const char *sensor, const char *name, char *text)
{
	struct iio_dev *indio_dev = client_iio_device(sensor);
	char channel[64];
	size_t len;
	int i, ret;

	*text = '\0';
	if (!indio_dev)
		return -ENOTDIR;
	if (strncmp(name, "in_", 3))
		return read_shared(indio_dev, name, text);
	for (i = 0; i < indio_dev->num_channels; i++) {
		name_of(&indio_dev->channels[i], channel, sizeof(channel));
		len = strlen(channel);
		if (strncmp(name, channel, len) || name[len] != '_')
			continue;
		ret = read_file(indio_dev, &indio_dev->channels[i], name + len + 1, text);
		if (ret != -ENOTDIR)
			return ret;
	}
	return -ENOTDIR;
}

int client_iio_write_rate(const char *sensor, int hz, int nano)
{
	struct iio_dev *indio_dev = client_iio_device(sensor);

	return indio_dev->info->write_raw(indio_dev, indio_dev->channels, hz, nano,
					  IIO_CHAN_INFO_SAMP_FREQ);
}

static void try_channel(struct iio_dev *indio_dev, const struct iio_chan_spec *spec)
{
	static const char *const files[] = { "raw", "scale", "offset", "raw_available", "label" };
	static char text[MAX_TEXT];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		read_file(indio_dev, spec, files[i], text);
}

static void try_device(struct iio_dev *indio_dev)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	struct scmi_iio_clock clock = {};
	static char text[MAX_TEXT];
	s64 now = core_rand(0);
	int i;

	for (i = 0; i < indio_dev->num_channels; i++)
		try_channel(indio_dev, &indio_dev->channels[i]);
	read_shared(indio_dev, "sampling_frequency_available", text);
	client_iio_write_rate(indio_dev->name, core_rand(2) ? core_rand(100) : core_rand(0),
			      core_rand(1000000000));
	read_shared(indio_dev, "sampling_frequency", text);
	if (!scmi_iio_turn_on(sensor))
		scmi_iio_turn_back(sensor);
	for (i = 0; i < 4; i++, now += core_rand(0)) {
		u64 stamp = scmi_iio_stamp_ns((u64)core_rand(0) << 32 | core_rand(0),
					      sensor->info->tstamp_scale);

		if (scmi_iio_time(&clock, stamp, now) > now)
			die("a sample of the future", sensor->info->id);
	}
}

/* Shown by one of the two, or by none. */
static void check_once(const struct scmi_protocol_handle *ph)
{
	u32 id;

	for (id = 0; id < world.count; id++) {
		const struct scmi_sensor_info *info = scmi_agent_sensor_info(ph, id);
		struct scmi_hwmon_quantity quantity;

		if (scmi_iio_count(info) && scmi_hwmon_class(info, &quantity))
			die("shown twice", id);
	}
}

void client_iio(const struct scmi_protocol_handle *ph)
{
	struct scmi_device sdev;
	unsigned int i;

	if (world.count > 100)
		return;
	check_once(ph);
	if (!client_iio_bind(&sdev, ph))
		for (i = 0; i < num_devices; i++)
			try_device(devices[i]);
	devres_release(&sdev.dev);
}
