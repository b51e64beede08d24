/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a platform is made of. A machine is constant for the life of the
 * servers that use it; all that changes at run time is in the server.
 */
#ifndef SCMI_PLATFORM_MACHINE_H
#define SCMI_PLATFORM_MACHINE_H

#include "scmi_platform_types.h"

#define SCMIP_SHORT_NAME	16
#define SCMIP_LONG_NAME		64
#define SCMIP_MAX_AXES		63
#define SCMIP_MAX_TRIPS		255
#define SCMIP_MAX_AGENTS	16
#define SCMIP_MAX_EXTRA		64
#define SCMIP_MAX_CLOCKS	65535
#define SCMIP_MAX_SENSORS	65535

/* Clock flags */
#define SCMIP_CLK_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_CLK_ENABLED	BIT(1)	/* runs at boot */
#define SCMIP_CLK_NOTIFY	BIT(2)	/* can announce rate changes */
#define SCMIP_CLK_NOTIFY_REQ	BIT(3)	/* can announce requests for one */
#define SCMIP_CLK_EXT_CONFIG	BIT(4)	/* has duty cycle and OEM settings */
#define SCMIP_CLK_RANGE		BIT(5)	/* min, max, step instead of a list */
#define SCMIP_CLK_DENY_STATE	BIT(6)
#define SCMIP_CLK_DENY_PARENT	BIT(7)
#define SCMIP_CLK_DENY_RATE	BIT(8)
#define SCMIP_CLK_DENY_ALL \
	(SCMIP_CLK_DENY_STATE | SCMIP_CLK_DENY_PARENT | SCMIP_CLK_DENY_RATE)

/**
 * struct scmip_clock - one clock domain
 * @name: name, shown in full only by CLOCK_NAME_GET
 * @rate: rate at boot, Hz
 * @rates: rates in ascending order, NULL with SCMIP_CLK_RANGE
 * @num_rates: entries of @rates
 * @min: lowest rate, with SCMIP_CLK_RANGE
 * @max: highest rate, with SCMIP_CLK_RANGE
 * @step: distance of two rates, not 0, with SCMIP_CLK_RANGE
 * @parents: ids of the clocks that may feed this one
 * @num_parents: entries of @parents, at most 255
 * @parent: id of the parent at boot, one of @parents
 * @latency_us: time that enabling takes, as reported; 0 is not known
 * @duty: duty cycle at boot in percent, with SCMIP_CLK_EXT_CONFIG
 * @set_delay_ns: how long an asynchronous rate change takes
 * @flags: SCMIP_CLK_*
 */
struct scmip_clock {
	const char *name;
	u64 rate;
	const u64 *rates;
	u32 num_rates;
	u64 min;
	u64 max;
	u64 step;
	const u32 *parents;
	u32 num_parents;
	u32 parent;
	u32 latency_us;
	u32 duty;
	u64 set_delay_ns;
	u32 flags;
};

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

/**
 * struct scmip_protocol_desc - how a protocol presents itself
 * @version: protocol version, 0 leaves the protocol out
 * @without: bit N set: message N answers NOT_SUPPORTED
 */
struct scmip_protocol_desc {
	u32 version;
	u32 without;
};

/**
 * struct scmip_machine - a whole platform
 * @vendor: vendor identifier, at most 15 bytes
 * @sub_vendor: sub-vendor identifier, at most 15 bytes
 * @impl_version: implementation version
 * @agents: names of the agents, index 0 is the platform itself
 * @num_agents: entries of @agents
 * @agent: which agent the other end of the channel is
 * @base: Base protocol
 * @clock: Clock protocol
 * @sensor: Sensor protocol
 * @extra: further protocol ids to list, all unimplemented
 * @num_extra: entries of @extra
 * @clocks: clocks, indexed by clock id
 * @num_clocks: entries of @clocks
 * @sensors: sensors, indexed by sensor id
 * @num_sensors: entries of @sensors
 * @clock_async: asynchronous rate changes at a time, 0 for none
 * @sensor_async: asynchronous readings at a time, 0 for none
 * @num_devices: devices that permissions can name
 * @sample_ns: how often readings are held against trip points
 * @seed: start of all pseudo randomness
 */
struct scmip_machine {
	const char *vendor;
	const char *sub_vendor;
	u32 impl_version;
	const char *const *agents;
	u32 num_agents;
	u32 agent;
	struct scmip_protocol_desc base;
	struct scmip_protocol_desc clock;
	struct scmip_protocol_desc sensor;
	const u8 *extra;
	u32 num_extra;
	const struct scmip_clock *clocks;
	u32 num_clocks;
	const struct scmip_sensor *sensors;
	u32 num_sensors;
	u8 clock_async;
	u8 sensor_async;
	u32 num_devices;
	u64 sample_ns;
	u64 seed;
};

#endif /* SCMI_PLATFORM_MACHINE_H */
