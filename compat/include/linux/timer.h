/* SPDX-License-Identifier: GPL-2.0-only */
/* timer_delete_sync(), timer_shutdown_sync(): 6.2.  timer_container_of(): 6.16. */
#ifndef _COMPAT_LINUX_TIMER_H
#define _COMPAT_LINUX_TIMER_H

#include <linux/version.h>
#include_next <linux/timer.h>

/*
 * Macros, as 6.1.y has gained some of these functions.  Before 6.2 a timer
 * that was shut down can be armed again: whoever arms it must check.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define timer_delete(timer)		del_timer(timer)
#define timer_delete_sync(timer)	del_timer_sync(timer)
#define timer_shutdown(timer)		del_timer(timer)
#define timer_shutdown_sync(timer)	del_timer_sync(timer)
#endif

#ifndef timer_container_of
#define timer_container_of(var, timer, field)	from_timer(var, timer, field)
#endif

#endif /* _COMPAT_LINUX_TIMER_H */
