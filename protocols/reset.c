// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: RESET protocol (DEN0056 4.8).
 */

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/export.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/scmi_agent_reset.h>
#include <linux/slab.h>

#include "builtin.h"
#include "losses.h"
#include "stages.h"

/**
 * DOC: Reset domains
 *
 * A domain is reset by one command, RESET, in one of two ways. An autonomous reset is
 * all the platform's, which may complete it later. An explicit one is a signal that the
 * agent asserts and releases. Nothing tells which ways a domain has: they are tried, and
 * what the platform does not implement is -EOPNOTSUPP, while the other way works.
 *
 * Some platforms implement little else than RESET. A domain about which
 * RESET_DOMAIN_ATTRIBUTES says that it is not implemented is there all the same, with a
 * name of ours. One that is not found is a hole: its id counts, but no operation accepts
 * it. So is one that the platform denies to this agent, which is no news either.
 */

#define SCMI_RESET_VERSION		SCMI_VERSION(3, 1)

/* PROTOCOL_ATTRIBUTES */
#define SCMI_RESETS_NUM			GENMASK(15, 0)

/* RESET_DOMAIN_ATTRIBUTES: attributes; the name's bit is reserved before 3.0 */
#define SCMI_RESET_ASYNC_OFFERED	BIT(31)
#define SCMI_RESET_NOTIFICATIONS	BIT(30)
#define SCMI_RESET_EXTENDED_NAME	BIT(29)
#define SCMI_RESET_NO_LATENCY		U32_MAX

/* RESET: flags, of which the last is set by scmi_ask_async() */
#define SCMI_RESET_AUTONOMOUS		BIT(0)
#define SCMI_RESET_ASSERT		BIT(1)
#define SCMI_RESET_ASYNC_BIT		2

/* Agent id, domain id, reset state. */
#define SCMI_RESET_ISSUED_LEN		(3 * sizeof(__le32))

/* DEN0056 4.8.2 */
static const struct scmi_msg scmi_reset_msgs[] = {
	SCMI_MSG(RESET_DOMAIN_ATTRIBUTES, .req = 1, .answer = 6),
	SCMI_MSG(RESET, .req = 3, .delayed = 1, .object = 0, .async_word = 1,
		 .async_bit = SCMI_RESET_ASYNC_BIT, .flags = SCMI_MSG_SETS),
	SCMI_MSG(RESET_NOTIFY, .req = 2, .flags = SCMI_MSG_SETS),
	SCMI_MSG(RESET_DOMAIN_NAME_GET, .since = SCMI_VERSION(3, 0), .req = 1,
		 .answer = 1),
};

/* What domains may lack, which is what a stage asks for. */
enum {
	SCMI_RESET_LOST_ALL,
	SCMI_RESET_LOST_NAME,
	SCMI_RESET_LOST_NUM
};

static const char * const scmi_reset_lost_what[SCMI_RESET_LOST_NUM] = {
	[SCMI_RESET_LOST_ALL] = "reset domains left out",
	[SCMI_RESET_LOST_NAME] = "reset domains without extended name",
};

/**
 * struct scmi_reset_domain - one reset domain; immutable after instance_init()
 * @info: what clients see
 * @staged: progress of what is being read; used by instance_init()
 * @attributes: attributes word of RESET_DOMAIN_ATTRIBUTES
 * @hole: there is none with this id
 */
struct scmi_reset_domain {
	struct scmi_reset_domain_info info;
	struct scmi_staged staged;
	u32 attributes;
	bool hole;
};

/**
 * struct scmi_resets - the RESET protocol of one instance
 * @count: number of domain ids; immutable
 * @async: asynchronous resets
 * @losses: what domains lack; used by instance_init()
 * @domains: the domains by id; immutable after instance_init()
 */
struct scmi_resets {
	u32 count;
	struct scmi_async async;
	struct scmi_losses losses;
	struct scmi_reset_domain domains[] __counted_by(count);
};

static struct scmi_resets *scmi_resets(const struct scmi_protocol_handle *ph)
{
	return ph->priv;
}

/* The domain of that id, NULL for a hole or when there is no such id. */
static const struct scmi_reset_domain *
scmi_reset_lookup(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_resets *ri = scmi_resets(ph);

	return id < ri->count && !ri->domains[id].hole ? &ri->domains[id] : NULL;
}

static struct scmi_reset_domain *to_scmi_reset_domain(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_reset_domain, staged);
}

/* DEN0056 4.8.2.4 */
static int scmi_reset_parse_attributes(const struct scmi_protocol_handle *ph,
				       struct scmi_staged *obj, u32 id,
				       struct scmi_cursor *c)
{
	struct scmi_reset_domain *domain = to_scmi_reset_domain(obj);
	struct scmi_reset_domain_info *info = &domain->info;
	u32 latency;

