// SPDX-License-Identifier: GPL-2.0-only
/* Invented clocks. */
#include <linux/scmi_agent_clock.h>

#include "world.h"

bool clock_is_hole(u32 id)
{
	if (world.count > 1000)
		return world_hash(id, 1) % 100;
	return !(world_hash(id, 1) % 8);
}

static u32 num_parents(u32 id)
{
	static const u32 nums[] = { 0, 1, 2, 28, 29, 60 };

	return nums[world_hash(id, 6) % ARRAY_SIZE(nums)];
}

/* Some parents do not exist, some are holes, some the clock itself. */
static u32 parent_of(u32 id, u32 n)
{
	return world_hash(id, 100 + n) % (world.count + 2);
}

static bool parent_is_good(u32 id, u32 n)
{
	u32 parent = parent_of(id, n);

	return parent < world.count && parent != id && !clock_is_hole(parent);
}

static s32 answer_parents(u32 id, u32 at)
{
	u32 num = num_parents(id), n, i;

	if (at > num)
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, 28u);
	put32(n | (num - at - n) << 24);
	for (i = 0; i < n; i++)
		put32(parent_of(id, at + i));
	return 0;
}

/* What CLOCK_ATTRIBUTES says; bits that are reserved mean nothing. */
static u32 attributes_of(u32 id)
{
	return world_hash(id, 7) & (GENMASK(31, 27) | GENMASK(1, 0));
}

/* Does it say so, in a version in which that is not reserved? */
static bool says(u32 id, u32 bit, u32 since)
{
	return world.version >= since && attributes_of(id) & bit;
}

static u32 permissions_of(u32 id)
{
	return world_hash(id, 11) & GENMASK(31, 29);
}

static bool tells_latency(u32 id)
{
	return SCMI_VERSION_MAJOR(world.version) >= 2 && world_hash(id, 9) % 4;
}

static u32 latency_of(u32 id)
{
	return world_hash(id, 10) % 3 * 400;
}

static s32 answer_attributes(u32 id)
{
	put32(attributes_of(id));
	put_name(world_hash(id, 8) % 10 ? "short" : "", 16);
	if (tells_latency(id))
		put32(latency_of(id));
	return 0;
}

/* Asynchronous changes under way, and the most there were at a time. */
static u32 changes, most_changes;
/* The caller that asks for the next change before the last one has ended. */
static const struct scmi_protocol_handle *impatient;

static s32 answer_rate_set(const u32 *in, size_t num, bool delayed)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;

	if (num != 4 || delayed != (in[0] & 1))
		die("RATE_SET", in[1]);
	if (delayed) {
		most_changes = max(most_changes, ++changes);
		if (impatient)
			ops->rate_set(impatient, in[1], in[2]);
		changes--;
		world.len = 0;
		put32(in[1]);
		put64(in[2]);
	}
	return 0;
}

static s32 clock_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = msg == 0x5 ? in[1] : in[0];
	bool v21 = world.version >= SCMI_VERSION(2, 1);

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | world.async << 16);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no clock", msg);
	if (clock_is_hole(id))
		return SCMI_NOT_FOUND;
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		return clock_answer_rates(id, in[1]);
	case 0x5:
		return answer_rate_set(in, num, delayed);
	case 0x6:
		put64(id * 1000ULL);
		return 0;
	case 0x7:
		if (num != (v21 ? 3 : 2))
			die("length of CONFIG_SET", id);
		return 0;
	case 0x8:
		return world_answer_long_name();
	case 0x9:
	case 0xa:
		if (num != 2 || in[1] > 1)
			die("NOTIFY", id);
		return 0;
	case 0xb:
		if (num != 2 || !v21)
			die("CONFIG_GET", id);
		if (world.unsupported)
			return SCMI_NOT_SUPPORTED;
		put32(in[1] << 16);
		put32(id & 1);
		put32(id);
		return 0;
	case 0xc:
		return answer_parents(id, in[1]);
	case 0xd:
		return num == 2 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0xe:
		put32(world_hash(id, 12) % (world.count + 1));
		return 0;
	case 0xf:
		put32(permissions_of(id));
		return 0;
	default:
		die("unknown message", msg);
	}
}

