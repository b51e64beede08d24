// SPDX-License-Identifier: GPL-2.0-only
/* Power caps: what the platform gets and tells, and what it should not have told. */
#include <linux/scmi_agent_powercap.h>

#include "bench.h"

#define NONE	0xffffffff

static const char board[] =
"[powercap 0]\nname = soc\ncaps = 1000 10000 400\ncap = 9000\naverages = 1000 100000 1000\n"
"average = 20000\nmeasures = 10000 50000 10000\nmeasure = 10000\nsustainable = 8000\n"
"accuracy = 500\npower = 4000\nnotify = cap measurements\ndelay = 5ms\n"
"[powercap 1]\nname = a-name-longer-than-sixteen\nparent = 0\ncaps = 100 900 1\nunit = uW\n"
"levels = sustained peak spike\naverages = 1000 9000 2000\n"
"[powercap 3]\nname = fixed\nparent = 1\ncaps = 500\nunit = abstract\n"
"[powercap 4]\nname = refused\ncaps = 1 9 1\naverages = 1 9 1\nmeasures = 1 9 1\n"
"deny = cap interval\n";

static const struct scmi_powercap_proto_ops *ops(void)
{
	return scmi_powercap_protocol.ops;
}

/* The board in a version, and the protocol on it. */
static void begin(const char *version)
{
	static char text[2048];

	snprintf(text, sizeof(text), "[platform]\npowercap = %s\n%s", version, board);
	bench_board(text);
	is(bench_start(&scmi_powercap_protocol), 0, "power caps of version %s start", version);
}

/* What the platform knows of a domain, without the agent's help. */
static bool has(u32 id, const char *word)
{
	char object[20];

	snprintf(object, sizeof(object), "powercap %u", id);
	return bench_says(object, word);
}

static void attributes(void)
{
	const struct scmi_powercap_info *info;

	begin("2.0");
	is(core_messages, 7, "a message for all, one per domain, and one per long name");
	is(ops()->num_domains_get(core_ph), 5, "five ids");
	ok(!ops()->info_get(core_ph, 2) && !ops()->info_get(core_ph, 5), "one is a hole");
	info = ops()->info_get(core_ph, 0);
	ok(info->notify_powercap_cap_change && info->notify_powercap_measurement_change &&
	   info->async_powercap_cap_set && info->powercap_cap_config &&
	   info->powercap_monitoring && info->powercap_pai_config && info->powercap_scale_mw &&
	   !info->powercap_scale_uw && !info->fastchannels, "what a domain can do");
	ok(info->min_pai == 1000 && info->max_pai == 100000 && info->pai_step == 1000 &&
	   info->min_power_cap == 1000 && info->max_power_cap == 10000 &&
	   info->power_cap_step == 400 && info->sustainable_power == 8000 &&
	   info->accuracy == 500 && info->parent_id == SCMI_POWERCAP_ROOT_ZONE_ID,
	   "its values");
	info = ops()->info_get(core_ph, 1);
	ok(!strcmp(info->name, "a-name-longer-than-sixteen") && info->parent_id == 0 &&
	   info->powercap_scale_uw && !info->powercap_monitoring, "those of another");
	info = ops()->info_get(core_ph, 3);
	ok(!info->powercap_cap_config && !info->powercap_pai_config &&
	   !info->powercap_scale_mw && !info->powercap_scale_uw && info->max_power_cap == 500,
	   "a cap that cannot be set, in no unit");
	ok(!bench_log[0], "nothing of that is news");
	bench_end();
}

