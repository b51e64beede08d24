// SPDX-License-Identifier: GPL-2.0-only
/* Board files: what they say, and what is said about wrong ones. */
#include <stdlib.h>

#include "../../../../platform/clock.h"
#include "../../../../platform/sensor.h"
#include "../../../scmi-platformd/board_file.h"
#include "rig.h"
#include "tap.h"

/* The error that a board leads to must start so. */
static const struct {
	const char *text;
	const char *error;
} wrong[] = {
	{ "vendor = x", "b:1: 'vendor' before the first section" },
	{ "[platform]\nfoo = 1", "b:2: unknown key 'foo'" },
	{ "[platform]\nvendor", "b:2: expected [SECTION] or KEY = VALUE" },
	{ "[platform]\n= x", "b:2: expected [SECTION] or KEY = VALUE" },
	{ "[platform]\nvendor =", "b:2: expected a value" },
	{ "[platform]\nvendor = \"x", "b:2: expected one string between quotes" },
	{ "[platform]\nvendor = \"x\" y", "b:2: expected one string between quotes" },
	{ "[platform", "b:1: expected ']'" },
	{ "[platform] x", "b:1: expected ']'" },
	{ "[nothing]", "b:1: unknown section [nothing]" },
	{ "[clock]", "b:1: unknown section [clock]" },
	{ "[clock x]", "b:1: 'x' is no clock id" },
	{ "[clock 1-]", "b:1: '1-' is no clock id" },
	{ "[clock 1 2]", "b:1: '1 2' is no clock id" },
	{ "[clock -1]", "b:1: " },
	{ "[clock 5-3]", "b:1: clock ids 5-3" },
	{ "[clock 4096]", "b:1: clock ids 4096" },
	{ "[clock 99999999999999]", "b:1: " },
	{ "[sensor 1024]", "b:1: sensor ids 1024" },
	{ "[clock 0]\nname = a\nrates = 1M\n[clock 0]",
	  "b:4: clock 0 is described already, in line 1" },
	{ "[sensor 0]\nname = a\n[sensor 0-3]", "b:3: sensor 0 is described already, in line 1" },
	{ "[platform]\nvendor = 0123456789012345", "b:2: '0123456789012345', expected at most 15" },
	{ "[platform]\nvendor = two words", "b:2: expected an identifier, and nothing else" },
	{ "[platform]\nclock = 1.1", "b:2: '1.1' is not a version" },
	{ "[platform]\nclock = 3", "b:2: '3' is not a version" },
	{ "[platform]\nclock = 3.0x", "b:2: '3.0x' is not a version" },
	{ "[platform]\nbase = none", "b:2: 'none' is not a version" },
	{ "[platform]\nagents = one", "b:2: expected the platform's name" },
	{ "[platform]\nagents = a b\nagent = 2", "b:3: agent 2, expected 1..1" },
	{ "[platform]\nagent = 0", "b:2: '0', expected a number 1..15" },
	{ "[platform]\nextra-protocols = 256", "b:2: '256', expected a number 0..255" },
	{ "[platform]\nwithout = clock", "b:2: 'clock', expected PROTOCOL:MESSAGE" },
	{ "[platform]\nwithout = x:1", "b:2: 'x:1': protocol is none of" },
	{ "[platform]\nwithout = clock:32", "b:2: 'clock:32': message id is not in 0..31" },
	{ "[platform]\nwithout = clock:any", "b:2: 'clock:any': message id is not in" },
	{ "[platform]\nclock-async = 256", "b:2: '256', expected a number 0..255" },
	{ "[platform]\nsample = 10us", "b:2: '10us', expected 100us or more" },
	{ "[platform]\nsample = 5", "b:2: '5', expected a time" },
	{ "[platform]\nseed = x", "b:2: 'x', expected a number" },
	{ "[clock 0]\nrates = 1M", "b:1: clock 0 has no name" },
	{ "[clock 0]\nname = a", "b:1: clock 0 has neither rates nor range" },
	{ "[clock 0]\nname = a\nrates = 2M 1M", "b:3: '1M', expected rates in ascending order" },
	{ "[clock 0]\nname = a\nrates = 1M x", "b:3: 'x', expected a rate" },
	{ "[clock 0]\nname = a\nrange = 1M 2M", "b:3: expected 3 rates" },
	{ "[clock 0]\nname = a\nrange = 2M 1M 1k", "b:3: expected MIN MAX STEP" },
	{ "[clock 0]\nname = a\nrange = 1M 2M 0", "b:3: expected MIN MAX STEP" },
	{ "[clock 0]\nname = a\nrange = 1M 2M 1k 1k", "b:3: expected MIN MAX STEP" },
	{ "[clock 0]\nname = a\nrate-steps = 1M 1M", "b:3: " },
	{ "[clock 0]\nname = a\nrate-steps = 1M 0 5", "b:3: expected a step above 0" },
	{ "[clock 0]\nname = a\nrate-steps = 1M 1M 4097",
	  "b:3: '4097', expected a number 1..4096" },
	{ "[clock 0]\nname = a\nrates = 1M\nstate = maybe", "b:4: expected on or off" },
	{ "[clock 0]\nname = a\nrates = 1M\nparents = 1", "b:1: clock 0 cannot have parent 1" },
	{ "[clock 0]\nname = a\nrates = 1M\nparents = 0", "b:1: clock 0 cannot have parent 0" },
	{ "[clock 0-1]\nname = a\nrates = 1M\n"
	  "[clock 2]\nname = c\nrates = 1M\nparents = 0\nparent = 1",
	  "b:4: parent 1 of clock 2 is not among its parents" },
	{ "[clock 0]\nname = a\nrates = 1M\ndeny = all", "b:4: 'all' is not known here" },
	{ "[clock 0]\nname = a\nrates = 1M\nduty = 101", "b:4: '101', expected a number 0..100" },
	{ "[clock 0]\nname = a\nrates = 1M\nlatency = 5000s",
	  "b:4: '5000s', expected at most 4294s" },
	{ "[clock 0]\nname = a\nrates = 1M\ndelay = 2 ms",
	  "b:4: expected a time, and nothing else" },
	{ "[clock 0]\nname = a b", "b:2: expected a name, in quotes" },
	{ "[clock 0]\nname = 0123456789012345678901234567890123456789012345678901234567890123",
	  "b:2: name of 64 bytes, expected 1..63" },
	{ "[sensor 0]\ntype = temperature", "b:1: sensor 0 has no name" },
	{ "[sensor 1]\nname = a", "b:2: sensor 0 is missing" },
	{ "[sensor 0]\nname = a\ntype = warmth", "b:3: 'warmth', expected a type" },
	{ "[sensor 0]\nname = a\nscale = 16", "b:3: '16', expected a number -16..15" },
	{ "[sensor 0]\nname = a\nvalue = zigzag 1 2 3s",
	  "b:3: 'zigzag', expected a number, or ramp" },
	{ "[sensor 0]\nname = a\nvalue = ramp 5 1 3s", "b:3: '1', expected a number 5.." },
	{ "[sensor 0]\nname = a\nvalue = ramp 1 5 3", "b:3: '3', expected a time" },
	{ "[sensor 0]\nname = a\nvalue = ramp 1 5 1us", "b:3: '1us', expected a period" },
	{ "[sensor 0]\nname = a\nvalue = ramp 1 5", "b:3: expected 4 words" },
	{ "[sensor 0]\nname = a\nvalue = ramp 1 5 1s 1s", "b:3: 5 words, expected 4" },
	{ "[sensor 0]\nname = a\nvalue = walk 1 5 1s", "b:3: '1s', expected a number" },
	{ "[sensor 0]\nname = a\ntrips = 5", "b:3: '5', expected VALUE:" },
	{ "[sensor 0]\nname = a\ntrips = 5:up", "b:3: 'up', expected off, rising" },
	{ "[sensor 0]\nname = a\ntrips = x:off", "b:3: 'x', expected a number" },
	{ "[sensor 0]\nname = a\nrange = 5", "b:3: expected 2 words" },
	{ "[sensor 0]\nname = a\nrange = 5 4", "b:3: '4', expected a number 5.." },
	{ "[sensor 0]\nname = a\nresolution = 134217728", "b:3: '134217728', expected a number" },
	{ "[sensor 0]\nname = a\nintervals = segmented 1s 2s",
	  "b:3: expected segmented LOW HIGH STEP" },
	{ "[sensor 0]\nname = a\nintervals = 123456ms",
	  "b:3: '123456ms', expected an interval of at most" },
	{ "[sensor 0]\nname = a\nintervals = 0", "b:3: '0', expected an interval" },
	{ "[axis 0.0]", "b:1: axis of sensor 0 before its section" },
	{ "[sensor 0]\nname = a\n[axis 0.1]", "b:3: axis 1 of sensor 0, expected axis 0 next" },
	{ "[sensor 0]\nname = a\n[axis 0.0]\n[axis 0.0]",
	  "b:4: axis 0 of sensor 0, expected axis 1" },
	{ "[sensor 0]\nname = a\n[axis 0.0]\n", "b:1: axis 0 of sensor 0 has no name" },
	{ "[sensor 0]\nname = a\n[axis 0.0]\nname = x\nvalue = walk 0 1 1 1s",
	  "b:5: an axis cannot walk" },
	{ "[sensor 0]\nname = a\ntrips = 1:off\n[axis 0.0]\nname = x",
	  "b:1: sensor 0 has axes and trips" },
	{ "[axis 0]", "b:1: unknown section [axis 0]" },
	{ "[power 1024]", "b:1: power ids 1024" },
	{ "[powers 0]", "b:1: unknown section [powers 0]" },
	{ "[power 0]\nstate = on", "b:1: power 0 has no name" },
	{ "[power 0]\nname = a\nstate = idle", "b:3: 'idle', expected on, off or a number" },
	{ "[power 0]\nname = a\nstate = 0x100000000", "b:3: '0x100000000', expected on, off" },
	{ "[power 0]\nname = a\nstates = on up", "b:3: 'up', expected on, off" },
	{ "[power 0]\nname = a\nset = never", "b:3: 'never' is not known here" },
	{ "[platform]\npower-stats = 0x1000", "b:2: expected ADDRESS LENGTH" },
	{ "[platform]\npower-stats = x 1", "b:2: expected ADDRESS LENGTH" },
	{ "[platform]\npower-stats = 1 0x100000000", "b:2: '0x100000000', expected a number" },
	{ "[perf 256]", "b:1: perf ids 256" },
	{ "[perf 0]\nlevels = 1", "b:1: perf 0 has no name" },
	{ "[perf 0]\nlevels = 1:x", "b:2: '1:x', expected VALUE:POWER" },
	{ "[perf 0]\nlevels = 1:", "b:2: '1:', expected VALUE:POWER" },
	{ "[perf 0]\nlevels = 1:2:65536", "b:2: '1:2:65536', expected VALUE:POWER" },
	{ "[perf 0]\nlevels = 1:2:3:4:5:6", "b:2: '1:2:3:4:5:6', expected VALUE:POWER" },
	{ "[perf 0]\nlevels = 4294967296", "b:2: '4294967296', expected VALUE:POWER" },
	{ "[perf 0]\nlevel-steps = 1 1 40", "b:2: expected FIRST STEP COUNT POWER" },
	{ "[perf 0]\nlevel-steps = 1 1 4097 0", "b:2: '4097', expected a number 1..4096" },
	{ "[perf 0]\nlevel-steps = 4294967295 1 2 0", "b:2: expected levels and powers that fit" },
	{ "[perf 0]\nlevel-steps = 1 1 2 4294967295", "b:2: expected levels and powers that fit" },
	{ "[perf 0]\nlimits = 1", "b:2: expected MIN MAX" },
	{ "[perf 0]\nsustained = 1 2 3", "b:2: expected LEVEL KHZ" },
	{ "[perf 0]\nrate-limit = 1048576us", "b:2: '1048576us', expected at most 1048575us" },
	{ "[perf 0]\nfast = level", "b:2: 'level' is not known here" },
	{ "[platform]\nperf-power = watts", "b:2: 'watts' is not known here" },
	{ "[reset 1024]", "b:1: reset ids 1024" },
	{ "[reset 0]\nstates = 0", "b:1: reset 0 has no name" },
	{ "[reset 0]\nname = a\nstates = 0x100000000", "b:3: '0x100000000', expected a number" },
	{ "[reset 0]\nname = a\nways = both", "b:3: 'both' is not known here" },
	{ "[reset 0]\nname = a\nnotify = maybe", "b:3: expected yes or no" },
	{ "[reset 0]\nname = a\nlatency = 5000s", "b:3: '5000s', expected at most 4294s" },
	{ "[clock 0-4095]\nname = a\nrate-steps = 1 1 4096", "b:3: description too large" },
};

