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

/* Names say which instance it is, whichever comes first. */
static void instance_names(void)
{
	begin("[clock 0]\nname = osc\nrates = 1M\n", NULL);
	ok(!strcmp(client_clk_of(0)->name, "osc"), "the first instance's clocks have plain names");
	end();
	client_instance = "scmi.3";
	begin("[clock 0]\nname = osc\nrates = 1M\n", NULL);
	ok(!strcmp(client_clk_of(0)->name, "scmi.3:osc"),
	   "those of others have their number in front [P6]");
	client_instance = "scmi.0";
	end();
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

static unsigned int duty(u32 id)
{
	struct clk_core *core = client_clk_of(id);
	struct clk_duty cycle = {};

	core->ops->get_duty_cycle(core->hw, &cycle);
	return cycle.num;
}

/* Nor is a duty cycle lost for ever. */
static void unread_duty(void)
{
	static const char board[] = "[clock 0]\nname = a\nrates = 1M\nduty = 40\n";

	begin(board, "no-answer proto=clock msg=config-get");
	is(duty(0), 50, "a duty cycle that is not told is the usual one");
	bench_no_faults();
	core_by_msg[0xb] = 0;
	duty(0);
	is(core_by_msg[0xb], 0, "it is not asked for at once");
	kernel_jiffies += 62 * HZ;
	is(duty(0), 40, "but a minute later [P5]");
	bench_fault("error=busy proto=clock msg=config-get");
	is(duty(0), 40, "and then it stands [P1]");
	end();

	begin(board, "error=not-supported proto=clock msg=config-get");
	bench_no_faults();
	kernel_jiffies += 62 * HZ;
	is(duty(0), 50, "what is not there is not asked for again");
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

	/* One that is lost among others says nothing about them. */
	begin("[platform]\nclock-async = 4\n[clock 0]\nname = c\nrates = 1M 2M 3M\ndelay = 1ms\n",
	      NULL);
	is(client_clk_set_rate(0, 2000000), 2000000, "a change is completed");
	bench_fault("delayed-never proto=clock msg=rate-set count=1");
	client_clk_set_rate(0, 3000000);
	is(bench_logged("does not change the rate to 3000000 Hz: -ETIMEDOUT"), 1,
	   "the next one is not, which is told");
	core_by_msg[0x5] = 0;
	is(client_clk_set_rate(0, 1000000), 1000000, "the one after that is");
	ok(core_by_msg[0x5] == 1 && !bench_logged("never completed"),
	   "and the asynchronous way stays [F9]");
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

/* Of a machine whose long has 32 bits. */
static void fast_clocks(void)
{
	client_rate_max = U32_MAX;
	begin("[clock 0]\nname = fast\nrange = 1M 20G 1M\nrate = 5G\n"
	      "[clock 1]\nname = faster\nrates = 1M 9G\nrate = 9G\n", NULL);
	is(client_clk_of(0)->rate, U32_MAX,
	   "a rate that is too high for a long is its highest [A2]");
	is(client_clk_of(1)->rate, U32_MAX, "and never what is left of it [A2]");
	is(bench_logged("clock 0 runs at 5000000000 Hz"), 1, "which is said [A2]");
	is(bench_logged("are shown as that"), 1, "once");
	client_clk_of(0)->ops->set_rate(client_clk_of(0)->hw, U32_MAX, 0);
	ok(bench_says("clock 0", "rate=5000000000 "), "the framework does not slow it down [A2]");
	is(client_clk_set_rate(0, 4000000000), 4000000000, "rates that fit are set");
	ok(client_clk_of(0)->max == U32_MAX && client_clk_of(0)->min == 1000000,
	   "its range ends where a long does [A2]");
	end();
	client_rate_max = ULONG_MAX;
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
	instance_names();
	unread_rates();
	unread_duty();
	on_is_on();
	refused_rates();
	never_completed();
	never_read();
	fast_clocks();
	assumed_parents();
	return tap_end();
}
