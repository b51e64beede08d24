/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The power or performance domains of one instance, as the framework sees them.
 */
#ifndef _SCMI_AGENT_CLIENTS_GENPD_H
#define _SCMI_AGENT_CLIENTS_GENPD_H

#include <linux/device.h>
#include <linux/list.h>
#include <linux/pm_domain.h>
#include <linux/rwsem.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

#include "lost.h"

struct scmi_pds;

/**
 * struct scmi_pd - one domain
 * @genpd: for the framework; its flags may gain GENPD_FLAG_ALWAYS_ON under its lock
 * @pds: the instance's domains
 * @id: domain id; immutable after probe
 * @registered: the framework has it; used by probe, removal and then by the reaper
 * @was_on: it was on when it was registered; immutable after probe
 * @settable: of a performance domain: its level may be set; immutable after probe
 * @told: it was said that the platform does not turn it on, though it is; under
 *	  the lock of @genpd
 * @name: name, unique among those of all instances; immutable after probe
 */
struct scmi_pd {
	struct generic_pm_domain genpd;
	struct scmi_pds *pds;
	u32 id;
	bool registered;
	bool was_on;
	bool settable;
	bool told;
	char name[SCMI_MAX_STR_SIZE + 32];
};

/**
 * struct scmi_pds - the domains of one instance and kind
 * @node: on the list of orphans, see DOC: Lifetime of power domains
 * @dev: the client's device; not to be used when @gone
 * @kind: what names begin with, immutable
 * @ops: operations of power domains
 * @perf: operations of performance domains, which have a structure of their own
 * @ph: for @ops or @perf; not to be used when @gone
 * @use: held by whoever uses @ph; taken inside of the framework's locks and outside of the
 *	 core's
 * @gone: the client was unbound; changed under @use
 * @synced: all consumers had their chance; atomic
 * @unread: whose state is not known; used by probe
 * @onecell: what consumers find domains by; its array is behind @pd
 * @count: entries in @pd
 * @pd: by domain id
 */
struct scmi_pds {
	struct list_head node;
	struct device *dev;
	const char *kind;
	const struct scmi_power_proto_ops *ops;
	const struct scmi_perf_proto_ops *perf;
	struct scmi_protocol_handle *ph;
	struct rw_semaphore use;
	bool gone;
	bool synced;
	struct scmi_lost unread;
	struct genpd_onecell_data onecell;
	u32 count;
	struct scmi_pd pd[];
};

static inline struct scmi_pd *to_scmi_pd(struct generic_pm_domain *genpd)
{
	return container_of(genpd, struct scmi_pd, genpd);
}

/* The domains of a client's device, which has them in a form that other modules know. */
static inline struct scmi_pds *scmi_pds_of(struct device *dev)
{
	return container_of((struct genpd_onecell_data *)dev_get_drvdata(dev),
			    struct scmi_pds, onecell);
}

/* genpd_ops.c */
int scmi_pd_power_on(struct generic_pm_domain *genpd);
int scmi_pd_power_off(struct generic_pm_domain *genpd);

/* genpd_parents.c */
int scmi_pds_add_parents(struct scmi_pds *pds);

/* genpd_perf.c */
extern struct scmi_driver scmi_perf_pd_driver;

/* genpd_life.c */
struct scmi_pds *scmi_pds_alloc(struct scmi_device *sdev, const char *kind, u32 count);
int scmi_pd_register(struct scmi_pd *pd, const char *name, bool off);
int scmi_pd_attach(struct generic_pm_domain *genpd, struct device *dev);
void scmi_pd_detach(struct generic_pm_domain *genpd, struct device *dev);
void scmi_pds_release(struct scmi_pds *pds);
void scmi_pds_flush(void);

#endif /* _SCMI_AGENT_CLIENTS_GENPD_H */
