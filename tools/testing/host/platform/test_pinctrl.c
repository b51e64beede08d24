// SPDX-License-Identifier: GPL-2.0-only
/* Pin control protocol: every command, on pins, groups and functions. */
#include "rig.h"
#include "tap.h"
#include "wrong.h"

#define PINCTRL	0x19

enum { PIN, GROUP, FUNCTION };

#define NONE	0xffffffff

#define PINS \
"[pin 0]\nname = tx\nconfigs = bias-disable:1 drive-strength:8 slew-rate:2 192:77\n" \
"[pin 1]\nname = rx\nconfigs = drive-strength:4 input-schmitt:1\n" \
"[pin 2]\nname = a-name-longer-than-sixteen\nconfigs = drive-strength:2\nowner = 2\n" \
"[pin 4]\nconfigs = 0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 10:10 11:11 12:12\n" \
"[pin 5]\nname = mine\nconfigs = drive-strength:1\ndeny = yes\n" \
"[pin 100-299]\nname = p%\n" \
"[group 0]\nname = uart\npins = 0 1\n" \
"[group 1]\nname = foreign\npins = 1-2\n" \
"[group 2]\nname = many\npins = 100-299\n" \
"[group 4]\nname = refused\npins = 1 5\n" \
"[function 0]\nname = serial\ngroups = 0 1 4\n" \
"[function 1]\nname = gpio\npins = 0 4\ngpio = yes\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, PINCTRL, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x10000, "version is 1.0");
	is(rig_ask(r, PINCTRL, 0x10, 0x10000), 0, "it negotiates");
	is(rig_ask(r, PINCTRL, 1), 0, "protocol attributes succeed");
	ok(rig_word(r, 0) == (5 << 16 | 300) && rig_word(r, 1) == 2 && rig_len(r) == 8,
	   "300 pins, five groups, two functions");
	is(rig_ask(r, PINCTRL, 3, 0, PIN), 0, "a pin");
	is(rig_word(r, 0), 0, "has no elements");
	ok(!strcmp(rig_name(r, 4), "tx") && rig_len(r) == 20, "and a name");
	is(rig_ask(r, PINCTRL, 3, 2, PIN), 0, "another one");
	is(rig_word(r, 0), 1U << 31, "has a long name");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-t"), "short name is cut and ends");
	is(rig_ask(r, PINCTRL, 3, 4, PIN), 0, "a third one");
	ok(!*rig_name(r, 4), "has none");
	is(rig_ask(r, PINCTRL, 3, 2, GROUP), 0, "a group");
	is(rig_word(r, 0), 200, "of 200 pins");
	is(rig_ask(r, PINCTRL, 3, 0, FUNCTION), 0, "a function");
	is(rig_word(r, 0), 3, "of three groups");
	is(rig_ask(r, PINCTRL, 3, 1, FUNCTION), 0, "another one");
	is(rig_word(r, 0), 2 | 3 << 16, "of two pins, for general purposes");
	is(rig_ask(r, PINCTRL, 3, 3, PIN), -4, "no such pin");
	is(rig_ask(r, PINCTRL, 3, 300, PIN), -4, "nor one behind the last");
	is(rig_ask(r, PINCTRL, 3, 3, GROUP), -4, "no such group");
	is(rig_ask(r, PINCTRL, 3, 2, FUNCTION), -4, "no such function");
	is(rig_ask(r, PINCTRL, 3, 0, 3), -2, "a selector without meaning");
	is(rig_ask(r, PINCTRL, 3, 0, 4), -2, "a reserved bit");
	is(rig_ask(r, PINCTRL, 9, 2, PIN), 0, "name succeeds");
	ok(!strcmp(rig_name(r, 4), "a-name-longer-than-sixteen") && rig_len(r) == 68,
	   "and is whole");
	is(rig_ask(r, PINCTRL, 9, 1, FUNCTION), 0, "a function's name");
	is(rig_ask(r, PINCTRL, 9, 3, GROUP), -4, "a hole has none");
	is(rig_ask(r, PINCTRL, 9, 0, 3), -2, "a selector without meaning");
}

static u32 half(const struct rig *r, u32 at)
{
	return (rig_word(r, at / 2) >> (at % 2 * 16)) & 0xffff;
}

