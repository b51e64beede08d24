// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power domains: how long they live.
 */

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "genpd.h"
#include "names.h"

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

/* More domains than any machine has. */
#define SCMI_PD_MAX	1024U

/* After this long a function that was called is over. */
#define SCMI_PD_REAP	(HZ / 10)

static DEFINE_MUTEX(scmi_pd_orphans_lock);
static LIST_HEAD(scmi_pd_orphans);

/* Devices that were detached, and still hold the module. */
static atomic_t scmi_pd_detached;

/**
 * scmi_pds_alloc() - room for the domains of an instance
 * @sdev: the client's device
 * @kind: what their names begin with, "" or a word and a colon; kept
 * @count: domains that the platform tells; if they are too many, that is said, and those
 *	   with the lowest ids are used
 *
 * Context: Process context, sleeps.
 * Return: domains, none of them registered; freed by scmi_pds_release(); NULL: no memory.
 */
struct scmi_pds *scmi_pds_alloc(struct scmi_device *sdev, const char *kind, u32 count)
{
	struct scmi_pds *pds;
	size_t head;
	u32 i;

	if (count > SCMI_PD_MAX)
		dev_warn(&sdev->dev, "%u domains, only the first %u are used\n", count,
			 SCMI_PD_MAX);
	count = min(count, SCMI_PD_MAX);
	head = struct_size(pds, pd, count);
	/* Counts come from the platform: too many for kmalloc() are no bug of ours. */
	pds = kvzalloc(head + count * sizeof(*pds->onecell.domains), GFP_KERNEL);
	if (!pds)
		return NULL;
	pds->dev = &sdev->dev;
	pds->kind = kind;
	pds->count = count;
	pds->onecell.num_domains = count;
	pds->onecell.domains = (void *)pds + head;
	init_rwsem(&pds->use);
	for (i = 0; i < count; i++) {
		pds->pd[i].pds = pds;
		pds->pd[i].id = i;
	}
	return pds;
}

/* The framework makes a directory of each name: kinds, instances and ids have to differ. */
static void scmi_pd_name(struct scmi_pd *pd, const char *theirs)
{
	const struct scmi_handle *handle = to_scmi_dev(pd->pds->dev)->handle;
	const char *instance = dev_name(handle->dev);
	const char *number = scmi_client_number(handle);
	char name[SCMI_MAX_STR_SIZE];
	u32 i;

	if (!scmi_client_name(name, sizeof(name), theirs, "/: "))
		snprintf(name, sizeof(name), "domain%u", pd->id);
	snprintf(pd->name, sizeof(pd->name), "%s%s%s%s", number ? instance : "",
		 number ? ":" : "", pd->pds->kind, name);
	for (i = 0; i < pd->id; i++) {
		if (strcmp(pd->pds->pd[i].name, pd->name))
			continue;
		snprintf(pd->name + strlen(pd->name), 12, ":%u", pd->id);
		return;
	}
}

/* The device in a domain is a part of it, and goes with it. */
static void scmi_pd_dev_release(struct device *dev)
{
}

/**
 * scmi_pd_register() - give a domain to the framework
 * @pd: domain, with what the framework may call; no consumer finds it before it has a
 *	provider
 * @name: the platform's name for it: any bytes, NUL terminated
 * @off: it is off now
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno.
 */
int scmi_pd_register(struct scmi_pd *pd, const char *name, bool off)
{
	int err;

	scmi_pd_name(pd, name);
	pd->genpd.name = pd->name;
	pd->genpd.flags |= GENPD_FLAG_DEV_NAME_FW | GENPD_FLAG_NO_SYNC_STATE |
			   GENPD_FLAG_NO_STAY_ON;
	err = pm_genpd_init(&pd->genpd, NULL, off);
	if (err)
		return err;
	/* 6.1.y puts that device and says nothing about its release. */
	if (!pd->genpd.dev.release)
		pd->genpd.dev.release = scmi_pd_dev_release;
	pd->registered = true;
	pd->pds->onecell.domains[pd->id] = &pd->genpd;
	return 0;
}

/* Does anybody keep it? The framework complains of what it does not give up: do not ask. */
static bool scmi_pd_is_used(struct scmi_pd *pd)
{
	return READ_ONCE(pd->genpd.device_count) || !list_empty(&pd->genpd.parent_links);
}

/*
 * Take away from the framework what nobody is attached to, children before their parents.
 * Return: how many stay. Those are nobody's: a later provider with the same node does not
 * take them for its own.
 */
static u32 scmi_pds_unregister(struct scmi_pds *pds)
{
	u32 i, left, before = U32_MAX;

	for (;;) {
		left = 0;
		for (i = pds->count; i--;) {
			struct scmi_pd *pd = &pds->pd[i];

			pd->genpd.provider = NULL;
			if (pd->registered && !scmi_pd_is_used(pd) &&
			    !pm_genpd_remove(&pd->genpd))
				pd->registered = false;
			left += pd->registered;
		}
		if (!left || left == before)
			return left;
		before = left;
	}
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
	dev_warn(pds->dev, "%u of %u domains have devices attached: those cannot be resumed\n",
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
