// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power domains: how long they live.
 */

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/dev_printk.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "genpd.h"

/**
 * DOC: Lifetime of power domains
 *
 * The framework does not give up a domain to which a device is attached. A consumer that
 * the devicetree describes is unbound before the client, and so detached. One that is
 * attached in another way may outlive the client: then the domains stay as they are, as
 * orphans, whose operations do nothing any more. The reaper frees the instance's domains
 * when the last device is detached.
 *
 * A device that is attached holds the module, whose functions the framework calls. It lets
 * go of it a moment after it was detached, from the reaper, which the module's exit waits
 * for: the function that the framework has called then has returned.
 *
 * Lock order: scmi_pd_orphans_lock, then the framework's, then the instance's use.
 */

/* After this long a function that was called is over. */
#define SCMI_PD_REAP	(HZ / 10)

static DEFINE_MUTEX(scmi_pd_orphans_lock);
static LIST_HEAD(scmi_pd_orphans);

/* Devices that were detached, and still hold the module. */
static atomic_t scmi_pd_detached;

/* Take away from the framework what nobody is attached to. Return: how many stay. */
static u32 scmi_pds_unregister(struct scmi_pds *pds)
{
	u32 i, left = 0;

	for (i = pds->count; i--;) {
		struct scmi_pd *pd = &pds->pd[i];

		/* The framework complains of what it does not give up: do not ask for it. */
		if (pd->registered && !READ_ONCE(pd->genpd.device_count) &&
		    !pm_genpd_remove(&pd->genpd))
			pd->registered = false;
		left += pd->registered;
	}
	return left;
}

static void scmi_pd_reap(struct work_struct *work)
{
	int detached = atomic_xchg(&scmi_pd_detached, 0);
	struct scmi_pds *pds, *next;

	scoped_guard(mutex, &scmi_pd_orphans_lock) {
		list_for_each_entry_safe(pds, next, &scmi_pd_orphans, node) {
			if (scmi_pds_unregister(pds))
				continue;
			list_del(&pds->node);
			kvfree(pds);
		}
	}
	while (detached--)
		module_put(THIS_MODULE);
}

static DECLARE_DELAYED_WORK(scmi_pd_reaper, scmi_pd_reap);

/**
 * scmi_pd_attach() - attach_dev() of struct generic_pm_domain
 * @genpd: domain
 * @dev: consumer
 *
 * Context: Process context.
 * Return: 0; -ENODEV when domain or module are going.
 */
int scmi_pd_attach(struct generic_pm_domain *genpd, struct device *dev)
{
	if (READ_ONCE(to_scmi_pd(genpd)->pds->gone) || !try_module_get(THIS_MODULE))
		return -ENODEV;
	return 0;
}

/**
 * scmi_pd_detach() - detach_dev() of struct generic_pm_domain
 * @genpd: domain; may be freed as soon as the reaper runs
 * @dev: consumer
 *
 * Context: Process context.
 */
void scmi_pd_detach(struct generic_pm_domain *genpd, struct device *dev)
{
	atomic_inc(&scmi_pd_detached);
	mod_delayed_work(system_freezable_wq, &scmi_pd_reaper, SCMI_PD_REAP);
}

/**
 * scmi_pds_release() - give up the domains of an instance
 * @pds: domains; freed now, or when the last device is detached. No device can be attached
 *	 any more, and none by the devicetree.
 *
 * On return the protocol is not used any more.
 *
 * Context: Process context, sleeps.
 */
void scmi_pds_release(struct scmi_pds *pds)
{
	u32 left;

	scoped_guard(rwsem_write, &pds->use)
		WRITE_ONCE(pds->gone, true);
	left = scmi_pds_unregister(pds);
	if (!left) {
		kvfree(pds);
		return;
	}
	dev_warn(pds->dev, "%u of %u power domains have devices attached: those cannot be resumed\n",
		 left, pds->count);
	scoped_guard(mutex, &scmi_pd_orphans_lock)
		list_add_tail(&pds->node, &scmi_pd_orphans);
	/* The last device may have been detached meanwhile. */
	mod_delayed_work(system_freezable_wq, &scmi_pd_reaper, SCMI_PD_REAP);
}

/**
 * scmi_pds_flush() - wait for the reaper
 *
 * Context: Process context, sleeps. The driver is unregistered.
 */
void scmi_pds_flush(void)
{
	flush_delayed_work(&scmi_pd_reaper);
}
