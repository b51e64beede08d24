// SPDX-License-Identifier: GPL-2.0-only
/*
 * Performance protocol, DEN0056 section 4.5: tables of levels. They are as the
 * board has them: in any order, with levels twice, or empty.
 */
#include "perf.h"

/**
 * scmip_perf_value() - the level that a message means
 * @d: the domain
 * @version: version that the protocol speaks
 * @word: what stands in the message
 * @value: becomes the level
 *
 * Context: Any.
 * Return: false if the domain has no such level.
 */
bool scmip_perf_value(const struct scmip_perf_domain *d, u32 version, u32 word, u32 *value)
{
	bool indexed = scmip_perf_indexed(d, version);
	u32 i;

	for (i = 0; i < d->num_levels; i++) {
		if ((indexed ? d->levels[i].index : d->levels[i].value) != word)
			continue;
		*value = d->levels[i].value;
		return true;
	}
	return false;
}

/**
 * scmip_perf_word() - what stands in a message for a level
 * @d: the domain
 * @version: version that the protocol speaks
 * @value: the level
 *
 * Context: Any.
 * Return: its index where indices are used, else, or for want of one, @value.
 */
u32 scmip_perf_word(const struct scmip_perf_domain *d, u32 version, u32 value)
{
	u32 i;

	for (i = 0; scmip_perf_indexed(d, version) && i < d->num_levels; i++)
		if (d->levels[i].value == value)
			return d->levels[i].index;
	return value;
}

/**
 * scmip_perf_spans() - whether a value lies between a domain's levels
 * @d: the domain
 * @value: the value
 *
 * Context: Any.
 * Return: true if it is not below the lowest level, nor above the highest one.
 */
bool scmip_perf_spans(const struct scmip_perf_domain *d, u32 value)
{
	bool low = false, high = false;
	u32 i;

	for (i = 0; i < d->num_levels; i++) {
		low |= d->levels[i].value <= value;
		high |= d->levels[i].value >= value;
	}
	return low && high;
}

/**
 * scmip_perf_clamp() - the level that limits allow
 * @d: the domain
 * @level: the level that it has
 * @min: lower limit
 * @max: upper limit
 *
 * Context: Any.
 * Return: the nearest one inside the limits, @level if there is none.
 */
u32 scmip_perf_clamp(const struct scmip_perf_domain *d, u32 level, u32 min, u32 max)
{
	bool down = level > max, found = false;
	u32 best = level;
	u32 i;

	if (level >= min && level <= max)
		return level;
	for (i = 0; i < d->num_levels; i++) {
		u32 value = d->levels[i].value;

		if (value < min || value > max)
			continue;
		if (!found || (down ? value > best : value < best))
			best = value;
		found = true;
	}
	return best;
}

/**
 * scmip_perf_describe_levels() - PERFORMANCE_DESCRIBE_LEVELS
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_perf_describe_levels(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, scmip_arg(m, 0));
	bool long_ones = m->version >= SCMIP_VERSION(4, 0);
	u32 index = scmip_arg(m, 1);
	u32 left, count, i;

	if (!d)
		return SCMIP_NOT_FOUND;
	if (index && index >= d->num_levels)
		return SCMIP_OUT_OF_RANGE;
	left = d->num_levels - index;
	count = scmip_records(m, long_ones ? 20 : 12, left);
	if (left && !count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_put32(m, count | (left - count) << 16);
	for (i = index; i < index + count; i++) {
		scmip_put32(m, d->levels[i].value);
		scmip_put32(m, d->levels[i].power);
		scmip_put32(m, d->levels[i].latency_us);
		if (!long_ones)
			continue;
		scmip_put32(m, d->levels[i].khz);
		scmip_put32(m, d->levels[i].index);
	}
	return SCMIP_SUCCESS;
}
