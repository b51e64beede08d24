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
	rq->nwords = 2;
	rq->words[0] = idx;
	rq->words[1] = step;
	rq->rx_min = sizeof(__le32);
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
		EXPECT_EQ(c->left, 0);
		return err;
	}
	EXPECT_EQ(scmi_get_le32(c), plan_answer(idx, step));
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

	return scmi_proto_batch(&c->e->ph, p->count, &plan_ops, p);
}

/**
 * plan_start() - run a batch in a thread
 * @e: engine
 * @p: plan; its caller is to be joined
 *
 * Context: Process context.
 */
void plan_start(struct engine *e, struct plan *p)
{
	p->caller.run = plan_thread;
	p->caller.arg = p;
	caller_start(e, &p->caller);
}

/**
 * plan_answer() - the answer to an object's message
 * @idx: object
 * @step: which of its messages
 *
 * Context: Any context.
 * Return: the word.
 */
u32 plan_answer(u32 idx, unsigned int step)
{
	return idx * 0x10001 + step * 7 + 1;
}

/**
 * plan_serve() - answer a message of a batch properly
 * @e: engine
 * @xfer: transfer that the transport holds
 *
 * Context: Any context.
 */
void plan_serve(struct engine *e, struct scmi_xfer *xfer)
{
	engine_answer(e, xfer, xfer ? plan_answer(engine_word(xfer, 1),
						  engine_word(xfer, 2)) : 0);
}

/**
 * plan_serve_now() - the same as an @on_send
 * @e: engine
 * @xfer: transfer just sent
 *
 * Context: Process context.
 */
void plan_serve_now(struct engine *e, struct scmi_xfer *xfer)
{
	engine_next(e, 0);
	plan_serve(e, xfer);
}

/**
 * plan_finished() - number of objects that had all they needed
 * @p: plan
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned int plan_finished(const struct plan *p)
{
	unsigned int i, n = 0;

	for (i = 0; i < p->count; i++)
		n += p->done[i] == p->steps && !p->fails[i] && !p->errs[i];
	return n;
}

/* So many at once, one doorbell for all, in any order. */
static void batch_uses(struct engine *e, unsigned int depth)
{
	struct plan p = { .count = 24, .steps = 3 };
	struct scmi_xfer *xfers[16], *spare;
	unsigned int i;

	plan_start(e, &p);
	for (i = 0; i < depth; i++) {
		xfers[i] = engine_next(e, 2000);
		EXPECT(xfers[i]);
		if (xfers[i])
			EXPECT_EQ(engine_word(xfers[i], 1), i);
	}
	EXPECT(caller_waits(&p.caller, 30));
	EXPECT_EQ(e->head, depth);
	EXPECT_EQ(e->kicks, 1);
	/* Somebody who may not wait does not have to. */
	spare = scmi_xfer_try_get(e->tx, ENGINE_PROTO, ENGINE_MSG, 8, 4);
	EXPECT(!IS_ERR(spare));
	if (!IS_ERR(spare))
		scmi_xfer_put(spare);
	/* Last first. */
	while (i--)
		if (xfers[i])
			plan_serve(e, xfers[i]);
	while (caller_waits(&p.caller, 0)) {
		struct scmi_xfer *xfer = engine_next(e, 20);

		if (xfer)
			plan_serve(e, xfer);
	}
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 24);
	EXPECT_EQ(p.order, 0);
	EXPECT_EQ(e->head, 72);
	EXPECT_EQ(e->peak, depth);
	EXPECT(e->kicks < 72);
	EXPECT_EQ(engine_busy(e), 0);
}

static void batch_depth(struct engine *e)
{
	batch_uses(e, 6);
}

static void batch_bounded(struct engine *e)
{
	batch_uses(e, 16);
}

/* What is in the queue already delays everybody who comes then. */
static void batch_polite(struct engine *e)
{
	e->tr.serial = true;
	batch_uses(e, 2);
}

