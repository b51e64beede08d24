// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draining: clients may talk, nobody waits for a silent platform.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "engine.h"

/* What gate.c promises, and what its timers may add. */
#define DRAIN_SILENCE_MS	500
#define DRAIN_KNOWN_MS		40
#define DRAIN_LATE_MS		60
#define DRAIN_MAX_MS		1000

/* The host may have kept our CPU: one of so many must be in time. */
#define DRAIN_ATTEMPTS		10

static bool drain_closed(struct fake *f)
{
	return READ_ONCE(f->inst.pool->gate) == SCMI_GATE_CLOSED;
}

/* Wait for the gate to close; milliseconds since @start. */
static unsigned int drain_wait(struct fake *f, ktime_t start)
{
	while (!drain_closed(f) &&
	       ktime_ms_delta(ktime_get(), start) < 2 * DRAIN_MAX_MS)
		usleep_range(200, 400);
	return ktime_ms_delta(ktime_get(), start);
}

/*
 * One removal under a platform that says nothing, which takes @min to @max ms.
 * @prepare makes a mess and tells how many callers it started.
 */
static void drain_attempts(struct kunit *test, unsigned int min,
			   unsigned int max,
			   unsigned int (*prepare)(struct fake *f,
						   struct caller *c))
{
	unsigned int i, j, n, ms = 0;

	for (i = 0; i < DRAIN_ATTEMPTS; i++) {
		struct fake *f = engine_create(test, 4, 30000);
		struct caller c[4] = {};
		unsigned long begin = jiffies;
		ktime_t start;

		n = prepare(f, c);
		start = ktime_get();
		scmi_gate_drain(f->inst.pool);
		ms = drain_wait(f, start);
		KUNIT_EXPECT_TRUE(test, drain_closed(f));
		KUNIT_EXPECT_GE(test, jiffies_to_msecs(jiffies - begin + 2), min);
		for (j = 0; j < n; j++)
			KUNIT_EXPECT_EQ(test, caller_join(&c[j]), -ENODEV);
		fake_destroy(f);
		if (ms <= max + DRAIN_LATE_MS)
			return;
	}
	KUNIT_EXPECT_LE(test, ms, max + DRAIN_LATE_MS);
}

/* Sent just now: the platform is given its time. */
static unsigned int drain_just_sent(struct fake *f, struct caller *c)
{
	unsigned int i;

	for (i = 0; i < 4; i++)
		caller_sends(f, &c[i]);
	return 4;
}

static void drain_silence(struct kunit *test)
{
	drain_attempts(test, DRAIN_SILENCE_MS, DRAIN_SILENCE_MS,
		       drain_just_sent);
}

/* Sent long ago: it had its time. */
static unsigned int drain_long_sent(struct fake *f, struct caller *c)
{
	unsigned int n = drain_just_sent(f, c);

	msleep(DRAIN_SILENCE_MS + DRAIN_LATE_MS);
	return n;
}

static void drain_old_silence(struct kunit *test)
{
	drain_attempts(test, 0, 0, drain_long_sent);
}

/* Sent just now, to a platform that was silent before. */
static unsigned int drain_known_sent(struct fake *f, struct caller *c)
{
	atomic_set(&f->inst.pool->unanswered, 1);
	return drain_just_sent(f, c);
}

static void drain_known_silence(struct kunit *test)
{
	drain_attempts(test, DRAIN_KNOWN_MS, DRAIN_KNOWN_MS, drain_known_sent);
}

/* All slots lost to the platform, and a client that wants one. */
static unsigned int drain_zombies(struct fake *f, struct caller *c)
{
	unsigned int i;

	for (i = 0; i < f->inst.pool->size; i++) {
		struct scmi_xfer *xfer = engine_send(f, false);

		KUNIT_EXPECT_TRUE(f->test, scmi_xfer_finish(xfer, -ETIMEDOUT,
							    SCMI_STAT_timeouts));
		scmi_xfer_put(xfer);
	}
	caller_start(f, &c[0]);
	KUNIT_EXPECT_TRUE(f->test, caller_waits(&c[0], 80));
	return 1;
}

static void drain_lost_pool(struct kunit *test)
{
	drain_attempts(test, 0, DRAIN_SILENCE_MS, drain_zombies);
}

/* Recovery failed: the gate stays paused, and a client that sends. */
static unsigned int drain_paused(struct fake *f, struct caller *c)
{
	scmi_gate_pause(f->inst.pool);
	caller_start(f, &c[0]);
	KUNIT_EXPECT_TRUE(f->test, caller_waits(&c[0], 80));
	return 1;
}

static void drain_failed_recovery(struct kunit *test)
{
	drain_attempts(test, 0, 0, drain_paused);
}

/* A transfer that waits for its delayed response waits as any other. */
static unsigned int drain_delayed(struct fake *f, struct caller *c)
{
	c[0].delayed = true;
	fake_answer(f, caller_sends(f, &c[0]), 0);
	return 1;
}

static void drain_delayed_silence(struct kunit *test)
{
	drain_attempts(test, DRAIN_SILENCE_MS, DRAIN_SILENCE_MS,
		       drain_delayed);
}

