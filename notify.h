/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications: what a protocol declares, and the registry of an instance.
 */
#ifndef _SCMI_AGENT_NOTIFY_H
#define _SCMI_AGENT_NOTIFY_H

#include <linux/ktime.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

struct scmi_cursor;
struct scmi_instance;
struct scmi_notify;
struct scmi_protocol_handle;

/**
 * struct scmi_event - one kind of notification of a protocol
 * @id: event id, the message id of the notification
 * @max_payload: bytes of the longest payload that the parser looks at; longer
 *		 payloads are cut off there
 * @report_size: bytes of the largest report that @parse builds
 */
struct scmi_event {
	u8 id;
	size_t max_payload;
	size_t report_size;
};

/**
 * struct scmi_event_ops - how a protocol handles its notifications
 * @num_sources: number of sources (domains, clocks, sensors), ids 0..n-1; 0
 *		 means that there is none. Without this op the event has no
 *		 source, its id is 0
 * @source_supported: may @src deliver @evt_id? NULL = all may. Asked before a
 *		      message is sent, so that holes cost nothing.
 * @set_enabled: tell the platform to start or stop sending @evt_id for @src;
 *		 sends a message, may sleep. Return: 0 or negative errno.
 * @parse: turn a payload into the report at @report (zeroed, report_size bytes)
 *	   and say which source sent it. Return: 0, or negative errno to drop it.
 */
struct scmi_event_ops {
	u32 (*num_sources)(const struct scmi_protocol_handle *ph, u8 evt_id);
	bool (*source_supported)(const struct scmi_protocol_handle *ph,
				 u8 evt_id, u32 src);
	int (*set_enabled)(const struct scmi_protocol_handle *ph, u8 evt_id,
			   u32 src, bool enable);
	int (*parse)(const struct scmi_protocol_handle *ph, u8 evt_id,
		     ktime_t timestamp, struct scmi_cursor *c, void *report,
		     u32 *src);
};

/**
 * struct scmi_protocol_events - the notifications of a protocol
 * @events: table of events
 * @num: entries in @events
 * @ops: operations for all of them
 */
struct scmi_protocol_events {
	const struct scmi_event *events;
	unsigned int num;
	const struct scmi_event_ops *ops;
};

extern const struct scmi_notify_ops scmi_notify_ops;

/* Core only: one registry per instance, see DOC in notify.c. */
struct scmi_notify *scmi_notify_create(struct scmi_instance *inst);
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len);
void scmi_notify_resync(struct scmi_notify *nt);
void scmi_notify_stop(struct scmi_notify *nt);
void scmi_notify_destroy(struct scmi_notify *nt);

#endif /* _SCMI_AGENT_NOTIFY_H */
