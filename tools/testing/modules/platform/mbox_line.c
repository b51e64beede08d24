// SPDX-License-Identifier: GPL-2.0-only
/* Mailboxes: who rings whom, and from which context. */

#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/mailbox_client.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mbox.h"

/**
 * DOC: Rings
 *
 * The agent is rung from hard interrupt context, by irq_work, as a controller's
 * interrupt handler would do it. When a channel is shut down no ring is under
 * way any more, as it should be, but for the one that begins on another CPU
 * before and ends after that: some controllers do not wait for their handler,
 * and what it has begun with must stay valid. A handler is an RCU reader, unless
 * the controller's is a thread.
 *
 * Some controllers call with the mailbox core's lock of the channel held.
 */

#define TMB_ACROSS_US	500
#define TMB_ACROSS_THREAD_MS	300

static DEFINE_MUTEX(tmb_lines_lock);
static LIST_HEAD(tmb_lines);

static void tmb_line_irq(struct irq_work *work)
{
	struct tmb_line *line = container_of(work, struct tmb_line, irq);
	struct mbox_chan *chan = NULL;
	bool locked = false;

	scoped_guard(spinlock_irqsave, &line->lock) {
		if (line->open)
			chan = line->chan;
		if (line->pair)
			locked = tmb_is_on(line->pair->host, TMB_LOCKED);
	}
	/* Neither goes away: tmb_line_close() waits for this function. */
	if (chan && locked) {
		guard(spinlock_irqsave)(&chan->lock);
		mbox_chan_received_data(chan, NULL);
	} else if (chan) {
		mbox_chan_received_data(chan, NULL);
	}
	atomic_inc(chan ? &line->rings : &line->lost);
}

static void tmb_line_taken(struct irq_work *work)
{
	struct tmb_line *line = container_of(work, struct tmb_line, taken);
	struct mbox_chan *chan = NULL;

	scoped_guard(spinlock_irqsave, &line->lock)
		if (line->open && line->chan->mbox->txdone_irq)
			chan = line->chan;
	if (chan)
		mbox_chan_txdone(chan, 0);
}

static enum hrtimer_restart tmb_line_timer(struct hrtimer *timer)
{
	struct tmb_line *line = container_of(timer, struct tmb_line, delayed);

	irq_work_queue(&line->irq);
	return HRTIMER_NORESTART;
}

/* What the mailbox core does, but slowly and without waiting for it. */
static void tmb_line_call_slowly(struct tmb_line *line, unsigned int us)
{
	void (*callback)(struct mbox_client *cl, void *msg) = NULL;
	struct mbox_client *cl = NULL;

	scoped_guard(spinlock_irqsave, &line->lock) {
		if (line->chan)
			cl = READ_ONCE(line->chan->cl);
		if (cl)
			callback = cl->rx_callback;
	}
	WRITE_ONCE(line->begun, true);
	/* A thread's time, too: it does not give up the processor by itself. */
	for (; us; us -= min(us, 100u))
		udelay(min(us, 100u));
	if (callback)
		callback(cl, NULL);
}

static void tmb_line_across(struct irq_work *work)
{
	tmb_line_call_slowly(container_of(work, struct tmb_line, across),
			     TMB_ACROSS_US);
}

static void tmb_line_across_start(struct work_struct *work)
{
	struct tmb_line *line = container_of(work, struct tmb_line,
					     across_start);

	if (line->threaded)
		tmb_line_call_slowly(line, TMB_ACROSS_THREAD_MS * USEC_PER_MSEC);
	else
		irq_work_queue(&line->across);
}

static void tmb_line_elsewhere(struct work_struct *work)
{
	struct tmb_line *line = container_of(work, struct tmb_line, elsewhere);

	irq_work_queue(&line->irq);
}

static struct tmb_line *tmb_line_create(const char *ctrl, u32 index)
{
	struct tmb_line *line = kzalloc_obj(*line);

	if (!line)
		return NULL;
	line->ctrl = kstrdup(ctrl, GFP_KERNEL);
	if (!line->ctrl) {
		kfree(line);
		return NULL;
	}
	line->index = index;
	spin_lock_init(&line->lock);
	init_irq_work(&line->irq, tmb_line_irq);
	init_irq_work(&line->taken, tmb_line_taken);
	init_irq_work(&line->across, tmb_line_across);
	INIT_WORK(&line->elsewhere, tmb_line_elsewhere);
	INIT_WORK(&line->across_start, tmb_line_across_start);
	hrtimer_setup(&line->delayed, tmb_line_timer, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	return line;
}

/* The line of a mailbox, NULL without memory; valid until tmb_lines_free(). */
struct tmb_line *tmb_line_get(const char *ctrl, u32 index)
{
	struct tmb_line *line;

