/* SPDX-License-Identifier: GPL-2.0-only */
/* exit() of a driver returns nothing: 6.11. The framework shows frequencies: 6.15. */
#ifndef _COMPAT_LINUX_CPUFREQ_H
#define _COMPAT_LINUX_CPUFREQ_H

#include <linux/version.h>
#include_next <linux/cpufreq.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#define compat_cpufreq_exit(op)						\
static int compat_##op(struct cpufreq_policy *policy)			\
{									\
	op(policy);							\
	return 0;							\
}

#define compat_cpufreq_exit_op(op)	.exit = compat_##op
#else
#define compat_cpufreq_exit(op)
#define compat_cpufreq_exit_op(op)	.exit = op
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define compat_cpufreq_attr		.attr = cpufreq_generic_attr
#else
#define compat_cpufreq_attr		.attr = NULL
#endif

#endif /* _COMPAT_LINUX_CPUFREQ_H */
