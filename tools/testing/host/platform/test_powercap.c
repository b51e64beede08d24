// SPDX-License-Identifier: GPL-2.0-only
/* Power cap protocol: every command, in all versions. */
#include "rig.h"
#include "tap.h"
#include "wrong.h"

#define POWERCAP	0x18

#define NONE	0xffffffff

#define DOMAINS \
"[powercap 0]\nname = soc\ncaps = 1000 10000 400\ncap = 9000\naverages = 1000 100000 1000\n" \
"average = 20000\nmeasures = 10000 50000 10000\nmeasure = 10000\nsustainable = 8000\n" \
"accuracy = 500\npower = 4000\nnotify = cap measurements\ndelay = 5ms\n" \
"[powercap 1]\nname = a-name-longer-than-sixteen\nparent = 0\ncaps = 100 900 1\nunit = uW\n" \
"levels = sustained peak spike\naverages = 1000 9000 2000\n" \
"[powercap 3]\nname = fixed\nparent = 1\ncaps = 500\nunit = abstract\n" \
"[powercap 4]\nname = refused\ncaps = 1 9 1\naverages = 1 9 1\nmeasures = 1 9 1\n" \
"deny = cap interval\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, POWERCAP, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x20000, "version is 2.0");
	is(rig_ask(r, POWERCAP, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 5, "five domains");
	is(rig_ask(r, POWERCAP, 3, 0), 0, "attributes succeed");
	is(rig_word(r, 0), 0xef000000, "all features, milliwatts");
	ok(!strcmp(rig_name(r, 4), "soc") && rig_len(r) == 56, "the name");
	ok(rig_word(r, 5) == 1000 && rig_word(r, 6) == 100000 && rig_word(r, 7) == 1000,
	   "intervals");
	ok(rig_word(r, 8) == 1000 && rig_word(r, 9) == 10000 && rig_word(r, 10) == 400, "caps");
	ok(rig_word(r, 11) == 8000 && rig_word(r, 12) == 500 && rig_word(r, 13) == NONE,
	   "sustainable power, accuracy, no parent");
	is(rig_ask(r, POWERCAP, 3, 1), 0, "attributes of another");
	is(rig_word(r, 0), 0x1a800000, "a long name, cap and interval can be set, microwatts");
	is(rig_word(r, 13), 0, "its parent");
	is(rig_ask(r, POWERCAP, 3, 3), 0, "attributes of a third");
	is(rig_word(r, 0), 0, "nothing can be set, abstract units");
	ok(rig_word(r, 8) == 500 && rig_word(r, 9) == 500 && !rig_word(r, 10), "its one cap");
	is(rig_ask(r, POWERCAP, 8, 1), 0, "name succeeds");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen") && rig_len(r) == 68, "is whole");
	is(rig_ask(r, POWERCAP, 3, 2), -4, "a hole is not found");
	is(rig_ask(r, POWERCAP, 8, 5), -4, "nor is an id behind the last");
	is(rig_ask(r, POWERCAP, 12, 0, 5), -1, "no fast channels");
	is(rig_ask(r, POWERCAP, 12, 2, 5), -4, "of a hole neither");
	is(rig_ask(r, POWERCAP, 2, 5), 0, "attributes of CAP_SET");
	is(rig_word(r, 0), 0, "promise none");
	rig_board(r, "[platform]\npowercap = 2.0\n" DOMAINS "fast = cap-set\n");
	rig_ask(r, POWERCAP, 3, 4);
	is(rig_word(r, 0) & 1 << 22, 1 << 22, "one is promised for a domain");
	rig_ask(r, POWERCAP, 2, 5);
	is(rig_word(r, 0), 1, "for CAP_SET");
	rig_ask(r, POWERCAP, 2, 4);
	is(rig_word(r, 0), 0, "and for nothing else");
	is(rig_ask(r, POWERCAP, 12, 4, 5), -1, "and is refused");
	rig_board(r, "[platform]\npowercap = 2.0\nwithout = powercap:name-get\n" DOMAINS);
	rig_ask(r, POWERCAP, 3, 1);
	is(rig_word(r, 0), 0x0a800000, "no long name is promised without NAME_GET");
}

