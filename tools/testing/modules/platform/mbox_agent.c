// SPDX-License-Identifier: GPL-2.0-only
/* What a platform notices of drivers that come and go. */

#include <linux/cleanup.h>
#include <linux/mutex.h>

#include "mbox.h"

/**
 * DOC: Coming and going
 *
 * tmb_wires_lock is held while a platform is wired to mailboxes, and while a
 * mailbox that was released is looked at, so that what it is wired to stays.
 * Inside of it comes the platform's lock; the mailbox core's is outside.
 *
 * When the agent has released the last mailbox, the platform forgets it, as
 * firmware does at a reset: no subscription, no command under way, all areas
 * free. With "sticky on" it does not.
 */

static DEFINE_MUTEX(tmb_wires_lock);

/**
 * tmb_line_defers() - the agent asks for a mailbox: shall it come back later?
 * @line: the mailbox
 *
 * Context: Any context.
 * Return: whether it shall, which is so too as long as no platform is behind
 *	   the mailbox.
 */
bool tmb_line_defers(struct tmb_line *line)
{
	struct tmb_host *host;

	guard(spinlock_irqsave)(&line->lock);

	if (!line->pair)
		return true;
	host = line->pair->host;
	tmb_count(host, TMB_REQUESTS);
	if (!tmb_nth(host, TMB_NTH_DEFER))
		return false;
	tmb_count(host, TMB_DEFERRED);
	if (tmb_is_on(host, TMB_DEFER_ALL))
		tmb_times(host, TMB_NTH_DEFER, 1);
	return true;
}

/**
 * tmb_line_request() - the agent asks for a mailbox: shall it get it?
 * @line: the mailbox
 *
 * Context: Any context.
 * Return: 0, or -EIO when this request was chosen to fail.
 */
int tmb_line_request(struct tmb_line *line)
{
	guard(spinlock_irqsave)(&line->lock);

	if (line->pair && tmb_nth(line->pair->host, TMB_NTH_FAIL))
		return -EIO;
	return 0;
}

/**
 * tmb_line_moment() - shall there be an interrupt now?
 * @line: the mailbox
 * @moment: now
 *
 * Context: Any context.
 * Return: whether there shall.
 */
bool tmb_line_moment(struct tmb_line *line, enum tmb_switch moment)
{
	guard(spinlock_irqsave)(&line->lock);

	return line->pair && tmb_is_on(line->pair->host, moment);
}

/**
 * tmb_line_opened() - the agent has got a mailbox
 * @line: the mailbox
 *
 * Context: Any context.
 */
void tmb_line_opened(struct tmb_line *line)
{
	guard(spinlock_irqsave)(&line->lock);

	if (line->pair)
		tp_kick(line->pair->host->tp);
}

static bool tmb_host_is_open(struct tmb_host *host)
{
	u32 i;

	for (i = 0; i < host->num_lines; i++)
		if (tmb_line_is_open(host->lines[i]))
			return true;
	return false;
}

/**
 * tmb_host_reset_locked() - all areas as they are at boot
 * @host: platform
 *
 * Context: Process context, with the platform's lock.
 */
void tmb_host_reset_locked(struct tmb_host *host)
	__must_hold(tp_lock(host->tp))
{
	u32 i;

	lockdep_assert_held(tp_lock(host->tp));

	for (i = 0; i < host->num_pairs; i++) {
		struct tmb_pair *pair = &host->pairs[i];

		pair->busy = false;
		pair->lost = false;
		tmb_area_reset(&pair->tx);
		tmb_area_reset(&pair->rx);
	}
}

/**
 * tmb_line_closed() - the agent has released a mailbox
 * @line: the mailbox
 *
 * Context: Process context, may sleep.
 */
void tmb_line_closed(struct tmb_line *line)
{
	struct tmb_host *host = NULL;

	guard(mutex)(&tmb_wires_lock);

	scoped_guard(spinlock_irqsave, &line->lock)
		if (line->pair)
			host = line->pair->host;
	if (!host || tmb_host_is_open(host))
		return;

	guard(mutex)(tp_lock(host->tp));

	host->heard = false;
	if (tmb_is_on(host, TMB_STICKY))
		return;
	tp_reset_locked(host->tp);
	tmb_host_reset_locked(host);
}

/**
 * tmb_host_wire() - put a platform behind the mailboxes of its node
 * @host: platform whose @np is set
 *
 * Context: Process context, may sleep.
 * Return: 0, or -ENODEV when the node names no mailbox of ours.
 */
int tmb_host_wire(struct tmb_host *host)
{
	guard(mutex)(&tmb_wires_lock);
	guard(mutex)(tp_lock(host->tp));

	return tmb_wire(host, host->np);
}

/**
 * tmb_host_unwire() - take a platform from its mailboxes
 * @host: platform
 *
 * Context: Process context, may sleep.
 */
void tmb_host_unwire(struct tmb_host *host)
{
	guard(mutex)(&tmb_wires_lock);
	guard(mutex)(tp_lock(host->tp));

	tp_reset_locked(host->tp);
	tmb_unwire(host);
}
