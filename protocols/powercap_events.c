// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol, notifications.
 */

#include <linux/cleanup.h>

#include "powercap.h"

/* Agent id, domain id, cap, interval; since 3.0 the level. */
#define SCMI_POWERCAP_CAP_LEN		(5 * sizeof(__le32))
/* Agent id, domain id, power; an interval since 3.0, which nobody wants. */
#define SCMI_POWERCAP_POWER_LEN		(3 * sizeof(__le32))

static u32 scmi_powercap_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_powercaps(ph)->count;
}

static bool scmi_powercap_tells_cap(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, src);

	return pc && pc->info.notify_powercap_cap_change;
}

static bool scmi_powercap_tells_power(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_powercap *pc = scmi_powercap_lookup(ph, src);

	return pc && pc->info.notify_powercap_measurement_change;
}

/* The index of the level that the platform knows by @id. */
static int scmi_powercap_level_index(const struct scmi_powercap *pc, u32 id)
{
	unsigned int i;

	for (i = 0; i < pc->num_levels; i++)
		if (pc->levels[i].info.id == id)
			return i;
	return -ENOENT;
}

/* DEN0056 4.10.4, POWERCAP_CAP_CHANGED */
static int scmi_powercap_parse_cap(const struct scmi_protocol_handle *ph,
				   ktime_t timestamp, struct scmi_cursor *c,
				   void *report, u32 *src)
{
	struct scmi_agent_powercap_cap_report *full = report;
	struct scmi_powercap_cap_changed_report *r = &full->report;
	const struct scmi_powercap *pc;
	int level = 0;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->power_cap = scmi_get_le32(c);
	r->pai = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	pc = scmi_powercap_lookup(ph, r->domain_id);
	if (!pc)
		return -ENOENT;
	if (scmi_powercap_has_levels(ph) && scmi_cursor_has(c, 1, sizeof(__le32)))
		level = scmi_powercap_level_index(pc, scmi_get_le32(c));
	if (level < 0)
		return level;
	full->level = level;
	*src = r->domain_id;
	return 0;
}

/* DEN0056 4.10.4, POWERCAP_MEASUREMENTS_CHANGED */
static int scmi_powercap_parse_power(const struct scmi_protocol_handle *ph,
				     ktime_t timestamp, struct scmi_cursor *c,
				     void *report, u32 *src)
{
	struct scmi_powercap_meas_changed_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->power = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (!scmi_powercap_lookup(ph, r->domain_id))
		return -ENOENT;
	*src = r->domain_id;
	return 0;
}

/* DEN0056 4.10.3, POWERCAP_MEASUREMENTS_NOTIFY */
static int scmi_powercap_watch(const struct scmi_protocol_handle *ph, u32 id,
			       bool on, u32 low, u32 high)
{
	return scmi_call(ph, SCMI_POWERCAP_MEASUREMENTS_NOTIFY,
			 SCMI_WORDS(id, on, low, high), 0, NULL, 0);
}

/*
 * Without thresholds there is nothing to be told of. They go along when it is turned
 * off, too: platforms may look at them before they look at what is asked.
 */
static int scmi_powercap_watch_set(const struct scmi_protocol_handle *ph, u32 id,
				   bool on)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	int ret;

	if (!pc)
		return -EINVAL;

	guard(mutex)(&pc->lock);

	if (on && !pc->low && !pc->high)
		return -EINVAL;
	ret = scmi_powercap_watch(ph, id, on, pc->low, pc->high);
	if (!ret)
		pc->watched = on;
	return ret;
}

static int scmi_powercap_set_enabled(const struct scmi_protocol_handle *ph,
				     u8 evt_id, u32 src, bool enable)
{
	if (evt_id == SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED)
		return scmi_powercap_watch_set(ph, src, enable);
	return scmi_call(ph, SCMI_POWERCAP_CAP_NOTIFY, SCMI_WORDS(src, enable), 0,
			 NULL, 0);
}

/**
 * scmi_powercap_threshold_set() - set what SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED is about
 * @ph: handle
 * @id: domain
 * @low: power in the domain's unit below which the platform is to tell
 * @high: power above which it is to tell, not below @low
 *
 * To be called before somebody asks to be told, and again to change it. Both being 0
 * means that there are none. DEN0056 4.10.3, POWERCAP_MEASUREMENTS_NOTIFY.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain, or not such thresholds; see scmi_call(), in which
 *	   case they are the old ones.
 */
int scmi_powercap_threshold_set(const struct scmi_protocol_handle *ph, u32 id,
				u32 low, u32 high)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	int ret = 0;

	if (!pc || low > high)
		return -EINVAL;

	guard(mutex)(&pc->lock);

	if (pc->watched && (pc->low != low || pc->high != high))
		ret = scmi_powercap_watch(ph, id, true, low, high);
	if (ret)
		return ret;
	pc->low = low;
	pc->high = high;
	return 0;
}

/**
 * scmi_powercap_threshold_get() - thresholds as they were set last
 * @ph: handle
 * @id: domain
 * @low: set to the lower one
 * @high: set to the upper one
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL: no such domain.
 */
int scmi_powercap_threshold_get(const struct scmi_protocol_handle *ph, u32 id,
				u32 *low, u32 *high)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);

	if (!pc)
		return -EINVAL;

	guard(mutex)(&pc->lock);

	*low = pc->low;
	*high = pc->high;
	return 0;
}

static const struct scmi_event scmi_powercap_event_table[] = {
	{
		.id = SCMI_EVENT_POWERCAP_CAP_CHANGED,
		.enable = SCMI_POWERCAP_CAP_NOTIFY,
		.max_payload = SCMI_POWERCAP_CAP_LEN,
		.report_size = sizeof(struct scmi_agent_powercap_cap_report),
		.supported = scmi_powercap_tells_cap,
		.parse = scmi_powercap_parse_cap,
	},
	{
		.id = SCMI_EVENT_POWERCAP_MEASUREMENTS_CHANGED,
		.enable = SCMI_POWERCAP_MEASUREMENTS_NOTIFY,
		.max_payload = SCMI_POWERCAP_POWER_LEN,
		.report_size = sizeof(struct scmi_powercap_meas_changed_report),
		.supported = scmi_powercap_tells_power,
		.parse = scmi_powercap_parse_power,
	},
};

const struct scmi_protocol_events scmi_powercap_events = {
	.events = scmi_powercap_event_table,
	.num = ARRAY_SIZE(scmi_powercap_event_table),
	.num_sources = scmi_powercap_num_sources,
	.set_enabled = scmi_powercap_set_enabled,
};