static u32 cap(struct rig *r, u32 id)
{
	return rig_ask(r, POWERCAP, 4, id) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_cap(struct rig *r)
{
	static const struct {
		u32 id, flags, cap;
		s32 status;
		const char *what;
	} tries[] = {
		{ 0, 0, 1000, 0, "the lowest cap" },
		{ 0, 0, 1400, 0, "a step up" },
		{ 0, 0, 10000, 0, "the highest, off the steps" },
		{ 0, 0, 9999, -2, "between two steps" },
		{ 0, 0, 999, -2, "below the lowest" },
		{ 0, 0, 10001, -2, "above the highest" },
		{ 0, 0, NONE, -2, "the highest number" },
		{ 0, 0, 0, 0, "none" },
		{ 0, 1, 1800, 0, "no response to a synchronous command" },
		{ 0, 4, 1000, -2, "a reserved flag" },
		{ 1, 2, 500, -1, "asynchronous, which the domain is not" },
		{ 3, 0, 500, -1, "a domain with one cap" },
		{ 4, 0, 5, -3, "a denied cap" },
		{ 2, 0, 500, -4, "a hole" },
		{ 5, 0, 500, -4, "an id behind the last" },
	};
	u32 i;

	is(cap(r, 0), 9000, "the cap at boot");
	is(cap(r, 1), 900, "the highest unless told otherwise");
	for (i = 0; i < ARRAY_SIZE(tries); i++) {
		u32 before = cap(r, tries[i].id);
		s32 status = rig_ask(r, POWERCAP, 5, tries[i].id, tries[i].flags, tries[i].cap);

		if (!ok(status == tries[i].status &&
			cap(r, tries[i].id) == (status ? before : tries[i].cap),
			"%s", tries[i].what))
			printf("# status %d\n", status);
	}
	rig_board(r, "[platform]\npowercap = 1.0\n" DOMAINS);
	is(rig_ask(r, POWERCAP, 5, 0, 0, 0), -2, "1.0 cannot go without a cap");
}

static void test_async(struct rig *r)
{
	const struct rig_out *o;
	u32 token;

	is(rig_ask(r, POWERCAP, 5, 0, 2, 1400), 0, "a change is accepted");
	token = r->token;
	is(rig_ask(r, POWERCAP, 5, 0, 0, 1000), -6, "another one is too many");
	is(cap(r, 0), 9000, "nothing has changed");
	rig_run(r, 5 * SCMIP_MSEC);
	o = rig_find(r, SCMIP_OUT_DELAYED, 0);
	ok(o && o->len == 16 && scmip_get32(o->data) == scmip_hdr(POWERCAP, 5, 2, token) &&
	   !out_word(o, 0) && !out_word(o, 1) && out_word(o, 2) == 1400,
	   "the delayed response has status, domain and cap");
	is(cap(r, 0), 1400, "the cap is set");
	is(rig_ask(r, POWERCAP, 5, 0, 3, 1800), 0, "a change to which no response is wanted");
	rig_run(r, 10 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_DELAYED, 0), "has none");
	is(cap(r, 0), 1800, "and is done");
	rig_ask(r, POWERCAP, 5, 0, 2, 1000);
	scmip_server_reset(r->server);
	is(rig_ask(r, POWERCAP, 5, 0, 0, 2200), 0, "who went away keeps nobody from the domain");
}

