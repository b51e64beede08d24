/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of the transfer engine: a protocol, and threads that send its commands.
 */
#ifndef _SCMI_AGENT_TEST_ENGINE_H
#define _SCMI_AGENT_TEST_ENGINE_H

#include <linux/completion.h>
#include <linux/sched/task.h>

#include "../fake/fake.h"

#define ENGINE_PROTO	0x42
#define ENGINE_MSG	0x17

/**
 * struct caller - a thread that sends a command and waits
 * @f: instance
 * @run: what the thread does; NULL for the command
 * @arg: for @run
 * @from: for whom it sends; NULL for the protocol
 * @delayed: want a delayed response
 * @must_send: it is a command that must be sent
 * @until: send more, until this is set or one fails; NULL for one command
 * @word: payload of the request
 * @answer: first word of the answer
 * @answered: how many were
 * @ret: what became of it
 * @ms: how long it took
 * @ticks: the same in jiffies, which may lag and then jump where timeouts are short
 * @task: thread
 * @done: the thread has its result
 */
struct caller {
	struct fake *f;
	int (*run)(struct caller *c);
	void *arg;
	const struct scmi_sender *from;
	bool delayed;
	bool must_send;
	const bool *until;
	u32 word;
	u32 answer;
	unsigned int answered;
	int ret;
	unsigned int ms;
	unsigned long ticks;
	struct task_struct *task;
	struct completion done;
};

extern const struct kunit_suite engine_cursor_suite, engine_command_suite,
	engine_callback_suite, engine_token_suite, engine_slot_suite,
	engine_delayed_suite, engine_gate_suite, engine_drain_suite,
	engine_batch_suite, engine_batch_end_suite, engine_poll_suite,
	engine_serial_suite, engine_silence_suite, engine_again_suite,
	engine_leave_suite,
	engine_race_suite, engine_stress_suite;

/* caller.c: for the test's own thread, but for caller_waits() and caller_kill() */

/* An instance with so many transfers, which goes with the test. */
struct fake *engine_create(struct kunit *test, unsigned int slots,
			   unsigned int timeout_ms);

/* Send a command, which the platform then has, and do not wait for it. */
struct scmi_xfer *engine_send(struct fake *f, bool delayed);

/* Start a thread, which ends with the test at the latest. What is not set is 0. */
void caller_start(struct fake *f, struct caller *c);

/* The same, and wait for its command, which the platform then has. */
struct scmi_xfer *caller_sends(struct fake *f, struct caller *c);

/* Is the thread still busy after so many milliseconds? */
bool caller_waits(struct caller *c, unsigned int ms);

/* Wait for the thread's end, and return what it did; one that hangs fails the test. */
int caller_join(struct caller *c);

/* Send the thread a fatal signal. */
void caller_kill(struct caller *c);

/* A transfer with one word each way, to be filled in further. */
static inline struct scmi_xfer *engine_get(struct fake *f)
{
	return scmi_xfer_try_get(&f->handles[0].sender, ENGINE_MSG,
				 sizeof(__le32), sizeof(__le32), false);
}

/* The same for a sender that cannot sleep. */
static inline struct scmi_xfer *engine_get_atomic(struct fake *f)
{
	return scmi_xfer_try_get(&f->handles[0].sender, ENGINE_MSG,
				 sizeof(__le32), sizeof(__le32), true);
}

/* First word of an answer. */
static inline u32 engine_word(const struct scmi_xfer *xfer)
{
	struct scmi_cursor cur = scmi_xfer_cursor(xfer);

	return scmi_get_le32(&cur);
}

#endif /* _SCMI_AGENT_TEST_ENGINE_H */
