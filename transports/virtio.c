// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: virtio transport, the device (VIRTIO v1.2 section 5.17).
 */

#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_ring.h>

#include "transports/virtio.h"

/**
 * DOC: virtio transport
 *
 * One virtio device is one SCMI instance, with one A2P channel on the cmdq and,
 * where the device offers VIRTIO_SCMI_F_P2A_CHANNELS, one P2A channel on the
 * eventq. A device without a devicetree node asks the platform for its
 * protocols; which device has which node is virtio_dt.c's concern.
 *
 * The request and reply buffers of a command are those of the transfer; the
 * device owns them from send until it returns the chain, or until the device is
 * reset and we take them back. The buffers of the eventq are ours, and are
 * given back to the device as soon as a message was taken in.
 *
 * Indirect descriptors are not negotiated: the kernel would allocate a table
 * per command. So the ring takes half as many commands as it has entries, and
 * that is the number of transfers: adding never finds the ring full.
 *
 * Stopping is a device reset. After it the device writes no buffer and calls
 * no callback, and what the rings still hold is taken back. Starting again
 * needs the rings to be made anew; suspend and recovery do that through the
 * virtio core's freeze and restore.
 *
 * A lost interrupt costs one command its time, not the queue: before it times
 * out the queues are looked at, and callbacks are enabled again.
 *
 * While a sender polls for a reply there are no callbacks, see
 * scmi_vio_rearm_locked().
 *
 * Recovery: a ring that the virtio core declared broken, a platform that keeps
 * half of all transfers, a device that says it needs a reset or that somebody else
 * has reset, or a resume for which there was no memory is answered by a reset. The
 * status is read when the device says that something changed, and when a command had
 * no answer. The next reset follows after
 * SCMI_VIRTIO_RECOVER_MS at the earliest, and after SCMI_VIRTIO_RECOVER_MAX_MS for a
 * device that needed many. The reset happens under the device's lock, so never
 * beside probe, remove or shutdown. If it fails for good the instance's gate is
 * closed, and every command ends at once.
 *
 * A reset of the function below us, such as of its PCI function, is announced on
 * newer kernels: commands that were sent end with -EIO, others wait until it is over.
 * The device may not be touched in between. Older kernels do not say so, and the
 * status tells it afterwards.
 *
 * Suspend: when the virtio bus suspends the device, commands that were sent get
 * their answers, and from then on, also in the noirq phases, commands are refused
 * with -EBUSY until the device has been resumed.
 *
 * Shutdown: the virtio core resets the device when the machine goes down; older kernels
 * leave it alone. A client that restarts the machine or powers it off may have a last
 * command, for which this driver starts the device again, as for a recovery. Another
 * kernel never gets a machine whose device runs, because kexec does not ask for that. A
 * device behind an IOMMU is not started: IOMMUs are turned off, too, and then the
 * addresses that the device was given are others' memory.
 *
 * Lock order: scmi_vio_queue.lock is innermost; nothing of the core is called
 * under it.
 */

#define SCMI_VIRTIO_MSG_SIZE		128
#define SCMI_VIRTIO_RECOVER_MS		2000U
/* A device that needed so many resets has longer pauses between them. */
#define SCMI_VIRTIO_RECOVER_MANY	32
#define SCMI_VIRTIO_RECOVER_MAX_MS	60000U
/* One that needed no reset for so long is believed again. */
#define SCMI_VIRTIO_SOUND_MS		600000U
/* How soon to try again when something else has the device's lock. */
#define SCMI_VIRTIO_RETRY_MS		10

/* VIRTIO 5.17.3: the device has an eventq. */
#define SCMI_VIRTIO_F_P2A_CHANNELS	0

static unsigned int timeout_ms = 5000;
module_param(timeout_ms, uint, 0644);
MODULE_PARM_DESC(timeout_ms,
		 "How long to wait for an answer, 10..600000 ms (a devicetree node overrides it; default 5000)");

/* The rings may be others after a reset; what was sized by them is not. */
static bool scmi_vio_fits(struct scmi_vio *vio)
{
	struct scmi_vio_queue *q = vio->queues;

	return scmi_vio_ring_size(&q[SCMI_VIRTIO_CMDQ]) >=
		       2 * vio->transport.max_msg &&
	       scmi_vio_ring_size(&q[SCMI_VIRTIO_EVENTQ]) >= vio->num_events;
}

/* The device was reset, and has its features again. */
static int scmi_vio_restore(struct virtio_device *vdev)
{
	struct scmi_vio *vio = vdev->priv;
	int ret;

	ret = scmi_vio_find_queues(vio);
	if (!ret && !scmi_vio_fits(vio)) {
		dev_err(&vdev->dev, "the rings shrank across a reset\n");
		ret = -EINVAL;
	}
	if (!ret)
		ret = scmi_agent_instance_resume(vio->inst);
	if (ret) {
		scmi_vio_del_queues(vio);
		/* Nobody else tries again what a resume could not do. */
		WRITE_ONCE(vio->recover_why, "it could not be started");
		queue_delayed_work(system_freezable_wq, &vio->recover,
				   msecs_to_jiffies(SCMI_VIRTIO_RECOVER_MS));
	}
	return ret;
}