static void test_wrong(void)
{
	char error[BOARD_ERROR_MAX];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct board *b = board_parse("b", wrong[i].text, strlen(wrong[i].text), error);
		bool good = !b && !strncmp(error, wrong[i].error, strlen(wrong[i].error));

		ok(good, "%s", b ? wrong[i].error : error);
		if (!good)
			printf("# expected: %s\n# found: %s\n", wrong[i].error,
			       b ? "no error" : error);
		board_free(b);
	}
	ok(!board_parse("b", "[platform]\0x", 12, error) && strstr(error, "NUL byte"),
	   "a NUL byte");
	ok(!board_load("/nonexistent/board", error) &&
	   !strcmp(error, "/nonexistent/board: No such file or directory"), "no file: %s", error);
}

static u32 items(const struct board *b, u32 index)
{
	return board_machine(b)->proto[index].num;
}

static void test_right(void)
{
	static const char text[] =
		"# comment\n"
		"\n"
		"  [platform]  # another\r\n"
		"vendor=ACME\n"
		"\tsub-vendor\t=\t\"a b c\"\n"
		"agents = p a b\n"
		"agent = 2\n"
		"without = clock:0xf sensor:name-get base:7\n"
		"[clock 2-3]\n"
		"name = clk%\n"
		"rates = 1_000_000 2M\n"
		"[clock 0]\n"
		"name = zero\n"
		"range = 1k 1M 1k\n"
		"parents = 2 3\n"
		"[sensor 0]\n"
		"name = t\n"
		"intervals = 100ms 1500ms 10s\n";
	char error[BOARD_ERROR_MAX], contents[64];
	struct board *b = board_parse("b", text, strlen(text), error);
	const struct scmip_clock *clocks;
	const struct scmip_sensor *sensors;
	const struct scmip_machine *m;

	if (!ok(b, "a board with everything"))
		return;
	m = board_machine(b);
	clocks = m->proto[SCMIP_IDX_CLOCK].items;
	sensors = m->proto[SCMIP_IDX_SENSOR].items;
	ok(!strcmp(m->vendor, "ACME") && !strcmp(m->sub_vendor, "a b c"), "names");
	ok(m->agent == 2 && m->num_agents == 3, "agents");
	ok(m->proto[SCMIP_IDX_CLOCK].without == 1 << 15 &&
	   m->proto[SCMIP_IDX_SENSOR].without == 1 << 12 &&
	   m->proto[SCMIP_IDX_BASE].without == 1 << 7,
	   "messages that are left out");
	is(items(b, SCMIP_IDX_CLOCK), 4, "clocks up to the highest id");
	ok(!strcmp(board_contents(b, contents, sizeof(contents)),
		   "4 clocks, 1 sensors"), "said in a few words: %s", contents);
	ok(clocks[1].flags & SCMIP_CLK_HOLE, "an id that is not described is a hole");
	ok(!strcmp(clocks[2].name, "clk2") && !strcmp(clocks[3].name, "clk3"),
	   "%% is the id");
	ok(clocks[2].rate == 1000000 && clocks[2].rates[1] == 2000000, "rates");
	is(clocks[0].parent, 2, "the first parent unless told otherwise");
	is(clocks[0].rate, 1000, "the lowest rate unless told otherwise");
	ok(sensors[0].intervals[0] == (1 << 5 | 0x1f) &&
	   sensors[0].intervals[1] == (15 << 5 | 0x1f) &&
	   sensors[0].intervals[2] == (1 << 5 | 1), "intervals");
	board_free(b);
	b = board_parse("b", "", 0, error);
	ok(b && !items(b, SCMIP_IDX_CLOCK), "an empty file is a platform without anything");
	board_free(b);
}

