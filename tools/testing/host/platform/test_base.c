// SPDX-License-Identifier: GPL-2.0-only
/* Base protocol: every command, in all versions. */
#include <stdlib.h>

#include "rig.h"
#include "tap.h"

#define BASE	0x10

static const char board[] =
"[platform]\n"
"vendor = Some-Vendor\n"
"sub-vendor = Sub\n"
"implementation = 0x12345678\n"
"agents = platform linux secure\n"
"extra-protocols = 0x80 0x81 0x82 0x83 0x84 0x85 0x86\n"
"devices = 3\n"
"[clock 0]\n"
"name = osc\n"
"rates = 24M 48M\n"
"notify = changed\n"
"[sensor 0]\n"
"name = temp\n";

static void test_identity(struct rig *r)
{
	is(rig_ask(r, BASE, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x20001, "version is 2.1");
	is(rig_len(r), 4, "version is one word");
	is(rig_ask(r, BASE, 1), 0, "attributes succeed");
	is(rig_word(r, 0), 2 << 8 | 9, "two agents, nine protocols");
	is(rig_ask(r, BASE, 3), 0, "vendor succeeds");
	ok(!strcmp(rig_name(r, 0), "Some-Vendor"), "vendor is %s", rig_name(r, 0));
	is(rig_len(r), 16, "vendor takes 16 bytes");
	is(rig_ask(r, BASE, 4), 0, "sub-vendor succeeds");
	ok(!strcmp(rig_name(r, 0), "Sub"), "sub-vendor is %s", rig_name(r, 0));
	is(rig_ask(r, BASE, 5), 0, "implementation version succeeds");
	is(rig_word(r, 0), 0x12345678, "implementation version is right");
}

static void test_message_attributes(struct rig *r)
{
	static const struct { u32 id; s32 status; } want[] = {
		{ 0x0, 0 }, { 0x1, 0 }, { 0x2, 0 }, { 0x3, 0 }, { 0xb, 0 }, { 0x10, 0 },
		{ 0xc, -4 }, { 0xf, -4 }, { 0x11, -4 }, { 0xff, -4 }, { 0x100, -4 },
		{ 0xffffffff, -4 },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(want); i++)
		is(rig_ask(r, BASE, 2, want[i].id), want[i].status,
		   "message attributes of 0x%x", want[i].id);
}

static void test_list(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, BASE, 6, 0), 0, "list succeeds");
	is(rig_word(r, 0), 9, "all nine are in one reply");
	is(rig_len(r), 4 + 12, "list is padded to words");
	is(rig_word(r, 1), 0x81801514, "clock, sensor and extras, without base");
	is(rig_ask(r, BASE, 6, 9), 0, "skipping all succeeds");
	is(rig_word(r, 0), 0, "and leaves nothing");
	is(rig_ask(r, BASE, 6, 10), -2, "skipping more than all is invalid");
	for (cap = 16; cap <= 28; cap++) {
		u8 found[16];
		u32 have = 0;

		r->cap = cap;
		while (have < 9 && rig_ask(r, BASE, 6, have) == 0) {
			u32 n = rig_word(r, 0);
			u32 room = (cap - 12) & ~3u;

			if (n != (9 - have < room ? 9 - have : room))
				break;
			memcpy(found + have, rig_name(r, 4), n);
			have += n;
		}
		ok(have == 9 && found[0] == 0x14 && found[8] == 0x86,
		   "list in parts, reply of %u bytes", cap);
	}
	r->cap = 15;
	is(rig_ask(r, BASE, 6, 0), -10, "no room for any entry is an error");
}

static void test_agents(struct rig *r)
{
	is(rig_ask(r, BASE, 7, 0), 0, "agent 0 succeeds");
	ok(!strcmp(rig_name(r, 4), "platform"), "and is the platform");
	is(rig_ask(r, BASE, 7, 2), 0, "agent 2 succeeds");
	is(rig_word(r, 0), 2, "and says so");
	is(rig_ask(r, BASE, 7, 0xffffffff), 0, "asking for oneself succeeds");
	is(rig_word(r, 0), 1, "and gives agent 1");
	ok(!strcmp(rig_name(r, 4), "linux"), "with its name");
	is(rig_ask(r, BASE, 7, 3), -4, "agent 3 is not found");
	is(rig_ask(r, BASE, 9, 1, 2, 1), 0, "device permission succeeds");
	is(rig_ask(r, BASE, 9, 1, 3, 1), -4, "unknown device is not found");
	is(rig_ask(r, BASE, 9, 3, 0, 1), -4, "unknown agent is not found");
	is(rig_ask(r, BASE, 9, 1, 0, 2), -2, "reserved flag is invalid");
	is(rig_ask(r, BASE, 0xa, 1, 0, 0x14, 0), 0, "protocol permission succeeds");
	is(rig_ask(r, BASE, 0xa, 1, 0, 0x10, 0), -3, "base cannot be denied");
	is(rig_ask(r, BASE, 0xa, 1, 0, 0x13, 0), -4, "unknown protocol is not found");
	is(rig_ask(r, BASE, 0xa, 1, 0, 0x114, 0), -2, "too large a protocol is invalid");
	is(rig_ask(r, BASE, 0xa, 1, 0, 0x14, 4), -2, "reserved flag is invalid");
}

