// SPDX-License-Identifier: GPL-2.0-only
/* A protocol that nobody has invented a platform for, and one that has. */

const struct scmi_protocol scmi_dummy_protocol = {
	.id = 0x16,
};

const struct scmi_protocol scmi_known_protocol = {
	.id = 0x17,
};
