// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SYSTEM power protocol (DEN0056 4.4).
 */

#include <linux/bits.h>
#include <linux/module.h>
#include <linux/scmi_agent_system.h>

#include "builtin.h"

#define SCMI_SYSTEM_VERSION		SCMI_VERSION(2, 1)

/* SYSTEM_POWER_STATE_SET: flags; and what its attributes say that can be asked for */
#define SCMI_SYSTEM_SET_GRACEFUL	BIT(0)
#define SCMI_SYSTEM_HAS_WARMRESET	BIT(31)
#define SCMI_SYSTEM_HAS_SUSPEND		BIT(30)

/* Agent id, flags, state; the timeout since 2.0. */
#define SCMI_SYSTEM_EVENT_LEN		(4 * sizeof(__le32))

/* DEN0056 4.4.2 */
static const struct scmi_msg scmi_system_msgs[] = {
	SCMI_MSG(SYSTEM_POWER_STATE_SET, .req = 2,
		 .flags = SCMI_MSG_POLLED | SCMI_MSG_SETS),
	SCMI_MSG(SYSTEM_POWER_STATE_GET, .answer = 1),
	SCMI_MSG(SYSTEM_POWER_STATE_NOTIFY, .req = 1, .flags = SCMI_MSG_SETS),
};

/* DEN0056 4.4.2.4 */
static int scmi_system_state_set(const struct scmi_protocol_handle *ph,
				 u32 state, bool graceful, bool atomic)
{
	return scmi_call(ph, SCMI_SYSTEM_POWER_STATE_SET,
			 SCMI_WORDS(graceful ? SCMI_SYSTEM_SET_GRACEFUL : 0, state),
			 atomic ? SCMI_CALL_ATOMIC : 0, NULL, 0);
}

/* DEN0056 4.4.2.5 */
static int scmi_system_state_get(const struct scmi_protocol_handle *ph, u32 *state)
{
	return scmi_call(ph, SCMI_SYSTEM_POWER_STATE_GET, SCMI_NO_WORDS, 0, state, 1);
}

/* DEN0056 4.4.2.3. Without an @offer: is there the command at all? */
static bool scmi_system_has(const struct scmi_protocol_handle *ph, u32 offer)
{
	u32 attr;

	return !scmi_proto_msg_attributes(ph, SCMI_SYSTEM_POWER_STATE_SET, &attr) &&
	       (attr & offer) == offer;
}

static bool scmi_system_state_supported(const struct scmi_protocol_handle *ph,
					u32 state)
{
	switch (state) {
	case SCMI_SYSTEM_SHUTDOWN:
	case SCMI_SYSTEM_COLDRESET:
	case SCMI_SYSTEM_POWERUP:
		return scmi_system_has(ph, 0);
	case SCMI_SYSTEM_WARMRESET:
		return scmi_system_has(ph, SCMI_SYSTEM_HAS_WARMRESET);
	case SCMI_SYSTEM_SUSPEND:
		return scmi_system_has(ph, SCMI_SYSTEM_HAS_SUSPEND);
	default:
		return false;
	}
}

static const struct scmi_agent_system_ops scmi_system_ops = {
	.state_set = scmi_system_state_set,
	.state_get = scmi_system_state_get,
	.state_supported = scmi_system_state_supported,
	.prepare = scmi_proto_revive,
};

/*
 * DEN0056 4.4.3.1. The state is passed on as it is: those of the implementation's own
 * mean something to somebody who knows it. Only a graceful request leaves time; without
 * a timeout it leaves all the time that it takes.
 */
static int scmi_system_parse_event(const struct scmi_protocol_handle *ph,
				   ktime_t timestamp, struct scmi_cursor *c,
				   void *report, u32 *src)
{
	struct scmi_system_power_state_notifier_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->flags = scmi_get_le32(c);
	r->system_state = scmi_get_le32(c);
	if (ph->version >= SCMI_VERSION(2, 0) &&
	    SCMI_SYSPOWER_IS_REQUEST_GRACEFUL(r->flags) &&
	    scmi_cursor_has(c, 1, sizeof(__le32)))
		r->timeout = scmi_get_le32(c);
	*src = 0;
	return scmi_cursor_end(c);
}

/* DEN0056 4.4.2.6 */
static const struct scmi_event scmi_system_event_table[] = {
	{
		.id = SCMI_EVENT_SYSTEM_POWER_STATE_NOTIFIER,
		.enable = SCMI_SYSTEM_POWER_STATE_NOTIFY,
		.max_payload = SCMI_SYSTEM_EVENT_LEN,
		.report_size = sizeof(struct scmi_system_power_state_notifier_report),
		.parse = scmi_system_parse_event,
	},
};

static const struct scmi_protocol_events scmi_system_events = {
	.events = scmi_system_event_table,
	.num = ARRAY_SIZE(scmi_system_event_table),
};

/* There is one system, and nothing to be found out about it: the attributes are empty. */
static int scmi_system_instance_init(struct scmi_protocol_handle *ph)
{
	return 0;
}

const struct scmi_protocol scmi_system_protocol = {
	.id = SCMI_PROTOCOL_SYSTEM,
	.owner = THIS_MODULE,
	.version = SCMI_SYSTEM_VERSION,
	.instance_init = scmi_system_instance_init,
	.ops = &scmi_system_ops,
	.object = "system",
	.msgs = scmi_system_msgs,
	.num_msgs = ARRAY_SIZE(scmi_system_msgs),
	.events = &scmi_system_events,
};
