// SPDX-License-Identifier: GPL-2.0-only
/* System power protocol: every command, in all versions, and requests that are graceful. */
#include "rig.h"
#include "tap.h"
#include "wrong.h"

#define SYSTEM	0x12

#define OTHERS	"agents = platform agent other\n"
#define ALL \
"[system 0]\nstates = shutdown cold-reset warm-reset power-up suspend 0x80000001\n" \
"timeout = 5s\n"

/* The nth notification is this one. */
static bool told(const struct rig *r, u32 nth, u32 agent, u32 flags, u32 state, u32 timeout)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_EVENT, nth);

	return o && o->len == 20 && scmip_get32(o->data) == scmip_hdr(SYSTEM, 0, 3, 0) &&
	       out_word(o, 0) == agent && out_word(o, 1) == flags && out_word(o, 2) == state &&
	       out_word(o, 3) == timeout;
}

static u32 state(struct rig *r)
{
	return rig_ask(r, SYSTEM, 4) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_attributes(struct rig *r)
{
	u32 msg;

	is(rig_ask(r, SYSTEM, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x20001, "version is 2.1");
	is(rig_ask(r, SYSTEM, 1), 0, "attributes succeed");
	ok(rig_len(r) == 4 && !rig_word(r, 0), "and are zero");
	is(rig_ask(r, SYSTEM, 2, 3), 0, "attributes of STATE_SET");
	is(rig_word(r, 0), 0xc0000000, "warm reset and suspend");
	for (msg = 4; msg <= 5; msg++) {
		is(rig_ask(r, SYSTEM, 2, msg), 0, "attributes of message %u", msg);
		is(rig_word(r, 0), 0, "are zero");
	}
	is(rig_ask(r, SYSTEM, 2, 6), -4, "there is no more");
	rig_board(r, "[platform]\nsystem = 1.0\n[system 0]\nstates = shutdown warm-reset\n");
	rig_ask(r, SYSTEM, 2, 3);
	is(rig_word(r, 0), 0x80000000, "warm reset alone");
	rig_board(r, "[platform]\nsystem = 2.0\n");
	rig_ask(r, SYSTEM, 2, 3);
	is(rig_word(r, 0), 0, "neither, unless the board says so");
	is(state(r), 3, "and the system is up");
	is(rig_ask(r, SYSTEM, 3, 0, 4), -1, "suspend is not supported then");
	is(rig_ask(r, SYSTEM, 3, 0, 0), 0, "shutdown is");
	is(state(r), 0, "and is done");
}

static void test_state_set(struct rig *r)
{
	is(state(r), 3, "up at boot");
	is(rig_ask(r, SYSTEM, 5, 1), 0, "the agent listens");
	is(rig_ask(r, SYSTEM, 3, 0, 4), 0, "suspend");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "who asks is not told");
	is(state(r), 4, "suspended");
	is(rig_ask(r, SYSTEM, 3, 0, 3), 0, "power up");
	is(state(r), 3, "up");
	is(rig_ask(r, SYSTEM, 3, 0, 1), 0, "cold reset");
	is(state(r), 3, "up after it");
	ok(strstr(rig_control(r, "system 0"), "last=cold-reset"), "it is remembered");
	is(rig_ask(r, SYSTEM, 3, 0, 0x80000001), 0, "a state of the implementation's own");
	is(state(r), 0x80000001, "is set");
	is(rig_ask(r, SYSTEM, 3, 0, 0x80000002), -1, "another one is not supported");
	is(rig_ask(r, SYSTEM, 3, 0, 5), -2, "a state without meaning");
	is(rig_ask(r, SYSTEM, 3, 0, 0x7fffffff), -2, "the last of those");
	is(rig_ask(r, SYSTEM, 3, 2, 0), -2, "a reserved flag");
	is(state(r), 0x80000001, "nothing of that is done");
	rig_board(r, "[platform]\nsystem = 2.1\n[system 0]\nstate = suspend\ndeny = yes\n");
	is(state(r), 4, "suspended at boot");
	is(rig_ask(r, SYSTEM, 3, 0, 0), -3, "denied");
	is(rig_ask(r, SYSTEM, 3, 1, 0), -3, "denied gracefully");
	is(state(r), 4, "and not done");
}

static void test_graceful(struct rig *r)
{
	is(rig_ask(r, SYSTEM, 3, 1, 0), 0, "the agent asks for shutdown");
	is(state(r), 3, "which takes its time");
	ok(strstr(rig_control(r, "system 0"), "pending=shutdown"), "it is pending");
	rig_run(r, 4999 * SCMIP_MSEC);
	is(state(r), 3, "not before the time is over");
	rig_run(r, SCMIP_MSEC);
	is(state(r), 0, "done then");
	is(rig_ask(r, SYSTEM, 3, 1, 3), 0, "power up is never graceful");
	is(state(r), 3, "and is done at once");
	rig_board(r, "[platform]\nsystem = 2.1\n");
	is(rig_ask(r, SYSTEM, 3, 1, 0), 0, "a graceful request without a time");
	is(state(r), 0, "is done at once");
}

static void test_notify(struct rig *r)
{
	rig_control(r, "system 0 suspend");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "no notification unless asked for");
	is(rig_ask(r, SYSTEM, 5, 2), -2, "a reserved bit");
	is(rig_ask(r, SYSTEM, 5, 1), 0, "the agent listens");
	rig_control(r, "system 0 cold-reset");
	ok(told(r, 0, 0, 0, 1, 0), "it is told what the platform does");
	rig_clear(r);
	rig_control(r, "system 0 shutdown graceful");
	ok(told(r, 0, 0, 1, 0, 5000), "it is asked, and has five seconds");
	rig_run(r, 5000 * SCMIP_MSEC);
	ok(told(r, 1, 0, 0, 0, 0), "it is told when the time is over");
	is(state(r), 0, "the system is down");
	rig_control(r, "system 0 power-up");
	rig_clear(r);
	rig_control(r, "system 0 warm-reset graceful 250ms");
	ok(told(r, 0, 0, 1, 2, 250), "another time");
	is(rig_ask(r, SYSTEM, 3, 0, 2), 0, "the agent complies");
	rig_run(r, SCMIP_SEC);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and is not asked again");
	rig_control(r, "system 0 suspend graceful 0ms");
	ok(told(r, 0, 0, 1, 4, 0), "a request for which there is all the time");
	rig_run(r, 3600 * SCMIP_SEC);
	is(state(r), 3, "is never done by force");
	rig_control(r, "fault add no-answer on=event count=1");
	rig_clear(r);
	rig_control(r, "system 0 shutdown");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "a notification that gets lost");
	is(rig_ask(r, SYSTEM, 5, 0), 0, "the agent listens no more");
	rig_control(r, "system 0 suspend");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and is not told");
	rig_ask(r, SYSTEM, 5, 1);
	scmip_server_reset(r->server);
	rig_clear(r);
	rig_control(r, "system 0 power-up");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "nor when it went away");
}

