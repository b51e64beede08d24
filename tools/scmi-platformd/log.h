/* SPDX-License-Identifier: GPL-2.0-only */
/* Messages for the user, on standard error. */
#ifndef SCMI_PLATFORMD_LOG_H
#define SCMI_PLATFORMD_LOG_H

#include "attributes.h"

extern int log_quiet;

__printf(1, 2) void log_info(const char *fmt, ...);
__printf(1, 2) void log_error(const char *fmt, ...);

#endif /* SCMI_PLATFORMD_LOG_H */
