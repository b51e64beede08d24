// SPDX-License-Identifier: GPL-2.0-only
/* Values of a board file that several keys have in common. */
#include "board_priv.h"

/**
 * board_fail() - remember the first error
 * @b: the board
 * @fmt: printf() format: what is wrong and what is expected
 *
 * Context: Any.
 * Return: false.
 */
bool board_fail(struct board *b, const char *fmt, ...)
{
	va_list args;
	int at;

	if (b->error[0])
		return false;
	at = snprintf(b->error, BOARD_ERROR_MAX, "%s:%u: ", b->file, b->line);
	if (at < 0 || at >= BOARD_ERROR_MAX)
		return false;
	va_start(args, fmt);
	vsnprintf(b->error + at, BOARD_ERROR_MAX - at, fmt, args);
	va_end(args);
	return false;
}

/**
 * board_alloc() - memory that lives as long as the board
 * @b: the board
 * @size: how much
 *
 * Context: Any.
 * Return: zeroed memory, NULL with an error remembered.
 */
void *board_alloc(struct board *b, size_t size)
{
	struct board_chunk *c;

	b->allocated += size;
	if (b->allocated > BOARD_MAX_MEMORY) {
		board_fail(b, "description too large, expected at most %u MB in memory",
			   BOARD_MAX_MEMORY >> 20);
		return NULL;
	}
	c = board_memory(sizeof(*c) + size);
	if (!c) {
		board_fail(b, "out of memory");
		return NULL;
	}
	c->next = b->chunks;
	b->chunks = c;
	return c + 1;
}

/**
 * board_strdup() - string that lives as long as the board
 * @b: the board
 * @str: the string
 *
 * Context: Any.
 * Return: the copy, NULL with an error remembered.
 */
char *board_strdup(struct board *b, const char *str)
{
	size_t size = strlen(str) + 1;
	char *copy = board_alloc(b, size);

	if (copy)
		memcpy(copy, str, size);
	return copy;
}

