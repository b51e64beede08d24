// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

int scmi_agent_nowhere(void);

static int __init nowhere_init(void)
{
	return scmi_agent_nowhere();
}
module_init(nowhere_init);

MODULE_LICENSE("GPL");
