// SPDX-License-Identifier: GPL-2.0-only
/*
 * DOC: Life of a request
 *
 * scmip_handle() takes a slot, lets the programmed faults that decide before
 * the command have their say, runs the command through its protocol's table,
 * builds the reply in the slot, lets the remaining faults spoil it, and emits
 * it or queues it until its latency has passed. An accepted asynchronous
 * command takes a second slot, for its delayed response. scmip_poll() emits
 * what has become due and drives everything that happens without a request:
 * sensors and their trip points, and storms.
 */
#include "internal.h"

#define SCMIP_REPLY_HEAD	(SCMIP_HDR_SIZE + SCMIP_STATUS_SIZE)
#define SCMIP_DELAYED_TRIES	5000	/* one per millisecond */

static size_t scmip_align(size_t n)
{
	return (n + 15) & ~(size_t)15;
}

/* Hand out the next part of the host's memory; only count with @mem NULL. */
static void *scmip_carve(u8 *mem, size_t *used, size_t size)
{
	void *part = mem ? mem + *used : NULL;

	*used += scmip_align(size);
	return part;
}

/**
 * struct scmip_parts - the arrays that follow the server in its memory
 * @own: what each protocol remembers
 * @slots: waiting messages
 * @heap: which of them are queued
 * @free: which of them are free
 * @bufs: their bytes
 * @last: the message sent last
 * @scratch: notification under construction
 */
struct scmip_parts {
	void *own[SCMIP_NUM_PROTOS];
	struct scmip_slot *slots;
	u32 *heap;
	u32 *free;
	u8 *bufs;
	u8 *last;
	u8 *scratch;
};

/* Divide the host's memory; with @mem NULL only the size matters. */
static size_t scmip_layout(struct scmip_parts *p, u8 *mem, const struct scmip_machine *m,
			   const struct scmip_host *host)
{
	size_t used = 0;
	u32 i;

	scmip_carve(mem, &used, sizeof(struct scmip_server));
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		const struct scmip_protocol *proto = scmip_protocols[i];
		const struct scmip_protocol_desc *desc = &m->proto[i];

		p->own[i] = scmip_carve(mem, &used, proto->size ? proto->size(desc) :
					(size_t)desc->num * proto->state);
	}
	p->slots = scmip_carve(mem, &used, host->slots * sizeof(*p->slots));
	p->heap = scmip_carve(mem, &used, host->slots * sizeof(*p->heap));
	p->free = scmip_carve(mem, &used, host->slots * sizeof(*p->free));
	p->bufs = scmip_carve(mem, &used, (size_t)host->slots * host->msg_max);
	p->last = scmip_carve(mem, &used, host->msg_max);
	p->scratch = scmip_carve(mem, &used, host->msg_max);
	return used;
}

static void scmip_adopt(struct scmip_server *s, const struct scmip_parts *p)
{
	u32 i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		s->proto[i].own = p->own[i];
		s->proto[i].desc = &s->m->proto[i];
	}
	s->slots = p->slots;
	s->heap = p->heap;
	s->free = p->free;
	s->last = p->last;
	s->scratch = p->scratch;
	for (i = 0; i < s->host.slots; i++) {
		s->slots[i].buf = p->bufs + (size_t)i * s->host.msg_max;
		s->free[s->free_len++] = i;
	}
}

/**
 * scmip_server_size() - memory that a server needs
 * @m: the machine that it serves
 * @host: the host's limits
 *
 * Context: Any.
 * Return: number of bytes.
 */
size_t scmip_server_size(const struct scmip_machine *m, const struct scmip_host *host)
{
	struct scmip_parts parts;

	return scmip_layout(&parts, NULL, m, host);
}

/**
 * scmip_server_init() - bring a platform up in its boot state
 * @mem: memory for it, aligned for any type, released by the host
 * @size: size of @mem
 * @m: the machine to serve, valid and constant as long as the server is used
 * @host: the host, copied
 * @now: time
 *
 * Context: Any.
 * Return: the server, NULL if @mem is too small or a limit is out of range.
 */
