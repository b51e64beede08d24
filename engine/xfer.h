/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Transfers: one command, its reply and, where asked for, its delayed response.
 */
#ifndef _SCMI_AGENT_XFER_H
#define _SCMI_AGENT_XFER_H

#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/list.h>
#include <linux/refcount.h>
#include <linux/scmi_agent_cursor.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "engine/wire.h"

struct scmi_chan;
struct scmi_pool;
struct scmi_xfer;
struct task_struct;

/**
 * enum scmi_xfer_state - where a transfer is in its life
 * @SCMI_XFER_IDLE: in the pool, or owned by a caller that fills in the request
 * @SCMI_XFER_SENT: with the platform; neither reply nor delayed response seen
 * @SCMI_XFER_DELAYED: reply seen, delayed response outstanding
 * @SCMI_XFER_DONE: result is in @status; no answer can change it any more
 */
enum scmi_xfer_state {
	SCMI_XFER_IDLE,
	SCMI_XFER_SENT,
	SCMI_XFER_DELAYED,
	SCMI_XFER_DONE,
};

/* Runs once per submitted transfer, in any context, hard interrupt included. */
typedef void (*scmi_xfer_done_t)(struct scmi_xfer *xfer, void *arg);

/**
 * struct scmi_sender - for whom commands go out
 * @chan: channel that they go out on; immutable
 * @proto: protocol id; immutable
 * @node: on its client's list, if it has a client; under that one's lock
 * @leaver: task that takes the sender away, see DOC: Leaving; WRITE_ONCE, once
 * @watch: while the sender leaves, ends what is not answered
 */
struct scmi_sender {
	struct scmi_chan *chan;
	u8 proto;
	struct list_head node;
	const struct task_struct *leaver;
	struct delayed_work watch;
};

/**
 * struct scmi_xfer - one transfer: a slot of its instance's pool
 * @pool: the pool; immutable
 * @slot: index in the pool; immutable
 * @tx: request, header word first; room for the instance's largest message
 * @rx: reply, header word first; the transport may write it while it holds its
 *	reference
 * @dly: copy of the delayed response, header word first; allocated when the slot
 *	 is first used for a command that wants one, stays with the slot
 * @refs: the caller's reference; from submit on the engine's, until the state is
 *	  DONE and the submitter knows, and the transport's, until it hands the
 *	  buffers back
 * @chan: channel that the request goes out on; valid while the transport may call
 *	  or be called, see Gate
 * @hdr: header word of the request; valid from submit on
 * @proto: protocol id of the request
 * @sender: for whom the request goes out; NULL if that does not matter. It is only
 *	    compared, because the sender may be gone
 * @msg: message id of the request
 * @want_delayed: a delayed response must follow the reply
 * @must_send: it is sent and waited for although its sender is being killed
 * @tx_len: bytes of @tx, header included
 * @rx_min: bytes that a successful answer has at least after its status word
 * @token: token of the request; valid from submit on
 * @timeout_ms: how long to wait for the answer, from the doorbell on; less while
 *		the platform is silent
 * @done: callback, or NULL when the caller uses scmi_xfer_wait()
 * @done_arg: for @done
 * @poll: the sender does not sleep, but looks for the answer itself
 * @queue: the transport's own while it holds its reference
 * @polled: likewise
 * @completion: completed when the state becomes DONE
 * @lock: protects the fields below; innermost lock, taken in any context
 * @state: enum scmi_xfer_state
 * @reply_seen: the reply to the command came (or its buffer came back)
 * @delayed_seen: the delayed response came
 * @delayed_due: the platform accepted the command, or never said: a delayed
 *		 response may come
 * @stuck: the reaper found it overdue and not returned
 * @sent: jiffies when it was sent
 * @heard: messages that the pool had received then; READ_ONCE outside @lock
 * @deadline: jiffies at which the wait for the answer ends; READ_ONCE outside
 *	      @lock
 * @lost: the transport took the buffers back; valid in state DONE
 * @status: 0 or negative errno; valid in state DONE
 * @body: the answer after its status word; valid in state DONE with @status 0
 * @body_len: bytes at @body
 *
 * Lifetime: slots are allocated with the pool and freed with it, never in
 * between, so a stale pointer always points to some transfer. scmi_xfer_get()
 * gives the caller a reference. scmi_xfer_submit() gives one to the transport,
 * until it hands the buffers back, and one to the engine, until the state is
 * DONE and the submitter was told. The slot is in the pool again with the last one.
 * The caller may put its own at any time, also while the platform still owns the
 * buffers. What becomes of its token is in token.c.
 */
