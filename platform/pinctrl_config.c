// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pin control protocol, DEN0056 section 4.11: settings of pins and groups. A
 * command that changes several of them changes all or none.
 */
#include "pinctrl.h"

#define SCMIP_GET_RESERVED	0xfff00000U
#define SCMIP_GET_ALL		1
#define SCMIP_GET_FUNCTION	2

#define SCMIP_SET_HEAD		12
#define SCMIP_SET_PAIR		8
#define SCMIP_SET_FUNCTION	0x400
#define SCMIP_SET_RESERVED	0xfffff800U

#define SCMIP_TYPE_MAX		0xff

static const char *const scmip_pin_types[] = {
	"default", "bias-bus-hold", "bias-disable", "bias-high-impedance", "bias-pull-up",
	"bias-pull-default", "bias-pull-down", "drive-open-drain", "drive-open-source",
	"drive-push-pull", "drive-strength", "input-debounce", "input-mode", "pull-mode",
	"input-value", "input-schmitt", "low-power-mode", "output-mode", "output-value",
	"power-source", "slew-rate",
};

/**
 * scmip_pin_type_parse() - type of a setting by name or number
 * @word: a name, or a number
 * @type: the type
 *
 * Context: Any.
 * Return: false if there is no such type.
 */
bool scmip_pin_type_parse(const char *word, u32 *type)
{
	u64 v;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scmip_pin_types); i++) {
		if (scmip_same(word, scmip_pin_types[i])) {
			*type = i;
			return true;
		}
	}
	if (!scmip_parse_u64(word, &v) || v > SCMIP_TYPE_MAX)
		return false;
	*type = (u32)v;
	return true;
}

/**
 * scmip_pin_type_print() - append the type of a setting to a line
 * @t: the line
 * @type: the type
 *
 * Context: Any.
 */
void scmip_pin_type_print(struct scmip_text *t, u32 type)
{
	if (type < ARRAY_SIZE(scmip_pin_types))
		scmip_text_str(t, scmip_pin_types[type]);
	else
		scmip_text_u64(t, type);
}

/**
 * scmip_pin_value() - look for a setting of a pin
 * @s: the server
 * @id: pin id, below their number
 * @type: type of the setting
 *
 * Context: Any.
 * Return: its value, NULL if the pin has no such setting.
 */
u32 *scmip_pin_value(const struct scmip_server *s, u32 id, u32 type)
{
	const struct scmip_pin *p = scmip_pinctrl_at(s, SCMIP_PINCTRL_PIN, id);
	u32 i;

	for (i = 0; p && i < p->num_configs; i++)
		if (p->configs[i].type == type)
			return &scmip_pin_state(s, id)->values[i];
	return NULL;
}

/* All settings, as many as fit, behind those to skip. */
static s32 scmip_pinctrl_get_all(struct scmip_server *s, struct scmip_msg *m, u32 id, u32 skip)
{
	const struct scmip_pin *p = scmip_pinctrl_at(s, SCMIP_PINCTRL_PIN, id);
	const struct scmip_pin_state *st = scmip_pin_state(s, id);
	u32 left, count, i;

	if (skip && skip >= p->num_configs)
		return SCMIP_INVALID_PARAMETERS;
	left = p->num_configs - skip;
	count = scmip_records(m, SCMIP_SET_PAIR, left);
	if (left && !count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (left - count) << 24);
	for (i = 0; i < count; i++) {
		scmip_put32(m, p->configs[skip + i].type);
		scmip_put32(m, st->values[skip + i]);
	}
	return SCMIP_SUCCESS;
}

