// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of the BASE protocol. Loading the module runs them, prints KTAP and
 * fails with -EINVAL if a test did.
 */
#define pr_fmt(fmt) "scmi-agent-test-base: " fmt

#include <linux/bitmap.h>
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/scmi_agent_base.h>
#include <linux/slab.h>

#include "core.h"

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
};

static struct world world;
static struct scmi_instance *inst;
static unsigned int failures;

#define EXPECT(cond)							\
	do {								\
		if (!(cond)) {						\
			pr_info("# %s:%d: %s\n", __func__, __LINE__,	\
				#cond);					\
			failures++;					\
		}							\
	} while (0)

static void answer_list(u32 skip, struct core_answer *a)
{
	unsigned int num;

	if (world.ignore_skip)
		skip = 0;
	if (skip >= world.num && world.end) {
		a->err = world.end;
		return;
	}
	num = skip < world.num ? min(world.num - skip, world.part) : 0;
	core_put_word(a, num);
	core_put_bytes(a, world.list + skip, num);
}

static void answer(u8 msg, const u32 *words, unsigned int num,
		   struct core_answer *a)
{
	char name[16] = {};

	if (world.refused & BIT(msg)) {
		a->err = world.refusal;
		return;
	}
	switch (msg) {
	case MSG_ATTRIBUTES:
		core_put_word(a, world.announced | 3 << 8);
		break;
	case MSG_VENDOR:
		memcpy(name, world.vendor, strnlen(world.vendor, 16));
		core_put_bytes(a, name, 16);
		break;
	case MSG_SUB_VENDOR:
		core_put_bytes(a, "sub\0stale bytes!", 16);
		break;
	case MSG_IMPL:
		core_put_word(a, 0x12345678);
		break;
	case MSG_LIST:
		answer_list(words[0], a);
		break;
	case MSG_AGENT:
		if (SCMI_VERSION_MAJOR(core_handle.version) >= 2)
			core_put_word(a, 7);
		core_put_bytes(a, "agent\377name: 16 by", 16);
		break;
	}
}

static void world_init(void)
{
	static const u8 list[] = { 0x11, 0x13, 0x14, 0x15, 0x16, 0x17, 0x80 };

	memset(&world, 0, sizeof(world));
	memcpy(world.list, list, sizeof(list));
	world.num = sizeof(list);
	world.announced = sizeof(list);
	world.part = 255;
	world.vendor = "vendor";
	memset(&core, 0, sizeof(core));
	core.answer = answer;
	core_handle.version = SCMI_VERSION(2, 0);
}

static bool offers(const u8 *list, unsigned int num)
{
	DECLARE_BITMAP(want, 256) = {};

	while (num--)
		__set_bit(list[num], want);
	return bitmap_equal(want, inst->protocols_offered, 256);
}

static void expect_balance(void)
{
	EXPECT(!core.refs && !core.xfers);
}

static void test_plain(void)
{
	EXPECT(!core_discover(inst));
	EXPECT(core.messages == 5);
	EXPECT(inst->base.major_ver == 2 && !inst->base.minor_ver);
	EXPECT(inst->base.num_protocols == 7 && inst->base.num_agents == 3);
	EXPECT(inst->base.impl_ver == 0x12345678);
	EXPECT(!strcmp(inst->base.vendor_id, "vendor"));
	EXPECT(!strcmp(inst->base.sub_vendor_id, "sub"));
	EXPECT(!memchr_inv(inst->base.sub_vendor_id + 3, 0, 13));
	EXPECT(offers(world.list, world.num));
}

static void test_parts(void)
{
	unsigned int i;

	for (i = 0; i < 200; i++)
		world.list[i] = 0x20 + i;
	world.num = 200;
	world.announced = 200;
	world.part = 7;
	EXPECT(!core_discover(inst));
	EXPECT(core.sent[MSG_LIST] == DIV_ROUND_UP(200, 7));
	EXPECT(offers(world.list, 200));
}

/* Fewer than announced, however the platform says so, is no failure. */
static void test_fewer(void)
{
	static const int ends[] = { 0, -EINVAL, -ERANGE, -ENOENT, -EOPNOTSUPP };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		world.announced = 9;
		world.end = ends[i];
		EXPECT(!core_discover(inst));
		EXPECT(core.sent[MSG_LIST] == 2);
		EXPECT(offers(world.list, world.num));
	}
	world.announced = 255;
	world.ignore_skip = true;
	EXPECT(!core_discover(inst));
	EXPECT(core.sent[MSG_LIST] == DIV_ROUND_UP(255, 7));
	EXPECT(offers(world.list, world.num));
	world.end = -ETIMEDOUT;
	world.ignore_skip = false;
	EXPECT(core_discover(inst) == -ETIMEDOUT);
}

