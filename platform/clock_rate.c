// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clock protocol, DEN0056 section 4.6: rates and parents. The two lists are
 * the multi-part answers; as many entries are returned as fit the reply.
 */
#include "clock.h"

#define SCMIP_ROUND_UP		0x4
#define SCMIP_ROUND_AUTO	0x8

static bool scmip_round_list(const struct scmip_clock *c, u64 *rate, u32 mode)
{
	u64 below, above;
	u32 i = 0;

	if (!c->num_rates || *rate < c->rates[0] || *rate > c->rates[c->num_rates - 1])
		return false;
	while (c->rates[i] < *rate)
		i++;
	above = c->rates[i];
	below = above == *rate || !i ? above : c->rates[i - 1];
	if (mode & SCMIP_ROUND_AUTO)
		*rate = *rate - below <= above - *rate ? below : above;
	else
		*rate = mode & SCMIP_ROUND_UP ? above : below;
	return true;
}

/**
 * scmip_clock_round() - nearest rate that a clock can have
 * @c: the clock
 * @rate: the rate that is wanted, becomes the one that is possible
 * @mode: rounding bits of CLOCK_RATE_SET
 *
 * Context: Any.
 * Return: false if the clock has no such rate, not even rounded.
 */
bool scmip_clock_round(const struct scmip_clock *c, u64 *rate, u32 mode)
{
	u64 over, up;

	if (!(c->flags & SCMIP_CLK_RANGE))
		return scmip_round_list(c, rate, mode);
	if (*rate < c->min || *rate > c->max)
		return false;
	over = scmip_mod64(*rate - c->min, c->step);
	up = c->step - over;
	/* The highest rate need not be a whole number of steps up */
	if (!over || up > c->max - *rate)
		mode = 0;
	if (mode & SCMIP_ROUND_AUTO)
		mode = up < over ? SCMIP_ROUND_UP : 0;
	if (*rate != c->max)
		*rate = mode & SCMIP_ROUND_UP ? *rate + up : *rate - over;
	return true;
}

/**
 * scmip_clock_describe_rates() - CLOCK_DESCRIBE_RATES
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_clock_describe_rates(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 index = scmip_arg(m, 1);
	const struct scmip_clock *c;
	u32 left, count, i;

	if (!scmip_clock_valid(s, id))
		return SCMIP_NOT_FOUND;
	c = scmip_clock_at(s, id);
	if (c->flags & SCMIP_CLK_RANGE) {
		if (index)
			return SCMIP_OUT_OF_RANGE;
		scmip_put32(m, 3 | 1U << 12);
		scmip_put64(m, c->min);
		scmip_put64(m, c->max);
		scmip_put64(m, c->step);
		return SCMIP_SUCCESS;
	}
	if (index && index >= c->num_rates)
		return SCMIP_OUT_OF_RANGE;
	left = c->num_rates - index;
	count = scmip_records(m, 8, left);
	if (left && !count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (left - count) << 16);
	for (i = 0; i < count; i++)
		scmip_put64(m, c->rates[index + i]);
	return SCMIP_SUCCESS;
}

/**
 * scmip_clock_possible_parents() - CLOCK_POSSIBLE_PARENTS_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_clock_possible_parents(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);
	u32 skip = scmip_arg(m, 1);
	const struct scmip_clock *c;
	u32 left, count, i;

	if (!scmip_clock_valid(s, id))
		return SCMIP_NOT_FOUND;
	c = scmip_clock_at(s, id);
	if (!c->num_parents)
		return SCMIP_NOT_SUPPORTED;
	if (skip > c->num_parents)
		return SCMIP_INVALID_PARAMETERS;
	left = c->num_parents - skip;
	count = scmip_records(m, 4, left);
	if (left && !count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (left - count) << 24);
	for (i = 0; i < count; i++)
		scmip_put32(m, c->parents[skip + i]);
	return SCMIP_SUCCESS;
}
