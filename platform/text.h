/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text without libc: words of a command line, numbers with units, and a
 * bounded buffer to write an answer into.
 */
#ifndef SCMI_PLATFORM_TEXT_H
#define SCMI_PLATFORM_TEXT_H

#include "scmi_platform_types.h"

#define SCMIP_MAX_WORDS		24
#define SCMIP_MAX_LINE		1024

/**
 * struct scmip_text - a string under construction, always NUL-terminated
 * @buf: where it is built
 * @cap: size of @buf, at least 1
 * @len: length so far
 */
struct scmip_text {
	char *buf;
	u32 cap;
	u32 len;
};

/**
 * struct scmip_words - a line cut at white space
 * @line: copy of the line, NULs in the place of white space
 * @word: start of each word
 * @num: number of words
 * @next: first word that nobody has taken yet
 */
struct scmip_words {
	char line[SCMIP_MAX_LINE];
	const char *word[SCMIP_MAX_WORDS];
	u32 num;
	u32 next;
};

void scmip_text_init(struct scmip_text *t, char *buf, u32 cap);
void scmip_text_str(struct scmip_text *t, const char *str);
void scmip_text_u64(struct scmip_text *t, u64 value);
void scmip_text_s64(struct scmip_text *t, s64 value);
void scmip_text_hex(struct scmip_text *t, u64 value);

bool scmip_words_split(struct scmip_words *w, const char *line);
const char *scmip_words_take(struct scmip_words *w);
const char *scmip_words_id(struct scmip_words *w, u32 count, u32 *id);
bool scmip_same(const char *a, const char *b);
const char *scmip_after(const char *word, const char *key);
bool scmip_parse_s64(const char *word, s64 *value);
bool scmip_parse_u64(const char *word, u64 *value);
bool scmip_parse_scaled(const char *word, u64 *value);
bool scmip_parse_time(const char *word, u64 *ns);
bool scmip_parse_hex(const char *word, u8 *out, u32 cap, u32 *len);
bool scmip_status_parse(const char *word, s32 *status);

#endif /* SCMI_PLATFORM_TEXT_H */
