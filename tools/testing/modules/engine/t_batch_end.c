// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipelined enumeration: others who want transfers, silence, and the end.
 */

#include <linux/delay.h>

#include "batch.h"

/* Take what the batch sends until it ends, and answer all of it. */
static void batch_serve(struct engine *e, struct plan *p)
{
	while (caller_waits(&p->caller, 0)) {
		struct scmi_xfer *xfer = engine_next(e, 20);

		if (xfer)
			plan_serve(e, xfer);
	}
}

/* Somebody else has all slots but one, then all of them for a while. */
static void batch_hog(struct engine *e)
{
	struct plan p = { .count = 12, .steps = 2 };
	struct scmi_xfer *hog[4], *xfer;
	unsigned int i;

	for (i = 0; i < 3; i++)
		hog[i] = engine_get(e);
	plan_start(e, &p);
	xfer = engine_next(e, 1000);
	EXPECT(xfer);
	/* The rest is parked. */
	EXPECT(!engine_next(e, 50));
	EXPECT_EQ(e->head, 1);
	for (i = 0; i < 8; i++) {
		if (xfer)
			plan_serve(e, xfer);
		xfer = engine_next(e, 1000);
		EXPECT(xfer);
	}
	for (i = 0; i < 3; i++)
		scmi_xfer_put(hog[i]);
	if (xfer)
		plan_serve(e, xfer);
	batch_serve(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 12);
	EXPECT_EQ(p.order, 0);
	EXPECT_EQ(e->peak, 4);
	EXPECT_EQ(engine_busy(e), 0);
}

static void batch_no_slot(struct engine *e)
{
	struct plan p = { .count = 6, .steps = 2 };
	struct scmi_xfer *hog[2] = { engine_get(e), engine_get(e) };

	plan_start(e, &p);
	EXPECT(caller_waits(&p.caller, 50));
	EXPECT_EQ(e->head, 0);
	scmi_xfer_put(hog[0]);
	scmi_xfer_put(hog[1]);
	batch_serve(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 6);
}

static int batch_talk(struct caller *c)
{
	while (!READ_ONCE(*(bool *)c->arg)) {
		struct scmi_xfer *xfer = scmi_xfer_get(c->e->tx, ENGINE_PROTO,
						       ENGINE_MSG, 12, 4);
		int ret;

		if (IS_ERR(xfer))
			return PTR_ERR(xfer);
		ret = scmi_xfer_do(xfer);
		scmi_xfer_put(xfer);
		if (ret)
			return ret;
	}
	return 0;
}

/* Callers that take every slot they can get while the batch runs. */
static void batch_company(struct engine *e)
{
	struct plan p = { .count = 20, .steps = 2 };
	bool stop = false;
	struct caller c[3];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i] = (struct caller){ .run = batch_talk, .arg = &stop };
		caller_start(e, &c[i]);
	}
	plan_start(e, &p);
	batch_serve(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 20);
	EXPECT_EQ(p.order, 0);
	WRITE_ONCE(stop, true);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		while (caller_waits(&c[i], 0)) {
			struct scmi_xfer *xfer = engine_next(e, 20);

			if (xfer)
				plan_serve(e, xfer);
		}
		EXPECT_EQ(caller_join(&c[i]), 0);
	}
}

/* One object is never answered, others are: it alone fails. */
static void batch_lone_timeout(struct engine *e)
{
	struct plan p = { .count = 8, .steps = 1, .odd = 2 };
	struct scmi_xfer *lost = NULL;

	plan_start(e, &p);
	while (caller_waits(&p.caller, 0)) {
		struct scmi_xfer *xfer = engine_next(e, 20);

		if (!xfer)
			continue;
		if (engine_word(xfer, 1) == 2) {
			lost = xfer;
			continue;
		}
		/* Later than it was sent, by the clock that counts. */
		msleep(20);
		plan_serve(e, xfer);
	}
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 7);
	EXPECT_EQ(p.failed[2], -ETIMEDOUT);
	EXPECT_EQ(p.fails[2], 1);
	EXPECT_EQ(engine_busy(e), 1);
	if (lost)
		plan_serve(e, lost);
}

/* The platform says nothing at all: one timeout is enough to see that. */
static void batch_silent(struct engine *e)
{
	struct plan p = { .count = 40, .steps = 2 };

	msleep(20);
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), -ETIMEDOUT);
		EXPECT_EQ(e->head, 4);
	EXPECT_EQ(engine_busy(e), 4);
	/* That was the whole pool, and nobody else may come by to notice. */
	EXPECT(e->recovers);
}

/* Take back what nobody waits for any more. */
static void batch_reclaim(struct engine *e)
{
	struct scmi_xfer *xfer;

	for (xfer = engine_peek(e); xfer; xfer = engine_peek(e)) {
		/* The transport's is the last reference. */
		if (refcount_read(&xfer->refs) > 1)
			return;
		engine_next(e, 0);
		engine_answer(e, xfer, 0);
	}
}