static void test_intervals(struct rig *r)
{
	is(rig_ask(r, POWERCAP, 6, 0), 0, "the interval");
	is(rig_word(r, 0), 20000, "at boot");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 5000), 0, "another one");
	rig_ask(r, POWERCAP, 6, 0);
	is(rig_word(r, 0), 5000, "is set");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 5500), -2, "between two steps");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 101000), -2, "above the highest");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 0), -2, "zero");
	is(rig_ask(r, POWERCAP, 7, 0, 1, 5000), -2, "a reserved flag");
	is(rig_ask(r, POWERCAP, 7, 3, 0, 1000000), -1, "a domain with one interval");
	is(rig_ask(r, POWERCAP, 7, 4, 0, 5), -3, "a denied one");
	is(rig_ask(r, POWERCAP, 7, 2, 0, 5000), -4, "a hole");
	is(rig_ask(r, POWERCAP, 6, 2), -4, "has none");
}

static u32 power(struct rig *r)
{
	return rig_ask(r, POWERCAP, 9, 0) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_measurements(struct rig *r)
{
	is(rig_ask(r, POWERCAP, 9, 0), 0, "a measurement");
	ok(rig_word(r, 0) == 4000 && rig_word(r, 1) == 20000, "power and interval");
	is(rig_ask(r, POWERCAP, 9, 1), -1, "a domain without");
	is(rig_ask(r, POWERCAP, 9, 2), -4, "a hole");
	rig_control(r, "powercap 0 power 8000");
	is(power(r), 4000, "the average does not jump");
	rig_run(r, 5 * SCMIP_MSEC);
	is(power(r), 5000, "a quarter of the interval later");
	rig_control(r, "powercap 0 power 1000");
	rig_run(r, 10 * SCMIP_MSEC);
	is(power(r), 3000, "half way down again");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 4000), 0, "a shorter interval");
	is(power(r), 3000, "changes nothing at once");
	rig_run(r, 2 * SCMIP_MSEC);
	is(power(r), 2000, "but from then on");
	rig_ask(r, POWERCAP, 5, 0, 0, 1000);
	rig_run(r, SCMIP_MSEC);
	is(power(r), 1500, "a cap does not");
	rig_run(r, SCMIP_MSEC);
	is(power(r), 1000, "until it is there");
	rig_run(r, 3600 * SCMIP_SEC);
	is(power(r), 1000, "where it stays");
	rig_control(r, "powercap 0 power 4294967295");
	rig_control(r, "powercap 0 average 4294967295");
	rig_run(r, 2147483648ULL * SCMIP_USEC);
	ok(power(r) > 2147483000U && power(r) < 2147485000U, "the highest numbers");
}

/* The nth notification is this one. */
static bool told(const struct rig *r, u32 nth, u32 id, u32 agent, u32 first, u32 second)
{
	const struct rig_out *o = rig_find(r, SCMIP_OUT_EVENT, nth);

	return o && o->len == (id ? 16 : 20) &&
	       scmip_get32(o->data) == scmip_hdr(POWERCAP, id, 3, 0) &&
	       out_word(o, 0) == agent && !out_word(o, 1) && out_word(o, 2) == first &&
	       (id || out_word(o, 3) == second);
}

static void test_cap_events(struct rig *r)
{
	rig_ask(r, POWERCAP, 5, 0, 0, 1000);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "no notification unless asked for");
	is(rig_ask(r, POWERCAP, 10, 0, 1), 0, "the agent listens");
	rig_ask(r, POWERCAP, 5, 0, 0, 1400);
	ok(told(r, 0, 0, 1, 1400, 20000), "it is told of its own change");
	rig_ask(r, POWERCAP, 5, 0, 0, 1400);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "not of what changes nothing");
	rig_ask(r, POWERCAP, 7, 0, 0, 1000);
	ok(told(r, 0, 0, 1, 1400, 1000), "of an interval, too");
	rig_clear(r);
	rig_control(r, "powercap 0 cap 2200");
	ok(told(r, 0, 0, 0, 2200, 1000), "and of what the platform does");
	rig_ask(r, POWERCAP, 5, 0, 2, 1000);
	rig_run(r, 5 * SCMIP_MSEC);
	ok(told(r, 0, 0, 1, 1000, 1000), "when an asynchronous one is done");
	is(rig_ask(r, POWERCAP, 10, 0, 2), -2, "a reserved bit");
	is(rig_ask(r, POWERCAP, 10, 1, 1), -1, "a domain that announces nothing");
	is(rig_ask(r, POWERCAP, 10, 2, 1), -4, "a hole");
	is(rig_ask(r, POWERCAP, 10, 0, 0), 0, "the agent listens no more");
	rig_control(r, "powercap 0 cap 1800");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and is not told");
}