static void test_associations(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, PINCTRL, 4, 1, GROUP, 0), 0, "a group's pins");
	ok(rig_word(r, 0) == 2 && rig_len(r) == 8 && half(r, 2) == 1 && half(r, 3) == 2,
	   "are one and two");
	is(rig_ask(r, PINCTRL, 4, 0, FUNCTION, 1), 0, "a function's groups behind the first");
	ok(rig_word(r, 0) == 2 && half(r, 2) == 1 && half(r, 3) == 4, "are one and four");
	is(rig_ask(r, PINCTRL, 4, 1, FUNCTION, 0), 0, "another one's pins");
	ok(rig_word(r, 0) == 2 && half(r, 2) == 0 && half(r, 3) == 4, "are zero and four");
	is(rig_ask(r, PINCTRL, 4, 1, GROUP, 2), -5, "an index behind the last");
	is(rig_ask(r, PINCTRL, 4, 0, PIN, 0), -2, "a pin has no elements");
	is(rig_ask(r, PINCTRL, 4, 0, 3, 0), -2, "a selector without meaning");
	is(rig_ask(r, PINCTRL, 4, 3, GROUP, 0), -4, "a hole");
	for (cap = 14; cap <= 256; cap += 31) {
		u32 have = 0, parts = 0;
		bool good = true;

		r->cap = cap;
		while (good && have < 200 && !rig_ask(r, PINCTRL, 4, 2, GROUP, have)) {
			u32 n = rig_word(r, 0) & 0xfff, left = rig_word(r, 0) >> 16, i;

			good = n && n + left + have == 200 && n <= (cap - 12) / 2;
			/* A half word at the end is not a word of the rig */
			for (i = 0; good && i + 1 < n; i++)
				good = half(r, 2 + i) == 100 + have + i;
			have += n;
			parts++;
		}
		ok(good && have == 200, "200 pins in %u parts, reply of %u bytes", parts, cap);
	}
	r->cap = 13;
	is(rig_ask(r, PINCTRL, 4, 2, GROUP, 0), -10, "no room for one pin");
}

#define ONE(kind, type)		((kind) << 16 | (type))
#define ALL(kind, skip)		(1 << 18 | (kind) << 16 | (skip) << 8)
#define SELECTED(kind)		(2 << 18 | (kind) << 16)

static void test_get(struct rig *r)
{
	u32 cap;

	is(rig_ask(r, PINCTRL, 5, 0, ONE(PIN, 10)), 0, "one setting of a pin");
	ok(rig_word(r, 0) == NONE && rig_word(r, 1) == 1 && rig_word(r, 2) == 10 &&
	   rig_word(r, 3) == 8 && rig_len(r) == 16, "its type and its value");
	is(rig_ask(r, PINCTRL, 5, 0, ONE(PIN, 192)), 0, "one of the vendor");
	is(rig_word(r, 3), 77, "and its value");
	is(rig_ask(r, PINCTRL, 5, 0, ONE(PIN, 15)), -1, "one that the pin has not");
	is(rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 0)), 0, "all settings");
	ok(rig_word(r, 1) == 4 && rig_word(r, 2) == 2 && rig_word(r, 8) == 192 &&
	   rig_len(r) == 40, "are four");
	is(rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 3)), 0, "all but three");
	ok(rig_word(r, 1) == 1 && rig_word(r, 2) == 192, "are one");
	is(rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 4)), -2, "more to skip than there are");
	is(rig_ask(r, PINCTRL, 5, 100, ALL(PIN, 0)), 0, "all of a pin without any");
	ok(!rig_word(r, 1) && rig_len(r) == 8, "are none");
	is(rig_ask(r, PINCTRL, 5, 0, ONE(GROUP, 20)), 0, "one of a group");
	is(rig_word(r, 3), 2, "is that of its first pin");
	is(rig_ask(r, PINCTRL, 5, 0, SELECTED(PIN)), 0, "the function");
	ok(rig_word(r, 0) == NONE && !rig_word(r, 1) && rig_len(r) == 8, "is none");
	is(rig_ask(r, PINCTRL, 5, 0, 3 << 18), -2, "something without meaning");
	is(rig_ask(r, PINCTRL, 5, 0, 1 << 20), -2, "a reserved bit");
	is(rig_ask(r, PINCTRL, 5, 0, ALL(FUNCTION, 0)), -2, "a function has no settings");
	is(rig_ask(r, PINCTRL, 5, 3, ALL(PIN, 0)), -4, "nor has a hole");
	for (cap = 24; cap <= 128; cap += 13) {
		u32 have = 0, parts = 0;
		bool good = true;

		r->cap = cap;
		while (good && have < 13 && !rig_ask(r, PINCTRL, 5, 4, ALL(PIN, have))) {
			u32 n = rig_word(r, 1) & 0xff, left = rig_word(r, 1) >> 24, i;

			good = n && n + left + have == 13;
			for (i = 0; good && i < n; i++)
				good = rig_word(r, 2 + 2 * i) == have + i &&
				       rig_word(r, 3 + 2 * i) == have + i;
			have += n;
			parts++;
		}
		ok(good && have == 13, "13 settings in %u parts, reply of %u bytes", parts, cap);
	}
	r->cap = 23;
	is(rig_ask(r, PINCTRL, 5, 4, ALL(PIN, 0)), -10, "no room for one setting");
}

