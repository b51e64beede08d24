// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time: from the platform's stamps to the clock that a reader has chosen.
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/time64.h>

#include "iio.h"

/**
 * DOC: Time stamps
 *
 * A platform stamps its readings by a clock of its own, which begins anywhere. IIO's
 * stamps are in a clock that the reader chooses (current_timestamp_clock). So the
 * platform's stamps are moved: the first one of a buffer is the time of its arrival, and
 * later ones follow at the distances that the platform tells, free of what the way
 * took. No sample is later than its arrival: one that would be was quicker on its way
 * than those before, and what is added to stamps is less from then on. The two clocks do
 * not run at quite the same pace, so it grows slowly otherwise. A stamp that is off by
 * more than a second is no measure of anything: then all begins anew.
 */

/* So much of what a sample is late is taken for the clocks' doing. */
#define SCMI_IIO_PACE	256

/**
 * scmi_iio_stamp_ns() - a time stamp of the platform in nanoseconds
 * @stamp: time stamp
 * @scale: power of ten that it is to be multiplied with to be in seconds
 *
 * Only differences mean something, so what does not fit wraps.
 *
 * Context: Any.
 * Return: nanoseconds.
 */
u64 scmi_iio_stamp_ns(u64 stamp, int scale)
{
	for (scale += 9; scale > 0; scale--)
		stamp *= 10;
	for (; scale < 0; scale++)
		stamp = div_u64(stamp, 10);
	return stamp;
}

/**
 * scmi_iio_time() - when a sample was taken
 * @clock: what is known about the platform's clock, changed
 * @stamp: the platform's time stamp, in nanoseconds
 * @now: when it arrived, in nanoseconds of our clock
 *
 * Context: Any.
 * Return: nanoseconds of our clock, @now at most.
 */
s64 scmi_iio_time(struct scmi_iio_clock *clock, u64 stamp, s64 now)
{
	s64 late = (u64)now - stamp - clock->offset;

	if (!clock->known || late > NSEC_PER_SEC || late < -NSEC_PER_SEC) {
		clock->known = true;
		clock->offset = (u64)now - stamp;
		return now;
	}
	clock->offset += late < 0 ? late : late / SCMI_IIO_PACE;
	return stamp + clock->offset;
}
