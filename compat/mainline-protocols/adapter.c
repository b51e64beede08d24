// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lets one protocol that was written for mainline's agent run on ours: a copy of this
 * is part of its module.
 */

#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/slab.h>
#include <linux/string.h>

/* Both sides have structures of these names. */
#define SCMI_MAINLINE_ADAPTER
#define scmi_protocol_handle	mainline_handle
#define scmi_protocol		mainline_protocol
#define scmi_protocol_events	mainline_events
#define scmi_event_ops		mainline_event_ops
#define scmi_event		mainline_event
#define scmi_msg		mainline_msg
#define scmi_xfer		mainline_xfer
#include "protocols.h"
#undef scmi_protocol_handle
#undef scmi_protocol
#undef scmi_protocol_events
#undef scmi_event_ops
#undef scmi_event
#undef scmi_msg
#undef scmi_xfer
#undef xops
#undef hops
#undef set_priv
#undef get_priv

/**
 * DOC: Protocols written for mainline
 *
 * Such a protocol builds transfers by itself, through pointers that its handle has. Its
 * handle here is ours, whose private data it takes for a pointer to such calls: they
 * are the beginning of what the adapter keeps. A transfer is memory of the adapter's,
 * and is sent as one command when it says so.
 *
 * Its commands are sent although the caller is being killed, as mainline's are, because
 * nobody knows which of them change something. What an answer lacks is 0, and the length
 * that the protocol is told is one word at least, which is what it subtracts without
 * looking.
 *
 * What it allocates for its device lasts until it is cleaned up on the instance. There
 * are no delayed responses, fast channels, polled commands and iterators with bounds;
 * whoever uses them does not compile.
 */

/**
 * struct adapter - the protocol on one instance
 * @calls: what its handle points to; comes first, because that is where it points
 * @priv: its private data
 * @memory: what it has allocated for its device
 * @payload: copy of a notification's payload, as long as the longest
 */
struct adapter {
	struct scmi_mainline_calls calls;
	void *priv;
	struct list_head memory;
	void *payload;
};

/* A piece of memory that goes with the protocol. */
struct adapter_memory {
	struct list_head node;
	u64 data[];
};

/* Behind a transfer's answer: protocols read past its end by a structure. */
#define ADAPTER_SLACK	64

static struct scmi_protocol adapter_protocol;
static struct scmi_protocol_events adapter_events;
static const struct mainline_protocol *adapted;

/* Serialises initialisation on several instances; protects @initialising. */
static DEFINE_MUTEX(adapter_lock);
static struct adapter *initialising;

static const struct scmi_protocol_handle *ours(const struct mainline_handle *ph)
{
	static_assert(offsetof(struct mainline_handle, mainline) ==
		      offsetof(struct scmi_protocol_handle, priv));
	static_assert(!offsetof(struct adapter, calls));
	static_assert(offsetof(struct mainline_handle, version) ==
		      offsetof(struct scmi_protocol_handle, version));
	return (const void *)ph;
}

static const struct mainline_handle *theirs(const struct scmi_protocol_handle *ph)
{
	return (const void *)ph;
}

static int adapter_xfer_get(const struct mainline_handle *ph, u8 msg_id,
			    size_t tx_size, size_t rx_size,
			    struct mainline_xfer **p)
{
	size_t max = scmi_protocol_max_payload(ours(ph));
	struct mainline_xfer *xfer;

	if (tx_size > max || rx_size > max)
		return -EMSGSIZE;
	xfer = kzalloc(sizeof(*xfer) + 2 * (max + ADAPTER_SLACK), GFP_KERNEL);
	if (!xfer)
		return -ENOMEM;
	xfer->msg = msg_id;
	xfer->tx.buf = xfer + 1;
	xfer->tx.len = tx_size;
	xfer->rx.buf = xfer->tx.buf + max + ADAPTER_SLACK;
	xfer->rx.len = rx_size ?: max;
	*p = xfer;
	return 0;
}

