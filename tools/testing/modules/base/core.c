// SPDX-License-Identifier: GPL-2.0-only
/*
 * The core as protocols/base.c sees it, with a scripted platform behind it.
 */
#include <linux/slab.h>

#include "core.h"

/* What is tested, as it is. */
#include "../../../../protocols/base.c"

struct core core;
struct scmi_protocol_handle core_handle;

/**
 * core_put_word() - append a word to an answer
 * @a: answer
 * @word: word
 *
 * Context: Any context.
 */
void core_put_word(struct core_answer *a, u32 word)
{
	__le32 le = cpu_to_le32(word);

	core_put_bytes(a, &le, sizeof(le));
}

/**
 * core_put_bytes() - append bytes to an answer
 * @a: answer
 * @data: bytes
 * @len: how many
 *
 * Context: Any context.
 */
void core_put_bytes(struct core_answer *a, const void *data, size_t len)
{
	len = min(len, sizeof(a->body) - a->len);
	memcpy(a->body + a->len, data, len);
	a->len += len;
}

int scmi_protocol_get(struct scmi_instance *inst, u8 proto,
		      struct scmi_protocol_handle **ph, const void **ops)
{
	int err;

	core_handle.dev = &inst->dev;
	err = scmi_base_protocol.instance_init(&core_handle);
	if (err)
		return err;
	core.refs++;
	*ph = &core_handle;
	return 0;
}

void scmi_protocol_put(struct scmi_instance *inst, u8 proto)
{
	core.refs--;
}

struct scmi_xfer *scmi_proto_get(const struct scmi_protocol_handle *ph, u8 msg,
				 size_t tx_payload, size_t rx_min)
{
	struct scmi_xfer *xfer = kzalloc(sizeof(*xfer), GFP_KERNEL);

	if (!xfer)
		return ERR_PTR(-EBUSY);
	xfer->tx = kzalloc(SCMI_HDR_LEN + tx_payload, GFP_KERNEL);
	if (!xfer->tx) {
		kfree(xfer);
		return ERR_PTR(-EBUSY);
	}
	xfer->tx_len = SCMI_HDR_LEN + tx_payload;
	xfer->msg = msg;
	xfer->rx_min = rx_min;
	core.xfers++;
	return xfer;
}

void scmi_xfer_put(struct scmi_xfer *xfer)
{
	kfree(xfer->tx);
	kfree(xfer->rx);
	kfree(xfer);
	core.xfers--;
}

int scmi_xfer_do(struct scmi_xfer *xfer)
{
	size_t num = (xfer->tx_len - SCMI_HDR_LEN) / sizeof(__le32);
	const __le32 *payload = scmi_xfer_payload(xfer);
	struct core_answer a = {};
	size_t i;

	memset(core.words, 0, sizeof(core.words));
	for (i = 0; i < num; i++)
		core.words[i] = le32_to_cpu(payload[i]);
	core.messages++;
	core.sent[xfer->msg]++;
	core.answer(xfer->msg, core.words, num, &a);
	if (a.err)
		return a.err;
	if (a.len < xfer->rx_min)
		return -EPROTO;
	/* Exactly as long as it is: for KASAN. */
	xfer->rx = kmemdup(a.body, a.len, GFP_KERNEL);
	if (!xfer->rx)
		return -EBUSY;
	xfer->body = xfer->rx;
	xfer->body_len = a.len;
	return 0;
}

int scmi_proto_set_word(const struct scmi_protocol_handle *ph, u8 msg,
			const u32 *words, unsigned int nwords)
{
	struct scmi_xfer *xfer;
	unsigned int i;
	int err;

	xfer = scmi_proto_get(ph, msg, nwords * sizeof(__le32), 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < nwords; i++)
		scmi_put_le32(xfer, i, words[i]);
	err = scmi_xfer_do(xfer);
	scmi_xfer_put(xfer);
	return err;
}

bool scmi_proto_msg_supported(const struct scmi_protocol_handle *ph, u8 msg)
{
	const u32 word = msg;

	return !scmi_proto_set_word(ph, SCMI_PROTOCOL_MESSAGE_ATTRIBUTES, &word,
				    1);
}

/* The message of object @idx; only silence is the batch's business. */
static int core_batch_one(const struct scmi_protocol_handle *ph, u32 idx,
			  const struct scmi_batch_ops *ops, void *arg)
{
	struct scmi_request rq = {};
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	unsigned int i;
	int err;

	if (ops->next(ph, arg, idx, 0, &rq) <= 0)
		return 0;
	xfer = scmi_proto_get(ph, rq.msg, rq.nwords * sizeof(__le32), rq.rx_min);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < rq.nwords; i++)
		scmi_put_le32(xfer, i, rq.words[i]);
	err = scmi_xfer_do(xfer);
	if (err)
		scmi_cursor_init(&c, NULL, 0);
	else
		c = scmi_xfer_cursor(xfer);
	if (err != -ENODEV)
		err = ops->parse(ph, arg, idx, 0, err, &c) ?:
		      scmi_cursor_end(&c);
	scmi_xfer_put(xfer);
	if (err == -ENODEV)
		return err;
	if (err)
		ops->failed(ph, arg, idx, err);
	return 0;
}

/* Answers in reverse order: discovery must not depend on it. */
int scmi_proto_batch(const struct scmi_protocol_handle *ph, u32 count,
		     const struct scmi_batch_ops *ops, void *arg)
{
	int err = 0;

	while (count-- && !err)
		err = core_batch_one(ph, count, ops, arg);
	return err;
}

/**
 * core_discover() - run the discovery
 * @inst: instance, whose discovered part is cleared before
 *
 * Context: Process context.
 * Return: what scmi_base_discover() returns.
 */
int core_discover(struct scmi_instance *inst)
{
	core.messages = 0;
	memset(core.sent, 0, sizeof(core.sent));
	memset(&inst->base, 0, sizeof(inst->base));
	bitmap_zero(inst->protocols_offered, 256);
	return scmi_base_discover(inst);
}

/**
 * core_parse() - parse a BASE_ERROR event
 * @payload: payload
 * @len: bytes at @payload
 * @report: report, zeroed and as large as declared
 *
 * Context: Process context.
 * Return: what the protocol's parser returns.
 */
int core_parse(const void *payload, size_t len, void *report)
{
	const struct scmi_event_ops *ops = scmi_base_protocol.events->ops;
	struct scmi_cursor c;
	u32 src = 1;
	int err;

	scmi_cursor_init(&c, payload, len);
	err = ops->parse(&core_handle, SCMI_EVENT_BASE_ERROR_EVENT, 5, &c,
			 report, &src);
	return err ?: src;
}
