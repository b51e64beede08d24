// SPDX-License-Identifier: GPL-2.0-only
/* Reset domain protocol, DEN0056 section 4.8. */
#include "reset.h"

#define SCMIP_RESET_NAME_GET	0x6

#define SCMIP_RESET_ISSUED	0x0	/* notification */

#define SCMIP_RESET_ALONE	0x1	/* autonomous: the platform does all of it */
#define SCMIP_RESET_ASSERT	0x2	/* else: assert the signal, or release it */
#define SCMIP_RESET_ASYNC	0x4

/* The domain with an id; NULL if there is none, or it is a hole. */
static const struct scmip_reset_domain *scmip_reset_of(const struct scmip_server *s, u32 id)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_RESET].desc;
	const struct scmip_reset_domain *all = desc->items;

	return id < desc->num && !(all[id].flags & SCMIP_RST_HOLE) ? &all[id] : NULL;
}

/* The state of a domain that exists. */
static struct scmip_reset_state *scmip_reset_state(const struct scmip_server *s, u32 id)
{
	struct scmip_reset_state *all = s->proto[SCMIP_IDX_RESET].own;

	return &all[id];
}

static s32 scmip_reset_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, s->proto[SCMIP_IDX_RESET].desc->num);
	return SCMIP_SUCCESS;
}

static s32 scmip_reset_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_reset_domain *d = scmip_reset_of(s, scmip_arg(m, 0));
	u32 attr = 0;

	if (!d)
		return SCMIP_NOT_FOUND;
	if (d->flags & SCMIP_RST_ASYNC)
		attr |= 1U << 31;
	if (d->flags & SCMIP_RST_NOTIFY)
		attr |= 1U << 30;
	if (scmip_name_is_cut(s, SCMIP_IDX_RESET, SCMIP_RESET_NAME_GET, d->name))
		attr |= 1U << 29;
	scmip_put32(m, attr);
	scmip_put32(m, d->latency_us);
	scmip_put_name(s, m, d->name, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

/* A domain is reset, or its signal asserted; agent 0 is the platform. */
static void scmip_reset_issue(struct scmip_server *s, u64 now, u32 id, u32 state, u32 agent)
{
	struct scmip_reset_state *st = scmip_reset_state(s, id);
	struct scmip_msg m;

	st->count++;
	st->state = state;
	if (!st->notify)
		return;
	scmip_event_begin(s, &m, now);
	scmip_put32(&m, agent);
	scmip_put32(&m, id);
	scmip_put32(&m, state);
	scmip_event_send(s, &m, SCMIP_IDX_RESET, SCMIP_RESET_ISSUED);
}

/* The signal is the caller's: what is asserted already is not reset again. */
static void scmip_reset_signal(struct scmip_server *s, u64 now, u32 id, u32 state,
			       bool assert, u32 agent)
{
	struct scmip_reset_state *st = scmip_reset_state(s, id);

	if (assert && !st->asserted)
		scmip_reset_issue(s, now, id, state, agent);
	st->asserted = assert;
}

/* An asynchronous reset is complete. */
static s32 scmip_reset_done(struct scmip_server *s, struct scmip_msg *m, u32 id, u64 state)
{
	scmip_reset_state(s, id)->busy = false;
	scmip_reset_issue(s, m->now, id, (u32)state, s->m->agent);
	scmip_put32(m, id);
	return SCMIP_SUCCESS;
}

/* What a domain has against a reset. */
static s32 scmip_reset_refuse(const struct scmip_reset_domain *d, u32 flags, u32 state)
{
	bool alone = flags & SCMIP_RESET_ALONE;
	bool async = flags & SCMIP_RESET_ASYNC;

	if (flags & ~7U || (async && !alone) || !scmip_listed(d->states, d->num_states, state))
		return SCMIP_INVALID_PARAMETERS;
	if (d->flags & SCMIP_RST_DENY)
		return SCMIP_DENIED;
	if (!(d->flags & (alone ? SCMIP_RST_AUTONOMOUS : SCMIP_RST_EXPLICIT)))
		return SCMIP_NOT_SUPPORTED;
	return async && !(d->flags & SCMIP_RST_ASYNC) ? SCMIP_INVALID_PARAMETERS : SCMIP_SUCCESS;
}

static s32 scmip_reset_reset(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0), flags = scmip_arg(m, 1), state = scmip_arg(m, 2);
	const struct scmip_reset_domain *d = scmip_reset_of(s, id);
	s32 status = d ? scmip_reset_refuse(d, flags, state) : SCMIP_NOT_FOUND;

	if (status)
		return status;
	if (scmip_reset_state(s, id)->busy)
		return SCMIP_BUSY;
	if (!(flags & SCMIP_RESET_ALONE)) {
		scmip_reset_signal(s, m->now, id, state, flags & SCMIP_RESET_ASSERT, s->m->agent);
	} else if (!(flags & SCMIP_RESET_ASYNC)) {
		scmip_reset_issue(s, m->now, id, state, s->m->agent);
	} else {
		scmip_reset_state(s, id)->busy = true;
		m->then = scmip_reset_done;
		m->delay_ns = d->delay_ns;
		m->arg = id;
		m->value = state;
	}
	return SCMIP_SUCCESS;
}

