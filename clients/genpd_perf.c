// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI performance domains for the framework of generic power domains.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/of.h>
#include <linux/pm_opp.h>
#include <linux/property.h>

#include "genpd.h"

/**
 * DOC: Performance domains
 *
 * A consumer is attached to a performance domain as to one of power. Its OPPs are the
 * domain's levels, which the client adds when it is attached, and the state that it asks
 * for is a level; of several consumers' the framework takes the highest. That no consumer
 * asks for any, state 0, leaves the level as it is: the platform knows better what to do
 * with a domain that nobody needs, and may be told by other agents.
 *
 * Such a domain is always on. One whose level may not be set has no OPPs, and accepts
 * consumers. One that the platform does not describe does not exist. Nothing is provided
 * if the devicetree describes the protocol without ``#power-domain-cells``: then its
 * domains are found by ``clocks``, as those of CPUs mostly are.
 */

static int scmi_perf_pd_set_state(struct generic_pm_domain *genpd, unsigned int state)
{
	struct scmi_pd *pd = to_scmi_pd(genpd);
	struct scmi_pds *pds = pd->pds;

	guard(rwsem_read)(&pds->use);

	if (!state)
		return 0;
	if (pds->gone)
		return -ENODEV;
	return pds->perf->level_set(pds->ph, pd->id, state, false);
}

static int scmi_perf_pd_add_opps(struct scmi_pd *pd, struct device *dev)
{
	struct scmi_pds *pds = pd->pds;

	guard(rwsem_read)(&pds->use);

	return pds->gone ? -ENODEV : pds->perf->device_opps_add(pds->ph, dev, pd->id);
}

static int scmi_perf_pd_attach(struct generic_pm_domain *genpd, struct device *dev)
{
	struct scmi_pd *pd = to_scmi_pd(genpd);
	int err = scmi_pd_attach(genpd, dev);

	if (err || !pd->settable)
		return err;
	err = scmi_perf_pd_add_opps(pd, dev);
	if (err) {
		dev_warn(dev, "performance domain %u: no OPPs: %pe\n", pd->id, ERR_PTR(err));
		scmi_pd_detach(genpd, dev);
	}
	return err;
}

static void scmi_perf_pd_detach(struct generic_pm_domain *genpd, struct device *dev)
{
	if (to_scmi_pd(genpd)->settable)
		dev_pm_opp_remove_all_dynamic(dev);
	scmi_pd_detach(genpd, dev);
}

static int scmi_perf_pd_add(struct scmi_pd *pd)
{
	const struct scmi_perf_domain_info *info = pd->pds->perf->info_get(pd->pds->ph, pd->id);

	if (IS_ERR(info))
		return 0;
	pd->settable = info->set_perf;
	pd->genpd.attach_dev = scmi_perf_pd_attach;
	pd->genpd.detach_dev = scmi_perf_pd_detach;
	pd->genpd.flags = GENPD_FLAG_ALWAYS_ON | GENPD_FLAG_OPP_TABLE_FW;
	return scmi_pd_register(pd, info->name, false);
}

/*
 * Before 6.7 the framework looks in the devicetree for the OPPs of what can set states, when
 * that gets a provider, and drops them when it loses it. So it learns afterwards that states
 * can be set, and that they cannot before.
 */
static void scmi_perf_pds_set_states(struct scmi_pds *pds, bool on)
{
	u32 i;

	for (i = 0; i < pds->count; i++)
		if (pds->pd[i].settable)
			pds->pd[i].genpd.set_performance_state =
				on ? scmi_perf_pd_set_state : NULL;
}

static int scmi_perf_pds_start(struct scmi_pds *pds)
{
	int err = 0;
	u32 i;

	for (i = 0; !err && i < pds->count; i++)
		err = scmi_perf_pd_add(&pds->pd[i]);
	if (!err && pds->dev->of_node)
		err = of_genpd_add_provider_onecell(pds->dev->of_node, &pds->onecell);
	if (!err)
		scmi_perf_pds_set_states(pds, true);
	return err;
}

static int scmi_perf_pd_probe(struct scmi_device *sdev)
{
	const struct scmi_perf_proto_ops *perf;
	struct scmi_protocol_handle *ph;
	struct scmi_pds *pds;
	int count, err;

	if (sdev->dev.of_node && !device_property_present(&sdev->dev, "#power-domain-cells"))
		return 0;
	perf = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_PERF, &ph);
	if (IS_ERR(perf))
		return PTR_ERR(perf);
	count = perf->num_domains_get(ph);
	if (count <= 0)
		return count ?: -ENODEV;
	pds = scmi_pds_alloc(sdev, "perf:", count);
	if (!pds)
		return -ENOMEM;
	pds->perf = perf;
	pds->ph = ph;
	err = scmi_perf_pds_start(pds);
	if (err) {
		scmi_pds_release(pds);
		return err;
	}
	dev_set_drvdata(&sdev->dev, &pds->onecell);
	return 0;
}

static void scmi_perf_pd_remove(struct scmi_device *sdev)
{
	struct scmi_pds *pds;

	/* It provides nothing. */
	if (!dev_get_drvdata(&sdev->dev))
		return;
	pds = scmi_pds_of(&sdev->dev);
	if (sdev->dev.of_node) {
		scmi_perf_pds_set_states(pds, false);
		of_genpd_del_provider(sdev->dev.of_node);
	}
	scmi_pds_release(pds);
}

static const struct scmi_device_id scmi_perf_pd_id_table[] = {
	{ SCMI_PROTOCOL_PERF, "perf" },
	{ }
};

/* Registered with the driver of power domains, by their module. */
struct scmi_driver scmi_perf_pd_driver = {
	.name = "scmi-agent-perf-domain",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_perf_pd_probe,
	.remove = scmi_perf_pd_remove,
	.id_table = scmi_perf_pd_id_table,
};
