// SPDX-License-Identifier: GPL-2.0-only
/* Sensor protocol: every command, in all versions. */
#include "../../../../platform/sensor.h"
#include "rig.h"
#include "tap.h"

#define SENSOR	0x15

#define SENSORS \
"sensor-async = 2\nsample = 10ms\n" \
"[sensor 0]\nname = temp\ntype = temperature\nscale = -3\nvalue = 45000\n" \
"trips = 80000:rising 70000:both 60000:off\nupdate = 100ms\nintervals = 100ms 1s 10s\n" \
"stamp = -6\n" \
"range = -40000 125000\nresolution = 5 -3\npower = 77\n" \
"[sensor 1]\nname = a-sensor-with-a-long-name\ntype = voltage\nscale = -6\nvalue = -5\n" \
"delay = 2ms\n" \
"[sensor 2]\nname = off\ntype = current\nvalue = 1\nstate = off\n" \
"[sensor 3]\nname = axes\ntype = 0x59\nintervals = segmented 10ms 1s 10ms\nstamp = -9\n" \
"range = 0 0\nupdate = 10ms\n" \
"[axis 3.0]\nname = x\nvalue = 1\ntype = 0x59\nscale = -3\nrange = -7 7\nresolution = 2 1\n" \
"[axis 3.1]\nname = y-axis-with-a-long-name\nvalue = -2\n" \
"[axis 3.2]\nname = z\nvalue = 3\nrange = -9 9\n" \
"[sensor 4]\nname = gone\nhole = yes\n"

static void test_attributes(struct rig *r)
{
	is(rig_ask(r, SENSOR, 0), 0, "version succeeds");
	is(rig_word(r, 0), 0x30001, "version is 3.1");
	is(rig_ask(r, SENSOR, 1), 0, "protocol attributes succeed");
	is(rig_word(r, 0), 5 | 2 << 16, "five sensors, two asynchronous readings");
	is(rig_len(r), 16, "with the shared memory's address and size");
	is(rig_word(r, 3), 0, "which is not there");
}

static void test_description(struct rig *r)
{
	u32 have;

	r->cap = 512;
	is(rig_ask(r, SENSOR, 3, 0), 0, "description succeeds");
	is(rig_word(r, 0), 5, "all five");
	is(rig_len(r), 4 + 52 + 28 + 28 + 32 + 28, "each with its own size");
	is(rig_word(r, 1), 0, "id 0");
	is(rig_word(r, 2), 1u << 30 | 3 | 1 << 9 | 0x1a << 10 | 1 << 8, "attributes low");
	is(rig_word(r, 3), 2 | 0x1d << 11, "attributes high: temperature in thousandths");
	ok(!strcmp(rig_name(r, 16), "temp"), "name");
	is(rig_word(r, 8), 77, "power");
	is(rig_word(r, 9), 5 | 0x1du << 27, "resolution");
	ok((s64)rig_word64(r, 10) == -40000 && rig_word64(r, 12) == 125000, "range");
	is(rig_word(r, 15), 1u << 31 | 1 << 29, "next: asynchronous, long name");
	is(rig_word(r, 3 + 13 + 7 + 7), 0x59 | 1 << 8 | 3 << 16, "three axes");
	is(rig_ask(r, SENSOR, 3, 5), -5, "an index behind the last");
	for (r->cap = 64; r->cap <= 200; r->cap += 8) {
		for (have = 0; have < 5; have += rig_word(r, 0) & 0xffff)
			if (rig_ask(r, SENSOR, 3, have) || !(rig_word(r, 0) & 0xffff) ||
			    (rig_word(r, 0) >> 16) + (rig_word(r, 0) & 0xffff) + have != 5)
				break;
		is(have, 5, "five in parts, reply of %u bytes", r->cap);
	}
	r->cap = 63;
	is(rig_ask(r, SENSOR, 3, 0), -10, "no room for the first");
	is(rig_ask(r, SENSOR, 3, 1), 0, "room for the second");

	rig_board(r, "[platform]\nsensor = 1.0\n" SENSORS);
	r->cap = 512;
	is(rig_ask(r, SENSOR, 3, 0), 0, "1.0 description succeeds");
	is(rig_len(r), 4 + 5 * 28, "1.0 descriptors have one size");
	is(rig_word(r, 2), 3, "1.0 attributes low: trip points only");
	is(rig_word(r, 3), 2 | 0x1d << 11 | 1 << 27 | 0x1fu << 22, "1.0 update interval 0.1 s");
	rig_board(r, "[platform]\nsensor = 2.0\n" SENSORS);
	rig_ask(r, SENSOR, 3, 1);
	is(rig_word(r, 2), 1u << 31, "2.0 has no long names");
	is(rig_ask(r, SENSOR, 0xc, 1), -1, "2.0 has no NAME_GET");
}

