// SPDX-License-Identifier: GPL-2.0-only
/* The core as protocols/ sees it; see core.h. */
#include <stdarg.h>

#include "channel.h"
#include "core.h"
#include "engine/pool.h"
#include "engine/status.h"
#include "protocol_priv.h"

unsigned long kernel_fail_nth, kernel_allocs, kernel_warnings;
unsigned long kernel_jiffies, kernel_slept_us;
bool kernel_killed;
bool kernel_verbose;
char *kernel_log;
size_t kernel_log_size;
struct core_peer core_peer;
unsigned long core_messages;
unsigned long core_by_msg[256];
long core_held;
u32 core_random = 1;
const u8 *core_input;
size_t core_input_left;

/* As many bytes of the fuzzer's as the number needs. */
static bool core_input_word(u32 below, u32 *v)
{
	size_t len = below && below <= 256 ? 1 : below && below <= 65536 ? 2 : 4;

	if (!core_input || len > core_input_left)
		return false;
	*v = 0;
	memcpy(v, core_input, len);
	core_input += len;
	core_input_left -= len;
	return true;
}

u32 core_rand(u32 below)
{
	u32 v;

	if (!core_input_word(below, &v)) {
		core_random ^= core_random << 13;
		core_random ^= core_random >> 17;
		core_random ^= core_random << 5;
		v = core_random;
	}
	return below ? v % below : v;
}

void *kernel_alloc(size_t n, size_t size)
{
	kernel_allocs++;
	if (kernel_fail_nth && !--kernel_fail_nth)
		return NULL;
	return calloc(n, size);
}

/* What "%pe" is to the kernel: libc has printed 16 digits and the letter. */
static void kernel_name_errors(char *line, size_t size)
{
	char *at, digits[17], rest[256];

	for (at = line; (at = strstr(at, "0xffffffff")); at++) {
		snprintf(digits, sizeof(digits), "%s", at + 2);
		if (strlen(digits) < 16 || at[18] != 'e')
			continue;
		snprintf(rest, sizeof(rest), "%s", at + 19);
		snprintf(at, size - (at - line), "-%s%s",
			 strerrorname_np(-(int)strtoul(digits, NULL, 16)), rest);
	}
}

