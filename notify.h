/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Notifications: the registry of an instance.
 */
#ifndef _SCMI_AGENT_NOTIFY_H
#define _SCMI_AGENT_NOTIFY_H

#include <linux/ktime.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

struct scmi_instance;
struct scmi_notify;

extern const struct scmi_notify_ops scmi_notify_ops;

/* Core only: one registry per instance, see DOC in notify.c. */
struct scmi_notify *scmi_notify_create(struct scmi_instance *inst);
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len);
bool scmi_notify_resync(struct scmi_notify *nt);
void scmi_notify_stop(struct scmi_notify *nt);
void scmi_notify_destroy(struct scmi_notify *nt);

#endif /* _SCMI_AGENT_NOTIFY_H */
