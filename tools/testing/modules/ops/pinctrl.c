// SPDX-License-Identifier: GPL-2.0-only
/* Operations of the PINCTRL protocol. */
#include <linux/scmi_agent_pinctrl.h>
#include <linux/scmi_protocol.h>

#include "ops.h"

/* Pins, groups and functions of test-soc. */
#define TX		0
#define RX		1
#define SD		2
#define FOREIGN		6
#define DENIED		7
#define HOLE		8
#define PINS		50
#define UART		0
#define WIDE		2
#define GROUPS		4
#define SERIAL		0
#define GPIO		2
#define FUNCTIONS	3

static const struct scmi_pinctrl_proto_ops *pinctrl_ops(void)
{
	return ops_bound.ops;
}

static const char *pinctrl_name(enum scmi_pinctrl_selector_type type, u32 id)
{
	const char *name;

	return pinctrl_ops()->name_get(ops_bound.ph, id, type, &name) ? "?" : name;
}

static void pinctrl_names(struct kunit *test)
{
	const struct scmi_pinctrl_proto_ops *ops = pinctrl_ops();

	KUNIT_EXPECT_EQ(test, ops->count_get(ops_bound.ph, PIN_TYPE), PINS);
	KUNIT_EXPECT_EQ(test, ops->count_get(ops_bound.ph, GROUP_TYPE), GROUPS);
	KUNIT_EXPECT_EQ(test, ops->count_get(ops_bound.ph, FUNCTION_TYPE), FUNCTIONS);
	KUNIT_EXPECT_STREQ(test, pinctrl_name(PIN_TYPE, RX), "uart_rx");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(PIN_TYPE, DENIED),
			   "reset-button-of-the-whole-board");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(PIN_TYPE, HOLE), "pin8");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(PIN_TYPE, PINS - 1), "pin49");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(PIN_TYPE, PINS), "?");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(GROUP_TYPE, WIDE), "wide");
	KUNIT_EXPECT_STREQ(test, pinctrl_name(FUNCTION_TYPE, GPIO), "gpio");
}

static void pinctrl_members(struct kunit *test)
{
	const struct scmi_pinctrl_proto_ops *ops = pinctrl_ops();
	struct scmi_agent_pinctrl_info info = {};
	const unsigned int *ids = NULL;
	unsigned int num = 0;

	KUNIT_ASSERT_EQ(test, ops->group_pins_get(ops_bound.ph, WIDE, &ids, &num), 0);
	KUNIT_ASSERT_EQ(test, num, 40);
	KUNIT_EXPECT_EQ(test, ids[39], 49);
	KUNIT_ASSERT_EQ(test, ops->function_groups_get(ops_bound.ph, SERIAL, &num, &ids), 0);
	KUNIT_ASSERT_EQ(test, num, 2);
	KUNIT_EXPECT_EQ(test, ids[1], 3);
	KUNIT_ASSERT_EQ(test, ops->function_groups_get(ops_bound.ph, GPIO, &num, &ids), 0);
	KUNIT_EXPECT_EQ(test, num, 46);
	KUNIT_ASSERT_EQ(test, scmi_agent_pinctrl_info(ops_bound.ph, GPIO, FUNCTION_TYPE, &info),
			0);
	KUNIT_EXPECT_TRUE(test, info.of_pins && info.gpio);
	KUNIT_EXPECT_EQ(test, ops->group_pins_get(ops_bound.ph, GROUPS, &ids, &num), -EINVAL);
}

