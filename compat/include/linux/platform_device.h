/* SPDX-License-Identifier: GPL-2.0-only */
/* platform_driver.remove() returns nothing: 6.11. */
#ifndef _COMPAT_LINUX_PLATFORM_DEVICE_H
#define _COMPAT_LINUX_PLATFORM_DEVICE_H

#include <linux/version.h>
#include_next <linux/platform_device.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#include <linux/container_of.h>

/* The driver as its author wrote it; @real is what the kernel gets to see. */
struct compat_platform_driver {
	int (*probe)(struct platform_device *pdev);
	void (*remove)(struct platform_device *pdev);
	void (*shutdown)(struct platform_device *pdev);
	struct device_driver driver;
	const struct platform_device_id *id_table;
	bool prevent_deferred_probe;
	struct platform_driver real;
};

static inline int compat_platform_remove(struct platform_device *pdev)
{
	struct platform_driver *real =
		container_of(pdev->dev.driver, struct platform_driver, driver);

	container_of(real, struct compat_platform_driver, real)->remove(pdev);
	return 0;
}

static inline int
compat_platform_driver_register(struct compat_platform_driver *drv,
				struct module *owner)
{
	drv->real = (struct platform_driver) {
		.probe = drv->probe,
		.remove = drv->remove ? compat_platform_remove : NULL,
		.shutdown = drv->shutdown,
		.driver = drv->driver,
		.id_table = drv->id_table,
		.prevent_deferred_probe = drv->prevent_deferred_probe,
	};
	return __platform_driver_register(&drv->real, owner);
}

static inline void
compat_platform_driver_unregister(struct compat_platform_driver *drv)
{
	platform_driver_unregister(&drv->real);
}

#undef platform_driver_register
#define platform_driver			compat_platform_driver
#define platform_driver_register(drv)	\
	compat_platform_driver_register(drv, THIS_MODULE)
#define platform_driver_unregister	compat_platform_driver_unregister
#endif

#endif /* _COMPAT_LINUX_PLATFORM_DEVICE_H */
