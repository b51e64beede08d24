// SPDX-License-Identifier: GPL-2.0-only
/* Notifications on demand: "event proto=clock id=0 len=0", "storm ...". */
#include "internal.h"

/**
 * struct scmip_injection - a message to make up
 * @proto: protocol id
 * @id: message id
 * @type: message type
 * @token: token
 * @source: id of what it is about
 * @len: length of the payload, negative for the right one
 * @hex: payload given byte by byte
 * @hex_len: length of @hex, negative without one
 * @raw: @hex is the whole message
 * @rate: per second, 0 for as fast as possible
 * @count: how many
 * @stamp: the time ends each of them
 */
struct scmip_injection {
	s32 proto;
	u32 id;
	u32 type;
	u32 token;
	u32 source;
	s64 len;
	u8 hex[SCMIP_STORM_MAX];
	s64 hex_len;
	bool raw;
	u64 rate;
	u64 count;
	bool stamp;
};

static const char scmip_inject_words[] =
	"expected proto=, id=, type=, token=, source=, len=, hex=, raw=, rate=, count= or stamp=";

static bool scmip_parse_u32(const char *word, u32 *value)
{
	u64 v;

	if (!scmip_parse_u64(word, &v) || v > 0xffffffffU)
		return false;
	*value = (u32)v;
	return true;
}

static bool scmip_inject_bytes(const char *word, struct scmip_injection *in)
{
	u32 len;

	if (!scmip_parse_hex(word, in->hex, sizeof(in->hex) - SCMIP_HDR_SIZE, &len))
		return false;
	in->hex_len = len;
	return true;
}

static bool scmip_inject_word(const char *word, struct scmip_injection *in)
{
	const char *value;
	u64 v;

	value = scmip_after(word, "proto");
	if (value)
		return !scmip_parse_proto(value, &in->proto) && in->proto >= 0;
	value = scmip_after(word, "id");
	if (value)
		return scmip_parse_u32(value, &in->id);
	value = scmip_after(word, "type");
	if (value)
		return scmip_parse_u32(value, &in->type);
	value = scmip_after(word, "token");
	if (value)
		return scmip_parse_u32(value, &in->token);
	value = scmip_after(word, "source");
	if (value)
		return scmip_parse_u32(value, &in->source);
	value = scmip_after(word, "len");
	if (value) {
		if (!scmip_parse_u64(value, &v) || v > SCMIP_STORM_MAX - SCMIP_HDR_SIZE)
			return false;
		in->len = (s64)v;
		return true;
	}
	value = scmip_after(word, "rate");
	if (value)
		return scmip_parse_u64(value, &in->rate);
	value = scmip_after(word, "count");
	if (value)
		return scmip_parse_u64(value, &in->count);
	value = scmip_after(word, "stamp");
	if (value) {
		in->stamp = scmip_same(value, "on");
		return in->stamp || scmip_same(value, "off");
	}
	value = scmip_after(word, "hex");
	if (value)
		return scmip_inject_bytes(value, in);
	value = scmip_after(word, "raw");
	in->raw = value;
	return value && scmip_inject_bytes(value, in);
}

/*
 * The payload that the notification has when nothing is wrong with it; Base's,
 * for a protocol that is none of ours.
 */
static void scmip_inject_payload(struct scmip_server *s,
				 const struct scmip_injection *in,
				 struct scmip_msg *m)
{
	int index = scmip_proto_index(s->protocols, in->proto);
	const struct scmip_protocol *proto;

	scmip_put32(m, s->m->agent);
	proto = s->protocols[index < 0 ? SCMIP_IDX_BASE : index];
	if (proto->event)
		proto->event(s, m, in->id, in->source);
}

static u32 scmip_inject_build(struct scmip_server *s, u64 now, const struct scmip_injection *in,
			      u8 *buf, u32 cap)
{
	struct scmip_msg m = {
		.now = now,
		.out = buf + SCMIP_HDR_SIZE,
		.room = cap - SCMIP_HDR_SIZE,
	};

	if (in->raw) {
		memcpy(buf, in->hex, in->hex_len);
		return (u32)in->hex_len;
	}
	memset(buf, 0, cap);
	scmip_set32(buf, scmip_hdr(in->proto, in->id, in->type, in->token));
	if (in->hex_len >= 0)
		scmip_put_bytes(&m, in->hex, (u32)in->hex_len);
	else
		scmip_inject_payload(s, in, &m);
	return SCMIP_HDR_SIZE + (in->len >= 0 ? (u32)in->len : m.out_len);
}

/**
 * scmip_inject() - send made-up messages to the agent
 * @s: the server
 * @now: time
 * @w: the words that describe them
 * @many: many of them at a rate, instead of one
 *
 * Context: Any. Calls the host's emit().
 * Return: NULL, or what is wrong.
 */
const char *scmip_inject(struct scmip_server *s, u64 now, struct scmip_words *w, bool many)
{
	struct scmip_injection in = {
		.proto = s->protocols[SCMIP_IDX_SENSOR]->id,
		.type = SCMIP_TYPE_NOTIFICATION,
		.len = -1,
		.hex_len = -1,
		.count = 1,
	};
	struct scmip_storm storm = { .next = now };
	const char *word;

	while ((word = scmip_words_take(w)))
		if (!scmip_inject_word(word, &in))
			return scmip_inject_words;
	storm.len = scmip_inject_build(s, now, &in, storm.buf, sizeof(storm.buf));
	if (!many) {
		scmip_event_raw(s, now, storm.buf, storm.len);
		return NULL;
	}
	storm.left = in.count;
	storm.interval_ns = in.rate ? div64_u64(SCMIP_SEC, in.rate) : 0;
	storm.stamp = in.stamp;
	if (in.stamp && storm.len < SCMIP_HDR_SIZE + sizeof(u64))
		return "the message has no room for the time";
	if (!scmip_storm_start(s, &storm))
		return "too many storms, or the message is too long";
	return NULL;
}
