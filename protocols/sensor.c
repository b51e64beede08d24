// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol (DEN0056 4.7), configuration of a sensor.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_sensor.h>
#include <linux/slab.h>

#include "builtin.h"
#include "sensor.h"

#define SCMI_SENSOR_VERSION		SCMI_VERSION(3, 1)

/* PROTOCOL_ATTRIBUTES */
#define SCMI_SENSORS_NUM		GENMASK(15, 0)
#define SCMI_SENSORS_MAX_ASYNC		GENMASK(23, 16)

/* DEN0056 4.7.2 */
static const struct scmi_msg scmi_sensor_msgs[] = {
	SCMI_MSG(SENSOR_DESCRIPTION_GET, .req = 1, .answer = 1),
	SCMI_MSG(SENSOR_TRIP_POINT_NOTIFY, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(SENSOR_TRIP_POINT_CONFIG, .req = 4, .flags = SCMI_MSG_SETS),
	SCMI_MSG(SENSOR_READING_GET, .req = 2, .answer = SCMI_SENSOR_VALUE,
		 .delayed = 1 + SCMI_SENSOR_VALUE, .object = 0,
		 .async_word = 1, .async_bit = 0),
	SCMI_MSG(SENSOR_AXIS_DESCRIPTION_GET, .since = SCMI_VERSION(2, 0),
		 .req = 2, .answer = 1),
	SCMI_MSG(SENSOR_LIST_UPDATE_INTERVALS, .since = SCMI_VERSION(2, 0),
		 .req = 2, .answer = 1),
	SCMI_MSG(SENSOR_CONFIG_GET, .since = SCMI_VERSION(2, 0), .req = 1,
		 .answer = 1),
	SCMI_MSG(SENSOR_CONFIG_SET, .since = SCMI_VERSION(2, 0), .req = 2,
		 .flags = SCMI_MSG_SETS),
	SCMI_MSG(SENSOR_CONTINUOUS_UPDATE_NOTIFY, .since = SCMI_VERSION(2, 0),
		 .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(SENSOR_NAME_GET, .since = SCMI_VERSION(3, 0), .req = 1, .answer = 1),
	SCMI_MSG(SENSOR_AXIS_NAME_GET, .since = SCMI_VERSION(3, 0), .req = 2,
		 .answer = 1),
};

/* SENSOR_TRIP_POINT_CONFIG: event_control */
#define SCMI_TRIP_ID			GENMASK(11, 4)
#define SCMI_TRIP_BOTH_WAYS		3

static int scmi_sensor_count_get(const struct scmi_protocol_handle *ph)
{
	return scmi_sensors(ph)->count;
}

static const struct scmi_sensor_info *
scmi_sensor_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	scmi_sensor_intervals_all(ph);
	return scmi_agent_sensor_info(ph, id);
}

/**
 * scmi_agent_sensor_info() - what is known about a sensor, without its intervals
 * @ph: handle
 * @id: sensor
 *
 * Unlike the operation info_get() this costs no message.
 *
 * Context: Any context.
 * Return: information, valid as long as the handle, in which @intervals mean
 *	   nothing; NULL when there is no such sensor.
 */
const struct scmi_sensor_info *
scmi_agent_sensor_info(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);

	return sensor ? &sensor->info : NULL;
}
EXPORT_SYMBOL_GPL(scmi_agent_sensor_info);

/* DEN0056 4.7.2.7 */
static int scmi_sensor_trip_point_config(const struct scmi_protocol_handle *ph,
					 u32 id, u8 trip, u64 value)
{
	const struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	u32 control = FIELD_PREP(SCMI_TRIP_ID, trip) | SCMI_TRIP_BOTH_WAYS;

	if (!sensor || trip >= sensor->info.num_trip_points)
		return -EINVAL;
	return scmi_call(ph, SCMI_SENSOR_TRIP_POINT_CONFIG,
			 SCMI_WORDS(id, control, lower_32_bits(value),
				    upper_32_bits(value)), 0, NULL, 0);
}

