// SPDX-License-Identifier: GPL-2.0-only
/* Performance protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"

#define PERF	0x13

#define PERFS \
"[perf 0]\nname = cpu\nlevels = 100:5:20 200:12:30 400:40:40\nlevel = 200\n" \
"sustained = 200 2000000\nrate-limit = 50us\nnotify = limits level\n" \
"[perf 1]\nname = a-name-longer-than-sixteen\nindexed = yes\nnotify = limits level\n" \
"levels = 1:10:5:600000:3 2:20:6:1200000:5 3:30:7:5000000:9\nfast = level-set limits-get\n" \
"[perf 3]\nname = odd\nlevels = 30 10 20 10\nlimits = 10 20\nlevel = 77\n" \
"[perf 4]\nname = empty\nlevels = none\n" \
"[perf 5]\nname = denied\nlevels = 1 2\ndeny = limits level\n" \
"[perf 6]\nname = many\nlevel-steps = 1000 50 300 2\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, PERF, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x40000, "version is 4.0");
	is(rig_ask(r, PERF, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 7, "seven domains, power on a scale of its own");
	ok(rig_word64(r, 1) == 0 && rig_word(r, 3) == 0, "no statistics");
	is(rig_len(r), 16, "all four words");
	is(rig_ask(r, PERF, 3, 0), 0, "attributes succeed");
	is(rig_word(r, 0), 0xf0000000, "may set both, tells of both");
	ok(rig_word(r, 1) == 50 && rig_word(r, 2) == 2000000 && rig_word(r, 3) == 200,
	   "rate limit, sustained frequency and level");
	ok(!strcmp(rig_name(r, 16), "cpu"), "its name");
	is(rig_len(r), 32, "four words and 16 bytes");
	is(rig_ask(r, PERF, 3, 1), 0, "attributes of one with everything");
	is(rig_word(r, 0), 0xfe000000, "fast channels, a long name, indices");
	ok(!strcmp(rig_name(r, 16), "a-name-longer-t"), "short name is cut and ends");
	is(rig_ask(r, PERF, 3, 5), 0, "attributes of a denied one");
	is(rig_word(r, 0), 0, "none");
	is(rig_ask(r, PERF, 0xc, 1), 0, "name succeeds");
	is(rig_len(r), 68, "flags and 64 bytes");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen"), "name is whole");
	is(rig_ask(r, PERF, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, PERF, 0xc, 2), -4, "nor has it a name");
	is(rig_ask(r, PERF, 3, 7), -4, "an id behind the last is not found");
	is(rig_ask(r, PERF, 3, 0xffffffff), -4, "the highest id is not found");
	rig_board(r, "[platform]\nperf = 4.0\nperf-power = microwatts\n"
		  "perf-stats = 0x123456789 0x400\n" PERFS);
	is(rig_ask(r, PERF, 1), 0, "a board with statistics");
	is(rig_word(r, 0), 7 | 2 << 16, "power in microwatts");
	ok(rig_word64(r, 1) == 0x123456789 && rig_word(r, 3) == 0x400, "and where they are");
	rig_board(r, "[platform]\nperf = 2.0\nperf-power = microwatts\n" PERFS);
	rig_ask(r, PERF, 1);
	is(rig_word(r, 0), 7, "2.0 knows no microwatts");
	rig_board(r, "[platform]\nperf = 1.0\nperf-power = milliwatts\n" PERFS);
	rig_ask(r, PERF, 1);
	is(rig_word(r, 0), 7 | 1 << 16, "1.0 knows milliwatts");
}

static void test_versions(struct rig *r)
{
	rig_board(r, "[platform]\nperf = 1.0\n" PERFS);
	is(rig_ask(r, PERF, 3, 1), 0, "1.0 attributes succeed");
	is(rig_word(r, 0), 0xf0000000, "1.0 has no fast channels, long names or indices");
	is(rig_len(r), 32, "the same length as in all versions");
	is(rig_ask(r, PERF, 0xb, 1, 7), -1, "nor DESCRIBE_FASTCHANNEL");
	is(rig_ask(r, PERF, 0xc, 1), -1, "nor NAME_GET");
	is(rig_ask(r, PERF, 8, 1), 0, "a level succeeds");
	is(rig_word(r, 0), 1, "and is a value");
	rig_board(r, "[platform]\nperf = 2.0\n" PERFS);
	rig_ask(r, PERF, 3, 1);
	is(rig_word(r, 0), 0xf8000000, "2.0 has fast channels");
	rig_board(r, "[platform]\nperf = 3.0\n" PERFS);
	rig_ask(r, PERF, 3, 1);
	is(rig_word(r, 0), 0xfc000000, "3.0 has long names");
	is(rig_ask(r, PERF, 0x10, 0x20000), -1, "and no negotiation");
	rig_board(r, "[platform]\nperf = 4.0\nwithout = perf:describe-fastchannel\n" PERFS);
	rig_ask(r, PERF, 3, 1);
	is(rig_word(r, 0), 0xf6000000, "no fast channel is promised that cannot be asked for");
	rig_board(r, "[platform]\nperf = 4.0\n" PERFS);
	rig_ask(r, PERF, 8, 1);
	is(rig_word(r, 0), 3, "4.0 has indices for levels");
	is(rig_ask(r, PERF, 0x10, 0x30000), 0, "and takes an older version");
	rig_ask(r, PERF, 8, 1);
	is(rig_word(r, 0), 1, "which has values");
	rig_board(r, "[platform]\n" PERFS);
	is(rig_ask(r, PERF, 0), -1, "a board that names no version has none");
}

static void test_levels(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, PERF, 4, 0, 0), 0, "levels succeed");
	is(rig_word(r, 0), 3, "three");
	ok(rig_word(r, 1) == 100 && rig_word(r, 2) == 5 && rig_word(r, 3) == 20 &&
	   rig_word(r, 4) == 100 && rig_word(r, 5) == 0, "the first: what is not said is as usual");
	is(rig_len(r), 64, "five words each");
	rig_ask(r, PERF, 4, 1, 1);
	is(rig_word(r, 0), 2, "two behind the first");
	ok(rig_word(r, 6) == 3 && rig_word(r, 7) == 30 && rig_word(r, 8) == 7 &&
	   rig_word(r, 9) == 5000000 && rig_word(r, 10) == 9, "the last: all of it");
	rig_ask(r, PERF, 4, 3, 0);
	ok(rig_word(r, 0) == 4 && rig_word(r, 1) == 30 && rig_word(r, 6) == 10 &&
	   rig_word(r, 16) == 10, "a table is as the board has it");
	is(rig_ask(r, PERF, 4, 4, 0), 0, "an empty table succeeds");
	ok(rig_word(r, 0) == 0 && rig_len(r) == 4, "and is empty");
	is(rig_ask(r, PERF, 4, 4, 1), -5, "an index into it");
	is(rig_ask(r, PERF, 4, 0, 3), -5, "an index behind the last");
	is(rig_ask(r, PERF, 4, 2, 0), -4, "a hole is not found");
	for (cap = 32; cap <= 512; cap += 41) {
		u32 have = 0, parts = 0;
		bool good = true;

		r->cap = cap;
		while (good && have < 300 && rig_ask(r, PERF, 4, 6, have) == 0) {
			u32 n = rig_word(r, 0) & 0xfff, left = rig_word(r, 0) >> 16, i;

			good = n && n + left + have == 300 && n <= (cap - 12) / 20;
			for (i = 0; good && i < n; i++)
				good = rig_word(r, 1 + 5 * i) == 1000 + 50 * (have + i) &&
				       rig_word(r, 2 + 5 * i) == 2 * (have + i + 1) &&
				       rig_word(r, 5 + 5 * i) == have + i;
			have += n;
			parts++;
		}
		ok(good && have == 300, "300 levels in %u parts, reply of %u bytes", parts, cap);
	}
	r->cap = 31;
	is(rig_ask(r, PERF, 4, 0, 0), -10, "no room for one level");
	rig_board(r, "[platform]\nperf = 3.0\n" PERFS);
	rig_ask(r, PERF, 4, 1, 0);
	ok(rig_word(r, 0) == 3 && rig_word(r, 4) == 2 && rig_word(r, 9) == 7,
	   "3.0 has three words");
	is(rig_len(r), 40, "each");
}

static u32 level_of(struct rig *r, u32 id)
{
	return rig_ask(r, PERF, 8, id) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_level(struct rig *r)
{
	is(level_of(r, 0), 200, "a level at boot");
	is(level_of(r, 1), 3, "the first one, by its index");
	is(level_of(r, 3), 77, "or any");
	is(level_of(r, 4), 0, "none of an empty table");
	is(rig_ask(r, PERF, 7, 0, 400), 0, "setting it succeeds");
	is(rig_len(r), 0, "the reply is empty");
	is(level_of(r, 0), 400, "and it is set");
	is(rig_ask(r, PERF, 7, 0, 300), -5, "a level between two");
	is(rig_ask(r, PERF, 7, 0, 0), -5, "a level below all");
	is(rig_ask(r, PERF, 7, 0, 0xffffffff), -5, "a level above all");
	is(rig_ask(r, PERF, 7, 1, 9), 0, "a level by its index");
	is(level_of(r, 1), 9, "is set");
	is(rig_ask(r, PERF, 7, 1, 2), -5, "a level by its value");
	is(rig_ask(r, PERF, 7, 3, 30), -5, "a level above the limits");
	is(rig_ask(r, PERF, 7, 4, 0), -5, "any of an empty table");
	is(rig_ask(r, PERF, 7, 5, 1), -3, "a denied domain");
	is(rig_ask(r, PERF, 7, 2, 1), -4, "a hole");
	is(rig_ask(r, PERF, 8, 2), -4, "its level");
	ok(level_of(r, 0) == 400 && level_of(r, 1) == 9 && level_of(r, 3) == 77 &&
	   level_of(r, 5) == 1, "what was refused was not done");
	scmip_server_reset(r->server);
	is(level_of(r, 0), 400, "levels stay when the agent goes");
	is(rig_ask(r, 0x10, 0xb, 1, 0), 0, "until it has its configuration reset");
	is(level_of(r, 0), 200, "and all is as at boot");
}

static bool limits_are(struct rig *r, u32 id, u32 max, u32 min)
{
	return !rig_ask(r, PERF, 6, id) && rig_len(r) == 8 && rig_word(r, 0) == max &&
	       rig_word(r, 1) == min;
}

static void test_limits(struct rig *r)
{
	ok(limits_are(r, 0, 400, 100), "all levels unless told otherwise");
	ok(limits_are(r, 1, 9, 3), "by their indices");
	ok(limits_are(r, 3, 20, 10), "or as the board says");
	is(rig_ask(r, PERF, 5, 0, 300, 150), 0, "setting them succeeds");
	is(rig_len(r), 0, "the reply is empty");
	ok(limits_are(r, 0, 300, 150) && level_of(r, 0) == 200, "between levels");
	is(rig_ask(r, PERF, 5, 0, 0, 200), 0, "only the lower one");
	ok(limits_are(r, 0, 300, 200), "leaves the upper one");
	is(rig_ask(r, PERF, 5, 0, 100, 0), -2, "the upper one below it");
	is(rig_ask(r, PERF, 5, 0, 100, 100), 0, "both of them");
	is(level_of(r, 0), 100, "take the level along");
	is(rig_ask(r, PERF, 7, 0, 200), -5, "which cannot leave them");
	is(rig_ask(r, PERF, 5, 0, 400, 150), 0, "up again");
	is(level_of(r, 0), 200, "to the nearest one");
	is(rig_ask(r, PERF, 5, 0, 0, 0), -5, "neither of them");
	is(rig_ask(r, PERF, 5, 0, 401, 100), -5, "above all levels");
	is(rig_ask(r, PERF, 5, 0, 400, 99), -5, "below all levels");
	ok(limits_are(r, 0, 400, 150), "what was refused was not done");
	is(rig_ask(r, PERF, 5, 1, 5, 3), 0, "by indices");
	ok(limits_are(r, 1, 5, 3), "they are set");
	is(rig_ask(r, PERF, 7, 1, 9), -5, "and hold");
	is(rig_ask(r, PERF, 5, 1, 4, 3), -5, "an index that is not there");
	is(rig_ask(r, PERF, 5, 4, 1, 1), -5, "limits of an empty table");
	is(rig_ask(r, PERF, 5, 5, 2, 1), -3, "a denied domain");
	is(rig_ask(r, PERF, 5, 2, 2, 1), -4, "a hole");
	is(rig_ask(r, PERF, 6, 2), -4, "its limits");
	rig_board(r, "[platform]\nperf = 2.0\n" PERFS);
	is(rig_ask(r, PERF, 5, 0, 0, 200), -5, "a zero of 2.0 is a level");
	is(rig_ask(r, PERF, 5, 1, 3, 2), 0, "and 2.0 has no indices");
	ok(limits_are(r, 1, 3, 2), "but values");
}

static void test_fast(struct rig *r)
{
	is(rig_ask(r, PERF, 2, 7), 0, "message attributes succeed");
	is(rig_word(r, 0), 1, "there is a fast channel");
	rig_ask(r, PERF, 2, 6);
	is(rig_word(r, 0), 1, "for this message too");
	rig_ask(r, PERF, 2, 8);
	is(rig_word(r, 0), 0, "but not for this one");
	rig_ask(r, PERF, 2, 0);
	is(rig_word(r, 0), 0, "nor for this one");
	is(rig_ask(r, PERF, 2, 0xd), -4, "a message that is not there");
	is(rig_ask(r, PERF, 0xb, 1, 7), -1, "which is refused when it is wanted");
	is(rig_ask(r, PERF, 0xb, 0, 7), -1, "as is one that nobody promised");
	is(rig_ask(r, PERF, 0xb, 1, 4), -4, "a message that never has one");
	is(rig_ask(r, PERF, 0xb, 1, 9), -4, "another one");
	is(rig_ask(r, PERF, 0xb, 1, 0x100), -4, "a message that cannot be");
	is(rig_ask(r, PERF, 0xb, 2, 7), -4, "a hole");
	rig_board(r, "[platform]\nperf = 1.0\n" PERFS);
	rig_ask(r, PERF, 2, 7);
	is(rig_word(r, 0), 0, "1.0 has none");
}

static u8 memory[0x10000];

static u64 memory_load(void *ctx, u32 at, u32 size)
{
	u64 value = 0;

	memcpy(&value, memory + at, size);
	return value;
}

static void memory_store(void *ctx, u32 at, u32 size, u64 value)
{
	memcpy(memory + at, &value, size);
}

#define MEMORY_ADDR	0x123456780000ULL

/* Where the last answer says that a channel or its doorbell is, or NULL. */
static void *told(struct rig *r, u32 word)
{
	u64 addr = rig_word(r, word) | (u64)rig_word(r, word + 1) << 32;

	if (addr < MEMORY_ADDR || addr >= MEMORY_ADDR + sizeof(memory))
		return NULL;
	return memory + (addr - MEMORY_ADDR);
}

