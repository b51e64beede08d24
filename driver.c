// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the life of an instance.
 */

#include <linux/idr.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/slab.h>

#include "bus.h"
#include "channel.h"
#include "common.h"
#include "dt.h"
#include "engine/pool.h"
#include "modules.h"
#include "notify.h"
#include "protocol_priv.h"
#include "protocols/builtin.h"
#include "registry.h"

/**
 * DOC: Instances
 *
 * An instance is one platform that we are the agent of. Its transport's driver
 * adds it when the device appears and deletes it when the device goes; the
 * transport device's lock serialises the two.
 *
 * States::
 *
 *	NEW ----> READY ----> DRAINING ----> DEAD ----> (freed)
 *	 |                       ^            ^
 *	 +----- never heard -----+            |
 *	 +------------- failed ---------------+
 *
 * NEW: channels are bound, the transport started; then BASE is asked. Everything
 * that an answer or a notification can reach exists before the transport starts.
 * The asking is a worker's, because a probe cannot be interrupted: so a device can
 * go while its platform is slow, and a platform that does not answer yet is asked
 * again, after 1 s, 2 s, 4 s and so on up to a minute.
 *
 * READY: published on the bus; client devices exist.
 *
 * DRAINING: requests for devices are refused, client drivers are being unbound.
 * They may talk, but nobody waits for a platform that is silent (see Gate).
 *
 * DEAD: in this order, the gate is closed and every waiter woken; the
 * transport's callbacks are stopped; transfers that it held are back;
 * notifications, protocols, channels with their transport devices are released.
 * What remains is memory, held by the references to the device, which the last
 * one frees.
 *
 * Setting up undoes, when a step fails, the steps before it in reverse order,
 * with the same functions that removal uses.
 */

static DEFINE_IDA(scmi_instance_ids);

static void scmi_instance_release(struct device *dev)
{
	struct scmi_instance *inst = to_scmi_instance(dev);

	scmi_notify_destroy(inst->notify);
	scmi_pool_destroy(inst->pool);
	free_percpu(inst->stats);
	mutex_destroy(&inst->protocols_lock);
	of_node_put(inst->np);
	kfree(inst);
	scmi_device_gone();
}

static const struct device_type scmi_instance_type = {
	.name = "scmi_instance",
	.groups = scmi_instance_groups,
	.release = scmi_instance_release,
};

/*
 * A platform that cannot be told now is told later: its listeners would hear nothing
 * for good.
 */
static void scmi_instance_resync(struct work_struct *work)
{
	struct scmi_instance *inst = container_of(to_delayed_work(work),
						  struct scmi_instance,
						  resync_work);

	if (scmi_notify_resync(inst->notify))
		queue_delayed_work(system_freezable_wq, &inst->resync_work,
				   scmi_retry_pause(inst->resyncs++));
	else
		inst->resyncs = 0;
}

static void scmi_instance_announce(struct scmi_instance *inst)
{
	const struct scmi_base_info *base = &inst->base;

	dev_set_uevent_suppress(&inst->dev, false);
	kobject_uevent(&inst->dev.kobj, KOBJ_ADD);
	dev_info(&inst->dev,
		 "SCMI v%u.%u '%s:%s' firmware 0x%x, %u protocols over %s\n",
		 base->major_ver, base->minor_ver, base->vendor_id,
		 base->sub_vendor_id, base->impl_ver,
		 bitmap_weight(inst->protocols_offered, 256),
		 inst->transport->name);
}

/* Ask BASE; it may have been asked before, and not have finished. */
static int scmi_instance_ask(struct scmi_instance *inst)
{
	struct scmi_protocol_handle *ph;
	int ret;

	ret = scmi_protocol_get(inst, SCMI_PROTOCOL_BASE, &ph, NULL);
	if (ret)
		return ret;
	ret = scmi_base_discover(ph, &inst->base, inst->protocols_offered);
	scmi_protocol_put(inst, SCMI_PROTOCOL_BASE);
	return ret;
}

