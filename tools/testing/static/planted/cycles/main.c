// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

#include "defect.h"

static int __init defect_init(void)
{
	return upper() + lowest();
}
module_init(defect_init);

MODULE_DESCRIPTION("Calls up");
MODULE_LICENSE("GPL");
