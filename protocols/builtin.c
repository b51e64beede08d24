// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the protocols that this module brings along.
 */

#include "builtin.h"

const struct scmi_protocol * const scmi_builtin_protocols[] = {
	&scmi_base_protocol,
	&scmi_power_protocol,
	&scmi_system_protocol,
	&scmi_perf_protocol,
	&scmi_clock_protocol,
	&scmi_sensor_protocol,
	&scmi_reset_protocol,
	&scmi_voltage_protocol,
	&scmi_powercap_protocol,
	&scmi_pinctrl_protocol,
	NULL
};
