// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: VOLTAGE protocol (DEN0056 4.9).
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scmi_agent_voltage.h>
#include <linux/slab.h>

#include "builtin.h"
#include "voltage.h"

#define SCMI_VOLTAGE_VERSION		SCMI_VERSION(2, 1)

/* Changes of levels that are completed later came with this version. */
#define SCMI_VOLTAGE_V2_0		SCMI_VERSION(2, 0)

/* PROTOCOL_ATTRIBUTES */
#define SCMI_VOLTAGES_NUM		GENMASK(15, 0)

/* VOLTAGE_DOMAIN_ATTRIBUTES: attributes, reserved before 2.0 */
#define SCMI_VOLTAGE_ASYNC_OFFERED	BIT(31)
#define SCMI_VOLTAGE_EXTENDED_NAME	BIT(30)

/* VOLTAGE_CONFIG_SET, _GET: what bit 3 is set in is the vendor's */
#define SCMI_VOLTAGE_CONFIG_MODE	GENMASK(3, 0)

/* DEN0056 4.9.2 */
static const struct scmi_msg scmi_voltage_msgs[] = {
	SCMI_MSG(VOLTAGE_DOMAIN_ATTRIBUTES, .req = 1, .answer = 5),
	SCMI_MSG(VOLTAGE_DESCRIBE_LEVELS, .req = 2, .answer = 1),
	SCMI_MSG(VOLTAGE_CONFIG_SET, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(VOLTAGE_CONFIG_GET, .req = 1, .answer = 1),
	SCMI_MSG(VOLTAGE_LEVEL_SET, .req = 3, .delayed = 2,
		 .delayed_since = SCMI_VOLTAGE_V2_0, .object = 0,
		 .async_word = 1, .async_bit = 0, .flags = SCMI_MSG_SETS),
	SCMI_MSG(VOLTAGE_LEVEL_GET, .req = 1, .answer = 1),
	SCMI_MSG(VOLTAGE_DOMAIN_NAME_GET, .since = SCMI_VERSION(2, 0), .req = 1,
		 .answer = 1),
};

static const char * const scmi_voltage_lost_what[SCMI_VOLTAGE_LOST_NUM] = {
	[SCMI_VOLTAGE_LOST_ALL] = "voltage domains left out",
	[SCMI_VOLTAGE_LOST_NAME] = "voltage domains without extended name",
	[SCMI_VOLTAGE_LOST_LEVELS] = "voltage domains whose levels are unknown",
};

static struct scmi_voltage *to_scmi_voltage(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_voltage, staged);
}

/* DEN0056 4.9.2.4 */
static int scmi_voltage_parse_attributes(const struct scmi_protocol_handle *ph,
					 struct scmi_staged *obj, u32 id,
					 struct scmi_cursor *c)
{
	struct scmi_voltage *v = to_scmi_voltage(obj);
	u32 attr = scmi_get_le32(c);

	if (ph->version >= SCMI_VOLTAGE_V2_0) {
		v->info.async_level_set = attr & SCMI_VOLTAGE_ASYNC_OFFERED;
		v->extended_name = attr & SCMI_VOLTAGE_EXTENDED_NAME;
	}
	scmi_get_name(c, v->info.name, sizeof(v->info.name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	return 0;
}

static bool scmi_voltage_has_name(struct scmi_staged *obj)
{
	return to_scmi_voltage(obj)->extended_name;
}

/* DEN0056 4.9.2.10; without it the short name stays. */
static int scmi_voltage_parse_name(const struct scmi_protocol_handle *ph,
				   struct scmi_staged *obj, u32 id,
				   struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_voltage(obj)->info.name);
}

static const struct scmi_stage scmi_voltage_stages[] = {
	[SCMI_VOLTAGE_LOST_ALL] = {
		.msg = SCMI_VOLTAGE_DOMAIN_ATTRIBUTES,
		.vital = true,
		/* A platform without this message may have the others. */
		.none = -EOPNOTSUPP,
		.parse = scmi_voltage_parse_attributes,
	},
	[SCMI_VOLTAGE_LOST_NAME] = {
		.msg = SCMI_VOLTAGE_DOMAIN_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_voltage_has_name,
		.parse = scmi_voltage_parse_name,
	},
};

static struct scmi_staged *
scmi_voltage_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	return &scmi_voltages(ph)->domains[id].staged;
}

