// SPDX-License-Identifier: GPL-2.0-only
/*
 * scmi-agent-test-mbox: platforms that are reached by mailboxes and shared
 * memory, all of it in this kernel.
 *
 *	add NAME mailbox node=PATH|dt=FILE ...
 */

#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "mbox.h"

#define TMB_SLOTS_DELAYED	64

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
}
module_exit(tmb_exit);

MODULE_DESCRIPTION("SCMI agent: platforms behind mailboxes, for tests");
MODULE_LICENSE("GPL");
