// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shared memory of the mailbox transport: every size of an area, every length
 * of a message, every length that a platform may claim. Areas are allocated to
 * the byte, so that an access outside of one ends the test.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* Accesses to a device, which this test plays. */
u32 ioread32(const void *addr);
void iowrite32(u32 val, void *addr);
void memcpy_fromio(void *to, const void *from, size_t len);
void memcpy_toio(void *to, const void *from, size_t len);
void __ioread32_copy(void *to, const void *from, size_t words);
void __iowrite32_copy(void *to, const void *from, size_t words);
void mb(void);

/* The area as a device: what was done to it, and how. */
static struct {
	u32 first[4];
	unsigned int changes;
	unsigned int bytewise;
	unsigned int lengths;
	const void *length;
	void *status;
	bool given_early;
	bool given;
} dev;

static void dev_touched(const void *addr)
{
	if (dev.given && addr != dev.status)
		dev.given_early = true;
}

u32 ioread32(const void *addr)
{
	dev.lengths += addr == dev.length;
	return *(const u32 *)addr;
}

void iowrite32(u32 val, void *addr)
{
	dev_touched(addr);
	if (addr == dev.status)
		dev.given = true;
	*(u32 *)addr = val;
	dev.changes++;
}

void memcpy_fromio(void *to, const void *from, size_t len)
{
	dev.bytewise++;
	memcpy(to, from, len);
}

void memcpy_toio(void *to, const void *from, size_t len)
{
	dev_touched(to);
	dev.bytewise++;
	dev.changes++;
	memcpy(to, from, len);
}

void __ioread32_copy(void *to, const void *from, size_t words)
{
	memcpy(to, from, words * sizeof(u32));
}

void __iowrite32_copy(void *to, const void *from, size_t words)
{
	dev_touched(to);
	dev.changes++;
	memcpy(to, from, words * sizeof(u32));
}

/* One thread plays both sides. */
void mb(void)
{
}

#include "../../../../transports/shmem.c"

#define SIZE_MAX_TESTED	160

static u8 *area_new(struct scmi_shmem *shmem, size_t size, unsigned int width)
{
	u8 *area = malloc(size ?: 1);

	memset(area, 0x5a, size);
	memset(&dev, 0, sizeof(dev));
	dev.status = area + SCMI_SHMEM_STATUS;
	dev.length = area + SCMI_SHMEM_LENGTH;
	if (scmi_shmem_init(shmem, area, size, width)) {
		free(area);
		return NULL;
	}
	*(u32 *)(area + SCMI_SHMEM_STATUS) = SCMI_SHMEM_FREE;
	return area;
}

/* malloc() gives what is aligned; the message may not be a byte too long. */
static u8 *bytes(size_t len, u8 from)
{
	u8 *p = malloc(len ?: 1);
	size_t i;

	for (i = 0; i < len; i++)
		p[i] = from + i;
	return p;
}

static bool all(const u8 *p, size_t len, u8 val)
{
	while (len--)
		if (*p++ != val)
			return false;
	return true;
}

/* One write; true if all of it is as it shall be. */
static bool write_is_right(size_t size, size_t len, unsigned int width)
{
	struct scmi_shmem shmem;
	u8 *area = area_new(&shmem, size, width);
	u8 *msg = bytes(len, 1);
	size_t room = ALIGN_DOWN(size, sizeof(u32)) - SCMI_SHMEM_MESSAGE;
	size_t written = width == 4 ? ALIGN_DOWN(len + 3, sizeof(u32)) : len;
	int ret = scmi_shmem_write(&shmem, msg, len, len & 1);
	bool good;

	if (len > room) {
		good = ret == -EMSGSIZE && !dev.changes;
	} else {
		u8 *at = area + SCMI_SHMEM_MESSAGE;

		good = !ret && !dev.given_early &&
		       *(u32 *)(area + SCMI_SHMEM_STATUS) == 0 &&
		       *(u32 *)(area + SCMI_SHMEM_FLAGS) == (len & 1) &&
		       *(u32 *)(area + SCMI_SHMEM_LENGTH) == len &&
		       !memcmp(at, msg, len) &&
		       all(at + len, written - len, 0) &&
		       all(at + written, area + size - at - written, 0x5a) &&
		       (width != 4 || !dev.bytewise);
	}
	free(msg);
	free(area);
	return good;
}

