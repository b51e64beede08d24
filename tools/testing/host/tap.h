/* SPDX-License-Identifier: GPL-2.0-only */
/* Test Anything Protocol: one line per check, the plan at the end. */
#ifndef HOST_TAP_H
#define HOST_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "../../scmi-platformd/attributes.h"

static unsigned int tap_run, tap_failed;

/* Returns the result, so that a test can leave what would be pointless. */
static inline bool __printf(3, 4)
tap_check(bool good, const char *where, const char *fmt, ...)
{
	va_list args;

	printf("%s %u - ", good ? "ok" : "not ok", ++tap_run);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
	if (!good) {
		tap_failed++;
		printf("# failed at %s\n", where);
	}
	fflush(stdout);
	return good;
}

#define TAP_STR(x)	#x
#define TAP_LINE(x)	TAP_STR(x)
#define ok(good, ...)	tap_check(good, __FILE__ ":" TAP_LINE(__LINE__), __VA_ARGS__)

/* Prints what was found when it is not what was expected. */
#define is(found, expected, ...)						\
({										\
	long long f_ = (long long)(found), e_ = (long long)(expected);		\
										\
	if (!ok(f_ == e_, __VA_ARGS__))						\
		printf("# found %lld (0x%llx), expected %lld (0x%llx)\n",	\
		       f_, f_, e_, e_);						\
	f_ == e_;								\
})

static inline int tap_end(void)
{
	printf("1..%u\n", tap_run);
	return tap_failed ? 1 : 0;
}

#endif /* HOST_TAP_H */
