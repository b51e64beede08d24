// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every message id of every protocol in every version, with every length of
 * request and of reply buffer: one well-formed reply each, PROTOCOL_ERROR for
 * every length but the right one, and nothing written behind the buffer.
 */
#include <stdlib.h>

#include "rig.h"
#include "tap.h"

#define MAX_LEN	40

static const char parts[] =
"clock-async = 2\nsensor-async = 2\n"
"[clock 0]\nname = a-name-longer-than-sixteen\nrange = 1M 9M 1M\nparents = 1\nnotify = changed requested\nduty = 3\n"
"[clock 1]\nname = b\nrate-steps = 1M 1M 40\n"
"[sensor 0]\nname = a-name-longer-than-sixteen\nvalue = 1\ntrips = 5:both\nupdate = 1ms\ndelay = 1ms\nstamp = -9\nrange = 0 9\nintervals = 1s\n"
"[sensor 1]\nname = axes\nintervals = 1s\n"
"[axis 1.0]\nname = an-axis-name-longer-than-16\nrange = 0 9\n"
"[axis 1.1]\nname = y\n";

static const struct {
	const char *board;
	u32 proto;
	/* right length of messages 0..0x10, -1: not implemented, -2: two lengths */
	s8 len[17];
} protocols[] = {
	{ "base = 1.0", 0x10,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "base = 2.0", 0x10,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, 12, 16, 8, -1, -1, -1, -1, -1 } },
	{ "base = 2.1", 0x10,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, 12, 16, 8, -1, -1, -1, -1, 4 } },
	{ "clock = 1.0", 0x14,
	  { 0, 0, 4, 4, 8, 16, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "clock = 2.0", 0x14,
	  { 0, 0, 4, 4, 8, 16, 4, 8, 4, 8, 8, -1, -1, -1, -1, -1, -1 } },
	{ "clock = 2.1", 0x14,
	  { 0, 0, 4, 4, 8, 16, 4, -2, 4, 8, 8, 8, 8, 8, 4, 4, -1 } },
	{ "clock = 3.0", 0x14,
	  { 0, 0, 4, 4, 8, 16, 4, 12, 4, 8, 8, 8, 8, 8, 4, 4, 4 } },
	{ "sensor = 1.0", 0x15,
	  { 0, 0, 4, 4, 8, 16, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "sensor = 2.0", 0x15,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, -1, -1, -1, -1, -1 } },
	{ "sensor = 3.0", 0x15,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, 4, 8, -1, -1, -1 } },
	{ "sensor = 3.1", 0x15,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, 4, 8, -1, -1, 4 } },
};

/* A platform with all that there is, of which one protocol is of this version. */
static void begin(struct rig *r, u32 c)
{
	char board[2048];

	snprintf(board, sizeof(board), "[platform]\n%s\n%s", protocols[c].board, parts);
	rig_init(r, board);
}

/* What goes out is one reply with this header, and of at most this length. */
static bool well_formed(const struct rig *r, u32 hdr)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_REPLY, 0);

	if (!o || rig_find(r, SCMIP_OUT_REPLY, 1) || o->len > r->cap)
		return false;
	return o->len < 8 ? r->cap < 8 : scmip_get32(o->data) == hdr;
}

static void test_requests(u32 c)
{
	u32 proto = protocols[c].proto;
	u8 payload[MAX_LEN] = { 0 };
	struct rig r;
	u32 msg, len;

	begin(&r, c);
	for (msg = 0; msg < 256; msg++) {
		s32 want = msg <= 16 ? protocols[c].len[msg] : -1;
		bool good = true;

		for (len = 0; len <= MAX_LEN && good; len++) {
			bool fits = want == -2 ? len == 8 || len == 12 : (s32)len == want;
			s32 status;

			rig_clear(&r);
			rig_send(&r, proto, msg, payload, len);
			good = well_formed(&r, scmip_hdr(proto, msg, 0, r.token));
			status = r.out[0].len >= 8 ? (s32)scmip_get32(r.out[0].data + 4) : 1;
			if (want == -1)
				good &= status == -1;
			else if (fits)
				good &= status != -10 && status <= 0;
			else
				good &= status == -10;
			rig_run(&r, 10 * SCMIP_MSEC);
			if (!good)
				printf("# message 0x%x of %u bytes: status %d\n", msg, len, status);
		}
		if (msg <= 17 || !good)
			ok(good, "%s, message 0x%x, requests of 0..%u bytes",
			   protocols[c].board, msg, MAX_LEN);
	}
	rig_free(&r);
}

