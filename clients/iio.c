// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI sensors for IIO: those with axes, and quantities that hwmon has no place for.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_sensor.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/time64.h>

#include "iio.h"
#include "names.h"

/*
 * Devices that one instance may have; a platform may claim 65535 sensors, and there are
 * character devices for 256.
 */
#define SCMI_IIO_MAX_SENSORS	64

/* Ten times a second, while nothing else is known. */
#define SCMI_IIO_POLL_US	100000

static struct scmi_iio_chan *scmi_iio_chan(struct iio_dev *indio_dev,
					   const struct iio_chan_spec *spec)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);

	return &sensor->chan[spec->scan_index];
}

static int scmi_iio_read_raw(struct iio_dev *indio_dev,
			     const struct iio_chan_spec *spec, int *val, int *val2,
			     long mask)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	u64 nhz;
	s64 raw;
	int err;

	switch (mask) {
	case IIO_CHAN_INFO_RAW:
		err = scmi_iio_read_value(sensor, scmi_iio_chan(indio_dev, spec)->value,
					  &raw);
		if (err)
			return err;
		*val = lower_32_bits(raw);
		*val2 = upper_32_bits(raw);
		return IIO_VAL_INT_64;
	case IIO_CHAN_INFO_SAMP_FREQ:
		err = scmi_iio_get_rate(sensor, &nhz);
		if (err)
			return err;
		*val = div_u64_rem(nhz, NSEC_PER_SEC, (u32 *)val2);
		return IIO_VAL_INT_PLUS_NANO;
	default:
		return -EINVAL;
	}
}

static int scmi_iio_write_raw(struct iio_dev *indio_dev,
			      const struct iio_chan_spec *spec, int val, int val2,
			      long mask)
{
	u64 nhz = (u64)val * NSEC_PER_SEC + val2;

	if (mask != IIO_CHAN_INFO_SAMP_FREQ || val < 0 || val2 < 0 || !nhz)
		return -EINVAL;
	return scmi_iio_set_rate(iio_priv(indio_dev), nhz);
}

static int scmi_iio_write_format(struct iio_dev *indio_dev,
				 const struct iio_chan_spec *spec, long mask)
{
	return IIO_VAL_INT_PLUS_NANO;
}

/* The platform's name of a value: its axis', or the sensor's. */
static int scmi_iio_read_label(struct iio_dev *indio_dev,
			       const struct iio_chan_spec *spec, char *label)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	char name[SCMI_MAX_STR_SIZE] = "timestamp";

	if (spec->type != IIO_TIMESTAMP) {
		const struct scmi_sensor_info *info = sensor->info;
		unsigned int value = scmi_iio_chan(indio_dev, spec)->value;

		if (!info->num_axis ||
		    !scmi_client_name(name, sizeof(name), info->axis[value].name, ""))
			strscpy(name, sensor->name, sizeof(name));
	}
	return sysfs_emit(label, "%s\n", name);
}

static const struct iio_info scmi_iio_info = {
	.read_raw = scmi_iio_read_raw,
	.write_raw = scmi_iio_write_raw,
	.write_raw_get_fmt = scmi_iio_write_format,
	.read_label = scmi_iio_read_label,
};

/* What the framework has no format for, or no memory. */
typedef int scmi_iio_text(char *buf, size_t size, const struct scmi_sensor_info *info,
			  const struct scmi_iio_chan *chan);

static ssize_t scmi_iio_show(struct iio_dev *indio_dev,
			     const struct iio_chan_spec *spec, char *buf,
			     scmi_iio_text *text)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	int len = text(buf, PAGE_SIZE, sensor->info, scmi_iio_chan(indio_dev, spec));

	return len + sysfs_emit_at(buf, len, "\n");
}

static ssize_t scmi_iio_show_offset(struct iio_dev *indio_dev, uintptr_t private,
				    const struct iio_chan_spec *spec, char *buf)
{
	return scmi_iio_show(indio_dev, spec, buf, scmi_iio_offset);
}

static ssize_t scmi_iio_show_range(struct iio_dev *indio_dev, uintptr_t private,
				   const struct iio_chan_spec *spec, char *buf)
{
	return scmi_iio_show(indio_dev, spec, buf, scmi_iio_range);
}

static ssize_t scmi_iio_show_scale(struct iio_dev *indio_dev, uintptr_t private,
				   const struct iio_chan_spec *spec, char *buf)
{
	return scmi_iio_show(indio_dev, spec, buf, scmi_iio_scale);
}

static ssize_t scmi_iio_show_rates(struct iio_dev *indio_dev, uintptr_t private,
				   const struct iio_chan_spec *spec, char *buf)
{
	return scmi_iio_list_rates(iio_priv(indio_dev), buf);
}

#define SCMI_IIO_EXT(_name, _shared, _read)	\
	{ .name = _name, .shared = _shared, .read = _read }

/* What comes first is left out by those that do not have it. */
static const struct iio_chan_spec_ext_info scmi_iio_ext_range[] = {
	SCMI_IIO_EXT("offset", IIO_SEPARATE, scmi_iio_show_offset),
	SCMI_IIO_EXT("raw_available", IIO_SEPARATE, scmi_iio_show_range),
	SCMI_IIO_EXT("scale", IIO_SEPARATE, scmi_iio_show_scale),
	SCMI_IIO_EXT("sampling_frequency_available", IIO_SHARED_BY_ALL,
		     scmi_iio_show_rates),
	{ }
};

static const struct iio_chan_spec_ext_info scmi_iio_ext[] = {
	SCMI_IIO_EXT("offset", IIO_SEPARATE, scmi_iio_show_offset),
	SCMI_IIO_EXT("scale", IIO_SEPARATE, scmi_iio_show_scale),
	SCMI_IIO_EXT("sampling_frequency_available", IIO_SHARED_BY_ALL,
		     scmi_iio_show_rates),
	{ }
};

