// SPDX-License-Identifier: GPL-2.0-only
/* What is lost: how it is told, and when it is asked for again. */
#include <linux/scmi_agent_clock.h>
#include <linux/scmi_agent_sensor.h>

#include "bench.h"
#include "protocols/clock.h"
#include "protocols/sensor.h"

static const struct scmi_clk_proto_ops *clk_ops(void)
{
	return scmi_clock_protocol.ops;
}

static const struct scmi_sensor_proto_ops *sensor_ops(void)
{
	return scmi_sensor_protocol.ops;
}

static bool look_at_clock(u32 id)
{
	return clk_ops()->info_get(core_ph, id);
}

static bool look_at_sensor(u32 id)
{
	return sensor_ops()->info_get(core_ph, id);
}

/* Begin with a board and a fault; what is logged then is to be this, and no more. */
static void tells(const struct scmi_protocol *proto, const char *board, const char *fault,
		  const char *log, const char *name)
{
	bench_board(board);
	bench_fault(fault);
	is(bench_start(proto), 0, "the protocol starts");
	if (proto == &scmi_clock_protocol)
		look_at_clock(0);
	else
		look_at_sensor(0);
	if (!ok(!strcmp(bench_log, log), "%s [F6]", name))
		printf("# said: %s", bench_log);
	bench_end();
}

static const char many_clocks[] = "[clock 0-599]\nname = c%\nrates = 1M\n";
static const char muxes[] = "[clock 0-1]\nname = c%\nrates = 1M\n"
	"[clock 2-41]\nname = mux-with-a-long-name-%\nrates = 1M\nparents = 0 1\ndeny = rate\n";

static void lose_clocks(void)
{
	static const struct scmi_protocol *const clock = &scmi_clock_protocol;
	unsigned int i;

	tells(clock, muxes, "error=invalid-parameters proto=clock msg=possible-parents-get",
	      "", "clocks that have no parents after all are no news");
	tells(clock, muxes, "error=not-supported proto=clock msg=get-permissions",
	      "", "nor is what a platform does not have");
	tells(clock, many_clocks, "error=generic-error proto=clock msg=clock-attributes every=3",
	      "200 of 600 clocks left out (first: 2, -EIO)\n",
	      "clocks that are left out are one line");
	tells(clock, muxes, "error=hardware-error proto=clock msg=name-get",
	      "40 of 42 clocks without extended name (first: 2, -EREMOTEIO)\n",
	      "so are names of clocks");
	tells(clock, muxes, "error=denied proto=clock msg=get-permissions",
	      "40 of 42 clocks whose permissions are unknown (first: 2, -EACCES)\n",
	      "and permissions");
	tells(clock, muxes, "error=hardware-error proto=clock msg=possible-parents-get",
	      "40 of 42 clocks whose parents are unknown (first: 2, -EREMOTEIO)\n",
	      "and parents");
	tells(clock, many_clocks, "error=denied proto=clock msg=describe-rates",
	      "600 of 600 clocks whose rates are unknown (first: 0, -EACCES)\n",
	      "and rates");
	tells(clock, muxes, "fill=0x41414141 proto=clock msg=possible-parents-get",
	      "40 of 42 clocks list parents that do not exist, or themselves (first: 2, parent 0x41414141): those are left out\n",
	      "and parents that make no sense");
	/* Another instance than those that have made so much noise. */
	for (i = 0; i < 12; i++) {
		bench_board(muxes);
		bench_fault("error=hardware-error proto=clock msg=name-get");
		bench_start(clock);
		bench_end();
	}
	tells(clock, "[clock 0-1]\nname = c%\nrates = 1M\n",
	      "error=generic-error proto=clock msg=clock-attributes domain=1",
	      "1 of 2 clocks left out (first: 1, -EIO)\n",
	      "a noisy instance does not silence another one");
}

