// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: mailbox transport, the device.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/platform_device.h>
#include <linux/pm.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "transports/mailbox.h"

/**
 * DOC: Mailbox transport
 *
 * A devicetree node "arm,scmi" is one SCMI instance. Each of its channels is an
 * area of shared memory and one or two mailboxes that serve as doorbells, one
 * for each direction. BASE's channels are described by the node itself; a
 * protocol's node may describe channels of its own.
 *
 * An area holds one message. A channel has at most one command in its area and
 * keeps the others in a queue; the code that takes a reply sends the next
 * command. Their time counts from their own doorbell. While they wait the
 * platform does not know of them, so they can be taken back at any time.
 *
 * The area is ours while its status says so, and only then is it written or
 * read for an answer. After a command that was not answered in time it is not
 * ours: nothing is written, and senders meanwhile wait as long as for an answer,
 * and get -ETIMEDOUT. The late answer frees the channel again. It is
 * counted and dropped: the transfer keeps its token until then.
 *
 * Everything that moves a channel on does so by scmi_mbox_pump(): interrupts,
 * senders, the timer, pollers. One of them works at a time; the others tell it
 * that they came and go. Nobody waits for the area with a lock held.
 *
 * An answer that is found when the time is over, without an interrupt, means
 * that the platform does not ring. Then, until it does, and with
 * arm,no-completion-irq, a timer looks for answers: after 20 microseconds, then
 * after longer and longer times up to 2 ms.
 *
 * Published before they can be reached: all of a channel exists before its
 * mailboxes are asked for, and interrupts that come before start() or after
 * stop() do nothing. Not all controllers wait, when a mailbox is freed, for an
 * interrupt that is being delivered, and some deliver it from a thread that may
 * be preempted meanwhile. So the memory that it gets to see is freed some time
 * after the device was unbound: when all interrupts are over, and when all tasks
 * have left whatever they were in. The module's exit waits for that, because its
 * text may be what they are in.
 */

#define SCMI_MBOX_TIMEOUT_MS	30
#define SCMI_MBOX_MAX_MSG	20

static unsigned int timeout_ms = SCMI_MBOX_TIMEOUT_MS;
module_param(timeout_ms, uint, 0644);
MODULE_PARM_DESC(timeout_ms,
		 "How long to wait for an answer, 1..600000 ms (arm,max-rx-timeout-ms overrides it; default 30)");

/* Where devices that went are freed; destroyed by the module's exit. */
static struct workqueue_struct *scmi_mbox_free_wq;

static void scmi_mbox_free_work(struct work_struct *work)
{
	struct scmi_mbox *smb = container_of(work, struct scmi_mbox, free);

	/* Interrupts and threads that found a mailbox before it was freed. */
	synchronize_rcu();
	synchronize_rcu_tasks();
	scmi_mbox_free_chans(smb);
	kfree(smb);
}

static struct scmi_mbox *scmi_mbox_alloc(struct device *dev, size_t fit)
{
	struct scmi_mbox *smb = kzalloc_obj(*smb);
	struct scmi_transport *tr;

	if (!smb)
		return NULL;
	smb->dev = dev;
	smb->no_irq = of_property_read_bool(dev->of_node,
					    "arm,no-completion-irq");
	INIT_LIST_HEAD(&smb->chans);
	INIT_WORK(&smb->free, scmi_mbox_free_work);

	tr = &smb->transport;
	tr->name = "mailbox";
	tr->ops = &scmi_mbox_ops;
	tr->max_msg = SCMI_MBOX_MAX_MSG;
	tr->serial = true;
	/* Platforms with a list to tell fill their area. */
	tr->max_msg_size = fit;
	tr->timeout_ms = clamp(timeout_ms, 1U, 600000U);
	scmi_agent_read_limits(dev, dev->of_node, tr, SCMI_TOKENS / 2, fit);
	return smb;
}

/* See DOC: nobody waits for that. */
static void scmi_mbox_free(struct scmi_mbox *smb)
{
	queue_work(scmi_mbox_free_wq, &smb->free);
}

