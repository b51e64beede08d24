// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pin control protocol, DEN0056 section 4.11: all but settings. Groups have no pins to
 * themselves: an agent that has a group has its pins, and the settings of a group are
 * those of its pins.
 */
#include "pinctrl.h"

#define SCMIP_PINCTRL_NAME_GET	0x9

#define SCMIP_PIN_ALLOW		0x4	/* of SET_PERMISSIONS, above the selector */

static u32 scmip_pinctrl_num(const struct scmip_server *s, u32 kind)
{
	return s->proto[SCMIP_IDX_PINCTRL].desc->kind[kind].num;
}

/**
 * scmip_pinctrl_at() - look for a pin, a group or a function
 * @s: the server
 * @kind: SCMIP_PINCTRL_*, or whatever else
 * @id: its id
 *
 * Context: Any.
 * Return: what the machine says about it, NULL if there is none.
 */
const struct scmip_pin *scmip_pinctrl_at(const struct scmip_server *s, u32 kind, u32 id)
{
	const struct scmip_pin *all;

	if (kind > SCMIP_PINCTRL_FUNCTION || id >= scmip_pinctrl_num(s, kind))
		return NULL;
	all = s->proto[SCMIP_IDX_PINCTRL].desc->kind[kind].items;
	return all[id].flags & SCMIP_PIN_HOLE ? NULL : &all[id];
}

/**
 * scmip_pinctrl_target() - look for the pins that a command is about
 * @s: the server
 * @kind: SCMIP_PINCTRL_*, or whatever else
 * @id: id of the pin or of the group
 * @t: becomes the pins; it must stay where it is, since it may point to itself
 *
 * Context: Any.
 * Return: the status of the reply if there are none.
 */
s32 scmip_pinctrl_target(const struct scmip_server *s, u32 kind, u32 id,
			 struct scmip_pin_target *t)
{
	const struct scmip_pin *p;

	if (kind >= SCMIP_PINCTRL_FUNCTION)
		return SCMIP_INVALID_PARAMETERS;
	p = scmip_pinctrl_at(s, kind, id);
	if (!p)
		return SCMIP_NOT_FOUND;
	t->self = (u16)id;
	if (kind == SCMIP_PINCTRL_PIN) {
		t->st = scmip_pin_state(s, id);
		t->pins = &t->self;
		t->num = 1;
	} else {
		t->st = scmip_pin_state(s, scmip_pinctrl_num(s, SCMIP_PINCTRL_PIN) + id);
		t->pins = p->members;
		t->num = p->num_members;
	}
	return SCMIP_SUCCESS;
}

/**
 * scmip_pinctrl_denied() - whether permissions keep the agent from pins
 * @s: the server
 * @t: the pins
 *
 * Context: Any.
 * Return: true if it may not change all of them.
 */
bool scmip_pinctrl_denied(const struct scmip_server *s, const struct scmip_pin_target *t)
{
	bool denied = t->st->denied;
	u32 i;

	for (i = 0; i < t->num; i++)
		denied |= scmip_pin_state(s, t->pins[i])->denied;
	return denied;
}

/**
 * scmip_pinctrl_taken() - whether another agent has pins to itself
 * @s: the server
 * @t: the pins
 *
 * Context: Any.
 * Return: true if it has one of them.
 */
bool scmip_pinctrl_taken(const struct scmip_server *s, const struct scmip_pin_target *t)
{
	u32 i, owner;

	for (i = 0; i < t->num; i++) {
		owner = scmip_pin_state(s, t->pins[i])->owner;
		if (owner && owner != s->m->agent)
			return true;
	}
	return false;
}

static s32 scmip_pinctrl_protocol_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, scmip_pinctrl_num(s, SCMIP_PINCTRL_GROUP) << 16 |
		    scmip_pinctrl_num(s, SCMIP_PINCTRL_PIN));
	scmip_put32(m, scmip_pinctrl_num(s, SCMIP_PINCTRL_FUNCTION));
	return SCMIP_SUCCESS;
}

