/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the board parser share. */
#ifndef SCMI_PLATFORM_BOARD_PRIV_H
#define SCMI_PLATFORM_BOARD_PRIV_H

#include "board.h"
#include "internal.h"

#ifdef __KERNEL__

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/stdarg.h>

static inline void *board_memory(size_t size)
{
	return kvzalloc(size, GFP_KERNEL);
}

static inline void board_memory_free(void *memory)
{
	kvfree(memory);
}

#else /* !__KERNEL__ */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static inline void *board_memory(size_t size)
{
	return calloc(1, size);
}

static inline void board_memory_free(void *memory)
{
	free(memory);
}

#endif /* __KERNEL__ */

#define BOARD_MAX_WORDS	4200	/* 4096 rates, and a little */
#define BOARD_MAX_MEMORY	(64u << 20)
#define BOARD_KINDS	(SCMIP_NUM_PROTOS * SCMIP_MAX_KINDS)

struct board_chunk {
	struct board_chunk *next;
	/* the bytes follow */
};

struct board;

/* A key of a section: reads the words of the board, false after an error */
struct board_key {
	const char *name;
	bool (*read)(struct board *b, void *item, unsigned int id);
};

/* A word that sets a flag */
struct board_flag {
	const char *name;
	u32 flag;
};

/**
 * struct board_inner - sections [NAME ID.N] about parts of an item
 * @name: the word for them
 * @keys: what they say
 * @open: the part @n of item @id; NULL after an error
 */
struct board_inner {
	const char *name;
	const struct board_key *keys;
	void *(*open)(struct board *b, void *item, unsigned int id,
		      unsigned int n);
};

/**
 * struct board_part - what a board file can say about a protocol
 * @name: the word for an item, of which sections [NAME ID] describe one or more
 * @max: number of ids
 * @size: of an item in bytes
 * @keys: what a section says
 * @settings: keys of [platform], which read into the protocol's description
 * @init: what an item is unless told otherwise; it is zeroed before
 * @hole: what an id is that no section describes; NULL if there are none
 * @check: what must fit together in the end
 * @inner: sections about parts of an item, NULL if there are none
 * @next: another kind of items that the same protocol has, NULL if this is the last
 * @example: text with all keys, from which tests of all protocols are made
 *
 * @settings, too, may be NULL, as it is with @inner and @example in all but the
 * first kind.
 */
struct board_part {
	const char *name;
	unsigned int max;
	size_t size;
	const struct board_key *keys;
	const struct board_key *settings;
	void (*init)(void *item);
	void (*hole)(void *item);
	bool (*check)(struct board *b, void *item, unsigned int id);
	const struct board_inner *inner;
	const struct board_part *next;
	const char *example;
};

/**
 * struct board_list - the items of a kind
 * @items: the items, by id
 * @line: for each the line of its section, 0 without one
 */
struct board_list {
	u8 *items;
	unsigned int *line;
};

/**
 * struct board - a description being read, then read
 * @machine: what the library gets
 * @chunks: all memory that @machine points to
 * @allocated: how much that is
 * @file: name of the file
 * @line: line that is read, counted from 1
 * @error: what went wrong, BOARD_ERROR_MAX bytes; empty while all is well
 * @list: what was described, by kind: those of one protocol are neighbours
 * @keys: of the section that the line belongs to, NULL before the first one
 * @item: what the section describes, the first of it
 * @size: of an item in bytes
 * @first: id of the first item
 * @last: id of the last one
 * @word: words of the value
 * @num_words: entries of @word
 */
struct board {
	struct scmip_machine machine;
	struct board_chunk *chunks;
	size_t allocated;
	const char *file;
	unsigned int line;
	char *error;
	struct board_list list[BOARD_KINDS];
	const struct board_key *keys;
	u8 *item;
	size_t size;
	unsigned int first, last;
	char *word[BOARD_MAX_WORDS];
	unsigned int num_words;
};

__printf(2, 3) bool board_fail(struct board *b, const char *fmt, ...);
void *board_alloc(struct board *b, size_t size);
char *board_strdup(struct board *b, const char *str);

bool board_one(struct board *b, const char *expected);
bool board_name(struct board *b, const char **name, unsigned int id);
bool board_yes(struct board *b, u32 *flags, u32 flag, const char *on, const char *off);
bool board_flags(struct board *b, const struct board_flag *known, u32 *flags);
bool board_number(struct board *b, unsigned int at, s64 min, s64 max, s64 *value);
bool board_rate(struct board *b, unsigned int at, u64 *value);
bool board_time(struct board *b, unsigned int at, u64 *value);
bool board_u32(struct board *b, u32 *value, s64 min, s64 max);
bool board_u32s(struct board *b, const u32 **list, u32 *num, u32 most, s64 max);
bool board_us(struct board *b, u32 *us);
bool board_doorbell(struct board *b, u32 *bytes);
bool board_async(struct board *b, void *item, unsigned int id);
bool board_stats(struct board *b, void *item, unsigned int id);

bool board_read_key(struct board *b, const char *name);

extern const struct board_key board_platform_keys[];

#endif /* SCMI_PLATFORM_BOARD_PRIV_H */
