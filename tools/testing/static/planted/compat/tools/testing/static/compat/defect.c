// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(defect_mutex);

static int __init defect_init(void)
{
	guard(mutex)(&defect_mutex);
	return scmi_agent_no_such_function();
}
module_init(defect_init);

MODULE_DESCRIPTION("Calls what no header declares");
MODULE_LICENSE("GPL");
