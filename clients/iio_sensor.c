// SPDX-License-Identifier: GPL-2.0-only
/*
 * One sensor: its values, whether it is on, and how often it measures.
 */

#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>
#include <linux/time64.h>

#include "iio.h"
#include "passing.h"

/**
 * DOC: On and off
 *
 * IIO has no switch for a sensor: who reads it wants it to be on. A sensor that is off
 * is turned on for a single reading and off again, and turned on for as long as a
 * buffer is in use; then it is what it was before. Time stamps, where the sensor has them,
 * are turned on with the buffer. What somebody else has turned on stays on. A sensor
 * without a configuration, such as those of version 1, is on; one whose platform does
 * not want to turn time stamps on does without.
 *
 * sampling_frequency is the platform's where the sensor has an interval that can be
 * set, else how often a buffer is filled by us.
 */

/* Limits of what we do ourselves, in microseconds: 1 ms, 1000 s. */
#define SCMI_IIO_MIN_POLL	USEC_PER_MSEC
#define SCMI_IIO_MAX_POLL	(1000 * USEC_PER_SEC)

#define SCMI_IIO_ENABLED	SCMI_SENS_CFG_SENSOR_ENABLED_MASK
#define SCMI_IIO_STAMPED	SCMI_SENS_CFG_TSTAMP_ENABLED_MASK

static int scmi_iio_get_config(const struct scmi_iio_sensor *sensor, u32 *config)
{
	return sensor->iio->ops->config_get(sensor->iio->ph, sensor->info->id,
					    config);
}

static int scmi_iio_set_config(const struct scmi_iio_sensor *sensor, u32 config)
{
	return sensor->iio->ops->config_set(sensor->iio->ph, sensor->info->id,
					    config);
}

/* Poll as often as the sensor measures, as far as that makes sense. */
static void scmi_iio_set_poll(struct scmi_iio_sensor *sensor, u64 ns)
{
	WRITE_ONCE(sensor->poll_us, clamp_t(u64, div_u64(ns, NSEC_PER_USEC),
					    SCMI_IIO_MIN_POLL, SCMI_IIO_MAX_POLL));
}

static u64 scmi_iio_config_ns(u32 config)
{
	return scmi_iio_ns(SCMI_SENS_CFG_GET_UPDATE_SECS(config),
			   SCMI_SENS_CFG_GET_UPDATE_EXP(config));
}

/**
 * scmi_iio_read() - read all values of a sensor
 * @sensor: the sensor; its @readings are set
 *
 * DEN0056 SENSOR_READING_GET.
 *
 * Context: Process context, sends a message, sensor->lock held.
 * Return: 0 or negative errno.
 */
int scmi_iio_read(struct scmi_iio_sensor *sensor)
{
	const struct scmi_iio *iio = sensor->iio;

	lockdep_assert_held(&sensor->lock);
	return iio->ops->reading_get_timestamped(iio->ph, sensor->info->id,
						 scmi_iio_num_values(sensor->info),
						 sensor->readings);
}

/* What a platform answers when a sensor is off differs, so it is asked for that. */
static bool scmi_iio_is_off(const struct scmi_iio_sensor *sensor, int err,
			    u32 *config)
{
	if (!err || err == -ENODEV || err == -ETIMEDOUT)
		return false;
	return !scmi_iio_get_config(sensor, config) &&
	       !SCMI_SENS_CFG_IS_ENABLED(*config);
}

/**
 * scmi_iio_read_value() - read one value of a sensor, which may be off
 * @sensor: the sensor
 * @value: which one
 * @raw: where to store it
 *
 * DEN0056 SENSOR_READING_GET, SENSOR_CONFIG_SET.
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno.
 */
int scmi_iio_read_value(struct scmi_iio_sensor *sensor, unsigned int value, s64 *raw)
{
	u32 config;
	int err;

	guard(mutex)(&sensor->lock);
	err = scmi_iio_read(sensor);
	if (scmi_iio_is_off(sensor, err, &config) &&
	    !scmi_iio_set_config(sensor, config | SCMI_IIO_ENABLED)) {
		err = scmi_iio_read(sensor);
		scmi_iio_set_config(sensor, config);
	}
	if (!err)
		*raw = sensor->readings[value].value;
	return err;
}

/**
 * scmi_iio_turn_on() - turn a sensor and its time stamps on, for a buffer
 * @sensor: the sensor
 *
 * DEN0056 SENSOR_CONFIG_GET, SENSOR_CONFIG_SET.
 *
 * Context: Process context, sends messages.
 * Return: 0; negative errno that may pass, or by which the sensor stays off.
 */
int scmi_iio_turn_on(struct scmi_iio_sensor *sensor)
{
	u32 config, more = SCMI_IIO_ENABLED;
	int err;

	guard(mutex)(&sensor->lock);
	sensor->restore = 0;
	err = scmi_iio_get_config(sensor, &config);
	if (err)
		return scmi_error_may_pass(err) ? err : 0;
	if (SCMI_SENS_CFG_GET_UPDATE_SECS(config))
		scmi_iio_set_poll(sensor, scmi_iio_config_ns(config));
	if (sensor->info->timestamped)
		more |= SCMI_IIO_STAMPED;
	more &= ~config;
	err = more ? scmi_iio_set_config(sensor, config | more) : 0;
	if (err && more & SCMI_IIO_STAMPED && !scmi_error_may_pass(err)) {
		more &= ~SCMI_IIO_STAMPED;
		err = more ? scmi_iio_set_config(sensor, config | more) : 0;
	}
	if (!err)
		sensor->restore = more;
	return err;
}

