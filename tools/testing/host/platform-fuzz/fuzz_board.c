// SPDX-License-Identifier: GPL-2.0-only
/*
 * Board files. What the parser accepts must be a machine that can be served:
 * every clock and every sensor is asked for everything.
 */
#include <stdlib.h>
#include <string.h>

#include "../../../../platform/internal.h"
#include "../../../../platform/board.h"
#include "fuzz.h"

static bool bench_emit(void *ctx, const struct scmip_out *out)
{
	return true;
}

static void ask(struct scmip_server *s, u64 now, u32 proto, u32 msg, u32 domain)
{
	/* Words of a length that every command has for one of its versions */
	static const u8 lens[] = { 4, 8, 12, 16 };
	u8 req[24] = { 0 };
	u32 i;

	scmip_set32(req, scmip_hdr(proto, msg, 0, 0));
	scmip_set32(req + 4, domain);
	for (i = 0; i < sizeof(lens); i++)
		if (scmip_ready(s))
			scmip_handle(s, now, 0, req, 4 + lens[i], 128);
}

static void serve(const struct scmip_machine *m)
{
	struct scmip_host host = { .emit = bench_emit, .slots = 16, .msg_max = 512 };
	size_t size = scmip_server_size(m, &host);
	void *mem = malloc(size);
	struct scmip_server *s;
	u64 now = SCMIP_SEC;
	u32 id, msg, i;

	if (!mem)
		return;
	s = scmip_server_init(mem, size, m, &host, now);
	if (!s)
		abort();
	for (id = 0; id < 3; id++) {
		for (msg = 0; msg <= 0x10; msg++) {
			for (i = 0; i < SCMIP_NUM_PROTOS; i++)
				ask(s, now, scmip_protocols[i]->id, msg, id);
			now += 10 * SCMIP_MSEC;
			scmip_poll(s, now);
		}
	}
	free(mem);
}

static void fuzz_run(struct fuzz_input *in)
{
	char error[BOARD_ERROR_MAX];
	struct board *b;

	/* The parser takes text of a given length, not a string */
	b = board_parse("fuzz", (const char *)in->data, in->size, error);
	if (b)
		serve(board_machine(b));
	else if (!error[0] || strncmp(error, "fuzz:", 5))
		abort();
	board_free(b);
}
