/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a provider of power domains leaves to the framework: device names of its own making
 * (6.13), OPPs that the provider adds itself (6.7), and whether what is on stays on until the
 * provider's sync_state() (6.17). Older frameworks neither name devices nor do anything in
 * that time.
 */
#ifndef _COMPAT_LINUX_PM_DOMAIN_H
#define _COMPAT_LINUX_PM_DOMAIN_H

#include_next <linux/pm_domain.h>

#ifndef GENPD_FLAG_DEV_NAME_FW
#define GENPD_FLAG_DEV_NAME_FW		0
#endif

#ifndef GENPD_FLAG_OPP_TABLE_FW
#define GENPD_FLAG_OPP_TABLE_FW		0
#endif

#ifndef GENPD_FLAG_NO_SYNC_STATE
#define GENPD_FLAG_NO_SYNC_STATE	0
#endif

#ifndef GENPD_FLAG_NO_STAY_ON
#define GENPD_FLAG_NO_STAY_ON		0
#endif

#endif /* _COMPAT_LINUX_PM_DOMAIN_H */
