// SPDX-License-Identifier: GPL-2.0-only
/* Clock protocol, DEN0056 section 4.6: commands other than enumeration. */
#include "clock.h"

#define SCMIP_CLOCK_NAME_GET		0x8

#define SCMIP_CLOCK_RATE_CHANGED	0x0
#define SCMIP_CLOCK_RATE_REQUESTED	0x1

#define SCMIP_RATE_ASYNC	0x1
#define SCMIP_RATE_QUIET	0x2
#define SCMIP_RATE_ROUND	0xc

#define SCMIP_OEM_DUTY		0x01
#define SCMIP_OEM_PHASE		0x02
#define SCMIP_OEM_FIRST		0x80

/* The clock that the first word names; NULL if there is none. */
static const struct scmip_clock *scmip_clock_of(struct scmip_server *s,
						const struct scmip_msg *m,
						struct scmip_clock_state **state)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_clock_valid(s, id))
		return NULL;
	*state = scmip_clock_state(s, id);
	return scmip_clock_at(s, id);
}

static s32 scmip_clock_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_CLOCK].desc;

	scmip_put32(m, desc->num | desc->async << 16);
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);
	u32 attr;

	if (!c)
		return SCMIP_NOT_FOUND;
	attr = st->enabled;
	if (m->version >= SCMIP_VERSION(2, 0)) {
		if (c->flags & SCMIP_CLK_NOTIFY)
			attr |= 1U << 31;
		if (c->flags & SCMIP_CLK_NOTIFY_REQ)
			attr |= 1U << 30;
		if (scmip_name_is_cut(s, SCMIP_IDX_CLOCK, SCMIP_CLOCK_NAME_GET, c->name))
			attr |= 1U << 29;
	}
	if (m->version >= SCMIP_VERSION(2, 1)) {
		if (c->num_parents)
			attr |= 1U << 28;
		if (c->flags & SCMIP_CLK_EXT_CONFIG)
			attr |= 1U << 27;
		if (c->flags & SCMIP_CLK_DENY_ALL)
			attr |= 1U << 1;
	}
	scmip_put32(m, attr);
	scmip_put_name(s, m, c->name, SCMIP_SHORT_NAME);
	if (m->version >= SCMIP_VERSION(2, 0))
		scmip_put32(m, c->latency_us);
	return SCMIP_SUCCESS;
}

static void scmip_clock_event(struct scmip_server *s, u64 now, u32 id, u64 rate, u32 agent,
			      u32 event)
{
	struct scmip_msg m;

	scmip_event_begin(s, &m, now);
	scmip_put32(&m, agent);
	scmip_put32(&m, id);
	scmip_put64(&m, rate);
	scmip_event_send(s, &m, SCMIP_IDX_CLOCK, event);
}

/* Agent 0 is the platform. */
static void scmip_clock_change(struct scmip_server *s, u64 now, u32 id,
			       u64 rate, u32 agent)
{
	struct scmip_clock_state *st = scmip_clock_state(s, id);
	bool changed = st->rate != rate;

	st->rate = rate;
	if (changed && st->notify)
		scmip_clock_event(s, now, id, rate, agent, SCMIP_CLOCK_RATE_CHANGED);
}