/**
 * board_one() - check that a value is one word
 * @b: the board
 * @expected: what it should be, for the error
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_one(struct board *b, const char *expected)
{
	return b->num_words == 1 || board_fail(b, "expected %s, and nothing else", expected);
}

/**
 * board_name() - read a name; a '%' in it becomes the id
 * @b: the board
 * @name: the name
 * @id: id of what is named
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_name(struct board *b, const char **name, unsigned int id)
{
	char text[SCMIP_LONG_NAME + 1];
	const char *from;
	size_t at = 0;

	if (!board_one(b, "a name, in quotes if it has blanks"))
		return false;
	for (from = b->word[0]; *from && at < sizeof(text); from++) {
		int n = *from == '%' ? snprintf(text + at, sizeof(text) - at, "%u", id) : 1;

		if (*from != '%')
			text[at] = *from;
		at += n;
	}
	if (!at || at >= SCMIP_LONG_NAME)
		return board_fail(b, "name of %zu bytes, expected 1..%u", at, SCMIP_LONG_NAME - 1);
	text[at] = '\0';
	*name = board_strdup(b, text);
	return *name;
}

/**
 * board_yes() - read a switch into a flag
 * @b: the board
 * @flags: the flags
 * @flag: which of them
 * @on: word that sets it
 * @off: word that clears it
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_yes(struct board *b, u32 *flags, u32 flag, const char *on, const char *off)
{
	if (b->num_words == 1 && !strcmp(b->word[0], on))
		*flags |= flag;
	else if (b->num_words == 1 && !strcmp(b->word[0], off))
		*flags &= ~flag;
	else
		return board_fail(b, "expected %s or %s", on, off);
	return true;
}

/**
 * board_flags() - read words, each of which sets a flag; all others are cleared
 * @b: the board
 * @known: the words, up to one without a name; "none" is known besides
 * @flags: the flags, of which only those in @known change
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_flags(struct board *b, const struct board_flag *known, u32 *flags)
{
	const struct board_flag *k;
	unsigned int i;

	for (k = known; k->name; k++)
		*flags &= ~k->flag;
	for (i = 0; i < b->num_words; i++) {
		for (k = known; k->name && strcmp(k->name, b->word[i]); k++)
			;
		if (!k->name && strcmp(b->word[i], "none"))
			return board_fail(b, "'%s' is not known here", b->word[i]);
		*flags |= k->flag;
	}
	return true;
}

/**
 * board_number() - read a number
 * @b: the board
 * @at: which word
 * @min: lowest value
 * @max: highest value
 * @value: the number
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_number(struct board *b, unsigned int at, s64 min, s64 max, s64 *value)
{
	if (at >= b->num_words)
		return board_fail(b, "expected %u words", at + 1);
	if (!scmip_parse_s64(b->word[at], value) || *value < min || *value > max)
		return board_fail(b, "'%s', expected a number %lld..%lld", b->word[at],
				  (long long)min, (long long)max);
	return true;
}

/**
 * board_rate() - read a rate
 * @b: the board
 * @at: which word
 * @value: the rate, Hz
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_rate(struct board *b, unsigned int at, u64 *value)
{
	if (at >= b->num_words)
		return board_fail(b, "expected %u rates", at + 1);
	if (!scmip_parse_scaled(b->word[at], value))
		return board_fail(b, "'%s', expected a rate such as 24M or 32768", b->word[at]);
	return true;
}

/**
 * board_time() - read a time
 * @b: the board
 * @at: which word
 * @value: the time in nanoseconds
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_time(struct board *b, unsigned int at, u64 *value)
{
	if (at >= b->num_words)
		return board_fail(b, "expected %u words", at + 1);
	if (!scmip_parse_time(b->word[at], value) || *value > 86400 * SCMIP_SEC)
		return board_fail(b, "'%s', expected a time such as 10ms, at most a day",
				  b->word[at]);
	return true;
}

/**
 * board_u32() - read a value that is one number
 * @b: the board
 * @value: the number
 * @min: lowest value, 0 or more
 * @max: highest value, U32_MAX or less
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_u32(struct board *b, u32 *value, s64 min, s64 max)
{
	s64 v;

	if (!board_one(b, "a number") || !board_number(b, 0, min, max, &v))
		return false;
	*value = (u32)v;
	return true;
}

/**
 * board_u32s() - read a list of numbers
 * @b: the board
 * @list: the numbers, which live as long as the board
 * @num: entries of @list
 * @most: so many there can be
 * @max: highest number, U32_MAX or less
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_u32s(struct board *b, const u32 **list, u32 *num, u32 most, s64 max)
{
	unsigned int i;
	u32 *all;
	s64 v;

	if (b->num_words > most)
		return board_fail(b, "%u numbers, expected at most %u", b->num_words, most);
	all = board_alloc(b, b->num_words * sizeof(*all));
	for (i = 0; all && i < b->num_words; i++) {
		if (!board_number(b, i, 0, max, &v))
			return false;
		all[i] = (u32)v;
	}
	*list = all;
	*num = b->num_words;
	return all;
}

/**
 * board_us() - read a value that is one time
 * @b: the board
 * @us: the time in microseconds
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_us(struct board *b, u32 *us)
{
	u64 ns;

	if (!board_one(b, "a time") || !board_time(b, 0, &ns))
		return false;
	ns = div64_u64(ns, SCMIP_USEC);
	if (ns > U32_MAX)
		return board_fail(b, "'%s', expected at most 4294s", b->word[0]);
	*us = (u32)ns;
	return true;
}

/**
 * board_doorbell() - read a value that is the width of a fast channel's doorbell
 * @b: the board
 * @bytes: the width in bytes, 0 for none
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_doorbell(struct board *b, u32 *bytes)
{
	u32 bits;

	if (!board_u32(b, &bits, 0, 64))
		return false;
	if (bits % 8 || bits & (bits - 1))
		return board_fail(b, "'%s', expected 0, 8, 16, 32 or 64", b->word[0]);
	*bytes = bits / 8;
	return true;
}

/**
 * board_async() - read how many asynchronous commands there can be at a time
 * @b: the board
 * @item: description of the protocol
 * @id: not used
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_async(struct board *b, void *item, unsigned int id)
{
	struct scmip_protocol_desc *desc = item;

	return board_u32(b, &desc->async, 0, 255);
}

/**
 * board_stats() - read where the agent finds a protocol's statistics
 * @b: the board
 * @item: description of the protocol
 * @id: not used
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_stats(struct board *b, void *item, unsigned int id)
{
	struct scmip_protocol_desc *desc = item;
	s64 len;

	if (b->num_words != 2 || !scmip_parse_u64(b->word[0], &desc->stats_addr))
		return board_fail(b, "expected ADDRESS LENGTH");
	if (!board_number(b, 1, 0, U32_MAX, &len))
		return false;
	desc->stats_len = (u32)len;
	return true;
}
