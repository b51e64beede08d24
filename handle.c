// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what a client device has of its instance.
 */

#include <linux/device.h>
#include <linux/err.h>

#include "bus.h"
#include "common.h"
#include "notify.h"
#include "protocol_priv.h"

/* devres entry: a protocol held by a client device, which is a sender of its own. */
struct scmi_devm_protocol {
	struct scmi_protocol_user user;
};

static void scmi_devm_protocol_release(struct device *dev, void *res)
{
	struct scmi_client *client = to_scmi_client(to_scmi_dev(dev));
	struct scmi_devm_protocol *dr = res;

	scoped_guard(spinlock, &client->lock)
		list_del(&dr->user.sender.node);
	scmi_sender_gone(&dr->user.sender);
	scmi_protocol_put(dr->user.inst, dr->user.sender.proto);
}

static int scmi_devm_protocol_match(struct device *dev, void *res, void *data)
{
	struct scmi_devm_protocol *dr = res;

	return dr->user.sender.proto == *(u8 *)data;
}

static const void *scmi_devm_get(struct scmi_device *sdev, u8 proto,
				 struct scmi_protocol_handle **ph)
{
	struct scmi_instance *inst = scmi_handle_to_instance(sdev->handle);
	struct scmi_client *client = to_scmi_client(sdev);
	struct scmi_protocol_handle *own;
	struct scmi_devm_protocol *dr;
	const void *ops;
	int ret;

	dr = devres_alloc(scmi_devm_protocol_release, sizeof(*dr), GFP_KERNEL);
	if (!dr)
		return ERR_PTR(-ENOMEM);
	ret = scmi_protocol_get(inst, proto, &own, &ops);
	if (ret) {
		devres_free(dr);
		return ERR_PTR(ret);
	}
	dr->user = *to_protocol_user(own);
	scoped_guard(spinlock, &client->lock)
		list_add(&dr->user.sender.node, &client->senders);
	*ph = &dr->user.ph;
	devres_add(&sdev->dev, dr);
	return ops;
}

static const void *scmi_devm_protocol_get(struct scmi_device *sdev, u8 proto,
					  struct scmi_protocol_handle **ph)
{
	return ph ? scmi_devm_get(sdev, proto, ph) : ERR_PTR(-EINVAL);
}

static int scmi_devm_protocol_acquire(struct scmi_device *sdev, u8 proto)
{
	struct scmi_protocol_handle *ph;

	return PTR_ERR_OR_ZERO(scmi_devm_get(sdev, proto, &ph));
}

static void scmi_devm_protocol_put(struct scmi_device *sdev, u8 proto)
{
	/* -ENOENT is the caller's mistake and harms nobody. */
	devres_release(&sdev->dev, scmi_devm_protocol_release,
		       scmi_devm_protocol_match, &proto);
}

static bool scmi_is_transport_atomic(const struct scmi_handle *handle,
				     unsigned int *atomic_threshold)
{
	const struct scmi_instance *inst = scmi_handle_to_instance(handle);

	if (atomic_threshold)
		*atomic_threshold = inst->atomic_threshold_us;
	/* With PREEMPT_RT there are no spinlocks to poll under. */
	return inst->transport->ops->poll && !IS_ENABLED(CONFIG_PREEMPT_RT);
}

/**
 * scmi_handle_init() - set up what client devices see of an instance
 * @inst: instance whose device is not initialised yet
 *
 * Context: Process context.
 */
void scmi_handle_init(struct scmi_instance *inst)
{
	inst->handle.dev = &inst->dev;
	inst->handle.version = &inst->base;
	inst->handle.devm_protocol_acquire = scmi_devm_protocol_acquire;
	inst->handle.devm_protocol_get = scmi_devm_protocol_get;
	inst->handle.devm_protocol_put = scmi_devm_protocol_put;
	inst->handle.is_transport_atomic = scmi_is_transport_atomic;
	inst->handle.notify_ops = &scmi_notify_ops;
}
