// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: commands as protocols send them.
 */

#include <linux/delay.h>
#include <linux/slab.h>

#include "common.h"
#include "engine/pool.h"
#include "protocol_priv.h"

/* What every protocol has, DEN0056 4.2.2.1 to 4.2.2.3 and alike. */
static const struct scmi_msg scmi_common_msgs[] = {
	SCMI_MSG(PROTOCOL_VERSION, .answer = 1),
	SCMI_MSG(PROTOCOL_ATTRIBUTES, .answer = 1),
	SCMI_MSG(PROTOCOL_MESSAGE_ATTRIBUTES, .req = 1, .answer = 1),
	SCMI_MSG(NEGOTIATE_PROTOCOL_VERSION, .req = 1, .flags = SCMI_MSG_SETS),
};

/**
 * scmi_msg_of() - the row of a message
 * @proto: protocol
 * @msg: message id
 *
 * Context: Any context.
 * Return: the row, NULL if the protocol has no such message.
 */
const struct scmi_msg *scmi_msg_of(const struct scmi_protocol *proto, u8 msg)
{
	if (likely(msg < proto->num_msgs && proto->msgs[msg].name))
		return &proto->msgs[msg];
	if (msg < ARRAY_SIZE(scmi_common_msgs) && scmi_common_msgs[msg].name)
		return &scmi_common_msgs[msg];
	return NULL;
}

/* The row of a message that may be sent, or NULL. */
static const struct scmi_msg *
scmi_call_row(const struct scmi_protocol_handle *ph, u8 msg, unsigned int mode)
{
	const struct scmi_msg *row = scmi_msg_of(scmi_handle_protocol(ph), msg);

	if (row && ph->version < row->since && !(mode & SCMI_CALL_KNOWN))
		return NULL;
	return row;
}

/**
 * scmi_msg_exists() - does the version in force have a message?
 * @ph: handle
 * @msg: message id
 *
 * Context: Any context.
 * Return: true if so.
 */
bool scmi_msg_exists(const struct scmi_protocol_handle *ph, u8 msg)
{
	return scmi_call_row(ph, msg, 0);
}

/* Make room for the delayed response that scmi_xfer_do() then waits for. */
static struct scmi_xfer *scmi_xfer_want_delayed(struct scmi_xfer *xfer)
{
	if (!xfer->dly)
		xfer->dly = kzalloc(scmi_pool_room(xfer->pool), GFP_KERNEL);
	if (!xfer->dly) {
		scmi_xfer_put(xfer);
		return ERR_PTR(-ENOMEM);
	}
	xfer->want_delayed = true;
	return xfer;
}

/* A transfer for a call that is not like most: polled, delayed, or with effects. */
static struct scmi_xfer *
scmi_call_get_special(const struct scmi_protocol_handle *ph, u8 msg,
		      const struct scmi_msg *row, unsigned int mode,
		      size_t len, size_t rx_min)
{
	const struct scmi_instance *inst = scmi_handle_instance(ph);
	const struct scmi_sender *from = scmi_handle_sender(ph);
	struct scmi_xfer *xfer;

	if (mode & SCMI_CALL_ATOMIC) {
		if (!inst->transport->ops->poll ||
		    !(row->flags & SCMI_MSG_POLLED))
			return ERR_PTR(-EOPNOTSUPP);
		return scmi_xfer_try_get(from, msg, len, rx_min, true);
	}
	if (mode & SCMI_CALL_DELAYED && idr_is_empty(&inst->rx_chans))
		return ERR_PTR(-EOPNOTSUPP);
	xfer = scmi_xfer_get(from, msg, len, rx_min,
			     row->flags & SCMI_MSG_SETS || mode & SCMI_CALL_FIRM);
	if (!IS_ERR(xfer) && mode & SCMI_CALL_DELAYED)
		xfer = scmi_xfer_want_delayed(xfer);
	return xfer;
}

/* What scmi_call_begin() does, for any message. */
static noinline struct scmi_xfer *
scmi_call_get(const struct scmi_protocol_handle *ph, u8 msg, unsigned int given,
	      unsigned int mode, unsigned int num)
{
	const struct scmi_msg *row = scmi_call_row(ph, msg, mode);
	struct scmi_xfer *xfer;
	unsigned int req;

	if (!row)
		return ERR_PTR(-EOPNOTSUPP);
	req = scmi_msg_req(row, ph->version);
	if (WARN_ON_ONCE(given < req))
		return ERR_PTR(-EINVAL);
	if (row->flags & SCMI_MSG_OPEN)
		req = given;
	num = max_t(unsigned int, num, row->answer);
	xfer = scmi_call_get_special(ph, msg, row, mode, given * sizeof(__le32),
				     num * sizeof(__le32));
	/* What is more than the request is stored, but not sent. */
	if (!IS_ERR(xfer))
		xfer->tx_len = SCMI_HDR_LEN + req * sizeof(__le32);
	return xfer;
}

