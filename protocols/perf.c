// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol (DEN0056 4.5), level and limits of a domain.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "builtin.h"
#include "perf.h"

#define SCMI_PERF_VERSION		SCMI_VERSION(4, 0)

/* PROTOCOL_ATTRIBUTES; the second scale is reserved before 3.0 */
#define SCMI_PERF_NUM			GENMASK(15, 0)
#define SCMI_PERF_IN_MILLIWATTS		BIT(16)
#define SCMI_PERF_IN_MICROWATTS		BIT(17)

/* DEN0056 4.5.2 */
static const struct scmi_msg scmi_perf_msgs[] = {
	SCMI_MSG(PERFORMANCE_DOMAIN_ATTRIBUTES, .req = 1, .answer = 8),
	SCMI_MSG(PERFORMANCE_DESCRIBE_LEVELS, .req = 2, .answer = 1),
	SCMI_MSG(PERFORMANCE_LIMITS_SET, .req = 3, .flags = SCMI_MSG_SETS),
	SCMI_MSG(PERFORMANCE_LIMITS_GET, .req = 1, .answer = 2),
	SCMI_MSG(PERFORMANCE_LEVEL_SET, .req = 2,
		 .flags = SCMI_MSG_POLLED | SCMI_MSG_SETS),
	SCMI_MSG(PERFORMANCE_LEVEL_GET, .req = 1, .answer = 1,
		 .flags = SCMI_MSG_POLLED),
	SCMI_MSG(PERFORMANCE_NOTIFY_LIMITS, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(PERFORMANCE_NOTIFY_LEVEL, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(PERFORMANCE_DESCRIBE_FASTCHANNEL, .since = SCMI_VERSION(2, 0),
		 .req = 2, .answer = 11),
	SCMI_MSG(PERFORMANCE_DOMAIN_NAME_GET, .since = SCMI_VERSION(3, 0),
		 .req = 1, .answer = 1),
};

static int scmi_perf_num_domains_get(const struct scmi_protocol_handle *ph)
{
	return scmi_perf(ph)->count;
}

static const struct scmi_perf_domain_info *
scmi_perf_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);

	return dom ? &dom->info : ERR_PTR(-EINVAL);
}

/* Where messages have indices nothing can be said before the levels are known. */
static void scmi_perf_need_words(const struct scmi_protocol_handle *ph,
				 const struct scmi_perf_domain *dom, bool atomic)
{
	if (scmi_perf_is_indexed(dom) && !atomic)
		scmi_perf_levels_need(ph, dom);
}

static int scmi_perf_level_set(const struct scmi_protocol_handle *ph, u32 id,
			       u32 level, bool atomic)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 word;
	int ret;

	if (!dom)
		return -EINVAL;
	scmi_perf_need_words(ph, dom, atomic);
	ret = scmi_perf_level_to_word(dom, level, &word);
	return ret ?: scmi_perf_send_level(ph, id, word, atomic);
}

static int scmi_perf_level_get(const struct scmi_protocol_handle *ph, u32 id,
			       u32 *level, bool atomic)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 word;
	int ret;

	if (!dom)
		return -EINVAL;
	scmi_perf_need_words(ph, dom, atomic);
	ret = scmi_perf_ask_level(ph, id, &word, atomic);
	return ret ?: scmi_perf_word_to_level(dom, word, level);
}

/* A limit of 0 stays as it is, since 3.0. */
static int scmi_perf_limit_to_word(const struct scmi_protocol_handle *ph,
				   const struct scmi_perf_domain *dom, u32 limit,
				   u32 *word)
{
	if (limit || ph->version < SCMI_VERSION(3, 0))
		return scmi_perf_level_to_word(dom, limit, word);
	*word = 0;
	return 0;
}

static int scmi_perf_send_limits(const struct scmi_protocol_handle *ph, u32 id,
				 const struct scmi_perf_domain *dom, u32 upper,
				 u32 lower)
{
	const struct scmi_fastchannel *fc = scmi_perf_fast(dom, SCMI_PERFORMANCE_LIMITS_SET);

	if (!fc)
		return scmi_call(ph, SCMI_PERFORMANCE_LIMITS_SET,
				 SCMI_WORDS(id, upper, lower), 0, NULL, 0);
	/* Both at once: the platform must not see a range that nobody wants. */
	scmi_fastchannel_write(fc, upper | (u64)lower << 32);
	return 0;
}

static int scmi_perf_ask_limits(const struct scmi_protocol_handle *ph, u32 id,
				const struct scmi_perf_domain *dom, u32 *words)
{
	const struct scmi_fastchannel *fc = scmi_perf_fast(dom, SCMI_PERFORMANCE_LIMITS_GET);
	u64 both;

	if (!fc)
		return scmi_call(ph, SCMI_PERFORMANCE_LIMITS_GET, SCMI_WORDS(id), 0,
				 words, 2);
	both = scmi_fastchannel_read(fc);
	words[0] = lower_32_bits(both);
	words[1] = upper_32_bits(both);
	return 0;
}

