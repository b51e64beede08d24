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
	KUNIT_EXPECT_GE(test, c.ms, f->tx->timeout_ms - jiffies_to_msecs(1));
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

static void slot_stuck(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 40);
	struct scmi_xfer *xfers[2];
	unsigned int i;

	slot_hog(f, xfers, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	scmi_xfer_put(xfers[0]);
	KUNIT_EXPECT_EQ(test, f->recovers, 0);
	/* Answered late is not lost. */
	fake_answer(f, xfers[0], 0);
	slot_hog(f, xfers, 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, f->recovers, 0);
	slot_hog(f, &xfers[1], 1);
	KUNIT_EXPECT_EQ(test, scmi_xfer_wait(xfers[1]), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, f->recovers, 1);
	for (i = 0; i < 2; i++)
		scmi_xfer_put(xfers[i]);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 0);
}

/*
 * The whole pool became zombies without a timeout that saw it: who then finds
 * no slot has to ask for recovery, because nothing is sent any more.
 */
static void slot_stuck_unseen(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 40);
	struct scmi_xfer *xfers[4];
	struct caller c = {};
	unsigned int i;

	slot_hog(f, xfers, 4);
	for (i = 0; i < 4; i++) {
		KUNIT_EXPECT_TRUE(test, scmi_xfer_finish(xfers[i], -ECANCELED));
		scmi_xfer_put(xfers[i]);
	}
	KUNIT_EXPECT_EQ(test, f->recovers, 0);
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EBUSY);
	KUNIT_EXPECT_TRUE(test, f->recovers);
}

/* Once closed, nobody may touch the transport: it may be gone. */
static void slot_stuck_closed(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);
	struct scmi_xfer *xfer;

	slot_hog(f, &xfer, 1);
	scmi_gate_close(f->inst.pool);
	scmi_gate_check_stuck(f->inst.pool);
	KUNIT_EXPECT_EQ(test, f->recovers, 0);
	scmi_xfer_put(xfer);
}

static const struct kunit_case engine_slot_cases[] = {
	{ slot_waits, "a caller waits for a slot [H35]" },
	{ slot_bounded, "a caller does not wait for ever" },
	{ slot_closed, "who waits for a slot is told the end" },
	{ slot_killed, "a fatal signal ends the wait for a slot" },
	{ slot_shared, "slots go round [H35]" },
	{ slot_zombie, "a zombie is not in the pool [H36]" },
	{ slot_stuck, "a pool half lost is recovered [H21]" },
	{ slot_stuck_unseen, "a pool lost unseen is recovered [H21]" },
	{ slot_stuck_closed, "nothing is recovered after the end" },
	{ }
};

KUNIT_SUITE(engine_slot);
