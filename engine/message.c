// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: commands as protocols send them.
 */

#include <linux/delay.h>
#include <linux/slab.h>

#include "common.h"
#include "engine/pool.h"
#include "protocol_priv.h"

/**
 * scmi_proto_get() - take a transfer for a command of a protocol
 * @ph: handle
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed
 * @rx_min: bytes that a successful answer has at least after its status
 *
 * Context: Process context, sleeps when all transfers are in use.
 * Return: the transfer or ERR_PTR, see scmi_xfer_get().
 */
struct scmi_xfer *scmi_proto_get(const struct scmi_protocol_handle *ph, u8 msg,
				 size_t tx_payload, size_t rx_min)
{
	return scmi_xfer_get(scmi_handle_chan(ph), scmi_handle_protocol(ph)->id,
			     msg, tx_payload, rx_min);
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

/**
 * scmi_proto_get_mode() - take a transfer for a command that is not like others
 * @ph: handle
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed
 * @rx_min: bytes that a successful answer has at least after its status
 * @mode: SCMI_PROTO_ATOMIC, or any of SCMI_PROTO_SETS and SCMI_PROTO_DELAYED
 *
 * Context: Process context, sleeps when all transfers are in use; any context
 *	    but NMI with SCMI_PROTO_ATOMIC.
 * Return: the transfer or ERR_PTR, see scmi_xfer_get(), scmi_xfer_get_must_send()
 *	   and scmi_xfer_try_get(); -EOPNOTSUPP when the transport cannot be polled,
 *	   or when there is no channel that a delayed response could come by;
 *	   -ENOMEM.
 */
struct scmi_xfer *scmi_proto_get_mode(const struct scmi_protocol_handle *ph,
				      u8 msg, size_t tx_payload, size_t rx_min,
				      unsigned int mode)
{
	const struct scmi_instance *inst = scmi_handle_instance(ph);
	u8 proto = scmi_handle_protocol(ph)->id;
	struct scmi_chan *chan = scmi_handle_chan(ph);
	struct scmi_xfer *xfer;

	if (mode & SCMI_PROTO_ATOMIC) {
		if (!inst->transport->ops->poll)
			return ERR_PTR(-EOPNOTSUPP);
		return scmi_xfer_try_get(chan, proto, msg, tx_payload, rx_min,
					 true);
	}
	if (mode & SCMI_PROTO_DELAYED && idr_is_empty(&inst->rx_chans))
		return ERR_PTR(-EOPNOTSUPP);
	if (mode & SCMI_PROTO_SETS)
		xfer = scmi_xfer_get_must_send(chan, proto, msg, tx_payload,
					       rx_min);
	else
		xfer = scmi_xfer_get(chan, proto, msg, tx_payload, rx_min);
	if (!IS_ERR(xfer) && mode & SCMI_PROTO_DELAYED)
		xfer = scmi_xfer_want_delayed(xfer);
	return xfer;
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
 * scmi_proto_query() - send a command of plain words, take one word back
 * @ph: handle
 * @msg: message id
 * @words: payload, CPU endian; may be NULL without @nwords
 * @nwords: words in @words
 * @out: set to the answer's first word; NULL when none is expected: then it is a
 *	 command that sets something
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_proto_do().
 */
int scmi_proto_query(const struct scmi_protocol_handle *ph, u8 msg,
		     const u32 *words, unsigned int nwords, u32 *out)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	unsigned int i;
	int ret;

	xfer = scmi_proto_get_mode(ph, msg, nwords * sizeof(__le32),
				   out ? sizeof(__le32) : 0,
				   out ? 0 : SCMI_PROTO_SETS);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < nwords; i++)
		scmi_put_le32(xfer, i, words[i]);
	ret = scmi_proto_do(xfer);
	if (!ret && out) {
		c = scmi_xfer_cursor(xfer);
		*out = scmi_get_le32(&c);
	}
	scmi_xfer_put(xfer);
	return ret;
}

/**
 * scmi_proto_attributes() - PROTOCOL_ATTRIBUTES
 * @ph: handle
 * @attr: set to the attributes word
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_proto_do(). DEN0056 4.2.2.2 and alike.
 */
int scmi_proto_attributes(const struct scmi_protocol_handle *ph, u32 *attr)
{
	return scmi_proto_query(ph, SCMI_PROTOCOL_ATTRIBUTES, NULL, 0, attr);
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
	u32 id = msg;

	return scmi_proto_query(ph, SCMI_PROTOCOL_MESSAGE_ATTRIBUTES, &id, 1,
				attr);
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

/**
 * scmi_proto_command() - send a command of plain words, no data comes back
 * @ph: handle
 * @msg: message id
 * @words: payload, CPU endian
 * @nwords: words in @words
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_proto_do().
 */
int scmi_proto_command(const struct scmi_protocol_handle *ph, u8 msg,
		       const u32 *words, unsigned int nwords)
{
	return scmi_proto_query(ph, msg, words, nwords, NULL);
}