static void test_thresholds(struct rig *r)
{
	is(rig_ask(r, POWERCAP, 11, 0, 1, 2000, 6000), 0, "limits around the power");
	rig_run(r, SCMIP_SEC);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "are not left by themselves");
	is(scmip_deadline(r->server, r->now), SCMIP_NEVER, "and not looked at");
	rig_clear(r);
	rig_control(r, "powercap 0 power 8000");
	rig_run(r, 9 * SCMIP_MSEC);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "on the way up");
	rig_run(r, 20 * SCMIP_MSEC);
	ok(told(r, 0, 1, 1, 8000, 0) && r->num_out == 1, "above the upper limit, once");
	rig_control(r, "powercap 0 power 4000");
	rig_run(r, SCMIP_SEC);
	ok(told(r, 1, 1, 1, 6000, 0) && r->num_out == 2, "back between them");
	rig_control(r, "powercap 0 power 0");
	rig_run(r, SCMIP_SEC);
	ok(told(r, 2, 1, 1, 0, 0) && r->num_out == 3, "below the lower one");
	is(rig_ask(r, POWERCAP, 11, 0, 1, 0, 100), 0, "other limits");
	rig_run(r, SCMIP_SEC);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "are no news");
	is(rig_ask(r, POWERCAP, 11, 0, 1, 101, 100), -2, "limits the wrong way round");
	is(rig_ask(r, POWERCAP, 11, 0, 2, 0, 100), -2, "a reserved bit");
	is(rig_ask(r, POWERCAP, 11, 1, 1, 0, 100), -1, "a domain that announces nothing");
	is(rig_ask(r, POWERCAP, 11, 2, 1, 0, 100), -4, "a hole");
	is(rig_ask(r, POWERCAP, 11, 0, 0, 0, 0), 0, "the agent listens no more");
	rig_control(r, "powercap 0 power 8000");
	rig_run(r, SCMIP_SEC);
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "and is not told");
}

