// SPDX-License-Identifier: GPL-2.0-only
/* Reset domains of the platform library, reset by the agent. */
#include <linux/scmi_agent_reset.h>

#include "bench.h"

static const char board[] =
"[platform]\nreset = 3.1\n"
"[reset 0]\nname = usb\nlatency = 150us\nnotify = yes\n"
"[reset 1]\nname = display-engine-and-its-panel\nstates = 0 1 0x80000001\ndelay = 5ms\n"
"[reset 2]\nhole = yes\n"
"[reset 3]\nname = phy\nways = explicit\n"
"[reset 4]\nname = watchdog\nways = autonomous\n"
"[reset 5]\nname = secure\ndeny = yes\n";

static const struct scmi_reset_proto_ops *ops(void)
{
	return scmi_reset_protocol.ops;
}

static void begin(const char *text)
{
	bench_board(text);
	is(bench_start(&scmi_reset_protocol), 0, "reset domains start");
}

static bool is_named(u32 id, const char *name)
{
	const char *theirs = ops()->name_get(core_ph, id);

	return theirs && !strcmp(theirs, name);
}

static void description(void)
{
	begin(board);
	is(ops()->num_domains_get(core_ph), 6, "ids of domains are counted with holes");
	ok(is_named(1, "display-engine-and-its-panel"), "a domain has its extended name");
	is(ops()->latency_get(core_ph, 0), 150, "and its latency");
	is(ops()->latency_get(core_ph, 1), 0, "which is 0 if it is not told");
	ok(!ops()->info_get(core_ph, 2) && !ops()->name_get(core_ph, 2) &&
	   ops()->latency_get(core_ph, 2) == -EINVAL, "of a hole nothing is told");
	is(strlen(bench_log), 0, "and nothing said");
	bench_end();
}

static void ways(void)
{
	begin(board);
	is(ops()->assert(core_ph, 0), 0, "a signal is asserted");
	ok(bench_says("reset 0", " asserted count=1 state=0x0"), "at the platform");
	is(ops()->deassert(core_ph, 0), 0, "and released");
	ok(bench_says("reset 0", " released count=1"), "there as well");
	is(ops()->reset(core_ph, 0), 0, "a domain is reset in one command");
	ok(bench_says("reset 0", " released count=2"), "which leaves the signal alone");
	is(ops()->reset(core_ph, 3), -EOPNOTSUPP, "one with a signal only cannot be [N13]");
	is(ops()->assert(core_ph, 3), 0, "but its signal works [N13]");
	is(ops()->assert(core_ph, 4), -EOPNOTSUPP, "one without a signal has none [N13]");
	is(ops()->reset(core_ph, 4), 0, "but is reset [N13]");
	is(ops()->reset(core_ph, 5), -EACCES, "one that is denied is not reset");
	is(ops()->reset(core_ph, 2), -EINVAL, "nor is a hole");
	kernel_killed = true;
	is(ops()->assert(core_ph, 0), 0, "who is being killed asserts a signal");
	kernel_killed = false;
	ok(bench_says("reset 0", " asserted"), "at the platform, too");
	bench_end();
}

static void other_states(void)
{
	begin(board);
	is(scmi_agent_reset_to(core_ph, 1, SCMI_AGENT_RESET_ASSERT, 1), 0,
	   "a domain may have more architectural states");
	ok(bench_says("reset 1", " asserted count=1 state=0x1"), "and gets into them");
	is(scmi_agent_reset_to(core_ph, 1, SCMI_AGENT_RESET_AUTONOMOUS,
			       SCMI_AGENT_RESET_VENDOR | 1), 0, "and into its vendor's");
	ok(bench_says("reset 1", " count=2 state=0x80000001"), "at the platform");
	is(scmi_agent_reset_to(core_ph, 1, SCMI_AGENT_RESET_AUTONOMOUS, 2), -EINVAL,
	   "a state that it does not have is refused");
	bench_end();
}

