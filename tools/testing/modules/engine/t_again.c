// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that are sent whatever happens to their sender, and commands that are sent
 * once more because the platform was busy.
 */

#include "engine.h"

/* Its sender is killed while it waits for a slot, and while it waits for the answer. */
static void again_killed(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct caller first = {}, c = { .must_send = true };
	struct scmi_xfer *xfer;

	xfer = caller_sends(f, &first);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	caller_kill(&c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(test, caller_join(&first), 0);

	xfer = fake_next(f, 1000);
	KUNIT_ASSERT_NOT_NULL(test, xfer);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	fake_answer(f, xfer, 7);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 7);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, interrupted), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* While the transport recovers. */
static void again_killed_paused(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	struct caller c = { .must_send = true };
	struct scmi_xfer *xfer;

	scmi_gate_pause(f->inst.pool);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	caller_kill(&c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	scmi_gate_resume(f->inst.pool);
	xfer = fake_next(f, 1000);
	KUNIT_ASSERT_NOT_NULL(test, xfer);
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
}

/* The wait is bounded all the same: by the timeout, and by the instance's end. */
static void again_killed_silent(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 60);
	struct caller c = { .must_send = true }, last = { .must_send = true };

	caller_sends(f, &c);
	caller_kill(&c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	fake_release_all(f);

	f->tx->timeout_ms = 5000;
	caller_sends(f, &last);
	caller_kill(&last);
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_EQ(test, caller_join(&last), -ENODEV);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* The platform is busy so many times, and then returns the sender's own word. */
static void again_busy(struct fake *f, struct scmi_xfer *xfer)
{
	long left = (long)f->data;

	f->data = (void *)(left - 1);
	fake_pop(f, false);
	if (left > 0)
		fake_reply(f, xfer, fake_word(xfer, 0), SCMI_BUSY, NULL, 8);
	else
		fake_answer(f, xfer, fake_word(xfer, 1));
}

static int again_ask(struct fake *f, u32 word, u32 *answer)
{
	return scmi_call(&f->handles[0].ph, ENGINE_MSG, SCMI_WORDS(word, 0), 0,
			 answer, 1);
}

static void again_until_done(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	u32 word = 0xcafe, answer = 0;
	long times;

	f->on_send = again_busy;
	for (times = 0; times <= SCMI_BUSY_TRIES; times++) {
		f->data = (void *)times;
		KUNIT_EXPECT_EQ(test, again_ask(f, word, &answer), 0);
		KUNIT_EXPECT_EQ(test, answer, word);
	}
	f->data = (void *)times;
	KUNIT_EXPECT_EQ(test, again_ask(f, word, &answer), -EBUSY);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), SCMI_BUSY_TRIES + 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* A command that wants a delayed response gives its token back each time. */
static void again_delayed(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 100);
	struct scmi_xfer *xfer;

	f->on_send = again_busy;
	f->data = (void *)3L;
	/* Accepted in the end, but there is no delayed response. */
	xfer = scmi_ask(&f->handles[0].ph, ENGINE_MSG, SCMI_WORDS(0, 0),
			SCMI_CALL_DELAYED, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(xfer), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, refused), 3);
	KUNIT_EXPECT_EQ(test, fake_tokens(f, false), 0);
	KUNIT_EXPECT_EQ(test, fake_tokens(f, true), 1);
}

/* While the system sleeps the platform is not asked, and so not asked again. */
static void again_asleep(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	u32 word = 1, answer;

	scmi_gate_sleep(f->inst.pool);
	KUNIT_EXPECT_EQ(test, again_ask(f, word, &answer), -EBUSY);
	KUNIT_EXPECT_EQ(test, f->head, 0);
	scmi_gate_resume(f->inst.pool);
}

static const struct kunit_case engine_again_cases[] = {
	{ again_killed, "what must be sent is, and waited for, though its sender dies [P2]" },
	{ again_killed_paused, "also when the transport recovers first [P2]" },
	{ again_killed_silent, "but no longer than anybody waits" },
	{ again_until_done, "a busy platform is asked again, a few times [F4]" },
	{ again_delayed, "each time with another token" },
	{ again_asleep, "a sleeping system is not a busy platform" },
	{ }
};

KUNIT_SUITE(engine_again);
