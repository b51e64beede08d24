// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power cap protocol, DEN0056 section 4.10: caps and intervals. From version 3.0
 * on a domain can have several levels, each with a cap and an interval; the
 * older ones see the first.
 */
#include "powercap.h"

#define SCMIP_CAP_EVENT		0x0
#define SCMIP_POWER_EVENT	0x1

#define SCMIP_CAP_QUIET		0x1
#define SCMIP_CAP_ASYNC		0x2

/**
 * scmip_range_has() - whether a value can be set
 * @r: the values that can be
 * @value: the value
 *
 * Context: Any.
 * Return: true if it is one of them.
 */
bool scmip_range_has(const struct scmip_range *r, u32 value)
{
	if (value < r->min || value > r->max)
		return false;
	/* The highest value need not be a whole number of steps up */
	return value == r->max || !((value - r->min) % r->step);
}

static s32 scmip_powercap_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, scmip_powercap_num(s));
	return SCMIP_SUCCESS;
}

/* Commands about a level name it in their second word, or in none before 3.0. */
static bool scmip_powercap_level_fits(u32 version, u32 len, u32 old)
{
	return len == (version < SCMIP_VERSION(3, 0) ? old : old + 4);
}

static bool scmip_powercap_get_fits(u32 version, const u8 *in, u32 len)
{
	return scmip_powercap_level_fits(version, len, 4);
}

static bool scmip_powercap_set_fits(u32 version, const u8 *in, u32 len)
{
	return scmip_powercap_level_fits(version, len, 12);
}

static bool scmip_powercap_channel_fits(u32 version, const u8 *in, u32 len)
{
	return scmip_powercap_level_fits(version, len, 8);
}

/* Behind agent and domain. */
static void scmip_powercap_put_cap(const struct scmip_server *s, struct scmip_msg *m, u32 id,
				   u32 level)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);

	scmip_put32(m, st->cap[level]);
	scmip_put32(m, st->average[level]);
	if (s->proto[SCMIP_IDX_POWERCAP].version >= SCMIP_VERSION(3, 0))
		scmip_put32(m, level);
}

/* Change a cap or an interval. Agent 0 is the platform. */
static void scmip_powercap_change(struct scmip_server *s, u64 now, u32 id, u32 level, u32 *what,
				  u32 value, u32 agent)
{
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);
	struct scmip_msg m;

	if (*what == value)
		return;
	/* With another interval the average goes on from where it is */
	if (what != &st->cap[level])
		scmip_powercap_draw(s, id, now, st->power);
	*what = value;
	if (!st->notify_cap || what == &st->measure)
		return;
	scmip_event_begin(s, &m, now);
	scmip_put32(&m, agent);
	scmip_put32(&m, id);
	scmip_powercap_put_cap(s, &m, id, level);
	scmip_event_send(s, &m, SCMIP_IDX_POWERCAP, SCMIP_CAP_EVENT);
}

static s32 scmip_powercap_cap_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p || scmip_arg(m, 1) >= scmip_powercap_levels(p, m->version))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, st->cap[scmip_arg(m, 1)]);
	return SCMIP_SUCCESS;
}

/* An asynchronous change of a cap is complete; the level is above the domain. */
static s32 scmip_powercap_set_done(struct scmip_server *s, struct scmip_msg *m, u32 arg, u64 cap)
{
	u32 id = arg & 0xffff, level = arg >> 16;
	struct scmip_powercap_state *st = scmip_powercap_state(s, id);

	st->busy = false;
	scmip_powercap_change(s, m->now, id, level, &st->cap[level], (u32)cap, s->m->agent);
	scmip_put32(m, id);
	scmip_put32(m, (u32)cap);
	if (m->version >= SCMIP_VERSION(3, 0))
		scmip_put32(m, level);
	return SCMIP_SUCCESS;
}

static s32 scmip_powercap_cap_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 at = m->version < SCMIP_VERSION(3, 0) ? 1 : 2;
	u32 level = at == 1 ? 0 : scmip_arg(m, 1);
	u32 flags = scmip_arg(m, at), cap = scmip_arg(m, at + 1);
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);
	bool off = !cap && m->version >= SCMIP_VERSION(2, 0);

	if (!p || level >= scmip_powercap_levels(p, m->version))
		return SCMIP_NOT_FOUND;
	if (p->caps.min == p->caps.max)
		return SCMIP_NOT_SUPPORTED;
	if (flags & ~(SCMIP_CAP_ASYNC | SCMIP_CAP_QUIET) ||
	    !(off || scmip_range_has(&p->caps, cap)))
		return SCMIP_INVALID_PARAMETERS;
	if (p->flags & SCMIP_PCAP_DENY_CAP)
		return SCMIP_DENIED;
	if (flags & SCMIP_CAP_ASYNC && !(p->flags & SCMIP_PCAP_ASYNC))
		return SCMIP_NOT_SUPPORTED;
	if (st->busy)
		return SCMIP_BUSY;
	if (!(flags & SCMIP_CAP_ASYNC)) {
		scmip_powercap_change(s, m->now, scmip_arg(m, 0), level, &st->cap[level], cap,
				      s->m->agent);
		return SCMIP_SUCCESS;
	}
	st->busy = true;
	m->then = scmip_powercap_set_done;
	m->delay_ns = p->set_delay_ns;
	m->arg = scmip_arg(m, 0) | level << 16;
	m->value = cap;
	m->quiet = flags & SCMIP_CAP_QUIET;
	return SCMIP_SUCCESS;
}