static void test_axes(struct rig *r)
{
	u32 have;

	r->cap = 512;
	is(rig_ask(r, SENSOR, 7, 3, 0), 0, "axes succeed");
	is(rig_word(r, 0), 3, "three");
	is(rig_len(r), 4 + 48 + 28 + 48, "each with its own size");
	is(rig_word(r, 2), 1 << 8, "x has extended attributes");
	is(rig_word(r, 3), 0x59 | 0x1d << 11, "type and scale of x");
	is(rig_word(r, 8), 2 | 1 << 27, "resolution of x");
	is(rig_word(r, 14), 1 << 9, "y has a long name");
	is(rig_ask(r, SENSOR, 7, 0, 0), -1, "a sensor without axes");
	is(rig_ask(r, SENSOR, 7, 3, 3), -5, "an index behind the last");
	is(rig_ask(r, SENSOR, 7, 9, 0), -4, "no such sensor");
	is(rig_ask(r, SENSOR, 0xd, 3, 0), 0, "axis names succeed");
	is(rig_len(r), 4 + 3 * 68, "68 bytes each");
	ok(!strcmp(rig_name(r, 4 + 68 + 4), "y-axis-with-a-long-name"), "whole");
	for (r->cap = 80; r->cap <= 220; r->cap += 20) {
		for (have = 0; have < 3; have += rig_word(r, 0) & 0x3f)
			if (rig_ask(r, SENSOR, 0xd, 3, have) || !(rig_word(r, 0) & 0x3f) ||
			    (rig_word(r, 0) >> 26) + (rig_word(r, 0) & 0x3f) + have != 3)
				break;
		is(have, 3, "names in parts, reply of %u bytes", r->cap);
	}
	rig_board(r, "[platform]\nsensor = 1.0\n" SENSORS);
	is(rig_ask(r, SENSOR, 7, 3, 0), -1, "1.0 has no axes");
}

static void test_intervals(struct rig *r)
{
	is(rig_ask(r, SENSOR, 8, 0, 0), 0, "intervals succeed");
	is(rig_word(r, 0), 3, "three");
	is(rig_word(r, 1), 1 << 5 | 0x1f, "0.1 s");
	is(rig_word(r, 2), 1 << 5, "1 s");
	is(rig_word(r, 3), 1 << 5 | 1, "10 s");
	r->cap = 20;
	is(rig_ask(r, SENSOR, 8, 0, 1), 0, "a part");
	is(rig_word(r, 0), 2, "two from the second on");
	r->cap = 16;
	is(rig_ask(r, SENSOR, 8, 0, 1), 0, "a smaller part");
	is(rig_word(r, 0), 1 | 1 << 16, "one, and one to come");
	r->cap = 128;
	is(rig_ask(r, SENSOR, 8, 3, 0), 0, "a segment");
	is(rig_word(r, 0), 3 | 1 << 12, "is marked as one");
	is(rig_ask(r, SENSOR, 8, 3, 1), -5, "and has no second part");
	is(rig_ask(r, SENSOR, 8, 1, 0), -1, "a sensor without intervals");
	is(rig_ask(r, SENSOR, 8, 0, 3), -5, "an index behind the last");
	is(rig_ask(r, SENSOR, 8, 4, 0), -4, "a hole");
	is(rig_ask(r, SENSOR, 0xc, 1), 0, "name succeeds");
	ok(!strcmp(rig_name(r, 4), "a-sensor-with-a-long-name"), "and is whole");
	is(rig_ask(r, SENSOR, 0xc, 5), -4, "no such sensor");
}

