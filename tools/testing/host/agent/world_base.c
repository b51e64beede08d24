// SPDX-License-Identifier: GPL-2.0-only
/* Invented answers of BASE: who the platform is, which protocols it has. */
#include <linux/scmi_agent_base.h>

#include "world.h"

#define FIRST	0x11u
#define PART	100u	/* ids that are told at once */

static u32 num_listed(void)
{
	return min(world.count, 200u);
}

/* A list may be told in parts of any length, or have less than was announced. */
static s32 base_list(u32 skip)
{
	u32 num = num_listed(), n, i;
	u8 ids[PART + 4] = {};

	if (skip > num)
		return SCMI_OUT_OF_RANGE;
	if (skip == num && world.unsupported)
		return SCMI_INVALID_PARAMETERS;
	n = min(num - skip, 1 + world_hash(skip, 1) % PART);
	put32(n);
	for (i = 0; i < n; i++)
		ids[i] = FIRST + skip + i;
	for (i = 0; i < n; i += 4) {
		u32 v;

		memcpy(&v, ids + i, 4);
		put32(v);
	}
	return 0;
}

static s32 base_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	switch (msg) {
	case SCMI_PROTOCOL_ATTRIBUTES:
		put32(num_listed() | 3 << 8);
		return 0;
	case 0x3:
	case 0x4:
		put_name("not\npr\377ntable", 16);
		return 0;
	case 0x5:
		put32(world.seed);
		return 0;
	case 0x6:
		return num == 1 ? base_list(in[0]) : SCMI_PROTOCOL_ERROR;
	case 0x7:
		if (SCMI_VERSION_MAJOR(world.version) >= 2)
			put32(in[0] == SCMI_AGENT_BASE_SELF ? 1 : in[0]);
		put_name("agent", 16);
		return 0;
	case 0x8:
		return num == 1 && in[0] < 2 ? 0 : SCMI_PROTOCOL_ERROR;
	case 0x9:
	case 0xa:
	case 0xb:
		return num == msg - 6u - (msg == 0xb ? 3 : 0) ? 0 : SCMI_PROTOCOL_ERROR;
	default:
		die("unknown message", msg);
	}
}

static void check_name(const char *name)
{
	if (!memchr(name, 0, SCMI_SHORT_NAME_MAX_SIZE))
		die("name without an end", 0);
	for (; *name; name++)
		if (*name < ' ' || *name > '~')
			die("name that is not printable", 0);
}

static void try_discovery(const struct scmi_protocol_handle *ph)
{
	DECLARE_BITMAP(offered, 256);
	struct scmi_base_info info;
	int ret = scmi_base_discover(ph, &info, offered);
	u32 i;

	check_name(info.vendor_id);
	check_name(info.sub_vendor_id);
	for (i = 0; i < FIRST; i++)
		if (test_bit(i, offered))
			die("reserved protocol", i);
	if (!world_is_sane())
		return;
	if (ret || info.num_protocols != num_listed() || info.num_agents != 3)
		die("discovery", -ret);
	for (i = 0; i < 256 - FIRST; i++) {
		bool listed = i < num_listed();

		if (test_bit(FIRST + i, offered) != listed)
			die("protocol in the list", FIRST + i);
	}
	if (strcmp(info.vendor_id, "not?pr?ntable") || info.impl_ver != world.seed)
		die("who the platform is", 0);
}

static void try_agent(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_agent_base_ops *ops = scmi_base_protocol.ops;
	bool old = SCMI_VERSION_MAJOR(world.version) < 2;
	struct scmi_agent_base_agent agent = {};
	int ret = ops->discover_agent(ph, id, &agent);

	check_name(agent.name);
	if (world_is_sane() && ret != (old && id == SCMI_AGENT_BASE_SELF ? -EOPNOTSUPP : 0))
		die("agent", id);
	if (world_is_sane() && !ret && strcmp(agent.name, "agent"))
		die("name of an agent", id);
}

static void base_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_agent_base_ops *ops = scmi_base_protocol.ops;
	bool lacks = SCMI_VERSION_MAJOR(world.version) < 2 && world.unsupported;
	int ret;

	try_discovery(ph);
	try_agent(ph, core_rand(4));
	try_agent(ph, SCMI_AGENT_BASE_SELF);
	ret = ops->set_device_permissions(ph, 1, 2, true);
	if (world_is_sane() && ret != (lacks ? -EOPNOTSUPP : 0))
		die("SET_DEVICE_PERMISSIONS", -ret);
	ret = ops->set_protocol_permissions(ph, 1, 2, FIRST, false);
	if (world_is_sane() && ret != (lacks ? -EOPNOTSUPP : 0))
		die("SET_PROTOCOL_PERMISSIONS", -ret);
	ret = ops->reset_agent_configuration(ph, 1, true);
	if (world_is_sane() && ret != (lacks ? -EOPNOTSUPP : 0))
		die("RESET_AGENT_CONFIGURATION", -ret);
}

static const struct world_protocol base = {
	.proto = &scmi_base_protocol,
	.answer = base_answer,
	.try = base_try,
};

WORLD_PROTOCOL(base)
