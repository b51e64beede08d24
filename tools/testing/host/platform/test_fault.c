// SPDX-License-Identifier: GPL-2.0-only
/* Programmed faults: each action, each selector. */
#include "rig.h"
#include "tap.h"

#define CLOCK	0x14
#define SENSOR	0x15

static const char board[] =
"[platform]\n"
"clock-async = 4\n"
"[clock 0]\nname = a-name-longer-than-sixteen\nrates = 1M 2M 3M 4M\nrate = 1M\nnotify = changed\ndelay = 5ms\n"
"[clock 1]\nname = short\nrates = 5M\nparents = 0\n"
"[sensor 0]\nname = t\nvalue = 1234\ntrips = 5000:both\n";

/* This fault and no other. */
static bool program(struct rig *r, const char *fault)
{
	char line[256];

	rig_control(r, "fault clear");
	snprintf(line, sizeof(line), "fault add %s", fault);
	return !strncmp(rig_control(r, line), "ok ", 3);
}

/* One fault, then RATE_GET of clock 1; the reply is left in the rig. */
static const struct rig_out *once(struct rig *r, const char *fault)
{
	if (!ok(program(r, fault), "fault %s", fault))
		printf("# %s\n", rig_control(r, fault));
	rig_ask(r, CLOCK, 6, 1);
	return rig_find(r, SCMIP_OUT_REPLY, 0);
}

static void test_headers(struct rig *r)
{
	const struct rig_out *o;

	o = once(r, "wrong-token");
	is(scmip_get32(o->data), scmip_hdr(CLOCK, 6, 0, r->token ^ 0x155), "token is wrong");
	o = once(r, "wrong-token=1");
	is(scmip_get32(o->data), scmip_hdr(CLOCK, 6, 0, r->token ^ 1), "token is off by a bit");
	o = once(r, "wrong-protocol=0x7f");
	is(scmip_get32(o->data), scmip_hdr(0x7f, 6, 0, r->token), "protocol is wrong");
	o = once(r, "wrong-msg=9");
	is(scmip_get32(o->data), scmip_hdr(CLOCK, 9, 0, r->token), "message is wrong");
	o = once(r, "wrong-type=2");
	is(scmip_get32(o->data), scmip_hdr(CLOCK, 6, 2, r->token), "type is wrong");
}

static void test_lengths(struct rig *r)
{
	const struct rig_out *o;

	o = once(r, "truncate=6");
	is(o->len, 6, "six bytes");
	o = once(r, "truncate=0");
	is(o->len, 0, "no byte");
	o = once(r, "truncate=1000");
	is(o->len, 16, "truncating does not lengthen");
	o = once(r, "header-only");
	is(o->len, 4, "four bytes");
	is(scmip_get32(o->data), scmip_hdr(CLOCK, 6, 0, r->token), "and they are the header");
	o = once(r, "status-only");
	is(o->len, 4, "four bytes");
	is(scmip_get32(o->data), 0, "and they are the status");
	o = once(r, "pad=20");
	is(o->len, 36, "20 bytes more");
	o = once(r, "pad=100000");
	is(o->len, RIG_MSG_MAX, "as many as fit");
	o = once(r, "used-len=0xffffffff");
	ok(o->lies == SCMIP_LIE_USED_LEN && o->used_len == 0xffffffff && o->len == 16,
	   "a huge length is claimed");
	o = once(r, "used-len=0");
	ok(o->lies == SCMIP_LIE_USED_LEN && !o->used_len, "nothing is claimed");
	o = once(r, "used-plus=4096");
	is(o->used_len, 16 + 4096, "more is claimed");
	o = once(r, "used-full");
	is(o->lies, SCMIP_LIE_USED_FULL, "all of the buffer is claimed");
	o = once(r, "used-id=16383");
	ok(o->lies == SCMIP_LIE_USED_ID && o->used_id == 16383, "another descriptor");
	o = once(r, "duplicate");
	is(o->lies, SCMIP_LIE_DUPLICATE, "twice");
	o = once(r, "no-signal=7ms");
	ok(o->lies == SCMIP_LIE_NO_SIGNAL && o->signal_ns == r->now + 7 * SCMIP_MSEC, "silently");
}

