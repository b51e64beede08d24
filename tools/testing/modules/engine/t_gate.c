// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate: pause, resume, close.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "engine.h"

static void gate_pause(struct kunit *test)
{
	struct fake *f = engine_create(test, 3, 10000);
	struct caller c[6] = {}, before = { .word = 7 };
	struct scmi_xfer *xfer;
	unsigned int i;

	xfer = caller_sends(f, &before);
	scmi_gate_pause(f->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].word = i;
		caller_start(f, &c[i]);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++)
		KUNIT_EXPECT_TRUE(test, caller_waits(&c[i], 20));
	KUNIT_EXPECT_EQ(test, f->head, 1);
	/* What was sent before goes on. */
	KUNIT_EXPECT_TRUE(test, caller_waits(&before, 10));
	fake_answer(f, xfer, 8);
	KUNIT_EXPECT_EQ(test, caller_join(&before), 0);
	KUNIT_EXPECT_EQ(test, before.answer, 8);

	f->on_send = fake_answer_now;
	scmi_gate_resume(f->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), 0);
		KUNIT_EXPECT_EQ(test, c[i].answer, i);
		KUNIT_EXPECT_LT(test, c[i].ms, 3000);
	}
}

static void gate_pause_kick(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1000);

	scmi_xfer_kick(f->tx);
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
	scmi_gate_pause(f->inst.pool);
	scmi_xfer_kick(f->tx);
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
	scmi_gate_close(f->inst.pool);
	scmi_xfer_kick(f->tx);
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
}

static void gate_pause_bounded(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 60);
	struct caller c = {}, killed = {};

	scmi_gate_pause(f->inst.pool);
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, c.ticks, msecs_to_jiffies(f->tx->timeout_ms));
	KUNIT_EXPECT_LT(test, c.ms, f->tx->timeout_ms + 1500);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, f->head, 0);
	/* Nothing was sent: its token is free. */
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);

	f->tx->timeout_ms = 5000;
	caller_start(f, &killed);
	KUNIT_EXPECT_TRUE(test, caller_waits(&killed, 20));
	caller_kill(&killed);
	KUNIT_EXPECT_EQ(test, caller_join(&killed), -EINTR);
	KUNIT_EXPECT_LT(test, killed.ms, 2000);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void gate_pause_close(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct caller c = {}, after = {};

	scmi_gate_pause(f->inst.pool);
	caller_start(f, &c);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 20));
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ENODEV);
	KUNIT_EXPECT_LT(test, c.ms, 2000);
	/* Closed is final. */
	scmi_gate_resume(f->inst.pool);
	scmi_gate_pause(f->inst.pool);
	caller_start(f, &after);
	KUNIT_EXPECT_EQ(test, caller_join(&after), -ENODEV);
	KUNIT_EXPECT_LT(test, after.ms, 2000);
	KUNIT_EXPECT_EQ(test, f->head, 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* Everybody who waits is told at once, however long he would have waited. */
static void gate_close(struct kunit *test)
{
	struct fake *f = engine_create(test, FAKE_POOL_MAX, 60000);
	static struct caller c[FAKE_POOL_MAX];
	unsigned int i;
	ktime_t start;

	memset(c, 0, sizeof(c));
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].delayed = i & 1;
		caller_sends(f, &c[i]);
	}
	start = ktime_get();
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), ARRAY_SIZE(c));
	for (i = 0; i < ARRAY_SIZE(c); i++)
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), -ENODEV);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(ktime_get(), start), 5000);
	KUNIT_EXPECT_EQ(test, fake_busy(f), ARRAY_SIZE(c));
	KUNIT_EXPECT_EQ(test, f->recovers, 0);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), ARRAY_SIZE(c));
}

/* Of a sender that takes its time inside the transport. */
struct gate_sender {
	struct completion inside;
	bool left;
};

static void gate_slow_send(struct fake *f, struct scmi_xfer *xfer)
{
	struct gate_sender *s = f->data;

	WRITE_ONCE(s->left, false);
	complete(&s->inside);
	msleep(100);
	WRITE_ONCE(s->left, true);
}

