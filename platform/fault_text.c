// SPDX-License-Identifier: GPL-2.0-only
/* Faults as text: "truncate=6 proto=sensor msg=reading-get nth=2". */
#include "internal.h"

enum scmip_arg_kind {
	SCMIP_ARG_NONE,
	SCMIP_ARG_NUMBER,
	SCMIP_ARG_STATUS,
	SCMIP_ARG_TIME,
	SCMIP_ARG_WORD,		/* INDEX:VALUE */
};

#define SCMIP_ACT_ROW(_NAME, _name, _arg) \
	[SCMIP_ACT_##_NAME] = { (_name), SCMIP_ARG_##_arg },

static const struct {
	const char *name;
	enum scmip_arg_kind arg;
} scmip_acts[] = {
	SCMIP_ACTS(SCMIP_ACT_ROW)
};

static const char *const scmip_stages[] = {
	[SCMIP_ON_REPLY] = "reply",
	[SCMIP_ON_DELAYED] = "delayed",
	[SCMIP_ON_EVENT] = "event",
};

/**
 * scmip_act_name() - name of an action
 * @act: the action
 *
 * Context: Any.
 * Return: its name.
 */
const char *scmip_act_name(enum scmip_act act)
{
	return act < SCMIP_ACT_COUNT ? scmip_acts[act].name : "?";
}

/**
 * scmip_parse_proto() - protocol by name or number
 * @word: a name, any, or a number
 * @proto: protocol id, -1 for any
 *
 * Context: Any.
 * Return: NULL, or what is wrong.
 */
const char *scmip_parse_proto(const char *word, s32 *proto)
{
	u64 v;
	u32 i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		if (scmip_same(word, scmip_protocols[i]->name)) {
			*proto = scmip_protocols[i]->id;
			return NULL;
		}
	}
	if (scmip_same(word, "any"))
		*proto = -1;
	else if (scmip_parse_u64(word, &v) && v <= 0xff)
		*proto = (s32)v;
	else
		return "protocol is none of those here, nor any, nor 0..0xff";
	return NULL;
}

/**
 * scmip_parse_msg() - message by name or number
 * @proto: protocol that it belongs to, -1 for any
 * @word: a name, or a number
 * @msg: message id, -1 for any
 *
 * Context: Any.
 * Return: NULL, or what is wrong.
 */
const char *scmip_parse_msg(s32 proto, const char *word, s32 *msg)
{
	static const char *const common[] = {
		[SCMIP_PROTOCOL_VERSION] = "version",
		[SCMIP_PROTOCOL_ATTRIBUTES] = "attributes",
		[SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES] = "message-attributes",
		[SCMIP_NEGOTIATE_PROTOCOL_VERSION] = "negotiate",
	};
	int index = scmip_proto_index(scmip_protocols, proto);
	const struct scmip_command *c;
	u64 v;
	u32 i;

	*msg = -1;
	if (scmip_same(word, "any"))
		return NULL;
	if (scmip_parse_u64(word, &v)) {
		*msg = (s32)v;
		return v <= 0xff ? NULL : "message id is above 0xff";
	}
	for (i = 0; i < ARRAY_SIZE(common); i++)
		if (scmip_same(common[i], word))
			*msg = i;
	for (i = 0; index >= 0 && i < SCMIP_MSG_IDS; i++) {
		c = scmip_command_of(scmip_protocols[index], i);
		if (c && scmip_same(word, c->name))
			*msg = i;
	}
	return *msg < 0 ? "no such message, or proto= does not stand before msg=" : NULL;
}

/* INDEX:VALUE; the index is decimal. */
static bool scmip_parse_word(const char *word, u64 *index, u64 *value)
{
	const char *digit = word;

	for (*index = 0; *digit >= '0' && *digit <= '9' && *index <= 0xff; digit++)
		*index = *index * 10 + (u64)(*digit - '0');
	return digit != word && *index <= 0xff && *digit == ':' &&
	       scmip_parse_u64(digit + 1, value) && *value <= 0xffffffffU;
}

static const char *scmip_parse_arg(enum scmip_arg_kind kind, const char *word, s64 *arg)
{
	u64 index, value;
	s32 status;

	switch (kind) {
	case SCMIP_ARG_NONE:
		return word ? "this action takes no value" : NULL;
	case SCMIP_ARG_STATUS:
		if (!word || !scmip_status_parse(word, &status))
			return "this action takes a status, such as busy or -6";
		*arg = status;
		return NULL;
	case SCMIP_ARG_TIME:
		if (!word || !scmip_parse_time(word, &value) || value >> 63)
			return "this action takes a time, such as 5ms";
		*arg = (s64)value;
		return NULL;
	case SCMIP_ARG_WORD:
		if (!word || !scmip_parse_word(word, &index, &value))
			return "this action takes INDEX:VALUE, INDEX 0..255";
		*arg = (s64)(index << 32 | value);
		return NULL;
	default:
		return word && scmip_parse_s64(word, arg) ? NULL :
			"this action takes a number";
	}
}