/* See DOC. It asks again after any error. */
static void scmi_instance_discover(struct work_struct *work)
{
	struct scmi_instance *inst = container_of(to_delayed_work(work),
						  struct scmi_instance,
						  discover_work);
	int ret = scmi_instance_ask(inst);

	if (READ_ONCE(inst->state) != SCMI_INST_NEW)
		return;
	if (ret) {
		if (!inst->discoveries && ret == -ETIMEDOUT)
			dev_err(&inst->dev,
				"no SCMI platform answers, asking again from time to time\n");
		else if (!inst->discoveries)
			dev_err(&inst->dev,
				"what the SCMI platform says to BASE cannot be used (%pe), asking again from time to time\n",
				ERR_PTR(ret));
		queue_delayed_work(system_freezable_wq, &inst->discover_work,
				   scmi_retry_pause(inst->discoveries++));
		return;
	}
	scmi_instance_apply_node(inst);
	/* Unless removal has begun: it waits for us before it goes on. */
	if (cmpxchg(&inst->state, SCMI_INST_NEW, SCMI_INST_READY) !=
	    SCMI_INST_NEW)
		return;
	scmi_instance_announce(inst);
	scmi_requests_add_instance(inst);
	scmi_modules_ask(inst);
}

static void scmi_instance_init(struct scmi_instance *inst,
			       struct device *parent, struct device_node *np,
			       const struct scmi_transport *tr, void *priv)
{
	inst->transport = tr;
	inst->transport_priv = priv;
	inst->np = of_node_get(np);
	inst->atomic_threshold_us = scmi_atomic_threshold(parent, np);
	mutex_init(&inst->protocols_lock);
	scoped_guard(mutex, &inst->protocols_lock)
		xa_init(&inst->protocols);
	INIT_LIST_HEAD(&inst->node);
	/*
	 * These works run on freezable workqueues: they add devices, and a device
	 * that is added while the system sleeps is not resumed with the others.
	 */
	INIT_DELAYED_WORK(&inst->discover_work, scmi_instance_discover);
	INIT_WORK(&inst->devices_work, scmi_devices_work);
	INIT_DELAYED_WORK(&inst->probe_work, scmi_client_probe_work);
	INIT_DELAYED_WORK(&inst->modules_work, scmi_modules_work);
	inst->next_module = SCMI_PROTOCOL_VENDOR;
	INIT_DELAYED_WORK(&inst->resync_work, scmi_instance_resync);

	scmi_handle_init(inst);

	inst->dev.parent = parent;
	inst->dev.bus = &scmi_agent_bus;
	inst->dev.type = &scmi_instance_type;
	/* For sysfs alone: no fwnode, or fw_devlink waits for it to be bound. */
	inst->dev.of_node = inst->np;
	scmi_device_born();
	device_initialize(&inst->dev);
}

/*
 * Undoes scmi_instance_alloc(). The number is free as soon as the name is. A
 * reference that is held for longer, such as by a probe in the background that was
 * too late, does not keep the platform from coming back under its name.
 */
static void scmi_instance_put(struct scmi_instance *inst)
{
	ida_free(&scmi_instance_ids, inst->id);
	put_device(&inst->dev);
}

