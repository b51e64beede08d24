// SPDX-License-Identifier: GPL-2.0-only
/* Voltage domain protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"
#include "wrong.h"

#define VOLTAGE	0x17

#define DOMAINS \
"[voltage 0]\nname = core\nrange = -500 1000 400\nlevel = -100\ndelay = 5ms\nmodes = 8 9\n" \
"[voltage 1]\nname = a-name-longer-than-sixteen\nlevels = -3000000 -1 0 1 3300000\n" \
"[voltage 3]\nname = many\nlevel-steps = -100 1 200\nlevel = 99\nstate = off\n" \
"[voltage 4]\nname = fixed\nlevels = 1800000\ndeny = config level\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, VOLTAGE, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x20001, "version is 2.1");
	is(rig_ask(r, VOLTAGE, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 5, "five domains");
	is(rig_ask(r, VOLTAGE, 3, 0), 0, "attributes succeed");
	is(rig_word(r, 0), 0x80000000, "asynchronous, and a short name");
	ok(!strcmp(rig_name(r, 4), "core"), "the name");
	is(rig_len(r), 20, "flags and 16 bytes");
	is(rig_ask(r, VOLTAGE, 3, 1), 0, "attributes of another");
	is(rig_word(r, 0), 0x40000000, "a long name, and not asynchronous");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-t"), "short name is cut and ends");
	is(rig_ask(r, VOLTAGE, 9, 1), 0, "name succeeds");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen"), "name is whole");
	is(rig_len(r), 68, "flags and 64 bytes");
	is(rig_ask(r, VOLTAGE, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, VOLTAGE, 9, 2), -4, "a hole has no name");
	is(rig_ask(r, VOLTAGE, 3, 5), -4, "an id behind the last is not found");
	is(rig_ask(r, VOLTAGE, 3, 0xffffffff), -4, "the highest id is not found");
	rig_board(r, "[platform]\nvoltage = 1.0\n" DOMAINS);
	rig_ask(r, VOLTAGE, 3, 0);
	is(rig_word(r, 0), 0, "1.0 sets nothing asynchronously");
	rig_ask(r, VOLTAGE, 3, 1);
	is(rig_word(r, 0), 0, "1.0 promises no long name");
	is(rig_ask(r, VOLTAGE, 9, 1), -1, "and has none");
	rig_board(r, "[platform]\nvoltage = 2.0\nwithout = voltage:name-get\n" DOMAINS);
	rig_ask(r, VOLTAGE, 3, 1);
	is(rig_word(r, 0), 0, "no long name is promised without NAME_GET");
	is(rig_ask(r, VOLTAGE, 0x10, 0x10000), -1, "2.0 negotiates nothing");
}

static void test_levels(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, VOLTAGE, 4, 0, 0), 0, "range succeeds");
	is(rig_word(r, 0), 3 | 1 << 12, "a triplet");
	ok((s32)rig_word(r, 1) == -500 && rig_word(r, 2) == 1000 && rig_word(r, 3) == 400,
	   "lowest, highest and step");
	is(rig_ask(r, VOLTAGE, 4, 0, 1), -5, "a triplet has no second part");
	is(rig_ask(r, VOLTAGE, 4, 1, 0), 0, "list succeeds");
	is(rig_word(r, 0), 5, "five levels");
	ok((s32)rig_word(r, 1) == -3000000 && (s32)rig_word(r, 2) == -1 && !rig_word(r, 3) &&
	   rig_word(r, 5) == 3300000, "with their signs");
	is(rig_ask(r, VOLTAGE, 4, 1, 5), -5, "an index behind the last");
	is(rig_ask(r, VOLTAGE, 4, 1, 0xffffffff), -5, "the highest index");
	is(rig_ask(r, VOLTAGE, 4, 2, 0), -4, "a hole is not found");
	for (cap = 16; cap <= 512; cap += 31) {
		u32 have = 0, parts = 0;
		bool good = true;

		r->cap = cap;
		while (good && have < 200 && !rig_ask(r, VOLTAGE, 4, 3, have)) {
			u32 n = rig_word(r, 0) & 0xfff, left = rig_word(r, 0) >> 16, i;

			good = n && n + left + have == 200 && n <= (cap - 12) / 4;
			for (i = 0; good && i < n; i++)
				good = (s32)rig_word(r, 1 + i) == (s32)(have + i) - 100;
			have += n;
			parts++;
		}
		ok(good && have == 200, "200 levels in %u parts, reply of %u bytes", parts, cap);
	}
	r->cap = 15;
	is(rig_ask(r, VOLTAGE, 4, 3, 0), -10, "no room for one level");
	r->cap = 23;
	is(rig_ask(r, VOLTAGE, 4, 0, 0), -10, "no room for a triplet");
}

/* Ask for a level; returns the one that is set then. */
static s32 set_level(struct rig *r, u32 id, s32 level, s32 *status)
{
	*status = rig_ask(r, VOLTAGE, 7, id, 0, (u32)level);
	rig_ask(r, VOLTAGE, 8, id);
	return (s32)rig_word(r, 0);
}

