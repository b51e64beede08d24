// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: client devices and internal transport devices.
 */

#include <linux/atomic.h>
#include <linux/idr.h>
#include <linux/of.h>
#include <linux/property.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/wait.h>

#include "bus.h"
#include "common.h"
#include "dt.h"

/**
 * DOC: Client and transport devices
 *
 * Both are children of their instance. A device owns its id, its name, its
 * reference to the devicetree node and, for a client device, its reference to
 * the instance, from before it is added until its release: an id is used again
 * only when the device that had it is gone for good.
 *
 * One SystemPower client device may exist at a time in the whole system. The
 * device that has the privilege gives it back when it is deleted, whoever
 * deletes it, or when it could not be added.
 */

static DEFINE_IDA(scmi_device_ids);

/* Devices of any type that were not released yet; module exit waits for 0. */
static atomic_t scmi_live_devices = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(scmi_live_wait);

/**
 * scmi_device_born() - count a device whose release is in this module
 *
 * Context: Any context.
 */
void scmi_device_born(void)
{
	atomic_inc(&scmi_live_devices);
}

/**
 * scmi_device_gone() - the last thing that such a release calls
 *
 * Context: Any context.
 */
void scmi_device_gone(void)
{
	if (atomic_dec_and_test(&scmi_live_devices))
		wake_up_all(&scmi_live_wait);
}

/* The device that has the SystemPower privilege; changed by cmpxchg() only. */
static struct scmi_device *scmi_system_power;

static bool scmi_system_power_claim(struct scmi_device *sdev)
{
	return sdev->protocol_id != SCMI_PROTOCOL_SYSTEM ||
	       !cmpxchg(&scmi_system_power, NULL, sdev);
}

/* Return: whether @sdev had it. */
static bool scmi_system_power_release(struct scmi_device *sdev)
{
	return cmpxchg(&scmi_system_power, sdev, NULL) == sdev;
}

static ssize_t protocol_id_show(struct device *dev,
				struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0x%02x\n", to_scmi_dev(dev)->protocol_id);
}
static DEVICE_ATTR_RO(protocol_id);

static ssize_t name_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sysfs_emit(buf, "%s\n", to_scmi_dev(dev)->name);
}
static DEVICE_ATTR_RO(name);

static ssize_t modalias_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct scmi_device *sdev = to_scmi_dev(dev);

	return sysfs_emit(buf, SCMI_MODALIAS_FMT "\n", sdev->protocol_id,
			  sdev->name);
}
static DEVICE_ATTR_RO(modalias);

static struct attribute *scmi_client_attrs[] = {
	&dev_attr_protocol_id.attr,
	&dev_attr_name.attr,
	&dev_attr_modalias.attr,
	NULL,
};
ATTRIBUTE_GROUPS(scmi_client);

static void scmi_client_release(struct device *dev)
{
	struct scmi_device *sdev = to_scmi_dev(dev);
	struct scmi_instance *inst = scmi_handle_to_instance(sdev->handle);

	scmi_system_power_release(sdev);
	ida_free(&scmi_device_ids, sdev->id);
	of_node_put(dev->of_node);
	kfree(sdev->name);
	kfree(to_scmi_client(sdev));
	put_device(&inst->dev);
	scmi_device_gone();
}

const struct device_type scmi_client_type = {
	.name = "scmi_client",
	.groups = scmi_client_groups,
	.release = scmi_client_release,
};

/* What scmi_client_device_exists() looks for. */
struct scmi_client_key {
	u8 proto;
	const char *name;
};

static int scmi_client_matches(struct device *dev, const void *data)
{
	const struct scmi_client_key *key = data;

	return is_scmi_client_device(dev) &&
	       to_scmi_dev(dev)->protocol_id == key->proto &&
	       !strcmp(to_scmi_dev(dev)->name, key->name);
}

/**
 * scmi_client_device_exists() - does an instance have this client device?
 * @inst: instance
 * @proto: protocol id
 * @name: name of the use
 *
 * Context: Process context, may sleep.
 * Return: true if it does.
 */
bool scmi_client_device_exists(struct scmi_instance *inst, u8 proto,
			       const char *name)
{
	struct scmi_client_key key = { .proto = proto, .name = name };
	struct device *dev = device_find_child(&inst->dev, &key,
					       scmi_client_matches);

	put_device(dev);
	return dev;
}

