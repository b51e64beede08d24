// SPDX-License-Identifier: GPL-2.0-only
/* Invented power caps. */
#include <linux/scmi_agent_powercap.h>

#include "world.h"

#define NONE		0xffffffff
#define MAX_LEVELS	15
/* Domains above one that may have a parent. */
#define MAX_DEPTH	8
/* What remembers caps; others have those that were invented. */
#define MAX_STATES	512

static bool has_levels(void)
{
	return world.version >= SCMI_VERSION(3, 0);
}

static bool can_be_off(void)
{
	return world.version >= SCMI_VERSION(2, 0);
}

static bool is_hole(u32 id)
{
	if (world.count > 1000)
		return world_hash(id, 1) % 100;
	return !(world_hash(id, 1) % 8);
}

static bool exists(u32 id)
{
	return id < world.count && !is_hole(id);
}

/* What POWERCAP_DOMAIN_ATTRIBUTES says, reserved bits included. */
static u32 attributes_of(u32 id)
{
	return world_hash(id, 2);
}

static u32 num_levels(u32 id)
{
	u32 num = attributes_of(id) >> 15 & 0xf;

	return has_levels() && num ? num : 1;
}

/* Levels are known by other numbers than their index. */
static u32 level_id(u32 id, u32 level)
{
	return num_levels(id) > 1 ? level * 3 + 1 : 0;
}

/* What the platform says can be set, and whether it can: caps, and intervals of both kinds. */
enum { CAPS, AVERAGES, WINDOWS };

struct raw { u32 min, max, step; bool settable; };

static struct raw raw_of(u32 id, u32 level, u32 what)
{
	u32 seed = 1000 + what * 100 + (num_levels(id) > 1 && what != WINDOWS ? level : 50);
	u32 min = 1 + world_hash(id, seed) % 1000, step = 1 + world_hash(id, seed) / 7 % 40;
	u32 attr = attributes_of(id);
	struct raw r = { min, min + world_hash(id, seed + 1000) % 5000, step };

	switch (world_hash(id, seed + 2000) % 8) {
	case 0:
		r.max = r.min;
		break;
	case 1:
		r.step = 0;
		break;
	case 2:
		r.min = r.max + 1;
		break;
	case 3:
		r.min = 0;
		break;
	case 4:
		r = (struct raw){};
		break;
	}
	if (what == CAPS)
		r.settable = num_levels(id) > 1 ? world_hash(id, 40 + level) & 1 : attr & BIT(27);
	else if (what == WINDOWS || !has_levels())
		r.settable = attr & BIT(25);
	else
		r.settable = num_levels(id) > 1 ? r.min < r.max : attr & BIT(20);
	return r;
}

static bool may_be_set(const struct raw *r)
{
	return r->settable && r->max && r->min <= r->max;
}

/* Before 3.0 there is one kind of interval. */
static struct raw averages_of(u32 id, u32 level)
{
	return raw_of(id, level, has_levels() ? AVERAGES : WINDOWS);
}

static void put_raw(const struct raw r)
{
	put32(r.min);
	put32(r.max);
	put32(r.step);
}

/* Of a chain, a circle, or anywhere; some parents do not exist. */
static u32 parent_of(u32 id)
{
	switch (world_hash(0, 5) % 4) {
	case 0:
		return id ? id - 1 : NONE;
	case 1:
		/* A platform without any may be asked for one that a wrong count promised. */
		return (id + 1) % (world.count + !world.count + (world_hash(0, 6) & 1));
	default:
		return world_hash(id, 7) % 3 ? world_hash(id, 8) % (world.count + 2) : NONE;
	}
}

/* What fast channels may stand for: cap and interval, to be read and to be set. */
static u32 fast_slot(u8 msg)
{
	return msg == 0x4 ? 0 : msg == 0x5 ? 1 : msg == 0x6 || msg == 0xe ? 2 : 3;
}

/* Is there one, and where we may use it? */
static bool has_fast(u32 id, u32 slot)
{
	return attributes_of(id) & BIT(22) && !world.unsupported && id < IOMEM_AREA_SIZE / 32 &&
	       world_hash(id, 60 + slot) % 4;
}

static bool uses_fast(u32 id, u32 slot)
{
	return has_fast(id, slot) && world_hash(id, 60 + slot) % 4 != 1;
}

