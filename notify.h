/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications: the registry of an instance, and how events are turned on.
 */
#ifndef _SCMI_AGENT_NOTIFY_H
#define _SCMI_AGENT_NOTIFY_H

#include <linux/ktime.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/types.h>

#include "message.h"

struct scmi_instance;
struct scmi_notify;

/* Tell the platform to start or stop sending an event for a source; may sleep. */
static inline int scmi_event_enable(const struct scmi_protocol_handle *ph,
				    const struct scmi_protocol_events *events,
				    const struct scmi_event *event, u32 src,
				    bool enable)
{
	const u32 words[] = { src, enable };
	bool named = events->num_sources;

	if (events->set_enabled)
		return events->set_enabled(ph, event->id, src, enable);
	return scmi_call(ph, event->enable,
			 (struct scmi_words){ &words[!named], 1 + named }, 0,
			 NULL, 0);
}

extern const struct scmi_notify_ops scmi_notify_ops;

/* Core only: one registry per instance, see DOC in notify.c. */
struct scmi_notify *scmi_notify_create(struct scmi_instance *inst);
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len);
bool scmi_notify_resync(struct scmi_notify *nt);
void scmi_notify_stop(struct scmi_notify *nt);
void scmi_notify_destroy(struct scmi_notify *nt);

#endif /* _SCMI_AGENT_NOTIFY_H */
