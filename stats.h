/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of an instance, shown in sysfs under scmi.N/counters/.
 */
#ifndef _SCMI_AGENT_STATS_H
#define _SCMI_AGENT_STATS_H

#include <linux/percpu.h>

/* What is counted; each name is that of a file. */
#define SCMI_COUNTERS(X) \
	X(sent)				/* commands handed to the transport */ \
	X(send_failed)			/* commands that were not sent */ \
	X(replies)			/* commands answered with success */ \
	X(refused)			/* commands answered with an error */ \
	X(malformed)			/* commands whose answer makes no sense */ \
	X(delayed_responses)		/* of the successes, by a delayed response */ \
	X(notifications)		/* notifications received */ \
	X(timeouts)			/* commands without an answer in time */ \
	X(not_sent)			/* of these, kept: their channel was never free */ \
	X(interrupted)			/* commands whose caller left early */ \
	X(aborted)			/* commands ended by teardown or recovery */ \
	X(late)				/* answers that nobody waits for any more */ \
	X(duplicate)			/* answers that came twice */ \
	X(mismatched)			/* wrong token, protocol, id, type, channel */ \
	X(spurious)			/* interrupts without a message */ \
	X(short_messages)		/* messages too short for what they are */ \
	X(bad_length)			/* messages longer than the buffer posted */ \
	X(notify_dropped)		/* notifications that found a full queue */ \
	X(notify_unknown)		/* of no known event, or without listeners */ \
	X(transport_resets)		/* times that the transport was restarted */

#define SCMI_COUNTER_STAT(_name)	SCMI_STAT_##_name,

enum scmi_stat {
	SCMI_COUNTERS(SCMI_COUNTER_STAT)
	SCMI_STAT_NUM
};

/**
 * struct scmi_stats - one CPU's share of the counters
 * @count: by enum scmi_stat; only ever incremented, any context
 */
struct scmi_stats {
	unsigned long count[SCMI_STAT_NUM];
};

#define scmi_count_stat(inst, stat) \
	this_cpu_inc((inst)->stats->count[stat])
#define scmi_count(inst, name)	scmi_count_stat(inst, SCMI_STAT_##name)

#endif /* _SCMI_AGENT_STATS_H */
