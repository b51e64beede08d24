// SPDX-License-Identifier: GPL-2.0-only
/* Notifications, single ones and storms of them. */
#include "internal.h"

/**
 * scmip_event_begin() - start to build a notification
 * @s: the server
 * @m: the message, to be filled with the scmip_put functions
 * @now: time
 *
 * Context: Any.
 */
void scmip_event_begin(struct scmip_server *s, struct scmip_msg *m, u64 now)
{
	memset(m, 0, sizeof(*m));
	m->now = now;
	m->out = s->scratch + SCMIP_HDR_SIZE;
	m->room = s->host.msg_max - SCMIP_HDR_SIZE;
}

static void scmip_event_out(struct scmip_server *s, u64 now, struct scmip_out *out)
{
	u32 hdr = scmip_get32(out->data);
	struct scmip_plan plan;

	scmip_fault_match(s, SCMIP_ON_EVENT, hdr, out->data + SCMIP_HDR_SIZE,
			  out->len - SCMIP_HDR_SIZE, &plan);
	if (scmip_plan_find(&plan, SCMIP_ACT_NO_ANSWER) ||
	    scmip_plan_find(&plan, SCMIP_ACT_SWALLOW)) {
		s->stats.events_dropped++;
		return;
	}
	scmip_spoil(s, &plan, s->scratch, now, out);
	if (s->host.emit(s->host.ctx, out))
		s->stats.events++;
	else
		s->stats.events_dropped++;
}

/**
 * scmip_event_send() - send the notification that was built
 * @s: the server
 * @m: the message from scmip_event_begin()
 * @index: which protocol, SCMIP_IDX_*
 * @id: notification id
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_event_send(struct scmip_server *s, struct scmip_msg *m, u32 index,
		      u32 id)
{
	struct scmip_out out = {
		.kind = SCMIP_OUT_EVENT,
		.data = s->scratch,
		.len = SCMIP_HDR_SIZE + m->out_len,
	};

	if (s->silent || m->overflow)
		return;
	scmip_set32(s->scratch, scmip_hdr(s->protocols[index]->id, id,
					  SCMIP_TYPE_NOTIFICATION, 0));
	scmip_event_out(s, m->now, &out);
}

/**
 * scmip_event_raw() - send any bytes to the agent
 * @s: the server
 * @now: time
 * @data: the bytes
 * @len: how many, cut to the longest message
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_event_raw(struct scmip_server *s, u64 now, const u8 *data, u32 len)
{
	struct scmip_out out = {
		.kind = SCMIP_OUT_EVENT,
		.data = s->scratch,
	};

	if (len > s->host.msg_max)
		len = s->host.msg_max;
	memcpy(s->scratch, data, len);
	out.len = len;
	if (len >= SCMIP_HDR_SIZE)
		scmip_event_out(s, now, &out);
	else if (s->host.emit(s->host.ctx, &out))
		s->stats.events++;
	else
		s->stats.events_dropped++;
}

/**
 * scmip_storm_start() - send a message over and over
 * @s: the server
 * @storm: what to send
 *
 * Context: Any.
 * Return: false if there are too many storms, or the message is too long.
 */
bool scmip_storm_start(struct scmip_server *s, const struct scmip_storm *storm)
{
	u32 i;

	for (i = 0; i < SCMIP_MAX_STORMS; i++) {
		if (s->storms[i].left)
			continue;
		if (storm->len > s->host.msg_max)
			return false;
		s->storms[i] = *storm;
		return true;
	}
	return false;
}

static void scmip_stamp(struct scmip_storm *st, u64 now)
{
	u8 *at = st->buf + st->len - sizeof(u64);

	scmip_set32(at, (u32)now);
	scmip_set32(at + sizeof(u32), (u32)(now >> 32));
}

/**
 * scmip_storm_poll() - send the storm messages that are due
 * @s: the server
 * @now: time
 *
 * A host that was late gets the messages it missed, but at most SCMIP_BURST
 * of them, so that requests have their turn.
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_storm_poll(struct scmip_server *s, u64 now)
{
	u32 i, n;

	for (i = 0; i < SCMIP_MAX_STORMS; i++) {
		struct scmip_storm *st = &s->storms[i];

		for (n = 0; n < SCMIP_BURST && st->left && st->next <= now; n++) {
			st->left--;
			st->next += st->interval_ns;
			if (st->stamp)
				scmip_stamp(st, now);
			scmip_event_raw(s, now, st->buf, st->len);
		}
	}
}

/**
 * scmip_storm_deadline() - when the next storm message is due
 * @s: the server
 *
 * Context: Any.
 * Return: the time, SCMIP_NEVER without a storm.
 */
u64 scmip_storm_deadline(const struct scmip_server *s)
{
	u64 best = SCMIP_NEVER;
	u32 i;

	for (i = 0; i < SCMIP_MAX_STORMS; i++)
		if (s->storms[i].left && s->storms[i].next < best)
			best = s->storms[i].next;
	return best;
}