/**
 * scmi_iio_turn_back() - turn off what scmi_iio_turn_on() has turned on
 * @sensor: the sensor
 *
 * DEN0056 SENSOR_CONFIG_GET, SENSOR_CONFIG_SET.
 *
 * Context: Process context, sends messages.
 */
void scmi_iio_turn_back(struct scmi_iio_sensor *sensor)
{
	u32 config;

	guard(mutex)(&sensor->lock);
	if (sensor->restore && !scmi_iio_get_config(sensor, &config))
		scmi_iio_set_config(sensor, config & ~sensor->restore);
	sensor->restore = 0;
}

/**
 * scmi_iio_get_rate() - how often does a sensor measure?
 * @sensor: the sensor
 * @nhz: set to the frequency in nanohertz
 *
 * DEN0056 SENSOR_CONFIG_GET.
 *
 * Context: Process context, sends a message.
 * Return: 0, or negative errno that may pass.
 */
int scmi_iio_get_rate(struct scmi_iio_sensor *sensor, u64 *nhz)
{
	u64 ns = (u64)READ_ONCE(sensor->poll_us) * NSEC_PER_USEC;
	u32 config;
	int err = scmi_iio_get_config(sensor, &config);

	if (scmi_error_may_pass(err))
		return err;
	if (!err && SCMI_SENS_CFG_GET_UPDATE_SECS(config))
		ns = scmi_iio_config_ns(config);
	*nhz = scmi_iio_nhz(ns);
	return 0;
}

/* The interval is the platform's when it has one, or lists those that there are. */
static int scmi_iio_set_interval(struct scmi_iio_sensor *sensor, u32 config, u64 nhz)
{
	u32 interval = scmi_iio_interval(&sensor->info->intervals, nhz);
	u32 secs = SCMI_SENS_INTVL_GET_SECS(interval);
	int exp = SCMI_SENS_INTVL_GET_EXP(interval);
	int err;

	config &= SCMI_IIO_ENABLED | SCMI_IIO_STAMPED;
	config |= FIELD_PREP(SCMI_SENS_CFG_UPDATE_SECS_MASK, secs) |
		  FIELD_PREP(SCMI_SENS_CFG_UPDATE_EXP_MASK, exp & 0x1f) |
		  FIELD_PREP(SCMI_SENS_CFG_ROUND_MASK, SCMI_SENS_CFG_ROUND_AUTO);
	err = scmi_iio_set_config(sensor, config);
	if (!err)
		scmi_iio_set_poll(sensor, scmi_iio_ns(secs, exp));
	return err;
}

/* Find out about the sensor's intervals. */
static const struct scmi_sensor_intervals_info *
scmi_iio_intervals(const struct scmi_iio_sensor *sensor)
{
	const struct scmi_sensor_info *info;

	info = sensor->iio->ops->info_get(sensor->iio->ph, sensor->info->id);
	return &info->intervals;
}

/**
 * scmi_iio_set_rate() - let a sensor measure so often
 * @sensor: the sensor
 * @nhz: frequency in nanohertz, not 0
 *
 * DEN0056 SENSOR_LIST_UPDATE_INTERVALS, SENSOR_CONFIG_GET, SENSOR_CONFIG_SET.
 *
 * Context: Process context, sends messages.
 * Return: 0, -EINVAL: we would have to poll, and not so often or so seldom; or what the
 *	   platform says.
 */
int scmi_iio_set_rate(struct scmi_iio_sensor *sensor, u64 nhz)
{
	const struct scmi_sensor_intervals_info *iv = scmi_iio_intervals(sensor);
	u64 ns = scmi_iio_nhz(nhz);
	u32 config;
	int err;

	guard(mutex)(&sensor->lock);
	err = scmi_iio_get_config(sensor, &config);
	if (scmi_error_may_pass(err))
		return err;
	if (!err && (READ_ONCE(iv->count) || SCMI_SENS_CFG_GET_UPDATE_SECS(config)))
		return scmi_iio_set_interval(sensor, config, nhz);
	if (ns < SCMI_IIO_MIN_POLL * NSEC_PER_USEC ||
	    ns > (u64)SCMI_IIO_MAX_POLL * NSEC_PER_USEC)
		return -EINVAL;
	scmi_iio_set_poll(sensor, ns);
	return 0;
}

/**
 * scmi_iio_list_rates() - how often can a sensor measure?
 * @sensor: the sensor
 * @buf: a file of sysfs, set to a list, or to "[lowest step highest]" in hertz
 *
 * DEN0056 SENSOR_LIST_UPDATE_INTERVALS, SENSOR_CONFIG_GET.
 *
 * Context: Process context, sends messages.
 * Return: length, or negative errno that may pass.
 */
int scmi_iio_list_rates(struct scmi_iio_sensor *sensor, char *buf)
{
	u32 config;
	int len = 0, err = scmi_iio_get_config(sensor, &config);

	if (scmi_error_may_pass(err))
		return err;
	if (!err)
		len = scmi_iio_rates(buf, scmi_iio_intervals(sensor));
	/* See SCMI_IIO_MIN_POLL. */
	if (!len)
		len = sysfs_emit_at(buf, 0, "[0.001 0.001 1000]");
	return len + sysfs_emit_at(buf, len, "\n");
}
