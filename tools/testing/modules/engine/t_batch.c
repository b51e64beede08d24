// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pipelined enumeration: what a batch does with its answers.
 */

#include <linux/delay.h>
#include <linux/slab.h>

#include "batch.h"

static int plan_next(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		     unsigned int step, struct scmi_request *rq)
{
	struct plan *p = arg;

	p->order += idx >= p->count || step != p->done[idx] || p->fails[idx];
	if (p->next_err && idx == p->odd && step == p->steps / 2)
		return p->next_err;
	if (step == p->steps)
		return 0;
	rq->msg = ENGINE_MSG;
	rq->words[0] = idx;
	rq->words[1] = step;
	return 1;
}

static int plan_parse(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		      unsigned int step, int err, struct scmi_cursor *c)
{
	struct plan *p = arg;

	p->order += step != p->done[idx] || p->fails[idx];
	p->errs[idx] = err;
	p->done[idx]++;
	if (err) {
		KUNIT_EXPECT_EQ(p->caller.f->test, c->left, 0);
		return err;
	}
	KUNIT_EXPECT_EQ(p->caller.f->test, scmi_get_le32(c),
			plan_answer(idx, step));
	if (idx == p->odd && p->overrun)
		scmi_get_le64(c);
	return idx == p->odd ? p->parse_err : 0;
}

static void plan_failed(const struct scmi_protocol_handle *ph, void *arg,
			u32 idx, int err)
{
	struct plan *p = arg;

	p->failed[idx] = err;
	p->fails[idx]++;
}

static const struct scmi_batch_ops plan_ops = {
	.next = plan_next,
	.parse = plan_parse,
	.failed = plan_failed,
};

static int plan_thread(struct caller *c)
{
	struct plan *p = c->arg;

	return scmi_proto_batch(&c->f->handles[0].ph, p->count, &plan_ops, p);
}

void plan_start(struct fake *f, struct plan *p)
{
	p->caller.run = plan_thread;
	p->caller.arg = p;
	caller_start(f, &p->caller);
}

int plan_run(struct fake *f, struct plan *p)
{
	plan_start(f, p);
	return caller_join(&p->caller);
}

u32 plan_answer(u32 idx, unsigned int step)
{
	return idx * 0x10001 + step * 7 + 1;
}

void plan_serve(struct fake *f, struct scmi_xfer *xfer)
{
	u32 word = xfer ? plan_answer(fake_word(xfer, 1), fake_word(xfer, 2)) : 0;

	fake_answer(f, xfer, word);
}

void plan_serve_all(struct fake *f, struct caller *c)
{
	while (caller_waits(c, 0)) {
		struct scmi_xfer *xfer = fake_next(f, 20);

		if (xfer)
			plan_serve(f, xfer);
	}
}

void plan_serve_now(struct fake *f, struct scmi_xfer *xfer)
{
	fake_next(f, 0);
	plan_serve(f, xfer);
}

unsigned int plan_finished(const struct plan *p)
{
	unsigned int i, n = 0;

	for (i = 0; i < p->count; i++)
		n += p->done[i] == p->steps && !p->fails[i] && !p->errs[i];
	return n;
}

/* So many at once, one doorbell for all, in any order. */
static void batch_uses(struct fake *f, unsigned int depth)
{
	struct plan p = { .count = 24, .steps = 3 };
	struct scmi_xfer *xfers[16], *spare;
	unsigned int i;

	f->inst.pool->reserved = f->inst.pool->size / 4;
	plan_start(f, &p);
	for (i = 0; i < depth; i++) {
		xfers[i] = fake_next(f, 2000);
		KUNIT_ASSERT_NOT_NULL(f->test, xfers[i]);
		KUNIT_EXPECT_EQ(f->test, fake_word(xfers[i], 1), i);
	}
	KUNIT_EXPECT_TRUE(f->test, caller_waits(&p.caller, 30));
	KUNIT_EXPECT_EQ(f->test, f->head, depth);
	KUNIT_EXPECT_EQ(f->test, f->kicks, 1);
	/* Somebody who may not wait does not have to. */
	spare = engine_get_atomic(f);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(f->test, spare);
	scmi_xfer_put(spare);
	/* Last first. */
	while (i--)
		plan_serve(f, xfers[i]);
	plan_serve_all(f, &p.caller);
	KUNIT_EXPECT_EQ(f->test, caller_join(&p.caller), 0);
	KUNIT_EXPECT_EQ(f->test, plan_finished(&p), 24);
	KUNIT_EXPECT_EQ(f->test, p.order, 0);
	KUNIT_EXPECT_EQ(f->test, f->head, 72);
	KUNIT_EXPECT_EQ(f->test, f->peak, depth);
	KUNIT_EXPECT_LT(f->test, f->kicks, 72);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
}

static void batch_depth(struct kunit *test)
{
	batch_uses(engine_create(test, 8, 5000), 6);
}

