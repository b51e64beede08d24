// SPDX-License-Identifier: GPL-2.0-only
/*
 * Update intervals: from the platform's to frequencies and back.
 */

#include <linux/bitfield.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/overflow.h>
#include <linux/sysfs.h>
#include <linux/time64.h>
#include <asm/barrier.h>

#include "iio.h"

/**
 * DOC: Sampling frequencies
 *
 * SCMI has intervals, of up to 65535 times a power of ten of seconds, IIO frequencies
 * with nine digits behind the point. Both are kept as whole numbers of 64 bits here:
 * nanoseconds and nanohertz. What does not fit is the nearest that does.
 *
 * A frequency that is asked for becomes the nearest interval that the platform lists, as
 * the platform spells it, so what was read from sampling_frequency_available is in force
 * as it was. Of a range that the platform tells by its ends and a step, and of a long
 * list, sampling_frequency_available has a part, evenly spaced, with both ends; in
 * between any can be asked for. Where the platform lists nothing, it rounds.
 */

/* Lines of sysfs are a page at most; so many always fit. */
#define SCMI_IIO_MAX_RATES	64

#define SCMI_IIO_MAX_NHZ	((u64)INT_MAX * NSEC_PER_SEC + NSEC_PER_SEC - 1)
#define SCMI_IIO_MAX_SECS	65535

/* An interval as LIST_UPDATE_INTERVALS has it, see SCMI_SENS_INTVL_GET_*(). */
#define SCMI_IIO_SECS		GENMASK(20, 5)
#define SCMI_IIO_EXP		GENMASK(4, 0)

/**
 * scmi_iio_ns() - an interval in nanoseconds
 * @secs: interval
 * @exp: power of ten that it is to be multiplied with to be in seconds
 *
 * Context: Any.
 * Return: the interval, rounded, saturated.
 */
u64 scmi_iio_ns(u32 secs, int exp)
{
	u64 ns = secs;

	for (exp += 9; exp > 0; exp--)
		if (check_mul_overflow(ns, 10ULL, &ns))
			return U64_MAX;
	for (; exp < 0; exp++)
		ns = DIV_ROUND_CLOSEST_ULL(ns, 10);
	return ns;
}

/**
 * scmi_iio_nhz() - the frequency to an interval, or the other way round
 * @ns: interval in nanoseconds, or frequency in nanohertz
 *
 * Context: Any.
 * Return: frequency in nanohertz, or interval in nanoseconds; 1..SCMI_IIO_MAX_NHZ.
 */
u64 scmi_iio_nhz(u64 ns)
{
	const u64 one = (u64)NSEC_PER_SEC * NSEC_PER_SEC;
	u64 nhz, rest;

	if (!ns)
		return SCMI_IIO_MAX_NHZ;
	nhz = div64_u64_rem(one, ns, &rest);
	if (rest >= ns - rest)
		nhz++;
	return clamp_t(u64, nhz, 1, SCMI_IIO_MAX_NHZ);
}

static u64 scmi_iio_desc_ns(const struct scmi_sensor_intervals_info *iv,
			    unsigned int i)
{
	return scmi_iio_ns(SCMI_SENS_INTVL_GET_SECS(iv->desc[i]),
			   SCMI_SENS_INTVL_GET_EXP(iv->desc[i]));
}

/* The interval that is nearest to so many nanoseconds of those that can be said. */
static u32 scmi_iio_spell(u64 ns)
{
	int exp = -9;

	for (; ns > SCMI_IIO_MAX_SECS && exp < 15; exp++)
		ns = DIV_ROUND_CLOSEST_ULL(ns, 10);
	return FIELD_PREP(SCMI_IIO_SECS, clamp_t(u64, ns, 1, SCMI_IIO_MAX_SECS)) |
	       FIELD_PREP(SCMI_IIO_EXP, exp & 0x1f);
}

/* What a platform tells of a range: its ends, and how many steps lie between them. */
struct scmi_iio_segment {
	u64 low;
	u64 high;
	u64 step;
	u64 steps;
};

