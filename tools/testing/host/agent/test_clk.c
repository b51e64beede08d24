// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of clocks, when the platform does not do what is asked. */
#include "bench.h"
#include "client.h"

static struct scmi_device sdev;

static void begin(const char *board, const char *fault)
{
	bench_board(board);
	if (fault)
		bench_fault(fault);
	bench_start(&scmi_clock_protocol);
	is(client_clk_bind(&sdev, core_ph), 0, "the driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

static const char one[] = "[clock 0]\nname = osc\nrates = 24M 48M\nrate = 24M\n";

/* A rate that cannot be read is never 0, which children would keep. */
static void unread_rates(void)
{
	begin(one, NULL);
	kernel_killed = true;
	is(client_clk_rate(0), 24000000, "a reader that is killed leaves the rate alone [P1]");
	kernel_killed = false;
	bench_fault("error=busy proto=clock msg=rate-get");
	is(client_clk_rate(0), 24000000, "so does a platform that is busy [P1]");
	bench_no_faults();
	bench_fault("no-answer proto=clock msg=rate-get");
	is(client_clk_rate(0), 24000000, "and one that does not answer [P1]");
	bench_no_faults();
	peer_say("clock 0 rate 48000000");
	is(client_clk_rate(0), 48000000, "the next reader has the new one");
	end();

	begin(one, "error=busy proto=clock msg=rate-get count=1");
	is(client_clk_of(0)->rate, 24000000, "one that is busy at first is asked again [P1]");
	end();
	/* For longer than the batch repeats it: the framework's own question comes. */
	begin(one, "error=busy proto=clock msg=rate-get count=7");
	is(client_clk_of(0)->rate, 24000000, "also when it is busy for longer [P1]");
	end();
}

static int prepare(u32 id)
{
	struct clk_core *core = client_clk_of(id);

	return (core->ops->prepare ?: core->ops->enable)(core->hw);
}

/* What the platform does not turn on because it is on, is on. */
static void on_is_on(void)
{
	static const char *const refusals[] = { "generic-error", "denied", "not-supported" };
	static const char *const boards[] = { "[clock 0]\nname = a\nrates = 1M\n",
		"[platform]\nclock = 2.0\n[clock 0]\nname = a\nrates = 1M\n" };
	char fault[80];
	unsigned int i;

	for (i = 0; i < 2 * ARRAY_SIZE(refusals); i++) {
		begin(boards[i & 1], NULL);
		snprintf(fault, sizeof(fault), "error=%s proto=clock msg=config-set",
			 refusals[i / 2]);
		bench_fault(fault);
		peer_say("clock 0 on");
		is(prepare(0), 0, "a clock that is on can be turned on [F5]");
		is(prepare(0), 0, "and again");
		is(bench_logged("but it is on"), 1, "which is said once");
		peer_say("clock 0 off");
		ok(prepare(0) < 0, "one that is off cannot [F5]");
		end();
	}
	begin(boards[0], NULL);
	bench_fault("no-answer proto=clock msg=config-set");
	is(prepare(0), -ETIMEDOUT, "no answer is no refusal [F5]");
	end();
}

static void refused_rates(void)
{
	begin("[clock 0]\nname = a\nrates = 1M 2M 3M\n[clock 1]\nname = b\nrates = 1M 2M\n",
	      NULL);
	bench_fault("error=denied proto=clock msg=rate-set");
	client_clk_set_rate(0, 2000000);
	client_clk_set_rate(0, 3000000);
	client_clk_set_rate(1, 2000000);
	is(bench_logged("clock 0: the platform does not change the rate to 2000000 Hz: -EACCES"),
	   1, "a rate that is refused is told once, with the reason [F9]");
	is(bench_logged("clock 1: the platform does not change"), 1, "for each clock [F9]");
	is(bench_logged("does not change"), 2, "and no more");
	end();
}

static void never_completed(void)
{
	unsigned int i;

	begin("[platform]\nclock-async = 4\n"
	      "[clock 0-3]\nname = c%\nrates = 1M 2M\ndelay = 1ms\n", NULL);
	bench_fault("delayed-never proto=clock msg=rate-set");
	for (i = 0; i < 4; i++)
		is(client_clk_set_rate(i, 2000000), 2000000,
		   "a rate is set though changes are never completed [F9]");
	is(core_by_msg[0x5], 5, "the asynchronous way is tried once [F9]");
	is(bench_logged("never completed"), 1, "which is said");
	end();
}

static void never_read(void)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u64 value = 0;
	u32 i;

	bench_board("[platform]\nsensor-async = 4\n"
		    "[sensor 0-3]\nname = s%\nvalue = 5\ndelay = 1ms\n");
	bench_start(&scmi_sensor_protocol);
	bench_fault("delayed-never proto=sensor msg=reading-get");
	for (i = 0; i < 4; i++)
		ok(!ops->reading_get(core_ph, i, &value) && value == 5,
		   "a sensor is read though readings are never completed [F9]");
	is(core_by_msg[0x6], 5, "which is tried once [F9]");
	is(bench_logged("never completed"), 1, "and said");
	bench_end();
}

static const char muxes[] =
"[clock 0]\nname = a\nrates = 1M\n"
"[clock 1]\nname = b\nrates = 1M\n"
"[clock 2-5]\nname = mux%\nrates = 1M\nparents = 0 1\nparent = 1\n";

static void assumed_parents(void)
{
	begin(muxes, "word=0:7 proto=clock msg=parent-get");
	is(bench_logged("4 of 6 clocks have a parent that they do not list"), 1,
	   "parents that are not listed are told");
	is(bench_logged("(first: 2, the platform says 0x7)"), 1,
	   "a parent that is not listed is told as it is [F10]");
	is(bench_logged("\n"), 1, "in one line");
	end();
	begin(muxes, "error=hardware-error proto=clock msg=parent-get");
	is(bench_logged("4 of 6 clocks whose present parent is unknown"), 1,
	   "parents that are not known are told");
	is(bench_logged("assumed (first: 2, -EREMOTEIO)"), 1,
	   "one that is not told, with the reason [F10]");
	end();
	begin(muxes, "error=busy proto=clock msg=parent-get domain=3 count=7");
	is(client_clk_of(3)->parent, 1, "one that was not told at first is asked for again [P1]");
	is(strlen(bench_log), 0, "without a word");
	end();
}

int main(void)
{
	unread_rates();
	on_is_on();
	refused_rates();
	never_completed();
	never_read();
	assumed_parents();
	return tap_end();
}
