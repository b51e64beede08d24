// SPDX-License-Identifier: GPL-2.0-only
/*
 * Board files: lines, sections, and the checks that need the whole machine.
 * The first error ends the reading; it names file and line and says what was
 * expected.
 */
#include "board_priv.h"

/* What a board file can say about a kind, NULL if there is no such kind. */
static const struct board_part *board_part_of(u32 kind)
{
	const struct board_part *part = scmip_protocols[kind / SCMIP_MAX_KINDS]->part;
	u32 i;

	for (i = kind % SCMIP_MAX_KINDS; part && i; i--)
		part = part->next;
	return part;
}

/* How the machine describes it. */
static struct scmip_items *board_items_of(struct board *b, u32 kind)
{
	return &b->machine.proto[kind / SCMIP_MAX_KINDS].kind[kind % SCMIP_MAX_KINDS];
}

/* What stands behind a word, NULL if the text does not begin with it. */
static const char *board_behind(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) ? NULL : text + len;
}

/* The ids of a section [NAME ID] or [NAME FIRST-LAST]. */
static bool board_ids(struct board *b, const struct board_part *part,
		      const char *text)
{
	unsigned int first, last;
	int used = -1;

	if (sscanf(text, "%u-%u%n", &first, &last, &used) != 2 || text[used]) {
		used = -1;
		if (sscanf(text, "%u%n", &first, &used) != 1 || text[used])
			return board_fail(b,
					  "'%s' is no %s id, expected N or N-M",
					  text, part->name);
		last = first;
	}
	if (last < first || last >= part->max)
		return board_fail(b,
				  "%s ids %s, expected 0..%u in ascending order",
				  part->name, text, part->max - 1);
	b->first = first;
	b->last = last;
	return true;
}

static bool board_items(struct board *b, u32 kind, const char *text)
{
	const struct board_part *part = board_part_of(kind);
	struct scmip_items *items = board_items_of(b, kind);
	struct board_list *list = &b->list[kind];
	unsigned int i;

	if (!board_ids(b, part, text))
		return false;
	for (i = b->first; i <= b->last; i++) {
		if (list->line[i])
			return board_fail(b,
					  "%s %u is described already, in line %u",
					  part->name, i, list->line[i]);
		list->line[i] = b->line;
		part->init(list->items + i * part->size);
	}
	if (items->num <= b->last)
		items->num = b->last + 1;
	b->keys = part->keys;
	b->item = list->items + b->first * part->size;
	b->size = part->size;
	return true;
}

/* The section [NAME ID.N]. */
static bool board_inside(struct board *b, u32 kind, unsigned int id,
			 unsigned int n)
{
	const struct board_part *part = board_part_of(kind);
	struct board_list *list = &b->list[kind];

	if (!list->line[id])
		return board_fail(b, "%s of %s %u before its section [%s %u]",
				  part->inner->name, part->name, id, part->name,
				  id);
	b->item = part->inner->open(b, list->items + id * part->size, id, n);
	b->keys = part->inner->keys;
	b->first = n;
	b->last = n;
	return b->item;
}

static bool board_unknown(struct board *b, const char *head)
{
	char known[BOARD_ERROR_MAX];
	struct scmip_text t;
	u32 i;

	scmip_text_init(&t, known, sizeof(known));
	for (i = 0; i < BOARD_KINDS; i++) {
		const struct board_part *part = board_part_of(i);

		if (!part)
			continue;
		scmip_text_str(&t, ", ");
		scmip_text_str(&t, part->name);
		scmip_text_str(&t, " ID");
		if (!part->inner)
			continue;
		scmip_text_str(&t, " or ");
		scmip_text_str(&t, part->inner->name);
		scmip_text_str(&t, " ID.N");
	}
	return board_fail(b, "unknown section [%s], expected platform%s", head,
			  known);
}

static bool board_section(struct board *b, char *head)
{
	unsigned int id, n;
	u32 i;

	if (!strcmp(head, "platform")) {
		b->keys = board_platform_keys;
		b->item = (u8 *)&b->machine;
		b->first = 0;
		b->last = 0;
		return true;
	}
	for (i = 0; i < BOARD_KINDS; i++) {
		const struct board_part *part = board_part_of(i);
		const char *rest = part ? board_behind(head, part->name) : NULL;
		int used = -1;

		if (rest && *rest == ' ')
			return board_items(b, i, rest + 1);
		if (!part || !part->inner)
			continue;
		rest = board_behind(head, part->inner->name);
		if (rest && sscanf(rest, "%u.%u%n", &id, &n, &used) == 2 &&
		    !rest[used] && id < part->max)
			return board_inside(b, i, id, n);
	}
	return board_unknown(b, head);
}

static bool board_split(struct board *b, char *value)
{
	char *word, *end;

	b->num_words = 0;
	/* A value in quotes is one word */
	if (value[0] == '"') {
		end = strchr(value + 1, '"');
		if (!end || end[1])
			return board_fail(b, "expected one string between quotes");
		*end = '\0';
		b->word[b->num_words++] = value + 1;
		return true;
	}
	for (word = value + strspn(value, " \t"); *word; word = end + strspn(end, " \t")) {
		end = word + strcspn(word, " \t");
		if (b->num_words == BOARD_MAX_WORDS)
			return board_fail(b, "more than %u words in one line", BOARD_MAX_WORDS);
		b->word[b->num_words++] = word;
		if (*end)
			*end++ = '\0';
	}
	if (!b->num_words)
		return board_fail(b, "expected a value behind '='");
	return true;
}

static char *board_trim(char *s)
{
	char *end;

	s += strspn(s, " \t\r");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]))
		*--end = '\0';
	return s;
}

