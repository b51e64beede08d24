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

/* DEN0056 4.6.2 */
static const struct scmi_msg scmi_clock_msgs[] = {
	SCMI_MSG(CLOCK_ATTRIBUTES, .req = 1, .answer = 5, .flags = SCMI_MSG_POLLED),
	SCMI_MSG(CLOCK_DESCRIBE_RATES, .req = 2, .answer = 1),
	SCMI_MSG(CLOCK_RATE_SET, .req = 4, .delayed = 3, .object = 1,
		 .async_word = 0, .async_bit = 0, .flags = SCMI_MSG_SETS),
	SCMI_MSG(CLOCK_RATE_GET, .req = 1, .answer = 2),
	SCMI_MSG(CLOCK_CONFIG_SET, .req = 2, .longer = 1,
		 .longer_since = SCMI_VERSION(2, 1),
		 .flags = SCMI_MSG_POLLED | SCMI_MSG_SETS),
	SCMI_MSG(CLOCK_NAME_GET, .since = SCMI_VERSION(2, 0), .req = 1, .answer = 1),
	SCMI_MSG(CLOCK_RATE_NOTIFY, .since = SCMI_VERSION(2, 0), .req = 2,
		 .flags = SCMI_MSG_SETS),
	SCMI_MSG(CLOCK_RATE_CHANGE_REQUESTED_NOTIFY,
		 .since = SCMI_VERSION(2, 0), .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(CLOCK_CONFIG_GET, .since = SCMI_VERSION(2, 1), .req = 2, .answer = 2,
		 .flags = SCMI_MSG_POLLED),
	SCMI_MSG(CLOCK_POSSIBLE_PARENTS_GET, .since = SCMI_VERSION(3, 0),
		 .req = 2, .answer = 1),
	SCMI_MSG(CLOCK_PARENT_SET, .since = SCMI_VERSION(3, 0), .req = 2,
		 .flags = SCMI_MSG_SETS),
	SCMI_MSG(CLOCK_PARENT_GET, .since = SCMI_VERSION(3, 0), .req = 1, .answer = 1),
	SCMI_MSG(CLOCK_GET_PERMISSIONS, .since = SCMI_VERSION(3, 0), .req = 1,
		 .answer = 1),
};

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
	u32 hz[2];
	int ret;

	if (!scmi_clock_lookup(ph, id))
		return -EINVAL;
	ret = scmi_call_inline(ph, SCMI_CLOCK_RATE_GET, SCMI_WORDS(id), 0, hz, 2);
	if (!ret)
		*rate = scmi_value(hz);
	return ret;
}

/* DEN0056 4.6.2.6, 4.6.2.6.1: without flags the rate is rounded down. */
static int scmi_clock_rate_set(const struct scmi_protocol_handle *ph, u32 id,
			       u64 rate)
{
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);

	if (!clk)
		return -EINVAL;
	if (clk->info.rate_ctrl_forbidden)
		return -EACCES;
	rate = scmi_clock_rate_meant(clk, rate);
	return scmi_done(scmi_ask_async(ph, SCMI_CLOCK_RATE_SET,
					SCMI_WORDS(0, id, lower_32_bits(rate),
						   upper_32_bits(rate)),
					0, &scmi_clocks(ph)->async));
}

/* DEN0056 4.6.2.15 */
static int scmi_clock_parent_get(const struct scmi_protocol_handle *ph, u32 id,
				 u32 *parent)
{
	u32 theirs;
	int ret;

	if (!scmi_clock_lookup(ph, id))
		return -EINVAL;
	ret = scmi_call(ph, SCMI_CLOCK_PARENT_GET, SCMI_WORDS(id), 0, &theirs, 1);
	if (ret)
		return ret;
	if (!scmi_clock_lookup(ph, theirs))
		return -EPROTO;
	*parent = theirs;
	return 0;
}

/* DEN0056 4.6.2.14 */
static int scmi_clock_parent_set(const struct scmi_protocol_handle *ph, u32 id,
				 u32 idx)
{
	const struct scmi_clock_info *info = scmi_agent_clock_info(ph, id);

	if (!info || idx >= info->num_parents)
		return -EINVAL;
	if (info->parent_ctrl_forbidden)
		return -EACCES;
	return scmi_call(ph, SCMI_CLOCK_PARENT_SET,
			 SCMI_WORDS(id, info->parents[idx]), 0, NULL, 0);
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
	mutex_destroy(&ci->rates_lock);
	kvfree(ci);
	ph->priv = NULL;
}

/* DEN0056 4.6.2.2 */
static int scmi_clock_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_CLOCKS_NUM, attr);
	ci = kvzalloc(struct_size(ci, clocks, count), GFP_KERNEL);
	if (!ci)
		return -ENOMEM;
	ci->count = count;
	ci->async.max = FIELD_GET(SCMI_CLOCKS_MAX_ASYNC, attr);
	/* Platforms without any are known to say 1: leave one unused. */
	if (ci->async.max)
		ci->async.max--;
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
	.object = "clock",
	.msgs = scmi_clock_msgs,
	.num_msgs = ARRAY_SIZE(scmi_clock_msgs),
	.events = &scmi_clock_events,
};
