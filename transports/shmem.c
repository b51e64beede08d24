// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: messages in shared memory (DEN0056 section 5.1.2).
 */

#include <linux/errno.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "transports/shmem.h"

/**
 * DOC: Shared memory
 *
 * An area holds one message, behind six words of which the status, the flags
 * and the length matter. The sender waits until the status says FREE, fills in
 * flags, length and message, clears FREE and rings; the receiver takes the
 * message and sets FREE. A reply is written over its command.
 *
 * The other side may write at any time, whatever the status says. So a message
 * is copied once and looked at afterwards, its length word is read once, and
 * neither can make us touch a byte outside the area: the length says how much
 * is valid, never how much is copied.
 *
 * The words of the area are always accessed with 32 bits. An area with
 * reg-io-width 4 bears nothing else, so there a message that is no multiple of
 * four bytes is written with zeros behind it, and of the last word only what
 * was asked for is taken.
 */

/**
 * scmi_shmem_init() - describe a mapped area
 * @shmem: to be filled in
 * @base: where it is mapped
 * @size: bytes mapped
 * @io_width: bytes per access that it bears, or 0 when it bears all
 *
 * Context: Any context.
 * Return: 0, or -EINVAL when it is not aligned to words, or too small for a
 *	   header and a status.
 */
int scmi_shmem_init(struct scmi_shmem *shmem, void __iomem *base, size_t size,
		    unsigned int io_width)
{
	if (!IS_ALIGNED((unsigned long)base, sizeof(u32)) ||
	    size < SCMI_SHMEM_MESSAGE + 2 * sizeof(u32))
		return -EINVAL;
	shmem->base = base;
	shmem->room = ALIGN_DOWN(size, sizeof(u32)) - SCMI_SHMEM_MESSAGE;
	shmem->words = io_width == sizeof(u32);
	return 0;
}

/**
 * scmi_shmem_status() - read an area's status word
 * @shmem: area
 *
 * What the other side wrote before it set the status can be read afterwards.
 *
 * Context: Any context.
 * Return: SCMI_SHMEM_FREE, SCMI_SHMEM_ERROR, and bits without a meaning.
 */
u32 scmi_shmem_status(const struct scmi_shmem *shmem)
{
	return ioread32(shmem->base + SCMI_SHMEM_STATUS);
}

/**
 * scmi_shmem_wants_intr() - does the sender want to hear that it is free?
 * @shmem: area that holds a message for us
 *
 * Context: Any context.
 * Return: true if it does.
 */
bool scmi_shmem_wants_intr(const struct scmi_shmem *shmem)
{
	return ioread32(shmem->base + SCMI_SHMEM_FLAGS) & SCMI_SHMEM_INTR;
}

static void scmi_shmem_copy_to(const struct scmi_shmem *shmem, const void *msg,
			       size_t len)
{
	void __iomem *to = shmem->base + SCMI_SHMEM_MESSAGE;
	size_t whole = ALIGN_DOWN(len, sizeof(u32));
	u32 last = 0;

	if (!shmem->words) {
		memcpy_toio(to, msg, len);
		return;
	}
	__iowrite32_copy(to, msg, whole / sizeof(u32));
	if (len > whole) {
		memcpy(&last, msg + whole, len - whole);
		__iowrite32_copy(to + whole, &last, 1);
	}
}

/**
 * scmi_shmem_write() - put a command into an area and give it to the platform
 * @shmem: area that is free
 * @msg: the message, header word first, 4 byte aligned
 * @len: bytes of @msg
 * @intr: ask the platform for an interrupt when it has answered
 *
 * Context: Any context.
 * Return: 0, or -EMSGSIZE when it does not fit: then nothing was written.
 */
int scmi_shmem_write(const struct scmi_shmem *shmem, const void *msg,
		     size_t len, bool intr)
{
	if (len > shmem->room)
		return -EMSGSIZE;
	iowrite32(intr ? SCMI_SHMEM_INTR : 0, shmem->base + SCMI_SHMEM_FLAGS);
	iowrite32(len, shmem->base + SCMI_SHMEM_LENGTH);
	scmi_shmem_copy_to(shmem, msg, len);
	/* Last, ordered after all that: from here on it is the platform's. */
	iowrite32(0, shmem->base + SCMI_SHMEM_STATUS);
	return 0;
}

static void scmi_shmem_copy_from(const struct scmi_shmem *shmem, void *buf,
				 size_t len)
{
	const void __iomem *from = shmem->base + SCMI_SHMEM_MESSAGE;
	size_t whole = ALIGN_DOWN(len, sizeof(u32));
	u32 last;

	if (!shmem->words) {
		memcpy_fromio(buf, from, len);
		return;
	}
	__ioread32_copy(buf, from, whole / sizeof(u32));
	if (len > whole) {
		__ioread32_copy(&last, from + whole, 1);
		memcpy(buf + whole, &last, len - whole);
	}
}

/**
 * scmi_shmem_read() - copy the message out of an area
 * @shmem: area whose status says that a message is there
 * @buf: for the message, header word first; 4 byte aligned
 * @room: bytes at @buf
 *
 * Context: Any context.
 * Return: the length that the platform claims. What is more than @room, or
 *	   than the area, was not copied.
 */
size_t scmi_shmem_read(const struct scmi_shmem *shmem, void *buf, size_t room)
{
	size_t len = ioread32(shmem->base + SCMI_SHMEM_LENGTH);

	scmi_shmem_copy_from(shmem, buf, min3(len, room, shmem->room));
	return len;
}

/**
 * scmi_shmem_set_free() - give an area back after its message was taken
 * @shmem: area
 *
 * Context: Any context.
 */
void scmi_shmem_set_free(const struct scmi_shmem *shmem)
{
	/* What was read from the area was read before this. */
	mb();
	iowrite32(SCMI_SHMEM_FREE, shmem->base + SCMI_SHMEM_STATUS);
}
