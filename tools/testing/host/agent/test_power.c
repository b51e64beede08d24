// SPDX-License-Identifier: GPL-2.0-only
/* Power domains of the platform library. */
#include <linux/scmi_agent_power.h>

#include "bench.h"

#define ON	SCMI_POWER_STATE_GENERIC_ON
#define OFF	SCMI_POWER_STATE_GENERIC_OFF

static const char board[] =
"[platform]\npower = 3.1\npower-stats = 0x80001000 0x400\n"
"[power 0]\nname = cpu\nnotify = changed requested\n"
"[power 1]\nname = graphics-and-video-codecs\nstates = on off 0x40000001\nstate = off\n"
"set = sync async\ndelay = 5ms\n"
"[power 2]\nhole = yes\n"
"[power 3]\nname = modem\nset = async\ndelay = 5ms\n"
"[power 4]\nname = always-on\nset = none\n"
"[power 5]\nname = secure\ndeny = yes\n"
"[power 6]\nname = stuck\nset = async\ndelay = 3600s\n";

static const struct scmi_power_proto_ops *ops(void)
{
	return scmi_power_protocol.ops;
}

static void begin(void)
{
	bench_board(board);
	is(bench_start(&scmi_power_protocol), 0, "the protocol starts");
}

static u32 state_of(u32 id)
{
	u32 state = ~0u;

	ops()->state_get(core_ph, id, &state);
	return state;
}

static bool named(u32 id, const char *name)
{
	const char *theirs = ops()->name_get(core_ph, id);

	return name ? theirs && !strcmp(theirs, name) : !theirs;
}

static bool is_whole(void)
{
	return named(0, "cpu") && named(1, "graphics-and-video-codecs") && named(2, NULL) &&
	       named(3, "modem") && named(7, NULL);
}

static void test_domains(void)
{
	u64 address = 0;
	u32 size = 0;

	begin();
	is(core_messages, 9, "no question that nobody needs is asked");
	is(ops()->num_domains_get(core_ph), 7, "holes count");
	ok(is_whole(), "domains have their names, holes none");
	is(ops()->state_set(core_ph, 2, ON), -EINVAL, "a hole cannot be set");
	is(ops()->state_set(core_ph, 7, ON), -EINVAL, "nor what is behind the last one");
	is(scmi_agent_power_statistics(core_ph, &address, &size), 0, "there are statistics");
	ok(address == 0x80001000 && size == 0x400, "and where they are");
	is(bench_logged("\n"), 0, "there is nothing to complain of");
	bench_end();

	bench_board("[platform]\npower = 1.0\n[power 0]\nname = graphics-and-video-codecs\n"
		    "notify = changed requested\n");
	is(bench_start(&scmi_power_protocol), 0, "version 1.0 starts");
	ok(named(0, "graphics-and-vi"), "it has short names");
	is(core_messages, 2, "for which it is asked once");
	bench_end();
}

static void states(void)
{
	begin();
	is(ops()->state_set(core_ph, 0, OFF), 0, "a domain is turned off");
	ok(bench_says("power 0", "state=0x40000000"), "the platform has it off");
	is(state_of(0), OFF, "and says so");
	is(scmi_agent_power_set(core_ph, 0, ON, true), 0,
	   "it is turned on where nobody may sleep");
	is(state_of(0), ON, "and is on");
	is(ops()->state_set(core_ph, 1, OFF | 1), 0, "a state of the domain's own is set");
	is(state_of(1), OFF | 1, "and read");
	is(ops()->state_set(core_ph, 1, 2), -EINVAL, "one that it has not is refused");
	is(ops()->state_set(core_ph, 4, OFF), -EOPNOTSUPP, "what is always on is refused");
	is(ops()->state_set(core_ph, 5, OFF), -EACCES, "and what is another's");
	is(scmi_agent_power_request(core_ph, 1, ON), 0, "a state can be requested");
	bench_end();
}

