// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: commands to the platform, on a mailbox channel.
 */

#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "transports/mailbox.h"

/* How often to look: for an answer; for an area that is not ours. */
#define SCMI_MBOX_LOOK_MIN_NS	(20 * NSEC_PER_USEC)
#define SCMI_MBOX_LOOK_MAX_NS	(2 * NSEC_PER_MSEC)
#define SCMI_MBOX_LOOK_BUSY_NS	(5 * NSEC_PER_MSEC)

/*
 * A command that waits for its turn looks again so many jiffies after the time of the
 * command before it is over: the tick that has begun is partly gone, and the reaper ends
 * that command in the next one.
 */
#define SCMI_MBOX_TURN_TICKS	2

/**
 * scmi_mbox_timer() - look whether the area has changed hands
 * @timer: the channel's timer
 *
 * Context: Soft interrupt.
 * Return: HRTIMER_NORESTART; it was started anew if it is needed.
 */
enum hrtimer_restart scmi_mbox_timer(struct hrtimer *timer)
{
	scmi_mbox_pump(container_of(timer, struct scmi_mbox_chan, timer));
	return HRTIMER_NORESTART;
}

static void scmi_mbox_look_later_locked(struct scmi_mbox_chan *mc, u64 ns)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	hrtimer_start(&mc->timer, ns_to_ktime(ns), HRTIMER_MODE_REL_SOFT);
}

/* Give back what nobody waits for any more; it was never sent. */
static void scmi_mbox_drop_ended_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	struct scmi_xfer *xfer, *tmp;

	lockdep_assert_held(&mc->lock);

	list_for_each_entry_safe(xfer, tmp, &mc->queue, queue) {
		if (scmi_agent_xfer_is_waited_for(xfer))
			continue;
		list_del_init(&xfer->queue);
		scmi_agent_xfer_fail(xfer, -ECANCELED);
	}
}

/* The platform has the area. */
static void scmi_mbox_wait_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	u64 age;

	lockdep_assert_held(&mc->lock);

	if (mc->cur && !mc->given_up) {
		/* A sender that polls looks for itself. */
		if (!mc->polls || mc->cur->poll)
			return;
		age = ktime_get_mono_fast_ns() - mc->rung_at;
		scmi_mbox_look_later_locked(mc, clamp_t(u64, age / 8,
							SCMI_MBOX_LOOK_MIN_NS,
							SCMI_MBOX_LOOK_MAX_NS));
		return;
	}
	if (!mc->blocked)
		mc->blocked = jiffies ?: 1;
	scmi_mbox_drop_ended_locked(mc);
	if (!list_empty(&mc->queue))
		scmi_mbox_look_later_locked(mc, SCMI_MBOX_LOOK_BUSY_NS);
}

/* Take the reply to the command that is in the area. */
static void scmi_mbox_take_locked(struct scmi_mbox_chan *mc, u32 status)
	__must_hold(&mc->lock)
{
	struct scmi_xfer *xfer = mc->cur;
	size_t len;

	lockdep_assert_held(&mc->lock);

	mc->cur = NULL;
	mc->given_up = false;
	if (status & SCMI_SHMEM_ERROR) {
		/* What the area holds is our own command. */
		scmi_agent_xfer_fail(xfer, -ECOMM);
		return;
	}
	len = scmi_shmem_read(&mc->area.shmem, xfer->rx,
			      scmi_mbox_room(mc->smb));
	scmi_agent_rx_reply(mc->chan, xfer, len);
}

/* Put a command into the area, which is free, and ring. */
static int scmi_mbox_put_locked(struct scmi_mbox_chan *mc,
				struct scmi_xfer *xfer)
	__must_hold(&mc->lock)
{
	bool intr = !xfer->poll && !(mc->polls & SCMI_MBOX_POLL_NODE);
	int ret;

	lockdep_assert_held(&mc->lock);

	ret = scmi_shmem_write(&mc->area.shmem, xfer->tx, xfer->tx_len, intr);
	if (ret)
		return ret;
	mc->cur = xfer;
	mc->blocked = 0;
	if (mc->polls)
		mc->rung_at = ktime_get_mono_fast_ns();
	scmi_mbox_link_ring(mc->bell);
	scmi_mbox_wait_locked(mc);
	return 0;
}

/* Send the next command of the queue, if there is one. */
static void scmi_mbox_next_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	struct scmi_xfer *xfer;
	int ret;

	lockdep_assert_held(&mc->lock);

	while ((xfer = list_first_entry_or_null(&mc->queue, struct scmi_xfer,
						queue))) {
		list_del_init(&xfer->queue);
		ret = -ECANCELED;
		if (scmi_agent_xfer_begin(xfer))
			ret = scmi_mbox_put_locked(mc, xfer);
		if (!ret)
			return;
		scmi_agent_xfer_fail(xfer, ret);
	}
}

