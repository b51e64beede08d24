// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of clocks: their names, their tree and their operations. */
#include "client.h"

/* With its functions that are static. */
#include "clients/clk.c"

unsigned long client_rate_max = ULONG_MAX;
static u32 names_taken;
static struct clk_core *cores[2 * 65536];
static u32 num_cores;
static struct scmi_device *bound;

/* The framework asks for the state of what is registered. */
static void register_core(struct clk_hw *hw)
{
	struct clk_core *core = calloc(1, sizeof(*core));
	struct clk_duty duty;

	if (num_cores == ARRAY_SIZE(cores))
		die("too many clocks", num_cores);
	*core = (struct clk_core){ .hw = hw, .ops = hw->init->ops, .max = ULONG_MAX };
	snprintf(core->name, sizeof(core->name), "%s", hw->init->name);
	hw->core = core;
	cores[num_cores++] = core;
	if (hw->init->num_parents > 1)
		core->parent = core->ops->get_parent(hw);
	hw->init = NULL;
	core->rate = core->ops->recalc_rate(hw, 0);
	core->ops->get_duty_cycle(hw, &duty);
}

static void forget_cores(void *unused)
{
	while (num_cores)
		free(cores[--num_cores]);
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
	register_core(hw);
	return 0;
}

struct clk_core *client_clk_of(u32 id)
{
	struct clk_hw_onecell_data *all = bound->dev.drvdata;

	return all && id < all->num && all->hws[id] ? all->hws[id]->core : NULL;
}

unsigned long clk_hw_get_rate(const struct clk_hw *hw)
{
	return hw->core->rate;
}

void clk_hw_set_rate_range(struct clk_hw *hw, unsigned long min, unsigned long max)
{
	hw->core->min = min;
	hw->core->max = max;
}

unsigned long client_clk_rate(u32 id)
{
	struct clk_core *core = client_clk_of(id);

	core->rate = core->ops->recalc_rate(core->hw, 0);
	return core->rate;
}

unsigned long client_clk_round(u32 id, unsigned long hz)
{
	struct clk_core *core = client_clk_of(id);
	struct clk_rate_request req = {
		.rate = clamp(hz, core->min, core->max),
		.min_rate = core->min, .max_rate = core->max,
	};

	return core->ops->determine_rate(core->hw, &req) ? 0 : req.rate;
}

/* Whatever the driver returns, the framework says that all is well. */
unsigned long client_clk_set_rate(u32 id, unsigned long hz)
{
	struct clk_core *core = client_clk_of(id);

	hz = client_clk_round(id, hz);
	if (hz != core->rate)
		core->ops->set_rate(core->hw, hz, 0);
	return client_clk_rate(id);
}

int client_clk_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	client_device(sdev, ph);
	bound = sdev;
	if (devm_add_action_or_reset(&sdev->dev, forget_cores, NULL))
		return -ENOMEM;
	return scmi_clk_probe(sdev);
}

/* Everything that a consumer can do. */
static void try_clock(u32 id)
{
	struct clk_core *core = client_clk_of(id);
	struct clk_duty duty = { core_rand(4), core_rand(4) };
	unsigned long hz = (u64)core_rand(64) << core_rand(40);

	if (!core)
		return;
	client_clk_round(id, hz);
	client_clk_set_rate(id, hz);
	if (core->min > core->max)
		die("range of a clock", id);
	if (core->ops->prepare && !core->ops->prepare(core->hw))
		core->ops->unprepare(core->hw);
	if (core->ops->enable && !core->ops->enable(core->hw))
		core->ops->disable(core->hw);
	if (core->ops->is_prepared)
		core->ops->is_prepared(core->hw);
	if (core->ops->is_enabled)
		core->ops->is_enabled(core->hw);
	core->ops->set_parent(core->hw, core_rand(3));
	core->ops->set_duty_cycle(core->hw, &duty);
	core->ops->get_duty_cycle(core->hw, &duty);
}

void client_clk(const struct scmi_protocol_handle *ph)
{
	struct of_phandle_args args = { 1, { core_rand(20) } };
	struct scmi_device sdev;
	u32 id;

	if (world.count > 100)
		return;
	client_rate_max = core_rand(4) ? ULONG_MAX : U32_MAX;
	names_taken = core_rand(8);
	if (!client_clk_bind(&sdev, ph)) {
		scmi_clk_of_get(&args, sdev.dev.drvdata);
		for (id = 0; id < world.count; id++)
			try_clock(id);
	}
	names_taken = 0;
	client_rate_max = ULONG_MAX;
	devres_release(&sdev.dev);
}
