// SPDX-License-Identifier: GPL-2.0-only
/* An invented system's own power. */
#include <linux/scmi_agent_system.h>

#include "world.h"

static s32 system_answer(u8 msg, const u32 *in, size_t num, bool delayed)
{
	if (delayed)
		die("a delayed response does not exist", msg);
	switch (msg) {
	case SCMI_PROTOCOL_ATTRIBUTES:
		put32(world_hash(0, 2));
		return 0;
	case SCMI_SYSTEM_POWER_STATE_SET:
		if (num != 2 || in[0] & ~1u)
			die("STATE_SET", in[0]);
		return 0;
	case SCMI_SYSTEM_POWER_STATE_GET:
		if (num)
			die("STATE_GET", num);
		put32(world_hash(0, 3));
		return 0;
	case SCMI_SYSTEM_POWER_STATE_NOTIFY:
		if (num != 1 || in[0] > 1)
			die("STATE_NOTIFY", in[0]);
		return 0;
	default:
		die("unknown message", msg);
	}
}

static void try_event(const struct scmi_protocol_handle *ph)
{
	const struct scmi_event *evt = scmi_system_protocol.events->events;
	u32 words[] = { 9, core_rand(0), core_rand(0), core_rand(0) };
	struct scmi_system_power_state_notifier_report r = {};
	bool timed = world.version >= SCMI_VERSION(2, 0) && words[1] & 1;
	size_t len = core_rand(5) * 4;
	u8 *payload = malloc(len);
	struct scmi_cursor c;
	u32 src = 7;
	int ret;

	memcpy(payload, words, len);
	scmi_cursor_init(&c, payload, len);
	ret = evt->parse(ph, 3, &c, &r, &src);
	if (ret != (len < 12 ? -EPROTO : 0))
		die("event", len);
	if (!ret && (src || r.timestamp != 3 || r.agent_id != 9 || r.flags != words[1] ||
		     r.system_state != words[2] ||
		     r.timeout != (timed && len == 16 ? words[3] : 0)))
		die("report of an event", len);
	free(payload);
}

static void system_try(const struct scmi_protocol_handle *ph)
{
	const struct scmi_agent_system_ops *ops = scmi_system_protocol.ops;
	u32 state = core_rand(2) ? core_rand(8) : core_rand(0), now = 0;
	bool graceful = core_rand(2), on = core_rand(2);
	int ret;

	if (world_is_sane() && core_messages)
		die("needless messages", core_messages);
	expect("SET", ops->state_set(ph, state, graceful, core_rand(2)), 0, graceful, state, 0,
	       0);
	ret = ops->state_get(ph, &now);
	if (world_is_sane() && (ret || now != world_hash(0, 3)))
		die("GET", ret);
	expect("NOTIFY", scmi_event_enable(ph, scmi_system_protocol.events,
					   scmi_system_protocol.events->events, 0, on), 0,
	       on, 0, 0, 0);
	ops->state_supported(ph, state);
	try_event(ph);
}

static const struct world_protocol sys = {
	.proto = &scmi_system_protocol,
	.answer = system_answer,
	.try = system_try,
};

WORLD_PROTOCOL(sys)
