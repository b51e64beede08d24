// SPDX-License-Identifier: GPL-2.0-only
/*
 * One command, one reply.
 */

#include <linux/jiffies.h>
#include <linux/limits.h>

#include "engine.h"

static void engine_command(struct engine *e)
{
	struct caller c = { .word = 0xcafe };
	struct scmi_xfer *xfer;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	EXPECT(xfer);
	if (xfer) {
		EXPECT_EQ(engine_word(xfer, 0),
			  engine_hdr(xfer->token, ENGINE_PROTO, ENGINE_MSG,
				     SCMI_MSG_COMMAND));
		EXPECT_EQ(engine_word(xfer, 1), 0xcafe);
		EXPECT_EQ(xfer->tx_len, 8);
		EXPECT(xfer->chan == e->tx);
		EXPECT(caller_waits(&c, 20));
		EXPECT_EQ(e->kicks, 1);
		engine_answer(e, xfer, 0xbeef);
	}
	EXPECT_EQ(caller_join(&c), 0);
	EXPECT_EQ(c.answer, 0xbeef);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(ENGINE_COUNT(e, sent), 1);
	EXPECT_EQ(ENGINE_COUNT(e, replies), 1);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 0);
}

/* The platform answers before send() has returned. */
static void engine_command_at_once(struct engine *e)
{
	unsigned int i;

	e->on_send = engine_answer_now;
	for (i = 0; i < 100; i++) {
		struct caller c = { .e = e, .word = i };

		caller_start(e, &c);
		EXPECT_EQ(caller_join(&c), 0);
		EXPECT_EQ(c.answer, i);
	}
	EXPECT_EQ(ENGINE_COUNT(e, replies), 100);
}

/* Submit, reply with these bytes, wait. */
static int engine_round(struct engine *e, struct scmi_xfer *xfer, u32 hdr,
			u32 status, size_t len)
{
	int ret = scmi_xfer_submit(xfer, NULL, NULL);

	if (ret)
		return ret;
	engine_next(e, 0);
	engine_reply(e, xfer, hdr | FIELD_PREP(SCMI_HDR_TOKEN, xfer->token),
		     status, NULL, len);
	return scmi_xfer_wait(xfer);
}

static int engine_try(struct engine *e, u32 hdr, u32 status, size_t len,
		      size_t rx_min)
{
	struct scmi_xfer *xfer = engine_get(e);
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->rx_min = rx_min;
	ret = engine_round(e, xfer, hdr, status, len);
	if (!ret)
		EXPECT_EQ(xfer->body_len, min_t(size_t, len, ENGINE_MSG_SIZE + 8) - 8);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
	return ret;
}

static void engine_status(struct engine *e)
{
	static const int map[] = {
		0, -EOPNOTSUPP, -EINVAL, -EACCES, -ENOENT, -ERANGE, -EBUSY,
		-ECOMM, -EIO, -EREMOTEIO, -EPROTO, -EBUSY,
	};
	static const int unknown[] = { 1, -12, -128, S32_MAX, S32_MIN };
	u32 hdr = engine_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		EXPECT_EQ(engine_try(e, hdr, -i, 12, 4), map[i]);
	for (i = 0; i < ARRAY_SIZE(unknown); i++)
		EXPECT_EQ(engine_try(e, hdr, unknown[i], 12, 4), -EIO);
	EXPECT_EQ(ENGINE_COUNT(e, replies), 1);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 0);
}

static void engine_length(struct engine *e)
{
	u32 hdr = engine_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	size_t len, room = ENGINE_MSG_SIZE + 8;

	/* Shorter than a status, then than what the command needs. */
	for (len = 0; len < 8 + 16; len++) {
		EXPECT_EQ(engine_try(e, hdr, SCMI_SUCCESS, len, 16), -EPROTO);
		EXPECT_EQ(ENGINE_COUNT(e, short_messages), len + 1);
	}
	for (len = 8 + 16; len <= room; len++)
		EXPECT_EQ(engine_try(e, hdr, SCMI_SUCCESS, len, 16), 0);
	EXPECT_EQ(ENGINE_COUNT(e, short_messages), 24);
	/* An error needs no payload. */
	EXPECT_EQ(engine_try(e, hdr, SCMI_DENIED, 8, 16), -EACCES);
	EXPECT_EQ(ENGINE_COUNT(e, bad_length), 0);
	/* Longer than the buffer. */
	EXPECT_EQ(engine_try(e, hdr, SCMI_SUCCESS, room + 1, 16), 0);
	EXPECT_EQ(engine_try(e, hdr, SCMI_SUCCESS, SIZE_MAX, 16), 0);
	EXPECT_EQ(ENGINE_COUNT(e, bad_length), 2);
}

static void engine_mismatch(struct engine *e)
{
	const u32 wrong[] = {
		engine_hdr(0, 0, 1, 0),
		engine_hdr(0, 0, 0, SCMI_MSG_DELAYED_RESPONSE),
		engine_hdr(0, 0, 0, SCMI_MSG_NOTIFICATION),
		engine_hdr(0, 0, 0, 1),
		engine_hdr(0, 0x80, 0, 0),
	};
	u32 hdr = engine_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	struct scmi_xfer *xfer;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		EXPECT_EQ(engine_try(e, hdr ^ wrong[i], SCMI_SUCCESS, 12, 4),
			  -EPROTO);
		EXPECT_EQ(ENGINE_COUNT(e, mismatched), i + 1);
	}
	/* The token of another transfer. */
	xfer = engine_get(e);
	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	engine_next(e, 0);
	engine_reply(e, xfer, engine_word(xfer, 0) ^ BIT(18), SCMI_SUCCESS, NULL,
		     12);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), i + 1);
}

