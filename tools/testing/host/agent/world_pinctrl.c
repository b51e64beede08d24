// SPDX-License-Identifier: GPL-2.0-only
/* Invented pins, groups of them, and functions. */
#include <linux/scmi_agent_pinctrl.h>

#include "world.h"

#define KINDS		3

static const struct scmi_pinctrl_proto_ops *ops(void)
{
	return scmi_pinctrl_protocol.ops;
}

static u32 count_of(u32 kind)
{
	return kind == PIN_TYPE ? world.count : kind == GROUP_TYPE ? world.count / 2 :
	       world.count / 3;
}

static bool exists(u32 kind, u32 id)
{
	return kind < KINDS && id < count_of(kind);
}

/* Is it there as far as the agent was told? */
static bool is_told(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	return kind < KINDS && id < (u32)ops()->count_get(ph, kind);
}

static bool is_hole(u32 kind, u32 id)
{
	return !(world_hash(id, kind) % 8);
}

static bool is_long_named(u32 kind, u32 id)
{
	return world_hash(id, 10 + kind) % 2;
}

static bool is_nameless(u32 kind, u32 id)
{
	return !(world_hash(id, 20 + kind) % 5);
}

static bool is_of_pins(u32 id)
{
	return world_hash(id, 30) % 2;
}

static u32 num_members(u32 kind, u32 id)
{
	static const u32 nums[] = { 0, 1, 2, 57, 58, 59, 400 };

	return nums[world_hash(id, 40 + kind) % ARRAY_SIZE(nums)];
}

/* Some of them do not exist. */
static u32 member_of(u32 kind, u32 id, u32 n)
{
	return world_hash(id, 1000 * kind + n) % (world.count + 2);
}

static u32 members_below(u32 kind, u32 id)
{
	return count_of(kind == GROUP_TYPE || is_of_pins(id) ? PIN_TYPE : GROUP_TYPE);
}

static u32 num_settings(u32 id)
{
	static const u32 nums[] = { 0, 1, 13, 14, 15, 29, 255 };

	return nums[world_hash(id, 50) % ARRAY_SIZE(nums)];
}

/* Settings have the types from 0 on; what is above the type means nothing. */
static u32 value_of(u32 id, u32 type)
{
	return world_hash(id, 60 + type);
}

static u32 function_of(u32 id)
{
	return world_hash(id, 70) % 3 ? world_hash(id, 71) % (count_of(FUNCTION_TYPE) + 2) :
	       SCMI_AGENT_PINCTRL_NONE;
}

static s32 answer_attributes(u32 kind, u32 id)
{
	u32 attr = num_members(kind, id);

	attr |= is_long_named(kind, id) ? BIT(31) : 0;
	attr |= kind == FUNCTION_TYPE && is_of_pins(id) ? BIT(16) : 0;
	put32(attr | (id & 1 ? BIT(17) : 0));
	put_name(is_nameless(kind, id) ? "" : "short", 16);
	return 0;
}

static s32 answer_members(u32 kind, u32 id, u32 at)
{
	u32 num = num_members(kind, id), n, i, word = 0;

	if (kind == PIN_TYPE)
		die("members of a pin", id);
	/* No platform need have an answer for an empty list. */
	if (at >= num && (at || world_hash(id, 80) % 2))
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, 58u);
	put32(n | (num - at - n) << 16);
	for (i = 0; i < n; i++) {
		word |= member_of(kind, id, at + i) << 16 * (i % 2);
		if (i % 2 || i == n - 1)
			put32(word);
		if (i % 2)
			word = 0;
	}
	return 0;
}

static s32 answer_all(u32 id, u32 skip)
{
	u32 num = num_settings(id), n, i;

	if (skip > num)
		return SCMI_INVALID_PARAMETERS;
	n = min(num - skip, 14u);
	put32(n | (num - skip - n) << 24);
	for (i = skip; i < skip + n; i++) {
		put32(i | 0x7f00);
		put32(value_of(id, i));
	}
	return 0;
}

