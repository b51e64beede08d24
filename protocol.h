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
#include "engine/xfer.h"

/* One command, one reply, from a handle. */
struct scmi_xfer *scmi_proto_get(const struct scmi_protocol_handle *ph, u8 msg,
				 size_t tx_payload, size_t rx_min);

/*
 * What is special about a command: its sender cannot sleep; it changes the platform,
 * so it is sent although its sender is being killed; scmi_xfer_do() waits for its
 * delayed response, of which @rx_min is then said, and that is the answer.
 */
#define SCMI_PROTO_ATOMIC	BIT(0)
#define SCMI_PROTO_SETS		BIT(1)
#define SCMI_PROTO_DELAYED	BIT(2)

struct scmi_xfer *scmi_proto_get_mode(const struct scmi_protocol_handle *ph,
				      u8 msg, size_t tx_payload, size_t rx_min,
				      unsigned int mode);
size_t scmi_proto_max_payload(const struct scmi_protocol_handle *ph);

/* How often a platform that is busy is asked again: after 62 ms in all. */
#define SCMI_BUSY_TRIES		5

void scmi_busy_pause(unsigned int tries, bool atomic);
int scmi_proto_do_again(struct scmi_xfer *xfer);

/*
 * Send a command and wait for its answer, as scmi_xfer_do(). A platform may be busy,
 * with another agent's request for the same object for example. It has not run the
 * command then, whatever that is, and is asked again.
 */
static inline int scmi_proto_do(struct scmi_xfer *xfer)
{
	int ret = scmi_xfer_do(xfer);

	return likely(ret != -EBUSY) ? ret : scmi_proto_do_again(xfer);
}

/* Commands of plain words, with one word in the answer, or none. */
int scmi_proto_query(const struct scmi_protocol_handle *ph, u8 msg,
		     const u32 *words, unsigned int nwords, u32 *out);
int scmi_proto_command(const struct scmi_protocol_handle *ph, u8 msg,
		       const u32 *words, unsigned int nwords);

/* Commands that all protocols have. */
int scmi_proto_attributes(const struct scmi_protocol_handle *ph, u32 *attr);
int scmi_proto_msg_attributes(const struct scmi_protocol_handle *ph, u8 msg,
			      u32 *attr);
bool scmi_proto_msg_supported(const struct scmi_protocol_handle *ph, u8 msg);

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
 * @nwords: words of payload in @words
 * @words: payload, CPU endian
 * @rx_min: bytes that a successful answer has at least after its status
 */
struct scmi_request {
	u8 msg;
	u8 nwords;
	u32 words[4];
	size_t rx_min;
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
