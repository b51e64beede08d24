// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, notifications.
 */

#include "sensor.h"

/* Agent id, sensor id, trip point. */
#define SCMI_SENSOR_TRIP_LEN	(3 * sizeof(__le32))
/* Agent id, sensor id, readings. */
#define SCMI_SENSOR_UPDATE_LEN	((2 + SCMI_SENSOR_MAX_AXES * SCMI_SENSOR_READING) * \
				 sizeof(__le32))

static u32 scmi_sensor_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_sensors(ph)->count;
}

static bool scmi_sensor_has_trips(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, src);

	return sensor && sensor->info.num_trip_points;
}

static bool scmi_sensor_has_updates(const struct scmi_protocol_handle *ph,
				    u32 src)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, src);

	return sensor && sensor->info.update;
}

/* DEN0056 4.7.3.1 */
static int scmi_sensor_parse_trip(const struct scmi_protocol_handle *ph,
				  ktime_t timestamp, struct scmi_cursor *c,
				  void *report, u32 *src)
{
	struct scmi_sensor_trip_point_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->sensor_id = scmi_get_le32(c);
	r->trip_point_desc = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (!scmi_sensor_lookup(ph, r->sensor_id))
		return -ENOENT;
	*src = r->sensor_id;
	return 0;
}

/* DEN0056 4.7.3.2 */
static int scmi_sensor_parse_update(const struct scmi_protocol_handle *ph,
				    ktime_t timestamp, struct scmi_cursor *c,
				    void *report, u32 *src)
{
	struct scmi_sensor_update_report *r = report;
	const struct scmi_sensor *sensor;
	unsigned int i;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->sensor_id = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	sensor = scmi_sensor_lookup(ph, r->sensor_id);
	if (!sensor)
		return -ENOENT;
	r->readings_count = max(sensor->info.num_axis, 1U);
	if (!scmi_cursor_has(c, r->readings_count * SCMI_SENSOR_READING,
			     sizeof(__le32)))
		return -EPROTO;
	for (i = 0; i < r->readings_count; i++)
		scmi_sensor_get_reading(c, &r->readings[i]);
	*src = r->sensor_id;
	return 0;
}

/* DEN0056 4.7.2.6, 4.7.2.13 */
static const struct scmi_event scmi_sensor_event_table[] = {
	{
		.id = SCMI_EVENT_SENSOR_TRIP_POINT_EVENT,
		.enable = SCMI_SENSOR_TRIP_POINT_NOTIFY,
		.max_payload = SCMI_SENSOR_TRIP_LEN,
		.report_size = sizeof(struct scmi_sensor_trip_point_report),
		.supported = scmi_sensor_has_trips,
		.parse = scmi_sensor_parse_trip,
	},
	{
		.id = SCMI_EVENT_SENSOR_UPDATE,
		.enable = SCMI_SENSOR_CONTINUOUS_UPDATE_NOTIFY,
		.max_payload = SCMI_SENSOR_UPDATE_LEN,
		.report_size = sizeof(struct scmi_sensor_update_report) +
			       SCMI_SENSOR_MAX_AXES *
			       sizeof(struct scmi_sensor_reading),
		.supported = scmi_sensor_has_updates,
		.parse = scmi_sensor_parse_update,
	},
};

const struct scmi_protocol_events scmi_sensor_events = {
	.events = scmi_sensor_event_table,
	.num = ARRAY_SIZE(scmi_sensor_event_table),
	.num_sources = scmi_sensor_num_sources,
};
