// SPDX-License-Identifier: GPL-2.0-only
/* Invented clocks. */
#include <linux/scmi_agent_clock.h>

#include "fuzz.h"

/* How a clock tells its rates */
enum kind {
	KIND_RANGE,
	KIND_RANGE_SPLIT,	/* one value per message */
	KIND_RANGE_MISCOUNTED,	/* three values counted as one */
	KIND_RANGE_NO_STEP,
	KIND_LIST,
	KIND_LIST_CONSTANT,	/* "remaining" never shrinks */
	KIND_LIST_STUCK,	/* always the first rates, whatever is asked for */
	KIND_NONE,
	KIND_REFUSED,
	KIND_NUM,
};

#define PART_MAX	14u	/* rates that fit an answer */

static bool is_hole(u32 id)
{
	if (world.count > 1000)
		return world_hash(id, 1) % 100;
	return !(world_hash(id, 1) % 8);
}

static enum kind kind_of(u32 id)
{
	return world_hash(id, 2) % KIND_NUM;
}

static u32 num_of(u32 id)
{
	static const u32 nums[] = { 1, 2, 3, 13, 14, 15, 28, 29, 200 };

	return nums[world_hash(id, 3) % ARRAY_SIZE(nums)];
}

static bool is_shuffled(u32 id)
{
	return SCMI_VERSION_MAJOR(world.version) < 2 && world_hash(id, 4) % 2;
}

/* The nth rate of a list; lists of the first version need not ascend. */
static u64 rate_of(u32 id, u32 n)
{
	u32 num = num_of(id);

	if (is_shuffled(id))
		n = num - 1 - n;
	return (1 + n) * 1000000ULL + (world_hash(id, 5) % 2) * 0x200000000ULL;
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

	return parent < world.count && parent != id && !is_hole(parent);
}

static s32 answer_list(u32 id, u32 at)
{
	enum kind kind = kind_of(id);
	u32 num = num_of(id), n, i;

	if (at >= num)
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, PART_MAX);
	if (kind == KIND_LIST_CONSTANT)
		put32(n | (num - min(num, PART_MAX)) << 16);
	else
		put32(n | (num - at - n) << 16);
	for (i = 0; i < n; i++)
		put64(rate_of(id, kind == KIND_LIST_STUCK ? i : at + i));
	return 0;
}

static s32 answer_rates(u32 id, u32 at)
{
	static const u64 range[] = { 10000000, 100000000, 7000000 };
	u32 i;

	switch (kind_of(id)) {
	case KIND_RANGE:
		put32(3 | BIT(12));
		break;
	case KIND_RANGE_SPLIT:
		if (at > 2)
			return SCMI_OUT_OF_RANGE;
		put32(1 | BIT(12) | (2 - at) << 16);
		put64(range[at]);
		return 0;
	case KIND_RANGE_MISCOUNTED:
		put32(1 | BIT(12));
		break;
	case KIND_RANGE_NO_STEP:
		put32(2 | BIT(12));
		put64(range[0]);
		put64(range[1]);
		return 0;
	case KIND_NONE:
		put32(0);
		return 0;
	case KIND_REFUSED:
		return SCMI_DENIED;
	default:
		return answer_list(id, at);
	}
	for (i = 0; i < 3; i++)
		put64(range[i]);
	return 0;
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

static s32 answer_attributes(u32 id)
{
	u32 major = SCMI_VERSION_MAJOR(world.version);
	u32 bits = world_hash(id, 7) & (BIT(31) | BIT(30) | BIT(29) | BIT(28) |
					BIT(27) | BIT(1) | BIT(0));

	put32(major < 2 ? bits & 1 : major < 3 ? bits & 0xe0000001 : bits);
	put_name(world_hash(id, 8) % 10 ? "short" : "", 16);
	if (major >= 2 && world_hash(id, 9) % 4)
		put32(world_hash(id, 10) % 1000);
	return 0;
}

/* Asynchronous changes under way, and the most there were at a time. */
static u32 changes, most_changes;
/* Who asks for the next change before the last one has ended. */
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

s32 clock_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = msg == 0x5 ? in[1] : in[0];
	bool v21 = world.version >= SCMI_VERSION(2, 1);

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | world.async << 16);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no clock", msg);
	if (is_hole(id))
		return SCMI_NOT_FOUND;
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		return answer_rates(id, in[1]);
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
		put32(0);
		put_name("a name of more than sixteen", 64);
		return 0;
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
		put32(0);
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
		put32(world_hash(id, 11) & (BIT(31) | BIT(30) | BIT(29)));
		return 0;
	default:
		die("unknown message", msg);
	}
}

