// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, notifications.
 */

#include <linux/limits.h>

#include "perf.h"

/* Agent id, domain id, upper and lower limit. */
#define SCMI_PERF_LIMITS_LEN	(4 * sizeof(__le32))
/* Agent id, domain id, level. */
#define SCMI_PERF_LEVEL_LEN	(3 * sizeof(__le32))

static u32 scmi_perf_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_perf(ph)->count;
}

static bool scmi_perf_tells_limits(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, src);

	return dom && dom->attributes & SCMI_PERF_TELLS_LIMITS;
}

static bool scmi_perf_tells_level(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, src);

	return dom && dom->attributes & SCMI_PERF_TELLS_LEVEL;
}

/* Hertz as reports have them: 0 if unknown. */
static unsigned long scmi_perf_report_hz(const struct scmi_perf_domain *dom, u32 word)
{
	u64 hz = scmi_perf_word_hz(dom, word);

	return hz <= ULONG_MAX ? hz : 0;
}

/* DEN0056 4.5.3.1 */
static int scmi_perf_parse_limits(const struct scmi_protocol_handle *ph,
				  ktime_t timestamp, struct scmi_cursor *c,
				  void *report, u32 *src)
{
	struct scmi_perf_limits_report *r = report;
	const struct scmi_perf_domain *dom;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->range_max = scmi_get_le32(c);
	r->range_min = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	dom = scmi_perf_lookup(ph, r->domain_id);
	if (!dom)
		return -ENOENT;
	r->range_max_freq = scmi_perf_report_hz(dom, r->range_max);
	r->range_min_freq = scmi_perf_report_hz(dom, r->range_min);
	*src = r->domain_id;
	return 0;
}

/* DEN0056 4.5.3.2 */
static int scmi_perf_parse_level(const struct scmi_protocol_handle *ph,
				 ktime_t timestamp, struct scmi_cursor *c,
				 void *report, u32 *src)
{
	struct scmi_perf_level_report *r = report;
	const struct scmi_perf_domain *dom;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->performance_level = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	dom = scmi_perf_lookup(ph, r->domain_id);
	if (!dom)
		return -ENOENT;
	r->performance_level_freq = scmi_perf_report_hz(dom, r->performance_level);
	*src = r->domain_id;
	return 0;
}

static const struct scmi_event scmi_perf_event_table[] = {
	{
		.id = SCMI_EVENT_PERFORMANCE_LIMITS_CHANGED,
		.enable = SCMI_PERFORMANCE_NOTIFY_LIMITS,
		.max_payload = SCMI_PERF_LIMITS_LEN,
		.report_size = sizeof(struct scmi_perf_limits_report),
		.supported = scmi_perf_tells_limits,
		.parse = scmi_perf_parse_limits,
	},
	{
		.id = SCMI_EVENT_PERFORMANCE_LEVEL_CHANGED,
		.enable = SCMI_PERFORMANCE_NOTIFY_LEVEL,
		.max_payload = SCMI_PERF_LEVEL_LEN,
		.report_size = sizeof(struct scmi_perf_level_report),
		.supported = scmi_perf_tells_level,
		.parse = scmi_perf_parse_level,
	},
};

/*
 * DEN0056 4.5.2.10, 4.5.2.11. Without the levels an index means nothing to who is
 * notified, and a report has no time to ask for them.
 */
static int scmi_perf_set_enabled(const struct scmi_protocol_handle *ph, u8 evt_id,
				 u32 src, bool enable)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, src);

	if (dom && enable && scmi_perf_is_indexed(dom))
		scmi_perf_levels_need(ph, dom);
	return scmi_call(ph, scmi_perf_event_table[evt_id].enable,
			 SCMI_WORDS(src, enable), 0, NULL, 0);
}

const struct scmi_protocol_events scmi_perf_events = {
	.events = scmi_perf_event_table,
	.num = ARRAY_SIZE(scmi_perf_event_table),
	.num_sources = scmi_perf_num_sources,
	.set_enabled = scmi_perf_set_enabled,
};
