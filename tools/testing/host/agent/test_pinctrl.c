// SPDX-License-Identifier: GPL-2.0-only
/* Pins: what is asked for and when, what is lost, and what the platform gets. */
#include <linux/scmi_agent_pinctrl.h>

#include "bench.h"

/* Pin 3 is a hole, as are group 3 and function 2. */
static const char board[] =
"[platform]\npinctrl = 1.0\nagents = soc linux other\n"
"[pin 0]\nname = tx\nconfigs = bias-disable:1 drive-strength:8 slew-rate:2 192:77\n"
"[pin 1]\nname = rx\nconfigs = drive-strength:4 input-schmitt:1\n"
"[pin 2]\nname = a-name-longer-than-sixteen\nconfigs = drive-strength:2\nowner = 2\n"
"[pin 4]\nconfigs = 0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 10:10 11:11 12:12 13:13 14:14\n"
"[pin 5]\nname = mine\nconfigs = drive-strength:1\ndeny = yes\n"
"[pin 6-299]\nname = p%\n"
"[group 0]\nname = uart\npins = 0 1\n"
"[group 1]\nname = foreign\npins = 1-2\n"
"[group 2]\nname = many\npins = 100-299\n"
"[group 4]\npins = 1 5\n"
"[function 0]\nname = serial\ngroups = 0 1 4\n"
"[function 1]\nname = gpio\npins = 0 4\ngpio = yes\n"
"[function 3]\npins = 1\n";

static const struct scmi_pinctrl_proto_ops *ops(void)
{
	return scmi_pinctrl_protocol.ops;
}

static void begin(void)
{
	bench_board(board);
	is(bench_start(&scmi_pinctrl_protocol), 0, "pins start");
}

static const char *name_of(enum scmi_pinctrl_selector_type type, u32 id)
{
	const char *name = NULL;

	return ops()->name_get(core_ph, id, type, &name) ? "" : name;
}

static int name_err(enum scmi_pinctrl_selector_type type, u32 id)
{
	const char *name;

	return ops()->name_get(core_ph, id, type, &name);
}

static void what_is_asked(void)
{
	u32 i;

	begin();
	is(core_messages, 1, "nothing is asked before somebody wants it");
	is(ops()->count_get(core_ph, PIN_TYPE), 300, "pins are counted");
	is(ops()->count_get(core_ph, GROUP_TYPE), 5, "so are groups");
	is(ops()->count_get(core_ph, FUNCTION_TYPE), 4, "and functions");
	ok(!strcmp(name_of(PIN_TYPE, 1), "rx"), "a pin has a name");
	ok(!strcmp(name_of(PIN_TYPE, 2), "a-name-longer-than-sixteen"), "some have long ones");
	ok(!strcmp(name_of(PIN_TYPE, 4), "pin4"), "one without is named by its id");
	ok(!strcmp(name_of(PIN_TYPE, 3), "pin3"), "and so is what does not exist");
	for (i = 0; i < 300; i++)
		name_of(PIN_TYPE, i);
	is(core_by_msg[0x3], 300, "each pin is asked about once");
	is(core_by_msg[0x9], 1, "and for its long name if it has one");
	ok(!strcmp(name_of(GROUP_TYPE, 0), "uart"), "a group has a name");
	is(core_by_msg[0x3], 305, "groups are asked about when one is wanted");
	ok(!strcmp(name_of(FUNCTION_TYPE, 1), "gpio"), "so are functions");
	is(core_messages, 1 + 300 + 1 + 5 + 4, "nothing else is asked");
	ok(!bench_log[0], "what does not exist is no news");
	is(name_err(PIN_TYPE, 300), -EINVAL, "there is no pin behind the last");
	bench_end();
}

static void attributes(void)
{
	struct scmi_agent_pinctrl_info info;

	begin();
	is(scmi_agent_pinctrl_info(core_ph, 0, FUNCTION_TYPE, &info), 0, "a function is known");
	ok(!info.of_pins && !info.gpio && !info.absent && info.num_members == 3,
	   "it is one of groups");
	scmi_agent_pinctrl_info(core_ph, 1, FUNCTION_TYPE, &info);
	ok(info.of_pins && info.gpio && info.num_members == 2, "another one of pins");
	scmi_agent_pinctrl_info(core_ph, 2, FUNCTION_TYPE, &info);
	ok(info.absent, "a third one does not exist");
	bench_end();
}