static void test_levels(struct rig *r)
{
	const struct rig_out *o;
	u32 c;

	rig_board(r, "[platform]\npowercap = 3.0\n" DOMAINS);
	is(rig_ask(r, POWERCAP, 3, 0), 0, "3.0 attributes");
	is(rig_word(r, 0), 0x6f308000, "other bits, one level");
	ok(rig_word(r, 5) == 10000 && rig_word(r, 14) == 1000 && rig_len(r) == 68,
	   "intervals of measurements in front, those of caps behind");
	rig_ask(r, POWERCAP, 3, 1);
	is(rig_word(r, 0), 0x1a918000, "three levels");
	is(rig_ask(r, POWERCAP, 13, 1, 0), 0, "what they are");
	ok(rig_word(r, 0) == (2 | 1 << 16) && !rig_word(r, 1) && rig_word(r, 2) == 1 &&
	   rig_word(r, 3) == 100 && rig_word(r, 4) == 900 && rig_word(r, 5) == 1 &&
	   rig_word(r, 6) == 1000 && rig_word(r, 7) == 9000 && rig_word(r, 8) == 2000,
	   "two, the first with its caps and intervals");
	ok(!strcmp(rig_name(r, 36), "sustained"), "and its name");
	is(rig_ask(r, POWERCAP, 13, 1, 2), 0, "the rest");
	ok(rig_word(r, 0) == 1 && rig_word(r, 1) == 2 && !strcmp(rig_name(r, 36), "spike"),
	   "is one");
	is(rig_ask(r, POWERCAP, 13, 1, 3), -5, "an index behind the last");
	is(rig_ask(r, POWERCAP, 13, 0, 0), -1, "a domain without levels");
	is(rig_ask(r, POWERCAP, 13, 2, 0), -4, "a hole");
	r->cap = 59;
	is(rig_ask(r, POWERCAP, 13, 1, 0), -10, "no room for one level");
	r->cap = 128;
	is(rig_ask(r, POWERCAP, 5, 1, 2, 0, 500), 0, "a cap of the third level");
	for (c = 0; c < 3; c++) {
		is(rig_ask(r, POWERCAP, 4, 1, c), 0, "the cap of level %u", c);
		is(rig_word(r, 0), c == 2 ? 500 : 900, "is its own");
	}
	is(rig_ask(r, POWERCAP, 4, 1, 3), -4, "no such level");
	is(rig_ask(r, POWERCAP, 5, 1, 3, 0, 500), -4, "nor can it be set");
	is(rig_ask(r, POWERCAP, 4, 0, 1), -4, "another domain has one");
	is(rig_ask(r, POWERCAP, 15, 1, 0, 5000, 1), 0, "an interval of the second level");
	is(rig_ask(r, POWERCAP, 14, 1, 1), 0, "is read");
	is(rig_word(r, 0), 5000, "as it was set");
	is(rig_ask(r, POWERCAP, 15, 1, 0, 6000, 1), -2, "between two steps");
	is(rig_ask(r, POWERCAP, 15, 1, 0, 5000, 3), -4, "no such level");
	is(rig_ask(r, POWERCAP, 14, 1, 3), -4, "nor can it be read");
	is(rig_ask(r, POWERCAP, 7, 0, 0, 20000), 0, "an interval of measurements");
	rig_ask(r, POWERCAP, 9, 0);
	is(rig_word(r, 1), 20000, "is what is measured over");
	rig_ask(r, POWERCAP, 10, 0, 1);
	is(rig_ask(r, POWERCAP, 5, 0, 0, 2, 1400), 0, "an asynchronous change");
	rig_run(r, 5 * SCMIP_MSEC);
	o = rig_find(r, SCMIP_OUT_DELAYED, 0);
	ok(o && o->len == 20 && !out_word(o, 1) && out_word(o, 2) == 1400 && !out_word(o, 3),
	   "its response names the level");
	o = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(o && o->len == 24 && out_word(o, 2) == 1400 && out_word(o, 3) == 20000 &&
	   !out_word(o, 4), "and so does the notification");
	rig_clear(r);
	rig_control(r, "event proto=powercap id=1 source=0");
	o = rig_find(r, SCMIP_OUT_EVENT, 0);
	ok(o && o->len == 20 && out_word(o, 2) == 4000 && out_word(o, 3) == 20000,
	   "that of power has its interval");
	rig_board(r, "[platform]\npowercap = 2.0\n" DOMAINS);
	is(rig_ask(r, POWERCAP, 13, 1, 0), -1, "2.0 has no levels");
}

