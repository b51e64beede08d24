// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that send commands.
 */

#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>

#include "engine.h"

/* Nothing in the engine takes longer than this. */
#define CALLER_PATIENCE_MS	15000

static int caller_command(struct caller *c)
{
	struct scmi_cursor cur;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_xfer_get(c->e->tx, ENGINE_PROTO, ENGINE_MSG,
			     sizeof(__le32), sizeof(__le32));
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	xfer->want_delayed = c->delayed;
	scmi_put_le32(xfer, 0, c->word);
	ret = scmi_xfer_do(xfer);
	if (!ret) {
		cur = scmi_xfer_cursor(xfer);
		c->answer = scmi_get_le32(&cur);
	}
	scmi_xfer_put(xfer);
	return ret;
}

static int caller_thread(void *data)
{
	struct caller *c = data;
	ktime_t start = ktime_get();

	allow_signal(SIGKILL);
	c->ret = c->run ? c->run(c) : caller_command(c);
	c->ms = ktime_ms_delta(ktime_get(), start);
	complete(&c->done);
	return 0;
}

/**
 * caller_start() - start a thread
 * @e: engine
 * @c: caller; what is not filled in is 0
 *
 * Context: Process context.
 */
void caller_start(struct engine *e, struct caller *c)
{
	c->e = e;
	c->ret = 1;
	init_completion(&c->done);
	c->task = kthread_create(caller_thread, c, "engine-caller");
	if (IS_ERR(c->task)) {
		engine_fail(__func__, __LINE__, "kthread_create()");
		c->task = NULL;
		complete(&c->done);
		return;
	}
	get_task_struct(c->task);
	wake_up_process(c->task);
}

/**
 * caller_waits() - is the thread still busy after a while?
 * @c: caller
 * @ms: the while
 *
 * Context: Process context.
 * Return: true if it is.
 */
bool caller_waits(struct caller *c, unsigned int ms)
{
	if (!wait_for_completion_timeout(&c->done, msecs_to_jiffies(ms)))
		return true;
	complete(&c->done);
	return false;
}

/**
 * caller_join() - wait for the thread's end
 * @c: caller
 *
 * A thread that hangs fails the test, and is let go by the instance's end.
 *
 * Context: Process context.
 * Return: what the thread returned.
 */
int caller_join(struct caller *c)
{
	if (caller_waits(c, CALLER_PATIENCE_MS)) {
		engine_fail(__func__, __LINE__, "the caller returns");
		scmi_gate_close(c->e->inst.pool);
		engine_release_all(c->e);
		wait_for_completion(&c->done);
	}
	if (c->task) {
		kthread_stop(c->task);
		put_task_struct(c->task);
	}
	return c->ret;
}

/**
 * caller_kill() - send the thread a fatal signal
 * @c: caller
 *
 * Context: Process context.
 */
void caller_kill(struct caller *c)
{
	if (c->task)
		send_sig(SIGKILL, c->task, 1);
}
