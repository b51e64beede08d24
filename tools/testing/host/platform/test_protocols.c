// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is asked of every protocol, as its descriptor says: messages have names,
 * the example of a board has all keys, statuses cost nothing but the message
 * that gets them, and what has a hook answers by it.
 */
#include "example.h"
#include "rig.h"
#include "tap.h"

/* The one that is asked, and the newest version of it, which it speaks. */
static const struct scmip_protocol *proto;
static u32 version;

/* A line of control, of which "%s" is the protocol. */
static const char *say(struct rig *r, const char *fmt)
{
	char line[128];

	snprintf(line, sizeof(line), fmt, proto->name);
	return rig_control(r, line);
}

/* A message by its name is the one with that number. */
static void test_names(struct rig *r)
{
	bool good = true;
	u32 msg;
	s32 id;

	ok(!scmip_parse_proto(proto->name, &id) && id == proto->id,
	   "%s is 0x%x", proto->name, proto->id);
	for (msg = 0; msg < SCMIP_MSG_IDS; msg++) {
		const struct scmip_command *c = scmip_command_of(proto, msg);

		if (!c)
			continue;
		if (scmip_parse_msg(proto->id, c->name, &id) || id != (s32)msg) {
			printf("# message 0x%x is %s\n", msg, c->name);
			good = false;
		}
	}
	ok(good, "%s: messages by name", proto->name);
}

static void missing(const struct board_key *keys, u32 *num)
{
	char line[64];

	for (; keys && keys->name; keys++) {
		snprintf(line, sizeof(line), "\n%s = ", keys->name);
		if (strstr(proto->part->example, line))
			continue;
		printf("# no key %s\n", keys->name);
		(*num)++;
	}
}

static void test_example(struct rig *r)
{
	const struct board_part *part;
	u32 num = 0;

	if (!proto->part)
		return;
	for (part = proto->part; part; part = part->next) {
		missing(part->keys, &num);
		missing(part->settings, &num);
		missing(part->inner ? part->inner->keys : NULL, &num);
	}
	is(num, 0, "%s: keys that the example lacks", proto->name);
	ok(board_machine(r->board)->proto[scmip_proto_index(scmip_protocols,
							    proto->id)].num,
	   "%s: there is one at least", proto->name);
}

/* The reply to a message whose payload is zero, without its token. */
static u32 reply(struct rig *r, u32 msg, u8 *data)
{
	const struct scmip_command *c = scmip_command_of(proto, msg);
	u8 payload[64] = { 0 };
	const struct rig_out *o;
	u32 len;

	for (len = 0; !scmip_command_fits(c, version, payload, len); len += 4)
		;
	rig_clear(r);
	rig_send(r, proto->id, msg, payload, len);
	o = rig_find(r, SCMIP_OUT_REPLY, 0);
	if (!o)
		return 0;
	memcpy(data, o->data, o->len);
	scmip_set32(data, scmip_hdr(proto->id, msg, 0, 0));
	return o->len;
}

/* Each status to each message, once; then the answer is what it would be. */
static void test_statuses(struct rig *r)
{
	u8 want[RIG_MSG_MAX], have[RIG_MSG_MAX];
	bool good = true;
	u32 msg, len;
	s32 status;

	for (msg = 0; msg < SCMIP_MSG_IDS && good; msg++) {
		if (!scmip_command_of(proto, msg))
			continue;
		rig_control(r, "reboot");
		len = reply(r, msg, want);
		rig_control(r, "reboot");
		for (status = -1; status >= -11; status--) {
			char line[80];

			snprintf(line, sizeof(line),
				 "fault add error=%d proto=%s msg=%s count=1",
				 status, proto->name,
				 proto->commands[msg].name);
			rig_control(r, line);
			good &= reply(r, msg, have) == 8 &&
				(s32)scmip_get32(have + 4) == status;
		}
		good &= reply(r, msg, have) == len && !memcmp(have, want, len);
		if (!good)
			printf("# message 0x%x\n", msg);
	}
	ok(good, "%s: a status costs the message that gets it", proto->name);
}

/* A fault for a message, once. */
static void program(struct rig *r, u32 msg, const char *fault)
{
	char line[100];

	snprintf(line, sizeof(line), "fault add %s proto=%s msg=%s count=1", fault, proto->name,
		 proto->commands[msg].name);
	rig_control(r, line);
}