static void adapter_reset_rx(const struct mainline_handle *ph,
			     struct mainline_xfer *xfer)
{
	xfer->rx.len = scmi_protocol_max_payload(ours(ph));
}

static int adapter_do(const struct mainline_handle *ph,
		      struct mainline_xfer *xfer)
{
	const struct scmi_agent_command cmd = {
		.msg = xfer->msg,
		.sets = true,
		.request = xfer->tx.buf,
		.request_len = xfer->tx.len,
		.answer = xfer->rx.buf,
		.answer_max = xfer->rx.len,
	};
	int len = scmi_protocol_command(ours(ph), &cmd);

	if (len < 0)
		return len;
	xfer->rx.len = max_t(size_t, len, sizeof(__le32));
	return 0;
}

static void adapter_xfer_put(const struct mainline_handle *ph,
			     struct mainline_xfer *xfer)
{
	kfree(xfer);
}

/* Words to a message and back. */
static int adapter_ask(const struct mainline_handle *ph, u8 msg, u32 word,
		       void *answer, size_t min, size_t max)
{
	__le32 request = cpu_to_le32(word);
	const struct scmi_agent_command cmd = {
		.msg = msg,
		.request = &request,
		.request_len = sizeof(request),
		.answer = answer,
		.answer_min = min,
		.answer_max = max,
	};

	return scmi_protocol_command(ours(ph), &cmd);
}

static int adapter_name(const struct mainline_handle *ph, u8 cmd_id, u32 res_id,
			u32 *flags, char *name, size_t len)
{
	struct {
		__le32 flags;
		char name[SCMI_MAX_STR_SIZE];
	} answer;
	int ret = adapter_ask(ph, cmd_id, res_id, &answer, sizeof(answer.flags),
			      sizeof(answer));

	if (ret < 0)
		return ret;
	if (flags)
		*flags = le32_to_cpu(answer.flags);
	strscpy(name, answer.name, min(len, sizeof(answer.name)));
	return 0;
}

static int adapter_msg_check(const struct mainline_handle *ph, u32 message_id,
			     u32 *attributes)
{
	__le32 answer;
	int ret = adapter_ask(ph, PROTOCOL_MESSAGE_ATTRIBUTES, message_id,
			      &answer, sizeof(answer), sizeof(answer));

	if (ret >= 0 && attributes)
		*attributes = le32_to_cpu(answer);
	return min(ret, 0);
}

static int adapter_max_payload(const struct mainline_handle *ph)
{
	return scmi_protocol_max_payload(ours(ph));
}

/* A list of several messages that is being read. */
struct adapter_list {
	const struct mainline_handle *ph;
	const struct scmi_iterator_ops *ops;
	struct mainline_xfer *xfer;
	struct scmi_iterator_state st;
};

static void *adapter_list_begin(const struct mainline_handle *ph,
				struct scmi_iterator_ops *ops,
				unsigned int max_resources, u8 msg_id,
				size_t tx_size, void *priv)
{
	struct adapter_list *list = kzalloc_obj(*list);
	int ret;

	if (!list)
		return ERR_PTR(-ENOMEM);
	ret = adapter_xfer_get(ph, msg_id, tx_size, 0, &list->xfer);
	if (ret) {
		kfree(list);
		return ERR_PTR(ret);
	}
	list->ph = ph;
	list->ops = ops;
	list->st.max_resources = max_resources;
	list->st.priv = priv;
	return list;
}

/* One message; a record is a word at least, so there are no more than words. */
static int adapter_list_step(struct adapter_list *list)
{
	struct scmi_iterator_state *st = &list->st;
	struct mainline_xfer *xfer = list->xfer;
	int ret;

	list->ops->prepare_message(xfer->tx.buf, st->desc_index, st->priv);
	adapter_reset_rx(list->ph, xfer);
	ret = adapter_do(list->ph, xfer);
	if (ret)
		return ret;
	st->rx_len = xfer->rx.len;
	ret = list->ops->update_state(st, xfer->rx.buf, st->priv);
	if (ret)
		return ret;
	if (st->num_returned > st->rx_len / sizeof(__le32) ||
	    st->num_returned > st->max_resources - st->desc_index)
		return -EPROTO;
	for (st->loop_idx = 0; st->loop_idx < st->num_returned && !ret;
	     st->loop_idx++)
		ret = list->ops->process_response(list->ph, xfer->rx.buf, st,
						  st->priv);
	st->desc_index += st->num_returned;
	return ret;
}