static void test_memory(struct rig *r)
{
	static const struct scmip_memory host = {
		.addr = MEMORY_ADDR, .size = sizeof(memory),
		.load = memory_load, .store = memory_store,
	};
	u32 *level, *limits, *bell;

	rig_memory(&host);
	rig_board(r, "[platform]\nperf = 3.0\n[perf 0]\nname = a\nlevels = 1 2 3\n"
		  "fast = level-set level-get limits-set\ndoorbell = 16\nrate-limit = 9us\n"
		  "[perf 1]\nname = b\nlevels = 1 2 3\nfast = level-set\n"
		  "[perf 16]\nname = c\nfast = level-set\n");
	is(rig_ask(r, PERF, 0xb, 0, 5), 0, "with memory a channel is described");
	is(rig_word(r, 0), 3, "its doorbell has 16 bits");
	is(rig_word(r, 1), 9, "its rate is limited");
	is(rig_word(r, 4), 8, "both limits fit");
	limits = told(r, 2);
	is(rig_ask(r, PERF, 0xb, 0, 7), 0, "another one");
	is(rig_word(r, 4), 4, "a level fits");
	is(rig_word(r, 7), 4, "it has a bit of the doorbell");
	is(rig_word(r, 9), 0xfffb, "and leaves the others alone");
	level = told(r, 2);
	bell = told(r, 5);
	if (!ok(level && limits && bell, "all of them are in that memory"))
		return;
	*level = 3;
	rig_ask(r, PERF, 8, 0);
	is(rig_word(r, 0), 1, "a level counts when the bell was rung");
	limits[0] = 3;
	limits[1] = 2;
	*bell = 5;
	rig_ask(r, PERF, 8, 0);
	is(rig_word(r, 0), 3, "then it is set");
	is(*bell & 0xffff, 0, "both bits were heard");
	is(rig_ask(r, PERF, 0xb, 0, 8), 0, "a level can be looked at");
	is(*(u32 *)told(r, 2), 3, "it is there");
	rig_control(r, "perf 0 level 2");
	is(*(u32 *)told(r, 2), 2, "when it changes, too");
	is(rig_ask(r, PERF, 0xb, 1, 7), 0, "a channel without a doorbell");
	is(rig_word(r, 0), 0, "says so");
	*(u32 *)told(r, 2) = 2;
	ok(strstr(rig_control(r, "perf 1"), "level=2 "), "what is written counts");
	is(rig_ask(r, PERF, 0xb, 1, 5), -1, "what was not promised is not there");
	is(rig_ask(r, PERF, 0xb, 16, 7), -1, "nor what the memory is too small for");
	rig_memory(NULL);
}