/* What faults do to a reply of @len bytes; false if one does something else. */
static bool spoils(struct rig *r, u32 msg, u32 len)
{
	const struct scmip_command *c = scmip_command_of(proto, msg);
	u8 have[RIG_MSG_MAX];

	program(r, msg, "no-answer");
	if (reply(r, msg, have))
		return false;
	program(r, msg, "late=5ms");
	if (reply(r, msg, have) || r->verdict != SCMIP_DEFERRED)
		return false;
	rig_run(r, 5 * SCMIP_MSEC);
	if (!rig_find(r, SCMIP_OUT_REPLY, 0) || rig_find(r, SCMIP_OUT_REPLY, 0)->len != len)
		return false;
	rig_control(r, "reboot");
	program(r, msg, "word=0:0x5a5a5a5a");
	if (reply(r, msg, have) != len || (len > 8 && scmip_get32(have + 8) != 0x5a5a5a5a))
		return false;
	rig_control(r, "reboot");
	program(r, msg, "wrong-token");
	if (reply(r, msg, have) != len || scmip_get32(r->out[0].data) >> 18 == r->token)
		return false;
	rig_control(r, "reboot");
	program(r, msg, "truncate=6");
	if (reply(r, msg, have) != 6)
		return false;
	rig_control(r, "reboot");
	program(r, msg, "endless");
	return reply(r, msg, have) == len &&
	       (len == 8 || !c->shift || scmip_get32(have + 8) >> c->shift);
}

static void test_faults(struct rig *r)
{
	u8 data[RIG_MSG_MAX];
	u32 msg;

	for (msg = 0; msg < SCMIP_MSG_IDS; msg++) {
		if (!scmip_command_of(proto, msg))
			continue;
		rig_control(r, "reboot");
		ok(spoils(r, msg, reply(r, msg, data)), "%s: %s can be spoilt", proto->name,
		   proto->commands[msg].name);
	}
}

static void test_hooks(struct rig *r)
{
	char word[32], stat[32], help[512];
	const struct rig_out *o;

	snprintf(help, sizeof(help), "%s ", rig_control(r, "help"));
	snprintf(word, sizeof(word), " %s ", proto->name);
	ok(!strstr(help, word) == !proto->control, "%s: help has it",
	   proto->name);
	if (proto->control && proto->part)
		ok(!strncmp(say(r, "%s 0"), "ok ", 3), "%s: 0 can be shown",
		   proto->name);
	rig_clear(r);
	say(r, "event proto=%s source=0");
	o = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(o && scmip_get32(o->data) == scmip_hdr(proto->id, 0, 3, 0) &&
	   (o->len > 8) == !!proto->event,
	   "%s: an event on demand", proto->name);
	rig_clear(r);
	say(r, "storm proto=%s source=0 count=3 rate=1000");
	rig_run(r, 5 * SCMIP_MSEC);
	o = rig_find(r, SCMIP_OUT_EVENT, 2);
	ok(o && scmip_get32(o->data) == scmip_hdr(proto->id, 0, 3, 0) &&
	   !rig_find(r, SCMIP_OUT_EVENT, 3), "%s: and a storm of them", proto->name);
	rig_ask(r, proto->id, SCMIP_PROTOCOL_VERSION);
	is(rig_word(r, 0), version, "%s: its newest version", proto->name);
	snprintf(stat, sizeof(stat), " 0x%x:0x0=1", proto->id);
	ok(strstr(rig_control(r, "stats"), stat), "%s: it is counted",
	   proto->name);
}

/* Base tells of all, and of as many more as a board can have. */
static void test_list(void)
{
	char text[1024] = "[platform]\nextra-protocols =";
	const u32 base = scmip_protocols[SCMIP_IDX_BASE]->id;
	u32 total = SCMIP_MAX_EXTRA;
	struct rig r;
	u32 i;

	for (i = 0; i < SCMIP_MAX_EXTRA; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 " %u", 0x80 + i);
	rig_init(&r, text);
	for (i = SCMIP_IDX_BASE + 1; i < SCMIP_NUM_PROTOS; i++)
		total += !!r.server->proto[i].version;
	is(rig_ask(&r, base, 1), 0, "attributes with 64 more protocols succeed");
	is(rig_word(&r, 0) & 0xff, total, "and count them");
	is(rig_ask(&r, base, 6, 0), 0, "their list succeeds");
	is(rig_word(&r, 0), total, "and has all of them");
	is((u8)rig_name(&r, 4)[total - 1], 0xbf, "down to the last");
	rig_free(&r);
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_names, test_example, test_statuses, test_faults, test_hooks,
	};
	char line[40];
	struct rig r;
	u32 i, k;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		proto = scmip_protocols[i];
		for (k = 0; k < ARRAY_SIZE(proto->versions); k++)
			if (proto->versions[k])
				version = proto->versions[k];
		snprintf(line, sizeof(line), "%s = %u.%u\n", proto->name,
			 version >> 16, version & 0xffff);
		for (k = 0; k < ARRAY_SIZE(tests); k++) {
			rig_init(&r, example_board(line));
			tests[k](&r);
			rig_free(&r);
		}
	}
	test_list();
	return tap_end();
}
