// SPDX-License-Identifier: GPL-2.0-only
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/slab.h>

struct defect {
	struct mutex lock; /* protects @value */
	int value;
};

int defect_unbalanced(struct defect *d, int x)
{
	mutex_lock(&d->lock);
	if (x)
		return -EINVAL;
	mutex_unlock(&d->lock);
	return 0;
}

int defect_use_after_free(struct defect *d)
{
	kfree(d);
	return d->value;
}

int defect_leaked_node(struct device_node *parent)
{
	struct device_node *child;

	for_each_child_of_node(parent, child) {
		if (of_property_read_bool(child, "x"))
			return 1;
	}
	return 0;
}

int defect_null(struct defect *d)
{
	if (!d)
		return d->value;
	return 0;
}
