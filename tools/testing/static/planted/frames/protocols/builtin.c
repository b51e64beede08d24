// SPDX-License-Identifier: GPL-2.0-only
const struct scmi_protocol * const scmi_builtin_protocols[] = {
	&scmi_known_protocol,
	&scmi_dummy_protocol,
	NULL
};
