// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what the platform sent, validated, matched and delivered.
 */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/module.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"
#include "engine/status.h"
#include "notify.h"

/**
 * DOC: Reception
 *
 * Every message passes here before a protocol sees a byte of it. In this order:
 * long enough for what it claims to be; of a type that may arrive there; token,
 * protocol and message id those of a transfer that waits for it, on the channel
 * that the command went out on; status mapped to an errno; payload as long as
 * the command requires. What fails a check is counted and dropped. It ends the
 * transfer with -EPROTO if, and only if, it came in that transfer's own buffer,
 * because then no other answer can follow.
 *
 * Nothing is logged here: a platform may send garbage at any rate.
 */

/* How long a delayed response may take, counted from the reply. */
#define SCMI_DELAYED_TIMEOUT_MS		2000

static void scmi_rx_alive(struct scmi_pool *pool)
{
	/* An increment that is lost to another CPU's is a change all the same. */
	WRITE_ONCE(pool->heard, READ_ONCE(pool->heard) + 1);
	if (scmi_pool_is_silent(pool))
		scmi_silence_ends(pool);
}

/*
 * Does header @hdr answer @xfer with a message of @type? It has the token, protocol
 * and message id of the command, whose own type is 0.
 */
static bool scmi_hdr_matches(const struct scmi_xfer *xfer, u32 hdr,
			     enum scmi_msg_type type)
{
	return ((hdr ^ xfer->hdr) & SCMI_HDR_BITS) ==
	       FIELD_PREP(SCMI_HDR_TYPE, type);
}

/*
 * Check the answer in @buf and return what the transfer ends with; @why is the
 * counter for that. On success body and body_len are set.
 */
static int scmi_rx_check(struct scmi_xfer *xfer, const void *buf, size_t len,
			 enum scmi_msg_type type, enum scmi_stat *why)
{
	struct scmi_instance *inst = xfer->pool->inst;
	struct scmi_cursor c;
	u32 hdr;
	int err;

	*why = SCMI_STAT_malformed;
	scmi_cursor_init(&c, buf, len);
	hdr = scmi_get_le32(&c);
	err = scmi_status_to_errno(scmi_get_sle32(&c));
	if (scmi_cursor_end(&c)) {
		scmi_count(inst, short_messages);
		return -EPROTO;
	}
	if (!scmi_hdr_matches(xfer, hdr, type)) {
		scmi_count(inst, mismatched);
		return -EPROTO;
	}
	if (err) {
		*why = SCMI_STAT_refused;
		return err;
	}
	if (c.left < xfer->rx_min &&
	    (type == SCMI_MSG_DELAYED_RESPONSE || !xfer->want_delayed)) {
		scmi_count(inst, short_messages);
		return -EPROTO;
	}
	*why = SCMI_STAT_replies;
	xfer->body = c.pos;
	xfer->body_len = c.left;
	return 0;
}

/* Move @xfer on by its reply; true when that ended it. */
static bool scmi_rx_reply_locked(struct scmi_chan *chan, struct scmi_xfer *xfer,
				 size_t len)
	__must_hold(&xfer->lock)
{
	struct scmi_instance *inst = xfer->pool->inst;
	enum scmi_stat why = SCMI_STAT_malformed;
	int err;

	lockdep_assert_held(&xfer->lock);

	if (xfer->reply_seen) {
		scmi_count(inst, duplicate);
		return false;
	}
	xfer->reply_seen = true;
	if (xfer->state != SCMI_XFER_SENT) {
		/* The delayed response overtook the reply, or nobody waits. */
		if (!xfer->delayed_seen)
			scmi_count(inst, late);
		return false;
	}

	if (xfer->chan != chan) {
		scmi_count(inst, mismatched);
		err = -EPROTO;
	} else {
		err = scmi_rx_check(xfer, xfer->rx, len, SCMI_MSG_COMMAND,
				    &why);
	}
	if (!err && xfer->want_delayed) {
		unsigned long limit = jiffies +
			msecs_to_jiffies(SCMI_DELAYED_TIMEOUT_MS);

		if (time_after(limit, xfer->deadline))
			WRITE_ONCE(xfer->deadline, limit);
		xfer->state = SCMI_XFER_DELAYED;
		return false;
	}
	if (why == SCMI_STAT_refused)
		xfer->delayed_due = false;
	return scmi_xfer_end_locked(xfer, err, why);
}

