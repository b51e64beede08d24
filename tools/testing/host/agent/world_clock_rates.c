// SPDX-License-Identifier: GPL-2.0-only
/* Rates of invented clocks. */
#include "world.h"

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

/* The caller that reads a list while another one does. */
static const struct scmi_protocol_handle *other;

s32 clock_answer_rates(u32 id, u32 at)
{
	static const u64 range[] = { 10000000, 100000000, 7000000 };
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_protocol_handle *ph = other;
	u32 i;

	other = NULL;
	if (ph && !ops->all_rates_get(ph, id))
		die("list for two", id);
	world.len = 0;
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
void clock_check_rate_messages(void)
{
	u32 id, rates = 0;

	if (!world_is_sane() || world.killed)
		return;
	for (id = 0; id < world.count; id++)
		if (!clock_is_hole(id))
			rates += rate_messages(id);
	if (core_by_msg[0x4] != rates)
		die("messages about rates", core_by_msg[0x4]);
}

static void check_list(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	const struct scmi_clock_rates *rates;
	u32 i, num = num_of(id);
	unsigned long rate;

	other = world_hash(id, 13) % 2 ? ph : NULL;
	rates = ops->all_rates_get(ph, id);
	other = NULL;
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
	for (i = 0; i < num; i += num / 3 + 1) {
		rate = rates->rates[i];
		if (ops->determine_rate(ph, id, &rate) || rate != rates->rates[i])
			die("rate that is in the list", id);
	}
}

void clock_check_rates(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_clock_info *info)
{
	const struct scmi_clk_proto_ops *ops = scmi_clock_protocol.ops;
	unsigned long rate = 18000000;

	switch (kind_of(id)) {
	case KIND_LIST:
	case KIND_LIST_CONSTANT:
		check_list(ph, id, info);
		rate = rate_of(id, 0) + 100000;
		if (ops->determine_rate(ph, id, &rate) ||
		    rate != rate_of(id, 0))
			die("rate of a list", id);
		/* That is the same rate, by another name. */
		rate++;
		if (ops->determine_rate(ph, id, &rate) || rate != rate_of(id, 0) + 1)
			die("rate beside one of a list", id);
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
		    rate != (kind_of(id) == KIND_RANGE_NO_STEP ? 18000000 : 17000000))
			die("rate of a range", id);
		rate = 99000000;
		if (ops->determine_rate(ph, id, &rate) ||
		    rate != (kind_of(id) == KIND_RANGE_NO_STEP ? 99000000 : 94000000))
			die("rate near the end of a range", id);
		break;
	}
}
