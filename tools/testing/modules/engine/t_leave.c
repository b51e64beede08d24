// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaving: a sender is taken away while the platform owes it answers.
 */

#include "engine.h"

/* What leave.c promises, and what is far from the time of a message. */
#define LEAVE_MS	50
#define LEAVE_LATE_MS	2000
#define LEAVE_TIMEOUT_MS	10000

static void leave_gone(void *sender)
{
	scmi_sender_gone(sender);
}

/* It leaves, and is gone when the test ends. */
static void leave_now(struct fake *f, struct scmi_sender *s)
{
	scmi_sender_leaves(s);
	KUNIT_ASSERT_EQ(f->test, kunit_add_action(f->test, leave_gone, s), 0);
}

/* A sender like the protocol's own, that may leave. */
static struct scmi_sender *leave_alloc(struct kunit *test, struct fake *f)
{
	struct scmi_sender *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	*s = f->handles[0].sender;
	return s;
}

/* Those that wait for the leaving one are let go; others are not. */
static void leave_waiting(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, LEAVE_TIMEOUT_MS);
	struct scmi_sender *s = leave_alloc(test, f);
	struct caller c = { .from = s }, firm = { .from = s, .must_send = true };
	struct caller other = { .word = 7 };
	struct scmi_xfer *xfer;

	caller_sends(f, &c);
	caller_sends(f, &firm);
	xfer = caller_sends(f, &other);
	leave_now(f, s);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ENODEV);
	KUNIT_EXPECT_GE(test, c.ticks + 2, msecs_to_jiffies(LEAVE_MS));
	KUNIT_EXPECT_LT(test, c.ms, LEAVE_LATE_MS);
	KUNIT_EXPECT_EQ(test, caller_join(&firm), -ENODEV);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 2);
	KUNIT_EXPECT_TRUE(test, caller_waits(&other, 2 * LEAVE_MS));
	fake_answer(f, xfer, 8);
	KUNIT_EXPECT_EQ(test, caller_join(&other), 0);
}

/* Those that come later are heard as well, and do not wait for long. */
static void leave_later(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, LEAVE_TIMEOUT_MS);
	struct scmi_sender *s = leave_alloc(test, f);
	struct caller quick = { .from = s }, slow = { .from = s };
	struct scmi_xfer *xfer;

	leave_now(f, s);
	caller_sends(f, &slow);
	KUNIT_EXPECT_EQ(test, caller_join(&slow), -ENODEV);
	KUNIT_EXPECT_LT(test, slow.ms, LEAVE_LATE_MS);
	xfer = caller_sends(f, &quick);
	caller_waits(&quick, LEAVE_MS / 3);
	fake_answer(f, xfer, 1);
	/* A machine that does not let us run for so long has no answer in time. */
	KUNIT_EXPECT_TRUE(test, !caller_join(&quick) || quick.ms >= LEAVE_MS);
}

/* What the leaving task sends itself has all of its time. */
static void leave_itself(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, LEAVE_TIMEOUT_MS);
	struct scmi_sender *s = leave_alloc(test, f);
	struct caller c = { .from = s };
	struct scmi_xfer *xfer;

	leave_now(f, s);
	xfer = scmi_xfer_get(s, ENGINE_MSG, sizeof(__le32), sizeof(__le32), false);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, xfer);
	KUNIT_EXPECT_EQ(test, scmi_xfer_submit(xfer, NULL, NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, fake_next(f, 0), xfer);
	/* The watch has gone round when it let another task's command go. */
	caller_sends(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ENODEV);
	KUNIT_EXPECT_TRUE(test, scmi_agent_xfer_is_waited_for(xfer));
	fake_answer(f, xfer, 2);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
}

/* The same for those that wait for a slot. */
static void leave_slot(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, LEAVE_TIMEOUT_MS);
	struct scmi_sender *s = leave_alloc(test, f);
	struct caller c = { .from = s }, other = {};
	struct scmi_xfer *hog = engine_send(f, false);

	caller_start(f, &c);
	caller_start(f, &other);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 10));
	leave_now(f, s);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ENODEV);
	KUNIT_EXPECT_LT(test, c.ms, LEAVE_LATE_MS);
	KUNIT_EXPECT_TRUE(test, caller_waits(&other, LEAVE_MS));
	fake_answer(f, hog, 0);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(hog), 0);
	scmi_xfer_put(hog);
	fake_answer(f, fake_next(f, 1000), 3);
	KUNIT_EXPECT_EQ(test, caller_join(&other), 0);
}

static const struct kunit_case engine_leave_cases[] = {
	{ leave_waiting, "nobody waits for long for a client that leaves" },
	{ leave_later, "a client that leaves is heard until it is gone" },
	{ leave_itself, "the task that takes a client away has its time" },
	{ leave_slot, "nobody waits for a slot for a client that leaves" },
	{ }
};

KUNIT_SUITE(engine_leave);
