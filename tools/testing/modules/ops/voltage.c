// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the VOLTAGE protocol. */
#include <linux/scmi_agent_voltage.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Voltage domains of test-soc. */
#define CPU		0
#define DISPLAY		1
#define BIAS		2
#define HOLE		3
#define DDR		4
#define IO		5
#define COUNT		6

static const struct scmi_voltage_proto_ops *voltage_ops(void)
{
	return ops_bound.ops;
}

static void voltage_ids(struct kunit *test)
{
	const struct scmi_voltage_proto_ops *ops = voltage_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	u32 config;
	s32 uv;

	KUNIT_EXPECT_EQ(test, ops->num_domains_get(ph), COUNT);
	KUNIT_EXPECT_NULL(test, ops->info_get(ph, HOLE));
	KUNIT_EXPECT_NULL(test, ops->info_get(ph, COUNT));
	KUNIT_EXPECT_EQ(test, ops->config_get(ph, HOLE, &config), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->level_get(ph, COUNT, &uv), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, HOLE, SCMI_VOLTAGE_LEVEL_SET_AUTO, 0),
			-EINVAL);
}

static void voltage_levels(struct kunit *test)
{
	const struct scmi_voltage_proto_ops *ops = voltage_ops();
	const struct scmi_voltage_info *info;

	info = ops->info_get(ops_bound.ph, BIAS);
	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_EXPECT_TRUE(test, info->segmented);
	KUNIT_EXPECT_TRUE(test, info->negative_volts_allowed);
	KUNIT_ASSERT_EQ(test, info->num_levels, 3);
	KUNIT_EXPECT_EQ(test, info->levels_uv[SCMI_VOLTAGE_SEGMENT_LOW], -1200000);
	KUNIT_EXPECT_EQ(test, info->levels_uv[SCMI_VOLTAGE_SEGMENT_STEP], 100000);

	info = ops->info_get(ops_bound.ph, DDR);
	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_EXPECT_FALSE(test, info->segmented);
	KUNIT_ASSERT_EQ(test, info->num_levels, 100);
	KUNIT_EXPECT_EQ(test, info->levels_uv[0], -3);
	KUNIT_EXPECT_EQ(test, info->levels_uv[99], 96);

	info = ops->info_get(ops_bound.ph, DISPLAY);
	KUNIT_ASSERT_NOT_NULL(test, info);
	KUNIT_EXPECT_STREQ(test, info->name, "vdd-display-and-its-bridge");
	KUNIT_EXPECT_TRUE(test, info->async_level_set);
}

static void voltage_config(struct kunit *test)
{
	const struct scmi_voltage_proto_ops *ops = voltage_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	u32 config = 0;

	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DISPLAY, SCMI_VOLTAGE_ARCH_STATE_ON), 0);
	KUNIT_EXPECT_EQ(test, ops->config_get(ph, DISPLAY, &config), 0);
	KUNIT_EXPECT_EQ(test, config, SCMI_VOLTAGE_ARCH_STATE_ON);
	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DISPLAY, SCMI_VOLTAGE_ARCH_STATE_OFF), 0);
	KUNIT_EXPECT_EQ(test, ops->config_get(ph, DISPLAY, &config), 0);
	KUNIT_EXPECT_EQ(test, config, SCMI_VOLTAGE_ARCH_STATE_OFF);

	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DDR, 8), 0);
	KUNIT_EXPECT_EQ(test, ops->config_get(ph, DDR, &config), 0);
	KUNIT_EXPECT_EQ(test, config, 8);
	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DDR, SCMI_VOLTAGE_ARCH_STATE_ON), 0);
	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DDR, 9), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->config_set(ph, DDR, 16), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->config_set(ph, IO, SCMI_VOLTAGE_ARCH_STATE_OFF), -EACCES);
}

static void voltage_set(struct kunit *test)
{
	static const struct {
		u32 id;
		enum scmi_voltage_level_mode mode;
		s32 uv;
	} sets[] = {
		{ CPU, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1200000 },
		{ BIAS, SCMI_VOLTAGE_LEVEL_SET_AUTO, -1200000 },
		{ DISPLAY, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1100000 },
		{ DISPLAY, SCMI_VOLTAGE_LEVEL_SET_SYNC, 1000000 },
		{ DDR, SCMI_VOLTAGE_LEVEL_SET_AUTO, -2 },
	};
	const struct scmi_voltage_proto_ops *ops = voltage_ops();
	struct scmi_protocol_handle *ph = ops_bound.ph;
	unsigned int i;
	s32 before, uv;

	for (i = 0; i < ARRAY_SIZE(sets); i++) {
		before = 0;
		uv = 0;
		KUNIT_EXPECT_EQ(test, ops->level_get(ph, sets[i].id, &before), 0);
		KUNIT_EXPECT_EQ(test, ops->level_set(ph, sets[i].id, sets[i].mode,
						     sets[i].uv), 0);
		KUNIT_EXPECT_EQ(test, ops->level_get(ph, sets[i].id, &uv), 0);
		KUNIT_EXPECT_EQ(test, uv, sets[i].uv);
		KUNIT_EXPECT_EQ(test, ops->level_set(ph, sets[i].id, sets[i].mode, before), 0);
	}
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, BIAS, SCMI_VOLTAGE_LEVEL_SET_AUTO, 5), -EINVAL);
	KUNIT_EXPECT_EQ(test, ops->level_set(ph, IO, SCMI_VOLTAGE_LEVEL_SET_AUTO, 1800000),
			-EACCES);
}

static const struct kunit_case ops_voltage_cases[] = {
	{ voltage_ids, "voltage: ids without a domain are none" },
	{ voltage_levels, "voltage: levels are lists and ranges, also negative ones" },
	{ voltage_config, "voltage: a domain is turned on, off, and into a vendor's state" },
	{ voltage_set, "voltage: a level is set, at once and later" },
	{ }
};

OPS_PROTOCOL(voltage, SCMI_PROTOCOL_VOLTAGE);