static void test_reading(struct rig *r)
{
	const struct rig_out *d;
	u32 token;

	is(rig_ask(r, SENSOR, 6, 0, 0), 0, "reading succeeds");
	ok(rig_word64(r, 0) == 45000 && rig_word64(r, 2) == 0 && rig_len(r) == 16,
	   "value, and no time stamp unless enabled");
	is(rig_ask(r, SENSOR, 0xa, 0, 3), 0, "enable time stamps");
	rig_ask(r, SENSOR, 6, 0, 0);
	ok(rig_word64(r, 2) == 1000000000, "stamped in microseconds");
	is(rig_ask(r, SENSOR, 6, 1, 0), 0, "a negative reading");
	ok((s64)rig_word64(r, 0) == -5, "keeps its sign");
	is(rig_ask(r, SENSOR, 6, 3, 0), 0, "three axes");
	ok(rig_word64(r, 0) == 1 && (s64)rig_word64(r, 4) == -2 && rig_word64(r, 8) == 3 &&
	   rig_len(r) == 48, "in order");
	is(rig_ask(r, SENSOR, 6, 2, 0), -10, "a disabled sensor is a protocol error");
	rig_control(r, "strict-silent on");
	is(rig_ask(r, SENSOR, 6, 2, 0), -10, "which is no malformed request");
	is(rig_ask(r, SENSOR, 6, 0, 0), 0, "and does not silence a strict platform");
	ok(strstr(rig_control(r, "stats"), " protocol-errors=0 "), "and is not counted");
	rig_control(r, "strict-silent off");
	is(rig_ask(r, SENSOR, 6, 4, 0), -4, "a hole is not found");
	is(rig_ask(r, SENSOR, 6, 5, 0), -4, "an id behind the last is not found");
	is(rig_ask(r, SENSOR, 6, 0, 2), -2, "a reserved flag");
	is(rig_ask(r, SENSOR, 6, 0, 1), -2, "an asynchronous reading that is not offered");
	is(rig_ask(r, SENSOR, 6, 1, 1), 0, "one that is");
	is(rig_len(r), 0, "has an empty reply");
	token = r->token;
	rig_run(r, 3 * SCMIP_MSEC);
	d = rig_find(r, SCMIP_OUT_DELAYED, 0);
	is(d ? scmip_get32(d->data) : 0, scmip_hdr(SENSOR, 6, 2, token), "its delayed response");
	ok(d && d->len == 28 && out_word(d, 1) == 1 && (s32)out_word(d, 2) == -5,
	   "with id and reading");
	rig_board(r, "[platform]\nsensor = 1.0\n" SENSORS);
	is(rig_ask(r, SENSOR, 6, 0, 0), 0, "1.0 reading succeeds");
	is(rig_len(r), 8, "and has no time stamp");
	is(rig_ask(r, SENSOR, 6, 2, 0), 0, "1.0 has no disabled sensors");
}

