// SPDX-License-Identifier: GPL-2.0-only
/* Invented sensors. */
#include <linux/scmi_agent_sensor.h>

#include "world.h"

static bool is_v2(void)
{
	return SCMI_VERSION_MAJOR(world.version) >= 2;
}

static bool is_v3(void)
{
	return SCMI_VERSION_MAJOR(world.version) >= 3;
}

/* Ids need not be positions: some platforms leave gaps. */
static u32 stride(void)
{
	return world.count && world.count < 1000 && !(world_hash(0, 20) % 4) ? 3 : 1;
}

static u32 pos_of(u32 id)
{
	return id % stride() ? world.count : id / stride();
}

static u32 num_axes(u32 pos)
{
	static const u32 nums[] = { 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 7, 63 };

	return is_v2() ? nums[world_hash(pos, 21) % ARRAY_SIZE(nums)] : 0;
}

static bool is_extended(u32 pos)
{
	return is_v2() && world_hash(pos, 22) % 2;
}

static bool is_long_named(u32 pos)
{
	return is_v3() && world_hash(pos, 23) % 2;
}

static u32 num_intervals(u32 pos)
{
	static const u32 nums[] = { 0, 1, 16, 17, 28, 29, 100 };

	return nums[world_hash(pos, 24) % ARRAY_SIZE(nums)];
}

static bool is_segmented(u32 pos)
{
	return !(world_hash(pos, 25) % 3);
}

static u32 low_of(u32 pos)
{
	u32 low = world_hash(pos, 26) & (BIT(31) | 0xff);

	/* Reserved before 2.0: it means nothing there. */
	low |= world_hash(pos, 27) & (BIT(30) | GENMASK(14, 9));
	if (is_extended(pos))
		low |= BIT(8);
	if (is_long_named(pos))
		low |= BIT(29);
	return low;
}

static size_t put_descriptor(u32 pos)
{
	size_t start = world.len;
	u32 high = 0x1f << 11 | 2;

	put32(pos * stride());
	put32(low_of(pos));
	if (num_axes(pos))
		high |= num_axes(pos) << 16 | BIT(8);
	put32(is_v2() ? high : high | 9u << 27 | 0x1e << 22);
	put_name(world_hash(pos, 28) % 8 ? "sensor" : "", 16);
	if (is_extended(pos)) {
		put32(100);
		if (!num_axes(pos)) {
			put32(0x1fu << 27 | 5);
			put64(-40000LL);
			put64(125000);
		}
	}
	return world.len - start;
}

static s32 answer_descriptors(u32 at)
{
	u32 n = 0;

	if (at > world.count)
		return SCMI_OUT_OF_RANGE;
	put32(0);
	while (at + n < world.count && world.len + 52 <= sizeof(world.body)) {
		put_descriptor(at + n);
		n++;
	}
	memcpy(world.body, &(u32){ n | (world.count - at - n) << 16 }, 4);
	return 0;
}

static s32 answer_axes(u32 pos, u32 at)
{
	u32 num = num_axes(pos), n = 0;

	if (at >= num)
		return SCMI_OUT_OF_RANGE;
	put32(0);
	while (at + n < num && world.len + 48 <= sizeof(world.body)) {
		bool ext = world_hash(pos, 30 + at + n) % 2;

		put32(at + n);
		put32((ext ? BIT(8) : 0) | (is_v3() ? BIT(9) : 0));
		put32(0x1e << 11 | 0x57);
		put_name("axis", 16);
		if (ext) {
			put32(0x10u << 27 | 9);
			put64(-1);
			put64(1);
		}
		n++;
	}
	memcpy(world.body, &(u32){ n | (num - at - n) << 26 }, 4);
	return 0;
}

static s32 answer_axis_name(u32 pos, u32 at)
{
	u32 num = num_axes(pos);

	if (at >= num)
		return SCMI_OUT_OF_RANGE;
	put32(1 | (num - at - 1) << 26);
	put32(at);
	put_name("a long name of an axis", 64);
	return 0;
}

