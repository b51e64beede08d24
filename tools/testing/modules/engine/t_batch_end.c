// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipelined enumeration: others who want transfers, silence, and the end.
 */

#include <linux/delay.h>

#include "batch.h"

/* Somebody else has all slots but one, then all of them for a while. */
static void batch_hog(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 10000);
	struct plan p = { .count = 12, .steps = 2 };
	struct scmi_xfer *hog[4], *xfer;
	unsigned int i;

	for (i = 0; i < 3; i++)
		hog[i] = engine_get(f);
	plan_start(f, &p);
	xfer = fake_next(f, 1000);
	KUNIT_EXPECT_NOT_NULL(test, xfer);
	/* The rest is parked. */
	KUNIT_EXPECT_NULL(test, fake_next(f, 50));
	KUNIT_EXPECT_EQ(test, f->head, 1);
	for (i = 0; i < 8; i++) {
		if (xfer)
			plan_serve(f, xfer);
		xfer = fake_next(f, 1000);
		KUNIT_EXPECT_NOT_NULL(test, xfer);
	}
	for (i = 0; i < 3; i++)
		scmi_xfer_put(hog[i]);
	if (xfer)
		plan_serve(f, xfer);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 12);
	KUNIT_EXPECT_EQ(test, p.order, 0);
	KUNIT_EXPECT_EQ(test, f->peak, 4);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void batch_no_slot(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 10000);
	struct plan p = { .count = 6, .steps = 2 };
	struct scmi_xfer *hog[2] = { engine_get(f), engine_get(f) };

	plan_start(f, &p);
	KUNIT_EXPECT_TRUE(test, caller_waits(&p.caller, 50));
	KUNIT_EXPECT_EQ(test, f->head, 0);
	scmi_xfer_put(hog[0]);
	scmi_xfer_put(hog[1]);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 6);
}

/* Callers that take every slot they can get while the batch runs. */
static void batch_company(struct kunit *test)
{
	struct fake *f = engine_create(test, 3, 10000);
	struct plan p = { .count = 20, .steps = 2 };
	bool stop = false;
	struct caller c[3];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(c); i++) {
		c[i] = (struct caller){ .until = &stop };
		caller_start(f, &c[i]);
	}
	plan_start(f, &p);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 20);
	KUNIT_EXPECT_EQ(test, p.order, 0);
	WRITE_ONCE(stop, true);
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		plan_serve_all(f, &c[i]);
		KUNIT_EXPECT_EQ(test, caller_join(&c[i]), 0);
	}
}

/* Answer all but object 2, whose first @losses messages are lost. */
static void batch_lose(struct fake *f, struct plan *p, unsigned int losses)
{
	while (caller_waits(&p->caller, 0)) {
		struct scmi_xfer *xfer = fake_next(f, 20);

		if (!xfer)
			continue;
		if (xfer->msg != ENGINE_MSG)
			fake_answer(f, xfer, 0x10000);
		else if (fake_word(xfer, 1) != 2 || !losses)
			plan_serve(f, xfer);
		else
			losses--;
	}
	fake_release_all(f);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
}

/* One answer is lost: the question is asked again, and nothing is lost. */
static void batch_lost_once(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 100);
	struct plan p = { .count = 8, .steps = 2 };

	plan_start(f, &p);
	batch_lose(f, &p, 1);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 8);
	KUNIT_EXPECT_EQ(test, p.order, 0);
}

/* The same where one message is on its way at a time: all else is silence. */
static void batch_lost_alone(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 100);
	struct plan p = { .count = 3, .steps = 2 };

	f->tr.serial = true;
	plan_start(f, &p);
	batch_lose(f, &p, 1);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 3);
}

/* One object is never answered, others are: it alone fails. */
static void batch_lone_timeout(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 100);
	struct plan p = { .count = 8, .steps = 1, .odd = 2 };

	plan_start(f, &p);
	batch_lose(f, &p, UINT_MAX);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 7);
	KUNIT_EXPECT_EQ(test, p.failed[2], -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, p.fails[2], 1);
}

/* A message that is never answered, by a platform that answers all others. */
static void batch_mute(struct kunit *test)
{
	struct fake *f = engine_create(test, 40, 300);
	struct plan p = { .count = 60, .steps = 1 };
	unsigned int i, asked = 0;

	plan_start(f, &p);
	while (caller_waits(&p.caller, 0)) {
		struct scmi_xfer *xfer = fake_next(f, 20);

		if (xfer && xfer->msg != ENGINE_MSG)
			fake_answer(f, xfer, 0x10000);
		else if (xfer)
			asked++;
	}
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	for (i = 0; i < p.count; i++)
		KUNIT_EXPECT_EQ(test, p.failed[i], -ETIMEDOUT);
	/* Two rounds of all lanes. */
	KUNIT_EXPECT_EQ(test, asked, 2 * 16);
	fake_release_all(f);
}

/* The platform says nothing at all: one timeout is enough to see that. */
static void batch_silent(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 100);
	struct plan p = { .count = 40, .steps = 2 };

	KUNIT_EXPECT_EQ(test, plan_run(f, &p), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, f->head, 4);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 4);
	/* That was the whole pool, and nobody else may come by to notice. */
	msleep(50);
	KUNIT_EXPECT_TRUE(test, READ_ONCE(f->recovers));
}