static void test_control(struct rig *r)
{
	ok(!strcmp(rig_control(r, "powercap 0"),
		   "ok cap=9000 average=20000 measure=10000 power=4000 measured=4000"), "shown");
	ok(strstr(rig_control(r, "powercap 1"), "cap=900 average=1000 cap=900 average=1000 cap="),
	   "levels are shown");
	rig_ask(r, POWERCAP, 5, 0, 2, 1000);
	rig_ask(r, POWERCAP, 10, 0, 1);
	rig_ask(r, POWERCAP, 11, 0, 1, 0, 1);
	ok(strstr(rig_control(r, "powercap 0"), " busy notify-cap notify-measurements"),
	   "and who listens");
	rig_control(r, "powercap 1 cap 3 2");
	ok(strstr(rig_control(r, "powercap 1"), "cap=900 average=1000 cap=3 "), "any cap");
	rig_control(r, "powercap 0 measure 0");
	rig_control(r, "powercap 0 average 0");
	is(power(r), 4000, "no interval is no error");
	ok(strstr(rig_control(r, "powercap 0 cap"), "error"), "a value is missing");
	ok(strstr(rig_control(r, "powercap 0 cap 1 15"), "error"), "no such level");
	ok(strstr(rig_control(r, "powercap 0 measure 1 0"), "error"), "a word too many");
	ok(strstr(rig_control(r, "powercap 0 limit 1"), "error"), "no such thing");
	ok(strstr(rig_control(r, "powercap 0 cap 4294967296"), "error"), "no such cap");
	ok(strstr(rig_control(r, "powercap 5"), "error"), "no such domain");
	rig_control(r, "reboot");
	ok(strstr(rig_control(r, "powercap 0"), "cap=9000 average=20000 "), "as at boot");
}

#define DOMAIN(id)	"[powercap " #id "]\nname = p" #id "\ncaps = 1 9 2\n"

static void test_wrong(struct rig *r)
{
	static const char *const boards[][2] = {
		{ "[powercap 0]\ncaps = 1", "rig:1: powercap 0 has no name" },
		{ "[powercap 0]\nname = a", "rig:1: powercap 0 has no caps" },
		{ "[powercap 0]\ncaps = 0", "rig:2: '0', expected a number 1.." },
		{ "[powercap 0]\ncaps = 5 5 1", "rig:2: '5', expected a number 6.." },
		{ "[powercap 0]\ncaps = 5 9 0", "rig:2: '0', expected a number 1.." },
		{ "[powercap 0]\ncaps = 5 9", "rig:2: expected 3 words" },
		{ "[powercap 0]\ncaps = 5 9 1 1", "rig:2: 4 words, expected VALUE or MIN MAX" },
		{ DOMAIN(0) "cap = 2", "rig:1: powercap 0 cannot have cap 2" },
		{ DOMAIN(0) "average = 2", "rig:1: powercap 0 cannot have average 2" },
		{ DOMAIN(0) "measure = 2", "rig:1: powercap 0 cannot have measure 2" },
		{ DOMAIN(0) "unit = W", "rig:4: 'W', expected uW, mW or abstract" },
		{ DOMAIN(0) "levels = one", "rig:4: 1 levels, expected 2..15" },
		{ DOMAIN(0) "parent = 0", "rig:1: powercap 0 cannot have parent 0" },
		{ DOMAIN(0) "parent = 1", "rig:1: powercap 0 cannot have parent 1" },
		{ DOMAIN(0) "parent = 1\n" DOMAIN(1) "parent = 0", "rig:1: powercap 0 cannot" },
		{ DOMAIN(0) "parent = 1\n" DOMAIN(2) "parent = 0", "rig:1: powercap 0 cannot" },
		{ DOMAIN(0) "parent = 1\n" DOMAIN(1) "parent = 2\n" DOMAIN(2) "parent = 1",
		  "rig:1: powercap 0 cannot have parent 1" },
		{ DOMAIN(0) "parent = 1\n" DOMAIN(1) "hole = yes", "rig:1: powercap 0 cannot" },
		{ "[platform]\npowercap = 4.0", "rig:2: '4.0' is not a version" },
	};

	wrong_boards(boards, ARRAY_SIZE(boards));
	ok(!strcmp(rig_wrong(DOMAIN(0) "parent = 2\n" DOMAIN(1) DOMAIN(2) "parent = 1"), "nothing"),
	   "parents in any order");
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes, test_cap, test_async, test_intervals, test_measurements,
		test_cap_events, test_thresholds, test_levels, test_control, test_wrong,
	};

	rig_tests("[platform]\npowercap = 2.0\n" DOMAINS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
