// SPDX-License-Identifier: GPL-2.0-only
/* Voltage domain protocol, DEN0056 section 4.9. */
#include "voltage.h"

#define SCMIP_VOLTAGE_NAME_GET	0x9

#define SCMIP_LEVEL_ASYNC	0x1

static const struct scmip_voltage *scmip_voltage_at(const struct scmip_server *s, u32 id)
{
	const struct scmip_voltage *all = s->proto[SCMIP_IDX_VOLTAGE].desc->items;

	return &all[id];
}

static struct scmip_voltage_state *scmip_voltage_state(const struct scmip_server *s, u32 id)
{
	struct scmip_voltage_state *all = s->proto[SCMIP_IDX_VOLTAGE].own;

	return &all[id];
}

/* The domain that the first word names; NULL if there is none. */
static const struct scmip_voltage *scmip_voltage_of(struct scmip_server *s,
						    const struct scmip_msg *m,
						    struct scmip_voltage_state **state)
{
	u32 id = scmip_arg(m, 0);

	if (id >= s->proto[SCMIP_IDX_VOLTAGE].desc->num ||
	    scmip_voltage_at(s, id)->flags & SCMIP_VOLT_HOLE)
		return NULL;
	*state = scmip_voltage_state(s, id);
	return scmip_voltage_at(s, id);
}

/**
 * scmip_voltage_has() - whether a domain can be set to a level
 * @v: the domain
 * @level: the level, microvolts
 *
 * Context: Any.
 * Return: true if it is one of the domain's levels.
 */
bool scmip_voltage_has(const struct scmip_voltage *v, s32 level)
{
	u32 i;

	if (v->flags & SCMIP_VOLT_RANGE) {
		if (level < v->levels[0] || level > v->levels[1])
			return false;
		/* The highest level need not be a whole number of steps up */
		return level == v->levels[1] ||
		       !(((u32)level - (u32)v->levels[0]) % (u32)v->levels[2]);
	}
	for (i = 0; i < v->num_levels; i++)
		if (v->levels[i] == level)
			return true;
	return false;
}

static s32 scmip_voltage_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, s->proto[SCMIP_IDX_VOLTAGE].desc->num);
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;
	const struct scmip_voltage *v = scmip_voltage_of(s, m, &st);
	u32 attr = 0;

	if (!v)
		return SCMIP_NOT_FOUND;
	if (m->version >= SCMIP_VERSION(2, 0)) {
		if (v->flags & SCMIP_VOLT_ASYNC)
			attr |= 1U << 31;
		if (scmip_name_is_cut(s, SCMIP_IDX_VOLTAGE, SCMIP_VOLTAGE_NAME_GET, v->name))
			attr |= 1U << 30;
	}
	scmip_put32(m, attr);
	scmip_put_name(s, m, v->name, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_describe_levels(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;
	const struct scmip_voltage *v = scmip_voltage_of(s, m, &st);
	u32 index = scmip_arg(m, 1);
	u32 left, count, i;
	bool range;

	if (!v)
		return SCMIP_NOT_FOUND;
	range = v->flags & SCMIP_VOLT_RANGE;
	if (index >= (range ? 1 : v->num_levels))
		return SCMIP_OUT_OF_RANGE;
	left = v->num_levels - index;
	count = scmip_records(m, 4, left);
	if (!count || (range && count < left))
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (u32)range << 12 | (left - count) << 16);
	for (i = 0; i < count; i++)
		scmip_put32(m, (u32)v->levels[index + i]);
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_config_set(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;
	const struct scmip_voltage *v = scmip_voltage_of(s, m, &st);
	u32 mode = scmip_arg(m, 1);

	if (!v)
		return SCMIP_NOT_FOUND;
	if (mode >= SCMIP_VOLT_MODES || !(v->modes & 1U << mode))
		return SCMIP_INVALID_PARAMETERS;
	if (v->flags & SCMIP_VOLT_DENY_CONFIG)
		return SCMIP_DENIED;
	st->mode = mode;
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_config_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;

	if (!scmip_voltage_of(s, m, &st))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, st->mode);
	return SCMIP_SUCCESS;
}

