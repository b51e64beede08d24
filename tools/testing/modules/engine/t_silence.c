// SPDX-License-Identifier: GPL-2.0-only
/*
 * A platform that says nothing, and one that does so only for a while.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>

#include "engine.h"

#define SILENCE_TIMEOUT_MS	400

/* A command that nobody answers; how long it was waited for. */
static unsigned int silence_lost(struct fake *f)
{
	struct caller c = {};

	caller_start(f, &c);
	KUNIT_EXPECT_EQ(f->test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_NOT_NULL(f->test, fake_next(f, 0));
	return c.ms;
}

static void silence_shortens(struct kunit *test)
{
	struct fake *f = engine_create(test, 40, SILENCE_TIMEOUT_MS);
	unsigned int i, ms = 0;

	KUNIT_EXPECT_GE(test, silence_lost(f), SILENCE_TIMEOUT_MS - 10);
	KUNIT_EXPECT_LT(test, silence_lost(f), SILENCE_TIMEOUT_MS);
	for (i = 0; i < 3; i++)
		ms += silence_lost(f);
	/* On average less than a quarter of the time that one would have had. */
	KUNIT_EXPECT_LT(test, ms / i, SILENCE_TIMEOUT_MS / 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&f->inst.pool->unanswered), 5);
	fake_release_all(f);
}

static void silence_becomes_death(struct fake *f)
{
	unsigned int i;

	for (i = 0; i < 5; i++)
		silence_lost(f);
}

/* Of many commands one after the other, hardly any is sent, and waited for. */
static void silence_refuses(struct kunit *test)
{
	struct fake *f = engine_create(test, 40, SILENCE_TIMEOUT_MS);
	unsigned int i, asked = 0, refused = 200;
	unsigned long start;

	silence_becomes_death(f);
	start = jiffies;
	for (i = 0; i < refused; i++) {
		struct scmi_xfer *xfer = engine_get(f);

		/* The platform has them all: too many were sent. */
		KUNIT_ASSERT_NOT_ERR_OR_NULL(test, xfer);
		KUNIT_EXPECT_EQ(test, scmi_xfer_do(xfer), -ETIMEDOUT);
		scmi_xfer_put(xfer);
		asked += !!fake_next(f, 0);
	}
	KUNIT_EXPECT_LE(test, asked,
			1 + jiffies_to_msecs(jiffies - start) / 100);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, send_failed), refused - asked);
	/* Is it still dead? */
	msleep(150);
	silence_lost(f);
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION), 0, 0);
	KUNIT_EXPECT_GE(test, silence_lost(f), SILENCE_TIMEOUT_MS - 10);
	fake_release_all(f);
}

static void silence_ends(struct kunit *test)
{
	struct fake *f = engine_create(test, 8, SILENCE_TIMEOUT_MS);

	silence_lost(f);
	KUNIT_EXPECT_TRUE(test, scmi_pool_is_silent(f->inst.pool));
	/* Any message will do: a late answer, a notification. */
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION), 0, 0);
	KUNIT_EXPECT_FALSE(test, scmi_pool_is_silent(f->inst.pool));
	KUNIT_EXPECT_GE(test, silence_lost(f), SILENCE_TIMEOUT_MS - 10);
	fake_release_all(f);
}

static void silence_told(struct work_struct *work)
{
	struct fake *f = container_of(to_delayed_work(work), struct fake,
				      inst.resync_work);

	complete(f->data);
}

/* What the platform could not be told need not wait for its time. */
static void silence_resyncs(struct kunit *test)
{
	struct fake *f = engine_create(test, 8, SILENCE_TIMEOUT_MS);
	struct delayed_work *resync = &f->inst.resync_work;
	DECLARE_COMPLETION_ONSTACK(told);

	f->data = &told;
	INIT_DELAYED_WORK(resync, silence_told);
	queue_delayed_work(system_freezable_wq, resync, 60 * HZ);
	silence_lost(f);
	KUNIT_EXPECT_FALSE(test, completion_done(&told));
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION), 0, 0);
	KUNIT_EXPECT_GT(test, wait_for_completion_timeout(&told, 10 * HZ), 0);
	cancel_delayed_work_sync(resync);
	fake_release_all(f);
}

/* A platform that keeps all slots is not waited for long either. */
static void silence_keeps_slots(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 2000);
	struct caller c = {};

	silence_lost(f);
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EBUSY);
	KUNIT_EXPECT_LT(test, c.ms, 1000);
	fake_release_all(f);
}

/* Many at the same time say no more than one does. */
static void silence_of_many(struct kunit *test)
{
	struct fake *f = engine_create(test, 40, SILENCE_TIMEOUT_MS);
	struct scmi_xfer *xfers[20];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(xfers); i++)
		xfers[i] = engine_send(f, false);
	for (i = 0; i < ARRAY_SIZE(xfers); i++) {
		KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[i]), -ETIMEDOUT);
		scmi_xfer_put(xfers[i]);
	}
	KUNIT_EXPECT_GE(test, silence_lost(f), 100 - 10);
	fake_release_all(f);
}

/* One lost answer among others that come is no silence. */
static void silence_lone(struct kunit *test)
{
	struct fake *f = engine_create(test, 8, SILENCE_TIMEOUT_MS);
	unsigned long tick = jiffies;
	struct scmi_xfer *lost, *xfer;

	/* In the same tick as it was sent, which no clock of ticks can tell. */
	while (time_before_eq(jiffies, tick))
		cpu_relax();
	lost = engine_send(f, false);
	xfer = engine_send(f, false);
	fake_answer(f, xfer, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(lost), -ETIMEDOUT);
	scmi_xfer_put(lost);
	KUNIT_EXPECT_FALSE(test, scmi_pool_is_silent(f->inst.pool));
	fake_release_all(f);
}

/* A sender that cannot sleep does not spin for all of its time either. */
static void silence_atomic(struct kunit *test)
{
	struct fake *f = engine_create(test, 16, SILENCE_TIMEOUT_MS);
	struct scmi_xfer *xfer;
	unsigned long start;
	unsigned int i;

	for (i = 0; i < 3; i++)
		silence_lost(f);
	xfer = engine_get_atomic(f);
	start = jiffies;
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(xfer), -ETIMEDOUT);
	KUNIT_EXPECT_LT(test, jiffies_to_msecs(jiffies - start), 80);
	scmi_xfer_put(xfer);
	fake_release_all(f);
}

static const struct kunit_case engine_silence_cases[] = {
	{ silence_shortens, "a silent platform is not waited for long [X2]" },
	{ silence_refuses, "a dead platform is hardly waited for at all [X2]" },
	{ silence_keeps_slots, "nor when it keeps all slots [X2]" },
	{ silence_of_many, "many lost at once count as one [X2]" },
	{ silence_ends, "any message ends the silence [X2]" },
	{ silence_resyncs, "who has to tell it something comes back at once" },
	{ silence_lone, "a lost answer among others is no silence [X1]" },
	{ silence_atomic, "nor is it polled for long [X2]" },
	{ }
};

KUNIT_SUITE(engine_silence);
