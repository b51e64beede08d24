// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fast channels, for protocols that have some.
 *
 * DOC: Fast channels
 *
 * A channel has 32 bytes of the host's memory: its value, the doorbell of its domain if
 * it is the first one, and what was last seen of the value. Nobody tells the platform
 * of a write: it looks when it is asked something and when it polls. What was not
 * written is all ones. Where there is a doorbell a value counts once that was rung.
 */
#include "fast.h"

#define FAST_SLOT	32
#define FAST_DOORBELL	8
#define FAST_SEEN	16
#define FAST_NOTHING	(~0ULL)

/* Offset of a channel; it may be behind the end of the memory. */
static u64 fast_at(const struct scmip_fast *f, u32 channel)
{
	return (((u64)f->index * SCMIP_FAST_IDS + f->id) * SCMIP_FAST_CHANNELS + channel) *
	       FAST_SLOT;
}

static u64 fast_load(const struct scmip_server *s, const struct scmip_fast *f, u32 channel,
		     u32 offset, u32 size)
{
	const struct scmip_memory *mem = s->host.memory;

	return mem->load(mem->ctx, (u32)fast_at(f, channel) + offset, size);
}

static void fast_store(const struct scmip_server *s, const struct scmip_fast *f, u32 channel,
		       u32 offset, u32 size, u64 value)
{
	const struct scmip_memory *mem = s->host.memory;

	mem->store(mem->ctx, (u32)fast_at(f, channel) + offset, size, value);
}

static u64 fast_mask(u32 size)
{
	return FAST_NOTHING >> (64 - 8 * size);
}

/**
 * scmip_fast_exists() - whether the host has memory for a channel
 * @s: the server
 * @f: the channel
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmip_fast_exists(const struct scmip_server *s, const struct scmip_fast *f)
{
	return s->host.memory && f->id < SCMIP_FAST_IDS &&
	       fast_at(f, f->channel) + FAST_SLOT <= s->host.memory->size;
}

/**
 * scmip_fast_describe() - what a protocol's DESCRIBE_FASTCHANNEL answers
 * @s: the server
 * @m: the command
 * @f: the channel
 * @rate_limit_us: time between two changes
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_fast_describe(struct scmip_server *s, struct scmip_msg *m,
			const struct scmip_fast *f, u32 rate_limit_us)
{
	u64 bit = 1ULL << f->channel;
	u32 width = 0;

	if (!scmip_fast_exists(s, f))
		return SCMIP_NOT_SUPPORTED;
	while (f->doorbell > 1U << width)
		width++;
	scmip_put32(m, (f->doorbell ? 1 : 0) | width << 1);
	scmip_put32(m, rate_limit_us);
	scmip_put64(m, s->host.memory->addr + fast_at(f, f->channel));
	scmip_put32(m, f->size);
	scmip_put64(m, f->doorbell ? s->host.memory->addr + fast_at(f, 0) + FAST_DOORBELL : 0);
	scmip_put64(m, f->doorbell ? bit : 0);
	scmip_put64(m, f->doorbell ? fast_mask(f->doorbell) & ~bit : 0);
	return SCMIP_SUCCESS;
}

/**
 * scmip_fast_boot() - nobody has written to a channel
 * @s: the server
 * @f: the channel
 *
 * Context: Any.
 */
void scmip_fast_boot(struct scmip_server *s, const struct scmip_fast *f)
{
	if (!scmip_fast_exists(s, f))
		return;
	fast_store(s, f, f->channel, 0, 8, FAST_NOTHING);
	fast_store(s, f, f->channel, FAST_SEEN, 8, FAST_NOTHING);
	fast_store(s, f, 0, FAST_DOORBELL, 8, 0);
}

/**
 * scmip_fast_show() - put a value where the agent looks for it
 * @s: the server
 * @f: the channel
 * @value: the value
 *
 * Context: Any.
 */
void scmip_fast_show(struct scmip_server *s, const struct scmip_fast *f, u64 value)
{
	if (scmip_fast_exists(s, f))
		fast_store(s, f, f->channel, 0, f->size, value);
}

/**
 * scmip_fast_taken() - take a value that the agent has left
 * @s: the server
 * @f: the channel
 * @value: becomes the value
 *
 * Context: Any.
 * Return: true if there is one that was not taken before.
 */
bool scmip_fast_taken(struct scmip_server *s, const struct scmip_fast *f, u64 *value)
{
	u64 bit = 1ULL << f->channel, bell, seen;

	if (!scmip_fast_exists(s, f))
		return false;
	if (f->doorbell) {
		bell = fast_load(s, f, 0, FAST_DOORBELL, f->doorbell);
		if (!(bell & bit))
			return false;
		fast_store(s, f, 0, FAST_DOORBELL, f->doorbell, bell & ~bit);
	}
	*value = fast_load(s, f, f->channel, 0, f->size);
	seen = fast_load(s, f, f->channel, FAST_SEEN, 8);
	fast_store(s, f, f->channel, FAST_SEEN, 8, *value);
	return f->doorbell || *value != (seen & fast_mask(f->size));
}
