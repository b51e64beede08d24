// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: which client devices are wanted, and by whom.
 */

#include <linux/export.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "bus.h"
#include "common.h"
#include "dt.h"

/**
 * DOC: Requests
 *
 * A client device stands for one protocol and one use of it by name. Which ones
 * an instance has is derived, not accumulated: for BASE and every protocol that the
 * instance offers, those that the list of requests names. The standard names
 * are requested from the start, so their devices and MODALIASes exist before
 * any driver does; a driver requests the pairs of its id table while it is
 * registered. Whenever requests or instances change, the instance's devices_work
 * compares what is there with what is wanted and creates or removes the rest. It
 * is the only one to do so until the instance is removed. Devices that consumers of the
 * devicetree wait for are there before, see scmi_requests_add_providers().
 *
 * Lock order: scmi_requests_lock is innermost but for memory allocation.
 */

/**
 * struct scmi_device_request - a client device that somebody wants
 * @node: on scmi_requests
 * @proto: protocol id
 * @name: name of the use, own copy
 * @users: drivers that asked for it; the standard names count as one
 */
struct scmi_device_request {
	struct list_head node;
	u8 proto;
	const char *name;
	unsigned int users;
};

/*
 * One client device per protocol and kernel framework, there from the start.
 * The first of a protocol is the one that fw_devlink makes consumers of the
 * protocol's node wait for, so that is the provider.
 */
static const struct scmi_device_id scmi_standard_clients[] = {
	{ SCMI_PROTOCOL_POWER, "genpd" },
	{ SCMI_PROTOCOL_SYSTEM, "syspower" },
	{ SCMI_PROTOCOL_PERF, "perf" },
	{ SCMI_PROTOCOL_PERF, "cpufreq" },
	{ SCMI_PROTOCOL_CLOCK, "clocks" },
	{ SCMI_PROTOCOL_SENSOR, "hwmon" },
	{ SCMI_PROTOCOL_SENSOR, "iiodev" },
	{ SCMI_PROTOCOL_RESET, "reset" },
	{ SCMI_PROTOCOL_VOLTAGE, "regulator" },
	{ SCMI_PROTOCOL_POWERCAP, "powercap" },
	{ SCMI_PROTOCOL_PINCTRL, "pinctrl" },
	{ }
};

/* Protects the two lists and the requests on the first. */
static DEFINE_MUTEX(scmi_requests_lock);
static LIST_HEAD(scmi_requests);
static LIST_HEAD(scmi_instances);

static struct scmi_device_request *scmi_request_find_locked(u8 proto,
							    const char *name)
{
	struct scmi_device_request *rq;

	lockdep_assert_held(&scmi_requests_lock);

	list_for_each_entry(rq, &scmi_requests, node)
		if (rq->proto == proto && !strcmp(rq->name, name))
			return rq;
	return NULL;
}

static int scmi_request_add_locked(u8 proto, const char *name)
{
	struct scmi_device_request *rq = scmi_request_find_locked(proto, name);

	if (rq) {
		rq->users++;
		return 0;
	}
	rq = kzalloc_obj(*rq);
	if (!rq)
		return -ENOMEM;
	rq->proto = proto;
	rq->users = 1;
	rq->name = kstrdup(name, GFP_KERNEL);
	if (!rq->name) {
		kfree(rq);
		return -ENOMEM;
	}
	list_add_tail(&rq->node, &scmi_requests);
	return 0;
}

static void scmi_request_del_locked(u8 proto, const char *name)
{
	struct scmi_device_request *rq = scmi_request_find_locked(proto, name);

	if (!rq || --rq->users)
		return;
	list_del(&rq->node);
	kfree(rq->name);
	kfree(rq);
}

/* Add the first @n entries of @ids; all or none. */
static int scmi_requests_add_locked(const struct scmi_device_id *ids, size_t n)
{
	size_t i;
	int ret;

	for (i = 0; i < n; i++) {
		ret = scmi_request_add_locked(ids[i].protocol_id, ids[i].name);
		if (ret) {
			while (i--)
				scmi_request_del_locked(ids[i].protocol_id,
							ids[i].name);
			return ret;
		}
	}
	return 0;
}

static void scmi_requests_del_locked(const struct scmi_device_id *ids, size_t n)
{
	while (n--)
		scmi_request_del_locked(ids[n].protocol_id, ids[n].name);
}

/* BASE is on no list, because each platform has it; it has devices like all others. */
static bool scmi_instance_has(const struct scmi_instance *inst, u8 proto)
{
	return proto == SCMI_PROTOCOL_BASE || scmi_instance_offers(inst, proto);
}

