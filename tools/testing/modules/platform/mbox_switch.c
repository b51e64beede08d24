// SPDX-License-Identifier: GPL-2.0-only
/* What a platform does wrong on purpose, and what it counts; in any context. */

#include <linux/cleanup.h>
#include <linux/string.h>

#include "mbox.h"

const char *const tmb_switch_names[] = { TMB_SWITCH_LIST(TMB_NAME) };
const char *const tmb_times_names[] = { TMB_TIMES_LIST(TMB_NAME) };
const char *const tmb_count_names[] = { TMB_COUNTER_LIST(TMB_NAME) };

bool tmb_is_on(struct tmb_host *host, enum tmb_switch what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->on[what];
}

void tmb_turn(struct tmb_host *host, enum tmb_switch what, bool on)
{
	guard(spinlock_irqsave)(&host->lock);

	host->on[what] = on;
}

/* Is this one of the next ones that something happens to? It counts as one of them then. */
bool tmb_next(struct tmb_host *host, enum tmb_times what)
{
	guard(spinlock_irqsave)(&host->lock);

	if (!host->left[what])
		return false;
	host->left[what]--;
	return true;
}

/* Is this the one that something happens to? */
bool tmb_nth(struct tmb_host *host, enum tmb_times what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->left[what] && !--host->left[what];
}

/* Say how often, or at which one, something happens; 0 for never. */
void tmb_times(struct tmb_host *host, enum tmb_times what, u32 left)
{
	guard(spinlock_irqsave)(&host->lock);

	host->left[what] = left;
}

void tmb_count(struct tmb_host *host, enum tmb_counter what)
{
	guard(spinlock_irqsave)(&host->lock);

	host->counts[what]++;
}

u32 tmb_counted(struct tmb_host *host, enum tmb_counter what)
{
	guard(spinlock_irqsave)(&host->lock);

	return host->counts[what];
}

/* Do nothing wrong any more. */
void tmb_calm(struct tmb_host *host)
{
	guard(spinlock_irqsave)(&host->lock);

	memset(host->on, 0, sizeof(host->on));
	memset(host->left, 0, sizeof(host->left));
}
