// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the devicetree nodes of virtio devices.
 */

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/of.h>
#include <linux/virtio.h>

#include "transports/virtio.h"

/**
 * DOC: Nodes of virtio devices
 *
 * A node "arm,scmi-virtio" says nothing about where its device is. So it belongs
 * to the first device that is bound while it belongs to no other one; further
 * devices do without.
 *
 * A node may come with an overlay and go with it. One that comes is given to a
 * device that is bound and has none, one that goes is taken away: both by
 * unbinding that device and binding it again, so that what an instance has of its
 * node never changes while it exists, and no reference is left when it goes.
 */

#define SCMI_VIO_COMPATIBLE	"arm,scmi-virtio"

/* Protects the list and the devices' @np. */
static DEFINE_MUTEX(scmi_vio_nodes_lock);
static LIST_HEAD(scmi_vio_bound);

static bool scmi_vio_node_is_taken_locked(const struct device_node *np)
{
	struct scmi_vio *vio;

	lockdep_assert_held(&scmi_vio_nodes_lock);

	list_for_each_entry(vio, &scmi_vio_bound, node)
		if (vio->np == np)
			return true;
	return false;
}

/**
 * scmi_vio_claim_node() - give a device the first node that is free
 * @vio: device that is being bound; its @np is set, to NULL if there is none
 *
 * Context: Process context, may sleep.
 */
void scmi_vio_claim_node(struct scmi_vio *vio)
{
	struct device_node *np;

	guard(mutex)(&scmi_vio_nodes_lock);

	list_add(&vio->node, &scmi_vio_bound);
	for_each_compatible_node(np, NULL, SCMI_VIO_COMPATIBLE) {
		if (!of_device_is_available(np) ||
		    scmi_vio_node_is_taken_locked(np))
			continue;
		/* The iterator's reference becomes the claim's. */
		vio->np = np;
		return;
	}
}

/**
 * scmi_vio_unclaim_node() - a device needs its node no more
 * @vio: device that is being unbound
 *
 * Context: Process context, may sleep.
 */
void scmi_vio_unclaim_node(struct scmi_vio *vio)
{
	scoped_guard(mutex, &scmi_vio_nodes_lock)
		list_del(&vio->node);
	of_node_put(vio->np);
}

/* A device with that node, or without one; a reference is taken. */
static struct device *scmi_vio_find(const struct device_node *np)
{
	struct scmi_vio *vio;

	guard(mutex)(&scmi_vio_nodes_lock);

	list_for_each_entry(vio, &scmi_vio_bound, node)
		if (vio->np == np)
			return get_device(&vio->vdev->dev);
	return NULL;
}

static int scmi_vio_reconfigure(struct notifier_block *nb, unsigned long action,
				void *data)
{
	struct of_reconfig_data *rd = data;
	struct device *dev = NULL;
	int ret = 0;

	switch (of_reconfig_get_state_change(action, rd)) {
	case OF_RECONFIG_CHANGE_ADD:
		if (of_device_is_compatible(rd->dn, SCMI_VIO_COMPATIBLE))
			dev = scmi_vio_find(NULL);
		break;
	case OF_RECONFIG_CHANGE_REMOVE:
		dev = scmi_vio_find(rd->dn);
		break;
	default:
		break;
	}
	if (dev)
		ret = device_reprobe(dev);
	if (ret < 0)
		dev_err(dev, "not bound again after %pOF has changed: %d\n",
			rd->dn, ret);
	put_device(dev);
	return NOTIFY_OK;
}

static struct notifier_block scmi_vio_nodes_nb = {
	.notifier_call = scmi_vio_reconfigure,
};

/**
 * scmi_vio_nodes_init() - listen to changes of the devicetree, if there can be any
 *
 * Context: Process context, before the driver is registered.
 */
void scmi_vio_nodes_init(void)
{
	if (IS_ENABLED(CONFIG_OF_DYNAMIC))
		of_reconfig_notifier_register(&scmi_vio_nodes_nb);
}

/**
 * scmi_vio_nodes_exit() - the reverse
 *
 * Context: Process context.
 */
void scmi_vio_nodes_exit(void)
{
	if (IS_ENABLED(CONFIG_OF_DYNAMIC))
		of_reconfig_notifier_unregister(&scmi_vio_nodes_nb);
}
