// SPDX-License-Identifier: GPL-2.0-only
/*
 * One text command at a time changes a running platform. The answer is one
 * line: "ok", "ok ..." or "error ...". Documentation/platform.rst lists the
 * commands.
 */
#include "internal.h"

static const char *scmip_do_fault(struct scmip_server *s, u64 now,
				  struct scmip_words *w, struct scmip_text *t)
{
	const char *word = scmip_words_take(w);
	struct scmip_fault f;
	const char *wrong;
	u64 id = 0;
	u32 i;

	if (scmip_same(word, "add")) {
		wrong = scmip_fault_parse(w, &f);
		if (wrong)
			return wrong;
		id = scmip_fault_add(s, &f);
		scmip_text_str(t, " ");
		scmip_text_u64(t, id);
		return id ? NULL : "too many faults";
	}
	if (scmip_same(word, "list")) {
		for (i = 0; i < SCMIP_MAX_FAULTS; i++) {
			if (!s->faults[i].id)
				continue;
			scmip_text_str(t, " [");
			scmip_fault_print(t, &s->faults[i]);
			scmip_text_str(t, "]");
		}
		return NULL;
	}
	if (!scmip_same(word, "clear"))
		return "expected fault add, fault list or fault clear [ID]";
	word = scmip_words_take(w);
	if (word && !scmip_parse_u64(word, &id))
		return "fault clear takes the id of a fault";
	for (i = 0; i < SCMIP_MAX_FAULTS; i++)
		if (!word || s->faults[i].id == id)
			s->faults[i].id = 0;
	return NULL;
}

static const char *scmip_latency_set(struct scmip_server *s, s32 proto, s32 msg, u64 ns)
{
	u32 i, at = SCMIP_MAX_LATENCIES;

	if (proto < 0 && msg < 0) {
		s->latency_ns = ns;
		return NULL;
	}
	for (i = 0; i < SCMIP_MAX_LATENCIES; i++) {
		struct scmip_latency *l = &s->latency[i];

		if (l->used && l->proto == proto && l->msg == msg) {
			at = i;
			break;
		}
		if (!l->used && at == SCMIP_MAX_LATENCIES)
			at = i;
	}
	if (at == SCMIP_MAX_LATENCIES)
		return "too many latencies";
	s->latency[at] = (struct scmip_latency){ true, proto, msg, ns };
	return NULL;
}

static const char *scmip_do_latency(struct scmip_server *s, u64 now,
				    struct scmip_words *w, struct scmip_text *t)
{
	const char *word = scmip_words_take(w);
	const char *wrong = NULL;
	s32 proto = -1, msg = -1;
	u64 ns;

	if (scmip_same(word, "clear")) {
		memset(s->latency, 0, sizeof(s->latency));
		s->latency_ns = 0;
		return NULL;
	}
	if (!word || !scmip_parse_time(word, &ns) || ns > 3600 * SCMIP_SEC)
		return "expected latency TIME [proto=P [msg=M]], or latency clear";
	while (!wrong && (word = scmip_words_take(w))) {
		if (scmip_after(word, "proto"))
			wrong = scmip_parse_proto(scmip_after(word, "proto"), &proto);
		else if (scmip_after(word, "msg"))
			wrong = scmip_parse_msg(proto, scmip_after(word, "msg"), &msg);
		else
			wrong = "expected latency TIME [proto=P [msg=M]]";
	}
	if (!wrong && msg >= 0 && proto < 0)
		wrong = "msg= needs proto=";
	return wrong ? wrong : scmip_latency_set(s, proto, msg, ns);
}

static const char *scmip_do_switch(struct scmip_words *w, bool *state)
{
	const char *word = scmip_words_take(w);

	if (!scmip_same(word, "on") && !scmip_same(word, "off"))
		return "expected on or off";
	*state = scmip_same(word, "on");
	return NULL;
}

static const char *scmip_do_serial(struct scmip_server *s, u64 now,
				   struct scmip_words *w, struct scmip_text *t)
{
	return scmip_do_switch(w, &s->serial);
}

static const char *scmip_do_silent(struct scmip_server *s, u64 now,
				   struct scmip_words *w, struct scmip_text *t)
{
	return scmip_do_switch(w, &s->silent);
}

static const char *scmip_do_strict(struct scmip_server *s, u64 now,
				   struct scmip_words *w, struct scmip_text *t)
{
	return scmip_do_switch(w, &s->strict_silent);
}

static const char *scmip_do_event(struct scmip_server *s, u64 now,
				  struct scmip_words *w, struct scmip_text *t)
{
	return scmip_inject(s, now, w, false);
}

