// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, readings.
 */

#include <linux/bits.h>
#include <linux/dev_printk.h>

#include "sensor.h"

/* SENSOR_READING_GET: flags */
#define SCMI_SENSOR_READ_ASYNC		BIT(0)

/**
 * scmi_sensor_get_reading() - fetch a value and, if it is there, its timestamp
 * @c: where they are
 * @reading: filled in
 *
 * A scalar sensor's timestamp may be missing: v1 has none, and not all newer
 * platforms send it. Of what has several readings the caller made sure that
 * all of them are there.
 *
 * Context: Any context.
 */
void scmi_sensor_get_reading(struct scmi_cursor *c,
			     struct scmi_sensor_reading *reading)
{
	reading->value = (s64)scmi_get_le64(c);
	reading->timestamp = 0;
	if (scmi_cursor_has(c, 1, SCMI_SENSOR_VALUE_LEN))
		reading->timestamp = scmi_get_le64(c);
}

/* The platform takes so many asynchronous readings at a time: claim one. */
static bool scmi_sensor_async_get(struct scmi_sensors *si,
				  const struct scmi_sensor *sensor)
{
	if (!sensor->info.async || READ_ONCE(si->async_never))
		return false;
	if (atomic_inc_return(&si->async) <= (int)si->max_async)
		return true;
	atomic_dec(&si->async);
	return false;
}

static int scmi_sensor_parse_readings(struct scmi_xfer *xfer, u32 id,
				      bool async, u8 count,
				      struct scmi_sensor_reading *readings)
{
	struct scmi_cursor c = scmi_xfer_cursor(xfer);
	u8 i;

	/* The delayed response tells which sensor it is about. */
	if (async && scmi_get_le32(&c) != id)
		return -EPROTO;
	if (count > 1 && !scmi_cursor_has(&c, count, SCMI_SENSOR_READING_LEN))
		return -EPROTO;
	for (i = 0; i < count; i++)
		scmi_sensor_get_reading(&c, &readings[i]);
	return scmi_cursor_end(&c);
}

/* As scmi_clock_not_completed(). */
static int scmi_sensor_not_completed(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_sensors *si = scmi_sensors(ph);

	if (READ_ONCE(si->async_works))
		return -ETIMEDOUT;
	if (!xchg(&si->async_never, true))
		dev_warn(ph->dev,
			 "sensor %u: asynchronous reading was accepted but never completed: all readings are synchronous from now on\n",
			 id);
	return -EOPNOTSUPP;
}

/* DEN0056 4.7.2.8, 4.7.2.8.1 */
static int scmi_sensor_read(const struct scmi_protocol_handle *ph, u32 id,
			    bool async, u8 count,
			    struct scmi_sensor_reading *readings)
{
	size_t rx_min = count > 1 ? count * SCMI_SENSOR_READING_LEN :
				    SCMI_SENSOR_VALUE_LEN;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_proto_get_mode(ph, SCMI_SENSOR_READING_GET,
				   2 * sizeof(__le32),
				   rx_min + (async ? sizeof(__le32) : 0),
				   async ? SCMI_PROTO_DELAYED : 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_le32(xfer, 0, id);
	scmi_put_le32(xfer, 1, async ? SCMI_SENSOR_READ_ASYNC : 0);
	ret = scmi_proto_do(xfer);
	if (!ret) {
		if (async)
			WRITE_ONCE(scmi_sensors(ph)->async_works, true);
		ret = scmi_sensor_parse_readings(xfer, id, async, count,
						 readings);
	} else if (scmi_xfer_was_not_completed(xfer)) {
		ret = scmi_sensor_not_completed(ph, id);
	}
	scmi_xfer_put(xfer);
	return ret;
}

/**
 * scmi_sensor_reading_get_timestamped() - current values of a sensor's axes
 * @ph: handle
 * @id: sensor
 * @count: values wanted: at most the number of axes, 1 for a scalar sensor
 * @readings: filled in, in the order of the axes; valid on success only
 *
 * DEN0056 4.7.2.8.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such sensor or no so many axes; see scmi_proto_do().
 */
int scmi_sensor_reading_get_timestamped(const struct scmi_protocol_handle *ph,
					u32 id, u8 count,
					struct scmi_sensor_reading *readings)
{
	struct scmi_sensors *si = scmi_sensors(ph);
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	int ret;

	if (!sensor || !readings || !count ||
	    count > max(sensor->info.num_axis, 1U))
		return -EINVAL;
	if (!scmi_sensor_async_get(si, sensor))
		return scmi_sensor_read(ph, id, false, count, readings);
	ret = scmi_sensor_read(ph, id, true, count, readings);
	atomic_dec(&si->async);
	/* Asynchronous reading is an offer: without it there is the other. */
	if (ret == -EOPNOTSUPP)
		ret = scmi_sensor_read(ph, id, false, count, readings);
	return ret;
}

/* By far the most frequent of all: one value, at once, and nothing else of it. */
static int scmi_sensor_read_value(const struct scmi_protocol_handle *ph, u32 id,
				  u64 *value)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_proto_get(ph, SCMI_SENSOR_READING_GET, 2 * sizeof(__le32),
			      SCMI_SENSOR_VALUE_LEN);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_le32(xfer, 0, id);
	ret = scmi_proto_do(xfer);
	if (!ret) {
		c = scmi_xfer_cursor(xfer);
		*value = scmi_get_le64(&c);
	}
	scmi_xfer_put(xfer);
	return ret;
}

/**
 * scmi_sensor_reading_get() - current value of a sensor
 * @ph: handle
 * @id: sensor; of one with axes, the first axis is read
 * @value: set to the value, two's complement
 *
 * DEN0056 4.7.2.8.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such sensor; see scmi_proto_do().
 */
int scmi_sensor_reading_get(const struct scmi_protocol_handle *ph, u32 id,
			    u64 *value)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	struct scmi_sensor_reading reading;
	int ret;

	if (sensor && !sensor->info.async)
		return scmi_sensor_read_value(ph, id, value);
	ret = scmi_sensor_reading_get_timestamped(ph, id, 1, &reading);
	if (!ret)
		*value = reading.value;
	return ret;
}
