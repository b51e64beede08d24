// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the BASE protocol.
 */

#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/random.h>
#include <linux/scmi_agent_base.h>
#include <linux/slab.h>

#include "../fake/fake.h"

/* All that discovery asks at once fits. */
#define SLOTS		8
/* Room for an answer, status not included. */
#define BODY_MAX	120

#define MSG_ATTRIBUTES	0x1
#define MSG_VENDOR	0x3
#define MSG_SUB_VENDOR	0x4
#define MSG_IMPL	0x5
#define MSG_LIST	0x6
#define MSG_AGENT	0x7
#define MSG_NOTIFY	0x8
#define MSG_DEVICE	0x9
#define MSG_PROTOCOL	0xa
#define MSG_RESET	0xb

/**
 * struct world - the platform that answers
 * @announced: number of protocols in the attributes
 * @list: protocols
 * @num: entries in @list
 * @part: how many of them fit in one answer
 * @end: errno when asked for what is behind the last; 0 = an empty part
 * @ignore_skip: every part is the first one
 * @refused: messages that are not implemented, a bit each
 * @refusal: errno of those
 * @vendor: vendor
 * @anything: answers are of any length and content
 * @messages: messages that came
 * @sent: messages that came, by id
 * @words: payload of the last message
 */
struct world {
	u32 announced;
	u8 list[255];
	unsigned int num;
	unsigned int part;
	int end;
	bool ignore_skip;
	unsigned long refused;
	int refusal;
	const char *vendor;
	bool anything;
	unsigned int messages;
	unsigned int sent[256];
	u32 words[4];
};

/**
 * struct answer - what the platform answers
 * @err: errno that its status means, or -ETIMEDOUT for silence
 * @len: bytes of @body
 * @body: the answer after its status
 */
struct answer {
	int err;
	size_t len;
	u8 body[BODY_MAX];
};

static struct world world;
static struct fake *fake;
static struct scmi_instance *inst;
static struct scmi_protocol_handle *ph;

static void put_bytes(struct answer *a, const void *data, size_t len)
{
	len = min(len, sizeof(a->body) - a->len);
	memcpy(a->body + a->len, data, len);
	a->len += len;
}

static void put_word(struct answer *a, u32 word)
{
	__le32 le = cpu_to_le32(word);

	put_bytes(a, &le, sizeof(le));
}

static void answer_list(u32 skip, struct answer *a)
{
	unsigned int num;

	if (world.ignore_skip)
		skip = 0;
	if (skip >= world.num && world.end) {
		a->err = world.end;
		return;
	}
	num = skip < world.num ? min(world.num - skip, world.part) : 0;
	put_word(a, num);
	put_bytes(a, world.list + skip, num);
}

static void answer(u8 msg, struct answer *a)
{
	char name[16] = {};

	if (world.refused & BIT(msg)) {
		a->err = world.refusal;
		return;
	}
	switch (msg) {
	case MSG_ATTRIBUTES:
		put_word(a, world.announced | 3 << 8);
		break;
	case MSG_VENDOR:
		memcpy(name, world.vendor, strnlen(world.vendor, 16));
		put_bytes(a, name, 16);
		break;
	case MSG_SUB_VENDOR:
		put_bytes(a, "sub\0stale bytes!", 16);
		break;
	case MSG_IMPL:
		put_word(a, 0x12345678);
		break;
	case MSG_LIST:
		answer_list(world.words[0], a);
		break;
	case MSG_AGENT:
		if (SCMI_VERSION_MAJOR(ph->version) >= 2)
			put_word(a, 7);
		put_bytes(a, "agent\377name: 16 by", 16);
		break;
	}
}

/* Answers of any length and content, refusals at any moment. */
static void answer_anything(struct answer *a)
{
	static const int errs[] = { -EINVAL, -ENOENT, -EPROTO, -ETIMEDOUT,
				    -ENODEV, -EIO };
	u32 rnd = get_random_u32();

	switch (rnd % 8) {
	case 0:
		a->err = errs[rnd / 8 % ARRAY_SIZE(errs)];
		break;
	case 1:
		a->len = rnd / 8 % (sizeof(a->body) + 1);
		break;
	case 2:
		get_random_bytes(a->body, sizeof(a->body));
		break;
	case 3:
		memset(a->body, rnd >> 24, sizeof(u32));
		break;
	}
}

