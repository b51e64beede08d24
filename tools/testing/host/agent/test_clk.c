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

int main(void)
{
	unread_rates();
	return tap_end();
}