/**
 * scmi_agent_rx_reply() - a transfer's buffers came back with its reply
 * @chan: channel that they came back on
 * @xfer: transfer whose rx buffer holds the reply; the transport's reference
 *	  ends here
 * @len: bytes that the platform says it wrote to xfer->rx; not trusted
 *
 * Context: Any context, hard interrupt included.
 */
void scmi_agent_rx_reply(struct scmi_chan *chan, struct scmi_xfer *xfer,
			 size_t len)
{
	struct scmi_pool *pool = xfer->pool;
	size_t room = scmi_chan_room(chan);
	bool ended;

	scmi_rx_alive(pool);
	if (len > room) {
		scmi_count(pool->inst, bad_length);
		len = room;
	}
	scoped_guard(spinlock_irqsave, &xfer->lock)
		ended = scmi_rx_reply_locked(chan, xfer, len);
	if (ended)
		scmi_xfer_complete(xfer, 2);
	else
		scmi_xfer_put(xfer);
}
EXPORT_SYMBOL_GPL(scmi_agent_rx_reply);

/**
 * scmi_agent_xfer_release() - a transfer's buffers came back without a reply
 * @xfer: transfer; the transport's reference ends here
 *
 * For a transport that takes its buffers back, by reset or at its end: no
 * reply can follow.
 *
 * Context: Any context.
 */
void scmi_agent_xfer_release(struct scmi_xfer *xfer)
{
	scoped_guard(spinlock_irqsave, &xfer->lock) {
		xfer->reply_seen = true;
		xfer->lost = xfer->state == SCMI_XFER_SENT;
	}
	scmi_xfer_finish(xfer, -EIO, SCMI_STAT_aborted);
	scmi_xfer_put(xfer);
}
EXPORT_SYMBOL_GPL(scmi_agent_xfer_release);

/**
 * scmi_agent_xfer_fail() - the platform will not answer a transfer
 * @xfer: transfer that was not sent, or that the platform says it did not
 *	  understand; the transport's reference ends here
 * @err: negative errno that it ends with, unless it has ended
 *
 * Context: Any context.
 */
void scmi_agent_xfer_fail(struct scmi_xfer *xfer, int err)
{
	scoped_guard(spinlock_irqsave, &xfer->lock) {
		xfer->reply_seen = true;
		xfer->delayed_due = false;
	}
	if (err == -ETIMEDOUT)
		scmi_silence_begins(xfer);
	scmi_xfer_finish(xfer, err, err == -ETIMEDOUT ? SCMI_STAT_timeouts :
							SCMI_STAT_refused);
	scmi_xfer_put(xfer);
}
EXPORT_SYMBOL_GPL(scmi_agent_xfer_fail);

/**
 * scmi_agent_rx_spurious() - an interrupt came, but no message
 * @chan: channel that it came on
 *
 * Context: Any context.
 */
void scmi_agent_rx_spurious(struct scmi_chan *chan)
{
	scmi_count(chan->inst, spurious);
}
EXPORT_SYMBOL_GPL(scmi_agent_rx_spurious);

/**
 * scmi_agent_tx_blocked() - a command's time is over, and it was not sent
 * @chan: channel that was not free all the time
 *
 * Context: Any context.
 */
void scmi_agent_tx_blocked(struct scmi_chan *chan)
{
	scmi_count(chan->inst, not_sent);
}
EXPORT_SYMBOL_GPL(scmi_agent_tx_blocked);

