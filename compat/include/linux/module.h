/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MODULE_IMPORT_NS() takes a string: 6.13.
 * compat_module_device_table(): what the kernel's MODULE_DEVICE_TABLE() is, for a header
 * that gives that name another meaning beside. Not there where we do not know it.
 */
#ifndef _COMPAT_LINUX_MODULE_H
#define _COMPAT_LINUX_MODULE_H

#include <linux/version.h>
#include_next <linux/module.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#undef MODULE_IMPORT_NS
#define MODULE_IMPORT_NS(ns)	MODULE_INFO(import_ns, ns)
#endif

#ifdef __mod_device_table
#define compat_module_device_table(type, table)			\
	static typeof(table) __mod_device_table(type, table) __used __alias(table)
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
#define compat_module_device_table(type, table)			\
	extern typeof(table) __mod_##type##__##table##_device_table	\
	__maybe_unused __alias(table)
#endif

#endif /* _COMPAT_LINUX_MODULE_H */
