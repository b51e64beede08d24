// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of power caps: which zones there are, and what their files say. */
#include <linux/scmi_agent_powercap.h>

#include "bench.h"
#include "client.h"

static struct scmi_device sdev;

static void begin(const char *version, const char *board)
{
	static char text[4096];

	snprintf(text, sizeof(text), "[platform]\npowercap = %s\n%s", version, board);
	bench_board(text);
	bench_start(&scmi_powercap_protocol);
	is(client_powercap_bind(&sdev, core_ph), 0, "the driver binds");
}

static void end(void)
{
	devres_release(&sdev.dev);
	bench_end();
}

/* Children come before their parents in the platform's list. */
static const char soc[] =
"[powercap 0]\nname = core\nparent = 3\ncaps = 100000 2000000 1000\nunit = uW\npower = 300000\n"
"[powercap 1]\nname = abstract\nparent = 4\ncaps = 1 9 1\nunit = abstract\n"
"[powercap 2]\nname = part\nparent = 1\ncaps = 1 9 1\n"
"[powercap 3]\nname = cluster\nparent = 4\ncaps = 250 6000 50\ndelay = 2ms\nnotify = cap\n"
"[powercap 4]\nname = soc\ncaps = 1000 60000 100\naverages = 1000 100000 1000\naverage = 20000\n"
"power = 12000\nnotify = cap\n"
"[powercap 5]\nname = modem\ncaps = 2000\n"
"[powercap 7]\nname = last\ncaps = 1 9 1\ndeny = cap\n";

static struct powercap_zone *zone(const char *name)
{
	return client_powercap_zone(name);
}

static bool beneath(const char *name, const char *parent)
{
	return zone(name) && zone(name)->parent == (parent ? zone(parent) : NULL);
}

static void tree(void)
{
	begin("2.0", soc);
	ok(!strcmp(client_powercap_type(), "scmi.0"), "the control type is the instance");
	is(client_powercap_num(), 6, "what is in watts is a zone");
	ok(beneath("soc", NULL) && beneath("cluster", "soc") && beneath("core", "cluster") &&
	   beneath("modem", NULL), "zones are a tree as the platform's");
	ok(!zone("abstract") && beneath("part", "soc"), "what is not is left out, and no gap");
	is(bench_logged("1 of 8 power caps are not in watts and left out (first: 1)"), 1,
	   "which is said");
	is(bench_logged("\n"), 1, "in a line");
	end();
	client_instance = "scmi.3";
	begin("2.0", soc);
	ok(!strcmp(client_powercap_type(), "scmi.3"), "another instance is another one [N17]");
	client_instance = "scmi.0";
	end();
	/* Whoever is released last is the uppermost, or the lowest. */
	client_powercap_late = true;
	begin("2.0", soc);
	end();
	ok(!client_powercap_num(), "zones may be released after what is above them");
	client_powercap_late = false;
}

static void no_zones(void)
{
	bench_board("[platform]\npowercap = 2.0\n"
		    "[powercap 0]\nname = a\ncaps = 1 9 1\nunit = abstract\n");
	bench_start(&scmi_powercap_protocol);
	is(client_powercap_bind(&sdev, core_ph), -ENODEV, "where no zone is there is no driver");
	end();
}

static u64 limit(const char *name, int constraint)
{
	u64 uw = 0;

	zone(name)->const_ops->get_power_limit_uw(zone(name), constraint, &uw);
	return uw;
}

static int set_limit(const char *name, int constraint, u64 uw)
{
	return zone(name)->const_ops->set_power_limit_uw(zone(name), constraint, uw);
}

