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
 * struct scmi_protocol_user - a protocol on an instance, as one user has it
 * @ph: what the user sees
 * @inst: SCMI instance
 * @proto: implementation
 * @sender: for whom the user's commands go out
 *
 * All of it is immutable once the protocol has come up, but for what the sender itself
 * changes.
 */
struct scmi_protocol_user {
	struct scmi_protocol_handle ph;
	struct scmi_instance *inst;
	const struct scmi_protocol *proto;
	struct scmi_sender sender;
};

#define to_protocol_user(h) container_of_const(h, struct scmi_protocol_user, ph)

/**
 * struct scmi_protocol_instance - a protocol on an instance
 * @lock: serialises initialisation, release and @users
 * @users: users of the protocol
 * @own: what the implementation itself has, valid while @users is not 0: then the
 *	 implementation's module is held, and there is a reference to the channel. Users
 *	 without an end of their own share it
 */
struct scmi_protocol_instance {
	struct mutex lock;
	unsigned int users __guarded_by(&lock);
	struct scmi_protocol_user own;
};

/* What is behind a handle; valid as long as the handle is. */
static inline struct scmi_instance *
scmi_handle_instance(const struct scmi_protocol_handle *ph)
{
	return to_protocol_user(ph)->inst;
}

static inline const struct scmi_protocol *
scmi_handle_protocol(const struct scmi_protocol_handle *ph)
{
	return to_protocol_user(ph)->proto;
}

static inline struct scmi_chan *
scmi_handle_chan(const struct scmi_protocol_handle *ph)
{
	return to_protocol_user(ph)->sender.chan;
}

static inline const struct scmi_sender *
scmi_handle_sender(const struct scmi_protocol_handle *ph)
{
	return &to_protocol_user(ph)->sender;
}

/* protocol.c */
int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops);
void scmi_protocol_put(struct scmi_instance *inst, u8 proto);
void scmi_protocols_release(struct scmi_instance *inst);

#endif /* _SCMI_AGENT_PROTOCOL_PRIV_H */
