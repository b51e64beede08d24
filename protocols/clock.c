// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol (DEN0056 4.6), rate and parent of a clock.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/dev_printk.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_clock.h>
#include <linux/slab.h>

#include "builtin.h"
#include "clock.h"

#define SCMI_CLOCK_VERSION		SCMI_VERSION(3, 0)

/* PROTOCOL_ATTRIBUTES */
#define SCMI_CLOCKS_NUM			GENMASK(15, 0)
#define SCMI_CLOCKS_MAX_ASYNC		GENMASK(23, 16)

/* CLOCK_RATE_SET: flags; the rate is rounded down unless told otherwise */
#define SCMI_CLOCK_SET_ASYNC		BIT(0)

static int scmi_clock_count_get(const struct scmi_protocol_handle *ph)
{
	return scmi_clocks(ph)->count;
}

static const struct scmi_clock_info *
scmi_clock_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	scmi_clock_rates_all(ph);
	return scmi_agent_clock_info(ph, id);
}

/**
 * scmi_agent_clock_info() - what is known about a clock, without its rates
 * @ph: handle
 * @id: clock
 *
 * Unlike the operation info_get() this costs no message.
 *
 * Context: Any context.
 * Return: information, valid as long as the handle, in which @min_rate and
 *	   @max_rate mean nothing; NULL when there is no such clock.
 */
const struct scmi_clock_info *
scmi_agent_clock_info(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_clock *clk = scmi_clock_lookup(ph, id);

	return clk ? &clk->info : NULL;
}
EXPORT_SYMBOL_GPL(scmi_agent_clock_info);

/* DEN0056 4.6.2.7 */
static int scmi_clock_rate_get(const struct scmi_protocol_handle *ph, u32 id,
			       u64 *rate)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	u64 hz;
	int ret;

	if (!scmi_clock_lookup(ph, id))
		return -EINVAL;
	xfer = scmi_proto_get(ph, SCMI_CLOCK_RATE_GET, sizeof(__le32),
			      sizeof(__le64));
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_le32(xfer, 0, id);
	ret = scmi_proto_do(xfer);
	if (!ret) {
		c = scmi_xfer_cursor(xfer);
		hz = scmi_get_le64(&c);
		ret = scmi_cursor_end(&c);
		if (!ret)
			*rate = hz;
	}
	scmi_xfer_put(xfer);
	return ret;
}

/*
 * Claim one of the asynchronous changes that the platform takes at a time, less
 * one: platforms that know no asynchronous changes at all are known to say 1.
 */
static bool scmi_clock_async_get(struct scmi_clocks *ci)
{
	int n = atomic_read(&ci->async);

	if (READ_ONCE(ci->async_never))
		return false;
	do {
		if (n + 1 >= (int)ci->max_async)
			return false;
	} while (!atomic_try_cmpxchg(&ci->async, &n, n + 1));
	return true;
}

/* The delayed response tells which clock it is about, and its new rate. */
static int scmi_clock_rate_complete(struct scmi_xfer *xfer, u32 id)
{
	struct scmi_cursor c = scmi_xfer_cursor(xfer);
	u32 theirs = scmi_get_le32(&c);

	if (scmi_cursor_end(&c) || theirs != id)
		return -EPROTO;
	return 0;
}

/*
 * A change was accepted, but not completed. If none ever was, then none will: each would
 * cost a timeout, so from now on changes are synchronous, this one first.
 */
static int scmi_clock_not_completed(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_clocks *ci = scmi_clocks(ph);

	if (READ_ONCE(ci->async_works))
		return -ETIMEDOUT;
	if (!xchg(&ci->async_never, true))
		dev_warn(ph->dev,
			 "clock %u: asynchronous change of rate was accepted but never completed: all changes are synchronous from now on\n",
			 id);
	return -EOPNOTSUPP;
}

static int scmi_clock_rate_send(const struct scmi_protocol_handle *ph, u32 id,
				u64 rate, bool async)
{
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_proto_get_mode(ph, SCMI_CLOCK_RATE_SET, 4 * sizeof(__le32),
				   async ? 3 * sizeof(__le32) : 0,
				   SCMI_PROTO_SETS |
				   (async ? SCMI_PROTO_DELAYED : 0));
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_le32(xfer, 0, async ? SCMI_CLOCK_SET_ASYNC : 0);
	scmi_put_le32(xfer, 1, id);
	scmi_put_le32(xfer, 2, lower_32_bits(rate));
	scmi_put_le32(xfer, 3, upper_32_bits(rate));
	ret = scmi_proto_do(xfer);
	if (!ret && async) {
		WRITE_ONCE(scmi_clocks(ph)->async_works, true);
		ret = scmi_clock_rate_complete(xfer, id);
	} else if (scmi_xfer_was_not_completed(xfer)) {
		ret = scmi_clock_not_completed(ph, id);
	}
	scmi_xfer_put(xfer);
	return ret;
}

