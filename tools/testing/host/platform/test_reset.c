// SPDX-License-Identifier: GPL-2.0-only
/* Reset protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"

#define RESET	0x16
#define VENDOR	0x80000002U	/* a reset state of the vendor's */

#define ALONE	1
#define ASSERT	2
#define ASYNC	4

#define RESETS \
"[reset 0]\nname = usb\nlatency = 150us\nnotify = yes\n" \
"[reset 1]\nname = a-name-longer-than-sixteen\nstates = 0 0x80000002\ndelay = 5ms\n" \
"notify = yes\n" \
"[reset 3]\nname = line\nways = explicit\n" \
"[reset 4]\nname = pulse\nways = autonomous\n" \
"[reset 5]\nname = denied\ndeny = yes\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, RESET, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x30001, "version is 3.1");
	is(rig_ask(r, RESET, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 6, "six domains");
	is(rig_len(r), 4, "and nothing else");
	is(rig_ask(r, RESET, 3, 0), 0, "attributes succeed");
	is(rig_word(r, 0), 1U << 30, "it can announce resets");
	is(rig_word(r, 1), 150, "its latency");
	ok(!strcmp(rig_name(r, 8), "usb"), "its name");
	is(rig_len(r), 24, "attributes, latency and 16 bytes");
	is(rig_ask(r, RESET, 3, 1), 0, "attributes of one with everything");
	is(rig_word(r, 0), 0xe0000000, "asynchronous, announced, long name");
	is(rig_word(r, 1), 0xffffffff, "a latency that is not known");
	ok(!strcmp(rig_name(r, 8), "a-name-longer-t"), "short name is cut and ends");
	is(rig_ask(r, RESET, 6, 1), 0, "name succeeds");
	is(rig_len(r), 68, "flags and 64 bytes");
	is(rig_word(r, 0), 0, "no flags");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen"), "name is whole");
	is(rig_ask(r, RESET, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, RESET, 6, 2), -4, "nor has it a name");
	is(rig_ask(r, RESET, 3, 6), -4, "an id behind the last is not found");
	is(rig_ask(r, RESET, 3, 0xffffffff), -4, "the highest id is not found");
}

static void test_versions(struct rig *r)
{
	rig_board(r, "[platform]\nreset = 1.0\n" RESETS);
	is(rig_ask(r, RESET, 3, 1), 0, "1.0 attributes succeed");
	is(rig_word(r, 0), 0xc0000000, "1.0 has no long names");
	is(rig_len(r), 24, "the same length as in all versions");
	is(rig_ask(r, RESET, 6, 1), -1, "nor NAME_GET");
	is(rig_ask(r, RESET, 2, 6), -4, "which is not found");
	is(rig_ask(r, RESET, 0x10, 0x10000), -1, "nor a negotiation");
	rig_board(r, "[platform]\nreset = 3.0\n" RESETS);
	rig_ask(r, RESET, 3, 1);
	is(rig_word(r, 0), 0xe0000000, "3.0 has long names");
	rig_board(r, "[platform]\nreset = 3.1\nwithout = reset:name-get\n" RESETS);
	rig_ask(r, RESET, 3, 1);
	is(rig_word(r, 0), 0xc0000000, "no long name is promised without NAME_GET");
	rig_board(r, "[platform]\nreset = 3.1\n" RESETS);
	is(rig_ask(r, RESET, 0x10, 0x20000), 0, "3.1 takes an older version");
	is(rig_ask(r, RESET, 6, 1), -1, "and forgets what came later");
	rig_board(r, "[platform]\n" RESETS);
	is(rig_ask(r, RESET, 0), -1, "a board that names no version has none");
	is(rig_ask(r, 0x10, 6, 0), 0, "the list of protocols succeeds");
	is(rig_word(r, 0), 2, "and is as before");
}

static bool shows(struct rig *r, u32 id, const char *state)
{
	char line[32];
	const char *answer;

	snprintf(line, sizeof(line), "reset %u", id);
	answer = rig_control(r, line);
	if (!strcmp(answer + 3, state))
		return true;
	printf("# expected: %s\n# found: %s\n", state, answer + 3);
	return false;
}

