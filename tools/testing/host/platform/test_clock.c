// SPDX-License-Identifier: GPL-2.0-only
/* Clock protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"

#define CLOCK	0x14

#define CLOCKS \
"clock-async = 2\n" \
"[clock 0]\nname = osc\nrates = 24M\ndeny = state rate parent\n" \
"[clock 1]\nname = a-name-longer-than-sixteen\nrange = 10M 100M 7M\nrate = 10M\n" \
"parents = 0 3\nparent = 3\nnotify = changed requested\nlatency = 150us\nduty = 40\n" \
"[clock 3]\nname = list\nrates = 100M 200M 400M\nrate = 200M\nstate = off\ndelay = 5ms\n" \
"notify = changed\n" \
"[clock 4]\nname = many\nrate-steps = 1M 1M 200\n" \
"[clock 5]\nname = huge\nrates = 6000000000\nparents = 0 1 3 4\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, CLOCK, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x30000, "version is 3.0");
	is(rig_ask(r, CLOCK, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 6 | 2 << 16, "six clocks, two asynchronous requests");
	is(rig_ask(r, CLOCK, 3, 1), 0, "attributes succeed");
	is(rig_word(r, 0), 0xf8000001, "all features and enabled");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-t"), "short name is cut and ends");
	is(rig_word(r, 5), 150, "enable latency");
	is(rig_len(r), 24, "length of 3.0");
	is(rig_ask(r, CLOCK, 3, 0), 0, "attributes of a restricted clock");
	is(rig_word(r, 0), 0x3, "restricted and enabled, nothing else");
	is(rig_ask(r, CLOCK, 3, 3), 0, "attributes of a stopped clock");
	is(rig_word(r, 0), 0x80000000, "notifies, and is off");
	is(rig_ask(r, CLOCK, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, CLOCK, 3, 6), -4, "an id behind the last is not found");
	is(rig_ask(r, CLOCK, 3, 0xffffffff), -4, "the highest id is not found");
	is(rig_ask(r, CLOCK, 8, 1), 0, "name succeeds");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen"), "name is whole");
	is(rig_len(r), 68, "flags and 64 bytes");
	is(rig_ask(r, CLOCK, 8, 2), -4, "a hole has no name");

	rig_board(r, "[platform]\nclock = 1.0\n" CLOCKS);
	is(rig_ask(r, CLOCK, 3, 1), 0, "1.0 attributes succeed");
	is(rig_word(r, 0), 1, "1.0 knows only enabled");
	is(rig_len(r), 20, "length of 1.0");
	is(rig_ask(r, CLOCK, 8, 1), -1, "1.0 has no long names");
	rig_board(r, "[platform]\nclock = 2.0\n" CLOCKS);
	is(rig_ask(r, CLOCK, 3, 1), 0, "2.0 attributes succeed");
	is(rig_word(r, 0), 0xe0000001, "2.0 has notifications and names");
	is(rig_len(r), 24, "length of 2.0");
	is(rig_ask(r, CLOCK, 0xb, 1, 0), -1, "2.0 has no CONFIG_GET");
	rig_board(r, "[platform]\nwithout = clock:name-get\n" CLOCKS);
	rig_ask(r, CLOCK, 3, 1);
	is(rig_word(r, 0) & 1 << 29, 0, "no long name is promised without NAME_GET");
}

static void test_rates(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, CLOCK, 4, 1, 0), 0, "range succeeds");
	is(rig_word(r, 0), 3 | 1 << 12, "a triplet");
	ok(rig_word64(r, 1) == 10000000 && rig_word64(r, 3) == 100000000 &&
	   rig_word64(r, 5) == 7000000, "min, max and step");
	is(rig_ask(r, CLOCK, 4, 1, 1), -5, "a triplet has no second part");
	is(rig_ask(r, CLOCK, 4, 3, 0), 0, "list succeeds");
	is(rig_word(r, 0), 3, "three rates");
	ok(rig_word64(r, 3) == 200000000, "the second one");
	is(rig_ask(r, CLOCK, 4, 3, 3), -5, "an index behind the last");
	is(rig_ask(r, CLOCK, 4, 5, 0), 0, "one rate above 32 bits");
	ok(rig_word64(r, 1) == 6000000000ULL, "is whole");
	is(rig_ask(r, CLOCK, 4, 2, 0), -4, "a hole is not found");
	for (cap = 20; cap <= 512; cap += 41) {
		u32 have = 0, parts = 0;
		bool good = true;

		r->cap = cap;
		while (good && have < 200 && rig_ask(r, CLOCK, 4, 4, have) == 0) {
			u32 n = rig_word(r, 0) & 0xfff, left = rig_word(r, 0) >> 16, i;

			good = n && n + left + have == 200 && n <= (cap - 12) / 8;
			for (i = 0; good && i < n; i++)
				good = rig_word64(r, 1 + 2 * i) == (have + i + 1) * 1000000ULL;
			have += n;
			parts++;
		}
		ok(good && have == 200, "200 rates in %u parts, reply of %u bytes", parts, cap);
	}
	r->cap = 19;
	is(rig_ask(r, CLOCK, 4, 4, 0), -10, "no room for one rate");
	is(rig_ask(r, CLOCK, 4, 1, 0), -10, "no room for a triplet");
}

static u64 set_rate(struct rig *r, u32 id, u32 flags, u64 rate)
{
	if (rig_ask(r, CLOCK, 5, flags, id, (u32)rate, (u32)(rate >> 32)))
		return 0;
	rig_ask(r, CLOCK, 6, id);
	return rig_word64(r, 0);
}

static void test_rate_set(struct rig *r)
{
	is(set_rate(r, 1, 0, 17000000), 17000000, "a rate of the range");
	is(set_rate(r, 1, 0, 20000000), 17000000, "rounded down");
	is(set_rate(r, 1, 4, 20000000), 24000000, "rounded up");
	is(set_rate(r, 1, 8, 20000000), 17000000, "rounded to the nearest, down");
	is(set_rate(r, 1, 8, 22000000), 24000000, "rounded to the nearest, up");
	is(set_rate(r, 1, 4, 99000000), 94000000, "never above the maximum");
	is(set_rate(r, 1, 0, 100000000), 100000000, "the maximum off the steps");
	is(set_rate(r, 1, 0, 9999999), 0, "below the range is refused");
	is(set_rate(r, 1, 0, 100000001), 0, "above the range is refused");
	is(set_rate(r, 1, 0, ~0ULL), 0, "the highest number is refused");
	is(set_rate(r, 3, 0, 400000000), 400000000, "a rate of the list");
	is(set_rate(r, 3, 0, 399999999), 200000000, "list, down");
	is(set_rate(r, 3, 4, 200000001), 400000000, "list, up");
	is(set_rate(r, 3, 8, 290000000), 200000000, "list, nearest");
	is(rig_ask(r, CLOCK, 5, 0, 0, 24000000, 0), -3, "a denied rate");
	is(rig_ask(r, CLOCK, 5, 0x10, 1, 17000000, 0), -2, "a reserved flag");
	is(rig_ask(r, CLOCK, 5, 0, 2, 1, 0), -4, "a hole");
	is(rig_ask(r, CLOCK, 6, 2), -4, "the rate of a hole");
}

static void test_rate_async(struct rig *r)
{
	const struct rig_out *d;
	u32 token;

	is(rig_ask(r, CLOCK, 9, 3, 1), 0, "subscribed");
	is(rig_ask(r, CLOCK, 5, 1, 3, 400000000, 0), 0, "asynchronous set succeeds");
	token = r->token;
	is(rig_len(r), 0, "the reply is empty");
	rig_run(r, 4 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "nothing after 4 ms");
	rig_run(r, 2 * SCMIP_MSEC);
	d = rig_find(r, SCMIP_OUT_DELAYED, 0);
	ok(d && d->len == 20, "the delayed response after 6 ms");
	is(d ? scmip_get32(d->data) : 0, scmip_hdr(CLOCK, 5, 2, token), "its header");
	is(out_word(d, 0), 0, "its status");
	is(out_word(d, 1), 3, "its clock");
	is(out_word(d, 2), 400000000, "its rate");
	ok(rig_find(r, SCMIP_OUT_EVENT, 0), "and a notification");
	is(rig_ask(r, CLOCK, 5, 3, 3, 100000000, 0), 0, "ignoring the response");
	rig_run(r, 6 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "there is none");
	rig_ask(r, CLOCK, 6, 3);
	is(rig_word(r, 0), 100000000, "and the rate has changed");
	rig_ask(r, CLOCK, 5, 1, 3, 200000000, 0);
	rig_ask(r, CLOCK, 5, 1, 3, 200000000, 0);
	is(rig_ask(r, CLOCK, 5, 1, 3, 200000000, 0), -6, "a third one at a time is busy");
	rig_run(r, 6 * SCMIP_MSEC);
	is(rig_ask(r, CLOCK, 5, 1, 3, 200000000, 0), 0, "later it is not");
	rig_clear(r);
	r->refuse = true;
	rig_run(r, 50 * SCMIP_MSEC);
	r->refuse = false;
	rig_run(r, 2 * SCMIP_MSEC);
	ok(rig_find(r, SCMIP_OUT_DELAYED, 0), "a delayed response waits for a buffer");
	rig_board(r, "[platform]\n[clock 0]\nname = a\nrates = 1M\n");
	is(rig_ask(r, CLOCK, 5, 1, 0, 1000000, 0), -1, "a board without asynchronous sets");
}

static void test_config(struct rig *r)
{
	is(rig_ask(r, CLOCK, 7, 3, 1, 0), 0, "enable succeeds");
	is(rig_ask(r, CLOCK, 0xb, 3, 0), 0, "state succeeds");
	ok(rig_word(r, 0) == 0 && rig_word(r, 1) == 1 && rig_len(r) == 12, "and is on");
	is(rig_ask(r, CLOCK, 7, 3, 0, 0), 0, "disable succeeds");
	rig_ask(r, CLOCK, 0xb, 3, 0);
	is(rig_word(r, 1), 0, "and is off");
	is(rig_ask(r, CLOCK, 7, 3, 2, 0), -2, "the reserved state");
	is(rig_ask(r, CLOCK, 7, 3, 3, 0), -2, "no change without a setting");
	is(rig_ask(r, CLOCK, 7, 0, 0, 0), -3, "a denied state");
	is(rig_ask(r, CLOCK, 7, 3, 1), -10, "the length of 2.0");
	is(rig_ask(r, CLOCK, 7, 3, 3 | 1 << 16, 50), -1, "a duty cycle that is not there");
	is(rig_ask(r, CLOCK, 0xb, 1, 1), 0, "a duty cycle that is");
	is(rig_word(r, 2), 40, "of 40 percent");
	is(rig_ask(r, CLOCK, 7, 1, 3 | 1 << 16, 75), 0, "set to 75");
	rig_ask(r, CLOCK, 0xb, 1, 1);
	ok(rig_word(r, 2) == 75 && rig_word(r, 1) == 1, "is 75, and the state as before");
	is(rig_ask(r, CLOCK, 7, 1, 3 | 1 << 16, 101), -2, "101 percent");
	is(rig_ask(r, CLOCK, 7, 1, 3 | 2 << 16, 360), -2, "360 degrees");
	is(rig_ask(r, CLOCK, 7, 1, 3 | 0x81 << 16, 7), 0, "an OEM setting");
	rig_ask(r, CLOCK, 0xb, 1, 0x81);
	is(rig_word(r, 2), 7, "keeps its value");
	is(rig_ask(r, CLOCK, 7, 1, 3 | 0x90 << 16, 7), -1, "an unknown OEM setting");
	is(rig_ask(r, CLOCK, 0xb, 1, 0x90), -1, "an unknown OEM setting, read");
	is(rig_ask(r, CLOCK, 0xb, 1, 0x100), -2, "reserved flags");
	is(rig_ask(r, CLOCK, 7, 1, 1 << 24, 0), -2, "reserved attributes");
	is(rig_ask(r, CLOCK, 0xb, 2, 0), -4, "a hole");

	rig_board(r, "[platform]\nclock = 2.0\n" CLOCKS);
	is(rig_ask(r, CLOCK, 7, 3, 1), 0, "2.0 enable succeeds");
	rig_ask(r, CLOCK, 3, 3);
	is(rig_word(r, 0) & 1, 1, "2.0 tells the state in the attributes");
	is(rig_ask(r, CLOCK, 7, 3, 1, 0), -10, "the length of 3.0");
	is(rig_ask(r, CLOCK, 7, 3, 2), -2, "reserved attributes");
	rig_board(r, "[platform]\nclock = 2.1\n" CLOCKS);
	is(rig_ask(r, CLOCK, 7, 3, 1), 0, "2.1 takes the short layout");
	is(rig_ask(r, CLOCK, 7, 3, 0, 0), 0, "2.1 takes the long layout");
	is(rig_ask(r, CLOCK, 0xb, 3, 0), 0, "2.1 has CONFIG_GET");
}

static void test_parents(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, CLOCK, 0xc, 1, 0), 0, "parents succeed");
	is(rig_word(r, 0), 2, "two of them");
	ok(rig_word(r, 1) == 0 && rig_word(r, 2) == 3, "by id");
	is(rig_ask(r, CLOCK, 0xc, 1, 2), 0, "skipping all");
	is(rig_word(r, 0), 0, "leaves none");
	is(rig_ask(r, CLOCK, 0xc, 1, 3), -2, "skipping more");
	is(rig_ask(r, CLOCK, 0xc, 3, 0), -1, "a clock without parents");
	is(rig_ask(r, CLOCK, 0xe, 1), 0, "parent succeeds");
	is(rig_word(r, 0), 3, "as on the board");
	is(rig_ask(r, CLOCK, 0xd, 1, 0), 0, "parent set succeeds");
	rig_ask(r, CLOCK, 0xe, 1);
	is(rig_word(r, 0), 0, "parent has changed");
	is(rig_ask(r, CLOCK, 0xd, 1, 4), -2, "a clock that is no parent");
	is(rig_ask(r, CLOCK, 0xd, 3, 0), -1, "a clock without parents");
	is(rig_ask(r, CLOCK, 0xe, 0), -1, "a clock without parents");
	is(rig_ask(r, CLOCK, 0xd, 2, 0), -4, "a hole");
	for (cap = 16; cap <= 28; cap += 4) {
		u32 have = 0;

		r->cap = cap;
		while (have < 4 && rig_ask(r, CLOCK, 0xc, 5, have) == 0) {
			u32 n = rig_word(r, 0) & 0xff;

			if (!n || (rig_word(r, 0) >> 24) + n + have != 4)
				break;
			have += n;
		}
		is(have, 4, "four parents in parts, reply of %u bytes", cap);
	}
	is(rig_ask(r, CLOCK, 0xf, 0), 0, "permissions succeed");
	is(rig_word(r, 0), 0, "none at all");
	is(rig_ask(r, CLOCK, 0xf, 1), 0, "permissions succeed");
	is(rig_word(r, 0), 0xe0000000, "all of them");
}

static void test_notifications(struct rig *r)
{
	const struct rig_out *e;

	rig_control(r, "clock 1 rate 17M");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "nothing without a subscription");
	is(rig_ask(r, CLOCK, 9, 1, 1), 0, "subscribed");
	is(rig_ask(r, CLOCK, 9, 4, 1), -1, "a clock that cannot notify");
	is(rig_ask(r, CLOCK, 9, 1, 2), -2, "a reserved bit");
	is(rig_ask(r, CLOCK, 0xa, 3, 1), -1, "a clock that cannot tell requests");
	is(rig_ask(r, CLOCK, 0xa, 1, 1), 0, "subscribed to requests");
	rig_clear(r);
	rig_control(r, "clock 1 rate 24M");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(CLOCK, 0, 3, 0), "a rate changed");
	ok(e && e->len == 20 && out_word(e, 1) == 1 && out_word(e, 2) == 24000000,
	   "which one and to what");
	rig_clear(r);
	rig_control(r, "clock 1 rate 24M");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "the same rate is no change");
	rig_control(r, "clock 1 request 31M");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(CLOCK, 1, 3, 0), "a rate was asked for");
	scmip_server_reset(r->server);
	rig_clear(r);
	rig_control(r, "clock 1 rate 17M");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "a reset ends subscriptions");
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_attributes,
		test_rates,
		test_rate_set,
		test_rate_async,
		test_config,
		test_parents,
		test_notifications,
	};

	rig_tests("[platform]\n" CLOCKS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
