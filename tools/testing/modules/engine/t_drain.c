// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draining: clients may talk, nobody waits for a silent platform.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "engine.h"

/* What gate.c promises, and what its timers may add. */
#define DRAIN_SILENCE_MS	40
#define DRAIN_BOUND_MS		100
#define DRAIN_MAX_MS		1000

/* The host may have kept our CPU: one of so many must be in time. */
#define DRAIN_ATTEMPTS		10

static bool drain_closed(struct engine *e)
{
	return READ_ONCE(e->inst.pool->gate) == SCMI_GATE_CLOSED;
}

/* Wait for the gate to close; milliseconds since @start. */
static unsigned int drain_wait(struct engine *e, ktime_t start)
{
	while (!drain_closed(e) &&
	       ktime_ms_delta(ktime_get(), start) < 2 * DRAIN_MAX_MS)
		usleep_range(200, 400);
	return ktime_ms_delta(ktime_get(), start);
}

/*
 * One removal under a platform that says nothing. @prepare makes a mess and
 * tells how many callers it started.
 */
static void drain_attempts(unsigned int slots, unsigned int min,
			   unsigned int (*prepare)(struct engine *e,
						   struct caller *c))
{
	unsigned int i, j, n, ms = 0;

	for (i = 0; i < DRAIN_ATTEMPTS; i++) {
		struct engine *e = engine_create(slots, 30000);
		struct caller c[4] = {};
		ktime_t begin, start;

		EXPECT(e);
		if (!e)
			return;
		begin = ktime_get();
		n = prepare(e, c);
		start = ktime_get();
		scmi_gate_drain(e->inst.pool);
		ms = drain_wait(e, start);
		EXPECT(drain_closed(e));
		EXPECT(ktime_ms_delta(ktime_get(), begin) +
		       jiffies_to_msecs(2) >= min);
		for (j = 0; j < n; j++)
			EXPECT_EQ(caller_join(&c[j]), -ENODEV);
		engine_destroy(e);
		if (ms <= DRAIN_BOUND_MS)
			return;
	}
	engine_fail_eq(__func__, __LINE__, "ms", ms, DRAIN_BOUND_MS);
}

/* Sent just now: the platform is given its time. */
static unsigned int drain_just_sent(struct engine *e, struct caller *c)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		caller_start(e, &c[i]);
		EXPECT(engine_next(e, 1000));
	}
	return 4;
}

static void drain_silence(struct engine *unused)
{
	drain_attempts(4, DRAIN_SILENCE_MS, drain_just_sent);
}

/* Sent long ago: it had its time. */
static unsigned int drain_long_sent(struct engine *e, struct caller *c)
{
	unsigned int n = drain_just_sent(e, c);

	msleep(2 * DRAIN_SILENCE_MS);
	return n;
}

static void drain_old_silence(struct engine *unused)
{
	drain_attempts(4, 0, drain_long_sent);
}

/* All slots lost to the platform, and a client that wants one. */
static unsigned int drain_zombies(struct engine *e, struct caller *c)
{
	unsigned int i;

	for (i = 0; i < e->inst.pool->size; i++) {
		struct scmi_xfer *xfer = engine_get(e);

		EXPECT_EQ(scmi_xfer_submit(xfer, NULL, NULL), 0);
		EXPECT(scmi_xfer_finish(xfer, -ETIMEDOUT));
		scmi_xfer_put(xfer);
	}
	caller_start(e, &c[0]);
	EXPECT(caller_waits(&c[0], 2 * DRAIN_SILENCE_MS));
	return 1;
}

static void drain_lost_pool(struct engine *unused)
{
	drain_attempts(4, 0, drain_zombies);
}

/* Recovery failed: the gate stays paused, and a client that sends. */
static unsigned int drain_paused(struct engine *e, struct caller *c)
{
	scmi_gate_pause(e->inst.pool);
	caller_start(e, &c[0]);
	EXPECT(caller_waits(&c[0], 2 * DRAIN_SILENCE_MS));
	return 1;
}

static void drain_failed_recovery(struct engine *unused)
{
	drain_attempts(4, 0, drain_paused);
}

/* A transfer that waits for its delayed response waits as any other. */
static unsigned int drain_delayed(struct engine *e, struct caller *c)
{
	c[0].delayed = true;
	caller_start(e, &c[0]);
	engine_answer(e, engine_next(e, 1000), 0);
	return 1;
}

static void drain_delayed_silence(struct engine *unused)
{
	drain_attempts(4, DRAIN_SILENCE_MS, drain_delayed);
}

