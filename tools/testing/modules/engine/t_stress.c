// SPDX-License-Identifier: GPL-2.0-only
/*
 * Senders, a platform that answers at random, resets, and an end at a random
 * moment: everybody gets his own answer or an error, and nothing is left.
 */

#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/rwsem.h>
#include <linux/slab.h>

#include "engine.h"

static unsigned int seconds = 5;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "How long the stress test runs");

#define STRESS_SENDERS		4
#define STRESS_PLATFORMS	2
#define STRESS_SLOTS		6
#define STRESS_TIMEOUT_MS	25
#define STRESS_LATE		64

/* What a reply and a delayed response make of the request's word. */
#define STRESS_REPLY		0x5a5a5a5a
#define STRESS_DELAYED		0xa5a5a5a5

/* Ways to send. */
enum { STRESS_PLAIN, STRESS_DLY, STRESS_CALLBACK, STRESS_WAYS };

/**
 * struct stress_late - a delayed response that comes much later
 * @hdr: its header, 0 = none
 * @word: its answer
 */
struct stress_late {
	u32 hdr;
	u32 word;
};

/**
 * struct stress - one round
 * @f: engine
 * @reset: held for reading by the platform at work
 * @stop: the platform goes home
 * @number: gives every sender a number
 * @good: answers, by way to send
 * @wrong: answers that were somebody else's
 * @strange: errors that cannot be
 * @expected: callbacks that have to run
 * @called: callbacks that ran
 * @late_lock: protects @late
 * @late: delayed responses to come
 */
struct stress {
	struct fake *f;
	struct rw_semaphore reset;
	bool stop;
	atomic_t number;
	atomic_t good[STRESS_WAYS];
	atomic_t wrong;
	atomic_t strange;
	atomic_t expected;
	atomic_t called;
	spinlock_t late_lock; /* the list of late answers */
	struct stress_late late[STRESS_LATE];
};

/* Of a callback transfer. */
struct stress_call {
	struct stress *s;
	u32 word;
	bool delayed;
};

static bool stress_chance(unsigned int percent)
{
	return get_random_u32_below(100) < percent;
}

static void stress_check(struct stress *s, struct scmi_xfer *xfer, u32 word,
			 bool delayed, unsigned int way)
{
	struct scmi_cursor cur = scmi_xfer_cursor(xfer);

	word ^= delayed ? STRESS_DELAYED : STRESS_REPLY;
	if (scmi_get_le32(&cur) == word)
		atomic_inc(&s->good[way]);
	else
		atomic_inc(&s->wrong);
}

static void stress_done(struct scmi_xfer *xfer, void *arg)
{
	struct stress_call *call = arg;

	atomic_inc(&call->s->called);
	if (!xfer->status)
		stress_check(call->s, xfer, call->word, call->delayed,
			     STRESS_CALLBACK);
	kfree(call);
}

/* Submit and walk away. */
static int stress_async(struct stress *s, struct scmi_xfer *xfer, u32 word)
{
	struct stress_call *call = kzalloc_obj(*call);
	int ret;

	if (!call)
		return 0;
	*call = (struct stress_call){
		.s = s, .word = word, .delayed = xfer->want_delayed,
	};
	atomic_inc(&s->expected);
	ret = scmi_xfer_submit(xfer, stress_done, call);
	if (ret) {
		atomic_dec(&s->expected);
		kfree(call);
	}
	return ret;
}

static int stress_send(struct stress *s, u32 word)
{
	unsigned int way = get_random_u32_below(STRESS_WAYS);
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_xfer_get(&s->f->handles[0].sender, ENGINE_MSG,
			     2 * sizeof(__le32), sizeof(__le32), false);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->want_delayed = way == STRESS_DLY ||
			     (way == STRESS_CALLBACK && stress_chance(30));
	scmi_put_le32(xfer, 0, word);
	scmi_put_le32(xfer, 1, xfer->want_delayed);
	if (way == STRESS_CALLBACK) {
		ret = stress_async(s, xfer, word);
	} else {
		ret = scmi_xfer_do(xfer);
		if (!ret)
			stress_check(s, xfer, word, xfer->want_delayed, way);
	}
	scmi_xfer_put(xfer);
	return ret;
}

static int stress_sender(struct caller *c)
{
	struct stress *s = c->arg;
	u32 word = (u32)atomic_inc_return(&s->number) << 24;
	int ret;

	do {
		ret = stress_send(s, ++word);
		switch (ret) {
		case 0:
		case -ETIMEDOUT:
		case -EIO:
		case -EPROTO:
		case -EBUSY:
		case -ENODEV:
		case -ENOSPC:
			break;
		default:
			atomic_inc(&s->strange);
		}
	} while (ret != -ENODEV);
	return ret;
}

static void stress_later(struct stress *s, u32 hdr, u32 word)
{
	unsigned int i;

	guard(spinlock)(&s->late_lock);
	for (i = 0; i < STRESS_LATE; i++) {
		if (!s->late[i].hdr) {
			s->late[i] = (struct stress_late){ hdr, word };
			return;
		}
	}
}

/* One of the answers that are late, or one that nobody can have asked for. */
static void stress_event(struct stress *s)
{
	unsigned int i, start = get_random_u32_below(STRESS_LATE);
	struct stress_late late = {};

	scoped_guard(spinlock, &s->late_lock) {
		for (i = 0; i < STRESS_LATE && !late.hdr; i++)
			swap(late, s->late[(start + i) % STRESS_LATE]);
	}
	if (late.hdr)
		fake_event(s->f, late.hdr, SCMI_SUCCESS, late.word);
	else
		fake_event(s->f, fake_hdr(get_random_u32_below(SCMI_TOKENS),
					  ENGINE_PROTO, ENGINE_MSG + 1,
					  SCMI_MSG_DELAYED_RESPONSE),
			   SCMI_SUCCESS, 0xdeadbeef);
}

