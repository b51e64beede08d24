// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device side of the rings against a hostile driver: bad descriptors,
 * loops, huge lengths, wrong indexes. Guest memory is one memfd without a
 * byte of slack, so the sanitizer and the memory map catch every slip.
 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../../platform/board.h"
#include "../../../scmi-platformd/clock.h"
#include "../../../scmi-platformd/device.h"
#include "../../../../platform/wire.h"
#include "tap.h"

#define GPA	0x80000000ULL
#define UVA	0x7f1234000000ULL
#define SIZE	0x20000
#define QSIZE	16
#define DESC	0x0
#define AVAIL	0x1000
#define USED	0x2000
#define QUEUE	0x4000	/* distance of the two queues */
#define DATA	0x10000
#define INDIR	0x1c000

#define NEXT	1
#define WRITE	2
#define INDIRECT 4

struct guest {
	int fd;
	u8 *mem;
	struct board *board;
	struct device *dev;
	u16 avail[2], used[2];
};

static void put16(struct guest *g, u32 at, u16 v)
{
	memcpy(g->mem + at, &v, 2);
}

static u16 get16(struct guest *g, u32 at)
{
	u16 v;

	memcpy(&v, g->mem + at, 2);
	return v;
}

static void put_desc(struct guest *g, u32 at, u64 addr, u32 len, u16 flags, u16 next)
{
	memcpy(g->mem + at, &addr, 8);
	memcpy(g->mem + at + 8, &len, 4);
	put16(g, at + 12, flags);
	put16(g, at + 14, next);
}

static void desc(struct guest *g, u32 i, u64 addr, u32 len, u16 flags, u16 next)
{
	put_desc(g, DESC + 16 * i, addr, len, flags, next);
}

static void offer(struct guest *g, u32 q, u16 head)
{
	put16(g, q * QUEUE + AVAIL + 4 + 2 * (g->avail[q] % QSIZE), head);
	put16(g, q * QUEUE + AVAIL + 2, ++g->avail[q]);
}

/* Length of the next used entry, -1 if there is none. */
static s64 take(struct guest *g, u32 q, u32 *id)
{
	u32 len;

	if (get16(g, q * QUEUE + USED + 2) == g->used[q])
		return -1;
	memcpy(id, g->mem + q * QUEUE + USED + 4 + 8 * (g->used[q] % QSIZE), 4);
	memcpy(&len, g->mem + q * QUEUE + USED + 8 + 8 * (g->used[q] % QSIZE), 4);
	g->used[q]++;
	return len;
}

static void guest_init(struct guest *g, u64 features)
{
	char error[BOARD_ERROR_MAX];
	static const char board[] = "[clock 0]\nname = c\nrates = 1M\nnotify = changed\n";
	u32 q;

	memset(g, 0, sizeof(*g));
	g->fd = memfd_create("guest", 0);
	if (ftruncate(g->fd, SIZE))
		exit(1);
	g->mem = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, g->fd, 0);
	g->board = board_parse("b", board, strlen(board), error);
	g->dev = calloc(1, sizeof(*g->dev));
	device_init(g->dev, board_machine(g->board), clock_now());
	gmem_add(&g->dev->mem, g->fd, GPA, UVA, SIZE, 0);
	for (q = 0; q < 2; q++) {
		struct vring *vq = &g->dev->vq[q];

		vq->size = QSIZE;
		vq->desc_uva = UVA + q * QUEUE + DESC;
		vq->avail_uva = UVA + q * QUEUE + AVAIL;
		vq->used_uva = UVA + q * QUEUE + USED;
		vq->call_fd = eventfd(0, EFD_NONBLOCK);
		vq->have_kick = true;
		vq->enabled = true;
	}
	g->dev->features = features | 1ULL << VIRTIO_SCMI_F_P2A_CHANNELS;
	device_memory_changed(g->dev);
}

static void guest_free(struct guest *g)
{
	device_destroy(g->dev);
	free(g->dev);
	board_free(g->board);
	munmap(g->mem, SIZE);
	close(g->fd);
}

static bool signalled(struct guest *g, u32 q)
{
	eventfd_t v;

	return !eventfd_read(g->dev->vq[q].call_fd, &v);
}

static void process(struct guest *g)
{
	device_process(g->dev, clock_now());
}

static void kick(struct guest *g, u32 q, u16 head)
{
	offer(g, q, head);
	process(g);
}

static void control(struct guest *g, const char *line)
{
	char answer[512];

	device_control(g->dev, clock_now(), line, answer, sizeof(answer));
}

