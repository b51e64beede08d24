// SPDX-License-Identifier: GPL-2.0-only
/* What the faults that fire do to a message that is ready to go. */
#include "internal.h"

static const struct scmip_command *
scmip_multipart_of(const struct scmip_server *s, u32 hdr)
{
	int index = scmip_proto_index(s->protocols, scmip_hdr_proto(hdr));
	const struct scmip_command *c;

	if (index < 0)
		return NULL;
	c = scmip_command_of(s->protocols[index], scmip_hdr_id(hdr));
	return c && c->bits ? c : NULL;
}

/*
 * Lie about the entries of a multi-part answer, or tell the truth where a
 * number is negative; false if the answer has no such counts.
 */
static bool scmip_counts_patch(const struct scmip_server *s, u32 hdr, u8 *buf,
			       u32 len, s64 returned, s64 remaining)
{
	const struct scmip_command *p = scmip_multipart_of(s, hdr);
	u32 mask, word;

	if (!p || len < (p->counts + 1) * 4U)
		return false;
	buf += p->counts * 4;
	word = scmip_get32(buf);
	mask = p->bits == 32 ? ~0U : (1U << p->bits) - 1;
	if (returned >= 0)
		word = (word & ~mask) | ((u32)returned & mask);
	if (remaining >= 0 && p->shift)
		word = (word & ((1U << p->shift) - 1)) | (u32)remaining << p->shift;
	scmip_set32(buf, word);
	return true;
}

/**
 * scmip_spoil_endless() - make a request ask for the first part again
 * @s: the server
 * @hdr: header of the request
 * @payload: payload of the request
 * @len: length of @payload
 *
 * Context: Any.
 */
void scmip_spoil_endless(const struct scmip_server *s, u32 hdr, u8 *payload,
			 u32 len)
{
	const struct scmip_command *p = scmip_multipart_of(s, hdr);

	if (!p || len < (p->index + 1) * 4U)
		return;
	payload += p->index * 4;
	scmip_set32(payload, p->where ? scmip_get32(payload) & ~p->where : 0);
}

static void scmip_spoil_random(struct scmip_server *s, u8 *buf, u32 from, u32 to)
{
	for (; from < to; from++)
		buf[from] = scmip_random(s) >> 56;
}

static void scmip_spoil_length(struct scmip_out *out, u32 len)
{
	if (len < out->len)
		out->len = len;
}

static void scmip_spoil_pad(struct scmip_server *s, u8 *buf, struct scmip_out *out, s64 extra)
{
	u32 room = s->host.msg_max - out->len;

	if (extra < 0)
		return;
	if (extra < room)
		room = (u32)extra;
	memset(buf + out->len, 0, room);
	out->len += room;
}

/* Change the header; false if the action is not one of those. */
static bool scmip_spoil_header(const struct scmip_fault *f, u8 *buf, u32 len)
{
	u32 hdr, proto, id, type, token;

	if (len < SCMIP_HDR_SIZE)
		return false;
	hdr = scmip_get32(buf);
	proto = scmip_hdr_proto(hdr);
	id = scmip_hdr_id(hdr);
	type = scmip_hdr_type(hdr);
	token = scmip_hdr_token(hdr);
	switch (f->act) {
	case SCMIP_ACT_WRONG_TOKEN:
		token ^= (u32)f->arg;
		break;
	case SCMIP_ACT_WRONG_PROTOCOL:
		proto = (u32)f->arg;
		break;
	case SCMIP_ACT_WRONG_MSG:
		id = (u32)f->arg;
		break;
	case SCMIP_ACT_WRONG_TYPE:
		type = (u32)f->arg;
		break;
	default:
		return false;
	}
	scmip_set32(buf, scmip_hdr(proto, id, type, token));
	return true;
}