static void test_config(struct rig *r)
{
	is(rig_ask(r, SENSOR, 9, 0), 0, "config succeeds");
	is(rig_word(r, 0), 1, "enabled");
	is(rig_ask(r, SENSOR, 9, 2), 0, "config of a disabled one");
	is(rig_word(r, 0), 0, "disabled");
	is(rig_ask(r, SENSOR, 0xa, 2, 1), 0, "enable it");
	is(rig_ask(r, SENSOR, 6, 2, 0), 0, "now it can be read");
	is(rig_ask(r, SENSOR, 0xa, 0, 1 | 5 << 16), 0, "an interval of 5 s");
	rig_ask(r, SENSOR, 9, 0);
	is(rig_word(r, 0), 1 | 5 << 16, "is there");
	is(rig_ask(r, SENSOR, 0xa, 0, 1 | 2 << 9), 0, "no interval, but rounding");
	rig_ask(r, SENSOR, 9, 0);
	is(rig_word(r, 0), 1 | 5 << 16, "leaves the interval");
	is(rig_ask(r, SENSOR, 0xa, 0, 1 | 3 << 9), -2, "the reserved rounding");
	is(rig_ask(r, SENSOR, 0xa, 0, 5), -2, "a reserved bit");
	is(rig_ask(r, SENSOR, 0xa, 1, 3), -2, "time stamps that are not there");
	is(rig_ask(r, SENSOR, 0xa, 1, 1 | 1 << 16), -2, "intervals that are not there");
	is(rig_ask(r, SENSOR, 9, 4), -4, "a hole");
	is(rig_ask(r, SENSOR, 0xa, 7, 1), -4, "no such sensor");
}

static void test_trips(struct rig *r)
{
	const struct rig_out *e;

	is(rig_ask(r, SENSOR, 4, 0, 1), 0, "subscribed");
	is(rig_ask(r, SENSOR, 4, 0, 2), -2, "a reserved bit");
	is(rig_ask(r, SENSOR, 4, 1, 1), -1, "a sensor without trip points");
	is(rig_ask(r, SENSOR, 4, 4, 1), -4, "a hole");
	rig_run(r, 50 * SCMIP_MSEC);
	rig_clear(r);
	rig_control(r, "sensor 0 value 75000");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(SENSOR, 0, 3, 0), "an event at 75000");
	ok(e && e->len == 16 && out_word(e, 1) == 0 && out_word(e, 2) == (1 | 1 << 16),
	   "trip 1, rising");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 1), "and no other");
	rig_clear(r);
	rig_control(r, "sensor 0 value 85000");
	is(out_word(rig_find(r, SCMIP_OUT_EVENT, 0), 2), 0 | 1 << 16, "trip 0, rising");
	rig_clear(r);
	rig_control(r, "sensor 0 value 50000");
	is(out_word(rig_find(r, SCMIP_OUT_EVENT, 0), 2), 1, "trip 1, falling");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 1), "trip 0 does not watch falling");
	is(rig_ask(r, SENSOR, 5, 0, 3 | 2 << 4, 55000, 0), 0, "trip 2 to 55000, both");
	is(rig_ask(r, SENSOR, 5, 0, 3 | 3 << 4, 55000, 0), -2, "there is no trip 3");
	is(rig_ask(r, SENSOR, 5, 0, 3 | 1 << 2, 55000, 0), -2, "a reserved bit");
	is(rig_ask(r, SENSOR, 5, 4, 3, 55000, 0), -4, "a hole");
	rig_clear(r);
	rig_control(r, "sensor 0 value 56000");
	is(out_word(rig_find(r, SCMIP_OUT_EVENT, 0), 2), 2 | 1 << 16, "trip 2, rising");
	is(rig_ask(r, SENSOR, 5, 0, 3 | 2 << 4, (u32)-100, 0xffffffff), 0, "a negative trip");
	rig_clear(r);
	rig_control(r, "sensor 0 value -101");
	is(out_word(rig_find(r, SCMIP_OUT_EVENT, 0), 2), 2, "is crossed by a negative reading");
	is(rig_ask(r, SENSOR, 4, 0, 0), 0, "unsubscribed");
	rig_clear(r);
	rig_control(r, "sensor 0 value 90000");
	ok(!rig_find(r, SCMIP_OUT_EVENT, 0), "no event any more");
	is(scmip_deadline(r->server, r->now), SCMIP_NEVER, "and nothing to wait for");
}

