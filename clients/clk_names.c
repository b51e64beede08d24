// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of clocks, unique within their instance.
 *
 * The common clock framework wants names to be unique in the whole system. A
 * platform may give two clocks the same name, or none at all. A clock's name is
 *
 *	name		the platform's
 *	name:id		if a clock with a lower id has that name
 *	clk:id		if the platform gives it no name
 *
 * A ':' in the platform's name is replaced, so these cannot collide. What other
 * clocks of the system are called is clk.c's to deal with.
 */

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "clk.h"
#include "names.h"

static int scmi_clk_names_cmp(const void *a, const void *b, const void *priv)
{
	const struct scmi_clk_name *names = priv;
	u32 ia = *(const u32 *)a, ib = *(const u32 *)b;
	int diff = strcmp(names[ia].str, names[ib].str);

	return diff ?: (ia < ib ? -1 : ia > ib);
}

static void scmi_clk_name_add_id(struct scmi_clk_name *name, u32 id)
{
	size_t len = strlen(name->str);

	snprintf(name->str + len, sizeof(name->str) - len, ":%u", id);
}

/**
 * scmi_clk_names_init() - choose the names of all clocks
 * @clks: the clocks, with @info set
 * @order: ids of the existing clocks
 * @num: entries in @order
 * @names: where to store the names, by id
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int scmi_clk_names_init(const struct scmi_clks *clks, const u32 *order, u32 num,
			struct scmi_clk_name *names)
{
	u32 i, *ids = kvmalloc_array(num, sizeof(*ids), GFP_KERNEL);
	u32 first = 0;

	if (!ids)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		struct scmi_clk_name *name = &names[order[i]];

		ids[i] = order[i];
		/* '/' separates directories, in debugfs */
		if (!scmi_client_name(name->str, SCMI_MAX_STR_SIZE,
				      clks->clk[order[i]].info->name, ":/ ")) {
			strscpy(name->str, "clk", sizeof(name->str));
			scmi_clk_name_add_id(name, order[i]);
		}
	}
	sort_r(ids, num, sizeof(*ids), scmi_clk_names_cmp, NULL, names);
	/* The first of equal names keeps it, so it is what to compare with. */
	for (i = 1; i < num; i++) {
		struct scmi_clk_name *name = &names[ids[i]];

		if (strcmp(names[ids[first]].str, name->str))
			first = i;
		else
			scmi_clk_name_add_id(name, ids[i]);
	}
	kvfree(ids);
	return 0;
}