static struct scmi_iio_segment
scmi_iio_segment(const struct scmi_sensor_intervals_info *iv)
{
	struct scmi_iio_segment s = {
		.low = scmi_iio_desc_ns(iv, SCMI_SENS_INTVL_SEGMENT_LOW),
		.high = scmi_iio_desc_ns(iv, SCMI_SENS_INTVL_SEGMENT_HIGH),
		.step = scmi_iio_desc_ns(iv, SCMI_SENS_INTVL_SEGMENT_STEP),
	};

	if (s.high < s.low)
		swap(s.low, s.high);
	/* Without a step there are the ends. */
	if (!s.step || s.step > s.high - s.low)
		s.step = max(s.high - s.low, 1ULL);
	s.steps = div64_u64(s.high - s.low, s.step);
	return s;
}

static u32 scmi_iio_of_segment(const struct scmi_sensor_intervals_info *iv, u64 ns)
{
	struct scmi_iio_segment s = scmi_iio_segment(iv);

	ns = clamp(ns, s.low, s.high) - s.low;
	return scmi_iio_spell(s.low +
			      min(div64_u64(ns + s.step / 2, s.step), s.steps) * s.step);
}

static u32 scmi_iio_of_list(const struct scmi_sensor_intervals_info *iv,
			    unsigned int count, u64 ns)
{
	u64 away, least = U64_MAX;
	unsigned int i;
	u32 best = iv->desc[0];

	for (i = 0; i < count; i++) {
		u64 have = scmi_iio_desc_ns(iv, i);

		away = max(have, ns) - min(have, ns);
		if (away >= least)
			continue;
		least = away;
		best = iv->desc[i];
	}
	return best;
}

/**
 * scmi_iio_interval() - the platform's interval that is nearest to a frequency
 * @iv: the sensor's intervals
 * @nhz: frequency in nanohertz, not 0
 *
 * Context: Any.
 * Return: the interval, to be taken apart by SCMI_SENS_INTVL_GET_SECS() and
 *	   SCMI_SENS_INTVL_GET_EXP().
 */
u32 scmi_iio_interval(const struct scmi_sensor_intervals_info *iv, u64 nhz)
{
	/* Pairs with the release of those who read the intervals. */
	unsigned int count = smp_load_acquire(&iv->count);
	u64 ns = scmi_iio_nhz(nhz);

	if (!count)
		return scmi_iio_spell(ns);
	if (iv->segmented)
		return scmi_iio_of_segment(iv, ns);
	return scmi_iio_of_list(iv, count, ns);
}

static int scmi_iio_rate_at(char *buf, int at, u64 ns)
{
	u32 part;
	u64 whole = div_u64_rem(scmi_iio_nhz(ns), NSEC_PER_SEC, &part);

	return at + sysfs_emit_at(buf, at, "%s%llu.%09u", at ? " " : "",
				  (unsigned long long)whole, part);
}

/**
 * scmi_iio_rates() - the frequencies that a platform lists for a sensor
 * @buf: a file of sysfs, set to a list, see above
 * @iv: the sensor's intervals
 *
 * Context: Any.
 * Return: the length of the list, 0 when there is none.
 */
int scmi_iio_rates(char *buf, const struct scmi_sensor_intervals_info *iv)
{
	/* Pairs with the release of those who read the intervals. */
	u64 last = smp_load_acquire(&iv->count);
	struct scmi_iio_segment s = {};
	u64 i, skip;
	int at = 0;

	if (!last--)
		return 0;
	if (iv->segmented) {
		s = scmi_iio_segment(iv);
		last = s.steps;
	}
	skip = div64_u64(last, SCMI_IIO_MAX_RATES) + 1;
	for (i = 0; i < last; i += skip)
		at = scmi_iio_rate_at(buf, at, iv->segmented ? s.low + i * s.step :
						scmi_iio_desc_ns(iv, i));
	return scmi_iio_rate_at(buf, at, iv->segmented ? s.low + last * s.step :
				scmi_iio_desc_ns(iv, last));
}
