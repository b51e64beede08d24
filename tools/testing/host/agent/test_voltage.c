// SPDX-License-Identifier: GPL-2.0-only
/* Voltage domains of the platform library, as the agent sees and sets them. */
#include <linux/scmi_agent_voltage.h>

#include "bench.h"

static const char board[] =
"[platform]\nvoltage = 2.1\n"
"[voltage 0]\nname = vdd-cpu\nrange = 600000 1200000 6250\nlevel = 800000\n"
"[voltage 1]\nname = vdd-display-and-its-bridge\nlevels = 900000 1000000 1100000\n"
"state = off\ndelay = 2ms\n"
"[voltage 2]\nname = bias\nrange = -1200000 1200000 100000\nlevel = -300000\n"
"[voltage 3]\nhole = yes\n"
"[voltage 4]\nname = vdd-ddr\nlevel-steps = -3 1 100\nlevel = 0\nmodes = 8 10\n"
"[voltage 5]\nname = vdd-io\nlevels = 1800000\ndeny = config level\n";

static const struct scmi_voltage_proto_ops *ops(void)
{
	return scmi_voltage_protocol.ops;
}

static void begin(const char *text)
{
	bench_board(text);
	is(bench_start(&scmi_voltage_protocol), 0, "voltage domains start");
}

static bool is_named(u32 id, const char *name)
{
	const struct scmi_voltage_info *info = scmi_agent_voltage_info(core_ph, id);

	return info && !strcmp(info->name, name);
}

static bool has_levels(u32 id, unsigned int num, s32 first, s32 last)
{
	const struct scmi_voltage_info *info = ops()->info_get(core_ph, id);

	return info && info->num_levels == num && info->levels_uv[0] == first &&
	       info->levels_uv[num - 1] == last;
}

static void description(void)
{
	begin(board);
	is(ops()->num_domains_get(core_ph), 6, "ids of domains are counted with holes");
	ok(is_named(1, "vdd-display-and-its-bridge"), "a domain has its extended name");
	is(core_by_msg[0x4], 0, "nobody asks for levels before they are needed");
	ok(has_levels(0, 3, 600000, 6250) && ops()->info_get(core_ph, 0)->segmented,
	   "a range is lowest, highest and step");
	ok(has_levels(1, 3, 900000, 1100000) && !ops()->info_get(core_ph, 1)->segmented,
	   "a list is what it is");
	is(core_by_msg[0x4], 2, "each is asked for once");
	ok(has_levels(2, 3, -1200000, 100000) &&
	   ops()->info_get(core_ph, 2)->negative_volts_allowed, "levels may be negative");
	core_by_msg[0x4] = 0;
	ok(has_levels(4, 100, -3, 96), "a list may be longer than a message");
	is(core_by_msg[0x4], 4, "and takes no more of them than it must");
	ok(!ops()->info_get(core_ph, 3) && !scmi_agent_voltage_info(core_ph, 3),
	   "of a hole nothing is told");
	is(strlen(bench_log), 0, "and nothing said");
	bench_end();
}

static void configuration(void)
{
	u32 config = 99;

	begin(board);
	is(ops()->config_set(core_ph, 1, SCMI_VOLTAGE_ARCH_STATE_ON), 0, "a domain is turned on");
	ok(bench_says("voltage 1", " mode=0x7"), "at the platform");
	ok(!ops()->config_get(core_ph, 1, &config) && config == SCMI_VOLTAGE_ARCH_STATE_ON,
	   "and says so");
	is(ops()->config_set(core_ph, 4, 10), 0, "a domain has its vendor's states");
	ok(!ops()->config_get(core_ph, 4, &config) && config == 10, "and gets into them");
	is(ops()->config_set(core_ph, 4, 9), -EINVAL, "one that it has not is refused");
	core_by_msg[0x5] = 0;
	is(ops()->config_set(core_ph, 4, 0x17), -EINVAL, "one that there is not as well");
	is(core_by_msg[0x5], 0, "without a message");
	is(ops()->config_set(core_ph, 5, 0), -EACCES, "what is denied is not turned off");
	is(ops()->config_set(core_ph, 3, 0), -EINVAL, "nor is a hole");
	kernel_killed = true;
	is(ops()->config_set(core_ph, 1, 0), 0, "who is being killed turns a domain off");
	kernel_killed = false;
	ok(bench_says("voltage 1", " mode=0x0"), "at the platform, too");
	bench_end();
}

