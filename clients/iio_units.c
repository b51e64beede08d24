// SPDX-License-Identifier: GPL-2.0-only
/*
 * Units: which values of a sensor IIO has a place for, and what they mean there.
 */

#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "iio.h"

/**
 * DOC: What IIO shows
 *
 * A sensor's value is a signed number of 64 bits that is to be multiplied by a power of
 * ten to be in the sensor's unit (DSP0249). IIO hands numbers on as they are, "raw", and
 * says by "offset" and "scale" what they mean in IIO's unit, which is another one for
 * many quantities: thousandths of a degree Celsius or of a volt, kilopascals. Both
 * are written as decimals with as many digits as they have. The framework's own
 * formats end at nine digits behind the point, which SCMI's exponents go far beyond, so
 * these files are ours.
 *
 * Nothing is shown twice: a sensor with a single value that hwmon has a place for
 * is hwmon's. Values without a place in IIO get no channel, those beside them do.
 *
 * A value with a direction is called by it: by the letter that its axis' name begins or
 * ends with, or, if none of three has one, in the order of the axes. All others of one
 * kind are numbered, unless there is only one.
 */

#define SCMI_IIO_KIND(_unit, _type, _digits, _exp, _flags)	\
{								\
	.unit = _unit,						\
	.type = IIO_##_type,					\
	.flags = _flags,					\
	.exp = _exp,						\
	.digits = _digits,					\
}

