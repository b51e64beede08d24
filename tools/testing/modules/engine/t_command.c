// SPDX-License-Identifier: GPL-2.0-only
/*
 * One command, one reply.
 */

#include <linux/jiffies.h>
#include <linux/limits.h>

#include "engine.h"

static void engine_command(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 2000);
	struct caller c = { .word = 0xcafe };
	struct scmi_xfer *xfer;

	xfer = caller_sends(f, &c);
	KUNIT_EXPECT_EQ(test, fake_word(xfer, 0),
			fake_hdr(xfer->token, ENGINE_PROTO, ENGINE_MSG,
				 SCMI_MSG_COMMAND));
	KUNIT_EXPECT_EQ(test, fake_word(xfer, 1), 0xcafe);
	KUNIT_EXPECT_EQ(test, xfer->tx_len, 8);
	KUNIT_EXPECT_PTR_EQ(test, xfer->chan, f->tx);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
	fake_answer(f, xfer, 0xbeef);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 0xbeef);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 0);
}

/* The platform answers before send() has returned. */
static void engine_command_at_once(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 2000);
	unsigned int i;

	f->on_send = fake_answer_now;
	for (i = 0; i < 100; i++) {
		struct caller c = { .f = f, .word = i };

		caller_start(f, &c);
		KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
		KUNIT_EXPECT_EQ(test, c.answer, i);
	}
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 100);
}

/* Submit, reply with these bytes, wait. */
static int engine_round(struct fake *f, struct scmi_xfer *xfer, u32 hdr,
			u32 status, size_t len)
{
	int ret = scmi_xfer_submit(xfer, NULL, NULL);

	if (ret)
		return ret;
	fake_next(f, 0);
	fake_reply(f, xfer, hdr | FIELD_PREP(SCMI_HDR_TOKEN, xfer->token),
		   status, NULL, len);
	return scmi_xfer_wait(xfer);
}

static int engine_try(struct fake *f, u32 hdr, u32 status, size_t len,
		      size_t rx_min)
{
	struct scmi_xfer *xfer = engine_get(f);
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->rx_min = rx_min;
	ret = engine_round(f, xfer, hdr, status, len);
	if (!ret)
		KUNIT_EXPECT_EQ(f->test, xfer->body_len,
				min_t(size_t, len, FAKE_MSG_SIZE + 8) - 8);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
	return ret;
}

static void engine_status(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	static const int map[] = {
		0, -EOPNOTSUPP, -EINVAL, -EACCES, -ENOENT, -ERANGE, -EBUSY,
		-ECOMM, -EIO, -EREMOTEIO, -EPROTO, -EBUSY, -ECANCELED,
	};
	static const int unknown[] = { 1, -13, -128, S32_MAX, S32_MIN };
	u32 hdr = fake_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		KUNIT_EXPECT_EQ(test, engine_try(f, hdr, -i, 12, 4), map[i]);
	for (i = 0; i < ARRAY_SIZE(unknown); i++)
		KUNIT_EXPECT_EQ(test, engine_try(f, hdr, unknown[i], 12, 4),
				-EIO);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 0);
}

static void engine_length(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	u32 hdr = fake_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	size_t len, room = FAKE_MSG_SIZE + 8;

	/* Shorter than a status, then than what the command needs. */
	for (len = 0; len < 8 + 16; len++) {
		KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, len, 16),
				-EPROTO);
		KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, short_messages), len + 1);
	}
	for (len = 8 + 16; len <= room; len++)
		KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, len, 16),
				0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, short_messages), 24);
	/* An error needs no payload. */
	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_DENIED, 8, 16), -EACCES);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, bad_length), 0);
	/* Longer than the buffer. */
	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, room + 1, 16),
			0);
	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, SIZE_MAX, 16),
			0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, bad_length), 2);
}

static void engine_mismatch(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	const u32 wrong[] = {
		fake_hdr(0, 0, 1, 0),
		fake_hdr(0, 0, 0, SCMI_MSG_DELAYED_RESPONSE),
		fake_hdr(0, 0, 0, SCMI_MSG_NOTIFICATION),
		fake_hdr(0, 0, 0, 1),
		fake_hdr(0, 0x80, 0, 0),
	};
	u32 hdr = fake_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	struct scmi_xfer *xfer;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ(test, engine_try(f, hdr ^ wrong[i],
						 SCMI_SUCCESS, 12, 4), -EPROTO);
		KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), i + 1);
	}
	/* The token of another transfer. */
	xfer = engine_send(f, false);
	fake_reply(f, xfer, fake_word(xfer, 0) ^ BIT(18), SCMI_SUCCESS, NULL, 12);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), i + 1);
}

/* The right reply, by a channel that the command did not go out on. */
static void engine_channel(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, false);

	clear_bit(xfer->slot, f->out);
	memcpy(xfer->rx, xfer->tx, 4);
	memset(xfer->rx + 4, 0, 8);
	scmi_agent_rx_reply(f->rx, xfer, 12);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EPROTO);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 1);
}

