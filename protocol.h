/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the protocols of this module see of the core, beside what all see.
 */
#ifndef _SCMI_AGENT_PROTOCOL_H
#define _SCMI_AGENT_PROTOCOL_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/types.h>

#include "engine/wire.h"
#include "message.h"
#include "notify.h"

size_t scmi_proto_max_payload(const struct scmi_protocol_handle *ph);

/* Commands that all protocols have. */
int scmi_proto_attributes(const struct scmi_protocol_handle *ph, u32 *attr);
int scmi_proto_msg_attributes(const struct scmi_protocol_handle *ph, u8 msg,
			      u32 *attr);
bool scmi_proto_msg_supported(const struct scmi_protocol_handle *ph, u8 msg);

/* protocol.c: for a last command */
int scmi_proto_revive(const struct scmi_protocol_handle *ph);

/*
 * What the answer to a question for an extended name takes: flags and name. Not
 * to be asked of a transport whose messages are smaller.
 */
#define SCMI_NAME_GET_LEN	(sizeof(__le32) + SCMI_MAX_STR_SIZE)

/* A command is not implemented: platforms say -1 or -4 (both -> these). */
static inline bool scmi_not_implemented(int err)
{
	return err == -EOPNOTSUPP || err == -ENOENT;
}

/**
 * struct scmi_request - one message of an object's plan
 * @msg: message id
 * @words: the request, CPU endian; its row says how many of them are sent
 */
struct scmi_request {
	u8 msg;
	u32 words[4];
};

/**
 * struct scmi_batch_ops - per-object message plans, see scmi_proto_batch()
 * @next: fill in @rq with the next message of object @idx and return 1; return
 *	  0 when the object needs no further message. Called in turn with
 *	  @parse for one object; @step counts the object's messages from 0.
 * @parse: consume the answer to that message: @err is the answer's errno (the
 *	   cursor is then empty). Return 0 to go on with the object (@next is
 *	   asked again), or a negative errno to give up on this object alone:
 *	   @failed is called.
 * @failed: object @idx failed for good with @err. Optional.
 *
 * All run in the context of scmi_proto_batch()'s caller, one at a time.
 */
struct scmi_batch_ops {
	int (*next)(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		    unsigned int step, struct scmi_request *rq);
	int (*parse)(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		     unsigned int step, int err, struct scmi_cursor *c);
	void (*failed)(const struct scmi_protocol_handle *ph, void *arg,
		       u32 idx, int err);
};

unsigned int scmi_proto_lanes(const struct scmi_protocol_handle *ph);
int scmi_proto_batch(const struct scmi_protocol_handle *ph, u32 count,
		     const struct scmi_batch_ops *ops, void *arg);

#endif /* _SCMI_AGENT_PROTOCOL_H */
