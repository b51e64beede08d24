// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the scmi_agent bus.
 */

#include <linux/string.h>

#include "bus.h"
#include "common.h"
#include "engine/xfer.h"

/**
 * DOC: The bus
 *
 * Three device types live here: instances (scmi.N), internal transport devices
 * and client devices. Only client devices are ever matched to drivers.
 *
 * Our own drivers probe asynchronously. No lock of ours is held while one does.
 *
 * A client device holds a reference to its instance until its own release, so
 * sdev->handle is valid for whoever holds the device.
 */

static const struct scmi_device_id *
scmi_match_id(const struct scmi_device *sdev, const struct scmi_driver *sdrv)
{
	const struct scmi_device_id *id;

	for (id = sdrv->id_table; id->protocol_id; id++)
		if (id->protocol_id == sdev->protocol_id &&
		    !strcmp(id->name, sdev->name))
			return id;
	return NULL;
}

static bool scmi_client_is_ready(const struct scmi_device *sdev)
{
	return READ_ONCE(scmi_handle_to_instance(sdev->handle)->state) ==
	       SCMI_INST_READY;
}

static int scmi_bus_match(struct device *dev, compat_match_driver *drv)
{
	const struct scmi_driver *sdrv = container_of(drv, struct scmi_driver,
						      driver);

	/*
	 * A device that is still being added is looked at again when it is
	 * there. The kernel would defer its probe until then, and lose the
	 * memory of the reason that it gives.
	 */
	if (!is_scmi_client_device(dev) || !dev_ready_to_probe(dev) ||
	    !scmi_match_id(to_scmi_dev(dev), sdrv))
		return 0;
	/* It is probed when the platform was asked, see probe_work. */
	return scmi_client_is_ready(to_scmi_dev(dev)) ? 1 : -EPROBE_DEFER;
}

static int scmi_bus_uevent(compat_uevent_device *dev,
			   struct kobj_uevent_env *env)
{
	const struct scmi_device *sdev;

	if (!is_scmi_client_device(dev))
		return 0;
	sdev = container_of_const(dev, struct scmi_device, dev);
	return add_uevent_var(env, "MODALIAS=" SCMI_MODALIAS_FMT,
			      sdev->protocol_id, sdev->name);
}

static int scmi_bus_probe(struct device *dev)
{
	return scmi_client_probe(to_scmi_dev(dev), to_scmi_driver(dev->driver));
}

/*
 * Until the driver has let go of its protocols, nobody but this task waits in it for
 * long, see DOC: Leaving.
 */
static void scmi_client_leaves(struct scmi_client *client)
{
	struct scmi_sender *from;

	guard(spinlock)(&client->lock);

	list_for_each_entry(from, &client->senders, node)
		scmi_sender_leaves(from);
}

static void scmi_bus_remove(struct device *dev)
{
	struct scmi_driver *sdrv = to_scmi_driver(dev->driver);

	scmi_client_leaves(to_scmi_client(to_scmi_dev(dev)));
	if (sdrv->remove)
		sdrv->remove(to_scmi_dev(dev));
}

compat_bus_type scmi_agent_bus = {
	.name = "scmi_agent",
	.match = scmi_bus_match,
	.uevent = scmi_bus_uevent,
	.probe = scmi_bus_probe,
	.remove = scmi_bus_remove,
};
