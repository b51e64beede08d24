// SPDX-License-Identifier: GPL-2.0-only
/*
 * Board files: lines, sections, and the checks that need the whole machine.
 * The first error ends the reading; it names file and line and says what was
 * expected.
 */
#include "board_priv.h"
#include "internal.h"

static bool board_grow_clocks(struct board *b)
{
	unsigned int i;

	for (i = b->first; i <= b->last; i++) {
		if (b->clock_line[i])
			return board_fail(b, "clock %u is described already, in line %u",
					  i, b->clock_line[i]);
		b->clock_line[i] = b->line;
		b->clocks[i].flags = SCMIP_CLK_ENABLED;
		b->clocks[i].duty = 50;
	}
	if (b->machine.num_clocks <= b->last)
		b->machine.num_clocks = b->last + 1;
	return true;
}

static bool board_grow_sensors(struct board *b)
{
	unsigned int i;

	for (i = b->first; i <= b->last; i++) {
		if (b->sensor_line[i])
			return board_fail(b, "sensor %u is described already, in line %u",
					  i, b->sensor_line[i]);
		b->sensor_line[i] = b->line;
		b->sensors[i].flags = SCMIP_SENS_ENABLED;
		b->sensors[i].type = 1;
		b->sensors[i].stamp_exp = -9;
		b->sensors[i].update_ns = SCMIP_SEC;
	}
	if (b->machine.num_sensors <= b->last)
		b->machine.num_sensors = b->last + 1;
	return true;
}

static bool board_grow_axis(struct board *b)
{
	struct scmip_sensor *s = &b->sensors[b->first];
	struct scmip_axis *axes = (struct scmip_axis *)s->axes;

	if (!b->sensor_line[b->first])
		return board_fail(b, "axis of sensor %u before its section [sensor %u]",
				  b->first, b->first);
	if (b->axis >= SCMIP_MAX_AXES)
		return board_fail(b, "axis %u, a sensor has at most %u", b->axis, SCMIP_MAX_AXES);
	if (b->axis != s->num_axes)
		return board_fail(b, "axis %u of sensor %u, expected axis %u next",
				  b->axis, b->first, s->num_axes);
	if (!axes) {
		axes = board_alloc(b, SCMIP_MAX_AXES * sizeof(*axes));
		if (!axes)
			return false;
		s->axes = axes;
	}
	s->num_axes++;
	return true;
}

static bool board_ids(struct board *b, const char *kind, const char *text, unsigned int max)
{
	unsigned int first, last;
	int used = -1;

	if (sscanf(text, "%u-%u%n", &first, &last, &used) != 2 || text[used]) {
		used = -1;
		if (sscanf(text, "%u%n", &first, &used) != 1 || text[used])
			return board_fail(b, "'%s' is no %s id, expected N or N-M", text, kind);
		last = first;
	}
	if (last < first || last >= max)
		return board_fail(b, "%s ids %s, expected 0..%u in ascending order",
				  kind, text, max - 1);
	b->first = first;
	b->last = last;
	return true;
}

static bool board_section(struct board *b, char *head)
{
	int used = -1;

	if (!strcmp(head, "platform")) {
		b->section = SECTION_PLATFORM;
		return true;
	}
	if (!strncmp(head, "clock ", 6)) {
		b->section = SECTION_CLOCK;
		return board_ids(b, "clock", head + 6, BOARD_MAX_CLOCKS) && board_grow_clocks(b);
	}
	if (!strncmp(head, "sensor ", 7)) {
		b->section = SECTION_SENSOR;
		return board_ids(b, "sensor", head + 7, BOARD_MAX_SENSORS) && board_grow_sensors(b);
	}
	if (sscanf(head, "axis %u.%u%n", &b->first, &b->axis, &used) == 2 && !head[used] &&
	    b->first < BOARD_MAX_SENSORS) {
		b->section = SECTION_AXIS;
		return board_grow_axis(b);
	}
	return board_fail(b,
			  "unknown section [%s], expected platform, clock ID, sensor ID or axis ID.N",
			  head);
}