/* Send until it fails; how often it worked. */
static int drain_talk(struct caller *c)
{
	unsigned int *answered = c->arg;

	for (;;) {
		struct scmi_xfer *xfer = scmi_xfer_get(c->e->tx, ENGINE_PROTO,
						       ENGINE_MSG, 4, 4);
		int ret;

		if (IS_ERR(xfer))
			return PTR_ERR(xfer);
		ret = scmi_xfer_do(xfer);
		scmi_xfer_put(xfer);
		if (ret)
			return ret;
		++*answered;
	}
}

/**
 * struct drain_life - a platform that gives a sign of life now and then
 * @sign: the sign; whether there was one to give
 * @gap: longest time that may have been without one, ms
 * @ms: how long the gate stayed open
 */
struct drain_life {
	bool (*sign)(struct engine *e);
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
static void drain_live(struct engine *e, struct drain_life *life)
{
	ktime_t start = ktime_get(), last = start;
	unsigned long tick = jiffies;

	life->gap = 0;
	scmi_gate_drain(e->inst.pool);
	do {
		/* The sign may be as old as this when the CPU is taken. */
		unsigned long begin_tick = jiffies;
		ktime_t begin = ktime_get();
		bool given = life->sign(e);

		drain_gap(life, last, tick);
		if (given) {
			last = begin;
			tick = begin_tick;
		}
		usleep_range(5000, 6000);
		drain_gap(life, last, tick);
		life->ms = ktime_ms_delta(ktime_get(), start);
	} while (!drain_closed(e) && life->ms < 2 * DRAIN_MAX_MS);
}

/*
 * Alive to the last: only the cap ends it. When the host kept our CPU the signs
 * came too late, and the end may be early.
 */
static void drain_lives(struct caller *c, struct drain_life *life)
{
	unsigned int i;

	for (i = 0; i < DRAIN_ATTEMPTS; i++) {
		struct engine *e = engine_create(2, 30000);

		EXPECT(e);
		if (!e)
			return;
		caller_start(e, c);
		EXPECT(engine_next(e, 1000));
		drain_live(e, life);
		EXPECT(drain_closed(e));
		EXPECT_EQ(caller_join(c), -ENODEV);
		engine_destroy(e);
		if (life->ms >= DRAIN_MAX_MS - 50)
			break;
		EXPECT(life->gap >= DRAIN_SILENCE_MS - jiffies_to_msecs(3));
	}
	EXPECT(life->ms < 2 * DRAIN_MAX_MS - 200);
}

static bool drain_answer(struct engine *e)
{
	bool answered = false;
	unsigned int slot;

	/* What drain_lives() took, and what was sent since. */
	while (engine_next(e, 0))
		;
	for (slot = 0; slot < e->inst.pool->size; slot++)
		if (test_bit(slot, e->out)) {
			engine_answer(e, &e->inst.pool->xfers[slot], 0);
			answered = true;
		}
	return answered;
}

/* Every command takes a while, none takes long: that may go on. */
static void drain_answers(struct engine *unused)
{
	unsigned int answered = 0;
	struct caller c = { .run = drain_talk, .arg = &answered };
	struct drain_life life = { .sign = drain_answer };

	drain_lives(&c, &life);
	EXPECT(answered >= 10);
}

static bool drain_notify(struct engine *e)
{
	engine_event(e, engine_hdr(0, ENGINE_PROTO, 0, SCMI_MSG_NOTIFICATION),
		     0, 0);
	return true;
}

/* Notifications count as life, though nothing is answered. */
static void drain_chatter(struct engine *unused)
{
	struct drain_life life = { .sign = drain_notify };
	struct caller c = {};

	drain_lives(&c, &life);
}

/* Nobody waits: the gate stays open, and closing it needs no time. */
static void drain_idle(struct engine *e)
{
	struct caller c = {};
	ktime_t start;

	scmi_gate_drain(e->inst.pool);
	msleep(4 * DRAIN_SILENCE_MS);
	EXPECT(!drain_closed(e));
	e->on_send = engine_answer_now;
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), 0);
	start = ktime_get();
	scmi_gate_close(e->inst.pool);
	EXPECT(ktime_ms_delta(ktime_get(), start) < 500);
	EXPECT(drain_closed(e));
	msleep(50);
}

const struct engine_test engine_drain_tests[] = {
	{ "draining ends soon when the platform is silent", drain_silence },
	{ "draining ends at once when it has been for long", drain_old_silence },
	{ "draining waits for no slot of a lost pool", drain_lost_pool },
	{ "draining waits for no failed recovery", drain_failed_recovery },
	{ "draining waits for no delayed response", drain_delayed_silence },
	{ "draining goes on while answers come, for a second", drain_answers },
	{ "draining is bounded whatever the platform says", drain_chatter },
	{ "draining lets clients talk", drain_idle, 2, 30000 },
	{ }
};