static void test_trips_by_script(struct rig *r)
{
	u32 events = 0, i;

	rig_board(r, "[platform]\nsample = 1ms\n[sensor 0]\nname = t\n"
		 "value = triangle 0 1000 1s\ntrips = 500:both\n");
	rig_ask(r, SENSOR, 4, 0, 1);
	rig_clear(r);
	rig_run(r, 10 * SCMIP_SEC);
	for (i = 0; i < r->num_out; i++)
		events += r->out[i].kind == SCMIP_OUT_EVENT;
	ok(events >= 19 && events <= 21, "ten triangles cross a trip point %u times", events);
}

static void test_updates(struct rig *r)
{
	const struct rig_out *e;

	is(rig_ask(r, SENSOR, 0xb, 0, 1), 0, "subscribed");
	is(rig_ask(r, SENSOR, 0xb, 1, 1), -1, "a sensor without updates");
	is(rig_ask(r, SENSOR, 0xb, 0, 2), -2, "a reserved bit");
	rig_clear(r);
	rig_run(r, 1050 * SCMIP_MSEC);
	is(r->num_out, 11, "an update every 100 ms");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? scmip_get32(e->data) : 0, scmip_hdr(SENSOR, 1, 3, 0), "its header");
	ok(e && e->len == 28 && out_word(e, 1) == 0 && out_word(e, 2) == 45000, "its reading");
	rig_ask(r, SENSOR, 0xa, 0, 1 | 1 << 16);
	rig_clear(r);
	rig_run(r, 3500 * SCMIP_MSEC);
	is(r->num_out, 4, "an update every second");
	rig_ask(r, SENSOR, 0xb, 0, 0);
	rig_ask(r, SENSOR, 0xb, 3, 1);
	rig_clear(r);
	rig_run(r, 5 * SCMIP_MSEC);
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? e->len : 0, 4 + 8 + 48, "an update of three axes");
	rig_ask(r, SENSOR, 0xa, 3, 0);
	rig_clear(r);
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 0, "none while disabled");
}

static void test_waves(struct rig *r)
{
	static const char *const shapes[] = {
		"ramp -1000 3000 2s", "triangle -1000 3000 2s", "sine -1000 3000 2s",
		"walk -1000 3000 200 10ms",
	};
	char board[128];
	u32 i, t;

	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		s64 low = 1 << 20, high = -(1 << 20);
		bool moves = false;
		s64 last = 0;

		snprintf(board, sizeof(board), "[sensor 0]\nname = w\nvalue = %s\n", shapes[i]);
		rig_board(r, board);
		for (t = 0; t < 5000; t++) {
			s64 v;

			r->now += SCMIP_MSEC;
			v = scmip_sensor_value(r->server, 0, 0, r->now);
			low = v < low ? v : low;
			high = v > high ? v : high;
			moves |= t && v != last;
			last = v;
		}
		ok(low >= -1000 && high <= 3000 && moves, "%s stays within and moves (%lld..%lld)",
		   shapes[i], (long long)low, (long long)high);
		if (i < 3)
			ok(low <= -990 && high >= 2990, "%s reaches both ends", shapes[i]);
	}
	rig_board(r, "[sensor 0]\nname = w\nvalue = walk -1000 3000 200 1ms\n");
	r->now += 3600ULL * SCMIP_SEC;
	scmip_sensor_value(r->server, 0, 0, r->now);
	ok(true, "a walk that nobody watched for an hour catches up at once");
	rig_board(r, "[sensor 0]\nname = w\n"
		 "value = ramp -2305843009213693952 2305843009213693951 1s\n");
	for (t = 0; t < 1000; t++) {
		r->now += SCMIP_MSEC;
		scmip_sensor_value(r->server, 0, 0, r->now);
	}
	ok(true, "the widest wave does not overflow");
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_attributes,
		test_description,
		test_axes,
		test_intervals,
		test_reading,
		test_config,
		test_trips,
		test_trips_by_script,
		test_updates,
		test_waves,
	};

	rig_tests("[platform]\n" SENSORS, tests, ARRAY_SIZE(tests));
	return tap_end();
}