static void batch_bounded(struct kunit *test)
{
	batch_uses(engine_create(test, 64, 5000), 16);
}

/* What is in the queue already delays everybody who comes then. */
static void batch_polite(struct kunit *test)
{
	struct fake *f = engine_create(test, 8, 5000);

	f->tr.serial = true;
	batch_uses(f, 2);
}

static void batch_serial(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct plan p = { .count = 30, .steps = 4 };

	f->on_send = plan_serve_now;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 30);
	KUNIT_EXPECT_EQ(test, p.order, 0);
	KUNIT_EXPECT_EQ(test, f->head, 120);
	KUNIT_EXPECT_EQ(test, f->peak, 1);
}

static void batch_nothing(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct plan p = {};

	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	p.count = 5;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	KUNIT_EXPECT_EQ(test, plan_finished(&p), 5);
	KUNIT_EXPECT_EQ(test, f->head, 0);
}

/* An on_send: object 3 is answered with what @data says. */
static void batch_odd(struct fake *f, struct scmi_xfer *xfer)
{
	long how = (long)f->data;

	fake_next(f, 0);
	if (fake_word(xfer, 1) != 3)
		plan_serve(f, xfer);
	else if (how < 0)
		fake_reply(f, xfer, fake_word(xfer, 0), how, NULL, 8);
	else
		fake_reply(f, xfer, fake_word(xfer, 0) ^ 1, 0, NULL, how);
}

static void batch_expect_odd(struct fake *f, struct plan *p, int err)
{
	p->count = 10;
	p->steps = 2;
	KUNIT_EXPECT_EQ(f->test, plan_run(f, p), 0);
	KUNIT_EXPECT_EQ(f->test, plan_finished(p), p->count - 1);
	KUNIT_EXPECT_EQ(f->test, p->fails[p->odd], 1);
	KUNIT_EXPECT_EQ(f->test, p->failed[p->odd], err);
	KUNIT_EXPECT_EQ(f->test, p->order, 0);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
}

/* What happens to one object is that object's affair. */
static void batch_isolation(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	static const struct {
		long how;
		int err;
	} answers[] = {
		{ SCMI_NOT_FOUND, -ENOENT },
		{ SCMI_HARDWARE_ERROR, -EREMOTEIO },
		/* Errors that end the batch when they are ours. */
		{ SCMI_BUSY, -EBUSY },
		{ 0, -EPROTO },
		{ 12, -EPROTO },
	};
	unsigned int i;

	f->on_send = batch_odd;
	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		struct plan p = { .odd = 3 };

		f->data = (void *)answers[i].how;
		batch_expect_odd(f, &p, answers[i].err);
		KUNIT_EXPECT_EQ(test, p.errs[3], answers[i].err);
	}
}

static void batch_plan_errors(struct kunit *test)
{
	struct fake *f = engine_create(test, 4, 5000);
	struct plan p = { .odd = 0, .parse_err = -EINVAL };

	f->on_send = plan_serve_now;
	batch_expect_odd(f, &p, -EINVAL);
	p = (struct plan){ .odd = 9, .next_err = -ENOMEM };
	batch_expect_odd(f, &p, -ENOMEM);
	p = (struct plan){ .odd = 4, .overrun = true };
	batch_expect_odd(f, &p, -EPROTO);
}

/* An object's plan that never ends. */
static void batch_endless(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	struct plan p = { .count = 1, .steps = UINT_MAX };

	f->on_send = plan_serve_now;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	KUNIT_EXPECT_EQ(test, p.failed[0], -EPROTO);
	KUNIT_EXPECT_EQ(test, p.fails[0], 1);
	KUNIT_EXPECT_EQ(test, f->head, 4096);
}

/* The transport refuses some: those objects fail, parked ones too. */
static void batch_refused(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 1000);
	struct plan p = { .count = 6, .steps = 1 };
	unsigned int i;

	f->send_err = -ENOSPC;
	KUNIT_EXPECT_EQ(test, plan_run(f, &p), 0);
	for (i = 0; i < 6; i++) {
		KUNIT_EXPECT_EQ(test, p.failed[i], -ENOSPC);
		KUNIT_EXPECT_EQ(test, p.fails[i], 1);
	}
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static const struct kunit_case engine_batch_cases[] = {
	{ batch_depth, "a batch leaves some of the pool to others" },
	{ batch_bounded, "a batch does not hold up others for long" },
	{ batch_polite, "a batch leaves room on a serial channel" },
	{ batch_serial, "a batch runs with one transfer [H35]" },
	{ batch_nothing, "a batch of nothing sends nothing" },
	{ batch_isolation, "an object's bad answer ends that object" },
	{ batch_plan_errors, "an object's own error ends that object" },
	{ batch_endless, "an object without end is cut off [H61]" },
	{ batch_refused, "an object that cannot be asked fails" },
	{ }
};

KUNIT_SUITE(engine_batch);