static const char *scmip_do_storm(struct scmip_server *s, u64 now,
				  struct scmip_words *w, struct scmip_text *t)
{
	if (w->next < w->num && scmip_same(w->word[w->next], "stop")) {
		scmip_words_take(w);
		memset(s->storms, 0, sizeof(s->storms));
		return NULL;
	}
	return scmip_inject(s, now, w, true);
}

static const char *scmip_do_stats(struct scmip_server *s, u64 now,
				  struct scmip_words *w, struct scmip_text *t)
{
	/* Which of them are asked for matters when the host's are there too. */
	scmip_stats_print(s, t);
	w->next = w->num;
	return NULL;
}

static const char *scmip_do_reset_stats(struct scmip_server *s, u64 now,
					struct scmip_words *w,
					struct scmip_text *t)
{
	memset(&s->stats, 0, sizeof(s->stats));
	return NULL;
}

static const char *scmip_do_reboot(struct scmip_server *s, u64 now,
				   struct scmip_words *w, struct scmip_text *t)
{
	scmip_server_reboot(s, now);
	return NULL;
}

static const char *scmip_do_ping(struct scmip_server *s, u64 now,
				 struct scmip_words *w, struct scmip_text *t)
{
	return NULL;
}

/* Commands that are about no protocol; the others have the protocols' names. */
static const struct {
	const char *name;
	const char *(*run)(struct scmip_server *s, u64 now,
			   struct scmip_words *w, struct scmip_text *t);
} scmip_verbs[] = {
	{ "event", scmip_do_event },
	{ "fault", scmip_do_fault },
	{ "latency", scmip_do_latency },
	{ "ping", scmip_do_ping },
	{ "reboot", scmip_do_reboot },
	{ "reset-stats", scmip_do_reset_stats },
	{ "serial", scmip_do_serial },
	{ "silent", scmip_do_silent },
	{ "stats", scmip_do_stats },
	{ "storm", scmip_do_storm },
	{ "strict-silent", scmip_do_strict },
};

static const char *scmip_verb_name(const struct scmip_server *s, u32 i)
{
	if (i < ARRAY_SIZE(scmip_verbs))
		return scmip_verbs[i].name;
	i -= ARRAY_SIZE(scmip_verbs);
	return s->protocols[i]->control ? s->protocols[i]->name : NULL;
}

/* All commands, in the order of the alphabet. */
static const char *scmip_do_help(struct scmip_server *s, struct scmip_text *t)
{
	const u32 num = ARRAY_SIZE(scmip_verbs) + SCMIP_NUM_PROTOS;
	const char *name, *next, *last = "";
	u32 i;

	for (;; last = next) {
		next = NULL;
		for (i = 0; i < num; i++) {
			name = scmip_verb_name(s, i);
			if (name && strcmp(name, last) > 0 &&
			    (!next || strcmp(name, next) < 0))
				next = name;
		}
		if (!next)
			return NULL;
		scmip_text_str(t, " ");
		scmip_text_str(t, next);
	}
}

static const char *scmip_do(struct scmip_server *s, u64 now,
			    struct scmip_words *w, struct scmip_text *t)
{
	const char *verb = scmip_words_take(w);
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scmip_verbs); i++)
		if (scmip_same(verb, scmip_verbs[i].name))
			return scmip_verbs[i].run(s, now, w, t);
	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		if (s->protocols[i]->control &&
		    scmip_same(verb, s->protocols[i]->name))
			return s->protocols[i]->control(s, now, w, t);
	if (scmip_same(verb, "help"))
		return scmip_do_help(s, t);
	return "no such command, try help";
}

/**
 * scmip_control() - run one text command
 * @s: the server
 * @now: time
 * @line: the command
 * @answer: one line without newline
 * @cap: size of @answer, at least 8
 *
 * Context: Any. May call the host's emit().
 * Return: length of the answer.
 */
u32 scmip_control(struct scmip_server *s, u64 now, const char *line, char *answer, u32 cap)
{
	struct scmip_words *w = &s->words;
	struct scmip_text t;
	const char *wrong;

	scmip_text_init(&t, answer, cap);
	scmip_text_str(&t, "ok");
	wrong = scmip_words_split(w, line) ? scmip_do(s, now, w, &t) : "line too long";
	if (!wrong && w->next < w->num)
		wrong = "words behind the end of the command";
	if (wrong) {
		scmip_text_init(&t, answer, cap);
		scmip_text_str(&t, "error ");
		scmip_text_str(&t, wrong);
	}
	return t.len;
}