static void pinctrl_settings(struct kunit *test)
{
	enum scmi_pinctrl_conf_type types[] = { SCMI_PIN_DRIVE_STRENGTH, SCMI_PIN_OEM_START };
	enum scmi_pinctrl_conf_type all[8] = {};
	const struct scmi_pinctrl_proto_ops *ops = pinctrl_ops();
	u32 old[] = { 12, 0 }, new[] = { 6, 77 }, values[8] = {};
	unsigned int num = ARRAY_SIZE(all);

	KUNIT_EXPECT_EQ(test, ops->settings_conf(ops_bound.ph, SD, PIN_TYPE, 2, types, new), 0);
	KUNIT_ASSERT_EQ(test, ops->settings_get_all(ops_bound.ph, SD, PIN_TYPE, &num, all,
						    values), 0);
	KUNIT_EXPECT_EQ(test, num, 4);
	KUNIT_EXPECT_EQ(test, all[2], SCMI_PIN_OEM_START);
	KUNIT_EXPECT_EQ(test, values[1], 6);
	KUNIT_EXPECT_EQ(test, values[2], 77);
	KUNIT_EXPECT_EQ(test, ops->settings_conf(ops_bound.ph, SD, PIN_TYPE, 2, types, old), 0);
	KUNIT_EXPECT_EQ(test, ops->settings_get_one(ops_bound.ph, SD, PIN_TYPE, types[0],
						    values), 0);
	KUNIT_EXPECT_EQ(test, values[0], 12);
	KUNIT_EXPECT_EQ(test, ops->settings_get_one(ops_bound.ph, SD, PIN_TYPE,
						    SCMI_PIN_SLEW_RATE, values), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->settings_conf(ops_bound.ph, DENIED, PIN_TYPE, 1, types, old),
			-EOPNOTSUPP);
}

static void pinctrl_owners(struct kunit *test)
{
	const struct scmi_pinctrl_proto_ops *ops = pinctrl_ops();

	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, TX), 0);
	KUNIT_EXPECT_EQ(test, ops->pin_free(ops_bound.ph, TX), 0);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, FOREIGN), -EBUSY);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, DENIED), -EACCES);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, HOLE), -ENOENT);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, PINS), -EINVAL);
	KUNIT_EXPECT_EQ(test, scmi_agent_pinctrl_set_permissions(ops_bound.ph, 1, RX, PIN_TYPE,
								 false), 0);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, RX), -EACCES);
	KUNIT_EXPECT_EQ(test, scmi_agent_pinctrl_set_permissions(ops_bound.ph, 1, RX, PIN_TYPE,
								 true), 0);
	KUNIT_EXPECT_EQ(test, ops->pin_request(ops_bound.ph, RX), 0);
	KUNIT_EXPECT_EQ(test, ops->pin_free(ops_bound.ph, RX), 0);
}

/* A platform has no way to take a function away. */
static void pinctrl_functions(struct kunit *test)
{
	const struct scmi_pinctrl_proto_ops *ops = pinctrl_ops();
	u32 function = 0;

	KUNIT_EXPECT_EQ(test, ops->mux_set(ops_bound.ph, SERIAL, UART), 0);
	KUNIT_EXPECT_EQ(test, scmi_agent_pinctrl_mux_get(ops_bound.ph, UART, GROUP_TYPE,
							 &function), 0);
	KUNIT_EXPECT_EQ(test, function, SERIAL);
	KUNIT_EXPECT_EQ(test, scmi_agent_pinctrl_mux_pin(ops_bound.ph, GPIO, PINS - 1), 0);
	KUNIT_EXPECT_EQ(test, scmi_agent_pinctrl_mux_get(ops_bound.ph, PINS - 1, PIN_TYPE,
							 &function), 0);
	KUNIT_EXPECT_EQ(test, function, GPIO);
	KUNIT_EXPECT_EQ(test, ops->mux_set(ops_bound.ph, SERIAL, WIDE), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->mux_set(ops_bound.ph, FUNCTIONS, UART), -EINVAL);
}

static const struct kunit_case ops_pinctrl_cases[] = {
	{ pinctrl_names, "pinctrl: all have names" },
	{ pinctrl_members, "pinctrl: groups have pins, functions groups or pins" },
	{ pinctrl_settings, "pinctrl: settings are changed and read" },
	{ pinctrl_owners, "pinctrl: pins are requested and released" },
	{ pinctrl_functions, "pinctrl: functions are selected" },
	{ }
};

OPS_PROTOCOL(pinctrl, SCMI_PROTOCOL_PINCTRL);
