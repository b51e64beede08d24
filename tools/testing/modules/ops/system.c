// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations of the SYSTEM power protocol. The platform is not the machine that the tests
 * run on, so it can be told to go down. Who asks for a state is not told of it: events are
 * for the suite "syspower".
 */
#include <linux/scmi_agent_system.h>

#include "ops.h"

static const struct scmi_agent_system_ops *syspower_ops(void)
{
	return ops_bound.ops;
}

static u32 syspower_state(struct kunit *test)
{
	u32 state = ~0;

	KUNIT_EXPECT_EQ(test, syspower_ops()->state_get(ops_bound.ph, &state), 0);
	return state;
}

static void syspower_states(struct kunit *test)
{
	const struct scmi_agent_system_ops *ops = syspower_ops();

	KUNIT_EXPECT_EQ(test, syspower_state(test), SCMI_SYSTEM_POWERUP);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, SCMI_SYSTEM_SUSPEND, false, false),
			0);
	KUNIT_EXPECT_EQ(test, syspower_state(test), SCMI_SYSTEM_SUSPEND);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, SCMI_AGENT_SYSTEM_OWN | 1, false,
					     false), 0);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, SCMI_AGENT_SYSTEM_OWN, false,
					     false), -EOPNOTSUPP);
	/* It is up again after that. */
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, SCMI_SYSTEM_COLDRESET, false,
					     false), 0);
	KUNIT_EXPECT_EQ(test, syspower_state(test), SCMI_SYSTEM_POWERUP);
}

static void syspower_atomic(struct kunit *test)
{
	static DEFINE_SPINLOCK(lock);
	int ret;

	scoped_guard(spinlock_irqsave, &lock)
		ret = syspower_ops()->state_set(ops_bound.ph, SCMI_SYSTEM_WARMRESET, false,
						true);
	KUNIT_EXPECT_EQ(test, ret, 0);
	KUNIT_EXPECT_EQ(test, syspower_state(test), SCMI_SYSTEM_POWERUP);
}

static void syspower_offers(struct kunit *test)
{
	const struct scmi_agent_system_ops *ops = syspower_ops();

	KUNIT_EXPECT_TRUE(test, ops->state_supported(ops_bound.ph, SCMI_SYSTEM_SHUTDOWN));
	KUNIT_EXPECT_TRUE(test, ops->state_supported(ops_bound.ph, SCMI_SYSTEM_WARMRESET));
	KUNIT_EXPECT_TRUE(test, ops->state_supported(ops_bound.ph, SCMI_SYSTEM_SUSPEND));
	KUNIT_EXPECT_FALSE(test, ops->state_supported(ops_bound.ph, SCMI_SYSTEM_MAX));
}

static const struct kunit_case ops_system_cases[] = {
	{ syspower_states, "system: a state is asked for and read" },
	{ syspower_atomic, "system: a reset is asked for where nobody may sleep" },
	{ syspower_offers, "system: warm reset and suspend are offered" },
	{ }
};

OPS_PROTOCOL(system, SCMI_PROTOCOL_SYSTEM);
