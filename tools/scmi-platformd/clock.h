/* SPDX-License-Identifier: GPL-2.0-only */
/* The one clock of the daemon. */
#ifndef SCMI_PLATFORMD_CLOCK_H
#define SCMI_PLATFORMD_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000ULL + (uint64_t)ts.tv_nsec;
}

#endif /* SCMI_PLATFORMD_CLOCK_H */
