/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a platform is made of. A machine is constant for the life of the
 * servers that use it; all that changes at run time is in the server.
 */
#ifndef SCMI_PLATFORM_MACHINE_H
#define SCMI_PLATFORM_MACHINE_H

#include "machine_clock.h"
#include "machine_sensor.h"

#define SCMIP_SHORT_NAME	16
#define SCMIP_LONG_NAME		64
#define SCMIP_MAX_AGENTS	16
#define SCMIP_MAX_EXTRA		64

/* Every protocol that can be answered, in the order in which Base lists them. */
#define SCMIP_PROTOCOLS(X) \
	X(BASE, base) \
	X(CLOCK, clock) \
	X(SENSOR, sensor)

#define SCMIP_PROTOCOL_INDEX(_NAME, _name)	SCMIP_IDX_##_NAME,

enum scmip_proto_index {
	SCMIP_PROTOCOLS(SCMIP_PROTOCOL_INDEX)
	SCMIP_NUM_PROTOS
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
 * @proto: protocols, by SCMIP_IDX_*
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
	struct scmip_protocol_desc proto[SCMIP_NUM_PROTOS];
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