static void caps(const char *version)
{
	u32 cap = 0;

	begin(version);
	ok(!ops()->cap_get(core_ph, 0, &cap) && cap == 9000, "%s: the cap at boot", version);
	core_by_msg[0x5] = 0;
	ok(!ops()->cap_set(core_ph, 0, 1800, false) && has(0, " cap=1800 ") && !has(0, " busy"),
	   "a cap that is set later is there when the call is over");
	ok(!ops()->cap_set(core_ph, 0, 2399, false) && has(0, " cap=2200 "),
	   "between two steps it is the lower one");
	ok(!ops()->cap_set(core_ph, 0, 10000, false) && has(0, " cap=10000 "),
	   "the highest need not be on a step");
	is(ops()->cap_set(core_ph, 0, 999, false), -EINVAL, "below the lowest there is none");
	is(ops()->cap_set(core_ph, 0, 10001, false), -EINVAL, "nor above the highest");
	is(ops()->cap_set(core_ph, 0, 0, false), -EINVAL, "nor is 0 a cap");
	is(core_by_msg[0x5], 3, "for which nothing is sent");
	ok(!ops()->cap_set(core_ph, 1, 500, false) && has(1, " cap=500 "),
	   "a cap that is set at once");
	ok(!ops()->cap_set(core_ph, 1, 400, true) && has(1, " cap=400 "), "in either way");
	is(ops()->cap_set(core_ph, 3, 500, false), -EOPNOTSUPP, "a fixed one cannot be set");
	is(ops()->cap_set(core_ph, 4, 5, false), -EACCES, "one that is denied is not set");
	is(ops()->cap_set(core_ph, 2, 500, false), -EINVAL, "a hole has none");
	is(ops()->cap_get(core_ph, 2, &cap), -EINVAL, "nor can it be asked for one");
	ok(!ops()->cap_set(core_ph, 0, 1000, true) && has(0, " busy") && has(0, " cap=10000 "),
	   "who does not want to wait is not kept waiting");
	bench_end();
}

/* The platform says that it will, and never does. */
static void never_completed(void)
{
	begin("2.0");
	bench_fault("delayed-never proto=powercap msg=cap-set");
	is(ops()->cap_set(core_ph, 0, 1800, false), 0,
	   "a cap is set though changes are never completed");
	is(bench_logged("never completed"), 1, "which is said");
	core_by_msg[0x5] = 0;
	ok(!ops()->cap_set(core_ph, 0, 2200, false) && has(0, " cap=2200 "),
	   "the next one is set at once");
	is(core_by_msg[0x5], 1, "without trying again");
	bench_end();
}

static void no_delayed_responses(void)
{
	begin("2.0");
	bench_stop();
	core_peer.no_delayed = true;
	bench_start(&scmi_powercap_protocol);
	ok(!ops()->cap_set(core_ph, 0, 1800, false) && has(0, " cap=1800 "),
	   "where no response can come caps are set at once");
	bench_end();
}

static void off_and_on(const char *version)
{
	bool on = false;
	u32 cap;

	begin(version);
	is(core_by_msg[0x4], 0, "%s: nobody asks for caps before they matter", version);
	ok(!ops()->cap_enable_get(core_ph, 0, &on) && on, "a domain is capped");
	ok(!ops()->cap_enable_set(core_ph, 0, false) && has(0, " cap=0 "),
	   "its cap is turned off [N18]");
	ok(!ops()->cap_enable_get(core_ph, 0, &on) && !on, "which can be asked for");
	core_by_msg[0x5] = 0;
	ok(!ops()->cap_enable_set(core_ph, 0, false) && !core_by_msg[0x5],
	   "what is off is not turned off");
	ok(!ops()->cap_set(core_ph, 0, 1850, false) && has(0, " cap=0 "),
	   "a cap that is set meanwhile is kept in mind");
	ok(!ops()->cap_enable_set(core_ph, 0, true) && has(0, " cap=1800 "),
	   "and is there when it is turned on [N18]");
	peer_say("powercap 0 cap 0");
	ok(!ops()->cap_enable_get(core_ph, 0, &on) && !on, "others can turn it off, too");
	bench_fault("error=busy proto=powercap msg=cap-get");
	on = true;
	ok(!ops()->cap_enable_get(core_ph, 0, &on) && !on,
	   "a platform that is busy changes nothing of that");
	is(ops()->cap_enable_get(core_ph, 1, &on), -EBUSY, "it is an error where nothing is known");
	is(ops()->cap_set(core_ph, 1, 500, false), -EBUSY, "also to who would set a cap");
	bench_no_faults();
	is(ops()->cap_set(core_ph, 1, 500, false), 0, "who can once it is not busy");
	is(ops()->cap_enable_set(core_ph, 3, false), -EINVAL, "a fixed cap cannot be turned off");
	is(ops()->cap_enable_set(core_ph, 2, false), -EINVAL, "nor that of a hole");
	bench_end();

	/* Another agent wants it to be capped. */
	begin(version);
	bench_fault("word=0:2200 proto=powercap msg=cap-get after=1");
	is(ops()->cap_enable_set(core_ph, 1, false), 0, "the platform goes on capping");
	ok(!ops()->cap_enable_get(core_ph, 1, &on) && on, "which is what is told");
	bench_end();

	begin(version);
	peer_say("powercap 1 cap 0");
	peer_say("powercap 1 cap 0 1");
	peer_say("powercap 1 cap 0 2");
	is(ops()->cap_enable_set(core_ph, 1, true), -EINVAL, "there is no cap to turn on");
	is(ops()->cap_set(core_ph, 1, 300, false), 0, "until there is one");
	ok(!ops()->cap_enable_set(core_ph, 1, true) && has(1, " cap=300 "), "and then it is");
	ok(!ops()->cap_get(core_ph, 1, &cap) && cap == 300, "in force");
	bench_end();
}