static void limits(void)
{
	const struct powercap_zone_constraint_ops *ops;
	u64 value = 0;

	begin("2.0", soc);
	ops = zone("soc")->const_ops;
	is(limit("soc", 0), 60000000, "a limit in milliwatts is in microwatts");
	ok(!set_limit("soc", 0, 1999999) && bench_says("powercap 4", " cap=1900 "),
	   "what is between two of the platform's is the lower one");
	ok(!set_limit("cluster", 0, 3000000) && limit("cluster", 0) == 3000000,
	   "one that is set later is there when it is read");
	ok(!set_limit("core", 0, 1500000) && bench_says("powercap 0", " cap=1500000 "),
	   "one in microwatts is as it is");
	is(set_limit("soc", 0, 0), -EINVAL, "none is no limit");
	is(set_limit("soc", 0, 0x100000000000ULL), -EINVAL, "nor is one that no word holds");
	is(set_limit("modem", 0, 2000000), -EOPNOTSUPP, "a fixed one stays");
	ok(!ops->get_max_power_uw(zone("soc"), 0, &value) && value == 60000000, "the highest");
	ok(!ops->get_min_power_uw(zone("soc"), 0, &value) && value == 1000000, "and the lowest");
	ok(!ops->get_time_window_us(zone("soc"), 0, &value) && value == 20000, "the interval");
	ok(!ops->set_time_window_us(zone("soc"), 0, 5999) &&
	   bench_says("powercap 4", " average=5000 "), "is set");
	is(ops->set_time_window_us(zone("soc"), 0, 1ULL << 32), -EINVAL, "unless it is too long");
	ok(!ops->get_max_time_window_us(zone("soc"), 0, &value) && value == 100000, "the longest");
	ok(!ops->get_min_time_window_us(zone("soc"), 0, &value) && value == 1000, "the shortest");
	ok(!strcmp(ops->get_name(zone("soc"), 0), "soc"), "the only one has the zone's name");
	ok(!zone("soc")->ops->get_power_uw(zone("soc"), &value) && value == 12000000, "the power");
	is(zone("modem")->ops->get_power_uw(zone("modem"), &value), -EOPNOTSUPP,
	   "where it is measured");
	ok(!zone("soc")->ops->get_max_power_range_uw(zone("soc"), &value) &&
	   value == 4294967295000ULL, "which may be any");
	end();
}

/* A word's largest value is one like others. */
static void largest(void)
{
	const struct powercap_zone_constraint_ops *ops;

	begin("2.0", "[powercap 0]\nname = wide\ncaps = 1 4294967295 1\nunit = uW\n"
	      "averages = 1 4294967295 1\n");
	ops = zone("wide")->const_ops;
	is(set_limit("wide", 0, U32_MAX), 0, "a limit may fill a word");
	is(limit("wide", 0), U32_MAX, "and is there");
	is(ops->set_time_window_us(zone("wide"), 0, U32_MAX), 0, "so may an interval");
	end();
}

static void several_levels(void)
{
	begin("3.0", "[powercap 0]\nname = a\ncaps = 1 9 1\nlevels = sustained peak\n"
	      "averages = 10 90 10\n"
	      "[powercap 1]\nname = b\ncaps = 1 9 1\n"
	      "levels = a b c d e f g h i j k l\n");
	is(zone("a")->num, 2, "a level is a constraint [N19]");
	ok(!strcmp(zone("a")->const_ops->get_name(zone("a"), 1), "peak"), "with its name");
	ok(!set_limit("a", 1, 5000) && limit("a", 1) == 5000 && limit("a", 0) == 9000,
	   "and its own limit");
	is(zone("b")->num, MAX_CONSTRAINTS_PER_ZONE, "no more than the framework can have");
	end();
}

static bool enabled(const char *name)
{
	bool on = false;

	zone(name)->ops->get_enable(zone(name), &on);
	return on;
}

static void on_and_off(void)
{
	struct powercap_control_type *all;
	bool on = false;

	begin("2.0", soc);
	all = client_powercap_all();
	ok(enabled("soc") && !zone("soc")->ops->set_enable(zone("soc"), false) &&
	   !enabled("soc") && bench_says("powercap 4", " cap=0 "), "a zone is turned off");
	ok(!zone("soc")->ops->set_enable(zone("soc"), true) && limit("soc", 0) == 60000000,
	   "and on, with its limit");
	is(all->ops->set_enable(all, false), -EACCES, "all are turned off but one that is denied");
	ok(!enabled("soc") && !enabled("cluster") && !enabled("core") && enabled("last"),
	   "which keeps none of the others on [N18]");
	ok(!all->ops->get_enable(all, &on) && on, "but all");
	ok(all->ops->set_enable(all, true) == 0 && limit("core", 0) == 2000000 &&
	   limit("cluster", 0) == 6000000, "all are turned on, with their limits [N18]");
	end();
}

static void notifications(void)
{
	struct scmi_agent_powercap_cap_report r = { .report.domain_id = 4 };

	begin("2.0", soc);
	client_notify(&r);
	ok(!strcmp(client_powercap_notified(),
		   "constraint_0_power_limit_uw constraint_0_time_window_us enabled "),
	   "who polls a limit is told that it changed");
	r.level = 1;
	client_notify(&r);
	r.level = 0;
	r.report.domain_id = 1;
	client_notify(&r);
	ok(!client_powercap_notified()[0], "not of what is no zone");
	end();
}

int main(void)
{
	tree();
	no_zones();
	limits();
	largest();
	several_levels();
	on_and_off();
	notifications();
	return tap_end();
}