static bool board_line(struct board *b, char *line)
{
	char *equals;

	line[strcspn(line, "#")] = '\0';
	line = board_trim(line);
	if (!*line)
		return true;
	if (*line == '[') {
		char *end = strchr(line, ']');

		if (!end || end[1])
			return board_fail(b, "expected ']' at the end of the section");
		*end = '\0';
		return board_section(b, board_trim(line + 1));
	}
	equals = strchr(line, '=');
	if (!equals || equals == line)
		return board_fail(b, "expected [SECTION] or KEY = VALUE");
	*equals = '\0';
	line = board_trim(line);
	if (!board_split(b, board_trim(equals + 1)))
		return false;
	if (!b->keys)
		return board_fail(b,
				  "'%s' before the first section, expected [platform]",
				  line);
	return board_read_key(b, line);
}

/* What must fit together, and ids that no section describes. */
static bool board_check(struct board *b, u32 kind)
{
	const struct board_part *part = board_part_of(kind);
	struct scmip_items *items = board_items_of(b, kind);
	struct board_list *list = &b->list[kind];
	u8 *item = list->items;
	unsigned int id;

	items->items = item;
	for (id = 0; id < items->num; id++, item += part->size) {
		if (!list->line[id] && part->hole) {
			part->hole(item);
			continue;
		}
		if (!list->line[id])
			return board_fail(b,
					  "%s %u is missing, ids have no holes",
					  part->name, id);
		b->line = list->line[id];
		if (!part->check(b, item, id))
			return false;
	}
	return true;
}

/* What the file leaves open, and what must fit together. */
static bool board_complete(struct board *b)
{
	struct scmip_machine *m = &b->machine;
	static const char *const agents[] = { "platform", "agent" };
	u32 i;

	if (!m->num_agents) {
		m->agents = agents;
		m->num_agents = 2;
	}
	if (!m->agent || m->agent >= m->num_agents)
		return board_fail(b, "agent %u, expected 1..%u", m->agent,
				  m->num_agents - 1);
	for (i = 0; i < BOARD_KINDS; i++)
		if (board_part_of(i) && !board_check(b, i))
			return false;
	return true;
}

static bool board_defaults(struct board *b)
{
	struct scmip_machine *m = &b->machine;
	u32 i;

	m->vendor = "scmi-agent";
	m->sub_vendor = "platform";
	m->agent = 1;
	m->num_devices = 4;
	m->sample_ns = 10 * SCMIP_MSEC;
	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		m->proto[i].version = scmip_protocols[i]->usual;
	for (i = 0; i < BOARD_KINDS; i++) {
		const struct board_part *part = board_part_of(i);
		struct board_list *list = &b->list[i];

		if (!part)
			continue;
		list->items = board_alloc(b, part->max * part->size);
		list->line = board_alloc(b, part->max * sizeof(*list->line));
		if (!list->items || !list->line)
			return false;
	}
	return true;
}

/**
 * board_parse() - read a description
 * @name: name of the file, for errors
 * @text: its contents
 * @len: length of @text
 * @error: what went wrong, BOARD_ERROR_MAX bytes
 *
 * Context: Any.
 * Return: the board, to be released with board_free(); NULL on error.
 */
struct board *board_parse(const char *name, const char *text, size_t len, char *error)
{
	struct board *b = board_memory(sizeof(*b));
	char *copy = board_memory(len + 1);
	char *line, *next;
	bool ok = b && copy;

	snprintf(error, BOARD_ERROR_MAX, "%s: out of memory", name);
	if (ok) {
		error[0] = '\0';
		b->file = name;
		b->error = error;
		memcpy(copy, text, len);
		copy[len] = '\0';
		ok = board_defaults(b);
	}
	if (ok && strlen(copy) != len) {
		b->line = 1;
		ok = board_fail(b, "NUL byte, expected text");
	}
	for (line = copy; ok && line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		b->line++;
		ok = board_line(b, line);
	}
	ok = ok && board_complete(b);
	board_memory_free(copy);
	if (ok)
		return b;
	board_free(b);
	return NULL;
}

/**
 * board_machine() - what a description says
 * @b: the board
 *
 * Context: Any.
 * Return: the machine, valid as long as the board.
 */
const struct scmip_machine *board_machine(const struct board *b)
{
	return &b->machine;
}

/**
 * board_contents() - say how much a description describes
 * @b: the board
 * @buf: becomes "12 clocks, 2 sensors" or the like
 * @cap: size of @buf in bytes, at least 1
 *
 * Context: Any.
 * Return: @buf.
 */
const char *board_contents(const struct board *b, char *buf, u32 cap)
{
	const char *comma = "";
	struct scmip_text t;
	u32 i;

	scmip_text_init(&t, buf, cap);
	for (i = 0; i < BOARD_KINDS; i++) {
		const struct scmip_protocol *proto = scmip_protocols[i / SCMIP_MAX_KINDS];
		const struct board_part *part = board_part_of(i);
		u32 num = b->machine.proto[i / SCMIP_MAX_KINDS].kind[i % SCMIP_MAX_KINDS].num;

		/* Of what most boards lack, none is not worth a word */
		if (!part || !(num || proto->usual))
			continue;
		scmip_text_str(&t, comma);
		scmip_text_u64(&t, num);
		scmip_text_str(&t, " ");
		scmip_text_str(&t, part->name);
		scmip_text_str(&t, "s");
		comma = ", ";
	}
	return buf;
}

/**
 * board_free() - release a board
 * @b: the board, may be NULL
 *
 * Context: No server may use its machine any more.
 */
void board_free(struct board *b)
{
	struct board_chunk *c;

	if (!b)
		return;
	while ((c = b->chunks)) {
		b->chunks = c->next;
		board_memory_free(c);
	}
	board_memory_free(b);
}
