// SPDX-License-Identifier: GPL-2.0-only
/* Values of a board file that several keys have in common. */
#include "board_priv.h"
#include "internal.h"

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
 * board_script() - read how a reading moves
 * @b: the board
 * @s: the script
 *
 * A single number, or SHAPE LOW HIGH PERIOD, or walk LOW HIGH STEP PERIOD.
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_script(struct board *b, struct scmip_script *s)
{
	static const struct {
		const char *name;
		enum scmip_wave wave;
	} shapes[] = {
		{ "ramp", SCMIP_WAVE_RAMP },
		{ "triangle", SCMIP_WAVE_TRIANGLE },
		{ "sine", SCMIP_WAVE_SINE },
		{ "walk", SCMIP_WAVE_WALK },
	};
	unsigned int i, at = 3;

	memset(s, 0, sizeof(*s));
	if (b->num_words == 1)
		return board_number(b, 0, S64_MIN, S64_MAX, &s->low);
	for (i = 0; i < ARRAY_SIZE(shapes) && strcmp(b->word[0], shapes[i].name); i++)
		;
	if (i == ARRAY_SIZE(shapes))
		return board_fail(b, "'%s', expected a number, or ramp, triangle, sine or walk",
				  b->word[0]);
	s->wave = shapes[i].wave;
	if (!board_number(b, 1, S64_MIN / 4, S64_MAX / 4, &s->low) ||
	    !board_number(b, 2, s->low, S64_MAX / 4, &s->high))
		return false;
	if (s->wave == SCMIP_WAVE_WALK && !board_number(b, at++, 0, S32_MAX, &s->step))
		return false;
	if (!board_time(b, at, &s->period_ns))
		return false;
	if (b->num_words != at + 1)
		return board_fail(b, "%u words, expected %u", b->num_words, at + 1);
	if (s->period_ns < 10 * SCMIP_USEC)
		return board_fail(b, "'%s', expected a period of 10us or more", b->word[at]);
	return true;
}

/**
 * board_interval() - read an update interval
 * @b: the board
 * @at: which word
 * @wire: the interval as on the wire: bits [20:5] seconds, [4:0] exponent
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_interval(struct board *b, unsigned int at, u32 *wire)
{
	int exp = -9;
	u64 t;

	if (!board_time(b, at, &t))
		return false;
	while (t && !scmip_mod64(t, 10)) {
		t = div64_u64(t, 10);
		exp++;
	}
	if (!t || t > 0xffff)
		return board_fail(b, "'%s', expected an interval of at most 5 digits", b->word[at]);
	*wire = (u32)t << 5 | ((u32)exp & 0x1f);
	return true;
}

/**
 * board_type() - read what a sensor measures
 * @b: the board
 * @type: SCMI sensor type
 *
 * Context: Any.
 * Return: false after an error.
 */
bool board_type(struct board *b, u8 *type)
{
	static const struct {
		const char *name;
		u8 type;
	} types[] = {
		{ "none", 0x00 }, { "unspecified", 0x01 }, { "temperature", 0x02 },
		{ "fahrenheit", 0x03 }, { "kelvin", 0x04 }, { "voltage", 0x05 },
		{ "current", 0x06 }, { "power", 0x07 }, { "energy", 0x08 },
		{ "lux", 0x0d }, { "rpm", 0x13 }, { "hertz", 0x14 }, { "meters", 0x1f },
		{ "gauss", 0x2d }, { "percentage", 0x41 }, { "pascals", 0x42 },
		{ "radians-per-second", 0x57 }, { "meters-per-second-squared", 0x59 },
	};
	unsigned int i;
	s64 v;

	if (!board_one(b, "a sensor type"))
		return false;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		if (!strcmp(b->word[0], types[i].name)) {
			*type = types[i].type;
			return true;
		}
	}
	if (!scmip_parse_s64(b->word[0], &v) || v < 0 || v > 255)
		return board_fail(b, "'%s', expected a type such as temperature, or 0..255",
				  b->word[0]);
	*type = (u8)v;
	return true;
}