/* Errors that pass, and those that do not. */
static void lost_names(void)
{
	begin();
	bench_fault("no-answer proto=pinctrl msg=pinctrl-attributes domain=1");
	is(name_err(PIN_TYPE, 1), -ETIMEDOUT, "a pin without an answer has no name");
	ok(!strcmp(name_of(PIN_TYPE, 0), "tx"), "which costs no other its name");
	bench_no_faults();
	core_by_msg[0x3] = 0;
	is(name_err(PIN_TYPE, 1), -ETIMEDOUT, "it has none for a while");
	is(core_by_msg[0x3], 0, "in which nobody asks");
	kernel_jiffies += 62 * HZ;
	ok(!strcmp(name_of(PIN_TYPE, 1), "rx"), "a minute later it has [P4]");
	is(core_by_msg[0x3], 1, "and only that one is asked about [P4]");
	bench_end();

	begin();
	bench_fault("error=denied proto=pinctrl msg=pinctrl-attributes");
	ok(!strcmp(name_of(PIN_TYPE, 299), "pin299"), "what is refused is named by its id");
	ok(!strcmp(name_of(GROUP_TYPE, 0), "group0"), "groups are, too");
	ok(!strcmp(name_of(FUNCTION_TYPE, 3), "function3"), "and functions");
	is(bench_logged("300 of 300 pins without attributes (first: 0, -EACCES)\n"), 1,
	   "of pins that is one line [F6]");
	is(bench_logged("without attributes"), 3, "as of groups and functions");
	bench_no_faults();
	kernel_jiffies += 62 * HZ;
	ok(!strcmp(name_of(PIN_TYPE, 0), "pin0"), "a name that was told stays");
	bench_end();

	begin();
	bench_fault("error=busy proto=pinctrl msg=name-get");
	ok(!strcmp(name_of(PIN_TYPE, 2), "a-name-longer-t"), "a long name costs only itself");
	is(bench_logged("1 of 300 pins without extended name (first: 2, -EBUSY)\n"), 1,
	   "which is said [F6]");
	bench_end();
}

static void dying_callers(void)
{
	begin();
	kernel_killed = true;
	is(name_err(PIN_TYPE, 0), -EINTR, "who is being killed asks for nothing");
	kernel_killed = false;
	ok(!strcmp(name_of(PIN_TYPE, 0), "tx"), "which costs others nothing");
	kernel_killed = true;
	is(ops()->pin_request(core_ph, 0), 0, "but it has its pin");
	ok(bench_says("pinctrl 0", "owner=1"), "which is really so");
	is(ops()->pin_free(core_ph, 0), 0, "and gives it back");
	ok(bench_says("pinctrl 0", "owner=0"), "which is really so");
	bench_end();
}

static void members(void)
{
	const unsigned int *ids = NULL;
	unsigned int num = 0, i;

	begin();
	is(ops()->group_pins_get(core_ph, 2, &ids, &num), 0, "a group has pins");
	for (i = 0; i < num && ids[i] == 100 + i; i++)
		;
	ok(num == 200 && i == num, "which are read in several messages");
	i = core_by_msg[0x4];
	ops()->group_pins_get(core_ph, 2, &ids, &num);
	is(core_by_msg[0x4], i, "once");
	is(core_by_msg[0x3], 0, "for which its attributes are not needed");
	is(ops()->group_pins_get(core_ph, 3, &ids, &num), -ENOENT, "what does not exist has none");
	ok(!ops()->function_groups_get(core_ph, 0, &num, &ids) && num == 3 && ids[2] == 4,
	   "a function has groups");
	ok(!ops()->function_groups_get(core_ph, 1, &num, &ids) && num == 2 && ids[1] == 4,
	   "another one pins");
	ok(!bench_log[0], "of which there is nothing to say");
	bench_end();

	begin();
	bench_fault("error=busy proto=pinctrl msg=list-associations");
	is(ops()->group_pins_get(core_ph, 0, &ids, &num), -EBUSY,
	   "a busy platform gives no pins");
	is(ops()->group_pins_get(core_ph, 4, &ids, &num), -EBUSY, "of no group");
	is(bench_logged("groups whose pins are unknown (first: 0, -EBUSY)"), 1,
	   "which is said once [F6]");
	bench_no_faults();
	is(ops()->group_pins_get(core_ph, 0, &ids, &num), -EBUSY, "and not asked at once");
	kernel_jiffies += 62 * HZ;
	ok(!ops()->group_pins_get(core_ph, 0, &ids, &num) && num == 2, "but a minute later [P4]");
	bench_end();

	begin();
	bench_fault("fill=0x41414141 proto=pinctrl msg=list-associations");
	ok(ops()->group_pins_get(core_ph, 0, &ids, &num) || !num,
	   "pins that make no sense are none");
	bench_end();
}

