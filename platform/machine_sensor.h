/* SPDX-License-Identifier: GPL-2.0-only */
/* A sensor as the machine describes it, and how its readings move. */
#ifndef SCMI_PLATFORM_MACHINE_SENSOR_H
#define SCMI_PLATFORM_MACHINE_SENSOR_H

#include "scmi_platform_types.h"

#define SCMIP_MAX_SENSORS	65535
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

#endif /* SCMI_PLATFORM_MACHINE_SENSOR_H */