static s32 answer_settings(u32 id, u32 attr)
{
	u32 what = attr >> 18, type = attr & 0xff;

	put32(function_of(id));
	if (what == 2) {
		put32(0);
		return 0;
	}
	if (what == 1)
		return answer_all(id, attr >> 8 & 0xff);
	if (what || attr & 0xff00)
		die("what to read", attr);
	if (type >= num_settings(id))
		return SCMI_NOT_SUPPORTED;
	put32(1);
	put32(type);
	put32(value_of(id, type));
	return 0;
}

/* Settings that were asked to be changed since the last look, which we have chosen. */
static u32 changed;
static bool chosen;

static s32 answer_configure(const u32 *in, size_t num)
{
	u32 n = in[2] >> 2 & 0xff, i;

	if (num != 3 + 2 * n || in[2] & ~0x7ffu)
		die("length of a configuration", in[0]);
	if (!!(in[2] & BIT(10)) == !~in[1])
		die("function of a configuration", in[1]);
	for (i = 0; i < n; i++, changed++)
		if (chosen && !world.hostile &&
		    (in[3 + 2 * i] != changed % 256 || in[4 + 2 * i] != ~changed))
			die("setting that is changed", changed);
	return 0;
}

static s32 pinctrl_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = msg == 0xa ? in[1] : in[0], kind = in[1];

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(count_of(PIN_TYPE) | count_of(GROUP_TYPE) << 16);
		put32(count_of(FUNCTION_TYPE));
		return 0;
	}
	if (msg == 0x5)
		kind = in[1] >> 16 & 3;
	if (msg == 0x6 || msg == 0xa)
		kind = in[2] & 3;
	if (!exists(kind, id) && !world.hostile)
		die("message for nothing", msg);
	if (is_hole(kind, id))
		return SCMI_NOT_FOUND;
	switch (msg) {
	case 0x3:
		return num == 2 ? answer_attributes(kind, id) : SCMI_PROTOCOL_ERROR;
	case 0x4:
		return num == 3 ? answer_members(kind, id, in[2]) : SCMI_PROTOCOL_ERROR;
	case 0x5:
		return num == 2 ? answer_settings(id, in[1]) : SCMI_PROTOCOL_ERROR;
	case 0x6:
		return answer_configure(in, num);
	case 0x7:
	case 0x8:
		return num == 2 && !kind ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x9:
		if (world.unsupported)
			return SCMI_NOT_SUPPORTED;
		return num == 2 ? world_answer_long_name() : SCMI_PROTOCOL_ERROR;
	case 0xa:
		return num == 3 && in[0] == 2 ? 0 : SCMI_PROTOCOL_ERROR;
	default:
		die("unknown message", msg);
	}
}

static void check_name(const char *name, u32 kind, u32 id)
{
	static const char *const kinds[] = { "pin", "group", "function" };
	char want[32];

	snprintf(want, sizeof(want), "%s%u", kinds[kind], id);
	if (!is_hole(kind, id) && !is_nameless(kind, id))
		strcpy(want, "short");
	if (!is_hole(kind, id) && is_long_named(kind, id) && !world.unsupported)
		strcpy(want, LONG_NAME);
	if (strcmp(name, want))
		die("name", id);
}

static void check_info(const struct scmi_agent_pinctrl_info *info, u32 kind, u32 id)
{
	bool hole = is_hole(kind, id);

	check_name(info->name, kind, id);
	if (info->absent != hole || info->gpio != (!hole && id & 1) ||
	    info->of_pins != (!hole && kind == FUNCTION_TYPE && is_of_pins(id)) ||
	    info->num_members != (hole ? 0 : num_members(kind, id)))
		die("attributes", id);
}

