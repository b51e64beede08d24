// SPDX-License-Identifier: GPL-2.0-only
/* Performance protocol, DEN0056 section 4.5: commands other than descriptions of levels. */
#include "perf.h"

#define SCMIP_PERF_DESCRIBE_FAST	0xb
#define SCMIP_PERF_NAME_GET		0xc

#define SCMIP_PERF_LIMITS_CHANGED	0x0	/* notifications */
#define SCMIP_PERF_LEVEL_CHANGED	0x1

static s32 scmip_perf_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_PERF].desc;
	u32 unit = desc->unit;

	if (m->version < SCMIP_VERSION(3, 0))
		unit &= ~(u32)SCMIP_PERF_MICROWATTS;
	scmip_put32(m, desc->num | unit << 16);
	scmip_put_stats(s, m, SCMIP_IDX_PERF);
	return SCMIP_SUCCESS;
}

static bool scmip_perf_has_fast(const struct scmip_server *s, const struct scmip_perf_domain *d)
{
	return d->fast && scmip_implemented(s, SCMIP_IDX_PERF, SCMIP_PERF_DESCRIBE_FAST);
}

/* Bit 0: there is a fast channel for a message, for whichever domain. */
static u32 scmip_perf_message_attributes(const struct scmip_server *s, u32 id)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_PERF].desc;
	const struct scmip_perf_domain *all = desc->items;
	u32 i;

	for (i = 0; i < desc->num; i++)
		if (scmip_perf_has_fast(s, &all[i]) && all[i].fast & BIT(id))
			return 1;
	return 0;
}

static s32 scmip_perf_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));
	u32 attr = 0;

	if (!d)
		return SCMIP_NOT_FOUND;
	if (!(d->flags & SCMIP_PERF_DENY_LIMITS))
		attr |= 1U << 31;
	if (!(d->flags & SCMIP_PERF_DENY_LEVEL))
		attr |= 1U << 30;
	if (d->flags & SCMIP_PERF_NOTIFY_LIMITS)
		attr |= 1U << 29;
	if (d->flags & SCMIP_PERF_NOTIFY_LEVEL)
		attr |= 1U << 28;
	if (scmip_perf_has_fast(s, d))
		attr |= 1U << 27;
	if (scmip_name_is_cut(s, SCMIP_IDX_PERF, SCMIP_PERF_NAME_GET, d->name))
		attr |= 1U << 26;
	if (scmip_perf_indexed(d, m->version))
		attr |= 1U << 25;
	scmip_put32(m, attr);
	scmip_put32(m, d->rate_limit_us);
	scmip_put32(m, d->sustained_khz);
	scmip_put32(m, d->sustained_level);
	scmip_put_name(s, m, d->name, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

/* What a notification says behind its agent. */
static void scmip_perf_put_event(struct scmip_server *s, struct scmip_msg *m, u32 event, u32 id)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	u32 version = s->proto[SCMIP_IDX_PERF].version;
	const struct scmip_perf_state *st;

	scmip_put32(m, id);
	if (!d) {
		scmip_put64(m, 0);
		return;
	}
	st = scmip_perf_state(s, id);
	if (event == SCMIP_PERF_LEVEL_CHANGED) {
		scmip_put32(m, scmip_perf_word(d, version, st->level));
	} else {
		scmip_put32(m, scmip_perf_word(d, version, st->max));
		scmip_put32(m, scmip_perf_word(d, version, st->min));
	}
}

static void scmip_perf_event(struct scmip_server *s, u64 now, u32 id, u32 agent, u32 event)
{
	struct scmip_msg m;

	scmip_event_begin(s, &m, now);
	scmip_put32(&m, agent);
	scmip_perf_put_event(s, &m, event, id);
	scmip_event_send(s, &m, SCMIP_IDX_PERF, event);
}

/* Agent 0 is the platform. */
static void scmip_perf_move(struct scmip_server *s, u64 now, u32 id, u32 level, u32 agent)
{
	struct scmip_perf_state *st = scmip_perf_state(s, id);
	bool changed = st->level != level;

	st->level = level;
	scmip_perf_fast_show(s, id);
	if (changed && st->notify_level)
		scmip_perf_event(s, now, id, agent, SCMIP_PERF_LEVEL_CHANGED);
}

/* New limits take the level along. */
static void scmip_perf_limit(struct scmip_server *s, u64 now, u32 id, u32 min, u32 max, u32 agent)
{
	struct scmip_perf_state *st = scmip_perf_state(s, id);
	bool changed = st->min != min || st->max != max;

	st->min = min;
	st->max = max;
	scmip_perf_fast_show(s, id);
	if (changed && st->notify_limits)
		scmip_perf_event(s, now, id, agent, SCMIP_PERF_LIMITS_CHANGED);
	scmip_perf_move(s, now, id, scmip_perf_clamp(scmip_perf_of(s, id), st->level, min, max),
			agent);
}

