// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which platforms and which kinds of hosts there are. A platform is in the
 * list from before its device appears until after it is gone, so that it can
 * be told things while a driver probes or unbinds.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/kmod.h>
#include <linux/string.h>

#include "tp_priv.h"

/* Protects both lists; innermost. */
static DEFINE_MUTEX(tp_registry_lock);
static LIST_HEAD(tp_platforms);
static LIST_HEAD(tp_kinds);

static struct tp_platform *tp_find_locked(const char *name)
	__must_hold(&tp_registry_lock)
{
	struct tp_platform *tp;

	lockdep_assert_held(&tp_registry_lock);

	list_for_each_entry(tp, &tp_platforms, node)
		if (!strcmp(tp->name, name))
			return tp;
	return NULL;
}

/**
 * tp_find() - platform by name
 * @name: its name
 *
 * Context: Process context.
 * Return: platform with a reference for the caller, NULL if there is none.
 */
struct tp_platform *tp_find(const char *name)
{
	struct tp_platform *tp;

	guard(mutex)(&tp_registry_lock);

	tp = tp_find_locked(name);
	if (tp)
		kref_get(&tp->ref);
	return tp;
}

/**
 * tp_list() - name all platforms
 * @answer: what to append " NAME:KIND"s to
 *
 * Context: Process context.
 */
void tp_list(struct scmip_text *answer)
{
	struct tp_platform *tp;

	guard(mutex)(&tp_registry_lock);

	list_for_each_entry(tp, &tp_platforms, node) {
		scmip_text_str(answer, " ");
		scmip_text_str(answer, tp->name);
		scmip_text_str(answer, ":");
		scmip_text_str(answer, tp->kind->name);
	}
}

/* The kind, its module pinned; NULL if there is none, or if it goes away. */
static struct tp_kind *tp_kind_get(const char *name)
{
	struct tp_kind *kind;

	guard(mutex)(&tp_registry_lock);

	list_for_each_entry(kind, &tp_kinds, node)
		if (!strcmp(kind->name, name) && try_module_get(kind->owner))
			return kind;
	return NULL;
}

static bool tp_insert(struct tp_platform *tp)
{
	guard(mutex)(&tp_registry_lock);

	if (tp_find_locked(tp->name))
		return false;
	kref_get(&tp->ref);
	list_add_tail(&tp->node, &tp_platforms);
	return true;
}

static void tp_remove(struct tp_platform *tp)
{
	scoped_guard(mutex, &tp_registry_lock) {
		if (list_empty(&tp->node))
			return;
		list_del_init(&tp->node);
	}
	tp_put(tp);
}

static bool tp_name_is_good(const char *name)
{
	static const char *const verbs[] = {
		"add", "board", "boards", "del", "help", "list", "ping",
	};
	size_t len = strlen(name);

	return len < TP_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
		       len &&
	       match_string(verbs, ARRAY_SIZE(verbs), name) < 0;
}

/* Every word that nobody took is a mistake. */
static bool tp_args_done(struct tp_args *args)
{
	u32 i;

	for (i = args->words->next; i < args->words->num; i++) {
		if (args->used & 1u << i)
			continue;
		snprintf(args->error, sizeof(args->error), "%.60s: not known here",
			 args->words->word[i]);
		return false;
	}
	return true;
}

/* In the list already: make the host and plug the device. */
static int tp_bring_up(struct tp_platform *tp, struct tp_args *args, bool plug)
{
	void *host = tp->kind->create(tp, args);
	int ret = 0;

	if (IS_ERR(host))
		return PTR_ERR(host);
	if (args->error[0] || !tp_args_done(args)) {
		tp->kind->destroy(host);
		return -EINVAL;
	}
	tp_attach(tp, host);
	if (plug)
		ret = tp_plug(tp);
	if (ret)
		tp_destroy(tp);
	return ret;
}

static void tp_say_error(struct scmip_text *answer, const char *what, int ret)
{
	answer->len = 0;
	scmip_text_str(answer, "error ");
	scmip_text_str(answer, what);
	if (ret && !*what) {
		scmip_text_str(answer, "failed: ");
		scmip_text_s64(answer, ret);
	}
}

