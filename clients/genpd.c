// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power domains for the framework of generic power domains.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/pm_runtime.h>
#include <linux/scmi_agent_power.h>
#include <linux/slab.h>

#include "genpd.h"

/*
 * A domain whose state is not known counts as off: the first to need it turns it on,
 * which does no harm to one that is. Turned off it is only after that.
 */
static int scmi_pd_add(struct scmi_pd *pd, const char *name,
		       const struct scmi_agent_power_state *state)
{
	struct scmi_pds *pds = pd->pds;

	if (state->err)
		scmi_lost_add(&pds->unread, pd->id, 1, state->err);
	pd->was_on = !state->err && !(state->state & SCMI_POWER_STATE_GENERIC_OFF);
	pd->genpd.power_on = scmi_pd_power_on;
	pd->genpd.power_off = scmi_pd_power_off;
	pd->genpd.attach_dev = scmi_pd_attach;
	pd->genpd.detach_dev = scmi_pd_detach;
	pd->genpd.flags = GENPD_FLAG_ACTIVE_WAKEUP;
	return scmi_pd_register(pd, name, !pd->was_on);
}

/*
 * The platform counts who wants a domain on. What is on without our having asked for it is
 * asked for once, in the state that it is in: otherwise it goes as soon as somebody else
 * needs it no more. That the platform refuses means that it is not ours to vote for.
 */
static int scmi_pd_vote(const struct scmi_pd *pd, u32 state)
{
	int err;

	if (!pd->was_on)
		return 0;
	err = pd->pds->ops->state_set(pd->pds->ph, pd->id, state);
	if (err)
		dev_dbg(pd->pds->dev, "power domain %u: no vote: %pe\n", pd->id,
			ERR_PTR(err));
	return err == -ENODEV || err == -ETIMEDOUT ? err : 0;
}

static int scmi_pds_add(struct scmi_pds *pds,
			const struct scmi_agent_power_state *states)
{
	int err = 0;
	u32 i;

	for (i = 0; !err && i < pds->count; i++) {
		const char *name = pds->ops->name_get(pds->ph, i);
		struct scmi_pd *pd = &pds->pd[i];

		if (!name)
			continue;
		err = scmi_pd_add(pd, name, &states[i]) ?:
		      scmi_pd_vote(pd, states[i].state);
		cond_resched();
	}
	scmi_lost_tell(pds->dev, &pds->unread, pds->count,
		       "power domains whose state is unknown, they are turned on when they are needed");
	return err;
}

static int scmi_pds_start(struct scmi_pds *pds)
{
	struct scmi_agent_power_state *states;
	int err;

	states = kvcalloc(pds->count, sizeof(*states), GFP_KERNEL);
	if (!states)
		return -ENOMEM;
	err = scmi_agent_power_read_states(pds->ph, states, pds->count);
	if (!err)
		err = scmi_pds_add(pds, states);
	kvfree(states);
	if (err || !pds->dev->of_node)
		return err;
	err = of_genpd_add_provider_onecell(pds->dev->of_node, &pds->onecell);
	if (err)
		return err;
	err = scmi_pds_add_parents(pds);
	if (err)
		of_genpd_del_provider(pds->dev->of_node);
	return err;
}

static int scmi_pd_probe(struct scmi_device *sdev)
{
	const struct scmi_power_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct scmi_pds *pds;
	int count, err;

	ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_POWER, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	count = ops->num_domains_get(ph);
	if (count <= 0)
		return count ?: -ENODEV;
	pds = scmi_pds_alloc(sdev, "", count);
	if (!pds)
		return -ENOMEM;
	pds->ops = ops;
	pds->ph = ph;
	err = scmi_pds_start(pds);
	if (err) {
		scmi_pds_release(pds);
		return err;
	}
	dev_set_drvdata(&sdev->dev, &pds->onecell);
	return 0;
}

static void scmi_pd_remove(struct scmi_device *sdev)
{
	struct scmi_pds *pds = scmi_pds_of(&sdev->dev);

	if (sdev->dev.of_node)
		of_genpd_del_provider(sdev->dev.of_node);
	scmi_pds_release(pds);
}

/* What the framework wanted to turn off meanwhile, it is to look at again. */
static void scmi_pd_sync_state(struct device *dev)
{
	struct scmi_pds *pds = scmi_pds_of(dev);
	u32 i;

	WRITE_ONCE(pds->synced, true);
	for (i = 0; i < pds->count; i++) {
		struct scmi_pd *pd = &pds->pd[i];

		if (pd->registered && pd->was_on && READ_ONCE(pd->genpd.device_count))
			queue_work(pm_wq, &pd->genpd.power_off_work);
	}
}

static const struct scmi_device_id scmi_pd_id_table[] = {
	{ SCMI_PROTOCOL_POWER, "genpd" },
	{ }
};

static struct scmi_driver scmi_pd_driver = {
	.name = "scmi-agent-genpd",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.driver.sync_state = scmi_pd_sync_state,
	.probe = scmi_pd_probe,
	.remove = scmi_pd_remove,
	.id_table = scmi_pd_id_table,
};

static int __init scmi_pd_init(void)
{
	int err = scmi_register(&scmi_pd_driver);

	if (err)
		return err;
	err = scmi_register(&scmi_perf_pd_driver);
	if (err)
		scmi_unregister(&scmi_pd_driver);
	return err;
}
module_init(scmi_pd_init);

static void __exit scmi_pd_exit(void)
{
	scmi_unregister(&scmi_perf_pd_driver);
	scmi_unregister(&scmi_pd_driver);
	scmi_pds_flush();
}
module_exit(scmi_pd_exit);

MODULE_ALIAS("scmi_agent:p11:genpd");
MODULE_ALIAS("scmi_agent:p13:perf");
MODULE_DESCRIPTION("SCMI agent: power and performance domains");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
