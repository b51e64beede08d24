// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tokens: in turn, never owned twice, held back while an answer may come.
 */

#include "engine.h"

/* One command, answered at once; its token or a negative errno. */
static int token_round(struct fake *f)
{
	struct scmi_xfer *xfer = engine_get(f);
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	ret = scmi_xfer_submit(xfer, NULL, NULL);
	if (!ret)
		ret = xfer->token;
	scmi_xfer_put(xfer);
	return ret;
}

/* How often is @token given out in @rounds commands? */
static unsigned int token_uses(struct fake *f, u16 token, unsigned int rounds)
{
	unsigned int uses = 0;

	while (rounds--) {
		int ret = token_round(f);

		if (ret < 0) {
			KUNIT_EXPECT_EQ(f->test, ret, 0);
			break;
		}
		uses += ret == token;
	}
	return uses;
}

static void token_order(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	static unsigned int last[SCMI_TOKENS];
	unsigned int i;

	memset(last, 0, sizeof(last));
	f->on_send = fake_answer_now;
	for (i = 1; i <= 3 * SCMI_TOKENS; i++) {
		int token = token_round(f);

		if (token < 0 || token >= SCMI_TOKENS) {
			KUNIT_EXPECT_EQ(test, token, 0);
			return;
		}
		if (last[token])
			KUNIT_EXPECT_EQ(test, i - last[token], SCMI_TOKENS);
		last[token] = i;
	}
}

/* Submit a command that wants a delayed response. */
static struct scmi_xfer *token_owner(struct fake *f)
{
	struct scmi_xfer *xfer = engine_get(f);

	xfer->want_delayed = true;
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_submit(xfer, NULL, NULL), 0);
	KUNIT_EXPECT_EQ(f->test, fake_owner(f, xfer->token), xfer->slot + 1);
	return xfer;
}

/* How often is @token given to one who wants a delayed response? */
static unsigned int token_owns(struct fake *f, u16 token, unsigned int rounds)
{
	unsigned int uses = 0;

	while (rounds--) {
		struct scmi_xfer *xfer = token_owner(f);

		uses += xfer->token == token;
		fake_event(f, fake_dly_hdr(xfer), 0, 0);
		scmi_xfer_put(xfer);
	}
	return uses;
}

static void token_in_use(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60000);
	struct scmi_xfer *xfer;

	xfer = token_owner(f);
	fake_next(f, 0);
	f->on_send = fake_answer_now;
	KUNIT_EXPECT_EQ(test, token_owns(f, xfer->token, 2 * SCMI_TOKENS), 0);
	/* Others are not told apart by their tokens: they may have it, too. */
	KUNIT_EXPECT_EQ(test, token_uses(f, xfer->token, SCMI_TOKENS), 1);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), xfer->slot + 1);
	fake_answer(f, xfer, 5);
	fake_event(f, fake_dly_hdr(xfer), 0, 6);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	KUNIT_EXPECT_EQ(test, engine_word(xfer), 6);
	scmi_xfer_put(xfer);
}

/* Leave a token owed: the delayed response never came. */
static u16 token_owe(struct fake *f)
{
	struct scmi_xfer *xfer;
	u16 token;

	f->on_send = fake_answer_now;
	xfer = token_owner(f);
	token = xfer->token;
	KUNIT_EXPECT_TRUE(f->test, scmi_xfer_finish(xfer, -ETIMEDOUT,
						    SCMI_STAT_timeouts));
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(f->test, fake_owner(f, token), SCMI_TOKEN_OWED);
	return token;
}

static void token_late(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	u16 token = token_owe(f);

	KUNIT_EXPECT_EQ(test, token_owns(f, token, 2 * SCMI_TOKENS), 0);
	fake_event(f, fake_hdr(token, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_DELAYED_RESPONSE),
		   0, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, fake_owner(f, token), SCMI_TOKEN_FREE);
	KUNIT_EXPECT_EQ(test, token_owns(f, token, SCMI_TOKENS), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 0);
}

/* A platform that swallows 1024 delayed responses costs nobody a command. */
static void token_all_owed(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	unsigned int i;
	u16 oldest;

	oldest = token_owe(f);
	for (i = 1; i < SCMI_TOKENS; i++)
		token_owe(f);
	KUNIT_EXPECT_EQ(test, fake_tokens(f, true), SCMI_TOKENS);
	KUNIT_EXPECT_GE(test, token_round(f), 0);
	/* Turns went on, but the one that has been owed longest comes first. */
	KUNIT_EXPECT_EQ(test, token_owe(f), (oldest + 1) % SCMI_TOKENS);
	KUNIT_EXPECT_EQ(test, fake_tokens(f, true), SCMI_TOKENS);
	/* One comes in: that is the one which is used. */
	fake_event(f, fake_hdr(700, 1, 2, SCMI_MSG_DELAYED_RESPONSE), 0, 0);
	KUNIT_EXPECT_EQ(test, token_owe(f), 700);
	/* Past a reset nothing is owed. */
	scmi_token_forgive(f->inst.pool);
	KUNIT_EXPECT_EQ(test, fake_tokens(f, true), 0);
}

/* A transfer that was never submitted has no token, whatever it had before. */
static void token_unsent(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);
	struct scmi_xfer *xfer;

	f->on_send = fake_answer_now;
	KUNIT_EXPECT_EQ(test, token_round(f), 0);
	KUNIT_EXPECT_EQ(test, token_round(f), 1);
	xfer = engine_get(f);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, token_round(f), 2);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 3);
}

/* What is taken back by a reset can get no answer: nothing to wait for. */
static void token_reset(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);
	struct scmi_xfer *xfer = engine_send(f, true);

	KUNIT_EXPECT_TRUE(test, scmi_xfer_finish(xfer, -ETIMEDOUT,
						 SCMI_STAT_timeouts));
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), xfer->slot + 1);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_OWED);
	scmi_token_forgive(f->inst.pool);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);
}

static const struct kunit_case engine_token_cases[] = {
	{ token_order, "a token comes back after 1023 others [H36]" },
	{ token_in_use, "a token in use is not given out [H36]" },
	{ token_late, "a token is held back until its answer comes [H36]" },
	{ token_all_owed, "tokens cannot run out [C4]" },
	{ token_unsent, "a token belongs to a submitted transfer" },
	{ token_reset, "a token is free after a reset" },
	{ }
};

KUNIT_SUITE(engine_token);
