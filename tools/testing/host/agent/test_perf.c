// SPDX-License-Identifier: GPL-2.0-only
/* Performance domains: their levels, frequencies and fast channels, and what the platform gets. */
#include "bench.h"

static const char board[] =
"[platform]\n"
"perf = 4.0\n"
"perf-power = milliwatts\n"
/* CPUs of a board that is sold, in any order and some of them twice. */
"[perf 0]\n"
"name = big\n"
"levels = 1800000:900:20 600000:150:20 1200000:400:50 600000:150:20 2400000:1900:30\n"
"sustained = 1800000 1800000\n"
"rate-limit = 50us\n"
"notify = limits level\n"
/* Levels are numbers: 3 is 1 GHz, 13 are 4.333 GHz. */
"[perf 1]\n"
"name = abstract\n"
"levels = 3:10 6:20 13:70\n"
"sustained = 3 1000000\n"
"[perf 2]\n"
"name = a-domain-longer-than-sixteen\n"
"levels = 10:5:20:5000000:7 20:12:30:3000000:2 30:40:30:4294967:9\n"
"level = 20\n"
"indexed = yes\n"
"[perf 3]\n"
"name = none\n"
"levels = none\n"
"sustained = 0 0\n"
"[perf 4]\n"
"name = locked\n"
"levels = 1 2\n"
"deny = level limits\n"
"[perf 5]\n"
"hole = yes\n"
"[perf 6]\n"
"name = fast\n"
"level-steps = 100000 100000 8 10\n"
"fast = limits-set limits-get level-set level-get\n"
"rate-limit = 7us\n"
"[perf 7]\n"
"name = rings\n"
"level-steps = 100000 100000 8 10\n"
"fast = limits-set limits-get level-set level-get\n"
"doorbell = 8\n";

static const struct scmi_perf_proto_ops *ops;

static bool begin(void)
{
	ops = scmi_perf_protocol.ops;
	num_opps = 0;
	opps_twice = 0;
	iomem_warned = 0;
	bench_board(board);
	return is(bench_start(&scmi_perf_protocol), 0, "performance domains start");
}

/* What a domain is at, without the agent's help. */
static bool is_at(u32 id, u32 level)
{
	char object[20], word[40];

	snprintf(object, sizeof(object), "perf %u", id);
	snprintf(word, sizeof(word), "level=%u ", level);
	return bench_says(object, word);
}

static bool opps_are(u32 id, unsigned int num, const unsigned long *hz)
{
	unsigned int i;
	int ret;

	num_opps = 0;
	ret = ops->device_opps_add(core_ph, core_ph->dev, id);
	if (ret)
		printf("# domain %u: %d\n", id, ret);
	for (i = 0; !ret && i < num_opps && i < num; i++)
		if (opps[i].freq != hz[i])
			break;
	return !ret && i == num && num_opps == num && !opps_twice;
}

static void try_levels(void)
{
	unsigned long hz, power;

	begin();
	ok(!core_by_msg[0x4] && !core_by_msg[0xb], "nobody asks for levels before they are needed");
	ok(opps_are(0, 4, (unsigned long[]){ 600000000, 1200000000, 1800000000, 2400000000 }),
	   "a level in any place of the list, and twice in it, is one OPP [H53]");
	is(core_by_msg[0x4], 9, "then all domains are asked for theirs, once");
	ok(opps_are(1, 3, (unsigned long[]){ 1000000000, 2000000000, 4333333333 }),
	   "4.3 GHz are not cut off");
	ok(opps_are(2, 3, (unsigned long[]){ 3000000000, 4294967000, 5000000000 }),
	   "OPPs are in the order of their frequencies where those are told [H53]");
	is(ops->device_opps_add(core_ph, core_ph->dev, 3), -ENODATA, "no level is no OPP [H55]");
	is(ops->transition_latency_get(core_ph, 3), 0, "nor has it a latency [H55]");
	is(ops->transition_latency_get(core_ph, 0), 50000, "the slowest change counts");
	hz = 600000001;
	ok(!ops->est_power_get(core_ph, 0, &hz, &power) && hz == 1200000000 && power == 400,
	   "power is that of a level which is fast enough");
	hz = 2400000001;
	is(ops->est_power_get(core_ph, 0, &hz, &power), -EINVAL, "if there is one");
	is(ops->power_scale_get(core_ph), SCMI_POWER_MILLIWATTS, "it is in milliwatts");
	is(core_by_msg[0x4], 9, "nobody has asked again");
	bench_end();
}

