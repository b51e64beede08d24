// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tokens: in turn, never in use twice, held back while an answer may come.
 */

#include <linux/jiffies.h>

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

static void token_in_use(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60000);
	struct scmi_xfer *xfer = engine_send(f, false);
	unsigned int i;

	f->on_send = fake_answer_now;
	for (i = 0; i < 2 * SCMI_TOKENS; i++)
		if (token_round(f) == xfer->token)
			break;
	KUNIT_EXPECT_EQ(test, i, 2 * SCMI_TOKENS);
	fake_answer(f, xfer, 5);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
}

/* Leave a token in quarantine: the delayed response never came. */
static u16 token_quarantine(struct fake *f)
{
	struct scmi_xfer *xfer = engine_get(f);
	u16 token;

	f->on_send = fake_answer_now;
	xfer->want_delayed = true;
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_submit(xfer, NULL, NULL), 0);
	token = xfer->token;
	KUNIT_EXPECT_TRUE(f->test, scmi_xfer_finish(xfer, -ETIMEDOUT));
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
	KUNIT_EXPECT_PTR_EQ(f->test, f->inst.pool->tokens[token],
			    SCMI_TOKEN_QUARANTINED);
	return token;
}

static void token_late(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	u16 token = token_quarantine(f);

	KUNIT_EXPECT_EQ(test, token_uses(f, token, 2 * SCMI_TOKENS), 0);
	fake_event(f, fake_hdr(token, ENGINE_PROTO, ENGINE_MSG, SCMI_MSG_DELAYED_RESPONSE),
		   0, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_NULL(test, f->inst.pool->tokens[token]);
	KUNIT_EXPECT_EQ(test, token_uses(f, token, SCMI_TOKENS), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 0);
}

static void token_old(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	u16 token = token_quarantine(f);

	KUNIT_EXPECT_EQ(test, token_uses(f, token, SCMI_TOKENS), 0);
	/* A platform that answers after an hour is not waited for. */
	f->inst.pool->quarantined_at[token] = jiffies - 3600 * HZ;
	KUNIT_EXPECT_EQ(test, token_uses(f, token, SCMI_TOKENS), 1);
	/* That transfer gave it back as any other does. */
	KUNIT_EXPECT_NULL(test, f->inst.pool->tokens[token]);
}

static void token_none_left(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	struct scmi_pool *pool = f->inst.pool;
	struct scmi_xfer *xfer = engine_get(f);
	unsigned int i;

	f->on_send = fake_answer_now;
	for (i = 0; i < SCMI_TOKENS; i++) {
		pool->quarantined_at[i] = jiffies;
		pool->tokens[i] = SCMI_TOKEN_QUARANTINED;
	}
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(xfer), -EBUSY);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 0);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	/* One comes back: that is the one which is used. */
	fake_event(f, fake_hdr(700, 1, 2, SCMI_MSG_DELAYED_RESPONSE), 0, 0);
	KUNIT_EXPECT_EQ(test, token_round(f), 700);
	memset(pool->tokens, 0, sizeof(pool->tokens));
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
	struct scmi_xfer *xfer = engine_send(f, false);

	KUNIT_EXPECT_TRUE(test, scmi_xfer_finish(xfer, -ETIMEDOUT));
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	KUNIT_EXPECT_PTR_EQ(test, f->inst.pool->tokens[0], xfer);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_NULL(test, f->inst.pool->tokens[0]);
}

static const struct kunit_case engine_token_cases[] = {
	{ token_order, "a token comes back after 1023 others [H36]" },
	{ token_in_use, "a token in use is not given out [H36]" },
	{ token_late, "a token is held back until its answer comes [H36]" },
	{ token_old, "a token is not held back for ever [H36]" },
	{ token_none_left, "no token left is an error" },
	{ token_unsent, "a token belongs to a submitted transfer" },
	{ token_reset, "a token is free after a reset" },
	{ }
};

KUNIT_SUITE(engine_token);
