// SPDX-License-Identifier: GPL-2.0-only
/* The mailbox controller that the kernel sees. */

#include <linux/cleanup.h>
#include <linux/mailbox_controller.h>
#include <linux/of.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "mbox.h"

/**
 * DOC: The controller
 *
 * Devices of nodes that are compatible with "scmi-agent,test-mailbox", whose
 * #mbox-cells is 1. Further properties: "scmi-agent,mailboxes", how many there
 * are (16), and "scmi-agent,txdone", how the controller says that the other
 * side has heard: "irq", "poll", or "ack" (the client finds out, the default).
 *
 * A mailbox without a platform behind it is deferred.
 */

#define TMB_MAILBOXES		16
#define TMB_MAILBOXES_MAX	256

/**
 * struct tmb_ctrl - a controller
 * @mbox: for the mailbox core
 * @num: mailboxes
 * @acked: txdone method of mailboxes whose client finds out; 0: another one
 * @chans: as the mailbox core sees them
 */
struct tmb_ctrl {
	struct mbox_controller mbox;
	u32 num;
	unsigned int acked;
	struct mbox_chan chans[] __counted_by(num);
};

static int tmb_ctrl_send(struct mbox_chan *chan, void *data)
{
	struct tmb_line *line = chan->con_priv;

	guard(spinlock_irqsave)(&line->lock);

	if (line->pair) {
		line->rung = true;
		if (line->role == TMB_P2A || line->role == TMB_P2A_ACK)
			tmb_event_again(line->pair);
		tp_kick(line->pair->host->tp);
	} else {
		irq_work_queue(&line->taken);
	}
	return 0;
}

static bool tmb_ctrl_last_tx_done(struct mbox_chan *chan)
{
	struct tmb_line *line = chan->con_priv;

	guard(spinlock_irqsave)(&line->lock);

	return !line->rung;
}

/* Shall a request for a mailbox come back later? It shall while no platform is behind. */
static bool tmb_line_defers(struct tmb_line *line)
{
	struct tmb_host *host;

	guard(spinlock_irqsave)(&line->lock);

	if (!line->pair)
		return true;
	host = line->pair->host;
	tmb_count(host, TMB_REQUESTS);
	if (!tmb_nth(host, TMB_NTH_DEFER))
		return false;
	tmb_count(host, TMB_DEFERRED);
	if (tmb_is_on(host, TMB_DEFER_ALL))
		tmb_times(host, TMB_NTH_DEFER, 1);
	return true;
}

/* Shall the agent get a mailbox? Not with the request that was chosen to fail. */
static int tmb_line_request(struct tmb_line *line)
{
	guard(spinlock_irqsave)(&line->lock);

	if (line->pair && tmb_nth(line->pair->host, TMB_NTH_FAIL))
		return -EIO;
	return 0;
}

/* Shall there be an interrupt now, which is @moment? */
static bool tmb_line_moment(struct tmb_line *line, enum tmb_switch moment)
{
	guard(spinlock_irqsave)(&line->lock);

	return line->pair && tmb_is_on(line->pair->host, moment);
}

/* The agent has got a mailbox. */
static void tmb_line_opened(struct tmb_line *line)
{
	guard(spinlock_irqsave)(&line->lock);

	if (line->pair)
		tp_kick(line->pair->host->tp);
}

/*
 * The core makes a mailbox that is freed one to be polled, which has no timer here:
 * it would crash with the next client that does not say that it finds out.
 */
static void tmb_ctrl_restore(struct mbox_chan *chan)
{
	struct tmb_ctrl *ctrl = container_of(chan->mbox, struct tmb_ctrl, mbox);

	if (ctrl->acked)
		chan->txdone_method = ctrl->acked;
}

static int tmb_ctrl_startup(struct mbox_chan *chan)
{
	struct tmb_line *line = chan->con_priv;
	int ret = tmb_line_request(line);

	if (ret)
		return ret;
	tmb_ctrl_restore(chan);
	scoped_guard(spinlock_irqsave, &line->lock)
		line->open = true;
	if (tmb_line_moment(line, TMB_AT_STARTUP)) {
		tmb_line_ring(line, 0);
		tmb_line_sync(line);
	}
	tmb_line_opened(line);
	return 0;
}

static void tmb_ctrl_shutdown(struct mbox_chan *chan)
{
	struct tmb_line *line = chan->con_priv;

	if (tmb_line_moment(line, TMB_AT_SHUTDOWN)) {
		tmb_line_ring(line, 0);
		tmb_line_sync(line);
	}
	if (tmb_line_moment(line, TMB_ACROSS))
		tmb_line_ring_across(line, false);
	if (tmb_line_moment(line, TMB_ACROSS_THREAD))
		tmb_line_ring_across(line, true);
	scoped_guard(spinlock_irqsave, &line->lock) {
		line->open = false;
		line->rung = false;
	}
	hrtimer_cancel(&line->delayed);
	irq_work_sync(&line->irq);
	irq_work_sync(&line->taken);
	tmb_line_closed(line);
}

