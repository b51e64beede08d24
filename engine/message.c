// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: commands as protocols send them.
 */

#include <linux/export.h>
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

/**
 * scmi_proto_get_delayed() - the same for an asynchronous command
 * @ph: handle
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed
 * @rx_min: bytes that the delayed response has at least after its status
 *
 * scmi_xfer_do() waits for the delayed response, and that is the answer.
 *
 * Context: Process context, sleeps when all transfers are in use.
 * Return: the transfer or ERR_PTR, see scmi_xfer_get(); -ENOMEM; -EOPNOTSUPP
 *	   when there is no channel that a delayed response could come by.
 */
struct scmi_xfer *scmi_proto_get_delayed(const struct scmi_protocol_handle *ph,
					 u8 msg, size_t tx_payload,
					 size_t rx_min)
{
	struct scmi_instance *inst = scmi_handle_instance(ph);
	struct scmi_xfer *xfer;

	if (idr_is_empty(&inst->rx_chans))
		return ERR_PTR(-EOPNOTSUPP);
	xfer = scmi_proto_get(ph, msg, tx_payload, rx_min);
	if (IS_ERR(xfer))
		return xfer;
	if (!xfer->dly)
		xfer->dly = kzalloc(scmi_pool_room(inst->pool), GFP_KERNEL);
	if (!xfer->dly) {
		scmi_xfer_put(xfer);
		return ERR_PTR(-ENOMEM);
	}
	xfer->want_delayed = true;
	return xfer;
}

/**
 * scmi_proto_get_mode() - take a transfer for a command that may have to be
 *	atomic
 * @ph: handle
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed
 * @rx_min: bytes that a successful answer has at least after its status
 * @atomic: scmi_xfer_do() must not sleep
 *
 * Context: Process context, sleeps when all transfers are in use; any context
 *	    but NMI if @atomic.
 * Return: the transfer or ERR_PTR, see scmi_xfer_get() and
 *	   scmi_xfer_try_get(); -EOPNOTSUPP if @atomic and the transport cannot
 *	   be polled.
 */
struct scmi_xfer *scmi_proto_get_mode(const struct scmi_protocol_handle *ph,
				      u8 msg, size_t tx_payload, size_t rx_min,
				      bool atomic)
{
	if (!atomic)
		return scmi_proto_get(ph, msg, tx_payload, rx_min);
	if (!scmi_handle_instance(ph)->transport->ops->poll)
		return ERR_PTR(-EOPNOTSUPP);
	return scmi_xfer_try_get(scmi_handle_chan(ph),
				 scmi_handle_protocol(ph)->id, msg, tx_payload,
				 rx_min, true);
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
 * @out: set to the answer's first word; NULL when none is expected
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_xfer_do().
 */
int scmi_proto_query(const struct scmi_protocol_handle *ph, u8 msg,
		     const u32 *words, unsigned int nwords, u32 *out)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	unsigned int i;
	int ret;

	xfer = scmi_proto_get(ph, msg, nwords * sizeof(__le32),
			      out ? sizeof(__le32) : 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < nwords; i++)
		scmi_put_le32(xfer, i, words[i]);
	ret = scmi_xfer_do(xfer);
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
 * Return: 0 or negative errno, see scmi_xfer_do(). DEN0056 4.2.2.2 and alike.
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
 * Return: 0 or negative errno, see scmi_xfer_do().
 */
int scmi_proto_command(const struct scmi_protocol_handle *ph, u8 msg,
		       const u32 *words, unsigned int nwords)
{
	return scmi_proto_query(ph, msg, words, nwords, NULL);
}
