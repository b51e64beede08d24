/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fast channels: memory that stands for a message.
 */
#ifndef _SCMI_AGENT_FASTCHANNEL_H
#define _SCMI_AGENT_FASTCHANNEL_H

#include <linux/types.h>

#include "protocol.h"

/**
 * DOC: Fast channels
 *
 * A platform may have memory for the value that a message would carry, and a doorbell
 * that tells it of a new value: DEN0056 4.5.2.12. Using it needs no message and no sleep.
 *
 * The platform says where that is, and may be wrong or lie. A range is used only if its
 * size is that of the value, if it is aligned to that, if no system memory shares a page
 * with it, and if no driver has claimed it. Whatever is not used so costs its domain the
 * channel: the messages are still there.
 *
 * A value is loaded and stored in one piece. Several channels may have the same
 * doorbell, whose register is then read, changed and written under one lock.
 */

struct scmi_fast_region;

/**
 * struct scmi_fastchannels - what the fast channels of a protocol instance use
 * @regions: mapped ranges, each once; used by one at a time
 * @num: how many
 *
 * All zero there is none. Whoever opens channels sees to it that nobody else does; using
 * them needs no lock.
 */
struct scmi_fastchannels {
	struct scmi_fast_region *regions;
	unsigned int num;
};

/**
 * struct scmi_fastchannel - one fast channel; immutable
 * @memory: where the value is
 * @doorbell: what to ring after a change of it, or NULL
 * @set: bits that ringing sets
 * @preserve: bits that ringing leaves as they are; all others become 0
 * @rate_limit_us: microseconds that must lie between two changes
 */
struct scmi_fastchannel {
	struct scmi_fast_region *memory;
	struct scmi_fast_region *doorbell;
	u64 set;
	u64 preserve;
	u32 rate_limit_us;
};

struct scmi_fastchannel *
scmi_fastchannel_open(struct scmi_fastchannels *all, struct scmi_cursor *c,
		      unsigned int width);
void scmi_fastchannels_close(struct scmi_fastchannels *all);
u64 scmi_fastchannel_read(const struct scmi_fastchannel *fc);
void scmi_fastchannel_write(const struct scmi_fastchannel *fc, u64 value);

#endif /* _SCMI_AGENT_FASTCHANNEL_H */
