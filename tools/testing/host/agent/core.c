// SPDX-License-Identifier: GPL-2.0-only
/* The core as protocols/ sees it; see core.h. */
#include <stdarg.h>

#include "core.h"

unsigned long kernel_fail_nth, kernel_allocs, kernel_warnings;
bool kernel_killed;
bool kernel_verbose;
struct core_peer core_peer;
unsigned long core_messages;
unsigned long core_by_msg[256];
u32 core_random = 1;

static const struct scmi_protocol *core_proto;

u32 core_rand(u32 below)
{
	core_random ^= core_random << 13;
	core_random ^= core_random >> 17;
	core_random ^= core_random << 5;
	return below ? core_random % below : core_random;
}

void *kernel_alloc(size_t n, size_t size)
{
	kernel_allocs++;
	if (kernel_fail_nth && !--kernel_fail_nth)
		return NULL;
	return calloc(n, size);
}

void kernel_warn(const char *fmt, ...)
{
	va_list args;

	kernel_warnings++;
	if (!kernel_verbose)
		return;
	printf("# ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
}

void xa_init(struct xarray *xa)
{
	memset(xa, 0, sizeof(*xa));
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	return index < xa->size ? xa->slots[index] : NULL;
}

static void xa_grow(struct xarray *xa, unsigned long index)
{
	unsigned long size = max(xa->size, 16UL);
	void **slots;

	while (size <= index)
		size *= 2;
	if (size == xa->size)
		return;
	slots = calloc(size, sizeof(*slots));
	if (xa->size)
		memcpy(slots, xa->slots, xa->size * sizeof(*slots));
	free(xa->slots);
	xa->slots = slots;
	xa->size = size;
}

void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	void *old = xa_load(xa, index);

	if (index >= XA_SHIM_SIZE)
		abort();
	kernel_allocs++;
	if (kernel_fail_nth && !--kernel_fail_nth)
		return ERR_PTR(-ENOMEM);
	xa_grow(xa, index);
	xa->slots[index] = entry;
	xa->used += !old;
	xa->end = max(xa->end, index + 1);
	return old;
}

int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp)
{
	if (xa_load(xa, index))
		return -EBUSY;
	return xa_err(xa_store(xa, index, entry, gfp));
}

void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *old = xa_load(xa, index);

	if (old) {
		xa->slots[index] = NULL;
		xa->used--;
	}
	return old;
}

void xa_destroy(struct xarray *xa)
{
	free(xa->slots);
	xa_init(xa);
}

struct scmi_xfer *scmi_proto_get(const struct scmi_protocol_handle *ph, u8 msg,
				 size_t tx_payload, size_t rx_min)
{
	struct scmi_xfer *xfer = kernel_alloc(1, sizeof(*xfer));

	if (!xfer)
		return ERR_PTR(-EBUSY);
	xfer->proto = core_proto->id;
	xfer->msg = msg;
	xfer->tx_len = tx_payload + SCMI_HDR_LEN;
	xfer->tx = calloc(1, xfer->tx_len);
	xfer->rx_min = rx_min;
	return xfer;
}

size_t scmi_proto_max_payload(const struct scmi_protocol_handle *ph)
{
	return CORE_REPLY_MAX - SCMI_STATUS_LEN;
}

struct scmi_xfer *scmi_proto_get_mode(const struct scmi_protocol_handle *ph,
				      u8 msg, size_t tx_payload, size_t rx_min,
				      bool atomic)
{
	return scmi_proto_get(ph, msg, tx_payload, rx_min);
}

struct scmi_xfer *scmi_proto_get_delayed(const struct scmi_protocol_handle *ph,
					 u8 msg, size_t tx_payload,
					 size_t rx_min)
{
	struct scmi_xfer *xfer;

	if (core_peer.no_delayed)
		return ERR_PTR(-EOPNOTSUPP);
	xfer = scmi_proto_get(ph, msg, tx_payload, rx_min);
	if (!IS_ERR(xfer))
		xfer->want_delayed = true;
	return xfer;
}

void scmi_xfer_put(struct scmi_xfer *xfer)
{
	free(xfer->tx);
	free(xfer->rx);
	free(xfer);
}

static int core_errno(s32 status)
{
	static const int errnos[] = {
		0, -EOPNOTSUPP, -EINVAL, -EACCES, -ENOENT, -ERANGE, -EBUSY,
		-ECOMM, -EIO, -EREMOTEIO, -EPROTO, -EBUSY,
	};

	return status <= 0 && status > -(s32)ARRAY_SIZE(errnos) ? errnos[-status] : -EIO;
}