/* Before version 3.0 there is one interval, later this is that of measurements. */
static s32 scmip_powercap_interval_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;

	if (!scmip_powercap_of(s, m, &st))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, m->version < SCMIP_VERSION(3, 0) ? st->average[0] : st->measure);
	return SCMIP_SUCCESS;
}

static s32 scmip_powercap_set_interval(struct scmip_server *s, struct scmip_msg *m,
				       const struct scmip_range *range, u32 level, u32 *what)
{
	u32 id = scmip_arg(m, 0), value = scmip_arg(m, 2);

	if (range->min == range->max)
		return SCMIP_NOT_SUPPORTED;
	if (scmip_arg(m, 1) || !scmip_range_has(range, value))
		return SCMIP_INVALID_PARAMETERS;
	if (scmip_powercap_at(s, id)->flags & SCMIP_PCAP_DENY_AVERAGE)
		return SCMIP_DENIED;
	scmip_powercap_change(s, m->now, id, level, what, value, s->m->agent);
	return SCMIP_SUCCESS;
}

static s32 scmip_powercap_interval_set(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p)
		return SCMIP_NOT_FOUND;
	if (m->version < SCMIP_VERSION(3, 0))
		return scmip_powercap_set_interval(s, m, &p->averages, 0, &st->average[0]);
	return scmip_powercap_set_interval(s, m, &p->measures, 0, &st->measure);
}

static s32 scmip_powercap_average_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p || scmip_arg(m, 1) >= scmip_powercap_levels(p, m->version))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, st->average[scmip_arg(m, 1)]);
	return SCMIP_SUCCESS;
}

static s32 scmip_powercap_average_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 level = scmip_arg(m, 3);
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p || level >= scmip_powercap_levels(p, m->version))
		return SCMIP_NOT_FOUND;
	return scmip_powercap_set_interval(s, m, &p->averages, level, &st->average[level]);
}

static s32 scmip_powercap_cap_notify(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, p->flags & SCMIP_PCAP_NOTIFY_CAP, &st->notify_cap);
}

/* No host has memory for fast channels: what is promised is refused. */
static s32 scmip_powercap_fastchannel(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;

	return scmip_powercap_of(s, m, &st) ? SCMIP_NOT_SUPPORTED : SCMIP_NOT_FOUND;
}

/* Bit 0: there is a fast channel for a message, for whichever domain. */
static u32 scmip_powercap_message(const struct scmip_server *s, u32 id)
{
	u32 i;

	for (i = 0; i < scmip_powercap_num(s); i++)
		if (scmip_powercap_fast(s, scmip_powercap_at(s, i)) &&
		    scmip_powercap_at(s, i)->fast & BIT(id))
			return 1;
	return 0;
}

static size_t scmip_powercap_size(const struct scmip_protocol_desc *desc)
{
	return sizeof(struct scmip_powercaps_state) +
	       desc->num * sizeof(struct scmip_powercap_state);
}

static void scmip_powercap_reset(struct scmip_server *s, u64 now)
{
	u32 i, k;

	for (i = 0; i < scmip_powercap_num(s); i++) {
		const struct scmip_powercap *p = scmip_powercap_at(s, i);
		struct scmip_powercap_state *st = scmip_powercap_state(s, i);

		memset(st, 0, sizeof(*st));
		for (k = 0; k < SCMIP_MAX_CPLS; k++) {
			st->cap[k] = p->cap;
			st->average[k] = p->average;
		}
		st->measure = p->measure;
		st->from = p->power;
		st->power = p->power;
		st->since = now;
	}
}

/* What was in flight is gone, and completes no more. */
static void scmip_powercap_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < scmip_powercap_num(s); i++) {
		scmip_powercap_state(s, i)->busy = false;
		scmip_powercap_state(s, i)->notify_cap = false;
		scmip_powercap_state(s, i)->notify_power = false;
	}
}

static void scmip_powercap_print(struct scmip_text *t, const char *what, u32 value)
{
	scmip_text_str(t, what);
	scmip_text_u64(t, value);
}

