// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI reset domains for the reset controller framework.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/reset-controller.h>
#include <linux/rwsem.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

/**
 * DOC: Reset controllers that go while they are used
 *
 * Consumers may hold handles of a controller when its instance goes: those that a
 * device link has not unbound before. What unregistering it does to them depends on the
 * kernel. Before 7.3 they go on pointing to it. From 7.3 on it is taken away from them,
 * and then the framework never frees a handle that a consumer puts. A consumer that puts
 * one at that very moment and the one that unregisters wait for each other without end.
 * So a controller with handles stays registered. It refuses all that is asked of it,
 * gives no handles any more, and waits on scmi_resets_left until none points to it. The
 * next controller of its node is found nevertheless: the framework looks at the newest
 * one first.
 *
 * Only the controller's list of handles tells whether there are any. A consumer that was
 * not refused before the instance went may be about to get one: it has the framework's
 * lock until the handle is on the list, and unregistering takes that lock. So the list is
 * looked at again after that. The module cannot go before, because each handle holds it.
 *
 * Lock order: scmi_resets_lock, then the framework's, then the instance's lock.
 */

/**
 * struct scmi_resets - the reset controller of one instance
 * @rcdev: for the framework
 * @left: on scmi_resets_left when the instance is gone; under scmi_resets_lock
 * @registered: the framework knows @rcdev; under scmi_resets_lock once the instance is
 *		gone
 * @lock: held for reading by who uses @ph; held for writing when that goes. Taken below
 *	  consumers' locks and above all of the core's
 * @ops: operations of the RESET protocol
 * @ph: for @ops; NULL when the instance is gone; under @lock
 */
struct scmi_resets {
	struct reset_controller_dev rcdev;
	struct list_head left;
	bool registered;
	struct rw_semaphore lock;
	const struct scmi_reset_proto_ops *ops;
	const struct scmi_protocol_handle *ph;
};

#define to_scmi_resets(r) container_of(r, struct scmi_resets, rcdev)

static DEFINE_MUTEX(scmi_resets_lock);
static LIST_HEAD(scmi_resets_left);

static int scmi_resets_do(struct reset_controller_dev *rcdev, u32 id,
			  int (*op)(const struct scmi_protocol_handle *ph,
				    u32 domain))
{
	struct scmi_resets *resets = to_scmi_resets(rcdev);

	guard(rwsem_read)(&resets->lock);

	return resets->ph ? op(resets->ph, id) : -ENODEV;
}

static int scmi_reset_reset(struct reset_controller_dev *rcdev, unsigned long id)
{
	return scmi_resets_do(rcdev, id, to_scmi_resets(rcdev)->ops->reset);
}

static int scmi_reset_assert(struct reset_controller_dev *rcdev, unsigned long id)
{
	return scmi_resets_do(rcdev, id, to_scmi_resets(rcdev)->ops->assert);
}

static int scmi_reset_deassert(struct reset_controller_dev *rcdev,
			       unsigned long id)
{
	return scmi_resets_do(rcdev, id, to_scmi_resets(rcdev)->ops->deassert);
}

/* There is no message that asks for the state of a signal, so there is no status. */
static const struct reset_control_ops scmi_reset_ops = {
	.reset = scmi_reset_reset,
	.assert = scmi_reset_assert,
	.deassert = scmi_reset_deassert,
};

/* Index 0 of the specifier is the domain's id. */
static int scmi_reset_of_xlate(struct reset_controller_dev *rcdev,
			       const struct of_phandle_args *args)
{
	struct scmi_resets *resets = to_scmi_resets(rcdev);
	u32 id = args->args[0];

	if (id >= rcdev->nr_resets)
		return -EINVAL;

	guard(rwsem_read)(&resets->lock);

	/* As if there was no controller. */
	if (!resets->ph)
		return -EPROBE_DEFER;
	return resets->ops->info_get(resets->ph, id) ? id : -ENOENT;
}

static void scmi_resets_free(struct scmi_resets *resets)
{
	of_node_put(resets->rcdev.of_node);
	kfree(resets);
}

/* See DOC: Reset controllers that go while they are used. */
static bool scmi_resets_are_used(struct scmi_resets *resets)
	__must_hold(&scmi_resets_lock)
{
	lockdep_assert_held(&scmi_resets_lock);

	if (!list_empty(&resets->rcdev.reset_control_head))
		return true;
	if (resets->registered)
		reset_controller_unregister(&resets->rcdev);
	resets->registered = false;
	return !list_empty(&resets->rcdev.reset_control_head);
}

/* Free those that no handle points to any more. */
static void scmi_resets_sweep(void)
{
	struct scmi_resets *resets, *next;

	guard(mutex)(&scmi_resets_lock);

	list_for_each_entry_safe(resets, next, &scmi_resets_left, left) {
		if (scmi_resets_are_used(resets))
			continue;
		list_del(&resets->left);
		scmi_resets_free(resets);
	}
}

static void scmi_resets_remove(void *data)
{
	struct scmi_resets *resets = data;

	scoped_guard(rwsem_write, &resets->lock)
		resets->ph = NULL;
	scoped_guard(mutex, &scmi_resets_lock)
		list_add(&resets->left, &scmi_resets_left);
	scmi_resets_sweep();
}

static int scmi_resets_register(struct scmi_device *sdev, unsigned int count,
				const struct scmi_reset_proto_ops *ops,
				const struct scmi_protocol_handle *ph)
{
	struct scmi_resets *resets = kzalloc_obj(*resets);
	int err;

	if (!resets)
		return -ENOMEM;
	init_rwsem(&resets->lock);
	resets->ops = ops;
	resets->ph = ph;
	resets->rcdev.ops = &scmi_reset_ops;
	resets->rcdev.owner = THIS_MODULE;
	resets->rcdev.of_node = of_node_get(sdev->dev.of_node);
	resets->rcdev.of_reset_n_cells = 1;
	resets->rcdev.of_xlate = scmi_reset_of_xlate;
	resets->rcdev.nr_resets = count;
	err = reset_controller_register(&resets->rcdev);
	if (err) {
		scmi_resets_free(resets);
		return err;
	}
	resets->registered = true;
	return devm_add_action_or_reset(&sdev->dev, scmi_resets_remove, resets);
}

/* Consumers find a controller by its node: without one it would be of no use. */
static int scmi_reset_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	const struct scmi_reset_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	int count;

	if (!handle || !sdev->dev.of_node)
		return -ENODEV;
	ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_RESET, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	count = ops->num_domains_get(ph);
	if (count <= 0)
		return count ?: -ENODEV;
	return scmi_resets_register(sdev, count, ops, ph);
}

static const struct scmi_device_id scmi_reset_id_table[] = {
	{ SCMI_PROTOCOL_RESET, "reset" },
	{ }
};

static struct scmi_driver scmi_reset_driver = {
	.name = "scmi-agent-reset",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_reset_probe,
	.id_table = scmi_reset_id_table,
};

static int __init scmi_reset_init(void)
{
	return scmi_register(&scmi_reset_driver);
}
module_init(scmi_reset_init);

static void __exit scmi_reset_exit(void)
{
	scmi_unregister(&scmi_reset_driver);
	scmi_resets_sweep();
}
module_exit(scmi_reset_exit);

MODULE_ALIAS("scmi_agent:p16:reset");
MODULE_DESCRIPTION("SCMI agent: resets");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