static void levels(void)
{
	s32 uv = 0;

	begin(board);
	is(ops()->level_set(core_ph, 2, SCMI_VOLTAGE_LEVEL_SET_AUTO, -1200000), 0,
	   "a level is set");
	ok(bench_says("voltage 2", " level=-1200000"), "also a negative one");
	ok(!ops()->level_get(core_ph, 2, &uv) && uv == -1200000, "and read back");
	is(ops()->level_set(core_ph, 2, SCMI_VOLTAGE_LEVEL_SET_AUTO, 5), -EINVAL,
	   "one that there is not is refused");
	is(ops()->level_set(core_ph, 5, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1800000), -EACCES,
	   "what is denied is not set");
	core_by_msg[0x7] = 0;
	is(ops()->level_set(core_ph, 1, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1000000), 0,
	   "a level is set later");
	ok(bench_says("voltage 1", " level=1000000") && core_by_msg[0x7] == 1 &&
	   !strstr(peer_say("voltage 1"), "busy"), "which is waited for");
	bench_fault("delayed-never proto=voltage msg=level-set");
	is(ops()->level_set(core_ph, 1, SCMI_VOLTAGE_LEVEL_SET_SYNC, 1100000), 0,
	   "or at once, if the caller wants that");
	ok(bench_says("voltage 1", " level=1100000"), "at the platform");
	is(bench_logged("never completed"), 0, "with nothing to wait for");
	bench_end();

	begin(board);
	bench_fault("delayed-never proto=voltage msg=level-set");
	is(ops()->level_set(core_ph, 1, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1000000), 0,
	   "a level is set though none is ever completed");
	is(bench_logged("voltage domain 1: asynchronous VOLTAGE_LEVEL_SET was accepted but never"),
	   1, "which is said");
	bench_end();
}

/* What platforms do that do not stop, or do not count. */
static void odd_lists(void)
{
	static const char *const faults[] = {
		"remaining=5 proto=voltage msg=describe-levels",
		"endless proto=voltage msg=describe-levels",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		begin(board);
		bench_fault(faults[i]);
		scmi_agent_voltage_levels(core_ph, 1);
		ok(core_by_msg[0x4] < 4, "a list whose rest never comes has an end");
		scmi_agent_voltage_levels(core_ph, 4);
		ok(core_by_msg[0x4] < 100, "so has a long one");
		bench_end();
	}
	begin(board);
	bench_fault("remaining=5 proto=voltage msg=describe-levels");
	ok(has_levels(1, 3, 900000, 1100000), "what it told is there");
	is(strlen(bench_log), 0, "without a word");
	bench_end();

	begin(board);
	bench_fault("returned=4095 proto=voltage msg=describe-levels");
	ok(!ops()->info_get(core_ph, 1) && scmi_agent_voltage_info(core_ph, 1),
	   "a list that claims more than its message has costs the levels [H49]");
	is(bench_logged("1 of 6 voltage domains whose levels are unknown (first: 1, -EPROTO)"), 1,
	   "which is told");
	bench_end();
}

