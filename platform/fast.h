/* SPDX-License-Identifier: GPL-2.0-only */
/* Fast channels: memory of the host's in which the agent finds and leaves values. */
#ifndef SCMI_PLATFORM_FAST_H
#define SCMI_PLATFORM_FAST_H

#include "internal.h"

/* Ids of a protocol that have channels, and channels of an id. */
#define SCMIP_FAST_IDS		16
#define SCMIP_FAST_CHANNELS	8

/**
 * struct scmip_fast - one fast channel
 * @index: protocol, SCMIP_IDX_*
 * @id: domain
 * @channel: which of its channels, below SCMIP_FAST_CHANNELS
 * @size: bytes of its value, 4 or 8
 * @doorbell: bytes of its doorbell, 0 for none
 *
 * All channels of a domain have one doorbell, and a bit of it each.
 */
struct scmip_fast {
	u32 index;
	u32 id;
	u32 channel;
	u32 size;
	u32 doorbell;
};

bool scmip_fast_exists(const struct scmip_server *s, const struct scmip_fast *f);
s32 scmip_fast_describe(struct scmip_server *s, struct scmip_msg *m,
			const struct scmip_fast *f, u32 rate_limit_us);
void scmip_fast_boot(struct scmip_server *s, const struct scmip_fast *f);
void scmip_fast_show(struct scmip_server *s, const struct scmip_fast *f, u64 value);
bool scmip_fast_taken(struct scmip_server *s, const struct scmip_fast *f, u64 *value);

#endif /* SCMI_PLATFORM_FAST_H */
