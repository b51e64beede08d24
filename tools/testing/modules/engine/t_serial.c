// SPDX-License-Identifier: GPL-2.0-only
/*
 * Transports that send one command after the other, and commands whose senders
 * may not sleep.
 */

#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "engine.h"

/* What the transport is asked, and what it says. */
static struct {
	struct scmi_transport_ops ops;
	unsigned int polls;
	unsigned int answer_at;
	unsigned int asked;
	unsigned int patience;
	int refusal;
} serial;

static void serial_poll(struct scmi_chan *chan)
{
	struct fake *f = fake_of(chan->inst);

	if (++serial.polls == serial.answer_at)
		fake_answer(f, fake_pop(f, true), 42);
}

/* It moves on for a while, then it is over. */
static bool serial_overdue(struct scmi_chan *chan, struct scmi_xfer *xfer)
{
	serial.asked++;
	if (serial.asked <= serial.patience) {
		scmi_agent_xfer_extend(xfer, jiffies + msecs_to_jiffies(50));
		return false;
	}
	if (!serial.refusal)
		return true;
	fake_refuse(fake_of(chan->inst), xfer, serial.refusal);
	return false;
}

static void serial_begin(struct fake *f)
{
	memset(&serial, 0, sizeof(serial));
	serial.ops = *f->tr.ops;
	serial.ops.poll = serial_poll;
	serial.ops.overdue = serial_overdue;
	f->tr.ops = &serial.ops;
}

/* One command with interrupts off; its milliseconds are stored. */
static int serial_atomic(struct fake *f, unsigned int *ms)
{
	ktime_t start = ktime_get();
	unsigned long flags;
	u32 word;
	int ret;

	local_irq_save(flags);
	ret = scmi_call(&f->handles[0].ph, ENGINE_MSG, SCMI_WORDS(0, 0),
			SCMI_CALL_ATOMIC, &word, 1);
	local_irq_restore(flags);
	*ms = ktime_ms_delta(ktime_get(), start);
	if (!ret)
		KUNIT_EXPECT_EQ(f->test, word, 42);
	return ret;
}

static void serial_polled(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	unsigned int ms;

	serial_begin(f);
	serial.ops.poll = NULL;
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), -EOPNOTSUPP);
	serial.ops.poll = serial_poll;
	serial.answer_at = 5;
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), 0);
	KUNIT_EXPECT_EQ(test, serial.polls, 5);
	KUNIT_EXPECT_EQ(test, f->kicks, 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, replies), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void serial_not_polled(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	unsigned int ms;

	serial_begin(f);
	scmi_gate_pause(f->inst.pool);
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), -EBUSY);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);
	scmi_gate_resume(f->inst.pool);

	serial.answer_at = 1;
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), 0);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void serial_bounded(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct scmi_xfer *xfer;
	unsigned int ms;

	serial_begin(f);
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, ms, 90);
	KUNIT_EXPECT_LT(test, ms, f->tx->timeout_ms / 2);
	KUNIT_EXPECT_EQ(test, serial.asked, 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	xfer = fake_next(f, 0);
	fake_answer(f, xfer, 1);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, late), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

static void serial_has_no_slot(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct scmi_xfer *xfer = engine_get(f);
	unsigned int ms;

	serial_begin(f);
	KUNIT_EXPECT_EQ(test, serial_atomic(f, &ms), -EBUSY);
	scmi_xfer_put(xfer);
}

/* A wait is prolonged as often as the transport says, and then ends. */
static void serial_extended(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 50);
	struct caller c = {};

	serial_begin(f);
	serial.patience = 3;
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, serial.asked, 4);
	KUNIT_EXPECT_GE(test, c.ticks, msecs_to_jiffies(150));
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 1);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
}

/* Taken back unsent: its end is the transport's, and its token is free. */
static void serial_refused(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 50);
	struct caller c = {};

	serial_begin(f);
	serial.patience = 1;
	serial.refusal = -ETIMEDOUT;
	caller_start(f, &c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, serial.asked, 2);
	KUNIT_EXPECT_EQ(test, FAKE_COUNT(f, timeouts), 1);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);
}

/* The time counts from the moment that a command goes out. */
static void serial_begun(struct kunit *test)
{
	struct fake *f = engine_create(test, 1, 5000);
	struct caller c = {};
	struct scmi_xfer *xfer;
	unsigned long deadline;

	xfer = caller_sends(f, &c);
	KUNIT_EXPECT_TRUE(test, scmi_agent_xfer_is_waited_for(xfer));
	deadline = READ_ONCE(xfer->deadline);
	KUNIT_EXPECT_TRUE(test, caller_waits(&c, 60));
	KUNIT_EXPECT_TRUE(test, scmi_agent_xfer_begin(xfer));
	KUNIT_EXPECT_TRUE(test,
			  time_after(READ_ONCE(xfer->deadline), deadline));
	/* Never sooner than it was. */
	deadline = READ_ONCE(xfer->deadline);
	scmi_agent_xfer_extend(xfer, jiffies);
	KUNIT_EXPECT_EQ(test, READ_ONCE(xfer->deadline), deadline);

	caller_kill(&c);
	KUNIT_EXPECT_EQ(test, caller_join(&c), -EINTR);
	KUNIT_EXPECT_FALSE(test, scmi_agent_xfer_is_waited_for(xfer));
	KUNIT_EXPECT_FALSE(test, scmi_agent_xfer_begin(xfer));
	fake_refuse(f, xfer, -ECANCELED);
	KUNIT_EXPECT_EQ(test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(test, fake_owner(f, 0), SCMI_TOKEN_FREE);
}

static const struct kunit_case engine_serial_cases[] = {
	{ serial_polled, "an atomic command is polled for" },
	{ serial_not_polled, "an atomic command does not wait for a pause" },
	{ serial_bounded, "an atomic command spins for a short time [H20]" },
	{ serial_has_no_slot, "an atomic command does not wait for a slot" },
	{ serial_extended, "a command that waits its turn has more time" },
	{ serial_refused, "a command that was not sent is taken back" },
	{ serial_begun, "the time counts from the doorbell" },
	{ }
};

KUNIT_SUITE(engine_serial);
