// SPDX-License-Identifier: GPL-2.0-only
/* The agent's device: from the devicetree that there is, or from an overlay. */

#include <linux/bitmap.h>
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "mbox.h"
#include "mbox_fdt.h"

/**
 * DOC: Nodes
 *
 * With "node=PATH" the agent's node is in the devicetree already. If it is
 * where the kernel made no device of it, such as below a node that is no bus,
 * plugging makes the device, and unplugging destroys it; else they bind and
 * unbind its driver.
 *
 * Without, plugging applies an overlay and unplugging removes it: of the text
 * that was given with "dt", or of a template. It needs memory that is not in
 * the kernel's linear mapping, which cannot be mapped as a device's: a node
 * that is compatible with "scmi-agent,test-memory", or the parameter "memory".
 */

#define TMB_SLOT_SIZE	0x2000
#define TMB_SLOTS	8

static unsigned long memory;
module_param(memory, ulong, 0444);
MODULE_PARM_DESC(memory,
		 "Physical address of 64 KiB that the kernel does not use, for shared areas of overlays (default: from the devicetree)");

static DEFINE_MUTEX(tmb_slots_lock);
static DECLARE_BITMAP(tmb_slots, TMB_SLOTS) __guarded_by(&tmb_slots_lock);

static u64 tmb_memory_find(void)
{
	struct device_node *np;
	struct resource res;
	u64 start = memory;

	np = of_find_compatible_node(NULL, NULL, "scmi-agent,test-memory");
	if (!start && np && !of_address_to_resource(np, 0, &res) &&
	    resource_size(&res) >= TMB_SLOTS * TMB_SLOT_SIZE)
		start = res.start;
	of_node_put(np);
	return start;
}

static int tmb_slot_get(void)
{
	int slot;

	guard(mutex)(&tmb_slots_lock);

	slot = find_first_zero_bit(tmb_slots, TMB_SLOTS);
	if (slot == TMB_SLOTS)
		return -1;
	__set_bit(slot, tmb_slots);
	return slot;
}

static void tmb_slot_put(int slot)
{
	guard(mutex)(&tmb_slots_lock);

	__clear_bit(slot, tmb_slots);
}

static void *tmb_overlay_make(struct tmb_host *host, u32 *size)
{
	u64 start = tmb_memory_find();
	const char *wrong = NULL;
	void *fdt;

	if (!start) {
		pr_warn("%s: no memory for shared areas\n", tp_name(host->tp));
		return ERR_PTR(-ENOMEM);
	}
	if (!host->text)
		host->text = tmb_template(tp_name(host->tp), host->layout,
					  host->own);
	if (!host->text)
		return ERR_PTR(-ENOMEM);
	fdt = tmb_text_to_overlay(host->text,
				  start + host->slot * TMB_SLOT_SIZE, size,
				  &wrong);
	if (wrong)
		pr_warn("%s: devicetree text: %s\n", tp_name(host->tp), wrong);
	return fdt ?: ERR_PTR(-ENOMEM);
}

static void tmb_overlay_remove(struct tmb_host *host)
{
	if (host->overlay && of_overlay_remove(&host->overlay))
		pr_warn("%s: the overlay stays\n", tp_name(host->tp));
	host->overlay = 0;
	if (host->slot >= 0)
		tmb_slot_put(host->slot);
	host->slot = -1;
}

static int tmb_overlay_apply(struct tmb_host *host)
{
	void *fdt;
	u32 size;
	int ret;

	host->slot = tmb_slot_get();
	if (host->slot < 0)
		return -EBUSY;
	fdt = tmb_overlay_make(host, &size);
	if (IS_ERR(fdt)) {
		tmb_overlay_remove(host);
		return PTR_ERR(fdt);
	}
	ret = of_overlay_fdt_apply(fdt, size, &host->overlay, NULL);
	kfree(fdt);
	if (ret)
		tmb_overlay_remove(host);
	return ret;
}

static struct device_node *tmb_node(struct tmb_host *host)
{
	struct device_node *np;
	char *path;

	if (host->path)
		return of_find_node_by_path(host->path);
	path = kasprintf(GFP_KERNEL, "/%s", tp_name(host->tp));
	if (!path)
		return NULL;
	np = of_find_node_by_path(path);
	kfree(path);
	return np;
}

/* Now that somebody answers, let the driver try, for the first time or again. */
static int tmb_device_attach(struct tmb_host *host)
{
	struct platform_device *pdev = of_find_device_by_node(host->np);
	int ret;

	if (!pdev) {
		host->pdev = of_platform_device_create(host->np, NULL, NULL);
		return host->pdev ? 0 : -ENODEV;
	}
	/* That it fails is the driver's business. */
	ret = device_attach(&pdev->dev);
	dev_dbg(&pdev->dev, "attached: %d\n", ret);
	put_device(&pdev->dev);
	return 0;
}

static void tmb_device_detach(struct tmb_host *host)
{
	struct platform_device *pdev;

	if (host->pdev) {
		of_platform_device_destroy(&host->pdev->dev, NULL);
		host->pdev = NULL;
		return;
	}
	if (host->overlay)
		return;
	pdev = of_find_device_by_node(host->np);
	if (!pdev)
		return;
	device_release_driver(&pdev->dev);
	put_device(&pdev->dev);
}

/**
 * tmb_unplug() - make the agent's device go
 * @data: platform
 *
 * Context: Process context, sleeps; drivers unbind.
 */
void tmb_unplug(void *data)
{
	struct tmb_host *host = data;

	if (host->np)
		tmb_device_detach(host);
	of_node_put(host->np);
	host->np = NULL;
	tmb_overlay_remove(host);
	tmb_host_unwire(host);
}

/**
 * tmb_plug() - make the agent's device appear
 * @data: platform
 *
 * Context: Process context, sleeps; drivers probe.
 * Return: 0; -ENOENT without a node, -ENODEV when it names no mailbox or its
 *	   device cannot be made; what of_overlay_fdt_apply() says.
 */
int tmb_plug(void *data)
{
	struct tmb_host *host = data;
	int ret = host->path ? 0 : tmb_overlay_apply(host);

	if (ret)
		return ret;
	host->np = tmb_node(host);
	ret = host->np ? tmb_host_wire(host) : -ENOENT;
	if (!ret)
		ret = tmb_device_attach(host);
	if (ret)
		tmb_unplug(host);
	return ret;
}