static void scmi_iio_spec_init(struct iio_chan_spec *spec,
			       const struct scmi_iio_sensor *sensor, unsigned int i)
{
	const struct scmi_iio_chan *chan = &sensor->chan[i];

	spec->type = chan->kind->type;
	spec->modified = chan->modifier != IIO_NO_MOD;
	spec->channel2 = chan->modifier;
	spec->indexed = chan->index >= 0;
	spec->channel = max(chan->index, 0);
	spec->info_mask_separate = BIT(IIO_CHAN_INFO_RAW);
	spec->info_mask_shared_by_all = BIT(IIO_CHAN_INFO_SAMP_FREQ);
	spec->scan_index = i;
	spec->scan_type.sign = 's';
	spec->scan_type.realbits = 64;
	spec->scan_type.storagebits = 64;
	spec->scan_type.endianness = IIO_CPU;
	spec->ext_info = scmi_iio_has_range(sensor->info, chan) ?
			 scmi_iio_ext_range : scmi_iio_ext;
	spec->ext_info += !scmi_iio_has_offset(chan);
}

static int scmi_iio_specs_init(struct scmi_iio_sensor *sensor)
{
	const struct iio_chan_spec stamp = IIO_CHAN_SOFT_TIMESTAMP(sensor->num);
	unsigned int i;

	sensor->spec = devm_kcalloc(sensor->iio->dev, sensor->num + 1,
				    sizeof(*sensor->spec), GFP_KERNEL);
	if (!sensor->spec)
		return -ENOMEM;
	for (i = 0; i < sensor->num; i++)
		scmi_iio_spec_init(&sensor->spec[i], sensor, i);
	sensor->spec[i] = stamp;
	return 0;
}

static int scmi_iio_sensor_init(struct scmi_iio_sensor *sensor)
{
	const struct scmi_iio *iio = sensor->iio;
	const struct scmi_sensor_info *info = sensor->info;

	mutex_init(&sensor->lock);
	sensor->poll_us = SCMI_IIO_POLL_US;
	sensor->num = scmi_iio_chans(info, sensor->chan);
	if (!scmi_client_name(sensor->name, sizeof(sensor->name), info->name, ""))
		snprintf(sensor->name, sizeof(sensor->name), "sensor%u", info->id);
	snprintf(sensor->label, sizeof(sensor->label), "%s:%u",
		 dev_name(iio->handle->dev), info->id);
	sensor->readings = devm_kcalloc(iio->dev, scmi_iio_num_values(info),
					sizeof(*sensor->readings), GFP_KERNEL);
	if (!sensor->readings)
		return -ENOMEM;
	return scmi_iio_specs_init(sensor) ?: scmi_iio_buffer_init(sensor);
}

static int scmi_iio_add(struct scmi_iio *iio, const struct scmi_sensor_info *info)
{
	struct scmi_iio_sensor *sensor;
	struct iio_dev *indio_dev;
	int err;

	indio_dev = devm_iio_device_alloc(iio->dev,
					  struct_size(sensor, chan,
						      scmi_iio_count(info)));
	if (!indio_dev)
		return -ENOMEM;
	sensor = iio_priv(indio_dev);
	sensor->iio = iio;
	sensor->indio_dev = indio_dev;
	sensor->info = info;
	err = scmi_iio_sensor_init(sensor);
	if (err)
		return err;
	indio_dev->name = sensor->name;
	indio_dev->label = sensor->label;
	indio_dev->info = &scmi_iio_info;
	indio_dev->channels = sensor->spec;
	indio_dev->num_channels = sensor->num + 1;
	return devm_iio_device_register(iio->dev, indio_dev);
}

/* Return: how many there are, or negative errno. */
static int scmi_iio_add_all(struct scmi_iio *iio, unsigned int count)
{
	unsigned int i;
	int num = 0, err;

	for (i = 0; i < count; i++) {
		const struct scmi_sensor_info *info = scmi_agent_sensor_info(iio->ph, i);

		if (!scmi_iio_count(info))
			continue;
		if (num == SCMI_IIO_MAX_SENSORS) {
			dev_warn(iio->dev, "sensors from id %u on are left out\n", i);
			break;
		}
		err = scmi_iio_add(iio, info);
		if (err)
			return err;
		num++;
	}
	return num;
}

static int scmi_iio_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_protocol_handle *ph;
	struct scmi_iio *iio;
	int ret;

	if (!handle)
		return -ENODEV;
	iio = devm_kzalloc(&sdev->dev, sizeof(*iio), GFP_KERNEL);
	if (!iio)
		return -ENOMEM;
	iio->dev = &sdev->dev;
	iio->handle = handle;
	iio->ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_SENSOR, &ph);
	if (IS_ERR(iio->ops))
		return PTR_ERR(iio->ops);
	iio->ph = ph;
	ret = iio->ops->count_get(ph);
	if (ret > 0)
		ret = scmi_iio_add_all(iio, ret);
	return ret ? min(ret, 0) : -ENODEV;
}

static const struct scmi_device_id scmi_iio_id_table[] = {
	{ SCMI_PROTOCOL_SENSOR, "iiodev" },
	{ }
};

static struct scmi_driver scmi_iio_driver = {
	.name = "scmi-agent-iio",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_iio_probe,
	.id_table = scmi_iio_id_table,
};
module_scmi_driver(scmi_iio_driver);

MODULE_ALIAS("scmi_agent:p15:iiodev");
MODULE_DESCRIPTION("SCMI agent: sensors with axes");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
