// SPDX-License-Identifier: GPL-2.0-only
/* Time: latency, order, storms; and limits: slots, lengths, words. */
#include <stdlib.h>

#include "rig.h"
#include "tap.h"

#define CLOCK	0x14

static const char board[] =
"[clock 0]\nname = c\nrates = 1M 2M\nnotify = changed\n"
"[sensor 0]\nname = t\nvalue = 1\ntrips = 5:both\nupdate = 1ms\n";

static void send_n(struct rig *r, u32 n)
{
	u8 id[4] = { 0 };

	while (n--)
		rig_send(r, CLOCK, 6, id, 4);
}

static void test_latency(struct rig *r)
{
	u64 start;
	u32 i;

	is(scmip_deadline(r->server, r->now), SCMIP_NEVER, "nothing to wait for");
	rig_control(r, "latency 1ms");
	start = r->now;
	send_n(r, 5);
	is(r->verdict, SCMIP_DEFERRED, "deferred");
	is(r->num_out, 0, "no reply yet");
	is(scmip_deadline(r->server, r->now), start + SCMIP_MSEC, "due in a millisecond");
	rig_run(r, 999 * SCMIP_USEC);
	is(r->num_out, 0, "no reply a microsecond before");
	rig_run(r, SCMIP_USEC);
	is(r->num_out, 5, "all five a millisecond after their arrival");
	for (i = 0; i < 5; i++)
		is(r->out[i].cookie, i + 1, "in the order of arrival, %u", i);
	rig_control(r, "serial on");
	rig_clear(r);
	start = r->now;
	send_n(r, 5);
	rig_run(r, 10 * SCMIP_MSEC);
	for (i = 0; i < 5; i++)
		is(r->out[i].at - start, (i + 1) * SCMIP_MSEC, "one after the other, %u", i);
	rig_control(r, "serial off");
	rig_control(r, "latency 5ms proto=clock msg=rate-get");
	rig_clear(r);
	rig_ask(r, 0x10, 0);
	send_n(r, 1);
	start = r->now;
	rig_run(r, 10 * SCMIP_MSEC);
	ok(r->out[0].at - start == SCMIP_MSEC && r->out[1].at - start == 5 * SCMIP_MSEC,
	   "latency of one message");
	rig_control(r, "fault add late=20ms nth=1");
	rig_clear(r);
	start = r->now;
	send_n(r, 2);
	rig_run(r, 30 * SCMIP_MSEC);
	ok(r->num_out == 2 && r->out[0].at - start == 5 * SCMIP_MSEC &&
	   r->out[1].at - start == 25 * SCMIP_MSEC && r->out[1].cookie < r->out[0].cookie,
	   "a late reply is overtaken");
	rig_control(r, "latency clear");
	rig_clear(r);
	send_n(r, 1);
	is(r->verdict, SCMIP_ANSWERED, "without latency at once");
	is(r->server->in_flight, 0, "nothing is in flight");
}

/* What a host makes of the counters. */
static const char *picked(struct rig *r, const char *line)
{
	static char buf[1024];
	struct scmip_text t;

	scmip_text_init(&t, buf, sizeof(buf));
	scmip_text_str(&t, rig_control(r, line));
	scmip_stats_pick(&t, line);
	return buf;
}

static void test_in_flight(struct rig *r)
{
	u32 i;

	rig_control(r, "latency 1ms");
	send_n(r, 7);
	ok(strstr(rig_control(r, "stats"), " in-flight=7 max-in-flight=7 "), "seven in flight");
	scmip_note_backlog(r->server, 10);
	ok(strstr(rig_control(r, "stats"), " max-in-flight=17 "), "ten more are seen");
	rig_run(r, SCMIP_MSEC);
	ok(strstr(rig_control(r, "stats"), " in-flight=0 max-in-flight=17 "), "none is left");
	ok(strstr(rig_control(r, "stats"), " 0x14:0x6=7"), "counted by message");
	ok(!strcmp(picked(r, "stats 0x14:0x6 replies flight"), "ok replies=7 0x14:0x6=7"),
	   "only what is asked for is left");
	ok(!strcmp(picked(r, "stats"), rig_control(r, "stats")), "all of it is, if nothing is");
	ok(scmip_stats_wanted("stats x") && !scmip_stats_wanted("statsx"), "by its first word");
	rig_control(r, "reset-stats");
	ok(strstr(rig_control(r, "stats"), "requests=0 "), "counters start again");
	for (i = 0; scmip_ready(r->server); i++)
		send_n(r, 1);
	is(i, 14, "the server takes no more than its slots");
	send_n(r, 1);
	send_n(r, 1);
	send_n(r, 1);
	is(r->verdict, SCMIP_UNANSWERED, "and does not break if the host does not care");
	rig_run(r, SCMIP_MSEC);
	ok(scmip_ready(r->server), "and is ready again");
	rig_control(r, "latency 10ms");
	send_n(r, 5);
	rig_clear(r);
	scmip_server_reset(r->server);
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 0, "a reset forgets what is in flight");
}