/* Both channels of a value have the same memory; others are next to it. */
static u32 *fast_at(u32 id, u32 slot)
{
	return (u32 *)&iomem_area[id % (IOMEM_AREA_SIZE / 32) * 32 + slot / 2 * 8];
}

static s32 answer_fast(u32 id, u32 slot)
{
	u64 at = IOMEM_AREA + ((u8 *)fast_at(id, slot) - iomem_area);

	if (!has_fast(id, slot))
		return SCMI_NOT_SUPPORTED;
	put32(slot & 1);
	put32(0);
	put64(uses_fast(id, slot) ? at : world_hash(id, 70) % 2 ? IOMEM_RAM : at + 2);
	put32(4);
	/* The doorbell is in the word behind the value, for those that can be set. */
	put64(at + 4);
	put32(1 << slot);
	put32(0);
	put64(0);
	return 0;
}

/* What is capped, and how often somebody set it. */
static u32 states[MAX_STATES][MAX_LEVELS], sets;

static u32 *state_of(u32 id, u32 level)
{
	if (!level && (uses_fast(id, 0) || uses_fast(id, 1)))
		return fast_at(id, 0);
	return &states[id % MAX_STATES][level];
}

static void reset_states(void)
{
	u32 id, level;

	if (iomem_claimed || iomem_mapped)
		die("a fast channel is left", iomem_claimed);
	for (id = 0; id < MAX_STATES; id++)
		for (level = 0; level < MAX_LEVELS; level++)
			*state_of(id, level) = can_be_off() && !(world_hash(id, 9 + level) % 3) ?
					       0 : 1 + world_hash(id, 9 + level) % 5000;
}

/* The level that a word names; a hostile one, which is not believed either. */
static u32 level_at(u32 id, const u32 *in, u32 word)
{
	u32 level = has_levels() && num_levels(id) > 1 ? (in[word] - 1) / 3 : 0;

	if (world_is_sane() && has_levels() && in[word] != level_id(id, level))
		die("level", id);
	return level % MAX_LEVELS;
}

static s32 answer_cap_set(u32 id, const u32 *in, size_t num, bool delayed)
{
	u32 level = level_at(id, in, 1), flags = in[has_levels() ? 2 : 1];
	u32 cap = in[has_levels() ? 3 : 2];

	if (num != (has_levels() ? 4 : 3) || flags > 3 || flags == 1 || (delayed && flags != 2) ||
	    (!delayed && flags == 2))
		die("CAP_SET", id);
	if (flags && world_is_sane() && !(attributes_of(id) & BIT(29)))
		die("asynchronous CAP_SET", id);
	sets++;
	*state_of(id, level) = cap;
	if (delayed) {
		put32(id);
		put32(cap);
		if (has_levels())
			put32(level_id(id, level));
	}
	return 0;
}

static s32 answer_attributes(u32 id)
{
	put32(attributes_of(id));
	put_name(world_hash(id, 3) % 10 ? "short" : "", 16);
	put_raw(raw_of(id, 0, WINDOWS));
	put_raw(raw_of(id, 0, CAPS));
	put32(id + 1);
	put32(id + 2);
	put32(parent_of(id));
	if (has_levels())
		put_raw(raw_of(id, 0, AVERAGES));
	return 0;
}

static s32 answer_levels(u32 id, u32 at)
{
	u32 num = num_levels(id), n = 0;

	if (world_is_sane() && num < 2)
		die("levels of what has none", id);
	if (at > num)
		return SCMI_OUT_OF_RANGE;
	put32(min(num - at, 2u) | (num - at - min(num - at, 2u)) << 16);
	for (; n < 2 && at + n < num; n++) {
		put32(level_id(id, at + n));
		put32(raw_of(id, at + n, CAPS).settable);
		put_raw(raw_of(id, at + n, CAPS));
		put_raw(raw_of(id, at + n, AVERAGES));
		put_name("level", 16);
	}
	return 0;
}

