// SPDX-License-Identifier: GPL-2.0-only
/*
 * A virtio SCMI device inside of the kernel: how it comes and goes.
 *
 * Without parameters the module makes one platform, scmi0, of the board
 * board-demo. Each appearance of a device is a virtio device of its own; its
 * memory goes with the last reference to it, which may be later than unplug.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio_ids.h>
#include <linux/wait.h>

#include "vdev.h"

#define VDEV_NAME	"scmi-agent-test-vdev"

static char *boards = "board-demo";
module_param(boards, charp, 0444);
MODULE_PARM_DESC(boards, "Boards of the devices to make, separated by commas (default board-demo)");

static char *options = "";
module_param(options, charp, 0444);
MODULE_PARM_DESC(options, "More words for the command that makes them, such as cmdq=8");

/* Instances whose memory is there. */
static atomic_t vdev_instances = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(vdev_gone);

static void vdev_instance_release(struct device *dev)
{
	struct vdev_instance *inst = container_of(dev_to_virtio(dev), struct vdev_instance, vdev);

	kfree(inst);
	if (atomic_dec_and_test(&vdev_instances))
		wake_up(&vdev_gone);
}

static int vdev_add_instance(struct vdev *v)
{
	struct vdev_instance *inst = kzalloc_obj(*inst);
	int ret;

	if (!inst)
		return -ENOMEM;
	atomic_inc(&vdev_instances);
	inst->v = v;
	inst->vdev.id.device = VIRTIO_ID_SCMI;
	inst->vdev.id.vendor = 0x554d4551;
	inst->vdev.config = &vdev_config_ops;
	inst->vdev.dev.parent = &v->pdev->dev;
	inst->vdev.dev.release = vdev_instance_release;
	scoped_guard(mutex, tp_lock(v->tp))
		v->inst = inst;
	ret = register_virtio_device(&inst->vdev);
	if (!ret)
		return 0;
	scoped_guard(mutex, tp_lock(v->tp))
		v->inst = NULL;
	put_device(&inst->vdev.dev);
	return ret;
}

/**
 * vdev_plug() - let the device appear
 * @host: host without a device
 *
 * Context: Process context, under the plug lock; the driver may probe.
 * Return: 0 or -errno.
 */
int vdev_plug(void *host)
{
	struct vdev *v = host;
	int ret;

	v->pdev = platform_device_register_simple(VDEV_NAME, PLATFORM_DEVID_AUTO, NULL, 0);
	if (IS_ERR(v->pdev))
		return PTR_ERR(v->pdev);
	ret = vdev_add_instance(v);
	if (!ret) {
		platform_set_drvdata(v->pdev, v->inst);
		return 0;
	}
	platform_device_unregister(v->pdev);
	v->pdev = NULL;
	return ret;
}

/**
 * vdev_unplug() - make the device go
 * @host: host with a device
 *
 * Context: Process context, under the plug lock; the driver unbinds.
 */
void vdev_unplug(void *host)
{
	struct vdev *v = host;
	struct device *dev = &v->inst->vdev.dev;
	bool surprise;

	platform_set_drvdata(v->pdev, NULL);
	scoped_guard(mutex, tp_lock(v->tp))
		surprise = v->surprise;
	if (surprise)
		virtio_break_device(&v->inst->vdev);
	get_device(dev);
	unregister_virtio_device(&v->inst->vdev);
	scoped_guard(mutex, tp_lock(v->tp)) {
		tp_reset_locked(v->tp);
		v->inst = NULL;
	}
	put_device(dev);
	platform_device_unregister(v->pdev);
	v->pdev = NULL;
}

#ifdef CONFIG_PM_SLEEP
static int vdev_freeze(struct device *dev)
{
	struct vdev_instance *inst = dev_get_drvdata(dev);

	return inst ? virtio_device_freeze(&inst->vdev) : 0;
}

static int vdev_restore(struct device *dev)
{
	struct vdev_instance *inst = dev_get_drvdata(dev);

	return inst ? virtio_device_restore(&inst->vdev) : 0;
}
#endif

static const struct dev_pm_ops vdev_pm_ops = {
	SET_SYSTEM_SLEEP_PM_OPS(vdev_freeze, vdev_restore)
};

/* It does nothing but hand system sleep on to the virtio device. */
static struct platform_driver vdev_driver = {
	.driver = {
		.name = VDEV_NAME,
		.pm = &vdev_pm_ops,
		.suppress_bind_attrs = true,
	},
};

static int __init vdev_add_all(void)
{
	char *list __free(kfree) = kstrdup(boards, GFP_KERNEL);
	char *next = list, *board, *line;
	unsigned int i = 0;
	int ret = list ? 0 : -ENOMEM;

	while (!ret && (board = strsep(&next, ","))) {
		if (!*board)
			continue;
		line = kasprintf(GFP_KERNEL, "add scmi%u virtio board=%s %s", i++, board, options);
		ret = line ? tp_command(line) : -ENOMEM;
		kfree(line);
	}
	return ret;
}

static void vdev_end(void)
{
	tp_unregister_kind(&vdev_kind);
	/* Their release function is ours. */
	wait_event(vdev_gone, !atomic_read(&vdev_instances));
	platform_driver_unregister(&vdev_driver);
}

static int __init vdev_init(void)
{
	int ret = platform_driver_register(&vdev_driver);

	if (ret)
		return ret;
	ret = tp_register_kind(&vdev_kind);
	if (ret) {
		platform_driver_unregister(&vdev_driver);
		return ret;
	}
	ret = vdev_add_all();
	if (ret)
		vdev_end();
	return ret;
}
module_init(vdev_init);

static void __exit vdev_exit(void)
{
	vdev_end();
}
module_exit(vdev_exit);

MODULE_DESCRIPTION("SCMI agent: virtio device inside of the kernel, for tests");
MODULE_LICENSE("GPL");