/* Take back what nobody waits for any more. */
static void batch_reclaim(struct fake *f)
{
	struct scmi_xfer *xfer;

	for (xfer = fake_pop(f, true); xfer; xfer = fake_pop(f, true)) {
		/* The transport's is the last reference. */
		if (refcount_read(&xfer->refs) > 1)
			return;
		fake_next(f, 0);
		fake_answer(f, xfer, 0);
	}
}

/* It talks, but answers nothing: not one timeout per object. */
static void batch_chatter(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 100);
	struct plan p = { .count = 40, .steps = 2 };
	unsigned int n = 0;

	plan_start(f, &p);
	while (caller_waits(&p.caller, 10) && n++ < 1000) {
		fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION), 0, 0);
		/* There have to be slots. */
		batch_reclaim(f);
	}
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_LT(test, f->head, 40);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 0);
	for (n = 0; n < p.count; n++)
		KUNIT_EXPECT_EQ(test, p.failed[n], -ETIMEDOUT);
}

static void batch_draining(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct plan p = { .count = 40, .steps = 2 };

	plan_start(f, &p);
	plan_serve(f, fake_next(f, 1000));
	WRITE_ONCE(f->inst.state, SCMI_INST_DRAINING);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), -ENODEV);
	KUNIT_EXPECT_LT(test, f->head, 20);
}

static void batch_closed(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 30000);
	struct plan p = { .count = 40, .steps = 2 };

	plan_start(f, &p);
	plan_serve(f, fake_next(f, 1000));
	KUNIT_EXPECT_NOT_NULL(test, fake_next(f, 1000));
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), -ENODEV);
	KUNIT_EXPECT_LT(test, p.caller.ms, 4000);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void batch_killed(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 30000);
	struct plan p = { .count = 40, .steps = 2 };
	unsigned int i;

	plan_start(f, &p);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_NOT_NULL(test, fake_next(f, 1000));
	KUNIT_EXPECT_TRUE(test, caller_waits(&p.caller, 20));
	caller_kill(&p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), -EINTR);
	KUNIT_EXPECT_LT(test, p.caller.ms, 2000);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 4);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* The transport takes three messages of a round, and then is broken. */
static void batch_break(struct fake *f, struct scmi_xfer *xfer)
{
	if (f->head == 3)
		WRITE_ONCE(f->send_err, -ENODEV);
}

/*
 * The batch ends with messages that no doorbell was rung for, and nobody else may
 * ever ring it.
 */
static void batch_doorbell(struct kunit *test)
{
	struct fake *f = engine_create(test, 5, 100);
	struct plan p = { .count = 40, .steps = 1 };

	f->on_send = batch_break;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), -ENODEV);
	KUNIT_EXPECT_EQ(test, f->head, 3);
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
}

/* A reset takes the messages back: they are sent again, nothing is lost. */
static void batch_reset(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 10000);
	struct plan p = { .count = 20, .steps = 2 };
	unsigned int i;

	plan_start(f, &p);
	for (i = 0; i < 2; i++)
		plan_serve(f, fake_next(f, 1000));
	KUNIT_EXPECT_NOT_NULL(test, fake_next(f, 1000));
	scmi_gate_pause(f->inst.pool);
	fake_release_all(f);
	scmi_pool_abort(f->inst.pool, -EIO);
	KUNIT_EXPECT_TRUE(test, caller_waits(&p.caller, 30));
	scmi_gate_resume(f->inst.pool);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 20);
	KUNIT_EXPECT_EQ(test, p.order, 0);
}

static void batch_drop(struct fake *f, struct scmi_xfer *xfer)
{
	fake_release_all(f);
}

/* A transport that loses everything, always. */
static void batch_lossy(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct plan p = { .count = 5, .steps = 2 };
	unsigned int i;

	f->on_send = batch_drop;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	for (i = 0; i < 5; i++)
		KUNIT_EXPECT_EQ(test, p.failed[i], -EIO);
	KUNIT_EXPECT_LE(test, f->head, 5 * 4);
	KUNIT_EXPECT_GE(test, f->head, 5);
}

static const struct kunit_case engine_batch_end_cases[] = {
	{ batch_hog, "a batch gets along with few slots [H35]" },
	{ batch_no_slot, "a batch waits for its first slot" },
	{ batch_company, "a batch gets along with others" },
	{ batch_lost_once, "an answer that is lost once costs nothing [X1]" },
	{ batch_lost_alone, "nor does one that nothing else runs beside [X1]" },
	{ batch_lone_timeout, "an object without answers ends alone [X1]" },
	{ batch_mute, "a message that is never answered is left alone [X1]" },
	{ batch_silent, "silence ends a batch" },
	{ batch_chatter, "a platform that only talks is not asked for long" },
	{ batch_draining, "removal ends a batch" },
	{ batch_closed, "closing ends a batch" },
	{ batch_killed, "a fatal signal ends a batch" },
	{ batch_doorbell, "a batch rings before it goes" },
	{ batch_reset, "a batch survives a reset" },
	{ batch_lossy, "a batch does not send without end" },
	{ }
};

KUNIT_SUITE(engine_batch_end);