/* DEN0056 4.5.2.6 */
static int scmi_perf_limits_set(const struct scmi_protocol_handle *ph, u32 id,
				u32 max_perf, u32 min_perf)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 upper, lower;
	int ret;

	if (!dom || (!max_perf && !min_perf))
		return -EINVAL;
	if (!(dom->attributes & SCMI_PERF_MAY_SET_LIMITS))
		return -EACCES;
	scmi_perf_need_words(ph, dom, false);
	ret = scmi_perf_limit_to_word(ph, dom, max_perf, &upper) ?:
	      scmi_perf_limit_to_word(ph, dom, min_perf, &lower);
	return ret ?: scmi_perf_send_limits(ph, id, dom, upper, lower);
}

/* DEN0056 4.5.2.7 */
static int scmi_perf_limits_get(const struct scmi_protocol_handle *ph, u32 id,
				u32 *max_perf, u32 *min_perf)
{
	struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	u32 words[2], max, min;
	int ret;

	if (!dom)
		return -EINVAL;
	scmi_perf_need_words(ph, dom, false);
	ret = scmi_perf_ask_limits(ph, id, dom, words) ?:
	      scmi_perf_word_to_level(dom, words[0], &max) ?:
	      scmi_perf_word_to_level(dom, words[1], &min);
	if (ret)
		return ret;
	*max_perf = max;
	*min_perf = min;
	return 0;
}

static int scmi_perf_rate_limit_get(const struct scmi_protocol_handle *ph, u32 id,
				    u32 *rate_limit)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);

	if (!dom)
		return -EINVAL;
	*rate_limit = dom->rate_limit_us;
	return 0;
}

static enum scmi_power_scale
scmi_perf_power_scale_get(const struct scmi_protocol_handle *ph)
{
	return scmi_perf(ph)->scale;
}

static const struct scmi_perf_proto_ops scmi_perf_ops = {
	.num_domains_get = scmi_perf_num_domains_get,
	.info_get = scmi_perf_info_get,
	.limits_set = scmi_perf_limits_set,
	.limits_get = scmi_perf_limits_get,
	.level_set = scmi_perf_level_set,
	.level_get = scmi_perf_level_get,
	.transition_latency_get = scmi_perf_transition_latency_get,
	.rate_limit_get = scmi_perf_rate_limit_get,
	.device_opps_add = scmi_perf_device_opps_add,
	.freq_set = scmi_perf_freq_set,
	.freq_get = scmi_perf_freq_get,
	.est_power_get = scmi_perf_est_power_get,
	.fast_switch_possible = scmi_perf_fast_switch_possible,
	.fast_switch_rate_limit = scmi_perf_fast_switch_rate_limit,
	.power_scale_get = scmi_perf_power_scale_get,
};

static enum scmi_power_scale scmi_perf_scale(u32 version, u32 attr)
{
	if (version >= SCMI_VERSION(3, 0) && attr & SCMI_PERF_IN_MICROWATTS)
		return SCMI_POWER_MICROWATTS;
	return attr & SCMI_PERF_IN_MILLIWATTS ? SCMI_POWER_MILLIWATTS :
						SCMI_POWER_BOGOWATTS;
}

static void scmi_perf_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_perf *pi = ph->priv;
	u32 id;

	for (id = 0; id < pi->count; id++)
		scmi_perf_free(pi->domains[id]);
	scmi_fastchannels_close(&pi->fastchannels);
	mutex_destroy(&pi->details_lock);
	kvfree(pi);
	ph->priv = NULL;
}

/* DEN0056 4.5.2.2; nobody here reads the statistics that it tells of. */
static int scmi_perf_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_perf *pi;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_PERF_NUM, attr);
	pi = kvzalloc(struct_size(pi, domains, count), GFP_KERNEL);
	if (!pi)
		return -ENOMEM;
	pi->count = count;
	pi->scale = scmi_perf_scale(ph->version, attr);
	atomic_long_set(&pi->budget, SCMI_LIST_BUDGET);
	mutex_init(&pi->details_lock);
	ph->priv = pi;

	ret = scmi_perf_enumerate(ph, pi);
	if (ret)
		scmi_perf_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_perf_protocol = {
	.id = SCMI_PROTOCOL_PERF,
	.owner = THIS_MODULE,
	.version = SCMI_PERF_VERSION,
	.instance_init = scmi_perf_instance_init,
	.instance_deinit = scmi_perf_instance_deinit,
	.ops = &scmi_perf_ops,
	.object = "performance domain",
	.msgs = scmi_perf_msgs,
	.num_msgs = ARRAY_SIZE(scmi_perf_msgs),
	.events = &scmi_perf_events,
};
