// SPDX-License-Identifier: GPL-2.0-only
/* BASE against a platform whose answers each test chooses. */
#include <linux/scmi_agent_base.h>

#include "core.h"
#include "tap.h"

enum {
	ATTRIBUTES = 0x1, VENDOR = 0x3, SUB_VENDOR, IMPLEMENTATION, LIST, AGENT,
	NOTIFY, DEVICE, PROTOCOL, RESET,
};

/* More messages than any discovery may cost: then the platform is gone. */
#define ENDLESS	1000

/*
 * The platform: @part of the protocols in its list fit in one answer; @end is the
 * errno when it is asked for what is behind the last, 0 for an empty part; the
 * answer with part @lost does not come; with @ignore_skip every part is the first
 * one. The messages in @refused, a bit each, get @refusal; with @anything, answers
 * are of any length and content.
 */
static struct {
	u32 announced;
	u8 list[255];
	unsigned int num;
	unsigned int part;
	int end;
	unsigned int lost;
	bool ignore_skip;
	unsigned long refused;
	int refusal;
	const char *vendor;
	bool anything;
	u32 words[4];
	u8 body[CORE_REPLY_MAX - 4];
	size_t len;
} plat;

static struct scmi_base_info info;
static DECLARE_BITMAP(offered, 256);
static bool failed;

static void expect_at(bool good, int line, const char *what)
{
	if (good)
		return;
	printf("# line %d: not so: %s\n", line, what);
	failed = true;
}

/* The test goes on, and has failed. */
#define EXPECT(x)	expect_at(x, __LINE__, #x)

static void put_bytes(const void *data, size_t len)
{
	len = min(len, sizeof(plat.body) - plat.len);
	memcpy(plat.body + plat.len, data, len);
	plat.len += len;
}

static void put_word(u32 word)
{
	put_bytes(&word, sizeof(word));
}

static int answer_list(u32 skip)
{
	unsigned int num;

	if (plat.lost && !--plat.lost)
		return -ETIMEDOUT;
	if (plat.ignore_skip)
		skip = 0;
	if (skip >= plat.num && plat.end)
		return plat.end;
	num = skip < plat.num ? min(plat.num - skip, plat.part) : 0;
	put_word(num);
	put_bytes(plat.list + skip, num);
	return 0;
}

static int answer(u8 msg)
{
	char name[16] = {};

	if (plat.refused & BIT(msg))
		return plat.refusal;
	switch (msg) {
	case ATTRIBUTES:
		put_word(plat.announced | 3 << 8);
		break;
	case VENDOR:
		memcpy(name, plat.vendor, strnlen(plat.vendor, 16));
		put_bytes(name, 16);
		break;
	case SUB_VENDOR:
		put_bytes("sub\0stale bytes!", 16);
		break;
	case IMPLEMENTATION:
		put_word(0x12345678);
		break;
	case LIST:
		return answer_list(plat.words[0]);
	case AGENT:
		if (SCMI_VERSION_MAJOR(core_ph->version) >= 2)
			put_word(7);
		put_bytes("agent\377name: 16 by", 16);
		break;
	}
	return 0;
}

/* Answers of any length and content, refusals at any moment. */
static int answer_anything(int err)
{
	static const int errs[] = { -EINVAL, -ENOENT, -EPROTO, -ETIMEDOUT,
				    -ENODEV, -EIO };
	u32 rnd = core_rand(0);
	size_t i;

	switch (rnd % 8) {
	case 0:
		return errs[rnd / 8 % ARRAY_SIZE(errs)];
	case 1:
		plat.len = rnd / 8 % (sizeof(plat.body) + 1);
		break;
	case 2:
		for (i = 0; i < sizeof(plat.body); i++)
			plat.body[i] = core_rand(256);
		break;
	case 3:
		memset(plat.body, rnd >> 24, sizeof(u32));
		break;
	}
	return err;
}

static int peer(u8 proto, u8 msg, const void *payload, size_t len, bool delayed,
		u8 *reply, size_t room)
{
	int err;

	if (core_messages > ENDLESS)
		return -ENODEV;
	memset(plat.words, 0, sizeof(plat.words));
	memcpy(plat.words, payload, min(len, sizeof(plat.words)));
	memset(plat.body, 0, sizeof(plat.body));
	plat.len = 0;
	err = answer(msg);
	if (plat.anything)
		err = answer_anything(err);
	if (err)
		return err;
	memset(reply, 0, 4);
	memcpy(reply + 4, plat.body, plat.len);
	return 4 + plat.len;
}

static void begin(void)
{
	static const u8 list[] = { 0x11, 0x13, 0x14, 0x15, 0x16, 0x17, 0x80 };

	memset(&plat, 0, sizeof(plat));
	memcpy(plat.list, list, sizeof(list));
	plat.num = sizeof(list);
	plat.announced = sizeof(list);
	plat.part = 255;
	plat.vendor = "vendor";
	core_peer.answer = peer;
	core_peer.lanes = 8;
	failed = false;
	EXPECT(!core_start(&scmi_base_protocol, SCMI_VERSION(2, 0)));
}