	guard(mutex)(&tmb_lines_lock);

	list_for_each_entry(line, &tmb_lines, node)
		if (line->index == index && !strcmp(line->ctrl, ctrl))
			return line;
	line = tmb_line_create(ctrl, index);
	if (line)
		list_add_tail(&line->node, &tmb_lines);
	return line;
}

/* No controller and no platform is left. */
void tmb_lines_free(void)
{
	struct tmb_line *line, *next;

	guard(mutex)(&tmb_lines_lock);

	list_for_each_entry_safe(line, next, &tmb_lines, node) {
		tmb_line_quiet(line);
		list_del(&line->node);
		kfree(line->ctrl);
		kfree(line);
	}
}

/* Say what a line is for; -EBUSY when it is wired already. */
int tmb_line_wire(struct tmb_line *line, struct tmb_pair *pair,
		  enum tmb_role role)
{
	guard(spinlock_irqsave)(&line->lock);

	if (line->pair)
		return -EBUSY;
	line->pair = pair;
	line->role = role;
	line->rung = false;
	return 0;
}

/* The platform goes: nothing is taken from the line again. Sleeps. */
void tmb_line_unwire(struct tmb_line *line)
{
	scoped_guard(spinlock_irqsave, &line->lock) {
		line->pair = NULL;
		line->rung = false;
	}
	cancel_work_sync(&line->elsewhere);
	hrtimer_cancel(&line->delayed);
}

/* Interrupt the agent, now or after a delay; any context. A line may be NULL for none. */
void tmb_line_ring(struct tmb_line *line, u64 delay_ns)
{
	if (!line)
		return;
	if (delay_ns)
		hrtimer_start(&line->delayed, ns_to_ktime(delay_ns),
			      HRTIMER_MODE_REL);
	else
		irq_work_queue(&line->irq);
}

/* Has the agent rung? Only once for each time. */
bool tmb_line_rung(struct tmb_line *line)
{
	bool rung;

	if (!line)
		return false;
	scoped_guard(spinlock_irqsave, &line->lock) {
		rung = line->rung;
		line->rung = false;
	}
	if (rung)
		irq_work_queue(&line->taken);
	return rung;
}

/* Has an agent asked for this mailbox, and not released it? Any context. */
bool tmb_line_is_open(struct tmb_line *line)
{
	if (!line)
		return false;

	guard(spinlock_irqsave)(&line->lock);

	return line->open;
}

/* Wait until a ring has been heard. */
void tmb_line_sync(struct tmb_line *line)
{
	irq_work_sync(&line->irq);
}

static unsigned int tmb_other_cpu(void)
{
	unsigned int here = raw_smp_processor_id();
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (cpu != here)
			return cpu;
	return here;
}

/* Interrupt the agent on another CPU, soon. */
void tmb_line_ring_elsewhere(struct tmb_line *line)
{
	if (line)
		queue_work_on(tmb_other_cpu(), system_highpri_wq,
			      &line->elsewhere);
}

/*
 * An interrupt that outlasts the caller, by a thread or not. On return its handler has
 * begun on another CPU, if there is one.
 */
void tmb_line_ring_across(struct tmb_line *line, bool threaded)
{
	unsigned int other = tmb_other_cpu();
	int tries = 1000;

	if (other == raw_smp_processor_id())
		return;
	cancel_work_sync(&line->across_start);
	line->threaded = threaded;
	WRITE_ONCE(line->begun, false);
	queue_work_on(other, system_highpri_wq, &line->across_start);
	while (!READ_ONCE(line->begun) && tries--)
		usleep_range(10, 20);
}

/* Wait for every handler of a line that is closed. */
void tmb_line_quiet(struct tmb_line *line)
{
	cancel_work_sync(&line->elsewhere);
	cancel_work_sync(&line->across_start);
	irq_work_sync(&line->across);
	hrtimer_cancel(&line->delayed);
	irq_work_sync(&line->irq);
	irq_work_sync(&line->taken);
}
