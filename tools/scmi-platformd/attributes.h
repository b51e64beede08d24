/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes by the names that the kernel has for them. */
#ifndef SCMI_PLATFORMD_ATTRIBUTES_H
#define SCMI_PLATFORMD_ATTRIBUTES_H

#ifndef __printf
#define __printf(a, b)	__attribute__((__format__(gnu_printf, a, b)))
#endif

#endif /* SCMI_PLATFORMD_ATTRIBUTES_H */