static const struct {
	u32 id;
	unsigned long hz;
	u32 level;
	const char *name;
} wanted[] = {
	{ 0, 600000000, 600000, "a frequency is a level" },
	{ 0, 1800000999, 1800000, "also if it was rounded up" },
	{ 0, 1200001000, 1800000, "else the next one, which is not slower" },
	{ 0, 1, 600000, "what is below all is the lowest" },
	{ 0, 9999999999, 2400000, "what is above all is the highest" },
	{ 1, 4333333000, 13, "kilohertz of a frequency that has hertz are enough" },
	{ 1, 1000000000, 3, "levels may be numbers" },
	{ 2, 5000000000, 10, "or indices" },
	{ 2, 3000000000, 20, "of whatever order" },
};

static void try_frequencies(void)
{
	unsigned long hz = 0;
	u32 level = 0;
	unsigned int i;

	begin();
	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		is(ops->freq_set(core_ph, wanted[i].id, wanted[i].hz, false), 0, "it is set");
		ok(is_at(wanted[i].id, wanted[i].level), "%s", wanted[i].name);
	}
	ok(!ops->freq_get(core_ph, 2, &hz, false) && hz == 3000000000, "an index is a frequency");
	ok(!ops->level_get(core_ph, 2, &level, false) && level == 20, "and a level");
	is(ops->level_set(core_ph, 2, 30, false), 0, "a level becomes an index");
	ok(is_at(2, 30), "which the platform knows");
	is(ops->level_set(core_ph, 2, 7, false), -EINVAL, "an index is no level");
	is(ops->freq_set(core_ph, 4, 1000, false), -EACCES, "what is not ours is not asked for");
	is(ops->limits_set(core_ph, 4, 2, 1), -EACCES, "nor are limits");
	is(ops->freq_set(core_ph, 5, 1000, false), -EINVAL, "a hole has no frequency");
	is(ops->freq_set(core_ph, 3, 700000, false), -ERANGE,
	   "a domain without levels leaves the decision to the platform");
	bench_fault("error=busy proto=perf msg=level-get count=2");
	ok(!ops->freq_get(core_ph, 0, &hz, false) && hz == 2400000000,
	   "a busy platform is asked again");
	bench_end();
}

static void try_limits(void)
{
	u32 low = 0, high = 0;

	begin();
	is(ops->limits_set(core_ph, 0, 1800000, 600000), 0, "limits are set");
	ok(bench_says("perf 0", "min=600000 max=1800000"), "as they were asked for");
	is(ops->limits_set(core_ph, 2, 0, 30), 0, "one of them may stay");
	ok(!ops->limits_get(core_ph, 2, &high, &low) && low == 30 && high == 30,
	   "limits of a domain with indices are levels");
	is(ops->limits_set(core_ph, 0, 0, 0), -EINVAL, "but not both");
	bench_end();
}

/* Levels that were lost to what passes are asked for again, but not at once. */
static void try_lost(void)
{
	unsigned long hz[] = { 600000000, 1200000000, 1800000000, 2400000000 };

	begin();
	bench_fault("no-answer proto=perf msg=describe-levels");
	is(ops->device_opps_add(core_ph, core_ph->dev, 0), -EAGAIN, "levels may be lost");
	is(bench_logged("whose levels are unknown"), 1, "that is one line [C2]");
	bench_no_faults();
	is(ops->device_opps_add(core_ph, core_ph->dev, 0), -EAGAIN, "and are not there at once");
	is(ops->level_set(core_ph, 2, 30, false), -EAGAIN, "so no index is known");
	is(ops->freq_set(core_ph, 0, 600000000, false), 0, "but frequencies can be had");
	kernel_jiffies += 61 * HZ;
	ok(opps_are(0, 4, hz), "levels are there a minute later [P4]");
	is(ops->level_set(core_ph, 2, 30, false), 0, "indices as well");
	bench_end();

	begin();
	bench_fault("error=denied proto=perf msg=describe-levels domain=0");
	is(ops->device_opps_add(core_ph, core_ph->dev, 0), -ENODATA, "levels may be refused");
	ok(opps_are(1, 3, (unsigned long[]){ 1000000000, 2000000000, 4333333333 }),
	   "which costs no other domain anything");
	kernel_jiffies += 61 * HZ;
	is(ops->device_opps_add(core_ph, core_ph->dev, 0), -ENODATA, "for good");
	bench_end();

	begin();
	bench_fault("returned=4095 proto=perf msg=describe-levels domain=0");
	is(ops->device_opps_add(core_ph, core_ph->dev, 0), -ENODATA,
	   "levels that are not in the answer are not believed [H49]");
	bench_end();
}

static void try_events(void)
{
	const struct scmi_protocol_events *ev = scmi_perf_protocol.events;

	begin();
	is(scmi_event_enable(core_ph, ev, &ev->events[0], 0, true), 0, "limits are announced");
	ok(bench_says("perf 0", "notify-limits"), "by the platform");
	is(scmi_event_enable(core_ph, ev, &ev->events[1], 0, true), 0, "levels too");
	ok(bench_says("perf 0", "notify-level"), "by the platform");
	is(core_by_msg[0x4], 0, "which needs no levels");
	scmi_event_enable(core_ph, ev, &ev->events[1], 2, true);
	is(core_by_msg[0x4], 9, "unless they have indices [H56]");
	bench_end();
}