/* Success: with a delayed response before, after, twice, or much later. */
static void stress_answer(struct stress *s, struct scmi_xfer *xfer)
{
	bool delayed = fake_word(xfer, 2);
	bool before = stress_chance(40);
	u32 word = fake_word(xfer, 1);
	u32 hdr = fake_dly_hdr(xfer);

	if (delayed && before) {
		fake_event(s->f, hdr, SCMI_SUCCESS, word ^ STRESS_DELAYED);
		if (stress_chance(20))
			fake_event(s->f, hdr, SCMI_SUCCESS, 0xdeadbeef);
	}
	fake_answer(s->f, xfer, word ^ STRESS_REPLY);
	if (!delayed || before)
		return;
	if (stress_chance(30))
		stress_later(s, hdr, word ^ STRESS_DELAYED);
	else
		fake_event(s->f, hdr, SCMI_SUCCESS, word ^ STRESS_DELAYED);
}

static void stress_serve(struct stress *s, struct scmi_xfer *xfer)
{
	u32 hdr = fake_word(xfer, 0);

	if (stress_chance(5)) {
		/* Longer than anybody waits. */
		msleep(STRESS_TIMEOUT_MS + get_random_u32_below(20));
		stress_answer(s, xfer);
	} else if (stress_chance(5)) {
		fake_reply(s->f, xfer, hdr, SCMI_BUSY, NULL, 8);
	} else if (stress_chance(4)) {
		fake_reply(s->f, xfer, hdr ^ get_random_u32(), SCMI_SUCCESS,
			   NULL, get_random_u32_below(20));
	} else {
		if (stress_chance(30))
			usleep_range(0, 300);
		stress_answer(s, xfer);
	}
}

static int stress_platform(struct caller *c)
{
	struct stress *s = c->arg;

	while (!READ_ONCE(s->stop)) {
		struct scmi_xfer *xfer;

		down_read(&s->reset);
		xfer = fake_next(s->f, 4);
		if (xfer)
			stress_serve(s, xfer);
		if (stress_chance(20))
			stress_event(s);
		up_read(&s->reset);
		cond_resched();
	}
	return 0;
}

static void stress_reset(struct stress *s)
{
	struct scmi_pool *pool = s->f->inst.pool;

	scmi_gate_pause(pool);
	down_write(&s->reset);
	fake_release_all(s->f);
	up_write(&s->reset);
	scmi_pool_abort(pool, -EIO);
	usleep_range(100, 3000);
	scmi_gate_resume(pool);
}

static void stress_join(struct stress *s, struct caller *senders,
			struct caller *platforms)
{
	unsigned int i;

	for (i = 0; i < STRESS_SENDERS; i++)
		KUNIT_EXPECT_EQ(s->f->test, caller_join(&senders[i]), -ENODEV);
	WRITE_ONCE(s->stop, true);
	for (i = 0; i < STRESS_PLATFORMS; i++)
		KUNIT_EXPECT_EQ(s->f->test, caller_join(&platforms[i]), 0);
}

static void stress_round(struct stress *s)
{
	struct caller senders[STRESS_SENDERS] = {};
	struct caller platforms[STRESS_PLATFORMS] = {};
	unsigned int i;

	for (i = 0; i < STRESS_PLATFORMS; i++) {
		platforms[i].run = stress_platform;
		platforms[i].arg = s;
		caller_start(s->f, &platforms[i]);
	}
	for (i = 0; i < STRESS_SENDERS; i++) {
		senders[i].run = stress_sender;
		senders[i].arg = s;
		caller_start(s->f, &senders[i]);
	}
	for (i = get_random_u32_below(4); i; i--) {
		msleep(get_random_u32_below(200));
		stress_reset(s);
	}
	msleep(get_random_u32_below(400));
	if (stress_chance(50))
		scmi_gate_drain(s->f->inst.pool);
	msleep(get_random_u32_below(100));
	scmi_gate_close(s->f->inst.pool);
	stress_join(s, senders, platforms);
}

static void stress_run(struct kunit *test, unsigned int *good)
{
	struct stress *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, s);
	s->f = engine_create(test, STRESS_SLOTS, STRESS_TIMEOUT_MS);
	init_rwsem(&s->reset);
	spin_lock_init(&s->late_lock);
	stress_round(s);
	fake_release_all(s->f);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->wrong), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->strange), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&s->called),
			atomic_read(&s->expected));
	for (i = 0; i < STRESS_WAYS; i++)
		good[i] += atomic_read(&s->good[i]);
	fake_destroy(s->f);
}

static void stress(struct kunit *test)
{
	unsigned int i, rounds, good[STRESS_WAYS] = {};
	ktime_t end = ktime_add_ms(ktime_get(), seconds * 1000);

	for (rounds = 0; ktime_before(ktime_get(), end); rounds++)
		stress_run(test, good);
	KUNIT_EXPECT_GE(test, rounds, min(seconds, 3U));
	for (i = 0; i < STRESS_WAYS; i++)
		KUNIT_EXPECT_GT(test, good[i], seconds);
	kunit_info(test,
		   "%u rounds, answers: %u plain, %u delayed, %u by callback",
		   rounds, good[STRESS_PLAIN], good[STRESS_DLY],
		   good[STRESS_CALLBACK]);
}

static const struct kunit_case engine_stress_cases[] = {
	{ stress, "everybody gets his own answer [H02 H36]" },
	{ }
};

KUNIT_SUITE(engine_stress);
