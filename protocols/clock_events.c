// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, notifications.
 */

#include "clock.h"

/* Agent id, clock id, rate of two words. */
#define SCMI_CLOCK_RATE_EVENT_LEN	(4 * sizeof(__le32))

static u32 scmi_clock_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_clocks(ph)->count;
}

static bool scmi_clock_tells_changed(const struct scmi_protocol_handle *ph,
				     u32 src)
{
	const struct scmi_clock *clk = scmi_clock_lookup(ph, src);

	return clk && clk->info.rate_changed_notifications;
}

static bool scmi_clock_tells_requested(const struct scmi_protocol_handle *ph,
				       u32 src)
{
	const struct scmi_clock *clk = scmi_clock_lookup(ph, src);

	return clk && clk->info.rate_change_requested_notifications;
}

/* DEN0056 4.6.3.1, 4.6.3.2 */
static int scmi_clock_parse_event(const struct scmi_protocol_handle *ph,
				  ktime_t timestamp, struct scmi_cursor *c,
				  void *report, u32 *src)
{
	struct scmi_clock_rate_notif_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->clock_id = scmi_get_le32(c);
	r->rate = scmi_get_le64(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (!scmi_clock_lookup(ph, r->clock_id))
		return -ENOENT;
	*src = r->clock_id;
	return 0;
}

/* DEN0056 4.6.2.10, 4.6.2.11 */
static const struct scmi_event scmi_clock_event_table[] = {
	{
		.id = SCMI_EVENT_CLOCK_RATE_CHANGED,
		.enable = SCMI_CLOCK_RATE_NOTIFY,
		.max_payload = SCMI_CLOCK_RATE_EVENT_LEN,
		.report_size = sizeof(struct scmi_clock_rate_notif_report),
		.supported = scmi_clock_tells_changed,
		.parse = scmi_clock_parse_event,
	},
	{
		.id = SCMI_EVENT_CLOCK_RATE_CHANGE_REQUESTED,
		.enable = SCMI_CLOCK_RATE_CHANGE_REQUESTED_NOTIFY,
		.max_payload = SCMI_CLOCK_RATE_EVENT_LEN,
		.report_size = sizeof(struct scmi_clock_rate_notif_report),
		.supported = scmi_clock_tells_requested,
		.parse = scmi_clock_parse_event,
	},
};

const struct scmi_protocol_events scmi_clock_events = {
	.events = scmi_clock_event_table,
	.num = ARRAY_SIZE(scmi_clock_event_table),
	.num_sources = scmi_clock_num_sources,
};