/* The limit that a message means; false if it is out of range. */
static bool scmip_perf_bound(const struct scmip_perf_domain *d, u32 version, u32 word, u32 *limit)
{
	/* Since 3.0 a zero leaves a limit as it is */
	if (!word && version >= SCMIP_VERSION(3, 0))
		return true;
	if (scmip_perf_indexed(d, version))
		return scmip_perf_value(d, version, word, limit);
	*limit = word;
	return scmip_perf_spans(d, word);
}

/**
 * scmip_perf_ask_limits() - the agent asks for limits
 * @s: the server
 * @now: time
 * @id: a domain that exists
 * @upper: what stands for the upper one
 * @lower: what stands for the lower one
 *
 * Context: Any.
 * Return: the status of that.
 */
s32 scmip_perf_ask_limits(struct scmip_server *s, u64 now, u32 id, u32 upper, u32 lower)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	u32 version = s->proto[SCMIP_IDX_PERF].version;
	u32 min = scmip_perf_state(s, id)->min;
	u32 max = scmip_perf_state(s, id)->max;

	if (d->flags & SCMIP_PERF_DENY_LIMITS)
		return SCMIP_DENIED;
	if ((!upper && !lower && version >= SCMIP_VERSION(3, 0)) ||
	    !scmip_perf_bound(d, version, upper, &max) ||
	    !scmip_perf_bound(d, version, lower, &min))
		return SCMIP_OUT_OF_RANGE;
	if (min > max)
		return SCMIP_INVALID_PARAMETERS;
	scmip_perf_limit(s, now, id, min, max, s->m->agent);
	return SCMIP_SUCCESS;
}

static s32 scmip_perf_limits_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_perf_of(s, id))
		return SCMIP_NOT_FOUND;
	return scmip_perf_ask_limits(s, m->now, id, scmip_arg(m, 1), scmip_arg(m, 2));
}

static s32 scmip_perf_limits_get(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));
	const struct scmip_perf_state *st;

	if (!d)
		return SCMIP_NOT_FOUND;
	scmip_perf_fast_look(s, m->now, scmip_arg(m, 0));
	st = scmip_perf_state(s, scmip_arg(m, 0));
	scmip_put32(m, scmip_perf_word(d, m->version, st->max));
	scmip_put32(m, scmip_perf_word(d, m->version, st->min));
	return SCMIP_SUCCESS;
}

/**
 * scmip_perf_ask_level() - the agent asks for a level
 * @s: the server
 * @now: time
 * @id: a domain that exists
 * @word: what stands for the level
 *
 * Context: Any.
 * Return: the status of that.
 */
s32 scmip_perf_ask_level(struct scmip_server *s, u64 now, u32 id, u32 word)
{
	const struct scmip_perf_state *st = scmip_perf_state(s, id);
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	u32 level;

	if (d->flags & SCMIP_PERF_DENY_LEVEL)
		return SCMIP_DENIED;
	if (!scmip_perf_value(d, s->proto[SCMIP_IDX_PERF].version, word, &level) ||
	    level < st->min || level > st->max)
		return SCMIP_OUT_OF_RANGE;
	scmip_perf_move(s, now, id, level, s->m->agent);
	return SCMIP_SUCCESS;
}

static s32 scmip_perf_level_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (!scmip_perf_of(s, id))
		return SCMIP_NOT_FOUND;
	return scmip_perf_ask_level(s, m->now, id, scmip_arg(m, 1));
}

static s32 scmip_perf_level_get(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	scmip_perf_fast_look(s, m->now, scmip_arg(m, 0));
	scmip_put32(m, scmip_perf_word(d, m->version, scmip_perf_state(s, scmip_arg(m, 0))->level));
	return SCMIP_SUCCESS;
}

static s32 scmip_perf_notify_limits(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, d->flags & SCMIP_PERF_NOTIFY_LIMITS,
			       &scmip_perf_state(s, scmip_arg(m, 0))->notify_limits);
}

static s32 scmip_perf_notify_level(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));

	if (!d)
		return SCMIP_NOT_FOUND;
	return scmip_subscribe(m, d->flags & SCMIP_PERF_NOTIFY_LEVEL,
			       &scmip_perf_state(s, scmip_arg(m, 0))->notify_level);
}

static s32 scmip_perf_name(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));

	return d ? scmip_full_name(s, m, d->name) : SCMIP_NOT_FOUND;
}