static s32 answer_intervals(u32 pos, u32 at)
{
	u32 num = num_intervals(pos), n, i;

	if (is_segmented(pos)) {
		put32(3 | BIT(12));
		put32(1 << 5);
		put32(9 << 5);
		put32(2 << 5);
		return 0;
	}
	if (at > num)
		return SCMI_OUT_OF_RANGE;
	n = min(num - at, 28u);
	put32(n | (num - at - n) << 16);
	for (i = 0; i < n; i++)
		put32((at + i) << 5 | 0x1d);
	return 0;
}

/* Asynchronous readings under way, and the most there were at a time. */
static u32 readings, most_readings;
/* The caller that asks for the next reading before the last one has ended. */
static const struct scmi_protocol_handle *impatient;

static s32 answer_reading(u32 id, u32 pos, bool delayed)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u32 i, n = max(num_axes(pos), 1u);
	size_t each = is_v2() ? 16 : 8;
	u64 value;

	if (delayed) {
		most_readings = max(most_readings, ++readings);
		if (impatient)
			ops->reading_get(impatient, id, &value);
		readings--;
		world.len = 0;
		put32(id);
	}
	if (world.len + n * each > sizeof(world.body))
		return SCMI_PROTOCOL_ERROR;
	for (i = 0; i < n; i++) {
		put64(-5LL - i);
		if (is_v2())
			put64(77 + i);
	}
	return 0;
}

static s32 sensor_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 pos;

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | world.async << 16);
		put64(0);
		put32(0);
		return 0;
	}
	if (msg == 0x3)
		return num == 1 ? answer_descriptors(in[0]) : SCMI_PROTOCOL_ERROR;
	pos = pos_of(in[0]);
	if (pos >= world.count) {
		if (!world.hostile)
			die("message for no sensor", in[0]);
		return SCMI_NOT_FOUND;
	}
	switch (msg) {
	case 0x4:
	case 0xb:
		return num == 2 && in[1] < 2 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x5:
		return num == 4 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x6:
		if (num != 2 || delayed != in[1])
			die("READING_GET", in[0]);
		return answer_reading(in[0], pos, delayed);
	case 0x7:
		return answer_axes(pos, in[1]);
	case 0x8:
		if (world.unsupported && !world.hostile)
			die("LIST_UPDATE_INTERVALS does not exist", in[0]);
		return answer_intervals(pos, in[1]);
	case 0x9:
		put32(3);
		return 0;
	case 0xa:
		return num == 2 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0xc:
		put32(0);
		put_name("a long name of a sensor", 64);
		return 0;
	case 0xd:
		return answer_axis_name(pos, in[1]);
	default:
		die("unknown message", msg);
	}
}

static void check_intervals(u32 id, u32 pos, const struct scmi_sensor_info *info)
{
	const struct scmi_sensor_intervals_info *iv = &info->intervals;
	u32 want = is_segmented(pos) ? 3 : num_intervals(pos), i;

	if (!is_v2()) {
		if (iv->count != 1 || SCMI_SENS_INTVL_GET_SECS(iv->desc[0]) != 9 ||
		    SCMI_SENS_INTVL_GET_EXP(iv->desc[0]) != -2)
			die("interval of the first version", id);
		return;
	}
	/* So many lists are more than we spend memory on. */
	if (world.count > 1000 && !iv->count)
		return;
	if (iv->count != (world.unsupported ? 0 : want))
		die("number of intervals", id);
	for (i = 0; i < iv->count && !is_segmented(pos); i++)
		if (iv->desc[i] != (i << 5 | 0x1d))
			die("interval", id);
}