/* All that can be commanded is, and then nothing of it is left. */
static void test_reboot(struct rig *r)
{
	static const char *const commands[] = {
		"clock 0 rate 5", "sensor 0 value 77", "latency 3ms", "serial on", "silent on",
		"strict-silent on", "fault add error=busy proto=clock msg=0",
		"storm proto=clock id=0 source=0 rate=1 count=9",
	};
	char before[2][256];
	u32 i;

	snprintf(before[0], sizeof(before[0]), "%s", rig_control(r, "clock 0"));
	snprintf(before[1], sizeof(before[1]), "%s", rig_control(r, "sensor 0"));
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		ok(!strncmp(rig_control(r, commands[i]), "ok", 2), commands[i]);
	ok(strcmp(rig_control(r, "clock 0"), before[0]), "the clock has another rate");
	ok(!strcmp(rig_control(r, "reboot"), "ok"), "it reboots");
	ok(!strcmp(rig_control(r, "clock 0"), before[0]), "the clock is as before");
	ok(!strcmp(rig_control(r, "sensor 0"), before[1]), "the sensor is as before");
	ok(!strcmp(rig_control(r, "fault list"), "ok"), "no fault is left");
	rig_clear(r);
	send_n(r, 1);
	is(r->verdict, SCMIP_ANSWERED, "it answers, and at once");
	rig_run(r, 20 * SCMIP_SEC);
	is(r->num_out, 1, "no storm goes on");
}

static void test_storm(struct rig *r)
{
	ok(!strcmp(rig_control(r, "storm proto=clock id=0 source=0 rate=1000 count=40"), "ok"),
	   "a storm");
	rig_run(r, 10 * SCMIP_MSEC + 1);
	is(r->num_out, 11, "a thousand per second");
	is(r->out[0].len, 20, "well formed");
	is(scmip_get32(r->out[0].data), scmip_hdr(CLOCK, 0, 3, 0), "as asked for");
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 40, "40 in all");
	rig_clear(r);
	rig_control(r, "storm proto=sensor id=1 source=0 count=100000");
	scmip_poll(r->server, r->now);
	is(r->num_out, SCMIP_BURST, "as fast as possible, in bursts");
	ok(!strcmp(rig_control(r, "storm stop"), "ok"), "told to stop");
	rig_clear(r);
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 0, "stopped");
	r->refuse = true;
	rig_control(r, "storm proto=sensor id=1 source=0 count=10");
	rig_run(r, SCMIP_SEC);
	ok(strstr(rig_control(r, "stats"), "events-dropped=10"), "drops are counted");
	rig_clear(r);
	r->refuse = false;
	rig_control(r, "storm proto=clock id=0 source=0 rate=1000 count=2 stamp=on");
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 2, "a storm with stamps");
	is(out_word(&r->out[1], 2) | (u64)out_word(&r->out[1], 3) << 32, r->out[1].at,
	   "the time is in the message");
	ok(strcmp(rig_control(r, "storm len=4 stamp=on"), "ok"), "not where it has no room");
}

static void test_inject(struct rig *r)
{
	rig_control(r, "event proto=clock id=0 len=0");
	is(r->out[0].len, 4, "an empty event");
	rig_clear(r);
	rig_control(r, "event proto=clock id=0 len=7");
	is(r->out[0].len, 11, "an event of odd size");
	rig_clear(r);
	rig_control(r, "event proto=0x7f id=0x7e type=1 token=0x3ff hex=0102");
	is(r->out[0].len, 6, "an event with a payload byte by byte");
	is(scmip_get32(r->out[0].data), scmip_hdr(0x7f, 0x7e, 1, 0x3ff), "and any header");
	rig_clear(r);
	rig_control(r, "event raw=0102");
	is(r->out[0].len, 2, "an event shorter than a header");
	rig_clear(r);
	rig_control(r, "event raw=");
	ok(r->num_out == 1 && !r->out[0].len, "an event of no bytes at all");
	ok(strstr(rig_control(r, "event raw=123"), "error"), "half a byte is refused");
	ok(strstr(rig_control(r, "event len=253"), "error"), "too long is refused");
	rig_clear(r);
	rig_control(r, "event proto=sensor id=1 source=65535");
	is(r->out[0].len, 28, "an update of a sensor that does not exist");
	rig_clear(r);
	rig_control(r, "event proto=base id=0");
	is(r->out[0].len, 20, "an error event");
}

