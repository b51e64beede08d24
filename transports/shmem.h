/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A shared memory area: one message at a time, in one direction (DEN0056
 * section 5.1.2).
 */
#ifndef _SCMI_AGENT_SHMEM_H
#define _SCMI_AGENT_SHMEM_H

#include <linux/bits.h>
#include <linux/types.h>

/* Offsets of the area's words. */
#define SCMI_SHMEM_STATUS	4
#define SCMI_SHMEM_FLAGS	16
#define SCMI_SHMEM_LENGTH	20
#define SCMI_SHMEM_MESSAGE	24

#define SCMI_SHMEM_FREE		BIT(0)
#define SCMI_SHMEM_ERROR	BIT(1)

#define SCMI_SHMEM_INTR		BIT(0)

/**
 * struct scmi_shmem - a mapped area
 * @base: start, 4 byte aligned; immutable
 * @room: bytes that a message has, header word included; a multiple of 4, at
 *	  least 8; immutable
 * @words: the area bears accesses of 32 bits only; immutable
 */
struct scmi_shmem {
	void __iomem *base;
	size_t room;
	bool words;
};

int scmi_shmem_init(struct scmi_shmem *shmem, void __iomem *base, size_t size,
		    unsigned int io_width);
u32 scmi_shmem_status(const struct scmi_shmem *shmem);
bool scmi_shmem_wants_intr(const struct scmi_shmem *shmem);
int scmi_shmem_write(const struct scmi_shmem *shmem, const void *msg,
		     size_t len, bool intr);
size_t scmi_shmem_read(const struct scmi_shmem *shmem, void *buf, size_t room);
void scmi_shmem_set_free(const struct scmi_shmem *shmem);

/* Nobody has a message in it that the other side did not see. */
static inline bool scmi_shmem_is_free(const struct scmi_shmem *shmem)
{
	return scmi_shmem_status(shmem) & SCMI_SHMEM_FREE;
}

#endif /* _SCMI_AGENT_SHMEM_H */
