// SPDX-License-Identifier: GPL-2.0-only
/* Invented voltage domains. */
#include <linux/scmi_agent_voltage.h>

#include "world.h"

#define PER_MESSAGE	25

static bool is_v2(void)
{
	return world.version >= SCMI_VERSION(2, 0);
}

static s32 status_of(u32 id)
{
	return world_attributes_status(id, 60);
}

static bool is_hole(u32 id)
{
	return status_of(id) && status_of(id) != SCMI_NOT_SUPPORTED;
}

/* Bits that are reserved mean nothing. */
static u32 attributes_of(u32 id)
{
	return status_of(id) ? 0 : world_hash(id, 61);
}

static bool is_long_named(u32 id)
{
	return is_v2() && attributes_of(id) & BIT(30);
}

static bool offers_async(u32 id)
{
	return is_v2() && attributes_of(id) & BIT(31);
}

static bool is_async(u32 id)
{
	return offers_async(id) && !core_peer.no_delayed;
}

static const char *name_of(u32 id)
{
	return world_hash(id, 62) % 8 ? "domain" : "";
}

/* Ways to tell levels, in the order of what a reader makes of them. */
enum kind {
	LIST,			/* in parts as long as a message holds */
	LIST_ENDLESS,		/* "remaining" stays when all is told, then nothing comes */
	LIST_REFUSED,		/* ... then a refusal does */
	LIST_BACKWARDS,
	TRIPLET,
	TRIPLET_IN_PARTS,
	TRIPLET_COUNTED_AS_ONE,
	ONE_LEVEL,		/* a triplet without step, which needs none */
	LAST_SENSIBLE = ONE_LEVEL,
	NO_STEP,
	STEP_DOWN,
	UPSIDE_DOWN,
	PAIR,
	NOTHING,
	REFUSED,
	KINDS
};

static enum kind kind_of(u32 id)
{
	return world_hash(id, 63) % KINDS;
}

static bool is_segment(u32 id)
{
	return kind_of(id) >= TRIPLET && kind_of(id) <= PAIR;
}

static bool has_levels(u32 id)
{
	return kind_of(id) <= LAST_SENSIBLE;
}

static u32 num_levels(u32 id)
{
	static const u32 nums[] = { 1, 2, 24, 25, 26, 50, 90 };

	if (is_segment(id))
		return kind_of(id) == PAIR ? 2 : 3;
	return kind_of(id) == NOTHING ? 0 : nums[world_hash(id, 64) % ARRAY_SIZE(nums)];
}

static s32 low_of(u32 id)
{
	return (s32)(world_hash(id, 65) % 4000) * 1000 - 1000000;
}

/* Levels as a client sees them, ascending, or as the platform tells them. */
static s32 level_of(u32 id, u32 n, bool told)
{
	u32 step = 1 + world_hash(id, 66) % 50000;

	if (!is_segment(id)) {
		if (told && kind_of(id) == LIST_BACKWARDS)
			n = num_levels(id) - 1 - n;
		return low_of(id) + (s32)(n * step);
	}
	switch (n) {
	case SCMI_VOLTAGE_SEGMENT_LOW:
		return low_of(id);
	case SCMI_VOLTAGE_SEGMENT_HIGH:
		if (kind_of(id) == ONE_LEVEL)
			return low_of(id);
		return kind_of(id) == UPSIDE_DOWN ? low_of(id) - 1 : low_of(id) + 100000;
	default:
		if (kind_of(id) == ONE_LEVEL)
			return told ? -(s32)(step % 2) : 1;
		return kind_of(id) == NO_STEP ? 0 :
		       kind_of(id) == STEP_DOWN ? -(s32)step : (s32)step;
	}
}