static void test_commands(struct rig *r)
{
	static const char *const wrong[] = {
		"", "nothing", "clock", "clock 1", "clock 0 rate", "clock 0 rate x",
		"clock x rate 1",
		"sensor 0 value", "sensor 0 value 1.5", "sensor 1", "latency", "latency 1",
		"latency 5ms proto=9999", "latency 5ms msg=1", "latency 2h", "serial",
		"serial maybe",
		"silent", "reset-stats now", "fault", "fault clear x", "storm rate=x", "event foo",
		"clock 0 rate 99999999999999999999", "ping pong",
	};
	char line[SCMIP_MAX_LINE + 16];
	char tiny[8];
	u32 i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		ok(!strncmp(rig_control(r, wrong[i]), "error ", 6), "refused: '%s'", wrong[i]);
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	ok(!strncmp(rig_control(r, line), "error ", 6), "a line that is too long");
	for (i = 0; i < SCMIP_MAX_LINE - 2; i += 2)
		memcpy(line + i, "x ", 2);
	line[i] = '\0';
	ok(!strncmp(rig_control(r, line), "error ", 6), "a line of too many words");
	is(scmip_control(r->server, r->now, "stats", tiny, sizeof(tiny)), 7,
	   "an answer is cut to its buffer");
	ok(!strcmp(tiny, "ok requ"), "and ends");
	ok(!strcmp(rig_control(r, "clock 0 rate 7M"), "ok"), "any rate by command");
	ok(!strcmp(rig_control(r, "clock 0"), "ok rate=7000000 on"),
	   "and shown: %s", rig_control(r, "clock 0"));
	rig_control(r, "sensor 0 value -77");
	ok(!strcmp(rig_control(r, "sensor 0"), "ok value=-77 on"), "a reading by command");
	rig_control(r, "sensor 0 script");
	ok(!strcmp(rig_control(r, "sensor 0"), "ok value=1 on"), "back to the script");
	rig_control(r, "sensor 0 off");
	is(rig_ask(r, 0x15, 6, 0, 0), -10, "a sensor switched off by command");
}

static void test_numbers(void)
{
	u64 u;
	s64 s;
	u32 n;
	u8 b[2];

	ok(scmip_parse_u64("18446744073709551615", &u) && u == ~0ULL, "the highest number");
	ok(!scmip_parse_u64("18446744073709551616", &u), "one more");
	ok(scmip_parse_u64("0xffffffffffffffff", &u) && u == ~0ULL, "in hexadecimal");
	ok(!scmip_parse_u64("0x10000000000000000", &u), "one more in hexadecimal");
	ok(scmip_parse_u64("1_000_000", &u) && u == 1000000, "underscores");
	ok(!scmip_parse_u64("", &u) && !scmip_parse_u64("0x", &u) && !scmip_parse_u64("_", &u) &&
	   !scmip_parse_u64("12a", &u) && !scmip_parse_u64("-1", &u), "no numbers");
	ok(scmip_parse_s64("-9223372036854775808", &s) && s == INT64_MIN, "the lowest number");
	ok(!scmip_parse_s64("-9223372036854775809", &s), "one less");
	ok(scmip_parse_s64("9223372036854775807", &s) && s == INT64_MAX, "the highest signed");
	ok(!scmip_parse_s64("9223372036854775808", &s), "one more");
	ok(scmip_parse_scaled("24M", &u) && u == 24000000, "24M");
	ok(scmip_parse_scaled("2G", &u) && u == 2000000000, "2G");
	ok(!scmip_parse_scaled("24MM", &u) && !scmip_parse_scaled("M", &u) &&
	   !scmip_parse_scaled("99999999999G", &u), "no rates");
	ok(scmip_parse_time("15ms", &u) && u == 15000000, "15ms");
	ok(scmip_parse_time("0", &u) && !u, "0 needs no unit");
	ok(!scmip_parse_time("15", &u) && !scmip_parse_time("15m", &u) &&
	   !scmip_parse_time("99999999999999s", &u), "no times");
	ok(scmip_parse_hex("a0F1", b, 2, &n) && n == 2 && b[0] == 0xa0 && b[1] == 0xf1, "bytes");
	ok(!scmip_parse_hex("a0f1a2", b, 2, &n), "too many bytes");
}

static void test_init(struct rig *r)
{
	struct scmip_host host;
	size_t size;
	void *mem;

	host = r->server->host;
	size = scmip_server_size(r->server->m, &host);
	mem = malloc(size);
	ok(!scmip_server_init(mem, size - 1, r->server->m, &host, 0), "a byte short");
	host.slots = 3;
	ok(!scmip_server_init(mem, size, r->server->m, &host, 0), "too few slots");
	host.slots = 16;
	host.msg_max = 127;
	ok(!scmip_server_init(mem, size, r->server->m, &host, 0), "too short messages");
	free(mem);
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_latency,
		test_in_flight,
		test_reboot,
		test_storm,
		test_inject,
		test_commands,
		test_init,
	};

	rig_tests(board, tests, ARRAY_SIZE(tests));
	test_numbers();
	return tap_end();
}
