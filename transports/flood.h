/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications without end.
 */
#ifndef _SCMI_AGENT_FLOOD_H
#define _SCMI_AGENT_FLOOD_H

#include <linux/jiffies.h>
#include <linux/minmax.h>

/**
 * DOC: Floods
 *
 * Nobody asks for a notification, so nothing bounds how many there are: a platform can
 * send the next one as soon as it has room for it, and would keep a CPU busy for as
 * long as it likes, in interrupts even. So a channel takes in SCMI_FLOOD_RATE a second,
 * and as many at once as SCMI_FLOOD_BURST after a time in which there were fewer. What
 * is beyond that stays with the platform until the next tick.
 */

#define SCMI_FLOOD_RATE		16000
#define SCMI_FLOOD_BURST	4096
/* How long a channel pauses, in jiffies. */
#define SCMI_FLOOD_PAUSE	1

/**
 * struct scmi_flood - how many notifications a channel may take in
 * @tick: jiffies when @left was brought up to date
 * @left: so many
 */
struct scmi_flood {
	unsigned long tick;
	unsigned int left;
};

/*
 * May one more be taken in? It counts as taken then. The caller serialises. Zeros are
 * a channel that has heard nothing for long.
 */
static inline bool scmi_flood_admits(struct scmi_flood *flood)
{
	unsigned long now = jiffies;
	unsigned long ticks = min_t(unsigned long, now - flood->tick, HZ);

	if (ticks) {
		flood->tick = now;
		ticks *= DIV_ROUND_UP(SCMI_FLOOD_RATE, HZ);
		flood->left = min_t(unsigned long, flood->left + ticks,
				    SCMI_FLOOD_BURST);
	}
	if (!flood->left)
		return false;
	flood->left--;
	return true;
}

#endif /* _SCMI_AGENT_FLOOD_H */
