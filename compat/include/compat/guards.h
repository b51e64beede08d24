/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scope based cleanup for kernels that lack it: the interface of
 * <linux/cleanup.h> as of Linux 6.8.
 *
 * Every class NAME consists of class_NAME_t, class_NAME_constructor(),
 * class_NAME_destructor(); a guard has in addition class_NAME_lock_ptr(), NULL
 * if the lock was not taken, and class_NAME_may_fail, a constant.  The latter
 * lets the compiler see that the body of an unconditional scoped_guard() is
 * always entered.
 */
#ifndef _COMPAT_GUARDS_H
#define _COMPAT_GUARDS_H

/* The first edition, if this 6.1.y has it. */
#undef DEFINE_FREE
#undef __free
#undef no_free_ptr
#undef return_ptr
#undef DEFINE_CLASS
#undef EXTEND_CLASS
#undef CLASS
#undef DEFINE_GUARD
#undef guard
#undef scoped_guard
#undef __DEFINE_UNLOCK_GUARD
#undef __DEFINE_LOCK_GUARD_0
#undef __DEFINE_LOCK_GUARD_1
#undef DEFINE_LOCK_GUARD_0
#undef DEFINE_LOCK_GUARD_1

/* Guards of <linux/mutex.h> and others are to be supplied in full, or in part. */
#define COMPAT_GUARDS_COND
#if !__has_include_next(<linux/cleanup.h>)
#define COMPAT_GUARDS_ALL
#endif

#ifndef __cleanup
#define __cleanup(func)	__attribute__((__cleanup__(func)))
#endif

#define DEFINE_FREE(_name, _type, _free)					\
static __always_inline void __free_##_name(void *__var)			\
{										\
	_type _T = *(_type *)__var;						\
	_free;									\
}

#define __free(_name)	__cleanup(__free_##_name)

static __always_inline __must_check
const volatile void *compat_must_check_ptr(const volatile void *ptr)
{
	return ptr;
}

/* The value of @p, which is left NULL so that its __free() does nothing. */
#define no_free_ptr(p)								\
	((typeof(p))compat_must_check_ptr((__force const volatile void *)({	\
		__auto_type __taken = (p);					\
		(p) = NULL;							\
		__taken; })))

#define return_ptr(p)	return no_free_ptr(p)

#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...)		\
typedef _type class_##_name##_t;						\
static __always_inline void class_##_name##_destructor(_type *__var)		\
{										\
	_type _T = *__var;							\
	_exit;									\
}										\
static __always_inline _type class_##_name##_constructor(_init_args)		\
{										\
	_type __obj = _init;							\
	return __obj;								\
}

#define EXTEND_CLASS(_name, _ext, _init, _init_args...)			\
typedef class_##_name##_t class_##_name##_ext##_t;				\
static __always_inline void							\
class_##_name##_ext##_destructor(class_##_name##_t *__var)			\
{										\
	class_##_name##_destructor(__var);					\
}										\
static __always_inline class_##_name##_t					\
class_##_name##_ext##_constructor(_init_args)					\
{										\
	class_##_name##_t __obj = _init;					\
	return __obj;								\
}

#define CLASS(_name, _var)							\
	class_##_name##_t _var __cleanup(class_##_name##_destructor) =		\
		class_##_name##_constructor

/* @_expr is the pointer to the lock, given @_T that points to the class object. */
#define __COMPAT_GUARD_TRAITS(_name, _conditional, _expr)				\
enum { class_##_name##_may_fail = (_conditional) };				\
static __always_inline void *							\
class_##_name##_lock_ptr(class_##_name##_t *_T)				\
{										\
	return (void *)(__force unsigned long)(_expr);				\
}

#define DEFINE_GUARD(_name, _type, _lock, _unlock)				\
DEFINE_CLASS(_name, _type, if (_T) { _unlock; }, ({ _lock; _T; }), _type _T)	\
__COMPAT_GUARD_TRAITS(_name, 0, *_T)

#define DEFINE_GUARD_COND(_name, _ext, _condlock)				\
EXTEND_CLASS(_name, _ext, (_condlock) ? _T : NULL, class_##_name##_t _T)	\
__COMPAT_GUARD_TRAITS(_name##_ext, 1, *_T)

#define guard(_name)	CLASS(_name, __UNIQUE_ID(guard))

#define __guard_ptr(_name)	class_##_name##_lock_ptr

#define __compat_scoped_guard(_name, _out, args...)				\
	for (CLASS(_name, scope)(args);						\
	     !class_##_name##_may_fail || __guard_ptr(_name)(&scope);		\
	     ({ goto _out; }))							\
		if (0)								\
_out:										\
			break;							\
		else

#define scoped_guard(_name, args...)						\
	__compat_scoped_guard(_name, __UNIQUE_ID(out), args)

#define __compat_scoped_cond_guard(_name, _fail, _out, args...)		\
	for (CLASS(_name, scope)(args); ; ({ goto _out; }))			\
		if (!__guard_ptr(_name)(&scope)) {				\
			_fail;							\
_out:										\
			break;							\
		} else

#define scoped_cond_guard(_name, _fail, args...)				\
	__compat_scoped_cond_guard(_name, _fail, __UNIQUE_ID(out), args)

/* Guards that remember more than the lock: @_T points to the class object. */
#define __COMPAT_LOCK_CLASS(_name, _type, _unlock, _members...)		\
typedef struct {								\
	_type *lock;								\
	_members;								\
} class_##_name##_t;								\
static __always_inline void class_##_name##_destructor(class_##_name##_t *_T)	\
{										\
	if (_T->lock) { _unlock; }						\
}										\
__COMPAT_GUARD_TRAITS(_name, 0, _T->lock)

#define __COMPAT_LOCK_CTOR(_name, _ptr, _lock, _args...)			\
static __always_inline class_##_name##_t class_##_name##_constructor(_args)	\
{										\
	class_##_name##_t __obj = { .lock = _ptr };				\
	class_##_name##_t *_T __maybe_unused = &__obj;				\
	_lock;									\
	return __obj;								\
}

#define DEFINE_LOCK_GUARD_1(_name, _type, _lock, _unlock, _members...)		\
__COMPAT_LOCK_CLASS(_name, _type, _unlock, _members)				\
__COMPAT_LOCK_CTOR(_name, l, _lock, _type *l)

#define DEFINE_LOCK_GUARD_0(_name, _lock, _unlock, _members...)		\
__COMPAT_LOCK_CLASS(_name, void, _unlock, _members)				\
__COMPAT_LOCK_CTOR(_name, (void *)1, _lock, void)

#define DEFINE_LOCK_GUARD_1_COND(_name, _ext, _condlock)			\
EXTEND_CLASS(_name, _ext,							\
	     ({ class_##_name##_t __try = { .lock = l }, *_T = &__try;		\
		if (_T->lock && !(_condlock))					\
			_T->lock = NULL;					\
		__try; }),							\
	     typeof_member(class_##_name##_t, lock) l)				\
__COMPAT_GUARD_TRAITS(_name##_ext, 1, _T->lock)

#endif /* _COMPAT_GUARDS_H */
