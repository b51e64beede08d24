/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the VOLTAGE protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_VOLTAGE_H
#define _SCMI_AGENT_PROTO_VOLTAGE_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "losses.h"
#include "parts.h"
#include "protocol.h"
#include "stages.h"

/* What domains may lack: what a stage asks for, or what is asked for afterwards. */
enum {
	SCMI_VOLTAGE_LOST_ALL,
	SCMI_VOLTAGE_LOST_NAME,
	SCMI_VOLTAGE_LOST_LEVELS,
	SCMI_VOLTAGE_LOST_NUM
};

/**
 * struct scmi_voltage - one voltage domain
 * @info: what clients see; immutable after instance_init() but for @num_levels and what
 *	  comes with it, which are so once @levels_known
 * @staged: progress of what is being read; used by instance_init()
 * @extended_name: the domain has an extended name; immutable likewise
 * @hole: there is none with this id; likewise
 * @levels_known: all is known about the levels that there is to know; atomic
 * @levels_again: when they may be asked for again, in seconds; atomic
 */
struct scmi_voltage {
	struct scmi_voltage_info info;
	struct scmi_staged staged;
	bool extended_name;
	bool hole;
	bool levels_known;
	unsigned int levels_again;
};

/**
 * struct scmi_voltages - the VOLTAGE protocol of one instance
 * @count: number of domain ids; immutable
 * @async: asynchronous changes of levels
 * @levels_lock: held by who finds out about levels; taken above all of the core's locks
 * @budget: bytes that lists of levels may still take
 * @losses: what domains lack; used by instance_init(), then under levels_lock
 * @domains: the domains by id
 */
struct scmi_voltages {
	u32 count;
	struct scmi_async async;
	struct mutex levels_lock;
	atomic_long_t budget;
	struct scmi_losses losses;
	struct scmi_voltage domains[] __counted_by(count);
};

static inline struct scmi_voltages *
scmi_voltages(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The domain of that id, NULL for a hole or when there is no such id. */
static inline struct scmi_voltage *
scmi_voltage_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_voltages *vi = scmi_voltages(ph);

	return id < vi->count && !vi->domains[id].hole ? &vi->domains[id] : NULL;
}

static inline void scmi_voltage_lost(const struct scmi_protocol_handle *ph,
				     unsigned int kind, u32 id, int err)
{
	scmi_losses_note(ph, &scmi_voltages(ph)->losses, kind, id, 1, err);
}

#endif /* _SCMI_AGENT_PROTO_VOLTAGE_H */