static s32 scmip_pinctrl_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	u32 kind = scmip_arg(m, 1);
	const struct scmip_pin *p = scmip_pinctrl_at(s, kind, scmip_arg(m, 0));
	u32 attr;

	if (kind > SCMIP_PINCTRL_FUNCTION)
		return SCMIP_INVALID_PARAMETERS;
	if (!p)
		return SCMIP_NOT_FOUND;
	attr = p->num_members;
	if (p->flags & SCMIP_PIN_OF_PINS)
		attr |= 1U << 16;
	if (p->flags & SCMIP_PIN_GPIO)
		attr |= 1U << 17;
	if (scmip_name_is_cut(s, SCMIP_IDX_PINCTRL, SCMIP_PINCTRL_NAME_GET, p->name))
		attr |= 1U << 31;
	scmip_put32(m, attr);
	scmip_put_name(s, m, p->name, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static s32 scmip_pinctrl_list_associations(struct scmip_server *s, struct scmip_msg *m)
{
	u32 kind = scmip_arg(m, 1);
	u32 index = scmip_arg(m, 2);
	const struct scmip_pin *p;
	u32 left, count, i;

	if (kind != SCMIP_PINCTRL_GROUP && kind != SCMIP_PINCTRL_FUNCTION)
		return SCMIP_INVALID_PARAMETERS;
	p = scmip_pinctrl_at(s, kind, scmip_arg(m, 0));
	if (!p)
		return SCMIP_NOT_FOUND;
	if (index >= p->num_members)
		return SCMIP_OUT_OF_RANGE;
	left = p->num_members - index;
	count = scmip_records(m, 2, left);
	if (!count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (left - count) << 16);
	for (i = 0; i < count; i++) {
		u16 id = p->members[index + i];
		u8 le[2] = { (u8)id, (u8)(id >> 8) };

		scmip_put_bytes(m, le, sizeof(le));
	}
	return SCMIP_SUCCESS;
}

/* Give the pins that a request names to an agent, or with 0 to whoever asks next. */
static s32 scmip_pinctrl_own(struct scmip_server *s, struct scmip_msg *m, u32 owner)
{
	struct scmip_pin_target t;
	s32 status;
	u32 i;

	status = scmip_pinctrl_target(s, scmip_arg(m, 1), scmip_arg(m, 0), &t);
	if (status)
		return status;
	if (owner && scmip_pinctrl_denied(s, &t))
		return SCMIP_DENIED;
	if (scmip_pinctrl_taken(s, &t))
		return owner ? SCMIP_IN_USE : SCMIP_INVALID_PARAMETERS;
	for (i = 0; i < t.num; i++)
		scmip_pin_state(s, t.pins[i])->owner = owner;
	return SCMIP_SUCCESS;
}

/* The platform is agent 0, and asks for nothing. */
static s32 scmip_pinctrl_request(struct scmip_server *s, struct scmip_msg *m)
{
	return scmip_pinctrl_own(s, m, s->m->agent);
}

static s32 scmip_pinctrl_release(struct scmip_server *s, struct scmip_msg *m)
{
	return scmip_pinctrl_own(s, m, 0);
}

static s32 scmip_pinctrl_name_get(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_pin *p = scmip_pinctrl_at(s, scmip_arg(m, 1), scmip_arg(m, 0));

	if (scmip_arg(m, 1) > SCMIP_PINCTRL_FUNCTION)
		return SCMIP_INVALID_PARAMETERS;
	return p ? scmip_full_name(s, m, p->name) : SCMIP_NOT_FOUND;
}

/* Those of the other agents, which are not here, are checked and granted. */
static s32 scmip_pinctrl_set_permissions(struct scmip_server *s, struct scmip_msg *m)
{
	u32 agent = scmip_arg(m, 0);
	u32 flags = scmip_arg(m, 2);
	struct scmip_pin_target t;
	s32 status;

	status = scmip_pinctrl_target(s, flags & ~SCMIP_PIN_ALLOW, scmip_arg(m, 1), &t);
	if (status)
		return status;
	if (!agent || agent >= s->m->num_agents)
		return SCMIP_NOT_FOUND;
	if (agent == s->m->agent)
		t.st->denied = !(flags & SCMIP_PIN_ALLOW);
	return SCMIP_SUCCESS;
}

static size_t scmip_pinctrl_size(const struct scmip_protocol_desc *desc)
{
	const struct scmip_pin *pins = desc->items;
	size_t size;
	u32 i;

	size = (desc->num + desc->kind[SCMIP_PINCTRL_GROUP].num) * sizeof(struct scmip_pin_state);
	for (i = 0; i < desc->num; i++)
		size += pins[i].num_configs * sizeof(u32);
	return size;
}

static void scmip_pinctrl_reset(struct scmip_server *s, u64 now)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_PINCTRL].desc;
	const struct scmip_pin *pins = desc->items;
	const struct scmip_pin *groups = desc->kind[SCMIP_PINCTRL_GROUP].items;
	u32 num = desc->num + desc->kind[SCMIP_PINCTRL_GROUP].num;
	u32 *values = (u32 *)scmip_pin_state(s, num);
	u32 i, k;

	for (i = 0; i < num; i++) {
		const struct scmip_pin *p = i < desc->num ? &pins[i] : &groups[i - desc->num];
		struct scmip_pin_state *st = scmip_pin_state(s, i);

		st->values = values;
		values += p->num_configs;
		for (k = 0; k < p->num_configs; k++)
			st->values[k] = p->configs[k].value;
		st->owner = p->owner;
		st->function = SCMIP_NO_FUNCTION;
		st->denied = p->flags & SCMIP_PIN_DENY;
	}
}