/* Who is being killed changes caps, as far as what that needs. */
static void dying_callers(void)
{
	bool on;
	u32 cap;

	begin("2.0");
	kernel_killed = true;
	is(ops()->cap_get(core_ph, 0, &cap), -EINTR, "who is being killed need not read");
	is(ops()->cap_enable_get(core_ph, 0, &on), -EINTR, "nor know whether there is a cap");
	ok(!ops()->cap_set(core_ph, 0, 1800, false) && has(0, " cap=1800 "), "but sets one");
	ok(!ops()->cap_enable_set(core_ph, 1, false) && has(1, " cap=0 "), "and turns one off");
	bench_end();
}

static void always_on(void)
{
	bool on = false;

	begin("1.0");
	ok(!ops()->cap_enable_get(core_ph, 0, &on) && on && !core_by_msg[0x4],
	   "before 2.0 all is capped, without a question");
	is(ops()->cap_enable_set(core_ph, 0, false), -EINVAL, "and cannot be turned off");
	ok(!ops()->cap_set(core_ph, 0, 1800, false) && !core_by_msg[0x4],
	   "nor does anybody ask before a cap is set");
	bench_end();
}

static void intervals(void)
{
	u32 us = 0, power = 0;

	begin("2.0");
	ok(!ops()->pai_get(core_ph, 0, &us) && us == 20000, "the interval at boot");
	ok(!ops()->pai_set(core_ph, 0, 5999) && has(0, " average=5000 "),
	   "between two steps it is the shorter one");
	is(ops()->pai_set(core_ph, 0, 999), -EINVAL, "there is no shorter one than the shortest");
	is(ops()->pai_set(core_ph, 3, 5000), -EOPNOTSUPP, "a fixed one cannot be set");
	is(ops()->pai_set(core_ph, 4, 5), -EACCES, "one that is denied is not");
	ok(!ops()->measurements_get(core_ph, 0, &power, &us) && power == 4000 && us == 5000,
	   "power is measured over it");
	is(ops()->measurements_get(core_ph, 1, &power, &us), -EOPNOTSUPP,
	   "where it is measured");
	bench_end();

	begin("3.0");
	ok(!ops()->pai_get(core_ph, 0, &us) && us == 20000, "3.0 has an interval of the cap");
	ok(!ops()->pai_set(core_ph, 0, 5999) && has(0, " average=5000 ") &&
	   has(0, " measure=10000 "), "that is set");
	ok(!scmi_agent_powercap_window_get(core_ph, 0, &us) && us == 10000,
	   "and one of measurements");
	ok(!scmi_agent_powercap_window_set(core_ph, 0, 39999) && has(0, " average=5000 ") &&
	   has(0, " measure=30000 "), "that is another");
	bench_end();
}

