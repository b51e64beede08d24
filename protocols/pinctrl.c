// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PINCTRL protocol (DEN0056 4.11), whose pins are whose.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "builtin.h"
#include "pinctrl.h"

/* PROTOCOL_ATTRIBUTES: attributes_low, attributes_high */
#define SCMI_PINCTRL_GROUPS_NUM		GENMASK(31, 16)
#define SCMI_PINCTRL_PINS_NUM		GENMASK(15, 0)
#define SCMI_PINCTRL_FUNCTIONS_NUM	GENMASK(15, 0)

/* PINCTRL_SET_PERMISSIONS: flags, above the selector */
#define SCMI_PINCTRL_ALLOW		BIT(2)

/* DEN0056 4.11.2 */
static const struct scmi_msg scmi_pinctrl_msgs[] = {
	SCMI_MSG(PINCTRL_ATTRIBUTES, .req = 2, .answer = 5),
	SCMI_MSG(PINCTRL_LIST_ASSOCIATIONS, .req = 3, .answer = 1),
	SCMI_MSG(PINCTRL_SETTINGS_GET, .req = 2, .answer = 2),
	SCMI_MSG(PINCTRL_SETTINGS_CONFIGURE, .req = 3,
		 .flags = SCMI_MSG_SETS | SCMI_MSG_OPEN),
	SCMI_MSG(PINCTRL_REQUEST, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(PINCTRL_RELEASE, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(PINCTRL_NAME_GET, .req = 2, .answer = 1),
	SCMI_MSG(PINCTRL_SET_PERMISSIONS, .req = 3, .flags = SCMI_MSG_SETS),
};

static int scmi_pinctrl_count_get(const struct scmi_protocol_handle *ph,
				  enum scmi_pinctrl_selector_type type)
{
	const struct scmi_pinctrl_kind *kind = scmi_pinctrl_kind(ph, type);

	return kind ? kind->count : -EINVAL;
}

/* DEN0056 4.11.2.8 */
static int scmi_pinctrl_pin_request(const struct scmi_protocol_handle *ph, u32 pin)
{
	if (!scmi_pinctrl_has(ph, PIN_TYPE, pin))
		return -EINVAL;
	return scmi_call(ph, SCMI_PINCTRL_REQUEST, SCMI_WORDS(pin, PIN_TYPE), 0,
			 NULL, 0);
}

/* DEN0056 4.11.2.9 */
static int scmi_pinctrl_pin_free(const struct scmi_protocol_handle *ph, u32 pin)
{
	if (!scmi_pinctrl_has(ph, PIN_TYPE, pin))
		return -EINVAL;
	return scmi_call(ph, SCMI_PINCTRL_RELEASE, SCMI_WORDS(pin, PIN_TYPE), 0,
			 NULL, 0);
}

/**
 * scmi_agent_pinctrl_set_permissions() - let an agent change a pin or group, or not
 * @ph: handle
 * @agent_id: the agent
 * @id: pin or group
 * @type: which of the two
 * @allow: it may
 *
 * DEN0056 4.11.2.11; for a trusted agent only.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such pin or group; -EACCES: our agent is not trusted; see
 *	   scmi_ask().
 */
int scmi_agent_pinctrl_set_permissions(const struct scmi_protocol_handle *ph,
				       u32 agent_id, u32 id,
				       enum scmi_pinctrl_selector_type type,
				       bool allow)
{
	if (!scmi_pinctrl_is_pin(ph, type, id))
		return -EINVAL;
	return scmi_call(ph, SCMI_PINCTRL_SET_PERMISSIONS,
			 SCMI_WORDS(agent_id, id,
				    type | (allow ? SCMI_PINCTRL_ALLOW : 0)),
			 0, NULL, 0);
}
EXPORT_SYMBOL_GPL(scmi_agent_pinctrl_set_permissions);

static const struct scmi_pinctrl_proto_ops scmi_pinctrl_ops = {
	.count_get = scmi_pinctrl_count_get,
	.name_get = scmi_pinctrl_name_get,
	.group_pins_get = scmi_pinctrl_group_pins_get,
	.function_groups_get = scmi_pinctrl_function_groups_get,
	.mux_set = scmi_pinctrl_mux_set,
	.settings_get_one = scmi_pinctrl_settings_get_one,
	.settings_get_all = scmi_pinctrl_settings_get_all,
	.settings_conf = scmi_pinctrl_settings_conf,
	.pin_request = scmi_pinctrl_pin_request,
	.pin_free = scmi_pinctrl_pin_free,
};

static int scmi_pinctrl_kind_init(struct scmi_pinctrl *pi, u32 type, u32 count)
{
	struct scmi_pinctrl_kind *kind = &pi->kinds[type];

	kind->type = type;
	kind->losses = (struct scmi_losses){
		.what = scmi_pinctrl_lost[type],
		.num = SCMI_PINCTRL_LOST_NUM,
		.total = count,
	};
	kind->objects = kvcalloc(count, sizeof(*kind->objects), GFP_KERNEL);
	if (!kind->objects)
		return -ENOMEM;
	kind->count = count;
	return 0;
}

static void scmi_pinctrl_instance_deinit(struct scmi_protocol_handle *ph)
{
	struct scmi_pinctrl *pi = ph->priv;
	u32 type, id;

	for (type = 0; type < SCMI_PINCTRL_KINDS; type++) {
		struct scmi_pinctrl_kind *kind = &pi->kinds[type];

		for (id = 0; id < kind->count; id++)
			kvfree(kind->objects[id].members);
		kvfree(kind->objects);
	}
	mutex_destroy(&pi->lock);
	kfree(pi);
	ph->priv = NULL;
}

/* DEN0056 4.11.2.2 */
static int scmi_pinctrl_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_pinctrl *pi;
	u32 attr[2];
	int ret;

	ret = scmi_call(ph, SCMI_PROTOCOL_ATTRIBUTES, SCMI_NO_WORDS, 0, attr,
			ARRAY_SIZE(attr));
	if (ret)
		return ret;
	pi = kzalloc_obj(*pi);
	if (!pi)
		return -ENOMEM;
	atomic_long_set(&pi->budget, SCMI_LIST_BUDGET);
	mutex_init(&pi->lock);
	ph->priv = pi;
	ret = scmi_pinctrl_kind_init(pi, PIN_TYPE,
				     FIELD_GET(SCMI_PINCTRL_PINS_NUM, attr[0])) ?:
	      scmi_pinctrl_kind_init(pi, GROUP_TYPE,
				     FIELD_GET(SCMI_PINCTRL_GROUPS_NUM, attr[0])) ?:
	      scmi_pinctrl_kind_init(pi, FUNCTION_TYPE,
				     FIELD_GET(SCMI_PINCTRL_FUNCTIONS_NUM, attr[1]));
	if (ret)
		scmi_pinctrl_instance_deinit(ph);
	return ret;
}

const struct scmi_protocol scmi_pinctrl_protocol = {
	.id = SCMI_PROTOCOL_PINCTRL,
	.owner = THIS_MODULE,
	.version = SCMI_VERSION(1, 0),
	.instance_init = scmi_pinctrl_instance_init,
	.instance_deinit = scmi_pinctrl_instance_deinit,
	.ops = &scmi_pinctrl_ops,
	.object = "pin",
	.msgs = scmi_pinctrl_msgs,
	.num_msgs = ARRAY_SIZE(scmi_pinctrl_msgs),
};