/**
 * scmi_mbox_command_step() - take the reply that came, or send a command
 * @mc: A2P channel that is started
 * @may_ring: whether a command may be sent
 *
 * Context: Any context, the channel's lock held.
 * Return: SCMI_MBOX_MORE when a reply was taken and a command waits: it can be
 *	   sent.
 */
enum scmi_mbox_step scmi_mbox_command_step(struct scmi_mbox_chan *mc,
					   bool may_ring)
	__must_hold(&mc->lock)
{
	u32 status = scmi_shmem_status(&mc->area.shmem);
	bool is_free = status & SCMI_SHMEM_FREE;
	bool rung = xchg(&mc->rung, 0);

	lockdep_assert_held(&mc->lock);

	/* An interrupt counts only if it brings the area back. */
	if (rung && mc->cur && is_free)
		mc->polls &= ~SCMI_MBOX_POLL_SILENT;
	else if (rung)
		scmi_agent_rx_spurious(mc->chan);
	if (!is_free) {
		scmi_mbox_wait_locked(mc);
		return SCMI_MBOX_DONE;
	}
	mc->blocked = 0;
	if (mc->cur) {
		scmi_mbox_take_locked(mc, status);
		return list_empty(&mc->queue) ? SCMI_MBOX_DONE : SCMI_MBOX_MORE;
	}
	if (list_empty(&mc->queue))
		return SCMI_MBOX_DONE;
	if (!may_ring)
		return SCMI_MBOX_RING;
	scmi_mbox_next_locked(mc);
	return SCMI_MBOX_DONE;
}

/* May a command that comes now go out at once? */
static bool scmi_mbox_is_idle_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	return !mc->cur && !mc->stepping && list_empty(&mc->queue) &&
	       scmi_shmem_is_free(&mc->area.shmem);
}

/* Atomic commands go out next, in the order in which they came. */
static void scmi_mbox_queue_locked(struct scmi_mbox_chan *mc,
				   struct scmi_xfer *xfer)
	__must_hold(&mc->lock)
{
	struct scmi_xfer *pos;

	lockdep_assert_held(&mc->lock);

	if (!xfer->poll) {
		list_add_tail(&xfer->queue, &mc->queue);
		return;
	}
	list_for_each_entry(pos, &mc->queue, queue)
		if (!pos->poll)
			break;
	list_add_tail(&xfer->queue, &pos->queue);
}

/* Return: 1 when it went out, 0 when it is in the queue, or negative errno. */
static int scmi_mbox_send_locked(struct scmi_mbox_chan *mc,
				 struct scmi_xfer *xfer, bool kick)
	__must_hold(&mc->lock)
{
	int ret;

	lockdep_assert_held(&mc->lock);

	if (!mc->started)
		return -EIO;
	if (!kick || !scmi_mbox_is_idle_locked(mc)) {
		scmi_mbox_queue_locked(mc, xfer);
		return 0;
	}
	mc->stepping = true;
	ret = scmi_mbox_put_locked(mc, xfer);
	mc->stepping = false;
	return ret ?: 1;
}

/**
 * scmi_mbox_send() - send a command, or queue it
 * @chan: A2P channel
 * @xfer: transfer
 * @kick: send it if it is its turn; otherwise scmi_mbox_pump() will
 *
 * Context: Any context.
 * Return: 0; -EIO when the channel is not started, -EMSGSIZE when it does not fit
 *	   the area.
 */
int scmi_mbox_send(struct scmi_chan *chan, struct scmi_xfer *xfer, bool kick)
{
	struct scmi_mbox_chan *mc = chan->priv;
	int ret;

	scoped_guard(spinlock_irqsave, &mc->lock)
		ret = scmi_mbox_send_locked(mc, xfer, kick);
	/* Somebody came while we had the lock, or it is to go out of the queue. */
	if (scmi_mbox_was_contended(mc) || (kick && !ret))
		scmi_mbox_pump(mc);
	return min(ret, 0);
}

/* The answer is there, and no interrupt told of it in time. */
static void scmi_mbox_was_silent_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	if (!mc->polls && !mc->cur->poll)
		mc->polls |= SCMI_MBOX_POLL_SILENT;
}

