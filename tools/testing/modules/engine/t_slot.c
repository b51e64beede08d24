// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slots: waiting for one, zombies, and a pool that is lost to the platform.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>

#include "engine.h"

/* Hold @n transfers, submitted and unanswered. */
static void slot_hog(struct engine *e, struct scmi_xfer **xfers, unsigned int n)
{
	while (n--) {
		xfers[n] = engine_get(e);
		EXPECT(!IS_ERR(xfers[n]));
		EXPECT_EQ(scmi_xfer_submit(xfers[n], NULL, NULL), 0);
		EXPECT(engine_next(e, 0) == xfers[n]);
	}
}

static void slot_free(struct engine *e, struct scmi_xfer *xfer)
{
	engine_answer(e, xfer, 0);
	EXPECT_EQ(scmi_xfer_wait(xfer), 0);
	scmi_xfer_put(xfer);
}

static void slot_waits(struct engine *e)
{
	struct scmi_xfer *xfers[2], *xfer;
	struct caller c = { .word = 9 };

	slot_hog(e, xfers, 2);
	EXPECT_EQ(PTR_ERR_OR_ZERO(engine_get(e)), -EBUSY);
	caller_start(e, &c);
	EXPECT(caller_waits(&c, 50));
	EXPECT(!engine_peek(e));
	/* An answer alone frees nothing: its caller still reads it. */
	engine_answer(e, xfers[0], 0);
	EXPECT(caller_waits(&c, 30));
	EXPECT(!engine_peek(e));
	scmi_xfer_put(xfers[0]);
	xfer = engine_next(e, 1000);
	EXPECT(xfer == xfers[0]);
	engine_answer(e, xfer, 10);
	EXPECT_EQ(caller_join(&c), 0);
	EXPECT_EQ(c.answer, 10);
	slot_free(e, xfers[1]);
}

static void slot_bounded(struct engine *e)
{
	struct scmi_xfer *xfer;
	struct caller c = {};

	slot_hog(e, &xfer, 1);
	/* Its own time is over later. */
	scmi_agent_xfer_extend(xfer, jiffies + 60 * HZ);
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), -EBUSY);
	EXPECT(c.ms >= e->tx->timeout_ms - jiffies_to_msecs(1));
	EXPECT(c.ms < e->tx->timeout_ms + 1500);
	slot_free(e, xfer);
}

static void slot_closed(struct engine *e)
{
	struct caller c[4] = {};
	struct scmi_xfer *xfer;
	unsigned int i;

	slot_hog(e, &xfer, 1);
	for (i = 0; i < ARRAY_SIZE(c); i++)
		caller_start(e, &c[i]);
	for (i = 0; i < ARRAY_SIZE(c); i++)
		EXPECT(caller_waits(&c[i], 10));
	scmi_gate_close(e->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		EXPECT_EQ(caller_join(&c[i]), -ENODEV);
		EXPECT(c[i].ms < 2000);
	}
	EXPECT_EQ(scmi_xfer_wait(xfer), -ENODEV);
	scmi_xfer_put(xfer);
}

static void slot_killed(struct engine *e)
{
	struct scmi_xfer *xfer;
	struct caller c = {};

	slot_hog(e, &xfer, 1);
	caller_start(e, &c);
	EXPECT(caller_waits(&c, 20));
	caller_kill(&c);
	EXPECT_EQ(caller_join(&c), -EINTR);
	EXPECT(c.ms < 2000);
	slot_free(e, xfer);
}

/* Many callers, few slots: everybody is served. */
static void slot_shared(struct engine *e)
{
	static struct caller c[24];
	unsigned int i;

	memset(c, 0, sizeof(c));
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].word = i;
		caller_start(e, &c[i]);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		struct scmi_xfer *xfer = engine_next(e, 5000);

		if (xfer)
			engine_answer(e, xfer, engine_word(xfer, 1) + 1000);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		EXPECT_EQ(caller_join(&c[i]), 0);
		EXPECT_EQ(c[i].answer, i + 1000);
	}
	EXPECT(e->peak <= 2);
}

/* What the platform still holds is nobody's, and the platform may write it. */
static void slot_zombie(struct engine *e)
{
	struct scmi_xfer *xfer;

	slot_hog(e, &xfer, 1);
	EXPECT_EQ(scmi_xfer_wait(xfer), -ETIMEDOUT);
	scmi_xfer_put(xfer);
	EXPECT_EQ(PTR_ERR_OR_ZERO(engine_get(e)), -EBUSY);
	engine_answer(e, xfer, 0);
	EXPECT(engine_get(e) == xfer);
	EXPECT_EQ(xfer->status, 0);
	EXPECT_EQ(xfer->body_len, 0);
	scmi_xfer_put(xfer);
}

static void slot_stuck(struct engine *e)
{
	struct scmi_xfer *xfers[2];
	unsigned int i;

	slot_hog(e, xfers, 1);
	EXPECT_EQ(scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	scmi_xfer_put(xfers[0]);
	EXPECT_EQ(e->recovers, 0);
	/* Answered late is not lost. */
	engine_answer(e, xfers[0], 0);
	slot_hog(e, xfers, 1);
	EXPECT_EQ(scmi_xfer_wait(xfers[0]), -ETIMEDOUT);
	EXPECT_EQ(e->recovers, 0);
	slot_hog(e, &xfers[1], 1);
	EXPECT_EQ(scmi_xfer_wait(xfers[1]), -ETIMEDOUT);
	EXPECT_EQ(e->recovers, 1);
	for (i = 0; i < 2; i++)
		scmi_xfer_put(xfers[i]);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), 0);
}

/*
 * The whole pool became zombies without a timeout that saw it: who then finds
 * no slot has to ask for recovery, because nothing is sent any more.
 */
static void slot_stuck_unseen(struct engine *e)
{
	struct scmi_xfer *xfers[4];
	struct caller c = {};
	unsigned int i;

	slot_hog(e, xfers, 4);
	for (i = 0; i < 4; i++) {
		EXPECT(scmi_xfer_finish(xfers[i], -ECANCELED));
		scmi_xfer_put(xfers[i]);
	}
	EXPECT_EQ(e->recovers, 0);
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), -EBUSY);
	EXPECT(e->recovers);
}

/* Once closed, nobody may touch the transport: it may be gone. */
static void slot_stuck_closed(struct engine *e)
{
	struct scmi_xfer *xfer;

	slot_hog(e, &xfer, 1);
	scmi_gate_close(e->inst.pool);
	scmi_gate_check_stuck(e->inst.pool);
	EXPECT_EQ(e->recovers, 0);
	scmi_xfer_put(xfer);
}

const struct engine_test engine_slot_tests[] = {
	{ "a caller waits for a slot [H35]", slot_waits, 2, 3000 },
	{ "a caller does not wait for ever", slot_bounded, 1, 80 },
	{ "who waits for a slot is told the end", slot_closed, 1, 5000 },
	{ "a fatal signal ends the wait for a slot", slot_killed, 1, 5000 },
	{ "slots go round [H35]", slot_shared, 2, 10000 },
	{ "a zombie is not in the pool [H36]", slot_zombie, 1, 40 },
	{ "a pool half lost is recovered [H21]", slot_stuck, 4, 40 },
	{ "a pool lost unseen is recovered [H21]", slot_stuck_unseen, 4, 40 },
	{ "nothing is recovered after the end", slot_stuck_closed, 1, 1000 },
	{ }
};
