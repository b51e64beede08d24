/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The core as protocols/ sees it: message.c and batch.c on a fake engine, with a
 * peer in the place of the transport.
 */
#ifndef PROTO_TEST_CORE_H
#define PROTO_TEST_CORE_H

#include "common.h"
#include "protocols/builtin.h"

/**
 * struct core_peer - who answers
 * @answer: answer a command of @len bytes of payload: store status and the rest
 *	    at @reply and return its length, or a negative errno if no answer
 *	    comes. With @delayed set the delayed response is wanted.
 * @accepted: set by @answer with an errno: the reply came, and was success, but not
 *	      the delayed response
 * @no_delayed: the instance has no channel for delayed responses
 * @lanes: objects that a batch works on at once
 */
struct core_peer {
	int (*answer)(u8 proto, u8 msg, const void *payload, size_t len,
		      bool delayed, u8 *reply, size_t room);
	bool accepted;
	bool no_delayed;
	unsigned int lanes;
};

#define CORE_REPLY_MAX	124	/* of the virtio transport, status included */

extern struct core_peer core_peer;
extern unsigned long core_messages;	/* since core_start() */
extern unsigned long core_by_msg[256];	/* the same by message id */
extern long core_held;			/* messages not given back */
extern u32 core_random;			/* state of the generator */
/* What a fuzzer has chosen: numbers come from here until it is used up. */
extern const u8 *core_input;
extern size_t core_input_left;

/* A number below @below, or any if that is 0. */
u32 core_rand(u32 below);

/* Bring @proto up, as the core does, in @version; it is @core_ph until core_stop(). */
int core_start(const struct scmi_protocol *proto, u32 version);
void core_stop(void);
extern struct scmi_protocol_handle *const core_ph;

/* What becomes of a transport that is to work once more. */
extern int core_revive_err;

#endif /* PROTO_TEST_CORE_H */
