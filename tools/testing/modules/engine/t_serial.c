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
	struct engine *e;
	unsigned int polls;
	unsigned int answer_at;
	unsigned int asked;
	unsigned int patience;
	int refusal;
} serial;

static void serial_poll(struct scmi_chan *chan)
{
	if (++serial.polls == serial.answer_at)
		engine_answer(serial.e, engine_peek(serial.e), 42);
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
	engine_refuse(serial.e, xfer, serial.refusal);
	return false;
}

static void serial_begin(struct engine *e)
{
	memset(&serial, 0, sizeof(serial));
	serial.e = e;
	serial.ops = *e->tr.ops;
	serial.ops.poll = serial_poll;
	serial.ops.overdue = serial_overdue;
	e->tr.ops = &serial.ops;
}

/* One command with interrupts off; its milliseconds are stored. */
static int serial_atomic(struct engine *e, unsigned int *ms)
{
	struct scmi_xfer *xfer = scmi_proto_get_mode(&e->ph, ENGINE_MSG, 4, 4,
						     true);
	ktime_t start = ktime_get();
	struct scmi_cursor cur;
	unsigned long flags;
	int ret;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	local_irq_save(flags);
	ret = scmi_xfer_do(xfer);
	local_irq_restore(flags);
	*ms = ktime_ms_delta(ktime_get(), start);
	if (!ret) {
		cur = scmi_xfer_cursor(xfer);
		EXPECT_EQ(scmi_get_le32(&cur), 42);
	}
	scmi_xfer_put(xfer);
	return ret;
}

static void serial_polled(struct engine *e)
{
	unsigned int ms;

	serial_begin(e);
	serial.ops.poll = NULL;
	EXPECT_EQ(serial_atomic(e, &ms), -EOPNOTSUPP);
	serial.ops.poll = serial_poll;
	serial.answer_at = 5;
	EXPECT_EQ(serial_atomic(e, &ms), 0);
	EXPECT_EQ(serial.polls, 5);
	EXPECT_EQ(e->kicks, 1);
	EXPECT_EQ(ENGINE_COUNT(e, replies), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

static void serial_not_polled(struct engine *e)
{
	unsigned int ms;

	serial_begin(e);
	scmi_gate_pause(e->inst.pool);
	EXPECT_EQ(serial_atomic(e, &ms), -EBUSY);
	EXPECT(!e->inst.pool->tokens[0]);
	scmi_gate_resume(e->inst.pool);

	serial.answer_at = 1;
	EXPECT_EQ(serial_atomic(e, &ms), 0);
	EXPECT_EQ(engine_busy(e), 0);
}

static void serial_bounded(struct engine *e)
{
	struct scmi_xfer *xfer;
	unsigned int ms;

	serial_begin(e);
	EXPECT_EQ(serial_atomic(e, &ms), -ETIMEDOUT);
	EXPECT(ms >= 90);
	EXPECT(ms < e->tx->timeout_ms / 2);
	EXPECT_EQ(serial.asked, 1);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 1);
	EXPECT_EQ(engine_busy(e), 1);
	xfer = engine_next(e, 0);
	engine_answer(e, xfer, 1);
	EXPECT_EQ(ENGINE_COUNT(e, late), 1);
	EXPECT_EQ(engine_busy(e), 0);
}

static void serial_has_no_slot(struct engine *e)
{
	struct scmi_xfer *xfer = engine_get(e);
	unsigned int ms;

	serial_begin(e);
	EXPECT_EQ(serial_atomic(e, &ms), -EBUSY);
	scmi_xfer_put(xfer);
}

/* A wait is prolonged as often as the transport says, and then ends. */
static void serial_extended(struct engine *e)
{
	struct caller c = {};

	serial_begin(e);
	serial.patience = 3;
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), -ETIMEDOUT);
	EXPECT_EQ(serial.asked, 4);
	EXPECT(c.ms >= 150);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 1);
	EXPECT_EQ(engine_busy(e), 1);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
}

/* Taken back unsent: its end is the transport's, and its token is free. */
static void serial_refused(struct engine *e)
{
	struct caller c = {};

	serial_begin(e);
	serial.patience = 1;
	serial.refusal = -ETIMEDOUT;
	caller_start(e, &c);
	EXPECT_EQ(caller_join(&c), -ETIMEDOUT);
	EXPECT_EQ(serial.asked, 2);
	EXPECT_EQ(ENGINE_COUNT(e, timeouts), 1);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[0]);
}

/* The time counts from the moment that a command goes out. */
static void serial_begun(struct engine *e)
{
	struct caller c = {};
	struct scmi_xfer *xfer;
	unsigned long deadline;

	caller_start(e, &c);
	xfer = engine_next(e, 1000);
	if (!xfer) {
		engine_fail(__func__, __LINE__, "a command was sent");
		caller_join(&c);
		return;
	}
	EXPECT(scmi_agent_xfer_is_waited_for(xfer));
	deadline = READ_ONCE(xfer->deadline);
	EXPECT(caller_waits(&c, 60));
	EXPECT(scmi_agent_xfer_begin(xfer));
	EXPECT(time_after(READ_ONCE(xfer->deadline), deadline));
	/* Never sooner than it was. */
	deadline = READ_ONCE(xfer->deadline);
	scmi_agent_xfer_extend(xfer, jiffies);
	EXPECT_EQ(READ_ONCE(xfer->deadline), deadline);

	caller_kill(&c);
	EXPECT_EQ(caller_join(&c), -EINTR);
	EXPECT(!scmi_agent_xfer_is_waited_for(xfer));
	EXPECT(!scmi_agent_xfer_begin(xfer));
	engine_refuse(e, xfer, -ECANCELED);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(!e->inst.pool->tokens[0]);
}

/* Who waits for a slot waits on while others are served. */
static void serial_slot_turn(struct engine *e)
{
	struct caller first = {}, second = {};
	unsigned int i;

	serial_begin(e);
	serial.patience = 1000;
	caller_start(e, &first);
	EXPECT(engine_next(e, 1000));
	caller_start(e, &second);
	/* The platform talks, but the slot does not come back in time. */
	for (i = 0; i < 10; i++) {
		EXPECT(caller_waits(&second, 30));
		engine_event(e, engine_hdr(0, ENGINE_PROTO, 0,
					   SCMI_MSG_NOTIFICATION), 0, 0);
	}
	engine_answer(e, &e->inst.pool->xfers[0], 1);
	EXPECT_EQ(caller_join(&first), 0);
	engine_answer(e, engine_next(e, 1000), 2);
	EXPECT_EQ(caller_join(&second), 0);
	EXPECT_EQ(second.answer, 2);
}

const struct engine_test engine_serial_tests[] = {
	{ "an atomic command is polled for", serial_polled, 1, 5000 },
	{ "an atomic command does not wait for a pause", serial_not_polled, 1,
	  5000 },
	{ "an atomic command spins for a short time [H20]", serial_bounded, 1,
	  5000 },
	{ "an atomic command does not wait for a slot", serial_has_no_slot, 1,
	  5000 },
	{ "a command that waits its turn has more time", serial_extended, 1,
	  50 },
	{ "a command that was not sent is taken back", serial_refused, 1, 50 },
	{ "the time counts from the doorbell", serial_begun, 1, 5000 },
	{ "a slot is waited for while others are served [H35]",
	  serial_slot_turn, 1, 150 },
	{ }
};
