// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI voltage domains for the regulator framework.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/regulator/driver.h>
#include <linux/regulator/of_regulator.h>
#include <linux/rwsem.h>
#include <linux/scmi_agent_voltage.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

#include "regulator.h"

/**
 * DOC: Regulators that go while they are used
 *
 * Device links unbind consumers before the instance goes, if the driver core knows of
 * them: the devicetree's "-supply" properties are such. But it drops such links of a
 * device that has no driver when it appears, if that is later than ten seconds after the
 * kernel has started (deferred_probe_timeout). Others go on using a regulator that is no
 * longer registered, as the framework only complains about them. So we hold a reference
 * to each regulator's device beside the framework's: as long as somebody else holds one
 * too, all that the regulators of the instance are made of stays, on
 * scmi_regulators_left, and refuses what is asked of it. It is looked at again when other
 * regulators go. The module cannot go before, because each consumer holds it.
 */

static DEFINE_MUTEX(scmi_regulators_lock);
static LIST_HEAD(scmi_regulators_left);

/* Free those that nobody but us holds; @all: any. */
static void scmi_regulators_sweep(bool all)
{
	struct scmi_regulators *regs, *next;

	guard(mutex)(&scmi_regulators_lock);

	list_for_each_entry_safe(regs, next, &scmi_regulators_left, left) {
		if (!all && scmi_regulators_are_used(regs))
			continue;
		list_del(&regs->left);
		scmi_regulators_free(regs);
	}
}

/* All of them are unregistered. See DOC: Regulators that go while they are used. */
static void scmi_regulators_remove(void *data)
{
	struct scmi_regulators *regs = data;

	scoped_guard(rwsem_write, &regs->lock)
		regs->ph = NULL;
	scoped_guard(mutex, &scmi_regulators_lock)
		list_add(&regs->left, &scmi_regulators_left);
	scmi_regulators_sweep(false);
}

/* What is wrong with one costs that one, and is told; what stops all is returned. */
static int scmi_regulator_add(struct scmi_regulators *regs,
			      struct device_node *node)
{
	struct scmi_regulator *reg = &regs->reg[regs->count];
	int err;

	err = scmi_regulator_init(regs, reg, node);
	if (err == -ENODEV || err == -EINTR || err == -ENOMEM)
		return err;
	if (!err) {
		regs->count++;
		err = scmi_regulator_register(regs, reg, node);
	}
	/* That it has to wait for its own supply is the framework's to say. */
	if (err == -EPROBE_DEFER)
		return err;
	if (err)
		dev_warn(regs->dev, "%pOF: no regulator: %pe\n", node, ERR_PTR(err));
	return 0;
}

static int scmi_regulators_add(struct scmi_regulators *regs,
			       struct device_node *nodes)
{
	struct device_node *node;
	int err;

	for_each_available_child_of_node(nodes, node) {
		err = scmi_regulator_add(regs, node);
		if (err) {
			of_node_put(node);
			return err;
		}
	}
	return 0;
}

static int scmi_regulators_probe(struct scmi_device *sdev,
				 struct device_node *nodes)
{
	const struct scmi_voltage_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct scmi_regulators *regs;
	unsigned int num;
	int err;

	num = of_get_available_child_count(nodes);
	if (!num)
		return -ENODEV;
	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_VOLTAGE, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	regs = kvzalloc(struct_size(regs, reg, num), GFP_KERNEL);
	if (!regs)
		return -ENOMEM;
	init_rwsem(&regs->lock);
	regs->dev = &sdev->dev;
	regs->ops = ops;
	regs->ph = ph;
	err = devm_add_action_or_reset(&sdev->dev, scmi_regulators_remove, regs);
	return err ?: scmi_regulators_add(regs, nodes);
}

/* Which domains are regulators, and within which limits, the devicetree says. */
static int scmi_regulator_probe(struct scmi_device *sdev)
{
	struct device_node *nodes;
	int err;

	if (!sdev->handle)
		return -ENODEV;
	nodes = of_get_child_by_name(sdev->dev.of_node, "regulators");
	if (!nodes)
		return -ENODEV;
	err = scmi_regulators_probe(sdev, nodes);
	of_node_put(nodes);
	return err;
}

static const struct scmi_device_id scmi_regulator_id_table[] = {
	{ SCMI_PROTOCOL_VOLTAGE, "regulator" },
	{ }
};

static struct scmi_driver scmi_regulator_driver = {
	.name = "scmi-agent-regulator",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_regulator_probe,
	.id_table = scmi_regulator_id_table,
};

static int __init scmi_regulator_module_init(void)
{
	return scmi_register(&scmi_regulator_driver);
}
module_init(scmi_regulator_module_init);

static void __exit scmi_regulator_module_exit(void)
{
	scmi_unregister(&scmi_regulator_driver);
	scmi_regulators_sweep(true);
}
module_exit(scmi_regulator_module_exit);

MODULE_ALIAS("scmi_agent:p17:regulator");
MODULE_DESCRIPTION("SCMI agent: regulators");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