/* What is not needed must not be asked for. */
static void check_messages(void)
{
	if (!world_is_sane())
		return;
	if (core_by_msg[0x3] != world.count ||
	    (core_by_msg[0x4] && !world.killed))
		die("too many messages", core_by_msg[0x4]);
	if (core_by_msg[0x2] || core_by_msg[0x6] || core_by_msg[0xb] || core_by_msg[0xe])
		die("needless messages", 0);
	if (SCMI_VERSION_MAJOR(world.version) < 2 && core_by_msg[0x8])
		die("NAME_GET before 2.0", 0);
	if (SCMI_VERSION_MAJOR(world.version) < 3 &&
	    (core_by_msg[0xc] || core_by_msg[0xf]))
		die("messages of 3.0", 0);
}

static void check_parents(u32 id, const struct scmi_clock_info *info)
{
	u32 i, n = 0;

	for (i = 0; i < num_parents(id) && says(id, BIT(28), SCMI_VERSION(3, 0)); i++) {
		if (!parent_is_good(id, i))
			continue;
		if (n >= (u32)info->num_parents || info->parents[n] != parent_of(id, i))
			die("parent", id);
		n++;
	}
	if (n != (u32)info->num_parents)
		die("number of parents", id);
}

static void check_info(u32 id, const struct scmi_clock_info *info)
{
	u32 may = says(id, BIT(1), SCMI_VERSION(3, 0)) ? permissions_of(id) : ~0u;
	u32 latency = tells_latency(id) ? latency_of(id) : 0;
	char name[16];

	snprintf(name, sizeof(name), "clock%u", id);
	if (world_hash(id, 8) % 10)
		strcpy(name, "short");
	if (strcmp(info->name, says(id, BIT(29), SCMI_VERSION(2, 0)) ? LONG_NAME : name))
		die("name of a clock", id);
	if (info->enable_latency != (latency ?: U32_MAX))
		die("latency", id);
	if (info->rate_changed_notifications != says(id, BIT(31), SCMI_VERSION(2, 0)) ||
	    info->rate_change_requested_notifications !=
	    says(id, BIT(30), SCMI_VERSION(2, 0)) ||
	    info->extended_config != says(id, BIT(27), SCMI_VERSION(2, 1)))
		die("attributes", id);
	if (info->state_ctrl_forbidden != !(may & BIT(31)) ||
	    info->parent_ctrl_forbidden != !(may & BIT(30)) ||
	    info->rate_ctrl_forbidden != !(may & BIT(29)))
		die("permissions", id);
}

static void try_config(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	bool enabled, by_config = world.version >= SCMI_VERSION(2, 1) && !world.unsupported;
	int may = !info ? -EINVAL : info->state_ctrl_forbidden ? -EACCES : 0;
	int oem = !info ? -EINVAL : info->extended_config ? 0 : -EOPNOTSUPP;
	u32 type = 1 + core_rand(0xff), val = 0, attr = 0;
	int ret;

	expect("enable", ops->enable(ph, id, false), may, id, 1, 0, 0);
	expect("disable", ops->disable(ph, id, core_rand(8) == 0), may, id, 0, 0, 0);
	ret = ops->state_get(ph, id, &enabled, false);
	if (world_is_sane() && info &&
	    (ret || enabled != (by_config ? id & 1 : attributes_of(id) & 1)))
		die("state", id);
	expect("value", ops->config_oem_set(ph, id, type, 7, false), oem, id,
	       3 | type << 16, 7, 0);
	ret = ops->config_oem_get(ph, id, type, &val, &attr, false);
	expect("value", ret, oem ?: by_config ? 0 : -EOPNOTSUPP, id, type, 0, 0);
	if (world_is_sane() && !ret && (val != id || attr != type << 16))
		die("value of a type", id);
	if (ops->config_oem_get(ph, id, 0, &val, NULL, false) != -EINVAL ||
	    ops->config_oem_set(ph, id, 0x100, 7, false) != -EINVAL)
		die("type that does not exist", id);
}