/* Domains whose states are reached after the answer. */
static void deferred(void)
{
	begin();
	peer_say("latency 1ms");
	is(ops()->state_set(core_ph, 3, OFF), 0, "who turns off what takes its time waits");
	is(state_of(3), OFF, "until it is off");
	ok(core_by_msg[SCMI_POWER_STATE_GET] > 3, "the platform is asked for that");
	is(scmi_agent_power_set(core_ph, 3, ON, true), -EOPNOTSUPP,
	   "which is not to be had where nobody may sleep");
	kernel_killed = true;
	is(ops()->state_set(core_ph, 3, ON), 0, "who is being killed waits as well [P2]");
	kernel_killed = false;
	is(state_of(3), ON, "and has it on");
	kernel_slept_us = 0;
	is(ops()->state_set(core_ph, 6, OFF), -ETIMEDOUT, "a state that is never reached");
	ok(kernel_slept_us > 1000000 && kernel_slept_us < 1100000, "costs a second");
	bench_end();
}

static void trouble(void)
{
	begin();
	bench_fault("error=busy proto=power msg=state-set count=3");
	is(ops()->state_set(core_ph, 0, OFF), 0, "a busy platform is asked again [F4]");
	bench_no_faults();
	kernel_killed = true;
	is(ops()->state_set(core_ph, 0, ON), 0, "who is being killed turns a domain on [P2]");
	kernel_killed = false;
	ok(bench_says("power 0", "state=0x0"), "and on it is");
	bench_fault("no-answer proto=power msg=state-get");
	is(ops()->state_set(core_ph, 3, OFF), -ETIMEDOUT,
	   "nobody says that a state is reached when it is not known");
	bench_end();
}

/* The platform is busy, @count times, for each message in turn. */
static void busy_while_starting(unsigned int count)
{
	unsigned int msg, fired = 0;
	char fault[80];
	bool good = true;

	for (msg = 1; msg < 16; msg++) {
		bench_board(board);
		snprintf(fault, sizeof(fault), "error=busy proto=power msg=%u count=%u", msg,
			 count);
		bench_fault(fault);
		good &= !bench_start(&scmi_power_protocol) && is_whole() && !bench_log[0];
		fired += !!strstr(peer_say("fault list"), "fired=");
		bench_end();
	}
	ok(good && fired == 3, "a platform that is busy %u times is whole [F4 P5]", count);
}

static void losses(void)
{
	bench_board(board);
	bench_fault("error=generic-error proto=power msg=name-get");
	is(bench_start(&scmi_power_protocol), 0, "without names it starts");
	ok(named(1, "graphics-and-vi"), "with those that it has");
	is(bench_logged("1 of 7 power domains without extended name (first: 1, -EIO)"), 1,
	   "which is said");
	bench_end();

	bench_board(board);
	bench_fault("error=hardware-error proto=power msg=domain-attributes domain=0");
	is(bench_start(&scmi_power_protocol), 0, "without one domain it starts");
	ok(named(0, NULL) && named(3, "modem"), "the others are there");
	is(bench_logged("1 of 7 power domains left out (first: 0, -EREMOTEIO)"), 1, "it is said");
	bench_end();
}

static void batch(void)
{
	struct scmi_agent_power_state all[7];
	unsigned int i;

	begin();
	bench_fault("error=denied proto=power msg=state-get domain=3");
	is(scmi_agent_power_read_states(core_ph, all, 7), 0, "all states are read at once");
	is(core_by_msg[SCMI_POWER_STATE_GET], 6, "each by one message, but holes");
	for (i = 0; i < 7; i++)
		is(all[i].err, i == 2 ? -ENOENT : i == 3 ? -EACCES : 0, "domain %u", i);
	ok(all[0].state == ON && all[1].state == OFF, "and are what they are");
	is(scmi_agent_power_read_states(core_ph, all, 8), -EINVAL, "there are no more");
	bench_end();
}

int main(void)
{
	test_domains();
	states();
	deferred();
	trouble();
	busy_while_starting(1);
	busy_while_starting(SCMI_BUSY_TRIES);
	losses();
	batch();
	return tap_end();
}