static const char *scmip_parse_act(const char *word, struct scmip_fault *f)
{
	const char *value;
	u32 i;

	for (i = 0; i < SCMIP_ACT_COUNT; i++) {
		value = scmip_after(word, scmip_acts[i].name);
		if (!value && !scmip_same(word, scmip_acts[i].name))
			continue;
		f->act = i;
		if (i == SCMIP_ACT_WRONG_TOKEN && !value)
			value = "0x155";
		return scmip_parse_arg(scmip_acts[i].arg, value, &f->arg);
	}
	return "no such action";
}

static const char *scmip_parse_count(const char *value, u32 *count)
{
	u64 v;

	if (!scmip_parse_u64(value, &v) || !v || v > 0xffffffffU)
		return "a counter is not in 1..4294967295";
	*count = (u32)v;
	return NULL;
}

static const char *scmip_parse_select(const char *word, struct scmip_fault *f)
{
	const char *value;
	u64 v;
	u32 i;

	value = scmip_after(word, "on");
	for (i = 0; value && i < ARRAY_SIZE(scmip_stages); i++) {
		if (scmip_same(value, scmip_stages[i])) {
			f->stage = i;
			return NULL;
		}
	}
	value = scmip_after(word, "proto");
	if (value)
		return scmip_parse_proto(value, &f->proto);
	value = scmip_after(word, "msg");
	if (value)
		return scmip_parse_msg(f->proto, value, &f->msg);
	value = scmip_after(word, "domain");
	if (value) {
		f->domain = scmip_parse_u64(value, &v) && v <= 0xffffffffU ? (s64)v : -1;
		return f->domain < 0 ? "domain is not a number" : NULL;
	}
	value = scmip_after(word, "nth");
	if (value)
		return scmip_parse_count(value, &f->nth);
	value = scmip_after(word, "every");
	if (value)
		return scmip_parse_count(value, &f->every);
	value = scmip_after(word, "after");
	if (value)
		return scmip_parse_count(value, &f->after);
	value = scmip_after(word, "count");
	if (value)
		return scmip_parse_count(value, &f->count);
	value = scmip_after(word, "prob");
	if (value && scmip_parse_u64(value, &v) && v <= 100) {
		f->permille = (u32)v * 10;
		return NULL;
	}
	return "expected on=, proto=, msg=, domain=, nth=, every=, after=, count= or prob=";
}

/**
 * scmip_fault_parse() - read a fault from the words of a line
 * @w: the words, the action comes next
 * @f: the fault
 *
 * Context: Any.
 * Return: NULL, or what is wrong.
 */
const char *scmip_fault_parse(struct scmip_words *w, struct scmip_fault *f)
{
	const char *word = scmip_words_take(w);
	const char *wrong;

	memset(f, 0, sizeof(*f));
	f->proto = -1;
	f->msg = -1;
	f->domain = -1;
	f->permille = 1000;
	if (!word)
		return "an action is missing";
	wrong = scmip_parse_act(word, f);
	while (!wrong && (word = scmip_words_take(w)))
		wrong = scmip_parse_select(word, f);
	return wrong;
}

static void scmip_print_count(struct scmip_text *t, const char *key, u32 value)
{
	if (!value)
		return;
	scmip_text_str(t, " ");
	scmip_text_str(t, key);
	scmip_text_str(t, "=");
	scmip_text_u64(t, value);
}

/**
 * scmip_fault_print() - describe a fault
 * @t: where to
 * @f: the fault
 *
 * Context: Any.
 */
void scmip_fault_print(struct scmip_text *t, const struct scmip_fault *f)
{
	scmip_text_u64(t, f->id);
	scmip_text_str(t, ":");
	scmip_text_str(t, scmip_act_name(f->act));
	if (scmip_acts[f->act].arg != SCMIP_ARG_NONE) {
		scmip_text_str(t, "=");
		scmip_text_s64(t, f->arg);
	}
	scmip_text_str(t, " on=");
	scmip_text_str(t, scmip_stages[f->stage]);
	if (f->proto >= 0) {
		scmip_text_str(t, " proto=");
		scmip_text_hex(t, f->proto);
	}
	if (f->msg >= 0) {
		scmip_text_str(t, " msg=");
		scmip_text_hex(t, f->msg);
	}
	if (f->domain >= 0) {
		scmip_text_str(t, " domain=");
		scmip_text_s64(t, f->domain);
	}
	scmip_print_count(t, "nth", f->nth);
	scmip_print_count(t, "every", f->every);
	scmip_print_count(t, "after", f->after);
	scmip_print_count(t, "count", f->count);
	if (f->permille != 1000)
		scmip_print_count(t, "prob", f->permille / 10);
	scmip_print_count(t, "seen", f->seen);
	scmip_print_count(t, "fired", f->fired);
}