static void test_status(struct rig *r)
{
	once(r, "error=busy");
	is(rig_ask(r, CLOCK, 6, 1), -6, "busy");
	is(rig_len(r), 0, "without payload");
	once(r, "error=denied msg=any");
	is(rig_ask(r, CLOCK, 6, 1), -3, "denied");
	once(r, "error=-42");
	is(rig_ask(r, CLOCK, 6, 1), -42, "a vendor's status");
	once(r, "status=hardware-error");
	is(rig_ask(r, CLOCK, 6, 1), -9, "a hardware error");
	is(rig_len(r), 8, "with its payload");
	once(r, "word=1:0xffffffff");
	is(rig_ask(r, CLOCK, 6, 1), 0, "success");
	ok(rig_word64(r, 0) == (0xffffffff00000000ULL | 5000000), "with a spoilt high word");
	once(r, "word=9:1");
	is(rig_ask(r, CLOCK, 6, 1), 0, "a word that is not there");
	once(r, "word=16:0x41");
	rig_ask(r, CLOCK, 8, 1);
	is(rig_word(r, 16), 0x41, "a word far behind, of a name");
	program(r, "error=busy proto=clock msg=rate-set");
	is(rig_ask(r, CLOCK, 5, 0, 0, 2000000, 0), -6, "set is busy");
	rig_ask(r, CLOCK, 6, 0);
	is(rig_word(r, 0), 1000000, "and was not done");
	program(r, "status=busy proto=clock msg=rate-set");
	is(rig_ask(r, CLOCK, 5, 0, 0, 2000000, 0), -6, "set is said to be busy");
	rig_ask(r, CLOCK, 6, 0);
	is(rig_word(r, 0), 2000000, "and was done");
}

static void test_counts(struct rig *r)
{
	u32 i;

	program(r, "returned=0xfff msg=4");
	rig_ask(r, CLOCK, 4, 0, 0);
	ok(rig_word(r, 0) == 0xfff && rig_len(r) == 36, "4095 rates, 4 present");
	program(r, "remaining=0xffff msg=4");
	rig_ask(r, CLOCK, 4, 0, 0);
	is(rig_word(r, 0), 0xffff0004, "65535 to come");
	program(r, "returned=255 proto=clock msg=possible-parents-get");
	rig_ask(r, CLOCK, 0xc, 1, 0);
	ok(rig_word(r, 0) == 255 && rig_len(r) == 8, "255 parents, one present");
	program(r, "returned=0xffff proto=sensor msg=description-get");
	rig_ask(r, SENSOR, 3, 0);
	is(rig_word(r, 0), 0xffff, "65535 sensors");
	program(r, "returned=200 proto=base msg=list-protocols");
	rig_ask(r, 0x10, 6, 0);
	is(rig_word(r, 0), 200, "200 protocols");
	program(r, "empty-list");
	rig_ask(r, CLOCK, 4, 0, 0);
	ok(rig_word(r, 0) == 0 && rig_len(r) == 4, "no rates at all");
	program(r, "fill=0x41414141 proto=clock msg=possible-parents-get");
	rig_ask(r, CLOCK, 0xc, 1, 0);
	ok(rig_word(r, 0) == 1 && rig_word(r, 1) == 0x41414141, "a parent out of this world");
	program(r, "endless");
	r->cap = 28;
	for (i = 0; i < 6; i++) {
		is(rig_ask(r, CLOCK, 4, 0, 2 * i), 0, "endless rates, part %u", i);
		ok((rig_word(r, 0) >> 16) == 1 && (rig_word(r, 0) & 0xfff) == 2,
		   "two, and one more to come");
	}
	is(rig_ask(r, CLOCK, 6, 1), 0, "other commands are not endless");
}

static void test_names(struct rig *r)
{
	const struct rig_out *o;

	program(r, "no-nul");
	rig_ask(r, CLOCK, 3, 1);
	o = rig_find(r, SCMIP_OUT_REPLY, 0);
	ok(!memchr(o->data + 12, 0, 16), "a short name without NUL");
	rig_ask(r, CLOCK, 8, 0);
	o = rig_find(r, SCMIP_OUT_REPLY, 0);
	ok(!memchr(o->data + 12, 0, 64), "a long name without NUL");
	program(r, "stale-name");
	rig_ask(r, CLOCK, 3, 1);
	ok(!strcmp(rig_name(r, 4), "short") && rig_name(r, 4)[6] == 'Z',
	   "rubbish behind the NUL");
	program(r, "empty-name");
	rig_ask(r, CLOCK, 3, 1);
	ok(!rig_name(r, 4)[0], "no name");
	rig_control(r, "fault clear");
	rig_ask(r, CLOCK, 3, 1);
	ok(!strcmp(rig_name(r, 4), "short") && !rig_name(r, 4)[6], "back to normal");
}

