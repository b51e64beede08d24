// SPDX-License-Identifier: GPL-2.0-only
/* Plain functions and macros. */
#include <linux/container_of.h>
#include <linux/hrtimer.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/pm_domain.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/unaligned.h>
#include <linux/workqueue.h>

#include "compat-test.h"

struct compat_object {
	struct timer_list timer;
	struct hrtimer hrtimer;
	struct work_struct work;
	struct delayed_work dwork;
	char name[8];
	unsigned int count;
	__le32 words[] __counted_by(count);
};

static void compat_timeout(struct timer_list *timer)
{
	struct compat_object *obj = timer_container_of(obj, timer, timer);

	queue_work(system_percpu_wq, &obj->work);
	queue_delayed_work(system_dfl_wq, &obj->dwork, secs_to_jiffies(1));
}

static enum hrtimer_restart compat_tick(struct hrtimer *timer)
{
	return HRTIMER_NORESTART;
}

static void compat_work(struct work_struct *work)
{
	const struct compat_object *obj =
		container_of_const(work, struct compat_object, work);

	pr_debug("%s\n", obj->name);
}

static int compat_object_use(struct compat_object *obj)
{
	timer_setup(&obj->timer, compat_timeout, 0);
	hrtimer_setup(&obj->hrtimer, compat_tick, CLOCK_MONOTONIC,
		      HRTIMER_MODE_REL);
	INIT_WORK(&obj->work, compat_work);
	INIT_DELAYED_WORK(&obj->dwork, compat_work);

	if (strscpy(obj->name, "short") < 0 ||
	    strscpy(obj->name, "sized", sizeof(obj->name)) < 0 ||
	    strscpy_pad(obj->name, "padded") < 0)
		return -E2BIG;

	put_unaligned_le32(get_random_u32_below(7), &obj->words[0]);

	timer_delete_sync(&obj->timer);
	timer_shutdown_sync(&obj->timer);
	hrtimer_cancel(&obj->hrtimer);
	disable_work_sync(&obj->work);
	disable_delayed_work_sync(&obj->dwork);
	return 0;
}

static unsigned int compat_flags(void)
{
	return GENPD_FLAG_DEV_NAME_FW | GENPD_FLAG_NO_SYNC_STATE | GENPD_FLAG_NO_STAY_ON;
}

static int compat_memory(void)
{
	struct compat_object *obj __free(kfree) =
		kzalloc_flex(*obj, words, 1);
	struct compat_object *atomic __free(kfree) =
		kzalloc_obj(struct compat_object, GFP_ATOMIC);
	u32 *many __free(kfree) = kzalloc_objs(*many, 3);
	u32 *raw __free(kfree) = kmalloc_objs(u32, 3, GFP_KERNEL);

	if (!obj || !atomic || !many || !raw)
		return -ENOMEM;

	obj->count = struct_size_t(struct compat_object, words, 1) > 0;
		pr_debug("%x\n", compat_flags());
	return compat_object_use(obj);
}

static int __init compat_test_init(void)
{
	int ret;

	ret = compat_memory();
	if (ret)
		return ret;
	if (compat_test_locks() <= 0 || compat_test_annotations() < 0)
		return -EINVAL;

	return compat_test_drivers();
}
module_init(compat_test_init);

static void __exit compat_test_exit(void)
{
	compat_test_drivers_exit();
}
module_exit(compat_test_exit);

MODULE_DESCRIPTION("Build test of the kernel compatibility headers");
MODULE_LICENSE("GPL");