static void several_levels(void)
{
	const struct scmi_agent_powercap_level *l;
	u32 value;

	begin("3.0");
	is(core_messages, 9, "levels are asked for where there are several");
	is(scmi_agent_powercap_num_levels(core_ph, 0), 1, "one domain has one");
	is(scmi_agent_powercap_num_levels(core_ph, 1), 3, "another has three");
	l = scmi_agent_powercap_level(core_ph, 1, 2);
	ok(l && l->id == 2 && !strcmp(l->name, "spike") && l->caps.min == 100 &&
	   l->caps.max == 900 && l->caps.settable && l->intervals.max == 9000 &&
	   l->intervals.settable, "they say what they are");
	ok(!scmi_agent_powercap_level(core_ph, 1, 3), "there is no fourth");
	ok(!scmi_agent_powercap_cap_set(core_ph, 1, 1, 300) &&
	   has(1, " cap=900 average=1000 cap=300 average=1000 cap=900 "),
	   "each has a cap of its own");
	ok(!scmi_agent_powercap_interval_set(core_ph, 1, 2, 5500) &&
	   has(1, " cap=300 average=1000 cap=900 average=5000 "), "and an interval");
	ok(!scmi_agent_powercap_cap_get(core_ph, 1, 1, &value) && value == 300 &&
	   !scmi_agent_powercap_interval_get(core_ph, 1, 2, &value) && value == 5000,
	   "which can be read");
	ok(!ops()->cap_set(core_ph, 1, 200, false) && has(1, " cap=200 average=1000 cap=300 "),
	   "the public operations are about the first [N19]");
	ok(!ops()->cap_enable_set(core_ph, 1, false) &&
	   has(1, " cap=0 average=1000 cap=0 average=1000 cap=0 "), "all of them are turned off");
	ok(!ops()->cap_enable_set(core_ph, 1, true) &&
	   has(1, " cap=200 average=1000 cap=300 average=1000 cap=900 "),
	   "and on, as they were [N18]");
	bench_stop();
	bench_fault("error=generic-error proto=powercap msg=cpc-attributes");
	bench_start(&scmi_powercap_protocol);
	is(scmi_agent_powercap_num_levels(core_ph, 1), 1,
	   "without a list there is one level [N19]");
	ok(!ops()->cap_set(core_ph, 1, 150, false) && has(1, " cap=150 "), "that works");
	ok(!strcmp(bench_log,
		   "1 of 5 power caps of whose levels one is known (first: 1, -EIO)\n"),
	   "and one line of the log");
	bench_end();
}

/* The platform promises fast channels that it then has not. */
static void no_fast_channels(void)
{
	u32 cap;

	bench_board("[platform]\npowercap = 2.0\n"
		    "[powercap 0]\nname = a\ncaps = 1 9 1\nfast = cap-get cap-set\n");
	bench_start(&scmi_powercap_protocol);
	is(core_by_msg[0xc], 0, "nobody asks for fast channels before they are needed");
	ok(!ops()->cap_get(core_ph, 0, &cap) && cap == 9, "without one there is the message");
	is(core_by_msg[0xc], 1, "it is asked for once");
	ops()->cap_get(core_ph, 0, &cap);
	is(core_by_msg[0xc], 1, "and no more");
	ok(!ops()->cap_set(core_ph, 0, 5, false) && has(0, " cap=5 ") && !bench_log[0],
	   "which is no news");
	bench_fault("no-answer proto=powercap msg=describe-fastchannel");
	ops()->pai_get(core_ph, 0, &cap);
	ops()->pai_get(core_ph, 0, &cap);
	is(core_by_msg[0xc], 3, "one that is lost is not asked for at once");
	kernel_jiffies += 62 * HZ;
	ops()->pai_get(core_ph, 0, &cap);
	is(core_by_msg[0xc], 4, "but a minute later");
	bench_end();
}

/* What is logged when the attributes of a domain have another word. */
static void tells(const char *fault, const char *log, const char *name)
{
	char text[80];

	begin("2.0");
	bench_stop();
	snprintf(text, sizeof(text), "%s proto=powercap msg=domain-attributes", fault);
	bench_fault(text);
	is(bench_start(&scmi_powercap_protocol), 0, "the protocol starts");
	if (!ok(!strcmp(bench_log, log), "%s", name))
		printf("# said: %s", bench_log);
}