static bool scmi_request_exists(u8 proto, const char *name)
{
	guard(mutex)(&scmi_requests_lock);

	return scmi_request_find_locked(proto, name);
}

static void scmi_instances_refresh_locked(void)
{
	struct scmi_instance *inst;

	lockdep_assert_held(&scmi_requests_lock);

	list_for_each_entry(inst, &scmi_instances, node)
		queue_work(system_freezable_wq, &inst->devices_work);
}

static void scmi_client_destroy(struct device *dev)
{
	if (!scmi_client_device_destroy(to_scmi_dev(dev)))
		return;

	/* Another instance may be waiting for SystemPower. */
	guard(mutex)(&scmi_requests_lock);
	scmi_instances_refresh_locked();
}

/* Remove the client devices that nobody wants any more, or has a use for. */
static int scmi_remove_unwanted(struct device *dev, void *data)
{
	struct scmi_instance *inst = data;
	struct scmi_device *sdev;

	if (!is_scmi_client_device(dev))
		return 0;
	sdev = to_scmi_dev(dev);
	if (!scmi_instance_has(inst, sdev->protocol_id) ||
	    !scmi_request_exists(sdev->protocol_id, sdev->name))
		scmi_client_destroy(dev);
	return 0;
}

/*
 * Copy the next wanted device of @inst that does not exist, from position *@pos
 * of the list on; false at the end. A position may be wrong after a change of the
 * list, which queues the work again.
 */
static bool scmi_next_missing(struct scmi_instance *inst, unsigned int *pos,
			      u8 *proto, const char **name)
{
	struct scmi_device_request *rq;
	unsigned int i = 0;

	guard(mutex)(&scmi_requests_lock);

	list_for_each_entry(rq, &scmi_requests, node) {
		if (i++ < *pos)
			continue;
		(*pos)++;
		if (!scmi_instance_has(inst, rq->proto) ||
		    scmi_client_device_exists(inst, rq->proto, rq->name))
			continue;
		*proto = rq->proto;
		*name = kstrdup(rq->name, GFP_KERNEL);
		return true;
	}
	return false;
}

static void scmi_client_create(struct scmi_instance *inst, u8 proto,
			       const char *name)
{
	int ret = name ? scmi_client_device_create(inst, proto, name) : -ENOMEM;

	if (ret)
		dev_err(&inst->dev, "protocol 0x%02x: no device for %s: %pe\n",
			proto, name ?: "?", ERR_PTR(ret));
}

/**
 * scmi_devices_work() - bring an instance's client devices in line
 * @work: the instance's devices_work
 *
 * Context: Process context, sleeps.
 */
void scmi_devices_work(struct work_struct *work)
{
	struct scmi_instance *inst = container_of(work, struct scmi_instance,
						  devices_work);
	unsigned int pos = 0;
	const char *name;
	u8 proto;

	device_for_each_child(&inst->dev, inst, scmi_remove_unwanted);
	while (scmi_next_missing(inst, &pos, &proto, &name)) {
		scmi_client_create(inst, proto, name);
		kfree(name);
	}
}

/**
 * scmi_requests_add_providers() - create the devices that consumers may wait for
 * @inst: instance in state NEW, with a devicetree node
 *
 * fw_devlink makes a consumer of a protocol's node wait for the node's first device,
 * if there is one when the probe of the transport's device ends; if not, it takes the
 * node for a part of that device. So the first device of each enabled protocol exists
 * before that, though it is matched to a driver only when the platform has said that
 * it has the protocol.
 *
 * Context: Process context, sleeps.
 */
void scmi_requests_add_providers(struct scmi_instance *inst)
{
	const struct scmi_device_id *id, *last = NULL;

	for (id = scmi_standard_clients; id->protocol_id; last = id++) {
		if ((last && last->protocol_id == id->protocol_id) ||
		    id->protocol_id == SCMI_PROTOCOL_SYSTEM ||
		    !scmi_node_enables(inst, id->protocol_id))
			continue;
		scmi_client_create(inst, id->protocol_id, id->name);
	}
}

/**
 * scmi_requests_add_instance() - publish an instance and create its devices
 * @inst: instance in state READY
 *
 * Context: Process context, may sleep. The devices appear asynchronously.
 */
void scmi_requests_add_instance(struct scmi_instance *inst)
{
	guard(mutex)(&scmi_requests_lock);

	list_add_tail(&inst->node, &scmi_instances);
	queue_work(system_freezable_wq, &inst->devices_work);
	/* For those that exist already, see scmi_requests_add_providers(). */
	queue_delayed_work(system_freezable_wq, &inst->probe_work, 0);
}