static void scmip_pinctrl_print(struct scmip_server *s, struct scmip_text *t, u32 id)
{
	const struct scmip_pin *pins = s->proto[SCMIP_IDX_PINCTRL].desc->items;
	const struct scmip_pin_state *st = scmip_pin_state(s, id);
	u32 i;

	scmip_text_str(t, " owner=");
	scmip_text_u64(t, st->owner);
	scmip_text_str(t, " function=");
	if (st->function == SCMIP_NO_FUNCTION)
		scmip_text_str(t, "none");
	else
		scmip_text_u64(t, st->function);
	for (i = 0; i < pins[id].num_configs; i++) {
		scmip_text_str(t, " ");
		scmip_pin_type_print(t, pins[id].configs[i].type);
		scmip_text_str(t, "=");
		scmip_text_u64(t, st->values[i]);
	}
	scmip_text_str(t, st->denied ? " denied" : "");
}

static const char *scmip_pinctrl_control(struct scmip_server *s, u64 now, struct scmip_words *w,
					 struct scmip_text *t)
{
	static const char usage[] = "expected pinctrl PIN [owner N|function N|TYPE VALUE]";
	const char *what, *word, *wrong;
	u32 *value = NULL;
	u32 id, type;
	u64 v;

	wrong = scmip_words_id(w, scmip_pinctrl_num(s, SCMIP_PINCTRL_PIN), &id);
	if (wrong)
		return wrong;
	what = scmip_words_take(w);
	if (!what) {
		scmip_pinctrl_print(s, t, id);
		return NULL;
	}
	word = scmip_words_take(w);
	if (!word || !scmip_parse_u64(word, &v) || v > U32_MAX)
		return usage;
	if (scmip_same(what, "owner") && v < s->m->num_agents)
		value = &scmip_pin_state(s, id)->owner;
	else if (scmip_same(what, "function") &&
		 scmip_pinctrl_at(s, SCMIP_PINCTRL_FUNCTION, (u32)v))
		value = &scmip_pin_state(s, id)->function;
	else if (scmip_pin_type_parse(what, &type))
		value = scmip_pin_value(s, id, type);
	if (!value)
		return usage;
	*value = (u32)v;
	return NULL;
}

/* As in DEN0056 section 4.11; there are no notifications. */
const struct scmip_protocol scmip_protocol_pinctrl = {
	.name = "pinctrl",
	.id = 0x19,
	.versions = { SCMIP_VERSION(1, 0) },
	.negotiates = SCMIP_VERSION(1, 0),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_pinctrl_protocol_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "pinctrl-attributes", scmip_pinctrl_attributes, 8, 0),
		SCMIP_LIST(0x4, "list-associations", scmip_pinctrl_list_associations, 12, 0, 2, 12,
			   16),
		[0x5] = {
			.name = "settings-get",
			.run = scmip_pinctrl_settings_get,
			.len = 8,
			.index = 1,
			.where = 0xff00,
			.counts = 1,
			.bits = 8,
			.shift = 24,
		},
		[0x6] = {
			.name = "settings-configure",
			.run = scmip_pinctrl_settings_configure,
			.fits = scmip_pinctrl_configure_fits,
		},
		SCMIP_COMMAND(0x7, "request", scmip_pinctrl_request, 8, 0),
		SCMIP_COMMAND(0x8, "release", scmip_pinctrl_release, 8, 0),
		SCMIP_COMMAND(SCMIP_PINCTRL_NAME_GET, "name-get", scmip_pinctrl_name_get, 8, 0),
		SCMIP_COMMAND(0xa, "set-permissions", scmip_pinctrl_set_permissions, 12, 0),
	},
	.part = &board_part_pin,
	.size = scmip_pinctrl_size,
	.reset = scmip_pinctrl_reset,
	.control = scmip_pinctrl_control,
};