static bool board_read_key(struct board *b, const struct board_key *keys, const char *name,
			   void *item, unsigned int id)
{
	for (; keys->name; keys++)
		if (!strcmp(keys->name, name))
			return keys->read(b, item, id);
	return board_fail(b, "unknown key '%s' in this section", name);
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

static bool board_assign(struct board *b, const char *name)
{
	unsigned int i;

	switch (b->section) {
	case SECTION_PLATFORM:
		return board_read_key(b, board_platform_keys, name, &b->machine, 0);
	case SECTION_CLOCK:
		for (i = b->first; i <= b->last; i++)
			if (!board_read_key(b, board_clock_keys, name, &b->clocks[i], i))
				return false;
		return true;
	case SECTION_SENSOR:
		for (i = b->first; i <= b->last; i++)
			if (!board_read_key(b, board_sensor_keys, name, &b->sensors[i], i))
				return false;
		return true;
	case SECTION_AXIS:
		return board_read_key(b, board_axis_keys, name,
				      (void *)&b->sensors[b->first].axes[b->axis], b->axis);
	default:
		return board_fail(b, "'%s' before the first section, expected [platform]", name);
	}
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
	return board_split(b, board_trim(equals + 1)) && board_assign(b, board_trim(line));
}

static bool board_check_clock(struct board *b, unsigned int id)
{
	struct scmip_clock *c = &b->clocks[id];
	u32 i;

	b->line = b->clock_line[id];
	if (c->flags & SCMIP_CLK_HOLE)
		return true;
	if (!c->name)
		return board_fail(b, "clock %u has no name", id);
	if (!(c->flags & SCMIP_CLK_RANGE) && !c->num_rates)
		return board_fail(b, "clock %u has neither rates nor range", id);
	if (!c->rate)
		c->rate = c->flags & SCMIP_CLK_RANGE ? c->min : c->rates[0];
	for (i = 0; i < c->num_parents; i++)
		if (c->parents[i] >= b->machine.num_clocks || c->parents[i] == id)
			return board_fail(b, "clock %u cannot have parent %u", id, c->parents[i]);
	for (i = 0; i < c->num_parents && c->parents[i] != c->parent; i++)
		;
	if (c->num_parents && c->parent == (u32)-1)
		c->parent = c->parents[0];
	else if (c->num_parents && i == c->num_parents)
		return board_fail(b, "parent %u of clock %u is not among its parents",
				  c->parent, id);
	return true;
}

static bool board_check_sensor(struct board *b, unsigned int id)
{
	struct scmip_sensor *s = &b->sensors[id];
	u32 i;

	b->line = b->sensor_line[id];
	if (!s->name)
		return board_fail(b, "sensor %u has no name", id);
	if (s->num_axes && s->num_trips)
		return board_fail(b, "sensor %u has axes and trips, expected one of them", id);
	for (i = 0; i < s->num_axes; i++)
		if (!s->axes[i].name)
			return board_fail(b, "axis %u of sensor %u has no name", i, id);
	return true;
}

/* What the file leaves open, and what must fit together. */
static bool board_complete(struct board *b)
{
	struct scmip_machine *m = &b->machine;
	static const char *const agents[] = { "platform", "agent" };
	unsigned int i;

	m->clocks = b->clocks;
	m->sensors = b->sensors;
	if (!m->num_agents) {
		m->agents = agents;
		m->num_agents = 2;
	}
	if (!m->agent || m->agent >= m->num_agents)
		return board_fail(b, "agent %u, expected 1..%u", m->agent, m->num_agents - 1);
	for (i = 0; i < m->num_clocks; i++) {
		/* Ids that the file passes over are holes, as on real boards */
		if (!b->clock_line[i])
			b->clocks[i].flags = SCMIP_CLK_HOLE;
		if (!board_check_clock(b, i))
			return false;
	}
	for (i = 0; i < m->num_sensors; i++) {
		if (!b->sensor_line[i])
			return board_fail(b, "sensor %u is missing, ids have no holes", i);
		if (!board_check_sensor(b, i))
			return false;
	}
	return true;
}

static bool board_defaults(struct board *b)
{
	struct scmip_machine *m = &b->machine;
	unsigned int i;

	m->vendor = "scmi-agent";
	m->sub_vendor = "platform";
	m->agent = 1;
	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		m->proto[i].version = scmip_protocols[i]->negotiates;
	m->num_devices = 4;
	m->sample_ns = 10 * SCMIP_MSEC;
	b->clocks = board_alloc(b, BOARD_MAX_CLOCKS * sizeof(*b->clocks));
	b->sensors = board_alloc(b, BOARD_MAX_SENSORS * sizeof(*b->sensors));
	for (i = 0; b->clocks && i < BOARD_MAX_CLOCKS; i++)
		b->clocks[i].parent = (u32)-1;
	return b->clocks && b->sensors;
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
