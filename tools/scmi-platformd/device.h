/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A virtio SCMI device (virtio 1.2 section 5.17): the command queue and the
 * event queue, with a platform behind them.
 */
#ifndef SCMI_PLATFORMD_DEVICE_H
#define SCMI_PLATFORMD_DEVICE_H

#include "../../platform/server.h"
#include "vring.h"

#define DEVICE_CMDQ	0
#define DEVICE_EVENTQ	1
#define DEVICE_QUEUES	2

#define VIRTIO_SCMI_F_P2A_CHANNELS	0
#define VIRTIO_F_INDIRECT_DESC		28
#define VIRTIO_F_EVENT_IDX		29
#define VHOST_USER_F_PROTOCOL_FEATURES	30
#define VIRTIO_F_VERSION_1		32

#define DEVICE_FEATURES \
	(1ULL << VIRTIO_SCMI_F_P2A_CHANNELS | 1ULL << VIRTIO_F_INDIRECT_DESC | \
	 1ULL << VIRTIO_F_EVENT_IDX | 1ULL << VIRTIO_F_VERSION_1)

#define DEVICE_MSG_MAX	4096
#define DEVICE_READY_MAX 4	/* commands to run when events can flow */

/* A request that waits for its reply */
struct device_request {
	struct vring_chain chain;
	uint32_t next_free;
};

struct device {
	struct scmip_server *server;
	void *server_mem;
	struct gmem mem;
	struct vring vq[DEVICE_QUEUES];
	uint64_t features;
	struct device_request request[VRING_MAX_SIZE];
	uint32_t free_request;
	/* event buffers that were taken from their queue, oldest first */
	struct vring_chain event[VRING_MAX_SIZE];
	uint32_t event_first, event_num;
	bool events_ready;
	bool dirty[DEVICE_QUEUES];
	uint64_t signal_at[DEVICE_QUEUES];
	bool stalled;
	uint64_t bad_chains, lost_chains;
	char on_ready[DEVICE_READY_MAX][256];
	uint32_t num_on_ready;
};

bool device_init(struct device *d, const struct scmip_machine *m, uint64_t now);
void device_destroy(struct device *d);
void device_stop_queue(struct device *d, unsigned int queue);
void device_reset(struct device *d);
void device_memory_changed(struct device *d);
void device_process(struct device *d, uint64_t now);
uint64_t device_deadline(struct device *d, uint64_t now);
size_t device_control(struct device *d, uint64_t now, const char *line, char *answer, size_t cap);

#endif /* SCMI_PLATFORMD_DEVICE_H */
