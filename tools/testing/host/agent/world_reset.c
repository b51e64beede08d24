// SPDX-License-Identifier: GPL-2.0-only
/* Invented reset domains. */
#include <linux/scmi_agent_reset.h>

#include "world.h"

static s32 status_of(u32 id)
{
	return world_attributes_status(id, 40);
}

static bool is_hole(u32 id)
{
	return status_of(id) && status_of(id) != SCMI_NOT_SUPPORTED;
}

/* Bits that are reserved mean nothing. */
static u32 attributes_of(u32 id)
{
	return status_of(id) ? 0 : world_hash(id, 41);
}

static bool is_long_named(u32 id)
{
	return world.version >= SCMI_VERSION(3, 0) && attributes_of(id) & BIT(29);
}

static bool is_async(u32 id)
{
	return attributes_of(id) & BIT(31) && !core_peer.no_delayed;
}

static const char *name_of(u32 id)
{
	return world_hash(id, 42) % 8 ? "domain" : "";
}

static u32 latency_of(u32 id)
{
	return world_hash(id, 43) % 4 ? world_hash(id, 44) : U32_MAX;
}

/* A platform that lacks one of the two ways. */
static bool lacks(u32 id, u32 flags)
{
	return world_hash(id, 45) % 3 == (flags & 1);
}

static s32 answer_attributes(u32 id)
{
	if (status_of(id))
		return status_of(id);
	put32(attributes_of(id));
	put32(latency_of(id));
	put_name(name_of(id), 16);
	return 0;
}

static s32 answer_reset(const u32 *in, size_t num, bool delayed)
{
	if (num != 3 || in[1] & ~7u || delayed != !!(in[1] & BIT(2)))
		die("RESET", in[0]);
	if (in[1] & BIT(2) && (!(in[1] & BIT(0)) || !is_async(in[0])) && !world.hostile)
		die("RESET that is not asynchronous", in[0]);
	if (lacks(in[0], in[1]))
		return world.unsupported ? SCMI_NOT_FOUND : SCMI_NOT_SUPPORTED;
	if (delayed)
		put32(in[0]);
	return 0;
}

static s32 reset_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = in[0];

	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | core_rand(0) << 16);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no reset domain", msg);
	switch (msg) {
	case 0x3:
		return answer_attributes(id);
	case 0x4:
		return answer_reset(in, num, delayed);
	case 0x5:
		if (num != 2 || in[1] > 1)
			die("NOTIFY", id);
		return 0;
	case 0x6:
		if (!is_long_named(id) && !world.hostile)
			die("needless name", id);
		return world_answer_long_name();
	default:
		die("unknown message", msg);
	}
}

static void check_info(const struct scmi_protocol_handle *ph, u32 id,
		       const struct scmi_reset_domain_info *info)
{
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	u32 latency = status_of(id) || latency_of(id) == U32_MAX ? 0 : latency_of(id);
	char name[64];

	snprintf(name, sizeof(name), "reset%u", id);
	if (is_long_named(id))
		strcpy(name, LONG_NAME);
	else if (!status_of(id) && name_of(id)[0])
		strcpy(name, name_of(id));
	if (strcmp(info->name, name) || ops->name_get(ph, id) != info->name)
		die("name of a reset domain", id);
	if (info->latency_us != latency ||
	    ops->latency_get(ph, id) != (int)min(latency, (u32)INT_MAX))
		die("latency", id);
}

