// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: LAMP protocol, of two messages, which no specification has. What a
 * protocol needs on the agent's side: see Documentation/contributing.rst.
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/module.h>

#include "builtin.h"
#include "lamp.h"

/* PROTOCOL_ATTRIBUTES */
#define SCMI_LAMPS_NUM		GENMASK(15, 0)

static const struct scmi_msg scmi_lamp_msgs[] = {
	SCMI_MSG(LAMP_SET, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(LAMP_GET, .req = 1, .answer = 1),
};

/* The number of lamps is all that there is to remember. */
static unsigned long scmi_lamps(const struct scmi_protocol_handle *ph)
{
	return (unsigned long)ph->priv;
}

static int scmi_lamp_set(const struct scmi_protocol_handle *ph, u32 id, bool on)
{
	if (id >= scmi_lamps(ph))
		return -EINVAL;
	return scmi_call(ph, SCMI_LAMP_SET, SCMI_WORDS(id, on), 0, NULL, 0);
}

static int scmi_lamp_get(const struct scmi_protocol_handle *ph, u32 id, bool *on)
{
	u32 word;
	int ret;

	if (id >= scmi_lamps(ph))
		return -EINVAL;
	ret = scmi_call(ph, SCMI_LAMP_GET, SCMI_WORDS(id), 0, &word, 1);
	if (!ret)
		*on = word;
	return ret;
}

static const struct scmi_lamp_ops scmi_lamp_ops = {
	.set = scmi_lamp_set,
	.get = scmi_lamp_get,
};

static int scmi_lamp_instance_init(struct scmi_protocol_handle *ph)
{
	u32 attr;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (!ret)
		ph->priv = (void *)(unsigned long)FIELD_GET(SCMI_LAMPS_NUM, attr);
	return ret;
}

static void scmi_lamp_instance_deinit(struct scmi_protocol_handle *ph)
{
	ph->priv = NULL;
}

const struct scmi_protocol scmi_lamp_protocol = {
	.id = SCMI_PROTOCOL_LAMP,
	.owner = THIS_MODULE,
	.version = SCMI_VERSION(1, 0),
	.instance_init = scmi_lamp_instance_init,
	.instance_deinit = scmi_lamp_instance_deinit,
	.ops = &scmi_lamp_ops,
	.object = "lamp",
	.msgs = scmi_lamp_msgs,
	.num_msgs = ARRAY_SIZE(scmi_lamp_msgs),
};