static s32 answer_levels(u32 id, u32 at)
{
	u32 num = num_levels(id), n, left, counted, i;

	if (kind_of(id) == REFUSED)
		return SCMI_HARDWARE_ERROR;
	if (at >= num && num && !world.hostile && kind_of(id) != LIST_ENDLESS &&
	    kind_of(id) != LIST_REFUSED)
		die("question for no level", at);
	if (at >= num && kind_of(id) == LIST_REFUSED)
		return SCMI_INVALID_PARAMETERS;
	if (at > num)
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, kind_of(id) == TRIPLET_IN_PARTS ? 1u + id % 2 : PER_MESSAGE);
	left = num - at - n;
	if (kind_of(id) == LIST_ENDLESS || kind_of(id) == LIST_REFUSED)
		left += 3;
	counted = kind_of(id) == TRIPLET_COUNTED_AS_ONE ? 1 : n;
	put32(counted | is_segment(id) << 12 | left << 16);
	for (i = 0; i < n; i++)
		put32(level_of(id, at + i, true));
	return 0;
}

static s32 answer_attributes(u32 id)
{
	if (status_of(id))
		return status_of(id);
	put32(attributes_of(id));
	put_name(name_of(id), 16);
	return 0;
}

static s32 answer_level_set(const u32 *in, size_t num, bool delayed)
{
	if (num != 3 || in[1] & ~1u || delayed != (in[1] & 1))
		die("LEVEL_SET", in[0]);
	if (delayed && !is_async(in[0]) && !world.hostile)
		die("LEVEL_SET that is not asynchronous", in[0]);
	if (delayed) {
		put32(in[0]);
		put32(in[2]);
	}
	return 0;
}

static s32 voltage_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = in[0];

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | core_rand(0) << 16);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no voltage domain", msg);
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		return num == 2 ? answer_levels(id, in[1]) : SCMI_PROTOCOL_ERROR;
	case 0x5:
		if (num != 2 || in[1] > 0xf)
			die("CONFIG_SET", id);
		return 0;
	case 0x6:
		put32(world_hash(id, 67));
		return 0;
	case 0x7:
		return answer_level_set(in, num, delayed);
	case 0x8:
		put32(world_hash(id, 68));
		return 0;
	case 0x9:
		if (!is_long_named(id) && !world.hostile)
			die("needless name", id);
		return world_answer_long_name();
	default:
		die("unknown message", msg);
	}
}

static void check_levels(u32 id, const struct scmi_voltage_info *info)
{
	u32 i;

	if (info->segmented != is_segment(id) || info->num_levels != num_levels(id) ||
	    info->negative_volts_allowed != (low_of(id) < 0))
		die("kind of levels", id);
	for (i = 0; i < info->num_levels; i++)
		if (info->levels_uv[i] != level_of(id, i, false))
			die("level", id);
}

/* What anybody may rely on, be the platform hostile or not. */
static void check_info(u32 id, const struct scmi_voltage_info *info)
{
	const int *uv = info->levels_uv;
	unsigned int i;

	if (info->id != id || !info->num_levels || !uv)
		die("information", id);
	for (i = 1; !info->segmented && i < info->num_levels; i++)
		if (uv[i] < uv[i - 1])
			die("levels in no order", id);
	if (info->segmented && (info->num_levels != 3 || uv[0] > uv[1] || uv[2] <= 0))
		die("segment that is none", id);
	if (uv[0] < 0 && !info->negative_volts_allowed)
		die("negative level", id);
}

static void check_name(u32 id, const struct scmi_voltage_info *info)
{
	char name[64];

	snprintf(name, sizeof(name), "voltage%u", id);
	if (is_long_named(id))
		strcpy(name, LONG_NAME);
	else if (!status_of(id) && name_of(id)[0])
		strcpy(name, name_of(id));
	if (strcmp(info->name, name))
		die("name of a voltage domain", id);
	if (info->async_level_set != offers_async(id))
		die("attributes", id);
}

