/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a platform is made of. A machine is constant for the life of the
 * servers that use it; all that changes at run time is in the server.
 */
#ifndef SCMI_PLATFORM_MACHINE_H
#define SCMI_PLATFORM_MACHINE_H

#include "protocols.h"
#include "scmi_platform_types.h"

#define SCMIP_SHORT_NAME	16
#define SCMIP_LONG_NAME		64
#define SCMIP_MAX_AGENTS	16
#define SCMIP_MAX_EXTRA		64
#define SCMIP_MAX_KINDS		3

/**
 * struct scmip_items - what a protocol is about
 * @num: entries of @items
 * @items: clocks for instance, indexed by id; the protocol's own header has
 *	their type
 */
struct scmip_items {
	u32 num;
	const void *items;
};

/**
 * struct scmip_protocol_desc - how a protocol presents itself
 * @version: protocol version, 0 leaves the protocol out
 * @without: bit N set: message N answers NOT_SUPPORTED
 * @async: asynchronous commands at a time, 0 for none
 * @unit: what the protocol's numbers count, in its own terms
 * @stats_addr: where the agent finds statistics, a physical address
 * @stats_len: their length in bytes, 0 for none
 * @num: of the only kind, or the first
 * @items: of the same
 * @kind: all kinds of what the protocol is about
 */
struct scmip_protocol_desc {
	u32 version;
	u32 without;
	u32 async;
	u32 unit;
	u64 stats_addr;
	u32 stats_len;
	union {
		struct {
			u32 num;
			const void *items;
		};
		struct scmip_items kind[SCMIP_MAX_KINDS];
	};
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
 * @num_devices: devices that permissions can name
 * @sample_ns: how often readings are held against trip points and limits
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
	u32 num_devices;
	u64 sample_ns;
	u64 seed;
};

#endif /* SCMI_PLATFORM_MACHINE_H */