static int adapter_list_run(void *iter)
{
	struct adapter_list *list = iter;
	int ret;

	do {
		ret = adapter_list_step(list);
	} while (!ret && list->st.num_returned && list->st.num_remaining);
	kfree(list->xfer);
	kfree(list);
	return ret;
}

static int adapter_priv_set(const struct mainline_handle *ph, void *data)
{
	struct adapter *own = ours(ph)->priv;

	own->priv = data;
	return 0;
}

static void *adapter_priv_get(const struct mainline_handle *ph)
{
	struct adapter *own = ours(ph)->priv;

	return own->priv;
}

static const struct scmi_mainline_calls adapter_calls = {
	.xfer_get_init = adapter_xfer_get,
	.reset_rx_to_maxsz = adapter_reset_rx,
	.do_xfer = adapter_do,
	.xfer_put = adapter_xfer_put,
	.extended_name_get = adapter_name,
	.iter_response_init = adapter_list_begin,
	.iter_response_run = adapter_list_run,
	.protocol_msg_check = adapter_msg_check,
	.get_max_msg_size = adapter_max_payload,
	.priv_set = adapter_priv_set,
	.priv_get = adapter_priv_get,
};

/**
 * scmi_mainline_zalloc() - what devm_kzalloc() is for a protocol being initialised
 * @dev: the instance's device
 * @size: bytes
 * @gfp: how it may be found
 *
 * Context: Process context, in instance_init().
 * Return: zeroed memory until the protocol is cleaned up, or NULL.
 */
void *scmi_mainline_zalloc(struct device *dev, size_t size, gfp_t gfp)
{
	struct adapter_memory *memory;

	lockdep_assert_held(&adapter_lock);

	memory = kzalloc(size_add(sizeof(*memory), size), gfp);
	if (!memory)
		return NULL;
	list_add(&memory->node, &initialising->memory);
	return memory->data;
}

static void adapter_free(struct adapter *own)
{
	struct adapter_memory *memory, *tmp;

	list_for_each_entry_safe(memory, tmp, &own->memory, node)
		kfree(memory);
	kfree(own->payload);
	kfree(own);
}

/* Bytes of the longest payload of a notification. */
static size_t adapter_payload_size(void)
{
	size_t i, size = 0;

	for (i = 0; i < adapter_events.num; i++)
		size = max(size, adapter_events.events[i].max_payload);
	return size;
}

static int adapter_init(struct scmi_protocol_handle *ph)
{
	struct adapter *own = kzalloc_obj(*own);
	int ret = -ENOMEM;

	if (!own)
		return ret;
	own->calls = adapter_calls;
	INIT_LIST_HEAD(&own->memory);
	own->payload = kzalloc(adapter_payload_size(), GFP_KERNEL);
	ph->priv = own;
	if (own->payload) {
		guard(mutex)(&adapter_lock);
		initialising = own;
		ret = adapted->instance_init(theirs(ph));
	}
	if (ret)
		adapter_free(own);
	return ret;
}

static void adapter_deinit(struct scmi_protocol_handle *ph)
{
	if (adapted->instance_deinit)
		adapted->instance_deinit(theirs(ph));
	adapter_free(ph->priv);
}

static u32 adapter_num_sources(const struct scmi_protocol_handle *ph)
{
	const struct mainline_events *evts = adapted->events;
	int num = evts->num_sources;

	if (!num && evts->ops->get_num_sources)
		num = evts->ops->get_num_sources(theirs(ph));
	return max(num, 0);
}

