// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the POWER protocol. */
#include <linux/scmi_agent_power.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Domains of test-soc. */
#define CPU	0
#define VIDEO	1
#define HOLE	2
#define MODEM	3
#define ALWAYS	4
#define SECURE	5
#define COUNT	8

#define ON	SCMI_POWER_STATE_GENERIC_ON
#define OFF	SCMI_POWER_STATE_GENERIC_OFF

static const struct scmi_power_proto_ops *power_ops(void)
{
	return ops_bound.ops;
}

static u32 power_state(struct kunit *test, u32 id)
{
	u32 state = ~0;

	KUNIT_EXPECT_EQ(test, power_ops()->state_get(ops_bound.ph, id, &state), 0);
	return state;
}

static void power_ids(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();
	u32 state;

	KUNIT_EXPECT_EQ(test, ops->num_domains_get(ops_bound.ph), COUNT);
	KUNIT_EXPECT_NULL(test, ops->name_get(ops_bound.ph, HOLE));
	KUNIT_EXPECT_NULL(test, ops->name_get(ops_bound.ph, COUNT));
	KUNIT_EXPECT_EQ(test, ops->state_get(ops_bound.ph, HOLE, &state), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, COUNT, ON), -EINVAL);
}

static void power_names(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();

	KUNIT_ASSERT_NOT_NULL(test, ops->name_get(ops_bound.ph, VIDEO));
	KUNIT_EXPECT_STREQ(test, ops->name_get(ops_bound.ph, VIDEO),
			   "graphics-and-video-codecs");
	KUNIT_ASSERT_NOT_NULL(test, ops->name_get(ops_bound.ph, CPU));
	KUNIT_EXPECT_STREQ(test, ops->name_get(ops_bound.ph, CPU), "cpu");
}

static void power_states(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();

	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, CPU, OFF), 0);
	KUNIT_EXPECT_EQ(test, power_state(test, CPU), OFF);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, CPU, ON), 0);
	KUNIT_EXPECT_EQ(test, power_state(test, CPU), ON);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, VIDEO, OFF | 1), 0);
	KUNIT_EXPECT_EQ(test, power_state(test, VIDEO), OFF | 1);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, VIDEO, OFF), 0);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, CPU, OFF | 1), -EINVAL);
}

static void power_refused(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();

	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, ALWAYS, OFF), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, power_state(test, ALWAYS), ON);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, SECURE, OFF), -EACCES);
	KUNIT_EXPECT_EQ(test, power_state(test, SECURE), ON);
}

static void power_deferred(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();

	KUNIT_EXPECT_EQ(test, scmi_agent_power_set(ops_bound.ph, MODEM, OFF, true),
			-EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, MODEM, OFF), 0);
	KUNIT_EXPECT_EQ(test, power_state(test, MODEM), OFF);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, MODEM, ON), 0);
	KUNIT_EXPECT_EQ(test, power_state(test, MODEM), ON);
}

static void power_atomic(struct kunit *test)
{
	static DEFINE_SPINLOCK(lock);
	u32 off = 0, on = 0;
	int ret;

	scoped_guard(spinlock_irqsave, &lock) {
		ret = scmi_agent_power_set(ops_bound.ph, CPU, OFF, true) ?:
		      scmi_agent_power_get(ops_bound.ph, CPU, &off, true) ?:
		      scmi_agent_power_set(ops_bound.ph, CPU, ON, true) ?:
		      scmi_agent_power_get(ops_bound.ph, CPU, &on, true);
	}
	KUNIT_EXPECT_EQ(test, ret, 0);
	KUNIT_EXPECT_EQ(test, off, OFF);
	KUNIT_EXPECT_EQ(test, on, ON);
}

static void power_event(struct kunit *test)
{
	const struct scmi_power_proto_ops *ops = power_ops();
	struct scmi_power_state_changed_report r = {};
	struct ops_listener *l;
	u32 src = CPU;

	l = ops_listen(test, SCMI_EVENT_POWER_STATE_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, CPU, OFF), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.domain_id, CPU);
	KUNIT_EXPECT_EQ(test, r.power_state, OFF);
	KUNIT_EXPECT_EQ(test, ops->state_set(ops_bound.ph, CPU, ON), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.power_state, ON);
	KUNIT_EXPECT_TRUE(test, ops_quiet(l));
}

/* The only sign that a request was carried out. */
static void power_request(struct kunit *test)
{
	struct scmi_power_state_changed_report r = {};
	struct ops_listener *l;
	u32 src = VIDEO;

	l = ops_listen(test, SCMI_EVENT_POWER_STATE_CHANGED, &src, sizeof(r));
	KUNIT_EXPECT_EQ(test, scmi_agent_power_request(ops_bound.ph, VIDEO, ON), 0);
	KUNIT_EXPECT_TRUE(test, ops_event(l, &r));
	KUNIT_EXPECT_EQ(test, r.power_state, ON);
	KUNIT_EXPECT_EQ(test, power_ops()->state_set(ops_bound.ph, VIDEO, OFF), 0);
	KUNIT_EXPECT_EQ(test, scmi_agent_power_request(ops_bound.ph, CPU, ON), -EOPNOTSUPP);
}

static void power_batch(struct kunit *test)
{
	struct scmi_agent_power_state all[COUNT];
	unsigned int i;

	KUNIT_EXPECT_EQ(test, scmi_agent_power_read_states(ops_bound.ph, all, COUNT), 0);
	for (i = 0; i < COUNT; i++)
		KUNIT_EXPECT_EQ(test, all[i].err, i == HOLE ? -ENOENT : 0);
	KUNIT_EXPECT_EQ(test, all[CPU].state, ON);
	KUNIT_EXPECT_EQ(test, all[VIDEO].state, OFF);
}

static void power_statistics(struct kunit *test)
{
	u64 address = 0;
	u32 size = 0;

	KUNIT_EXPECT_EQ(test, scmi_agent_power_statistics(ops_bound.ph, &address, &size), 0);
	KUNIT_EXPECT_EQ(test, address, 0x80001000);
	KUNIT_EXPECT_EQ(test, size, 0x400);
}

static const struct kunit_case ops_power_cases[] = {
	{ power_ids, "power: ids without a domain are none" },
	{ power_names, "power: names are whole" },
	{ power_states, "power: a domain is turned off and on" },
	{ power_refused, "power: what the platform refuses stays as it is" },
	{ power_deferred, "power: a change that takes its time is waited for" },
	{ power_atomic, "power: a domain is turned off and on where nobody may sleep" },
	{ power_event, "power: a change is told" },
	{ power_request, "power: a change that is not waited for is told" },
	{ power_batch, "power: all states are read at once" },
	{ power_statistics, "power: statistics are where the platform says" },
	{ }
};

OPS_PROTOCOL(power, SCMI_PROTOCOL_POWER);
