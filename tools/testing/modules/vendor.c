// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vendor's protocol and its only user, in one module.
 *
 * /sys/module/scmi_agent_test_vendor/parameters/
 *	id	protocol id, on load
 *	broken	on load: its initialisation fails
 *	inits	how often it was initialised, failures included
 *	exits	how often it was cleaned up while the module could not go
 */

#include <linux/err.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>

#include "protocol.h"

static unsigned int id = 0x80;
module_param(id, uint, 0444);
MODULE_PARM_DESC(id, "Protocol id, 0..255");

static bool broken;
module_param(broken, bool, 0444);
MODULE_PARM_DESC(broken, "Let the initialisation fail");

static unsigned int inits;
module_param(inits, uint, 0444);
MODULE_PARM_DESC(inits, "How often the protocol was initialised");

static unsigned int exits;
module_param(exits, uint, 0444);
MODULE_PARM_DESC(exits, "How often the protocol was cleaned up");

static int vendor_instance_init(struct scmi_protocol_handle *ph)
{
	inits++;
	return broken ? -EIO : 0;
}

static void vendor_instance_deinit(struct scmi_protocol_handle *ph)
{
	exits += module_refcount(THIS_MODULE) > 0;
}

/* The core wants something to hand out. */
static const int vendor_ops;

static struct scmi_protocol vendor_protocol = {
	.owner = THIS_MODULE,
	.version = SCMI_VERSION(1, 0),
	.instance_init = vendor_instance_init,
	.instance_deinit = vendor_instance_deinit,
	.ops = &vendor_ops,
};

static int vendor_probe(struct scmi_device *sdev)
{
	struct scmi_protocol_handle *ph;
	const void *ops;

	ops = sdev->handle->devm_protocol_get(sdev, sdev->protocol_id, &ph);
	return PTR_ERR_OR_ZERO(ops);
}

static struct scmi_device_id vendor_ids[] = {
	{ 0, "vendor" },
	{ }
};

static struct scmi_driver vendor_driver = {
	.name = "scmi-agent-test-vendor",
	.probe = vendor_probe,
	.id_table = vendor_ids,
};

static int __init vendor_init(void)
{
	int ret;

	if (!id || id > 0xff)
		return -EINVAL;
	vendor_protocol.id = id;
	vendor_ids[0].protocol_id = id;
	ret = scmi_protocol_register(&vendor_protocol);
	if (ret)
		return ret;
	ret = scmi_register(&vendor_driver);
	if (ret)
		scmi_protocol_unregister(&vendor_protocol);
	return ret;
}
module_init(vendor_init);

static void __exit vendor_exit(void)
{
	scmi_unregister(&vendor_driver);
	scmi_protocol_unregister(&vendor_protocol);
}
module_exit(vendor_exit);

MODULE_DESCRIPTION("A vendor's SCMI protocol, for tests");
MODULE_LICENSE("GPL");
