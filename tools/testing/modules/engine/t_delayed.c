// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed responses.
 */

#include <linux/delay.h>

#include "engine.h"

/* A command that wants a delayed response, with the platform. */
static struct scmi_xfer *delayed_submit(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);

	xfer->want_delayed = true;
	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	EXPECT(engine_next(e, 0) == xfer);
	return xfer;
}

static void delayed_word(struct scmi_xfer *xfer, u32 want)
{
	struct scmi_cursor cur = scmi_xfer_cursor(xfer);

	EXPECT_EQ(scmi_get_le32(&cur), want);
}

static void delayed_order(struct engine *e)
{
	struct scmi_xfer *xfer = delayed_submit(e);
	u32 dly = engine_dly_hdr(xfer);

	/* The reply needs no payload: the answer is the delayed response. */
	engine_reply(e, xfer, engine_word(xfer, 0), SCMI_SUCCESS, NULL, 8);
	EXPECT(!completion_done(&xfer->completion));
	engine_event(e, dly, SCMI_SUCCESS, 21);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	delayed_word(xfer, 21);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, replies), 1);
	EXPECT_EQ(ENGINE_COUNT(e, delayed_responses), 1);
	EXPECT_EQ(engine_busy(e), 0);

	/* The delayed response overtakes the reply. */
	xfer = delayed_submit(e);
	dly = engine_dly_hdr(xfer);
	engine_event(e, dly, SCMI_SUCCESS, 22);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	delayed_word(xfer, 22);
	engine_answer(e, xfer, 99);
	delayed_word(xfer, 22);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 0);
	EXPECT_EQ(ENGINE_COUNT(e, delayed_responses), 2);

	/* Every answer was seen: nothing in quarantine, nobody is meant. */
	EXPECT(!e->inst.pool->tokens[FIELD_GET(SCMI_HDR_TOKEN, dly)]);
	engine_event(e, dly, SCMI_SUCCESS, 23);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 1);
}

static void delayed_twice(struct engine *e)
{
	struct scmi_xfer *xfer = delayed_submit(e);
	u32 dly = engine_dly_hdr(xfer);

	engine_event(e, dly, SCMI_SUCCESS, 31);
	engine_event(e, dly, SCMI_SUCCESS, 32);
	EXPECT_EQ(ENGINE_COUNT(e, duplicate), 1);
	engine_answer(e, xfer, 33);
	/* Not this one, and not one that is not even for it. */
	engine_event(e, dly, SCMI_SUCCESS, 34);
	engine_event(e, dly ^ FIELD_PREP(SCMI_HDR_MSG_ID, 1), SCMI_SUCCESS, 35);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	delayed_word(xfer, 31);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, duplicate), 2);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

static void delayed_mismatch(struct engine *e)
{
	struct scmi_xfer *xfer = delayed_submit(e);
	u32 dly = engine_dly_hdr(xfer);
	struct scmi_xfer *plain = engine_get(e);
	struct scmi_chan other = *e->rx;
	__le32 msg[3] = { cpu_to_le32(dly) };

	engine_event(e, dly ^ FIELD_PREP(SCMI_HDR_MSG_ID, 1), 0, 41);
	engine_event(e, dly ^ FIELD_PREP(SCMI_HDR_PROTOCOL, 1), 0, 41);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 2);
	/* To nobody. */
	engine_event(e, dly ^ FIELD_PREP(SCMI_HDR_TOKEN, 512), 0, 41);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 3);
	/* To a transfer that waits for a reply only. */
	EXPECT_EQ(scmi_xfer_submit(plain, NULL, NULL), 0);
	engine_next(e, 0);
	engine_event(e, engine_dly_hdr(plain), 0, 41);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 4);
	engine_answer(e, plain, 42);
	EXPECT_EQ(scmi_xfer_wait(plain), 0);
	delayed_word(plain, 42);
	scmi_xfer_put(plain);
	/* By a channel that belongs to another protocol. */
	other.id = ENGINE_PROTO ^ 1;
	scmi_agent_rx_event(&other, msg, sizeof(msg));
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 5);
	/* The one that was meant did not notice. */
	EXPECT(!completion_done(&xfer->completion));
	engine_answer(e, xfer, 0);
	engine_event(e, dly, 0, 43);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	delayed_word(xfer, 43);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
}

static void delayed_errors(struct engine *e)
{
	struct scmi_xfer *xfer = delayed_submit(e);
	__le32 msg[2] = {};

	/* The platform refuses the command: no delayed response can come. */
	engine_reply(e, xfer, engine_word(xfer, 0), SCMI_DENIED, NULL, 8);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EACCES);
	scmi_xfer_put(xfer);
	EXPECT(!e->inst.pool->tokens[xfer->token]);

	xfer = delayed_submit(e);
	engine_answer(e, xfer, 0);
	engine_event(e, engine_dly_hdr(xfer), SCMI_HARDWARE_ERROR, 0);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EREMOTEIO);
	scmi_xfer_put(xfer);

	/* Too short for a status, too short for the command. */
	xfer = delayed_submit(e);
	engine_answer(e, xfer, 0);
	msg[0] = cpu_to_le32(engine_dly_hdr(xfer));
	scmi_agent_rx_event(e->rx, msg, 4);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	xfer = delayed_submit(e);
	engine_answer(e, xfer, 0);
	msg[0] = cpu_to_le32(engine_dly_hdr(xfer));
	scmi_agent_rx_event(e->rx, msg, 8);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, short_messages), 2);
	EXPECT_EQ(engine_busy(e), 0);

	/* A malformed reply: the delayed response may come all the same. */
	xfer = delayed_submit(e);
	engine_reply(e, xfer, engine_word(xfer, 0), SCMI_SUCCESS, NULL, 6);
	EXPECT_EQ(scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	EXPECT(e->inst.pool->tokens[xfer->token] == SCMI_TOKEN_QUARANTINED);
}

