// SPDX-License-Identifier: GPL-2.0-only
/* Invented power domains. */
#include <linux/scmi_agent_power.h>

#include "world.h"

#define CHANGED		BIT(31)
#define ASYNC		BIT(30)
#define SYNC		BIT(29)
#define REQUESTED	BIT(28)
#define EXTENDED	BIT(27)

static bool is_hole(u32 id)
{
	if (world.count > 1000)
		return world_hash(id, 1) % 100;
	return !(world_hash(id, 1) % 8);
}

/* Bits that are reserved mean nothing. */
static u32 attributes_of(u32 id)
{
	return world_hash(id, 2);
}

static bool says(u32 id, u32 bit, u32 since)
{
	return world.version >= since && attributes_of(id) & bit;
}

/* It can be set only by a request that is answered before the state is there. */
static bool is_deferred(u32 id)
{
	return (attributes_of(id) & (ASYNC | SYNC)) == ASYNC;
}

/* So many questions later it is; some never get there. */
static u32 looks_of(u32 id)
{
	return world_hash(id, 3) % 14;
}

static u32 state_of(u32 id)
{
	return world_hash(id, 4) & (BIT(30) | 0xff);
}

/* The change under way. */
static u32 changing = ~0u, wanted, looks;

static s32 answer_set(const u32 *in, size_t num)
{
	if (num != 3 || in[0] & ~1u)
		die("STATE_SET", in[1]);
	changing = in[1];
	wanted = in[2];
	looks = in[0] & 1 ? looks_of(in[1]) : 0;
	return 0;
}

static s32 answer_get(u32 id)
{
	put32(id == changing && (!looks || !--looks) ? wanted : state_of(id));
	return 0;
}

static s32 power_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	u32 id = msg == SCMI_POWER_STATE_SET ? in[1] : in[0];

	if (delayed)
		die("a delayed response does not exist", msg);
	if (msg == SCMI_PROTOCOL_ATTRIBUTES) {
		put32(world.count | 0xabcd0000);
		put64(0x123456789aULL);
		put32(0x400);
		return 0;
	}
	if (!num || (id >= world.count && !world.hostile))
		die("message for no domain", msg);
	if (is_hole(id))
		return SCMI_NOT_FOUND;
	switch (msg) {
	case SCMI_POWER_DOMAIN_ATTRIBUTES:
		put32(attributes_of(id));
		put_name(world_hash(id, 5) % 10 ? "short" : "", 16);
		return 0;
	case SCMI_POWER_STATE_SET:
		return answer_set(in, num);
	case SCMI_POWER_STATE_GET:
		return answer_get(id);
	case SCMI_POWER_STATE_NOTIFY:
	case SCMI_POWER_STATE_CHANGE_REQUESTED_NOTIFY:
		if (num != 2 || in[1] > 1)
			die("NOTIFY", id);
		return 0;
	case SCMI_POWER_DOMAIN_NAME_GET:
		if (world.version < SCMI_VERSION(3, 0))
			die("NAME_GET before 3.0", id);
		return world_answer_long_name();
	default:
		die("unknown message", msg);
	}
}

/* What is not needed must not be asked for. */
static void check_messages(void)
{
	u32 id, names = 0;

	if (!world_is_sane())
		return;
	for (id = 0; id < world.count; id++)
		names += !is_hole(id) && says(id, EXTENDED, SCMI_VERSION(3, 0));
	if (core_by_msg[SCMI_POWER_DOMAIN_ATTRIBUTES] != world.count ||
	    core_by_msg[SCMI_POWER_DOMAIN_NAME_GET] != names ||
	    core_messages != 1 + world.count + names)
		die("needless messages", core_messages);
}

static void check_name(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_power_proto_ops *ops = scmi_power_protocol.ops;
	const char *name = ops->name_get(ph, id);
	char want[16];

	if (world_is_sane() && !name != (id >= world.count || is_hole(id)))
		die("hole", id);
	if (name && (!name[0] || strnlen(name, SCMI_MAX_STR_SIZE) == SCMI_MAX_STR_SIZE))
		die("name", id);
	if (!name || !world_is_sane())
		return;
	snprintf(want, sizeof(want), "power%u", id);
	if (world_hash(id, 5) % 10)
		strcpy(want, "short");
	if (strcmp(name, says(id, EXTENDED, SCMI_VERSION(3, 0)) ? LONG_NAME : want))
		die("name of a domain", id);
}