static const struct mbox_chan_ops tmb_ctrl_ops = {
	.send_data = tmb_ctrl_send,
	.startup = tmb_ctrl_startup,
	.shutdown = tmb_ctrl_shutdown,
	.last_tx_done = tmb_ctrl_last_tx_done,
};

static struct mbox_chan *tmb_ctrl_xlate(struct mbox_controller *mbox,
					const struct of_phandle_args *sp)
{
	struct mbox_chan *chan;

	if (sp->args_count != 1 || sp->args[0] >= mbox->num_chans)
		return ERR_PTR(-EINVAL);
	chan = &mbox->chans[sp->args[0]];
	return tmb_line_defers(chan->con_priv) ? ERR_PTR(-EPROBE_DEFER) : chan;
}

static int tmb_ctrl_lines(struct tmb_ctrl *ctrl, struct device_node *np)
{
	char *path = kasprintf(GFP_KERNEL, "%pOF", np);
	u32 i;

	if (!path)
		return -ENOMEM;
	for (i = 0; i < ctrl->num; i++) {
		struct tmb_line *line = tmb_line_get(path, i);

		if (!line)
			break;
		ctrl->chans[i].con_priv = line;
	}
	kfree(path);
	return i < ctrl->num ? -ENOMEM : 0;
}

static void tmb_ctrl_attach(struct tmb_ctrl *ctrl, bool attach)
{
	u32 i;

	for (i = 0; i < ctrl->num; i++) {
		struct tmb_line *line = ctrl->chans[i].con_priv;

		scoped_guard(spinlock_irqsave, &line->lock)
			line->chan = attach ? &ctrl->chans[i] : NULL;
		if (!attach)
			tmb_line_quiet(line);
	}
}

static int tmb_ctrl_probe(struct platform_device *pdev)
{
	struct device_node *np = pdev->dev.of_node;
	const char *txdone = "ack";
	u32 num = TMB_MAILBOXES;
	struct tmb_ctrl *ctrl;
	int ret;

	of_property_read_u32(np, "scmi-agent,mailboxes", &num);
	if (!num || num > TMB_MAILBOXES_MAX)
		return -EINVAL;
	ctrl = devm_kzalloc(&pdev->dev, struct_size(ctrl, chans, num),
			    GFP_KERNEL);
	if (!ctrl)
		return -ENOMEM;
	ctrl->num = num;
	ret = tmb_ctrl_lines(ctrl, np);
	if (ret)
		return ret;

	of_property_read_string(np, "scmi-agent,txdone", &txdone);
	ctrl->mbox.dev = &pdev->dev;
	ctrl->mbox.ops = &tmb_ctrl_ops;
	ctrl->mbox.chans = ctrl->chans;
	ctrl->mbox.num_chans = num;
	ctrl->mbox.of_xlate = tmb_ctrl_xlate;
	ctrl->mbox.txdone_irq = !strcmp(txdone, "irq");
	ctrl->mbox.txdone_poll = !strcmp(txdone, "poll");
	ctrl->mbox.txpoll_period = 1;
	platform_set_drvdata(pdev, ctrl);
	tmb_ctrl_attach(ctrl, true);
	ret = mbox_controller_register(&ctrl->mbox);
	if (ret) {
		tmb_ctrl_attach(ctrl, false);
		return ret;
	}
	/* Until now none has been freed. */
	if (!ctrl->mbox.txdone_irq && !ctrl->mbox.txdone_poll)
		ctrl->acked = ctrl->chans[0].txdone_method;
	return 0;
}

static void tmb_ctrl_remove(struct platform_device *pdev)
{
	struct tmb_ctrl *ctrl = platform_get_drvdata(pdev);

	mbox_controller_unregister(&ctrl->mbox);
	tmb_ctrl_attach(ctrl, false);
}

static const struct of_device_id tmb_ctrl_ids[] = {
	{ .compatible = "scmi-agent,test-mailbox" },
	{ }
};
MODULE_DEVICE_TABLE(of, tmb_ctrl_ids);

/* Drives the controllers. */
struct platform_driver tmb_ctrl_driver = {
	.driver = {
		.name = "scmi-agent-test-mbox",
		.of_match_table = tmb_ctrl_ids,
	},
	.probe = tmb_ctrl_probe,
	.remove = tmb_ctrl_remove,
};