static void answer_one(struct scmi_xfer *xfer)
{
	size_t i, num = (xfer->tx_len - SCMI_HDR_LEN) / sizeof(__le32);
	struct answer a = {};

	for (i = 0; i < ARRAY_SIZE(world.words); i++)
		world.words[i] = i < num ? fake_word(xfer, 1 + i) : 0;
	world.messages++;
	world.sent[xfer->msg]++;
	answer(xfer->msg, &a);
	if (world.anything)
		answer_anything(&a);
	if (a.err)
		fake_refuse(fake, xfer, a.err);
	else
		fake_reply(fake, xfer, fake_word(xfer, 0), SCMI_SUCCESS, a.body,
			   8 + a.len);
}

/* The last one first: discovery must not depend on the order of answers. */
static void answer_all(struct fake *f)
{
	struct scmi_xfer *xfers[SLOTS], *xfer;
	unsigned int num = 0;

	while ((xfer = fake_pop(f, false)))
		xfers[num++] = xfer;
	/* Silence takes time, or the others' answers count as none. */
	if (world.refusal == -ETIMEDOUT)
		schedule_timeout_uninterruptible(2);
	while (num)
		answer_one(xfers[--num]);
}

static void balance(void *test)
{
	KUNIT_EXPECT_EQ((struct kunit *)test, atomic_read(&fake->refs), 0);
}

static int world_init(struct kunit *test)
{
	static const u8 list[] = { 0x11, 0x13, 0x14, 0x15, 0x16, 0x17, 0x80 };

	memset(&world, 0, sizeof(world));
	memcpy(world.list, list, sizeof(list));
	world.num = sizeof(list);
	world.announced = sizeof(list);
	world.part = 255;
	world.vendor = "vendor";
	fake = fake_create(test, &scmi_base_protocol, SLOTS, 1000);
	fake->on_kick = answer_all;
	inst = &fake->inst;
	ph = &fake->handles[0].ph;
	ph->version = SCMI_VERSION(2, 0);
	return kunit_add_action(test, balance, test);
}

static int discover(void)
{
	world.messages = 0;
	memset(world.sent, 0, sizeof(world.sent));
	memset(&inst->base, 0, sizeof(inst->base));
	bitmap_zero(inst->protocols_offered, 256);
	return scmi_base_discover(inst);
}

/* BASE_ERROR events; @report is zeroed and as large as declared. */
static int parse(const void *payload, size_t len, void *report)
{
	const struct scmi_event_ops *ops = scmi_base_protocol.events->ops;
	struct scmi_cursor c;
	u32 src = 1;
	int err;

	scmi_cursor_init(&c, payload, len);
	err = ops->parse(ph, SCMI_EVENT_BASE_ERROR_EVENT, 5,
			 &c, report, &src);
	return err ?: src;
}

static bool offers(const u8 *list, unsigned int num)
{
	DECLARE_BITMAP(want, 256) = {};

	while (num--)
		__set_bit(list[num], want);
	return bitmap_equal(want, inst->protocols_offered, 256);
}

static void test_plain(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_EQ(test, world.messages, 5);
	KUNIT_EXPECT_EQ(test, inst->base.major_ver, 2);
	KUNIT_EXPECT_FALSE(test, inst->base.minor_ver);
	KUNIT_EXPECT_EQ(test, inst->base.num_protocols, 7);
	KUNIT_EXPECT_EQ(test, inst->base.num_agents, 3);
	KUNIT_EXPECT_EQ(test, inst->base.impl_ver, 0x12345678);
	KUNIT_EXPECT_STREQ(test, inst->base.vendor_id, "vendor");
	KUNIT_EXPECT_STREQ(test, inst->base.sub_vendor_id, "sub");
	KUNIT_EXPECT_FALSE(test, memchr_inv(inst->base.sub_vendor_id + 3,
					    0, 13));
	KUNIT_EXPECT_TRUE(test, offers(world.list, world.num));
}

static void test_parts(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 200; i++)
		world.list[i] = 0x20 + i;
	world.num = 200;
	world.announced = 200;
	world.part = 7;
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_EQ(test, world.sent[MSG_LIST], DIV_ROUND_UP(200, 7));
	KUNIT_EXPECT_TRUE(test, offers(world.list, 200));
}