static s32 scmip_reset_notify(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_reset_domain *d = scmip_reset_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, d->flags & SCMIP_RST_NOTIFY,
			       &scmip_reset_state(s, scmip_arg(m, 0))->notify);
}

static s32 scmip_reset_name(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_reset_domain *d = scmip_reset_of(s, scmip_arg(m, 0));

	return d ? scmip_full_name(s, m, d->name) : SCMIP_NOT_FOUND;
}

static void scmip_reset_boot(struct scmip_server *s, u64 now)
{
	const struct scmip_protocol_state *p = &s->proto[SCMIP_IDX_RESET];

	memset(p->own, 0, p->desc->num * sizeof(struct scmip_reset_state));
}

/* Asynchronous resets end with the channel, and complete for nobody. */
static void scmip_reset_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_RESET].desc->num; i++) {
		scmip_reset_state(s, i)->busy = false;
		scmip_reset_state(s, i)->notify = false;
	}
}

static void scmip_reset_print(struct scmip_text *t, const struct scmip_reset_state *st)
{
	scmip_text_str(t, st->asserted ? " asserted" : " released");
	scmip_text_str(t, " count=");
	scmip_text_u64(t, st->count);
	scmip_text_str(t, " state=");
	scmip_text_hex(t, st->state);
	scmip_text_str(t, st->busy ? " busy" : "");
	scmip_text_str(t, st->notify ? " notify" : "");
}

static const char *scmip_reset_control(struct scmip_server *s, u64 now,
				       struct scmip_words *w, struct scmip_text *t)
{
	static const char usage[] = "expected reset ID [assert|release|issue [STATE]]";
	const char *what, *word, *wrong;
	u64 state = 0;
	u32 id;

	wrong = scmip_words_id(w, s->proto[SCMIP_IDX_RESET].desc->num, &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	word = scmip_words_take(w);
	if (word && (!scmip_same(what, "issue") || !scmip_parse_u64(word, &state) ||
		     state > U32_MAX))
		return usage;
	if (!what)
		scmip_reset_print(t, scmip_reset_state(s, id));
	else if (scmip_same(what, "issue"))
		scmip_reset_issue(s, now, id, (u32)state, 0);
	else if (scmip_same(what, "assert") || scmip_same(what, "release"))
		scmip_reset_signal(s, now, id, 0, scmip_same(what, "assert"), 0);
	else
		return usage;
	return NULL;
}

static void scmip_reset_event(struct scmip_server *s, struct scmip_msg *m,
			      u32 id, u32 source)
{
	scmip_put32(m, source);
	scmip_put32(m, scmip_reset_of(s, source) ? scmip_reset_state(s, source)->state : 0);
}

/* As in DEN0056 section 4.8. */
const struct scmip_protocol scmip_protocol_reset = {
	.name = "reset",
	.id = 0x16,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0), SCMIP_VERSION(3, 1),
	},
	.negotiates = SCMIP_VERSION(3, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_reset_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "domain-attributes", scmip_reset_attributes, 4, 0),
		SCMIP_COMMAND(0x4, "reset", scmip_reset_reset, 12, 0),
		SCMIP_COMMAND(0x5, "notify", scmip_reset_notify, 8, 0),
		SCMIP_COMMAND(SCMIP_RESET_NAME_GET, "name-get", scmip_reset_name, 4,
			      SCMIP_VERSION(3, 0)),
	},
	.part = &board_part_reset,
	.state = sizeof(struct scmip_reset_state),
	.reset = scmip_reset_boot,
	.drop = scmip_reset_drop,
	.control = scmip_reset_control,
	.event = scmip_reset_event,
};