static void try_parents(const struct scmi_protocol_handle *ph, u32 id,
			const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	u32 val, i;
	int ret;

	ret = ops->parent_get(ph, id, &val);
	if (!ret && (!ops->info_get(ph, val) ||
		     (world_is_sane() && val != world_hash(id, 12) % (world.count + 1))))
		die("parent that is another", id);
	for (i = 0; i < 3; i++) {
		bool has = info && i < (u32)info->num_parents;

		expect("PARENT_SET", ops->parent_set(ph, id, i),
		       !has ? -EINVAL : info->parent_ctrl_forbidden ? -EACCES : 0, id,
		       has ? info->parents[i] : 0, 0, 0);
	}
}

static void try_rate(const struct scmi_protocol_handle *ph, u32 id,
		     const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_rates *rates;
	unsigned long rate = core_rand(0);
	u64 hz = 0;
	u32 i;
	int ret;

	ret = ops->rate_get(ph, id, &hz);
	if (world_is_sane() && info && (ret || hz != id * 1000ULL))
		die("RATE_GET", id);
	ret = ops->rate_set(ph, id, hz | 5ULL << 32);
	/* Only one bit of the flags may be set: that of an asynchronous change. */
	expect("RATE_SET", ret,
	       !info ? -EINVAL : info->rate_ctrl_forbidden ? -EACCES : 0,
	       world.in[0] & 1, id, hz, 5);
	ret = ops->determine_rate(ph, id, &rate);
	if (!info && ret != -EINVAL)
		die("determine_rate of a hole", id);
	rates = ops->all_rates_get(ph, id);
	if (!info && rates)
		die("rates of a hole", id);
	for (i = 1; rates && rates->rate_discrete && i < rates->num_rates; i++)
		if (rates->rates[i] < rates->rates[i - 1])
			die("unsorted rates", id);
}

static void try_clock(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_info *info = ops->info_get(ph, id);

	if (world_is_sane() && !info != (id >= world.count || clock_is_hole(id)))
		die("hole", id);
	if (info && (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0]))
		die("name", id);
	if (info && info->num_parents && !info->parents)
		die("parents without a list", id);
	if (info && world_is_sane()) {
		check_info(id, info);
		clock_check_rates(ph, id, info);
		check_parents(id, info);
	}
	try_rate(ph, id, info);
	try_config(ph, id, info);
	try_parents(ph, id, info);
}

/* All of the asynchronous changes that are offered are used, less one. */
static void check_async(const struct scmi_protocol_handle *ph)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_info *info = NULL;
	u32 id, offered = core_peer.no_delayed ? 0 : world.async;

	for (id = 0; id < world.count && world_is_sane(); id++) {
		info = ops->info_get(ph, id);
		if (info && !info->rate_ctrl_forbidden)
			break;
	}
	if (!info || info->rate_ctrl_forbidden)
		return;
	most_changes = 0;
	impatient = ph;
	if (ops->rate_set(ph, id, 1))
		die("RATE_SET", id);
	impatient = NULL;
	if (most_changes != max(offered, 1u) - 1)
		die("asynchronous changes", most_changes);
}

/* Messages about requested changes, and about changes. */
static u32 notifies[2];

