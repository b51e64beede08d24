/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the POWER protocol share.
 */
#ifndef _SCMI_AGENT_PROTO_POWER_H
#define _SCMI_AGENT_PROTO_POWER_H

#include <linux/types.h>

#include "losses.h"
#include "protocol.h"
#include "stages.h"

/* What domains may lack: what a stage asks for. */
enum {
	SCMI_POWER_LOST_ALL,
	SCMI_POWER_LOST_NAME,
	SCMI_POWER_LOST_NUM
};

/**
 * struct scmi_power_domain - one power domain; immutable after instance_init()
 * @staged: progress of what is being read; used by instance_init()
 * @tells_changed: changes of its state can be announced
 * @tells_requested: requests for a change can be announced
 * @deferred: a state can be set only by a request that is answered before it is reached
 * @extended_name: the name is longer than POWER_DOMAIN_ATTRIBUTES tells
 * @name: name, not empty
 */
struct scmi_power_domain {
	struct scmi_staged staged;
	bool tells_changed;
	bool tells_requested;
	bool deferred;
	bool extended_name;
	char name[SCMI_MAX_STR_SIZE];
};

/**
 * struct scmi_powers - the POWER protocol of one instance
 * @count: number of domain ids; immutable
 * @losses: what domains lack; used by instance_init()
 * @domains: struct scmi_power_domain by id, NULL for holes; immutable after
 *	     instance_init()
 */
struct scmi_powers {
	u32 count;
	struct scmi_losses losses;
	struct scmi_power_domain *domains[] __counted_by(count);
};

static inline struct scmi_powers *
scmi_powers(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The domain of that id, NULL for a hole or when there is no such id. */
static inline struct scmi_power_domain *
scmi_power_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powers *pi = scmi_powers(ph);

	return id < pi->count ? pi->domains[id] : NULL;
}

/* power_enum.c */
int scmi_power_enumerate(const struct scmi_protocol_handle *ph,
			 struct scmi_powers *pi);

#endif /* _SCMI_AGENT_PROTO_POWER_H */
