// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power domain protocol, DEN0056 section 4.3. An asynchronous change has no
 * delayed response: the agent learns of it by the notification.
 */
#include "power.h"

#define SCMIP_POWER_NAME_GET		0x8

#define SCMIP_POWER_STATE_CHANGED	0x0	/* notifications */
#define SCMIP_POWER_STATE_REQUESTED	0x1

#define SCMIP_POWER_ASYNC		0x1

/* The domain with an id; NULL if there is none, or it is a hole. */
static const struct scmip_power_domain *scmip_power_of(const struct scmip_server *s, u32 id)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_POWER].desc;
	const struct scmip_power_domain *all = desc->items;

	return id < desc->num && !(all[id].flags & SCMIP_PWR_HOLE) ? &all[id] : NULL;
}

/* The state of a domain that exists. */
static struct scmip_power_state *scmip_power_state(const struct scmip_server *s, u32 id)
{
	struct scmip_power_state *all = s->proto[SCMIP_IDX_POWER].own;

	return &all[id];
}

static s32 scmip_power_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, s->proto[SCMIP_IDX_POWER].desc->num);
	scmip_put_stats(s, m, SCMIP_IDX_POWER);
	return SCMIP_SUCCESS;
}

static s32 scmip_power_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_power_domain *d = scmip_power_of(s, scmip_arg(m, 0));
	u32 attr = 0;

	if (!d)
		return SCMIP_NOT_FOUND;
	if (d->flags & SCMIP_PWR_NOTIFY)
		attr |= 1U << 31;
	if (d->flags & SCMIP_PWR_ASYNC)
		attr |= 1U << 30;
	if (d->flags & SCMIP_PWR_SYNC)
		attr |= 1U << 29;
	if (d->flags & SCMIP_PWR_NOTIFY_REQ && m->version >= SCMIP_VERSION(2, 0))
		attr |= 1U << 28;
	if (scmip_name_is_cut(s, SCMIP_IDX_POWER, SCMIP_POWER_NAME_GET, d->name))
		attr |= 1U << 27;
	scmip_put32(m, attr);
	scmip_put_name(s, m, d->name, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static void scmip_power_event(struct scmip_server *s, u64 now, u32 id, u32 state, u32 agent,
			      u32 event)
{
	struct scmip_msg m;

	scmip_event_begin(s, &m, now);
	scmip_put32(&m, agent);
	scmip_put32(&m, id);
	scmip_put32(&m, state);
	scmip_event_send(s, &m, SCMIP_IDX_POWER, event);
}

/* Agent 0 is the platform. */
static void scmip_power_change(struct scmip_server *s, u64 now, u32 id, u32 state, u32 agent)
{
	struct scmip_power_state *st = scmip_power_state(s, id);
	bool changed = st->state != state;

	st->state = state;
	if (changed && st->notify)
		scmip_power_event(s, now, id, state, agent, SCMIP_POWER_STATE_CHANGED);
}

/* An asynchronous change is complete. */
static s32 scmip_power_set_done(struct scmip_server *s, struct scmip_msg *m, u32 id, u64 state)
{
	scmip_power_change(s, m->now, id, (u32)state, s->m->agent);
	return SCMIP_SUCCESS;
}

static s32 scmip_power_state_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 flags = scmip_arg(m, 0), id = scmip_arg(m, 1), state = scmip_arg(m, 2);
	const struct scmip_power_domain *d = scmip_power_of(s, id);
	bool async = flags & SCMIP_POWER_ASYNC;

	if (!d)
		return SCMIP_NOT_FOUND;
	if (flags & ~1U || !scmip_listed(d->states, d->num_states, state))
		return SCMIP_INVALID_PARAMETERS;
	if (d->flags & SCMIP_PWR_DENY)
		return SCMIP_DENIED;
	if (!(d->flags & (async ? SCMIP_PWR_ASYNC : SCMIP_PWR_SYNC)))
		return SCMIP_NOT_SUPPORTED;
	if (!async) {
		scmip_power_change(s, m->now, id, state, s->m->agent);
		return SCMIP_SUCCESS;
	}
	m->then = scmip_power_set_done;
	m->delay_ns = d->delay_ns;
	m->arg = id;
	m->value = state;
	m->quiet = true;
	return SCMIP_SUCCESS;
}

