// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, the list of descriptors.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/slab.h>

#include "sensor.h"

/**
 * DOC: Sensor descriptors
 *
 * SENSOR_DESCRIPTION_GET hands out one list of descriptors, as many per message
 * as fit. How many there are in all is known beforehand. The first message
 * shows how many fit, and the rest of the list is cut into pieces of that
 * length, which are fetched side by side in one scmi_proto_batch(); into longer
 * ones where not so many messages can be on their way. A descriptor's size
 * depends on its contents: a piece whose message ends early takes another one,
 * what exceeds the piece is left to the next one. A message that fails costs as
 * many descriptors as the first one had.
 *
 * Sensors are kept by the id that their descriptor tells, which is the id that
 * the platform knows them by; the position in the list means nothing. Ids that
 * no descriptor has are holes.
 */

/* attributes_low; the second block is reserved before 2.0 */
#define SCMI_SENSOR_ASYNC		BIT(31)
#define SCMI_SENSOR_TRIP_POINTS		GENMASK(7, 0)

#define SCMI_SENSOR_UPDATES		BIT(30)
#define SCMI_SENSOR_EXTENDED_NAME	BIT(29)
#define SCMI_SENSOR_TSTAMP_EXP		GENMASK(14, 10)
#define SCMI_SENSOR_TIMESTAMPED		BIT(9)
#define SCMI_SENSOR_EXTENDED_ATTRS	BIT(8)

/* attributes_high; the second block before 2.0, the third one since */
#define SCMI_SENSOR_SCALE		GENMASK(15, 11)
#define SCMI_SENSOR_TYPE		GENMASK(7, 0)

#define SCMI_SENSOR_UPDATE_SECS		GENMASK(31, 27)
#define SCMI_SENSOR_UPDATE_EXP		GENMASK(26, 22)

#define SCMI_SENSOR_NUM_AXES		GENMASK(21, 16)
#define SCMI_SENSOR_HAS_AXES		BIT(8)

/* SENSOR_DESCRIPTION_GET; a descriptor has id, two words of attributes, and name. */
static const struct scmi_list scmi_descriptors = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = 3 * sizeof(__le32) + SCMI_SHORT_NAME_MAX_SIZE,
};

/* An interval as LIST_UPDATE_INTERVALS gives it: seconds and exponent. */
#define SCMI_INTERVAL_SECS		GENMASK(20, 5)
#define SCMI_INTERVAL_EXP		GENMASK(4, 0)

static void scmi_sensor_set_v1(struct scmi_sensor_info *info, u32 high)
{
	u32 secs = FIELD_GET(SCMI_SENSOR_UPDATE_SECS, high);
	u32 exp = FIELD_GET(SCMI_SENSOR_UPDATE_EXP, high);

	info->intervals.count = 1;
	info->intervals.desc[0] = FIELD_PREP(SCMI_INTERVAL_SECS, secs) |
				  FIELD_PREP(SCMI_INTERVAL_EXP, exp);
}

static void scmi_sensor_set_v2(struct scmi_sensor *sensor, u32 low, u32 high,
			       struct scmi_cursor *c)
{
	struct scmi_sensor_info *info = &sensor->info;

	info->update = low & SCMI_SENSOR_UPDATES;
	info->timestamped = low & SCMI_SENSOR_TIMESTAMPED;
	if (info->timestamped)
		info->tstamp_scale =
			scmi_sensor_exponent(FIELD_GET(SCMI_SENSOR_TSTAMP_EXP,
						       low));
	if (high & SCMI_SENSOR_HAS_AXES)
		info->num_axis = FIELD_GET(SCMI_SENSOR_NUM_AXES, high);
	sensor->extended_name = low & SCMI_SENSOR_EXTENDED_NAME;