static void try_ops(const struct scmi_protocol_handle *ph, u32 id, bool is_there)
{
	const struct scmi_voltage_proto_ops *ops = scmi_voltage_protocol.ops;
	int want = is_there ? 0 : -EINVAL, ret;
	u32 config = 0, level = core_rand(0);
	s32 uv = 0;

	expect("CONFIG_SET", ops->config_set(ph, id, level % 16), want, id, level % 16, 0, 0);
	if (ops->config_set(ph, id, 0x10) != -EINVAL)
		die("configuration that does not exist", id);
	ret = ops->config_get(ph, id, &config);
	expect("CONFIG_GET", ret, want, id, 0, 0, 0);
	if (!ret && world_is_sane() && config != world_hash(id, 67) % 16)
		die("configuration", id);
	ret = ops->level_set(ph, id, SCMI_VOLTAGE_LEVEL_SET_AUTO, level);
	expect("LEVEL_SET", ret, want, id, is_async(id), level, 0);
	ret = ops->level_set(ph, id, SCMI_VOLTAGE_LEVEL_SET_SYNC, level);
	expect("synchronous LEVEL_SET", ret, want, id, 0, level, 0);
	ret = ops->level_get(ph, id, &uv);
	expect("LEVEL_GET", ret, want, id, 0, 0, 0);
	if (!ret && world_is_sane() && uv != (s32)world_hash(id, 68))
		die("level of a domain", id);
}

static void try_domain(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_voltage_proto_ops *ops = scmi_voltage_protocol.ops;
	const struct scmi_voltage_info *plain = scmi_agent_voltage_info(ph, id);
	const struct scmi_voltage_info *info = ops->info_get(ph, id);
	int err = scmi_agent_voltage_levels(ph, id);
	unsigned long asked = core_by_msg[0x4];

	if (world_is_sane() && !plain != (id >= world.count || is_hole(id)))
		die("hole", id);
	if (plain && (!memchr(plain->name, 0, sizeof(plain->name)) || !plain->name[0]))
		die("name", id);
	if (!plain ? err != -EINVAL : world_is_sane() && err != (has_levels(id) ? 0 : -ENODATA))
		die("levels", id);
	if (!info != !!err && !world.faulty)
		die("information without levels", id);
	if (info)
		check_info(id, info);
	if (plain && world_is_sane())
		check_name(id, plain);
	if (info && world_is_sane())
		check_levels(id, info);
	if (world_is_sane() && (ops->info_get(ph, id) != info || core_by_msg[0x4] != asked))
		die("levels asked for twice", id);
	try_ops(ph, id, plain);
}

/* What is not needed must not be asked for, and noise is for what went wrong. */
static void check_start(void)
{
	bool noise = false;
	u32 id, names = 0;

	for (id = 0; id < world.count; id++) {
		names += is_long_named(id);
		noise |= status_of(id) == SCMI_HARDWARE_ERROR;
	}
	if (!world_is_sane() || world.killed)
		return;
	if (core_by_msg[0x3] != world.count || core_by_msg[0x9] != names ||
	    core_messages != world.count + names + 1)
		die("number of messages", core_messages);
	if (kernel_warnings - world.warnings != noise)
		die("number of complaints", kernel_warnings - world.warnings);
}

static void voltage_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_voltage_proto_ops *ops = scmi_voltage_protocol.ops;
	u32 count = ops->num_domains_get(ph), i;

	check_start();
	if (world_is_sane() && count != world.count)
		die("number of voltage domains", count);
	if (count > 0xffff)
		die("too many voltage domains", count);
	for (i = 0; i < min(count, 300u) + 2; i++)
		try_domain(ph, count > 300 ? core_rand(count) : i);
	try_domain(ph, 0xffffffff);
}

static const void *voltage_look(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_voltage_proto_ops *ops = scmi_voltage_protocol.ops;

	return ops->info_get(ph, id);
}

static const struct world_protocol voltage = {
	.proto = &scmi_voltage_protocol,
	.answer = voltage_answer,
	.try = voltage_try,
	.look = voltage_look,
};

WORLD_PROTOCOL(voltage)
