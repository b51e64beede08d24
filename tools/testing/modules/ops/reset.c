// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the RESET protocol. */
#include <linux/scmi_agent_reset.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Reset domains of test-soc. */
#define USB		0
#define DISPLAY		1
#define HOLE		2
#define PHY		3
#define WATCHDOG	4
#define SECURE		5
#define COUNT		6

static const struct scmi_reset_proto_ops *reset_ops(void)
{
	return ops_bound.ops;
}

static void reset_ids(struct kunit *test)
{
	const struct scmi_reset_proto_ops *ops = reset_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;

	KUNIT_EXPECT_EQ(test, ops->num_domains_get(ph), COUNT);
	KUNIT_ASSERT_NOT_NULL(test, ops->name_get(ph, DISPLAY));
	KUNIT_EXPECT_STREQ(test, ops->name_get(ph, DISPLAY),
			   "display-engine-and-its-panel");
	KUNIT_EXPECT_EQ(test, ops->latency_get(ph, USB), 150);
	KUNIT_EXPECT_EQ(test, ops->latency_get(ph, PHY), 0);
	KUNIT_EXPECT_NULL(test, ops->info_get(ph, HOLE));
	KUNIT_EXPECT_NULL(test, ops->name_get(ph, COUNT));
	KUNIT_EXPECT_EQ(test, ops->latency_get(ph, HOLE), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->reset(ph, HOLE), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->assert(ph, COUNT), -EINVAL);
}

static void reset_ways(struct kunit *test)
{
	const struct scmi_reset_proto_ops *ops = reset_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;

	KUNIT_EXPECT_EQ(test, ops->reset(ph, USB), 0);
	KUNIT_EXPECT_EQ(test, ops->assert(ph, PHY), 0);
	KUNIT_EXPECT_EQ(test, ops->deassert(ph, PHY), 0);
	KUNIT_EXPECT_EQ(test, ops->reset(ph, PHY), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->reset(ph, WATCHDOG), 0);
	KUNIT_EXPECT_EQ(test, ops->assert(ph, WATCHDOG), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->deassert(ph, WATCHDOG), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->reset(ph, SECURE), -EACCES);
}

static void reset_state(struct kunit *test)
{
	struct scmi_protocol_handle *ph = ops_bound.ph;
	u32 vendors = SCMI_AGENT_RESET_VENDOR | 1;

	KUNIT_EXPECT_EQ(test, scmi_agent_reset_to(ph, DISPLAY, SCMI_AGENT_RESET_AUTONOMOUS,
						  vendors), 0);
	KUNIT_EXPECT_EQ(test, scmi_agent_reset_to(ph, DISPLAY, SCMI_AGENT_RESET_AUTONOMOUS,
						  vendors + 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, scmi_agent_reset_to(ph, USB, SCMI_AGENT_RESET_AUTONOMOUS,
						  vendors), -EINVAL);
}

/* The event of an asynchronous reset is there when it is complete. */
static void reset_event(struct kunit *test)
{
	const struct scmi_reset_proto_ops *ops = reset_ops();
	struct scmi_reset_issued_report r = {};
	struct ops_listener *l;
	u32 src = DISPLAY;

	l = ops_listen(test, SCMI_EVENT_RESET_ISSUED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->reset(ops_bound.ph, DISPLAY), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.domain_id, DISPLAY);
	KUNIT_EXPECT_EQ(test, r.reset_state, SCMI_AGENT_RESET_COLD);
	KUNIT_EXPECT_EQ(test, ops->reset(ops_bound.ph, USB), 0);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
	KUNIT_EXPECT_EQ(test, ops->assert(ops_bound.ph, DISPLAY), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, ops->deassert(ops_bound.ph, DISPLAY), 0);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

static const struct kunit_case ops_reset_cases[] = {
	{ reset_ids, "reset: ids without a domain are none" },
	{ reset_ways, "reset: a domain is reset in the ways that it has [N13]" },
	{ reset_state, "reset: a vendor's state is reached, others are refused" },
	{ reset_event, "reset: that a domain is reset is told, that it is released is not" },
	{ }
};

OPS_PROTOCOL(reset, SCMI_PROTOCOL_RESET);