static void test_old(struct rig *r)
{
	const struct rig_out *o;

	rig_board(r, "[platform]\nsystem = 1.0\n" ALL);
	rig_ask(r, SYSTEM, 5, 1);
	rig_control(r, "system 0 shutdown graceful");
	o = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(o && o->len == 16 && out_word(o, 1) == 1 && !out_word(o, 2), "1.0 names no time");
	rig_clear(r);
	rig_control(r, "event proto=system source=4");
	o = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(o && o->len == 16 && out_word(o, 2) == 4, "an event on demand has its layout");
}

static void test_control(struct rig *r)
{
	ok(!strcmp(rig_control(r, "system 0"), "ok state=power-up last=power-up"), "shown");
	rig_control(r, "system 0 0x80000001 graceful 1s");
	ok(strstr(rig_control(r, "system 0"), "last=power-up pending=0x80000001"),
	   "a state of its own is shown");
	rig_ask(r, SYSTEM, 5, 1);
	ok(strstr(rig_control(r, "system 0"), " notify"), "who listens is shown");
	ok(strstr(rig_control(r, "system"), "error"), "an id is missing");
	ok(strstr(rig_control(r, "system 1"), "error"), "there is one system");
	ok(strstr(rig_control(r, "system 0 sleep"), "error"), "no such state");
	ok(strstr(rig_control(r, "system 0 5"), "error"), "a state without meaning");
	ok(strstr(rig_control(r, "system 0 suspend now"), "error"), "no such way");
	ok(strstr(rig_control(r, "system 0 suspend graceful 5"), "error"), "a time without unit");
	ok(strstr(rig_control(r, "system 0 suspend graceful 5s 5"), "error"), "a word too many");
	rig_control(r, "reboot");
	ok(!strcmp(rig_control(r, "system 0"), "ok state=power-up last=power-up"), "as at boot");
}

static void test_wrong(struct rig *r)
{
	static const char *const boards[][2] = {
		{ "[system 1]", "rig:1: system ids 1, expected 0..0" },
		{ "[system 0]\nstate = asleep", "rig:2: 'asleep', expected shutdown, cold-reset" },
		{ "[system 0]\nstates = shutdown 5", "rig:2: '5', expected shutdown" },
		{ "[system 0]\nstates = shutdown 0x100000000",
		  "rig:2: '0x100000000', expected shutdown" },
		{ "[system 0]\ntimeout = 5", "rig:2: '5', expected a time" },
		{ "[system 0]\nname = a", "rig:2: unknown key 'name'" },
	};

	wrong_boards(boards, ARRAY_SIZE(boards));
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes, test_state_set, test_graceful, test_notify, test_old,
		test_control, test_wrong,
	};

	rig_tests("[platform]\nsystem = 2.1\n" OTHERS ALL, tests, ARRAY_SIZE(tests));
	return tap_end();
}