static void test_notifications(struct rig *r)
{
	const struct rig_out *e;

	rig_control(r, "perf 0 level 100");
	rig_control(r, "perf 0 limits 100 200");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "nothing without a subscription");
	ok(!strcmp(rig_control(r, "perf 0"), "ok level=100 min=100 max=200"), "but it is so");
	is(rig_ask(r, PERF, 9, 0, 1), 0, "subscribed to limits");
	is(rig_ask(r, PERF, 0xa, 0, 1), 0, "subscribed to levels");
	is(rig_ask(r, PERF, 9, 3, 1), -1, "a domain that cannot tell limits");
	is(rig_ask(r, PERF, 0xa, 3, 1), -1, "nor levels");
	is(rig_ask(r, PERF, 9, 0, 2), -2, "a reserved bit");
	is(rig_ask(r, PERF, 0xa, 0, 2), -2, "another one");
	is(rig_ask(r, PERF, 9, 2, 1), -4, "a hole");
	is(rig_ask(r, PERF, 0xa, 2, 1), -4, "again");
	rig_clear(r);
	rig_control(r, "perf 0 limits 150 399");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(PERF, 0, 3, 0), "limits changed");
	ok(e && e->len == 20 && out_word(e, 0) == 0 && out_word(e, 1) == 0 &&
	   out_word(e, 2) == 399 && out_word(e, 3) == 150, "by whom, which and to what");
	e = rig_find(r, SCMIP_OUT_EVENT, 1);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(PERF, 1, 3, 0), "and the level with them");
	ok(e && e->len == 16 && out_word(e, 1) == 0 && out_word(e, 2) == 200, "to what");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 2), "and nothing else");
	rig_clear(r);
	rig_control(r, "perf 0 limits 150 399");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "the same is no change");
	rig_control(r, "perf 0 level 12345");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 2) == 12345, "a level of no table");
	rig_ask(r, PERF, 7, 0, 200);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 0) == 1 && out_word(e, 2) == 200, "one by the agent");
	rig_ask(r, PERF, 9, 1, 1);
	rig_ask(r, PERF, 0xa, 1, 1);
	rig_clear(r);
	rig_control(r, "perf 1 limits 2 7");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(e && out_word(e, 1) == 1 && out_word(e, 2) == 7 && out_word(e, 3) == 5,
	   "indices, if there is one");
	e = rig_find(r, SCMIP_OUT_EVENT, 1);
	ok(e && out_word(e, 1) == 1 && out_word(e, 2) == 5, "of the level, too");
	scmip_server_reset(r->server);
	rig_clear(r);
	rig_control(r, "perf 0 level 100");
	rig_control(r, "perf 0 limits 100 100");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "a reset of the channel ends subscriptions");
}

static void test_wrong(struct rig *r)
{
	static const char *const lines[] = {
		"perf", "perf 7", "perf x", "perf 0 level", "perf 0 level x", "perf 0 limits 100",
		"perf 0 fly", "perf 0 limits 1 x", "perf 0 level 0x100000000", "perf 2 level 1",
		"perf 2 limits 1 2",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(lines); i++)
		ok(!strncmp(rig_control(r, lines[i]), "error ", 6), "no command: %s", lines[i]);
	ok(!strcmp(rig_control(r, "perf 0"), "ok level=200 min=100 max=400"), "and none was done");
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes,
		test_versions,
		test_levels,
		test_level,
		test_limits,
		test_fast,
		test_memory,
		test_notifications,
		test_wrong,
	};

	rig_tests("[platform]\nperf = 4.0\n" PERFS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
