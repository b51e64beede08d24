/* SPDX-License-Identifier: GPL-2.0-only */
/* Sensors: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_SENSOR_H
#define SCMI_PLATFORM_SENSOR_H

#include "internal.h"

#define SCMIP_MAX_AXES		63
#define SCMIP_MAX_TRIPS		255

enum scmip_wave {
	SCMIP_WAVE_CONST,
	SCMIP_WAVE_RAMP,
	SCMIP_WAVE_TRIANGLE,
	SCMIP_WAVE_SINE,
	SCMIP_WAVE_WALK,
};

/**
 * struct scmip_script - how a reading moves over time
 * @wave: shape
 * @low: lowest reading; the reading itself with SCMIP_WAVE_CONST
 * @high: highest reading
 * @step: largest change per period of a random walk
 * @period_ns: time for one cycle, or between two steps of a random walk
 */
struct scmip_script {
	enum scmip_wave wave;
	s64 low;
	s64 high;
	s64 step;
	u64 period_ns;
};

/* Sensor flags */
#define SCMIP_SENS_ASYNC	BIT(0)	/* supports asynchronous reading */
#define SCMIP_SENS_UPDATE	BIT(1)	/* supports continuous updates */
#define SCMIP_SENS_TIMESTAMP	BIT(2)	/* supports time stamps */
#define SCMIP_SENS_EXT_ATTRS	BIT(3)	/* reports power, resolution, range */
#define SCMIP_SENS_ENABLED	BIT(4)	/* enabled at boot */
#define SCMIP_SENS_SEGMENTED	BIT(5)	/* intervals are low, high, step */
#define SCMIP_SENS_HOLE		BIT(6)	/* described, but answers NOT_FOUND */

/**
 * struct scmip_axis - one axis of a sensor with several
 * @name: name, shown in full only by SENSOR_AXIS_NAME_GET
 * @script: how its readings move
 * @min: lowest reading it can report
 * @max: highest reading it can report
 * @resolution: bits [26:0] resolution, bits [31:27] exponent, as on the wire
 * @type: SCMI sensor type
 * @scale: power of ten
 * @ext_attrs: reports resolution and range
 */
struct scmip_axis {
	const char *name;
	struct scmip_script script;
	s64 min;
	s64 max;
	u32 resolution;
	u8 type;
	s8 scale;
	bool ext_attrs;
};

/**
 * struct scmip_trip - one trip point at boot
 * @value: reading that it watches for
 * @mode: 0 off, 1 rising, 2 falling, 3 both
 */
struct scmip_trip {
	s64 value;
	u32 mode;
};

/**
 * struct scmip_sensor - one sensor
 * @name: name, shown in full only by SENSOR_NAME_GET
 * @script: how its reading moves, unused with axes
 * @min: lowest reading it can report
 * @max: highest reading it can report
 * @resolution: bits [26:0] resolution, bits [31:27] exponent, as on the wire
 * @power: what it draws, microwatts
 * @intervals: update intervals as on the wire
 * @num_intervals: entries of @intervals
 * @axes: axes, NULL for a scalar sensor
 * @num_axes: entries of @axes, at most SCMIP_MAX_AXES
 * @trips: trip points
 * @num_trips: entries of @trips, at most SCMIP_MAX_TRIPS
 * @read_delay_ns: how long an asynchronous reading takes
 * @update_ns: time between two SENSOR_UPDATE notifications
 * @type: SCMI sensor type
 * @scale: power of ten
 * @stamp_exp: power of ten of the time stamp's unit, in seconds
 * @flags: SCMIP_SENS_*
 */
struct scmip_sensor {
	const char *name;
	struct scmip_script script;
	s64 min;
	s64 max;
	u32 resolution;
	u32 power;
	const u32 *intervals;
	u32 num_intervals;
	const struct scmip_axis *axes;
	u32 num_axes;
	const struct scmip_trip *trips;
	u32 num_trips;
	u64 read_delay_ns;
	u64 update_ns;
	u8 type;
	s8 scale;
	s8 stamp_exp;
	u32 flags;
};

/* Events */
#define SCMIP_TRIP_EVENT	0x0
#define SCMIP_UPDATE_EVENT	0x1

/* Bits of a configuration */
#define SCMIP_CFG_ENABLE	0x1U
#define SCMIP_CFG_STAMP		0x2U

struct scmip_trip_state {
	s64 value;
	u8 mode;
	bool above;
};

struct scmip_sensor_state {
	u32 config;
	bool notify_trips;
	bool notify_updates;
	bool forced;
	s64 force_value;
	s64 walk;
	u64 walk_at;
	u64 next_update;
	struct scmip_trip_state *trips;
};

/**
 * struct scmip_sensors_state - what the protocol remembers
 * @next_sample: when readings are held against trip points next
 * @sensor: by id; behind them the trip points of all
 */
struct scmip_sensors_state {
	u64 next_sample;
	struct scmip_sensor_state sensor[];
};

static inline u32 scmip_sensor_num(const struct scmip_server *s)
{
	return s->proto[SCMIP_IDX_SENSOR].desc->num;
}

/* The sensor with an id that exists. */
static inline const struct scmip_sensor *
scmip_sensor_at(const struct scmip_server *s, u32 id)
{
	const struct scmip_sensor *all = s->proto[SCMIP_IDX_SENSOR].desc->items;

	return &all[id];
}

/* Its state. */
static inline struct scmip_sensor_state *
scmip_sensor_state(const struct scmip_server *s, u32 id)
{
	struct scmip_sensors_state *own = s->proto[SCMIP_IDX_SENSOR].own;

	return &own->sensor[id];
}

/* Whether an id exists, and is no hole. */
static inline bool scmip_sensor_valid(const struct scmip_server *s, u32 id)
{
	return id < scmip_sensor_num(s) &&
	       !(scmip_sensor_at(s, id)->flags & SCMIP_SENS_HOLE);
}

extern const struct board_part board_part_sensor;

s32 scmip_sensor_description(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_sensor_axis_description(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_sensor_axis_names(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_sensor_intervals(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_sensor_name(struct scmip_server *s, struct scmip_msg *m);
s64 scmip_sensor_value(struct scmip_server *s, u32 id, u32 axis, u64 now);
void scmip_sensor_put_readings(struct scmip_server *s, struct scmip_msg *m,
			       u32 id);
void scmip_sensor_prime(struct scmip_server *s, u32 id, u64 now);
void scmip_sensor_poll(struct scmip_server *s, u64 now);
u64 scmip_sensor_deadline(const struct scmip_server *s);

#endif /* SCMI_PLATFORM_SENSOR_H */
