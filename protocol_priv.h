/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Protocols on an instance: what the core sees of them, and protocols do not.
 */
#ifndef _SCMI_AGENT_PROTOCOL_PRIV_H
#define _SCMI_AGENT_PROTOCOL_PRIV_H

#include <linux/container_of.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "protocol.h"

struct scmi_chan;
struct scmi_instance;

/**
 * struct scmi_protocol_instance - a protocol on an instance
 * @inst: SCMI instance, which owns this; immutable
 * @id: protocol id; immutable
 * @lock: serialises initialisation, release and @users
 * @users: users of the protocol; the rest is valid while it is not 0
 * @proto: implementation; its module is held
 * @tx: channel for its commands; holds a reference
 * @ph: what the implementation and the users see
 */
struct scmi_protocol_instance {
	struct scmi_instance *inst;
	u8 id;
	struct mutex lock;
	unsigned int users __guarded_by(&lock);
	const struct scmi_protocol *proto;
	struct scmi_chan *tx;
	struct scmi_protocol_handle ph;
};

#define to_protocol_instance(h) \
	container_of_const(h, struct scmi_protocol_instance, ph)

/* What is behind a handle; valid as long as the handle is. */
static inline struct scmi_instance *
scmi_handle_instance(const struct scmi_protocol_handle *ph)
{
	return to_protocol_instance(ph)->inst;
}

static inline const struct scmi_protocol *
scmi_handle_protocol(const struct scmi_protocol_handle *ph)
{
	return to_protocol_instance(ph)->proto;
}

static inline struct scmi_chan *
scmi_handle_chan(const struct scmi_protocol_handle *ph)
{
	return to_protocol_instance(ph)->tx;
}

/* protocol.c */
int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops);
void scmi_protocol_put(struct scmi_instance *inst, u8 proto);
void scmi_protocols_release(struct scmi_instance *inst);

#endif /* _SCMI_AGENT_PROTOCOL_PRIV_H */
