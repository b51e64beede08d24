// SPDX-License-Identifier: GPL-2.0-only
/* Invented performance domains: what they are, and what is answered about them. */
#include "world_perf.h"

/* How a domain lists its levels */
enum kind {
	KIND_LIST,
	KIND_BACKWARDS,
	KIND_TWICE,		/* each level is there twice */
	KIND_CONSTANT,		/* "remaining" never shrinks */
	KIND_NONE,
	KIND_REFUSED,
	KIND_NUM,
};

bool dom_is_hole(u32 id)
{
	if (world.count > 1000)
		return world_hash(id, 1) % 100;
	return !(world_hash(id, 1) % 8);
}

static enum kind kind_of(u32 id)
{
	return world_hash(id, 2) % KIND_NUM;
}

/* Levels that differ, and entries of the list. */
u32 dom_num_of(u32 id)
{
	static const u32 nums[] = { 1, 2, 5, 6, 9, 10, 11, 40, 200 };

	return nums[world_hash(id, 3) % ARRAY_SIZE(nums)];
}

u32 dom_entries_of(u32 id)
{
	return dom_num_of(id) << (kind_of(id) == KIND_TWICE);
}

u32 dom_attributes_of(u32 id)
{
	return world_hash(id, 4) & GENMASK(31, 25);
}

/* Does it say so, in a version in which that is not reserved? */
bool dom_says(u32 id, u32 bit, u32 since)
{
	return world.version >= since && dom_attributes_of(id) & bit;
}

bool dom_is_indexed(u32 id)
{
	return dom_says(id, BIT(25), SCMI_VERSION(4, 0));
}

/* Levels are hertz, kilohertz, percents, or numbers that nothing is known about. */
static const struct {
	u32 step;
	u32 sustained_level;
	u32 sustained_khz;
} scales[] = {
	{ 10000, 1500000, 1500000 },
	{ 5, 100, 4400000 },
	{ 7, 3, 1000000 },
	{ 15000000, 1800000063, 1800000 },
	{ 20000, 0, 1500000 },
	{ 20000, 1500000, 0 },
	{ 1, 4000000000u, 1 },
	{ 20000000, 1, 4000000000u },
};

u32 dom_scale_of(u32 id)
{
	return world_hash(id, 5) % ARRAY_SIZE(scales);
}

/* The nth lowest level, its index and its frequency. */
u32 dom_level_of(u32 id, u32 n)
{
	return (1 + n) * scales[dom_scale_of(id)].step;
}

static u32 index_of(u32 id, u32 n)
{
	return dom_num_of(id) - 1 - n + world_hash(id, 6) % 2 * 7;
}

static u32 khz_of(u32 id, u32 n)
{
	return (n + 1) * 20000 + world_hash(id, 7) % 2 * 4000000000u;
}

u64 dom_hz_of(u32 id, u32 n)
{
	u32 s = dom_scale_of(id);
	u64 hz;

	if (dom_is_indexed(id))
		return khz_of(id, n) * 1000ULL;
	if (!scales[s].sustained_level || !scales[s].sustained_khz)
		return dom_level_of(id, n) * 1000ULL;
	if (check_mul_overflow(scales[s].sustained_khz * 1000ULL, (u64)dom_level_of(id, n), &hz))
		return 0;
	return hz / scales[s].sustained_level;
}

u32 dom_word_of(u32 id, u32 n)
{
	return dom_is_indexed(id) ? index_of(id, n) : dom_level_of(id, n);
}

u32 dom_latency_of(u32 id, u32 n)
{
	return world_hash(id, 1000 + n) % 3 * 30;
}

u32 dom_rate_limit_of(u32 id)
{
	return world_hash(id, 8) % 3 * 500000;
}

/* Entry @at of the list, as the place of its level among all. */
static u32 entry(u32 id, u32 at)
{
	u32 n = at % dom_num_of(id);

	return kind_of(id) == KIND_BACKWARDS ? dom_num_of(id) - 1 - n : n;
}

static s32 answer_levels(u32 id, u32 at)
{
	bool long_ones = world.version >= SCMI_VERSION(4, 0);
	u32 num = dom_entries_of(id), most = long_ones ? 5 : 9, n, i, k;

	if (kind_of(id) == KIND_NONE) {
		put32(0);
		return 0;
	}
	if (kind_of(id) == KIND_REFUSED)
		return SCMI_DENIED;
	if (at >= num)
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, most);
	if (kind_of(id) == KIND_CONSTANT)
		put32(n | (num - min(num, most)) << 16);
	else
		put32(n | (num - at - n) << 16);
	for (i = 0; i < n; i++) {
		k = entry(id, at + i);
		put32(dom_level_of(id, k));
		put32(k * 10 + 5);
		put32(dom_latency_of(id, k) | 0xab0000);
		if (!long_ones)
			continue;
		put32(khz_of(id, k));
		put32(index_of(id, k));
	}
	return 0;
}