static void nonsense(void)
{
	const struct scmi_powercap_info *info;

	tells("word=8:20000 domain=0",
	      "1 of 5 power caps with limits that make no sense (first: 0, -ERANGE)\n",
	      "caps whose lowest is above the highest are told");
	info = ops()->info_get(core_ph, 0);
	ok(!info->powercap_cap_config && info->powercap_monitoring, "they cost the cap only");
	bench_end();

	tells("word=10:0", "3 of 5 power caps with limits that make no sense (first: 0, -ERANGE)\n",
	      "a step of 0 is told for all in one line");
	is(ops()->info_get(core_ph, 0)->power_cap_step, 1, "any cap may be tried then");
	bench_end();

	tells("word=8:0 domain=1",
	      "1 of 5 power caps with limits that make no sense (first: 1, -ERANGE)\n",
	      "caps from 0 on are told");
	ok(ops()->info_get(core_ph, 1)->min_power_cap == 1 &&
	   ops()->cap_set(core_ph, 1, 0, false) == -EINVAL,
	   "because that is no cap but the end of capping");
	bench_end();

	tells("word=6:10 domain=0",
	      "1 of 5 power caps with intervals that make no sense (first: 0, -ERANGE)\n",
	      "so are intervals");
	ok(!ops()->info_get(core_ph, 0)->powercap_pai_config &&
	   ops()->info_get(core_ph, 0)->powercap_cap_config, "that cannot be set");
	bench_end();

	tells("word=0:0x0f800000 domain=0",
	      "1 of 5 power caps whose unit is unknown (first: 0, -ERANGE)\n",
	      "a unit that there is not is told");
	info = ops()->info_get(core_ph, 0);
	ok(!info->powercap_scale_mw && !info->powercap_scale_uw, "and means an abstract one");
	bench_end();

	tells("truncate=40 domain=0",
	      "1 of 5 power caps left out (first: 0, -EPROTO)\n"
	      "1 of 5 power caps whose parent makes no sense and is ignored (first: 1, -ENOENT)\n",
	      "a domain whose attributes are cut off is left out");
	is((u32)ops()->info_get(core_ph, 1)->parent_id, NONE, "and is no parent");
	bench_end();
}

#define CHAIN(...)	((const u32[]){ __VA_ARGS__, NONE - 1 })

/* Parents as the platform tells them, by id, and as they are to be. */
static void tree(const u32 *said, const u32 *want, const char *log, const char *name)
{
	char text[1024] = "[platform]\npowercap = 2.0\n", fault[80];
	bool good = true;
	u32 id;

	for (id = 0; said[id] != NONE - 1; id++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "[powercap %u]\nname = p%u\ncaps = 1 9 1\n", id, id);
	bench_board(text);
	for (id = 0; said[id] != NONE - 1; id++) {
		snprintf(fault, sizeof(fault),
			 "word=13:%u proto=powercap msg=domain-attributes domain=%u", said[id], id);
		bench_fault(fault);
	}
	bench_start(&scmi_powercap_protocol);
	for (id = 0; want[id] != NONE - 1; id++)
		good &= ops()->info_get(core_ph, id)->parent_id == want[id];
	if (!ok(good && !strcmp(bench_log, log), "%s [H57]", name))
		printf("# said: %s", bench_log);
	bench_end();
}