static const char many_sensors[] =
"[sensor 0-99]\nname = sensor-with-a-long-name-%\ntype = temperature\nintervals = 1s 2s\n";
static const char axes[] =
"[sensor 0]\nname = s0\ntype = 87\n[axis 0.0]\nname = an-axis-with-a-long-name\ntype = 87\n"
"[sensor 1]\nname = s1\ntype = 87\n[axis 1.0]\nname = an-axis-with-a-long-name\ntype = 87\n";

static void lose_sensors(void)
{
	static const struct scmi_protocol *const sensor = &scmi_sensor_protocol;

	tells(sensor, many_sensors, "error=denied proto=sensor msg=name-get",
	      "100 of 100 sensors without extended name (first: 0, -EACCES)\n",
	      "names of sensors are one line");
	tells(sensor, many_sensors, "error=denied proto=sensor msg=list-update-intervals",
	      "100 of 100 sensors whose update intervals are unknown (first: 0, -EACCES)\n",
	      "so are intervals");
	tells(sensor, many_sensors, "error=hardware-error proto=sensor msg=description-get after=1",
	      "96 of 100 sensors without description (first: 4, -EREMOTEIO)\n",
	      "and descriptors");
	tells(sensor, axes, "error=denied proto=sensor msg=axis-description-get",
	      "2 of 2 sensors left out (first: 0, -EACCES)\n", "and sensors without axes");
	tells(sensor, axes, "error=denied proto=sensor msg=axis-name-get",
	      "2 of 2 sensors without extended names of axes (first: 0, -EACCES)\n",
	      "and names of axes");
	tells(sensor, many_sensors, "word=1:7 proto=sensor msg=description-get",
	      "25 of 100 sensors whose id is another one's or impossible (first: 7, -EEXIST)\n",
	      "and ids that are not unique");
	tells(sensor, many_sensors, "word=1:0x41414141 proto=sensor msg=description-get",
	      "25 of 100 sensors whose id is another one's or impossible (first: 0x41414141, -ERANGE)\n",
	      "and ids that are none");
}

static unsigned long rounded(u32 id, unsigned long hz)
{
	clk_ops()->determine_rate(core_ph, id, &hz);
	return hz;
}

static void minute_passes(void)
{
	kernel_jiffies += 62 * HZ;
}

/* A detail without an answer costs a timeout, and not with each call. */
static void rates_again(void)
{
	bench_board("[clock 0]\nname = a\nrates = 1M 2M\n[clock 1]\nname = b\nrates = 1M 2M\n");
	bench_start(&scmi_clock_protocol);
	bench_fault("no-answer proto=clock msg=describe-rates domain=0");
	is(rounded(0, 1500000), 1500000, "without an answer a rate is not rounded");
	core_by_msg[0x4] = 0;
	rounded(0, 1500000);
	rounded(0, 1700000);
	is(core_by_msg[0x4], 0, "the next ones do not ask [P4]");
	is(rounded(1, 1500000), 1000000, "another clock is asked");
	bench_no_faults();
	is(rounded(0, 1500000), 1500000, "not even when there would be an answer");
	minute_passes();
	is(rounded(0, 1500000), 1000000, "but a minute later [P4]");
	bench_stop();

	bench_start(&scmi_clock_protocol);
	bench_fault("error=busy proto=clock msg=describe-rates");
	is(clk_ops()->info_get(core_ph, 0)->max_rate, U64_MAX, "a busy platform has no rates");
	core_by_msg[0x4] = 0;
	look_at_clock(1);
	is(core_by_msg[0x4], 0, "which is not asked for at once [P4]");
	bench_no_faults();
	minute_passes();
	is(clk_ops()->info_get(core_ph, 0)->max_rate, 2000000, "but a minute later [P4]");
	core_by_msg[0x4] = 0;
	minute_passes();
	look_at_clock(1);
	is(core_by_msg[0x4], 0, "what is known is not asked for any more");
	bench_stop();

	/* -EIO, as of a ring that broke. */
	bench_start(&scmi_clock_protocol);
	bench_fault("error=generic-error proto=clock msg=describe-rates domain=0");
	is(rounded(0, 1500000), 1500000, "nor is one after an error of the transport");
	bench_no_faults();
	minute_passes();
	is(rounded(0, 1500000), 1000000, "a minute later it is, then [X4]");
	bench_stop();

	bench_start(&scmi_clock_protocol);
	bench_fault("error=denied proto=clock msg=describe-rates domain=0");
	rounded(0, 1500000);
	bench_no_faults();
	minute_passes();
	core_by_msg[0x4] = 0;
	is(rounded(0, 1500000), 1500000, "what is refused is refused for good");
	is(core_by_msg[0x4], 0, "and not asked for again");
	bench_end();
}

