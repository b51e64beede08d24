// SPDX-License-Identifier: GPL-2.0-only
/*
 * Delayed responses.
 */

#include <linux/delay.h>

#include "engine.h"

static void delayed_order(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, true);
	u32 dly = fake_dly_hdr(xfer);

	/* The reply needs no payload: the answer is the delayed response. */
	fake_reply(f, xfer, fake_word(xfer, 0), SCMI_SUCCESS, NULL, 8);
	KUNIT_EXPECT_FALSE(test, completion_done(&xfer->completion));
	fake_event(f, dly, SCMI_SUCCESS, 21);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 21);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, delayed_responses), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);

	/* The delayed response overtakes the reply. */
	xfer = engine_send(f, true);
	dly = fake_dly_hdr(xfer);
	fake_event(f, dly, SCMI_SUCCESS, 22);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 22);
	fake_answer(f, xfer, 99);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 22);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, delayed_responses), 2);

	/* Every answer was seen: nothing in quarantine, nobody is meant. */
	KUNIT_EXPECT_EQ(test, fake_owner(f, FIELD_GET(SCMI_HDR_TOKEN, dly)), SCMI_TOKEN_FREE);
	fake_event(f, dly, SCMI_SUCCESS, 23);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 1);
}

static void delayed_twice(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, true);
	u32 dly = fake_dly_hdr(xfer);

	fake_event(f, dly, SCMI_SUCCESS, 31);
	fake_event(f, dly, SCMI_SUCCESS, 32);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, duplicate), 1);
	fake_answer(f, xfer, 33);
	/* Not this one, and not one that is not even for it. */
	fake_event(f, dly, SCMI_SUCCESS, 34);
	fake_event(f, dly ^ FIELD_PREP(SCMI_HDR_MSG_ID, 1), SCMI_SUCCESS, 35);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 31);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, duplicate), 2);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void delayed_mismatch(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, true), *plain;
	u32 dly = fake_dly_hdr(xfer);
	struct scmi_chan other = *f->rx;
	__le32 msg[3] = { cpu_to_le32(dly) };

	fake_event(f, dly ^ FIELD_PREP(SCMI_HDR_MSG_ID, 1), 0, 41);
	fake_event(f, dly ^ FIELD_PREP(SCMI_HDR_PROTOCOL, 1), 0, 41);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 2);
	/* To nobody. */
	fake_event(f, dly ^ FIELD_PREP(SCMI_HDR_TOKEN, 512), 0, 41);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 3);
	/* To a transfer that waits for a reply only. */
	plain = engine_send(f, false);
	fake_event(f, fake_dly_hdr(plain), 0, 41);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 4);
	fake_answer(f, plain, 42);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(plain), 0);
	KUNIT_EXPECT_EQ(test, engine_word(plain), 42);
	scmi_xfer_put(plain);
	/* By a channel that belongs to another protocol. */
	other.id = ENGINE_PROTO ^ 1;
	scmi_agent_rx_event(&other, msg, sizeof(msg));
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 5);
	/* The one that was meant did not notice. */
	KUNIT_EXPECT_FALSE(test, completion_done(&xfer->completion));
	fake_answer(f, xfer, 0);
	fake_event(f, dly, 0, 43);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 43);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void delayed_errors(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, true);
	__le32 msg[2] = {};

	/* The platform refuses the command: no delayed response can come. */
	fake_reply(f, xfer, fake_word(xfer, 0), SCMI_DENIED, NULL, 8);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EACCES);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_FREE);

	xfer = engine_send(f, true);
	fake_answer(f, xfer, 0);
	fake_event(f, fake_dly_hdr(xfer), SCMI_HARDWARE_ERROR, 0);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EREMOTEIO);
	scmi_xfer_put(xfer);

	/* Too short for a status, too short for the command. */
	xfer = engine_send(f, true);
	fake_answer(f, xfer, 0);
	msg[0] = cpu_to_le32(fake_dly_hdr(xfer));
	scmi_agent_rx_event(f->rx, msg, 4);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	xfer = engine_send(f, true);
	fake_answer(f, xfer, 0);
	msg[0] = cpu_to_le32(fake_dly_hdr(xfer));
	scmi_agent_rx_event(f->rx, msg, 8);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, short_messages), 2);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);

	/* A malformed reply: the delayed response may come all the same. */
	xfer = engine_send(f, true);
	fake_reply(f, xfer, fake_word(xfer, 0), SCMI_SUCCESS, NULL, 6);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_OWED);
}

