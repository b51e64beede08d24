// SPDX-License-Identifier: GPL-2.0-only
/* Counters, as one line of key=value words. */
#include "internal.h"

static void scmip_print_u64(struct scmip_text *t, const char *key, u64 value)
{
	scmip_text_str(t, " ");
	scmip_text_str(t, key);
	scmip_text_str(t, "=");
	scmip_text_u64(t, value);
}

static bool scmip_stats_asked(const char *line, const char *counter)
{
	size_t len = strcspn(counter, "=");
	const char *key = line;

	while ((key = strchr(key, ' '))) {
		key++;
		if (!strncmp(key, counter, len) && (key[len] == ' ' || !key[len]))
			return true;
	}
	return false;
}

/**
 * scmip_stats_wanted() - whether a command is about counters
 * @line: the command
 *
 * Context: Any.
 * Return: true if the host's belong to the answer.
 */
bool scmip_stats_wanted(const char *line)
{
	return !strncmp(line, "stats", 5) && (!line[5] || line[5] == ' ');
}

/**
 * scmip_stats_pick() - leave those counters in an answer that were asked for
 * @t: "ok KEY=VALUE ..."
 * @line: "stats KEY ...", or "stats" for all of them
 *
 * Context: Any.
 */
void scmip_stats_pick(struct scmip_text *t, const char *line)
{
	u32 at, end, keep = 0;

	if (!strchr(line, ' '))
		return;
	for (at = 0; at < t->len; at = end) {
		end = at + 1 + strcspn(t->buf + at + 1, " ");
		if (at && !scmip_stats_asked(line, t->buf + at + 1))
			continue;
		memmove(t->buf + keep, t->buf + at, end - at);
		keep += end - at;
	}
	t->len = keep;
	t->buf[keep] = '\0';
}

/**
 * scmip_stats_print() - append all counters to a line
 * @s: the server
 * @t: the line
 *
 * Messages are counted as "PROTO:MSG=N", both hexadecimal, without zeroes.
 *
 * Context: Any.
 */
void scmip_stats_print(const struct scmip_server *s, struct scmip_text *t)
{
	const struct scmip_stats *st = &s->stats;
	u32 p, i;

	scmip_print_u64(t, "requests", st->requests);
	scmip_print_u64(t, "replies", st->replies);
	scmip_print_u64(t, "unanswered", st->unanswered);
	scmip_print_u64(t, "in-flight", s->in_flight);
	scmip_print_u64(t, "max-in-flight", st->max_in_flight);
	scmip_print_u64(t, "delayed", st->delayed);
	scmip_print_u64(t, "delayed-dropped", st->delayed_dropped);
	scmip_print_u64(t, "events", st->events);
	scmip_print_u64(t, "events-dropped", st->events_dropped);
	scmip_print_u64(t, "protocol-errors", st->protocol_errors);
	scmip_print_u64(t, "faults", st->faults);
	scmip_print_u64(t, "silent", s->silent);
	scmip_print_u64(t, "other", st->other);
	for (p = 0; p < SCMIP_NUM_PROTOS; p++) {
		for (i = 0; i < SCMIP_MSG_IDS; i++) {
			if (!st->per_msg[p][i])
				continue;
			scmip_text_str(t, " ");
			scmip_text_hex(t, s->protocols[p]->id);
			scmip_text_str(t, ":");
			scmip_text_hex(t, i);
			scmip_text_str(t, "=");
			scmip_text_u64(t, st->per_msg[p][i]);
		}
	}
}
