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

/* Return: false when it is nothing for hwmon, with any unit. */
static bool scmi_hwmon_quantity(const struct scmi_sensor_info *info,
				struct scmi_hwmon_quantity *quantity)
{
	const struct scmi_sensor_axis_info *axis;

	/* Sensors with several axes are for other frameworks. */
	if (!info || info->num_axis > 1)
		return false;
	if (!info->num_axis) {
		*quantity = (struct scmi_hwmon_quantity){
			.type = info->type,
			.scale = info->scale,
			.has_max = info->extended_scalar_attrs,
			.max = info->scalar_attrs.max_range,
		};
		return true;
	}
	axis = &info->axis[0];
	*quantity = (struct scmi_hwmon_quantity){
		.type = axis->type,
		.scale = axis->scale,
		.has_max = axis->extended_attrs,
		.max = axis->attrs.max_range,
	};
	return true;
}

/**
 * scmi_hwmon_class() - what hwmon takes a sensor for
 * @info: the sensor, or NULL
 * @quantity: set to what its values are, unless it is nothing for hwmon
 *
 * Context: Any.
 * Return: its class, or NULL when it is nothing for hwmon.
 */
const struct scmi_hwmon_class *
scmi_hwmon_class(const struct scmi_sensor_info *info,
		 struct scmi_hwmon_quantity *quantity)
{
	if (!scmi_hwmon_quantity(info, quantity))
		return NULL;
	switch (quantity->type) {
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

/**
 * struct scmi_hwmon_number - a number on its way from one unit to another
 * @negative: its sign
 * @whole: its magnitude, or U64_MAX if that is more
 * @part: what is behind the point, in parts of @parts; 0..@parts - 1
 * @parts: 1..
 *
 * Nothing is rounded before the end, so that a result is exact however many steps it
 * takes. 64 bits are enough: what does not fit a magnitude is no result.
 */
struct scmi_hwmon_number {
	bool negative;
	u64 whole;
	u64 part;
	u64 parts;
};

static struct scmi_hwmon_number scmi_hwmon_number(s64 val)
{
	return (struct scmi_hwmon_number){
		.negative = val < 0,
		.whole = val < 0 ? -(u64)val : val,
		.parts = 1,
	};
}

/* 10^@exp, or U64_MAX if that is more. */
static u64 scmi_hwmon_ten_to(unsigned int exp)
{
	u64 ten = 1;

	while (exp-- && ten != U64_MAX)
		if (check_mul_overflow(ten, 10ULL, &ten))
			ten = U64_MAX;
	return ten;
}

/* Multiply by @mul, a few digits or a power of ten; @part becomes part of @whole. */
static void scmi_hwmon_multiply(struct scmi_hwmon_number *n, u64 mul)
{
	u64 carry;

	if (check_mul_overflow(n->whole, mul, &n->whole)) {
		n->whole = U64_MAX;
		return;
	}
	if (!n->part)
		return;
	carry = div64_u64_rem(n->part * mul, n->parts, &n->part);
	if (check_add_overflow(n->whole, carry, &n->whole))
		n->whole = U64_MAX;
}

/* Divide by @div: of a number with a part, by no more than a few digits. */
static void scmi_hwmon_divide(struct scmi_hwmon_number *n, u64 div)
{
	u64 rest;

	if (n->whole == U64_MAX)
		return;
	n->whole = div64_u64_rem(n->whole, div, &rest);
	n->part += rest * n->parts;
	n->parts *= div;
}

/* Add an offset, of any sign. */
static void scmi_hwmon_shift(struct scmi_hwmon_number *n, s32 offset)
{
	u64 by = offset < 0 ? -(s64)offset : offset;
	bool down = offset < 0;

	if (n->negative == down) {
		if (check_add_overflow(n->whole, by, &n->whole))
			n->whole = U64_MAX;
	} else if (n->whole >= by) {
		n->whole -= n->whole == U64_MAX ? 0 : by;
	} else {
		/* On the other side of 0. */
		n->negative = !n->negative;
		n->whole = by - n->whole;
		if (n->part) {
			n->whole--;
			n->part = n->parts - n->part;
		}
	}
}

/* @round: -1 down, 1 up, 0 towards zero. */
static s64 scmi_hwmon_result(const struct scmi_hwmon_number *n, int round)
{
	u64 magnitude = n->whole;

	if (n->part && (n->negative ? round < 0 : round > 0) &&
	    magnitude != U64_MAX)
		magnitude++;
	if (!n->negative)
		return min_t(u64, magnitude, S64_MAX);
	return magnitude > S64_MAX ? S64_MIN : -(s64)magnitude;
}

/* Multiply by 10^@exp. */
static void scmi_hwmon_scale(struct scmi_hwmon_number *n, int exp)
{
	if (exp >= 0)
		scmi_hwmon_multiply(n, scmi_hwmon_ten_to(exp));
	else
		scmi_hwmon_divide(n, scmi_hwmon_ten_to(-exp));
}

/* The freezing point of water, in thousandths. */
#define SCMI_HWMON_KELVINS	273150
#define SCMI_HWMON_FAHRENHEIT	32000

/**
 * scmi_hwmon_from_raw() - a value in hwmon's unit
 * @chan: the sensor
 * @raw: value in its unit
 *
 * Context: Any.
 * Return: the value, cut off behind the point, saturated.
 */
s64 scmi_hwmon_from_raw(const struct scmi_hwmon_chan *chan, s64 raw)
{
	struct scmi_hwmon_number n = scmi_hwmon_number(raw);

	scmi_hwmon_scale(&n, chan->quantity.scale + chan->class->exponent);
	if (chan->quantity.type == TEMPERATURE_K) {
		scmi_hwmon_shift(&n, -SCMI_HWMON_KELVINS);
	} else if (chan->quantity.type == TEMPERATURE_F) {
		scmi_hwmon_shift(&n, -SCMI_HWMON_FAHRENHEIT);
		scmi_hwmon_divide(&n, 9);
		scmi_hwmon_multiply(&n, 5);
	}
	return scmi_hwmon_result(&n, 0);
}

/**
 * scmi_hwmon_to_raw() - a value in the sensor's unit
 * @chan: the sensor
 * @val: value in hwmon's unit
 * @round: where to round to: -1 down, 1 up, 0 towards zero
 *
 * Context: Any.
 * Return: the value, saturated.
 */
s64 scmi_hwmon_to_raw(const struct scmi_hwmon_chan *chan, s64 val, int round)
{
	struct scmi_hwmon_number n = scmi_hwmon_number(val);

	if (chan->quantity.type == TEMPERATURE_K) {
		scmi_hwmon_shift(&n, SCMI_HWMON_KELVINS);
	} else if (chan->quantity.type == TEMPERATURE_F) {
		scmi_hwmon_divide(&n, 5);
		scmi_hwmon_multiply(&n, 9);
		scmi_hwmon_shift(&n, SCMI_HWMON_FAHRENHEIT);
	}
	scmi_hwmon_scale(&n, -(chan->quantity.scale + chan->class->exponent));
	return scmi_hwmon_result(&n, round);
}
