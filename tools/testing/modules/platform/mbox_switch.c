// SPDX-License-Identifier: GPL-2.0-only
/* What a platform does wrong on purpose, and what it counts. */

#include <linux/cleanup.h>
#include <linux/string.h>

#include "mbox.h"

const char *const tmb_switch_names[] = { TMB_SWITCH_LIST(TMB_NAME) };
const char *const tmb_times_names[] = { TMB_TIMES_LIST(TMB_NAME) };
const char *const tmb_count_names[] = { TMB_COUNTER_LIST(TMB_NAME) };

/**
 * tmb_is_on() - is something turned on?
 * @host: platform
 * @what: the switch
 *
 * Context: Any context.
 * Return: whether it is.
 */
bool tmb_is_on(struct tmb_host *host, enum tmb_switch what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->on[what];
}

/**
 * tmb_turn() - turn something on or off
 * @host: platform
 * @what: the switch
 * @on: on
 *
 * Context: Any context.
 */
void tmb_turn(struct tmb_host *host, enum tmb_switch what, bool on)
{
	guard(spinlock_irqsave)(&host->lock);

	host->on[what] = on;
}

/**
 * tmb_next() - is this one of the next ones that something happens to?
 * @host: platform
 * @what: what happens
 *
 * Context: Any context.
 * Return: whether it is; it counts as one of them then.
 */
bool tmb_next(struct tmb_host *host, enum tmb_times what)
{
	guard(spinlock_irqsave)(&host->lock);

	if (!host->left[what])
		return false;
	host->left[what]--;
	return true;
}

/**
 * tmb_nth() - is this the one that something happens to?
 * @host: platform
 * @what: what happens
 *
 * Context: Any context.
 * Return: whether it is.
 */
bool tmb_nth(struct tmb_host *host, enum tmb_times what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->left[what] && !--host->left[what];
}

/**
 * tmb_times() - say how often, or at which one, something happens
 * @host: platform
 * @what: what happens
 * @left: the number; 0 for never
 *
 * Context: Any context.
 */
void tmb_times(struct tmb_host *host, enum tmb_times what, u32 left)
{
	guard(spinlock_irqsave)(&host->lock);

	host->left[what] = left;
}

/**
 * tmb_count() - count something
 * @host: platform
 * @what: the counter
 *
 * Context: Any context.
 */
void tmb_count(struct tmb_host *host, enum tmb_counter what)
{
	guard(spinlock_irqsave)(&host->lock);

	host->counts[what]++;
}

/**
 * tmb_counted() - how often has something happened?
 * @host: platform
 * @what: the counter
 *
 * Context: Any context.
 * Return: the number.
 */
u32 tmb_counted(struct tmb_host *host, enum tmb_counter what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->counts[what];
}

/**
 * tmb_calm() - do nothing wrong any more
 * @host: platform
 *
 * Context: Any context.
 */
void tmb_calm(struct tmb_host *host)
{
	guard(spinlock_irqsave)(&host->lock);

	memset(host->on, 0, sizeof(host->on));
	memset(host->left, 0, sizeof(host->left));
}