static s32 powercap_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = in[0];

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		reset_states();
		put32(world.count);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no domain", msg);
	if (is_hole(id))
		return SCMI_NOT_FOUND;
	if ((msg > 0xc && !has_levels()) || (msg == 0x8 && !(attributes_of(id) & BIT(28)) &&
					     world_is_sane()))
		die("message that nobody has", msg);
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		put32(*state_of(id, level_at(id, in, 1)));
		return num == (has_levels() ? 2 : 1) ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x5:
		return answer_cap_set(id, in, num, delayed);
	case 0x6:
		put32(id * 3);
		return 0;
	case 0x8:
		return world_answer_long_name();
	case 0x9:
		put32(id * 5);
		put32(id * 7);
		return 0;
	case 0xc:
		if (num != (has_levels() ? 3 : 2) ||
		    (world_is_sane() && !(attributes_of(id) & BIT(22))))
			die("DESCRIBE_FASTCHANNEL", id);
		return answer_fast(id, fast_slot(in[1]));
	case 0xd:
		return answer_levels(id, in[1]);
	case 0xe:
		put32(id * 9 + level_at(id, in, 1));
		return 0;
	case 0x7:
	case 0xf:
		return num == (msg == 0x7 ? 3 : 4) ? 0 : SCMI_PROTOCOL_ERROR;
	case 0xa:
	case 0xb:
		return num == (msg == 0xa ? 2 : 4) && in[1] < 2 ? 0 : SCMI_PROTOCOL_ERROR;
	default:
		die("unknown message", msg);
	}
}

/* What is not needed must not be asked for. */
static void check_messages(void)
{
	unsigned int msg;

	if (!world_is_sane())
		return;
	if (core_by_msg[0x3] != world.count)
		die("too many messages", core_by_msg[0x3]);
	for (msg = 0x4; msg < 0x10; msg++)
		if (msg != 0x8 && msg != 0xd && core_by_msg[msg])
			die("needless messages", msg);
}

/* What can be set is a range from which a value can be chosen. */
static void check_range(const struct scmi_agent_powercap_range *r, const struct raw *raw, u32 id)
{
	if (r->min > r->max || (r->settable && (!r->min || !r->step)))
		die("range", id);
	if (!world_is_sane())
		return;
	if (r->settable != may_be_set(raw))
		die("what can be set", id);
	if (raw->min <= raw->max && (raw->max || !raw->settable) && r->max != raw->max)
		die("highest of a range", id);
	if (may_be_set(raw) && raw->min && r->min != raw->min)
		die("lowest of a range", id);
	if (may_be_set(raw) && r->step != (raw->step ?: 1))
		die("step of a range", id);
}

static void check_info(u32 id, const struct scmi_powercap_info *info)
{
	u32 attr = attributes_of(id);
	char name[20];

	snprintf(name, sizeof(name), "powercap%u", id);
	if (world_hash(id, 3) % 10)
		strcpy(name, "short");
	if (strcmp(info->name, attr & BIT(28) ? LONG_NAME : name))
		die("name of a domain", id);
	if (info->id != id || info->sustainable_power != id + 1 || info->accuracy != id + 2)
		die("words of a domain", id);
	if (info->notify_powercap_cap_change != !!(attr & BIT(has_levels() ? 21 : 31)) ||
	    info->notify_powercap_measurement_change != !!(attr & BIT(30)) ||
	    info->async_powercap_cap_set != !!(attr & BIT(29)) ||
	    info->powercap_monitoring != !!(attr & BIT(26)) ||
	    info->fastchannels != !!(attr & BIT(22)))
		die("attributes", id);
	if (info->powercap_scale_uw != ((attr >> 23 & 3) == 1) ||
	    info->powercap_scale_mw != ((attr >> 23 & 3) == 2))
		die("unit", id);
}

static void check_first(u32 id, const struct scmi_powercap_info *info,
			const struct scmi_agent_powercap_level *l)
{
	if (info->powercap_cap_config != l->caps.settable || info->min_power_cap != l->caps.min ||
	    info->max_power_cap != l->caps.max || info->power_cap_step != l->caps.step ||
	    info->powercap_pai_config != l->intervals.settable ||
	    info->min_pai != l->intervals.min || info->max_pai != l->intervals.max ||
	    info->pai_step != l->intervals.step)
		die("first level", id);
}

