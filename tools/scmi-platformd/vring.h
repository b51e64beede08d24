/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device side of a split virtqueue. The driver is not trusted: whatever
 * it puts into the ring leads to a value or to an error, never to an access
 * outside of guest memory and never to an endless loop.
 */
#ifndef SCMI_PLATFORMD_VRING_H
#define SCMI_PLATFORMD_VRING_H

#include "gmem.h"

#define VRING_MAX_SIZE	1024
#define VRING_MAX_SEGS	16

struct vring_seg {
	uint64_t gpa;
	uint32_t len;
};

/*
 * A chain keeps addresses, not pointers: memory may be mapped anew while a
 * reply waits.
 */
struct vring_chain {
	uint16_t head;
	uint16_t num_out;
	uint16_t num_in;
	uint32_t out_len;
	uint32_t in_len;
	struct vring_seg out[VRING_MAX_SEGS];
	struct vring_seg in[VRING_MAX_SEGS];
};

struct vring {
	uint32_t size;
	uint64_t desc_uva, avail_uva, used_uva;
	int kick_fd, call_fd, err_fd;
	bool have_kick;		/* started; the fd may be absent */
	bool enabled;
	bool broken;		/* nonsense in the ring, wait for a restart */
	bool event_idx;
	uint16_t last_avail;
	uint16_t used_idx;
	uint16_t signalled;
	bool signalled_valid;
	uint64_t errors;
	/* valid between vring_map() and the next change of memory */
	void *desc, *avail, *used;
};

enum vring_pop_result {
	VRING_POP_EMPTY,
	VRING_POP_CHAIN,
	VRING_POP_BAD,		/* one chain is unusable, its head is known */
	VRING_POP_BROKEN,
};

void vring_init(struct vring *vq);
void vring_reset(struct vring *vq);
bool vring_map(struct vring *vq, const struct gmem *mem);
bool vring_running(const struct vring *vq);
uint32_t vring_backlog(const struct vring *vq);
enum vring_pop_result vring_pop(struct vring *vq, const struct gmem *mem,
				struct vring_chain *chain);
bool vring_wait_kick(struct vring *vq);
void vring_push(struct vring *vq, uint32_t id, uint32_t len);
void vring_signal(struct vring *vq);
uint32_t vring_read(const struct gmem *mem, const struct vring_chain *chain,
		    void *buf, uint32_t len);
uint32_t vring_write(const struct gmem *mem, const struct vring_chain *chain,
		     const void *buf, uint32_t len);

#endif /* SCMI_PLATFORMD_VRING_H */