/**
 * scmi_call_begin() - take a transfer for a call
 * @ph: handle
 * @msg: message id
 * @req: words that the caller is going to store, all of them
 * @mode: as for scmi_ask()
 * @num: likewise
 *
 * For those in message.h, which go on with it.
 *
 * Context: as scmi_ask().
 * Return: the transfer, whose request has the length that its row says, or ERR_PTR.
 */
struct scmi_xfer *scmi_call_begin(const struct scmi_protocol_handle *ph, u8 msg,
				  unsigned int req, unsigned int mode,
				  unsigned int num)
{
	const struct scmi_protocol *proto = scmi_handle_protocol(ph);
	const struct scmi_msg *row = &proto->msgs[msg];

	/* Most of them are like this, so it has to be fast. */
	if (likely(msg < proto->num_msgs && row->name &&
		   ph->version >= row->since && req == row->req &&
		   !(mode | row->flags | row->longer)))
		return scmi_xfer_get(scmi_handle_sender(ph), msg,
				     req * sizeof(__le32),
				     max_t(unsigned int, num, row->answer) *
				     sizeof(__le32), false);
	return scmi_call_get(ph, msg, req, mode, num);
}

/**
 * scmi_ask() - send a command and wait for its answer
 * @ph: handle
 * @msg: message id
 * @words: the request
 * @mode: SCMI_CALL_ATOMIC or SCMI_CALL_DELAYED, or neither; SCMI_CALL_KNOWN;
 *	  SCMI_CALL_FIRM
 * @num: words that a successful answer has at least, if that is more than its row says
 *
 * A busy platform is asked again, see scmi_proto_do().
 *
 * Context: Process context, sleeps; any context but NMI with SCMI_CALL_ATOMIC.
 * Return: the transfer, whose answer is there, to be put with scmi_xfer_put(); or
 *	   ERR_PTR: -EOPNOTSUPP when the version in force does not have the message,
 *	   when it or the transport cannot be polled, or when there is no channel that a
 *	   delayed response could come by; -EMSGSIZE when the transport's messages are
 *	   too small; -EPROTO when the answer is too short; -ENOMEM; what
 *	   scmi_xfer_get(), scmi_xfer_try_get() and scmi_xfer_do() say.
 */
struct scmi_xfer *scmi_ask(const struct scmi_protocol_handle *ph, u8 msg,
			   struct scmi_words words, unsigned int mode,
			   unsigned int num)
{
	return scmi_ask_inline(ph, msg, words, mode, num);
}

/**
 * scmi_call() - send a command, take words back
 * @ph: handle
 * @msg: message id
 * @words: the request
 * @mode: as for scmi_ask()
 * @answer: filled with the answer's first words, CPU endian; may be NULL without @num
 * @num: how many; the answer has so many at least
 *
 * Context: as scmi_ask().
 * Return: 0 or negative errno, see scmi_ask().
 */
int scmi_call(const struct scmi_protocol_handle *ph, u8 msg,
	      struct scmi_words words, unsigned int mode, u32 *answer,
	      unsigned int num)
{
	return scmi_call_inline(ph, msg, words, mode, answer, num);
}

/*
 * A command was accepted, but not completed. If none ever was, then none will: each
 * would cost a timeout, so from now on they are synchronous, this one first.
 */
static int scmi_async_not_completed(const struct scmi_protocol_handle *ph,
				    const struct scmi_msg *row, u32 id,
				    struct scmi_async *async)
{
	if (READ_ONCE(async->works))
		return -ETIMEDOUT;
	if (!xchg(&async->never, true))
		dev_warn(ph->dev,
			 "%s %u: asynchronous %s was accepted but never completed: all are synchronous from now on\n",
			 scmi_handle_protocol(ph)->object, id, row->name);
	return -EOPNOTSUPP;
}

/* The delayed response begins with the object; the caller sees what is behind that. */
static int scmi_async_completed(struct scmi_xfer *xfer, u32 id,
				struct scmi_async *async)
{
	struct scmi_cursor c = scmi_xfer_cursor(xfer);

	WRITE_ONCE(async->works, true);
	if (scmi_get_le32(&c) != id)
		return -EPROTO;
	xfer->body = c.pos;
	xfer->body_len = c.left;
	return 0;
}

static struct scmi_xfer *
scmi_ask_delayed(const struct scmi_protocol_handle *ph, u8 msg,
		 const struct scmi_msg *row, struct scmi_words words,
		 unsigned int num, struct scmi_async *async)
{
	unsigned int flags = scmi_msg_async_word(row, ph->version);
	u32 id = words.at[row->object];
	struct scmi_xfer *xfer;
	int ret;

	num = max_t(unsigned int, num + 1, row->delayed);
	xfer = scmi_call_begin(ph, msg, words.num, SCMI_CALL_DELAYED, num);
	if (IS_ERR(xfer))
		return xfer;
	scmi_put_words(xfer, words);
	scmi_put_le32(xfer, flags, words.at[flags] | BIT(row->async_bit));
	ret = scmi_proto_do(xfer);
	if (!ret)
		ret = scmi_async_completed(xfer, id, async);
	else if (scmi_xfer_was_not_completed(xfer))
		ret = scmi_async_not_completed(ph, row, id, async);
	if (!ret)
		return xfer;
	scmi_xfer_put(xfer);
	return ERR_PTR(ret);
}

