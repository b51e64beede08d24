// SPDX-License-Identifier: GPL-2.0-only
#include <linux/version.h>

/* A comment may speak of LINUX_VERSION_CODE. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define OLD 1
#endif
