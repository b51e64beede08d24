// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power domains: the parents that the devicetree gives them.
 */

#include <linux/dev_printk.h>
#include <linux/err.h>
#include <linux/of.h>

#include "genpd.h"

/**
 * DOC: Parents of power domains
 *
 * The platform does not tell what a domain needs. The devicetree may: each entry of the
 * protocol node's ``power-domains`` is the parent of the domain with the id that
 * ``power-domains-child-ids`` has in the same place. It is on before its child and off
 * after it, and may be one of another provider or of the same. A client waits for a
 * provider that is not there yet. Any other parent that cannot be one is told, and left
 * out: the platform still may turn it on by itself.
 *
 * The framework forgets a domain's parents with the domain.
 */

static int scmi_pd_add_parent(struct device_node *np, u32 i, u32 *id)
{
	struct of_phandle_args parent, child = { .np = np, .args_count = 1 };
	int err;

	err = of_property_read_u32_index(np, "power-domains-child-ids", i, id) ?:
	      of_parse_phandle_with_args(np, "power-domains", "#power-domain-cells", i,
					 &parent);
	if (err)
		return err;
	child.args[0] = *id;
	err = of_genpd_add_subdomain(&parent, &child);
	of_node_put(parent.np);
	return err;
}

/**
 * scmi_pds_add_parents() - give domains the parents that the devicetree names
 * @pds: domains, which have a provider; their device has a node
 *
 * Context: Process context, sleeps.
 * Return: 0; -EPROBE_DEFER: a parent has no provider yet.
 */
int scmi_pds_add_parents(struct scmi_pds *pds)
{
	struct device_node *np = pds->dev->of_node;
	int n = of_property_count_u32_elems(np, "power-domains-child-ids");
	int i, err;

	for (i = 0; i < n; i++) {
		u32 id = 0;

		err = scmi_pd_add_parent(np, i, &id);
		if (err == -EPROBE_DEFER)
			return err;
		if (err)
			dev_warn(pds->dev,
				 "power domain %u: entry %d of power-domains is no parent of it: %pe\n",
				 id, i, ERR_PTR(err));
	}
	return 0;
}
