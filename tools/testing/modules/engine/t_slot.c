// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots: waiting for one, zombies, and a pool that is lost to the platform.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>

#include "engine.h"

/* Hold @n transfers, submitted and unanswered. */
static void slot_hog(struct fake *f, struct scmi_xfer **xfers, unsigned int n)
{
	while (n--)
		xfers[n] = engine_send(f, false);
}

static void slot_free(struct fake *f, struct scmi_xfer *xfer)
{
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
}

static void slot_waits(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 3000);
	struct scmi_xfer *xfers[2], *xfer;
	struct caller c = { .word = 9 };

	slot_hog(f, xfers, 2);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(engine_get(f)), -EBUSY);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 50));
	KUNIT_EXPECT_FALSE(test, fake_pop(f, true));
	/* An answer alone frees nothing: its caller still reads it. */
	fake_answer(f, xfers[0], 0);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 30));
	KUNIT_EXPECT_FALSE(test, fake_pop(f, true));
	scmi_xfer_put(xfers[0]);
	xfer = fake_next(f, 1000);
	KUNIT_EXPECT_PTR_EQ(test, xfer, xfers[0]);
	fake_answer(f, xfer, 10);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 10);
	slot_free(f, xfers[1]);
}

static void slot_bounded(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 80);
	struct scmi_xfer *xfer;
	struct caller c = {};

	slot_hog(f, &xfer, 1);
	/* Its own time is over later. */
	scmi_agent_xfer_extend(xfer, jiffies + 60 * HZ);
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EBUSY);
	KUNIT_EXPECT_GE(test, c.ticks, msecs_to_jiffies(f->tx->timeout_ms));
	KUNIT_EXPECT_LT(test, c.ms, f->tx->timeout_ms + 1500);
	slot_free(f, xfer);
}

static void slot_closed(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct caller c[4] = {};
	struct scmi_xfer *xfer;
	unsigned int i;

	slot_hog(f, &xfer, 1);
	for (i = 0; i < ARRAY_SIZE(c); i++)
		caller_start(f, &c[i]);
	for (i = 0; i < ARRAY_SIZE(c); i++)
		KUNIT_EXPECT_TRUE(test, caller_waits(&c[i], 10));
	scmi_gate_close(f->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), -ENODEV);
		KUNIT_EXPECT_LT(test, c[i].ms, 2000);
	}
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -ENODEV);
	scmi_xfer_put(xfer);
}

static void slot_killed(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct scmi_xfer *xfer;
	struct caller c = {};

	slot_hog(f, &xfer, 1);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	caller_kill(&c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EINTR);
	KUNIT_EXPECT_LT(test, c.ms, 2000);
	slot_free(f, xfer);
}

/* Many callers, few slots: everybody is served. */
static void slot_shared(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 10000);
	static struct caller c[24];
	unsigned int i;

	memset(c, 0, sizeof(c));
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].word = i;
		caller_start(f, &c[i]);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		struct scmi_xfer *xfer = fake_next(f, 5000);

		if (xfer)
			fake_answer(f, xfer, fake_word(xfer, 1) + 1000);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), 0);
		KUNIT_EXPECT_EQ(test, c[i].answer, i + 1000);
	}
	KUNIT_EXPECT_LE(test, f->peak, 2);
}

/* What the platform still holds is nobody's, and the platform may write it. */
static void slot_zombie(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 40);
	struct scmi_xfer *xfer;

	slot_hog(f, &xfer, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfer), -ETIMEDOUT);
	scmi_xfer_put(xfer);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(engine_get(f)), -EBUSY);
	fake_answer(f, xfer, 0);
	KUNIT_EXPECT_PTR_EQ(test, engine_get(f), xfer);
	KUNIT_EXPECT_EQ(test, xfer->status, 0);
	KUNIT_EXPECT_EQ(test, xfer->body_len, 0);
	scmi_xfer_put(xfer);
}

/* The reaper asks for recovery after it has told the callers. */
static bool slot_recovers(struct fake *f, unsigned int ms)
{
	unsigned long end = jiffies + msecs_to_jiffies(ms);

	while (!READ_ONCE(f->recovers) && time_before(jiffies, end))
		usleep_range(5000, 6000);
	return READ_ONCE(f->recovers);
}

