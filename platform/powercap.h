/* SPDX-License-Identifier: GPL-2.0-only */
/* Power cap domains: how the machine describes them, and what they remember. */
#ifndef SCMI_PLATFORM_POWERCAP_H
#define SCMI_PLATFORM_POWERCAP_H

#include "internal.h"

#define SCMIP_MAX_CPLS		15	/* capping levels of a domain */

#define SCMIP_POWERCAP_DESCRIBE_FAST	0xc
#define SCMIP_NO_PARENT		0xffffffffU

/* Units of power */
#define SCMIP_PCAP_ABSTRACT	0
#define SCMIP_PCAP_MICROWATT	1
#define SCMIP_PCAP_MILLIWATT	2

/* Domain flags */
#define SCMIP_PCAP_HOLE		BIT(0)	/* the id answers NOT_FOUND */
#define SCMIP_PCAP_ASYNC	BIT(1)	/* the cap can be set asynchronously */
#define SCMIP_PCAP_MEASURES	BIT(2)	/* knows what it draws */
#define SCMIP_PCAP_NOTIFY_CAP	BIT(3)	/* can announce changes of cap and interval */
#define SCMIP_PCAP_NOTIFY_POWER	BIT(4)	/* can announce that power leaves limits */
#define SCMIP_PCAP_DENY_CAP	BIT(5)
#define SCMIP_PCAP_DENY_AVERAGE	BIT(6)

/**
 * struct scmip_range - values that can be set
 * @min: lowest one
 * @max: highest one; if it is @min nothing can be set
 * @step: distance of two, not 0 if @max is not @min
 */
struct scmip_range {
	u32 min;
	u32 max;
	u32 step;
};

/**
 * struct scmip_powercap - one domain
 * @name: name, shown in full only by POWERCAP_DOMAIN_NAME_GET
 * @caps: caps, in units of power
 * @cap: cap at boot, 0 for none
 * @averages: intervals over which power is capped, microseconds; before
 *	version 3.0 also those over which it is measured
 * @average: the one at boot
 * @measures: intervals over which power is measured from version 3.0 on
 * @measure: the one at boot
 * @sustainable: power that the domain can draw all the time; 0: not known
 * @accuracy: of the measurement, in steps of 0.01 percent
 * @parent: domain that this one is a part of, SCMIP_NO_PARENT for none
 * @unit: SCMIP_PCAP_*
 * @power: what it draws at boot, with SCMIP_PCAP_MEASURES
 * @cpls: names of the capping levels that version 3.0 has, each with a cap and
 *	an interval
 * @num_cpls: entries of @cpls, 0 for one without a name of its own
 * @set_delay_ns: how long an asynchronous change of the cap takes
 * @fast: bit N set: a fast channel is promised for message N
 * @flags: SCMIP_PCAP_*
 */
struct scmip_powercap {
	const char *name;
	struct scmip_range caps;
	u32 cap;
	struct scmip_range averages;
	u32 average;
	struct scmip_range measures;
	u32 measure;
	u32 sustainable;
	u32 accuracy;
	u32 parent;
	u32 unit;
	u32 power;
	const char *cpls[SCMIP_MAX_CPLS];
	u32 num_cpls;
	u64 set_delay_ns;
	u32 fast;
	u32 flags;
};

/**
 * struct scmip_powercap_state - what a domain remembers
 * @cap: cap of each level
 * @average: interval of each
 * @measure: interval over which power is measured from version 3.0 on
 * @busy: an asynchronous change of a cap is not complete
 * @notify_cap: changes of cap and interval are to be announced
 * @notify_power: so is that power leaves @low..@high, and that it comes back
 * @low: lower limit
 * @high: upper limit
 * @zone: where the power was, 0 below, 1 between, 2 above
 * @moving: the average is still on its way
 * @from: average when the power changed last
 * @power: what is drawn since then
 * @since: when that was
 */
struct scmip_powercap_state {
	u32 cap[SCMIP_MAX_CPLS];
	u32 average[SCMIP_MAX_CPLS];
	u32 measure;
	bool busy;
	bool notify_cap;
	bool notify_power;
	u32 low;
	u32 high;
	u32 zone;
	bool moving;
	u32 from;
	u32 power;
	u64 since;
};

/**
 * struct scmip_powercaps_state - what the protocol remembers
 * @next_sample: when power is held against limits next
 * @domain: by id
 */
struct scmip_powercaps_state {
	u64 next_sample;
	struct scmip_powercap_state domain[];
};

static inline u32 scmip_powercap_num(const struct scmip_server *s)
{
	return s->proto[SCMIP_IDX_POWERCAP].desc->num;
}

/* The domain with an id that exists. */
static inline const struct scmip_powercap *
scmip_powercap_at(const struct scmip_server *s, u32 id)
{
	const struct scmip_powercap *all = s->proto[SCMIP_IDX_POWERCAP].desc->items;

	return &all[id];
}

/* Its state. */
static inline struct scmip_powercap_state *
scmip_powercap_state(const struct scmip_server *s, u32 id)
{
	struct scmip_powercaps_state *own = s->proto[SCMIP_IDX_POWERCAP].own;

	return &own->domain[id];
}

/* The domain that the first word names; NULL if there is none. */
static inline const struct scmip_powercap *
scmip_powercap_of(const struct scmip_server *s, const struct scmip_msg *m,
		  struct scmip_powercap_state **state)
{
	u32 id = scmip_arg(m, 0);

	if (id >= scmip_powercap_num(s) || scmip_powercap_at(s, id)->flags & SCMIP_PCAP_HOLE)
		return NULL;
	*state = scmip_powercap_state(s, id);
	return scmip_powercap_at(s, id);
}

/* Number of capping levels; before version 3.0 there is one. */
static inline u32 scmip_powercap_levels(const struct scmip_powercap *p, u32 version)
{
	return version >= SCMIP_VERSION(3, 0) && p->num_cpls ? p->num_cpls : 1;
}

/* Whether fast channels are promised for some of its messages. */
static inline bool scmip_powercap_fast(const struct scmip_server *s,
				       const struct scmip_powercap *p)
{
	return p->fast && scmip_implemented(s, SCMIP_IDX_POWERCAP, SCMIP_POWERCAP_DESCRIBE_FAST);
}

extern const struct board_part board_part_powercap;

bool scmip_range_has(const struct scmip_range *r, u32 value);

/* powercap_power.c */
u32 scmip_powercap_average(const struct scmip_server *s, u32 id, u64 now);
void scmip_powercap_draw(struct scmip_server *s, u32 id, u64 now, u32 power);
s32 scmip_powercap_measurements_get(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_powercap_measurements_notify(struct scmip_server *s, struct scmip_msg *m);
void scmip_powercap_put_power(struct scmip_server *s, struct scmip_msg *m, u32 id);
void scmip_powercap_poll(struct scmip_server *s, u64 now);
u64 scmip_powercap_deadline(const struct scmip_server *s);

/* powercap_desc.c */
s32 scmip_powercap_attributes(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_powercap_name_get(struct scmip_server *s, struct scmip_msg *m);
s32 scmip_powercap_levels_get(struct scmip_server *s, struct scmip_msg *m);

#endif /* SCMI_PLATFORM_POWERCAP_H */