static void check_members(const struct scmi_protocol_handle *ph, u32 kind, u32 id,
			  const unsigned int *ids, unsigned int num)
{
	u32 below = members_below(kind, id), i, n = 0;

	for (i = 0; i < num; i++)
		if (!is_told(ph, PIN_TYPE, ids[i]) &&
		    (kind == GROUP_TYPE || !is_told(ph, GROUP_TYPE, ids[i])))
			die("member that does not exist", ids[i]);
	for (i = 0; i < num_members(kind, id) && world_is_sane(); i++) {
		if (member_of(kind, id, i) >= below)
			continue;
		if (n >= num || ids[n] != member_of(kind, id, i))
			die("member", id);
		n++;
	}
	if (world_is_sane() && n != num)
		die("number of members", id);
}

static void try_members(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	const unsigned int *ids = NULL, *again = NULL;
	unsigned int num = 0, more;
	int ret;

	ret = kind == GROUP_TYPE ? ops()->group_pins_get(ph, id, &ids, &num) :
				   ops()->function_groups_get(ph, id, &num, &ids);
	if (!is_told(ph, kind, id) && ret != -EINVAL)
		die("members of nothing", id);
	if (world_is_sane() && is_told(ph, kind, id) && ret != (is_hole(kind, id) ? -ENOENT : 0))
		die("members", id);
	if (ret)
		return;
	check_members(ph, kind, id, ids, num);
	ret = kind == GROUP_TYPE ? ops()->group_pins_get(ph, id, &again, &more) :
				   ops()->function_groups_get(ph, id, &more, &again);
	if (ret || again != ids || more != num)
		die("members, the second time", id);
}

static void try_settings(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	enum scmi_pinctrl_conf_type types[300];
	bool has = kind != FUNCTION_TYPE && is_told(ph, kind, id);
	bool there = has && !is_hole(kind, id);
	unsigned int num = core_rand(ARRAY_SIZE(types)), max = num, i;
	u32 values[300], value = 0, type = core_rand(30), function = 0, want;
	int ret = ops()->settings_get_all(ph, id, kind, &num, types, values);

	if (!has && ret != -EINVAL)
		die("settings of nothing", id);
	want = !there ? -ENOENT : max < num_settings(id) ? -E2BIG : 0;
	if (world_is_sane() && has && ret != (int)want)
		die("settings", id);
	for (i = 0; !ret && i < num; i++)
		if (world_is_sane() && (num != num_settings(id) || types[i] != i ||
					values[i] != value_of(id, i)))
			die("setting", i);
	ret = ops()->settings_get_one(ph, id, kind, type, &value);
	want = !there ? -ENOENT : type < num_settings(id) ? 0 : -EOPNOTSUPP;
	if (world_is_sane() && has && (ret != (int)want || (!ret && value != value_of(id, type))))
		die("one setting", id);
	ret = scmi_agent_pinctrl_mux_get(ph, id, kind, &function);
	if (!ret && function != SCMI_AGENT_PINCTRL_NONE && !is_told(ph, FUNCTION_TYPE, function))
		die("function that does not exist", function);
	if (world_is_sane() && there && !ret && function != function_of(id))
		die("function", id);
}

static void try_configure(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	bool has = kind != FUNCTION_TYPE && is_told(ph, kind, id);
	enum scmi_pinctrl_conf_type types[300];
	u32 values[300], num = core_rand(ARRAY_SIZE(types)), i;
	u32 want = !has ? -EINVAL : is_hole(kind, id) && num ? -ENOENT : 0;
	int ret;

	for (i = 0; i < num; i++) {
		types[i] = i % 256;
		values[i] = ~i;
	}
	changed = 0;
	core_by_msg[0x6] = 0;
	chosen = true;
	ret = ops()->settings_conf(ph, id, kind, num, types, values);
	chosen = false;
	if (world_is_sane() && (ret != (int)want || (!ret && changed != num)))
		die("settings that are changed", id);
	if (world_is_sane() && !ret && core_by_msg[0x6] != (num + 12) / 13)
		die("messages that change settings", id);
	types[0] = 256;
	if (ops()->settings_conf(ph, id, kind, 1, types, values) != -EINVAL)
		die("type that does not exist", id);
}

