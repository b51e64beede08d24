// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, finding out about the domains.
 */

#include <linux/bits.h>
#include <linux/slab.h>

#include "perf.h"

/**
 * DOC: Enumeration of performance domains
 *
 * Only the answer to PERFORMANCE_DOMAIN_ATTRIBUTES is vital: a domain without one is a
 * hole, whose id counts but which no operation accepts. Levels are not asked for here:
 * see perf_levels.c.
 */

/* PERFORMANCE_DOMAIN_ATTRIBUTES: rate_limit */
#define SCMI_PERF_RATE_LIMIT_US		GENMASK(19, 0)

static struct scmi_perf_domain *to_scmi_perf_domain(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_perf_domain, staged);
}

/**
 * scmi_perf_free() - free a domain and all that it holds
 * @dom: domain, no longer reachable; may be NULL
 *
 * Context: Process context.
 */
void scmi_perf_free(struct scmi_perf_domain *dom)
{
	if (!dom)
		return;
	scmi_perf_levels_free(dom);
	scmi_perf_fast_free(dom);
	kfree(dom);
}

/* Attributes that the version in force has. */
static u32 scmi_perf_attributes_of(u32 version)
{
	u32 mask = SCMI_PERF_MAY_SET_LIMITS | SCMI_PERF_MAY_SET_LEVEL |
		   SCMI_PERF_TELLS_LIMITS | SCMI_PERF_TELLS_LEVEL;

	if (version >= SCMI_VERSION(2, 0))
		mask |= SCMI_PERF_FAST_CHANNELS;
	if (version >= SCMI_VERSION(3, 0))
		mask |= SCMI_PERF_EXTENDED_NAME;
	if (version >= SCMI_VERSION(4, 0))
		mask |= SCMI_PERF_INDEXED;
	return mask;
}

/* DEN0056 4.5.2.4 */
static int scmi_perf_parse_attributes(const struct scmi_protocol_handle *ph,
				      struct scmi_staged *obj, u32 id,
				      struct scmi_cursor *c)
{
	struct scmi_perf_domain *dom = to_scmi_perf_domain(obj);
	struct scmi_perf_domain_info *info = &dom->info;

	dom->attributes = scmi_get_le32(c) & scmi_perf_attributes_of(ph->version);
	dom->rate_limit_us = scmi_get_le32(c) & SCMI_PERF_RATE_LIMIT_US;
	dom->sustained_hz = scmi_get_le32(c) * SCMI_PERF_KHZ;
	dom->sustained_level = scmi_get_le32(c);
	scmi_get_name(c, info->name, sizeof(info->name), SCMI_SHORT_NAME_MAX_SIZE);
	if (!info->name[0])
		snprintf(info->name, sizeof(info->name), "perf%u", id);
	info->set_perf = dom->attributes & SCMI_PERF_MAY_SET_LEVEL;
	return 0;
}

static bool scmi_perf_has_name(struct scmi_staged *obj)
{
	return to_scmi_perf_domain(obj)->attributes & SCMI_PERF_EXTENDED_NAME;
}

/* DEN0056 4.5.2.13; without it the short name stays. */
static int scmi_perf_parse_name(const struct scmi_protocol_handle *ph,
				struct scmi_staged *obj, u32 id,
				struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_perf_domain(obj)->info.name);
}

static const struct scmi_stage scmi_perf_stages[] = {
	[SCMI_PERF_LOST_ALL] = {
		.msg = SCMI_PERFORMANCE_DOMAIN_ATTRIBUTES,
		.vital = true,
		.parse = scmi_perf_parse_attributes,
	},
	[SCMI_PERF_LOST_NAME] = {
		.msg = SCMI_PERFORMANCE_DOMAIN_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_perf_has_name,
		.parse = scmi_perf_parse_name,
	},
};

/* By what they lack. */
static const char * const scmi_perf_lost_what[SCMI_PERF_LOST_NUM] = {
	[SCMI_PERF_LOST_ALL] = "performance domains left out",
	[SCMI_PERF_LOST_NAME] = "performance domains without extended name",
	[SCMI_PERF_LOST_LEVELS] = "performance domains whose levels are unknown",
	[SCMI_PERF_LOST_FAST] = "fast channels of performance domains left out",
	[SCMI_PERF_LOST_OPPS] = "performance domains with levels that are no OPPs",
};

/**
 * scmi_perf_lost() - a domain lacks something
 * @ph: handle
 * @kind: index in scmi_perf_lost_what
 * @id: domain
 * @err: negative errno; there is no news in what the platform has not got
 *
 * Context: Process context, inside instance_init() or with the details_lock.
 */
void scmi_perf_lost(const struct scmi_protocol_handle *ph, unsigned int kind,
		    u32 id, int err)
{
	scmi_losses_note(ph, &scmi_perf(ph)->losses, kind, id, 1, err);
}

/* Each domain is there from the first question for it on. */
static struct scmi_staged *
scmi_perf_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_perf_domain **dom = &scmi_perf(ph)->domains[id];

	if (!*dom)
		*dom = kzalloc_obj(**dom);
	return *dom ? &(*dom)->staged : ERR_PTR(-ENOMEM);
}

/* The domain becomes a hole. Reserved ids are told by NOT_FOUND: no news. */
static void scmi_perf_left_out(const struct scmi_protocol_handle *ph, u32 id,
			       int err)
{
	struct scmi_perf *pi = scmi_perf(ph);

	scmi_perf_free(pi->domains[id]);
	pi->domains[id] = NULL;
	scmi_perf_lost(ph, SCMI_PERF_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_perf_enumeration = {
	.stages = scmi_perf_stages,
	.num = ARRAY_SIZE(scmi_perf_stages),
	.object = scmi_perf_staged,
	.lost = scmi_perf_lost,
	.left_out = scmi_perf_left_out,
};

/**
 * scmi_perf_enumerate() - find out about all domains
 * @ph: handle
 * @pi: its @count is known, its @domains are empty; what is there on return is
 *	the caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_stages_run().
 */
int scmi_perf_enumerate(const struct scmi_protocol_handle *ph,
			struct scmi_perf *pi)
{
	int ret;

	pi->losses = (struct scmi_losses){
		.what = scmi_perf_lost_what,
		.num = ARRAY_SIZE(scmi_perf_lost_what),
		.total = pi->count,
	};
	ret = scmi_stages_run(ph, &scmi_perf_enumeration, pi->count);
	if (!ret)
		scmi_losses_tell(ph, &pi->losses);
	return ret;
}