/* Fewer than announced, however the platform says so, is no failure. */
static void test_fewer(struct kunit *test)
{
	static const int ends[] = { 0, -EINVAL, -ERANGE, -ENOENT, -EOPNOTSUPP };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		world.announced = 9;
		world.end = ends[i];
		KUNIT_EXPECT_EQ(test, discover(), 0);
		KUNIT_EXPECT_EQ(test, world.sent[MSG_LIST], 2);
		KUNIT_EXPECT_TRUE(test, offers(world.list, world.num));
	}
	world.announced = 255;
	world.ignore_skip = true;
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_EQ(test, world.sent[MSG_LIST], DIV_ROUND_UP(255, 7));
	KUNIT_EXPECT_TRUE(test, offers(world.list, world.num));
	world.end = -ETIMEDOUT;
	world.ignore_skip = false;
	KUNIT_EXPECT_EQ(test, discover(), -ETIMEDOUT);
}

/* Duplicates, reserved ids and BASE itself are skipped, and counted. */
static void test_odd_ids(struct kunit *test)
{
	static const u8 list[] = { 0x10, 0x00, 0x0f, 0x14, 0x14, 0xff };
	static const u8 want[] = { 0x14, 0xff };

	memcpy(world.list, list, sizeof(list));
	world.num = sizeof(list);
	world.announced = sizeof(list);
	world.part = 4;
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_EQ(test, world.sent[MSG_LIST], 2);
	KUNIT_EXPECT_TRUE(test, offers(want, sizeof(want)));
}

static void test_no_protocols(struct kunit *test)
{
	world.num = 0;
	world.announced = 0;
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_TRUE(test, offers(NULL, 0));
	world.end = -EINVAL;
	KUNIT_EXPECT_EQ(test, discover(), 0);
	world.announced = 3;
	KUNIT_EXPECT_EQ(test, discover(), -EINVAL);
}

static void test_optional(struct kunit *test)
{
	static const int refusals[] = { -EOPNOTSUPP, -ENOENT, -EPROTO, -EACCES,
					-ETIMEDOUT };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		world.refusal = refusals[i];
		world.refused = BIT(MSG_VENDOR) | BIT(MSG_SUB_VENDOR) |
				BIT(MSG_IMPL);
		KUNIT_EXPECT_EQ(test, discover(), 0);
		KUNIT_EXPECT_FALSE(test, inst->base.vendor_id[0]);
		KUNIT_EXPECT_FALSE(test, inst->base.impl_ver);
		world.refused = BIT(MSG_ATTRIBUTES);
		KUNIT_EXPECT_EQ(test, discover(), refusals[i]);
		world.refused = BIT(MSG_LIST);
		KUNIT_EXPECT_EQ(test, discover(), refusals[i]);
	}
	KUNIT_EXPECT_FALSE(test, world.sent[MSG_AGENT]);
	KUNIT_EXPECT_FALSE(test, world.sent[MSG_NOTIFY]);
}

static void test_names(struct kunit *test)
{
	world.vendor = "sixteen bytes!!!";
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_STREQ(test, inst->base.vendor_id, "sixteen bytes!!");
	world.vendor = "\x1b[2J\n\x80\xffz";
	KUNIT_EXPECT_EQ(test, discover(), 0);
	KUNIT_EXPECT_STREQ(test, inst->base.vendor_id, "?[2J???z");
}

static void test_version(struct kunit *test)
{
	ph->version = 0;
	KUNIT_EXPECT_EQ(test, discover(), -EPROTO);
	KUNIT_EXPECT_FALSE(test, world.messages);
}

