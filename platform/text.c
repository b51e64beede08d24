// SPDX-License-Identifier: GPL-2.0-only
/* Words, numbers and bounded strings; see text.h. */
#include "text.h"

/**
 * scmip_text_init() - start an empty string
 * @t: the string
 * @buf: where to build it
 * @cap: size of @buf, at least 1
 *
 * Context: Any.
 */
void scmip_text_init(struct scmip_text *t, char *buf, u32 cap)
{
	t->buf = buf;
	t->cap = cap;
	t->len = 0;
	t->buf[0] = '\0';
}

/**
 * scmip_text_str() - append a string, as much of it as fits
 * @t: the string to extend
 * @str: what to append
 *
 * Context: Any.
 */
void scmip_text_str(struct scmip_text *t, const char *str)
{
	while (*str && t->len + 1 < t->cap)
		t->buf[t->len++] = *str++;
	t->buf[t->len] = '\0';
}

/**
 * scmip_text_u64() - append a number, decimal
 * @t: the string to extend
 * @value: what to append
 *
 * Context: Any.
 */
void scmip_text_u64(struct scmip_text *t, u64 value)
{
	char digits[21];
	u32 at = sizeof(digits) - 1;

	digits[at] = '\0';
	do {
		digits[--at] = '0' + (char)scmip_mod64(value, 10);
		value = div64_u64(value, 10);
	} while (value);
	scmip_text_str(t, digits + at);
}

/**
 * scmip_text_s64() - append a signed number, decimal
 * @t: the string to extend
 * @value: what to append
 *
 * Context: Any.
 */
void scmip_text_s64(struct scmip_text *t, s64 value)
{
	if (value < 0) {
		scmip_text_str(t, "-");
		scmip_text_u64(t, -(u64)value);
	} else {
		scmip_text_u64(t, value);
	}
}

/**
 * scmip_text_hex() - append a number, hexadecimal with 0x
 * @t: the string to extend
 * @value: what to append
 *
 * Context: Any.
 */
void scmip_text_hex(struct scmip_text *t, u64 value)
{
	char digits[17];
	u32 at = sizeof(digits) - 1;

	digits[at] = '\0';
	do {
		digits[--at] = "0123456789abcdef"[value & 0xf];
		value >>= 4;
	} while (value);
	scmip_text_str(t, "0x");
	scmip_text_str(t, digits + at);
}

static bool scmip_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/**
 * scmip_words_split() - cut a line into words
 * @w: where the words go
 * @line: the line
 *
 * Context: Any.
 * Return: false if the line has too many bytes or words.
 */
bool scmip_words_split(struct scmip_words *w, const char *line)
{
	size_t len = strlen(line);
	bool inside = false;
	size_t i;

	w->num = 0;
	w->next = 0;
	if (len >= sizeof(w->line))
		return false;
	memcpy(w->line, line, len + 1);
	for (i = 0; i < len; i++) {
		if (scmip_is_space(w->line[i])) {
			w->line[i] = '\0';
			inside = false;
		} else if (!inside) {
			if (w->num == SCMIP_MAX_WORDS)
				return false;
			w->word[w->num++] = w->line + i;
			inside = true;
		}
	}
	return true;
}

/**
 * scmip_words_take() - next word of a line
 * @w: the words
 *
 * Context: Any.
 * Return: the word, NULL after the last one.
 */
const char *scmip_words_take(struct scmip_words *w)
{
	return w->next < w->num ? w->word[w->next++] : NULL;
}

/**
 * scmip_words_id() - take an id from a line
 * @w: the words
 * @count: number of ids that exist
 * @id: the id, below @count
 *
 * Context: Any.
 * Return: NULL, or what is wrong.
 */
const char *scmip_words_id(struct scmip_words *w, u32 count, u32 *id)
{
	const char *word = scmip_words_take(w);
	u64 v;

	if (!word || !scmip_parse_u64(word, &v) || v >= count)
		return "an id is missing or does not exist";
	*id = (u32)v;
	return NULL;
}

/**
 * scmip_same() - compare two strings
 * @a: one, may be NULL
 * @b: the other
 *
 * Context: Any.
 * Return: whether they are equal.
 */
bool scmip_same(const char *a, const char *b)
{
	size_t len = strlen(b);

	return a && strlen(a) == len && !memcmp(a, b, len);
}

/**
 * scmip_after() - value of a key=value word
 * @word: the word
 * @key: the key
 *
 * Context: Any.
 * Return: what stands behind "key=", NULL if the word is not of that key.
 */
const char *scmip_after(const char *word, const char *key)
{
	size_t len = strlen(key);

	if (strlen(word) <= len || memcmp(word, key, len) || word[len] != '=')
		return NULL;
	return word + len + 1;
}

