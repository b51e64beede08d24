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

/*
 * A protocol that a client device holds is a devres entry: a struct scmi_protocol_user,
 * with a sender of its own.
 */
static void scmi_devm_protocol_release(struct device *dev, void *res)
{
	struct scmi_client *client = to_scmi_client(to_scmi_dev(dev));
	struct scmi_protocol_user *user = res;

	scoped_guard(spinlock, &client->lock)
		list_del(&user->sender.node);
	scmi_sender_gone(&user->sender);
	scmi_protocol_put(user->inst, user->sender.proto);
}

static int scmi_devm_protocol_match(struct device *dev, void *res, void *data)
{
	struct scmi_protocol_user *user = res;

	return user->sender.proto == *(u8 *)data;
}

static const void *scmi_devm_get(struct scmi_device *sdev, u8 proto,
				 struct scmi_protocol_handle **ph)
{
	struct scmi_instance *inst = scmi_handle_to_instance(sdev->handle);
	struct scmi_client *client = to_scmi_client(sdev);
	struct scmi_protocol_handle *own;
	struct scmi_protocol_user *user;
	const void *ops;
	int ret;

	user = devres_alloc(scmi_devm_protocol_release, sizeof(*user), GFP_KERNEL);
	if (!user)
		return ERR_PTR(-ENOMEM);
	ret = scmi_protocol_get(inst, proto, &own, &ops);
	if (ret) {
		devres_free(user);
		return ERR_PTR(ret);
	}
	*user = *to_protocol_user(own);
	scoped_guard(spinlock, &client->lock)
		list_add(&user->sender.node, &client->senders);
	*ph = &user->ph;
	devres_add(&sdev->dev, user);
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
