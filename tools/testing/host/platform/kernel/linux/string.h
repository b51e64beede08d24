/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's names, for sources of the kernel that run in a process. */
#include <string.h>
