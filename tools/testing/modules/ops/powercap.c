// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the POWERCAP protocol. */
#include <linux/scmi_agent_powercap.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Domains of test-soc. */
#define SOC	0
#define CPUS	1
#define CLUSTER	2
#define MODEM	4
#define HOLE	5
#define SECURE	6
#define COUNT	7

static const struct scmi_powercap_proto_ops *powercap_ops(void)
{
	return ops_bound.ops;
}

static void powercap_ids(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	const struct scmi_powercap_info *info;
	u32 cap;

	KUNIT_EXPECT_EQ(test, ops->num_domains_get(ops_bound.ph), COUNT);
	KUNIT_EXPECT_NULL(test, ops->info_get(ops_bound.ph, HOLE));
	KUNIT_EXPECT_NULL(test, ops->info_get(ops_bound.ph, COUNT));
	KUNIT_EXPECT_EQ(test, ops->cap_get(ops_bound.ph, HOLE, &cap), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, COUNT, 1, false), -EINVAL);
	info = ops->info_get(ops_bound.ph, CLUSTER);
	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_EXPECT_STREQ(test, info->name, "cluster-of-the-big-processors");
	KUNIT_EXPECT_EQ(test, info->parent_id, CPUS);
	KUNIT_EXPECT_TRUE(test, info->powercap_scale_uw);
	KUNIT_EXPECT_EQ(test, ops->info_get(ops_bound.ph, SOC)->parent_id,
			SCMI_POWERCAP_ROOT_ZONE_ID);
}

/* At once and later, with and without waiting for it. */
static void powercap_caps(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	u32 before = 0, cap = 0, id;

	for (id = SOC; id <= CPUS; id++) {
		KUNIT_ASSERT_EQ(test, ops->cap_get(ops_bound.ph, id, &before), 0);
		KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, id, 4049, false), 0);
		KUNIT_EXPECT_EQ(test, ops->cap_get(ops_bound.ph, id, &cap), 0);
		KUNIT_EXPECT_EQ(test, cap, 4000);
		KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, id, before, true), 0);
		/* One that is under way keeps the next one waiting. */
		KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, id, before, false), 0);
		KUNIT_EXPECT_EQ(test, ops->cap_get(ops_bound.ph, id, &cap), 0);
		KUNIT_EXPECT_EQ(test, cap, before);
	}
	KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, MODEM, 2000, false), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, SECURE, 5, false), -EACCES);
}

static void powercap_off(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	u32 before = 0, cap = 0;
	bool on = false;

	KUNIT_ASSERT_EQ(test, ops->cap_get(ops_bound.ph, CPUS, &before), 0);
	KUNIT_EXPECT_EQ(test, ops->cap_enable_get(ops_bound.ph, CPUS, &on), 0);
	KUNIT_EXPECT_TRUE(test, on);
	KUNIT_EXPECT_EQ(test, ops->cap_enable_set(ops_bound.ph, CPUS, false), 0);
	KUNIT_EXPECT_EQ(test, ops->cap_enable_get(ops_bound.ph, CPUS, &on), 0);
	KUNIT_EXPECT_FALSE(test, on);
	KUNIT_EXPECT_EQ(test, ops->cap_enable_set(ops_bound.ph, CPUS, true), 0);
	KUNIT_EXPECT_EQ(test, ops->cap_get(ops_bound.ph, CPUS, &cap), 0);
	KUNIT_EXPECT_EQ(test, cap, before);
}

static void powercap_power(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	u32 before = 0, us = 0, power = 0;

	KUNIT_ASSERT_EQ(test, ops->pai_get(ops_bound.ph, SOC, &before), 0);
	KUNIT_EXPECT_EQ(test, ops->pai_set(ops_bound.ph, SOC, 5999), 0);
	KUNIT_EXPECT_EQ(test, ops->measurements_get(ops_bound.ph, SOC, &power, &us), 0);
	KUNIT_EXPECT_EQ(test, us, 5000);
	KUNIT_EXPECT_GT(test, power, 0);
	KUNIT_EXPECT_EQ(test, ops->pai_set(ops_bound.ph, SOC, before), 0);
	KUNIT_EXPECT_EQ(test, ops->measurements_get(ops_bound.ph, MODEM, &power, &us),
			-EOPNOTSUPP);
}

static void powercap_event(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	struct scmi_agent_powercap_cap_report r = {};
	u32 before = 0, src = SOC;
	struct ops_listener *l;

	KUNIT_ASSERT_EQ(test, ops->cap_get(ops_bound.ph, SOC, &before), 0);
	l = ops_listen(test, SCMI_EVENT_POWERCAP_CAP_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, SOC, 2000, false), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.report.domain_id, SOC);
	KUNIT_EXPECT_EQ(test, r.report.power_cap, 2000);
	KUNIT_EXPECT_EQ(test, r.level, 0);
	KUNIT_EXPECT_EQ(test, ops->cap_set(ops_bound.ph, SOC, before, false), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.report.power_cap, before);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

/* Nobody is told of power that stays where it is, whatever the thresholds are. */
static void powercap_thresholds(struct kunit *test)
{
	const struct scmi_powercap_proto_ops *ops = powercap_ops();
	struct scmi_powercap_meas_changed_report r;
	struct ops_listener *l;
	u32 src = SOC;

	KUNIT_EXPECT_EQ(test, ops->measurements_threshold_set(ops_bound.ph, SOC, 2, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->measurements_threshold_set(ops_bound.ph, SOC, 1, U32_MAX), 0);
	l = ops_listen(test, SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
	KUNIT_EXPECT_EQ(test, ops->measurements_threshold_set(ops_bound.ph, SOC, 0, 1), 0);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

static const struct kunit_case ops_powercap_cases[] = {
	{ powercap_ids, "powercap: domains are those of the board, holes are none" },
	{ powercap_caps, "powercap: a cap is set and read, at once and later" },
	{ powercap_off, "powercap: a cap is turned off and is back when it is turned on" },
	{ powercap_power, "powercap: power is measured over the interval that was set" },
	{ powercap_event, "powercap: a change of a cap is told" },
	{ powercap_thresholds, "powercap: power between thresholds is no news" },
	{ }
};

OPS_PROTOCOL(powercap, SCMI_PROTOCOL_POWERCAP);