	domain->attributes = scmi_get_le32(c);
	latency = scmi_get_le32(c);
	if (latency != SCMI_RESET_NO_LATENCY)
		info->latency_us = latency;
	scmi_get_name(c, info->name, sizeof(info->name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	return 0;
}

static bool scmi_reset_has_name(struct scmi_staged *obj)
{
	return to_scmi_reset_domain(obj)->attributes & SCMI_RESET_EXTENDED_NAME;
}

/* DEN0056 4.8.2.7; without it the short name stays. */
static int scmi_reset_parse_name(const struct scmi_protocol_handle *ph,
				 struct scmi_staged *obj, u32 id,
				 struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_reset_domain(obj)->info.name);
}

static const struct scmi_stage scmi_reset_stages[] = {
	[SCMI_RESET_LOST_ALL] = {
		.msg = SCMI_RESET_DOMAIN_ATTRIBUTES,
		.vital = true,
		/* A platform without this message may have the others. */
		.none = -EOPNOTSUPP,
		.parse = scmi_reset_parse_attributes,
	},
	[SCMI_RESET_LOST_NAME] = {
		.msg = SCMI_RESET_DOMAIN_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_reset_has_name,
		.parse = scmi_reset_parse_name,
	},
};

static struct scmi_staged *
scmi_reset_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	return &scmi_resets(ph)->domains[id].staged;
}

static void scmi_reset_lost(const struct scmi_protocol_handle *ph,
			    unsigned int kind, u32 id, int err)
{
	scmi_losses_note(ph, &scmi_resets(ph)->losses, kind, id, 1, err);
}