/* One read of a message that claims @len bytes into a buffer of @buf. */
static bool read_is_right(size_t size, u32 len, size_t buf, unsigned int width)
{
	struct scmi_shmem shmem;
	u8 *area = area_new(&shmem, size, width);
	size_t room = ALIGN_DOWN(size, sizeof(u32)) - SCMI_SHMEM_MESSAGE;
	u8 *msg = bytes(room, 7);
	u8 *to = bytes(buf, 100);
	u8 *before = bytes(buf, 100);
	size_t copied = min(min((size_t)len, room), buf);
	bool good;

	memcpy(area + SCMI_SHMEM_MESSAGE, msg, room);
	*(u32 *)(area + SCMI_SHMEM_LENGTH) = len;
	good = scmi_shmem_read(&shmem, to, buf) == len && dev.lengths == 1 &&
	       !dev.changes && !memcmp(to, msg, copied) &&
	       !memcmp(to + copied, before + copied, buf - copied) &&
	       (width != 4 || !dev.bytewise);
	free(before);
	free(to);
	free(msg);
	free(area);
	return good;
}

static const unsigned int widths[] = { 0, 1, 2, 4, 8 };
#define NUM_WIDTHS	ARRAY_SIZE(widths)

static void test_sizes(void)
{
	struct scmi_shmem shmem;
	unsigned int bad = 0;
	size_t size;
	u8 *area;

	for (size = 0; size < SCMI_SHMEM_MESSAGE + 8; size++) {
		area = area_new(&shmem, size, 0);
		bad += !!area;
		free(area);
	}
	is(bad, 0, "areas without room for a header and a status are refused");
	area = area_new(&shmem, SCMI_SHMEM_MESSAGE + 8, 0);
	ok(area && shmem.room == 8, "the smallest area has room for just that");
	free(area);
	area = malloc(200);
	is(scmi_shmem_init(&shmem, area + 2, 100, 0), -EINVAL,
	   "an area that is not aligned is refused");
	free(area);
}

static void test_writes(void)
{
	unsigned int bad = 0;
	size_t size, len, w;

	for (w = 0; w < NUM_WIDTHS; w++)
		for (size = SCMI_SHMEM_MESSAGE + 8; size < SIZE_MAX_TESTED; size++)
			for (len = 0; len < SIZE_MAX_TESTED; len++)
				bad += !write_is_right(size, len, widths[w]);
	is(bad, 0,
	   "every command in every area is written right, or not at all [H26 H27]");
}

static void test_reads(void)
{
	static const u32 claims[] = { 200, 1000, 0x7fffffff, 0x80000000,
				      0xfffffffc, 0xffffffff };
	unsigned int bad = 0;
	size_t size, buf, w, i;
	u32 len;

	for (w = 0; w < NUM_WIDTHS; w++) {
		for (size = SCMI_SHMEM_MESSAGE + 8; size < 80; size++) {
			for (buf = 8; buf < 64; buf++) {
				for (len = 0; len < 70; len++)
					bad += !read_is_right(size, len, buf,
							      widths[w]);
				for (i = 0; i < 6; i++)
					bad += !read_is_right(size, claims[i],
							      buf, widths[w]);
			}
		}
	}
	is(bad, 0,
	   "what is read ends with the message, the area and the buffer [H26 H27]");
}

static void test_words(void)
{
	struct scmi_shmem shmem;
	u8 *area = area_new(&shmem, 128, 4);
	u8 msg[8] = {};

	ok(scmi_shmem_is_free(&shmem), "a free area is free");
	scmi_shmem_write(&shmem, msg, 8, true);
	ok(!scmi_shmem_is_free(&shmem), "one with a command is not");
	ok(scmi_shmem_wants_intr(&shmem), "and its sender wants an interrupt");
	*(u32 *)(area + SCMI_SHMEM_STATUS) = SCMI_SHMEM_ERROR;
	ok(!scmi_shmem_is_free(&shmem), "an error alone does not free it");
	is(scmi_shmem_status(&shmem), SCMI_SHMEM_ERROR, "but can be seen");
	scmi_shmem_set_free(&shmem);
	is(scmi_shmem_status(&shmem), SCMI_SHMEM_FREE,
	   "given back it is free, and the error gone");
	free(area);
}

int main(void)
{
	test_sizes();
	test_words();
	test_writes();
	test_reads();
	return tap_end();
}