static void test_silence(struct rig *r)
{
	program(r, "no-answer proto=clock msg=rate-set");
	is(rig_ask(r, CLOCK, 5, 0, 0, 2000000, 0), RIG_NO_REPLY, "no answer");
	is(r->verdict, SCMIP_UNANSWERED, "and the host is told");
	rig_ask(r, CLOCK, 6, 0);
	is(rig_word(r, 0), 1000000, "and it was not done");
	program(r, "swallow proto=clock msg=rate-set");
	is(rig_ask(r, CLOCK, 5, 0, 0, 2000000, 0), RIG_NO_REPLY, "swallowed");
	rig_ask(r, CLOCK, 6, 0);
	is(rig_word(r, 0), 2000000, "but it was done");
	program(r, "silent nth=3");
	rig_control(r, "latency 1ms");
	rig_ask(r, CLOCK, 6, 0);
	rig_ask(r, CLOCK, 6, 0);
	rig_ask(r, CLOCK, 6, 0);
	rig_run(r, SCMIP_SEC);
	is(r->num_out, 0, "silent: not even what was on its way");
	rig_control(r, "latency clear");
	rig_ask(r, CLOCK, 9, 0, 1);
	rig_control(r, "clock 0 rate 3M");
	is(r->num_out, 0, "nor notifications");
	rig_control(r, "fault clear");
	rig_control(r, "silent off");
	is(rig_ask(r, CLOCK, 6, 0), 0, "until told to speak");
	rig_control(r, "strict-silent on");
	is(rig_ask(r, CLOCK, 6, 0, 0), RIG_NO_REPLY, "a wrong length makes it silent");
	is(rig_ask(r, CLOCK, 6, 0), RIG_NO_REPLY, "for good");
}

static void test_bytes(struct rig *r)
{
	const struct rig_out *o;
	u8 first[16];

	o = once(r, "random");
	ok(scmip_get32(o->data) == scmip_hdr(CLOCK, 6, 0, r->token), "random behind the header");
	ok(scmip_get32(o->data + 4) || scmip_get64(o->data + 8) != 5000000, "and only there");
	o = once(r, "random-all");
	ok(scmip_get32(o->data) != scmip_hdr(CLOCK, 6, 0, r->token), "random everywhere");
	rig_control(r, "fault clear");
	rig_ask(r, CLOCK, 6, 0);
	memcpy(first, r->out[0].data, 16);
	program(r, "replay");
	rig_ask(r, CLOCK, 6, 1);
	ok(!memcmp(first, r->out[0].data, 16), "the reply before, once more");
}

static void test_selectors(struct rig *r)
{
	u32 i, hit = 0;

	program(r, "error=busy nth=3");
	for (i = 1; i <= 5; i++)
		is(rig_ask(r, CLOCK, 6, 0), i == 3 ? -6 : 0, "nth=3, message %u", i);
	program(r, "error=busy every=2");
	for (i = 1; i <= 4; i++)
		is(rig_ask(r, CLOCK, 6, 0), i % 2 ? 0 : -6, "every=2, message %u", i);
	program(r, "error=busy after=2 count=2");
	for (i = 1; i <= 6; i++)
		is(rig_ask(r, CLOCK, 6, 0), i == 3 || i == 4 ? -6 : 0,
		   "after=2 count=2, message %u", i);
	program(r, "error=busy domain=1");
	is(rig_ask(r, CLOCK, 6, 0), 0, "domain=1, clock 0");
	is(rig_ask(r, CLOCK, 6, 1), -6, "domain=1, clock 1");
	program(r, "error=busy prob=25");
	for (i = 0; i < 1000; i++)
		hit += rig_ask(r, CLOCK, 6, 0) == -6;
	ok(hit > 180 && hit < 320, "prob=25 hits %u of 1000", hit);
	program(r, "error=busy prob=0");
	for (hit = 0, i = 0; i < 100; i++)
		hit += rig_ask(r, CLOCK, 6, 0) == -6;
	is(hit, 0, "prob=0 hits nothing");
	program(r, "error=busy proto=sensor");
	is(rig_ask(r, CLOCK, 6, 0), 0, "proto=sensor leaves clocks");
	is(rig_ask(r, SENSOR, 6, 0, 0), -6, "and hits sensors");
}

