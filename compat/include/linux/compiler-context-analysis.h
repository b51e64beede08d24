/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock annotations: 7.0.  Older kernels know a part of them, for sparse only
 * and with one argument; sparse does not understand guard(), so all of them
 * mean nothing there.  The rules are checked on a newer kernel's headers, see
 * Documentation/static-analysis.rst.
 */
#ifndef _COMPAT_LINUX_COMPILER_CONTEXT_ANALYSIS_H
#define _COMPAT_LINUX_COMPILER_CONTEXT_ANALYSIS_H

#if __has_include_next(<linux/compiler-context-analysis.h>)
#include_next <linux/compiler-context-analysis.h>
#endif

#ifndef __guarded_by
#define __guarded_by(...)
#define __pt_guarded_by(...)

#undef __must_hold
#undef __acquires
#undef __releases
#undef __cond_acquires
#define __must_hold(...)
#define __acquires(...)
#define __releases(...)
#define __cond_acquires(...)
#define __must_not_hold(...)
#define __must_hold_shared(...)
#define __acquires_shared(...)
#define __releases_shared(...)
#define __cond_acquires_shared(...)
#define __cond_releases(...)

#define __no_context_analysis
#define __context_unsafe(comment)
#define context_unsafe(...)		({ __VA_ARGS__; })
#define context_unsafe_alias(p)		((void)(p))
#define disable_context_analysis()
#define enable_context_analysis()
#define __assume_ctx_lock(var)		((void)(var))
#define __acquire_ctx_lock(var)		((void)(var))
#define __release_ctx_lock(var)		((void)(var))
#define context_lock_struct(name, ...)	struct __VA_ARGS__ name
#endif

#endif /* _COMPAT_LINUX_COMPILER_CONTEXT_ANALYSIS_H */