static void wrong_parents(void)
{
	tree(CHAIN(2, NONE, 1, 0), CHAIN(2, NONE, 1, 0), "", "parents may come in any order");
	tree(CHAIN(0, 0), CHAIN(NONE, 0),
	     "1 of 2 power caps whose parent makes no sense and is ignored (first: 0, -ELOOP)\n",
	     "a domain is not its own parent");
	tree(CHAIN(1, 2, 1, 0), CHAIN(1, 2, NONE, 0),
	     "1 of 4 power caps whose parent makes no sense and is ignored (first: 2, -ELOOP)\n",
	     "a circle is broken, and those beneath it keep their parents");
	tree(CHAIN(1, 7, 0), CHAIN(1, NONE, 0),
	     "1 of 3 power caps whose parent makes no sense and is ignored (first: 1, -ENOENT)\n",
	     "a parent that does not exist is none, and those beneath keep theirs");
	tree(CHAIN(NONE, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
	     CHAIN(NONE, 0, 1, 2, 3, 4, 5, 6, 7, NONE, 9),
	     "1 of 11 power caps whose parent makes no sense and is ignored (first: 9, -E2BIG)\n",
	     "trees are not too deep");
}

/* Turn an event on or off. */
static int hear(u8 evt, u32 id, bool on)
{
	const struct scmi_protocol_events *events = scmi_powercap_protocol.events;

	return scmi_event_enable(core_ph, events, &events->events[evt], id, on);
}

static void events(void)
{
	u32 low = 0, high = 0;

	begin("2.0");
	ok(!hear(SCMI_EVENT_POWERCAP_CAP_CHANGED, 0, true) && has(0, " notify-cap"),
	   "changes of a cap are told");
	ok(!hear(SCMI_EVENT_POWERCAP_CAP_CHANGED, 0, false) &&
	   !strstr(peer_say("powercap 0"), " notify"), "or are not");
	is(hear(SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED, 0, true), -EINVAL,
	   "without thresholds there is nothing to tell");
	is(core_by_msg[0xb], 0, "so nothing is sent");
	is(ops()->measurements_threshold_set(core_ph, 0, 3000, 2000), -EINVAL,
	   "thresholds the wrong way round are none");
	is(ops()->measurements_threshold_set(core_ph, 0, 2000, 6000), 0, "others are");
	is(core_by_msg[0xb], 0, "and wait for somebody to listen");
	ok(!hear(SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED, 0, true) &&
	   has(0, " notify-measurements"), "who is then told");
	is(ops()->measurements_threshold_set(core_ph, 0, 2000, 6000), 0, "what they are already");
	is(core_by_msg[0xb], 1, "is not sent again");
	is(ops()->measurements_threshold_set(core_ph, 0, 2000, 7000), 0, "others");
	is(core_by_msg[0xb], 2, "are sent at once");
	bench_fault("error=denied proto=powercap msg=measurements-notify");
	is(ops()->measurements_threshold_set(core_ph, 0, 1, 2), -EACCES, "those that are refused");
	ok(!ops()->measurements_threshold_get(core_ph, 0, &low, &high) && low == 2000 &&
	   high == 7000, "leave the old ones");
	bench_no_faults();
	ok(!hear(SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED, 0, false) &&
	   !strstr(peer_say("powercap 0"), " notify"), "until nobody listens");
	bench_end();
}

/* A notification of so many words. Return: what the parser says. */
static int parse(u8 evt, const u32 *words, size_t len, void *report, u32 *src)
{
	struct scmi_cursor c;

	scmi_cursor_init(&c, words, len * sizeof(*words));
	return scmi_powercap_protocol.events->events[evt].parse(core_ph, 5, &c, report, src);
}

static void reports(void)
{
	const u32 words[] = { 9, 1, 500, 2000, 2 }, wrong[] = { 9, 1, 500, 2000, 3 };
	struct scmi_agent_powercap_cap_report cap = {};
	struct scmi_powercap_meas_changed_report power = {};
	u32 src = 0;

	begin("3.0");
	ok(!parse(0, words, 5, &cap, &src) && src == 1 && cap.report.timestamp == 5 &&
	   cap.report.agent_id == 9 && cap.report.domain_id == 1 && cap.report.power_cap == 500 &&
	   cap.report.pai == 2000 && cap.level == 2, "a change of a level's cap is told in full");
	is(parse(0, words, 4, &cap, &src), 0, "without level");
	is(cap.level, 0, "it is the first");
	is(parse(0, wrong, 5, &cap, &src), -ENOENT, "no level that there is not");
	is(parse(0, words, 3, &cap, &src), -EPROTO, "a short one is none");
	ok(!parse(1, words, 3, &power, &src) && src == 1 && power.timestamp == 5 &&
	   power.agent_id == 9 && power.domain_id == 1 && power.power == 500, "power is told");
	is(parse(1, words, 2, &power, &src), -EPROTO, "in full or not at all");
	bench_end();
}

int main(void)
{
	attributes();
	caps("1.0");
	caps("2.0");
	caps("3.0");
	never_completed();
	no_delayed_responses();
	off_and_on("2.0");
	off_and_on("3.0");
	dying_callers();
	always_on();
	intervals();
	several_levels();
	no_fast_channels();
	nonsense();
	wrong_parents();
	events();
	reports();
	return tap_end();
}