/* A VERSION command in descriptors @first and @first + 1 */
static void version(struct guest *g, u32 first)
{
	scmip_set32(g->mem + DATA + 256 * first, scmip_hdr(0x10, 0, 0, first));
	desc(g, first, GPA + DATA + 256 * first, 4, NEXT, first + 1);
	desc(g, first + 1, GPA + DATA + 256 * first + 128, 128, WRITE, 0);
}

static bool answered(struct guest *g, u32 first)
{
	u32 id;

	return take(g, 0, &id) == 12 && id == first &&
	       scmip_get32(g->mem + DATA + 256 * first + 128) == scmip_hdr(0x10, 0, 0, first);
}

static void test_good(void)
{
	struct guest g;
	u32 i;

	guest_init(&g, 0);
	version(&g, 2);
	kick(&g, 0, 2);
	ok(answered(&g, 2), "a good chain is answered");
	ok(signalled(&g, 0), "and signalled");
	for (i = 0; i < 70000; i++) {
		kick(&g, 0, 2);
		if (!answered(&g, 2))
			break;
	}
	is(i, 70000, "indexes wrap");
	put16(&g, AVAIL, 1);
	signalled(&g, 0);
	kick(&g, 0, 2);
	ok(answered(&g, 2) && !signalled(&g, 0), "no signal if the driver wants none");
	guest_free(&g);
}

static void test_event_idx(void)
{
	struct guest g;

	guest_init(&g, 1ULL << VIRTIO_F_EVENT_IDX);
	version(&g, 0);
	put16(&g, AVAIL + 4 + 2 * QSIZE, 0);
	kick(&g, 0, 0);
	ok(answered(&g, 0) && signalled(&g, 0), "signalled at the event index");
	is(get16(&g, USED + 4 + 8 * QSIZE), 1, "the next kick is asked for");
	put16(&g, AVAIL + 4 + 2 * QSIZE, 2);
	kick(&g, 0, 0);
	ok(answered(&g, 0) && !signalled(&g, 0), "not signalled before it");
	kick(&g, 0, 0);
	ok(answered(&g, 0) && signalled(&g, 0), "signalled when it is reached");
	guest_free(&g);
}

/* A chain that is no good comes back with nothing, and the next one works. */
static void bad_chain(struct guest *g, u16 head, const char *what)
{
	u32 id = 0;

	kick(g, 0, head);
	is(take(g, 0, &id), 0, "%s: comes back empty", what);
	is(id, head, "%s: itself", what);
	version(g, 14);
	kick(g, 0, 14);
	ok(answered(g, 14), "%s: the next one is answered", what);
}

/* The same of one descriptor, which may name others. */
static void bad_desc(struct guest *g, u64 addr, u32 len, u16 flags, u16 next, const char *what)
{
	desc(g, 0, addr, len, flags, next);
	bad_chain(g, 0, what);
}

static void test_bad_descriptors(void)
{
	struct guest g;
	u32 i;

	guest_init(&g, 0);
	version(&g, 0);
	bad_desc(&g, GPA + DATA, 4, NEXT, 0, "a loop of one");
	desc(&g, 0, GPA + DATA, 4, NEXT, 1);
	desc(&g, 1, GPA + DATA, 4, NEXT, 0);
	bad_chain(&g, 0, "a loop of two");
	for (i = 0; i < QSIZE; i++)
		desc(&g, i, GPA + DATA, 4, NEXT, (i + 1) % QSIZE);
	bad_chain(&g, 3, "a loop through all");
	bad_desc(&g, GPA + DATA, 4, NEXT, QSIZE, "a next behind the table");
	bad_desc(&g, GPA + DATA, 4, NEXT, 0xffff, "the highest next");
	bad_desc(&g, 0x1000, 4, 0, 0, "an address below memory");
	bad_desc(&g, GPA + SIZE, 4, 0, 0, "an address behind memory");
	bad_desc(&g, GPA + SIZE - 2, 4, 0, 0, "across the end of memory");
	bad_desc(&g, 0xfffffffffffffffeULL, 4, 0, 0, "an address that wraps");
	bad_desc(&g, GPA + DATA, 0xffffffff, 0, 0, "the highest length");
	bad_desc(&g, GPA + DATA, 0, 0, 0, "a length of zero");
	bad_desc(&g, GPA + DATA, 128, WRITE, 0, "nothing to read");
	desc(&g, 0, GPA + DATA, 128, WRITE | NEXT, 1);
	desc(&g, 1, GPA + DATA, 4, 0, 0);
	bad_chain(&g, 0, "to write before to read");
	guest_free(&g);
}