/* An asynchronous rate change is complete. */
static s32 scmip_clock_set_done(struct scmip_server *s, struct scmip_msg *m, u32 id, u64 rate)
{
	scmip_clock_change(s, m->now, id, rate, s->m->agent);
	scmip_put32(m, id);
	scmip_put64(m, rate);
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_rate_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 flags = scmip_arg(m, 0);
	u32 id = scmip_arg(m, 1);
	u64 rate = scmip_arg64(m, 2);
	const struct scmip_protocol_state *p = &s->proto[SCMIP_IDX_CLOCK];
	const struct scmip_clock *c;

	if (!scmip_clock_valid(s, id))
		return SCMIP_NOT_FOUND;
	c = scmip_clock_at(s, id);
	if (flags & ~0xfU)
		return SCMIP_INVALID_PARAMETERS;
	if (c->flags & SCMIP_CLK_DENY_RATE)
		return SCMIP_DENIED;
	if (!scmip_clock_round(c, &rate, flags & SCMIP_RATE_ROUND))
		return SCMIP_INVALID_PARAMETERS;
	if (!(flags & SCMIP_RATE_ASYNC)) {
		scmip_clock_change(s, m->now, id, rate, s->m->agent);
		return SCMIP_SUCCESS;
	}
	if (!p->desc->async)
		return SCMIP_NOT_SUPPORTED;
	if (p->async_pending >= p->desc->async)
		return SCMIP_BUSY;
	m->then = scmip_clock_set_done;
	m->delay_ns = c->set_delay_ns;
	m->arg = id;
	m->value = rate;
	m->quiet = flags & SCMIP_RATE_QUIET;
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_rate_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;

	if (!scmip_clock_of(s, m, &st))
		return SCMIP_NOT_FOUND;
	scmip_put64(m, st->rate);
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_oem_set(const struct scmip_clock *c, struct scmip_clock_state *st,
			       u32 type, u32 value)
{
	if (!(c->flags & SCMIP_CLK_EXT_CONFIG))
		return SCMIP_NOT_SUPPORTED;
	if (type == SCMIP_OEM_DUTY) {
		if (value > 100)
			return SCMIP_INVALID_PARAMETERS;
		st->duty = value;
	} else if (type == SCMIP_OEM_PHASE) {
		if (value >= 360)
			return SCMIP_INVALID_PARAMETERS;
		st->phase = value;
	} else if (type >= SCMIP_OEM_FIRST && type < SCMIP_OEM_FIRST + SCMIP_OEM_TYPES) {
		st->oem[type - SCMIP_OEM_FIRST] = value;
	} else {
		return SCMIP_NOT_SUPPORTED;
	}
	return SCMIP_SUCCESS;
}

/* Version 2.1 was the beta of 3.0 and is seen with both layouts. */
static bool scmip_clock_config_fits(u32 version, const u8 *in, u32 len)
{
	return (len == 8 && version < SCMIP_VERSION(3, 0)) ||
	       (len == 12 && version >= SCMIP_VERSION(2, 1));
}

static s32 scmip_clock_config_set(struct scmip_server *s, struct scmip_msg *m)
{
	bool wide = m->in_len == 12;
	u32 attr = scmip_arg(m, 1);
	u32 type = wide ? (attr >> 16) & 0xff : 0;
	u32 state = wide ? attr & 3 : attr & 1;
	struct scmip_clock_state *st;
	const struct scmip_clock *c;
	s32 status = SCMIP_SUCCESS;

	c = scmip_clock_of(s, m, &st);
	if (!c)
		return SCMIP_NOT_FOUND;
	if (attr & (wide ? 0xff00fffcU : ~1U) || state == 2 || (state == 3 && !type))
		return SCMIP_INVALID_PARAMETERS;
	if (c->flags & SCMIP_CLK_DENY_STATE)
		return SCMIP_DENIED;
	if (type)
		status = scmip_clock_oem_set(c, st, type, scmip_arg(m, 2));
	if (!status && state != 3)
		st->enabled = state;
	return status;
}

static s32 scmip_clock_config_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 type = scmip_arg(m, 1);
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);
	u32 value = 0;

	if (!c)
		return SCMIP_NOT_FOUND;
	if (type & ~0xffU)
		return SCMIP_INVALID_PARAMETERS;
	if (type && !(c->flags & SCMIP_CLK_EXT_CONFIG))
		return SCMIP_NOT_SUPPORTED;
	if (type == SCMIP_OEM_DUTY)
		value = st->duty;
	else if (type == SCMIP_OEM_PHASE)
		value = st->phase;
	else if (type >= SCMIP_OEM_FIRST && type < SCMIP_OEM_FIRST + SCMIP_OEM_TYPES)
		value = st->oem[type - SCMIP_OEM_FIRST];
	else if (type)
		return SCMIP_NOT_SUPPORTED;
	scmip_put32(m, 0);
	scmip_put32(m, st->enabled);
	scmip_put32(m, value);
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_name_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);

	return c ? scmip_full_name(s, m, c->name) : SCMIP_NOT_FOUND;
}

static s32 scmip_clock_rate_notify(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);

	if (!c)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, c->flags & SCMIP_CLK_NOTIFY, &st->notify);
}

static s32 scmip_clock_request_notify(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);

	if (!c)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, c->flags & SCMIP_CLK_NOTIFY_REQ, &st->notify_req);
}

static s32 scmip_clock_parent_set(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);
	u32 parent = scmip_arg(m, 1);

	if (!c)
		return SCMIP_NOT_FOUND;
	if (!c->num_parents)
		return SCMIP_NOT_SUPPORTED;
	if (!scmip_listed(c->parents, c->num_parents, parent))
		return SCMIP_INVALID_PARAMETERS;
	if (c->flags & SCMIP_CLK_DENY_PARENT)
		return SCMIP_DENIED;
	st->parent = parent;
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_parent_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);

	if (!c)
		return SCMIP_NOT_FOUND;
	if (!c->num_parents)
		return SCMIP_NOT_SUPPORTED;
	scmip_put32(m, st->parent);
	return SCMIP_SUCCESS;
}

static s32 scmip_clock_permissions(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_clock_state *st;
	const struct scmip_clock *c = scmip_clock_of(s, m, &st);
	u32 allowed = 0;

	if (!c)
		return SCMIP_NOT_FOUND;
	if (!(c->flags & SCMIP_CLK_DENY_STATE))
		allowed |= 1U << 31;
	if (!(c->flags & SCMIP_CLK_DENY_PARENT))
		allowed |= 1U << 30;
	if (!(c->flags & SCMIP_CLK_DENY_RATE))
		allowed |= 1U << 29;
	scmip_put32(m, allowed);
	return SCMIP_SUCCESS;
}