void kernel_warn(const char *fmt, ...)
{
	char line[256];
	va_list args;

	kernel_warnings++;
	if (!kernel_verbose && !kernel_log)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	kernel_name_errors(line, sizeof(line));
	if (kernel_verbose)
		printf("# %s", line);
	if (kernel_log && strlen(kernel_log) + strlen(line) < kernel_log_size)
		strcat(kernel_log, line);
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

static void core_poll(struct scmi_chan *chan)
{
}

/* The instance; message.c and batch.c, which are the core's own, work with it. */
static const struct scmi_transport_ops core_ops = { .poll = core_poll };
static struct scmi_transport core_transport = { .ops = &core_ops };
static struct scmi_pool core_pool;
static struct scmi_instance core_inst = {
	.transport = &core_transport, .pool = &core_pool,
};

static struct scmi_chan core_chan = {
	.inst = &core_inst, .msg_size = CORE_REPLY_MAX - SCMI_STATUS_LEN,
};

static struct scmi_protocol_user core_user = {
	.inst = &core_inst, .sender.chan = &core_chan, .ph.dev = &core_inst.dev,
};

struct scmi_protocol_handle *const core_ph = &core_user.ph;

struct scmi_xfer *scmi_xfer_get(const struct scmi_sender *from, u8 msg,
				size_t tx_payload, size_t rx_min, bool must_send)
{
	struct scmi_xfer *xfer;

	if (max(tx_payload, rx_min) > from->chan->msg_size)
		return ERR_PTR(-EMSGSIZE);
	xfer = kernel_alloc(1, sizeof(*xfer));
	if (!xfer)
		return ERR_PTR(-EBUSY);
	xfer->pool = &core_pool;
	xfer->proto = from->proto;
	xfer->msg = msg;
	xfer->must_send = must_send;
	xfer->tx_len = tx_payload + SCMI_HDR_LEN;
	/* A caller that does not store all of it is noticed. */
	xfer->tx = malloc(xfer->tx_len);
	memset(xfer->tx, 0xa5, xfer->tx_len);
	xfer->rx_min = rx_min;
	core_held++;
	return xfer;
}

struct scmi_xfer *scmi_xfer_try_get(const struct scmi_sender *from, u8 msg,
				    size_t tx_payload, size_t rx_min, bool atomic)
{
	return scmi_xfer_get(from, msg, tx_payload, rx_min, false);
}

void scmi_xfer_put(struct scmi_xfer *xfer)
{
	free(xfer->tx);
	free(xfer->rx);
	free(xfer->dly);
	free(xfer);
	core_held--;
}

static int core_answer(struct scmi_xfer *xfer)
{
	u8 reply[CORE_REPLY_MAX];
	s32 status;
	int len;

	core_messages++;
	core_by_msg[xfer->msg]++;
	/* On the heap and of the exact length, for the sanitizer. */
	free(xfer->rx);
	xfer->rx = malloc(2 * sizeof(status));
	memset(xfer->rx, 0xff, 2 * sizeof(status));
	if (kernel_killed && !xfer->must_send)
		return -EINTR;
	core_peer.accepted = false;
	len = core_peer.answer(xfer->proto, xfer->msg, scmi_xfer_payload(xfer),
			       xfer->tx_len - SCMI_HDR_LEN, xfer->want_delayed,
			       reply, sizeof(reply));
	if (core_peer.accepted)
		memset(xfer->rx, 0, 2 * sizeof(status));
	if (len < 0)
		return len;
	if (len < (int)sizeof(status))
		return -EPROTO;
	xfer->rx = realloc(xfer->rx, SCMI_HDR_LEN + len);
	memcpy(xfer->rx + SCMI_HDR_LEN, reply, len);
	memcpy(&status, reply, sizeof(status));
	if (status)
		return scmi_status_to_errno(status);
	xfer->body = xfer->rx + SCMI_HDR_LEN + sizeof(status);
	xfer->body_len = len - sizeof(status);
	return xfer->body_len < xfer->rx_min ? -EPROTO : 0;
}

/* The answer is there at once, but nobody looks before a caller waits for it. */
int scmi_xfer_submit(struct scmi_xfer *xfer, scmi_xfer_done_t done, void *arg)
{
	xfer->sent = jiffies;
	xfer->status = core_answer(xfer);
	/* The transport does not take it: there will be no answer to look at. */
	if (xfer->status == -ENOLINK)
		return -ENOLINK;
	return 0;
}

void scmi_xfer_again(struct scmi_xfer *xfer)
{
}

int scmi_xfer_wait(struct scmi_xfer *xfer)
{
	return xfer->status;
}

int scmi_xfer_do(struct scmi_xfer *xfer)
{
	return scmi_xfer_submit(xfer, NULL, NULL) ?: scmi_xfer_wait(xfer);
}

void scmi_xfer_kick(struct scmi_chan *chan)
{
}

bool scmi_xfer_finish(struct scmi_xfer *xfer, int status, enum scmi_stat why)
{
	return true;
}

bool scmi_xfer_was_silent(const struct scmi_xfer *xfer)
{
	return false;
}

int core_revive_err;

int scmi_proto_revive(const struct scmi_protocol_handle *ph)
{
	return core_revive_err;
}

int core_start(const struct scmi_protocol *proto, u32 version)
{
	core_user.proto = proto;
	core_user.sender.proto = proto->id;
	core_messages = 0;
	memset(core_by_msg, 0, sizeof(core_by_msg));
	core_inst.rx_chans.filled = !core_peer.no_delayed;
	core_pool.size = core_peer.lanes ?: 1;
	core_ph->version = version;
	core_ph->priv = NULL;
	return proto->instance_init(core_ph);
}

void core_stop(void)
{
	if (core_user.proto->instance_deinit)
		core_user.proto->instance_deinit(core_ph);
}