/* Whoever asked for a reset until now asked for the one that comes. */
static void scmi_vio_take_down(struct scmi_vio *vio)
{
	scmi_vio_del_queues(vio);
	WRITE_ONCE(vio->recover_why, NULL);
}

/* Somebody is about to reset the device, and will say when that is over. */
static int __maybe_unused scmi_vio_reset_prepare(struct virtio_device *vdev)
{
	struct scmi_vio *vio;

	guard(device)(&vdev->dev);

	vio = vdev->priv;
	/* It has just been unbound. */
	if (!vio)
		return -EOPNOTSUPP;
	scmi_agent_instance_pause(vio->inst);
	scmi_vio_take_down(vio);
	return 0;
}

static int __maybe_unused scmi_vio_reset_done(struct virtio_device *vdev)
{
	guard(device)(&vdev->dev);

	return vdev->priv ? scmi_vio_restore(vdev) : -EOPNOTSUPP;
}

#ifdef CONFIG_PM_SLEEP
static int scmi_vio_freeze(struct virtio_device *vdev)
{
	struct scmi_vio *vio = vdev->priv;

	if (vio->recovering)
		scmi_agent_instance_pause(vio->inst);
	else
		scmi_agent_instance_sleep(vio->inst);
	scmi_vio_take_down(vio);
	return 0;
}
#endif

/* Milliseconds until the device may be reset; 0 = now. */
static unsigned int scmi_vio_recover_wait(struct scmi_vio *vio)
{
	unsigned int since = jiffies_to_msecs(jiffies - vio->recovered);
	unsigned int pause = vio->recoveries < SCMI_VIRTIO_RECOVER_MANY ?
			     SCMI_VIRTIO_RECOVER_MS :
			     SCMI_VIRTIO_RECOVER_MAX_MS;

	if (vio->recoveries && since < pause)
		return pause - since;
	if (since >= SCMI_VIRTIO_SOUND_MS)
		vio->recoveries = 0;
	vio->recoveries++;
	vio->recovered = jiffies;
	return 0;
}

/* Why the device has to be reset, as its status has it; NULL: it has not. */
static const char *scmi_vio_complaint(struct scmi_vio *vio)
{
	u8 status;

	/* Whoever took the queues down brings them back, and the device may be away. */
	if (!scmi_vio_ring_size(&vio->queues[SCMI_VIRTIO_CMDQ]))
		return NULL;
	status = vio->vdev->config->get_status(vio->vdev);
	if (status & VIRTIO_CONFIG_S_NEEDS_RESET)
		return "the device needs it";
	if (!(status & VIRTIO_CONFIG_S_DRIVER_OK))
		return "somebody else has reset it";
	return NULL;
}

static void scmi_vio_recover_locked(struct scmi_vio *vio)
{
	struct device *dev = &vio->vdev->dev;
	const char *why;
	unsigned int wait;
	int ret;

	device_lock_assert(dev);

	/* A machine that goes down has reset the device, or is about to. */
	if (system_state > SYSTEM_RUNNING)
		return;
	why = xchg(&vio->recover_why, NULL);
	if (!why)
		why = scmi_vio_complaint(vio);
	if (!why)
		return;
	wait = scmi_vio_recover_wait(vio);
	if (wait) {
		cmpxchg(&vio->recover_why, NULL, why);
		queue_delayed_work(system_freezable_wq, &vio->recover,
				   msecs_to_jiffies(wait));
		return;
	}
	dev_warn(dev, "%s: resetting the device\n", why);
	ret = scmi_vio_reset_device(vio);
	/* Memory may come back; scmi_vio_restore() has asked for another try. */
	if (ret && ret != -ENOMEM) {
		cancel_delayed_work(&vio->recover);
		WRITE_ONCE(vio->recover_why, NULL);
		scmi_agent_instance_fail(vio->inst);
		dev_err(dev, "reset failed (%pe): unbind and bind the device\n",
			ERR_PTR(ret));
	}
}

/* Probe and remove wait for this work with the device's lock held. */
static void scmi_vio_recover_work(struct work_struct *work)
{
	struct scmi_vio *vio = container_of(to_delayed_work(work),
					    struct scmi_vio, recover);

	if (!device_trylock(&vio->vdev->dev)) {
		queue_delayed_work(system_freezable_wq, &vio->recover,
				   msecs_to_jiffies(SCMI_VIRTIO_RETRY_MS));
		return;
	}
	scmi_vio_recover_locked(vio);
	device_unlock(&vio->vdev->dev);
}

static void scmi_vio_config_changed(struct virtio_device *vdev)
{
	scmi_vio_look_later(vdev->priv);
}

