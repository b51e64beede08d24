/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bounds-checked cursor over a message received from the platform.
 */
#ifndef _LINUX_SCMI_AGENT_CURSOR_H
#define _LINUX_SCMI_AGENT_CURSOR_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/byteorder.h>

/**
 * DOC: Reading what the platform wrote
 *
 * Every byte that comes from the platform is read through struct scmi_cursor.
 * A read past the end yields zero (or nothing) and latches the overrun, so that
 * a parser reads straight through and asks scmi_cursor_end() once; it must do
 * so before it believes a count, an index or a length. The memory below may be
 * written by the platform while we read (virtio parses in place): each word is
 * fetched exactly once, and what was fetched is what gets checked and used.
 */

/**
 * struct scmi_cursor - position in a received message
 * @pos: next byte to read, 4-byte aligned as long as only words were read
 * @left: bytes that may still be read
 * @overrun: a read went past the end
 */
struct scmi_cursor {
	const u8 *pos;
	size_t left;
	bool overrun;
};

static inline void scmi_cursor_init(struct scmi_cursor *c, const void *buf,
				    size_t len)
{
	c->pos = buf;
	c->left = len;
	c->overrun = false;
}

/* Claim @len bytes; NULL, and the cursor exhausted, when there are fewer. */
static inline const void *scmi_cursor_take(struct scmi_cursor *c, size_t len)
{
	const u8 *pos = c->pos;

	if (len > c->left) {
		c->overrun = true;
		c->left = 0;
		return NULL;
	}
	c->pos += len;
	c->left -= len;
	return pos;
}

/* Half a word: of lists of such, so what follows need not be aligned. */
static inline u16 scmi_get_le16(struct scmi_cursor *c)
{
	const __le16 *p = scmi_cursor_take(c, sizeof(*p));

	return p ? le16_to_cpu(READ_ONCE(*p)) : 0;
}

static inline u32 scmi_get_le32(struct scmi_cursor *c)
{
	const __le32 *p = scmi_cursor_take(c, sizeof(*p));

	return p ? le32_to_cpu(READ_ONCE(*p)) : 0;
}

static inline s32 scmi_get_sle32(struct scmi_cursor *c)
{
	return (s32)scmi_get_le32(c);
}

/* Two words, low first: the format of every 64-bit value in SCMI. */
static inline u64 scmi_get_le64(struct scmi_cursor *c)
{
	u32 low = scmi_get_le32(c);

	return low | (u64)scmi_get_le32(c) << 32;
}

static inline void scmi_skip(struct scmi_cursor *c, size_t len)
{
	scmi_cursor_take(c, len);
}

/*
 * Copy a name field of @field bytes into @dst of @size bytes. The platform need
 * not have terminated it, and may have left stale bytes after the terminator:
 * the result is always terminated, and what follows the terminator is zero.
 */
static inline void scmi_get_name(struct scmi_cursor *c, char *dst, size_t size,
				 size_t field)
{
	const char *p = scmi_cursor_take(c, field);
	size_t n = min(field, size - 1);

	memset(dst, 0, size);
	if (!p)
		return;
	memcpy(dst, p, n);
	n = strnlen(dst, n);
	memset(dst + n, 0, size - n);
}

/* True when at least @count records of @size bytes are still there. */
static inline bool scmi_cursor_has(const struct scmi_cursor *c, size_t count,
				   size_t size)
{
	return count <= c->left / size;
}

/* 0, or -EPROTO when the message was shorter than what was read from it. */
static inline int scmi_cursor_end(const struct scmi_cursor *c)
{
	return c->overrun ? -EPROTO : 0;
}

#endif /* _LINUX_SCMI_AGENT_CURSOR_H */
