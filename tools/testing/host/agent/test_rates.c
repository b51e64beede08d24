// SPDX-License-Identifier: GPL-2.0-only
/* Rates: what is asked for, what is answered, what the platform gets. */
#include <linux/scmi_agent_clock.h>

#include "bench.h"
#include "client.h"

static const char board[] =
"[clock 0]\nname = low\nrates = 1M 3000001\n"
/* CPU, GPU and RTC of boards that are sold. */
"[clock 1]\nname = cpu\nrates = 408M 600M 816M 1008M 1200M 1416M 1608M 1800000063\n"
"[clock 2]\nname = big\nrates = 408M 1608M 2256M 2304000063 2400000063\n"
"[clock 3]\nname = rtc\nrates = 32767 65536\n"
"[clock 4]\nname = range\nrange = 600M 2400M 24M\nrate = 1200M\n"
"[clock 5]\nname = fine\nrange = 1000 100000000 1\n"
/* Its highest rate is no whole number of steps away. */
"[clock 6]\nname = odd\nrange = 10M 100M 7M\n"
"[clock 7]\nname = only\nrates = 400M\n"
"[clock 8]\nname = dense\nrates = 1000000000 1000000400 1000000700\n"
"[clock 9]\nname = fixed\nrates = 100M 200M\ndeny = rate\n"
"[clock 10]\nname = one\nrates = 400000063\n";

static struct scmi_device sdev;

static bool begin(void)
{
	bench_board(board);
	return is(bench_start(&scmi_clock_protocol), 0, "clocks start") &&
	       is(client_clk_bind(&sdev, core_ph), 0, "their driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

/* What the platform runs a clock at, without the agent's help. */
static bool runs_at(u32 id, u64 hz)
{
	char object[20], word[40];

	snprintf(object, sizeof(object), "clock %u", id);
	snprintf(word, sizeof(word), "rate=%llu ", (unsigned long long)hz);
	return bench_says(object, word);
}

static const struct {
	u32 id;
	u64 wanted, rounded, runs;
	const char *name;
} cases[] = {
	{ 0, 3000000, 3000000, 3000001, "an OPP that is a hertz off gets its rate [F1]" },
	{ 0, 2999000, 1000000, 1000000, "a rate that is more off is rounded down" },
	{ 0, 5, 1000000, 1000000, "a rate below all becomes the lowest" },
	{ 0, 4000000, 3000001, 3000001, "a rate above all becomes the highest" },
	{ 1, 1800000000, 1800000000, 1800000063, "the highest OPP of a CPU is had [F1]" },
	{ 1, 1800000063, 1800000063, 1800000063, "by its other name too" },
	{ 1, 1799000000, 1608000000, 1608000000, "what is not it is not" },
	{ 1, 1900000000, 1800000063, 1800000063, "nor what is above it" },
	{ 2, 2400000000, 2400000000, 2400000063, "the highest OPP of another CPU is had [F1]" },
	{ 2, 2304000000, 2304000000, 2304000063, "and the one below [F1]" },
	{ 3, 32768, 32768, 32767, "a low rate may be a hertz off" },
	{ 3, 32769, 32767, 32767, "but not two" },
	{ 4, 1224000000, 1224000000, 1224000000, "a rate of a range is itself" },
	{ 4, 1223999500, 1223999500, 1224000000, "also if it is a bit off [F1]" },
	{ 4, 1230000000, 1224000000, 1224000000, "ranges are rounded down as lists are [F1]" },
	{ 4, 2500000000, 2400000000, 2400000000, "and end at their highest" },
	{ 5, 99999998, 99999998, 99999998, "of fine steps the nearest is meant" },
	{ 6, 99000000, 94000000, 94000000, "the last step of a range may be shorter" },
	{ 6, 99999990, 99999990, 100000000, "its highest rate is had all the same" },
	{ 8, 1000000300, 1000000300, 1000000400, "of two that may be meant it is the nearer" },
	{ 9, 200000000, 100000000, 100000000, "a rate that is not ours to change stays" },
};

static void rounding(void)
{
	unsigned int i;

	begin();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long rounded = client_clk_round(cases[i].id, cases[i].wanted);

		client_clk_set_rate(cases[i].id, cases[i].wanted);
		if (!ok(rounded == cases[i].rounded && runs_at(cases[i].id, cases[i].runs),
			"%s", cases[i].name))
			printf("# %llu became %lu\n", (unsigned long long)cases[i].wanted,
			       rounded);
	}
	end();
}

/* What is said before is what is done. */
static void one_rule(void)
{
	u32 id, i, differ = 0;

	begin();
	for (i = 0; i < 4000; i++) {
		unsigned long hz = (u64)core_rand(0) << core_rand(2), said, got;

		id = core_rand(7);
		said = client_clk_round(id, hz);
		got = client_clk_set_rate(id, hz);
		differ += (got > said ? got - said : said - got) > max(said / 1000000, 1ul) ||
			  client_clk_round(id, said) != said ||
			  client_clk_round(id, got) != got;
	}
	is(differ, 0, "a rate that was told before is the one that is set [F1]");
	end();
}

/* A list of one entry, and a clock that runs at another rate. */
static void present_rate(void)
{
	begin();
	peer_say("clock 7 rate 650000000");
	is(client_clk_rate(7), 650000000, "a clock runs at a rate that is not listed");
	is(client_clk_round(7, 650000000), 650000000, "the present rate becomes itself [F1]");
	is(client_clk_round(7, 660000000), 400000000, "others do not");
	is(client_clk_round(7, 650000000), 650000000, "the present rate still does [F1]");
	peer_say("clock 7 rate 700000000");
	is(client_clk_rate(7), 700000000, "the platform changes it");
	is(client_clk_round(7, 700000000), 700000000, "and that becomes itself as well [F1]");
	end();
}

/* More rates than the message has: nothing of it is believed. */
static void claimed_rates(void)
{
	begin();
	bench_fault("returned=4095 proto=clock msg=describe-rates");
	is(client_clk_round(1, 600000001), 600000001,
	   "of a clock whose rates are not known any is asked for [H49]");
	ok(client_clk_of(1)->min == 0 && client_clk_of(1)->max == ULONG_MAX,
	   "and the framework is told no range [H49]");
	bench_no_faults();
	end();
}

static void told_ranges(void)
{
	begin();
	ok(client_clk_of(4)->min == 0 && client_clk_of(4)->max == ULONG_MAX,
	   "nobody asks for ranges before they are needed");
	client_clk_round(4, 1);
	ok(client_clk_of(4)->min == 600000000 && client_clk_of(4)->max == 2400000000,
	   "the framework is told the range of a clock [F1]");
	client_clk_round(1, 1);
	ok(client_clk_of(1)->min == 408000000 && client_clk_of(1)->max == 1800000063,
	   "and that of a list [F1]");
	client_clk_round(10, 1);
	is(client_clk_round(10, 400000000), 400000000,
	   "nor is an OPP that means it lifted to it [F1]");
	client_clk_of(4)->min = 1230000000;
	is(client_clk_round(4, 1), 1248000000, "a consumer's lower bound is kept");
	end();
}

int main(void)
{
	rounding();
	one_rule();
	present_rate();
	claimed_rates();
	told_ranges();
	return tap_end();
}