	info->extended_scalar_attrs = low & SCMI_SENSOR_EXTENDED_ATTRS;
	if (!info->extended_scalar_attrs)
		return;
	info->sensor_power = scmi_get_le32(c);
	/* The axes of a sensor that has any tell these for themselves. */
	if (!info->num_axis)
		scmi_sensor_get_range(c, &info->resolution, &info->exponent,
				      &info->scalar_attrs);
}

/* Keep the sensor under its id; one that has none of its own is dropped. */
static int scmi_sensor_keep(const struct scmi_protocol_handle *ph,
			    struct scmi_sensors *si, struct scmi_sensor *sensor)
{
	u32 id = sensor->info.id;
	int ret = -ERANGE;

	if (id <= SCMI_SENSOR_MAX_ID)
		ret = xa_insert(&si->sensors, id, sensor, GFP_KERNEL);
	if (!ret) {
		si->count = max(si->count, id + 1);
		return 0;
	}
	kfree(sensor);
	if (ret == -ENOMEM)
		return ret;
	scmi_losses_note(ph, &si->losses, SCMI_SENSOR_LOST_ID, id, 1,
			 ret == -EBUSY ? -EEXIST : ret);
	return 0;
}

/* DEN0056 4.7.2.5, sensor descriptor */
static int scmi_sensor_parse_descriptor(const struct scmi_protocol_handle *ph,
					struct scmi_sensors *si,
					struct scmi_cursor *c)
{
	struct scmi_sensor_info *info;
	struct scmi_sensor *sensor;
	u32 low, high;

	sensor = kzalloc_obj(*sensor);
	if (!sensor)
		return -ENOMEM;
	info = &sensor->info;
	info->intervals.desc = info->intervals.prealloc_pool;