#define CONFIGS(kind, num)	((num) << 2 | (kind))
#define SELECT(kind, num)	(1 << 10 | CONFIGS(kind, num))

static u32 setting(struct rig *r, u32 pin, u32 type)
{
	return rig_ask(r, PINCTRL, 5, pin, ONE(PIN, type)) ? 0xdeadbeef : rig_word(r, 3);
}

static u32 function(struct rig *r, u32 id, u32 kind)
{
	return rig_ask(r, PINCTRL, 5, id, SELECTED(kind)) ? 0xdeadbeef : rig_word(r, 0);
}

static void test_configure(struct rig *r)
{
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 2), 20, 5, 10, 6), 0, "two settings");
	ok(setting(r, 0, 20) == 5 && setting(r, 0, 10) == 6, "are set");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 2), 10, 1, 15, 1), -1,
	   "two, of which the pin has one");
	is(setting(r, 0, 10), 6, "are not set at all");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(GROUP, 1), 10, 12), 0, "one of a group");
	ok(setting(r, 0, 10) == 12 && setting(r, 1, 10) == 12, "is set for all its pins");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(GROUP, 1), 15, 1), -1,
	   "one that not all pins of a group have");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 1), 256, 1), -2, "no such type");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 0)), 0, "nothing");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 2), 10, 1), -10, "a length too short");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 0), 10, 1), -10, "a length too long");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 1), 10), -10, "a value is missing");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, 1 << 11), -2, "a reserved bit");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(FUNCTION, 0)), -2, "a function");
	is(rig_ask(r, PINCTRL, 6, 3, NONE, CONFIGS(PIN, 0)), -4, "a hole");
	is(rig_ask(r, PINCTRL, 6, 2, NONE, CONFIGS(PIN, 1), 10, 1), -3, "another agent's pin");
	is(rig_ask(r, PINCTRL, 6, 5, NONE, CONFIGS(PIN, 1), 10, 1), -3, "a pin that is denied");
	is(rig_ask(r, PINCTRL, 6, 4, NONE, CONFIGS(GROUP, 1), 10, 1), -3, "its group");
	is(rig_ask(r, PINCTRL, 6, 1, NONE, CONFIGS(GROUP, 1), 10, 1), -3,
	   "a group with another agent's pin");
	is(setting(r, 1, 10), 12, "none of that is set");
}

static void test_functions(struct rig *r)
{
	is(rig_ask(r, PINCTRL, 6, 0, 0, SELECT(GROUP, 1), 10, 3), 0, "a function with a setting");
	ok(function(r, 0, GROUP) == 0 && function(r, 0, PIN) == 0 && function(r, 1, PIN) == 0,
	   "is selected for the group and its pins");
	is(setting(r, 1, 10), 3, "with the setting");
	is(rig_ask(r, PINCTRL, 6, 0, 1, SELECT(PIN, 0)), 0, "another one for a pin");
	ok(function(r, 0, PIN) == 1 && function(r, 0, GROUP) == 0, "is selected for this one");
	is(rig_ask(r, PINCTRL, 6, 1, 1, SELECT(PIN, 0)), -1, "a pin that cannot have it");
	is(rig_ask(r, PINCTRL, 6, 0, 0, SELECT(PIN, 0)), -1, "a pin, and a function of groups");
	is(rig_ask(r, PINCTRL, 6, 0, 1, SELECT(GROUP, 0)), -1, "a group, and one of pins");
	is(rig_ask(r, PINCTRL, 6, 2, 0, SELECT(GROUP, 0)), -1, "a group that cannot have it");
	is(rig_ask(r, PINCTRL, 6, 0, 2, SELECT(GROUP, 0)), -4, "no such function");
	is(rig_ask(r, PINCTRL, 6, 0, 0, SELECT(GROUP, 1), 15, 3), -1, "a setting that cannot be");
	is(function(r, 0, PIN), 1, "selects no function either");
	is(rig_ask(r, PINCTRL, 6, 1, 0, SELECT(GROUP, 0)), -3, "a group with another's pin");
}

