// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: sending a transfer and waiting for its answer.
 */

#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>

#include "common.h"
#include "engine/fast.h"
#include "engine/pool.h"

/**
 * DOC: Atomic commands
 *
 * A command may be sent where nobody may sleep. Its sender takes a transfer only
 * if one is free, does not wait for a paused transport, and then looks for the
 * answer itself, by the transport's poll(), for the channel's timeout but no
 * longer than SCMI_SPIN_MAX_MS. Whoever takes the answer in, the poller, an
 * interrupt on another CPU or on this one, does it like any other: a transfer
 * ends once, when its answer is complete. On a transport that sends one command
 * after the other it goes out next, and has the time of two: its own, and that of the
 * command which is with the platform.
 *
 * Clients ask is_transport_atomic(), and compare what a command takes with
 * atomic-threshold-us of the devicetree: without that property only what takes
 * no time at all is atomic.
 */

static void scmi_xfer_build(struct scmi_xfer *xfer)
{
	xfer->hdr = FIELD_PREP(SCMI_HDR_MSG_ID, xfer->msg) |
		    FIELD_PREP(SCMI_HDR_TYPE, SCMI_MSG_COMMAND) |
		    FIELD_PREP(SCMI_HDR_PROTOCOL, xfer->proto) |
		    FIELD_PREP(SCMI_HDR_TOKEN, xfer->token);
	*(__le32 *)xfer->tx = cpu_to_le32(xfer->hdr);
	/*
	 * A platform that claims more bytes than it wrote must not make us
	 * read an earlier reply: no header and no status is all ones.
	 */
	BUILD_BUG_ON(SCMI_HDR_LEN + SCMI_STATUS_LEN != sizeof(u64));
	*(u64 *)xfer->rx = U64_MAX;
}

/* Start the timeout. One extra jiffy: the current one is partly gone. */
static void scmi_xfer_set_deadline_locked(struct scmi_xfer *xfer)
	__must_hold(&xfer->lock)
{
	const struct scmi_pool *pool = xfer->pool;
	unsigned int ms;

	lockdep_assert_held(&xfer->lock);

	xfer->sent = jiffies;
	WRITE_ONCE(xfer->heard, READ_ONCE(pool->heard));
	ms = scmi_pool_wait_ms(pool, xfer->timeout_ms);
	WRITE_ONCE(xfer->deadline, xfer->sent + msecs_to_jiffies(ms) + 1);
}

/* IDLE to SENT, with the engine's reference and the transport's. */
static void scmi_xfer_mark_sent(struct scmi_xfer *xfer)
{
	guard(spinlock_irqsave)(&xfer->lock);

	refcount_add(2, &xfer->refs);
	xfer->state = SCMI_XFER_SENT;
	xfer->reply_seen = false;
	xfer->delayed_seen = false;
	xfer->delayed_due = xfer->want_delayed;
	xfer->stuck = false;
	xfer->lost = false;
	xfer->status = 0;
	scmi_xfer_set_deadline_locked(xfer);
}

/**
 * scmi_agent_xfer_begin() - a command that waited its turn goes out now
 * @xfer: transfer that the transport holds
 *
 * The time for its answer counts from here.
 *
 * Context: Any context.
 * Return: false when nobody waits for it any more: then the transport does not
 *	   send it, but gives it back with scmi_agent_xfer_fail().
 */
bool scmi_agent_xfer_begin(struct scmi_xfer *xfer)
{
	guard(spinlock_irqsave)(&xfer->lock);

	if (xfer->state != SCMI_XFER_SENT)
		return false;
	scmi_xfer_set_deadline_locked(xfer);
	return true;
}
EXPORT_SYMBOL_GPL(scmi_agent_xfer_begin);

/**
 * scmi_agent_xfer_extend() - wait longer for a transfer
 * @xfer: transfer that the transport holds
 * @deadline: jiffies until when at least
 *
 * Context: Any context.
 */
void scmi_agent_xfer_extend(struct scmi_xfer *xfer, unsigned long deadline)
{
	guard(spinlock_irqsave)(&xfer->lock);

	if (time_after(deadline, xfer->deadline))
		WRITE_ONCE(xfer->deadline, deadline);
}
EXPORT_SYMBOL_GPL(scmi_agent_xfer_extend);