static int scmip_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Digits up to the first other byte; that byte's place is returned. */
static const char *scmip_number(const char *p, u64 *value)
{
	u32 base = 10;
	bool any = false;
	u64 v = 0;
	int d;

	if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
		base = 16;
		p += 2;
	}
	while (*p == '_' || (d = scmip_digit(*p)) >= 0) {
		if (*p++ == '_')
			continue;
		if ((u32)d >= base) {
			p--;
			break;
		}
		if (v > div64_u64(~0ULL - d, base))
			return NULL;
		v = v * base + d;
		any = true;
	}
	if (!any)
		return NULL;
	*value = v;
	return p;
}

/**
 * scmip_parse_u64() - unsigned number, decimal or 0x hexadecimal
 * @word: what to parse, all of it; underscores may separate digits
 * @value: the number
 *
 * Context: Any.
 * Return: whether it is a number.
 */
bool scmip_parse_u64(const char *word, u64 *value)
{
	const char *end = scmip_number(word, value);

	return end && !*end;
}

/**
 * scmip_parse_s64() - signed number, decimal or 0x hexadecimal
 * @word: what to parse, all of it
 * @value: the number
 *
 * Context: Any.
 * Return: whether it is a number that fits.
 */
bool scmip_parse_s64(const char *word, s64 *value)
{
	bool negative = *word == '-';
	u64 v;

	if (!scmip_parse_u64(word + (negative || *word == '+'), &v))
		return false;
	if (v > (1ULL << 63) - !negative)
		return false;
	*value = negative ? (s64)-v : (s64)v;
	return true;
}

static bool scmip_scale(u64 *value, u64 unit)
{
	if (unit && *value > div64_u64(~0ULL, unit))
		return false;
	*value *= unit;
	return true;
}

/**
 * scmip_parse_scaled() - unsigned number with k, M or G (powers of 1000)
 * @word: what to parse, all of it
 * @value: the number
 *
 * Context: Any.
 * Return: whether it is a number that fits.
 */
bool scmip_parse_scaled(const char *word, u64 *value)
{
	const char *end = scmip_number(word, value);
	u64 unit = 1;

	if (!end)
		return false;
	if (*end == 'k' || *end == 'K')
		unit = 1000;
	else if (*end == 'M')
		unit = 1000000;
	else if (*end == 'G')
		unit = 1000000000;
	if (unit != 1)
		end++;
	return !*end && scmip_scale(value, unit);
}

/**
 * scmip_parse_time() - time with its unit: ns, us, ms or s
 * @word: what to parse, all of it; only 0 needs no unit
 * @ns: the time
 *
 * Context: Any.
 * Return: whether it is a time that fits.
 */
bool scmip_parse_time(const char *word, u64 *ns)
{
	const char *end = scmip_number(word, ns);

	if (!end)
		return false;
	if (scmip_same(end, "ns"))
		return true;
	if (scmip_same(end, "us"))
		return scmip_scale(ns, SCMIP_USEC);
	if (scmip_same(end, "ms"))
		return scmip_scale(ns, SCMIP_MSEC);
	if (scmip_same(end, "s"))
		return scmip_scale(ns, SCMIP_SEC);
	return !*end && !*ns;
}

/**
 * scmip_parse_hex() - bytes in hexadecimal, two digits each
 * @word: what to parse, all of it; may be empty
 * @out: the bytes
 * @cap: size of @out
 * @len: number of bytes
 *
 * Context: Any.
 * Return: whether they are bytes that fit.
 */
bool scmip_parse_hex(const char *word, u8 *out, u32 cap, u32 *len)
{
	u32 n = 0;

	for (; *word; word += 2) {
		int hi = scmip_digit(word[0]);
		int lo = hi < 0 ? -1 : scmip_digit(word[1]);

		if (lo < 0 || n == cap)
			return false;
		out[n++] = hi << 4 | lo;
	}
	*len = n;
	return true;
}

static const char *const scmip_status_names[] = {
	"success", "not-supported", "invalid-parameters", "denied", "not-found",
	"out-of-range", "busy", "comms-error", "generic-error", "hardware-error",
	"protocol-error", "in-use", "partial",
};

/**
 * scmip_status_parse() - status code by name or number
 * @word: the name or number
 * @status: the code
 *
 * Context: Any.
 * Return: whether there is such a code.
 */
bool scmip_status_parse(const char *word, s32 *status)
{
	s64 v;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scmip_status_names); i++) {
		if (scmip_same(word, scmip_status_names[i])) {
			*status = -(s32)i;
			return true;
		}
	}
	if (!scmip_parse_s64(word, &v) || v < -0x80000000LL || v > 0x7fffffff)
		return false;
	*status = (s32)v;
	return true;
}
