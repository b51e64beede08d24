// SPDX-License-Identifier: GPL-2.0-only
/* Messages for the user; see log.h. */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>

int log_quiet;

static void log_line(const char *kind, const char *fmt, va_list args)
{
	char line[512];

	vsnprintf(line, sizeof(line), fmt, args);
	fprintf(stderr, "scmi-platformd: %s%s\n", kind, line);
}

/**
 * log_info() - say what happens, unless told to be quiet
 * @fmt: printf() format
 *
 * Context: Any thread.
 */
void log_info(const char *fmt, ...)
{
	va_list args;

	if (log_quiet)
		return;
	va_start(args, fmt);
	log_line("", fmt, args);
	va_end(args);
}

/**
 * log_error() - say what went wrong
 * @fmt: printf() format
 *
 * Context: Any thread.
 */
void log_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	log_line("error: ", fmt, args);
	va_end(args);
}