static void test_events(struct rig *r)
{
	const struct rig_out *e;

	rig_ask(r, CLOCK, 9, 0, 1);
	program(r, "header-only on=event");
	rig_clear(r);
	rig_control(r, "clock 0 rate 2M");
	e = rig_find(r, SCMIP_OUT_EVENT, 0);
	is(e ? e->len : 99, 4, "an event of four bytes");
	is(rig_ask(r, CLOCK, 6, 0), 0, "replies are not hit");
	is(rig_len(r), 8, "at all");
	program(r, "no-answer on=event");
	rig_clear(r);
	rig_control(r, "clock 0 rate 3M");
	is(r->num_out, 0, "an event that does not come");
	program(r, "last-buffer on=event");
	rig_control(r, "clock 0 rate 4M");
	is(r->out[0].lies, SCMIP_LIE_LAST_BUFFER, "an event in the newest buffer");
	program(r, "wrong-type=1 on=event proto=clock");
	rig_clear(r);
	rig_control(r, "clock 0 rate 1M");
	is(scmip_hdr_type(scmip_get32(r->out[0].data)), 1, "an event of the reserved type");
}

static void test_delayed(struct rig *r)
{
	program(r, "delayed-first proto=clock msg=rate-set");
	rig_ask(r, CLOCK, 5, 1, 0, 2000000, 0);
	rig_run(r, SCMIP_SEC);
	ok(r->num_out == 2 && r->out[0].kind == SCMIP_OUT_DELAYED &&
	   r->out[1].kind == SCMIP_OUT_REPLY, "the delayed response before the reply");
	program(r, "delayed-never proto=clock msg=rate-set");
	rig_ask(r, CLOCK, 5, 1, 0, 3000000, 0);
	rig_run(r, SCMIP_SEC);
	ok(r->num_out == 1 && r->out[0].kind == SCMIP_OUT_REPLY, "no delayed response");
	program(r, "wrong-token on=delayed");
	rig_ask(r, CLOCK, 5, 1, 0, 4000000, 0);
	rig_run(r, SCMIP_SEC);
	ok(r->num_out == 2 && scmip_hdr_token(scmip_get32(r->out[1].data)) == (r->token ^ 0x155),
	   "a delayed response to somebody else");
	program(r, "swallow proto=clock msg=rate-set");
	rig_ask(r, CLOCK, 5, 1, 0, 1000000, 0);
	rig_run(r, SCMIP_SEC);
	ok(r->num_out == 1 && r->out[0].kind == SCMIP_OUT_DELAYED,
	   "a delayed response without a reply");
	is(r->server->proto[SCMIP_IDX_CLOCK].async_pending, 0, "nothing is left pending");
}

static void test_control(struct rig *r)
{
	u32 i;

	ok(strstr(rig_control(r, "fault add nonsense"), "error"), "an unknown action");
	ok(strstr(rig_control(r, "fault add truncate"), "error"), "a missing value");
	ok(strstr(rig_control(r, "fault add word=:1"), "error"), "a word without its index");
	ok(strstr(rig_control(r, "fault add word=1"), "error"), "a word without its value");
	ok(strstr(rig_control(r, "fault add word=256:1"), "error"), "an index above 255");
	ok(strstr(rig_control(r, "fault add swallow=3"), "error"), "a value too many");
	ok(strstr(rig_control(r, "fault add error=maybe"), "error"), "an unknown status");
	ok(strstr(rig_control(r, "fault add swallow nth=0"), "error"), "a counter of zero");
	ok(strstr(rig_control(r, "fault add swallow prob=101"), "error"), "101 percent");
	ok(strstr(rig_control(r, "fault add swallow msg=rate-get"), "error"),
	   "a name without its protocol");
	ok(strstr(rig_control(r, "fault add swallow proto=clock msg=rate-get on=event"), "ok"),
	   "a name with it");
	ok(strstr(rig_control(r, "fault list"), "swallow on=event proto=0x14 msg=0x6"),
	   "the list says: %s", rig_control(r, "fault list"));
	rig_control(r, "fault clear 1");
	ok(!strcmp(rig_control(r, "fault list"), "ok"), "cleared by id");
	for (i = 0; i < SCMIP_MAX_FAULTS; i++)
		rig_control(r, "fault add late=1ms");
	ok(strstr(rig_control(r, "fault add late=1ms"), "error"), "one fault too many");
	for (i = 0; i < SCMIP_ACT_COUNT; i++)
		if (!scmip_act_name(i))
			break;
	is(i, SCMIP_ACT_COUNT, "all actions have names");
}

int main(void)
{
	static void (*const tests[])(struct rig *r) = {
		test_headers,
		test_lengths,
		test_status,
		test_counts,
		test_names,
		test_silence,
		test_bytes,
		test_selectors,
		test_events,
		test_delayed,
		test_control,
	};

	rig_tests(board, tests, ARRAY_SIZE(tests));
	return tap_end();
}
