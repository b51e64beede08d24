// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands with a callback instead of a waiter.
 */

#include <linux/delay.h>

#include "engine.h"

/**
 * struct result - what a callback saw
 * @calls: how often it ran
 * @status: the transfer's status
 * @word: first word of the answer
 * @put: put the submitter's reference in the callback
 */
struct result {
	atomic_t calls;
	int status;
	u32 word;
	bool put;
};

static void result_done(struct scmi_xfer *xfer, void *arg)
{
	struct scmi_cursor cur = scmi_xfer_cursor(xfer);
	struct result *r = arg;

	r->status = xfer->status;
	if (!r->status)
		r->word = scmi_get_le32(&cur);
	atomic_inc(&r->calls);
	if (r->put)
		scmi_xfer_put(xfer);
}

static bool result_within(struct result *r, unsigned int ms)
{
	for (; ms && !atomic_read(&r->calls); ms--)
		usleep_range(900, 1100);
	return atomic_read(&r->calls);
}

static struct scmi_xfer *result_submit(struct engine *e, struct result *r)
{
	struct scmi_xfer *xfer = engine_get(e);

	EXPECT_EQ(scmi_xfer_submit(xfer, result_done, r), 0);
	if (!r->put)
		scmi_xfer_put(xfer);
	scmi_xfer_kick(e->tx);
	return engine_next(e, 0);
}

static void callback_answer(struct engine *e)
{
	struct result r = {};
	struct scmi_xfer *xfer = result_submit(e, &r);

	EXPECT_EQ(engine_busy(e), 1);
	EXPECT_EQ(atomic_read(&r.calls), 0);
	engine_answer(e, xfer, 77);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(r.status, 0);
	EXPECT_EQ(r.word, 77);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[xfer->token]);
	/* The reaper finds nothing to do. */
	msleep(2 * e->tx->timeout_ms);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 0);
}

static void callback_puts(struct engine *e)
{
	struct result r = { .put = true };

	engine_answer(e, result_submit(e, &r), 78);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(r.word, 78);
	EXPECT_EQ(engine_busy(e), 0);
}

static void callback_at_once(struct engine *e)
{
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(e);

	e->on_send = engine_answer_now;
	scmi_put_le32(xfer, 0, 79);
	EXPECT_EQ(scmi_xfer_submit(xfer, result_done, &r), 0);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(r.word, 79);
	scmi_xfer_put(xfer);
	EXPECT_EQ(engine_busy(e), 0);
}

static void callback_refused(struct engine *e)
{
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(e);

	e->send_err = -EIO;
	EXPECT_EQ(scmi_xfer_submit(xfer, result_done, &r), -EIO);
	scmi_xfer_put(xfer);
	msleep(2 * e->tx->timeout_ms);
	EXPECT_EQ(atomic_read(&r.calls), 0);
	EXPECT_EQ(engine_busy(e), 0);
}

static void callback_timeout(struct engine *e)
{
	struct result r[2] = {};
	struct scmi_xfer *first = result_submit(e, &r[0]);
	struct scmi_xfer *second;

	/* The second is younger: the reaper has to come again. */
	msleep(e->tx->timeout_ms / 2);
	EXPECT_EQ(atomic_read(&r[0].calls), 0);
	second = result_submit(e, &r[1]);
	EXPECT(result_within(&r[0], 2000));
	EXPECT(result_within(&r[1], 2000));
	EXPECT_EQ(r[0].status, -ETIMEDOUT);
	EXPECT_EQ(r[1].status, -ETIMEDOUT);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 2);
	EXPECT_EQ(engine_busy(e), 2);
	/* Half of the pool and more is lost: the reaper noticed. */
	EXPECT(e->recovers);

	engine_answer(e, first, 0);
	engine_answer(e, second, 0);
	EXPECT_EQ(ENGINE_COUNT(e, late), 2);
	EXPECT_EQ(atomic_read(&r[0].calls), 1);
	EXPECT_EQ(atomic_read(&r[1].calls), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

static void callback_close(struct engine *e)
{
	struct result r = {};

	result_submit(e, &r);
	scmi_gate_close(e->inst.pool);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(r.status, -ENODEV);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), 1);
	engine_release_all(e);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

/* Reply, then delayed response, with nobody but the engine holding on. */
static void callback_delayed(struct engine *e)
{
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(e);
	u16 token;

	xfer->want_delayed = true;
	EXPECT_EQ(scmi_xfer_submit(xfer, result_done, &r), 0);
	scmi_xfer_put(xfer);
	engine_next(e, 0);
	token = xfer->token;
	engine_answer(e, xfer, 1);
	EXPECT_EQ(atomic_read(&r.calls), 0);
	EXPECT_EQ(engine_busy(e), 1);
	engine_event(e, engine_dly_hdr(xfer), SCMI_SUCCESS, 2);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(r.status, 0);
	EXPECT_EQ(r.word, 2);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[token]);
}

/* The same, but the delayed response never comes. */
static void callback_delayed_timeout(struct engine *e)
{
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(e);

	xfer->want_delayed = true;
	EXPECT_EQ(scmi_xfer_submit(xfer, result_done, &r), 0);
	scmi_xfer_put(xfer);
	engine_next(e, 0);
	engine_answer(e, xfer, 1);
	EXPECT(result_within(&r, 4000));
	EXPECT_EQ(r.status, -ETIMEDOUT);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(e->inst.pool->tokens[xfer->token] == SCMI_TOKEN_QUARANTINED);
	engine_event(e, engine_dly_hdr(xfer), SCMI_SUCCESS, 2);
	EXPECT_EQ(atomic_read(&r.calls), 1);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT(!e->inst.pool->tokens[xfer->token]);
}

const struct engine_test engine_callback_tests[] = {
	{ "a callback runs once, with the answer", callback_answer, 4, 60 },
	{ "a callback may put the transfer", callback_puts, 4, 60 },
	{ "a callback may run before submit returns", callback_at_once, 4, 60 },
	{ "no callback for what was not sent", callback_refused, 4, 60 },
	{ "a callback runs when time is over", callback_timeout, 4, 160 },
	{ "a callback runs at the end of the instance", callback_close, 4,
	  5000 },
	{ "a callback waits for the delayed response", callback_delayed, 4,
	  1000 },
	{ "a callback does not wait for it for ever", callback_delayed_timeout,
	  4, 60 },
	{ }
};