static bool adapter_supported(const struct scmi_protocol_handle *ph, u8 evt_id,
			      u32 src)
{
	const struct mainline_event_ops *ops = adapted->events->ops;

	return !ops->is_notify_supported ||
	       ops->is_notify_supported(theirs(ph), evt_id, src);
}

static int adapter_set_enabled(const struct scmi_protocol_handle *ph, u8 evt_id,
			       u32 src, bool enable)
{
	return adapted->events->ops->set_notify_enabled(theirs(ph), evt_id, src,
							enable);
}

/* One at a time: a protocol's notifications are dispatched in their order. */
static int adapter_parse(const struct scmi_protocol_handle *ph, u8 evt_id,
			 ktime_t timestamp, struct scmi_cursor *c, void *report,
			 u32 *src)
{
	struct adapter *own = ph->priv;
	size_t len = min(c->left, adapter_payload_size());

	memset(own->payload, 0, adapter_payload_size());
	memcpy(own->payload, scmi_cursor_take(c, len), len);
	return adapted->events->ops->fill_custom_report(theirs(ph), evt_id,
							timestamp, own->payload,
							len, report, src)
		? 0 : -EPROTO;
}

/* Our events have functions of their own, theirs have ids. */
#define ADAPTER_EVENT(n)						\
static bool adapter_supported_##n(const struct scmi_protocol_handle *ph,	\
				  u32 src)					\
{									\
	return adapter_supported(ph, adapted->events->evts[n].id, src);	\
}									\
									\
static int adapter_parse_##n(const struct scmi_protocol_handle *ph,	\
			     ktime_t timestamp, struct scmi_cursor *c,	\
			     void *report, u32 *src)			\
{									\
	return adapter_parse(ph, adapted->events->evts[n].id, timestamp,	\
			     c, report, src);				\
}

ADAPTER_EVENT(0)
ADAPTER_EVENT(1)

static struct scmi_event adapter_event[] = {
	{ .supported = adapter_supported_0, .parse = adapter_parse_0 },
	{ .supported = adapter_supported_1, .parse = adapter_parse_1 },
};

static int adapter_events_fill(const struct mainline_events *evts)
{
	unsigned int i;

	if (evts->num_events > ARRAY_SIZE(adapter_event))
		return -EINVAL;
	for (i = 0; i < evts->num_events; i++) {
		adapter_event[i].id = evts->evts[i].id;
		adapter_event[i].max_payload = evts->evts[i].max_payld_sz;
		adapter_event[i].report_size = evts->evts[i].max_report_sz;
	}
	adapter_events.events = adapter_event;
	adapter_events.num = evts->num_events;
	adapter_events.num_sources = adapter_num_sources;
	adapter_events.set_enabled = adapter_set_enabled;
	adapter_protocol.events = &adapter_events;
	return 0;
}

/**
 * scmi_mainline_register() - register the protocol that this is built with
 * @proto: the protocol; a module has one
 *
 * Context: Process context, may sleep.
 * Return: as scmi_agent_protocol_register(), -EINVAL for more than two events.
 */
int scmi_mainline_register(const struct mainline_protocol *proto)
{
	int ret;

	ret = proto->events ? adapter_events_fill(proto->events) : 0;
	if (ret)
		return ret;
	adapted = proto;
	adapter_protocol.id = proto->id;
	adapter_protocol.owner = proto->owner;
	adapter_protocol.version = proto->supported_version;
	adapter_protocol.instance_init = adapter_init;
	adapter_protocol.instance_deinit = adapter_deinit;
	adapter_protocol.ops = proto->ops;
	adapter_protocol.vendor_id = proto->vendor_id;
	adapter_protocol.sub_vendor_id = proto->sub_vendor_id;
	adapter_protocol.impl_ver = proto->impl_ver;
	return scmi_protocol_register(&adapter_protocol);
}

/**
 * scmi_mainline_unregister() - undo scmi_mainline_register()
 * @proto: the protocol
 *
 * Context: Process context, may sleep.
 */
void scmi_mainline_unregister(const struct mainline_protocol *proto)
{
	scmi_protocol_unregister(&adapter_protocol);
}