static int scmi_remove_client(struct device *dev, void *data)
{
	if (is_scmi_client_device(dev))
		scmi_client_destroy(dev);
	return 0;
}

/**
 * scmi_requests_del_instance() - remove an instance's client devices
 * @inst: instance that was published
 *
 * On return no request reaches the instance any more, all client drivers were
 * unbound and all client devices deleted.
 *
 * Context: Process context, sleeps.
 */
void scmi_requests_del_instance(struct scmi_instance *inst)
{
	scoped_guard(mutex, &scmi_requests_lock)
		list_del_init(&inst->node);
	/* It is queued for instances on the list only. */
	cancel_work_sync(&inst->devices_work);
	device_for_each_child(&inst->dev, NULL, scmi_remove_client);
	/* It is queued by drivers that probe, and none of them is left. */
	cancel_delayed_work_sync(&inst->probe_work);
}

/**
 * scmi_requests_probe_again() - a protocol got an implementation
 *
 * Client devices whose driver found none are probed again.
 *
 * Context: Process context, may sleep. The probes are asynchronous.
 */
void scmi_requests_probe_again(void)
{
	struct scmi_instance *inst;

	guard(mutex)(&scmi_requests_lock);

	list_for_each_entry(inst, &scmi_instances, node)
		mod_delayed_work(system_freezable_wq, &inst->probe_work, 0);
}

static size_t scmi_id_table_len(const struct scmi_device_id *ids)
{
	size_t n = 0;

	while (ids[n].protocol_id)
		n++;
	return n;
}

/* Every entry has a name, which ends. */
static bool scmi_id_table_is_valid(const struct scmi_device_id *ids)
{
	for (; ids->protocol_id; ids++)
		if (!ids->name[0] || !memchr(ids->name, 0, sizeof(ids->name)))
			return false;
	return true;
}

/**
 * scmi_agent_driver_register() - add an SCMI client driver
 * @driver: driver with a probe function and an id table; every pair in the
 *	    table gets a device on each instance that offers the protocol
 * @owner: module
 * @mod_name: its name
 *
 * The driver probes asynchronously if it asks for that: some that were written for
 * mainline keep what they know of an instance in variables of their own, and would mix
 * up two that they probe side by side.
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL without probe or a valid id table, -ENOMEM, or what
 *	   driver_register() says.
 */
int scmi_agent_driver_register(struct scmi_driver *driver, struct module *owner,
			       const char *mod_name)
{
	size_t n;
	int ret;

	if (!driver->probe || !driver->id_table ||
	    !scmi_id_table_is_valid(driver->id_table))
		return -EINVAL;
	n = scmi_id_table_len(driver->id_table);

	scoped_guard(mutex, &scmi_requests_lock)
		ret = scmi_requests_add_locked(driver->id_table, n);
	if (ret)
		return ret;

	driver->driver.bus = &scmi_agent_bus;
	driver->driver.name = driver->name;
	driver->driver.owner = owner;
	driver->driver.mod_name = mod_name;
	ret = driver_register(&driver->driver);

	guard(mutex)(&scmi_requests_lock);

	if (ret)
		scmi_requests_del_locked(driver->id_table, n);
	scmi_instances_refresh_locked();
	return ret;
}
EXPORT_SYMBOL_GPL(scmi_agent_driver_register);

/**
 * scmi_agent_driver_unregister() - remove an SCMI client driver
 * @driver: driver that was registered
 *
 * Devices that existed for this driver alone disappear.
 *
 * Context: Process context, sleeps until the driver is unbound everywhere.
 */
void scmi_agent_driver_unregister(struct scmi_driver *driver)
{
	driver_unregister(&driver->driver);

	guard(mutex)(&scmi_requests_lock);

	scmi_requests_del_locked(driver->id_table,
				 scmi_id_table_len(driver->id_table));
	scmi_instances_refresh_locked();
}
EXPORT_SYMBOL_GPL(scmi_agent_driver_unregister);

/**
 * scmi_requests_init() - request the standard client devices
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int scmi_requests_init(void)
{
	guard(mutex)(&scmi_requests_lock);

	return scmi_requests_add_locked(scmi_standard_clients,
					scmi_id_table_len(scmi_standard_clients));
}

/**
 * scmi_requests_exit() - forget the requests of the standard client devices
 *
 * Context: Process context, may sleep.
 */
void scmi_requests_exit(void)
{
	guard(mutex)(&scmi_requests_lock);

	scmi_requests_del_locked(scmi_standard_clients,
				 scmi_id_table_len(scmi_standard_clients));
}
