/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of a protocol that was written for mainline's agent, see protocols.h. */
#ifndef _COMPAT_MAINLINE_NOTIFY_H
#define _COMPAT_MAINLINE_NOTIFY_H

#include <linux/ktime.h>
#include <linux/types.h>

struct scmi_protocol_handle;

/* Queues are ours, and of one size. */
#define SCMI_PROTO_QUEUE_SZ	4096

/**
 * struct scmi_event - one kind of notification
 * @id: event id
 * @max_payld_sz: bytes of its longest payload
 * @max_report_sz: bytes of its largest report
 */
struct scmi_event {
	u8 id;
	size_t max_payld_sz;
	size_t max_report_sz;
};

/**
 * struct scmi_event_ops - how notifications are handled
 * @is_notify_supported: can a source send it?
 * @get_num_sources: number of sources
 * @set_notify_enabled: let a source send it, or not
 * @fill_custom_report: make a report of a payload
 */
struct scmi_event_ops {
	bool (*is_notify_supported)(const struct scmi_protocol_handle *ph,
				    u8 evt_id, u32 src_id);
	int (*get_num_sources)(const struct scmi_protocol_handle *ph);
	int (*set_notify_enabled)(const struct scmi_protocol_handle *ph,
				  u8 evt_id, u32 src_id, bool enabled);
	void *(*fill_custom_report)(const struct scmi_protocol_handle *ph,
				    u8 evt_id, ktime_t timestamp,
				    const void *payld, size_t payld_sz,
				    void *report, u32 *src_id);
};

/**
 * struct scmi_protocol_events - the notifications of a protocol
 * @queue_sz: not used
 * @ops: how they are handled
 * @evts: which there are
 * @num_events: entries in @evts
 * @num_sources: number of sources, 0 = ask
 */
struct scmi_protocol_events {
	size_t queue_sz;
	const struct scmi_event_ops *ops;
	const struct scmi_event *evts;
	unsigned int num_events;
	unsigned int num_sources;
};

#endif /* _COMPAT_MAINLINE_NOTIFY_H */