/**
 * struct drain_life - a platform that gives a sign of life now and then
 * @sign: the sign; whether there was one to give
 * @gap: longest time that may have been without one, ms
 * @ms: how long the gate stayed open
 */
struct drain_life {
	bool (*sign)(struct fake *f);
	unsigned int gap;
	unsigned int ms;
};

/*
 * The gate looks at jiffies, which stand still while the CPU that counts them
 * is not given any time, and then jump.
 */
static void drain_gap(struct drain_life *life, ktime_t last,
		      unsigned long tick)
{
	life->gap = max3((s64)life->gap, ktime_ms_delta(ktime_get(), last),
			 (s64)jiffies_to_msecs(jiffies - tick));
}

/* Drain, with signs of life, until the gate closes. */
static void drain_live(struct fake *f, struct drain_life *life)
{
	ktime_t start = ktime_get(), last = start;
	unsigned long tick = jiffies;

	life->gap = 0;
	scmi_gate_drain(f->inst.pool);
	do {
		/* The sign may be as old as this when the CPU is taken. */
		unsigned long begin_tick = jiffies;
		ktime_t begin = ktime_get();
		bool given = life->sign(f);

		drain_gap(life, last, tick);
		if (given) {
			last = begin;
			tick = begin_tick;
		}
		usleep_range(5000, 6000);
		drain_gap(life, last, tick);
		life->ms = ktime_ms_delta(ktime_get(), start);
	} while (!drain_closed(f) && life->ms < 2 * DRAIN_MAX_MS);
}

/*
 * Alive to the last: only the cap ends it. When the host kept our CPU the signs
 * came too late, and the end may be early.
 */
static void drain_lives(struct kunit *test, struct caller *c,
			struct drain_life *life)
{
	unsigned int i;

	for (i = 0; i < DRAIN_ATTEMPTS; i++) {
		struct fake *f = engine_create(test, 2, 30000);

		caller_start(f, c);
		KUNIT_EXPECT_NOT_NULL(test, fake_next(f, 1000));
		drain_live(f, life);
		KUNIT_EXPECT_TRUE(test, drain_closed(f));
		KUNIT_EXPECT_EQ(test, caller_join(c), -ENODEV);
		fake_destroy(f);
		if (life->ms >= DRAIN_MAX_MS - 50)
			break;
		KUNIT_EXPECT_GE(test, life->gap,
				DRAIN_SILENCE_MS - jiffies_to_msecs(3));
	}
	KUNIT_EXPECT_LT(test, life->ms, 2 * DRAIN_MAX_MS - 200);
}

static bool drain_answer(struct fake *f)
{
	bool answered = false;
	unsigned int slot;

	/* What drain_lives() took, and what was sent since. */
	while (fake_next(f, 0))
		;
	for (slot = 0; slot < f->inst.pool->size; slot++)
		if (test_bit(slot, f->out)) {
			fake_answer(f, &f->inst.pool->xfers[slot], 0);
			answered = true;
		}
	return answered;
}

/* Every command takes a while, none takes long: that may go on. */
static void drain_answers(struct kunit *test)
{
	const bool never = false;
	struct caller c = { .until = &never };
	struct drain_life life = { .sign = drain_answer };

	drain_lives(test, &c, &life);
	KUNIT_EXPECT_GE(test, c.answered, 10);
}

static bool drain_notify(struct fake *f)
{
	fake_event(f, fake_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION), 0, 0);
	return true;
}

/* Notifications count as life, though nothing is answered. */
static void drain_chatter(struct kunit *test)
{
	struct drain_life life = { .sign = drain_notify };
	struct caller c = {};

	drain_lives(test, &c, &life);
}

/* Nobody waits: the gate stays open, and closing it needs no time. */
static void drain_idle(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 30000);
	struct caller c = {};
	ktime_t start;

	scmi_gate_drain(f->inst.pool);
	msleep(4 * DRAIN_KNOWN_MS);
	KUNIT_EXPECT_FALSE(test, drain_closed(f));
	f->on_send = fake_answer_now;
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), 0);
	start = ktime_get();
	scmi_gate_close(f->inst.pool);
	KUNIT_EXPECT_LT(test, ktime_ms_delta(ktime_get(), start), 500);
	KUNIT_EXPECT_TRUE(test, drain_closed(f));
	msleep(50);
}

static const struct kunit_case engine_drain_cases[] = {
	{ drain_silence, "draining gives a slow platform its time [C8]" },
	{ drain_old_silence,
	  "draining ends at once when it has been for long" },
	{ drain_known_silence,
	  "draining ends sooner when the platform was silent before [C8]" },
	{ drain_lost_pool, "draining waits for no slot of a lost pool" },
	{ drain_failed_recovery, "draining waits for no failed recovery" },
	{ drain_delayed_silence, "draining waits for no delayed response" },
	{ drain_answers, "draining goes on while answers come, for a second" },
	{ drain_chatter, "draining is bounded whatever the platform says" },
	{ drain_idle, "draining lets clients talk" },
	{ }
};

KUNIT_SUITE(engine_drain);