/**
 * scmi_ask_async() - send a command that the platform may complete later
 * @ph: handle
 * @msg: message id; its row says how a delayed response is asked for
 * @words: the request, without asking for that
 * @num: words that a successful answer has at least behind the object
 * @async: what the platform takes of this kind; NULL: nothing
 *
 * Asynchronous commands are an offer: without it there are the others.
 *
 * Context: Process context, sleeps.
 * Return: the transfer with the answer, in which the delayed response has no object
 *	   any more, or ERR_PTR: -EPROTO when it was about another one; see scmi_ask().
 */
struct scmi_xfer *scmi_ask_async(const struct scmi_protocol_handle *ph, u8 msg,
				 struct scmi_words words, unsigned int num,
				 struct scmi_async *async)
{
	const struct scmi_msg *row = scmi_call_row(ph, msg, 0);
	struct scmi_xfer *xfer;

	if (!row)
		return ERR_PTR(-EOPNOTSUPP);
	if (async && ph->version >= row->delayed_since &&
	    !READ_ONCE(async->never) &&
	    atomic_add_unless(&async->num, 1, async->max)) {
		xfer = scmi_ask_delayed(ph, msg, row, words, num, async);
		atomic_dec(&async->num);
		if (xfer != ERR_PTR(-EOPNOTSUPP))
			return xfer;
	}
	return scmi_ask(ph, msg, words, 0, num);
}

/* The first pause; each further one is twice as long. */
#define SCMI_BUSY_PAUSE_US		2000
/* The same where nobody may sleep. */
#define SCMI_BUSY_PAUSE_ATOMIC_US	10

/**
 * scmi_busy_pause() - give a busy platform time
 * @tries: how often the command was asked again before, 0..SCMI_BUSY_TRIES - 1
 * @atomic: do not sleep
 *
 * Context: Process context, sleeps; any context if @atomic.
 */
void scmi_busy_pause(unsigned int tries, bool atomic)
{
	if (atomic)
		udelay(SCMI_BUSY_PAUSE_ATOMIC_US << tries);
	else
		fsleep(SCMI_BUSY_PAUSE_US << tries);
}

/**
 * scmi_proto_do_again() - repeat a command that ended with -EBUSY
 * @xfer: transfer that scmi_xfer_do() returned -EBUSY for
 *
 * For scmi_proto_do(): see there.
 *
 * Context: as scmi_xfer_do().
 * Return: what the last repetition ended with; -EBUSY without any if it was not
 *	   the platform that said so.
 */
int scmi_proto_do_again(struct scmi_xfer *xfer)
{
	unsigned int tries;
	int ret = -EBUSY;

	for (tries = 0; tries < SCMI_BUSY_TRIES && scmi_xfer_was_busy(xfer);
	     tries++) {
		scmi_busy_pause(tries, xfer->poll);
		scmi_xfer_again(xfer);
		ret = scmi_xfer_do(xfer);
	}
	return ret;
}

/**
 * scmi_proto_max_payload() - the largest payload of a message
 * @ph: handle
 *
 * Context: Any context.
 * Return: bytes, of a request and of an answer after its status word.
 */
size_t scmi_proto_max_payload(const struct scmi_protocol_handle *ph)
{
	return scmi_handle_chan(ph)->msg_size;
}

/**
 * scmi_proto_attributes() - PROTOCOL_ATTRIBUTES
 * @ph: handle
 * @attr: set to the attributes word
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_call(). DEN0056 4.2.2.2 and alike.
 */
int scmi_proto_attributes(const struct scmi_protocol_handle *ph, u32 *attr)
{
	return scmi_call(ph, SCMI_PROTOCOL_ATTRIBUTES, SCMI_NO_WORDS, 0, attr, 1);
}

/**
 * scmi_proto_msg_attributes() - PROTOCOL_MESSAGE_ATTRIBUTES
 * @ph: handle
 * @msg: message id asked about
 * @attr: set to the attributes word
 *
 * Context: Process context, sleeps.
 * Return: 0; an error for which scmi_not_implemented() is true when the
 *	   platform lacks the message; other negative errno.
 */
int scmi_proto_msg_attributes(const struct scmi_protocol_handle *ph, u8 msg,
			      u32 *attr)
{
	return scmi_call(ph, SCMI_PROTOCOL_MESSAGE_ATTRIBUTES, SCMI_WORDS(msg), 0,
			 attr, 1);
}

/**
 * scmi_proto_msg_supported() - does the platform implement a message?
 * @ph: handle
 * @msg: message id
 *
 * Context: Process context, sleeps.
 * Return: true when it says so.
 */
bool scmi_proto_msg_supported(const struct scmi_protocol_handle *ph, u8 msg)
{
	u32 attr;

	return !scmi_proto_msg_attributes(ph, msg, &attr);
}
