// SPDX-License-Identifier: GPL-2.0-only
/* A platform on the bench; see rig.h. */
#include "rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool rig_emit(void *ctx, const struct scmip_out *out)
{
	struct rig *r = ctx;
	struct rig_out *o = &r->out[r->num_out % RIG_MAX_OUT];

	if (r->refuse && out->kind != SCMIP_OUT_REPLY)
		return false;
	r->num_out++;
	memset(o, 0, sizeof(*o));
	o->kind = out->kind;
	o->cookie = out->cookie;
	o->at = r->now;
	o->len = out->len;
	o->lies = out->lies;
	o->used_len = out->used_len;
	o->used_id = out->used_id;
	o->signal_ns = out->signal_ns;
	memcpy(o->data, out->data, out->len < RIG_MSG_MAX ? out->len : RIG_MSG_MAX);
	return true;
}

static const struct scmip_memory *rig_mem;

void rig_memory(const struct scmip_memory *memory)
{
	rig_mem = memory;
}

void rig_init(struct rig *r, const char *board)
{
	struct scmip_host host = {
		.emit = rig_emit, .ctx = r, .slots = 16, .msg_max = RIG_MSG_MAX,
		.memory = rig_mem,
	};
	char error[BOARD_ERROR_MAX];
	size_t size;

	memset(r, 0, sizeof(*r));
	r->board = board_parse("rig", board, strlen(board), error);
	if (!r->board) {
		printf("Bail out! %s\n", error);
		exit(1);
	}
	r->now = 1000 * SCMIP_SEC;
	r->cap = 128;
	size = scmip_server_size(board_machine(r->board), &host);
	/* Exactly as much as asked for, so that the sanitizer sees the end */
	r->mem = malloc(size);
	r->server = scmip_server_init(r->mem, size, board_machine(r->board), &host, r->now);
	if (!r->server) {
		printf("Bail out! no server\n");
		exit(1);
	}
}

void rig_free(struct rig *r)
{
	free(r->mem);
	board_free(r->board);
}

const char *rig_wrong(const char *board)
{
	static char error[BOARD_ERROR_MAX];
	struct board *b = board_parse("rig", board, strlen(board), error);

	if (!b)
		return error;
	board_free(b);
	return "nothing";
}

void rig_board(struct rig *r, const char *board)
{
	rig_free(r);
	rig_init(r, board);
}

void rig_tests(const char *board, const rig_test tests[], u32 num)
{
	struct rig r;
	u32 i;

	for (i = 0; i < num; i++) {
		rig_init(&r, board);
		tests[i](&r);
		rig_free(&r);
	}
}

void rig_clear(struct rig *r)
{
	r->num_out = 0;
	memset(r->out, 0, sizeof(r->out));
}

u32 rig_send(struct rig *r, u32 proto, u32 msg, const void *payload, u32 len)
{
	/* On the heap and of the exact length, again for the sanitizer */
	u8 *req = malloc(4 + len);

	r->token = (r->token + 1) & 0x3ff;
	scmip_set32(req, scmip_hdr(proto, msg, SCMIP_TYPE_COMMAND, r->token));
	if (len)
		memcpy(req + 4, payload, len);
	r->verdict = scmip_handle(r->server, r->now, r->token, req, 4 + len, r->cap);
	free(req);
	return r->token;
}

const struct rig_out *rig_find(const struct rig *r, enum scmip_out_kind kind, u32 nth)
{
	u32 i;

	for (i = 0; i < r->num_out && i < RIG_MAX_OUT; i++)
		if (r->out[i].kind == kind && !nth--)
			return &r->out[i];
	return NULL;
}

void rig_run(struct rig *r, u64 ns)
{
	u64 end = r->now + ns;
	u64 next;

	while ((next = scmip_deadline(r->server, r->now)) <= end) {
		if (next > r->now)
			r->now = next;
		scmip_poll(r->server, r->now);
		if (scmip_deadline(r->server, r->now) <= r->now)
			r->now++;
	}
	r->now = end;
}

const char *rig_control(struct rig *r, const char *line)
{
	static char answer[4096];

	scmip_control(r->server, r->now, line, answer, sizeof(answer));
	return answer;
}

s32 rig_ask_words(struct rig *r, u32 proto, u32 msg, const u32 *words, u32 num)
{
	const struct rig_out *o;
	u8 payload[64];
	u32 i;

	rig_clear(r);
	for (i = 0; i < num; i++)
		scmip_set32(payload + 4 * i, words[i]);
	rig_send(r, proto, msg, payload, 4 * num);
	o = rig_find(r, SCMIP_OUT_REPLY, 0);
	if (!o || o->len < 8)
		return RIG_NO_REPLY;
	return (s32)scmip_get32(o->data + 4);
}

u32 rig_len(const struct rig *r)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_REPLY, 0);

	return o && o->len >= 8 ? o->len - 8 : 0;
}

u32 rig_word(const struct rig *r, u32 index)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_REPLY, 0);

	return o && 12 + 4 * index <= o->len ? scmip_get32(o->data + 8 + 4 * index) : 0xdeadbeef;
}

u64 rig_word64(const struct rig *r, u32 index)
{
	return rig_word(r, index) | (u64)rig_word(r, index + 1) << 32;
}

const char *rig_name(const struct rig *r, u32 offset)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_REPLY, 0);

	return o ? (const char *)o->data + 8 + offset : "";
}

u32 out_word(const struct rig_out *o, u32 index)
{
	return o && 8 + 4 * index <= o->len ? scmip_get32(o->data + 4 + 4 * index) : 0xdeadbeef;
}