static void scmip_clock_reset(struct scmip_server *s, u64 now)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_CLOCK].desc->num; i++) {
		const struct scmip_clock *c = scmip_clock_at(s, i);
		struct scmip_clock_state *st = scmip_clock_state(s, i);

		memset(st, 0, sizeof(*st));
		st->rate = c->rate;
		st->parent = c->parent;
		st->duty = c->duty;
		st->enabled = c->flags & SCMIP_CLK_ENABLED;
	}
}

static void scmip_clock_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_CLOCK].desc->num; i++) {
		scmip_clock_state(s, i)->notify = false;
		scmip_clock_state(s, i)->notify_req = false;
	}
}

static void scmip_clock_print(struct scmip_text *t, const struct scmip_clock *c,
			      const struct scmip_clock_state *st)
{
	scmip_text_str(t, " rate=");
	scmip_text_u64(t, st->rate);
	scmip_text_str(t, st->enabled ? " on" : " off");
	if (c->num_parents) {
		scmip_text_str(t, " parent=");
		scmip_text_u64(t, st->parent);
	}
	scmip_text_str(t, st->notify ? " notify" : "");
}

static const char *scmip_clock_control(struct scmip_server *s, u64 now,
				       struct scmip_words *w,
				       struct scmip_text *t)
{
	struct scmip_clock_state *st;
	const char *what, *word;
	const char *wrong;
	u64 rate;
	u32 id;

	wrong = scmip_words_id(w, s->proto[SCMIP_IDX_CLOCK].desc->num, &id);
	if (wrong)
		return wrong;
	st = scmip_clock_state(s, id);
	what = scmip_words_take(w);
	if (!what) {
		scmip_clock_print(t, scmip_clock_at(s, id), st);
		return NULL;
	}
	if (scmip_same(what, "on") || scmip_same(what, "off")) {
		st->enabled = scmip_same(what, "on");
		return NULL;
	}
	word = scmip_words_take(w);
	if (!word || !scmip_parse_scaled(word, &rate))
		return "expected clock ID [on|off|rate HZ|request HZ]";
	if (scmip_same(what, "rate"))
		scmip_clock_change(s, now, id, rate, 0);
	else if (!scmip_same(what, "request"))
		return "expected clock ID [on|off|rate HZ|request HZ]";
	else if (st->notify_req)
		scmip_clock_event(s, now, id, rate, s->m->agent,
				  SCMIP_CLOCK_RATE_REQUESTED);
	return NULL;
}

static void scmip_clock_describe(struct scmip_server *s, struct scmip_msg *m,
				 u32 id, u32 source)
{
	bool exists = source < s->proto[SCMIP_IDX_CLOCK].desc->num;

	scmip_put32(m, source);
	scmip_put64(m, exists ? scmip_clock_state(s, source)->rate : 0);
}

/* As in DEN0056 section 4.6. */
const struct scmip_protocol scmip_protocol_clock = {
	.name = "clock",
	.id = 0x14,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1), SCMIP_VERSION(3, 0),
	},
	.negotiates = SCMIP_VERSION(3, 0),
	.usual = SCMIP_VERSION(3, 0),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_clock_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "clock-attributes", scmip_clock_attributes, 4, 0),
		SCMIP_LIST(0x4, "describe-rates", scmip_clock_describe_rates, 8, 0, 1, 12, 16),
		SCMIP_COMMAND(0x5, "rate-set", scmip_clock_rate_set, 16, 0),
		SCMIP_COMMAND(0x6, "rate-get", scmip_clock_rate_get, 4, 0),
		[0x7] = {
			.name = "config-set",
			.run = scmip_clock_config_set,
			.fits = scmip_clock_config_fits,
		},
		SCMIP_COMMAND(SCMIP_CLOCK_NAME_GET, "name-get",
			      scmip_clock_name_get, 4, SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0x9, "rate-notify", scmip_clock_rate_notify, 8, SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xa, "rate-change-requested-notify", scmip_clock_request_notify, 8,
			      SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xb, "config-get", scmip_clock_config_get, 8, SCMIP_VERSION(2, 1)),
		SCMIP_LIST(0xc, "possible-parents-get", scmip_clock_possible_parents, 8,
			   SCMIP_VERSION(2, 1), 1, 8, 24),
		SCMIP_COMMAND(0xd, "parent-set", scmip_clock_parent_set, 8, SCMIP_VERSION(2, 1)),
		SCMIP_COMMAND(0xe, "parent-get", scmip_clock_parent_get, 4, SCMIP_VERSION(2, 1)),
		SCMIP_COMMAND(0xf, "get-permissions", scmip_clock_permissions, 4,
			      SCMIP_VERSION(2, 1)),
	},
	.part = &board_part_clock,
	.state = sizeof(struct scmip_clock_state),
	.reset = scmip_clock_reset,
	.drop = scmip_clock_drop,
	.control = scmip_clock_control,
	.event = scmip_clock_describe,
};