static void slot_stuck(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 40);
	struct scmi_xfer *xfers[2];
	unsigned int i;

	slot_hog(f, xfers, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	scmi_xfer_put(xfers[0]);
	KUNIT_EXPECT_FALSE(test, slot_recovers(f, 30));
	/* Answered late is not lost. */
	fake_answer(f, xfers[0], 0);
	slot_hog(f, xfers, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	KUNIT_EXPECT_FALSE(test, slot_recovers(f, 30));
	slot_hog(f, &xfers[1], 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[1]), -ETIMEDOUT);
	KUNIT_EXPECT_TRUE(test, slot_recovers(f, 1000));
	for (i = 0; i < 2; i++)
		scmi_xfer_put(xfers[i]);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 0);
}

/* Callers that leave early do not make the platform late. */
static void slot_left_early(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 600);
	struct caller c[4] = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(c); i++)
		caller_sends(f, &c[i]);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		caller_kill(&c[i]);
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), -EINTR);
	}
	KUNIT_EXPECT_FALSE(test, slot_recovers(f, 200));
	/* When its time is over, it is, and nobody has to come by to see that. */
	KUNIT_EXPECT_TRUE(test, slot_recovers(f, 3000));
}

/* Once closed, nobody may touch the transport: it may be gone. */
static void slot_stuck_closed(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 60);
	struct scmi_xfer *xfer;

	slot_hog(f, &xfer, 1);
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_FALSE(test, slot_recovers(f, 200));
	scmi_xfer_put(xfer);
}

/* Those who wait are served in the order in which they came, before newcomers. */
static void slot_order(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	static struct caller c[8];
	struct scmi_xfer *xfer;
	unsigned int i;

	memset(c, 0, sizeof(c));
	slot_hog(f, &xfer, 1);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].word = i;
		caller_start(f, &c[i]);
		KUNIT_EXPECT_TRUE(test, caller_waits(&c[i], 10));
	}
	slot_free(f, xfer);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(engine_get(f)), -EBUSY);
		xfer = fake_next(f, 1000);
		KUNIT_ASSERT_NOT_NULL(test, xfer);
		KUNIT_EXPECT_EQ(test, fake_word(xfer, 1), i);
		fake_answer(f, xfer, i);
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), 0);
	}
}

/*
 * A queue that is longer than a timeout, of a platform that is slow but sound. The
 * timeout leaves room for a host that is busy: each answer has all of it.
 */
static void slot_long_queue(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);
	static struct caller c[30];
	unsigned int i;

	memset(c, 0, sizeof(c));
	for (i = 0; i < ARRAY_SIZE(c); i++)
		caller_start(f, &c[i]);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		struct scmi_xfer *xfer = fake_next(f, 1000);

		KUNIT_ASSERT_NOT_NULL(test, xfer);
		msleep(50);
		fake_answer(f, xfer, 0);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++)
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), 0);
}

/* Atomic commands have slots that nobody else can take. */
static void slot_reserved(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct scmi_xfer *xfers[3], *atomic;
	struct caller c = {};

	f->inst.pool->reserved = 1;
	slot_hog(f, xfers, 3);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(engine_get(f)), -EBUSY);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	atomic = engine_get_atomic(f);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, atomic);
	KUNIT_EXPECT_EQ(test, atomic->slot, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(engine_get_atomic(f)), -EBUSY);
	scmi_xfer_put(atomic);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	slot_free(f, xfers[0]);
	fake_answer(f, fake_next(f, 1000), 0);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	/* A common one will do, too. */
	atomic = engine_get_atomic(f);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, atomic);
	KUNIT_EXPECT_GT(test, atomic->slot, 0);
	scmi_xfer_put(atomic);
	slot_free(f, xfers[1]);
	slot_free(f, xfers[2]);
}

static const struct kunit_case engine_slot_cases[] = {
	{ slot_waits, "a caller waits for a slot [H35]" },
	{ slot_bounded, "a caller does not wait without end" },
	{ slot_order, "callers get slots in the order they came [C9]" },
	{ slot_long_queue, "a queue of callers may be longer than a timeout [C9]" },
	{ slot_reserved, "atomic commands have slots of their own [C3]" },
	{ slot_closed, "who waits for a slot is told the end" },
	{ slot_killed, "a fatal signal ends the wait for a slot" },
	{ slot_shared, "slots go round [H35]" },
	{ slot_zombie, "a zombie is not in the pool [H36]" },
	{ slot_stuck, "a pool half lost is recovered [H21]" },
	{ slot_left_early, "callers that leave early lose nothing [C2]" },
	{ slot_stuck_closed, "nothing is recovered after the end" },
	{ }
};

KUNIT_SUITE(engine_slot);