static void test_indirect(void)
{
	struct guest g;
	u32 i;

	guest_init(&g, 0);
	version(&g, 14);
	put_desc(&g, INDIR, GPA + DATA + 256 * 14, 4, NEXT, 1);
	put_desc(&g, INDIR + 16, GPA + DATA + 256 * 14 + 128, 128, WRITE, 0);
	desc(&g, 0, GPA + INDIR, 32, INDIRECT, 0);
	kick(&g, 0, 0);
	ok(take(&g, 0, &i) == 12 && i == 0, "an indirect chain is answered");
	desc(&g, 0, GPA + DATA + 256 * 14, 4, NEXT, 1);
	put_desc(&g, INDIR, GPA + DATA + 256 * 14 + 128, 128, WRITE, 0);
	desc(&g, 1, GPA + INDIR, 16, INDIRECT, 0);
	kick(&g, 0, 0);
	ok(take(&g, 0, &i) == 12 && i == 0, "a table behind direct descriptors, too");
	bad_desc(&g, GPA + INDIR, 31, INDIRECT, 0, "a table of one and a half");
	bad_desc(&g, GPA + INDIR, 0, INDIRECT, 0, "an empty table");
	bad_desc(&g, GPA + INDIR, 0xfffffff0, INDIRECT, 0, "the largest table");
	bad_desc(&g, GPA + SIZE - 16, 32, INDIRECT, 0, "a table across the end");
	bad_desc(&g, GPA + INDIR + 8, 32, INDIRECT, 0, "a table that is not aligned");
	bad_desc(&g, GPA + INDIR, 32, INDIRECT | NEXT, 1, "a table with a next");
	desc(&g, 0, GPA + INDIR, 32, INDIRECT, 0);
	put_desc(&g, INDIR, GPA + INDIR, 32, INDIRECT, 0);
	bad_chain(&g, 0, "a table in a table");
	put_desc(&g, INDIR, GPA + DATA, 4, NEXT, 0);
	bad_chain(&g, 0, "a loop in a table");
	put_desc(&g, INDIR, GPA + DATA, 4, NEXT, 2);
	bad_chain(&g, 0, "a next behind the table");
	for (i = 0; i < 32; i++)
		put_desc(&g, INDIR + 16 * i, GPA + DATA, 4, NEXT, i + 1);
	bad_desc(&g, GPA + INDIR, 32 * 16, INDIRECT, 0, "more parts than a chain may have");
	guest_free(&g);
}

static void test_bad_ring(void)
{
	struct guest g;
	u32 id;

	guest_init(&g, 0);
	version(&g, 0);
	kick(&g, 0, QSIZE);
	ok(g.dev->vq[0].broken, "a head behind the table breaks the ring");
	kick(&g, 0, 0);
	is(take(&g, 0, &id), -1, "nothing is answered then");
	guest_free(&g);

	guest_init(&g, 0);
	version(&g, 0);
	put16(&g, AVAIL + 2, QSIZE + 1);
	process(&g);
	ok(g.dev->vq[0].broken, "an index too far ahead breaks the ring");
	device_stop_queue(g.dev, 0);
	g.dev->vq[0].have_kick = true;
	g.dev->vq[0].last_avail = 0;
	g.avail[0] = 0;
	put16(&g, AVAIL + 2, 0);
	kick(&g, 0, 0);
	ok(answered(&g, 0), "a restart mends it");
	guest_free(&g);
}

static void test_mapping(void)
{
	static const struct { u64 desc, avail, used; u32 size; const char *what; } bad[] = {
		{ UVA, UVA + AVAIL, UVA + USED, 0, "no size" },
		{ UVA, UVA + AVAIL, UVA + USED, 24, "a size that is no power of two" },
		{ UVA, UVA + AVAIL, UVA + USED, 2048, "a size that is too large" },
		{ UVA + 8, UVA + AVAIL, UVA + USED, 16, "descriptors that are not aligned" },
		{ UVA, UVA + AVAIL + 1, UVA + USED, 16, "an available ring that is not" },
		{ UVA, UVA + AVAIL, UVA + USED + 2, 16, "a used ring that is not" },
		{ UVA + SIZE - 16, UVA + AVAIL, UVA + USED, 16, "descriptors across the end" },
		{ UVA, UVA + SIZE - 36, UVA + USED, 16, "an available ring across the end" },
		{ UVA, UVA + AVAIL, UVA + SIZE - 132, 16, "a used ring across the end" },
		{ 0, UVA + AVAIL, UVA + USED, 16, "descriptors nowhere" },
		{ ~0xfULL, UVA + AVAIL, UVA + USED, 16, "descriptors at the highest address" },
	};
	struct guest g;
	u32 i;

	guest_init(&g, 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct vring *vq = &g.dev->vq[0];

		vq->desc_uva = bad[i].desc;
		vq->avail_uva = bad[i].avail;
		vq->used_uva = bad[i].used;
		vq->size = bad[i].size;
		ok(!vring_map(vq, &g.dev->mem) && !vring_running(vq), "refused: %s", bad[i].what);
	}
	process(&g);
	gmem_clear(&g.dev->mem);
	ok(!gmem_add(&g.dev->mem, g.fd, GPA, UVA, SIZE + 1, 0), "a region behind the file's end");
	ok(!gmem_add(&g.dev->mem, g.fd, GPA, UVA, SIZE, 4096), "the same by its offset");
	ok(!gmem_add(&g.dev->mem, g.fd, GPA, UVA, 0, 0), "a region of nothing");
	ok(!gmem_add(&g.dev->mem, g.fd, ~0ULL - 10, UVA, SIZE, 0), "a region that wraps");
	ok(!gmem_add(&g.dev->mem, g.fd, GPA, UVA, 4096, ~0ULL - 10), "an offset that wraps");
	guest_free(&g);
}

