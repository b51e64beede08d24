// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the CLOCK protocol. */
#include <linux/scmi_agent_clock.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Clocks of test-soc. */
#define OSC	0
#define PLL	1
#define GATED	2
#define HOLE	4
#define COUNT	6

static const struct scmi_clk_proto_ops *clock_ops(void)
{
	return ops_bound.ops;
}

static void clock_ids(struct kunit *test)
{
	const struct scmi_clk_proto_ops *ops = clock_ops();
	u64 hz;

	KUNIT_EXPECT_EQ(test, ops->count_get(ops_bound.ph), COUNT);
	KUNIT_ASSERT_NOT_NULL(test, ops->info_get(ops_bound.ph, OSC));
	KUNIT_EXPECT_STREQ(test, ops->info_get(ops_bound.ph, OSC)->name, "osc");
	KUNIT_EXPECT_NULL(test, ops->info_get(ops_bound.ph, HOLE));
	KUNIT_EXPECT_NULL(test, ops->info_get(ops_bound.ph, COUNT));
	KUNIT_EXPECT_EQ(test, ops->rate_get(ops_bound.ph, HOLE, &hz), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->enable(ops_bound.ph, COUNT, false), -EINVAL);
}

static void clock_rate(struct kunit *test)
{
	const struct scmi_clk_proto_ops *ops = clock_ops();
	u64 before = 0, hz = 0;

	KUNIT_ASSERT_EQ(test, ops->rate_get(ops_bound.ph, PLL, &before), 0);
	KUNIT_EXPECT_EQ(test, ops->rate_set(ops_bound.ph, PLL, 800000000), 0);
	KUNIT_EXPECT_EQ(test, ops->rate_get(ops_bound.ph, PLL, &hz), 0);
	KUNIT_EXPECT_EQ(test, hz, 800000000);
	KUNIT_EXPECT_EQ(test, ops->rate_set(ops_bound.ph, PLL, before), 0);
}

static void clock_state(struct kunit *test)
{
	const struct scmi_clk_proto_ops *ops = clock_ops();
	bool on = true, atomic = false;

	do {
		KUNIT_EXPECT_EQ(test, ops->enable(ops_bound.ph, GATED, atomic), 0);
		KUNIT_EXPECT_EQ(test, ops->state_get(ops_bound.ph, GATED, &on, atomic), 0);
		KUNIT_EXPECT_TRUE(test, on);
		KUNIT_EXPECT_EQ(test, ops->disable(ops_bound.ph, GATED, atomic), 0);
		KUNIT_EXPECT_EQ(test, ops->state_get(ops_bound.ph, GATED, &on, atomic), 0);
		KUNIT_EXPECT_FALSE(test, on);
		atomic = !atomic;
	} while (atomic);
}

static void clock_event(struct kunit *test)
{
	const struct scmi_clk_proto_ops *ops = clock_ops();
	struct scmi_clock_rate_notif_report r = {};
	struct ops_listener *l;
	u64 before = 0;
	u32 src = PLL;

	KUNIT_ASSERT_EQ(test, ops->rate_get(ops_bound.ph, PLL, &before), 0);
	l = ops_listen(test, SCMI_EVENT_CLOCK_RATE_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->rate_set(ops_bound.ph, PLL, 600000000), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.clock_id, PLL);
	KUNIT_EXPECT_EQ(test, r.rate, 600000000);
	KUNIT_EXPECT_EQ(test, ops->rate_set(ops_bound.ph, PLL, before), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.rate, before);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

static const struct kunit_case ops_clock_cases[] = {
	{ clock_ids, "clock: ids without a clock are none" },
	{ clock_rate, "clock: a rate is set and read" },
	{ clock_state, "clock: one is turned on and off" },
	{ clock_event, "clock: a change of a rate is told" },
	{ }
};

OPS_PROTOCOL(clock, SCMI_PROTOCOL_CLOCK);