/**
 * scmip_pinctrl_settings_get() - PINCTRL_SETTINGS_GET
 * @s: the server
 * @m: the command
 *
 * The settings of a group are those of its first pin.
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_pinctrl_settings_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 attr = scmip_arg(m, 1);
	u32 what = (attr >> 18) & 3;
	u32 type = attr & SCMIP_TYPE_MAX;
	struct scmip_pin_target t;
	const u32 *value;
	s32 status;

	if (attr & SCMIP_GET_RESERVED || what > SCMIP_GET_FUNCTION)
		return SCMIP_INVALID_PARAMETERS;
	status = scmip_pinctrl_target(s, (attr >> 16) & 3, scmip_arg(m, 0), &t);
	if (status)
		return status;
	scmip_put32(m, t.st->function);
	if (what == SCMIP_GET_FUNCTION) {
		scmip_put32(m, 0);
		return SCMIP_SUCCESS;
	}
	if (what == SCMIP_GET_ALL)
		return scmip_pinctrl_get_all(s, m, t.pins[0], (attr >> 8) & 0xff);
	value = scmip_pin_value(s, t.pins[0], type);
	if (!value)
		return SCMIP_NOT_SUPPORTED;
	scmip_put32(m, 1);
	scmip_put32(m, type);
	scmip_put32(m, *value);
	return SCMIP_SUCCESS;
}

/**
 * scmip_pinctrl_configure_fits() - whether a request says how long it is
 * @version: not used
 * @in: payload of PINCTRL_SETTINGS_CONFIGURE
 * @len: its length
 *
 * Context: Any.
 * Return: true if it is so long.
 */
bool scmip_pinctrl_configure_fits(u32 version, const u8 *in, u32 len)
{
	return len >= SCMIP_SET_HEAD &&
	       len == SCMIP_SET_HEAD + SCMIP_SET_PAIR * ((scmip_get32(in + 8) >> 2) & 0xff);
}

/* Whether a function can be selected for a pin or a group. */
static s32 scmip_pinctrl_offers(const struct scmip_server *s, u32 function, u32 kind, u32 id)
{
	const struct scmip_pin *p = scmip_pinctrl_at(s, SCMIP_PINCTRL_FUNCTION, function);
	bool of_pins;
	u32 i;

	if (!p)
		return SCMIP_NOT_FOUND;
	of_pins = p->flags & SCMIP_PIN_OF_PINS;
	if (kind != (of_pins ? SCMIP_PINCTRL_PIN : SCMIP_PINCTRL_GROUP))
		return SCMIP_NOT_SUPPORTED;
	for (i = 0; i < p->num_members; i++)
		if (p->members[i] == id)
			return SCMIP_SUCCESS;
	return SCMIP_NOT_SUPPORTED;
}

/* Whether all pins have all settings that the command is about. */
static s32 scmip_pinctrl_has_all(const struct scmip_server *s, const struct scmip_msg *m,
				 const struct scmip_pin_target *t)
{
	u32 at, i;

	for (at = SCMIP_SET_HEAD / 4; at < m->in_len / 4; at += 2) {
		if (scmip_arg(m, at) > SCMIP_TYPE_MAX)
			return SCMIP_INVALID_PARAMETERS;
		for (i = 0; i < t->num; i++)
			if (!scmip_pin_value(s, t->pins[i], scmip_arg(m, at)))
				return SCMIP_NOT_SUPPORTED;
	}
	return SCMIP_SUCCESS;
}

/**
 * scmip_pinctrl_settings_configure() - PINCTRL_SETTINGS_CONFIGURE
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_pinctrl_settings_configure(struct scmip_server *s, struct scmip_msg *m)
{
	u32 function = scmip_arg(m, 1);
	u32 attr = scmip_arg(m, 2);
	bool select = attr & SCMIP_SET_FUNCTION;
	struct scmip_pin_target t;
	s32 status;
	u32 at, i;

	if (attr & SCMIP_SET_RESERVED)
		return SCMIP_INVALID_PARAMETERS;
	status = scmip_pinctrl_target(s, attr & 3, scmip_arg(m, 0), &t);
	if (!status && select)
		status = scmip_pinctrl_offers(s, function, attr & 3, scmip_arg(m, 0));
	if (!status)
		status = scmip_pinctrl_has_all(s, m, &t);
	if (status)
		return status;
	if (scmip_pinctrl_denied(s, &t) || scmip_pinctrl_taken(s, &t))
		return SCMIP_DENIED;
	for (i = 0; i < t.num; i++) {
		if (select)
			scmip_pin_state(s, t.pins[i])->function = function;
		for (at = SCMIP_SET_HEAD / 4; at < m->in_len / 4; at += 2)
			*scmip_pin_value(s, t.pins[i], scmip_arg(m, at)) = scmip_arg(m, at + 1);
	}
	if (select)
		t.st->function = function;
	return SCMIP_SUCCESS;
}
