// SPDX-License-Identifier: GPL-2.0-only
/* What passes costs nothing: a platform that is busy, a caller that is killed. */
#include <linux/scmi_agent_clock.h>
#include <linux/scmi_agent_sensor.h>

#include "bench.h"

static const char board[] =
"[platform]\n"
"clock-async = 4\n"
"sensor-async = 4\n"
"[clock 0]\nname = osc\nrates = 24M\n"
"[clock 1]\nname = a-name-longer-than-sixteen\nrates = 1M 2M 3M\nparents = 0\nstate = off\n"
"deny = rate\n"
"[clock 2]\nname = slow\nrates = 1M 2M\nparents = 0 1\ndelay = 5ms\nduty = 40\n"
"[sensor 0]\nname = t\ntype = temperature\nvalue = 1234\ntrips = 0:off\n"
"[sensor 1]\nname = another-name-longer-than-sixteen\ntype = power\nvalue = 5\ndelay = 2ms\n"
"[sensor 2]\nname = g\ntype = 87\n"
"[axis 2.0]\nname = x-axis-with-a-long-name\ntype = 87\nvalue = 3\n"
"[axis 2.1]\nname = y\ntype = 87\nvalue = 4\n";

static const struct scmi_clk_proto_ops *clk_ops(void)
{
	return scmi_clock_protocol.ops;
}

static const struct scmi_sensor_proto_ops *sensor_ops(void)
{
	return scmi_sensor_protocol.ops;
}

/* All of the clocks is there, as without faults. */
static bool clocks_are_whole(void)
{
	const struct scmi_clock_info *info[3];
	u32 i;

	for (i = 0; i < 3; i++) {
		info[i] = clk_ops()->info_get(core_ph, i);
		if (!info[i])
			return false;
	}
	return !strcmp(info[1]->name, "a-name-longer-than-sixteen") &&
	       info[1]->rate_ctrl_forbidden && info[1]->num_parents == 1 &&
	       info[1]->max_rate == 3000000 && info[2]->num_parents == 2;
}

static bool sensors_are_whole(void)
{
	const struct scmi_sensor_info *info[3];
	u32 i;

	for (i = 0; i < 3; i++) {
		info[i] = sensor_ops()->info_get(core_ph, i);
		if (!info[i])
			return false;
	}
	return !strcmp(info[1]->name, "another-name-longer-than-sixteen") &&
	       info[2]->num_axis == 2 &&
	       !strcmp(info[2]->axis[0].name, "x-axis-with-a-long-name");
}

/* The platform is busy, @count times, for each message of a protocol in turn. */
static void busy_while_starting(const struct scmi_protocol *proto, const char *name,
				bool (*whole)(void), unsigned int count)
{
	unsigned int msg, fired = 0;
	char fault[100];
	bool good = true;

	for (msg = 1; msg < 16; msg++) {
		bench_board(board);
		snprintf(fault, sizeof(fault), "error=busy proto=%s msg=%u count=%u", name,
			 msg, count);
		bench_fault(fault);
		if (bench_start(proto) || !whole() || bench_log[0]) {
			printf("# %s message %u: %s\n", name, msg, bench_log);
			good = false;
		}
		fired += !!strstr(peer_say("fault list"), "fired=");
		bench_end();
	}
	ok(good && fired >= 5, "%s that is busy %u times is whole [F4 P5]", name, count);
}

static void busy_for_ever(void)
{
	bench_board(board);
	bench_fault("error=busy proto=clock msg=clock-attributes domain=0");
	is(bench_start(&scmi_clock_protocol), 0, "a clock that stays busy is one clock [F4]");
	ok(!clk_ops()->info_get(core_ph, 0) && clk_ops()->info_get(core_ph, 2),
	   "and the others are there");
	ok(core_by_msg[0x3] <= 3 + SCMI_BUSY_TRIES && kernel_slept_us < 100000,
	   "it is asked a few times only [F4]");
	bench_end();

	bench_board(board);
	bench_fault("error=busy proto=clock");
	is(bench_start(&scmi_clock_protocol), -EBUSY, "a busy platform is an error in the end");
	bench_end();
}

static void busy_in_use(void)
{
	u64 value = 0;

	bench_board(board);
	bench_start(&scmi_clock_protocol);
	bench_fault("error=busy proto=clock msg=config-set count=2");
	ok(!clk_ops()->enable(core_ph, 1, false) && bench_says("clock 1", " on"),
	   "a clock is turned on by a busy platform [F4]");
	bench_no_faults();
	bench_fault("error=busy proto=clock msg=config-set count=2");
	ok(!clk_ops()->disable(core_ph, 1, true) && bench_says("clock 1", " off"),
	   "and off where nobody may sleep [F4]");
	bench_fault("error=busy proto=clock msg=rate-set count=2");
	ok(!clk_ops()->rate_set(core_ph, 2, 2000000) && bench_says("clock 2", "rate=2000000"),
	   "an asynchronous change waits its turn [F4]");
	bench_no_faults();
	bench_stop();

	bench_start(&scmi_sensor_protocol);
	bench_fault("error=busy proto=sensor msg=reading-get count=3");
	ok(!sensor_ops()->reading_get(core_ph, 0, &value) && value == 1234,
	   "a sensor is read from a busy platform [F4]");
	bench_no_faults();
	bench_fault("error=busy proto=sensor msg=reading-get");
	is(sensor_ops()->reading_get(core_ph, 0, &value), -EBUSY, "for some time");
	bench_end();
}

/* Whatever changes the platform gets there, whatever only asks does not. */
static void dying_callers(void)
{
	u64 value = 7;

	bench_board(board);
	bench_start(&scmi_clock_protocol);
	kernel_killed = true;
	ok(!clk_ops()->enable(core_ph, 1, false) && bench_says("clock 1", " on"),
	   "who is being killed turns a clock on [P2]");
	ok(!clk_ops()->disable(core_ph, 1, false) && bench_says("clock 1", " off"),
	   "and off [P2]");
	ok(!clk_ops()->rate_set(core_ph, 2, 2000000) && bench_says("clock 2", "rate=2000000"),
	   "and changes its rate [P2]");
	ok(!clk_ops()->parent_set(core_ph, 2, 1) && bench_says("clock 2", "parent=1"),
	   "and its parent [P2]");
	ok(!clk_ops()->config_oem_set(core_ph, 2, SCMI_CLOCK_CFG_DUTY_CYCLE, 60, false),
	   "and its duty cycle [P2]");
	is(clk_ops()->rate_get(core_ph, 0, &value), -EINTR, "but need not read");
	kernel_killed = false;
	bench_stop();

	bench_start(&scmi_sensor_protocol);
	kernel_killed = true;
	ok(!sensor_ops()->config_set(core_ph, 0, 0) && bench_says("sensor 0", " off"),
	   "who is being killed turns a sensor off [P2]");
	is(sensor_ops()->trip_point_config(core_ph, 0, 0, 5), 0, "and sets its limit [P2]");
	is(sensor_ops()->reading_get(core_ph, 0, &value), -EINTR, "but need not read");
	bench_end();
}

int main(void)
{
	busy_while_starting(&scmi_clock_protocol, "clock", clocks_are_whole, 1);
	busy_while_starting(&scmi_clock_protocol, "clock", clocks_are_whole, SCMI_BUSY_TRIES);
	busy_while_starting(&scmi_sensor_protocol, "sensor", sensors_are_whole, 1);
	busy_while_starting(&scmi_sensor_protocol, "sensor", sensors_are_whole, SCMI_BUSY_TRIES);
	busy_for_ever();
	busy_in_use();
	dying_callers();
	return tap_end();
}
