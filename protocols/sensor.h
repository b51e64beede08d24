/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the SENSOR protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_SENSOR_H
#define _SCMI_AGENT_PROTO_SENSOR_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/xarray.h>

#include "losses.h"
#include "parts.h"
#include "protocol.h"
#include "stages.h"

/* The number of axes is a field of 6 bits. */
#define SCMI_SENSOR_MAX_AXES	63

/* Sensor ids are 16 bits wide. */
#define SCMI_SENSOR_MAX_ID	0xffff

/* Words of a value and its timestamp, two each; v1 has the value alone. */
#define SCMI_SENSOR_VALUE	2
#define SCMI_SENSOR_READING	4

/* Extended attributes, with timestamps, axes and configuration: since 2.0. */
static inline bool scmi_sensor_is_v2(const struct scmi_protocol_handle *ph)
{
	return SCMI_VERSION_MAJOR(ph->version) >= 2;
}

/* Powers of ten are two's complement in 5 bits. */
static inline int scmi_sensor_exponent(u32 bits)
{
	return sign_extend32(bits, 4);
}

/* What sensors may lack: what a stage asks for, or what is asked for otherwise. */
enum {
	SCMI_SENSOR_LOST_NAME,
	SCMI_SENSOR_LOST_ALL,
	SCMI_SENSOR_LOST_AXIS_NAMES,
	SCMI_SENSOR_LOST_INTERVALS,
	SCMI_SENSOR_LOST_DESCRIPTOR,
	SCMI_SENSOR_LOST_ID,
	SCMI_SENSOR_LOST_NUM
};

/**
 * struct scmi_sensor - one sensor
 * @info: what clients see; immutable after instance_init(), but for its
 *	  @sensor_config, which is atomic, and its @intervals, which are so once
 *	  they were asked for
 * @staged: progress of what is being read; used by instance_init(), then its @parts
 *	    under intervals_lock
 * @extended_name: the sensor has an extended name; immutable
 * @axis_names: some axis has one; immutable after instance_init()
 * @intervals_room: how many fit where they are, if that is not in the sensor; under
 *		    intervals_lock
 * @intervals_known: they are complete; likewise
 */
struct scmi_sensor {
	struct scmi_sensor_info info;
	struct scmi_staged staged;
	bool extended_name;
	bool axis_names;
	u32 intervals_room;
	bool intervals_known;
};

/**
 * struct scmi_sensors - the SENSOR protocol of one instance
 * @described: descriptors that the platform says it has; immutable
 * @count: number of sensor ids, holes included; immutable after instance_init()
 * @async: asynchronous readings
 * @budget: bytes that lists may still take
 * @intervals_lock: held by who finds out about update intervals; taken above all of
 *		    the core's locks
 * @intervals_again: when they may be asked for again, in seconds; atomic
 * @losses: what sensors lack; used by instance_init(), then under intervals_lock
 * @sensors: struct scmi_sensor by id, holes are absent; immutable likewise
 * @by_id: the same as an array of @count, for those who look one up per command;
 *	   NULL until instance_init() is done
 */
struct scmi_sensors {
	u32 described;
	u32 count;
	struct scmi_async async;
	atomic_long_t budget;
	struct mutex intervals_lock;
	unsigned int intervals_again;
	struct scmi_losses losses;
	struct xarray sensors;
	struct scmi_sensor **by_id;
};

static inline struct scmi_sensors *
scmi_sensors(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/*
 * The sensor of that id, NULL for a hole or when there is no such id. For those who
 * use the protocol: not before instance_init() is done.
 */
static inline struct scmi_sensor *
scmi_sensor_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_sensors *si = scmi_sensors(ph);

	return id < si->count ? si->by_id[id] : NULL;
}

/* What extended attributes end with: resolution, lowest, highest value. */
static inline void scmi_sensor_get_range(struct scmi_cursor *c,
					 unsigned int *resolution,
					 int *exponent,
					 struct scmi_range_attrs *range)
{
	u32 res = scmi_get_le32(c);

	*resolution = FIELD_GET(GENMASK(26, 0), res);
	*exponent = scmi_sensor_exponent(FIELD_GET(GENMASK(31, 27), res));
	range->min_range = (s64)scmi_get_le64(c);
	range->max_range = (s64)scmi_get_le64(c);
}

/* sensor_desc.c */
int scmi_sensor_describe(const struct scmi_protocol_handle *ph,
			 struct scmi_sensors *si);

/* sensor_enum.c */
int scmi_sensor_enumerate(const struct scmi_protocol_handle *ph,
			  struct scmi_sensors *si);
void scmi_sensor_free(struct scmi_sensors *si, struct scmi_sensor *sensor);
extern const char * const scmi_sensor_lost_what[SCMI_SENSOR_LOST_NUM];

/* sensor_intervals.c */
void scmi_sensor_drop_intervals(struct scmi_sensors *si, struct scmi_sensor *sensor);
void scmi_sensor_intervals_all(const struct scmi_protocol_handle *ph);

/* sensor_reading.c */
int scmi_sensor_reading_get(const struct scmi_protocol_handle *ph, u32 id,
			    u64 *value);
int scmi_sensor_reading_get_timestamped(const struct scmi_protocol_handle *ph,
					u32 id, u8 count,
					struct scmi_sensor_reading *readings);
void scmi_sensor_get_reading(struct scmi_cursor *c,
			     struct scmi_sensor_reading *reading);

/* sensor_events.c */
extern const struct scmi_protocol_events scmi_sensor_events;

#endif /* _SCMI_AGENT_PROTO_SENSOR_H */
