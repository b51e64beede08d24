/* SPDX-License-Identifier: GPL-2.0-only */
/* What the client of vendor.c's protocol sees of it. */
#ifndef _SCMI_AGENT_TEST_VENDOR_H
#define _SCMI_AGENT_TEST_VENDOR_H

#include <linux/types.h>

struct scmi_protocol_handle;

#define TEST_VENDOR_PROTOCOL	0x80

/**
 * struct test_vendor_ops - operations of the protocol
 * @get: two words that the platform tells
 */
struct test_vendor_ops {
	int (*get)(const struct scmi_protocol_handle *ph, u32 *words);
};

#endif /* _SCMI_AGENT_TEST_VENDOR_H */