static void test_reset(struct rig *r)
{
	is(rig_ask(r, RESET, 4, 0, ALONE, 0), 0, "a reset succeeds");
	is(rig_len(r), 0, "its reply is empty");
	ok(shows(r, 0, "released count=1 state=0x0"), "and it was one");
	is(rig_ask(r, RESET, 4, 0, ALONE | ASSERT, 0), 0, "the signal does not matter then");
	ok(shows(r, 0, "released count=2 state=0x0"), "so that it is no other one");
	is(rig_ask(r, RESET, 4, 1, ALONE, VENDOR), 0, "a state of the vendor's");
	ok(shows(r, 1, "released count=1 state=0x80000002"), "is the one");
	is(rig_ask(r, RESET, 4, 0, ALONE, VENDOR), -2, "a state that is not there");
	is(rig_ask(r, RESET, 4, 0, ALONE, 1), -2, "a reserved state");
	is(rig_ask(r, RESET, 4, 0, 8 | ALONE, 0), -2, "a reserved flag");
	is(rig_ask(r, RESET, 4, 1, ASYNC, 0), -2, "asynchronous, but not autonomous");
	is(rig_ask(r, RESET, 4, 1, ASYNC | ASSERT, 0), -2, "nor so");
	is(rig_ask(r, RESET, 4, 0, ALONE | ASYNC, 0), -2, "a domain that cannot");
	is(rig_ask(r, RESET, 4, 5, ALONE, 0), -3, "a denied domain");
	is(rig_ask(r, RESET, 4, 5, ALONE, 1), -2, "but nonsense is nonsense");
	is(rig_ask(r, RESET, 4, 2, ALONE, 0), -4, "a hole");
	is(rig_ask(r, RESET, 4, 3, ALONE, 0), -1, "one that is only a signal");
	is(rig_ask(r, RESET, 4, 4, ASSERT, 0), -1, "one without a signal");
	is(rig_ask(r, RESET, 4, 4, 0, 0), -1, "which cannot be released");
	ok(shows(r, 3, "released count=0 state=0x0") && shows(r, 4, "released count=0 state=0x0") &&
	   shows(r, 5, "released count=0 state=0x0"), "what was refused was not done");
}

static void test_signal(struct rig *r)
{
	is(rig_ask(r, RESET, 4, 3, ASSERT, 0), 0, "an assertion succeeds");
	ok(shows(r, 3, "asserted count=1 state=0x0"), "and is a reset");
	is(rig_ask(r, RESET, 4, 3, ASSERT, 0), 0, "another succeeds");
	ok(shows(r, 3, "asserted count=1 state=0x0"), "what is asserted is not reset again");
	is(rig_ask(r, RESET, 4, 3, 0, 0), 0, "a release succeeds");
	ok(shows(r, 3, "released count=1 state=0x0"), "and is none");
	is(rig_ask(r, RESET, 4, 3, ASSERT, 0), 0, "an assertion");
	scmip_server_reset(r->server);
	ok(shows(r, 3, "asserted count=2 state=0x0"), "stays when the agent goes");
	is(rig_ask(r, 0x10, 0xb, 1, 0), 0, "until it has its configuration reset");
	ok(shows(r, 3, "released count=0 state=0x0"), "and all is as at boot");
}