/*
 * It was not sent, so nobody will answer; unless a platform guessed the token
 * and "answered" while the transport was still about to refuse: then that is the
 * result.
 */
static int scmi_xfer_unsend(struct scmi_xfer *xfer, int err)
{
	bool was_sent;

	scoped_guard(spinlock_irqsave, &xfer->lock) {
		if (xfer->state == SCMI_XFER_DONE)
			return 0;
		was_sent = xfer->state != SCMI_XFER_IDLE;
		xfer->state = SCMI_XFER_DONE;
		xfer->reply_seen = true;
		xfer->delayed_seen = false;
		xfer->delayed_due = false;
		xfer->lost = false;
		xfer->status = err;
	}
	if (was_sent)
		scmi_xfer_put(xfer);
	return err;
}

static int scmi_xfer_hand_over(struct scmi_xfer *xfer, bool kick)
{
	struct scmi_pool *pool = xfer->pool;
	struct scmi_instance *inst = pool->inst;
	int ret;

	if (unlikely(scmi_pool_is_silent(pool)) && !scmi_silence_may_ask(pool)) {
		scmi_count(inst, send_failed);
		return -ETIMEDOUT;
	}
	scmi_xfer_mark_sent(xfer);
	ret = inst->transport->ops->send(xfer->chan, xfer, kick);
	if (ret) {
		scmi_count(inst, send_failed);
		scmi_xfer_put(xfer);
		return ret;
	}
	scmi_count(inst, sent);
	/*
	 * Inside the gate's read side, because scmi_gate_close() stops the reaper
	 * only afterwards.
	 */
	if (!xfer->poll)
		scmi_reaper_start(pool);
	else if (!scmi_xfer_is_done(xfer))
		inst->transport->ops->poll(xfer->chan);
	return 0;
}

/* One attempt. Return: 0, -EAGAIN when the gate is paused, or negative errno. */
static int scmi_xfer_send(struct scmi_xfer *xfer, bool kick)
{
	static const int refused[] = {
		[SCMI_GATE_PAUSED] = -EAGAIN,
		[SCMI_GATE_ASLEEP] = -EBUSY,
		[SCMI_GATE_CLOSED] = -ENODEV,
	};

	CLASS(scmi_gate, gate)(xfer->pool);

	if (gate.state != SCMI_GATE_OPEN)
		return refused[gate.state];
	return scmi_xfer_hand_over(xfer, kick);
}

static int scmi_xfer_start(struct scmi_xfer *xfer, bool kick)
{
	int ret;

	scmi_token_assign(xfer);
	scmi_xfer_build(xfer);

	while ((ret = scmi_xfer_send(xfer, kick)) == -EAGAIN) {
		if (xfer->poll)
			ret = -EBUSY;
		else
			ret = scmi_gate_wait_open(xfer->pool, xfer->timeout_ms,
						  !xfer->must_send);
		if (ret)
			break;
	}
	return ret ? scmi_xfer_unsend(xfer, ret) : 0;
}

/**
 * scmi_xfer_submit() - send a command, do not wait for the answer
 * @xfer: transfer in state IDLE, filled in; not one with @xfer->poll, whose sender
 *	  has to look for the answer itself: scmi_xfer_do()
 * @done: called once when the transfer ends, unless this function fails; the
 *	  transfer is valid in it. NULL: the caller uses scmi_xfer_wait().
 * @arg: passed to @done
 *
 * The doorbell is not rung: several may be submitted for one scmi_xfer_kick().
 * A transfer with @done ends by the answer, after the channel's timeout, or by
 * teardown, and its submitter may put its reference at once.
 *
 * Context: Process context, sleeps while the transport is paused.
 * Return: 0, or negative errno when the command was not sent: -ENODEV when the
 *	   instance is going, -EBUSY when the system sleeps or it may not wait
 *	   for a paused transport, -EINTR, -ETIMEDOUT (paused for too long), or
 *	   the transport's error.
 */
int scmi_xfer_submit(struct scmi_xfer *xfer, scmi_xfer_done_t done, void *arg)
{
	if (WARN_ON_ONCE(xfer->poll))
		return -EINVAL;
	xfer->done = done;
	xfer->done_arg = arg;
	return scmi_xfer_start(xfer, false);
}

/**
 * scmi_xfer_kick() - ring the doorbell for all that was submitted
 * @chan: channel that it was submitted on
 *
 * Context: Any context.
 */