static void check_info(u32 id, const struct scmi_sensor_info *info)
{
	u32 pos = pos_of(id), i;
	int exponent = (int)((low_of(pos) >> 10 & 0x1f) ^ 0x10) - 0x10;

	if (info->id != id || info->scale != -1 || info->type != TEMPERATURE_C ||
	    info->async != !!(low_of(pos) & BIT(31)) ||
	    info->num_trip_points != (low_of(pos) & 0xff))
		die("sensor", id);
	if (!strcmp(info->name, "a long name of a sensor") != is_long_named(pos))
		die("name of a sensor", id);
	if (info->num_axis != num_axes(pos))
		die("number of axes", id);
	if (info->update != (is_v2() && low_of(pos) & BIT(30)) ||
	    info->timestamped != (is_v2() && low_of(pos) & BIT(9)) ||
	    info->tstamp_scale != (info->timestamped ? exponent : 0))
		die("updates or timestamps", id);
	if (is_extended(pos) && !info->num_axis &&
	    (info->sensor_power != 100 || info->resolution != 5 ||
	     info->exponent != -1 || info->scalar_attrs.min_range != -40000 ||
	     info->scalar_attrs.max_range != 125000))
		die("extended attributes", id);
	for (i = 0; i < info->num_axis; i++)
		if (info->axis[i].id != i || info->axis[i].scale != -2 ||
		    strlen(info->axis[i].name) != (is_v3() ? 22 : 4) ||
		    (info->axis[i].extended_attrs &&
		     (info->axis[i].exponent != -16 || info->axis[i].attrs.min_range != -1)))
			die("axis", id);
	check_intervals(id, pos, info);
}

static void try_reading(const struct scmi_protocol_handle *ph, u32 id,
			const struct scmi_sensor_info *info)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u32 count = info ? max(info->num_axis, 1u) : 1, i;
	struct scmi_sensor_reading *r = malloc(count * sizeof(*r));
	u64 value = 0;
	int ret = ops->reading_get(ph, id, &value);
	bool fits = count <= 6;

	/* What is not told is 0, and not what the caller left there. */
	memset(r, 0xff, count * sizeof(*r));

	if (world_is_sane() && info && fits && (ret || (s64)value != -5))
		die("reading", id);
	ret = ops->reading_get_timestamped(ph, id, count, r);
	if (world_is_sane() && info && fits && ret)
		die("readings", id);
	for (i = 0; !ret && world_is_sane() && i < count; i++)
		if (r[i].value != -5LL - i || r[i].timestamp != (is_v2() ? 77 + i : 0))
			die("value or timestamp", id);
	if (ops->reading_get_timestamped(ph, id, count + 1, r) != -EINVAL ||
	    ops->reading_get_timestamped(ph, id, 0, r) != -EINVAL)
		die("number of readings", id);
	free(r);
}

static void try_sensor(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	const struct scmi_sensor_info *info = ops->info_get(ph, id);
	u32 config, trip = core_rand(4);
	int ret;

	/* Axes of 65535 sensors are more than we spend memory on. */
	if (world_is_sane() && !info != (pos_of(id) >= world.count) &&
	    !(world.count > 1000 && num_axes(pos_of(id))))
		die("hole", id);
	if (info && (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0]))
		die("name", id);
	if (info && (info->num_axis > 63 || (info->num_axis && !info->axis)))
		die("axes without a list", id);
	if (info && world_is_sane())
		check_info(id, info);
	try_reading(ph, id, info);
	ret = ops->config_get(ph, id, &config);
	if (world_is_sane() && info && (is_v2() ? ret || info->sensor_config != 3 :
					ret != -EOPNOTSUPP))
		die("configuration", id);
	expect("CONFIG_SET", ops->config_set(ph, id, 1),
	       !info ? -EINVAL : is_v2() ? 0 : -EOPNOTSUPP, id, 1, 0, 0);
	if (world_is_sane() && info && is_v2() && info->sensor_config != 1)
		die("configuration that was set", id);
	expect("TRIP_POINT_CONFIG", ops->trip_point_config(ph, id, trip, -7),
	       info && trip < info->num_trip_points ? 0 : -EINVAL, id, trip << 4 | 3,
	       -7, -1);
}

/* All of the asynchronous readings that are offered are used. */
static void check_async(const struct scmi_protocol_handle *ph)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u32 id, offered = core_peer.no_delayed ? 0 : world.async;
	const struct scmi_sensor_info *info;
	u64 value;

	for (id = 0; id < world.count && world_is_sane(); id++) {
		info = scmi_agent_sensor_info(ph, id);
		if (!info || !info->async || info->num_axis > 6)
			continue;
		most_readings = 0;
		impatient = ph;
		if (ops->reading_get(ph, id, &value))
			die("reading among many", id);
		impatient = NULL;
		if (most_readings != offered)
			die("asynchronous readings", most_readings);
		return;
	}
}

