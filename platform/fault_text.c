// SPDX-License-Identifier: GPL-2.0-only
/* Faults as text: "truncate=6 proto=sensor msg=reading-get nth=2". */
#include "internal.h"

enum scmip_arg_kind {
	SCMIP_NO_ARG,
	SCMIP_ARG_NUMBER,
	SCMIP_ARG_STATUS,
	SCMIP_ARG_TIME,
	SCMIP_ARG_WORD,		/* INDEX:VALUE */
};

static const struct {
	const char *name;
	enum scmip_arg_kind arg;
} scmip_acts[SCMIP_ACT_COUNT] = {
	[SCMIP_ACT_ERROR] = { "error", SCMIP_ARG_STATUS },
	[SCMIP_ACT_NO_ANSWER] = { "no-answer", SCMIP_NO_ARG },
	[SCMIP_ACT_SWALLOW] = { "swallow", SCMIP_NO_ARG },
	[SCMIP_ACT_LATE] = { "late", SCMIP_ARG_TIME },
	[SCMIP_ACT_ENDLESS] = { "endless", SCMIP_NO_ARG },
	[SCMIP_ACT_SILENT] = { "silent", SCMIP_NO_ARG },
	[SCMIP_ACT_NO_NUL] = { "no-nul", SCMIP_NO_ARG },
	[SCMIP_ACT_STALE_NAME] = { "stale-name", SCMIP_NO_ARG },
	[SCMIP_ACT_EMPTY_NAME] = { "empty-name", SCMIP_NO_ARG },
	[SCMIP_ACT_DELAYED_FIRST] = { "delayed-first", SCMIP_NO_ARG },
	[SCMIP_ACT_DELAYED_NEVER] = { "delayed-never", SCMIP_NO_ARG },
	[SCMIP_ACT_WRONG_TOKEN] = { "wrong-token", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_WRONG_PROTOCOL] = { "wrong-protocol", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_WRONG_MSG] = { "wrong-msg", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_WRONG_TYPE] = { "wrong-type", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_STATUS] = { "status", SCMIP_ARG_STATUS },
	[SCMIP_ACT_WORD] = { "word", SCMIP_ARG_WORD },
	[SCMIP_ACT_RETURNED] = { "returned", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_REMAINING] = { "remaining", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_EMPTY_LIST] = { "empty-list", SCMIP_NO_ARG },
	[SCMIP_ACT_FILL] = { "fill", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_RANDOM] = { "random", SCMIP_NO_ARG },
	[SCMIP_ACT_RANDOM_ALL] = { "random-all", SCMIP_NO_ARG },
	[SCMIP_ACT_REPLAY] = { "replay", SCMIP_NO_ARG },
	[SCMIP_ACT_TRUNCATE] = { "truncate", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_PAD] = { "pad", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_HEADER_ONLY] = { "header-only", SCMIP_NO_ARG },
	[SCMIP_ACT_STATUS_ONLY] = { "status-only", SCMIP_NO_ARG },
	[SCMIP_ACT_DUPLICATE] = { "duplicate", SCMIP_NO_ARG },
	[SCMIP_ACT_USED_LEN] = { "used-len", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_USED_PLUS] = { "used-plus", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_USED_FULL] = { "used-full", SCMIP_NO_ARG },
	[SCMIP_ACT_USED_ID] = { "used-id", SCMIP_ARG_NUMBER },
	[SCMIP_ACT_NO_SIGNAL] = { "no-signal", SCMIP_ARG_TIME },
	[SCMIP_ACT_LAST_BUFFER] = { "last-buffer", SCMIP_NO_ARG },
};

static const char *const scmip_stages[] = {
	[SCMIP_ON_REPLY] = "reply",
	[SCMIP_ON_DELAYED] = "delayed",
	[SCMIP_ON_EVENT] = "event",
};