static void engine_refused(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_get(f);

	f->send_err = -ENOSPC;
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(xfer), -ENOSPC);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, send_failed), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 0);
	scmi_xfer_put(xfer);
	/* Nobody will answer: the token is not held back. */
	xfer = engine_get(f);
	xfer->want_delayed = true;
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(xfer), -ENOSPC);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), xfer->slot + 1);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 1), SCMI_TOKEN_FREE);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);

	xfer = scmi_xfer_get(&f->handles[0].sender, 2, FAKE_MSG_SIZE + 1, 0, false);
	KUNIT_EXPECT_PTR_EQ(test, xfer, ERR_PTR(-EMSGSIZE));
	xfer = scmi_xfer_try_get(&f->handles[0].sender, 2, FAKE_MSG_SIZE + 1, 0,
				 false);
	KUNIT_EXPECT_PTR_EQ(test, xfer, ERR_PTR(-EMSGSIZE));
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void engine_timeout(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 60);
	struct caller c = {};
	struct scmi_xfer *xfer;

	xfer = caller_sends(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, c.ticks, msecs_to_jiffies(f->tx->timeout_ms));
	KUNIT_EXPECT_LT(test, c.ms, f->tx->timeout_ms + 1500);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	/* The platform still holds the buffers. */
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 0);
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	/* Every answer to that token was seen. */
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_FREE);
}

/* A reply to one transfer, twice, as a broken transport would deliver it. */
static void engine_duplicate(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct scmi_xfer *xfer = engine_send(f, false);

	refcount_inc(&xfer->refs);
	fake_answer(f, xfer, 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, duplicate), 0);
	scmi_agent_rx_reply(f->tx, xfer, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, duplicate), 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 1);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 0);
}

/* The transport takes a transfer back, the platform never answered. */
static void engine_released(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	struct caller c = {};

	caller_sends(f, &c);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EIO);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);
}

static void engine_killed(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	struct caller c = {};
	struct scmi_xfer *xfer;

	xfer = caller_sends(f, &c);
	caller_kill(&c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EINTR);
	KUNIT_EXPECT_LT(test, c.ms, 1000);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
}

/* What the P2A channel carries that is no delayed response. */
static void engine_events(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	u32 hdr = fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION);
	__le32 msg = cpu_to_le32(hdr);
	size_t len;

	fake_event(f, hdr, 0, 0);
	KUNIT_EXPECT_EQ(test, f->notes, 1);
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_COMMAND), 0, 0);
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, 1), 0, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 2);
	for (len = 0; len < 4; len++)
		scmi_agent_rx_event(f->rx, &msg, len);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, short_messages), 4);
	KUNIT_EXPECT_EQ(test, f->notes, 1);
	scmi_agent_rx_event(f->rx, &msg, 4);
	KUNIT_EXPECT_EQ(test, f->notes, 2);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, notifications), 2);
}

/* What was sent is what was answered, well or not, or was not answered. */
static void engine_sum(struct kunit *test)
{
	struct fake *f = engine_create(test, 8, 60);
	u32 hdr = fake_hdr(0, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_COMMAND);
	struct caller killed = {};
	struct scmi_xfer *xfer;

	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, 12, 4), 0);
	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_PROTOCOL_ERROR, 8, 4),
			-EPROTO);
	KUNIT_EXPECT_EQ(test, engine_try(f, hdr, SCMI_SUCCESS, 8, 4), -EPROTO);
	caller_sends(f, &killed);
	caller_kill(&killed);
	KUNIT_EXPECT_EQ(test, caller_join(&killed), -EINTR);
	xfer = engine_send(f, false);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -ETIMEDOUT);
	scmi_xfer_put(xfer);
	xfer = engine_send(f, false);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -EIO);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 6);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, refused), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, malformed), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, interrupted), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 1);
}

static const struct kunit_case engine_command_cases[] = {
	{ engine_command, "a command gets its answer" },
	{ engine_command_at_once, "an answer may come before send returns" },
	{ engine_status, "a status word becomes an errno" },
	{ engine_length, "a reply is as long as it must be [H38]" },
	{ engine_mismatch, "a reply with a foreign header is refused [H36]" },
	{ engine_channel, "a reply comes by its own channel [H36]" },
	{ engine_refused, "a command that was not sent leaves nothing" },
	{ engine_timeout, "a command without answer ends in time [H20]" },
	{ engine_duplicate, "a second reply changes nothing" },
	{ engine_released, "a transfer taken back ends with an error" },
	{ engine_killed, "a fatal signal ends the wait for an answer" },
	{ engine_sum, "what is sent is counted once when it ends [X3]" },
	{ engine_events, "events are sorted by their type [H13]" },
	{ }
};

KUNIT_SUITE(engine_command);