static void batch_serial(struct engine *e)
{
	struct plan p = { .count = 30, .steps = 4 };

	e->on_send = plan_serve_now;
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 30);
	EXPECT_EQ(p.order, 0);
	EXPECT_EQ(e->head, 120);
	EXPECT_EQ(e->peak, 1);
}

static void batch_nothing(struct engine *e)
{
	struct plan p = {};

	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	p.count = 5;
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(plan_finished(&p), 5);
	EXPECT_EQ(e->head, 0);
}

/* An on_send: object 3 is answered with what @data says. */
static void batch_odd(struct engine *e, struct scmi_xfer *xfer)
{
	long how = (long)e->data;

	engine_next(e, 0);
	if (engine_word(xfer, 1) != 3)
		plan_serve(e, xfer);
	else if (how < 0)
		engine_reply(e, xfer, engine_word(xfer, 0), how, NULL, 8);
	else
		engine_reply(e, xfer, engine_word(xfer, 0) ^ 1, 0, NULL, how);
}

static void batch_expect_odd(struct engine *e, struct plan *p, int err)
{
	p->count = 10;
	p->steps = 2;
	plan_start(e, p);
	EXPECT_EQ(caller_join(&p->caller), 0);
	EXPECT_EQ(plan_finished(p), p->count - 1);
	EXPECT_EQ(p->fails[p->odd], 1);
	EXPECT_EQ(p->failed[p->odd], err);
	EXPECT_EQ(p->order, 0);
	EXPECT_EQ(engine_busy(e), 0);
}

/* What happens to one object is that object's affair. */
static void batch_isolation(struct engine *e)
{
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

	e->on_send = batch_odd;
	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		struct plan p = { .odd = 3 };

		e->data = (void *)answers[i].how;
		batch_expect_odd(e, &p, answers[i].err);
		EXPECT_EQ(p.errs[3], answers[i].err);
	}
}

static void batch_plan_errors(struct engine *e)
{
	struct plan p = { .odd = 0, .parse_err = -EINVAL };

	e->on_send = plan_serve_now;
	batch_expect_odd(e, &p, -EINVAL);
	p = (struct plan){ .odd = 9, .next_err = -ENOMEM };
	batch_expect_odd(e, &p, -ENOMEM);
	p = (struct plan){ .odd = 4, .overrun = true };
	batch_expect_odd(e, &p, -EPROTO);
}

/* An object's plan that never ends. */
static void batch_endless(struct engine *e)
{
	struct plan p = { .count = 1, .steps = UINT_MAX };

	e->on_send = plan_serve_now;
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	EXPECT_EQ(p.failed[0], -EPROTO);
	EXPECT_EQ(p.fails[0], 1);
	EXPECT_EQ(e->head, 4096);
}

/* The transport refuses some: those objects fail, parked ones too. */
static void batch_refused(struct engine *e)
{
	struct plan p = { .count = 6, .steps = 1 };
	unsigned int i;

	e->send_err = -ENOSPC;
	plan_start(e, &p);
	EXPECT_EQ(caller_join(&p.caller), 0);
	for (i = 0; i < 6; i++) {
		EXPECT_EQ(p.failed[i], -ENOSPC);
		EXPECT_EQ(p.fails[i], 1);
	}
	EXPECT_EQ(engine_busy(e), 0);
}

const struct engine_test engine_batch_tests[] = {
	{ "a batch leaves some of the pool to others", batch_depth, 8, 5000 },
	{ "a batch does not hold up others for long", batch_bounded, 64, 5000 },
	{ "a batch leaves room on a serial channel", batch_polite, 8, 5000 },
	{ "a batch runs with one transfer [H35]", batch_serial, 1, 5000 },
	{ "a batch of nothing sends nothing", batch_nothing, 2, 1000 },
	{ "an object's bad answer ends that object", batch_isolation, 4, 5000 },
	{ "an object's own error ends that object", batch_plan_errors, 4, 5000 },
	{ "an object without end is cut off [H61]", batch_endless, 2, 5000 },
	{ "an object that cannot be asked fails", batch_refused, 2, 1000 },
	{ }
};