/* Every shipped board, in full: each clock and sensor answers. */
static void test_shipped(const char *path)
{
	char error[BOARD_ERROR_MAX];
	struct board *b = board_load(path, error);
	const char *name = strrchr(path, '/') + 1;

	ok(b, "%s is read", name);
	if (!b)
		printf("# %s\n", error);
	else if (!strcmp(name, "board-demo"))
		ok(items(b, SCMIP_IDX_CLOCK) >= 12 && items(b, SCMIP_IDX_SENSOR) >= 8,
		   "%s has 12 clocks and 8 sensors", name);
	else if (!strcmp(name, "board-large"))
		ok(items(b, SCMIP_IDX_CLOCK) == 300 && items(b, SCMIP_IDX_SENSOR) == 60,
		   "%s has 300 clocks and 60 sensors", name);
	else if (!strcmp(name, "board-soc"))
		ok(items(b, SCMIP_IDX_POWER) == 60 && items(b, SCMIP_IDX_PERF) == 8 &&
		   items(b, SCMIP_IDX_CLOCK) == 300 && items(b, SCMIP_IDX_RESET) == 100 &&
		   items(b, SCMIP_IDX_VOLTAGE) == 40 && items(b, SCMIP_IDX_POWERCAP) == 12 &&
		   items(b, SCMIP_IDX_PINCTRL) == 200, "%s has all of a large SoC", name);
	else if (!strcmp(name, "board-300clocks"))
		is(items(b, SCMIP_IDX_CLOCK), 300, "%s has 300 clocks", name);
	else if (!strcmp(name, "board-12clocks"))
		is(items(b, SCMIP_IDX_CLOCK), 12, "%s has 12 clocks", name);
	else if (!strcmp(name, "board-domains"))
		ok(items(b, SCMIP_IDX_POWER) == 8 && items(b, SCMIP_IDX_PERF) == 8 &&
		   items(b, SCMIP_IDX_RESET) == 10, "%s has 8, 8 and 10 domains", name);
	else if (!strcmp(name, "board-rails"))
		ok(items(b, SCMIP_IDX_VOLTAGE) == 10 && items(b, SCMIP_IDX_POWERCAP) == 7 &&
		   items(b, SCMIP_IDX_PINCTRL) == 100,
		   "%s has 10 voltages, 7 power caps and 100 pins", name);
	else if (!strcmp(name, "board-old"))
		is(board_machine(b)->proto[SCMIP_IDX_CLOCK].version, 0x10000,
		   "%s speaks 1.0", name);
	board_free(b);
}

int main(int argc, char **argv)
{
	int i;

	test_wrong();
	test_right();
	for (i = 1; i < argc; i++)
		test_shipped(argv[i]);
	return tap_end();
}