/* The platform guesses the token of a command that was not sent yet. */
static void delayed_forged(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	scmi_gate_pause(f->inst.pool);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 50));
	KUNIT_ASSERT_EQ(test, fake_owner(f, 0), 1);
	xfer = &f->inst.pool->xfers[0];
	dly = fake_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_DELAYED_RESPONSE);
	fake_event(f, dly, SCMI_SUCCESS, 51);
	scmi_gate_resume(f->inst.pool);
	KUNIT_EXPECT_PTR_EQ(test, fake_next(f, 1000), xfer);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 30));
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 30));
	fake_event(f, dly, SCMI_SUCCESS, 52);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 52);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, delayed_responses), 1);
}

/* A delayed response has time of its own, from the reply on. */
static void delayed_patience(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 60);
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	xfer = caller_sends(f, &c);
	dly = fake_dly_hdr(xfer);
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 4 * f->tx->timeout_ms));
	fake_event(f, dly, SCMI_SUCCESS, 61);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 61);
}

static void delayed_late(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 60);
	struct caller c = { .delayed = true };
	struct scmi_xfer *xfer;
	u32 dly;

	xfer = caller_sends(f, &c);
	dly = fake_dly_hdr(xfer);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_LT(test, c.ms, 1500);
	/* The reply is late, and a delayed response may still follow. */
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_OWED);
	fake_event(f, dly, SCMI_SUCCESS, 71);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 2);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_FREE);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, delayed_responses), 0);
}

/* It comes when the wait has ended, and the caller still looks at the result. */
static void delayed_after_end(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct scmi_xfer *xfer = engine_send(f, true);
	u32 dly = fake_dly_hdr(xfer);

	KUNIT_EXPECT_TRUE(test, scmi_xfer_finish(xfer, -ETIMEDOUT, SCMI_STAT_interrupted));
	fake_event(f, dly, SCMI_SUCCESS, 81);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, delayed_responses), 0);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, xfer->body_len, 0);
	fake_answer(f, xfer, 82);
	KUNIT_EXPECT_EQ(test, xfer->status, -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, refcount_read(&xfer->refs), 1);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* A delayed response of the slot's previous life. */
static void delayed_recycled(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);
	struct scmi_xfer *old = engine_send(f, true), *xfer;
	u32 dly = fake_dly_hdr(old);

	KUNIT_EXPECT_TRUE(test, scmi_xfer_finish(old, -ETIMEDOUT, SCMI_STAT_interrupted));
	scmi_xfer_put(old);
	fake_answer(f, old, 0);
	xfer = engine_send(f, true);
	KUNIT_EXPECT_PTR_EQ(test, xfer, old);
	KUNIT_EXPECT_TRUE(test, fake_dly_hdr(xfer) != dly);
	fake_event(f, dly, SCMI_SUCCESS, 81);
	KUNIT_EXPECT_FALSE(test, completion_done(&xfer->completion));
	fake_answer(f, xfer, 0);
	fake_event(f, fake_dly_hdr(xfer), SCMI_SUCCESS, 82);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 82);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 2);
}

static const struct kunit_case engine_delayed_cases[] = {
	{ delayed_order, "reply and delayed response come in any order [H02]" },
	{ delayed_twice, "a second delayed response changes nothing" },
	{ delayed_mismatch,
	  "a delayed response for somebody else is dropped [H36]" },
	{ delayed_errors, "a delayed response may be an error" },
	{ delayed_forged,
	  "a delayed response to what was not sent is dropped" },
	{ delayed_patience, "a delayed response has its own time" },
	{ delayed_late, "a late delayed response is counted [H02]" },
	{ delayed_after_end,
	  "a delayed response after the end changes nothing [H02]" },
	{ delayed_recycled,
	  "a delayed response never meets the next transfer [H36]" },
	{ }
};

KUNIT_SUITE(engine_delayed);
