// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi-agent-test-mbox: platforms that are reached by mailboxes and shared
 * memory, all of it in this kernel.
 *
 *	add NAME mailbox node=PATH|dt=FILE ...
 */

#include <linux/err.h>
#include <linux/kernel_read_file.h>
#include <linux/module.h>
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

#define TMB_SLOTS_DELAYED	64
#define TMB_FDT_MAX		65536

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

static void tmb_unplug(void *data)
{
	struct tmb_host *host = data;

	if (host->np)
		tmb_device_detach(host);
	of_node_put(host->np);
	host->np = NULL;
	tmb_overlay_remove(host);
	tmb_host_unwire(host);
}

/* -ENOENT without a node or an overlay, -ENODEV without mailboxes or when it cannot be made. */
static int tmb_plug(void *data)
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

static void tmb_destroy(void *data)
{
	struct tmb_host *host = data;

	vfree(host->fdt);
	kfree(host->path);
	kvfree(host);
}

static void *tmb_create(struct tp_platform *tp, struct tp_args *args)
{
	struct tmb_host *host = kvzalloc(sizeof(*host), GFP_KERNEL);
	const char *path = tp_arg(args, "node");
	const char *dt = tp_arg(args, "dt");

	if (!host)
		return ERR_PTR(-ENOMEM);
	host->tp = tp;
	spin_lock_init(&host->lock);
	if (dt && tmb_overlay_load(host, dt)) {
		strscpy(args->error, "dt=, expected a file");
		tmb_destroy(host);
		return ERR_PTR(-EINVAL);
	}
	if (!path)
		return host;
	host->path = kstrdup(path, GFP_KERNEL);
	if (host->path)
		return host;
	tmb_destroy(host);
	return ERR_PTR(-ENOMEM);
}

/* Rings are made with the messages. */
static void tmb_signal(void *data, u64 now)
{
}

static void tmb_stats(void *data, struct scmip_text *answer)
{
	int i;

	for (i = 0; i < TMB_COUNTERS; i++) {
		scmip_text_str(answer, " ");
		scmip_text_str(answer, tmb_count_names[i]);
		scmip_text_str(answer, "=");
		scmip_text_u64(answer, tmb_counted(data, i));
	}
}

static struct tp_kind tmb_kind = {
	.name = "mailbox",
	.owner = THIS_MODULE,
	.slots = TMB_PAIRS + TMB_SLOTS_DELAYED,
	.msg_max = TMB_MSG_MAX,
	.verbs = tmb_verbs,
	.memory = tmb_memory_get,
	.create = tmb_create,
	.destroy = tmb_destroy,
	.plug = tmb_plug,
	.unplug = tmb_unplug,
	.process = tmb_process,
	.reply = tmb_reply,
	.event = tmb_event,
	.signal = tmb_signal,
	.stats = tmb_stats,
};

static int __init tmb_init(void)
{
	int ret = platform_driver_register(&tmb_ctrl_driver);

	if (ret)
		return ret;
	ret = tp_register_kind(&tmb_kind);
	if (ret)
		platform_driver_unregister(&tmb_ctrl_driver);
	return ret;
}
module_init(tmb_init);

static void __exit tmb_exit(void)
{
	tp_unregister_kind(&tmb_kind);
	platform_driver_unregister(&tmb_ctrl_driver);
	tmb_lines_free();
	tmb_memory_unmap();
}
module_exit(tmb_exit);

MODULE_DESCRIPTION("SCMI agent: platforms behind mailboxes, for tests");
MODULE_LICENSE("GPL");