static void test_ops(struct kunit *test)
{
	const struct scmi_agent_base_ops *ops = scmi_base_protocol.ops;
	const u32 self = SCMI_AGENT_BASE_SELF;
	struct scmi_agent_base_agent agent;

	KUNIT_EXPECT_EQ(test, ops->discover_agent(ph, self, &agent), 0);
	KUNIT_EXPECT_EQ(test, agent.id, 7);
	KUNIT_EXPECT_STREQ(test, agent.name, "agent?name: 16 ");
	KUNIT_EXPECT_EQ(test, ops->set_device_permissions(ph, 1, 2, true), 0);
	KUNIT_EXPECT_TRUE(test, world.sent[MSG_DEVICE]);
	KUNIT_EXPECT_EQ(test, world.words[0], 1);
	KUNIT_EXPECT_EQ(test, world.words[1], 2);
	KUNIT_EXPECT_EQ(test, world.words[2], 1);
	KUNIT_EXPECT_EQ(test, ops->set_protocol_permissions(ph, 1, 2, 0x14,
							    false), 0);
	KUNIT_EXPECT_TRUE(test, world.sent[MSG_PROTOCOL]);
	KUNIT_EXPECT_EQ(test, world.words[2], 0x14);
	KUNIT_EXPECT_EQ(test, world.words[3], 0);
	KUNIT_EXPECT_EQ(test, ops->reset_agent_configuration(ph, 4, true), 0);
	KUNIT_EXPECT_TRUE(test, world.sent[MSG_RESET]);
	KUNIT_EXPECT_EQ(test, world.words[0], 4);
	KUNIT_EXPECT_EQ(test, world.words[1], 1);

	ph->version = SCMI_VERSION(1, 0);
	KUNIT_EXPECT_EQ(test, ops->discover_agent(ph, self, &agent),
			-EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, ops->discover_agent(ph, 1, &agent), 0);
	KUNIT_EXPECT_EQ(test, agent.id, 1);
	KUNIT_EXPECT_STREQ(test, agent.name, "agent?name: 16 ");
	world.refused = BIT(2);
	world.refusal = -ENOENT;
	KUNIT_EXPECT_EQ(test, ops->reset_agent_configuration(ph, 4, true),
			-EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, world.sent[MSG_RESET], 1);
}

/* BASE_ERROR: every length, and counts that the payload does not hold. */
static void test_error_event(struct kunit *test)
{
	const struct scmi_event *evt = scmi_base_protocol.events->events;
	struct scmi_base_error_report *r;
	__le32 *msg;
	size_t len;

	r = kunit_kzalloc(test, evt->report_size, GFP_KERNEL);
	msg = kunit_kzalloc(test, evt->max_payload, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_ASSERT_NOT_NULL(test, msg);
	msg[0] = cpu_to_le32(9);
	msg[1] = cpu_to_le32(BIT(31) | 2);
	msg[4] = cpu_to_le32(0x89abcdef);
	msg[5] = cpu_to_le32(0x01234567);
	for (len = 0; len < 24; len++)
		KUNIT_EXPECT_EQ(test, parse(msg, len, r), -EPROTO);
	KUNIT_EXPECT_EQ(test, parse(msg, 24, r), 0);
	KUNIT_EXPECT_EQ(test, r->timestamp, 5);
	KUNIT_EXPECT_EQ(test, r->agent_id, 9);
	KUNIT_EXPECT_TRUE(test, r->fatal);
	KUNIT_EXPECT_EQ(test, r->cmd_count, 2);
	KUNIT_EXPECT_EQ(test, r->reports[1], 0x0123456789abcdefULL);
	msg[1] = cpu_to_le32(0x7fffffff);
	KUNIT_EXPECT_EQ(test, parse(msg, evt->max_payload, r), 0);
	KUNIT_EXPECT_EQ(test, r->cmd_count, 1023);
	KUNIT_EXPECT_FALSE(test, r->fatal);
	KUNIT_EXPECT_EQ(test, parse(msg, evt->max_payload - 1, r), -EPROTO);
}

static bool is_name(const char *name)
{
	size_t i, len = strnlen(name, SCMI_SHORT_NAME_MAX_SIZE);

	if (len == SCMI_SHORT_NAME_MAX_SIZE)
		return false;
	for (i = 0; i < len; i++)
		if (!isascii(name[i]) || !isprint(name[i]))
			return false;
	return true;
}

static void test_anything(struct kunit *test)
{
	unsigned int i, bad = 0, good = 0;

	world.anything = true;
	for (i = 0; i < 1000; i++) {
		world.part = 1 + i % 8;
		world.announced = get_random_u32() & 0xff;
		good += !discover();
		bad += world.messages > 5 + 255;
		bad += !is_name(inst->base.vendor_id);
		bad += !is_name(inst->base.sub_vendor_id);
		bad += find_first_bit(inst->protocols_offered, 256) < 0x11;
		bad += atomic_read(&fake->refs) || fake_busy(fake);
	}
	KUNIT_EXPECT_FALSE(test, bad);
	KUNIT_EXPECT_TRUE(test, good);
	KUNIT_EXPECT_LT(test, good, 1000);
}

static const struct kunit_case base_cases[] = {
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
	{ }
};

static const struct kunit_suite base_suite = {
	.init = world_init,
	.test_cases = base_cases,
};

kunit_test_suites(&base_suite);
