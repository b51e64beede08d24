// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWER protocol, finding out about the domains.
 */

#include <linux/bits.h>
#include <linux/slab.h>

#include "power.h"

/**
 * DOC: Enumeration of the power domains
 *
 * Only the answer to POWER_DOMAIN_ATTRIBUTES is vital: a domain without one is a hole,
 * whose id counts but which no operation accepts. Its state is not asked for: that is
 * for those who want to know it, see scmi_agent_power_read_states().
 */

/* POWER_DOMAIN_ATTRIBUTES: attributes */
#define SCMI_POWER_CHANGED_NOTIF	BIT(31)
#define SCMI_POWER_ASYNC		BIT(30)
#define SCMI_POWER_SYNC			BIT(29)
/* ... reserved before 2.0 */
#define SCMI_POWER_REQUESTED_NOTIF	BIT(28)
/* ... and before 3.0, which is when the message came */
#define SCMI_POWER_EXTENDED_NAME	BIT(27)

static struct scmi_power_domain *to_scmi_power_domain(struct scmi_staged *obj)
{
	return container_of(obj, struct scmi_power_domain, staged);
}

/*
 * DEN0056 4.3.2.3. A domain that claims to have neither way of setting its state is
 * asked in the usual one: the platform knows best whether it refuses that.
 */
static int scmi_power_parse_attributes(const struct scmi_protocol_handle *ph,
				       struct scmi_staged *obj, u32 id,
				       struct scmi_cursor *c)
{
	struct scmi_power_domain *domain = to_scmi_power_domain(obj);
	u32 attr = scmi_get_le32(c);

	scmi_get_name(c, domain->name, sizeof(domain->name),
		      SCMI_SHORT_NAME_MAX_SIZE);
	if (!domain->name[0])
		snprintf(domain->name, sizeof(domain->name), "power%u", id);
	domain->tells_changed = attr & SCMI_POWER_CHANGED_NOTIF;
	domain->tells_requested = ph->version >= SCMI_VERSION(2, 0) &&
				  attr & SCMI_POWER_REQUESTED_NOTIF;
	domain->deferred = attr & SCMI_POWER_ASYNC && !(attr & SCMI_POWER_SYNC);
	domain->extended_name = attr & SCMI_POWER_EXTENDED_NAME;
	return 0;
}

static bool scmi_power_has_name(struct scmi_staged *obj)
{
	return to_scmi_power_domain(obj)->extended_name;
}

/* DEN0056 4.3.2.8; without it the short name stays. */
static int scmi_power_parse_name(const struct scmi_protocol_handle *ph,
				 struct scmi_staged *obj, u32 id,
				 struct scmi_cursor *c)
{
	return scmi_parse_long_name(c, to_scmi_power_domain(obj)->name);
}

static const struct scmi_stage scmi_power_stages[] = {
	[SCMI_POWER_LOST_ALL] = {
		.msg = SCMI_POWER_DOMAIN_ATTRIBUTES,
		.vital = true,
		.parse = scmi_power_parse_attributes,
	},
	[SCMI_POWER_LOST_NAME] = {
		.msg = SCMI_POWER_DOMAIN_NAME_GET,
		.room = SCMI_NAME_GET_LEN,
		.wants = scmi_power_has_name,
		.parse = scmi_power_parse_name,
	},
};

/* By what they lack. */
static const char * const scmi_power_lost_what[SCMI_POWER_LOST_NUM] = {
	[SCMI_POWER_LOST_ALL] = "power domains left out",
	[SCMI_POWER_LOST_NAME] = "power domains without extended name",
};

static void scmi_power_lost(const struct scmi_protocol_handle *ph,
			    unsigned int kind, u32 id, int err)
{
	scmi_losses_note(ph, &scmi_powers(ph)->losses, kind, id, 1, err);
}

/* Each domain is there from the first question for it on. */
static struct scmi_staged *
scmi_power_staged(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_power_domain **domain = &scmi_powers(ph)->domains[id];

	if (!*domain)
		*domain = kzalloc_obj(**domain);
	return *domain ? &(*domain)->staged : ERR_PTR(-ENOMEM);
}

static void scmi_power_left_out(const struct scmi_protocol_handle *ph, u32 id,
				int err)
{
	struct scmi_powers *pi = scmi_powers(ph);

	kfree(pi->domains[id]);
	pi->domains[id] = NULL;
	scmi_power_lost(ph, SCMI_POWER_LOST_ALL, id, err);
}

static const struct scmi_stages scmi_power_enumeration = {
	.stages = scmi_power_stages,
	.num = ARRAY_SIZE(scmi_power_stages),
	.object = scmi_power_staged,
	.lost = scmi_power_lost,
	.left_out = scmi_power_left_out,
};

/**
 * scmi_power_enumerate() - find out about all domains
 * @ph: handle
 * @pi: its @count is known, its @domains are empty; what is there on return is the
 *	caller's to free, on error too
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_stages_run().
 */
int scmi_power_enumerate(const struct scmi_protocol_handle *ph,
			 struct scmi_powers *pi)
{
	int ret;

	pi->losses = (struct scmi_losses){
		.what = scmi_power_lost_what,
		.num = ARRAY_SIZE(scmi_power_lost_what),
		.total = pi->count,
	};
	ret = scmi_stages_run(ph, &scmi_power_enumeration, pi->count);
	if (!ret)
		scmi_losses_tell(ph, &pi->losses);
	return ret;
}