/* The platform guesses the token of a command that was not sent yet. */
static void delayed_forged(struct engine *e)
{
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	scmi_gate_pause(e->inst.pool);
	caller_start(e, &c);
	EXPECT(caller_waits(&c, 50));
	xfer = e->inst.pool->tokens[0];
	EXPECT(xfer);
	dly = engine_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_DELAYED_RESPONSE);
	engine_event(e, dly, SCMI_SUCCESS, 51);
	scmi_gate_resume(e->inst.pool);
	EXPECT(engine_next(e, 1000) == xfer);
	EXPECT(caller_waits(&c, 30));
	engine_answer(e, xfer, 0);
	EXPECT(caller_waits(&c, 30));
	engine_event(e, dly, SCMI_SUCCESS, 52);
	EXPECT_EQ(caller_join(&c), 0);
	EXPECT_EQ(c.answer, 52);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 1);
	EXPECT_EQ(ENGINE_COUNT(e, delayed_responses), 1);
}

/* A delayed response has time of its own, from the reply on. */
static void delayed_patience(struct engine *e)
{
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	EXPECT(xfer);
	if (!xfer)
		return;
	dly = engine_dly_hdr(xfer);
	engine_answer(e, xfer, 0);
	EXPECT(caller_waits(&c, 4 * e->tx->timeout_ms));
	engine_event(e, dly, SCMI_SUCCESS, 61);
	EXPECT_EQ(caller_join(&c), 0);
	EXPECT_EQ(c.answer, 61);
}

static void delayed_late(struct engine *e)
{
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	EXPECT(xfer);
	if (!xfer)
		return;
	dly = engine_dly_hdr(xfer);
	EXPECT_EQ(caller_join(&c), -ETIMEDOUT);
	EXPECT(c.ms < 1500);
	/* The reply is late, and a delayed response may still follow. */
	engine_answer(e, xfer, 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(e->inst.pool->tokens[xfer->token] == SCMI_TOKEN_QUARANTINED);
	engine_event(e, dly, SCMI_SUCCESS, 71);
	EXPECT_EQ(ENGINE_COUNT(e, late), 2);
	EXPECT(!e->inst.pool->tokens[xfer->token]);
	EXPECT_EQ(ENGINE_COUNT(e, delayed_responses), 0);
}

/* It comes when the wait has ended, and the caller still looks at the result. */
static void delayed_after_end(struct engine *e)
{
	struct scmi_xfer *xfer = delayed_submit(e);
	u32 dly = engine_dly_hdr(xfer);

	EXPECT(scmi_xfer_finish(xfer, -ETIMEDOUT));
	engine_event(e, dly, SCMI_SUCCESS, 81);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT_EQ(ENGINE_COUNT(e, delayed_responses), 0);
	EXPECT_EQ(scmi_xfer_wait(xfer), -ETIMEDOUT);
	EXPECT_EQ(xfer->body_len, 0);
	engine_answer(e, xfer, 82);
	EXPECT_EQ(xfer->status, -ETIMEDOUT);
	EXPECT_EQ(refcount_read(&xfer->refs), 1);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
}

/* A delayed response of the slot's previous life. */
static void delayed_recycled(struct engine *e)
{
	struct scmi_xfer *old = delayed_submit(e), *xfer;
	u32 dly = engine_dly_hdr(old);

	EXPECT(scmi_xfer_finish(old, -ETIMEDOUT));
	scmi_xfer_put(old);
	engine_answer(e, old, 0);
	xfer = delayed_submit(e);
	EXPECT(xfer == old);
	EXPECT(engine_dly_hdr(xfer) != dly);
	engine_event(e, dly, SCMI_SUCCESS, 81);
	EXPECT(!completion_done(&xfer->completion));
	engine_answer(e, xfer, 0);
	engine_event(e, engine_dly_hdr(xfer), SCMI_SUCCESS, 82);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	delayed_word(xfer, 82);
	scmi_xfer_put(xfer);
	EXPECT_EQ(ENGINE_COUNT(e, late), 2);
}

const struct engine_test engine_delayed_tests[] = {
	{ "reply and delayed response come in any order [H02]", delayed_order, 2,
	  1000 },
	{ "a second delayed response changes nothing", delayed_twice, 2, 1000 },
	{ "a delayed response for somebody else is dropped [H36]",
	  delayed_mismatch, 2, 1000 },
	{ "a delayed response may be an error", delayed_errors, 2, 1000 },
	{ "a delayed response to what was not sent is dropped", delayed_forged,
	  1, 5000 },
	{ "a delayed response has its own time", delayed_patience, 1, 60 },
	{ "a late delayed response is counted [H02]", delayed_late, 1, 60 },
	{ "a delayed response after the end changes nothing [H02]",
	  delayed_after_end, 1, 5000 },
	{ "a delayed response never meets the next transfer [H36]",
	  delayed_recycled, 1, 1000 },
	{ }
};