static int discover(void)
{
	core_messages = 0;
	memset(core_by_msg, 0, sizeof(core_by_msg));
	return scmi_base_discover(core_ph, &info, offered);
}

/* BASE_ERROR, a report that is zeroed and as large as declared */
static int parse(const void *payload, size_t len, void *report)
{
	const struct scmi_event *evt = scmi_base_protocol.events->events;
	struct scmi_cursor c;
	u32 src = 1;
	int err;

	scmi_cursor_init(&c, payload, len);
	err = evt->parse(core_ph, 5, &c, report, &src);
	return err ?: (int)src;
}

static bool offers(const u8 *list, unsigned int num)
{
	DECLARE_BITMAP(want, 256) = {};

	while (num--)
		__set_bit(list[num], want);
	return !memcmp(want, offered, sizeof(want));
}

static bool are(u32 a, u32 b, u32 c, u32 d)
{
	const u32 words[] = { a, b, c, d };

	return !memcmp(plat.words, words, sizeof(words));
}

static void test_plain(void)
{
	static const char zeros[13];

	EXPECT(discover() == 0);
	EXPECT(core_messages == 5);
	EXPECT(info.major_ver == 2);
	EXPECT(!info.minor_ver);
	EXPECT(info.num_protocols == 7);
	EXPECT(info.num_agents == 3);
	EXPECT(info.impl_ver == 0x12345678);
	EXPECT(!strcmp(info.vendor_id, "vendor"));
	EXPECT(!strcmp(info.sub_vendor_id, "sub"));
	EXPECT(!memcmp(info.sub_vendor_id + 3, zeros, 13));
	EXPECT(offers(plat.list, plat.num));
}

static void test_parts(void)
{
	unsigned int i;

	for (i = 0; i < 200; i++)
		plat.list[i] = 0x20 + i;
	plat.num = 200;
	plat.announced = 200;
	plat.part = 7;
	EXPECT(discover() == 0);
	EXPECT(core_by_msg[LIST] == DIV_ROUND_UP(200, 7));
	EXPECT(offers(plat.list, 200));
	plat.lost = 3;
	EXPECT(discover() == 0);
	EXPECT(core_by_msg[LIST] == DIV_ROUND_UP(200, 7) + 1);
	EXPECT(offers(plat.list, 200));
}

/* Fewer than announced, however the platform says so, is no failure. */
static void test_fewer(void)
{
	static const int ends[] = { 0, -EINVAL, -ERANGE, -ENOENT, -EOPNOTSUPP };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		plat.announced = 9;
		plat.end = ends[i];
		EXPECT(discover() == 0);
		EXPECT(core_by_msg[LIST] == 2);
		EXPECT(offers(plat.list, plat.num));
	}
	plat.announced = 255;
	plat.ignore_skip = true;
	EXPECT(discover() == 0);
	EXPECT(core_by_msg[LIST] == DIV_ROUND_UP(255, 7));
	EXPECT(offers(plat.list, plat.num));
	plat.end = -ETIMEDOUT;
	plat.ignore_skip = false;
	EXPECT(discover() == -ETIMEDOUT);
}

/* Duplicates, reserved ids and BASE itself are skipped, and counted. */
static void test_odd_ids(void)
{
	static const u8 list[] = { 0x10, 0x00, 0x0f, 0x14, 0x14, 0xff };
	static const u8 want[] = { 0x14, 0xff };

	memcpy(plat.list, list, sizeof(list));
	plat.num = sizeof(list);
	plat.announced = sizeof(list);
	plat.part = 4;
	EXPECT(discover() == 0);
	EXPECT(core_by_msg[LIST] == 2);
	EXPECT(offers(want, sizeof(want)));
}

static void test_no_protocols(void)
{
	plat.num = 0;
	plat.announced = 0;
	EXPECT(discover() == 0);
	EXPECT(offers(NULL, 0));
	plat.end = -EINVAL;
	EXPECT(discover() == 0);
	plat.announced = 3;
	EXPECT(discover() == -EINVAL);
}

static void test_optional(void)
{
	static const int refusals[] = { -EOPNOTSUPP, -ENOENT, -EPROTO, -EACCES,
					-ETIMEDOUT };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		plat.refusal = refusals[i];
		plat.refused = BIT(VENDOR) | BIT(SUB_VENDOR) | BIT(IMPLEMENTATION);
		EXPECT(discover() == 0);
		EXPECT(!info.vendor_id[0]);
		EXPECT(!info.impl_ver);
		plat.refused = BIT(ATTRIBUTES);
		EXPECT(discover() == refusals[i]);
		plat.refused = BIT(LIST);
		EXPECT(discover() == refusals[i]);
	}
	EXPECT(!core_by_msg[AGENT]);
	EXPECT(!core_by_msg[NOTIFY]);
}

