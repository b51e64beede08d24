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

static u32 scmi_sensor_num_sources(const struct scmi_protocol_handle *ph,
				   u8 evt_id)
{
	return scmi_sensors(ph)->count;
}

static bool scmi_sensor_source_supported(const struct scmi_protocol_handle *ph,
					 u8 evt_id, u32 src)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, src);

	if (!sensor)
		return false;
	if (evt_id == SCMI_EVENT_SENSOR_TRIP_POINT_EVENT)
		return sensor->info.num_trip_points;
	return sensor->info.update;
}

/* DEN0056 4.7.2.6, 4.7.2.13 */
static int scmi_sensor_set_notify(const struct scmi_protocol_handle *ph,
				  u8 evt_id, u32 src, bool enable)
{
	u8 msg = evt_id == SCMI_EVENT_SENSOR_TRIP_POINT_EVENT ?
		 SCMI_SENSOR_TRIP_POINT_NOTIFY :
		 SCMI_SENSOR_CONTINUOUS_UPDATE_NOTIFY;

	return scmi_call(ph, msg, SCMI_WORDS(src, enable), 0, NULL, 0);
}

/* DEN0056 4.7.3.1 */
static int scmi_sensor_parse_trip(const struct scmi_protocol_handle *ph,
				  ktime_t timestamp, struct scmi_cursor *c,
				  struct scmi_sensor_trip_point_report *r,
				  u32 *src)
{
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
				    struct scmi_sensor_update_report *r,
				    u32 *src)
{
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

static int scmi_sensor_parse_event(const struct scmi_protocol_handle *ph,
				   u8 evt_id, ktime_t timestamp,
				   struct scmi_cursor *c, void *report,
				   u32 *src)
{
	if (evt_id == SCMI_EVENT_SENSOR_TRIP_POINT_EVENT)
		return scmi_sensor_parse_trip(ph, timestamp, c, report, src);
	return scmi_sensor_parse_update(ph, timestamp, c, report, src);
}

static const struct scmi_event scmi_sensor_event_table[] = {
	{
		.id = SCMI_EVENT_SENSOR_TRIP_POINT_EVENT,
		.max_payload = SCMI_SENSOR_TRIP_LEN,
		.report_size = sizeof(struct scmi_sensor_trip_point_report),
	},
	{
		.id = SCMI_EVENT_SENSOR_UPDATE,
		.max_payload = SCMI_SENSOR_UPDATE_LEN,
		.report_size = sizeof(struct scmi_sensor_update_report) +
			       SCMI_SENSOR_MAX_AXES *
			       sizeof(struct scmi_sensor_reading),
	},
};

static const struct scmi_event_ops scmi_sensor_event_ops = {
	.num_sources = scmi_sensor_num_sources,
	.source_supported = scmi_sensor_source_supported,
	.set_enabled = scmi_sensor_set_notify,
	.parse = scmi_sensor_parse_event,
};

const struct scmi_protocol_events scmi_sensor_events = {
	.events = scmi_sensor_event_table,
	.num = ARRAY_SIZE(scmi_sensor_event_table),
	.ops = &scmi_sensor_event_ops,
};