/* By the words of the answer: flags, lowest, highest, step. */
static void odd_segments(void)
{
	static const struct {
		const char *word;
		int err;
		const char *name;
	} cases[] = {
		{ "word=0:0x1001", 0, "a triplet that is counted as one is understood" },
		{ "word=1:1200001", -ENODATA, "one that is upside down is not [H60]" },
		{ "word=3:0", -ENODATA, "nor is one without a step [H60]" },
		{ "word=3:0x80000000", -ENODATA, "nor one with a step down [H60]" },
		{ "word=0:0x21001", -ENODATA, "nor one that goes on for ever" },
	};
	char fault[80];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		begin(board);
		snprintf(fault, sizeof(fault), "%s proto=voltage msg=describe-levels",
			 cases[i].word);
		bench_fault(fault);
		is(scmi_agent_voltage_levels(core_ph, 0), cases[i].err, "%s", cases[i].name);
		is(ops()->config_set(core_ph, 0, 0), 0, "but the domain is turned off");
		is(ops()->level_set(core_ph, 0, SCMI_VOLTAGE_LEVEL_SET_AUTO, 606250), 0,
		   "and set");
		bench_end();
	}

	begin("[platform]\nvoltage = 2.1\n[voltage 0]\nname = v\nrange = 5 5 1\n");
	bench_fault("word=3:0 proto=voltage msg=describe-levels");
	ok(has_levels(0, 3, 5, 1), "one level needs no step, but has one [H60]");
	bench_end();
}

static void levels_again(void)
{
	begin(board);
	bench_fault("no-answer proto=voltage msg=describe-levels");
	is(scmi_agent_voltage_levels(core_ph, 1), -ETIMEDOUT, "levels may be lost");
	core_by_msg[0x4] = 0;
	is(scmi_agent_voltage_levels(core_ph, 1), -EAGAIN, "the next one does not ask [P4]");
	is(core_by_msg[0x4], 0, "which costs no message [P4]");
	bench_no_faults();
	ok(ops()->info_get(core_ph, 0), "another domain is asked");
	kernel_jiffies += 62 * HZ;
	ok(ops()->info_get(core_ph, 1), "and a minute later the same one [P4]");
	bench_fault("error=denied proto=voltage msg=describe-levels");
	is(scmi_agent_voltage_levels(core_ph, 2), -ENODATA, "levels may be denied");
	kernel_jiffies += 62 * HZ;
	core_by_msg[0x4] = 0;
	ok(scmi_agent_voltage_levels(core_ph, 2) == -ENODATA && !core_by_msg[0x4],
	   "which is for good");
	bench_no_faults();
	kernel_killed = true;
	ok(!ops()->info_get(core_ph, 4), "who is killed learns none");
	kernel_killed = false;
	ok(ops()->info_get(core_ph, 4), "and the next one does");
	bench_end();
}

static void losses(void)
{
	bench_board(board);
	bench_fault("error=denied proto=voltage msg=domain-attributes domain=5");
	is(bench_start(&scmi_voltage_protocol), 0, "a domain may be another agent's [N16]");
	ok(!ops()->info_get(core_ph, 5) && ops()->info_get(core_ph, 4),
	   "it is left out alone [N16]");
	is(strlen(bench_log), 0, "which is no news [N16]");
	bench_end();

	bench_board(board);
	bench_fault("error=not-supported proto=voltage msg=domain-attributes");
	is(bench_start(&scmi_voltage_protocol), 0, "domains need not be described");
	ok(is_named(0, "voltage0") && has_levels(0, 3, 600000, 6250),
	   "they get names, and have levels");
	bench_end();

	bench_board(board);
	bench_fault("error=hardware-error proto=voltage msg=name-get");
	bench_start(&scmi_voltage_protocol);
	ok(is_named(1, "vdd-display-and"), "without its extended name one has its short one");
	is(bench_logged("1 of 6 voltage domains without extended name (first: 1, -EREMOTEIO)"), 1,
	   "which is told");
	bench_end();
}

static void old_versions(void)
{
	begin("[platform]\nvoltage = 1.0\n[voltage 0]\nname = vdd-display-and-its-bridge\n"
	      "levels = 1 2 3\ndelay = 1ms\n");
	ok(is_named(0, "vdd-display-and"), "version 1.0 has short names");
	ok(has_levels(0, 3, 1, 3) && !ops()->info_get(core_ph, 0)->async_level_set,
	   "and no levels that are set later");
	is(ops()->level_set(core_ph, 0, SCMI_VOLTAGE_LEVEL_SET_AUTO, 2), 0, "but sets them");
	bench_end();
}

int main(void)
{
	description();
	configuration();
	levels();
	odd_lists();
	odd_segments();
	levels_again();
	losses();
	old_versions();
	return tap_end();
}