struct scmip_server *scmip_server_init(void *mem, size_t size, const struct scmip_machine *m,
				       const struct scmip_host *host, u64 now)
{
	struct scmip_server *s = mem;
	struct scmip_parts parts;

	if (host->slots < 4 || host->msg_max < 128)
		return NULL;
	if (size < scmip_server_size(m, host))
		return NULL;
	memset(mem, 0, size);
	s->m = m;
	s->host = *host;
	s->protocols = scmip_protocols;
	scmip_layout(&parts, mem, m, host);
	scmip_adopt(s, &parts);
	s->random = m->seed ? m->seed : 0x9e3779b97f4a7c15ULL;
	s->next_fault = 1;
	scmip_reset_all(s, now);
	scmip_server_reset(s);
	return s;
}

/**
 * scmip_server_reboot() - bring a platform back into its boot state
 * @s: the server
 * @now: time
 *
 * Nothing of what it was told, asked or programmed to do is left. No answer comes
 * to what is in flight.
 *
 * Context: Any.
 */
void scmip_server_reboot(struct scmip_server *s, u64 now)
{
	const struct scmip_machine *m = s->m;
	struct scmip_host host = s->host;

	scmip_server_init(s, scmip_server_size(m, &host), m, &host, now);
}

/**
 * scmip_server_reset() - the agent's end of the channel went away
 * @s: the server
 *
 * Subscriptions, negotiated versions and everything in flight are gone. The
 * machine (rates, states, faults, latency) stays: it is not the agent's.
 *
 * Context: Any.
 */
void scmip_server_reset(struct scmip_server *s)
{
	u32 i;

	scmip_slot_flush(s);
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		s->proto[i].version = s->m->proto[i].version;
		s->proto[i].async_pending = 0;
		if (s->protocols[i]->drop)
			s->protocols[i]->drop(s);
	}
	s->in_flight = 0;
	s->busy_until = 0;
	s->last_len = 0;
}

/**
 * scmip_ready() - whether another request can be taken
 * @s: the server
 *
 * Context: Any.
 * Return: false while too many messages wait; ask again after scmip_poll().
 */
bool scmip_ready(const struct scmip_server *s)
{
	/* The reply, a delayed response, and one spare */
	return s->free_len >= 3;
}

static void scmip_count(struct scmip_server *s, u32 hdr)
{
	int index = scmip_proto_index(s->protocols, scmip_hdr_proto(hdr));

	s->stats.requests++;
	if (index >= 0 && scmip_hdr_id(hdr) < SCMIP_MSG_IDS)
		s->stats.per_msg[index][scmip_hdr_id(hdr)]++;
	else
		s->stats.other++;
	if (s->in_flight > s->stats.max_in_flight)
		s->stats.max_in_flight = s->in_flight;
}

/**
 * scmip_note_backlog() - the host sees requests that it has not passed yet
 * @s: the server
 * @waiting: how many
 *
 * Context: Any.
 */
void scmip_note_backlog(struct scmip_server *s, u32 waiting)
{
	if (s->in_flight + waiting > s->stats.max_in_flight)
		s->stats.max_in_flight = s->in_flight + waiting;
}

static u64 scmip_latency_of(const struct scmip_server *s, u32 hdr)
{
	u64 ns = s->latency_ns;
	u32 i;

	for (i = 0; i < SCMIP_MAX_LATENCIES; i++) {
		const struct scmip_latency *l = &s->latency[i];

		if (l->used && l->proto == scmip_hdr_proto(hdr) &&
		    (l->msg < 0 || l->msg == scmip_hdr_id(hdr)))
			ns = l->ns;
	}
	return ns;
}