	info->id = scmi_get_le32(c);
	low = scmi_get_le32(c);
	high = scmi_get_le32(c);
	scmi_get_name(c, info->name, sizeof(info->name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	if (!info->name[0])
		snprintf(info->name, sizeof(info->name), "sensor%u", info->id);
	info->async = low & SCMI_SENSOR_ASYNC;
	info->num_trip_points = FIELD_GET(SCMI_SENSOR_TRIP_POINTS, low);
	info->scale = scmi_sensor_exponent(FIELD_GET(SCMI_SENSOR_SCALE, high));
	info->type = FIELD_GET(SCMI_SENSOR_TYPE, high);
	if (scmi_sensor_is_v2(ph))
		scmi_sensor_set_v2(sensor, low, high, c);
	else
		scmi_sensor_set_v1(info, high);

	if (scmi_cursor_end(c)) {
		kfree(sensor);
		return -EPROTO;
	}
	return scmi_sensor_keep(ph, si, sensor);
}

/*
 * Take at most @max descriptors from an answer. Return: how many it was, 0 when
 * the list has ended, or negative errno.
 */
static int scmi_sensor_take(const struct scmi_protocol_handle *ph,
			    struct scmi_sensors *si, u32 max,
			    struct scmi_cursor *c)
{
	struct scmi_part part = scmi_part_get(&scmi_descriptors, c);
	u32 i, n = min(part.returned, max);
	int ret = scmi_part_check(&scmi_descriptors, &part, c);

	if (ret)
		return ret;
	if (!part.returned)
		return part.remaining ? -EPROTO : 0;
	for (i = 0; i < n; i++) {
		ret = scmi_sensor_parse_descriptor(ph, si, c);
		if (ret)
			return ret;
	}
	return n;
}

/* The first message, which tells how many descriptors fit. */
static int scmi_sensor_describe_first(const struct scmi_protocol_handle *ph,
				      struct scmi_sensors *si)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_ask(ph, SCMI_SENSOR_DESCRIPTION_GET, SCMI_WORDS(0), 0, 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	ret = scmi_sensor_take(ph, si, si->described, &c);
	scmi_xfer_put(xfer);
	return ret;
}

/*
 * Descriptors per piece: a message may bring one only, and scmi_proto_batch() takes
 * a plan of more than 4096 messages for endless.
 */
#define SCMI_PIECE_MAX		2048U

/**
 * struct scmi_desc_pieces - the list of descriptors, cut into pieces
 * @si: sensors
 * @first: descriptors that the first message had, where piece 0 starts
 * @len: descriptors per piece
 * @got: descriptors that a piece has so far
 */
struct scmi_desc_pieces {
	struct scmi_sensors *si;
	u32 first;
	u32 len;
	u32 *got;
};

/* Descriptors that piece @idx still lacks, and where it goes on. */
static u32 scmi_piece_missing(const struct scmi_desc_pieces *pieces, u32 idx,
			      u32 *at)
{
	u32 start = pieces->first + idx * pieces->len;
	u32 end = min(start + pieces->len, pieces->si->described);

	*at = start + pieces->got[idx];
	return end > *at ? end - *at : 0;
}

static int scmi_piece_next(const struct scmi_protocol_handle *ph, void *arg,
			   u32 idx, unsigned int step, struct scmi_request *rq)
{
	u32 at;

	if (!scmi_piece_missing(arg, idx, &at))
		return 0;
	rq->msg = SCMI_SENSOR_DESCRIPTION_GET;
	rq->words[0] = at;
	return 1;
}

static int scmi_piece_parse(const struct scmi_protocol_handle *ph, void *arg,
			    u32 idx, unsigned int step, int err,
			    struct scmi_cursor *c)
{
	struct scmi_desc_pieces *pieces = arg;
	u32 at, missing = scmi_piece_missing(pieces, idx, &at);
	int ret;

	ret = err ?: scmi_sensor_take(ph, pieces->si, missing, c);
	if (ret < 0) {
		missing = min(missing, pieces->first);
		scmi_losses_note(ph, &pieces->si->losses,
				 SCMI_SENSOR_LOST_DESCRIPTOR, at, missing, ret);
		ret = missing;
	}
	/* An empty answer: the list is shorter than it was said to be. */
	pieces->got[idx] += ret ?: missing;
	return 0;
}

static void scmi_piece_failed(const struct scmi_protocol_handle *ph, void *arg,
			      u32 idx, int err)
{
	struct scmi_desc_pieces *pieces = arg;
	u32 at, missing = scmi_piece_missing(pieces, idx, &at);

	scmi_losses_note(ph, &pieces->si->losses, SCMI_SENSOR_LOST_DESCRIPTOR,
			 at, missing, err);
}

static const struct scmi_batch_ops scmi_piece_ops = {
	.next = scmi_piece_next,
	.parse = scmi_piece_parse,
	.failed = scmi_piece_failed,
};

/**
 * scmi_sensor_describe() - read all descriptors
 * @ph: handle
 * @si: its @described is known, its @sensors are empty; what is there on return
 *	is the caller's to free, on error too
 *
 * DEN0056 4.7.2.5.
 *
 * Context: Process context, sends messages.
 * Return: 0, or negative errno when not even the first message was answered
 *	   well, or see scmi_proto_batch().
 */
int scmi_sensor_describe(const struct scmi_protocol_handle *ph,
			 struct scmi_sensors *si)
{
	struct scmi_desc_pieces pieces = { .si = si };
	u32 rest, num;
	int ret;

	if (!si->described)
		return 0;
	ret = scmi_sensor_describe_first(ph, si);
	if (ret <= 0)
		return ret;
	pieces.first = ret;
	rest = si->described - pieces.first;
	if (!rest)
		return 0;
	pieces.len = max(pieces.first,
			 DIV_ROUND_UP(rest, scmi_proto_lanes(ph)));
	pieces.len = min(pieces.len, SCMI_PIECE_MAX);
	num = DIV_ROUND_UP(rest, pieces.len);
	pieces.got = kvcalloc(num, sizeof(*pieces.got), GFP_KERNEL);
	if (!pieces.got)
		return -ENOMEM;
	ret = scmi_proto_batch(ph, num, &scmi_piece_ops, &pieces);
	kvfree(pieces.got);
	return ret;
}