/* Duplicates, reserved ids and BASE itself are skipped, and counted. */
static void test_odd_ids(void)
{
	static const u8 list[] = { 0x10, 0x00, 0x0f, 0x14, 0x14, 0xff };
	static const u8 want[] = { 0x14, 0xff };

	memcpy(world.list, list, sizeof(list));
	world.num = sizeof(list);
	world.announced = sizeof(list);
	world.part = 4;
	EXPECT(!core_discover(inst));
	EXPECT(core.sent[MSG_LIST] == 2);
	EXPECT(offers(want, sizeof(want)));
}

static void test_no_protocols(void)
{
	world.num = 0;
	world.announced = 0;
	EXPECT(!core_discover(inst));
	EXPECT(offers(NULL, 0));
	world.end = -EINVAL;
	EXPECT(!core_discover(inst));
	world.announced = 3;
	EXPECT(core_discover(inst) == -EINVAL);
}

static void test_optional(void)
{
	static const int refusals[] = { -EOPNOTSUPP, -ENOENT, -EPROTO, -EACCES,
					-ETIMEDOUT };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		world.refusal = refusals[i];
		world.refused = BIT(MSG_VENDOR) | BIT(MSG_SUB_VENDOR) |
				BIT(MSG_IMPL);
		EXPECT(!core_discover(inst));
		EXPECT(!inst->base.vendor_id[0] && !inst->base.impl_ver);
		world.refused = BIT(MSG_ATTRIBUTES);
		EXPECT(core_discover(inst) == refusals[i]);
		world.refused = BIT(MSG_LIST);
		EXPECT(core_discover(inst) == refusals[i]);
	}
	EXPECT(!core.sent[MSG_AGENT] && !core.sent[MSG_NOTIFY]);
}

static void test_names(void)
{
	world.vendor = "sixteen bytes!!!";
	EXPECT(!core_discover(inst));
	EXPECT(!strcmp(inst->base.vendor_id, "sixteen bytes!!"));
	world.vendor = "\x1b[2J\n\x80\xffz";
	EXPECT(!core_discover(inst));
	EXPECT(!strcmp(inst->base.vendor_id, "?[2J???z"));
}

static void test_version(void)
{
	core_handle.version = 0;
	EXPECT(core_discover(inst) == -EPROTO);
	EXPECT(!core.messages);
}

static void test_ops(void)
{
	const struct scmi_agent_base_ops *ops = scmi_base_protocol.ops;
	struct scmi_agent_base_agent agent;

	EXPECT(!ops->discover_agent(&core_handle, SCMI_AGENT_BASE_SELF, &agent));
	EXPECT(agent.id == 7 && !strcmp(agent.name, "agent?name: 16 "));
	EXPECT(!ops->set_device_permissions(&core_handle, 1, 2, true));
	EXPECT(core.sent[MSG_DEVICE] && core.words[0] == 1 &&
	       core.words[1] == 2 && core.words[2] == 1);
	EXPECT(!ops->set_protocol_permissions(&core_handle, 1, 2, 0x14, false));
	EXPECT(core.sent[MSG_PROTOCOL] && core.words[2] == 0x14 &&
	       core.words[3] == 0);
	EXPECT(!ops->reset_agent_configuration(&core_handle, 4, true));
	EXPECT(core.sent[MSG_RESET] && core.words[0] == 4 && core.words[1] == 1);

	core_handle.version = SCMI_VERSION(1, 0);
	EXPECT(ops->discover_agent(&core_handle, SCMI_AGENT_BASE_SELF,
				   &agent) == -EOPNOTSUPP);
	EXPECT(!ops->discover_agent(&core_handle, 1, &agent));
	EXPECT(agent.id == 1 && !strcmp(agent.name, "agent?name: 16 "));
	world.refused = BIT(2);
	world.refusal = -ENOENT;
	EXPECT(ops->reset_agent_configuration(&core_handle, 4, true) ==
	       -EOPNOTSUPP);
	EXPECT(core.sent[MSG_RESET] == 1);
}

