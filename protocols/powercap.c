// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol (DEN0056 4.10), domains and what they draw.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "builtin.h"
#include "powercap.h"

#define SCMI_POWERCAP_VERSION		SCMI_VERSION(3, 0)

/* PROTOCOL_ATTRIBUTES */
#define SCMI_POWERCAPS_NUM		GENMASK(15, 0)

/* DEN0056 4.10.3; version 3.0 is SCMI v4.0's, where some of them name the level. */
static const struct scmi_msg scmi_powercap_msgs[] = {
	SCMI_MSG(POWERCAP_DOMAIN_ATTRIBUTES, .req = 1, .answer = 14),
	SCMI_MSG(POWERCAP_CAP_GET, .req = 1, .longer = 1,
		 .longer_since = SCMI_VERSION(3, 0), .answer = 1),
	SCMI_MSG(POWERCAP_CAP_SET, .req = 3, .longer = 1, .longer_at = 1,
		 .longer_since = SCMI_VERSION(3, 0), .delayed = 2, .object = 0,
		 .async_word = 1, .async_bit = 1, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWERCAP_PAI_GET, .req = 1, .answer = 1),
	SCMI_MSG(POWERCAP_PAI_SET, .req = 3, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWERCAP_DOMAIN_NAME_GET, .req = 1, .answer = 1),
	SCMI_MSG(POWERCAP_MEASUREMENTS_GET, .req = 1, .answer = 2),
	SCMI_MSG(POWERCAP_CAP_NOTIFY, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWERCAP_MEASUREMENTS_NOTIFY, .req = 4, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWERCAP_DESCRIBE_FASTCHANNEL, .req = 2, .longer = 1,
		 .longer_since = SCMI_VERSION(3, 0), .answer = 5),
	SCMI_MSG(POWERCAP_CPC_ATTRIBUTES, .since = SCMI_VERSION(3, 0), .req = 2,
		 .answer = 1),
	SCMI_MSG(POWERCAP_CAI_GET, .since = SCMI_VERSION(3, 0), .req = 2, .answer = 1),
	SCMI_MSG(POWERCAP_CAI_SET, .since = SCMI_VERSION(3, 0), .req = 4,
		 .flags = SCMI_MSG_SETS),
};

static int scmi_powercap_num_domains_get(const struct scmi_protocol_handle *ph)
{
	return scmi_powercaps(ph)->count;
}

static const struct scmi_powercap_info *
scmi_powercap_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);

	return pc ? &pc->info : NULL;
}

static int scmi_powercap_pai_get(const struct scmi_protocol_handle *ph, u32 id,
				 u32 *us)
{
	return scmi_agent_powercap_interval_get(ph, id, 0, us);
}

static int scmi_powercap_pai_set(const struct scmi_protocol_handle *ph, u32 id,
				 u32 us)
{
	return scmi_agent_powercap_interval_set(ph, id, 0, us);
}

/* DEN0056 4.10.3, POWERCAP_MEASUREMENTS_GET */
static int scmi_powercap_measurements_get(const struct scmi_protocol_handle *ph,
					  u32 id, u32 *power, u32 *us)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	u32 words[2];
	int ret;

	if (!pc)
		return -EINVAL;
	if (!pc->info.powercap_monitoring)
		return -EOPNOTSUPP;
	ret = scmi_call(ph, SCMI_POWERCAP_MEASUREMENTS_GET, SCMI_WORDS(id), 0,
			words, 2);
	if (ret)
		return ret;
	*power = words[0];
	*us = words[1];
	return 0;
}

static const struct scmi_powercap_proto_ops scmi_powercap_ops = {
	.num_domains_get = scmi_powercap_num_domains_get,
	.info_get = scmi_powercap_info_get,
	.cap_get = scmi_powercap_cap_get,
	.cap_set = scmi_powercap_cap_set,
	.cap_enable_set = scmi_powercap_cap_enable_set,
	.cap_enable_get = scmi_powercap_cap_enable_get,
	.pai_get = scmi_powercap_pai_get,
	.pai_set = scmi_powercap_pai_set,
	.measurements_get = scmi_powercap_measurements_get,
	.measurements_threshold_set = scmi_powercap_threshold_set,
	.measurements_threshold_get = scmi_powercap_threshold_get,
};

static void scmi_powercap_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_powercaps *pi = ph->priv;
	u32 id;

	for (id = 0; id < pi->count; id++)
		scmi_powercap_free(pi->domains[id]);
	scmi_fastchannels_close(&pi->fastchannels);
	mutex_destroy(&pi->fast_lock);
	kvfree(pi);
	ph->priv = NULL;
}

/* DEN0056 4.10.3, PROTOCOL_ATTRIBUTES */
static int scmi_powercap_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_powercaps *pi;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_POWERCAPS_NUM, attr);
	pi = kvzalloc(struct_size(pi, domains, count), GFP_KERNEL);
	if (!pi)
		return -ENOMEM;
	pi->count = count;
	/* The platform does not say; it is busy while it has enough of them. */
	pi->async.max = INT_MAX;
	mutex_init(&pi->fast_lock);
	ph->priv = pi;

	ret = scmi_powercap_enumerate(ph, pi);
	if (ret)
		scmi_powercap_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_powercap_protocol = {
	.id = SCMI_PROTOCOL_POWERCAP,
	.owner = THIS_MODULE,
	.version = SCMI_POWERCAP_VERSION,
	.instance_init = scmi_powercap_instance_init,
	.instance_deinit = scmi_powercap_instance_deinit,
	.ops = &scmi_powercap_ops,
	.object = "powercap",
	.msgs = scmi_powercap_msgs,
	.num_msgs = ARRAY_SIZE(scmi_powercap_msgs),
	.events = &scmi_powercap_events,
};
