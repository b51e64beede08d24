/* SPDX-License-Identifier: GPL-2.0-only */
/* dev_err_ptr_probe(): 6.13 (and 6.1.y). */
#ifndef _COMPAT_LINUX_DEV_PRINTK_H
#define _COMPAT_LINUX_DEV_PRINTK_H

#include_next <linux/dev_printk.h>

#ifndef dev_err_ptr_probe
#define dev_err_ptr_probe(dev, err, fmt, ...)	\
	ERR_PTR(dev_err_probe(dev, err, fmt, ##__VA_ARGS__))
#endif

#endif /* _COMPAT_LINUX_DEV_PRINTK_H */