/* A delayed response comes by the protocol's own P2A channel or by BASE's. */
static bool scmi_rx_delayed_fits(const struct scmi_chan *chan,
				 const struct scmi_xfer *xfer, u32 hdr)
{
	return xfer->want_delayed &&
	       scmi_hdr_matches(xfer, hdr, SCMI_MSG_DELAYED_RESPONSE) &&
	       (chan->id == xfer->chan->id || chan->id == SCMI_PROTOCOL_BASE);
}

/* Move @xfer on by a delayed response; true when that ended it. */
static bool scmi_rx_delayed_locked(struct scmi_chan *chan,
				   struct scmi_xfer *xfer, u32 hdr,
				   const void *msg, size_t len)
	__must_hold(&xfer->lock)
{
	struct scmi_instance *inst = xfer->pool->inst;
	enum scmi_stat why;
	int err;

	lockdep_assert_held(&xfer->lock);

	/* IDLE: a platform that guesses tokens of commands not sent yet. */
	if (xfer->state == SCMI_XFER_IDLE ||
	    !scmi_rx_delayed_fits(chan, xfer, hdr)) {
		scmi_count(inst, mismatched);
		return false;
	}
	if (xfer->delayed_seen) {
		scmi_count(inst, duplicate);
		return false;
	}
	xfer->delayed_seen = true;
	if (xfer->state == SCMI_XFER_DONE) {
		scmi_count(inst, late);
		return false;
	}

	/* Once, and the header that was checked: @msg may change under us. */
	memcpy(xfer->dly, msg, len);
	*(__le32 *)xfer->dly = cpu_to_le32(hdr);
	err = scmi_rx_check(xfer, xfer->dly, len, SCMI_MSG_DELAYED_RESPONSE,
			    &why);
	if (!err)
		scmi_count(inst, delayed_responses);
	return scmi_xfer_end_locked(xfer, err, why);
}

static void scmi_rx_delayed(struct scmi_chan *chan, u32 hdr, const void *msg,
			    size_t len)
{
	struct scmi_xfer *xfer;
	bool ended;

	xfer = scmi_token_lookup(chan->inst->pool,
				 FIELD_GET(SCMI_HDR_TOKEN, hdr));
	if (!xfer)
		return;
	scoped_guard(spinlock_irqsave, &xfer->lock)
		ended = scmi_rx_delayed_locked(chan, xfer, hdr, msg, len);
	if (ended)
		scmi_xfer_complete(xfer, 2);
	else
		scmi_xfer_put(xfer);
}

/**
 * scmi_agent_rx_event() - a message arrived on a P2A channel
 * @chan: P2A channel
 * @msg: the message, header word first; only read during the call
 * @len: bytes that the platform says it wrote, at most the channel's largest
 *	 message; the transport has bounded it by its buffer
 *
 * Context: Any context, hard interrupt included.
 */
void scmi_agent_rx_event(struct scmi_chan *chan, const void *msg, size_t len)
{
	struct scmi_instance *inst = chan->inst;
	size_t room = scmi_chan_room(chan);
	struct scmi_cursor c;
	u32 hdr;

	scmi_rx_alive(inst->pool);
	if (len > room) {
		scmi_count(inst, bad_length);
		len = room;
	}
	scmi_cursor_init(&c, msg, len);
	hdr = scmi_get_le32(&c);
	if (scmi_cursor_end(&c)) {
		scmi_count(inst, short_messages);
		return;
	}

	switch (FIELD_GET(SCMI_HDR_TYPE, hdr)) {
	case SCMI_MSG_NOTIFICATION:
		scmi_count(inst, notifications);
		scmi_notify_rx(inst->notify,
			       FIELD_GET(SCMI_HDR_PROTOCOL, hdr),
			       FIELD_GET(SCMI_HDR_MSG_ID, hdr),
			       ktime_get_boottime(), c.pos, c.left);
		break;
	case SCMI_MSG_DELAYED_RESPONSE:
		scmi_rx_delayed(chan, hdr, msg, len);
		break;
	default:
		scmi_count(inst, mismatched);
	}
}
EXPORT_SYMBOL_GPL(scmi_agent_rx_event);