static void scmi_reset_left_out(const struct scmi_protocol_handle *ph, u32 id,
				int err)
{
	scmi_resets(ph)->domains[id].hole = true;
	if (err != -EACCES)
		scmi_reset_lost(ph, SCMI_RESET_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_reset_enumeration = {
	.stages = scmi_reset_stages,
	.num = ARRAY_SIZE(scmi_reset_stages),
	.object = scmi_reset_staged,
	.lost = scmi_reset_lost,
	.left_out = scmi_reset_left_out,
};

static int scmi_reset_num_domains_get(const struct scmi_protocol_handle *ph)
{
	return scmi_resets(ph)->count;
}

static const struct scmi_reset_domain_info *
scmi_reset_info_get(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_reset_domain *domain = scmi_reset_lookup(ph, id);

	return domain ? &domain->info : NULL;
}

static const char *scmi_reset_name_get(const struct scmi_protocol_handle *ph,
				       u32 id)
{
	const struct scmi_reset_domain_info *info = scmi_reset_info_get(ph, id);

	return info ? info->name : NULL;
}

static int scmi_reset_latency_get(const struct scmi_protocol_handle *ph, u32 id)
{
	const struct scmi_reset_domain_info *info = scmi_reset_info_get(ph, id);

	if (!info)
		return -EINVAL;
	return min_t(unsigned int, info->latency_us, INT_MAX);
}

/**
 * scmi_agent_reset_to() - reset a domain in one way, into one state
 * @ph: handle
 * @id: domain
 * @way: autonomous, or one of the signal's
 * @state: reset state: SCMI_AGENT_RESET_COLD, or what the platform's documentation
 *	   says; those of vendors have SCMI_AGENT_RESET_VENDOR set
 *
 * DEN0056 4.8.2.5, 4.8.2.5.1. An autonomous reset is asynchronous where the domain
 * offers that.
 *
 * Context: Process context, sleeps until the reset is complete.
 * Return: 0; -EINVAL: no such domain, way or state; -EOPNOTSUPP: the domain cannot be
 *	   reset in this way; see scmi_ask_async().
 */
int scmi_agent_reset_to(const struct scmi_protocol_handle *ph, u32 id,
			enum scmi_agent_reset_way way, u32 state)
{
	static const u32 flags[] = {
		[SCMI_AGENT_RESET_AUTONOMOUS] = SCMI_RESET_AUTONOMOUS,
		[SCMI_AGENT_RESET_ASSERT] = SCMI_RESET_ASSERT,
		[SCMI_AGENT_RESET_DEASSERT] = 0,
	};
	const struct scmi_reset_domain *domain = scmi_reset_lookup(ph, id);
	bool async;
	int ret;

	if (!domain || way >= ARRAY_SIZE(flags))
		return -EINVAL;
	async = way == SCMI_AGENT_RESET_AUTONOMOUS &&
		domain->attributes & SCMI_RESET_ASYNC_OFFERED;
	ret = scmi_done(scmi_ask_async(ph, SCMI_RESET,
				       SCMI_WORDS(id, flags[way], state), 0,
				       async ? &scmi_resets(ph)->async : NULL));
	/* The domain exists, so it is the way that does not. */
	return scmi_not_implemented(ret) ? -EOPNOTSUPP : ret;
}
EXPORT_SYMBOL_GPL(scmi_agent_reset_to);

static int scmi_reset_reset(const struct scmi_protocol_handle *ph, u32 id)
{
	return scmi_agent_reset_to(ph, id, SCMI_AGENT_RESET_AUTONOMOUS,
				   SCMI_AGENT_RESET_COLD);
}

static int scmi_reset_assert(const struct scmi_protocol_handle *ph, u32 id)
{
	return scmi_agent_reset_to(ph, id, SCMI_AGENT_RESET_ASSERT,
				   SCMI_AGENT_RESET_COLD);
}

static int scmi_reset_deassert(const struct scmi_protocol_handle *ph, u32 id)
{
	return scmi_agent_reset_to(ph, id, SCMI_AGENT_RESET_DEASSERT,
				   SCMI_AGENT_RESET_COLD);
}

static const struct scmi_reset_proto_ops scmi_reset_ops = {
	.num_domains_get = scmi_reset_num_domains_get,
	.info_get = scmi_reset_info_get,
	.name_get = scmi_reset_name_get,
	.latency_get = scmi_reset_latency_get,
	.reset = scmi_reset_reset,
	.assert = scmi_reset_assert,
	.deassert = scmi_reset_deassert,
};

static u32 scmi_reset_num_sources(const struct scmi_protocol_handle *ph)
{
	return scmi_resets(ph)->count;
}

static bool scmi_reset_tells(const struct scmi_protocol_handle *ph, u32 src)
{
	const struct scmi_reset_domain *domain = scmi_reset_lookup(ph, src);

	return domain && domain->attributes & SCMI_RESET_NOTIFICATIONS;
}

/* DEN0056 4.8.3.1 */
static int scmi_reset_parse_issued(const struct scmi_protocol_handle *ph,
				   ktime_t timestamp, struct scmi_cursor *c,
				   void *report, u32 *src)
{
	struct scmi_reset_issued_report *r = report;

	r->timestamp = timestamp;
	r->agent_id = scmi_get_le32(c);
	r->domain_id = scmi_get_le32(c);
	r->reset_state = scmi_get_le32(c);
	if (scmi_cursor_end(c))
		return -EPROTO;
	if (!scmi_reset_lookup(ph, r->domain_id))
		return -ENOENT;
	*src = r->domain_id;
	return 0;
}

/* DEN0056 4.8.2.6 */
static const struct scmi_event scmi_reset_event_table[] = {
	{
		.id = SCMI_EVENT_RESET_ISSUED,
		.enable = SCMI_RESET_NOTIFY,
		.max_payload = SCMI_RESET_ISSUED_LEN,
		.report_size = sizeof(struct scmi_reset_issued_report),
		.supported = scmi_reset_tells,
		.parse = scmi_reset_parse_issued,
	},
};

static const struct scmi_protocol_events scmi_reset_events = {
	.events = scmi_reset_event_table,
	.num = ARRAY_SIZE(scmi_reset_event_table),
	.num_sources = scmi_reset_num_sources,
};

/* Each domain has a name, if need be one of ours. */
static void scmi_reset_name_all(struct scmi_resets *ri)
{
	u32 id;

	for (id = 0; id < ri->count; id++) {
		char *name = ri->domains[id].info.name;

		if (!name[0])
			snprintf(name, SCMI_MAX_STR_SIZE, "reset%u", id);
	}
}

static void scmi_reset_instance_deinit(struct scmi_protocol_handle *ph)
{
	kvfree(ph->priv);
	ph->priv = NULL;
}

/* DEN0056 4.8.2.2 */
static int scmi_reset_instance_init(struct scmi_protocol_handle *ph)
{
	struct scmi_resets *ri;
	u32 attr, count;
	int ret;

	ret = scmi_proto_attributes(ph, &attr);
	if (ret)
		return ret;
	count = FIELD_GET(SCMI_RESETS_NUM, attr);
	ri = kvzalloc(struct_size(ri, domains, count), GFP_KERNEL);
	if (!ri)
		return -ENOMEM;
	ri->count = count;
	/* The protocol sets no limit, and callers are as many as messages at most. */
	ri->async.max = INT_MAX;
	ri->losses = (struct scmi_losses){
		.what = scmi_reset_lost_what,
		.num = ARRAY_SIZE(scmi_reset_lost_what),
		.total = count,
	};
	ph->priv = ri;

	ret = scmi_stages_run(ph, &scmi_reset_enumeration, count);
	if (ret) {
		scmi_reset_instance_deinit(ph);
		return ret;
	}
	scmi_reset_name_all(ri);
	scmi_losses_tell(ph, &ri->losses);
	return 0;
}

const struct scmi_protocol scmi_reset_protocol = {
	.id = SCMI_PROTOCOL_RESET,
	.owner = THIS_MODULE,
	.version = SCMI_RESET_VERSION,
	.instance_init = scmi_reset_instance_init,
	.instance_deinit = scmi_reset_instance_deinit,
	.ops = &scmi_reset_ops,
	.object = "reset domain",
	.msgs = scmi_reset_msgs,
	.num_msgs = ARRAY_SIZE(scmi_reset_msgs),
	.events = &scmi_reset_events,
};