/* Allocate and fill in; put_device() undoes it. */
static struct scmi_device *scmi_client_alloc(struct scmi_instance *inst,
					     u8 proto, const char *name)
{
	struct scmi_client *client = kzalloc_obj(*client);
	struct scmi_device *sdev;
	int id;

	if (!client)
		return ERR_PTR(-ENOMEM);
	sdev = &client->sdev;
	sdev->name = kstrdup(name, GFP_KERNEL);
	if (!sdev->name) {
		kfree(client);
		return ERR_PTR(-ENOMEM);
	}
	id = ida_alloc_min(&scmi_device_ids, 1, GFP_KERNEL);
	if (id < 0) {
		kfree(sdev->name);
		kfree(client);
		return ERR_PTR(id);
	}
	sdev->id = id;
	sdev->protocol_id = proto;
	sdev->handle = &inst->handle;
	client->probe_again = READ_ONCE(inst->state) == SCMI_INST_NEW;
	spin_lock_init(&client->lock);
	scoped_guard(spinlock, &client->lock)
		INIT_LIST_HEAD(&client->senders);
	get_device(&inst->dev);

	sdev->dev.parent = &inst->dev;
	sdev->dev.bus = inst->dev.bus;
	sdev->dev.type = &scmi_client_type;
	device_set_node(&sdev->dev,
			of_fwnode_handle(scmi_instance_node(inst, proto)));
	scmi_device_born();
	device_initialize(&sdev->dev);
	return sdev;
}

/**
 * scmi_client_device_create() - add a client device to an instance
 * @inst: instance in state READY; it offers @proto, unless that is BASE
 * @proto: protocol id
 * @name: name of the use; copied
 *
 * Context: Process context, may sleep. Some drivers of the bus probe asynchronously.
 * Return: 0, -ENOMEM, or what device_add() says. A second SystemPower device is
 *	   left out with a message, that is no error.
 */
int scmi_client_device_create(struct scmi_instance *inst, u8 proto,
			      const char *name)
{
	struct scmi_device *sdev = scmi_client_alloc(inst, proto, name);
	int ret;

	if (IS_ERR(sdev))
		return PTR_ERR(sdev);

	if (!scmi_system_power_claim(sdev)) {
		dev_notice_ratelimited(&inst->dev,
				       "SystemPower belongs to another instance\n");
		put_device(&sdev->dev);
		return 0;
	}
	ret = dev_set_name(&sdev->dev, "scmi_dev.%u", sdev->id);
	if (!ret)
		ret = device_add(&sdev->dev);
	if (ret)
		put_device(&sdev->dev);
	return ret;
}

/**
 * scmi_client_device_destroy() - unbind and delete a client device
 * @sdev: device; its memory goes with the last reference
 *
 * Context: Process context, sleeps.
 * Return: whether it had the SystemPower privilege, which is free now.
 */
bool scmi_client_device_destroy(struct scmi_device *sdev)
{
	bool had;

	device_del(&sdev->dev);
	had = scmi_system_power_release(sdev);
	put_device(&sdev->dev);
	return had;
}

static void scmi_transport_release(struct device *dev)
{
	of_node_put(dev->of_node);
	kfree(dev);
	scmi_device_gone();
}

static const struct device_type scmi_transport_type = {
	.name = "scmi_transport",
	.release = scmi_transport_release,
};

/**
 * scmi_transport_device_create() - add the device that a channel is bound by
 * @inst: instance
 * @np: node that describes the channel, or NULL
 * @proto: protocol id that owns the channel
 * @tx: A2P or P2A
 *
 * The device is never matched by a driver. The channel that it was made for is
 * its only owner.
 *
 * Context: Process context, may sleep.
 * Return: the device or ERR_PTR.
 */
struct device *scmi_transport_device_create(struct scmi_instance *inst,
					    struct device_node *np, u8 proto,
					    bool tx)
{
	struct device *dev = kzalloc_obj(*dev);
	int ret;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	dev->parent = &inst->dev;
	dev->bus = inst->dev.bus;
	dev->type = &scmi_transport_type;
	scmi_device_born();
	device_initialize(dev);
	ret = dev_set_name(dev, "scmi.%d-%02x-%s", inst->id, proto,
			   tx ? "a2p" : "p2a");
	if (!ret)
		ret = device_add(dev);
	if (ret) {
		put_device(dev);
		return ERR_PTR(ret);
	}
	/*
	 * After device_add(): the first device of a node is the one that
	 * fw_devlink makes the node's consumers wait for, and this one is never
	 * bound.
	 */
	device_set_node(dev, of_fwnode_handle(of_node_get(np)));
	return dev;
}

/**
 * scmi_transport_device_destroy() - delete a channel's device
 * @dev: device; its memory goes with the last reference
 *
 * Context: Process context, sleeps.
 */
void scmi_transport_device_destroy(struct device *dev)
{
	device_unregister(dev);
}

/**
 * scmi_devices_exit() - wait until the last device is released
 *
 * Context: Process context, sleeps.
 */
void scmi_devices_exit(void)
{
	wait_event(scmi_live_wait, !atomic_read(&scmi_live_devices));
	/* The release that counted it out may still be running in this module. */
	synchronize_rcu_tasks();
	ida_destroy(&scmi_device_ids);
}