void scmi_xfer_kick(struct scmi_chan *chan)
{
	CLASS(scmi_gate, gate)(chan->inst->pool);

	if (gate.state == SCMI_GATE_OPEN)
		chan->inst->transport->ops->kick(chan);
}

static void scmi_xfer_poll(struct scmi_xfer *xfer)
{
	CLASS(scmi_gate, gate)(xfer->pool);

	if (gate.state == SCMI_GATE_OPEN)
		gate.pool->inst->transport->ops->poll(xfer->chan);
}

/**
 * scmi_xfer_wait() - wait until a submitted transfer has ended
 * @xfer: transfer submitted without a callback, doorbell rung
 *
 * The wait ends with the answer, after the transfer's deadline by the pool's
 * reaper, by a fatal signal unless the command has to be sent, or by teardown. The
 * caller then puts the transfer, whatever the result; if the platform still owns its
 * buffers they stay out of the pool.
 *
 * Context: Process context, sleeps.
 * Return: 0 when the answer is there (see scmi_xfer_cursor()), the errno that
 *	   the platform's status maps to, -EPROTO for a malformed answer,
 *	   -ETIMEDOUT, -EINTR, or -ENODEV when the instance is going.
 */
int scmi_xfer_wait(struct scmi_xfer *xfer)
{
	if (!wait_for_completion_killable(&xfer->completion))
		return xfer->status;
	if (xfer->must_send)
		wait_for_completion(&xfer->completion);
	else
		scmi_xfer_finish(xfer, -EINTR, SCMI_STAT_interrupted);
	return xfer->status;
}

/* However long a platform may take: nothing else runs on this CPU meanwhile. */
#define SCMI_SPIN_MAX_MS	100
/* More than any processor can do. */
#define SCMI_LOOKS_PER_MS	50000

/* Has it ended? If its interrupt did not do it, whoever looks does. */
static bool scmi_xfer_look(struct scmi_xfer *xfer)
{
	if (scmi_xfer_is_done(xfer))
		return true;
	scmi_xfer_poll(xfer);
	return scmi_xfer_is_done(xfer);
}

static unsigned int scmi_xfer_spin_ms(const struct scmi_xfer *xfer)
{
	const struct scmi_pool *pool = xfer->pool;
	unsigned int ms = scmi_pool_wait_ms(pool, xfer->timeout_ms);

	if (pool->inst->transport->serial)
		ms *= 2;
	return min_t(unsigned int, ms, SCMI_SPIN_MAX_MS);
}

/* Look until the transfer ended or its time is over. */
static int scmi_xfer_spin(struct scmi_xfer *xfer)
{
	unsigned int ms, looks;
	u64 limit;
	bool over;

	/* The clock is for answers that scmi_xfer_hand_over() did not find. */
	if (scmi_xfer_is_done(xfer))
		return xfer->status;
	ms = scmi_xfer_spin_ms(xfer);
	limit = ktime_get_mono_fast_ns() + (u64)ms * NSEC_PER_MSEC;
	/* The clock may be off when the machine goes down, such as x86's HPET. */
	looks = ms * SCMI_LOOKS_PER_MS;
	do {
		over = !looks-- || ktime_get_mono_fast_ns() > limit;
		/* Once more after the last look at the clock: we may be late. */
		if (scmi_xfer_look(xfer))
			return xfer->status;
		cpu_relax();
	} while (!over);

	scmi_xfer_give_up(xfer);
	scmi_xfer_finish(xfer, -ETIMEDOUT, SCMI_STAT_timeouts);
	return xfer->status;
}

/**
 * scmi_xfer_do() - send a command and wait for its answer
 * @xfer: transfer in state IDLE, filled in
 *
 * With @xfer->poll it looks for the answer all the time, and no longer than
 * SCMI_SPIN_MAX_MS. The platform's interrupt may come all the same, and may be
 * what ends the transfer.
 *
 * Context: Process context, sleeps; any context but NMI with @xfer->poll.
 * Return: as scmi_xfer_submit() and scmi_xfer_wait().
 */
int scmi_xfer_do(struct scmi_xfer *xfer)
{
	int ret;

	xfer->done = NULL;
	ret = scmi_xfer_start(xfer, true);
	if (ret)
		return ret;
	return xfer->poll ? scmi_xfer_spin(xfer) : scmi_xfer_wait(xfer);
}
