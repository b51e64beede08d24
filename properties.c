// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the numbers of an SCMI node.
 */

#include <linux/export.h>
#include <linux/of.h>

#include "common.h"

/**
 * DOC: Numbers of the devicetree
 *
 * What a number of the binding may be is the same for all transports, except
 * where a transport has a smaller limit of its own. A number that is out of
 * range, or none at all, is told once per instance and the default is used:
 * a firmware's mistake shall not take all clocks away.
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