static void test_reset_agent(struct rig *r)
{
	is(rig_ask(r, 0x14, 0x5, 0, 0, 48000000, 0), 0, "rate set");
	is(rig_ask(r, 0x14, 0x9, 0, 1), 0, "rate notification on");
	is(rig_ask(r, BASE, 0xb, 2, 1), 0, "reset of another agent succeeds");
	rig_ask(r, 0x14, 0x6, 0);
	is(rig_word(r, 0), 48000000, "and leaves our rate");
	is(rig_ask(r, BASE, 0xb, 1, 2), -2, "reserved flag is invalid");
	is(rig_ask(r, BASE, 0xb, 0, 0), -4, "the platform cannot be reset");
	is(rig_ask(r, BASE, 0xb, 1, 0), 0, "reset of oneself succeeds");
	rig_ask(r, 0x14, 0x6, 0);
	is(rig_word(r, 0), 24000000, "and gives the rate of boot");
	rig_clear(r);
	rig_control(r, "clock 0 rate 48M");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and takes the subscription away");
}

static void test_errors(struct rig *r)
{
	const struct rig_out *e;
	u8 bad[4] = { 0 };

	is(rig_ask(r, BASE, 8, 2), -2, "reserved bit is invalid");
	is(rig_ask(r, BASE, 8, 1), 0, "error notifications on");
	rig_clear(r);
	rig_send(r, BASE, 0, bad, 4);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && e->len == 20, "a wrong length makes an error event");
	is(out_word(e, 0), 1, "of agent 1");
	is(out_word(e, 1), 1, "with one record, not fatal");
	is(out_word(e, 2), scmip_hdr(BASE, 0, 0, r->token), "about that message");
	is((s32)out_word(e, 3), -10, "a protocol error");
	is(rig_ask(r, BASE, 8, 0), 0, "error notifications off");
	rig_clear(r);
	rig_send(r, BASE, 0, bad, 4);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "no error event any more");
}

static void test_versions(struct rig *r)
{
	rig_board(r, "[platform]\nbase = 1.0\nagents = platform osp\n");
	is(rig_ask(r, BASE, 0), 0, "version 1.0 succeeds");
	is(rig_word(r, 0), 0x10000, "version is 1.0");
	is(rig_ask(r, BASE, 7, 1), 0, "1.0 discovers agents");
	ok(rig_len(r) == 16 && !strcmp(rig_name(r, 0), "osp"), "by name only");
	is(rig_ask(r, BASE, 7, 0xffffffff), -4, "1.0 does not know oneself");
	is(rig_ask(r, BASE, 9, 1, 0, 1), -1, "1.0 has no permissions");
	is(rig_ask(r, BASE, 0x10, 0x10000), -1, "1.0 does not negotiate");
	is(rig_ask(r, BASE, 2, 9), -4, "and says so in its attributes");

	rig_board(r, board);
	is(rig_ask(r, BASE, 0x10, 0x30000), -1, "3.0 is too much to ask");
	is(rig_ask(r, BASE, 0x10, 0x10001), -1, "1.1 never was");
	is(rig_ask(r, BASE, 0x10, 0x10000), 0, "1.0 can be negotiated");
	is(rig_ask(r, BASE, 9, 1, 0, 1), -1, "and takes permissions away");
	is(rig_ask(r, BASE, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x20001, "and still is the highest");
	scmip_server_reset(r->server);
	is(rig_ask(r, BASE, 9, 1, 0, 1), 0, "a reset forgets the negotiation");
}

static void test_unknown(struct rig *r)
{
	u8 req[4];

	is(rig_ask(r, BASE, 0xc), -1, "unknown message");
	is(rig_ask(r, BASE, 0xff), -1, "unknown message, highest id");
	is(rig_ask(r, 0x7f, 0), -1, "unknown protocol");
	is(rig_ask(r, 0x80, 0), -1, "protocol that is only listed");
	rig_clear(r);
	scmip_set32(req, scmip_hdr(BASE, 0, 3, 5));
	scmip_handle(r->server, r->now, 0, req, 4, 128);
	is((s32)scmip_get32(r->out[0].data + 4), -10, "a notification is no command");
	rig_clear(r);
	scmip_handle(r->server, r->now, 0, req, 3, 128);
	is((s32)scmip_get32(r->out[0].data + 4), -10, "three bytes are no header");
	rig_clear(r);
	scmip_handle(r->server, r->now, 0, req, 0, 0);
	is(r->out[0].len, 0, "nothing in, nothing out");
	rig_board(r, "[platform]\nclock = none\nsensor = none\nwithout = base:discover-agent\n");
	is(rig_ask(r, 0x14, 0), -1, "a protocol that the board leaves out");
	is(rig_ask(r, BASE, 6, 0), 0, "list without any protocol");
	is(rig_word(r, 0), 0, "is empty");
	is(rig_ask(r, BASE, 7, 0), -1, "a message that the board leaves out");
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_identity,
		test_message_attributes,
		test_list,
		test_agents,
		test_reset_agent,
		test_errors,
		test_versions,
		test_unknown,
	};

	rig_tests(board, tests, ARRAY_SIZE(tests));
	return tap_end();
}