/* An asynchronous change of a level is complete. */
static s32 scmip_voltage_set_done(struct scmip_server *s, struct scmip_msg *m, u32 id, u64 level)
{
	struct scmip_voltage_state *st = scmip_voltage_state(s, id);

	st->level = (s32)level;
	st->busy = false;
	scmip_put32(m, id);
	scmip_put32(m, (u32)level);
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_level_set(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;
	const struct scmip_voltage *v = scmip_voltage_of(s, m, &st);
	u32 known = m->version < SCMIP_VERSION(2, 0) ? 0 : SCMIP_LEVEL_ASYNC;
	u32 flags = scmip_arg(m, 1);
	u32 level = scmip_arg(m, 2);

	if (!v)
		return SCMIP_NOT_FOUND;
	if (flags & ~known || !scmip_voltage_has(v, (s32)level))
		return SCMIP_INVALID_PARAMETERS;
	if (v->flags & SCMIP_VOLT_DENY_LEVEL)
		return SCMIP_DENIED;
	if (flags && !(v->flags & SCMIP_VOLT_ASYNC))
		return SCMIP_NOT_SUPPORTED;
	if (st->busy)
		return SCMIP_BUSY;
	if (!flags) {
		st->level = (s32)level;
		return SCMIP_SUCCESS;
	}
	st->busy = true;
	m->then = scmip_voltage_set_done;
	m->delay_ns = v->set_delay_ns;
	m->arg = scmip_arg(m, 0);
	m->value = level;
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_level_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;

	if (!scmip_voltage_of(s, m, &st))
		return SCMIP_NOT_FOUND;
	scmip_put32(m, (u32)st->level);
	return SCMIP_SUCCESS;
}

static s32 scmip_voltage_name_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_voltage_state *st;
	const struct scmip_voltage *v = scmip_voltage_of(s, m, &st);

	return v ? scmip_full_name(s, m, v->name) : SCMIP_NOT_FOUND;
}

static void scmip_voltage_reset(struct scmip_server *s, u64 now)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_VOLTAGE].desc->num; i++) {
		struct scmip_voltage_state *st = scmip_voltage_state(s, i);

		st->level = scmip_voltage_at(s, i)->level;
		st->mode = scmip_voltage_at(s, i)->mode;
		st->busy = false;
	}
}

/* What was in flight is gone, and completes no more. */
static void scmip_voltage_drop(struct scmip_server *s)
{
	u32 i;

	for (i = 0; i < s->proto[SCMIP_IDX_VOLTAGE].desc->num; i++)
		scmip_voltage_state(s, i)->busy = false;
}

static void scmip_voltage_print(struct scmip_text *t, const struct scmip_voltage_state *st)
{
	scmip_text_str(t, " level=");
	scmip_text_s64(t, st->level);
	scmip_text_str(t, " mode=");
	scmip_text_hex(t, st->mode);
	scmip_text_str(t, st->busy ? " busy" : "");
}

static const char *scmip_voltage_control(struct scmip_server *s, u64 now, struct scmip_words *w,
					 struct scmip_text *t)
{
	struct scmip_voltage_state *st;
	const char *what, *word;
	const char *wrong;
	s64 value;
	u32 id;

	wrong = scmip_words_id(w, s->proto[SCMIP_IDX_VOLTAGE].desc->num, &id);
	if (wrong)
		return wrong;
	st = scmip_voltage_state(s, id);
	what = scmip_words_take(w);
	word = scmip_words_take(w);
	if (!what)
		scmip_voltage_print(t, st);
	else if (scmip_same(what, "on") && !word)
		st->mode = SCMIP_VOLT_MODE_ON;
	else if (scmip_same(what, "off") && !word)
		st->mode = SCMIP_VOLT_MODE_OFF;
	else if (!word || !scmip_parse_s64(word, &value))
		return "expected voltage ID [on|off|mode N|level UV]";
	else if (scmip_same(what, "mode") && value >= 0 && value < SCMIP_VOLT_MODES)
		st->mode = (u32)value;
	else if (scmip_same(what, "level") && value >= S32_MIN && value <= S32_MAX)
		st->level = (s32)value;
	else
		return "expected voltage ID [on|off|mode N|level UV]";
	return NULL;
}

/* As in DEN0056 section 4.9; there are no notifications. */
const struct scmip_protocol scmip_protocol_voltage = {
	.name = "voltage",
	.id = 0x17,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1),
	},
	.negotiates = SCMIP_VERSION(2, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_voltage_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "domain-attributes", scmip_voltage_attributes, 4, 0),
		SCMIP_LIST(0x4, "describe-levels", scmip_voltage_describe_levels, 8, 0, 1, 12, 16),
		SCMIP_COMMAND(0x5, "config-set", scmip_voltage_config_set, 8, 0),
		SCMIP_COMMAND(0x6, "config-get", scmip_voltage_config_get, 4, 0),
		SCMIP_COMMAND(0x7, "level-set", scmip_voltage_level_set, 12, 0),
		SCMIP_COMMAND(0x8, "level-get", scmip_voltage_level_get, 4, 0),
		SCMIP_COMMAND(SCMIP_VOLTAGE_NAME_GET, "name-get", scmip_voltage_name_get, 4,
			      SCMIP_VERSION(2, 0)),
	},
	.part = &board_part_voltage,
	.state = sizeof(struct scmip_voltage_state),
	.reset = scmip_voltage_reset,
	.drop = scmip_voltage_drop,
	.control = scmip_voltage_control,
};
