// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: probing of client drivers, again where an error may pass.
 */

#include "bus.h"
#include "common.h"
#include "passing.h"

/**
 * DOC: Probing again
 *
 * A client driver talks to the platform while it probes, and a platform may be
 * silent, busy or in a reset at that moment. Such an error says nothing about the
 * device. So the driver core is asked to defer the probe, and because nothing may
 * ever trigger it there, the instance itself probes the device again: after 1 s, 2 s,
 * 4 s and so on up to a minute, like the discovery of the platform itself.
 *
 * A driver may also come before the module that implements its protocol. Then it is
 * probed again when an implementation is registered.
 */

/* What the core is told, and the log, when a driver has to wait. */
static int scmi_client_defer(struct scmi_client *client,
			     const struct scmi_driver *sdrv, int err)
{
	struct device *dev = &client->sdev.dev;
	u8 proto = client->sdev.protocol_id;

	if (client->told)
		return -EPROBE_DEFER;
	client->told = true;
	if (err == -EPROTONOSUPPORT)
		dev_info(dev, "%s waits for an implementation of protocol 0x%02x\n",
			 sdrv->name, proto);
	else
		dev_warn(dev,
			 "%s cannot use protocol 0x%02x now (%pe), it is tried again from time to time\n",
			 sdrv->name, proto, ERR_PTR(err));
	return -EPROBE_DEFER;
}

/**
 * scmi_client_probe() - probe a client driver
 * @sdev: client device
 * @sdrv: driver that matches it
 *
 * Context: Process context, sleeps. The device's lock is held.
 * Return: what the driver's probe says; -EPROBE_DEFER in place of an error that
 *	   may pass, and of -EPROTONOSUPPORT.
 */
int scmi_client_probe(struct scmi_device *sdev, const struct scmi_driver *sdrv)
{
	struct scmi_instance *inst = scmi_handle_to_instance(sdev->handle);
	struct scmi_client *client = to_scmi_client(sdev);
	bool again;
	int ret;

	/* Before it looks: whoever registers an implementation then has to see it. */
	WRITE_ONCE(client->lacks_protocol, true);
	ret = sdrv->probe(sdev);
	WRITE_ONCE(client->lacks_protocol, ret == -EPROTONOSUPPORT);
	again = scmi_error_may_pass(ret);
	WRITE_ONCE(client->probe_again, again);
	if (again)
		queue_delayed_work(system_freezable_wq, &inst->probe_work,
				   scmi_retry_pause(READ_ONCE(inst->probes)));
	if (again || ret == -EPROTONOSUPPORT)
		return scmi_client_defer(client, sdrv, ret);
	client->told = false;
	return ret;
}

/* Count the devices that have to be tried again after this. */
static int scmi_probe_again(struct device *dev, void *data)
{
	unsigned int *left = data;
	struct scmi_client *client;

	if (!is_scmi_client_device(dev))
		return 0;
	client = to_scmi_client(to_scmi_dev(dev));
	if (!READ_ONCE(client->probe_again) && !READ_ONCE(client->lacks_protocol))
		return 0;
	/* Negative or 0: no driver, or one that fails for another reason now. */
	if (device_attach(dev) > 0)
		WRITE_ONCE(client->probe_again, false);
	*left += READ_ONCE(client->probe_again);
	return 0;
}

/**
 * scmi_client_probe_work() - probe the clients again that met a passing error
 * @work: the instance's probe_work
 *
 * Context: Process context, sleeps.
 */
void scmi_client_probe_work(struct work_struct *work)
{
	struct scmi_instance *inst = container_of(to_delayed_work(work),
						  struct scmi_instance,
						  probe_work);
	unsigned int left = 0;

	WRITE_ONCE(inst->probes, inst->probes + 1);
	device_for_each_child(&inst->dev, &left, scmi_probe_again);
	if (!left)
		WRITE_ONCE(inst->probes, 0);
}