/* Allocate an instance; scmi_instance_put() frees it with all it has. */
static struct scmi_instance *scmi_instance_alloc(struct device *parent,
						 struct device_node *np,
						 const struct scmi_transport *tr,
						 void *priv)
{
	struct scmi_instance *inst = kzalloc_obj(*inst);
	int ret;

	if (!inst)
		return ERR_PTR(-ENOMEM);
	inst->id = ida_alloc(&scmi_instance_ids, GFP_KERNEL);
	if (inst->id < 0) {
		ret = inst->id;
		kfree(inst);
		return ERR_PTR(ret);
	}
	scmi_instance_init(inst, parent, np, tr, priv);

	ret = dev_set_name(&inst->dev, "scmi.%d", inst->id);
	if (ret)
		goto put_device;
	ret = -ENOMEM;
	inst->stats = alloc_percpu(struct scmi_stats);
	if (!inst->stats)
		goto put_device;
	inst->pool = scmi_pool_create(inst);
	if (IS_ERR(inst->pool)) {
		ret = PTR_ERR(inst->pool);
		inst->pool = NULL;
		goto put_device;
	}
	inst->notify = scmi_notify_create(inst);
	if (IS_ERR(inst->notify)) {
		ret = PTR_ERR(inst->notify);
		inst->notify = NULL;
		goto put_device;
	}
	return inst;

put_device:
	scmi_instance_put(inst);
	return ERR_PTR(ret);
}

/* The platform can be talked to from here on; undone by scmi_instance_stop(). */
static int scmi_instance_start(struct scmi_instance *inst)
{
	int ret;

	ret = scmi_channels_setup(inst);
	if (ret)
		return ret;
	ret = inst->transport->ops->start(inst);
	if (ret)
		scmi_channels_destroy(inst);
	return ret;
}

static void scmi_instance_stop(struct scmi_instance *inst)
{
	scmi_gate_close(inst->pool);
	inst->transport->ops->stop(inst);
	cancel_delayed_work_sync(&inst->resync_work);
	scmi_notify_stop(inst->notify);
	WRITE_ONCE(inst->state, SCMI_INST_DEAD);
	scmi_protocols_release(inst);
	scmi_channels_destroy(inst);
}

/**
 * scmi_agent_instance_add() - become the agent of a platform
 * @parent: the transport's device
 * @np: SCMI node of the devicetree, or NULL: then all protocols that the
 *	platform lists are used
 * @tr: transport; must stay valid until scmi_agent_instance_del() returns
 * @priv: the transport's own, see scmi_agent_instance_priv()
 *
 * The platform is not waited for: client devices appear when it has answered.
 *
 * Context: Process context, sleeps. The caller serialises it with
 *	    scmi_agent_instance_del() and with its own start and stop.
 * Return: the instance or ERR_PTR: -EINVAL for an impossible transport,
 *	   -ENOMEM, what the transport's operations say. On failure nothing is
 *	   left.
 */
struct scmi_instance *scmi_agent_instance_add(struct device *parent,
					      struct device_node *np,
					      const struct scmi_transport *tr,
					      void *priv)
{
	struct scmi_instance *inst;
	int ret;

	if (!tr->max_msg || tr->max_msg > SCMI_TOKENS / 2 || !tr->timeout_ms ||
	    tr->max_msg_size < SCMI_MSG_SIZE_MIN ||
	    tr->max_msg_size > SCMI_MSG_SIZE_MAX)
		return ERR_PTR(-EINVAL);

	inst = scmi_instance_alloc(parent, np, tr, priv);
	if (IS_ERR(inst))
		return inst;

	dev_set_uevent_suppress(&inst->dev, true);
	ret = device_add(&inst->dev);
	if (ret)
		goto put_device;
	ret = scmi_instance_start(inst);
	if (ret)
		goto del_device;
	scmi_requests_add_providers(inst);
	queue_delayed_work(system_freezable_wq, &inst->discover_work, 0);
	return inst;

del_device:
	device_del(&inst->dev);
put_device:
	scmi_instance_put(inst);
	return ERR_PTR(ret);
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_add);

/**
 * scmi_agent_instance_del() - stop being the agent of a platform
 * @inst: instance
 *
 * Bounded: a platform that does not answer is not waited for. On return the
 * transport is stopped and its channels are free.
 *
 * Context: Process context, sleeps.
 */
