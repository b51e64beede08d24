// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that look for their answer instead of sleeping.
 */

#include <linux/ktime.h>
#include <linux/random.h>

#include "engine.h"

#define POLL_MS		2000
/* What the engine promises, and what a busy host makes of it. */
#define POLL_MAX_MS	100
#define POLL_BUSY_MS	2500

/**
 * struct poll - who found the answers
 * @by_irq: the thread that stands for an interrupt
 * @by_poll: the poller itself
 * @stop: the thread goes home
 */
struct poll {
	unsigned int by_irq;
	unsigned int by_poll;
	bool stop;
};

/* The word that was sent, as the answer; false when there is nothing to do. */
static bool poll_answer(struct engine *e)
{
	struct scmi_xfer *xfer = engine_take(e);

	if (xfer)
		engine_answer(e, xfer, engine_word(xfer, 1));
	return xfer;
}

static void poll_look(struct engine *e)
{
	struct poll *p = e->data;

	/* Slow enough for the interrupt to be first at times. */
	if (!get_random_u32_below(2048))
		p->by_poll += poll_answer(e);
}

static int poll_interrupt(struct caller *c)
{
	struct poll *p = c->arg;
	unsigned long flags;
	bool found;

	while (!READ_ONCE(p->stop)) {
		local_irq_save(flags);
		found = poll_answer(c->e);
		local_irq_restore(flags);
		p->by_irq += found;
		cond_resched();
	}
	return 0;
}

/* One command where nothing may sleep; its result. */
static int poll_command(struct engine *e, u32 word, u32 *answer)
{
	struct scmi_xfer *xfer = engine_get(e);
	struct scmi_cursor cur;
	unsigned long flags;
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->poll = true;
	scmi_put_le32(xfer, 0, word);
	local_irq_save(flags);
	ret = scmi_xfer_do(xfer);
	local_irq_restore(flags);
	if (!ret) {
		cur = scmi_xfer_cursor(xfer);
		*answer = scmi_get_le32(&cur);
	}
	scmi_xfer_put(xfer);
	return ret;
}

/* The poller and an interrupt on another CPU find the same answer. */
static void poll_race(struct engine *e)
{
	struct poll p = {};
	struct caller irq = { .run = poll_interrupt, .arg = &p };
	ktime_t start = ktime_get();
	u32 answer = 0, i = 0;

	e->on_poll = poll_look;
	e->data = &p;
	caller_start(e, &irq);
	while (ktime_ms_delta(ktime_get(), start) < POLL_MS) {
		int ret = poll_command(e, ++i, &answer);

		/* With interrupts off time may be over before anybody runs. */
		if (ret == -ETIMEDOUT)
			continue;
		EXPECT_EQ(ret, 0);
		EXPECT_EQ(answer, i);
		cond_resched();
	}
	WRITE_ONCE(p.stop, true);
	EXPECT_EQ(caller_join(&irq), 0);
	while (poll_answer(e))
		;
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(p.by_poll + p.by_irq > 10);
	EXPECT_EQ(ENGINE_COUNT(e, duplicate), 0);
	EXPECT_EQ(ENGINE_COUNT(e, mismatched), 0);
	engine_print("# %u commands, %u answers by interrupt, %u by polling\n",
		     i, p.by_irq, p.by_poll);
}

/* A platform that is dead does not stop a CPU for the whole timeout. */
static void poll_bounded(struct engine *e)
{
	ktime_t start = ktime_get();
	s64 ms;
	u32 answer;

	EXPECT_EQ(poll_command(e, 1, &answer), -ETIMEDOUT);
	ms = ktime_ms_delta(ktime_get(), start);
	EXPECT(ms >= POLL_MAX_MS);
	EXPECT(ms < POLL_MAX_MS + POLL_BUSY_MS);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 1);
	poll_answer(e);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

static void poll_paused(struct engine *e)
{
	u32 answer;

	scmi_gate_pause(e->inst.pool);
	EXPECT_EQ(poll_command(e, 1, &answer), -EBUSY);
	EXPECT_EQ(ENGINE_COUNT(e, sent), 0);
	EXPECT_EQ(engine_busy(e), 0);
	scmi_gate_resume(e->inst.pool);
}

const struct engine_test engine_poll_tests[] = {
	{ "a poller and an interrupt find one answer [H16 H37]", poll_race, 2,
	  30000 },
	{ "a poller does not look for long [H20]", poll_bounded, 1, 60000 },
	{ "a poller does not wait while paused", poll_paused, 1, 5000 },
	{ }
};