static void test_level_set(struct rig *r)
{
	static const struct {
		u32 id;
		s32 level, status;
		const char *what;
	} tries[] = {
		{ 0, -500, 0, "the lowest of a range" },
		{ 0, 300, 0, "a whole number of steps up" },
		{ 0, 1000, 0, "the highest, off the steps" },
		{ 0, 301, -2, "between two steps" },
		{ 0, 700, 0, "the last step" },
		{ 0, -501, -2, "below the range" },
		{ 0, 1001, -2, "above the range" },
		{ 0, S32_MIN, -2, "the lowest number" },
		{ 0, S32_MAX, -2, "the highest number" },
		{ 1, -3000000, 0, "a negative level of a list" },
		{ 1, 0, 0, "zero" },
		{ 1, -2, -2, "a level that is not in the list" },
		{ 4, 1800000, -3, "a denied level" },
		{ 4, 1, -2, "a level that is neither" },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		s32 before, after, status;

		rig_ask(r, VOLTAGE, 8, tries[i].id);
		before = (s32)rig_word(r, 0);
		after = set_level(r, tries[i].id, tries[i].level, &status);
		if (!ok(status == tries[i].status &&
			after == (status ? before : tries[i].level), "%s", tries[i].what))
			printf("# status %d, level %d\n", status, after);
	}
	is(rig_ask(r, VOLTAGE, 7, 0, 2, 300), -2, "a reserved flag");
	is(rig_ask(r, VOLTAGE, 7, 1, 1, 0), -1, "a domain that is never asynchronous");
	is(rig_ask(r, VOLTAGE, 7, 2, 0, 0), -4, "a hole");
	is(rig_ask(r, VOLTAGE, 8, 2), -4, "the level of a hole");
	rig_board(r, "[platform]\nvoltage = 1.0\n" DOMAINS);
	is(rig_ask(r, VOLTAGE, 7, 0, 1, 300), -2, "1.0 knows no asynchronous flag");
}

static void test_async(struct rig *r)
{
	const struct rig_out *o;
	u32 token;

	is(rig_ask(r, VOLTAGE, 7, 0, 1, (u32)-500), 0, "a change is accepted");
	token = r->token;
	is(rig_ask(r, VOLTAGE, 7, 0, 1, 300), -6, "a second one is too many");
	is(rig_ask(r, VOLTAGE, 7, 0, 0, 300), -6, "also at once");
	rig_ask(r, VOLTAGE, 8, 0);
	is((s32)rig_word(r, 0), -100, "nothing has changed");
	rig_run(r, 4 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "not before its time");
	rig_run(r, SCMIP_MSEC);
	o = rig_find(r, SCMIP_OUT_DELAYED, 0);
	ok(o && o->len == 16 && scmip_get32(o->data) == scmip_hdr(VOLTAGE, 7, 2, token),
	   "the delayed response");
	ok(!out_word(o, 0) && !out_word(o, 1) && (s32)out_word(o, 2) == -500,
	   "has status, domain and level");
	rig_ask(r, VOLTAGE, 8, 0);
	is((s32)rig_word(r, 0), -500, "the level is set");
	is(rig_ask(r, VOLTAGE, 7, 0, 0, 300), 0, "and can be set again");
	rig_control(r, "fault add delayed-never proto=voltage count=1");
	is(rig_ask(r, VOLTAGE, 7, 0, 1, 1000), 0, "a change that is never announced");
	rig_run(r, 10 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "is not");
	rig_ask(r, VOLTAGE, 8, 0);
	is(rig_word(r, 0), 1000, "and is done");
	is(rig_ask(r, VOLTAGE, 7, 0, 1, 300), 0, "one that the agent does not wait for");
	scmip_server_reset(r->server);
	is(rig_ask(r, VOLTAGE, 7, 0, 0, 700), 0, "keeps nobody from the domain");
}