static s32 scmip_run(struct scmip_server *s, struct scmip_msg *m, u32 hdr)
{
	int index = scmip_proto_index(s->protocols, scmip_hdr_proto(hdr));
	s32 status;

	if (scmip_hdr_type(hdr) != SCMIP_TYPE_COMMAND)
		return SCMIP_PROTOCOL_ERROR;
	if (index < 0 || !s->proto[index].version)
		return SCMIP_NOT_SUPPORTED;
	m->version = s->proto[index].version;
	status = scmip_dispatch(s, m, index, scmip_hdr_id(hdr));
	/* A reply that does not fit its buffer is the requester's mistake */
	if (m->overflow)
		status = SCMIP_PROTOCOL_ERROR;
	return status;
}

/* Let faults decide what must be decided before the command runs. */
static bool scmip_before_run(struct scmip_server *s, const struct scmip_plan *plan, u32 hdr,
			     struct scmip_msg *m, u8 *copy, u32 copy_cap)
{
	u32 i;

	s->name_style = 0;
	for (i = 0; i < plan->num; i++) {
		switch (plan->hit[i]->act) {
		case SCMIP_ACT_SILENT:
			s->silent = true;
			return false;
		case SCMIP_ACT_NO_ANSWER:
			return false;
		case SCMIP_ACT_NO_NUL:
		case SCMIP_ACT_STALE_NAME:
		case SCMIP_ACT_EMPTY_NAME:
			s->name_style = plan->hit[i]->act;
			break;
		case SCMIP_ACT_ENDLESS:
			if (!m->in_len || m->in_len > copy_cap)
				break;
			memcpy(copy, m->in, m->in_len);
			scmip_spoil_endless(s, hdr, copy, m->in_len);
			m->in = copy;
			break;
		default:
			break;
		}
	}
	return true;
}

static void scmip_emit(struct scmip_server *s, struct scmip_slot *slot)
{
	s->in_flight--;
	s->stats.replies++;
	s->host.emit(s->host.ctx, &slot->out);
	scmip_slot_put(s, slot);
}

static void scmip_queue_delayed(struct scmip_server *s, const struct scmip_msg *m, u32 hdr,
				u64 due, bool quiet)
{
	int index = scmip_proto_index(s->protocols, scmip_hdr_proto(hdr));
	u32 *pending = &s->proto[index].async_pending;
	struct scmip_slot *slot = scmip_slot_get(s);

	if (!slot)
		return;
	slot->due = due;
	slot->out.kind = SCMIP_OUT_DELAYED;
	slot->then = m->then;
	slot->arg = m->arg;
	slot->value = m->value;
	slot->version = m->version;
	slot->hdr = hdr;
	slot->quiet = quiet;
	slot->pending = pending;
	(*pending)++;
	scmip_slot_queue(s, slot);
}

static u64 scmip_due(struct scmip_server *s, u64 now, u32 hdr, const struct scmip_plan *plan)
{
	const struct scmip_fault *late = scmip_plan_find(plan, SCMIP_ACT_LATE);
	u64 latency = scmip_latency_of(s, hdr);
	u64 due = now + latency;

	if (s->serial && latency) {
		due = (s->busy_until > now ? s->busy_until : now) + latency;
		s->busy_until = due;
	}
	return late ? due + (u64)late->arg : due;
}

static void scmip_build(struct scmip_server *s, struct scmip_slot *slot, u32 hdr, s32 status,
			const struct scmip_msg *m, u32 cap)
{
	slot->out.data = slot->buf;
	slot->out.len = SCMIP_REPLY_HEAD + (status == SCMIP_SUCCESS ? m->out_len : 0);
	if (slot->out.len > cap)
		slot->out.len = cap;
	scmip_set32(slot->buf, hdr);
	scmip_set32(slot->buf + SCMIP_HDR_SIZE, status);
}

