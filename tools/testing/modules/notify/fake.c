// SPDX-License-Identifier: GPL-2.0-only
/*
 * A fake instance and two fake protocols for the notification tests.
 */
#include <linux/slab.h>

#include "fake.h"

/* What is tested, as it is. */
#include "../../../../notify_source.c"
#include "../../../../notify_queue.c"
#include "../../../../notify.c"

struct fake_platform fake;

static struct scmi_protocol_handle fake_handles[FAKE_PROTOS];

static u32 fake_num_sources(const struct scmi_protocol_handle *ph, u8 evt_id)
{
	return fake.empty ? 0 : FAKE_SOURCES;
}

static bool fake_supported(const struct scmi_protocol_handle *ph, u8 evt_id,
			   u32 src)
{
	return src != FAKE_HOLE;
}

static int fake_set_enabled(const struct scmi_protocol_handle *ph, u8 evt_id,
			    u32 src, bool enable)
{
	bool *on = &fake.on[ph - fake_handles][evt_id == FAKE_EVT_2][src];

	fake.messages++;
	if (fake.mute)
		return fake.err;
	if (enable && (fake.refuse & BIT(src)))
		return fake.err;
	fake.bad += *on == enable;
	*on = enable;
	return 0;
}

static int fake_parse(const struct scmi_protocol_handle *ph, u8 evt_id,
		      ktime_t timestamp, struct scmi_cursor *c, void *report,
		      u32 *src)
{
	struct fake_report *r = report;

	fake.longest = max(fake.longest, c->left);
	*src = scmi_get_le32(c);
	r->ts = timestamp;
	r->src = *src;
	r->seq = scmi_get_le32(c);
	return scmi_cursor_end(c);
}

static const struct scmi_event fake_events[FAKE_EVENTS] = {
	{
		.id = FAKE_EVT,
		.max_payload = 8,
		.report_size = sizeof(struct fake_report),
	},
	{
		.id = FAKE_EVT_2,
		.max_payload = 8,
		.report_size = sizeof(struct fake_report),
	},
};

static const struct scmi_event_ops fake_event_ops = {
	.num_sources = fake_num_sources,
	.source_supported = fake_supported,
	.set_enabled = fake_set_enabled,
	.parse = fake_parse,
};

static const struct scmi_event_ops fake_sourceless_ops = {
	.set_enabled = fake_set_enabled,
	.parse = fake_parse,
};

static const struct scmi_protocol_events fake_proto_events[] = {
	{ .events = fake_events, .num = FAKE_EVENTS, .ops = &fake_event_ops },
	{ .events = fake_events, .num = FAKE_EVENTS, .ops = &fake_sourceless_ops },
};

static const struct scmi_protocol fake_protocols[] = {
	{ .id = FAKE_PROTO, .events = &fake_proto_events[0] },
	{ .id = FAKE_OTHER, .events = &fake_proto_events[1] },
};

const struct scmi_protocol *
scmi_handle_protocol(const struct scmi_protocol_handle *ph)
{
	return &fake_protocols[ph - fake_handles];
}

int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops)
{
	if (proto != FAKE_PROTO && proto != FAKE_OTHER)
		return -ENODEV;
	if (fake.get_err)
		return fake.get_err;
	*ph = &fake_handles[proto == FAKE_OTHER];
	atomic_inc(&fake.refs);
	return 0;
}

void scmi_protocol_put(struct scmi_instance *inst, u8 proto)
{
	atomic_dec(&fake.refs);
}

static const struct scmi_transport fake_transport = {
	.name = "fake",
	.max_msg_size = 128,
};

static void fake_instance_release(struct device *dev)
{
	struct scmi_instance *inst = to_scmi_instance(dev);

	free_percpu(inst->stats);
	kfree(inst);
}

/**
 * fake_instance_create() - make an instance with a registry and nothing else
 *
 * Context: Process context.
 * Return: the instance, or NULL.
 */
struct scmi_instance *fake_instance_create(void)
{
	struct scmi_instance *inst = kzalloc_obj(*inst);

	if (!inst)
		return NULL;
	device_initialize(&inst->dev);
	inst->dev.release = fake_instance_release;
	inst->transport = &fake_transport;
	inst->stats = alloc_percpu(struct scmi_stats);
	if (!inst->stats || dev_set_name(&inst->dev, "fake"))
		goto put_device;
	inst->notify = scmi_notify_create(inst);
	if (IS_ERR(inst->notify))
		goto put_device;
	memset(&fake, 0, sizeof(fake));
	return inst;

put_device:
	put_device(&inst->dev);
	return NULL;
}

/**
 * fake_instance_destroy() - free a fake instance
 * @inst: instance
 *
 * Context: Process context.
 */
void fake_instance_destroy(struct scmi_instance *inst)
{
	scmi_notify_destroy(inst->notify);
	put_device(&inst->dev);
}

/**
 * fake_count() - read a counter of the instance
 * @inst: instance
 * @stat: counter
 *
 * Context: Any context.
 * Return: its value.
 */
unsigned long fake_count(struct scmi_instance *inst, enum scmi_stat stat)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(inst->stats, cpu)->count[stat];
	return sum;
}

/**
 * fake_num_on() - how many sources are on?
 *
 * Context: Any context, while nothing changes.
 * Return: their number.
 */
unsigned int fake_num_on(void)
{
	const bool *on = &fake.on[0][0][0];
	unsigned int i, num = 0;

	for (i = 0; i < sizeof(fake.on); i++)
		num += on[i];
	return num;
}

/**
 * fake_forget_listeners() - let nobody wait for listeners that were lost
 * @inst: instance
 *
 * The registry's end would, for ever. To be called when there should be none.
 *
 * Context: Process context.
 * Return: how many there were.
 */
int fake_forget_listeners(struct scmi_instance *inst)
{
	return atomic_xchg(&inst->notify->listeners, 0);
}
