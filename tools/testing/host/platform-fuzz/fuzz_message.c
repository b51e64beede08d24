// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests, control commands, faults and time against the platform library.
 * The input is a list of steps; whatever they are, each request has at most
 * one reply, which fits, and nothing is read or written out of bounds.
 */
#include <stdlib.h>
#include <string.h>

#include "../platform/example.h"
#include "fuzz.h"

#define SLOTS	12
#define MSG_MAX	256

struct bench {
	struct scmip_server *server;
	u64 now;
	u32 sum;		/* every byte that goes out has been looked at */
	u32 cap[256];		/* room by cookie, 0 without a request */
};

static bool bench_emit(void *ctx, const struct scmip_out *out)
{
	struct bench *b = ctx;
	u32 i;

	for (i = 0; i < out->len; i++)
		b->sum += out->data[i];
	if (out->kind != SCMIP_OUT_REPLY)
		return b->now & 1;
	if (out->len > MSG_MAX || !b->cap[out->cookie])
		abort();
	b->cap[out->cookie] = 0;
	return true;
}

static void step_request(struct bench *b, struct fuzz_input *in)
{
	u8 cookie = fuzz_u8(in), kind = fuzz_u8(in);
	u32 len = fuzz_u8(in) % 48, cap = fuzz_u8(in), i;
	u8 *req;

	if (b->cap[cookie] || !scmip_ready(b->server))
		return;
	req = malloc(len ? len : 1);
	for (i = 0; i < len; i++)
		req[i] = fuzz_u8(in);
	/* Mostly a command that exists */
	if (len >= 4 && kind & 0xc0)
		scmip_set32(req, scmip_hdr(scmip_protocols[(kind & 0x3f) % SCMIP_NUM_PROTOS]->id,
					   req[0] & 0x1f, 0, cookie));
	b->cap[cookie] = cap + 1;
	if (scmip_handle(b->server, b->now, cookie, req, len, cap) == SCMIP_UNANSWERED)
		b->cap[cookie] = 0;
	free(req);
}

static void step_control(struct bench *b, struct fuzz_input *in)
{
	char line[80], answer[256];
	u32 len = fuzz_u8(in) % sizeof(line), i;

	for (i = 0; i < len; i++)
		line[i] = (char)fuzz_u8(in);
	line[len] = '\0';
	scmip_control(b->server, b->now, line, answer, 8 + fuzz_u8(in) % (sizeof(answer) - 8));
}

/* A fault by its number, which random text would hardly ever spell */
static void step_fault(struct bench *b, struct fuzz_input *in)
{
	struct scmip_fault f = {
		.act = fuzz_u8(in) % SCMIP_ACT_COUNT,
		.stage = fuzz_u8(in) % 3,
		.proto = -1,
		.msg = -1,
		.domain = -1,
		.permille = 1000,
	};

	f.arg = (s32)fuzz_u32(in);
	if (f.act == SCMIP_ACT_WORD)
		f.arg = (s64)(fuzz_u8(in) % 10) << 32 | (u32)f.arg;
	if (f.act == SCMIP_ACT_LATE || f.act == SCMIP_ACT_NO_SIGNAL)
		f.arg &= 0x7fffffff;
	f.count = fuzz_u8(in);
	scmip_fault_add(b->server, &f);
}

static void step(struct bench *b, struct fuzz_input *in)
{
	char answer[64];

	switch (fuzz_u8(in) % 8) {
	case 0:
		step_control(b, in);
		break;
	case 1:
		b->now += (u64)fuzz_u32(in) << (fuzz_u8(in) % 8);
		scmip_poll(b->server, b->now);
		if (scmip_deadline(b->server, b->now) == 0)
			abort();
		break;
	case 2:
		step_fault(b, in);
		break;
	case 3:
		scmip_control(b->server, b->now, "fault clear", answer, sizeof(answer));
		scmip_control(b->server, b->now, "silent off", answer, sizeof(answer));
		break;
	case 4:
		scmip_server_reset(b->server);
		memset(b->cap, 0, sizeof(b->cap));
		break;
	default:
		step_request(b, in);
		break;
	}
}

static void fuzz_run(struct fuzz_input *in)
{
	static struct board *board;
	struct bench b = { .now = SCMIP_SEC };
	struct scmip_host host = {
		.emit = bench_emit, .ctx = &b, .slots = SLOTS, .msg_max = MSG_MAX,
	};
	char error[BOARD_ERROR_MAX];
	size_t need;
	void *mem;

	if (!board) {
		const char *text =
			example_board("extra-protocols = 0x80 0x81\n");

		board = board_parse("fuzz", text, strlen(text), error);
	}
	if (!board)
		abort();
	need = scmip_server_size(board_machine(board), &host);
	mem = malloc(need);
	b.server = scmip_server_init(mem, need, board_machine(board), &host, b.now);
	while (in->size)
		step(&b, in);
	/* Whatever waits comes out in the end */
	scmip_poll(b.server, b.now + (1ULL << 50));
	free(mem);
}
