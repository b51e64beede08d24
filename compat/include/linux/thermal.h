/* SPDX-License-Identifier: GPL-2.0-only */
/* Access to a thermal zone by functions: 6.4. */
#ifndef _COMPAT_LINUX_THERMAL_H
#define _COMPAT_LINUX_THERMAL_H

#include <linux/version.h>
#include_next <linux/thermal.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define thermal_zone_device_priv(tz)	((tz)->devdata)
#define thermal_zone_device_id(tz)	((tz)->id)
#define thermal_zone_device(tz)		(&(tz)->device)
#endif

#endif /* _COMPAT_LINUX_THERMAL_H */