static void test_memory_gone(void)
{
	struct guest g;

	guest_init(&g, 0);
	control(&g, "latency 1ms");
	version(&g, 0);
	kick(&g, 0, 0);
	/* The frontend takes the memory away while the reply waits */
	gmem_clear(&g.dev->mem);
	device_memory_changed(g.dev);
	usleep(2000);
	process(&g);
	ok(true, "a reply without memory goes nowhere");
	gmem_add(&g.dev->mem, g.fd, GPA, UVA, SIZE, 0);
	device_memory_changed(g.dev);
	kick(&g, 0, 0);
	usleep(2000);
	process(&g);
	ok(answered(&g, 0), "with memory again, commands are answered");
	guest_free(&g);
}

static void test_short_buffers(void)
{
	struct guest g;
	u32 id, len;
	bool good = true;

	guest_init(&g, 0);
	for (len = 1; len <= 20; len++) {
		version(&g, 0);
		memset(g.mem + DATA + 128, 0xee, 128);
		desc(&g, 1, GPA + DATA + 128, len, WRITE, 0);
		kick(&g, 0, 0);
		good &= take(&g, 0, &id) == (len < 12 && len > 8 ? 8 : len < 12 ? len : 12);
		good &= g.mem[DATA + 128 + len] == 0xee;
	}
	ok(good, "replies end where their buffer ends");
	version(&g, 0);
	desc(&g, 0, GPA + DATA, 4, 0, 0);
	kick(&g, 0, 0);
	is(take(&g, 0, &id), 0, "a command without room for a reply");
	guest_free(&g);
}

static void test_events(void)
{
	struct guest g;
	u32 id, i;

	guest_init(&g, 0);
	control(&g, "event proto=clock");
	process(&g);
	is(take(&g, 1, &id), -1, "no buffer, no event");
	for (i = 0; i < 3; i++) {
		put_desc(&g, QUEUE + 16 * i, GPA + DATA + 256 * i, 64, WRITE, 0);
		offer(&g, 1, i);
	}
	process(&g);
	control(&g, "event proto=clock");
	process(&g);
	ok(take(&g, 1, &id) == 20 && id == 0 && signalled(&g, 1), "an event in the oldest buffer");
	control(&g, "fault add last-buffer on=event");
	control(&g, "event proto=clock");
	process(&g);
	ok(take(&g, 1, &id) == 20 && id == 2, "an event in the newest buffer");
	control(&g, "fault clear");
	put_desc(&g, QUEUE + 16 * 5, GPA + DATA, 64, 0, 0);
	offer(&g, 1, 5);
	put_desc(&g, QUEUE + 16 * 6, GPA + DATA, 5, WRITE, 0);
	offer(&g, 1, 6);
	control(&g, "event proto=clock");
	control(&g, "event proto=clock");
	process(&g);
	ok(take(&g, 1, &id) == 20 && id == 1, "the third buffer");
	ok(take(&g, 1, &id) == 0 && id == 5, "a buffer that cannot be written comes back");
	ok(take(&g, 1, &id) == 5 && id == 6, "an event is cut to its buffer");
	g.dev->features &= ~(1ULL << VIRTIO_SCMI_F_P2A_CHANNELS);
	put_desc(&g, QUEUE, GPA + DATA, 64, WRITE, 0);
	offer(&g, 1, 0);
	control(&g, "event proto=clock");
	process(&g);
	is(take(&g, 1, &id), -1, "no event unless the driver agreed to them");
	guest_free(&g);
}

int main(void)
{
	test_good();
	test_event_idx();
	test_bad_descriptors();
	test_indirect();
	test_bad_ring();
	test_mapping();
	test_memory_gone();
	test_short_buffers();
	test_events();
	return tap_end();
}
