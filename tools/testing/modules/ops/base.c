// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the BASE protocol. */
#include <linux/scmi_agent_base.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Agents and devices of test-soc; ours is the first agent behind the platform. */
#define OURS		1
#define OTHER		2
#define AGENTS		3
#define DEVICE		0
#define DEVICES		4

static const struct scmi_agent_base_ops *base_ops(void)
{
	return ops_bound.ops;
}

static void base_agents(struct kunit *test)
{
	const struct scmi_agent_base_ops *ops = base_ops();
	struct scmi_agent_base_agent agent = {};

	KUNIT_ASSERT_EQ(test, ops->discover_agent(ops_bound.ph, SCMI_AGENT_BASE_SELF, &agent), 0);
	KUNIT_EXPECT_EQ(test, agent.id, OURS);
	KUNIT_EXPECT_STREQ(test, agent.name, "linux");
	KUNIT_ASSERT_EQ(test, ops->discover_agent(ops_bound.ph, OTHER, &agent), 0);
	KUNIT_EXPECT_STREQ(test, agent.name, "secure");
	KUNIT_EXPECT_EQ(test, ops->discover_agent(ops_bound.ph, AGENTS, &agent), -ENOENT);
}

static void base_permissions(struct kunit *test)
{
	const struct scmi_agent_base_ops *ops = base_ops();

	KUNIT_EXPECT_EQ(test, ops->set_device_permissions(ops_bound.ph, OTHER, DEVICE, false), 0);
	KUNIT_EXPECT_EQ(test, ops->set_device_permissions(ops_bound.ph, OTHER, DEVICE, true), 0);
	KUNIT_EXPECT_EQ(test, ops->set_device_permissions(ops_bound.ph, OTHER, DEVICES, true),
			-ENOENT);
	KUNIT_EXPECT_EQ(test, ops->set_protocol_permissions(ops_bound.ph, OTHER, DEVICE,
							    SCMI_PROTOCOL_CLOCK, true), 0);
	KUNIT_EXPECT_EQ(test, ops->set_protocol_permissions(ops_bound.ph, OTHER, DEVICE,
							    SCMI_PROTOCOL_BASE, false), -EACCES);
	KUNIT_EXPECT_EQ(test, ops->set_protocol_permissions(ops_bound.ph, AGENTS, DEVICE,
							    SCMI_PROTOCOL_CLOCK, true), -ENOENT);
}

static void base_reset(struct kunit *test)
{
	const struct scmi_agent_base_ops *ops = base_ops();

	KUNIT_EXPECT_EQ(test, ops->reset_agent_configuration(ops_bound.ph, OTHER, true), 0);
	KUNIT_EXPECT_EQ(test, ops->reset_agent_configuration(ops_bound.ph, OTHER, false), 0);
	KUNIT_EXPECT_EQ(test, ops->reset_agent_configuration(ops_bound.ph, AGENTS, true), -ENOENT);
}

static const struct kunit_case ops_base_cases[] = {
	{ base_agents, "base: agents have names" },
	{ base_permissions, "base: agents are given permissions" },
	{ base_reset, "base: what agents configured is undone" },
	{ }
};

OPS_PROTOCOL(base, SCMI_PROTOCOL_BASE);