static void test_async(struct rig *r)
{
	const struct rig_out *d;
	u32 token;

	is(rig_ask(r, RESET, 5, 1, 1), 0, "subscribed");
	is(rig_ask(r, RESET, 4, 1, ALONE | ASYNC, VENDOR), 0, "an asynchronous reset succeeds");
	token = r->token;
	is(rig_len(r), 0, "the reply is empty");
	rig_run(r, 4 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "nothing after 4 ms");
	ok(shows(r, 1, "released count=0 state=0x0 busy notify"), "it is under way");
	is(rig_ask(r, RESET, 4, 1, ALONE | ASYNC, 0), -6, "another one is busy");
	is(rig_ask(r, RESET, 4, 1, ASSERT, 0), -6, "and so is the signal");
	is(rig_ask(r, RESET, 4, 0, ALONE, 0), 0, "another domain is not");
	rig_clear(r);
	rig_run(r, 2 * SCMIP_MSEC);
	d = rig_find(r, SCMIP_OUT_DELAYED, 0);
	ok(d && d->len == 12, "the delayed response after 6 ms");
	is(d ? scmip_get32(d->data) : 0, scmip_hdr(RESET, 4, 2, token), "its header");
	is(out_word(d, 0), 0, "its status");
	is(out_word(d, 1), 1, "its domain");
	ok(rig_find(r, SCMIP_OUT_EVENT, 0), "and a notification");
	ok(shows(r, 1, "released count=1 state=0x80000002 notify"), "and it is done");
	is(rig_ask(r, RESET, 4, 1, ALONE | ASYNC, 0), 0, "another one");
	scmip_server_reset(r->server);
	rig_run(r, 6 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "ends with the channel");
	is(rig_ask(r, RESET, 4, 1, ALONE | ASYNC, 0), 0, "which leaves no domain busy");
	rig_control(r, "fault add delayed-never proto=reset count=1");
	rig_run(r, 6 * SCMIP_MSEC);
	is(rig_ask(r, RESET, 4, 1, ALONE | ASYNC, 0), 0, "a response that never comes");
	rig_run(r, 6 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "never comes");
	ok(shows(r, 1, "released count=3 state=0x0"), "and the reset is done");
}

static void test_notifications(struct rig *r)
{
	const struct rig_out *e;

	rig_control(r, "reset 0 issue");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "nothing without a subscription");
	is(rig_ask(r, RESET, 5, 0, 1), 0, "subscribed");
	is(rig_ask(r, RESET, 5, 3, 1), -1, "a domain that cannot notify");
	is(rig_ask(r, RESET, 5, 0, 2), -2, "a reserved bit");
	is(rig_ask(r, RESET, 5, 2, 1), -4, "a hole");
	rig_clear(r);
	rig_control(r, "reset 0 issue 0x80000007");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(RESET, 0, 3, 0), "a reset was issued");
	ok(e && e->len == 16 && out_word(e, 0) == 0 && out_word(e, 1) == 0 &&
	   out_word(e, 2) == 0x80000007, "by whom, which and how");
	rig_ask(r, RESET, 4, 0, ALONE, 0);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 0) == 1 && out_word(e, 2) == 0, "and one by the agent");
	rig_clear(r);
	ok(!strcmp(rig_control(r, "reset 0 assert"), "ok"), "the platform asserts");
	ok(rig_find(r, SCMIP_OUT_EVENT, 0), "which is told");
	rig_clear(r);
	ok(!strcmp(rig_control(r, "reset 0 release"), "ok"), "and releases");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "which is not");
	is(rig_ask(r, RESET, 5, 0, 0), 0, "unsubscribed");
	rig_clear(r);
	rig_control(r, "reset 0 issue");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and nothing comes");
	rig_ask(r, RESET, 5, 0, 1);
	scmip_server_reset(r->server);
	rig_clear(r);
	rig_control(r, "reset 0 issue");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "a reset of the channel ends subscriptions");
}

static void test_wrong(struct rig *r)
{
	static const char *const lines[] = {
		"reset", "reset 6", "reset x", "reset 0 go", "reset 0 issue x",
		"reset 0 issue 0x100000000", "reset 0 assert 1",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		ok(!strncmp(rig_control(r, lines[i]), "error ", 6), "no command: %s", lines[i]);
	ok(shows(r, 0, "released count=0 state=0x0"), "and none was done");
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes,
		test_versions,
		test_reset,
		test_signal,
		test_async,
		test_notifications,
		test_wrong,
	};

	rig_tests("[platform]\nreset = 3.1\n" RESETS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
