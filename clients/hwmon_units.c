// SPDX-License-Identifier: GPL-2.0-only
/*
 * Units: from the platform's to hwmon's and back.
 *
 * SCMI gives a signed 64-bit value, a unit (DSP0249) and a power of ten that the
 * value is to be multiplied with. hwmon has fixed units: thousandths of a degree
 * Celsius, of a volt and of an ampere, millionths of a watt and of a joule. All
 * arithmetic saturates: a platform may send any value with any exponent.
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/overflow.h>

#include "hwmon.h"

#define SCMI_HWMON_CLASS(_type, _exponent)			\
{								\
	.type = hwmon_##_type,					\
	.exponent = _exponent,					\
	.attr = {						\
		[SCMI_HWMON_INPUT] = hwmon_##_type##_input,	\
		[SCMI_HWMON_LABEL] = hwmon_##_type##_label,	\
		[SCMI_HWMON_ENABLE] = hwmon_##_type##_enable,	\
		[SCMI_HWMON_MAX] = hwmon_##_type##_max,		\
		[SCMI_HWMON_CRIT] = hwmon_##_type##_crit,	\
		[SCMI_HWMON_MAX_ALARM] = hwmon_##_type##_max_alarm, \
		[SCMI_HWMON_CRIT_ALARM] = hwmon_##_type##_crit_alarm, \
	},							\
}

static const struct scmi_hwmon_class scmi_hwmon_temp =
	SCMI_HWMON_CLASS(temp, 3);
static const struct scmi_hwmon_class scmi_hwmon_in =
	SCMI_HWMON_CLASS(in, 3);
static const struct scmi_hwmon_class scmi_hwmon_curr =
	SCMI_HWMON_CLASS(curr, 3);
static const struct scmi_hwmon_class scmi_hwmon_power =
	SCMI_HWMON_CLASS(power, 6);
static const struct scmi_hwmon_class scmi_hwmon_energy = {
	.type = hwmon_energy,
	.exponent = 6,
	.attr = {
		[SCMI_HWMON_INPUT] = hwmon_energy_input,
		[SCMI_HWMON_LABEL] = hwmon_energy_label,
		[SCMI_HWMON_ENABLE] = hwmon_energy_enable,
		[SCMI_HWMON_MAX] = -1,
		[SCMI_HWMON_CRIT] = -1,
		[SCMI_HWMON_MAX_ALARM] = -1,
		[SCMI_HWMON_CRIT_ALARM] = -1,
	},
};

/**
 * scmi_hwmon_class() - what hwmon takes a sensor for
 * @info: the sensor, or NULL
 *
 * Context: Any.
 * Return: its class, or NULL when it is nothing for hwmon.
 */
const struct scmi_hwmon_class *scmi_hwmon_class(const struct scmi_sensor_info *info)
{
	/* Sensors with axes are for other frameworks. */
	if (!info || info->num_axis)
		return NULL;
	switch (info->type) {
	case TEMPERATURE_C:
	case TEMPERATURE_F:
	case TEMPERATURE_K:
		return &scmi_hwmon_temp;
	case VOLTAGE:
		return &scmi_hwmon_in;
	case CURRENT:
		return &scmi_hwmon_curr;
	case POWER:
		return &scmi_hwmon_power;
	case ENERGY:
		return &scmi_hwmon_energy;
	default:
		return NULL;
	}
}

static s64 scmi_hwmon_add(s64 a, s64 b)
{
	s64 sum;

	if (check_add_overflow(a, b, &sum))
		return a < 0 ? S64_MIN : S64_MAX;
	return sum;
}

/* Multiply by a small positive factor. */
static s64 scmi_hwmon_mul(s64 val, s32 num)
{
	s64 limit = div_s64(S64_MAX, num);

	if (val > limit)
		return S64_MAX;
	if (val < -limit)
		return S64_MIN;
	return val * num;
}

/* @val * @num / @den for small factors, rounded towards zero. */
static s64 scmi_hwmon_ratio(s64 val, s32 num, s32 den)
{
	s32 rest;
	s64 whole = div_s64_rem(val, den, &rest);

	return scmi_hwmon_add(scmi_hwmon_mul(whole, num), rest * num / den);
}

/* @val * 10^@exp, rounded towards zero. Ends early at 0 and at saturation. */
static s64 scmi_hwmon_pow10(s64 val, int exp)
{
	for (; exp > 0 && val && val != S64_MAX && val != S64_MIN; exp--)
		val = scmi_hwmon_mul(val, 10);
	for (; exp < 0 && val; exp++)
		val = div_s64(val, 10);
	return val;
}

/**
 * scmi_hwmon_from_raw() - a value in hwmon's unit
 * @chan: the sensor
 * @raw: value in its unit
 *
 * Context: Any.
 * Return: the value, saturated.
 */
s64 scmi_hwmon_from_raw(const struct scmi_hwmon_chan *chan, s64 raw)
{
	s64 val = scmi_hwmon_pow10(raw, chan->info->scale +
					chan->class->exponent);

	if (chan->info->type == TEMPERATURE_F)
		return scmi_hwmon_ratio(scmi_hwmon_add(val, -32000), 5, 9);
	if (chan->info->type == TEMPERATURE_K)
		return scmi_hwmon_add(val, -273150);
	return val;
}

static s64 scmi_hwmon_to_raw_cut(const struct scmi_hwmon_chan *chan, s64 val)
{
	if (chan->info->type == TEMPERATURE_F)
		val = scmi_hwmon_add(scmi_hwmon_ratio(val, 9, 5), 32000);
	else if (chan->info->type == TEMPERATURE_K)
		val = scmi_hwmon_add(val, 273150);
	return scmi_hwmon_pow10(val, -(chan->info->scale +
				       chan->class->exponent));
}

/**
 * scmi_hwmon_to_raw() - a value in the sensor's unit
 * @chan: the sensor
 * @val: value in hwmon's unit
 * @round: where to round to: -1 down, 1 up, 0 do not care
 *
 * Context: Any.
 * Return: the value, saturated.
 */
s64 scmi_hwmon_to_raw(const struct scmi_hwmon_chan *chan, s64 val, int round)
{
	s64 raw = scmi_hwmon_to_raw_cut(chan, val);
	s64 back = scmi_hwmon_from_raw(chan, raw);

	if ((round < 0 && back > val) || (round > 0 && back < val))
		return scmi_hwmon_add(raw, round);
	return raw;
}
