/* SPDX-License-Identifier: GPL-2.0-only */
/* A driver and an id table, and nothing else. */
#ifndef _LINUX_SCMI_PROTOCOL_H
#define _LINUX_SCMI_PROTOCOL_H

struct scmi_device_id {
	unsigned char protocol_id;
	const char *name;
};

#endif /* _LINUX_SCMI_PROTOCOL_H */
