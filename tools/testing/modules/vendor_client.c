// SPDX-License-Identifier: GPL-2.0-only
/*
 * The client of vendor.c's protocol.
 *
 * /sys/module/scmi_agent_test_vendor_client/parameters/
 *	words	what the platform that was bound last has told
 */

#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>

#include "vendor.h"

static unsigned int words[2];
module_param_array(words, uint, NULL, 0444);
MODULE_PARM_DESC(words, "What the platform has told");

static int vendor_probe(struct scmi_device *sdev)
{
	const struct test_vendor_ops *ops;
	struct scmi_protocol_handle *ph;

	ops = sdev->handle->devm_protocol_get(sdev, sdev->protocol_id, &ph);
	return IS_ERR(ops) ? PTR_ERR(ops) : ops->get(ph, words);
}

static const struct scmi_device_id vendor_ids[] = {
	{ TEST_VENDOR_PROTOCOL, "vendor" },
	{ }
};
MODULE_DEVICE_TABLE(scmi, vendor_ids);

static struct scmi_driver vendor_driver = {
	.name = "scmi-agent-test-vendor",
	.probe = vendor_probe,
	.id_table = vendor_ids,
};
module_scmi_driver(vendor_driver);

MODULE_DESCRIPTION("The client of a vendor's SCMI protocol, for tests");
MODULE_LICENSE("GPL");
