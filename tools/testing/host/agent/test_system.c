// SPDX-License-Identifier: GPL-2.0-only
/* The platform library's own power. */
#include <linux/scmi_agent_system.h>

#include "bench.h"

static const char board[] =
"[platform]\nsystem = 2.1\n"
"[system 0]\nstates = shutdown cold-reset suspend 0x80000001\ntimeout = 10s\n";

static const struct scmi_agent_system_ops *ops(void)
{
	return scmi_system_protocol.ops;
}

static bool last_is(const char *state)
{
	char line[64];

	snprintf(line, sizeof(line), "last=%s", state);
	return bench_says("system 0", line);
}

static void states(void)
{
	u32 state = 0;

	bench_board(board);
	is(bench_start(&scmi_system_protocol), 0, "the protocol starts");
	is(core_messages, 0, "without a message");
	is(ops()->state_get(core_ph, &state), 0, "there is a state");
	is(state, SCMI_SYSTEM_POWERUP, "the system is up");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_COLDRESET, false, false), 0,
	   "a reset is asked for");
	ok(last_is("cold-reset"), "and done");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_SUSPEND, false, true), 0,
	   "suspend is asked for where nobody may sleep");
	ok(last_is("suspend"), "and done");
	is(ops()->state_set(core_ph, 0x80000001, false, false), 0,
	   "a state of the platform's own is asked for");
	ok(last_is("0x80000001"), "and done");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_WARMRESET, false, false), -EOPNOTSUPP,
	   "what it cannot do is refused");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_SHUTDOWN, true, false), 0,
	   "a graceful one is accepted");
	ok(bench_says("system 0", "pending=shutdown"), "and waits for the others");
	bench_end();
}

static void offers(void)
{
	static const struct {
		u32 state;
		bool has;
	} all[] = {
		{ SCMI_SYSTEM_SHUTDOWN, true }, { SCMI_SYSTEM_COLDRESET, true },
		{ SCMI_SYSTEM_WARMRESET, false }, { SCMI_SYSTEM_POWERUP, true },
		{ SCMI_SYSTEM_SUSPEND, true }, { SCMI_SYSTEM_MAX, false },
		{ 0x80000001, false },
	};
	unsigned int i;

	bench_board(board);
	bench_start(&scmi_system_protocol);
	for (i = 0; i < ARRAY_SIZE(all); i++)
		is(ops()->state_supported(core_ph, all[i].state), all[i].has,
		   "state 0x%x is there, or not", all[i].state);
	bench_fault("no-answer proto=system msg=2");
	ok(!ops()->state_supported(core_ph, SCMI_SYSTEM_SUSPEND),
	   "an offer that is not heard is none");
	bench_no_faults();
	ok(ops()->state_supported(core_ph, SCMI_SYSTEM_SUSPEND), "but it is asked for again");
	bench_fault("error=not-found proto=system msg=2");
	ok(!ops()->state_supported(core_ph, SCMI_SYSTEM_SHUTDOWN),
	   "without the command nothing can be asked for");
	bench_no_faults();
	bench_end();
}

static void trouble(void)
{
	bench_board(board);
	bench_start(&scmi_system_protocol);
	bench_fault("error=busy proto=system msg=state-set count=3");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_SUSPEND, false, false), 0,
	   "a busy platform is asked again [F4]");
	bench_no_faults();
	kernel_killed = true;
	is(ops()->state_set(core_ph, SCMI_SYSTEM_COLDRESET, false, false), 0,
	   "who is being killed resets the machine [P2]");
	kernel_killed = false;
	ok(last_is("cold-reset"), "which is done");
	bench_end();

	bench_board("[platform]\nsystem = 1.0\n[system 0]\ndeny = yes\n");
	is(bench_start(&scmi_system_protocol), 0, "version 1.0 starts");
	is(ops()->state_set(core_ph, SCMI_SYSTEM_SHUTDOWN, false, false), -EACCES,
	   "what is not ours to ask for is refused");
	bench_end();
}

int main(void)
{
	states();
	offers();
	trouble();
	return tap_end();
}