static void test_request(struct rig *r)
{
	is(rig_ask(r, PINCTRL, 7, 0, PIN), 0, "a pin that is free");
	is(rig_ask(r, PINCTRL, 7, 0, PIN), 0, "again");
	ok(strstr(rig_control(r, "pinctrl 0"), "owner=1"), "is the agent's");
	is(rig_ask(r, PINCTRL, 7, 2, PIN), -11, "another agent's pin is in use");
	is(rig_ask(r, PINCTRL, 7, 1, GROUP), -11, "and so is its group");
	ok(strstr(rig_control(r, "pinctrl 1"), "owner=0"), "of which nothing is taken");
	is(rig_ask(r, PINCTRL, 7, 0, GROUP), 0, "a group");
	ok(strstr(rig_control(r, "pinctrl 1"), "owner=1"), "has its pins");
	is(rig_ask(r, PINCTRL, 7, 5, PIN), -3, "a pin that is denied");
	is(rig_ask(r, PINCTRL, 7, 0, FUNCTION), -2, "a function");
	is(rig_ask(r, PINCTRL, 7, 3, PIN), -4, "a hole");
	is(rig_ask(r, PINCTRL, 8, 0, GROUP), 0, "a group is released");
	ok(strstr(rig_control(r, "pinctrl 0"), "owner=0"), "with its pins");
	is(rig_ask(r, PINCTRL, 8, 0, PIN), 0, "releasing what is free is no error");
	is(rig_ask(r, PINCTRL, 8, 2, PIN), -2, "but what another agent has");
	is(rig_ask(r, PINCTRL, 8, 0, FUNCTION), -2, "a function");
	is(rig_ask(r, PINCTRL, 8, 3, GROUP), -4, "a hole");
}

#define ALLOW	4

static void test_permissions(struct rig *r)
{
	is(rig_ask(r, PINCTRL, 10, 1, 0, GROUP), 0, "a group is taken from the agent");
	is(rig_ask(r, PINCTRL, 7, 0, GROUP), -3, "which cannot request it");
	is(rig_ask(r, PINCTRL, 7, 0, PIN), 0, "but its pin");
	is(rig_ask(r, PINCTRL, 10, 1, 0, PIN), 0, "that is taken, too");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 1), 10, 1), -3, "and cannot be set");
	is(setting(r, 0, 10), 8, "but read");
	is(rig_ask(r, PINCTRL, 10, 1, 0, ALLOW | PIN), 0, "it is given back");
	is(rig_ask(r, PINCTRL, 6, 0, NONE, CONFIGS(PIN, 1), 10, 1), 0, "and can be set");
	is(rig_ask(r, PINCTRL, 10, 2, 0, PIN), 0, "taken from another agent");
	is(rig_ask(r, PINCTRL, 7, 0, PIN), 0, "means nothing to this one");
	is(rig_ask(r, PINCTRL, 10, 0, 0, PIN), -4, "the platform is no agent");
	is(rig_ask(r, PINCTRL, 10, 3, 0, PIN), -4, "no such agent");
	is(rig_ask(r, PINCTRL, 10, 1, 3, PIN), -4, "no such pin");
	is(rig_ask(r, PINCTRL, 10, 1, 0, FUNCTION), -2, "a function");
	is(rig_ask(r, PINCTRL, 10, 1, 0, 8), -2, "a reserved bit");
}

/* Lies about the list whose counts are in the second word. */
static void test_faults(struct rig *r)
{
	u32 i;

	rig_control(r, "fault add returned=200 proto=pinctrl msg=settings-get count=1");
	rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 1));
	ok(rig_word(r, 0) == NONE && rig_word(r, 1) == 200, "200 settings, it says");
	rig_control(r, "fault add remaining=7 proto=pinctrl msg=settings-get count=1");
	rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 1));
	is(rig_word(r, 1), 3 | 7U << 24, "seven more, it says");
	rig_control(r, "fault add empty-list proto=pinctrl msg=settings-get count=1");
	rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 0));
	ok(!rig_word(r, 1) && rig_len(r) == 8, "none, it says");
	rig_control(r, "fault add fill=0x55 proto=pinctrl msg=settings-get count=1");
	rig_ask(r, PINCTRL, 5, 0, ALL(PIN, 0));
	ok(rig_word(r, 1) == 4 && rig_word(r, 2) == 0x55 && rig_word(r, 9) == 0x55,
	   "all the same, it says");
	rig_control(r, "fault add endless proto=pinctrl msg=settings-get");
	for (i = 0; i < 3; i++) {
		rig_ask(r, PINCTRL, 5, 0, ALL(PIN, i));
		ok(rig_word(r, 1) == (4 | 1 << 24) && rig_word(r, 2) == 2,
		   "the first again and more to come, behind %u", i);
	}
	rig_control(r, "fault clear");
	rig_control(r, "fault add endless proto=pinctrl msg=list-associations");
	rig_ask(r, PINCTRL, 4, 2, GROUP, 150);
	is(half(r, 2), 100, "the first pin again");
}

