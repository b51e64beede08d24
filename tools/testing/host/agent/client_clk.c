// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of clocks: their names and their tree. */
#include "client.h"

/* With its functions that are static. */
#include "clients/clk.c"

static u32 names_taken;

const struct clk_ops *scmi_clk_ops_get(const struct scmi_clk *clk)
{
	return NULL;
}

/* What the framework trusts a driver to see to. */
int devm_clk_hw_register(struct device *dev, struct clk_hw *hw)
{
	struct scmi_clk *clk = to_scmi_clk(hw), *parent;
	unsigned int i;

	client_check_name(hw->init->name, 2 * sizeof(struct scmi_clk_name));
	if (names_taken && !--names_taken)
		return -EEXIST;
	if (clk->depth > SCMI_CLK_MAX_DEPTH)
		die("depth of a clock", clk->id);
	for (i = 0; i < hw->init->num_parents; i++) {
		parent = to_scmi_clk(hw->init->parent_hws[i]);
		if (!parent->info || parent->depth >= clk->depth)
			die("parent in the tree", clk->id);
	}
	return 0;
}

void client_clk(const struct scmi_protocol_handle *ph)
{
	struct of_phandle_args args = { 1, { core_rand(20) } };
	struct scmi_device sdev;

	if (world.count > 100)
		return;
	client_device(&sdev, ph);
	names_taken = core_rand(8);
	if (!scmi_clk_probe(&sdev))
		scmi_clk_of_get(&args, sdev.dev.drvdata);
	devres_release(&sdev.dev);
}
