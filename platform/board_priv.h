/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the board parser share. */
#ifndef SCMI_PLATFORM_BOARD_PRIV_H
#define SCMI_PLATFORM_BOARD_PRIV_H

#include "board.h"
#include "text.h"

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
#define BOARD_MAX_CLOCKS	4096
#define BOARD_MAX_SENSORS	1024
#define BOARD_MAX_MEMORY	(64u << 20)

struct board_chunk {
	struct board_chunk *next;
	/* the bytes follow */
};

enum board_section { SECTION_NONE, SECTION_PLATFORM, SECTION_CLOCK, SECTION_SENSOR, SECTION_AXIS };

/**
 * struct board - a description being read, then read
 * @machine: what the library gets
 * @chunks: all memory that @machine points to
 * @allocated: how much that is
 * @file: name of the file
 * @line: line that is read, counted from 1
 * @error: what went wrong, BOARD_ERROR_MAX bytes; empty while all is well
 * @section: the section that the line belongs to
 * @first: first clock or sensor of the section
 * @last: last clock or sensor of the section
 * @axis: axis, in an axis section
 * @clock_line: line that described a clock, 0 if none did
 * @sensor_line: line that described a sensor, 0 if none did
 * @clocks: the clocks
 * @sensors: the sensors
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
	enum board_section section;
	unsigned int first, last, axis;
	unsigned int clock_line[BOARD_MAX_CLOCKS];
	unsigned int sensor_line[BOARD_MAX_SENSORS];
	struct scmip_clock *clocks;
	struct scmip_sensor *sensors;
	char *word[BOARD_MAX_WORDS];
	unsigned int num_words;
};

/* A key of a section: reads the words of the board, false after an error */
struct board_key {
	const char *name;
	bool (*read)(struct board *b, void *item, unsigned int id);
};

__printf(2, 3) bool board_fail(struct board *b, const char *fmt, ...);
void *board_alloc(struct board *b, size_t size);
char *board_strdup(struct board *b, const char *str);

bool board_one(struct board *b, const char *expected);
bool board_name(struct board *b, const char **name, unsigned int id);
bool board_yes(struct board *b, u32 *flags, u32 flag, const char *on, const char *off);
bool board_number(struct board *b, unsigned int at, s64 min, s64 max, s64 *value);
bool board_rate(struct board *b, unsigned int at, u64 *value);
bool board_time(struct board *b, unsigned int at, u64 *value);
bool board_script(struct board *b, struct scmip_script *s);
bool board_interval(struct board *b, unsigned int at, u32 *wire);
bool board_type(struct board *b, u8 *type);

extern const struct board_key board_platform_keys[];
extern const struct board_key board_clock_keys[];
extern const struct board_key board_sensor_keys[];
extern const struct board_key board_axis_keys[];

#endif /* SCMI_PLATFORM_BOARD_PRIV_H */