static void test_control(struct rig *r)
{
	ok(!strcmp(rig_control(r, "pinctrl 1"),
		   "ok owner=0 function=none drive-strength=4 input-schmitt=1"), "shown");
	ok(strstr(rig_control(r, "pinctrl 5"), " denied"), "denied is shown");
	rig_control(r, "pinctrl 0 owner 2");
	is(rig_ask(r, PINCTRL, 7, 0, PIN), -11, "another agent takes a pin");
	rig_control(r, "pinctrl 0 192 78");
	is(setting(r, 0, 192), 78, "a setting changes");
	rig_control(r, "pinctrl 0 slew-rate 3");
	is(setting(r, 0, 20), 3, "one with a name");
	rig_control(r, "pinctrl 0 function 1");
	is(function(r, 0, PIN), 1, "a function is selected");
	ok(strstr(rig_control(r, "pinctrl 0"), "owner=2 function=1"), "which is shown");
	ok(strstr(rig_control(r, "pinctrl 0 owner 3"), "error"), "no such agent");
	ok(strstr(rig_control(r, "pinctrl 0 function 2"), "error"), "no such function");
	ok(strstr(rig_control(r, "pinctrl 0 15 1"), "error"), "no such setting");
	ok(strstr(rig_control(r, "pinctrl 3 10 1"), "error"), "a hole has none");
	ok(strstr(rig_control(r, "pinctrl 0 slew-rate"), "error"), "a value is missing");
	ok(strstr(rig_control(r, "pinctrl 300"), "error"), "no such pin");
	rig_control(r, "reboot");
	ok(strstr(rig_control(r, "pinctrl 0"), "ok owner=0 function=none bias-disable=1 "),
	   "as at boot");
}

static void test_wrong(struct rig *r)
{
	static const char *const boards[][2] = {
		{ "[pin 4096]", "rig:1: pin ids 4096" },
		{ "[pin 0]\nconfigs = 5", "rig:2: '5', expected TYPE:VALUE" },
		{ "[pin 0]\nconfigs = 256:1", "rig:2: '256', expected a type, or its number" },
		{ "[pin 0]\nconfigs = slew-rate:0x100000000", "rig:2: 'slew-rate:0x100000000', " },
		{ "[pin 0]\nconfigs = 5:1 5:2", "rig:2: '5:2', expected types in ascending order" },
		{ "[pin 0]\nowner = 2", "rig:1: pin 0 cannot have owner 2" },
		{ "[group 0]\nname = a", "rig:1: group 0 has no members" },
		{ "[group 0]\npins = 0", "rig:1: group 0 cannot have member 0" },
		{ "[pin 1]\n[group 0]\npins = 0", "rig:2: group 0 cannot have member 0" },
		{ "[pin 0]\n[group 0]\npins = 1-0", "rig:3: '1-0', expected N or N-M" },
		{ "[pin 0]\n[group 0]\npins = 0-", "rig:3: '0-', expected N or N-M" },
		{ "[pin 0]\n[group 0]\npins = 0-4095 0", "rig:3: more than 4096 members" },
		{ "[pin 0]\n[function 0]\ngroups = 0", "rig:2: function 0 cannot have member 0" },
		{ "[function 0]\ngpio = maybe", "rig:2: expected yes or no" },
		{ "[group 1024]", "rig:1: group ids 1024" },
	};

	wrong_boards(boards, ARRAY_SIZE(boards));
}

int main(void)
{
	static const rig_test tests[] = {
		test_attributes, test_associations, test_get, test_configure, test_functions,
		test_request, test_permissions, test_faults, test_control, test_wrong,
	};

	rig_tests("[platform]\nagents = platform agent other\npinctrl = 1.0\n" PINS, tests,
		  ARRAY_SIZE(tests));
	return tap_end();
}