static void scmip_powercap_show(const struct scmip_server *s, struct scmip_text *t, u32 id,
				u64 now)
{
	const struct scmip_powercap *p = scmip_powercap_at(s, id);
	const struct scmip_powercap_state *st = scmip_powercap_state(s, id);
	u32 k;

	for (k = 0; k < (p->num_cpls ? p->num_cpls : 1); k++) {
		scmip_powercap_print(t, " cap=", st->cap[k]);
		scmip_powercap_print(t, " average=", st->average[k]);
	}
	scmip_powercap_print(t, " measure=", st->measure);
	scmip_powercap_print(t, " power=", st->power);
	scmip_powercap_print(t, " measured=", scmip_powercap_average(s, id, now));
	scmip_text_str(t, st->busy ? " busy" : "");
	scmip_text_str(t, st->notify_cap ? " notify-cap" : "");
	scmip_text_str(t, st->notify_power ? " notify-measurements" : "");
}

static const char *scmip_powercap_control(struct scmip_server *s, u64 now, struct scmip_words *w,
					  struct scmip_text *t)
{
	static const char usage[] =
		"expected powercap ID [power N|cap N [LEVEL]|average US [LEVEL]|measure US]";
	const char *what, *word, *wrong;
	struct scmip_powercap_state *st;
	u32 *value = NULL;
	u64 v, level = 0;
	u32 id;

	wrong = scmip_words_id(w, scmip_powercap_num(s), &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	if (!what) {
		scmip_powercap_show(s, t, id, now);
		return NULL;
	}
	st = scmip_powercap_state(s, id);
	word = scmip_words_take(w);
	if (!word || !scmip_parse_u64(word, &v) || v > U32_MAX)
		return usage;
	if (scmip_same(what, "power")) {
		scmip_powercap_draw(s, id, now, (u32)v);
		return NULL;
	}
	word = scmip_same(what, "measure") ? NULL : scmip_words_take(w);
	if (word && (!scmip_parse_u64(word, &level) || level >= SCMIP_MAX_CPLS))
		return usage;
	if (scmip_same(what, "cap"))
		value = &st->cap[level];
	else if (scmip_same(what, "average"))
		value = &st->average[level];
	else if (scmip_same(what, "measure"))
		value = &st->measure;
	if (!value)
		return usage;
	scmip_powercap_change(s, now, id, (u32)level, value, (u32)v, 0);
	return NULL;
}

static void scmip_powercap_describe(struct scmip_server *s, struct scmip_msg *m, u32 id,
				    u32 source)
{
	scmip_put32(m, source);
	if (source >= scmip_powercap_num(s))
		scmip_put64(m, 0);
	else if (id == SCMIP_POWER_EVENT)
		scmip_powercap_put_power(s, m, source);
	else
		scmip_powercap_put_cap(s, m, source, 0);
}

#define SCMIP_POWERCAP_VARIES(_id, _name, _run, _fits) \
	[_id] = { .name = (_name), .run = (_run), .fits = (_fits) }

/* As in DEN0056 section 4.10. */
const struct scmip_protocol scmip_protocol_powercap = {
	.name = "powercap",
	.id = 0x18,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0),
	},
	.negotiates = SCMIP_VERSION(2, 0),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_powercap_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "domain-attributes", scmip_powercap_attributes, 4, 0),
		SCMIP_POWERCAP_VARIES(0x4, "cap-get", scmip_powercap_cap_get,
				      scmip_powercap_get_fits),
		SCMIP_POWERCAP_VARIES(0x5, "cap-set", scmip_powercap_cap_set,
				      scmip_powercap_set_fits),
		SCMIP_COMMAND(0x6, "pai-get", scmip_powercap_interval_get, 4, 0),
		SCMIP_COMMAND(0x7, "pai-set", scmip_powercap_interval_set, 12, 0),
		SCMIP_COMMAND(0x8, "name-get", scmip_powercap_name_get, 4, 0),
		SCMIP_COMMAND(0x9, "measurements-get", scmip_powercap_measurements_get, 4, 0),
		SCMIP_COMMAND(0xa, "cap-notify", scmip_powercap_cap_notify, 8, 0),
		SCMIP_COMMAND(0xb, "measurements-notify", scmip_powercap_measurements_notify, 16,
			      0),
		SCMIP_POWERCAP_VARIES(SCMIP_POWERCAP_DESCRIBE_FAST, "describe-fastchannel",
				      scmip_powercap_fastchannel, scmip_powercap_channel_fits),
		SCMIP_LIST(0xd, "cpc-attributes", scmip_powercap_levels_get, 8,
			   SCMIP_VERSION(3, 0), 1, 16, 16),
		SCMIP_COMMAND(0xe, "cai-get", scmip_powercap_average_get, 8, SCMIP_VERSION(3, 0)),
		SCMIP_COMMAND(0xf, "cai-set", scmip_powercap_average_set, 16,
			      SCMIP_VERSION(3, 0)),
	},
	.message_attributes = scmip_powercap_message,
	.part = &board_part_powercap,
	.size = scmip_powercap_size,
	.reset = scmip_powercap_reset,
	.drop = scmip_powercap_drop,
	.poll = scmip_powercap_poll,
	.deadline = scmip_powercap_deadline,
	.control = scmip_powercap_control,
	.event = scmip_powercap_describe,
};