static void scmip_perf_boot(struct scmip_server *s, u64 now)
{
	const struct scmip_perf_domain *d = s->proto[SCMIP_IDX_PERF].desc->items;
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_PERF].desc->num; i++) {
		*scmip_perf_state(s, i) = (struct scmip_perf_state){
			.level = d[i].level, .min = d[i].min, .max = d[i].max,
		};
		if (scmip_perf_of(s, i))
			scmip_perf_fast_boot(s, i);
	}
}

static void scmip_perf_poll(struct scmip_server *s, u64 now)
{
	u32 i;

	for (i = 0; s->host.memory && i < s->proto[SCMIP_IDX_PERF].desc->num; i++)
		if (scmip_perf_of(s, i))
			scmip_perf_fast_look(s, now, i);
}

static void scmip_perf_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_PERF].desc->num; i++) {
		scmip_perf_state(s, i)->notify_limits = false;
		scmip_perf_state(s, i)->notify_level = false;
	}
}

static void scmip_perf_print(struct scmip_text *t, const struct scmip_perf_state *st)
{
	scmip_text_str(t, " level=");
	scmip_text_u64(t, st->level);
	scmip_text_str(t, " min=");
	scmip_text_u64(t, st->min);
	scmip_text_str(t, " max=");
	scmip_text_u64(t, st->max);
	scmip_text_str(t, st->notify_limits ? " notify-limits" : "");
	scmip_text_str(t, st->notify_level ? " notify-level" : "");
}

static bool scmip_perf_number(struct scmip_words *w, u32 *number)
{
	const char *word = scmip_words_take(w);
	u64 v;

	if (!word || !scmip_parse_u64(word, &v) || v > U32_MAX)
		return false;
	*number = (u32)v;
	return true;
}

static const char *scmip_perf_control(struct scmip_server *s, u64 now,
				      struct scmip_words *w, struct scmip_text *t)
{
	const char *what, *wrong;
	u32 id, first, second;

	wrong = scmip_words_id(w, s->proto[SCMIP_IDX_PERF].desc->num, &id);
	if (wrong)
		return wrong;
	if (scmip_perf_of(s, id))
		scmip_perf_fast_look(s, now, id);
	what = scmip_words_take(w);
	if (!what)
		scmip_perf_print(t, scmip_perf_state(s, id));
	else if (!scmip_perf_of(s, id))
		return "this domain is a hole";
	else if (scmip_same(what, "level") && scmip_perf_number(w, &first))
		scmip_perf_move(s, now, id, first, 0);
	else if (scmip_same(what, "limits") && scmip_perf_number(w, &first) &&
		 scmip_perf_number(w, &second))
		scmip_perf_limit(s, now, id, first, second, 0);
	else
		return "expected perf ID [level N|limits MIN MAX]";
	return NULL;
}

static void scmip_perf_describe(struct scmip_server *s, struct scmip_msg *m, u32 id, u32 source)
{
	scmip_perf_put_event(s, m, id, source);
}

/* As in DEN0056 section 4.5. */
const struct scmip_protocol scmip_protocol_perf = {
	.name = "perf",
	.id = 0x13,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0), SCMIP_VERSION(4, 0),
	},
	.negotiates = SCMIP_VERSION(4, 0),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_perf_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "domain-attributes", scmip_perf_attributes, 4, 0),
		SCMIP_LIST(0x4, "describe-levels", scmip_perf_describe_levels, 8, 0, 1, 12, 16),
		SCMIP_COMMAND(SCMIP_PERF_LIMITS_SET, "limits-set", scmip_perf_limits_set, 12, 0),
		SCMIP_COMMAND(SCMIP_PERF_LIMITS_GET, "limits-get", scmip_perf_limits_get, 4, 0),
		SCMIP_COMMAND(SCMIP_PERF_LEVEL_SET, "level-set", scmip_perf_level_set, 8, 0),
		SCMIP_COMMAND(SCMIP_PERF_LEVEL_GET, "level-get", scmip_perf_level_get, 4, 0),
		SCMIP_COMMAND(0x9, "notify-limits", scmip_perf_notify_limits, 8, 0),
		SCMIP_COMMAND(0xa, "notify-level", scmip_perf_notify_level, 8, 0),
		SCMIP_COMMAND(SCMIP_PERF_DESCRIBE_FAST, "describe-fastchannel",
			      scmip_perf_describe_fast, 8, SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(SCMIP_PERF_NAME_GET, "name-get", scmip_perf_name, 4,
			      SCMIP_VERSION(3, 0)),
	},
	.part = &board_part_perf,
	.message_attributes = scmip_perf_message_attributes,
	.state = sizeof(struct scmip_perf_state),
	.reset = scmip_perf_boot,
	.drop = scmip_perf_drop,
	.poll = scmip_perf_poll,
	.control = scmip_perf_control,
	.event = scmip_perf_describe,
};