static s32 scmip_power_state_get(struct scmip_server *s, struct scmip_msg *m)
{
	if (!scmip_power_of(s, scmip_arg(m, 0)))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, scmip_power_state(s, scmip_arg(m, 0))->state);
	return SCMIP_SUCCESS;
}

static s32 scmip_power_state_notify(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_power_domain *d = scmip_power_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, d->flags & SCMIP_PWR_NOTIFY,
			       &scmip_power_state(s, scmip_arg(m, 0))->notify);
}

static s32 scmip_power_request_notify(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_power_domain *d = scmip_power_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, d->flags & SCMIP_PWR_NOTIFY_REQ,
			       &scmip_power_state(s, scmip_arg(m, 0))->notify_req);
}

static s32 scmip_power_name(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_power_domain *d = scmip_power_of(s, scmip_arg(m, 0));

	return d ? scmip_full_name(s, m, d->name) : SCMIP_NOT_FOUND;
}

static void scmip_power_boot(struct scmip_server *s, u64 now)
{
	const struct scmip_power_domain *d = s->proto[SCMIP_IDX_POWER].desc->items;
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_POWER].desc->num; i++)
		*scmip_power_state(s, i) = (struct scmip_power_state){ .state = d[i].state };
}

static void scmip_power_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_POWER].desc->num; i++) {
		scmip_power_state(s, i)->notify = false;
		scmip_power_state(s, i)->notify_req = false;
	}
}

static void scmip_power_print(struct scmip_text *t, const struct scmip_power_state *st)
{
	scmip_text_str(t, " state=");
	scmip_text_hex(t, st->state);
	scmip_text_str(t, st->notify ? " notify" : "");
	scmip_text_str(t, st->notify_req ? " notify-requests" : "");
}

static const char *scmip_power_control(struct scmip_server *s, u64 now,
				       struct scmip_words *w, struct scmip_text *t)
{
	static const char usage[] = "expected power ID [state STATE|request STATE]";
	const char *what, *word, *wrong;
	u32 id, state;

	wrong = scmip_words_id(w, s->proto[SCMIP_IDX_POWER].desc->num, &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	if (!what) {
		scmip_power_print(t, scmip_power_state(s, id));
		return NULL;
	}
	word = scmip_words_take(w);
	if (!word || !scmip_power_parse(word, &state))
		return usage;
	if (scmip_same(what, "state"))
		scmip_power_change(s, now, id, state, 0);
	else if (!scmip_same(what, "request"))
		return usage;
	else if (scmip_power_state(s, id)->notify_req)
		scmip_power_event(s, now, id, state, s->m->agent, SCMIP_POWER_STATE_REQUESTED);
	return NULL;
}

static void scmip_power_describe(struct scmip_server *s, struct scmip_msg *m, u32 id, u32 source)
{
	scmip_put32(m, source);
	scmip_put32(m, scmip_power_of(s, source) ? scmip_power_state(s, source)->state : 0);
}

/* As in DEN0056 section 4.3. */
const struct scmip_protocol scmip_protocol_power = {
	.name = "power",
	.id = 0x11,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0), SCMIP_VERSION(3, 1),
	},
	.negotiates = SCMIP_VERSION(3, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_power_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "domain-attributes", scmip_power_attributes, 4, 0),
		SCMIP_COMMAND(0x4, "state-set", scmip_power_state_set, 12, 0),
		SCMIP_COMMAND(0x5, "state-get", scmip_power_state_get, 4, 0),
		SCMIP_COMMAND(0x6, "state-notify", scmip_power_state_notify, 8, 0),
		SCMIP_COMMAND(0x7, "state-change-requested-notify", scmip_power_request_notify, 8,
			      SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(SCMIP_POWER_NAME_GET, "name-get", scmip_power_name, 4,
			      SCMIP_VERSION(3, 0)),
	},
	.part = &board_part_power,
	.state = sizeof(struct scmip_power_state),
	.reset = scmip_power_boot,
	.drop = scmip_power_drop,
	.control = scmip_power_control,
	.event = scmip_power_describe,
};