/* Time is over for the command in the area. */
static bool scmi_mbox_cur_overdue_locked(struct scmi_mbox_chan *mc)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	if (!scmi_shmem_is_free(&mc->area.shmem)) {
		mc->given_up = true;
		return true;
	}
	scmi_mbox_was_silent_locked(mc);
	return false;
}

/* Time is over for a command that waits. True: it was taken back. */
static bool scmi_mbox_queued_overdue_locked(struct scmi_mbox_chan *mc,
					    struct scmi_xfer *xfer)
	__must_hold(&mc->lock)
{
	unsigned long soon = jiffies + SCMI_MBOX_TURN_TICKS;
	unsigned long limit, turn;

	lockdep_assert_held(&mc->lock);

	/* A polling sender has spun for all of its time. */
	if (xfer->poll) {
		list_del_init(&xfer->queue);
		return true;
	}
	/*
	 * The sender of @cur may have left early, or the reaper has not got to it.
	 */
	turn = mc->cur ? READ_ONCE(mc->cur->deadline) + SCMI_MBOX_TURN_TICKS : 0;
	if (mc->cur && time_after(jiffies, turn)) {
		if (scmi_shmem_is_free(&mc->area.shmem))
			scmi_mbox_was_silent_locked(mc);
		else
			mc->given_up = true;
	}
	if (mc->cur && !mc->given_up) {
		limit = turn;
	} else if (scmi_shmem_is_free(&mc->area.shmem)) {
		limit = soon;
	} else {
		if (!mc->blocked)
			mc->blocked = jiffies ?: 1;
		limit = mc->blocked + msecs_to_jiffies(xfer->timeout_ms);
		if (!time_before(jiffies, limit)) {
			list_del_init(&xfer->queue);
			mc->not_sent++;
			scmi_agent_tx_blocked(mc->chan);
			return true;
		}
	}
	scmi_agent_xfer_extend(xfer, time_after(limit, soon) ? limit : soon);
	return false;
}

static bool scmi_mbox_overdue_locked(struct scmi_mbox_chan *mc,
				     struct scmi_xfer *xfer)
	__must_hold(&mc->lock)
{
	lockdep_assert_held(&mc->lock);

	/* Its time began anew before we had the lock: it was sent, or answered. */
	if (!xfer->poll && time_before(jiffies, READ_ONCE(xfer->deadline)))
		return false;
	if (xfer == mc->cur)
		return scmi_mbox_cur_overdue_locked(mc);
	/* The reply is there, perhaps a delayed response is not. */
	if (list_empty(&xfer->queue))
		return true;
	if (scmi_mbox_queued_overdue_locked(mc, xfer))
		scmi_agent_xfer_fail(xfer, -ETIMEDOUT);
	return false;
}

/**
 * scmi_mbox_overdue() - what about a command whose time is over?
 * @chan: A2P channel
 * @xfer: transfer that was sent on it
 *
 * Context: Any context.
 * Return: true if it has to end; false if it has ended, or waits for its turn and
 *	   has more time.
 */
bool scmi_mbox_overdue(struct scmi_chan *chan, struct scmi_xfer *xfer)
{
	struct scmi_mbox_chan *mc = chan->priv;
	bool over, silent, blocked;

	scoped_guard(spinlock_irqsave, &mc->lock) {
		silent = mc->polls;
		blocked = mc->not_sent;
		over = !mc->started || scmi_mbox_overdue_locked(mc, xfer);
		silent = !silent && mc->polls;
		blocked = !blocked && mc->not_sent;
	}
	if (blocked)
		dev_warn(chan->dev,
			 "shared memory of channel 0x%02x is not free (status 0x%x): the platform has not set it up, or still works on a command; nothing is sent until it is\n",
			 chan->id, scmi_shmem_status(&mc->area.shmem));
	if (silent)
		dev_warn_ratelimited(chan->dev,
				     "answer without an interrupt, polling until one comes\n");
	scmi_mbox_pump(mc);
	return over;
}

/**
 * scmi_mbox_take_back() - give all commands of a channel back
 * @mc: channel that is stopped
 *
 * Context: Process context.
 */
void scmi_mbox_take_back(struct scmi_mbox_chan *mc)
{
	struct scmi_xfer *xfer, *tmp;
	LIST_HEAD(all);

	scoped_guard(spinlock_irqsave, &mc->lock) {
		list_splice_init(&mc->queue, &all);
		if (mc->cur)
			list_add(&mc->cur->queue, &all);
		mc->cur = NULL;
		mc->given_up = false;
		mc->blocked = 0;
	}
	list_for_each_entry_safe(xfer, tmp, &all, queue) {
		list_del_init(&xfer->queue);
		scmi_agent_xfer_release(xfer);
	}
}
