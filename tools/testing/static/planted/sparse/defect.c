// SPDX-License-Identifier: GPL-2.0-only
#include <linux/io.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct defect {
	__le32 word;
	int __rcu *published;
	void __iomem *regs;
};

static u32 defect_word(struct defect *d)
{
	return d->word;
}

static int defect_published(struct defect *d)
{
	return *d->published;
}

static u32 defect_register(struct defect *d)
{
	return *(u32 *)d->regs;
}

static u32 defect_none(struct defect *d)
{
	return le32_to_cpu(d->word) + readl(d->regs);
}

static int __init defect_init(void)
{
	struct defect *d = kzalloc(sizeof(*d), GFP_KERNEL);
	int sum;

	if (!d)
		return -ENOMEM;
	sum = defect_word(d) + defect_published(d) + defect_register(d) +
	      defect_none(d);
	kfree(d);
	return sum;
}
module_init(defect_init);

MODULE_DESCRIPTION("Mixes up types that only sparse tells apart");
MODULE_LICENSE("GPL");
