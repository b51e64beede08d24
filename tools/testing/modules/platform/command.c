// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line of text is one command. The first word is a platform's name, the
 * rest is a command of the library (platform/control.c), of the core or of the
 * host:
 *
 *	scmi0 fault add no-answer proto=clock
 *	scmi0 plug, scmi0 unplug	the device appears, goes
 *	scmi0 stall on|off		do not look at what the agent sends
 *	scmi0 on-ready COMMAND|clear	run it each time that events can flow
 *
 * or the line is about all of them:
 *
 *	add NAME KIND [board=NAME] [plug=off] [KEY=VALUE]...
 *	del NAME
 *	list, boards, ping
 *	board NAME			the lines that follow are a board, up to
 *					one that is "."; see device.c
 *
 * The answer is one line: "ok", "ok ..." or "error ...".
 *
 * A platform is in the list from before its device appears until after it is
 * gone, so that it can be told things while a driver probes or unbinds.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tp_priv.h"

/**
 * tp_arg() - take the value of a key
 * @args: arguments
 * @key: the key
 *
 * Context: Any.
 * Return: its value, NULL if the key is not there.
 */
const char *tp_arg(struct tp_args *args, const char *key)
{
	const char *value;
	u32 i;

	for (i = args->words->next; i < args->words->num; i++) {
		value = scmip_after(args->words->word[i], key);
		if (!value)
			continue;
		args->used |= 1u << i;
		return value;
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(tp_arg);

/**
 * tp_arg_number() - take a number
 * @args: arguments
 * @key: the key
 * @min: lowest value
 * @max: highest value
 * @value: the number; left alone if the key is not there
 *
 * Context: Any.
 * Return: false if the value is wrong, with an explanation in @args.
 */
bool tp_arg_number(struct tp_args *args, const char *key, u64 min, u64 max, u64 *value)
{
	const char *word = tp_arg(args, key);
	u64 v;

	if (!word)
		return true;
	if (!scmip_parse_u64(word, &v) || v < min || v > max) {
		snprintf(args->error, sizeof(args->error), "%s=, expected %llu..%llu", key, min,
			 max);
		return false;
	}
	*value = v;
	return true;
}
EXPORT_SYMBOL_GPL(tp_arg_number);

/**
 * tp_arg_flag() - take a switch: on or off
 * @args: arguments
 * @key: the key
 * @value: the switch; left alone if the key is not there
 *
 * Context: Any.
 * Return: false if the value is wrong, with an explanation in @args.
 */
bool tp_arg_flag(struct tp_args *args, const char *key, bool *value)
{
	const char *word = tp_arg(args, key);

	if (!word)
		return true;
	if (!scmip_same(word, "on") && !scmip_same(word, "off")) {
		snprintf(args->error, sizeof(args->error), "%s=, expected on or off", key);
		return false;
	}
	*value = scmip_same(word, "on");
	return true;
}
EXPORT_SYMBOL_GPL(tp_arg_flag);

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

/* A platform by name, with a reference for the caller; NULL if there is none. */
static struct tp_platform *tp_find(const char *name)
{
	struct tp_platform *tp;

	guard(mutex)(&tp_registry_lock);

	tp = tp_find_locked(name);
	if (tp)
		kref_get(&tp->ref);
	return tp;
}

/* " NAME:KIND" of each platform. */
static void tp_list(struct scmip_text *answer)
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

/* "add": what is wrong, unless @answer says it; a driver may probe the new device. */
static const char *tp_add(struct scmip_words *w, struct scmip_text *answer)
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

/* "del": unplug it and end it; a driver may unbind meanwhile. */
static const char *tp_del(const char *name)
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

static const char *tp_errno_text(int ret)
{
	switch (ret) {
	case 0:
		return NULL;
	case -ENODEV:
		return "there is no device";
	case -EEXIST:
		return "there is a device";
	default:
		return "failed";
	}
}

/* "on-ready COMMAND": kept as text, with its blanks. */
static const char *tp_on_ready(struct tp_platform *tp, const char *command)
{
	guard(mutex)(&tp->lock);

	if (!strcmp(command, "clear")) {
		tp->num_on_ready = 0;
		return NULL;
	}
	if (tp->num_on_ready == TP_READY_MAX || strlen(command) >= TP_READY_LEN)
		return "too many commands, or too long";
	strscpy(tp->on_ready[tp->num_on_ready++], command, TP_READY_LEN);
	return NULL;
}

static const char *tp_stall(struct tp_platform *tp, const char *state)
{
	guard(mutex)(&tp->lock);

	if (strcmp(state, "on") && strcmp(state, "off"))
		return "expected on or off";
	tp->stalled = !strcmp(state, "on");
	tp_run_locked(tp);
	return NULL;
}

static const struct tp_verb *tp_host_verb(struct tp_platform *tp, const char *word)
{
	const struct tp_verb *v;

	for (v = tp->kind->verbs; v && v->name; v++)
		if (scmip_same(word, v->name))
			return v;
	return NULL;
}

static const char *tp_run_verb(struct tp_platform *tp, const struct tp_verb *v,
			       struct scmip_words *w, struct scmip_text *answer)
{
	const char *wrong;

	if (v->plugs) {
		guard(mutex)(&tp->plug_lock);
		return tp->host ? v->run(tp->host, w, answer) : "the platform is gone";
	}

	guard(mutex)(&tp->lock);

	if (!tp->host)
		return "the platform is gone";
	wrong = v->run(tp->host, w, answer);
	tp_run_locked(tp);
	return wrong;
}

/* All else is for the library. */
static void tp_ask_server(struct tp_platform *tp, const char *line, struct scmip_text *answer)
{
	guard(mutex)(&tp->lock);

	answer->len = scmip_control(tp->server, ktime_get_ns(), line, answer->buf, answer->cap);
	if (scmip_stats_wanted(line)) {
		if (tp->host && tp->kind->stats)
			tp->kind->stats(tp->host, answer);
		scmip_stats_pick(answer, line);
	}
	tp_run_locked(tp);
}

static const char *tp_tell(struct tp_platform *tp, const char *line, struct scmip_words *w,
			   struct scmip_text *answer)
{
	const char *word = scmip_words_take(w);
	const struct tp_verb *v;
	const char *wrong;

	if (!strncmp(line, "on-ready ", 9))
		return tp_on_ready(tp, line + 9);
	if (!strncmp(line, "stall ", 6))
		return tp_stall(tp, line + 6);
	if (!strcmp(line, "plug"))
		return tp_errno_text(tp_plug(tp));
	if (!strcmp(line, "unplug"))
		return tp_errno_text(tp_unplug(tp));
	v = word ? tp_host_verb(tp, word) : NULL;
	if (!v) {
		tp_ask_server(tp, line, answer);
		return NULL;
	}
	wrong = tp_run_verb(tp, v, w, answer);
	return wrong ?: w->next < w->num ? "words behind the end of the command" : NULL;
}

static const char *tp_do(const char *line, struct scmip_words *w, struct scmip_text *answer)
{
	const char *word = scmip_words_take(w);
	struct tp_platform *tp;
	const char *wrong;

	if (!word || scmip_same(word, "ping"))
		return NULL;
	if (scmip_same(word, "add"))
		return tp_add(w, answer);
	if (scmip_same(word, "del"))
		return tp_del(scmip_words_take(w));
	if (scmip_same(word, "list")) {
		tp_list(answer);
		return NULL;
	}
	if (scmip_same(word, "boards")) {
		tp_board_list(answer);
		return NULL;
	}
	tp = tp_find(word);
	if (!tp)
		return "no such platform, nor add, board, boards, del, list or ping";
	line = skip_spaces(skip_spaces(line) + strlen(word));
	wrong = tp_tell(tp, line, w, answer);
	tp_put(tp);
	return wrong;
}

/**
 * tp_execute() - run one command
 * @line: the command, without newline
 * @answer: one line without newline
 * @cap: size of @answer in bytes, at least 64
 *
 * Context: Process context; drivers may probe and unbind meanwhile.
 * Return: length of the answer.
 */
u32 tp_execute(const char *line, char *answer, u32 cap)
{
	struct scmip_words *w = kzalloc_obj(*w);
	struct scmip_text t;
	const char *wrong;

	scmip_text_init(&t, answer, cap);
	scmip_text_str(&t, "ok");
	if (!w)
		wrong = "out of memory";
	else if (!scmip_words_split(w, line))
		wrong = "line too long";
	else
		wrong = tp_do(line, w, &t);
	if (wrong) {
		scmip_text_init(&t, answer, cap);
		scmip_text_str(&t, "error ");
		scmip_text_str(&t, wrong);
	}
	kfree(w);
	return t.len;
}

/**
 * tp_command() - run one command, for modules
 * @line: the command
 *
 * Context: Process context; drivers may probe and unbind meanwhile.
 * Return: 0, -EINVAL with the answer in the kernel's log.
 */
int tp_command(const char *line)
{
	char answer[160];

	tp_execute(line, answer, sizeof(answer));
	if (!strncmp(answer, "ok", 2))
		return 0;
	pr_err("%s: %s\n", line, answer);
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(tp_command);