void scmi_agent_instance_del(struct scmi_instance *inst)
{
	/* A full barrier: discovery sees it, or is done and waited for. */
	xchg(&inst->state, SCMI_INST_DRAINING);
	scmi_gate_drain(inst->pool);
	cancel_delayed_work_sync(&inst->discover_work);
	scmi_requests_del_instance(inst);
	/* Discovery and clients queue it, which are gone. */
	cancel_delayed_work_sync(&inst->modules_work);
	scmi_instance_stop(inst);
	device_del(&inst->dev);
	scmi_instance_put(inst);
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_del);

/**
 * scmi_agent_instance_priv() - the transport's own data of an instance
 * @inst: instance
 *
 * Context: Any context.
 * Return: what was passed to scmi_agent_instance_add().
 */
void *scmi_agent_instance_priv(struct scmi_instance *inst)
{
	return inst->transport_priv;
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_priv);

static void scmi_instance_halt(struct scmi_instance *inst)
{
	inst->transport->ops->stop(inst);
	scmi_pool_abort(inst->pool, -EIO);
	scmi_token_forgive(inst->pool);
	scmi_count(inst, transport_resets);
}

/**
 * scmi_agent_instance_pause() - stop the transport, which has to recover
 * @inst: instance
 *
 * Commands wait until scmi_agent_instance_resume(); those whose answer is
 * outstanding end with -EIO. On return the transport's stop() was called.
 *
 * Context: Process context, sleeps. Serialised by the caller with itself, with
 *	    scmi_agent_instance_resume() and with scmi_agent_instance_del().
 */
void scmi_agent_instance_pause(struct scmi_instance *inst)
{
	scmi_gate_pause(inst->pool);
	scmi_instance_halt(inst);
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_pause);

/**
 * scmi_agent_instance_sleep() - stop the transport, because the system sleeps
 * @inst: instance
 *
 * Commands that were sent get their answers first, or have all of their time. From
 * then on, until scmi_agent_instance_resume(), commands end with -EBUSY at once. On
 * return the transport's stop() was called.
 *
 * Context: as scmi_agent_instance_pause().
 */
void scmi_agent_instance_sleep(struct scmi_instance *inst)
{
	scmi_gate_sleep(inst->pool);
	scmi_instance_halt(inst);
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_sleep);

/**
 * scmi_agent_instance_fail() - the transport cannot be started any more
 * @inst: instance that was paused
 *
 * Commands end with -ENODEV at once, for good.
 *
 * Context: as scmi_agent_instance_pause().
 */
void scmi_agent_instance_fail(struct scmi_instance *inst)
{
	scmi_gate_close(inst->pool);
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_fail);

/**
 * scmi_agent_instance_resume() - start the transport again
 * @inst: instance that was paused
 *
 * The platform's notifications are enabled again, in the background, and as often as
 * it takes.
 *
 * Context: Process context, sleeps.
 * Return: 0, or what the transport's start() says: commands still wait then.
 */
int scmi_agent_instance_resume(struct scmi_instance *inst)
{
	int ret = inst->transport->ops->start(inst);

	if (ret)
		return ret;
	scmi_gate_resume(inst->pool);
	mod_delayed_work(system_freezable_wq, &inst->resync_work, 0);
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_instance_resume);

/*
 * The only __init function: compilers before gcc 14 do not align those that follow the
 * first, of which ftrace complains in a kernel that a newer one compiled.
 */
static int __init scmi_agent_init(void)
{
	int ret;

	scmi_registry_init(scmi_builtin_protocols);
	ret = scmi_requests_init();
	if (ret)
		return ret;
	ret = bus_register(&scmi_agent_bus);
	if (ret)
		scmi_requests_exit();
	return ret;
}
module_init(scmi_agent_init);

static void __exit scmi_agent_exit(void)
{
	scmi_devices_exit();
	bus_unregister(&scmi_agent_bus);
	scmi_requests_exit();
	ida_destroy(&scmi_instance_ids);
}
module_exit(scmi_agent_exit);

MODULE_DESCRIPTION("SCMI agent core");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