int scmi_xfer_do(struct scmi_xfer *xfer)
{
	u8 reply[CORE_REPLY_MAX];
	s32 status;
	int len;

	core_messages++;
	core_by_msg[xfer->msg]++;
	len = core_peer.answer(xfer->proto, xfer->msg, scmi_xfer_payload(xfer),
			       xfer->tx_len - SCMI_HDR_LEN, xfer->want_delayed,
			       reply, sizeof(reply));
	if (len < 0)
		return len;
	if (len < (int)sizeof(status))
		return -EPROTO;
	/* On the heap and of the exact length, for the sanitizer. */
	xfer->rx = malloc(len);
	memcpy(xfer->rx, reply, len);
	memcpy(&status, reply, sizeof(status));
	if (status)
		return core_errno(status);
	xfer->body = (u8 *)xfer->rx + sizeof(status);
	xfer->body_len = len - sizeof(status);
	return xfer->body_len < xfer->rx_min ? -EPROTO : 0;
}

static int core_words(const struct scmi_protocol_handle *ph, u8 msg,
		      const u32 *words, unsigned int nwords, u32 *out)
{
	struct scmi_xfer *xfer;
	struct scmi_cursor c;
	unsigned int i;
	int ret;

	xfer = scmi_proto_get(ph, msg, 4 * nwords, out ? 4 : 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	for (i = 0; i < nwords; i++)
		scmi_put_le32(xfer, i, words[i]);
	ret = scmi_xfer_do(xfer);
	if (!ret && out) {
		c = scmi_xfer_cursor(xfer);
		*out = scmi_get_le32(&c);
	}
	scmi_xfer_put(xfer);
	return ret;
}

int scmi_proto_attributes(const struct scmi_protocol_handle *ph, u32 *attr)
{
	return core_words(ph, SCMI_PROTOCOL_ATTRIBUTES, NULL, 0, attr);
}

bool scmi_proto_msg_supported(const struct scmi_protocol_handle *ph, u8 msg)
{
	u32 attr, id = msg;

	return !core_words(ph, SCMI_PROTOCOL_MESSAGE_ATTRIBUTES, &id, 1, &attr);
}

int scmi_proto_set_word(const struct scmi_protocol_handle *ph, u8 msg,
			const u32 *words, unsigned int nwords)
{
	return core_words(ph, msg, words, nwords, NULL);
}

/* One object in progress; objects take turns at random. */
struct core_lane {
	u32 idx;
	unsigned int step;
};

/* Return: 1 when the object goes on, 0 when it is done or failed, or fatal. */
static int core_lane_run(const struct scmi_protocol_handle *ph,
			 const struct scmi_batch_ops *ops, void *arg,
			 struct core_lane *lane)
{
	struct scmi_request rq = {};
	struct scmi_xfer *xfer;
	struct scmi_cursor c;
	unsigned int i;
	int err, ret;

	ret = ops->next(ph, arg, lane->idx, lane->step, &rq);
	if (ret <= 0)
		goto out;
	xfer = scmi_proto_get(ph, rq.msg, rq.nwords * 4, rq.rx_min);
	if (IS_ERR(xfer)) {
		ret = PTR_ERR(xfer);
		return ret;
	}
	for (i = 0; i < rq.nwords; i++)
		scmi_put_le32(xfer, i, rq.words[i]);
	err = scmi_xfer_do(xfer);
	if (err == -ENODEV || err == -ETIMEDOUT || err == -EINTR) {
		scmi_xfer_put(xfer);
		return err;
	}
	/* The transport did not take it: the plan does not see that. */
	if (err == -ENOLINK) {
		scmi_xfer_put(xfer);
		ret = err;
		goto out;
	}
	scmi_cursor_init(&c, NULL, 0);
	if (!err)
		c = scmi_xfer_cursor(xfer);
	ret = ops->parse(ph, arg, lane->idx, lane->step, err, &c);
	if (!ret && !err)
		ret = scmi_cursor_end(&c);
	scmi_xfer_put(xfer);
	lane->step++;
	if (!ret)
		return 1;
out:
	if (ret < 0 && ops->failed)
		ops->failed(ph, arg, lane->idx, ret);
	return 0;
}

unsigned int scmi_proto_lanes(const struct scmi_protocol_handle *ph)
{
	return core_peer.lanes ?: 1;
}

int scmi_proto_batch(const struct scmi_protocol_handle *ph, u32 count,
		     const struct scmi_batch_ops *ops, void *arg)
{
	unsigned int size = scmi_proto_lanes(ph), used = 0, n;
	struct core_lane lanes[size];
	u32 next = 0;
	int ret;

	for (;;) {
		while (used < size && next < count)
			lanes[used++] = (struct core_lane){ .idx = next++ };
		if (!used)
			return 0;
		n = core_rand(used);
		ret = core_lane_run(ph, ops, arg, &lanes[n]);
		if (ret < 0)
			return ret;
		if (!ret)
			lanes[n] = lanes[--used];
	}
}

int core_start(struct scmi_protocol_handle *ph, const struct scmi_protocol *proto)
{
	core_proto = proto;
	core_messages = 0;
	memset(core_by_msg, 0, sizeof(core_by_msg));
	ph->priv = NULL;
	return proto->instance_init(ph);
}

void core_stop(struct scmi_protocol_handle *ph)
{
	core_proto->instance_deinit(ph);
}