/* IIO's units: Documentation/ABI/testing/sysfs-bus-iio of the kernel. */
static const struct scmi_iio_kind scmi_iio_kinds[] = {
	SCMI_IIO_KIND(TEMPERATURE_C, TEMP, 1, 3, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(TEMPERATURE_F, TEMP, 5555555555555556, -13, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(TEMPERATURE_K, TEMP, 1, 3, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(VOLTAGE, VOLTAGE, 1, 3, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(CURRENT, CURRENT, 1, 3, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(POWER, POWER, 1, 3, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(ENERGY, ENERGY, 1, 0, SCMI_IIO_HWMON),
	SCMI_IIO_KIND(LUX, LIGHT, 1, 0, 0),
	SCMI_IIO_KIND(KPA, PRESSURE, 1, 0, 0),
	SCMI_IIO_KIND(PSI, PRESSURE, 6894757293168361, -15, 0),
	SCMI_IIO_KIND(PASCALS, PRESSURE, 1, -3, 0),
	SCMI_IIO_KIND(MM_MERCURY, PRESSURE, 133322387415, -12, 0),
	SCMI_IIO_KIND(MILS, DISTANCE, 254, -7, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(INCHES, DISTANCE, 254, -4, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(FEET, DISTANCE, 3048, -4, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(METERS, DISTANCE, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(RADIANS, ANGL, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(REVOLUTIONS, ANGL, 6283185307179586, -15, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(RADIANS_SEC, ANGL_VEL, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(GRAVITIES, ACCEL, 980665, -5, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(METERS_SEC_SQUARED, ACCEL, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(METERS_SEC, VELOCITY, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(GAUSS, MAGN, 1, 0, SCMI_IIO_SPATIAL),
	SCMI_IIO_KIND(FARADS, CAPACITANCE, 1, 9, 0),
	SCMI_IIO_KIND(OHMS, RESISTANCE, 1, 0, 0),
	SCMI_IIO_KIND(PPM, CONCENTRATION, 1, -4, 0),
	SCMI_IIO_KIND(COUNTS, COUNT, 1, 0, 0),
};

static const struct scmi_iio_kind *
scmi_iio_kind(const struct scmi_sensor_info *info, unsigned int value)
{
	unsigned int unit = info->num_axis ? info->axis[value].type : info->type;
	const struct scmi_iio_kind *kind;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(scmi_iio_kinds); i++) {
		kind = &scmi_iio_kinds[i];
		if (kind->unit != unit)
			continue;
		return info->num_axis <= 1 && kind->flags & SCMI_IIO_HWMON ? NULL : kind;
	}
	return NULL;
}

static int scmi_iio_exponent(const struct scmi_sensor_info *info,
			     const struct scmi_iio_chan *chan)
{
	return info->num_axis ? info->axis[chan->value].scale : info->scale;
}

/**
 * scmi_iio_count() - how many values of a sensor IIO has a place for
 * @info: the sensor, or NULL
 *
 * Context: Any.
 * Return: their number, 0 when it is nothing for IIO.
 */
unsigned int scmi_iio_count(const struct scmi_sensor_info *info)
{
	unsigned int i, num = 0;

	for (i = 0; info && i < scmi_iio_num_values(info); i++)
		num += !!scmi_iio_kind(info, i);
	return num;
}

static bool scmi_iio_is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static u8 scmi_iio_letter(char c)
{
	switch (c) {
	case 'x':
	case 'X':
		return IIO_MOD_X;
	case 'y':
	case 'Y':
		return IIO_MOD_Y;
	case 'z':
	case 'Z':
		return IIO_MOD_Z;
	default:
		return IIO_NO_MOD;
	}
}

/* The direction by which an axis is called: "x", "ACCEL_X", "x axis". */
static u8 scmi_iio_direction(const char *name)
{
	size_t len = strlen(name);
	u8 letter = IIO_NO_MOD;

	if (len && (len == 1 || !scmi_iio_is_word(name[len - 2])))
		letter = scmi_iio_letter(name[len - 1]);
	if (letter == IIO_NO_MOD && len > 1 && !scmi_iio_is_word(name[1]))
		letter = scmi_iio_letter(name[0]);
	return letter;
}

/**
 * struct scmi_iio_family - the values of a sensor that IIO has one name for
 * @num: so many of them
 * @letters: directions that are taken, one bit each
 */
struct scmi_iio_family {
	unsigned int num;
	u32 letters;
};

/* What its name says, for the first that has it. */
static void scmi_iio_name_chan(const struct scmi_sensor_info *info,
			       struct scmi_iio_chan *chan,
			       struct scmi_iio_family *family)
{
	u8 letter = IIO_NO_MOD;

	chan->index = family->num++;
	chan->modifier = IIO_NO_MOD;
	if (info->num_axis && chan->kind->flags & SCMI_IIO_SPATIAL)
		letter = scmi_iio_direction(info->axis[chan->value].name);
	if (letter == IIO_NO_MOD || family->letters & BIT(letter))
		return;
	family->letters |= BIT(letter);
	chan->modifier = letter;
}

/* Names of the channels from @first on that are of its type, unlike each other's. */
static void scmi_iio_name_family(const struct scmi_sensor_info *info,
				 struct scmi_iio_chan *first,
				 struct scmi_iio_chan *end)
{
	static const u8 in_order[] = { IIO_MOD_X, IIO_MOD_Y, IIO_MOD_Z };
	struct scmi_iio_family family = {};
	struct scmi_iio_chan *chan;
	bool ordered;

	for (chan = first; chan < end; chan++)
		if (chan->kind->type == first->kind->type)
			scmi_iio_name_chan(info, chan, &family);
	ordered = first->kind->flags & SCMI_IIO_SPATIAL && !family.letters &&
		  family.num == ARRAY_SIZE(in_order);
	for (chan = first; chan < end; chan++) {
		if (chan->kind->type != first->kind->type)
			continue;
		if (ordered)
			chan->modifier = in_order[chan->index];
		if (family.num == 1 || chan->modifier != IIO_NO_MOD)
			chan->index = -1;
	}
}

/**
 * scmi_iio_chans() - the values of a sensor that IIO has a place for
 * @info: the sensor
 * @chans: set to them; room for as many as scmi_iio_count() says
 *
 * No two have the same type, direction and number.
 *
 * Context: Any.
 * Return: their number.
 */
unsigned int scmi_iio_chans(const struct scmi_sensor_info *info,
			    struct scmi_iio_chan *chans)
{
	unsigned int i, j, num = 0;

	for (i = 0; i < scmi_iio_num_values(info); i++) {
		const struct scmi_iio_kind *kind = scmi_iio_kind(info, i);

		if (kind)
			chans[num++] = (struct scmi_iio_chan){ .kind = kind, .value = i };
	}
	for (i = 0; i < num; i++) {
		for (j = 0; j < i; j++)
			if (chans[j].kind->type == chans[i].kind->type)
				break;
		if (j == i)
			scmi_iio_name_family(info, &chans[i], &chans[num]);
	}
	return num;
}

/**
 * scmi_iio_decimal() - write a number as a decimal, exactly
 * @buf: where to
 * @size: bytes at @buf
 * @negative: its sign
 * @digits: see @exp
 * @exp: the number is @digits * 10^@exp
 *
 * Context: Any.
 * Return: its length.
 */
int scmi_iio_decimal(char *buf, size_t size, bool negative, u64 digits, int exp)
{
	const char *sign = negative && digits ? "-" : "";
	u64 rest, less;
	char text[24];
	int point;

	/* A zero at the end says nothing. */
	for (less = digits; digits; digits = less, exp++) {
		less = div64_u64_rem(digits, 10, &rest);
		if (rest)
			break;
	}
	point = snprintf(text, sizeof(text), "%llu", (unsigned long long)digits) + exp;
	if (!digits || !exp)
		return scnprintf(buf, size, "%s%s", sign, text);
	if (exp > 0)
		return scnprintf(buf, size, "%s%s%0*d", sign, text, exp, 0);
	if (point > 0)
		return scnprintf(buf, size, "%s%.*s.%s", sign, point, text,
				 text + point);
	if (!point)
		return scnprintf(buf, size, "%s0.%s", sign, text);
	return scnprintf(buf, size, "%s0.%0*d%s", sign, -point, 0, text);
}

/**
 * scmi_iio_scale() - what a channel's values are to be multiplied with
 * @buf: set to a decimal
 * @size: bytes at @buf
 * @info: the sensor
 * @chan: the channel
 *
 * Context: Any.
 * Return: its length.
 */
int scmi_iio_scale(char *buf, size_t size, const struct scmi_sensor_info *info,
		   const struct scmi_iio_chan *chan)
{
	return scmi_iio_decimal(buf, size, false, chan->kind->digits,
				chan->kind->exp + scmi_iio_exponent(info, chan));
}

/**
 * scmi_iio_has_offset() - does the unit's zero lie elsewhere than that of IIO's?
 * @chan: the channel
 *
 * Context: Any.
 * Return: yes or no.
 */
bool scmi_iio_has_offset(const struct scmi_iio_chan *chan)
{
	return chan->kind->unit == TEMPERATURE_F || chan->kind->unit == TEMPERATURE_K;
}

/**
 * scmi_iio_offset() - what is to be added to a channel's values before that
 * @buf: set to a decimal
 * @size: bytes at @buf
 * @info: the sensor
 * @chan: the channel, for which scmi_iio_has_offset()
 *
 * Context: Any.
 * Return: its length.
 */
int scmi_iio_offset(char *buf, size_t size, const struct scmi_sensor_info *info,
		    const struct scmi_iio_chan *chan)
{
	int exp = scmi_iio_exponent(info, chan);

	/* The freezing point of water. */
	if (chan->kind->unit == TEMPERATURE_F)
		return scmi_iio_decimal(buf, size, true, 32, -exp);
	return scmi_iio_decimal(buf, size, true, 27315, -2 - exp);
}

/**
 * scmi_iio_has_range() - does the platform tell a channel's range?
 * @info: the sensor
 * @chan: the channel
 *
 * Context: Any.
 * Return: yes or no.
 */
bool scmi_iio_has_range(const struct scmi_sensor_info *info,
			const struct scmi_iio_chan *chan)
{
	return info->num_axis ? info->axis[chan->value].extended_attrs :
				info->extended_scalar_attrs;
}

/**
 * scmi_iio_range() - the values that a channel may have
 * @buf: set to "[lowest step highest]", in units of raw values
 * @size: bytes at @buf
 * @info: the sensor
 * @chan: the channel, for which scmi_iio_has_range()
 *
 * A resolution that the platform does not tell is 1, since values are whole numbers.
 *
 * Context: Any.
 * Return: its length.
 */
int scmi_iio_range(char *buf, size_t size, const struct scmi_sensor_info *info,
		   const struct scmi_iio_chan *chan)
{
	const struct scmi_range_attrs *range = &info->scalar_attrs;
	int exp = info->exponent - scmi_iio_exponent(info, chan);
	u64 resolution = info->resolution;
	char step[64];

	if (info->num_axis) {
		const struct scmi_sensor_axis_info *axis = &info->axis[chan->value];

		range = &axis->attrs;
		exp = axis->exponent - axis->scale;
		resolution = axis->resolution;
	}
	if (!resolution) {
		resolution = 1;
		exp = 0;
	}
	scmi_iio_decimal(step, sizeof(step), false, resolution, exp);
	return scnprintf(buf, size, "[%lld %s %lld]", range->min_range, step,
			 range->max_range);
}
