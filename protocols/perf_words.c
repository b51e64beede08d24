// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, levels, their frequencies, and what stands for them
 * in messages.
 */

#include <linux/math64.h>
#include <linux/overflow.h>

#include "perf.h"

/**
 * DOC: Levels, frequencies and words
 *
 * In messages a level is a word: the level itself, or its index where the domain has
 * indices. A level's frequency is told by the platform where there are indices, and
 * else follows from the sustained level and its frequency. Where either is unknown a
 * level counts kilohertz, as most do anyway. Frequencies have 64 bits.
 *
 * Consumers of frequencies round: cpufreq to kilohertz, and what is in a devicetree was
 * rounded by its author. So a frequency that is less than a kilohertz above that of a
 * level means it; else the next level above is taken, which is not slower than asked
 * for.
 */

/* What is rounded away is less. */
#define SCMI_PERF_ROUNDING_HZ		SCMI_PERF_KHZ

/* The level with a frequency, where levels have no indices and no list has it. */
static int scmi_perf_hz_to_level(const struct scmi_perf_domain *dom, u64 hz, u32 *level)
{
	u64 v = hz, per = SCMI_PERF_KHZ, rest;

	if (scmi_perf_is_scaled(dom)) {
		if (check_mul_overflow(hz, (u64)dom->sustained_level, &v))
			return -ERANGE;
		per = dom->sustained_hz;
	}
	v = div64_u64_rem(v, per, &rest);
	/* Frequencies were rounded down. */
	v += !!rest;
	if (v > U32_MAX)
		return -ERANGE;
	*level = v;
	return 0;
}

static const struct scmi_perf_level *
scmi_perf_find_level(const struct scmi_perf_levels *levels, u32 level)
{
	u32 i;

	for (i = 0; levels && i < levels->num; i++)
		if (levels->at[i].level == level)
			return &levels->at[i];
	return NULL;
}

static const struct scmi_perf_level *
scmi_perf_find_index(const struct scmi_perf_levels *levels, u32 index)
{
	u32 i;

	for (i = 0; levels && i < levels->num; i++)
		if (levels->at[i].index == index)
			return &levels->at[i];
	return NULL;
}

/* A level that is not there may be one that we have not been told of yet. */
static int scmi_perf_no_level(const struct scmi_perf_domain *dom, int err)
{
	return scmi_perf_levels_known(dom) ? err : -EAGAIN;
}

/**
 * scmi_perf_level_to_word() - what stands for a level in messages
 * @dom: domain
 * @level: level
 * @word: set to it
 *
 * Context: Any context.
 * Return: 0; -EINVAL: there is no such level; -EAGAIN: the levels are not known.
 */
int scmi_perf_level_to_word(const struct scmi_perf_domain *dom, u32 level,
			    u32 *word)
{
	const struct scmi_perf_level *known;

	*word = level;
	if (!scmi_perf_is_indexed(dom))
		return 0;
	known = scmi_perf_find_level(scmi_perf_levels_known(dom), level);
	if (!known)
		return scmi_perf_no_level(dom, -EINVAL);
	*word = known->index;
	return 0;
}

/**
 * scmi_perf_word_to_level() - the level that stands in a message
 * @dom: domain
 * @word: what stands there
 * @level: set to the level
 *
 * Context: Any context.
 * Return: 0; -EPROTO: it stands for no level; -EAGAIN: the levels are not known.
 */
int scmi_perf_word_to_level(const struct scmi_perf_domain *dom, u32 word,
			    u32 *level)
{
	const struct scmi_perf_level *known;

	if (!scmi_perf_is_indexed(dom)) {
		*level = word;
		return 0;
	}
	known = scmi_perf_find_index(scmi_perf_levels_known(dom), word);
	if (!known)
		return scmi_perf_no_level(dom, -EPROTO);
	*level = known->level;
	return 0;
}

/**
 * scmi_perf_word_hz() - frequency of the level that stands in a message
 * @dom: domain
 * @word: what stands there
 *
 * Context: Any context.
 * Return: hertz, 0 if it is unknown.
 */
u64 scmi_perf_word_hz(const struct scmi_perf_domain *dom, u32 word)
{
	const struct scmi_perf_level *known;

	if (!scmi_perf_is_indexed(dom))
		return scmi_perf_level_hz(dom, word);
	known = scmi_perf_find_index(scmi_perf_levels_known(dom), word);
	return known ? known->hz : 0;
}

/**
 * scmi_perf_level_from() - the lowest level that is not slower than a frequency
 * @levels: levels
 * @hz: hertz
 *
 * Context: Any context.
 * Return: the level; the place behind the last one if all are slower.
 */
const struct scmi_perf_level *
scmi_perf_level_from(const struct scmi_perf_levels *levels, u64 hz)
{
	u32 low = 0, high = levels->num;

	while (low < high) {
		u32 mid = low + (high - low) / 2;

		if (levels->at[mid].hz < hz)
			low = mid + 1;
		else
			high = mid;
	}
	return &levels->at[low];
}

/* The level that a frequency means; there is at least one. */
static const struct scmi_perf_level *
scmi_perf_level_meant(const struct scmi_perf_levels *levels, u64 hz)
{
	const struct scmi_perf_level *end = &levels->at[levels->num];
	const struct scmi_perf_level *level = scmi_perf_level_from(levels, hz);

	if (level < end && level->hz == hz)
		return level;
	if (level == end || (level > levels->at &&
			     hz - level[-1].hz < SCMI_PERF_ROUNDING_HZ))
		level = scmi_perf_level_from(levels, level[-1].hz);
	return level;
}

/**
 * scmi_perf_hz_to_word() - what stands for a frequency in messages
 * @dom: domain
 * @hz: hertz
 * @word: set to it
 *
 * See DOC: Levels, frequencies and words.
 *
 * Context: Any context.
 * Return: 0; -EINVAL: the domain has no levels; -ERANGE: no level can be that fast;
 *	   -EAGAIN: the levels are not known.
 */
int scmi_perf_hz_to_word(const struct scmi_perf_domain *dom, u64 hz, u32 *word)
{
	const struct scmi_perf_levels *levels = scmi_perf_levels_known(dom);
	const struct scmi_perf_level *level;

	if (!levels || !levels->num)
		return scmi_perf_is_indexed(dom) ? scmi_perf_no_level(dom, -EINVAL) :
						   scmi_perf_hz_to_level(dom, hz, word);
	level = scmi_perf_level_meant(levels, hz);
	*word = scmi_perf_is_indexed(dom) ? level->index : level->level;
	return 0;
}