/* Messages that finding out about the rates of a clock may cost. */
static u32 rate_messages(u32 id)
{
	bool ascending = SCMI_VERSION_MAJOR(world.version) >= 2;
	u32 parts = DIV_ROUND_UP(num_of(id), PART_MAX);

	switch (kind_of(id)) {
	case KIND_RANGE_SPLIT:
		return 3;
	case KIND_LIST:
	case KIND_LIST_CONSTANT:
		return ascending ? min(parts, 2u) : parts;
	case KIND_LIST_STUCK:
		return parts + (ascending && parts > 1);
	default:
		return 1;
	}
}

/* The rates of all clocks are asked for when somebody looks at one of them. */
static void check_rate_messages(void)
{
	u32 id, rates = 0;

	if (!world_is_sane() || world.killed)
		return;
	for (id = 0; id < world.count; id++)
		if (!is_hole(id))
			rates += rate_messages(id);
	if (core_by_msg[0x4] != rates)
		die("messages about rates", core_by_msg[0x4]);
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

static void check_list(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_rates *rates = ops->all_rates_get(ph, id);
	u32 i, num = num_of(id);

	if (!rates || !rates->rate_discrete || rates->num_rates != num)
		die("list of rates", id);
	for (i = 1; i < num; i++)
		if (rates->rates[i] <= rates->rates[i - 1])
			die("order of rates", id);
	if (info->min_rate != rates->rates[0] ||
	    info->max_rate != rates->rates[num - 1])
		die("lowest or highest rate", id);
	if (ops->all_rates_get(ph, id) != rates)
		die("list was read twice", id);
}

static void check_rates(const struct scmi_protocol_handle *ph, u32 id,
			const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	unsigned long rate = 18000000;

	switch (kind_of(id)) {
	case KIND_LIST:
	case KIND_LIST_CONSTANT:
		check_list(ph, id, info);
		rate = rate_of(id, 0) + 1;
		if (ops->determine_rate(ph, id, &rate) ||
		    rate != rate_of(id, 0))
			die("rate of a list", id);
		break;
	case KIND_LIST_STUCK:
		if (!is_shuffled(id) &&
		    (info->min_rate != rate_of(id, 0) ||
		     info->max_rate != rate_of(id, min(num_of(id), PART_MAX) - 1)))
			die("rates of which only the first were told", id);
		break;
	case KIND_NONE:
	case KIND_REFUSED:
		if (info->min_rate || info->max_rate != U64_MAX)
			die("unknown rates", id);
		if (ops->determine_rate(ph, id, &rate) || rate != 18000000)
			die("rate of a clock with unknown rates", id);
		break;
	default:
		if (info->min_rate != 10000000 || info->max_rate != 100000000)
			die("range", id);
		if (ops->determine_rate(ph, id, &rate) ||
		    rate != (kind_of(id) == KIND_RANGE_NO_STEP ? 18000000 : 24000000))
			die("rate of a range", id);
		rate = 99000000;
		if (ops->determine_rate(ph, id, &rate) ||
		    rate != (kind_of(id) == KIND_RANGE_NO_STEP ? 99000000 : 94000000))
			die("rate near the end of a range", id);
		break;
	}
}

static void check_parents(u32 id, const struct scmi_clock_info *info)
{
	u32 i, n = 0;

	if (!info->num_parents)
		return;
	for (i = 0; i < num_parents(id); i++)
		if (parent_is_good(id, i) && info->parents[n++] != parent_of(id, i))
			die("parent", id);
	if (n != (u32)info->num_parents)
		die("number of parents", id);
}

static void try_clock(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_info *info = ops->info_get(ph, id);
	const struct scmi_clock_rates *rates;
	unsigned long rate = core_rand(0);
	bool enabled;
	u64 hz = 0;
	u32 val, i;
	int ret;

	if (world_is_sane() && !info != (id >= world.count || is_hole(id)))
		die("hole", id);
	if (info && (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0]))
		die("name", id);
	if (info && info->num_parents && !info->parents)
		die("parents without a list", id);
	if (info && world_is_sane()) {
		check_rates(ph, id, info);
		check_parents(id, info);
	}
	ret = ops->rate_get(ph, id, &hz);
	if (world_is_sane() && info && (ret || hz != id * 1000ULL))
		die("RATE_GET", id);
	ret = ops->rate_set(ph, id, hz);
	if (world_is_sane() && info && ret != (info->rate_ctrl_forbidden ? -EACCES : 0))
		die("RATE_SET", id);
	ret = ops->determine_rate(ph, id, &rate);
	if (!info && ret != -EINVAL)
		die("determine_rate of a hole", id);
	rates = ops->all_rates_get(ph, id);
	if (!info && rates)
		die("rates of a hole", id);
	for (i = 1; rates && rates->rate_discrete && i < rates->num_rates; i++)
		if (rates->rates[i] < rates->rates[i - 1])
			die("unsorted rates", id);
	ops->enable(ph, id, false);
	ops->disable(ph, id, core_rand(8) == 0);
	ret = ops->state_get(ph, id, &enabled, false);
	if (world_is_sane() && info && ret)
		die("state", id);
	ops->config_oem_get(ph, id, core_rand(260), &val, &val, false);
	ops->config_oem_set(ph, id, core_rand(260), 7, false);
	if (!ops->parent_get(ph, id, &val) && !ops->info_get(ph, val))
		die("parent that is a hole", id);
	for (i = 0; i < 3; i++)
		ops->parent_set(ph, id, i);
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

static void try_events(const struct scmi_protocol_handle *ph)
{
	const struct scmi_event_ops *ops = scmi_clock_protocol.events->ops;
	struct scmi_clock_rate_notif_report report = {};
	u32 words[4] = { 0, core_rand(world.count + 2), core_rand(0), 1 };
	size_t len = core_rand(5) * 4;
	struct scmi_cursor c;
	u8 *payload = malloc(len);
	u32 src = 0, i;

	for (i = 0; i < scmi_clock_protocol.events->num; i++) {
		u8 evt = scmi_clock_protocol.events->events[i].id;

		if (ops->source_supported(ph, evt, words[1]))
			ops->set_enabled(ph, evt, words[1], core_rand(2));
		memcpy(payload, words, len);
		scmi_cursor_init(&c, payload, len);
		if (!ops->parse(ph, evt, 0, &c, &report, &src) &&
		    (len < 16 || src >= ops->num_sources(ph, evt)))
			die("event", src);
	}
	free(payload);
}

static void try_states(const struct scmi_protocol_handle *ph, u32 count)
{
	struct scmi_agent_clock_state *states = calloc(count + 1, sizeof(*states));
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	int ret = scmi_agent_clock_read_states(ph, states, count);
	u32 i;

	for (i = 0; !ret && i < count && world_is_sane(); i++)
		if (ops->info_get(ph, i) ?
		    states[i].rate_err || states[i].rate != i * 1000ULL :
		    states[i].rate_err != -ENOENT)
			die("state of all clocks", i);
	free(states);
}

void clock_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	u32 count = ops->count_get(ph), i;

	check_messages();
	if (!ops->info_get(ph, 0) && world_is_sane() && count && !is_hole(0))
		die("no clock", 0);
	check_rate_messages();
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
	try_events(ph);
	try_states(ph, count);
}
