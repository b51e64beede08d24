/* SPDX-License-Identifier: GPL-2.0-only */
/* The attribute by the name that the kernel has for it. */
#ifndef SCMI_PLATFORMD_ATTRIBUTES_H
#define SCMI_PLATFORMD_ATTRIBUTES_H

/* The Makefiles define it, so that the compiler checks formats */
#ifndef __printf
#define __printf(a, b)
#endif

#endif /* SCMI_PLATFORMD_ATTRIBUTES_H */