static void check_update(const struct scmi_sensor_update_report *r, u32 id, u32 count)
{
	u32 i;

	if (r->timestamp != 3 || r->agent_id != 9 || r->sensor_id != id ||
	    r->readings_count != count)
		die("report of an update", id);
	for (i = 0; i < count; i++)
		if (r->readings[i].value != (2 + 4 * i) + ((3 + 4LL * i) << 32) ||
		    r->readings[i].timestamp != (4 + 4 * i) + ((5 + 4LL * i) << 32))
			die("reading of an update", id);
}

static void check_trip(const struct scmi_sensor_trip_point_report *r, u32 id)
{
	if (r->timestamp != 3 || r->agent_id != 9 || r->sensor_id != id ||
	    r->trip_point_desc != 2)
		die("report of a trip point", id);
}

static void try_event(const struct scmi_protocol_handle *ph, const struct scmi_event *evt)
{
	const struct scmi_protocol_events *events = scmi_sensor_protocol.events;
	u32 id = core_rand(world.count + 1) * stride(), src = 0, i;
	const struct scmi_sensor_info *info = scmi_agent_sensor_info(ph, id);
	u32 count = info ? max(info->num_axis, 1u) : 0;
	bool trip = evt->id == SCMI_EVENT_SENSOR_TRIP_POINT_EVENT, on = core_rand(2);
	size_t len = min(core_rand(70) * 16 + core_rand(4) * 4, evt->max_payload);
	size_t need = trip ? 12 : 8;
	void *report = calloc(1, evt->report_size);
	u32 *payload = malloc(len);
	struct scmi_cursor c;
	int ret;

	if (evt->supported(ph, id) !=
	    (info && (trip ? info->num_trip_points : info->update)))
		die("source of an event", id);
	if (info)
		expect("NOTIFY", scmi_event_enable(ph, events, evt, id, on),
		       trip || is_v2() ? 0 : -EOPNOTSUPP, id, on, 0, 0);
	for (i = 0; i < len / 4; i++)
		payload[i] = i == 0 ? 9 : i == 1 ? id : i;
	scmi_cursor_init(&c, payload, len);
	ret = evt->parse(ph, 3, &c, report, &src);
	if (ret != (len < need ? -EPROTO : !info ? -ENOENT :
		    !trip && len < need + 16 * count ? -EPROTO : 0))
		die("event", id);
	if (!ret && (src != id || src >= events->num_sources(ph)))
		die("source of an event", src);
	if (!ret && trip)
		check_trip(report, id);
	else if (!ret)
		check_update(report, id, count);
	free(payload);
	free(report);
}

static void sensor_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;
	u32 count = ops->count_get(ph), i;

	if (count > 0x10000)
		die("too many sensors", count);
	if (world_is_sane() && world.count < 1000 && kernel_warnings != world.warnings)
		die("warnings about a sane platform", count);
	if (count > 1000)
		for (i = 0; i < 50; i++)
			try_sensor(ph, core_rand(count));
	else
		for (i = 0; i < count + 2; i++)
			try_sensor(ph, i);
	try_sensor(ph, 0xffffffff);
	check_async(ph);
	for (i = 0; i < 10 * scmi_sensor_protocol.events->num; i++)
		try_event(ph, &scmi_sensor_protocol.events->events[i / 10]);
	client_hwmon(ph);
	client_iio(ph);
}

static const void *sensor_look(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_sensor_proto_ops *ops = scmi_sensor_protocol.ops;

	return ops->info_get(ph, id);
}

static u32 sensor_source(void)
{
	return core_rand(world.count + 1) * stride();
}

static const struct world_protocol sensor = {
	.proto = &scmi_sensor_protocol,
	.answer = sensor_answer,
	.try = sensor_try,
	.look = sensor_look,
	.source = sensor_source,
};

WORLD_PROTOCOL(sensor)
