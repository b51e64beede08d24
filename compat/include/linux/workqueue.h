/* SPDX-License-Identifier: GPL-2.0-only */
/* disable_work_sync(): 6.10.  system_percpu_wq, system_dfl_wq, WQ_PERCPU: 6.17. */
#ifndef _COMPAT_LINUX_WORKQUEUE_H
#define _COMPAT_LINUX_WORKQUEUE_H

#include <linux/version.h>
#include_next <linux/workqueue.h>

/*
 * Weaker than the original: work that was disabled can be queued again.
 * Whoever queues it must check, under a lock or after a grace period.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define disable_work_sync(work)			cancel_work_sync(work)
#define disable_delayed_work_sync(dwork)	cancel_delayed_work_sync(dwork)
#endif

/* What these say was the default before there was a choice. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define WQ_PERCPU		0
#define system_percpu_wq	system_wq
#define system_dfl_wq		system_unbound_wq
#endif

#endif /* _COMPAT_LINUX_WORKQUEUE_H */