/* Malformed requests are counted and reported, and may have been the last. */
static void scmip_judge(struct scmip_server *s, const struct scmip_msg *m, u64 now, u32 hdr,
			s32 status)
{
	if (status != SCMIP_PROTOCOL_ERROR || m->well_formed)
		return;
	s->stats.protocol_errors++;
	scmip_base_error(s, now, hdr, status);
	if (s->strict_silent)
		s->silent = true;
}

static enum scmip_verdict scmip_unanswered(struct scmip_server *s, struct scmip_slot *slot)
{
	s->stats.unanswered++;
	s->in_flight--;
	scmip_slot_put(s, slot);
	return SCMIP_UNANSWERED;
}

static enum scmip_verdict scmip_finish(struct scmip_server *s, struct scmip_slot *slot, u64 now,
				       u32 hdr, const struct scmip_plan *plan,
				       const struct scmip_msg *m, bool async)
{
	u64 due = scmip_due(s, now, hdr, plan);
	bool first = async && scmip_plan_find(plan, SCMIP_ACT_DELAYED_FIRST);
	bool never = scmip_plan_find(plan, SCMIP_ACT_DELAYED_NEVER);

	if (async)
		scmip_queue_delayed(s, m, hdr, first ? now : due + m->delay_ns,
				    m->quiet || never);
	if (scmip_plan_find(plan, SCMIP_ACT_SWALLOW))
		return scmip_unanswered(s, slot);
	slot->due = first ? due + SCMIP_MSEC : due;
	if (slot->due <= now) {
		scmip_emit(s, slot);
		return SCMIP_ANSWERED;
	}
	scmip_slot_queue(s, slot);
	return SCMIP_DEFERRED;
}

static void scmip_remember(struct scmip_server *s, const struct scmip_out *out)
{
	memcpy(s->last, out->data, out->len);
	s->last_len = out->len;
}

/**
 * scmip_handle() - a request has arrived
 * @s: the server; scmip_ready() has said true
 * @now: time
 * @cookie: the host's name for the request, given back with the reply
 * @req: the request, header included, the host's private copy
 * @len: length of @req
 * @cap: room for the reply, header included
 *
 * Context: Any. Calls the host's emit().
 * Return: what became of the request.
 */
enum scmip_verdict scmip_handle(struct scmip_server *s, u64 now, u64 cookie,
				const u8 *req, u32 len, u32 cap)
{
	const struct scmip_fault *error;
	struct scmip_slot *slot = NULL;
	struct scmip_plan plan;
	struct scmip_msg m = { .now = now };
	u8 copy[SCMIP_STORM_MAX];
	s32 status;
	u32 hdr;

	if (cap > s->host.msg_max)
		cap = s->host.msg_max;
	hdr = len < SCMIP_HDR_SIZE ? 0 : scmip_get32(req);
	s->in_flight++;
	scmip_count(s, hdr);
	if (!s->silent)
		slot = scmip_slot_get(s);
	if (!slot) {
		s->in_flight--;
		s->stats.unanswered++;
		return SCMIP_UNANSWERED;
	}
	slot->out.kind = SCMIP_OUT_REPLY;
	slot->out.cookie = cookie;
	if (len >= SCMIP_HDR_SIZE) {
		m.in = req + SCMIP_HDR_SIZE;
		m.in_len = len - SCMIP_HDR_SIZE;
	}
	m.out = slot->buf + SCMIP_REPLY_HEAD;
	m.room = cap > SCMIP_REPLY_HEAD ? cap - SCMIP_REPLY_HEAD : 0;
	scmip_fault_match(s, SCMIP_ON_REPLY, hdr, m.in, m.in_len, &plan);
	if (!scmip_before_run(s, &plan, hdr, &m, copy, sizeof(copy)))
		return scmip_unanswered(s, slot);
	error = scmip_plan_find(&plan, SCMIP_ACT_ERROR);
	if (error)
		status = (s32)error->arg;
	else if (len < SCMIP_HDR_SIZE)
		status = SCMIP_PROTOCOL_ERROR;
	else
		status = scmip_run(s, &m, hdr);
	if (!error)
		scmip_judge(s, &m, now, hdr, status);
	if (s->silent)
		return scmip_unanswered(s, slot);
	scmip_build(s, slot, hdr, status, &m, cap);
	scmip_spoil(s, &plan, slot->buf, now, &slot->out);
	if (!plan.num)
		scmip_remember(s, &slot->out);
	return scmip_finish(s, slot, now, hdr, &plan, &m, status == SCMIP_SUCCESS && m.then);
}

