// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

/* Neither declared in a header nor static. */
int scmi_agent_undeclared(unsigned long value)
{
	int unused;

	pr_info("%d\n", value);
	return 0;
}

MODULE_DESCRIPTION("Warns");
MODULE_LICENSE("GPL");