/* BASE_ERROR: every length, and counts that the payload does not hold. */
static void test_error_event(void)
{
	const struct scmi_event *evt = scmi_base_protocol.events->events;
	struct scmi_base_error_report *r = kzalloc(evt->report_size, GFP_KERNEL);
	__le32 *msg = kzalloc(evt->max_payload, GFP_KERNEL);
	size_t len;

	EXPECT(r && msg);
	if (!r || !msg)
		goto out;
	msg[0] = cpu_to_le32(9);
	msg[1] = cpu_to_le32(BIT(31) | 2);
	msg[4] = cpu_to_le32(0x89abcdef);
	msg[5] = cpu_to_le32(0x01234567);
	for (len = 0; len < 24; len++)
		EXPECT(core_parse(msg, len, r) == -EPROTO);
	EXPECT(!core_parse(msg, 24, r));
	EXPECT(r->timestamp == 5 && r->agent_id == 9 && r->fatal);
	EXPECT(r->cmd_count == 2 && r->reports[1] == 0x0123456789abcdefULL);
	msg[1] = cpu_to_le32(0x7fffffff);
	EXPECT(!core_parse(msg, evt->max_payload, r));
	EXPECT(r->cmd_count == 1023 && !r->fatal);
	EXPECT(core_parse(msg, evt->max_payload - 1, r) == -EPROTO);
out:
	kfree(msg);
	kfree(r);
}

/* Answers of any length and content, refusals at any moment. */
static void answer_anything(u8 msg, const u32 *words, unsigned int num,
			    struct core_answer *a)
{
	static const int errs[] = { -EINVAL, -ENOENT, -EPROTO, -ETIMEDOUT,
				    -ENODEV, -EIO };
	u32 rnd = get_random_u32();

	answer(msg, words, num, a);
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

static void test_anything(void)
{
	unsigned int i, bad = 0, good = 0;

	core.answer = answer_anything;
	for (i = 0; i < 1000; i++) {
		world.part = 1 + i % 8;
		world.announced = get_random_u32() & 0xff;
		good += !core_discover(inst);
		bad += core.messages > 5 + 255;
		bad += !is_name(inst->base.vendor_id);
		bad += !is_name(inst->base.sub_vendor_id);
		bad += find_first_bit(inst->protocols_offered, 256) < 0x11;
		bad += core.refs || core.xfers;
	}
	EXPECT(!bad);
	EXPECT(good && good < 1000);
}

static const struct {
	const char *name;
	void (*run)(void);
} tests[] = {
	{ "plain", test_plain },
	{ "parts", test_parts },
	{ "fewer than announced", test_fewer },
	{ "odd ids", test_odd_ids },
	{ "no protocols", test_no_protocols },
	{ "optional messages", test_optional },
	{ "names [H44]", test_names },
	{ "version", test_version },
	{ "operations", test_ops },
	{ "error event [H38]", test_error_event },
	{ "anything [H38 H49]", test_anything },
};

static void fake_instance_release(struct device *dev)
{
	kfree(to_scmi_instance(dev));
}

static int __init base_test_init(void)
{
	unsigned int i, failed = 0;

	inst = kzalloc_obj(*inst);
	if (!inst)
		return -ENOMEM;
	device_initialize(&inst->dev);
	inst->dev.release = fake_instance_release;
	pr_info("KTAP version 1\n");
	pr_info("1..%zu\n", ARRAY_SIZE(tests));
	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		failures = 0;
		world_init();
		tests[i].run();
		expect_balance();
		pr_info("%sok %u %s\n", failures ? "not " : "", i + 1,
			tests[i].name);
		failed += !!failures;
	}
	put_device(&inst->dev);
	return failed ? -EINVAL : 0;
}

static void __exit base_test_exit(void)
{
}

module_init(base_test_init);
module_exit(base_test_exit);
MODULE_DESCRIPTION("Tests of the SCMI agent's BASE protocol");
MODULE_LICENSE("GPL");
