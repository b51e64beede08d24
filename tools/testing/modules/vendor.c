// SPDX-License-Identifier: GPL-2.0-only
/*
 * A vendor's protocol, in a module of its own. It is built twice, for two vendors; its
 * client is vendor_client.c.
 *
 * /sys/module/scmi_agent_test_vendor/parameters/
 *	id	protocol id, on load
 *	vendor	name of the vendor, on load
 *	sub	name of the sub-vendor, on load; none = any
 *	impl	version of the implementation, on load; 0 = any
 *	broken	on load: its initialisation fails
 *	inits	how often it was initialised, failures included
 *	exits	how often it was cleaned up while the module could not go
 */

#include <linux/module.h>
#include <linux/scmi_agent_protocol.h>

#include "vendor.h"

#ifdef TEST_OTHER
#define TEST_VENDOR	"OTHER"
#else
#define TEST_VENDOR	"ACME"
#endif

static unsigned int id = TEST_VENDOR_PROTOCOL;
module_param(id, uint, 0444);
MODULE_PARM_DESC(id, "Protocol id, 0..255");

static char *vendor = TEST_VENDOR;
module_param(vendor, charp, 0444);
MODULE_PARM_DESC(vendor, "Vendor's name");

static char *sub;
module_param(sub, charp, 0444);
MODULE_PARM_DESC(sub, "Sub-vendor's name");

static unsigned int impl;
module_param(impl, uint, 0444);
MODULE_PARM_DESC(impl, "Version of the implementation");

static bool broken;
module_param(broken, bool, 0444);
MODULE_PARM_DESC(broken, "Let the initialisation fail");

static unsigned int inits;
module_param(inits, uint, 0444);
MODULE_PARM_DESC(inits, "How often the protocol was initialised");

static unsigned int exits;
module_param(exits, uint, 0444);
MODULE_PARM_DESC(exits, "How often the protocol was cleaned up");

enum vendor_msg {
	VENDOR_GET = 0x3,
};

/* Tells two words; a platform that sends one only has 0 for the second. */
static int vendor_get(const struct scmi_protocol_handle *ph, u32 *words)
{
	__le32 answer[2];
	const struct scmi_agent_command cmd = {
		.msg = VENDOR_GET,
		.answer = answer,
		.answer_min = sizeof(answer[0]),
		.answer_max = sizeof(answer),
	};
	int ret = scmi_protocol_command(ph, &cmd);

	if (ret < 0)
		return ret;
	words[0] = le32_to_cpu(answer[0]);
	words[1] = le32_to_cpu(answer[1]);
	return 0;
}

static const struct test_vendor_ops vendor_ops = {
	.get = vendor_get,
};

static int vendor_instance_init(struct scmi_protocol_handle *ph)
{
	inits++;
	return broken ? -EIO : 0;
}

static void vendor_instance_deinit(struct scmi_protocol_handle *ph)
{
	exits += module_refcount(THIS_MODULE) > 0;
}

static struct scmi_protocol vendor_protocol = {
	.owner = THIS_MODULE,
	.version = SCMI_VERSION(1, 0),
	.instance_init = vendor_instance_init,
	.instance_deinit = vendor_instance_deinit,
	.ops = &vendor_ops,
};

static int __init vendor_init(void)
{
	if (!id || id > 0xff)
		return -EINVAL;
	vendor_protocol.id = id;
	vendor_protocol.vendor_id = vendor;
	vendor_protocol.sub_vendor_id = sub;
	vendor_protocol.impl_ver = impl;
	return scmi_protocol_register(&vendor_protocol);
}
module_init(vendor_init);

static void __exit vendor_exit(void)
{
	scmi_protocol_unregister(&vendor_protocol);
}
module_exit(vendor_exit);

MODULE_ALIAS("scmi-protocol-" __stringify(TEST_VENDOR_PROTOCOL) "-" TEST_VENDOR);
MODULE_DESCRIPTION("A vendor's SCMI protocol, for tests");
MODULE_LICENSE("GPL");