static void try_pin(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	u32 function = core_rand(ops()->count_get(ph, FUNCTION_TYPE) + 1);
	int want = !is_told(ph, kind, id) ? -EINVAL : is_hole(kind, id) ? -ENOENT : 0;
	int mux = is_told(ph, FUNCTION_TYPE, function) ? want : -EINVAL;

	if (kind == PIN_TYPE) {
		expect("REQUEST", ops()->pin_request(ph, id), want, id, 0, 0, 0);
		expect("RELEASE", ops()->pin_free(ph, id), want, id, 0, 0, 0);
		expect("mux", scmi_agent_pinctrl_mux_pin(ph, function, id), mux, id,
		       function, BIT(10), 0);
	} else if (kind == GROUP_TYPE) {
		expect("mux", ops()->mux_set(ph, function, id), mux, id, function,
		       BIT(10) | 1, 0);
	}
	if (kind == FUNCTION_TYPE)
		want = -EINVAL;
	expect("permissions", scmi_agent_pinctrl_set_permissions(ph, 2, id, kind, true),
	       want, 2, id, kind | 4, 0);
	expect("permissions", scmi_agent_pinctrl_set_permissions(ph, 2, id, kind, false),
	       want, 2, id, kind, 0);
}

static void try_object(const struct scmi_protocol_handle *ph, u32 kind, u32 id)
{
	struct scmi_agent_pinctrl_info info = {};
	const char *name = NULL;
	int ret = ops()->name_get(ph, id, kind, &name);

	if (!is_told(ph, kind, id) ? !world.hostile && ret != -EINVAL :
	    world_is_sane() && !world.killed && ret)
		die("name of nothing, or none", id);
	if (!ret && (!name[0] || !memchr(name, 0, SCMI_MAX_STR_SIZE)))
		die("name", id);
	ret = scmi_agent_pinctrl_info(ph, id, kind, &info);
	if (!ret && world_is_sane())
		check_info(&info, kind, id);
	if (kind != PIN_TYPE)
		try_members(ph, kind, id);
	try_settings(ph, kind, id);
	try_configure(ph, kind, id);
	try_pin(ph, kind, id);
}

static void pinctrl_try(const struct scmi_protocol_handle *ph)
{
	const char *name;
	u32 kind, i;

	if (world_is_sane() && !world.killed && core_messages != 1)
		die("messages before anybody asks", core_messages);
	for (kind = 0; kind < KINDS; kind++) {
		u32 count = ops()->count_get(ph, kind);

		if (world_is_sane() && count != count_of(kind))
			die("number", kind);
		core_by_msg[0x3] = 0;
		for (i = 0; i < min(count, 50u); i++)
			try_object(ph, kind, count > 50 ? core_rand(count) : i);
		try_object(ph, kind, count);
		try_object(ph, kind, 0xffffffff);
		if (world_is_sane() && !world.killed && core_by_msg[0x3] > count)
			die("attributes that are read again", kind);
	}
	if (ops()->count_get(ph, KINDS) != -EINVAL ||
	    scmi_agent_pinctrl_read(ph, KINDS) != -EINVAL ||
	    ops()->name_get(ph, 0, KINDS, &name) != -EINVAL)
		die("a kind that does not exist", KINDS);
	client_pinctrl(ph);
}

static const void *pinctrl_look(const struct scmi_protocol_handle *ph, u32 id)
{
	const char *name;

	return ops()->name_get(ph, id, PIN_TYPE, &name) ? NULL : name;
}

static const struct world_protocol pinctrl = {
	.proto = &scmi_pinctrl_protocol,
	.answer = pinctrl_answer,
	.try = pinctrl_try,
	.look = pinctrl_look,
};

WORLD_PROTOCOL(pinctrl)
