// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boards by name: those of tools/scmi-platformd/boards, whose text is part of
 * this module, and those that were written to the control device.
 */
#include <linux/cleanup.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tp_priv.h"

/* A name, its text, the next name, ..., each with a NUL behind it; an empty name ends it. */
#define TP_INCLUDE(file) \
	".asciz \"" file "\"\n.incbin \"" TP_BOARDS "/" file "\"\n.byte 0\n"

asm(".pushsection .rodata\n.globl tp_built_in\ntp_built_in:\n"
	TP_FILES(TP_INCLUDE) ".byte 0\n.popsection\n");

static const char *tp_behind(const char *string)
{
	return string + strlen(string) + 1;
}

/* Protects the list of uploaded boards. */
static DEFINE_MUTEX(tp_boards_lock);
static LIST_HEAD(tp_boards);

static struct tp_board *tp_board_parse(const char *name, const char *text, size_t len,
				       char *error)
{
	struct tp_board *b = kzalloc_obj(*b);

	strscpy(error, "out of memory", BOARD_ERROR_MAX);
	if (!b)
		return NULL;
	kref_init(&b->ref);
	INIT_LIST_HEAD(&b->node);
	strscpy(b->name, name, sizeof(b->name));
	b->board = board_parse(b->name, text, len, error);
	if (b->board)
		return b;
	kfree(b);
	return NULL;
}

static void tp_board_release(struct kref *ref)
{
	struct tp_board *b = container_of(ref, struct tp_board, ref);

	board_free(b->board);
	kfree(b);
}

/**
 * tp_board_put() - drop a reference to a board
 * @b: board
 *
 * Context: Process context.
 */
void tp_board_put(struct tp_board *b)
{
	kref_put(&b->ref, tp_board_release);
}

static struct tp_board *tp_board_find_locked(const char *name)
	__must_hold(&tp_boards_lock)
{
	struct tp_board *b;

	lockdep_assert_held(&tp_boards_lock);

	list_for_each_entry(b, &tp_boards, node)
		if (!strcmp(b->name, name))
			return b;
	return NULL;
}

/**
 * tp_board_get() - a board by name; what was written hides what is built in
 * @name: its name
 * @error: what went wrong, BOARD_ERROR_MAX bytes
 *
 * Context: Process context, sleeps.
 * Return: board with a reference for the caller, NULL on error.
 */
struct tp_board *tp_board_get(const char *name, char *error)
{
	const char *known, *text;
	struct tp_board *b;

	scoped_guard(mutex, &tp_boards_lock) {
		b = tp_board_find_locked(name);
		if (b) {
			kref_get(&b->ref);
			return b;
		}
	}
	for (known = tp_built_in; *known; known = tp_behind(text)) {
		text = tp_behind(known);
		if (!strcmp(known, name))
			return tp_board_parse(name, text, strlen(text), error);
	}
	strscpy(error, "no such board", BOARD_ERROR_MAX);
	return NULL;
}

static void tp_board_drop_locked(struct tp_board *b)
	__must_hold(&tp_boards_lock)
{
	lockdep_assert_held(&tp_boards_lock);

	list_del_init(&b->node);
	tp_board_put(b);
}

/**
 * tp_board_upload() - keep a board by name, in place of one of that name
 * @name: its name, less than TP_NAME_MAX bytes
 * @text: its description
 * @len: length of @text in bytes
 * @error: what went wrong, BOARD_ERROR_MAX bytes
 *
 * Context: Process context, sleeps.
 * Return: false on error.
 */
bool tp_board_upload(const char *name, const char *text, size_t len, char *error)
{
	struct tp_board *b = tp_board_parse(name, text, len, error);
	struct tp_board *old;

	if (!b)
		return false;

	guard(mutex)(&tp_boards_lock);

	old = tp_board_find_locked(name);
	if (old)
		tp_board_drop_locked(old);
	list_add_tail(&b->node, &tp_boards);
	return true;
}

/**
 * tp_board_list() - name all boards
 * @answer: what to append the names to
 *
 * Context: Process context.
 */
void tp_board_list(struct scmip_text *answer)
{
	const char *known;
	struct tp_board *b;

	for (known = tp_built_in; *known; known = tp_behind(tp_behind(known))) {
		scmip_text_str(answer, " ");
		scmip_text_str(answer, known);
	}

	guard(mutex)(&tp_boards_lock);

	list_for_each_entry(b, &tp_boards, node) {
		scmip_text_str(answer, " ");
		scmip_text_str(answer, b->name);
	}
}

/**
 * tp_boards_forget() - drop all boards that were written
 *
 * Context: Process context; no platform is left.
 */
void tp_boards_forget(void)
{
	struct tp_board *b, *next;

	guard(mutex)(&tp_boards_lock);

	list_for_each_entry_safe(b, next, &tp_boards, node)
		tp_board_drop_locked(b);
}