static void test_replies(u32 c)
{
	u32 proto = protocols[c].proto;
	u8 payload[16] = { 0 };
	struct rig r;
	bool good = true;
	u32 msg, dom;

	begin(&r, c);
	for (msg = 0; msg <= 16; msg++) {
		u32 len = protocols[c].len[msg] < 0 ? 8 : protocols[c].len[msg];

		for (dom = 0; dom < 3; dom++) {
			for (r.cap = 0; r.cap <= 200 && good; r.cap++) {
				payload[msg == 5 && proto == 0x14 ? 4 : 0] = dom;
				rig_clear(&r);
				rig_send(&r, proto, msg, payload, len);
				good = well_formed(&r, scmip_hdr(proto, msg, 0, r.token));
				rig_run(&r, 10 * SCMIP_MSEC);
				if (!good)
					printf("# message 0x%x, room %u\n", msg, r.cap);
			}
		}
		memset(payload, 0, sizeof(payload));
	}
	ok(good, "%s, reply buffers of 0..200 bytes", protocols[c].board);
	rig_free(&r);
}

/* Arguments at the edges: whatever they are, one well-formed reply. */
static void test_values(u32 c)
{
	static const u32 edge[] = {
		0, 1, 2, 3, 0x7f, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
	};
	u32 proto = protocols[c].proto;
	u32 word[4];
	struct rig r;
	bool good = true;
	u32 msg, i, j;

	begin(&r, c);
	for (msg = 0; msg <= 16; msg++) {
		u32 len = protocols[c].len[msg] < 0 ? 12 : protocols[c].len[msg];

		for (i = 0; i < ARRAY_SIZE(edge); i++) {
			for (j = 0; j < ARRAY_SIZE(edge) && good; j++) {
				word[0] = edge[i];
				word[1] = edge[j];
				word[2] = edge[(i + j) % ARRAY_SIZE(edge)];
				word[3] = edge[(i * 5 + j) % ARRAY_SIZE(edge)];
				rig_clear(&r);
				rig_send(&r, proto, msg, word, len);
				good = well_formed(&r, scmip_hdr(proto, msg, 0, r.token));
				rig_run(&r, 20 * SCMIP_MSEC);
				if (!good)
					printf("# message 0x%x, words %x %x\n", msg, edge[i],
					       edge[j]);
			}
		}
	}
	ok(good, "%s, arguments at the edges", protocols[c].board);
	rig_free(&r);
}

/* A protocol or version without lengths here would not be tested at all. */
static bool listed(const char *name, u32 version)
{
	char board[32];
	u32 c;

	snprintf(board, sizeof(board), "%s = %u.%u", name, version >> 16, version & 0xffff);
	for (c = 0; c < ARRAY_SIZE(protocols); c++)
		if (!strcmp(protocols[c].board, board))
			return true;
	return false;
}

int main(void)
{
	const u32 *v;
	u32 c;

	for (c = 0; c < SCMIP_NUM_PROTOS; c++)
		for (v = scmip_protocols[c]->versions;
		     v < scmip_protocols[c]->versions + 4 && *v; v++)
			ok(listed(scmip_protocols[c]->name, *v), "lengths of %s 0x%x are known",
			   scmip_protocols[c]->name, *v);
	for (c = 0; c < ARRAY_SIZE(protocols); c++) {
		test_requests(c);
		test_replies(c);
		test_values(c);
	}
	return tap_end();
}
