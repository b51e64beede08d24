/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the powercap client share.
 */
#ifndef _SCMI_AGENT_CLIENTS_POWERCAP_H
#define _SCMI_AGENT_CLIENTS_POWERCAP_H

#include <linux/completion.h>
#include <linux/notifier.h>
#include <linux/powercap.h>
#include <linux/refcount.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

struct scmi_pcap;

/**
 * struct scmi_pcap_zone - a domain as a zone
 * @zone: the framework's part
 * @pcap: who it belongs to
 * @info: what is known of the domain
 * @parent: nearest domain above it that is a zone, or NULL
 * @registered: the framework has it
 * @name: its name, harmless
 * @levels: names of its levels, harmless; "" for one that has none
 *
 * All but @zone and @registered is immutable once the control type is registered.
 */
struct scmi_pcap_zone {
	struct powercap_zone zone;
	struct scmi_pcap *pcap;
	const struct scmi_powercap_info *info;
	struct scmi_pcap_zone *parent;
	bool registered;
	char name[SCMI_MAX_STR_SIZE];
	char levels[MAX_CONSTRAINTS_PER_ZONE][SCMI_SHORT_NAME_MAX_SIZE];
};

/**
 * struct scmi_pcap - the powercap client of an instance
 * @type: its control type
 * @dev: the client's device
 * @ph: handle
 * @ops: the protocol's operations
 * @nb: listens to changes of caps
 * @refs: what the framework has not released yet, and one while it is being used
 * @released: @refs is 0
 * @registered: the framework has @type
 * @num: number of zones
 * @zones: the zones, those above others first
 */
struct scmi_pcap {
	struct powercap_control_type type;
	struct device *dev;
	const struct scmi_protocol_handle *ph;
	const struct scmi_powercap_proto_ops *ops;
	struct notifier_block nb;
	refcount_t refs;
	struct completion released;
	bool registered;
	unsigned int num;
	struct scmi_pcap_zone **zones;
};

static inline void scmi_pcap_put(struct scmi_pcap *pcap)
{
	if (refcount_dec_and_test(&pcap->refs))
		complete(&pcap->released);
}

/* powercap_zone.c */
unsigned int scmi_pcap_num_constraints(const struct scmi_pcap_zone *zone);
extern const struct powercap_control_type_ops scmi_pcap_type_ops;
extern const struct powercap_zone_ops scmi_pcap_zone_ops;
extern const struct powercap_zone_constraint_ops scmi_pcap_constraint_ops;

#endif /* _SCMI_AGENT_CLIENTS_POWERCAP_H */