/* DEN0056 4.7.2.11 */
static int scmi_sensor_config_get(const struct scmi_protocol_handle *ph, u32 id,
				  u32 *config)
{
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	u32 word;
	int ret;

	if (!sensor)
		return -EINVAL;
	ret = scmi_call(ph, SCMI_SENSOR_CONFIG_GET, SCMI_WORDS(id), 0, &word, 1);
	if (ret)
		return ret;
	WRITE_ONCE(sensor->info.sensor_config, word);
	*config = word;
	return 0;
}

/* DEN0056 4.7.2.12 */
static int scmi_sensor_config_set(const struct scmi_protocol_handle *ph, u32 id,
				  u32 config)
{
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	int ret;

	if (!sensor)
		return -EINVAL;
	ret = scmi_call(ph, SCMI_SENSOR_CONFIG_SET, SCMI_WORDS(id, config), 0,
			NULL, 0);
	if (!ret)
		WRITE_ONCE(sensor->info.sensor_config, config);
	return ret;
}

static const struct scmi_sensor_proto_ops scmi_sensor_ops = {
	.count_get = scmi_sensor_count_get,
	.info_get = scmi_sensor_info_get,
	.trip_point_config = scmi_sensor_trip_point_config,
	.reading_get = scmi_sensor_reading_get,
	.reading_get_timestamped = scmi_sensor_reading_get_timestamped,
	.config_get = scmi_sensor_config_get,
	.config_set = scmi_sensor_config_set,
};

static void scmi_sensor_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_sensors *si = ph->priv;
	struct scmi_sensor *sensor;
	unsigned long id;

	xa_for_each(&si->sensors, id, sensor)
		scmi_sensor_free(si, sensor);
	xa_destroy(&si->sensors);
	kvfree(si->by_id);
	mutex_destroy(&si->intervals_lock);
	kfree(si);
	ph->priv = NULL;
}

static int scmi_sensor_index(struct scmi_sensors *si)
{
	struct scmi_sensor *sensor;
	unsigned long id;

	si->by_id = kvcalloc(max(si->count, 1U), sizeof(*si->by_id), GFP_KERNEL);
	if (!si->by_id)
		return -ENOMEM;
	xa_for_each(&si->sensors, id, sensor)
		si->by_id[id] = sensor;
	return 0;
}

/* DEN0056 4.7.2.2; the registers that the attributes also tell are not used. */
static int scmi_sensor_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_sensors *si;
	u32 attr;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	si = kzalloc_obj(*si);
	if (!si)
		return -ENOMEM;
	si->described = FIELD_GET(SCMI_SENSORS_NUM, attr);
	si->count = si->described;
	si->async.max = FIELD_GET(SCMI_SENSORS_MAX_ASYNC, attr);
	atomic_long_set(&si->budget, SCMI_LIST_BUDGET);
	si->losses = (struct scmi_losses){
		.what = scmi_sensor_lost_what,
		.num = SCMI_SENSOR_LOST_NUM,
		.total = si->described,
	};
	mutex_init(&si->intervals_lock);
	xa_init(&si->sensors);
	ph->priv = si;

	ret = scmi_sensor_describe(ph, si);
	if (!ret)
		ret = scmi_sensor_enumerate(ph, si);
	if (!ret)
		ret = scmi_sensor_index(si);
	if (ret)
		scmi_sensor_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_sensor_protocol = {
	.id = SCMI_PROTOCOL_SENSOR,
	.owner = THIS_MODULE,
	.version = SCMI_SENSOR_VERSION,
	.instance_init = scmi_sensor_instance_init,
	.instance_deinit = scmi_sensor_instance_deinit,
	.ops = &scmi_sensor_ops,
	.object = "sensor",
	.msgs = scmi_sensor_msgs,
	.num_msgs = ARRAY_SIZE(scmi_sensor_msgs),
	.events = &scmi_sensor_events,
};
