// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guest memory that is nothing but the input, and vhost-user requests between
 * the kicks. Descriptors lie at the end of guest memory, with nothing mapped
 * behind them.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../../../platform/board.h"
#include "../../../scmi-platformd/log.h"
#include "../../../scmi-platformd/vhost.h"
#include "fuzz.h"

#define GPA	0x40000000ULL
#define UVA	0x7f0000000000ULL
#define SIZE	0x4000
#define QSIZE	8
#define DESC	(SIZE - 2 * QSIZE * 16)

struct bench {
	int fd;
	u8 *mem;
	struct board *board;
	struct device *dev;
	struct vhost vhost;
};

static void bench_start(struct bench *b, uint64_t features)
{
	u32 q;

	memset(b->mem, 0, SIZE);
	gmem_clear(&b->dev->mem);
	gmem_add(&b->dev->mem, b->fd, GPA, UVA, SIZE, 0);
	for (q = 0; q < 2; q++) {
		struct vring *vq = &b->dev->vq[q];

		vq->size = QSIZE;
		vq->desc_uva = UVA + DESC + q * 0x80;
		vq->avail_uva = UVA + q * 0x400 + 0x100;
		vq->used_uva = UVA + q * 0x400 + 0x200;
		vq->have_kick = true;
		vq->enabled = true;
	}
	b->dev->features = features;
	device_memory_changed(b->dev);
}

static void bench_init(struct bench *b)
{
	static const char text[] =
		"[clock 0]\nname = c\nrates = 1M 2M\nnotify = changed\n[sensor 0]\nname = s\n";
	char error[BOARD_ERROR_MAX];

	log_quiet = 1;
	b->fd = memfd_create("guest", 0);
	if (b->fd < 0 || ftruncate(b->fd, SIZE))
		abort();
	b->mem = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, b->fd, 0);
	b->board = board_parse("b", text, sizeof(text) - 1, error);
	b->dev = calloc(1, sizeof(*b->dev));
	if (!b->board || !b->dev || !device_init(b->dev, board_machine(b->board), 1))
		abort();
	b->vhost = (struct vhost){ .sock = -1, .dev = b->dev };
}

static void step_write(struct bench *b, struct fuzz_input *in)
{
	u32 at = fuzz_u32(in) % SIZE, len = fuzz_u8(in);

	while (len-- && at < SIZE)
		b->mem[at++] = fuzz_u8(in);
}

/* A descriptor that is at least about to be good */
static void step_desc(struct bench *b, struct fuzz_input *in)
{
	u32 where = fuzz_u8(in), kind = fuzz_u8(in);
	u64 addr = GPA + fuzz_u32(in) % (SIZE + 64);
	u32 len = fuzz_u8(in);
	u16 flags = kind & 7, next = fuzz_u8(in);
	u8 *d = b->mem + DESC + (where % 2) * 0x80 + (where / 2 % QSIZE) * 16;

	/* Mostly a descriptor that exists, sometimes one that is far away */
	next = next & 0xc0 ? next % (QSIZE + 1) : next << 10 | next;
	if (kind & 0x80)
		d = b->mem + 0x1000 + where * 16;
	if (kind & 0x40)
		addr = GPA + 0x1000;
	memcpy(d, &addr, 8);
	memcpy(d + 8, &len, 4);
	memcpy(d + 12, &flags, 2);
	memcpy(d + 14, &next, 2);
}

static void step_offer(struct bench *b, struct fuzz_input *in)
{
	u8 *avail = b->mem + (fuzz_u8(in) % 2) * 0x400 + 0x100;
	u16 idx, head = fuzz_u8(in) % (QSIZE + 1);

	memcpy(&idx, avail + 2, 2);
	memcpy(avail + 4 + idx % QSIZE * 2, &head, 2);
	idx++;
	memcpy(avail + 2, &idx, 2);
}

static void step_request(struct bench *b, struct fuzz_input *in)
{
	struct vhost_msg msg = { .request = fuzz_u8(in) % 48, .flags = 1 };
	bool reply;
	u32 i;

	msg.size = fuzz_u8(in);
	for (i = 0; i < msg.size; i++)
		msg.payload[i] = fuzz_u8(in);
	/* Descriptors are real ones, or the bench would close what it needs */
	if (msg.request == 5 || msg.request == 12 || msg.request == 13) {
		msg.fds[0] = dup(b->fd);
		msg.num_fds = 1;
	}
	vhost_answer(&b->vhost, &msg, &reply);
	for (i = 0; i < msg.num_fds; i++)
		if (msg.fds[i] >= 0)
			close(msg.fds[i]);
	if (msg.size > sizeof(msg.payload))
		abort();
}

static void step_control(struct bench *b, struct fuzz_input *in)
{
	static const char *const lines[] = {
		"event proto=clock", "event raw=", "fault add duplicate", "fault add used-full",
		"fault add last-buffer on=event", "fault clear", "latency 1ms", "latency clear",
		"stall on", "stall off", "storm proto=clock count=100", "fault add used-id=65535",
		"on-ready event proto=clock", "on-ready clear", "stats", "clock 0 rate 2M",
	};
	char answer[1024];

	device_control(b->dev, 1, lines[fuzz_u8(in) % ARRAY_SIZE(lines)], answer, sizeof(answer));
}

static void fuzz_run(struct fuzz_input *in)
{
	static struct bench b;
	uint64_t now = 1;
	char answer[64];

	if (!b.dev)
		bench_init(&b);
	bench_start(&b, fuzz_u8(in) & 1 ? DEVICE_FEATURES :
		    DEVICE_FEATURES & ~(1ULL << VIRTIO_F_EVENT_IDX));
	while (in->size) {
		switch (fuzz_u8(in) % 8) {
		case 0:
			step_write(&b, in);
			break;
		case 1:
		case 2:
			step_desc(&b, in);
			break;
		case 3:
		case 4:
			step_offer(&b, in);
			break;
		case 5:
			step_request(&b, in);
			break;
		case 6:
			step_control(&b, in);
			break;
		default:
			break;
		}
		now += fuzz_u8(in) * 10000;
		device_process(b.dev, now);
	}
	device_reset(b.dev);
	device_control(b.dev, now, "fault clear", answer, sizeof(answer));
	device_control(b.dev, now, "latency clear", answer, sizeof(answer));
	device_control(b.dev, now, "storm stop", answer, sizeof(answer));
	device_control(b.dev, now, "stall off", answer, sizeof(answer));
	device_control(b.dev, now, "on-ready clear", answer, sizeof(answer));
}