/* An asynchronous command is complete: build and send its delayed response. */
static void scmip_deliver_delayed(struct scmip_server *s, struct scmip_slot *slot, u64 now)
{
	struct scmip_msg m = {
		.now = now,
		.version = slot->version,
		.out = slot->buf + SCMIP_REPLY_HEAD,
		.room = s->host.msg_max - SCMIP_REPLY_HEAD,
	};
	struct scmip_plan plan;
	s32 status;

	if (slot->then) {
		status = slot->then(s, &m, slot->arg, slot->value);
		slot->then = NULL;
		(*slot->pending)--;
		slot->hdr = scmip_hdr(scmip_hdr_proto(slot->hdr), scmip_hdr_id(slot->hdr),
				      SCMIP_TYPE_DELAYED, scmip_hdr_token(slot->hdr));
		scmip_build(s, slot, slot->hdr, status, &m, s->host.msg_max);
		scmip_fault_match(s, SCMIP_ON_DELAYED, slot->hdr, m.out, m.out_len, &plan);
		if (scmip_plan_find(&plan, SCMIP_ACT_NO_ANSWER) ||
		    scmip_plan_find(&plan, SCMIP_ACT_SWALLOW))
			slot->quiet = true;
		scmip_spoil(s, &plan, slot->buf, now, &slot->out);
	}
	if (slot->quiet || s->silent) {
		scmip_slot_put(s, slot);
		return;
	}
	if (s->host.emit(s->host.ctx, &slot->out)) {
		s->stats.delayed++;
		scmip_slot_put(s, slot);
	} else if (++slot->tries < SCMIP_DELAYED_TRIES) {
		/* No event buffer yet: the answer must not get lost for that */
		slot->due = now + SCMIP_MSEC;
		scmip_slot_queue(s, slot);
	} else {
		s->stats.delayed_dropped++;
		scmip_slot_put(s, slot);
	}
}

/**
 * scmip_poll() - do what has become due
 * @s: the server
 * @now: time
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_poll(struct scmip_server *s, u64 now)
{
	struct scmip_slot *slot;
	u32 i;

	while ((slot = scmip_slot_due(s, now))) {
		if (slot->out.kind == SCMIP_OUT_DELAYED)
			scmip_deliver_delayed(s, slot, now);
		else if (s->silent)
			scmip_unanswered(s, slot);
		else
			scmip_emit(s, slot);
	}
	if (s->silent)
		return;
	scmip_storm_poll(s, now);
	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		if (s->protocols[i]->poll && s->proto[i].version)
			s->protocols[i]->poll(s, now);
}

/**
 * scmip_deadline() - when scmip_poll() has something to do
 * @s: the server
 * @now: time
 *
 * Context: Any.
 * Return: the time, @now or earlier for at once, SCMIP_NEVER for never.
 */
u64 scmip_deadline(const struct scmip_server *s, u64 now)
{
	u64 best = s->heap_len ? s->slots[s->heap[0]].due : SCMIP_NEVER;
	u64 t;
	u32 i;

	if (s->silent)
		return best;
	t = scmip_storm_deadline(s);
	if (t < best)
		best = t;
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		if (!s->protocols[i]->deadline || !s->proto[i].version)
			continue;
		t = s->protocols[i]->deadline(s);
		if (t < best)
			best = t;
	}
	return best;
}
