// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gate: pause, resume, close.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "engine.h"

static void gate_pause(struct engine *e)
{
	struct caller c[6] = {}, before = { .word = 7 };
	struct scmi_xfer *xfer;
	unsigned int i;

	caller_start(e, &before);
	xfer = engine_next(e, 1000);
	scmi_gate_pause(e->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].word = i;
		caller_start(e, &c[i]);
	}
	for (i = 0; i < ARRAY_SIZE(c); i++)
		EXPECT(caller_waits(&c[i], 20));
	EXPECT_EQ(e->head, 1);
	/* What was sent before goes on. */
	EXPECT(caller_waits(&before, 10));
	engine_answer(e, xfer, 8);
	EXPECT_EQ(caller_join(&before), 0);
	EXPECT_EQ(before.answer, 8);

	e->on_send = engine_answer_now;
	scmi_gate_resume(e->inst.pool);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		EXPECT_EQ(caller_join(&c[i]), 0);
		EXPECT_EQ(c[i].answer, i);
		EXPECT(c[i].ms < 3000);
	}
}

static void gate_pause_kick(struct engine *e)
{
	scmi_xfer_kick(e->tx);
	EXPECT_EQ(e->kicks, 1);
	scmi_gate_pause(e->inst.pool);
	scmi_xfer_kick(e->tx);
	EXPECT_EQ(e->kicks, 1);
	scmi_gate_close(e->inst.pool);
	scmi_xfer_kick(e->tx);
	EXPECT_EQ(e->kicks, 1);
}

static void gate_pause_bounded(struct engine *e)
{
	struct caller c = {}, killed = {};

	scmi_gate_pause(e->inst.pool);
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), -ETIMEDOUT);
	EXPECT(c.ms >= e->tx->timeout_ms - jiffies_to_msecs(1));
	EXPECT(c.ms < e->tx->timeout_ms + 1500);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(e->head, 0);
	/* Nothing was sent: its token is free. */
	EXPECT(!e->inst.pool->tokens[0]);

	e->tx->timeout_ms = 5000;
	caller_start(e, &killed);
	EXPECT(caller_waits(&killed, 20));
	caller_kill(&killed);
	EXPECT_EQ(caller_join(&killed), -EINTR);
	EXPECT(killed.ms < 2000);
	EXPECT_EQ(engine_busy(e), 0);
}

static void gate_pause_close(struct engine *e)
{
	struct caller c = {}, after = {};

	scmi_gate_pause(e->inst.pool);
	caller_start(e, &c);
	EXPECT(caller_waits(&c, 20));
	scmi_gate_close(e->inst.pool);
	EXPECT_EQ(caller_join(&c), -ENODEV);
	EXPECT(c.ms < 2000);
	/* Closed is final. */
	scmi_gate_resume(e->inst.pool);
	scmi_gate_pause(e->inst.pool);
	caller_start(e, &after);
	EXPECT_EQ(caller_join(&after), -ENODEV);
	EXPECT(after.ms < 2000);
	EXPECT_EQ(e->head, 0);
	EXPECT_EQ(engine_busy(e), 0);
}

/* Everybody who waits is told at once, however long he would have waited. */
static void gate_close(struct engine *e)
{
	static struct caller c[ENGINE_POOL_MAX];
	unsigned int i;
	ktime_t start;

	memset(c, 0, sizeof(c));
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i].delayed = i & 1;
		caller_start(e, &c[i]);
		EXPECT(engine_next(e, 1000));
	}
	start = ktime_get();
	scmi_gate_close(e->inst.pool);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), ARRAY_SIZE(c));
	for (i = 0; i < ARRAY_SIZE(c); i++)
		EXPECT_EQ(caller_join(&c[i]), -ENODEV);
	EXPECT(ktime_ms_delta(ktime_get(), start) < 5000);
	EXPECT_EQ(engine_busy(e), ARRAY_SIZE(c));
	EXPECT_EQ(e->recovers, 0);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), ARRAY_SIZE(c));
}

/* Of a sender that takes its time inside the transport. */
struct gate_sender {
	struct completion inside;
	bool left;
};

static void gate_slow_send(struct engine *e, struct scmi_xfer *xfer)
{
	struct gate_sender *s = e->data;

	WRITE_ONCE(s->left, false);
	complete(&s->inside);
	msleep(100);
	WRITE_ONCE(s->left, true);
}

/* Once the gate was changed, nobody is inside the transport. */
static void gate_excludes(struct engine *e)
{
	struct gate_sender s = {};
	struct caller c = {};

	init_completion(&s.inside);
	e->data = &s;
	e->on_send = gate_slow_send;
	caller_start(e, &c);
	wait_for_completion(&s.inside);
	scmi_gate_pause(e->inst.pool);
	EXPECT(READ_ONCE(s.left));
	scmi_gate_resume(e->inst.pool);
	reinit_completion(&s.inside);
	engine_answer(e, engine_next(e, 0), 0);
	EXPECT_EQ(caller_join(&c), 0);

	caller_start(e, &c);
	wait_for_completion(&s.inside);
	scmi_gate_close(e->inst.pool);
	EXPECT(READ_ONCE(s.left));
	EXPECT_EQ(caller_join(&c), -ENODEV);
}

static void gate_abort(struct engine *e)
{
	struct caller c[2] = { { .word = 1 }, { .delayed = true } };
	struct scmi_xfer *idle;

	idle = engine_get(e);
	caller_start(e, &c[0]);
	engine_next(e, 1000);
	caller_start(e, &c[1]);
	engine_answer(e, engine_next(e, 1000), 0);
	/* What a reset of the transport does. */
	scmi_gate_pause(e->inst.pool);
	engine_release_all(e);
	scmi_gate_abort_all(e->inst.pool, -EIO);
	EXPECT_EQ(caller_join(&c[0]), -EIO);
	EXPECT_EQ(caller_join(&c[1]), -EIO);
	EXPECT_EQ(ENGINE_COUNT(e, aborted), 2);
	scmi_gate_resume(e->inst.pool);
	/* A transfer that was not sent yet is not concerned. */
	e->on_send = engine_answer_now;
	EXPECT_EQ(scmi_xfer_do(idle), 0);
	scmi_xfer_put(idle);
	EXPECT_EQ(engine_busy(e), 0);
}

const struct engine_test engine_gate_tests[] = {
	{ "senders wait while paused", gate_pause, 3, 10000 },
	{ "no doorbell while paused or closed", gate_pause_kick, 1, 1000 },
	{ "senders do not wait for ever while paused", gate_pause_bounded, 1,
	  60 },
	{ "senders that wait are told the end", gate_pause_close, 1, 5000 },
	{ "closing ends all that waits", gate_close, ENGINE_POOL_MAX, 60000 },
	{ "nobody is inside the transport after a change", gate_excludes, 2,
	  5000 },
	{ "a reset ends what was sent", gate_abort, 3, 5000 },
	{ }
};