/* What the instance may count on; needs the queues for the ring's size. */
static int scmi_vio_limits(struct scmi_vio *vio)
{
	unsigned int fit = scmi_vio_ring_size(&vio->queues[SCMI_VIRTIO_CMDQ]) / 2;
	struct scmi_transport *tr = &vio->transport;

	if (!fit) {
		dev_err(&vio->vdev->dev, "cmdq has no room for a command\n");
		return -EINVAL;
	}
	fit = min_t(unsigned int, fit, SCMI_TOKENS / 2);
	tr->max_msg = fit;
	tr->max_msg_size = SCMI_VIRTIO_MSG_SIZE;
	tr->timeout_ms = clamp(timeout_ms, 10U, 600000U);
	scmi_agent_read_limits(&vio->vdev->dev, vio->np, tr, fit,
			       SCMI_MSG_SIZE_MAX);
	scmi_vio_set_room(vio);
	return 0;
}

static struct scmi_vio *scmi_vio_alloc(struct virtio_device *vdev)
{
	struct scmi_vio *vio = kzalloc_obj(*vio);
	struct scmi_transport *tr;

	if (!vio)
		return NULL;
	vio->vdev = vdev;
	vio->num_queues = 1 + virtio_has_feature(vdev,
						 SCMI_VIRTIO_F_P2A_CHANNELS);
	scmi_vio_claim_node(vio);

	tr = &vio->transport;
	tr->name = "virtio";
	tr->ops = &scmi_vio_ops;

	INIT_DELAYED_WORK(&vio->recover, scmi_vio_recover_work);
	scmi_vio_init_queues(vio);
	return vio;
}

static void scmi_vio_free(struct scmi_vio *vio)
{
	scmi_vio_free_events(vio);
	scmi_vio_unclaim_node(vio);
	kfree(vio);
}

static int scmi_vio_probe(struct virtio_device *vdev)
{
	struct scmi_vio *vio = scmi_vio_alloc(vdev);
	int ret;

	if (!vio)
		return -ENOMEM;
	vdev->priv = vio;
	ret = scmi_vio_find_queues(vio);
	if (ret)
		goto free_vio;
	ret = scmi_vio_limits(vio);
	if (!ret)
		ret = scmi_vio_alloc_events(vio);
	if (ret)
		goto del_queues;

	vio->inst = scmi_agent_instance_add(&vdev->dev, vio->np,
					    &vio->transport, vio);
	if (IS_ERR(vio->inst)) {
		ret = PTR_ERR(vio->inst);
		goto cancel_recover;
	}
	return 0;

cancel_recover:
	cancel_delayed_work_sync(&vio->recover);
del_queues:
	scmi_vio_del_queues(vio);
free_vio:
	vdev->priv = NULL;
	scmi_vio_free(vio);
	return ret;
}

static void scmi_vio_remove(struct virtio_device *vdev)
{
	struct scmi_vio *vio = vdev->priv;

	scmi_agent_instance_del(vio->inst);
	/* The transport is stopped: nobody asks for recovery any more. */
	cancel_delayed_work_sync(&vio->recover);
	scmi_vio_del_queues(vio);
	vdev->priv = NULL;
	scmi_vio_free(vio);
}

static int scmi_vio_validate(struct virtio_device *vdev)
{
	/* See DOC: no table to allocate for each command. */
	__virtio_clear_bit(vdev, VIRTIO_RING_F_INDIRECT_DESC);
	return 0;
}

static const struct virtio_device_id scmi_vio_ids[] = {
	{ VIRTIO_ID_SCMI, VIRTIO_DEV_ANY_ID },
	{ }
};
MODULE_DEVICE_TABLE(virtio, scmi_vio_ids);

static const unsigned int scmi_vio_features[] = {
	SCMI_VIRTIO_F_P2A_CHANNELS,
};

static struct virtio_driver scmi_vio_driver = {
	.driver.name = "scmi-agent-virtio",
	.feature_table = scmi_vio_features,
	.feature_table_size = ARRAY_SIZE(scmi_vio_features),
	.id_table = scmi_vio_ids,
	.validate = scmi_vio_validate,
	.probe = scmi_vio_probe,
	.remove = scmi_vio_remove,
	.config_changed = scmi_vio_config_changed,
	compat_virtio_reset(scmi_vio_reset_prepare, scmi_vio_reset_done)
#ifdef CONFIG_PM_SLEEP
	.freeze = scmi_vio_freeze,
	.restore = scmi_vio_restore,
#endif
};

static int __init scmi_vio_init(void)
{
	int ret;

	scmi_vio_wq = alloc_workqueue("scmi-agent-virtio",
				      WQ_PERCPU | WQ_HIGHPRI |
				      WQ_MEM_RECLAIM, 0);
	if (!scmi_vio_wq)
		return -ENOMEM;
	scmi_vio_nodes_init();
	ret = register_virtio_driver(&scmi_vio_driver);
	if (ret) {
		scmi_vio_nodes_exit();
		destroy_workqueue(scmi_vio_wq);
	}
	return ret;
}
module_init(scmi_vio_init);

static void __exit scmi_vio_exit(void)
{
	/* First: it binds devices. */
	scmi_vio_nodes_exit();
	unregister_virtio_driver(&scmi_vio_driver);
	destroy_workqueue(scmi_vio_wq);
}
module_exit(scmi_vio_exit);

MODULE_DESCRIPTION("SCMI agent: virtio transport");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