static void test_config(struct rig *r)
{
	u32 mode;

	is(rig_ask(r, VOLTAGE, 6, 0), 0, "config succeeds");
	is(rig_word(r, 0), 7, "on");
	rig_ask(r, VOLTAGE, 6, 3);
	is(rig_word(r, 0), 0, "off at boot");
	for (mode = 0; mode <= 17; mode++) {
		bool known = mode == 0 || mode == 7 || mode == 8 || mode == 9;

		is(rig_ask(r, VOLTAGE, 5, 0, mode), known ? 0 : -2, "mode 0x%x", mode);
		rig_ask(r, VOLTAGE, 6, 0);
		ok((rig_word(r, 0) == mode) == known, "is%s set", known ? "" : " not");
	}
	is(rig_ask(r, VOLTAGE, 5, 1, 8), -2, "another domain has only on and off");
	is(rig_ask(r, VOLTAGE, 5, 4, 0), -3, "a denied one");
	is(rig_ask(r, VOLTAGE, 5, 2, 0), -4, "a hole");
	is(rig_ask(r, VOLTAGE, 6, 5), -4, "an id behind the last");
}

static void test_control(struct rig *r)
{
	ok(!strcmp(rig_control(r, "voltage 0"), "ok level=-100 mode=0x7"), "shown");
	rig_ask(r, VOLTAGE, 7, 0, 1, 300);
	ok(strstr(rig_control(r, "voltage 0"), " busy"), "busy is shown");
	rig_control(r, "voltage 3 on");
	rig_ask(r, VOLTAGE, 6, 3);
	is(rig_word(r, 0), 7, "on");
	rig_control(r, "voltage 3 off");
	rig_ask(r, VOLTAGE, 6, 3);
	is(rig_word(r, 0), 0, "off");
	rig_control(r, "voltage 3 mode 15");
	rig_ask(r, VOLTAGE, 6, 3);
	is(rig_word(r, 0), 15, "any mode");
	rig_control(r, "voltage 3 level -7");
	rig_ask(r, VOLTAGE, 8, 3);
	is((s32)rig_word(r, 0), -7, "any level");
	ok(strstr(rig_control(r, "voltage 3 mode 16"), "error"), "no such mode");
	ok(strstr(rig_control(r, "voltage 3 level 2147483648"), "error"), "no such level");
	ok(strstr(rig_control(r, "voltage 3 level"), "error"), "a value is missing");
	ok(strstr(rig_control(r, "voltage 3 on 1"), "error"), "a word too many");
	ok(strstr(rig_control(r, "voltage 5"), "error"), "no such domain");
	rig_control(r, "reboot");
	ok(!strcmp(rig_control(r, "voltage 3"), "ok level=99 mode=0x0"), "as at boot");
}

static void test_wrong(struct rig *r)
{
	static const char *const boards[][2] = {
		{ "[voltage 0]\nlevels = 1", "rig:1: voltage 0 has no name" },
		{ "[voltage 0]\nname = a", "rig:1: voltage 0 has neither levels nor range" },
		{ "[voltage 0]\nname = a\nlevels = 1 1",
		  "rig:3: '1', expected levels in ascending" },
		{ "[voltage 0]\nname = a\nlevels = 2147483648",
		  "rig:3: '2147483648', expected a number" },
		{ "[voltage 0]\nname = a\nlevel-steps = 1 0 5",
		  "rig:3: '0', expected a number 1.." },
		{ "[voltage 0]\nname = a\nlevel-steps = 2147483647 1 2",
		  "rig:3: expected levels that fit" },
		{ "[voltage 0]\nname = a\nrange = 2 1 1", "rig:3: '1', expected a number 2.." },
		{ "[voltage 0]\nname = a\nrange = 1 2", "rig:3: expected MIN MAX STEP" },
		{ "[voltage 0]\nname = a\nlevels = 1\nlevel = 2",
		  "rig:1: voltage 0 has no level 2" },
		{ "[voltage 0]\nname = a\nmodes = 7", "rig:3: '7', expected a number 8..15" },
		{ "[platform]\nvoltage = 3.0", "rig:2: '3.0' is not a version" },
	};

	wrong_boards(boards, ARRAY_SIZE(boards));
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes, test_levels, test_level_set, test_async, test_config,
		test_control, test_wrong,
	};

	rig_tests("[platform]\nvoltage = 2.1\n" DOMAINS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
