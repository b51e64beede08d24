// SPDX-License-Identifier: GPL-2.0-only
/*
 * The answer and the end of the wait, at the same moment on two CPUs.
 */

#include <linux/ktime.h>
#include <linux/random.h>

#include "engine.h"

#define RACE_MS		3000
#define RACE_ROUNDS	50000

/**
 * struct race - a command, and who answers it while its caller gives up
 * @xfer: the command
 * @hdr: header of its delayed response
 * @word: its answer
 * @asked: rounds begun; the platform's cue
 * @served: rounds that the platform is done with
 * @stop: no more rounds
 * @late: the caller counts to this first
 */
struct race {
	struct scmi_xfer *xfer;
	u32 hdr;
	u32 word;
	u32 asked;
	u32 served;
	bool stop;
	unsigned int late;
};

static void race_idle(unsigned int turns)
{
	while (turns--)
		cpu_relax();
}

/* Reply and delayed response, each of them first every other time. */
static void race_serve(struct fake *f, const struct race *r)
{
	struct scmi_xfer *xfer = r->xfer;

	if (r->asked & 1)
		fake_event(f, r->hdr, SCMI_SUCCESS, r->word);
	fake_answer(f, xfer, ~r->word);
	if (!(r->asked & 1))
		fake_event(f, r->hdr, SCMI_SUCCESS, r->word);
}

static int race_platform(struct caller *c)
{
	struct race *r = c->arg;

	while (!READ_ONCE(r->stop)) {
		/* What the command is was written before. */
		if (smp_load_acquire(&r->asked) == r->served) {
			cond_resched();
			continue;
		}
		race_idle(get_random_u32_below(200));
		race_serve(c->f, r);
		/* The next command may be written. */
		smp_store_release(&r->served, r->asked);
	}
	return 0;
}

/* One round; true when the answer was first. */
static bool race_round(struct fake *f, struct race *r)
{
	struct scmi_xfer *xfer = engine_get(f);
	bool ended;

	if (IS_ERR(xfer)) {
		KUNIT_EXPECT_EQ(f->test, PTR_ERR(xfer), 0);
		return false;
	}
	xfer->want_delayed = true;
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_submit(xfer, NULL, NULL), 0);
	KUNIT_EXPECT_PTR_EQ(f->test, fake_next(f, 0), xfer);
	r->xfer = xfer;
	r->hdr = fake_dly_hdr(xfer);
	r->word = r->asked * 7 + 1;
	/* The platform may read the above. */
	smp_store_release(&r->asked, r->asked + 1);

	/* What the wait does at its end, at an arbitrary moment. */
	race_idle(get_random_u32_below(r->late));
	ended = scmi_xfer_finish(xfer, -ETIMEDOUT, SCMI_STAT_interrupted);
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_wait(xfer), ended ? -ETIMEDOUT : 0);
	if (!ended)
		KUNIT_EXPECT_EQ(f->test, engine_word(xfer), r->word);
	/* The platform may be at it still, and its reply is to come. */
	scmi_xfer_put(xfer);
	/* It is done with all of it. */
	while (smp_load_acquire(&r->served) != r->asked)
		cond_resched();
	return !ended;
}

/*
 * An answer that comes while its caller gives up is taken or counted, and never
 * written to what the caller has left behind.
 */
static void race_end(struct kunit *test)
{
	struct fake *f = engine_create(test, 2, 5000);
	unsigned int answered = 0, given_up = 0;
	struct race r = { .late = 400 };
	struct caller platform = { .run = race_platform, .arg = &r };
	ktime_t start = ktime_get();

	caller_start(f, &platform);
	while (ktime_ms_delta(ktime_get(), start) < RACE_MS &&
	       answered + given_up < RACE_ROUNDS) {
		bool won = race_round(f, &r);

		answered += won;
		given_up += !won;
		/* Both shall happen: steer to where it is undecided. */
		r.late = clamp(won ? r.late / 2 : r.late * 2, 32U, 10000000U);
	}
	WRITE_ONCE(r.stop, true);
	KUNIT_EXPECT_EQ(test, caller_join(&platform), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	/* Every answer came, some of them while the transfer was let go. */
	KUNIT_EXPECT_EQ(test, fake_tokens(f, true), 0);
	KUNIT_EXPECT_GT(test, answered, 5);
	KUNIT_EXPECT_GT(test, given_up, 5);
	kunit_info(test, "%u answered, %u given up", answered, given_up);
}

static const struct kunit_case engine_race_cases[] = {
	{ race_end, "an answer meets the end of the wait [H02]" },
	{ }
};

KUNIT_SUITE(engine_race);