static void configurations(void)
{
	enum scmi_pinctrl_conf_type types[32];
	u32 values[32], value = 0, i;
	unsigned int num = 15;

	begin();
	is(ops()->settings_get_one(core_ph, 0, PIN_TYPE, SCMI_PIN_DRIVE_STRENGTH, &value), 0,
	   "a setting can be read");
	is(value, 8, "it is what it is");
	is(ops()->settings_get_one(core_ph, 0, PIN_TYPE, SCMI_PIN_INPUT_VALUE, &value),
	   -EOPNOTSUPP, "one that a pin has not cannot");
	is(ops()->settings_get_all(core_ph, 4, PIN_TYPE, &num, types, values), 0,
	   "all can be, if there is room for them");
	for (i = 0; i < num && types[i] == i && values[i] == i; i++)
		;
	ok(num == 15 && i == num && core_by_msg[0x5] == 4, "in two messages");
	num = 14;
	is(ops()->settings_get_all(core_ph, 4, PIN_TYPE, &num, types, values), -E2BIG,
	   "but not if there is less [H59]");
	num = 32;
	is(ops()->settings_get_all(core_ph, 5, GROUP_TYPE, &num, types, values), -EINVAL,
	   "nor of a group that is behind the last");

	for (i = 0; i < 15; i++) {
		types[i] = i;
		values[i] = 100 + i;
	}
	is(ops()->settings_conf(core_ph, 4, PIN_TYPE, 15, types, values), 0,
	   "many settings are changed");
	is(core_by_msg[0x6], 2, "in as few messages as they fit");
	ok(bench_says("pinctrl 4", "default=100 ") && bench_says("pinctrl 4", "input-value=114"),
	   "all of them");
	types[1] = 200;
	is(ops()->settings_conf(core_ph, 1, PIN_TYPE, 2, types, values), -EOPNOTSUPP,
	   "what a pin has not cannot be changed");
	types[0] = SCMI_PIN_DRIVE_STRENGTH;
	is(ops()->settings_conf(core_ph, 0, GROUP_TYPE, 1, types, values), 0,
	   "a group's settings are those of its pins");
	ok(bench_says("pinctrl 1", "drive-strength=100 "), "which are changed");
	is(ops()->settings_conf(core_ph, 2, PIN_TYPE, 1, types, values), -EACCES,
	   "pins of another agent are not");
	kernel_killed = true;
	is(ops()->settings_conf(core_ph, 0, PIN_TYPE, 1, types, &values[5]), 0,
	   "who is being killed changes settings");
	ok(bench_says("pinctrl 0", "drive-strength=105 "), "which is really so");
	bench_end();

	begin();
	bench_fault("truncate=16 proto=pinctrl msg=settings-get");
	is(ops()->settings_get_one(core_ph, 0, PIN_TYPE, SCMI_PIN_DRIVE_STRENGTH, &value), -EPROTO,
	   "an answer without a value is none");
	bench_no_faults();
	bench_fault("word=2:20 proto=pinctrl msg=settings-get");
	is(ops()->settings_get_one(core_ph, 0, PIN_TYPE, SCMI_PIN_DRIVE_STRENGTH, &value), -EPROTO,
	   "nor is the value of another setting");
	bench_end();
}

static void functions(void)
{
	u32 function = 0;

	begin();
	is(scmi_agent_pinctrl_mux_get(core_ph, 0, PIN_TYPE, &function), 0,
	   "the function of a pin can be read");
	is(function, SCMI_AGENT_PINCTRL_NONE, "it has none");
	is(ops()->mux_set(core_ph, 0, 0), 0, "a group gets a function");
	ok(bench_says("pinctrl 1", "function=0"), "its pins have it");
	is(scmi_agent_pinctrl_mux_get(core_ph, 0, GROUP_TYPE, &function), 0, "it is known");
	is(function, 0, "that it has it");
	is(scmi_agent_pinctrl_mux_pin(core_ph, 1, 4), 0, "a single pin gets one");
	ok(bench_says("pinctrl 4", "function=1"), "and has it");
	is(ops()->mux_set(core_ph, 4, 0), -EINVAL, "there is no function behind the last");
	is(ops()->mux_set(core_ph, 0, 5), -EINVAL, "nor a group");
	is(ops()->mux_set(core_ph, 0, 1), -EACCES, "a group with another agent's pin gets none");
	is(ops()->pin_request(core_ph, 2), -EBUSY, "another agent's pin is in use");
	is(ops()->pin_request(core_ph, 5), -EACCES, "another one is denied");
	is(scmi_agent_pinctrl_set_permissions(core_ph, 1, 5, PIN_TYPE, true), 0,
	   "who is trusted may change that");
	is(ops()->pin_request(core_ph, 5), 0, "and then it is not");
	bench_end();
}

int main(void)
{
	what_is_asked();
	attributes();
	lost_names();
	dying_callers();
	members();
	configurations();
	functions();
	return tap_end();
}
