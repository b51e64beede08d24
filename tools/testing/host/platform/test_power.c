// SPDX-License-Identifier: GPL-2.0-only
/* Power protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"

#define POWER	0x11
#define ON	0x0
#define OFF	0x40000000
#define DEEP	0x40000001

#define ASYNC	1

#define POWERS \
"[power 0]\nname = cpu\nnotify = changed requested\n" \
"[power 1]\nname = a-name-longer-than-sixteen\nstates = on off 0x40000001\nstate = off\n" \
"set = sync async\ndelay = 5ms\nnotify = changed\n" \
"[power 3]\nname = modem\nset = async\n" \
"[power 4]\nname = fixed\nset = none\nstate = 0x30\n" \
"[power 5]\nname = denied\ndeny = yes\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, POWER, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x30001, "version is 3.1");
	is(rig_ask(r, POWER, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 6, "six domains");
	ok(rig_word64(r, 1) == 0 && rig_word(r, 3) == 0, "no statistics");
	is(rig_len(r), 16, "all four words");
	is(rig_ask(r, POWER, 3, 0), 0, "attributes succeed");
	is(rig_word(r, 0), 0xb0000000, "both notifications, synchronous");
	ok(!strcmp(rig_name(r, 4), "cpu"), "its name");
	is(rig_len(r), 20, "attributes and 16 bytes");
	is(rig_ask(r, POWER, 3, 1), 0, "attributes of another one");
	is(rig_word(r, 0), 0xe8000000, "both ways, one notification, a long name");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-t"), "short name is cut and ends");
	is(rig_ask(r, POWER, 3, 3), 0, "attributes of a third one");
	is(rig_word(r, 0), 1U << 30, "only asynchronous");
	is(rig_ask(r, POWER, 3, 4), 0, "attributes of one that cannot be set");
	is(rig_word(r, 0), 0, "none");
	is(rig_ask(r, POWER, 8, 1), 0, "name succeeds");
	is(rig_len(r), 68, "flags and 64 bytes");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen"), "name is whole");
	is(rig_ask(r, POWER, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, POWER, 8, 2), -4, "nor has it a name");
	is(rig_ask(r, POWER, 5, 2), -4, "nor a state");
	is(rig_ask(r, POWER, 3, 6), -4, "an id behind the last is not found");
	is(rig_ask(r, POWER, 3, 0xffffffff), -4, "the highest id is not found");
	rig_board(r, "[platform]\npower = 3.1\npower-stats = 0x123456789 0x400\n" POWERS);
	is(rig_ask(r, POWER, 1), 0, "a board with statistics");
	ok(rig_word64(r, 1) == 0x123456789 && rig_word(r, 3) == 0x400, "says where they are");
}

static void test_versions(struct rig *r)
{
	rig_board(r, "[platform]\npower = 1.0\n" POWERS);
	is(rig_ask(r, POWER, 3, 0), 0, "1.0 attributes succeed");
	is(rig_word(r, 0), 0xa0000000, "1.0 knows no requests");
	is(rig_ask(r, POWER, 7, 0, 1), -1, "nor their notification");
	rig_ask(r, POWER, 3, 1);
	is(rig_word(r, 0), 0xe0000000, "nor long names");
	is(rig_len(r), 20, "the same length as in all versions");
	is(rig_ask(r, POWER, 8, 1), -1, "nor NAME_GET");
	rig_board(r, "[platform]\npower = 2.0\n" POWERS);
	rig_ask(r, POWER, 3, 0);
	is(rig_word(r, 0), 0xb0000000, "2.0 knows requests");
	is(rig_ask(r, POWER, 7, 0, 1), 0, "and their notification");
	is(rig_ask(r, POWER, 8, 1), -1, "but no NAME_GET");
	rig_board(r, "[platform]\npower = 3.0\n" POWERS);
	rig_ask(r, POWER, 3, 1);
	is(rig_word(r, 0), 0xe8000000, "3.0 has long names");
	is(rig_ask(r, POWER, 0x10, 0x20000), -1, "and no negotiation");
	rig_board(r, "[platform]\npower = 3.1\n" POWERS);
	is(rig_ask(r, POWER, 0x10, 0x10000), 0, "3.1 takes an older version");
	is(rig_ask(r, POWER, 7, 0, 1), -1, "and forgets what came later");
	rig_board(r, "[platform]\n" POWERS);
	is(rig_ask(r, POWER, 0), -1, "a board that names no version has none");
}

static u32 state_of(struct rig *r, u32 id)
{
	return rig_ask(r, POWER, 5, id) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_state(struct rig *r)
{
	is(state_of(r, 0), ON, "on at boot");
	is(rig_len(r), 4, "a word");
	is(state_of(r, 1), OFF, "or as the board says");
	is(state_of(r, 4), 0x30, "whatever that is");
	is(rig_ask(r, POWER, 4, 0, 0, OFF), 0, "switching off succeeds");
	is(rig_len(r), 0, "the reply is empty");
	is(state_of(r, 0), OFF, "and it is off");
	is(rig_ask(r, POWER, 4, 0, 0, ON), 0, "switching on succeeds");
	is(state_of(r, 0), ON, "and it is on");
	is(rig_ask(r, POWER, 4, 0, 1, DEEP), 0, "a state of the board's");
	is(state_of(r, 1), DEEP, "is kept");
	is(rig_ask(r, POWER, 4, 0, 0, DEEP), -2, "a state that is not there");
	is(rig_ask(r, POWER, 4, 0, 0, 0x80000000), -2, "a reserved bit of the state");
	is(rig_ask(r, POWER, 4, 2, 0, OFF), -2, "a reserved flag");
	is(rig_ask(r, POWER, 4, 0, 2, OFF), -4, "a hole");
	is(rig_ask(r, POWER, 4, 0, 5, OFF), -3, "a denied domain");
	is(rig_ask(r, POWER, 4, 0, 5, DEEP), -2, "but nonsense is nonsense");
	is(rig_ask(r, POWER, 4, 0, 3, OFF), -1, "one that is only asynchronous");
	is(rig_ask(r, POWER, 4, ASYNC, 0, OFF), -1, "one that is only synchronous");
	is(rig_ask(r, POWER, 4, 0, 4, OFF), -1, "one that cannot be set");
	ok(state_of(r, 0) == ON && state_of(r, 3) == ON && state_of(r, 4) == 0x30 &&
	   state_of(r, 5) == ON, "what was refused was not done");
	scmip_server_reset(r->server);
	is(state_of(r, 1), DEEP, "states stay when the agent goes");
	is(rig_ask(r, 0x10, 0xb, 1, 0), 0, "until it has its configuration reset");
	is(state_of(r, 1), OFF, "and all is as at boot");
}

static void test_async(struct rig *r)
{
	const struct rig_out *e;

	is(rig_ask(r, POWER, 6, 1, 1), 0, "subscribed");
	is(rig_ask(r, POWER, 4, ASYNC, 1, ON), 0, "an asynchronous change succeeds");
	is(rig_len(r), 0, "the reply is empty");
	rig_run(r, 4 * SCMIP_MSEC);
	is(state_of(r, 1), OFF, "nothing after 4 ms");
	rig_run(r, 2 * SCMIP_MSEC);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 0) == 1 && out_word(e, 1) == 1 && out_word(e, 2) == ON,
	   "a notification after 6 ms");
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "and no delayed response");
	is(state_of(r, 1), ON, "and it is done");
	is(rig_ask(r, POWER, 4, ASYNC, 1, OFF), 0, "another one");
	rig_run(r, SCMIP_MSEC);
	is(rig_ask(r, POWER, 4, ASYNC, 1, DEEP), 0, "and one behind it");
	rig_run(r, 10 * SCMIP_MSEC);
	is(state_of(r, 1), DEEP, "are done one after the other");
	is(rig_ask(r, POWER, 4, ASYNC, 1, ON), 0, "a last one");
	scmip_server_reset(r->server);
	rig_run(r, 10 * SCMIP_MSEC);
	is(state_of(r, 1), DEEP, "ends with the channel");
}

static void test_notifications(struct rig *r)
{
	const struct rig_out *e;

	rig_control(r, "power 0 state off");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "nothing without a subscription");
	is(state_of(r, 0), OFF, "but it is off");
	is(rig_ask(r, POWER, 6, 0, 1), 0, "subscribed");
	is(rig_ask(r, POWER, 7, 0, 1), 0, "subscribed to requests");
	is(rig_ask(r, POWER, 6, 3, 1), -1, "a domain that cannot notify");
	is(rig_ask(r, POWER, 7, 1, 1), -1, "a domain that cannot tell requests");
	is(rig_ask(r, POWER, 6, 0, 2), -2, "a reserved bit");
	is(rig_ask(r, POWER, 7, 0, 0x80000000), -2, "another one");
	is(rig_ask(r, POWER, 6, 2, 1), -4, "a hole");
	is(rig_ask(r, POWER, 7, 2, 1), -4, "again");
	rig_clear(r);
	rig_control(r, "power 0 state 0x30");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(POWER, 0, 3, 0), "a state changed");
	ok(e && e->len == 16 && out_word(e, 0) == 0 && out_word(e, 1) == 0 &&
	   out_word(e, 2) == 0x30, "by whom, which and to what");
	rig_clear(r);
	rig_control(r, "power 0 state 0x30");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "the same state is no change");
	rig_control(r, "power 0 request off");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(POWER, 1, 3, 0), "a state was asked for");
	ok(e && e->len == 16 && out_word(e, 2) == OFF, "which one");
	is(state_of(r, 0), 0x30, "and not entered");
	ok(!strcmp(rig_control(r, "power 0"), "ok state=0x30 notify notify-requests"),
	   "all of it can be shown");
	rig_ask(r, POWER, 4, 0, 0, ON);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 0) == 1 && out_word(e, 2) == ON, "a change by the agent is told");
	scmip_server_reset(r->server);
	rig_clear(r);
	rig_control(r, "power 0 state off");
	rig_control(r, "power 0 request on");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "a reset of the channel ends subscriptions");
}

static void test_wrong(struct rig *r)
{
	static const char *const lines[] = {
		"power", "power 6", "power x", "power 0 state", "power 0 state idle",
		"power 0 on", "power 0 off on", "power 0 state 0x100000000", "power 0 state on 1",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		ok(!strncmp(rig_control(r, lines[i]), "error ", 6), "no command: %s", lines[i]);
	is(state_of(r, 0), ON, "and none was done");
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes,
		test_versions,
		test_state,
		test_async,
		test_notifications,
		test_wrong,
	};

	rig_tests("[platform]\npower = 3.1\n" POWERS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