/* The same for a list that takes several messages, of which the first is known. */
static void list_again(void)
{
	bench_board("[clock 0]\nname = long\nrate-steps = 1M 1M 100\n");
	bench_start(&scmi_clock_protocol);
	bench_fault("no-answer proto=clock msg=describe-rates after=2");
	is(rounded(0, 1500000), 1500000, "without its list a clock's rates are not rounded");
	is(scmi_clocks(core_ph)->budget.counter, SCMI_LIST_BUDGET,
	   "a list of rates that is not complete takes no room");
	core_by_msg[0x4] = 0;
	rounded(0, 1500000);
	is(core_by_msg[0x4], 0, "the next one does not ask for the list [P4]");
	bench_no_faults();
	minute_passes();
	is(rounded(0, 1500000), 1000000, "but a minute later [P4]");
	is(bench_logged("clocks without list of rates (first: 0, -ETIMEDOUT)"), 1,
	   "it was told once [F6]");
	bench_end();
}

static void intervals_again(void)
{
	const struct scmi_sensor_info *info;

	bench_board("[sensor 0]\nname = t\nintervals = 1s 2s\n");
	bench_start(&scmi_sensor_protocol);
	bench_fault("no-answer proto=sensor msg=list-update-intervals");
	info = sensor_ops()->info_get(core_ph, 0);
	is(info->intervals.count, 0, "without an answer there are no intervals");
	core_by_msg[0x8] = 0;
	look_at_sensor(0);
	is(core_by_msg[0x8], 0, "the next one does not ask [P4]");
	bench_no_faults();
	minute_passes();
	look_at_sensor(0);
	is(info->intervals.count, 2, "but a minute later [P4]");
	bench_end();
}

/* A caller is killed between two parts of a list, before it comes to the next sensor. */
static void intervals_of_killed(void)
{
	const struct scmi_sensor_info *info;
	char board[400] = "[sensor 0-9]\nname = t%\nintervals =";
	unsigned int i;

	for (i = 1; i <= 40; i++)
		snprintf(board + strlen(board), 5, " %us", i);
	strcat(board, "\n");
	bench_board(board);
	bench_start(&scmi_sensor_protocol);
	/* PROTOCOL_MESSAGE_ATTRIBUTES, then a part of the first one's. */
	bench_kill_after = 2;
	info = sensor_ops()->info_get(core_ph, 0);
	ok(kernel_killed && !info->intervals.count, "a caller that is killed has no intervals");
	kernel_killed = false;
	is(scmi_sensors(core_ph)->budget.counter, SCMI_LIST_BUDGET - 40 * sizeof(u32),
	   "what was there of a list takes room");
	look_at_sensor(0);
	is(scmi_sensors(core_ph)->budget.counter, SCMI_LIST_BUDGET - 10 * 40 * sizeof(u32),
	   "but the next caller gives that back");
	is(info->intervals.count, 40, "the next caller has them all");
	is(info->intervals.desc[39], 4 << 5 | 1, "from the first to the last");
	info = sensor_ops()->info_get(core_ph, 9);
	is(info->intervals.count, 40, "and those that the other one did not come to");
	bench_end();
}

int main(void)
{
	lose_clocks();
	lose_sensors();
	rates_again();
	list_again();
	intervals_again();
	intervals_of_killed();
	return tap_end();
}
