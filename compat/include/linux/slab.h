/* SPDX-License-Identifier: GPL-2.0-only */
/* Allocation by type: 7.0 (and some 6.12.y). __free(kfree): 6.5 (and 6.1.y). */
#ifndef _COMPAT_LINUX_SLAB_H
#define _COMPAT_LINUX_SLAB_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/overflow.h>
#include_next <linux/slab.h>

#ifdef COMPAT_GUARDS_ALL
DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
#endif

/* The last argument is GFP_KERNEL if not given. */
#define compat_gfp_or(_none, gfp, ...)	(gfp)
#define compat_gfp(gfp...)		compat_gfp_or(, ##gfp, GFP_KERNEL, )
#define compat_alloc(how, type, size, gfp...)	\
	((typeof(type) *)how(size, compat_gfp(gfp)))
#define compat_flex(p, member, count)	\
	struct_size((typeof(p) *)NULL, member, count)

#ifndef kmalloc_obj
#define kmalloc_obj(p, gfp...)	compat_alloc(kmalloc, p, sizeof(p), ##gfp)
#define kmalloc_objs(p, count, gfp...)	\
	compat_alloc(kmalloc, p, array_size(sizeof(p), count), ##gfp)
#endif

#ifndef kzalloc_obj
#define kzalloc_obj(p, gfp...)	compat_alloc(kzalloc, p, sizeof(p), ##gfp)
#define kzalloc_objs(p, count, gfp...)	\
	compat_alloc(kzalloc, p, array_size(sizeof(p), count), ##gfp)
#endif

#ifndef kvzalloc_obj
#define kvzalloc_obj(p, gfp...)	compat_alloc(kvzalloc, p, sizeof(p), ##gfp)
#define kvzalloc_objs(p, count, gfp...)	\
	compat_alloc(kvzalloc, p, array_size(sizeof(p), count), ##gfp)
#endif

/* A __counted_by() member must be set by the caller on these kernels. */
#ifndef kmalloc_flex
#define kmalloc_flex(p, member, count, gfp...)	\
	compat_alloc(kmalloc, p, compat_flex(p, member, count), ##gfp)
#endif
#ifndef kzalloc_flex
#define kzalloc_flex(p, member, count, gfp...)	\
	compat_alloc(kzalloc, p, compat_flex(p, member, count), ##gfp)
#endif

#endif /* _COMPAT_LINUX_SLAB_H */
