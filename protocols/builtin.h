/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The protocols of this module, for driver.c, which hands them to the registry.
 */
#ifndef _SCMI_AGENT_BUILTIN_H
#define _SCMI_AGENT_BUILTIN_H

#include "protocol.h"

extern const struct scmi_protocol scmi_base_protocol;
extern const struct scmi_protocol scmi_power_protocol;
extern const struct scmi_protocol scmi_system_protocol;
extern const struct scmi_protocol scmi_perf_protocol;
extern const struct scmi_protocol scmi_clock_protocol;
extern const struct scmi_protocol scmi_sensor_protocol;
extern const struct scmi_protocol scmi_reset_protocol;
extern const struct scmi_protocol scmi_voltage_protocol;
extern const struct scmi_protocol scmi_powercap_protocol;
extern const struct scmi_protocol scmi_pinctrl_protocol;

/* builtin.c: all of them, NULL at the end */
extern const struct scmi_protocol * const scmi_builtin_protocols[];

/* base.c */
int scmi_base_discover(const struct scmi_protocol_handle *ph,
		       struct scmi_base_info *info, unsigned long *offered);

#endif /* _SCMI_AGENT_BUILTIN_H */