static const struct {
	u8 proto;
	u8 msg;
	const char *name;
} scmip_messages[] = {
	{ SCMIP_PROTO_BASE, 0x3, "discover-vendor" },
	{ SCMIP_PROTO_BASE, 0x4, "discover-sub-vendor" },
	{ SCMIP_PROTO_BASE, 0x5, "discover-impl-version" },
	{ SCMIP_PROTO_BASE, 0x6, "list-protocols" },
	{ SCMIP_PROTO_BASE, 0x7, "discover-agent" },
	{ SCMIP_PROTO_BASE, 0x8, "notify-errors" },
	{ SCMIP_PROTO_BASE, 0x9, "set-device-permissions" },
	{ SCMIP_PROTO_BASE, 0xa, "set-protocol-permissions" },
	{ SCMIP_PROTO_BASE, 0xb, "reset-agent" },
	{ SCMIP_PROTO_CLOCK, 0x3, "clock-attributes" },
	{ SCMIP_PROTO_CLOCK, 0x4, "describe-rates" },
	{ SCMIP_PROTO_CLOCK, 0x5, "rate-set" },
	{ SCMIP_PROTO_CLOCK, 0x6, "rate-get" },
	{ SCMIP_PROTO_CLOCK, 0x7, "config-set" },
	{ SCMIP_PROTO_CLOCK, 0x8, "name-get" },
	{ SCMIP_PROTO_CLOCK, 0x9, "rate-notify" },
	{ SCMIP_PROTO_CLOCK, 0xa, "rate-change-requested-notify" },
	{ SCMIP_PROTO_CLOCK, 0xb, "config-get" },
	{ SCMIP_PROTO_CLOCK, 0xc, "possible-parents-get" },
	{ SCMIP_PROTO_CLOCK, 0xd, "parent-set" },
	{ SCMIP_PROTO_CLOCK, 0xe, "parent-get" },
	{ SCMIP_PROTO_CLOCK, 0xf, "get-permissions" },
	{ SCMIP_PROTO_SENSOR, 0x3, "description-get" },
	{ SCMIP_PROTO_SENSOR, 0x4, "trip-point-notify" },
	{ SCMIP_PROTO_SENSOR, 0x5, "trip-point-config" },
	{ SCMIP_PROTO_SENSOR, 0x6, "reading-get" },
	{ SCMIP_PROTO_SENSOR, 0x7, "axis-description-get" },
	{ SCMIP_PROTO_SENSOR, 0x8, "list-update-intervals" },
	{ SCMIP_PROTO_SENSOR, 0x9, "config-get" },
	{ SCMIP_PROTO_SENSOR, 0xa, "config-set" },
	{ SCMIP_PROTO_SENSOR, 0xb, "continuous-update-notify" },
	{ SCMIP_PROTO_SENSOR, 0xc, "name-get" },
	{ SCMIP_PROTO_SENSOR, 0xd, "axis-name-get" },
};

static const char *const scmip_common_messages[] = {
	"version", "attributes", "message-attributes",
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
 * @word: base, clock, sensor, any, or a number
 * @proto: protocol id, -1 for any
 *
 * Context: Any.
 * Return: NULL, or what is wrong.
 */
const char *scmip_parse_proto(const char *word, s32 *proto)
{
	u64 v;

	if (scmip_same(word, "any"))
		*proto = -1;
	else if (scmip_same(word, "base"))
		*proto = SCMIP_PROTO_BASE;
	else if (scmip_same(word, "clock"))
		*proto = SCMIP_PROTO_CLOCK;
	else if (scmip_same(word, "sensor"))
		*proto = SCMIP_PROTO_SENSOR;
	else if (scmip_parse_u64(word, &v) && v <= 0xff)
		*proto = (s32)v;
	else
		return "protocol is none of base, clock, sensor, any, 0..0xff";
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
	u64 v;
	u32 i;

	*msg = -1;
	if (scmip_same(word, "any"))
		return NULL;
	if (scmip_parse_u64(word, &v)) {
		*msg = (s32)v;
		return v <= 0xff ? NULL : "message id is above 0xff";
	}
	for (i = 0; i < ARRAY_SIZE(scmip_common_messages); i++)
		if (scmip_same(word, scmip_common_messages[i]))
			*msg = i;
	if (scmip_same(word, "negotiate"))
		*msg = SCMIP_NEGOTIATE_PROTOCOL_VERSION;
	for (i = 0; i < ARRAY_SIZE(scmip_messages); i++)
		if (scmip_messages[i].proto == proto && scmip_same(word, scmip_messages[i].name))
			*msg = scmip_messages[i].msg;
	return *msg < 0 ? "no such message, or proto= does not stand before msg=" : NULL;
}

static const char *scmip_parse_arg(enum scmip_arg_kind kind, const char *word, s64 *arg)
{
	u64 index, value;
	s32 status;

	switch (kind) {
	case SCMIP_NO_ARG:
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
		/* The index is one digit, which covers every reply's head */
		if (!word || word[0] < '0' || word[0] > '9' || word[1] != ':' ||
		    !scmip_parse_u64(word + 2, &value) || value > 0xffffffffU)
			return "this action takes INDEX:VALUE, INDEX 0..9";
		index = word[0] - '0';
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
	if (scmip_acts[f->act].arg != SCMIP_NO_ARG) {
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