static void try_event(const struct scmi_protocol_handle *ph, const struct scmi_event *evt)
{
	bool changed = evt->id == SCMI_EVENT_CLOCK_RATE_CHANGED, on = core_rand(2);
	struct scmi_clock_rate_notif_report r = {};
	u32 id = core_rand(world.count + 2), words[] = { 9, id, core_rand(0), 1 };
	const struct scmi_clock_info *info = scmi_agent_clock_info(ph, id);
	size_t len = core_rand(5) * 4;
	u8 *payload = malloc(len);
	struct scmi_cursor c;
	u32 src = 0;
	int ret;

	if (world_is_sane() && evt->supported(ph, id) !=
	    (info && says(id, changed ? BIT(31) : BIT(30), SCMI_VERSION(2, 0))))
		die("source of an event", id);
	if (info) {
		bool exists = world.version >= SCMI_VERSION(2, 0);

		expect("NOTIFY", scmi_event_enable(ph, scmi_clock_protocol.events, evt, id, on),
		       exists ? 0 : -EOPNOTSUPP, id, on, 0, 0);
		notifies[changed] += exists;
		if (world_is_sane() && core_by_msg[changed ? 0x9 : 0xa] != notifies[changed])
			die("NOTIFY of another event", id);
	}
	memcpy(payload, words, len);
	scmi_cursor_init(&c, payload, len);
	ret = evt->parse(ph, 3, &c, &r, &src);
	if (ret != (len < 16 ? -EPROTO : info ? 0 : -ENOENT))
		die("event", src);
	if (!ret && (src != id || r.timestamp != 3 || r.agent_id != 9 || r.clock_id != id ||
		     r.rate != (words[2] | 1ULL << 32)))
		die("report of an event", src);
	free(payload);
}

static void check_state(const struct scmi_clock_info *info, u32 id,
			const struct scmi_agent_clock_state *state)
{
	bool parent = info && info->num_parents > 1, duty = info && info->extended_config;
	u32 parent_id = world_hash(id, 12) % (world.count + 1);

	if (info ? state->rate_err || state->rate != id * 1000ULL : state->rate_err != -ENOENT)
		die("state of all clocks", id);
	if (parent ? state->parent_err || state->parent_id != parent_id :
		     state->parent_err != -EOPNOTSUPP)
		die("parent of all clocks", id);
	if (duty && !world.unsupported ? state->duty_err || state->duty != id :
					 state->duty_err != -EOPNOTSUPP)
		die("duty cycle of all clocks", id);
}

static void try_states(const struct scmi_protocol_handle *ph, u32 count)
{
	struct scmi_agent_clock_state *states = calloc(count + 1, sizeof(*states));
	int ret = scmi_agent_clock_read_states(ph, states, count);
	u32 i;

	for (i = 0; !ret && i < count && world_is_sane(); i++)
		check_state(scmi_agent_clock_info(ph, i), i, &states[i]);
	if (scmi_agent_clock_read_states(ph, states, count + 1) != -EINVAL)
		die("states of too many clocks", count);
	free(states);
}

static void clock_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	u32 count = ops->count_get(ph), i;

	check_messages();
	if (!ops->info_get(ph, 0) && world_is_sane() && count && !clock_is_hole(0))
		die("no clock", 0);
	clock_check_rate_messages();
	if (world_is_sane() && count != world.count)
		die("number of clocks", count);
	if (count > 0xffff)
		die("too many clocks", count);
	if (count > 1000)
		for (i = 0; i < 50; i++)
			try_clock(ph, core_rand(count));
	else
		for (i = 0; i < count + 2; i++)
			try_clock(ph, i);
	try_clock(ph, 0xffffffff);
	check_async(ph);
	memset(notifies, 0, sizeof(notifies));
	for (i = 0; i < scmi_clock_protocol.events->num; i++)
		try_event(ph, &scmi_clock_protocol.events->events[i]);
	try_states(ph, count);
	client_clk(ph);
}

static const void *clock_look(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;

	return ops->info_get(ph, id);
}

static u32 clock_source(void)
{
	return core_rand(world.count + 2);
}

static const struct world_protocol clock = {
	.proto = &scmi_clock_protocol,
	.answer = clock_answer,
	.try = clock_try,
	.look = clock_look,
	.source = clock_source,
};

WORLD_PROTOCOL(clock)
