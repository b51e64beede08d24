// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWER protocol (DEN0056 4.3).
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/scmi_agent_power.h>
#include <linux/slab.h>

#include "builtin.h"
#include "power.h"

#define SCMI_POWER_VERSION		SCMI_VERSION(3, 1)

/* PROTOCOL_ATTRIBUTES: their first word, and the address and size of statistics */
#define SCMI_POWERS_NUM			GENMASK(15, 0)
#define SCMI_POWERS_WORDS		4

/* Agent id, domain id, state. */
#define SCMI_POWER_EVENT_LEN		(3 * sizeof(__le32))

/* DEN0056 4.3.2 */
static const struct scmi_msg scmi_power_msgs[] = {
	SCMI_MSG(POWER_DOMAIN_ATTRIBUTES, .req = 1, .answer = 5),
	SCMI_MSG(POWER_STATE_SET, .req = 3, .flags = SCMI_MSG_POLLED | SCMI_MSG_SETS),
	SCMI_MSG(POWER_STATE_GET, .req = 1, .answer = 1, .flags = SCMI_MSG_POLLED),
	SCMI_MSG(POWER_STATE_NOTIFY, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWER_STATE_CHANGE_REQUESTED_NOTIFY, .since = SCMI_VERSION(2, 0),
		 .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(POWER_DOMAIN_NAME_GET, .since = SCMI_VERSION(3, 0), .req = 1,
		 .answer = 1),
};

static int scmi_power_num_domains_get(const struct scmi_protocol_handle *ph)
{
	return scmi_powers(ph)->count;
}

/* NULL for a hole. */
static const char *scmi_power_name_get(const struct scmi_protocol_handle *ph,
				       u32 id)
{
	const struct scmi_power_domain *domain = scmi_power_lookup(ph, id);

	return domain ? domain->name : NULL;
}

static int scmi_power_state_set(const struct scmi_protocol_handle *ph, u32 id,
				u32 state)
{
	return scmi_agent_power_set(ph, id, state, false);
}

static int scmi_power_state_get(const struct scmi_protocol_handle *ph, u32 id,
				u32 *state)
{
	return scmi_agent_power_get(ph, id, state, false);
}

static const struct scmi_power_proto_ops scmi_power_ops = {
	.num_domains_get = scmi_power_num_domains_get,
	.name_get = scmi_power_name_get,
	.state_set = scmi_power_state_set,
	.state_get = scmi_power_state_get,
};

/**
 * scmi_agent_power_statistics() - where the platform keeps statistics of the domains
 * @ph: handle
 * @address: set to the physical address, 0 if there are none
 * @size: set to the size in bytes
 *
 * The platform has said so, and nothing else: that the memory is there, and what is in
 * it, is for the caller to judge. DEN0056 4.3.2.2.
 *
 * Context: Process context, sleeps.
 * Return: 0 or negative errno, see scmi_call().
 */
int scmi_agent_power_statistics(const struct scmi_protocol_handle *ph,
				u64 *address, u32 *size)
{
	u32 words[SCMI_POWERS_WORDS];
	int ret;

	ret = scmi_call(ph, SCMI_PROTOCOL_ATTRIBUTES, SCMI_NO_WORDS, 0, words,
			SCMI_POWERS_WORDS);
	if (ret)
		return ret;
	*address = scmi_value(&words[1]);
	*size = words[3];
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_power_statistics);

static u32 scmi_power_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_powers(ph)->count;
}

static bool scmi_power_tells_changed(const struct scmi_protocol_handle *ph,
				     u32 src)
{
	const struct scmi_power_domain *domain = scmi_power_lookup(ph, src);

	return domain && domain->tells_changed;
}

static bool scmi_power_tells_requested(const struct scmi_protocol_handle *ph,
				       u32 src)
{
	const struct scmi_power_domain *domain = scmi_power_lookup(ph, src);

	return domain && domain->tells_requested;
}

/* DEN0056 4.3.3.1, 4.3.3.2 */
static int scmi_power_parse_event(const struct scmi_protocol_handle *ph,
				  ktime_t timestamp, struct scmi_cursor *c,
				  void *report, u32 *src)
{
	struct scmi_power_state_changed_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->power_state = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (!scmi_power_lookup(ph, r->domain_id))
		return -ENOENT;
	*src = r->domain_id;
	return 0;
}

/* DEN0056 4.3.2.6, 4.3.2.7 */
static const struct scmi_event scmi_power_event_table[] = {
	{
		.id = SCMI_EVENT_POWER_STATE_CHANGED,
		.enable = SCMI_POWER_STATE_NOTIFY,
		.max_payload = SCMI_POWER_EVENT_LEN,
		.report_size = sizeof(struct scmi_power_state_changed_report),
		.supported = scmi_power_tells_changed,
		.parse = scmi_power_parse_event,
	},
	{
		.id = SCMI_EVENT_POWER_STATE_CHANGE_REQUESTED,
		.enable = SCMI_POWER_STATE_CHANGE_REQUESTED_NOTIFY,
		.max_payload = SCMI_POWER_EVENT_LEN,
		.report_size = sizeof(struct scmi_power_state_changed_report),
		.supported = scmi_power_tells_requested,
		.parse = scmi_power_parse_event,
	},
};

static const struct scmi_protocol_events scmi_power_events = {
	.events = scmi_power_event_table,
	.num = ARRAY_SIZE(scmi_power_event_table),
	.num_sources = scmi_power_num_sources,
};

static void scmi_power_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_powers *pi = ph->priv;
	u32 id;

	for (id = 0; id < pi->count; id++)
		kfree(pi->domains[id]);
	kvfree(pi);
	ph->priv = NULL;
}

/* DEN0056 4.3.2.2 */
static int scmi_power_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_powers *pi;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_POWERS_NUM, attr);
	pi = kvzalloc(struct_size(pi, domains, count), GFP_KERNEL);
	if (!pi)
		return -ENOMEM;
	pi->count = count;
	ph->priv = pi;

	ret = scmi_power_enumerate(ph, pi);
	if (ret)
		scmi_power_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_power_protocol = {
	.id = SCMI_PROTOCOL_POWER,
	.owner = THIS_MODULE,
	.version = SCMI_POWER_VERSION,
	.instance_init = scmi_power_instance_init,
	.instance_deinit = scmi_power_instance_deinit,
	.ops = &scmi_power_ops,
	.object = "power domain",
	.msgs = scmi_power_msgs,
	.num_msgs = ARRAY_SIZE(scmi_power_msgs),
	.events = &scmi_power_events,
};
