/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The back end of the vhost-user protocol: what a frontend such as QEMU asks
 * on the socket, turned into calls on a device.
 */
#ifndef SCMI_PLATFORMD_VHOST_H
#define SCMI_PLATFORMD_VHOST_H

#include "device.h"

#define VHOST_MAX_FDS		8
#define VHOST_MAX_PAYLOAD	1024

struct vhost_msg {
	uint32_t request;
	uint32_t flags;
	uint32_t size;
	uint8_t payload[VHOST_MAX_PAYLOAD];
	int fds[VHOST_MAX_FDS];
	unsigned int num_fds;
};

struct vhost {
	int sock;
	struct device *dev;
	uint64_t protocol_features;
};

bool vhost_serve(struct vhost *v);
bool vhost_answer(struct vhost *v, struct vhost_msg *msg, bool *reply);

#endif /* SCMI_PLATFORMD_VHOST_H */
