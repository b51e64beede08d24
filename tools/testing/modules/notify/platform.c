// SPDX-License-Identifier: GPL-2.0-only
/*
 * The platform of the notification tests: two protocols that send events.
 */
#include "notify_priv.h"
#include "platform.h"

struct platform platform;
struct fake *fake;

static u32 platform_num_sources(const struct scmi_protocol_handle *ph,
				u8 evt_id)
{
	return platform.empty ? 0 : SOURCES;
}

static bool platform_supported(const struct scmi_protocol_handle *ph, u8 evt_id,
			       u32 src)
{
	return src != HOLE;
}

static bool *platform_on(const struct scmi_protocol_handle *ph, u8 evt_id,
			 u32 src)
{
	bool other = scmi_handle_protocol(ph)->id == OTHER;

	return &platform.on[other][evt_id == EVT_2][src];
}

static int platform_set_enabled(const struct scmi_protocol_handle *ph,
				u8 evt_id, u32 src, bool enable)
{
	bool *on = platform_on(ph, evt_id, src);

	platform.messages++;
	if (platform.mute)
		return platform.err;
	if (enable && (platform.refuse & BIT(src)))
		return platform.err;
	platform.bad += *on == enable;
	*on = enable;
	return 0;
}

static int platform_parse(const struct scmi_protocol_handle *ph, u8 evt_id,
			  ktime_t timestamp, struct scmi_cursor *c,
			  void *report, u32 *src)
{
	struct report *r = report;

	platform.longest = max(platform.longest, c->left);
	*src = scmi_get_le32(c);
	r->ts = timestamp;
	r->src = *src;
	r->seq = scmi_get_le32(c);
	return scmi_cursor_end(c);
}

#define PLATFORM_EVENT(evt)	\
	{ .id = (evt), .max_payload = 8, .report_size = sizeof(struct report) }

static const struct scmi_event platform_events[EVENTS] = {
	PLATFORM_EVENT(EVT), PLATFORM_EVENT(EVT_2),
};

static const struct scmi_event_ops platform_event_ops = {
	.num_sources = platform_num_sources,
	.source_supported = platform_supported,
	.set_enabled = platform_set_enabled,
	.parse = platform_parse,
};

static const struct scmi_event_ops platform_sourceless_ops = {
	.set_enabled = platform_set_enabled,
	.parse = platform_parse,
};

static const struct scmi_protocol_events platform_proto_events[] = {
	{ platform_events, EVENTS, &platform_event_ops },
	{ platform_events, EVENTS, &platform_sourceless_ops },
};

static const struct scmi_protocol platform_protocols[] = {
	{ .id = PROTO, .events = &platform_proto_events[0] },
	{ .id = OTHER, .events = &platform_proto_events[1] },
};

static void platform_end(void *ctx)
{
	scmi_notify_destroy(fake->inst.notify);
}

/**
 * platform_init() - make an instance with a registry, and its platform
 * @test: test
 *
 * Context: Process context, the test's thread.
 * Return: 0 or negative errno.
 */
int platform_init(struct kunit *test)
{
	memset(&platform, 0, sizeof(platform));
	fake = fake_instance(test, platform_protocols, FAKE_HANDLES);
	fake->inst.notify = scmi_notify_create(&fake->inst);
	return PTR_ERR_OR_ZERO(fake->inst.notify) ?:
	       kunit_add_action(test, platform_end, NULL);
}

/**
 * platform_num_on() - how many sources are on?
 *
 * Context: Any context, while nothing changes.
 * Return: their number.
 */
unsigned int platform_num_on(void)
{
	const bool *on = &platform.on[0][0][0];
	unsigned int i, num = 0;

	for (i = 0; i < sizeof(platform.on); i++)
		num += on[i];
	return num;
}

/**
 * forget_listeners() - let nobody wait for listeners that were lost
 *
 * The registry's end would, for ever. To be called when there should be none.
 *
 * Context: Process context.
 * Return: how many there were.
 */
int forget_listeners(void)
{
	return atomic_xchg(&fake->inst.notify->listeners, 0);
}
