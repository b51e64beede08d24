// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the devicetree node of a platform, its numbers and its protocols.
 */

#include <linux/bitmap.h>
#include <linux/export.h>
#include <linux/of.h>

#include "common.h"
#include "dt.h"

/**
 * DOC: Numbers of the devicetree
 *
 * What a number of the binding may be is the same for all transports, except
 * where a transport has a smaller limit of its own. A number that is out of
 * range, or not a number, is reported once per instance and replaced by the default:
 * a mistake in firmware does not take all clocks away.
 */

/* Longer waits than this are not meant: a caller may hold locks. */
#define SCMI_TIMEOUT_MAX_MS	600000

/* The threshold of atomic commands: more than this is no short time. */
#define SCMI_ATOMIC_MAX_US	100000

static u32 scmi_property(struct device *dev, const struct device_node *np,
			 const char *name, u32 val, u32 min, u32 max)
{
	u32 set;
	int ret;

	if (!of_property_present(np, name))
		return val;
	ret = of_property_read_u32(np, name, &set);
	if (ret)
		dev_warn(dev, "%pOF: %s is no number: using %u\n", np, name,
			 val);
	else if (set < min || set > max)
		dev_warn(dev, "%pOF: %s is %u, must be %u..%u: using %u\n", np,
			 name, set, min, max, val);
	else
		return set;
	return val;
}

/**
 * scmi_agent_read_limits() - read an instance's limits from its node
 * @dev: device that messages name
 * @np: SCMI node, or NULL: nothing changes
 * @tr: its max_msg, max_msg_size and timeout_ms are the defaults, and are
 *	replaced by what the node says
 * @max_msg: most transfers that the transport can have in flight, 1..
 * @max_msg_size: largest payload that it can carry, SCMI_MSG_SIZE_MIN..
 *
 * Context: Process context.
 */
void scmi_agent_read_limits(struct device *dev, const struct device_node *np,
			    struct scmi_transport *tr, unsigned int max_msg,
			    unsigned int max_msg_size)
{
	if (!np)
		return;
	tr->max_msg = scmi_property(dev, np, "arm,max-msg", tr->max_msg, 1,
				    max_msg);
	tr->max_msg_size = scmi_property(dev, np, "arm,max-msg-size",
					 tr->max_msg_size, SCMI_MSG_SIZE_MIN,
					 max_msg_size);
	tr->timeout_ms = scmi_property(dev, np, "arm,max-rx-timeout-ms",
				       tr->timeout_ms, 1, SCMI_TIMEOUT_MAX_MS);
}
EXPORT_SYMBOL_GPL(scmi_agent_read_limits);

/**
 * scmi_atomic_threshold() - how long an atomic command may take
 * @dev: device that messages name
 * @np: SCMI node, or NULL
 *
 * Context: Process context.
 * Return: microseconds; 0 when the node does not say.
 */
unsigned int scmi_atomic_threshold(struct device *dev,
				   const struct device_node *np)
{
	if (!np)
		return 0;
	return scmi_property(dev, np, "atomic-threshold-us", 0, 0,
			     SCMI_ATOMIC_MAX_US);
}

/**
 * scmi_node_protocol() - the protocol id of a protocol node
 * @np: child node of an SCMI node
 *
 * Context: Process context.
 * Return: 0..255, or -EINVAL when reg is missing or out of range.
 */
int scmi_node_protocol(struct device_node *np)
{
	u32 reg;

	if (of_property_read_u32(np, "reg", &reg) || reg > 0xff)
		return -EINVAL;
	return reg;
}

/**
 * scmi_instance_node() - find the devicetree node of a protocol
 * @inst: instance
 * @proto: protocol id
 *
 * Context: Process context.
 * Return: the first available child with that id, with a reference taken; NULL
 *	   without one.
 */
struct device_node *scmi_instance_node(struct scmi_instance *inst, u8 proto)
{
	if (!inst->np)
		return NULL;

	for_each_available_child_of_node_scoped(inst->np, child)
		if (scmi_node_protocol(child) == proto)
			return of_node_get(child);
	return NULL;
}

/**
 * scmi_node_enables() - does the devicetree enable a protocol, with a sound channel?
 * @inst: instance whose channels are set up
 * @proto: protocol id
 *
 * Context: Process context.
 * Return: false without a devicetree, too.
 */
bool scmi_node_enables(struct scmi_instance *inst, u8 proto)
{
	struct device_node *np = scmi_instance_node(inst, proto);

	of_node_put(np);
	return np && !test_bit(proto, inst->bad_channels);
}

/**
 * scmi_instance_apply_node() - of what the platform offers, keep what is enabled
 * @inst: instance in state NEW, whose platform was asked; all is kept without a
 *	  devicetree
 *
 * Context: Process context.
 */
void scmi_instance_apply_node(struct scmi_instance *inst)
{
	DECLARE_BITMAP(enabled, 256) = {};

	if (!inst->np)
		return;

	for_each_available_child_of_node_scoped(inst->np, child) {
		int proto = scmi_node_protocol(child);

		if (proto < 0)
			dev_warn(&inst->dev,
				 "%pOF: reg is no protocol id, skipped\n",
				 child);
		else if (proto == SCMI_PROTOCOL_BASE)
			dev_warn(&inst->dev,
				 "%pOF: BASE needs no node, skipped\n", child);
		else if (test_and_set_bit(proto, enabled))
			dev_warn(&inst->dev,
				 "%pOF: second node for protocol 0x%02x, skipped\n",
				 child, proto);
		else if (test_bit(proto, inst->bad_channels))
			clear_bit(proto, enabled);
		else if (!scmi_instance_offers(inst, proto))
			dev_warn(&inst->dev,
				 "%pOF: the platform has no protocol 0x%02x\n",
				 child, proto);
	}
	bitmap_and(inst->protocols_offered, inst->protocols_offered, enabled,
		   256);
}
