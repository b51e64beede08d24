/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of an instance, shown in sysfs under scmi.N/counters/.
 */
#ifndef _SCMI_AGENT_STATS_H
#define _SCMI_AGENT_STATS_H

#include <linux/percpu.h>

/* X(name): what is counted */
#define SCMI_STATS(X)							\
	X(sent)			/* commands handed to the transport */	\
	X(send_failed)		/* commands that it refused */		\
	X(replies)		/* replies accepted */			\
	X(delayed_responses)	/* delayed responses accepted */	\
	X(notifications)	/* notifications accepted */		\
	X(timeouts)		/* waits that ended without answer */	\
	X(aborted)		/* transfers ended by teardown */	\
	X(late)			/* answers nobody waits for any more */	\
	X(duplicate)		/* answers that came twice */		\
	X(mismatched)		/* wrong token, protocol, message id,	\
				 * type or channel */			\
	X(short_messages)	/* too short for what they are */	\
	X(bad_length)		/* longer than the buffer posted */	\
	X(notify_dropped)	/* notifications lost: queue full */	\
	X(notify_unknown)	/* no such event, or nobody listens */	\
	X(transport_resets)	/* recoveries of the transport */

enum scmi_stat {
#define X(name) SCMI_STAT_##name,
	SCMI_STATS(X)
#undef X
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