/* Change the payload; @head is where it starts. */
static bool scmip_spoil_payload(struct scmip_server *s, const struct scmip_fault *f, u32 hdr,
				u8 *buf, u32 head, struct scmip_out *out)
{
	const struct scmip_command *list = scmip_multipart_of(s, hdr);
	u32 len = out->len > head ? out->len - head : 0;
	/* Where the entries of a list begin */
	u32 at = list ? (list->counts + 1) * 4 : 0;

	switch (f->act) {
	case SCMIP_ACT_WORD:
		at = (u32)(f->arg >> 32);
		if (len >= 4 && at <= (len - 4) / 4)
			scmip_set32(buf + head + at * 4, (u32)f->arg);
		return true;
	case SCMIP_ACT_RETURNED:
		scmip_counts_patch(s, hdr, buf + head, len, f->arg, -1);
		return true;
	case SCMIP_ACT_REMAINING:
		scmip_counts_patch(s, hdr, buf + head, len, -1, f->arg);
		return true;
	case SCMIP_ACT_ENDLESS:
		scmip_counts_patch(s, hdr, buf + head, len, -1, 1);
		return true;
	case SCMIP_ACT_EMPTY_LIST:
		if (scmip_counts_patch(s, hdr, buf + head, len, 0, 0))
			scmip_spoil_length(out, head + at);
		return true;
	case SCMIP_ACT_FILL:
		/* Not over the counts in front of the entries */
		for (; at + 4 <= len; at += 4)
			scmip_set32(buf + head + at, (u32)f->arg);
		return true;
	case SCMIP_ACT_RANDOM:
		scmip_spoil_random(s, buf, SCMIP_HDR_SIZE, out->len);
		return true;
	case SCMIP_ACT_RANDOM_ALL:
		scmip_spoil_random(s, buf, 0, out->len);
		return true;
	default:
		return false;
	}
}

static bool scmip_spoil_shape(struct scmip_server *s, const struct scmip_fault *f, u8 *buf,
			      struct scmip_out *out)
{
	switch (f->act) {
	case SCMIP_ACT_STATUS:
		if (out->kind != SCMIP_OUT_EVENT && out->len >= 8)
			scmip_set32(buf + SCMIP_HDR_SIZE, (u32)f->arg);
		return true;
	case SCMIP_ACT_REPLAY:
		if (s->last_len) {
			memcpy(buf, s->last, s->last_len);
			out->len = s->last_len;
		}
		return true;
	case SCMIP_ACT_TRUNCATE:
		scmip_spoil_length(out, f->arg < 0 ? 0 : (u32)f->arg);
		return true;
	case SCMIP_ACT_PAD:
		scmip_spoil_pad(s, buf, out, f->arg);
		return true;
	case SCMIP_ACT_HEADER_ONLY:
		scmip_spoil_length(out, SCMIP_HDR_SIZE);
		return true;
	case SCMIP_ACT_STATUS_ONLY:
		if (out->len >= 8)
			memcpy(buf, buf + SCMIP_HDR_SIZE, SCMIP_STATUS_SIZE);
		scmip_spoil_length(out, SCMIP_STATUS_SIZE);
		return true;
	default:
		return false;
	}
}

static void scmip_spoil_transport(const struct scmip_fault *f, u64 now, struct scmip_out *out)
{
	switch (f->act) {
	case SCMIP_ACT_DUPLICATE:
		out->lies |= SCMIP_LIE_DUPLICATE;
		break;
	case SCMIP_ACT_USED_LEN:
		out->lies |= SCMIP_LIE_USED_LEN;
		out->used_len = (u32)f->arg;
		break;
	case SCMIP_ACT_USED_PLUS:
		out->lies |= SCMIP_LIE_USED_LEN;
		out->used_len = out->len + (u32)f->arg;
		break;
	case SCMIP_ACT_USED_FULL:
		out->lies |= SCMIP_LIE_USED_FULL;
		break;
	case SCMIP_ACT_USED_ID:
		out->lies |= SCMIP_LIE_USED_ID;
		out->used_id = (u32)f->arg;
		break;
	case SCMIP_ACT_NO_SIGNAL:
		out->lies |= SCMIP_LIE_NO_SIGNAL;
		out->signal_ns = now + (u64)f->arg;
		break;
	case SCMIP_ACT_LAST_BUFFER:
		out->lies |= SCMIP_LIE_LAST_BUFFER;
		break;
	default:
		break;
	}
}

/**
 * scmip_spoil() - let the faults that fire change a message
 * @s: the server
 * @plan: the faults
 * @buf: the message, with room for the longest one
 * @now: time
 * @out: where it goes and how, @buf is its data
 *
 * Context: Any.
 */
void scmip_spoil(struct scmip_server *s, const struct scmip_plan *plan, u8 *buf, u64 now,
		 struct scmip_out *out)
{
	u32 head = SCMIP_HDR_SIZE + (out->kind == SCMIP_OUT_EVENT ? 0 : SCMIP_STATUS_SIZE);
	u32 hdr = out->len >= SCMIP_HDR_SIZE ? scmip_get32(buf) : 0;
	u32 i;

	for (i = 0; i < plan->num; i++) {
		const struct scmip_fault *f = plan->hit[i];

		if (!scmip_spoil_header(f, buf, out->len) &&
		    !scmip_spoil_payload(s, f, hdr, buf, head, out) &&
		    !scmip_spoil_shape(s, f, buf, out))
			scmip_spoil_transport(f, now, out);
	}
}
