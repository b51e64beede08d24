// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the PERFORMANCE protocol. */
#include <linux/device.h>
#include <linux/pm_opp.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Performance domains of test-soc. */
#define LITTLE		0
#define BIG		1
#define HOLE		2
#define GRAPHICS	3
#define UNSORTED	4
#define EMPTY		5
#define SECURE		6
#define COUNT		7

static const struct scmi_perf_proto_ops *perf_ops(void)
{
	return ops_bound.ops;
}

static void perf_ids(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	const struct scmi_perf_domain_info *info;
	u32 level;

	KUNIT_EXPECT_EQ(test, ops->num_domains_get(ph), COUNT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(ops->info_get(ph, HOLE)), -EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(ops->info_get(ph, COUNT)), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->level_get(ph, HOLE, &level, false), -EINVAL);
	info = ops->info_get(ph, GRAPHICS);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, info);
	KUNIT_EXPECT_STREQ(test, info->name, "graphics-and-video-codecs");
	KUNIT_EXPECT_TRUE(test, info->set_perf);
	info = ops->info_get(ph, SECURE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, info);
	KUNIT_EXPECT_FALSE(test, info->set_perf);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, SECURE, 1, false), -EACCES);
	KUNIT_EXPECT_EQ(test, ops->limits_set(ph, SECURE, 2, 1), -EACCES);
}

static void perf_levels(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	u32 before = 0, level = 0;

	KUNIT_ASSERT_EQ(test, ops->level_get(ph, LITTLE, &before, false), 0);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, LITTLE, 1800, false), 0);
	KUNIT_EXPECT_EQ(test, ops->level_get(ph, LITTLE, &level, false), 0);
	KUNIT_EXPECT_EQ(test, level, 1800);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, LITTLE, 1801, false), -ERANGE);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, LITTLE, before, false), 0);

	KUNIT_ASSERT_EQ(test, ops->level_get(ph, BIG, &before, false), 0);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, BIG, 86, false), 0);
	KUNIT_EXPECT_EQ(test, ops->level_get(ph, BIG, &level, false), 0);
	KUNIT_EXPECT_EQ(test, level, 86);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, BIG, 4, false), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, BIG, before, false), 0);
}

static void perf_frequencies(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	unsigned long before = 0, hz = 0, power = 0;

	KUNIT_ASSERT_EQ(test, ops->freq_get(ph, BIG, &before, false), 0);
	KUNIT_EXPECT_EQ(test, ops->freq_set(ph, BIG, 4300000000, false), 0);
	KUNIT_EXPECT_EQ(test, ops->freq_get(ph, BIG, &hz, false), 0);
	KUNIT_EXPECT_EQ(test, hz, 4300000000);
	KUNIT_EXPECT_EQ(test, ops->freq_set(ph, BIG, before, false), 0);

	hz = 1000000001;
	KUNIT_EXPECT_EQ(test, ops->est_power_get(ph, LITTLE, &hz, &power), 0);
	KUNIT_EXPECT_EQ(test, hz, 1500000000);
	KUNIT_EXPECT_EQ(test, power, 400);
	KUNIT_EXPECT_EQ(test, ops->power_scale_get(ph), SCMI_POWER_MILLIWATTS);
	KUNIT_EXPECT_EQ(test, ops->transition_latency_get(ph, LITTLE), 50000);
	KUNIT_EXPECT_EQ(test, ops->transition_latency_get(ph, EMPTY), 0);
}

static void perf_limits(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	u32 low = 0, high = 0, us = 0;

	KUNIT_EXPECT_EQ(test, ops->limits_get(ph, UNSORTED, &high, &low), 0);
	KUNIT_EXPECT_EQ(test, high, 20);
	KUNIT_EXPECT_EQ(test, low, 10);
	KUNIT_EXPECT_EQ(test, ops->limits_set(ph, UNSORTED, 30, 0), 0);
	KUNIT_EXPECT_EQ(test, ops->limits_get(ph, UNSORTED, &high, &low), 0);
	KUNIT_EXPECT_EQ(test, high, 30);
	KUNIT_EXPECT_EQ(test, low, 10);
	KUNIT_EXPECT_EQ(test, ops->limits_set(ph, UNSORTED, 20, 10), 0);
	KUNIT_EXPECT_EQ(test, ops->limits_set(ph, UNSORTED, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->rate_limit_get(ph, GRAPHICS, &us), 0);
	KUNIT_EXPECT_EQ(test, us, 100);
}

static int perf_count_opps(const struct scmi_perf_proto_ops *ops, struct device *dev,
			   u32 id)
{
	int ret = ops->device_opps_add(ops_bound.ph, dev, id);
	int count = ret ?: dev_pm_opp_get_opp_count(dev);

	dev_pm_opp_remove_all_dynamic(dev);
	return count;
}

static void perf_opps(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct device *dev = root_device_register("scmi-agent-test-opps");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	KUNIT_EXPECT_EQ(test, perf_count_opps(ops, dev, BIG), 3);
	KUNIT_EXPECT_EQ(test, perf_count_opps(ops, dev, GRAPHICS), 40);
	KUNIT_EXPECT_EQ(test, perf_count_opps(ops, dev, UNSORTED), 3);
	KUNIT_EXPECT_EQ(test, perf_count_opps(ops, dev, EMPTY), -ENODATA);
	KUNIT_EXPECT_EQ(test, perf_count_opps(ops, dev, HOLE), -EINVAL);
	root_device_unregister(dev);
}

static void perf_limits_event(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_perf_limits_report r = {};
	struct ops_listener *l;
	u32 src = LITTLE;

	l = ops_listen(test, SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->limits_set(ops_bound.ph, LITTLE, 1500, 0), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.domain_id, LITTLE);
	KUNIT_EXPECT_EQ(test, r.range_max, 1500);
	KUNIT_EXPECT_EQ(test, r.range_max_freq, 1500000000);
	KUNIT_EXPECT_EQ(test, r.range_min_freq, 500000000);
	KUNIT_EXPECT_EQ(test, ops->limits_set(ops_bound.ph, LITTLE, 1800, 0), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

static void perf_level_event(struct kunit *test)
{
	const struct scmi_perf_proto_ops *ops = perf_ops();
	struct scmi_perf_level_report r = {};
	struct ops_listener *l;
	u32 before, src = BIG;

	KUNIT_ASSERT_EQ(test, ops->level_get(ops_bound.ph, BIG, &before, false), 0);
	l = ops_listen(test, SCMI_EVENT_PERFORMANCE_LEVEL_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->level_set(ops_bound.ph, BIG, 86, false), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.domain_id, BIG);
	/* An index, whose frequency is known. */
	KUNIT_EXPECT_EQ(test, r.performance_level, 4);
	KUNIT_EXPECT_EQ(test, r.performance_level_freq, 4300000000);
	KUNIT_EXPECT_EQ(test, ops->level_set(ops_bound.ph, BIG, before, false), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

static const struct kunit_case ops_perf_cases[] = {
	{ perf_ids, "perf: holes are left out, names are whole" },
	{ perf_levels, "perf: levels are set, by index too" },
	{ perf_frequencies, "perf: frequencies of 4.3 GHz, power and latency" },
	{ perf_limits, "perf: limits are set, one or both" },
	{ perf_opps, "perf: each level is one OPP, in any order [H53 H55]" },
	{ perf_limits_event, "perf: limits that change are told" },
	{ perf_level_event, "perf: levels that change are told [H56]" },
	{ }
};

OPS_PROTOCOL(perf, SCMI_PROTOCOL_PERF);