struct scmi_xfer {
	struct scmi_pool *pool;
	u16 slot;
	void *tx;
	void *rx;
	void *dly;
	refcount_t refs;

	struct scmi_chan *chan;
	u32 hdr;
	const struct scmi_sender *sender;
	u8 proto;
	u8 msg;
	bool want_delayed;
	bool must_send;
	u16 token;
	size_t tx_len;
	size_t rx_min;
	unsigned int timeout_ms;
	scmi_xfer_done_t done;
	void *done_arg;
	bool poll;
	struct list_head queue;
	bool polled;
	struct completion completion;

	spinlock_t lock;
	enum scmi_xfer_state state __guarded_by(&lock);
	bool reply_seen __guarded_by(&lock);
	bool delayed_seen __guarded_by(&lock);
	bool delayed_due __guarded_by(&lock);
	bool stuck __guarded_by(&lock);
	unsigned long sent;
	unsigned int heard;
	unsigned long deadline;
	bool lost;
	int status;
	const void *body;
	size_t body_len;
};

/* The request's payload, behind the header word. */
static inline void *scmi_xfer_payload(struct scmi_xfer *xfer)
{
	return xfer->tx + SCMI_HDR_LEN;
}

/* Store word @idx of the request's payload. */
static inline void scmi_put_le32(struct scmi_xfer *xfer, unsigned int idx,
				 u32 val)
{
	((__le32 *)scmi_xfer_payload(xfer))[idx] = cpu_to_le32(val);
}

/* A cursor over the answer behind its status word; only after status 0. */
static inline struct scmi_cursor scmi_xfer_cursor(const struct scmi_xfer *xfer)
{
	struct scmi_cursor c;

	scmi_cursor_init(&c, xfer->body, xfer->body_len);
	return c;
}

/* Word @idx of the answer, of which it has as many as @rx_min says; likewise. */
static inline u32 scmi_xfer_word(const struct scmi_xfer *xfer, unsigned int idx)
{
	return le32_to_cpu(READ_ONCE(((const __le32 *)xfer->body)[idx]));
}

/* Status of the reply, which may not have come: then it is none that there is. */
static inline s32 scmi_xfer_reply_status(const struct scmi_xfer *xfer)
{
	const __le32 *rx = xfer->rx;

	return le32_to_cpu(READ_ONCE(rx[1]));
}

/*
 * Did the platform answer that it is busy, so that the command was not run? The same
 * errno without such an answer is our own. Valid in state DONE.
 */
static inline bool scmi_xfer_was_busy(const struct scmi_xfer *xfer)
{
	return xfer->status == -EBUSY &&
	       scmi_xfer_reply_status(xfer) == SCMI_BUSY;
}

/*
 * Was the command accepted, but its delayed response did not come? Valid in state
 * DONE.
 */
static inline bool scmi_xfer_was_not_completed(const struct scmi_xfer *xfer)
{
	return xfer->want_delayed && xfer->status == -ETIMEDOUT &&
	       scmi_xfer_reply_status(xfer) == SCMI_SUCCESS;
}

/* xfer.c */
struct scmi_xfer *scmi_xfer_get(const struct scmi_sender *from, u8 msg,
				size_t tx_payload, size_t rx_min, bool must_send);
struct scmi_xfer *scmi_xfer_try_get(const struct scmi_sender *from, u8 msg,
				    size_t tx_payload, size_t rx_min,
				    bool atomic);
void scmi_xfer_put(struct scmi_xfer *xfer);
void scmi_xfer_again(struct scmi_xfer *xfer);

/* leave.c */
void scmi_sender_leaves(struct scmi_sender *from);
void scmi_sender_gone(struct scmi_sender *from);

/* tx.c */
int scmi_xfer_submit(struct scmi_xfer *xfer, scmi_xfer_done_t done, void *arg);
void scmi_xfer_kick(struct scmi_chan *chan);
int scmi_xfer_wait(struct scmi_xfer *xfer);
int scmi_xfer_do(struct scmi_xfer *xfer);

#endif /* _SCMI_AGENT_XFER_H */