static void try_reset(const struct scmi_protocol_handle *ph, u32 id, bool is_there)
{
	static const u32 flags[] = {
		[SCMI_AGENT_RESET_AUTONOMOUS] = 1,
		[SCMI_AGENT_RESET_ASSERT] = 2,
		[SCMI_AGENT_RESET_DEASSERT] = 0,
	};
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	u32 state = core_rand(0), way;
	int want;

	for (way = 0; way < ARRAY_SIZE(flags); way++) {
		u32 sent = flags[way] | (!way && is_async(id) ? BIT(2) : 0);

		want = !is_there ? -EINVAL : lacks(id, flags[way]) ? -EOPNOTSUPP : 0;
		expect("RESET", scmi_agent_reset_to(ph, id, way, state), want, id, sent,
		       state, 0);
	}
	if (scmi_agent_reset_to(ph, id, ARRAY_SIZE(flags), 0) != -EINVAL)
		die("way that does not exist", id);
	want = !is_there ? -EINVAL : lacks(id, 1) ? -EOPNOTSUPP : 0;
	expect("reset", ops->reset(ph, id), want, id, is_async(id) ? 5 : 1, 0, 0);
	want = !is_there ? -EINVAL : lacks(id, 0) ? -EOPNOTSUPP : 0;
	expect("assert", ops->assert(ph, id), want, id, 2, 0, 0);
	expect("deassert", ops->deassert(ph, id), want, id, 0, 0, 0);
}

static void try_domain(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	const struct scmi_reset_domain_info *info = ops->info_get(ph, id);

	if (world_is_sane() && !info != (id >= world.count || is_hole(id)))
		die("hole", id);
	if (info && (!memchr(info->name, 0, sizeof(info->name)) || !info->name[0]))
		die("name", id);
	if (!info && (ops->name_get(ph, id) || ops->latency_get(ph, id) != -EINVAL))
		die("name or latency of a hole", id);
	if (info && world_is_sane())
		check_info(ph, id, info);
	try_reset(ph, id, info);
}

static void try_event(const struct scmi_protocol_handle *ph)
{
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	const struct scmi_event *evt = scmi_reset_protocol.events->events;
	u32 id = core_rand(world.count + 2), words[] = { 9, id, core_rand(0) }, src = 0;
	const void *info = ops->info_get(ph, id);
	struct scmi_reset_issued_report r = {};
	size_t len = core_rand(4) * 4;
	u8 *payload = malloc(len);
	struct scmi_cursor c;
	bool on = core_rand(2);
	int ret;

	if (world_is_sane() &&
	    evt->supported(ph, id) != (info && attributes_of(id) & BIT(30)))
		die("source of an event", id);
	if (info)
		expect("NOTIFY",
		       scmi_event_enable(ph, scmi_reset_protocol.events, evt, id, on), 0, id,
		       on, 0, 0);
	memcpy(payload, words, len);
	scmi_cursor_init(&c, payload, len);
	ret = evt->parse(ph, 3, &c, &r, &src);
	if (ret != (len < 12 ? -EPROTO : info ? 0 : -ENOENT))
		die("event", src);
	if (!ret && (src != id || r.timestamp != 3 || r.agent_id != 9 || r.domain_id != id ||
		     r.reset_state != words[2]))
		die("report of an event", src);
	free(payload);
}

/* What is not needed must not be asked for, and noise is for what went wrong. */
static void check_start(void)
{
	bool noise = false;
	u32 id, names = 0;

	for (id = 0; id < world.count; id++) {
		names += is_long_named(id);
		noise |= status_of(id) == SCMI_HARDWARE_ERROR;
	}
	if (!world_is_sane())
		return;
	if (core_by_msg[0x3] != world.count || core_by_msg[0x6] != names ||
	    core_messages != world.count + names + 1)
		die("number of messages", core_messages);
	if (kernel_warnings - world.warnings != noise)
		die("number of complaints", kernel_warnings - world.warnings);
}

static void reset_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_reset_proto_ops *ops = scmi_reset_protocol.ops;
	u32 count = ops->num_domains_get(ph), i;

	check_start();
	if (world_is_sane() && count != world.count)
		die("number of reset domains", count);
	if (count > 0xffff)
		die("too many reset domains", count);
	for (i = 0; i < min(count, 300u) + 2; i++)
		try_domain(ph, count > 300 ? core_rand(count) : i);
	try_domain(ph, 0xffffffff);
	for (i = 0; i < 10; i++)
		try_event(ph);
}

static u32 reset_source(void)
{
	return core_rand(world.count + 2);
}

static const struct world_protocol reset = {
	.proto = &scmi_reset_protocol,
	.answer = reset_answer,
	.try = reset_try,
	.source = reset_source,
};

WORLD_PROTOCOL(reset)
