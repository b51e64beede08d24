/* SPDX-License-Identifier: GPL-2.0-only */
/* OPPs with more than frequency and voltage: 6.7. Before, their level is not kept. */
#ifndef _COMPAT_LINUX_PM_OPP_H
#define _COMPAT_LINUX_PM_OPP_H

#include <linux/version.h>
#include_next <linux/pm_opp.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
struct compat_pm_opp_data {
	unsigned int level;
	unsigned long freq;
	unsigned long u_volt;
};

static inline int compat_pm_opp_add_dynamic(struct device *dev,
					    struct compat_pm_opp_data *data)
{
	return dev_pm_opp_add(dev, data->freq, data->u_volt);
}

#define dev_pm_opp_data		compat_pm_opp_data
#define dev_pm_opp_add_dynamic	compat_pm_opp_add_dynamic
#endif

#endif /* _COMPAT_LINUX_PM_OPP_H */
