// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, readings.
 */

#include <linux/minmax.h>

#include "sensor.h"

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
	if (scmi_cursor_has(c, SCMI_SENSOR_VALUE, sizeof(__le32)))
		reading->timestamp = scmi_get_le64(c);
}

/**
 * scmi_sensor_reading_get_timestamped() - current values of a sensor's axes
 * @ph: handle
 * @id: sensor
 * @count: values wanted: at most the number of axes, 1 for a scalar sensor
 * @readings: filled in, in the order of the axes; valid on success only
 *
 * DEN0056 4.7.2.8, 4.7.2.8.1; asynchronous where sensor and platform offer that.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such sensor or no so many axes; see scmi_ask_async().
 */
int scmi_sensor_reading_get_timestamped(const struct scmi_protocol_handle *ph,
					u32 id, u8 count,
					struct scmi_sensor_reading *readings)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	struct scmi_xfer *xfer;
	struct scmi_cursor c;
	u8 i;

	if (!sensor || !readings || !count ||
	    count > max(sensor->info.num_axis, 1U))
		return -EINVAL;
	xfer = scmi_ask_async(ph, SCMI_SENSOR_READING_GET, SCMI_WORDS(id, 0),
			      count > 1 ? count * SCMI_SENSOR_READING :
					  SCMI_SENSOR_VALUE,
			      sensor->info.async ? &scmi_sensors(ph)->async : NULL);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	for (i = 0; i < count; i++)
		scmi_sensor_get_reading(&c, &readings[i]);
	scmi_xfer_put(xfer);
	return 0;
}

/* By far the most frequent of all: one value, at once, and nothing else of it. */
static int scmi_sensor_read_value(const struct scmi_protocol_handle *ph, u32 id,
				  u64 *value)
{
	u32 words[SCMI_SENSOR_VALUE];
	int ret;

	ret = scmi_call_inline(ph, SCMI_SENSOR_READING_GET, SCMI_WORDS(id, 0), 0,
			       words, SCMI_SENSOR_VALUE);
	if (!ret)
		*value = scmi_value(words);
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
 * Return: 0; -EINVAL: no such sensor; see scmi_ask_async().
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
