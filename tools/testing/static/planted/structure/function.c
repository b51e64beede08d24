// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/types.h>
#include <linux/module.h>

static int long_function(int *counter)
{
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	(*counter)++;
	return *counter;
}

static int __init defect_init(void)
{
	return 0;
}
module_init(defect_init);
MODULE_LICENSE("GPL");