/* Whoever follows parents comes to an end, and soon. */
static void check_parents(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	u32 parent = ops->info_get(ph, id)->parent_id, depth, at;

	for (depth = 0, at = parent; at != NONE; depth++) {
		const struct scmi_powercap_info *info = ops->info_get(ph, at);

		if (!info || depth >= MAX_DEPTH)
			die("parents", id);
		at = info->parent_id;
	}
	if (!world_is_sane() || parent == parent_of(id))
		return;
	if (parent != NONE)
		die("parent", id);
	/* It was taken away: it is missing, too deep, or a circle was broken here. */
	if (!exists(parent_of(id)))
		return;
	for (depth = 0, at = parent_of(id); depth < MAX_DEPTH && at != id; depth++) {
		if (!exists(at))
			die("parent taken away", id);
		at = parent_of(at);
	}
}

/* The next value below, of those that there are. */
static bool is_rounded(const struct scmi_agent_powercap_range *r, u32 wanted, u32 got)
{
	if (got == r->max)
		return wanted == r->max;
	return got <= wanted && got >= r->min && wanted - got < r->step &&
	       !((got - r->min) % r->step);
}

static u32 any_of(const struct scmi_agent_powercap_range *r)
{
	u32 at = core_rand(4);

	if (!at)
		return r->max;
	return r->min + core_rand(r->max - r->min + 2) - (at == 1);
}

static int fits(const struct scmi_agent_powercap_range *r, u32 value)
{
	return !r->settable ? -EOPNOTSUPP : value < r->min || value > r->max ? -EINVAL : 0;
}

static void try_cap(const struct scmi_protocol_handle *ph, u32 id, u32 level,
		    const struct scmi_agent_powercap_level *l)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	u32 *state = state_of(id, level % MAX_LEVELS), before = sets, was = *state;
	u32 cap = 0, wanted = l ? any_of(&l->caps) : 1;
	int ret = scmi_agent_powercap_cap_get(ph, id, level, &cap);

	if (world_is_sane() && id < MAX_STATES && (ret != (l ? 0 : -EINVAL) || (l && cap != was)))
		die("CAP_GET", id);
	if (level || core_rand(2))
		ret = scmi_agent_powercap_cap_set(ph, id, level, wanted);
	else
		ret = ops->cap_set(ph, id, wanted, core_rand(2));
	if (!world_is_sane() || id >= MAX_STATES)
		return;
	if (ret != (l ? fits(&l->caps, wanted) : -EINVAL))
		die("CAP_SET", id);
	if (!ret && was ? !is_rounded(&l->caps, wanted, *state) : sets != before || *state != was)
		die("cap that was set", id);
	if (!level && uses_fast(id, 1) && sets != before)
		die("message in place of a fast channel", id);
	if (!ret && was && !level && uses_fast(id, 1) && fast_at(id, 1)[1] != 1 << 1)
		die("doorbell", id);
}

/* What is turned off has no cap, and gets back the one that it had or was to have. */
static void try_enable(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	u32 n = scmi_agent_powercap_num_levels(ph, id), i, settable = 0, first = n;
	int off = ops->cap_enable_set(ph, id, false), ret;
	bool on = true;

	ret = ops->cap_enable_get(ph, id, &on);
	if (!world_is_sane() || id >= MAX_STATES)
		return;
	for (i = n; i--;) {
		if (!scmi_agent_powercap_level(ph, id, i)->caps.settable)
			continue;
		settable++;
		first = i;
		if (can_be_off() && *state_of(id, i))
			die("capped though turned off", id);
	}
	if (off != (settable && can_be_off() ? 0 : -EINVAL) || ret)
		die("turned off", id);
	if (settable == n && on == can_be_off())
		die("capped or not", id);
	if (off)
		return;
	ret = scmi_agent_powercap_level(ph, id, first)->caps.max;
	scmi_agent_powercap_cap_set(ph, id, first, ret);
	if (ops->cap_enable_set(ph, id, true) || *state_of(id, first) != (u32)ret ||
	    ops->cap_enable_get(ph, id, &on) || !on)
		die("turned on", id);
}