static const char *tp_add_to(struct tp_kind *kind, const char *name, struct tp_args *args,
			     struct scmip_text *answer)
{
	const char *board_name = tp_arg(args, "board");
	char error[BOARD_ERROR_MAX];
	struct tp_platform *tp;
	struct tp_board *board;
	bool plug = true;
	int ret;

	board = tp_board_get(board_name ?: "board-demo", error);
	if (!board) {
		tp_say_error(answer, error, 0);
		return NULL;
	}
	if (!tp_arg_flag(args, "plug", &plug)) {
		tp_board_put(board);
		tp_say_error(answer, args->error, 0);
		return NULL;
	}
	tp = tp_create(name, kind, board);
	if (!tp)
		return "out of memory";
	if (!tp_insert(tp)) {
		tp_put(tp);
		return "there is a platform of that name";
	}
	ret = tp_bring_up(tp, args, plug);
	if (ret) {
		tp_remove(tp);
		tp_say_error(answer, args->error, ret);
	}
	tp_put(tp);
	return NULL;
}

/**
 * tp_add() - command "add NAME KIND [board=NAME] [plug=off] [KEY=VALUE]..."
 * @w: the words behind "add"
 * @answer: the answer, "ok" so far
 *
 * Context: Process context; a driver may probe the new device.
 * Return: NULL, or what is wrong unless @answer says it.
 */
const char *tp_add(struct scmip_words *w, struct scmip_text *answer)
{
	const char *name = scmip_words_take(w);
	const char *kind_name = scmip_words_take(w);
	struct tp_args args = { .words = w };
	struct tp_kind *kind;
	const char *wrong;

	if (!name || !kind_name || !tp_name_is_good(name))
		return "expected add NAME KIND [KEY=VALUE]...";
	kind = tp_kind_get(kind_name);
	if (!kind)
		return "no such kind of host, is its module loaded?";
	wrong = tp_add_to(kind, name, &args, answer);
	w->next = w->num;
	module_put(kind->owner);
	return wrong;
}

/**
 * tp_del() - command "del NAME": unplug it and end it
 * @name: its name
 *
 * Context: Process context; a driver may unbind meanwhile.
 * Return: NULL, or what is wrong.
 */
const char *tp_del(const char *name)
{
	struct tp_platform *tp = name ? tp_find(name) : NULL;

	if (!tp)
		return "no such platform";
	tp_destroy(tp);
	tp_remove(tp);
	tp_put(tp);
	return NULL;
}

/**
 * tp_register_kind() - offer a kind of host
 * @kind: the kind
 *
 * Context: Process context.
 * Return: 0, -EEXIST if there is one of that name.
 */
int tp_register_kind(struct tp_kind *kind)
{
	struct tp_kind *other;

	guard(mutex)(&tp_registry_lock);

	list_for_each_entry(other, &tp_kinds, node)
		if (!strcmp(other->name, kind->name))
			return -EEXIST;
	list_add_tail(&kind->node, &tp_kinds);
	return 0;
}
EXPORT_SYMBOL_GPL(tp_register_kind);

static struct tp_platform *tp_first_of(struct tp_kind *kind)
{
	struct tp_platform *tp;

	guard(mutex)(&tp_registry_lock);

	list_for_each_entry(tp, &tp_platforms, node) {
		if (tp->kind != kind)
			continue;
		kref_get(&tp->ref);
		return tp;
	}
	return NULL;
}

/**
 * tp_unregister_kind() - end all platforms of a kind, and the kind
 * @kind: the kind; its module is going away, so that none is added
 *
 * Context: Process context; drivers may unbind meanwhile.
 */
void tp_unregister_kind(struct tp_kind *kind)
{
	struct tp_platform *tp;

	scoped_guard(mutex, &tp_registry_lock)
		list_del(&kind->node);
	while ((tp = tp_first_of(kind))) {
		tp_destroy(tp);
		tp_remove(tp);
		tp_put(tp);
	}
}
EXPORT_SYMBOL_GPL(tp_unregister_kind);
