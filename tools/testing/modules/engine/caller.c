// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that send commands.
 */

#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>

#include "engine.h"

static const struct scmi_msg engine_msgs[] = {
	[ENGINE_MSG] = {
		.name = "ENGINE_MSG",
		.req = 2,
		.answer = 1,
		.flags = SCMI_MSG_POLLED,
	},
};

static const struct scmi_protocol engine_protocol = {
	.id = ENGINE_PROTO,
	.msgs = engine_msgs,
	.num_msgs = ARRAY_SIZE(engine_msgs),
};

struct fake *engine_create(struct kunit *test, unsigned int slots,
			   unsigned int timeout_ms)
{
	return fake_create(test, &engine_protocol, slots, timeout_ms);
}

struct scmi_xfer *engine_send(struct fake *f, bool delayed)
{
	struct scmi_xfer *xfer = engine_get(f);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(f->test, xfer);
	xfer->want_delayed = delayed;
	KUNIT_EXPECT_EQ(f->test, scmi_xfer_submit(xfer, NULL, NULL), 0);
	KUNIT_EXPECT_PTR_EQ(f->test, fake_next(f, 0), xfer);
	return xfer;
}

/* Nothing in the engine takes longer than this. */
#define CALLER_PATIENCE_MS	15000

static int caller_command(struct caller *c)
{
	/* Many are as long as those of a batch, among which they may be. */
	size_t len = (c->until ? 3 : 1) * sizeof(__le32);
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_xfer_get(c->from ?: &c->f->handles[0].sender, ENGINE_MSG, len,
			     sizeof(__le32), c->must_send);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->want_delayed = c->delayed;
	scmi_put_le32(xfer, 0, c->word);
	ret = scmi_xfer_do(xfer);
	if (!ret)
		c->answer = engine_word(xfer);
	scmi_xfer_put(xfer);
	c->answered += !ret;
	return ret;
}

static int caller_commands(struct caller *c)
{
	int ret;

	do {
		ret = caller_command(c);
	} while (!ret && c->until && !READ_ONCE(*c->until));
	return ret;
}

static int caller_thread(void *data)
{
	struct caller *c = data;
	unsigned long tick = jiffies;
	ktime_t start = ktime_get();

	allow_signal(SIGKILL);
	c->ret = c->run ? c->run(c) : caller_commands(c);
	c->ticks = jiffies - tick;
	c->ms = ktime_ms_delta(ktime_get(), start);
	complete(&c->done);
	return 0;
}

bool caller_waits(struct caller *c, unsigned int ms)
{
	if (!wait_for_completion_timeout(&c->done, msecs_to_jiffies(ms)))
		return true;
	complete(&c->done);
	return false;
}

/* A thread that still waits is let go by the instance's end. */
static void caller_end(void *ctx)
{
	struct caller *c = ctx;

	if (caller_waits(c, 0)) {
		scmi_gate_close(c->f->inst.pool);
		fake_release_all(c->f);
		wait_for_completion(&c->done);
	}
	kthread_stop(c->task);
	put_task_struct(c->task);
}

void caller_start(struct fake *f, struct caller *c)
{
	c->f = f;
	c->ret = 1;
	init_completion(&c->done);
	c->task = kthread_create(caller_thread, c, "engine-caller");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(f->test, c->task);
	get_task_struct(c->task);
	KUNIT_ASSERT_EQ(f->test, kunit_add_action(f->test, caller_end, c), 0);
	wake_up_process(c->task);
}

struct scmi_xfer *caller_sends(struct fake *f, struct caller *c)
{
	struct scmi_xfer *xfer;

	caller_start(f, c);
	xfer = fake_next(f, 1000);
	KUNIT_ASSERT_NOT_NULL(f->test, xfer);
	return xfer;
}

int caller_join(struct caller *c)
{
	KUNIT_EXPECT_FALSE(c->f->test, caller_waits(c, CALLER_PATIENCE_MS));
	kunit_release_action(c->f->test, caller_end, c);
	return c->ret;
}

void caller_kill(struct caller *c)
{
	send_sig(SIGKILL, c->task, 1);
}
