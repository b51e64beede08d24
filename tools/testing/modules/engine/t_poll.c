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
static bool poll_answer(struct fake *f)
{
	struct scmi_xfer *xfer = fake_pop(f, false);

	if (xfer)
		fake_answer(f, xfer, fake_word(xfer, 1));
	return xfer;
}

static void poll_look(struct fake *f)
{
	struct poll *p = f->data;

	/* Slow enough for the interrupt to be first at times. */
	if (!get_random_u32_below(2048))
		p->by_poll += poll_answer(f);
}

static int poll_interrupt(struct caller *c)
{
	struct poll *p = c->arg;
	unsigned long flags;
	bool found;

	while (!READ_ONCE(p->stop)) {
		local_irq_save(flags);
		found = poll_answer(c->f);
		local_irq_restore(flags);
		p->by_irq += found;
		cond_resched();
	}
	return 0;
}

/* One command where nothing may sleep; its result. */
static int poll_command(struct fake *f, u32 word, u32 *answer)
{
	struct scmi_xfer *xfer = engine_get(f);
	unsigned long flags;
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->poll = true;
	scmi_put_le32(xfer, 0, word);
	local_irq_save(flags);
	ret = scmi_xfer_do(xfer);
	local_irq_restore(flags);
	if (!ret)
		*answer = engine_word(xfer);
	scmi_xfer_put(xfer);
	return ret;
}

/* The poller and an interrupt on another CPU find the same answer. */
static void poll_race(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 30000);
	struct poll p = {};
	struct caller irq = { .run = poll_interrupt, .arg = &p };
	ktime_t start = ktime_get();
	u32 answer = 0, i = 0;

	f->on_poll = poll_look;
	f->data = &p;
	caller_start(f, &irq);
	while (ktime_ms_delta(ktime_get(), start) < POLL_MS) {
		int ret = poll_command(f, ++i, &answer);

		/* With interrupts off time may be over before anybody runs. */
		if (ret == -ETIMEDOUT)
			continue;
		KUNIT_EXPECT_EQ(test, ret, 0);
		KUNIT_EXPECT_EQ(test, answer, i);
		cond_resched();
	}
	WRITE_ONCE(p.stop, true);
	KUNIT_EXPECT_EQ(test, caller_join(&irq), 0);
	while (poll_answer(f))
		;
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_GT(test, p.by_poll + p.by_irq, 10);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, duplicate), 0);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, mismatched), 0);
	kunit_info(test, "%u commands, %u answers by interrupt, %u by polling",
		   i, p.by_irq, p.by_poll);
}

/* A platform that is dead does not stop a CPU for the whole timeout. */
static void poll_bounded(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 60000);
	ktime_t start = ktime_get();
	s64 ms;
	u32 answer;

	KUNIT_EXPECT_EQ(test, poll_command(f, 1, &answer), -ETIMEDOUT);
	ms = ktime_ms_delta(ktime_get(), start);
	KUNIT_EXPECT_GE(test, ms, POLL_MAX_MS);
	KUNIT_EXPECT_LT(test, ms, POLL_MAX_MS + POLL_BUSY_MS);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	poll_answer(f);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static bool poll_clock_stands;

/* What the engine takes for ktime_get_mono_fast_ns(), see Kbuild. */
u64 engine_clock(void)
{
	return READ_ONCE(poll_clock_stands) ? 0 : ktime_get_raw_fast_ns();
}

static void poll_no_clock(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 1);
	ktime_t start = ktime_get();
	u32 answer;

	WRITE_ONCE(poll_clock_stands, true);
	KUNIT_EXPECT_EQ(test, poll_command(f, 1, &answer), -ETIMEDOUT);
	WRITE_ONCE(poll_clock_stands, false);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(ktime_get(), start), 10 * POLL_MS);
	poll_answer(f);
}

static void poll_paused(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	u32 answer;

	scmi_gate_pause(f->inst.pool);
	KUNIT_EXPECT_EQ(test, poll_command(f, 1, &answer), -EBUSY);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, sent), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	scmi_gate_resume(f->inst.pool);
}

static const struct kunit_case engine_poll_cases[] = {
	{ poll_race, "a poller and an interrupt find one answer [H16 H37]" },
	{ poll_bounded, "a poller does not look for long [H20]" },
	{ poll_no_clock, "a poller does not look for long although the clock is off" },
	{ poll_paused, "a poller does not wait while paused" },
	{ }
};

KUNIT_SUITE(engine_poll);