static void test_names(void)
{
	plat.vendor = "sixteen bytes!!!";
	EXPECT(discover() == 0);
	EXPECT(!strcmp(info.vendor_id, "sixteen bytes!!"));
	plat.vendor = "\x1b[2J\n\x80\xffz";
	EXPECT(discover() == 0);
	EXPECT(!strcmp(info.vendor_id, "?[2J???z"));
}

static void test_version(void)
{
	EXPECT(core_start(&scmi_base_protocol, 0) == -EPROTO);
	EXPECT(!core_messages);
}

static void test_ops(void)
{
	const struct scmi_agent_base_ops *ops = scmi_base_protocol.ops;
	const u32 self = SCMI_AGENT_BASE_SELF;
	struct scmi_agent_base_agent agent;

	EXPECT(ops->discover_agent(core_ph, self, &agent) == 0);
	EXPECT(agent.id == 7);
	EXPECT(!strcmp(agent.name, "agent?name: 16 "));
	EXPECT(ops->set_device_permissions(core_ph, 1, 2, true) == 0);
	EXPECT(core_by_msg[DEVICE] && are(1, 2, 1, 0));
	EXPECT(ops->set_protocol_permissions(core_ph, 1, 2, 0x14, false) == 0);
	EXPECT(core_by_msg[PROTOCOL] && are(1, 2, 0x14, 0));
	EXPECT(ops->reset_agent_configuration(core_ph, 4, true) == 0);
	EXPECT(core_by_msg[RESET] && are(4, 1, 0, 0));

	core_ph->version = SCMI_VERSION(1, 0);
	EXPECT(ops->discover_agent(core_ph, self, &agent) == -EOPNOTSUPP);
	EXPECT(ops->discover_agent(core_ph, 1, &agent) == 0);
	EXPECT(agent.id == 1);
	EXPECT(!strcmp(agent.name, "agent?name: 16 "));
	plat.refused = BIT(SCMI_PROTOCOL_MESSAGE_ATTRIBUTES);
	plat.refusal = -ENOENT;
	EXPECT(ops->reset_agent_configuration(core_ph, 4, true) == -EOPNOTSUPP);
	EXPECT(core_by_msg[RESET] == 1);
}

/* BASE_ERROR: every length, and counts that the payload does not hold. */
static void test_error_event(void)
{
	const struct scmi_event *evt = scmi_base_protocol.events->events;
	struct scmi_base_error_report *r = calloc(1, evt->report_size);
	u32 *msg = calloc(1, evt->max_payload);
	size_t len;

	msg[0] = 9;
	msg[1] = BIT(31) | 2;
	msg[4] = 0x89abcdef;
	msg[5] = 0x01234567;
	for (len = 0; len < 24; len++)
		EXPECT(parse(msg, len, r) == -EPROTO);
	EXPECT(parse(msg, 24, r) == 0);
	EXPECT(r->timestamp == 5);
	EXPECT(r->agent_id == 9);
	EXPECT(r->fatal);
	EXPECT(r->cmd_count == 2);
	EXPECT(r->reports[1] == 0x0123456789abcdefULL);
	msg[1] = 0x7fffffff;
	EXPECT(parse(msg, evt->max_payload, r) == 0);
	EXPECT(r->cmd_count == 1023);
	EXPECT(!r->fatal);
	EXPECT(parse(msg, evt->max_payload - 1, r) == -EPROTO);
	free(msg);
	free(r);
}

static bool is_name(const char *name)
{
	size_t i, len = strnlen(name, SCMI_SHORT_NAME_MAX_SIZE);

	for (i = 0; i < len; i++)
		if (!isascii(name[i]) || !isprint(name[i]))
			return false;
	return len < SCMI_SHORT_NAME_MAX_SIZE;
}

static void test_anything(void)
{
	unsigned int i, id, good = 0;

	plat.anything = true;
	for (i = 0; i < 1000; i++) {
		plat.part = 1 + i % 8;
		plat.announced = core_rand(256);
		good += !discover();
		EXPECT(core_messages <= 5 + 255);
		EXPECT(is_name(info.vendor_id));
		EXPECT(is_name(info.sub_vendor_id));
		for (id = 0; id < 0x11; id++)
			EXPECT(!test_bit(id, offered));
		EXPECT(!core_held);
	}
	EXPECT(good && good < 1000);
}

static const struct {
	void (*run)(void);
	const char *name;
} cases[] = {
	{ test_plain, "plain" },
	{ test_parts, "parts" },
	{ test_fewer, "fewer than announced" },
	{ test_odd_ids, "odd ids" },
	{ test_no_protocols, "no protocols" },
	{ test_optional, "optional messages" },
	{ test_names, "names [H44]" },
	{ test_version, "version" },
	{ test_ops, "operations" },
	{ test_error_event, "error event [H38]" },
	{ test_anything, "anything [H38 H49]" },
};

int main(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		begin();
		cases[i].run();
		core_stop();
		EXPECT(!core_held);
		ok(!failed, "%s", cases[i].name);
	}
	return tap_end();
}
