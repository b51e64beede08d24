// SPDX-License-Identifier: GPL-2.0-only
/*
 * One text command at a time changes a running platform. The answer is one
 * line: "ok", "ok ..." or "error ...". Documentation/platform.rst lists the
 * commands.
 */
#include "internal.h"

static const char *const scmip_status_names[] = {
	"success", "not-supported", "invalid-parameters", "denied", "not-found",
	"out-of-range", "busy", "comms-error", "generic-error", "hardware-error",
	"protocol-error", "in-use",
};

/**
 * scmip_status_name() - name of a status code
 * @status: the code
 *
 * Context: Any.
 * Return: its name.
 */
const char *scmip_status_name(s32 status)
{
	if (status > 0 || status <= -(s32)ARRAY_SIZE(scmip_status_names))
		return "vendor-status";
	return scmip_status_names[-status];
}

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

static const char *scmip_take_id(struct scmip_words *w, u32 count, u32 *id)
{
	const char *word = scmip_words_take(w);
	u64 v;

	if (!word || !scmip_parse_u64(word, &v) || v >= count)
		return "an id is missing or does not exist";
	*id = (u32)v;
	return NULL;
}

static const char *scmip_do_fault(struct scmip_server *s, struct scmip_words *w,
				  struct scmip_text *t)
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

static const char *scmip_do_clock(struct scmip_server *s, u64 now, struct scmip_words *w,
				  struct scmip_text *t)
{
	const char *what, *word;
	const char *wrong;
	u64 rate;
	u32 id;

	wrong = scmip_take_id(w, s->m->num_clocks, &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	if (!what) {
		scmip_text_str(t, " rate=");
		scmip_text_u64(t, s->clocks[id].rate);
		scmip_text_str(t, s->clocks[id].enabled ? " on" : " off");
		if (s->m->clocks[id].num_parents) {
			scmip_text_str(t, " parent=");
			scmip_text_u64(t, s->clocks[id].parent);
		}
		scmip_text_str(t, s->clocks[id].notify ? " notify" : "");
		return NULL;
	}
	if (scmip_same(what, "on") || scmip_same(what, "off")) {
		s->clocks[id].enabled = scmip_same(what, "on");
		return NULL;
	}
	word = scmip_words_take(w);
	if (!word || !scmip_parse_scaled(word, &rate))
		return "expected clock ID [on|off|rate HZ|request HZ]";
	if (scmip_same(what, "rate"))
		scmip_clock_change(s, now, id, rate, 0);
	else if (scmip_same(what, "request"))
		scmip_clock_requested(s, now, id, rate, s->m->agent);
	else
		return "expected clock ID [on|off|rate HZ|request HZ]";
	return NULL;
}

static const char *scmip_do_sensor(struct scmip_server *s, u64 now, struct scmip_words *w,
				   struct scmip_text *t)
{
	const char *what, *word;
	const char *wrong;
	s64 value;
	u32 id;

	wrong = scmip_take_id(w, s->m->num_sensors, &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	word = scmip_words_take(w);
	if (!what) {
		scmip_text_str(t, " value=");
		scmip_text_s64(t, scmip_sensor_value(s, id, 0, now));
		scmip_text_str(t, s->sensors[id].config & 1 ? " on" : " off");
		scmip_text_str(t, s->sensors[id].notify_trips ? " notify-trips" : "");
		scmip_text_str(t, s->sensors[id].notify_updates ? " notify-updates" : "");
	} else if (scmip_same(what, "value") && word && scmip_parse_s64(word, &value)) {
		s->sensors[id].forced = true;
		s->sensors[id].force_value = value;
		/* Trip points see the step now, not at the next sample */
		s->next_sample = now;
		scmip_sensor_poll(s, now);
	} else if (scmip_same(what, "script")) {
		s->sensors[id].forced = false;
	} else if (scmip_same(what, "on") || scmip_same(what, "off")) {
		s->sensors[id].config &= ~1U;
		s->sensors[id].config |= scmip_same(what, "on");
		scmip_sensor_prime(s, id, now);
	} else {
		return "expected sensor ID [value N|script|on|off]";
	}
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

static const char *scmip_do_latency(struct scmip_server *s, struct scmip_words *w)
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

static const char *scmip_do_storm(struct scmip_server *s, u64 now, struct scmip_words *w)
{
	if (w->next < w->num && scmip_same(w->word[w->next], "stop")) {
		scmip_words_take(w);
		memset(s->storms, 0, sizeof(s->storms));
		return NULL;
	}
	return scmip_inject(s, now, w, true);
}

static const char *scmip_do_help(struct scmip_text *t)
{
	static const char *const verbs[] = {
		"clock", "event", "fault", "latency", "ping", "reboot", "reset-stats", "sensor",
		"serial", "silent", "stats", "storm", "strict-silent",
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++) {
		scmip_text_str(t, " ");
		scmip_text_str(t, verbs[i]);
	}
	return NULL;
}

static const char *scmip_do_plain(struct scmip_server *s, u64 now, const char *verb,
				  struct scmip_text *t)
{
	if (scmip_same(verb, "reboot"))
		scmip_server_reboot(s, now);
	else if (scmip_same(verb, "reset-stats"))
		memset(&s->stats, 0, sizeof(s->stats));
	else if (scmip_same(verb, "help"))
		return scmip_do_help(t);
	else if (!scmip_same(verb, "ping"))
		return "no such command, try help";
	return NULL;
}

static const char *scmip_do(struct scmip_server *s, u64 now, struct scmip_words *w,
			    struct scmip_text *t)
{
	const char *verb = scmip_words_take(w);

	if (scmip_same(verb, "fault"))
		return scmip_do_fault(s, w, t);
	if (scmip_same(verb, "stats")) {
		/* Which of them are asked for matters when the host's are there too. */
		scmip_stats_print(s, t);
		w->next = w->num;
		return NULL;
	}
	if (scmip_same(verb, "clock"))
		return scmip_do_clock(s, now, w, t);
	if (scmip_same(verb, "sensor"))
		return scmip_do_sensor(s, now, w, t);
	if (scmip_same(verb, "latency"))
		return scmip_do_latency(s, w);
	if (scmip_same(verb, "serial"))
		return scmip_do_switch(w, &s->serial);
	if (scmip_same(verb, "silent"))
		return scmip_do_switch(w, &s->silent);
	if (scmip_same(verb, "strict-silent"))
		return scmip_do_switch(w, &s->strict_silent);
	if (scmip_same(verb, "event"))
		return scmip_inject(s, now, w, false);
	if (scmip_same(verb, "storm"))
		return scmip_do_storm(s, now, w);
	return scmip_do_plain(s, now, verb, t);
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