/* Once the gate was changed, nobody is inside the transport. */
static void gate_excludes(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	struct gate_sender s = {};
	struct caller c = {};

	init_completion(&s.inside);
	f->data = &s;
	f->on_send = gate_slow_send;
	caller_start(f, &c);
	wait_for_completion(&s.inside);
	scmi_gate_pause(f->inst.pool);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(s.left));
	scmi_gate_resume(f->inst.pool);
	reinit_completion(&s.inside);
	fake_answer(f, fake_next(f, 0), 0);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);

	caller_start(f, &c);
	wait_for_completion(&s.inside);
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(s.left));
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ENODEV);
}

static void gate_abort(struct kunit *test)
{
	struct fake *f = engine_create(test, 3, 5000);
	struct caller c[2] = { { .word = 1 }, { .delayed = true } };
	struct scmi_xfer *idle;

	idle = engine_get(f);
	caller_sends(f, &c[0]);
	fake_answer(f, caller_sends(f, &c[1]), 0);
	/* What a reset of the transport does. */
	scmi_gate_pause(f->inst.pool);
	fake_release_all(f);
	scmi_pool_abort(f->inst.pool, -EIO);
	KUNIT_EXPECT_EQ(test, caller_join(&c[0]), -EIO);
	KUNIT_EXPECT_EQ(test, caller_join(&c[1]), -EIO);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, aborted), 2);
	scmi_gate_resume(f->inst.pool);
	/* A transfer that was not sent yet is not concerned. */
	f->on_send = fake_answer_now;
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(idle), 0);
	scmi_xfer_put(idle);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* What was sent is answered first; what comes then is refused at once. */
static int gate_sleeps(struct caller *c)
{
	scmi_gate_sleep(c->f->inst.pool);
	return 0;
}

static void gate_sleep(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct caller c = {}, late = {}, sleeper = { .run = gate_sleeps };
	struct scmi_xfer *xfer = caller_sends(f, &c), *atomic;

	caller_start(f, &sleeper);
	KUNIT_EXPECT_TRUE(test, caller_waits(&sleeper, 50));
	caller_start(f, &late);
	KUNIT_EXPECT_EQ(test, caller_join(&late), -EBUSY);
	KUNIT_EXPECT_LT(test, late.ms, 1000);
	fake_answer(f, xfer, 3);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, c.answer, 3);
	KUNIT_EXPECT_EQ(test, caller_join(&sleeper), 0);
	atomic = engine_get_atomic(f);
	KUNIT_EXPECT_EQ(test, scmi_xfer_do(atomic), -EBUSY);
	scmi_xfer_put(atomic);
	scmi_gate_resume(f->inst.pool);
	f->on_send = fake_answer_now;
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 2);
}

/* A platform that does not answer does not keep the system from sleeping. */
static void gate_sleep_silent(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 80);
	struct caller c = {}, sleeper = { .run = gate_sleeps };

	caller_sends(f, &c);
	caller_start(f, &sleeper);
	KUNIT_EXPECT_EQ(test, caller_join(&sleeper), 0);
	KUNIT_EXPECT_LT(test, sleeper.ms, 2000);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
}

static const struct kunit_case engine_gate_cases[] = {
	{ gate_pause, "senders wait while paused" },
	{ gate_pause_kick, "no doorbell while paused or closed" },
	{ gate_pause_bounded, "senders wait for a bounded time while paused" },
	{ gate_pause_close, "senders that wait are told the end" },
	{ gate_close, "closing ends all that waits" },
	{ gate_excludes, "nobody is inside the transport after a change" },
	{ gate_sleep, "a sleeping system refuses at once [C6]" },
	{ gate_sleep_silent, "a silent platform does not keep it awake [C6]" },
	{ gate_abort, "a reset ends what was sent" },
	{ }
};

KUNIT_SUITE(engine_gate);
