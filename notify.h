/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications: what a protocol declares, and the registry of an instance.
 */
#ifndef _SCMI_AGENT_NOTIFY_H
#define _SCMI_AGENT_NOTIFY_H

#include <linux/ktime.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

#include "message.h"

struct scmi_cursor;
struct scmi_instance;
struct scmi_notify;
struct scmi_protocol_handle;

/**
 * struct scmi_event - one kind of notification of a protocol
 * @id: event id, the message id of the notification
 * @enable: message that turns it on and off; its request is the source, where events
 *	    have any, and 1 or 0
 * @max_payload: bytes of the longest payload that the parser looks at; longer
 *		 payloads are cut off there
 * @report_size: bytes of the largest report that @parse builds
 * @supported: may @src deliver it? NULL = all may. Asked before a message is sent, so
 *	       that holes cost nothing.
 * @parse: turn a payload into the report at @report (zeroed, report_size bytes)
 *	   and say which source sent it. Return: 0, or negative errno to drop it.
 */
struct scmi_event {
	u8 id;
	u8 enable;
	size_t max_payload;
	size_t report_size;
	bool (*supported)(const struct scmi_protocol_handle *ph, u32 src);
	int (*parse)(const struct scmi_protocol_handle *ph, ktime_t timestamp,
		     struct scmi_cursor *c, void *report, u32 *src);
};

/**
 * struct scmi_protocol_events - the notifications of a protocol
 * @events: table of events
 * @num: entries in @events
 * @num_sources: number of sources (domains, clocks, sensors), ids 0..n-1; 0
 *		 means that there is none. Without this op events have no
 *		 source, its id is 0
 */
struct scmi_protocol_events {
	const struct scmi_event *events;
	unsigned int num;
	u32 (*num_sources)(const struct scmi_protocol_handle *ph);
};

/* Tell the platform to start or stop sending an event for a source; may sleep. */
static inline int scmi_event_enable(const struct scmi_protocol_handle *ph,
				    const struct scmi_protocol_events *events,
				    const struct scmi_event *event, u32 src,
				    bool enable)
{
	const u32 words[] = { src, enable };
	bool named = events->num_sources;

	return scmi_call(ph, event->enable,
			 (struct scmi_words){ &words[!named], 1 + named }, 0,
			 NULL, 0);
}

extern const struct scmi_notify_ops scmi_notify_ops;

/* Core only: one registry per instance, see DOC in notify.c. */
struct scmi_notify *scmi_notify_create(struct scmi_instance *inst);
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len);
void scmi_notify_resync(struct scmi_notify *nt);
void scmi_notify_stop(struct scmi_notify *nt);
void scmi_notify_destroy(struct scmi_notify *nt);

#endif /* _SCMI_AGENT_NOTIFY_H */