/* It talks, but answers nothing: not one timeout per object. */
static void batch_chatter(struct engine *e)
{
	struct plan p = { .count = 40, .steps = 2 };
	unsigned int n = 0;

	plan_start(e, &p);
	while (caller_waits(&p.caller, 10) && n++ < 1000) {
		engine_event(e, engine_hdr(0, ENGINE_PROTO, 0,
					   SCMI_MSG_NOTIFICATION), 0, 0);
		/* There shall be slots. */
		batch_reclaim(e);
	}
	EXPECT_EQ(caller_join(&p.caller), -ETIMEDOUT);
	EXPECT(e->head < 40);
	EXPECT_EQ(plan_finished(&p), 0);
}

static void batch_draining(struct engine *e)
{
	struct plan p = { .count = 40, .steps = 2 };

	plan_start(e, &p);
	plan_serve(e, engine_next(e, 1000));
	WRITE_ONCE(e->inst.state, SCMI_INST_DRAINING);
	while (caller_waits(&p.caller, 0)) {
		struct scmi_xfer *xfer = engine_next(e, 20);

		if (xfer)
			plan_serve(e, xfer);
	}
	EXPECT_EQ(caller_join(&p.caller), -ENODEV);
	EXPECT(e->head < 20);
}

static void batch_closed(struct engine *e)
{
	struct plan p = { .count = 40, .steps = 2 };

	plan_start(e, &p);
	plan_serve(e, engine_next(e, 1000));
	EXPECT(engine_next(e, 1000));
	scmi_gate_close(e->inst.pool);
	EXPECT_EQ(caller_join(&p.caller), -ENODEV);
	EXPECT(p.caller.ms < 4000);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
}

static void batch_killed(struct engine *e)
{
	struct plan p = { .count = 40, .steps = 2 };
	unsigned int i;

	plan_start(e, &p);
	for (i = 0; i < 4; i++)
		EXPECT(engine_next(e, 1000));
	EXPECT(caller_waits(&p.caller, 20));
	caller_kill(&p.caller);
	EXPECT_EQ(caller_join(&p.caller), -EINTR);
	EXPECT(p.caller.ms < 2000);
	EXPECT_EQ(engine_busy(e), 4);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
}

/*
 * The batch ends with messages that no doorbell was rung for, and nobody else may
 * ever ring it.
 */
static void batch_doorbell(struct engine *e)
{
	struct scmi_pool *pool = e->inst.pool;
	struct plan p = { .count = 40, .steps = 1 };
	unsigned int i;

	/* Tokens for three messages, none for the fourth. */
	for (i = 3; i < SCMI_TOKENS; i++) {
		pool->quarantined_at[i] = jiffies;
		pool->tokens[i] = SCMI_TOKEN_QUARANTINED;
	}
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), -EBUSY);
	EXPECT_EQ(e->head, 3);
	EXPECT_EQ(e->kicks, 1);
	for (i = 3; i < SCMI_TOKENS; i++)
		pool->tokens[i] = NULL;
}

/* A reset takes the messages back: they are sent again, nothing is lost. */
static void batch_reset(struct engine *e)
{
	struct plan p = { .count = 20, .steps = 2 };
	unsigned int i;

	plan_start(e, &p);
	for (i = 0; i < 2; i++)
		plan_serve(e, engine_next(e, 1000));
	EXPECT(engine_next(e, 1000));
	scmi_gate_pause(e->inst.pool);
	engine_release_all(e);
	scmi_gate_abort_all(e->inst.pool, -EIO);
	EXPECT(caller_waits(&p.caller, 30));
	scmi_gate_resume(e->inst.pool);
	batch_serve(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 20);
	EXPECT_EQ(p.order, 0);
}

static void batch_drop(struct engine *e, struct scmi_xfer *xfer)
{
	engine_release_all(e);
}

/* A transport that loses everything, for ever. */
static void batch_lossy(struct engine *e)
{
	struct plan p = { .count = 5, .steps = 2 };
	unsigned int i;

	e->on_send = batch_drop;
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	for (i = 0; i < 5; i++)
		EXPECT_EQ(p.failed[i], -EIO);
	EXPECT(e->head <= 5 * 4);
	EXPECT(e->head >= 5);
}

const struct engine_test engine_batch_end_tests[] = {
	{ "a batch gets along with few slots [H35]", batch_hog, 5, 10000 },
	{ "a batch waits for its first slot", batch_no_slot, 2, 10000 },
	{ "a batch gets along with others", batch_company, 3, 10000 },
	{ "a lost answer ends one object", batch_lone_timeout, 4, 400 },
	{ "silence ends a batch", batch_silent, 5, 100 },
	{ "a platform that only talks ends a batch", batch_chatter, 4, 100 },
	{ "removal ends a batch", batch_draining, 4, 5000 },
	{ "closing ends a batch", batch_closed, 4, 30000 },
	{ "a fatal signal ends a batch", batch_killed, 5, 30000 },
	{ "a batch rings before it goes", batch_doorbell, 5, 100 },
	{ "a batch survives a reset", batch_reset, 4, 10000 },
	{ "a batch does not send for ever", batch_lossy, 4, 5000 },
	{ }
};
