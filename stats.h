/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of an instance, shown in sysfs under scmi.N/counters/.
 */
#ifndef _SCMI_AGENT_STATS_H
#define _SCMI_AGENT_STATS_H

#include <linux/percpu.h>

/**
 * enum scmi_stat - what is counted; the names are those of the files
 * @SCMI_STAT_sent: commands handed to the transport
 * @SCMI_STAT_send_failed: commands that the transport refused
 * @SCMI_STAT_replies: replies accepted
 * @SCMI_STAT_delayed_responses: delayed responses accepted
 * @SCMI_STAT_notifications: notifications received
 * @SCMI_STAT_timeouts: waits that ended without an answer
 * @SCMI_STAT_aborted: transfers ended by teardown or recovery
 * @SCMI_STAT_late: answers that nobody waits for any more
 * @SCMI_STAT_duplicate: answers that came twice
 * @SCMI_STAT_mismatched: wrong token, protocol, message id, type or
 *	channel
 * @SCMI_STAT_spurious: interrupts without a message
 * @SCMI_STAT_short_messages: messages too short for what they are
 * @SCMI_STAT_bad_length: messages longer than the buffer posted
 * @SCMI_STAT_notify_dropped: notifications lost because a queue was full
 * @SCMI_STAT_notify_unknown: notifications of no known event, or that
 *	nobody listens to
 * @SCMI_STAT_transport_resets: times that the transport was stopped to be
 *	started again
 * @SCMI_STAT_NUM: number of counters
 */
enum scmi_stat {
	SCMI_STAT_sent,
	SCMI_STAT_send_failed,
	SCMI_STAT_replies,
	SCMI_STAT_delayed_responses,
	SCMI_STAT_notifications,
	SCMI_STAT_timeouts,
	SCMI_STAT_aborted,
	SCMI_STAT_late,
	SCMI_STAT_duplicate,
	SCMI_STAT_mismatched,
	SCMI_STAT_spurious,
	SCMI_STAT_short_messages,
	SCMI_STAT_bad_length,
	SCMI_STAT_notify_dropped,
	SCMI_STAT_notify_unknown,
	SCMI_STAT_transport_resets,
	SCMI_STAT_NUM
};

/**
 * struct scmi_stats - one CPU's share of the counters
 * @count: by enum scmi_stat; only ever incremented, any context
 */
struct scmi_stats {
	unsigned long count[SCMI_STAT_NUM];
};

#define scmi_count(inst, name) \
	this_cpu_inc((inst)->stats->count[SCMI_STAT_##name])

#endif /* _SCMI_AGENT_STATS_H */