static void try_set(const struct scmi_protocol_handle *ph, u32 id, bool there)
{
	const struct scmi_power_proto_ops *ops = scmi_power_protocol.ops;
	u32 state = core_rand(0) & ~state_of(id);
	bool deferred = there && is_deferred(id);
	int ret = ops->state_set(ph, id, state);

	if (!there)
		expect("SET", ret, -EINVAL, 0, 0, 0, 0);
	else if (!deferred)
		expect("SET", ret, 0, 0, id, state, 0);
	/* The first look is at once, so the last pause is before the eleventh. */
	else
		expect("SET", ret, looks_of(id) > 11 && state != state_of(id) ?
		       -ETIMEDOUT : 0, id, 0, 0, 0);
	ret = scmi_agent_power_set(ph, id, state, true);
	expect("SET", ret, !there ? -EINVAL : deferred ? -EOPNOTSUPP : 0, 0, id, state, 0);
	expect("request", scmi_agent_power_request(ph, id, state), there ? 0 : -EINVAL, 1, id,
	       state, 0);
}

static void try_domain(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_power_proto_ops *ops = scmi_power_protocol.ops;
	bool there = id < world.count && !is_hole(id);
	u32 state = 0;
	int ret;

	check_name(ph, id);
	changing = ~0u;
	ret = core_rand(2) ? ops->state_get(ph, id, &state) :
			     scmi_agent_power_get(ph, id, &state, true);
	expect("GET", ret, there ? 0 : -EINVAL, id, 0, 0, 0);
	if (world_is_sane() && there && state != state_of(id))
		die("state", id);
	try_set(ph, id, there);
	changing = ~0u;
}

static void try_states(const struct scmi_protocol_handle *ph, u32 count)
{
	struct scmi_agent_power_state *states = calloc(count + 1, sizeof(*states));
	int ret = scmi_agent_power_read_states(ph, states, count);
	u32 i;

	for (i = 0; !ret && i < count && world_is_sane(); i++)
		if (is_hole(i) ? states[i].err != -ENOENT :
				 states[i].err || states[i].state != state_of(i))
			die("state of all domains", i);
	if (scmi_agent_power_read_states(ph, states, count + 1) != -EINVAL)
		die("states of too many domains", count);
	free(states);
}

static void try_event(const struct scmi_protocol_handle *ph, const struct scmi_event *evt)
{
	bool changed = evt->id == SCMI_EVENT_POWER_STATE_CHANGED;
	struct scmi_power_state_changed_report r = {};
	u32 id = core_rand(world.count + 2), words[] = { 9, id, core_rand(0) };
	bool there = id < world.count && !is_hole(id);
	size_t len = core_rand(4) * 4;
	u8 *payload = malloc(len);
	struct scmi_cursor c;
	u32 src = 0;
	int ret;

	if (world_is_sane() && evt->supported(ph, id) !=
	    (there && (changed ? says(id, CHANGED, 0) :
				 says(id, REQUESTED, SCMI_VERSION(2, 0)))))
		die("source of an event", id);
	if (there) {
		bool exists = changed || world.version >= SCMI_VERSION(2, 0), on = core_rand(2);
		u8 msg = changed ? SCMI_POWER_STATE_NOTIFY :
				   SCMI_POWER_STATE_CHANGE_REQUESTED_NOTIFY;
		unsigned long before = core_by_msg[msg];

		expect("NOTIFY", scmi_event_enable(ph, scmi_power_protocol.events, evt, id, on),
		       exists ? 0 : -EOPNOTSUPP, id, on, 0, 0);
		if (world_is_sane() && core_by_msg[msg] != before + exists)
			die("NOTIFY of another event", id);
	}
	memcpy(payload, words, len);
	scmi_cursor_init(&c, payload, len);
	ret = evt->parse(ph, 3, &c, &r, &src);
	if (world_is_sane() && ret != (len < 12 ? -EPROTO : there ? 0 : -ENOENT))
		die("event", src);
	if (!ret && (src != id || r.timestamp != 3 || r.agent_id != 9 ||
		     r.domain_id != id || r.power_state != words[2]))
		die("report of an event", src);
	free(payload);
}

static void try_statistics(const struct scmi_protocol_handle *ph)
{
	u64 address = 0;
	u32 size = 0;
	int ret = scmi_agent_power_statistics(ph, &address, &size);

	if (world_is_sane() && (ret || address != 0x123456789aULL || size != 0x400))
		die("statistics", ret);
}

static void power_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_power_proto_ops *ops = scmi_power_protocol.ops;
	u32 count = ops->num_domains_get(ph), i;

	check_messages();
	if (world_is_sane() && count != world.count)
		die("number of domains", count);
	if (count > 0xffff)
		die("too many domains", count);
	for (i = 0; i < (count > 1000 ? 50 : count + 2); i++)
		try_domain(ph, count > 1000 ? core_rand(count) : i);
	try_domain(ph, 0xffffffff);
	for (i = 0; i < scmi_power_protocol.events->num; i++)
		try_event(ph, &scmi_power_protocol.events->events[i]);
	try_states(ph, count);
	try_statistics(ph);
}

static u32 power_source(void)
{
	return core_rand(world.count + 2);
}

static const struct world_protocol power = {
	.proto = &scmi_power_protocol,
	.answer = power_answer,
	.try = power_try,
	.source = power_source,
};

WORLD_PROTOCOL(power)
