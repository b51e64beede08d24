// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tokens: in turn, never in use twice, held back while an answer may come.
 */

#include <linux/jiffies.h>

#include "engine.h"

/* One command, answered at once; its token or a negative errno. */
static int token_round(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);
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
static unsigned int token_uses(struct engine *e, u16 token, unsigned int rounds)
{
	unsigned int uses = 0;

	while (rounds--) {
		int ret = token_round(e);

		if (ret < 0) {
			EXPECT_EQ(ret, 0);
			break;
		}
		uses += ret == token;
	}
	return uses;
}

static void token_order(struct engine *e)
{
	static unsigned int last[SCMI_TOKENS];
	unsigned int i;

	memset(last, 0, sizeof(last));
	e->on_send = engine_answer_now;
	for (i = 1; i <= 3 * SCMI_TOKENS; i++) {
		int token = token_round(e);

		if (token < 0 || token >= SCMI_TOKENS) {
			EXPECT_EQ(token, 0);
			return;
		}
		if (last[token])
			EXPECT_EQ(i - last[token], SCMI_TOKENS);
		last[token] = i;
	}
}

static void token_in_use(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);
	unsigned int i;

	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	engine_next(e, 0);
	e->on_send = engine_answer_now;
	for (i = 0; i < 2 * SCMI_TOKENS; i++)
		if (token_round(e) == xfer->token)
			break;
	EXPECT_EQ(i, 2 * SCMI_TOKENS);
	engine_answer(e, xfer, 5);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
}

/* Leave a token in quarantine: the delayed response never came. */
static u16 token_quarantine(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);
	u16 token;

	e->on_send = engine_answer_now;
	xfer->want_delayed = true;
	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	token = xfer->token;
	EXPECT(scmi_xfer_finish(xfer, -ETIMEDOUT));
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(e->inst.pool->tokens[token] == SCMI_TOKEN_QUARANTINED);
	return token;
}

static void token_late(struct engine *e)
{
	u16 token = token_quarantine(e);

	EXPECT_EQ(token_uses(e, token, 2 * SCMI_TOKENS), 0);
	engine_event(e, engine_hdr(token, ENGINE_PROTO, ENGINE_MSG,
				   SCMI_MSG_DELAYED_RESPONSE), 0, 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT(!e->inst.pool->tokens[token]);
	EXPECT_EQ(token_uses(e, token, SCMI_TOKENS), 1);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 0);
}

static void token_old(struct engine *e)
{
	u16 token = token_quarantine(e);

	EXPECT_EQ(token_uses(e, token, SCMI_TOKENS), 0);
	/* A platform that answers after an hour is not waited for. */
	e->inst.pool->quarantined_at[token] = jiffies - 3600 * HZ;
	EXPECT_EQ(token_uses(e, token, SCMI_TOKENS), 1);
	/* That transfer gave it back as any other does. */
	EXPECT(!e->inst.pool->tokens[token]);
}

static void token_none_left(struct engine *e)
{
	struct scmi_pool *pool = e->inst.pool;
	struct scmi_xfer *xfer = engine_get(e);
	unsigned int i;

	e->on_send = engine_answer_now;
	for (i = 0; i < SCMI_TOKENS; i++) {
		pool->quarantined_at[i] = jiffies;
		pool->tokens[i] = SCMI_TOKEN_QUARANTINED;
	}
	EXPECT_EQ(scmi_xfer_do(xfer), -EBUSY);
	EXPECT_EQ(ENGINE_COUNT(e, sent), 0);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
	/* One comes back: that is the one which is used. */
	engine_event(e, engine_hdr(700, 1, 2, SCMI_MSG_DELAYED_RESPONSE), 0, 0);
	EXPECT_EQ(token_round(e), 700);
	memset(pool->tokens, 0, sizeof(pool->tokens));
}

/* A transfer that was never submitted has no token, whatever it had before. */
static void token_unsent(struct engine *e)
{
	struct scmi_xfer *xfer;

	e->on_send = engine_answer_now;
	EXPECT_EQ(token_round(e), 0);
	EXPECT_EQ(token_round(e), 1);
	xfer = engine_get(e);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(token_round(e), 2);
	EXPECT_EQ(ENGINE_COUNT(e, sent), 3);
}

/* What is taken back by a reset can get no answer: nothing to wait for. */
static void token_reset(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);

	EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
	EXPECT(scmi_xfer_finish(xfer, -ETIMEDOUT));
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 1);
	EXPECT(e->inst.pool->tokens[0] == xfer);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[0]);
}

const struct engine_test engine_token_tests[] = {
	{ "a token comes back after 1023 others [H36]", token_order, 4, 1000 },
	{ "a token in use is not given out [H36]", token_in_use, 4, 60000 },
	{ "a token is held back until its answer comes [H36]", token_late,
	  4, 1000 },
	{ "a token is not held back for ever [H36]", token_old, 4, 1000 },
	{ "no token left is an error", token_none_left, 4, 1000 },
	{ "a token belongs to a submitted transfer", token_unsent, 1, 1000 },
	{ "a token is free after a reset", token_reset, 1, 1000 },
	{ }
};
