// SPDX-License-Identifier: GPL-2.0-only
/* The driver model: buses, platform and virtio drivers, firmware nodes; frameworks. */
#include <linux/device.h>
#include <linux/dev_printk.h>
#include <linux/dma-map-ops.h>
#include <linux/iio/buffer.h>
#include <linux/iio/iio.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/pinctrl/pinconf-generic.h>
#include <linux/platform_device.h>
#include <linux/pm_opp.h>
#include <linux/property.h>
#include <linux/thermal.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "compat-test.h"

static int compat_match(struct device *dev, compat_match_driver *drv)
{
	return dev->driver == drv;
}

static int compat_uevent(compat_uevent_device *dev, struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "COMPAT=%s", dev_name(dev));
}

static compat_bus_type compat_bus = {
	.name = "scmi_agent_compat",
	.match = compat_match,
	.uevent = compat_uevent,
};

static int compat_by_name(struct device *dev, const void *name)
{
	return !strcmp(dev_name(dev), name);
}

static int compat_iterate(struct device *dev, void *data)
{
	return 0;
}

static int compat_lookup(struct device *parent)
{
	const device_match_t match = compat_by_name;
	const device_iter_t iterate = compat_iterate;
	struct device *child = device_find_child(parent, "child", match);

	put_device(child);
	put_device(bus_find_device(&compat_bus, NULL, "child", match));
	return bus_for_each_dev(&compat_bus, NULL, NULL, iterate);
}

static int compat_nodes(struct device *dev)
{
	struct device_node *np __free(device_node) = of_node_get(dev->of_node);
	struct fwnode_handle *fwnode __free(fwnode_handle) =
		fwnode_handle_get(dev_fwnode(dev));
	int found = fwnode ? 1 : 0;

	for_each_child_of_node_scoped(np, child)
		found += of_property_present(child, "reg");
	for_each_available_child_of_node_scoped(np, child) {
		if (of_property_present(child, "status"))
			return -EINVAL;
	}
	return found;
}

static int compat_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	int ret = compat_lookup(dev) + compat_nodes(dev);

	if (ret < 0)
		return PTR_ERR(dev_err_ptr_probe(dev, ret, "no nodes\n"));
	return 0;
}

static void compat_remove(struct platform_device *pdev)
{
	dev_dbg(&pdev->dev, "removed\n");
}

static struct platform_driver compat_platform = {
	.probe = compat_probe,
	.remove = compat_remove,
	.driver = { .name = "scmi-agent-compat" },
};

static void compat_callback(struct virtqueue *vq)
{
	pr_debug("%s\n", vq->name);
}

static dma_addr_t compat_map_page(union virtio_map map, struct page *page,
				  unsigned long offset, size_t size,
				  enum dma_data_direction dir, unsigned long attrs)
{
	return page_to_phys(page) + offset;
}

static const struct virtio_map_ops compat_map = {
	.map_page = compat_map_page,
};

compat_define_virtio_map(compat_map);

static int compat_virtio_probe(struct virtio_device *vdev)
{
	struct virtqueue_info info[] = {
		{ "tx", compat_callback },
		{ .name = "rx", .callback = compat_callback, .ctx = true },
	};
	struct virtqueue *vqs[ARRAY_SIZE(info)];

	if (compat_virtio_has_map)
		compat_virtio_set_map(vdev, compat_map);
	return virtio_find_vqs(vdev, ARRAY_SIZE(info), vqs, info, NULL);
}

static int compat_queues(struct virtio_device *vdev, unsigned int nvqs,
			 struct virtqueue *vqs[],
			 struct virtqueue_info vqs_info[],
			 struct irq_affinity *desc)
{
	return nvqs && vqs_info[0].name ? -ENOENT : 0;
}

compat_define_find_vqs(compat_queues)

static const struct virtio_config_ops compat_config = {
	.find_vqs = compat_find_vqs(compat_queues),
};

static void compat_virtio_remove(struct virtio_device *vdev)
{
	if (vdev->config == &compat_config)
		return;
	virtio_reset_device(vdev);
	vdev->config->del_vqs(vdev);
}

static int __maybe_unused compat_virtio_reset_prepare(struct virtio_device *vdev)
{
	return vdev->config == &compat_config ? -EOPNOTSUPP : 0;
}

static const struct virtio_device_id compat_ids[] = {
	{ 0x7fff, VIRTIO_DEV_ANY_ID },
	{ }
};

compat_module_device_table(virtio, compat_ids);

static struct virtio_driver compat_virtio = {
	.driver.name = "scmi-agent-compat",
	.id_table = compat_ids,
	.probe = compat_virtio_probe,
	.remove = compat_virtio_remove,
	compat_virtio_reset(compat_virtio_reset_prepare, compat_virtio_reset_prepare)
};

static int compat_temperature(struct thermal_zone_device *tz, int *temp)
{
	*temp = thermal_zone_device_id(tz) + !!thermal_zone_device_priv(tz);
	return 0;
}

static int compat_opp(struct device *dev)
{
	struct dev_pm_opp_data data = { .freq = 1000000, .level = 1 };

	return dev_pm_opp_add_dynamic(dev, &data);
}

static const struct thermal_zone_device_ops compat_thermal = {
	.get_temp = compat_temperature,
};

static int compat_sample(struct iio_dev *indio_dev, s64 *data)
{
	return iio_push_to_buffers_with_ts(indio_dev, data, 2 * sizeof(*data),
					   iio_get_time_ns(indio_dev));
}

/**
 * compat_test_drivers() - register a bus and one driver of each kind
 *
 * Context: Process context.
 * Return: 0, or the error of the registration that failed.
 */
int compat_test_drivers(void)
{
	int ret;

	pr_debug("%ps %ps %ps %d\n", compat_thermal.get_temp, compat_opp,
		 compat_sample, PIN_CONFIG_LEVEL);

	ret = bus_register(&compat_bus);
	if (ret)
		return ret;
	ret = platform_driver_register(&compat_platform);
	if (ret)
		goto unregister_bus;
	ret = register_virtio_driver(&compat_virtio);
	if (ret)
		goto unregister_platform;
	return 0;

unregister_platform:
	platform_driver_unregister(&compat_platform);
unregister_bus:
	bus_unregister(&compat_bus);
	return ret;
}

/**
 * compat_test_drivers_exit() - undo compat_test_drivers()
 *
 * Context: Process context.
 */
void compat_test_drivers_exit(void)
{
	unregister_virtio_driver(&compat_virtio);
	platform_driver_unregister(&compat_platform);
	bus_unregister(&compat_bus);
}