/* Nothing but memory is needed to set level and limits of a domain, and to see them. */
static void by_memory(u32 id)
{
	unsigned long sent, hz = 0;
	u32 low = 0, high = 0, us = 1;

	ok(ops->fast_switch_possible(core_ph, id), "a fast switch is possible");
	ok(!ops->fast_switch_rate_limit(core_ph, id, &us) && us == (id == 6 ? 7 : 0),
	   "its rate is limited as told");
	sent = core_messages;
	is(ops->freq_set(core_ph, id, 300000000, true), 0, "a frequency is set");
	ok(is_at(id, 300000), "the platform has seen it");
	ok(!ops->freq_get(core_ph, id, &hz, true) && hz == 300000000, "and shows it");
	is(ops->limits_set(core_ph, id, 500000, 400000), 0, "limits are set");
	ok(is_at(id, 400000), "and take the level along");
	ok(!ops->limits_get(core_ph, id, &high, &low) && low == 400000 && high == 500000,
	   "the platform shows them");
	ops->level_set(core_ph, id, 500000, false);
	ops->limits_set(core_ph, id, 600000, 500000);
	ok(is_at(id, 500000), "a level and limits at a time");
	is(core_messages, sent, "no message was sent");
}

/* Two values that the platform looks at later: each keeps its bit of the doorbell. */
static void shared_doorbell(void)
{
	ops->limits_set(core_ph, 7, 800000, 100000);
	ops->level_set(core_ph, 7, 800000, true);
	ok(is_at(7, 800000), "who rings leaves the bits of others alone [H41]");
}

static void try_fast(void)
{
	begin();
	by_memory(6);
	by_memory(7);
	shared_doorbell();
	is(core_by_msg[0xb], 8, "of each channel was asked once");
	ok(!ops->fast_switch_possible(core_ph, 0), "others have none");
	bench_stop();
	ok(!iomem_claimed && !iomem_mapped, "what was mapped is given back");
	bench_end();
}

static const struct {
	const char *what, *fault;
} bad[] = {
	{ "in system memory", "word=2:0x40000000" },
	{ "beside system memory", "word=2:0x5ff0fff8" },
	{ "nowhere", "word=2:0" },
	{ "that is not aligned", "word=2:0x5ff19002" },
	{ "behind all addresses", "word=3:0xffffffff" },
	{ "of no size", "word=4:0" },
	{ "of half the size", "word=4:2" },
	{ "that is huge", "word=4:0xfffffff8" },
	{ "whose size looks right in a byte", "word=4:0x804" },
	{ "whose doorbell is in system memory", "word=5:0x40000000" },
	{ "whose doorbell is not aligned", "word=5:0x5ff19001 word=0:3" },
	{ "cut off", "truncate=40" },
	{ "refused", "error=not-supported" },
};

/* All of domain 7's channels are like that. */
static void without(unsigned int i)
{
	char fault[100];
	const char *at = bad[i].fault, *next;

	begin();
	for (; at; at = next) {
		next = strstr(at, " word");
		snprintf(fault, sizeof(fault), "%.*s proto=perf msg=describe-fastchannel domain=7",
			 next ? (int)(next - at) : (int)strlen(at), at);
		bench_fault(fault);
		next = next ? next + 1 : NULL;
	}
	ok(!ops->fast_switch_possible(core_ph, 7) && !iomem_warned, "a channel %s is none [H41]",
	   bad[i].what);
	ok(ops->fast_switch_possible(core_ph, 6), "which costs no other domain its own");
	core_messages = 0;
	is(ops->freq_set(core_ph, 7, 300000000, false), 0, "a message sets the level");
	ok(is_at(7, 300000) && core_messages == 1, "as ever");
	is(bench_logged("left out"), strcmp(bad[i].what, "refused") ? 1 : 0, "it is one line");
	bench_end();
}

static void busy_addresses(void)
{
	begin();
	iomem_busy = IOMEM_AREA + (3 * 16 + 6) * 256 / PAGE_SIZE * PAGE_SIZE;
	ok(!ops->fast_switch_possible(core_ph, 6), "what a driver has is not used [H41]");
	is(ops->freq_set(core_ph, 6, 300000000, false), 0, "messages are");
	iomem_busy = 0;
	bench_end();
}

int main(void)
{
	unsigned int i;

	try_levels();
	try_frequencies();
	try_limits();
	try_lost();
	try_events();
	try_fast();
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		without(i);
	busy_addresses();
	return tap_end();
}