static void completed_later(void)
{
	begin(board);
	is(ops()->reset(core_ph, 1), 0, "a reset is completed later");
	is(core_by_msg[0x4], 1, "by one command");
	ok(bench_says("reset 1", " count=1") && !strstr(peer_say("reset 1"), "busy"),
	   "and waited for");
	bench_fault("word=0:3 proto=reset msg=reset on=delayed count=1");
	is(ops()->reset(core_ph, 1), -EPROTO, "what completes another domain's reset is refused");
	bench_end();

	begin(board);
	bench_fault("delayed-never proto=reset msg=reset");
	is(ops()->reset(core_ph, 1), 0, "a domain is reset though nothing is ever completed");
	is(ops()->reset(core_ph, 1), 0, "and again");
	is(core_by_msg[0x4], 3, "the asynchronous way is tried once");
	is(bench_logged("reset domain 1: asynchronous RESET was accepted but never completed"),
	   1, "and said once");
	bench_end();
}

/* Platforms that have but one or two of the messages. */
static void parts(void)
{
	static const char *const none[] = { "not-supported", "not-found" };
	char fault[80];
	unsigned int i;

	bench_board(board);
	bench_fault("error=not-supported proto=reset msg=domain-attributes");
	is(bench_start(&scmi_reset_protocol), 0, "domains need not be described [N13]");
	ok(is_named(1, "reset1"), "they get names [N13]");
	is(ops()->assert(core_ph, 0), 0, "and are reset [N13]");
	is(ops()->reset(core_ph, 2), -EOPNOTSUPP, "if they are there [N13]");
	is(strlen(bench_log), 0, "without a word");
	bench_end();

	for (i = 0; i < ARRAY_SIZE(none); i++) {
		begin(board);
		snprintf(fault, sizeof(fault), "error=%s proto=reset msg=reset", none[i]);
		bench_fault(fault);
		is(ops()->assert(core_ph, 0), -EOPNOTSUPP,
		   "what is not implemented is not supported [N13]");
		ok(ops()->info_get(core_ph, 0), "and costs no domain");
		bench_end();
	}

	bench_board(board);
	bench_fault("error=denied proto=reset msg=domain-attributes domain=5");
	is(bench_start(&scmi_reset_protocol), 0, "a domain may be another agent's [N16]");
	ok(!ops()->info_get(core_ph, 5) && ops()->info_get(core_ph, 4),
	   "it is left out alone [N16]");
	is(strlen(bench_log), 0, "which is no news [N16]");
	bench_end();
}

static void losses(void)
{
	bench_board(board);
	bench_fault("error=hardware-error proto=reset msg=name-get");
	bench_start(&scmi_reset_protocol);
	ok(is_named(1, "display-engine-"),
	   "without its extended name a domain has its short one");
	is(bench_logged("1 of 6 reset domains without extended name (first: 1, -EREMOTEIO)"), 1,
	   "which is told");
	bench_end();

	bench_board(board);
	bench_fault("error=busy proto=reset msg=domain-attributes domain=3 count=2");
	bench_start(&scmi_reset_protocol);
	ok(ops()->info_get(core_ph, 3), "a domain that is busy at first is asked again");
	is(strlen(bench_log), 0, "without a word");
	bench_fault("error=busy proto=reset msg=reset count=3");
	is(ops()->assert(core_ph, 3), 0, "so is one that is busy later");
	bench_end();
}

static void old_versions(void)
{
	begin("[platform]\nreset = 1.0\n[reset 0]\nname = display-engine-and-its-panel\n"
	      "delay = 1ms\n");
	ok(is_named(0, "display-engine-"), "version 1.0 has short names");
	is(core_by_msg[0x6], 0, "and is asked for no others");
	is(ops()->reset(core_ph, 0), 0, "but for resets that take a while");
	is(core_by_msg[0x4], 1, "in one command");
	bench_end();
}

int main(void)
{
	description();
	ways();
	other_states();
	completed_later();
	parts();
	losses();
	old_versions();
	return tap_end();
}