/* DEN0056 4.6.2.6, 4.6.2.6.1 */
static int scmi_clock_rate_set(const struct scmi_protocol_handle *ph, u32 id,
			       u64 rate)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);
	int ret;

	if (!clk)
		return -EINVAL;
	if (clk->info.rate_ctrl_forbidden)
		return -EACCES;
	rate = scmi_clock_rate_meant(clk, rate);
	if (!scmi_clock_async_get(ci))
		return scmi_clock_rate_send(ph, id, rate, false);
	ret = scmi_clock_rate_send(ph, id, rate, true);
	atomic_dec(&ci->async);
	/* Asynchronous changes are an offer: without it there are the others. */
	if (ret == -EOPNOTSUPP)
		ret = scmi_clock_rate_send(ph, id, rate, false);
	return ret;
}

/* DEN0056 4.6.2.15 */
static int scmi_clock_parent_get(const struct scmi_protocol_handle *ph, u32 id,
				 u32 *parent)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	u32 theirs;
	int ret;

	if (!scmi_clock_lookup(ph, id))
		return -EINVAL;
	if (SCMI_VERSION_MAJOR(ph->version) < 3)
		return -EOPNOTSUPP;
	xfer = scmi_proto_get(ph, SCMI_CLOCK_PARENT_GET, sizeof(__le32),
			      sizeof(__le32));
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	scmi_put_le32(xfer, 0, id);
	ret = scmi_proto_do(xfer);
	if (!ret) {
		c = scmi_xfer_cursor(xfer);
		theirs = scmi_get_le32(&c);
		ret = scmi_cursor_end(&c);
		if (!ret && !scmi_clock_lookup(ph, theirs))
			ret = -EPROTO;
		if (!ret)
			*parent = theirs;
	}
	scmi_xfer_put(xfer);
	return ret;
}

/* DEN0056 4.6.2.14 */
static int scmi_clock_parent_set(const struct scmi_protocol_handle *ph, u32 id,
				 u32 idx)
{
	const struct scmi_clock_info *info = scmi_agent_clock_info(ph, id);
	u32 words[2];

	if (!info || idx >= info->num_parents)
		return -EINVAL;
	if (info->parent_ctrl_forbidden)
		return -EACCES;
	words[0] = id;
	words[1] = info->parents[idx];
	return scmi_proto_command(ph, SCMI_CLOCK_PARENT_SET, words,
				  ARRAY_SIZE(words));
}

static const struct scmi_clk_proto_ops scmi_clock_ops = {
	.count_get = scmi_clock_count_get,
	.info_get = scmi_clock_info_get,
	.rate_get = scmi_clock_rate_get,
	.rate_set = scmi_clock_rate_set,
	.determine_rate = scmi_clock_determine_rate,
	.all_rates_get = scmi_clock_all_rates_get,
	.enable = scmi_clock_enable,
	.disable = scmi_clock_disable,
	.state_get = scmi_clock_state_get,
	.config_oem_get = scmi_clock_config_oem_get,
	.config_oem_set = scmi_clock_config_oem_set,
	.parent_get = scmi_clock_parent_get,
	.parent_set = scmi_clock_parent_set,
};

static void scmi_clock_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci = ph->priv;
	u32 id;

	for (id = 0; id < ci->count; id++)
		scmi_clock_free(ci->clocks[id]);
	kvfree(ci->clocks);
	mutex_destroy(&ci->rates_lock);
	kfree(ci);
	ph->priv = NULL;
}

/* DEN0056 4.6.2.2 */
static int scmi_clock_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci;
	u32 attr;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	ci = kzalloc_obj(*ci);
	if (!ci)
		return -ENOMEM;
	ci->count = FIELD_GET(SCMI_CLOCKS_NUM, attr);
	ci->clocks = kvcalloc(ci->count, sizeof(*ci->clocks), GFP_KERNEL);
	if (!ci->clocks) {
		kfree(ci);
		return -ENOMEM;
	}
	ci->max_async = FIELD_GET(SCMI_CLOCKS_MAX_ASYNC, attr);
	atomic_long_set(&ci->budget, SCMI_LIST_BUDGET);
	mutex_init(&ci->rates_lock);
	ph->priv = ci;

	ret = scmi_clock_enumerate(ph, ci);
	if (ret)
		scmi_clock_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_clock_protocol = {
	.id = SCMI_PROTOCOL_CLOCK,
	.owner = THIS_MODULE,
	.version = SCMI_CLOCK_VERSION,
	.instance_init = scmi_clock_instance_init,
	.instance_deinit = scmi_clock_instance_deinit,
	.ops = &scmi_clock_ops,
	.events = &scmi_clock_events,
};
