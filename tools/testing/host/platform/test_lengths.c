// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every message id of every protocol in every version, with every length of
 * request and of reply buffer: one well-formed reply each, PROTOCOL_ERROR for
 * every length but the right one, and nothing written behind the buffer. Which
 * messages there are, and their lengths, are in the protocols' tables; what
 * DEN0056 says is here once more.
 */
#include <stdlib.h>

#include "example.h"
#include "rig.h"
#include "tap.h"

#define MAX_LEN		40
#define LAST_MSG	SCMIP_NEGOTIATE_PROTOCOL_VERSION

static const struct {
	const char *name;
	u32 version;
	/* length of messages 0..0x10, -1: there is none, -2: 8 or 12 */
	s8 len[LAST_MSG + 1];
} known[] = {
	{ "base", 0x10000,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "base", 0x20000,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, 12, 16, 8, -1, -1, -1, -1, -1 } },
	{ "base", 0x20001,
	  { 0, 0, 4, 0, 0, 0, 4, 4, 4, 12, 16, 8, -1, -1, -1, -1, 4 } },
	{ "power", 0x10000,
	  { 0, 0, 4, 4, 12, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "power", 0x20000,
	  { 0, 0, 4, 4, 12, 4, 8, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "power", 0x30000,
	  { 0, 0, 4, 4, 12, 4, 8, 8, 4, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "power", 0x30001,
	  { 0, 0, 4, 4, 12, 4, 8, 8, 4, -1, -1, -1, -1, -1, -1, -1, 4 } },
	{ "system", 0x10000,
	  { 0, 0, 4, 8, 0, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "system", 0x20000,
	  { 0, 0, 4, 8, 0, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "system", 0x20001,
	  { 0, 0, 4, 8, 0, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 4 } },
	{ "perf", 0x10000,
	  { 0, 0, 4, 4, 8, 12, 4, 8, 4, 8, 8, -1, -1, -1, -1, -1, -1 } },
	{ "perf", 0x20000,
	  { 0, 0, 4, 4, 8, 12, 4, 8, 4, 8, 8, 8, -1, -1, -1, -1, -1 } },
	{ "perf", 0x30000,
	  { 0, 0, 4, 4, 8, 12, 4, 8, 4, 8, 8, 8, 4, -1, -1, -1, -1 } },
	{ "perf", 0x40000,
	  { 0, 0, 4, 4, 8, 12, 4, 8, 4, 8, 8, 8, 4, -1, -1, -1, 4 } },
	{ "clock", 0x10000,
	  { 0, 0, 4, 4, 8, 16, 4, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "clock", 0x20000,
	  { 0, 0, 4, 4, 8, 16, 4, 8, 4, 8, 8, -1, -1, -1, -1, -1, -1 } },
	{ "clock", 0x20001,
	  { 0, 0, 4, 4, 8, 16, 4, -2, 4, 8, 8, 8, 8, 8, 4, 4, -1 } },
	{ "clock", 0x30000,
	  { 0, 0, 4, 4, 8, 16, 4, 12, 4, 8, 8, 8, 8, 8, 4, 4, 4 } },
	{ "sensor", 0x10000,
	  { 0, 0, 4, 4, 8, 16, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "sensor", 0x20000,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, -1, -1, -1, -1, -1 } },
	{ "sensor", 0x30000,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, 4, 8, -1, -1, -1 } },
	{ "sensor", 0x30001,
	  { 0, 0, 4, 4, 8, 16, 8, 8, 8, 4, 8, 8, 4, 8, -1, -1, 4 } },
	{ "reset", 0x10000,
	  { 0, 0, 4, 4, 12, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "reset", 0x20000,
	  { 0, 0, 4, 4, 12, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "reset", 0x30000,
	  { 0, 0, 4, 4, 12, 8, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "reset", 0x30001,
	  { 0, 0, 4, 4, 12, 8, 4, -1, -1, -1, -1, -1, -1, -1, -1, -1, 4 } },
	{ "voltage", 0x10000,
	  { 0, 0, 4, 4, 8, 8, 4, 12, 4, -1, -1, -1, -1, -1, -1, -1, -1 } },
	{ "voltage", 0x20000,
	  { 0, 0, 4, 4, 8, 8, 4, 12, 4, 4, -1, -1, -1, -1, -1, -1, -1 } },
	{ "voltage", 0x20001,
	  { 0, 0, 4, 4, 8, 8, 4, 12, 4, 4, -1, -1, -1, -1, -1, -1, 4 } },
	{ "powercap", 0x10000,
	  { 0, 0, 4, 4, 4, 12, 4, 12, 4, 4, 8, 16, 8, -1, -1, -1, -1 } },
	{ "powercap", 0x20000,
	  { 0, 0, 4, 4, 4, 12, 4, 12, 4, 4, 8, 16, 8, -1, -1, -1, 4 } },
	{ "powercap", 0x30000,
	  { 0, 0, 4, 4, 8, 16, 4, 12, 4, 4, 8, 16, 12, 8, 8, 16, 4 } },
	{ "pinctrl", 0x10000,
	  { 0, 0, 4, 8, 12, 8, 12, 8, 8, 8, 12, -1, -1, -1, -1, -1, 4 } },
};

/* A protocol in one of its versions, on a board with all others. */
struct subject {
	u32 index;
	u32 version;
	u32 id;
	char name[32];
	struct rig rig;
};

static bool exists(const struct subject *t, u32 msg)
{
	return scmip_implemented(t->rig.server, t->index, msg);
}

/* Of a payload that is zero. */
static bool fits(const struct subject *t, u32 msg, u32 len)
{
	static const u8 zeroes[MAX_LEN];
	const struct scmip_command *c;

	if (msg == SCMIP_PROTOCOL_VERSION)
		return !len;
	c = scmip_command_of(scmip_protocols[t->index], msg);
	return c ? scmip_command_fits(c, t->version, zeroes, len) : len == 4;
}

/* A length that fits, or some other where there is no such message. */
static u32 any_len(const struct subject *t, u32 msg)
{
	u32 len;

	for (len = 0; len < MAX_LEN && !fits(t, msg, len); len += 4)
		;
	return exists(t, msg) ? len : 12;
}

/* What goes out is one reply with this header, and of at most this length. */
static bool ask(struct subject *t, u32 msg, const void *payload, u32 len)
{
	const struct rig_out *o;
	struct rig *r = &t->rig;

	rig_clear(r);
	rig_send(r, t->id, msg, payload, len);
	o = rig_find(r, SCMIP_OUT_REPLY, 0);
	if (!o || rig_find(r, SCMIP_OUT_REPLY, 1) || o->len > r->cap)
		return false;
	if (o->len < 8)
		return r->cap < 8;
	return scmip_get32(o->data) == scmip_hdr(t->id, msg, 0, r->token);
}

static void test_known(struct subject *t)
{
	bool good = true;
	u32 i, msg, len;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(known[i].name, scmip_protocols[t->index]->name) &&
		    known[i].version == t->version)
			break;
	if (!ok(i < ARRAY_SIZE(known), "%s, the specification's lengths are here", t->name))
		return;
	for (msg = 0; msg <= LAST_MSG; msg++) {
		s8 want = known[i].len[msg];

		good &= exists(t, msg) == (want != -1);
		for (len = 0; want != -1 && len <= MAX_LEN; len++)
			good &= fits(t, msg, len) == (want == -2 ?
				len == 8 || len == 12 : len == (u32)want);
		if (!good)
			printf("# message 0x%x\n", msg);
	}
	ok(good, "%s, lengths as in the specification", t->name);
}

static void test_requests(struct subject *t)
{
	u8 payload[MAX_LEN] = { 0 };
	u32 msg, len;

	for (msg = 0; msg < 256; msg++) {
		bool good = true;

		for (len = 0; len <= MAX_LEN && good; len++) {
			s32 status = 1;

			good = ask(t, msg, payload, len);
			if (t->rig.out[0].len >= 8)
				status = (s32)scmip_get32(t->rig.out[0].data + 4);
			if (!exists(t, msg))
				good &= status == SCMIP_NOT_SUPPORTED;
			else if (fits(t, msg, len))
				good &= status <= 0 &&
					status != SCMIP_PROTOCOL_ERROR;
			else
				good &= status == SCMIP_PROTOCOL_ERROR;
			rig_run(&t->rig, 10 * SCMIP_MSEC);
			if (!good)
				printf("# message 0x%x of %u bytes: status %d\n",
				       msg, len, status);
		}
		if (msg <= LAST_MSG + 1 || !good)
			ok(good, "%s, message 0x%x, requests of 0..%u bytes",
			   t->name, msg, MAX_LEN);
	}
}

/* The first three ids, in the first word or the second. */
static void test_replies(struct subject *t)
{
	bool good = true;
	u32 msg, i;

	for (msg = 0; msg <= LAST_MSG; msg++) {
		for (i = 0; i < 6; i++) {
			u8 payload[MAX_LEN] = { 0 };

			payload[i / 3 * 4] = i % 3;
			for (t->rig.cap = 0; t->rig.cap <= 200 && good;
			     t->rig.cap++) {
				good = ask(t, msg, payload, any_len(t, msg));
				rig_run(&t->rig, 10 * SCMIP_MSEC);
				if (!good)
					printf("# message 0x%x, room %u\n", msg,
					       t->rig.cap);
			}
		}
	}
	ok(good, "%s, reply buffers of 0..200 bytes", t->name);
}

/* Arguments at the edges: whatever they are, one well-formed reply. */
static void test_values(struct subject *t)
{
	static const u32 edge[] = {
		0, 1, 2, 3, 0x7f, 0xff, 0x100, 0xffff, 0x10000, 0x7fffffff,
		0x80000000, 0xffffffff,
	};
	const u32 num = ARRAY_SIZE(edge);
	bool good = true;
	u32 msg, i, k;

	for (msg = 0; msg <= LAST_MSG; msg++) {
		for (i = 0; i < num * num && good; i++) {
			u32 word[MAX_LEN / 4];

			word[0] = edge[i / num];
			word[1] = edge[i % num];
			for (k = 2; k < ARRAY_SIZE(word); k++)
				word[k] = edge[(i / num * (2 * k - 3) + i) % num];
			good = ask(t, msg, word, any_len(t, msg));
			rig_run(&t->rig, 20 * SCMIP_MSEC);
			if (!good)
				printf("# message 0x%x, words %x %x\n", msg,
				       word[0], word[1]);
		}
	}
	ok(good, "%s, arguments at the edges", t->name);
}

int main(void)
{
	static void (*const tests[])(struct subject *t) = {
		test_known, test_requests, test_replies, test_values,
	};
	struct subject t;
	char line[40];
	u32 v, i;

	for (t.index = 0; t.index < SCMIP_NUM_PROTOS; t.index++) {
		const struct scmip_protocol *p = scmip_protocols[t.index];

		t.id = p->id;
		for (v = 0; v < ARRAY_SIZE(p->versions) && p->versions[v]; v++) {
			t.version = p->versions[v];
			snprintf(t.name, sizeof(t.name), "%s = %u.%u", p->name,
				 t.version >> 16, t.version & 0xffff);
			snprintf(line, sizeof(line), "%s\n", t.name);
			for (i = 0; i < ARRAY_SIZE(tests); i++) {
				rig_init(&t.rig, example_board(line));
				tests[i](&t);
				rig_free(&t.rig);
			}
		}
	}
	return tap_end();
}
