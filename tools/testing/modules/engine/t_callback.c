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
 * @delayed: want a delayed response
 */
struct result {
	atomic_t calls;
	int status;
	u32 word;
	bool put;
	bool delayed;
};

static void result_done(struct scmi_xfer *xfer, void *arg)
{
	struct result *r = arg;

	r->status = xfer->status;
	if (!r->status)
		r->word = engine_word(xfer);
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

static struct scmi_xfer *result_submit(struct fake *f, struct result *r)
{
	struct scmi_xfer *xfer = engine_get(f);

	xfer->want_delayed = r->delayed;
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_submit(xfer, result_done, r), 0);
	if (!r->put)
		scmi_xfer_put(xfer);
	scmi_xfer_kick(f->tx);
	return fake_next(f, 0);
}

static void callback_answer(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60);
	struct result r = {};
	struct scmi_xfer *xfer = result_submit(f, &r);

	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 0);
	fake_answer(f, xfer, 77);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, r.status, 0);
	KUNIT_EXPECT_EQ(test, r.word, 77);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_FREE);
	/* The reaper finds nothing to do. */
	msleep(2 * f->tx->timeout_ms);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 0);
}

static void callback_puts(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60);
	struct result r = { .put = true };

	fake_answer(f, result_submit(f, &r), 78);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, r.word, 78);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void callback_at_once(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60);
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(f);

	f->on_send = fake_answer_now;
	scmi_put_le32(xfer, 0, 79);
	KUNIT_EXPECT_EQ(test, scmi_xfer_submit(xfer, result_done, &r), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, r.word, 79);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void callback_refused(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60);
	struct result r = {};
	struct scmi_xfer *xfer = engine_get(f);

	f->send_err = -EIO;
	KUNIT_EXPECT_EQ(test, scmi_xfer_submit(xfer, result_done, &r), -EIO);
	scmi_xfer_put(xfer);
	msleep(2 * f->tx->timeout_ms);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void callback_timeout(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 160);
	struct result r[2] = {};
	struct scmi_xfer *first = result_submit(f, &r[0]);
	struct scmi_xfer *second;

	/* The second is younger: the reaper has to come again. */
	msleep(f->tx->timeout_ms / 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&r[0].calls), 0);
	second = result_submit(f, &r[1]);
	KUNIT_EXPECT_TRUE(test, result_within(&r[0], 2000));
	KUNIT_EXPECT_TRUE(test, result_within(&r[1], 2000));
	KUNIT_EXPECT_EQ(test, r[0].status, -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, r[1].status, -ETIMEDOUT);
	scmi_reaper_stop(f->inst.pool);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 2);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 2);
	/* Half of the pool and more is lost: the reaper noticed. */
	KUNIT_EXPECT_TRUE(test, f->recovers);

	fake_answer(f, first, 0);
	fake_answer(f, second, 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&r[0].calls), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&r[1].calls), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void callback_close(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct result r = {};

	result_submit(f, &r);
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, r.status, -ENODEV);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 1);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* Reply, then delayed response, with nobody but the engine holding on. */
static void callback_delayed(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 1000);
	struct result r = { .delayed = true };
	struct scmi_xfer *xfer = result_submit(f, &r);
	u16 token = xfer->token;

	fake_answer(f, xfer, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	fake_event(f, fake_dly_hdr(xfer), SCMI_SUCCESS, 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, r.status, 0);
	KUNIT_EXPECT_EQ(test, r.word, 2);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, token), SCMI_TOKEN_FREE);
}

/* The same, but the delayed response never comes. */
static void callback_delayed_timeout(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 60);
	struct result r = { .delayed = true };
	struct scmi_xfer *xfer = result_submit(f, &r);

	fake_answer(f, xfer, 1);
	KUNIT_EXPECT_TRUE(test, result_within(&r, 4000));
	KUNIT_EXPECT_EQ(test, r.status, -ETIMEDOUT);
	/* The reaper holds its reference until after the callback. */
	scmi_reaper_stop(f->inst.pool);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_OWED);
	fake_event(f, fake_dly_hdr(xfer), SCMI_SUCCESS, 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&r.calls), 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, fake_owner(f, xfer->token), SCMI_TOKEN_FREE);
}

static const struct kunit_case engine_callback_cases[] = {
	{ callback_answer, "a callback runs once, with the answer" },
	{ callback_puts, "a callback may put the transfer" },
	{ callback_at_once, "a callback may run before submit returns" },
	{ callback_refused, "no callback for what was not sent" },
	{ callback_timeout, "a callback runs when time is over" },
	{ callback_close, "a callback runs at the end of the instance" },
	{ callback_delayed, "a callback waits for the delayed response" },
	{ callback_delayed_timeout,
	  "a callback does not wait for it for ever" },
	{ }
};

KUNIT_SUITE(engine_callback);