static int scmi_mbox_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct scmi_mbox *smb;
	size_t fit;

	if (!dev->of_node)
		return -ENODEV;
	fit = scmi_mbox_fit(dev, dev->of_node);
	if (fit < SCMI_MSG_SIZE_MIN)
		return -EINVAL;
	smb = scmi_mbox_alloc(dev, fit);
	if (!smb)
		return -ENOMEM;
	platform_set_drvdata(pdev, smb);
	smb->inst = scmi_agent_instance_add(dev, dev->of_node, &smb->transport,
					    smb);
	if (IS_ERR(smb->inst)) {
		int ret = PTR_ERR(smb->inst);

		platform_set_drvdata(pdev, NULL);
		scmi_mbox_free(smb);
		return ret;
	}
	return 0;
}

static void scmi_mbox_remove(struct platform_device *pdev)
{
	struct scmi_mbox *smb = platform_get_drvdata(pdev);

	scmi_agent_instance_del(smb->inst);
	platform_set_drvdata(pdev, NULL);
	scmi_mbox_free(smb);
}

/* Past this point of a suspend most interrupts do not come. */
static int scmi_mbox_suspend_late(struct device *dev)
{
	scmi_mbox_set_polls(dev_get_drvdata(dev), SCMI_MBOX_POLL_SUSPEND, true);
	return 0;
}

static int scmi_mbox_resume_early(struct device *dev)
{
	scmi_mbox_set_polls(dev_get_drvdata(dev), SCMI_MBOX_POLL_SUSPEND,
			    false);
	return 0;
}

static const struct dev_pm_ops scmi_mbox_pm_ops = {
	LATE_SYSTEM_SLEEP_PM_OPS(scmi_mbox_suspend_late, scmi_mbox_resume_early)
};

static const struct of_device_id scmi_mbox_of_match[] = {
	{ .compatible = "arm,scmi" },
	{ }
};
MODULE_DEVICE_TABLE(of, scmi_mbox_of_match);

static struct platform_driver scmi_mbox_driver = {
	.probe = scmi_mbox_probe,
	.remove = scmi_mbox_remove,
	.driver = {
		.name = "scmi-agent-mailbox",
		.of_match_table = scmi_mbox_of_match,
		.pm = pm_sleep_ptr(&scmi_mbox_pm_ops),
	},
};

/*
 * The first one waits for its works, and they for whoever is in our text. Inline,
 * because gcc 12 does not align what only initialisation and exit call, and the
 * tracing of 7.3 warns of a function that is not aligned.
 */
static __always_inline void scmi_mbox_destroy_wqs(void)
{
	if (scmi_mbox_free_wq)
		destroy_workqueue(scmi_mbox_free_wq);
	if (scmi_mbox_wq)
		destroy_workqueue(scmi_mbox_wq);
}

/*
 * Nothing else says why there is no instance of a node that another driver has: it
 * is not offered to us.
 */
static void __init scmi_mbox_tell_taken(void)
{
	struct device_node *np;

	for_each_matching_node(np, scmi_mbox_of_match) {
		struct platform_device *pdev = of_find_device_by_node(np);
		const struct device_driver *drv;

		if (!pdev)
			continue;
		scoped_guard(device, &pdev->dev) {
			drv = pdev->dev.driver;
			if (drv && drv->owner != THIS_MODULE)
				dev_info(&pdev->dev,
					 "driver %s keeps this device, scmi-agent leaves it alone: see scmi-agent-takeover(8)\n",
					 drv->name);
		}
		put_device(&pdev->dev);
	}
}

static int __init scmi_mbox_init(void)
{
	int ret = -ENOMEM;

	scmi_mbox_wq = alloc_workqueue("scmi-agent-mailbox",
				       WQ_PERCPU | WQ_HIGHPRI | WQ_MEM_RECLAIM,
				       0);
	scmi_mbox_free_wq = alloc_workqueue("scmi-agent-mailbox-free",
					    WQ_UNBOUND, 0);
	if (scmi_mbox_wq && scmi_mbox_free_wq)
		ret = platform_driver_register(&scmi_mbox_driver);
	if (ret)
		scmi_mbox_destroy_wqs();
	else
		scmi_mbox_tell_taken();
	return ret;
}
module_init(scmi_mbox_init);

static void __exit scmi_mbox_exit(void)
{
	platform_driver_unregister(&scmi_mbox_driver);
	scmi_mbox_destroy_wqs();
}
module_exit(scmi_mbox_exit);

MODULE_DESCRIPTION("SCMI agent: mailbox transport");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
