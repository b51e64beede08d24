/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of the transfer engine: the instance and the transport that they play.
 */
#ifndef _SCMI_AGENT_TEST_ENGINE_H
#define _SCMI_AGENT_TEST_ENGINE_H

#include <linux/completion.h>
#include <linux/sched/task.h>
#include <linux/wait.h>

#include "channel.h"
#include "common.h"
#include "pool.h"

#define ENGINE_PROTO	0x42
#define ENGINE_MSG	0x17
#define ENGINE_MSG_SIZE	64
#define ENGINE_POOL_MAX	64

/**
 * struct engine - an instance, and the platform on the other side
 * @inst: instance; only what the engine reads is set
 * @tr: its transport
 * @proto: protocol of @ph
 * @ph: for what takes a handle
 * @tx: A2P channel
 * @rx: P2A channel
 * @lock: protects the fields below
 * @out: slots that the transport holds
 * @queue: slots sent and not yet returned by engine_next(), oldest first
 * @head: messages sent
 * @tail: messages returned by engine_next()
 * @kicks: doorbells
 * @recovers: recoveries asked for
 * @notes: notifications that reached the registry
 * @peak: most transfers with the transport at once
 * @send_err: what send() fails with
 * @sent_wait: woken by send()
 * @on_send: called by send(), no lock held, for a transfer accepted. Optional
 * @on_poll: called by poll(), any context. Optional
 * @data: for @on_send and @on_poll
 */
struct engine {
	struct scmi_instance inst;
	struct scmi_transport tr;
	struct scmi_protocol proto;
	struct scmi_protocol_handle ph;
	struct scmi_chan *tx;
	struct scmi_chan *rx;
	spinlock_t lock; /* what the platform holds */
	DECLARE_BITMAP(out, ENGINE_POOL_MAX);
	u16 queue[ENGINE_POOL_MAX];
	unsigned int head;
	unsigned int tail;
	unsigned int kicks;
	unsigned int recovers;
	unsigned int notes;
	unsigned int peak;
	int send_err;
	wait_queue_head_t sent_wait;
	void (*on_send)(struct engine *e, struct scmi_xfer *xfer);
	void (*on_poll)(struct engine *e);
	void *data;
};

/**
 * struct engine_test - one test
 * @name: what it shows
 * @run: the test
 * @slots: size of the pool
 * @timeout_ms: timeout of the channels
 */
struct engine_test {
	const char *name;
	void (*run)(struct engine *e);
	unsigned int slots;
	unsigned int timeout_ms;
};

/**
 * struct caller - a thread that sends one command and waits
 * @e: engine
 * @run: what the thread does; NULL for the command
 * @arg: for @run
 * @delayed: want a delayed response
 * @word: payload of the request
 * @answer: first word of the answer
 * @ret: what became of it
 * @ms: how long it took
 * @task: thread
 * @done: the thread has its result
 */
struct caller {
	struct engine *e;
	int (*run)(struct caller *c);
	void *arg;
	bool delayed;
	u32 word;
	u32 answer;
	int ret;
	unsigned int ms;
	struct task_struct *task;
	struct completion done;
};

/* main.c */
__printf(1, 2) void engine_print(const char *fmt, ...);
void engine_fail(const char *func, int line, const char *what);
void engine_fail_eq(const char *func, int line, const char *what, long got,
		    long want);
extern unsigned int engine_seconds;

#define EXPECT(cond)							\
	do {								\
		if (!(cond))						\
			engine_fail(__func__, __LINE__, #cond);		\
	} while (0)

#define EXPECT_EQ(got, want)						\
	do {								\
		long __got = (got), __want = (want);			\
									\
		if (__got != __want)					\
			engine_fail_eq(__func__, __LINE__, #got, __got,	\
				       __want);				\
	} while (0)

/* Tests, each list ends with an entry without a name. */
extern const struct engine_test engine_command_tests[];
extern const struct engine_test engine_callback_tests[];
extern const struct engine_test engine_token_tests[];
extern const struct engine_test engine_slot_tests[];
extern const struct engine_test engine_delayed_tests[];
extern const struct engine_test engine_gate_tests[];
extern const struct engine_test engine_drain_tests[];
extern const struct engine_test engine_batch_tests[];
extern const struct engine_test engine_batch_end_tests[];
extern const struct engine_test engine_cursor_tests[];
extern const struct engine_test engine_poll_tests[];
extern const struct engine_test engine_race_tests[];
extern const struct engine_test engine_serial_tests[];
extern const struct engine_test engine_stress_tests[];

/* fake.c */
struct engine *engine_create(unsigned int slots, unsigned int timeout_ms);
void engine_destroy(struct engine *e);
unsigned long engine_count(struct engine *e, enum scmi_stat stat);
unsigned int engine_busy(struct engine *e);
unsigned int engine_quarantined(struct engine *e);
struct scmi_xfer *engine_next(struct engine *e, unsigned int ms);
struct scmi_xfer *engine_peek(struct engine *e);
struct scmi_xfer *engine_take(struct engine *e);
void engine_reply(struct engine *e, struct scmi_xfer *xfer, u32 hdr, u32 status,
		  const u32 *words, size_t len);
void engine_answer(struct engine *e, struct scmi_xfer *xfer, u32 word);
void engine_answer_now(struct engine *e, struct scmi_xfer *xfer);
void engine_refuse(struct engine *e, struct scmi_xfer *xfer, int err);
void engine_event(struct engine *e, u32 hdr, u32 status, u32 word);
void engine_release_all(struct engine *e);

#define ENGINE_COUNT(e, name)	engine_count(e, SCMI_STAT_##name)

/* A header word. */
static inline u32 engine_hdr(u16 token, u8 proto, u8 msg, u8 type)
{
	return FIELD_PREP(SCMI_HDR_TOKEN, token) |
	       FIELD_PREP(SCMI_HDR_PROTOCOL, proto) |
	       FIELD_PREP(SCMI_HDR_TYPE, type) |
	       FIELD_PREP(SCMI_HDR_MSG_ID, msg);
}

/* The header of the delayed response that @xfer waits for. */
static inline u32 engine_dly_hdr(const struct scmi_xfer *xfer)
{
	return engine_hdr(xfer->token, xfer->proto, xfer->msg,
			  SCMI_MSG_DELAYED_RESPONSE);
}

/* A transfer with one word each way, to be filled in further. */
static inline struct scmi_xfer *engine_get(struct engine *e)
{
	return scmi_xfer_try_get(e->tx, ENGINE_PROTO, ENGINE_MSG,
				 sizeof(__le32), sizeof(__le32));
}

static inline u32 engine_word(const struct scmi_xfer *xfer, unsigned int idx)
{
	return le32_to_cpu(((__le32 *)xfer->tx)[idx]);
}

/* caller.c */
void caller_start(struct engine *e, struct caller *c);
bool caller_waits(struct caller *c, unsigned int ms);
int caller_join(struct caller *c);
void caller_kill(struct caller *c);

#endif /* _SCMI_AGENT_TEST_ENGINE_H */
