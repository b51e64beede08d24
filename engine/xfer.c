// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: transfers, from the pool to a caller and back.
 */

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: Transfers
 *
 * A transfer is a slot of a pool that has as many slots as the transport can
 * have messages in flight. The slots, with their buffers, are allocated when
 * the instance is created and freed when its last reference goes: sending a
 * command allocates nothing, and a pointer to a transfer always points to some
 * transfer of that pool.
 *
 * States::
 *
 *	IDLE --submit--> SENT --reply--> DONE --last put--> IDLE
 *	                  |                ^
 *	                  +-> DELAYED -----+
 *
 * SENT and DELAYED end in DONE exactly once: by the answer, by the end of the
 * wait, or by teardown, whichever takes the transfer's lock first. The code that
 * ends it runs the done callback. All others find DONE and count what they hold
 * as late.
 *
 * Three parties hold references: the caller from get to put, the transport from
 * submit until it gives the buffers back, the engine from submit until the
 * transfer is DONE and its submitter told. A caller may leave first; the slot is
 * then a zombie and stays out of the pool until the transport returns it, so a
 * buffer that the platform may still write is never handed to anyone else.
 *
 * How a caller gets a slot is in slot.c, what its token is for in token.c.
 */

/* Nobody has a reference or gets one, so there is nothing to lock. */
static void scmi_xfer_recycle(struct scmi_xfer *xfer)
	__context_unsafe("the last reference is gone")
{
	/* IDLE has no token; SENT and DELAYED have a reference. */
	if (xfer->want_delayed && xfer->state == SCMI_XFER_DONE)
		/* May its delayed response still come? */
		scmi_token_release(xfer, !xfer->reply_seen ||
				   (xfer->delayed_due && !xfer->delayed_seen));
	xfer->state = SCMI_XFER_IDLE;
	scmi_slot_free(xfer);
}

/* What the lock protects begins with submit: IDLE is what it is already. */
static struct scmi_xfer *scmi_xfer_prepare(struct scmi_xfer *xfer,
					   const struct scmi_sender *from,
					   u8 msg, size_t tx_payload,
					   size_t rx_min)
{
	xfer->chan = from->chan;
	xfer->sender = scmi_sender_of(from);
	xfer->proto = from->proto;
	xfer->msg = msg;
	xfer->want_delayed = false;
	xfer->must_send = false;
	xfer->poll = false;
	xfer->tx_len = SCMI_HDR_LEN + tx_payload;
	xfer->rx_min = rx_min;
	xfer->timeout_ms = from->chan->timeout_ms;
	xfer->status = 0;
	xfer->body_len = 0;
	reinit_completion(&xfer->completion);
	refcount_set(&xfer->refs, 1);
	return xfer;
}

/* A question whose answer cannot fit is not asked: strict platforms object. */
static bool scmi_payload_fits(const struct scmi_chan *chan, size_t tx_payload,
			      size_t rx_min)
{
	return max(tx_payload, rx_min) <= chan->msg_size;
}

/**
 * scmi_xfer_try_get() - take a transfer if one is free
 * @from: for whom the command goes out
 * @msg: message id
 * @tx_payload: bytes of the request's payload, which the caller stores
 * @rx_min: bytes that a successful answer has at least after its status
 * @atomic: its sender cannot sleep: it may have a reserved slot, and polls
 *
 * Context: Any context.
 * Return: the transfer, to be put with scmi_xfer_put(), or ERR_PTR: -EBUSY,
 *	   -EMSGSIZE when request or answer does not fit the channel.
 */
struct scmi_xfer *scmi_xfer_try_get(const struct scmi_sender *from, u8 msg,
				    size_t tx_payload, size_t rx_min,
				    bool atomic)
{
	struct scmi_pool *pool = from->chan->inst->pool;
	struct scmi_xfer *xfer;

	if (!scmi_payload_fits(from->chan, tx_payload, rx_min))
		return ERR_PTR(-EMSGSIZE);
	xfer = atomic ? scmi_slot_take_atomic(pool) : scmi_slot_take(pool);
	if (!xfer)
		return ERR_PTR(-EBUSY);
	scmi_xfer_prepare(xfer, from, msg, tx_payload, rx_min);
	xfer->poll = atomic;
	return xfer;
}

/**
 * scmi_xfer_get() - take a transfer, waiting for one when all are in use
 * @from: for whom the command goes out
 * @msg: message id
 * @tx_payload: bytes of the request's payload, which the caller stores
 * @rx_min: bytes that a successful answer has at least after its status
 * @must_send: it changes the platform
 *
 * Whoever counts what is on and off has to know what became of a command that changes
 * the platform. So no signal ends the wait for the transfer, for a paused transport or
 * for the answer; the timeouts do.
 *
 * Context: Process context, sleeps while others are served, see DOC: Slots.
 * Return: the transfer, to be put with scmi_xfer_put(), or ERR_PTR: -EBUSY
 *	   when the platform keeps all of them, -ENODEV when the instance or the
 *	   sender is going, -EMSGSIZE; -EINTR on a fatal signal, but not with
 *	   @must_send.
 */
struct scmi_xfer *scmi_xfer_get(const struct scmi_sender *from, u8 msg,
				size_t tx_payload, size_t rx_min, bool must_send)
{
	struct scmi_pool *pool = from->chan->inst->pool;
	struct scmi_xfer *xfer;

	might_sleep();
	if (!scmi_payload_fits(from->chan, tx_payload, rx_min))
		return ERR_PTR(-EMSGSIZE);
	xfer = scmi_slot_take(pool);
	if (!xfer)
		xfer = scmi_slot_wait(pool, from, !must_send);
	if (IS_ERR(xfer))
		return xfer;
	scmi_xfer_prepare(xfer, from, msg, tx_payload, rx_min);
	xfer->must_send = must_send;
	return xfer;
}

/**
 * scmi_xfer_again() - make a transfer ready to be sent once more
 * @xfer: transfer for which scmi_xfer_was_busy() is true; nobody else uses it
 *
 * The platform refused the command in its reply, so it has given the buffers back
 * and sends no delayed response.
 *
 * Context: Any context.
 */
void scmi_xfer_again(struct scmi_xfer *xfer)
{
	if (xfer->want_delayed)
		scmi_token_release(xfer, false);
	reinit_completion(&xfer->completion);
	scoped_guard(spinlock_irqsave, &xfer->lock)
		xfer->state = SCMI_XFER_IDLE;
}

/**
 * scmi_xfer_put_refs() - drop references to a transfer
 * @xfer: transfer
 * @refs: how many of them are the caller's to drop
 *
 * Context: Any context.
 */
void scmi_xfer_put_refs(struct scmi_xfer *xfer, unsigned int refs)
{
	if (refcount_sub_and_test(refs, &xfer->refs))
		scmi_xfer_recycle(xfer);
}

/**
 * scmi_xfer_put() - drop a reference to a transfer
 * @xfer: transfer
 *
 * Context: Any context.
 */
void scmi_xfer_put(struct scmi_xfer *xfer)
{
	scmi_xfer_put_refs(xfer, 1);
}
