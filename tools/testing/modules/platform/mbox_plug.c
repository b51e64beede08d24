// SPDX-License-Identifier: GPL-2.0-only
/* The agent's device: from the devicetree that there is, or from an overlay. */

#include <linux/kernel_read_file.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "mbox.h"

/**
 * DOC: Nodes
 *
 * With "node=PATH" the agent's node is in the devicetree already. If it is
 * where the kernel made no device of it, such as below a node that is no bus,
 * plugging makes the device, and unplugging destroys it; else they bind and
 * unbind its driver.
 *
 * With "dt=FILE", plugging applies an overlay and unplugging removes it: what dtc(1)
 * makes of text in which the agent's node is /NAME.
 */

#define TMB_FDT_MAX	65536

/**
 * tmb_overlay_load() - take another overlay
 * @host: platform that is not plugged
 * @path: the file
 *
 * Context: Process context, sleeps.
 * Return: 0, or why it cannot be read.
 */
int tmb_overlay_load(struct tmb_host *host, const char *path)
{
	void *fdt = NULL;
	ssize_t size = kernel_read_file_from_path(path, 0, &fdt, TMB_FDT_MAX,
						  NULL, READING_UNKNOWN);

	if (size < 0)
		return size;
	vfree(host->fdt);
	host->fdt = fdt;
	host->fdt_size = size;
	return 0;
}

static void tmb_overlay_remove(struct tmb_host *host)
{
	if (host->overlay && of_overlay_remove(&host->overlay))
		pr_warn("%s: the overlay stays\n", tp_name(host->tp));
	host->overlay = 0;
}

static int tmb_overlay_apply(struct tmb_host *host)
{
	int ret;

	if (!host->fdt)
		return -ENOENT;
	ret = of_overlay_fdt_apply(host->fdt, host->fdt_size, &host->overlay,
				   NULL);
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
 * Return: 0; -ENOENT without a node or an overlay, -ENODEV when it names no mailbox or its
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