static void try_interval(const struct scmi_protocol_handle *ph, u32 id, u32 level,
			 const struct scmi_agent_powercap_level *l)
{
	u32 us = 0, wanted = l ? any_of(&l->intervals) : 1;
	u32 is = has_levels() ? id * 9 + level : id * 3;
	int ret = scmi_agent_powercap_interval_get(ph, id, level, &us);

	if (!level && uses_fast(id, 2))
		is = *fast_at(id, 2);
	if (world_is_sane() && (ret != (l ? 0 : -EINVAL) || (l && us != is)))
		die("interval", id);
	ret = scmi_agent_powercap_interval_set(ph, id, level, wanted);
	if (!world_is_sane())
		return;
	if (ret != (l ? fits(&l->intervals, wanted) : -EINVAL))
		die("interval that was set", id);
	if (!ret && !level && uses_fast(id, 3)) {
		if (!is_rounded(&l->intervals, wanted, *fast_at(id, 3)))
			die("interval in a fast channel", id);
		return;
	}
	if (!ret && (world.in[0] != id || world.in[1] || world.in[3] != level_id(id, level) ||
		     !is_rounded(&l->intervals, wanted, world.in[2])))
		die("words of an interval", id);
}

static void try_power(const struct scmi_protocol_handle *ph, u32 id,
		      const struct scmi_powercap_info *info)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	const struct scmi_agent_powercap_range *windows = scmi_agent_powercap_windows(ph, id);
	u32 power = 0, us = 0, low = core_rand(100), high = core_rand(100), a = 0, b = 0;
	int want = !info ? -EINVAL : info->powercap_monitoring ? 0 : -EOPNOTSUPP;
	int ret = ops->measurements_get(ph, id, &power, &us);

	expect("MEASUREMENTS_GET", ret, want, id, 0, 0, 0);
	if (world_is_sane() && !ret && (power != id * 5 || us != id * 7))
		die("power", id);
	us = windows ? any_of(windows) : 1;
	ret = scmi_agent_powercap_window_set(ph, id, us);
	if (world_is_sane() && ret != (info ? fits(windows, us) : -EINVAL))
		die("window", id);
	ret = scmi_agent_powercap_window_get(ph, id, &us);
	if (world_is_sane() && (ret != (info ? 0 : -EINVAL) || (info && us != id * 3)))
		die("window that is read", id);
	ret = ops->measurements_threshold_set(ph, id, low, high);
	if (world_is_sane() && ret != (info && low <= high ? 0 : -EINVAL))
		die("thresholds", id);
	if (!ret && (ops->measurements_threshold_get(ph, id, &a, &b) || a != low || b != high))
		die("thresholds that were set", id);
}

static void try_domain(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	const struct scmi_powercap_info *info = ops->info_get(ph, id);
	u32 n = scmi_agent_powercap_num_levels(ph, id), i;

	if (world_is_sane() && (!info != !exists(id) || n != (info ? num_levels(id) : 0)))
		die("hole", id);
	if (n > MAX_LEVELS || !info != !n)
		die("number of levels", id);
	for (i = 0; i < n + 1; i++) {
		const struct scmi_agent_powercap_level *l = scmi_agent_powercap_level(ph, id, i);
		const struct raw caps = raw_of(id, i, CAPS), averages = averages_of(id, i);

		if (l ? i == n || !memchr(l->name, 0, sizeof(l->name)) : i < n)
			die("level", id);
		if (l) {
			check_range(&l->caps, &caps, id);
			check_range(&l->intervals, &averages, id);
		}
		if (l && !i)
			check_first(id, info, l);
		try_cap(ph, id, i, l);
		try_interval(ph, id, i, l);
	}
	try_power(ph, id, info);
	if (!info)
		return;
	if (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0])
		die("name", id);
	check_parents(ph, id);
	if (world_is_sane())
		check_info(id, info);
	try_enable(ph, id);
}

static void powercap_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_powercap_proto_ops *ops = scmi_powercap_protocol.ops;
	u32 count = ops->num_domains_get(ph), i;

	check_messages();
	if (count > 0xffff || (world_is_sane() && count != world.count))
		die("number of domains", count);
	for (i = 0; i < min(count + 2, 1002u); i++)
		try_domain(ph, count > 1000 ? core_rand(count) : i);
	try_domain(ph, NONE);
	client_powercap(ph);
}

static u32 powercap_source(void)
{
	return core_rand(world.count + 2);
}

static const struct world_protocol powercap = {
	.proto = &scmi_powercap_protocol,
	.answer = powercap_answer,
	.try = powercap_try,
	.source = powercap_source,
};

WORLD_PROTOCOL(powercap)
