/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is told once about each message, as data, and the calls that go by it.
 */
#ifndef _SCMI_AGENT_MESSAGE_H
#define _SCMI_AGENT_MESSAGE_H

#include <linux/atomic.h>
#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/scmi_agent_messages.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/types.h>

#include "engine/xfer.h"

/**
 * DOC: Messages
 *
 * A protocol has one table, in which a row is the frame of a message: since when it
 * exists, how long its request is, how much its answer has at least, whether it may be
 * polled, and whether it changes anything. All calls go by the row: what the version in
 * force does not have is not sent, an answer that is too short is refused, a busy
 * platform is asked again, what has effects is sent although its caller is being killed.
 * What the words mean is code.
 */

const struct scmi_msg *scmi_msg_of(const struct scmi_protocol *proto, u8 msg);
bool scmi_msg_exists(const struct scmi_protocol_handle *ph, u8 msg);

/* Words of a message's request in a version of its protocol. */
static inline unsigned int scmi_msg_req(const struct scmi_msg *row, u32 version)
{
	if (likely(!row->longer) || version < row->longer_since)
		return row->req;
	return row->req + row->longer;
}

/* Word of a message's request that asks for the delayed response, likewise. */
static inline unsigned int scmi_msg_async_word(const struct scmi_msg *row, u32 version)
{
	if (!row->longer_at || row->longer_at > row->async_word)
		return row->async_word;
	return row->async_word + scmi_msg_req(row, version) - row->req;
}

/**
 * struct scmi_words - words of a request, CPU endian
 * @at: the words
 * @num: how many; not less than the row says, and what is more than that is not sent
 */
struct scmi_words {
	const u32 *at;
	unsigned int num;
};

#define SCMI_WORDS(...)							\
	((struct scmi_words){ (const u32[]){ __VA_ARGS__ },		\
			      sizeof((const u32[]){ __VA_ARGS__ }) / sizeof(u32) })
#define SCMI_NO_WORDS	((struct scmi_words){ NULL, 0 })

/*
 * What is special about a call: its sender cannot sleep; its answer is the delayed
 * response; the platform says that it has the message, although its version has not;
 * it only asks, but is part of what has effects, so its sender goes on although it is
 * being killed.
 */
#define SCMI_CALL_ATOMIC	BIT(0)
#define SCMI_CALL_DELAYED	BIT(1)
#define SCMI_CALL_KNOWN		BIT(2)
#define SCMI_CALL_FIRM		BIT(3)

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

/* The answer is some words. */
int scmi_call(const struct scmi_protocol_handle *ph, u8 msg,
	      struct scmi_words words, unsigned int mode, u32 *answer,
	      unsigned int num);

/* The answer is the transfer's, which is the caller's to put. */
struct scmi_xfer *scmi_ask(const struct scmi_protocol_handle *ph, u8 msg,
			   struct scmi_words words, unsigned int mode,
			   unsigned int num);

struct scmi_xfer *scmi_call_begin(const struct scmi_protocol_handle *ph, u8 msg,
				  unsigned int req, unsigned int mode,
				  unsigned int num);

/* Store a request, all of it. */
static __always_inline void scmi_put_words(struct scmi_xfer *xfer,
					   struct scmi_words words)
{
	__le32 *payload = scmi_xfer_payload(xfer);
	unsigned int i;

	for (i = 0; i < words.num; i++)
		payload[i] = cpu_to_le32(words.at[i]);
}

/* scmi_ask(), for messages that are sent so often that each word is to be stored once. */
static __always_inline struct scmi_xfer *
scmi_ask_inline(const struct scmi_protocol_handle *ph, u8 msg,
		struct scmi_words words, unsigned int mode, unsigned int num)
{
	struct scmi_xfer *xfer = scmi_call_begin(ph, msg, words.num, mode, num);
	int ret;

	if (IS_ERR(xfer))
		return xfer;
	scmi_put_words(xfer, words);
	ret = scmi_proto_do(xfer);
	if (likely(!ret))
		return xfer;
	scmi_xfer_put(xfer);
	return ERR_PTR(ret);
}

/* scmi_call(), likewise. */
static __always_inline int
scmi_call_inline(const struct scmi_protocol_handle *ph, u8 msg,
		 struct scmi_words words, unsigned int mode, u32 *answer,
		 unsigned int num)
{
	struct scmi_xfer *xfer = scmi_ask_inline(ph, msg, words, mode, num);
	unsigned int i;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < num; i++)
		answer[i] = scmi_xfer_word(xfer, i);
	scmi_xfer_put(xfer);
	return 0;
}

/**
 * struct scmi_async - messages that a platform answers now and completes later
 * @max: so many at a time
 * @num: those in flight
 * @works: one was completed; atomic
 * @never: the first was accepted but not completed, so no more are asked for; atomic
 */
struct scmi_async {
	int max;
	atomic_t num;
	bool works;
	bool never;
};

struct scmi_xfer *scmi_ask_async(const struct scmi_protocol_handle *ph, u8 msg,
				 struct scmi_words words, unsigned int num,
				 struct scmi_async *async);

/* The end of a call whose answer is of no interest. */
static inline int scmi_done(struct scmi_xfer *xfer)
{
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_xfer_put(xfer);
	return 0;
}

/* A value of two words, low first. */
static inline u64 scmi_value(const u32 *words)
{
	return words[0] | (u64)words[1] << 32;
}

#endif /* _SCMI_AGENT_MESSAGE_H */