static s32 answer_attributes(u32 id)
{
	u32 s = dom_scale_of(id);

	put32(dom_attributes_of(id));
	put32(dom_rate_limit_of(id) | 0xfff00000);
	put32(scales[s].sustained_khz);
	put32(scales[s].sustained_level);
	put_name(world_hash(id, 9) % 10 ? "short" : "", 16);
	return 0;
}

/* The level that a domain has, by its place; its limits are the outermost ones. */
u32 dom_present(u32 id)
{
	return world_hash(id, 10) % dom_num_of(id);
}

enum fast dom_fast_of(u32 id)
{
	if (!dom_says(id, BIT(27), SCMI_VERSION(2, 0)) || id >= FAST_DOMAINS)
		return FAST_NONE;
	return 1 + world_hash(id, 15) % (FAST_NUM - 1);
}

u64 dom_fast_at(u32 id, u32 msg)
{
	static const u32 at[] = { 0, 8, 16, 24 };

	return IOMEM_AREA + 64 + id * 64ULL + at[msg - 5];
}

u64 dom_fast_doorbell(u32 id)
{
	return IOMEM_AREA + 8 * (world_hash(id, 16) % 4);
}

u32 dom_fast_doorbell_width(u32 id)
{
	/* Those that share one have it in common. */
	return world_hash(id, 16) % 4;
}

static s32 answer_fast(u32 id, u32 msg)
{
	enum fast kind = dom_fast_of(id);
	u64 start = dom_fast_at(id, msg), doorbell = dom_fast_doorbell(id);
	u32 size = msg < 7 ? 8 : 4;
	bool rings = kind == FAST_DOORBELL || kind == FAST_DOORBELL_IN_RAM;

	if (kind == FAST_NONE && !world.hostile && id < FAST_DOMAINS)
		die("fast channel that is none", id);
	if (kind == FAST_NONE)
		return SCMI_NOT_SUPPORTED;
	if (msg < 5 || msg > 8)
		die("message of a fast channel", msg);
	if (kind == FAST_REFUSED)
		return SCMI_NOT_SUPPORTED;
	if (kind == FAST_IN_RAM)
		start = IOMEM_RAM_END - 8;
	if (kind == FAST_SIZE)
		size = world_hash(id, 17) % 2 * 2;
	if (kind == FAST_HUGE)
		size += 0x100;
	if (kind == FAST_MISALIGNED)
		start += 2;
	if (kind == FAST_NOWHERE)
		start = 0;
	if (kind == FAST_DOORBELL_IN_RAM)
		doorbell = IOMEM_RAM;
	put32(rings | dom_fast_doorbell_width(id) << 1);
	put32(777 | 0xfff00000);
	put64(start);
	put32(size);
	put64(doorbell);
	put64(FAST_SET(id));
	put64(FAST_PRESERVE(id));
	return 0;
}

/* Fast channels that work, of the domains that have a place for them. */
bool dom_is_fast(u32 id)
{
	return dom_fast_of(id) == FAST_GOOD || dom_fast_of(id) == FAST_DOORBELL;
}

s32 dom_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = in[0];

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | (world_hash(0, 11) % 4) << 16);
		put64(0x80000000);
		put32(0x1000);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no domain", msg);
	if (dom_is_hole(id))
		return SCMI_NOT_FOUND;
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		return num == 2 ? answer_levels(id, in[1]) : SCMI_PROTOCOL_ERROR;
	case 0x5:
		return num == 3 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x6:
		put32(dom_word_of(id, dom_num_of(id) - 1));
		put32(dom_word_of(id, 0));
		return 0;
	case 0x7:
		return num == 2 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x8:
		put32(dom_word_of(id, dom_present(id)));
		return 0;
	case 0x9:
	case 0xa:
		return num == 2 && in[1] <= 1 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0xb:
		return num == 2 ? answer_fast(id, in[1]) : SCMI_PROTOCOL_ERROR;
	case 0xc:
		if (world.version < SCMI_VERSION(3, 0))
			die("NAME_GET before 3.0", id);
		return world_answer_long_name();
	default:
		die("unknown message", msg);
	}
}

bool dom_lists_levels(u32 id)
{
	return kind_of(id) != KIND_NONE && kind_of(id) != KIND_REFUSED;
}
