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
 */
#include <linux/cleanup.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tp_priv.h"

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