/* The right reply, by a channel that the command did not go out on. */
static void engine_channel(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);

	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	engine_next(e, 0);
	clear_bit(xfer->slot, e->out);
	memcpy(xfer->rx, xfer->tx, 4);
	memset(xfer->rx + 4, 0, 8);
	scmi_agent_rx_reply(e->rx, xfer, 12);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 1);
}

static void engine_refused(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);

	e->send_err = -ENOSPC;
	EXPECT_EQ(scmi_xfer_do(xfer), -ENOSPC);
	EXPECT_EQ(ENGINE_COUNT(e, send_failed), 1);
	EXPECT_EQ(ENGINE_COUNT(e, sent), 0);
	/* Nobody will answer: the token is not held back. */
	EXPECT(e->inst.pool->tokens[xfer->token] == xfer);
	scmi_xfer_put(xfer);
	EXPECT(!e->inst.pool->tokens[0]);
	EXPECT_EQ(engine_busy(e), 0);

	EXPECT_EQ(PTR_ERR_OR_ZERO(scmi_xfer_get(e->tx, 1, 2, ENGINE_MSG_SIZE + 1,
						0)), -EMSGSIZE);
	EXPECT_EQ(PTR_ERR_OR_ZERO(scmi_xfer_try_get(e->tx, 1, 2,
						    ENGINE_MSG_SIZE + 1, 0)),
		  -EMSGSIZE);
	EXPECT_EQ(engine_busy(e), 0);
}

static void engine_timeout(struct engine *e)
{
	struct caller c = {};
	struct scmi_xfer *xfer;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	EXPECT_EQ(caller_join(&c), -ETIMEDOUT);
	EXPECT(c.ms >= e->tx->timeout_ms - jiffies_to_msecs(1));
	EXPECT(c.ms < e->tx->timeout_ms + 1500);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 1);
	/* The platform still holds the buffers. */
	EXPECT_EQ(engine_busy(e), 1);
	EXPECT_EQ(ENGINE_COUNT(e, late), 0);
	engine_answer(e, xfer, 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT_EQ(ENGINE_COUNT(e, replies), 0);
	EXPECT_EQ(engine_busy(e), 0);
	/* Every answer to that token was seen. */
	EXPECT(!e->inst.pool->tokens[xfer->token]);
}

/* A reply to one transfer, twice, as a broken transport would deliver it. */
static void engine_duplicate(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);
	struct scmi_cursor cur;

	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	engine_next(e, 0);
	refcount_inc(&xfer->refs);
	engine_answer(e, xfer, 1);
	EXPECT_EQ(ENGINE_COUNT(e, duplicate), 0);
	scmi_agent_rx_reply(e->tx, xfer, 0);
	EXPECT_EQ(ENGINE_COUNT(e, duplicate), 1);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	cur = scmi_xfer_cursor(xfer);
	EXPECT_EQ(scmi_get_le32(&cur), 1);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, late), 0);
}

/* The transport takes a transfer back, the platform never answered. */
static void engine_released(struct engine *e)
{
	struct caller c = {};

	caller_start(e, &c);
	EXPECT(engine_next(e, 1000));
	engine_release_all(e);
	EXPECT_EQ(caller_join(&c), -EIO);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), 1);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[0]);
}

static void engine_killed(struct engine *e)
{
	struct caller c = {};
	struct scmi_xfer *xfer;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	caller_kill(&c);
	EXPECT_EQ(caller_join(&c), -EINTR);
	EXPECT(c.ms < 1000);
	EXPECT_EQ(engine_busy(e), 1);
	engine_answer(e, xfer, 0);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
}

/* What the P2A channel carries that is no delayed response. */
static void engine_events(struct engine *e)
{
	u32 hdr = engine_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION);
	__le32 msg = cpu_to_le32(hdr);
	size_t len;

	engine_event(e, hdr, 0, 0);
	EXPECT_EQ(e->notes, 1);
	engine_event(e, engine_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_COMMAND), 0, 0);
	engine_event(e, engine_hdr(0, ENGINE_PROTO, 0, 1), 0, 0);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 2);
	for (len = 0; len < 4; len++)
		scmi_agent_rx_event(e->rx, &msg, len);
	EXPECT_EQ(ENGINE_COUNT(e, short_messages), 4);
	EXPECT_EQ(e->notes, 1);
	scmi_agent_rx_event(e->rx, &msg, 4);
	EXPECT_EQ(e->notes, 2);
	EXPECT_EQ(ENGINE_COUNT(e, notifications), 2);
}

const struct engine_test engine_command_tests[] = {
	{ "a command gets its answer", engine_command, 4, 2000 },
	{ "an answer may come before send returns", engine_command_at_once, 1,
	  2000 },
	{ "a status word becomes an errno", engine_status, 2, 1000 },
	{ "a reply is as long as it must be [H38]", engine_length, 2, 1000 },
	{ "a reply with a foreign header is refused [H36]", engine_mismatch,
	  2, 1000 },
	{ "a reply comes by its own channel [H36]", engine_channel, 2, 1000 },
	{ "a command that was not sent leaves nothing", engine_refused, 2,
	  1000 },
	{ "a command without answer ends in time [H20]", engine_timeout, 2, 60 },
	{ "a second reply changes nothing", engine_duplicate, 2, 1000 },
	{ "a transfer taken back ends with an error", engine_released, 2, 5000 },
	{ "a fatal signal ends the wait for an answer", engine_killed, 2, 5000 },
	{ "events are sorted by their type [H13]", engine_events, 2, 1000 },
	{ }
};