/* The domain becomes a hole. That it is another agent's is no news. */
static void scmi_voltage_left_out(const struct scmi_protocol_handle *ph, u32 id,
				  int err)
{
	scmi_voltages(ph)->domains[id].hole = true;
	if (err != -EACCES)
		scmi_voltage_lost(ph, SCMI_VOLTAGE_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_voltage_enumeration = {
	.stages = scmi_voltage_stages,
	.num = ARRAY_SIZE(scmi_voltage_stages),
	.object = scmi_voltage_staged,
	.lost = scmi_voltage_lost,
	.left_out = scmi_voltage_left_out,
};

static int scmi_voltage_num_domains_get(const struct scmi_protocol_handle *ph)
{
	return scmi_voltages(ph)->count;
}

/**
 * scmi_agent_voltage_info() - what is known about a domain
 * @ph: handle
 * @id: domain
 *
 * Unlike the operation info_get() this costs no message, and a domain whose levels are
 * not known has one.
 *
 * Context: Any context.
 * Return: information, valid as long as the handle, in which levels mean nothing unless
 *	   scmi_agent_voltage_levels() was successful; NULL when there is no such domain.
 */
const struct scmi_voltage_info *
scmi_agent_voltage_info(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_voltage *v = scmi_voltage_lookup(ph, id);

	return v ? &v->info : NULL;
}
EXPORT_SYMBOL_GPL(scmi_agent_voltage_info);

static const struct scmi_voltage_info *
scmi_voltage_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	if (scmi_agent_voltage_levels(ph, id))
		return NULL;
	return scmi_agent_voltage_info(ph, id);
}

/* DEN0056 4.9.2.6 */
static int scmi_voltage_config_set(const struct scmi_protocol_handle *ph, u32 id,
				   u32 config)
{
	if (!scmi_voltage_lookup(ph, id) || config & ~SCMI_VOLTAGE_CONFIG_MODE)
		return -EINVAL;
	return scmi_call(ph, SCMI_VOLTAGE_CONFIG_SET, SCMI_WORDS(id, config), 0,
			 NULL, 0);
}

/* DEN0056 4.9.2.7 */
static int scmi_voltage_config_get(const struct scmi_protocol_handle *ph, u32 id,
				   u32 *config)
{
	u32 word;
	int ret;

	if (!scmi_voltage_lookup(ph, id))
		return -EINVAL;
	ret = scmi_call(ph, SCMI_VOLTAGE_CONFIG_GET, SCMI_WORDS(id), 0, &word, 1);
	if (!ret)
		*config = word & SCMI_VOLTAGE_CONFIG_MODE;
	return ret;
}

/* DEN0056 4.9.2.8, 4.9.2.8.1 */
static int scmi_voltage_level_set(const struct scmi_protocol_handle *ph, u32 id,
				  enum scmi_voltage_level_mode mode, s32 uv)
{
	const struct scmi_voltage *v = scmi_voltage_lookup(ph, id);
	bool async;

	if (!v)
		return -EINVAL;
	async = mode == SCMI_VOLTAGE_LEVEL_SET_AUTO && v->info.async_level_set;
	return scmi_done(scmi_ask_async(ph, SCMI_VOLTAGE_LEVEL_SET,
					SCMI_WORDS(id, 0, uv), 0,
					async ? &scmi_voltages(ph)->async : NULL));
}

/* DEN0056 4.9.2.9 */
static int scmi_voltage_level_get(const struct scmi_protocol_handle *ph, u32 id,
				  s32 *uv)
{
	u32 word;
	int ret;

	if (!scmi_voltage_lookup(ph, id))
		return -EINVAL;
	ret = scmi_call(ph, SCMI_VOLTAGE_LEVEL_GET, SCMI_WORDS(id), 0, &word, 1);
	if (!ret)
		*uv = (s32)word;
	return ret;
}

static const struct scmi_voltage_proto_ops scmi_voltage_ops = {
	.num_domains_get = scmi_voltage_num_domains_get,
	.info_get = scmi_voltage_info_get,
	.config_set = scmi_voltage_config_set,
	.config_get = scmi_voltage_config_get,
	.level_set = scmi_voltage_level_set,
	.level_get = scmi_voltage_level_get,
};

static void scmi_voltage_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_voltages *vi = ph->priv;
	u32 id;

	for (id = 0; id < vi->count; id++)
		kvfree(vi->domains[id].info.levels_uv);
	mutex_destroy(&vi->levels_lock);
	kvfree(vi);
	ph->priv = NULL;
}

/* Each domain has a name, if need be one of ours. */
static void scmi_voltage_name_all(struct scmi_voltages *vi)
{
	u32 id;

	for (id = 0; id < vi->count; id++) {
		struct scmi_voltage_info *info = &vi->domains[id].info;

		info->id = id;
		if (!info->name[0])
			snprintf(info->name, sizeof(info->name), "voltage%u", id);
	}
}

/* DEN0056 4.9.2.2 */
static int scmi_voltage_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_voltages *vi;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_VOLTAGES_NUM, attr);
	vi = kvzalloc(struct_size(vi, domains, count), GFP_KERNEL);
	if (!vi)
		return -ENOMEM;
	vi->count = count;
	/* The protocol sets no limit, and callers are as many as messages at most. */
	vi->async.max = INT_MAX;
	atomic_long_set(&vi->budget, SCMI_LIST_BUDGET);
	vi->losses = (struct scmi_losses){
		.what = scmi_voltage_lost_what,
		.num = ARRAY_SIZE(scmi_voltage_lost_what),
		.total = count,
	};
	mutex_init(&vi->levels_lock);
	ph->priv = vi;

	ret = scmi_stages_run(ph, &scmi_voltage_enumeration, count);
	if (ret) {
		scmi_voltage_instance_deinit(ph);
		return ret;
	}
	scmi_voltage_name_all(vi);
	scmi_losses_tell(ph, &vi->losses);
	return 0;
}

const struct scmi_protocol scmi_voltage_protocol = {
	.id = SCMI_PROTOCOL_VOLTAGE,
	.owner = THIS_MODULE,
	.version = SCMI_VOLTAGE_VERSION,
	.instance_init = scmi_voltage_instance_init,
	.instance_deinit = scmi_voltage_instance_deinit,
	.ops = &scmi_voltage_ops,
	.object = "voltage domain",
	.msgs = scmi_voltage_msgs,
	.num_msgs = ARRAY_SIZE(scmi_voltage_msgs),
};
