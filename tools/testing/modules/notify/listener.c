// SPDX-License-Identifier: GPL-2.0-only
/*
 * The platform of the notification tests, two protocols that send events, and
 * listeners that keep a record.
 */
#include <linux/delay.h>
#include <linux/slab.h>

#include "listener.h"
#include "notify_priv.h"

struct platform platform;
struct fake *fake;

static u32 platform_num_sources(const struct scmi_protocol_handle *ph)
{
	return platform.empty ? 0 : SOURCES;
}

static bool platform_supported(const struct scmi_protocol_handle *ph, u32 src)
{
	return src != HOLE;
}

static bool *platform_on(const struct scmi_protocol_handle *ph, u8 evt_id,
			 u32 src)
{
	bool other = scmi_handle_protocol(ph)->id == OTHER;

	return &platform.on[other][evt_id == EVT_2][src];
}

/*
 * What stands for the core's: turns an event on or off. Messages have the ids of the
 * events here, and what has no sources names none.
 */
int scmi_call(const struct scmi_protocol_handle *ph, u8 msg,
	      struct scmi_words words, unsigned int mode, u32 *answer,
	      unsigned int num)
{
	u32 src = words.num == 2 ? words.at[0] : 0;
	u32 enable = words.at[words.num - 1];
	bool *on = platform_on(ph, msg, src);

	platform.bad += words.num != (scmi_handle_protocol(ph)->id == OTHER ? 1 : 2);
	platform.messages++;
	if (platform.mute)
		return platform.err;
	if (enable && (platform.refuse & BIT(src)))
		return platform.err;
	platform.bad += *on == enable;
	*on = enable;
	return 0;
}

static int platform_parse(const struct scmi_protocol_handle *ph,
			  ktime_t timestamp,
			  struct scmi_cursor *c, void *report, u32 *src)
{
	struct report *r = report;

	platform.longest = max(platform.longest, c->left);
	*src = scmi_get_le32(c);
	r->ts = timestamp;
	r->src = *src;
	r->seq = scmi_get_le32(c);
	return scmi_cursor_end(c);
}

#define PLATFORM_EVENT(evt, ...)					\
	{								\
		.id = (evt),						\
		.enable = (evt),					\
		.max_payload = 8,					\
		.report_size = sizeof(struct report),			\
		.parse = platform_parse,				\
		__VA_ARGS__						\
	}

static const struct scmi_event platform_events[EVENTS] = {
	PLATFORM_EVENT(EVT, .supported = platform_supported),
	PLATFORM_EVENT(EVT_2, .supported = platform_supported),
};

static const struct scmi_event platform_sourceless_events[EVENTS] = {
	PLATFORM_EVENT(EVT), PLATFORM_EVENT(EVT_2),
};

static const struct scmi_protocol_events platform_proto_events[] = {
	{ platform_events, EVENTS, platform_num_sources },
	{ platform_sourceless_events, EVENTS },
};

static const struct scmi_protocol platform_protocols[] = {
	{ .id = PROTO, .events = &platform_proto_events[0] },
	{ .id = OTHER, .events = &platform_proto_events[1] },
};

static void platform_end(void *ctx)
{
	scmi_notify_destroy(fake->inst.notify);
}

int platform_init(struct kunit *test)
{
	memset(&platform, 0, sizeof(platform));
	fake = fake_instance(test, platform_protocols, FAKE_HANDLES);
	fake->inst.notify = scmi_notify_create(&fake->inst);
	return PTR_ERR_OR_ZERO(fake->inst.notify) ?:
	       kunit_add_action(test, platform_end, NULL);
}

unsigned int platform_num_on(void)
{
	const bool *on = &platform.on[0][0][0];
	unsigned int i, num = 0;

	for (i = 0; i < sizeof(platform.on); i++)
		num += on[i];
	return num;
}

void platform_send(u8 proto, u8 evt, u32 src, u32 seq)
{
	__le32 msg[] = { cpu_to_le32(src), cpu_to_le32(seq) };

	scmi_notify_rx(fake->inst.notify, proto, evt, ktime_get(), msg,
		       sizeof(msg));
}

static int listener_call(struct notifier_block *nb, unsigned long evt_id,
			 void *report)
{
	struct listener *l = container_of(nb, struct listener, nb);
	struct report *r = report;

	WRITE_ONCE(l->busy, true);
	l->disorder += r->seq != l->last + 1;
	l->last = r->seq;
	l->src = r->src;
	if (l->act)
		l->err = l->act(l);
	complete(&l->enter);
	if (l->block)
		wait_for_completion(&l->leave);
	WRITE_ONCE(l->busy, false);
	atomic_inc(&l->calls);
	/* Must not stop the others. */
	return NOTIFY_STOP;
}

void listener_init(struct listener *l)
{
	memset(l, 0, sizeof(*l));
	l->nb.notifier_call = listener_call;
	init_completion(&l->enter);
	init_completion(&l->leave);
}

int listener_add(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return scmi_notify_ops.event_notifier_register(&fake->inst.handle,
						       proto, evt, src, &l->nb);
}

int listener_del(u8 proto, u8 evt, const u32 *src, struct listener *l)
{
	return scmi_notify_ops.event_notifier_unregister(&fake->inst.handle,
							 proto, evt, src,
							 &l->nb);
}

bool listener_called(struct listener *l, int num)
{
	int i;

	for (i = 0; i < 200 && atomic_read(&l->calls) < num; i++)
		usleep_range(1000, 2000);
	return atomic_read(&l->calls) == num;
}

void expect_idle(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, atomic_read(&fake->refs));
	KUNIT_EXPECT_FALSE(test, platform_num_on());
	KUNIT_EXPECT_FALSE(test, platform.bad);
}
