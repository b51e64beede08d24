/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The protocols that can be answered. Another one is a line here; all else
 * about it is in files of its own, see Documentation/platform.rst.
 */
#ifndef SCMI_PLATFORM_PROTOCOLS_H
#define SCMI_PLATFORM_PROTOCOLS_H

/* Base comes first, and lists the others in this order. */
#define SCMIP_PROTOCOLS(X) \
	X(BASE, base) \
	X(POWER, power) \
	X(SYSTEM, system) \
	X(PERF, perf) \
	X(CLOCK, clock) \
	X(SENSOR, sensor) \
	X(RESET, reset) \
	X(VOLTAGE, voltage) \
	X(POWERCAP, powercap) \
	X(PINCTRL, pinctrl)

#define SCMIP_PROTOCOL_INDEX(_NAME, _name)	SCMIP_IDX_##_NAME,

enum scmip_proto_index {
	SCMIP_PROTOCOLS(SCMIP_PROTOCOL_INDEX)
	SCMIP_NUM_PROTOS
};

#endif /* SCMI_PLATFORM_PROTOCOLS_H */
