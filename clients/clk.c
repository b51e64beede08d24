// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI clocks for the common clock framework.
 */

#include <linux/clk-provider.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/scmi_agent_clock.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>

#include "clk.h"
#include "names.h"

/**
 * struct scmi_clk_setup - what only registration needs
 * @order: ids of the existing clocks, parents first
 * @num: entries in @order
 * @names: names by id
 * @parents: parents of the clock that is being registered
 */
struct scmi_clk_setup {
	u32 *order;
	u32 num;
	struct scmi_clk_name *names;
	const struct clk_hw *parents[SCMI_CLK_MAX_PARENTS];
};

static void scmi_clks_free(void *data)
{
	struct scmi_clks *clks = data;

	kvfree(clks->onecell);
	kvfree(clks);
}

/* Counts come from the platform: too many for kmalloc() are no bug of ours. */
static struct scmi_clks *scmi_clks_alloc(struct scmi_device *sdev, u32 count)
{
	struct scmi_clks *clks;
	int err;

	clks = kvzalloc(struct_size(clks, clk, count), GFP_KERNEL);
	if (!clks)
		return ERR_PTR(-ENOMEM);
	clks->count = count;
	clks->dev = &sdev->dev;
	clks->handle = sdev->handle;
	clks->onecell = kvzalloc(struct_size(clks->onecell, hws, count),
				 GFP_KERNEL);
	if (!clks->onecell) {
		scmi_clks_free(clks);
		return ERR_PTR(-ENOMEM);
	}
	clks->onecell->num = count;
	err = devm_add_action_or_reset(clks->dev, scmi_clks_free, clks);
	return err ? ERR_PTR(err) : clks;
}

/*
 * The framework asks for the state of each clock as it registers it. One by one
 * that is the greater part of the time a probe takes, so ask for all at once.
 */
static int scmi_clks_read(struct scmi_clks *clks)
{
	struct scmi_agent_clock_state *states;
	u32 i;
	int err;

	states = kvcalloc(clks->count, sizeof(*states), GFP_KERNEL);
	if (!states)
		return -ENOMEM;
	err = scmi_agent_clock_read_states(clks->ph, states, clks->count);
	for (i = 0; !err && i < clks->count; i++) {
		struct scmi_clk *clk = &clks->clk[i];
		struct scmi_agent_clock_state *state = &states[i];

		clk->clks = clks;
		clk->id = i;
		clk->info = scmi_agent_clock_info(clks->ph, i);
		clk->rate_err = state->rate_err;
		clk->rate = state->rate_err ? 0 : state->rate;
		clk->parent = state->parent_id;
		clk->parent_err = state->parent_err;
		clk->has_duty = !state->duty_err;
		clk->duty = state->duty;
		if (state->duty_err)
			scmi_clk_duty_lost(clk, state->duty_err);
	}
	kvfree(states);
	return err;
}

static int scmi_clk_register(struct scmi_clk *clk, const char *name,
			     struct scmi_clk_setup *setup)
{
	struct scmi_clks *clks = clk->clks;
	struct clk_init_data init = {
		.name = name,
		.ops = scmi_clk_ops_get(clk),
		.parent_hws = setup->parents,
		.num_parents = clk->num_parents,
		.flags = CLK_GET_RATE_NOCACHE,
	};
	unsigned int i;
	int err;

	for (i = 0; i < clk->num_parents; i++)
		setup->parents[i] = &clks->clk[clk->parent_ids[i]].hw;
	clk->hw.init = &init;
	err = devm_clk_hw_register(clks->dev, &clk->hw);
	if (!err)
		clks->onecell->hws[clk->id] = &clk->hw;
	return err;
}

/* Whose parents had to be assumed? */
static void scmi_clks_tell_parents(struct scmi_clks *clks)
{
	const struct scmi_lost *odd = &clks->odd_parent;

	scmi_lost_tell(clks->dev, &clks->no_parent, clks->count,
		       "clocks whose present parent is unknown, the first possible one is assumed");
	if (odd->count)
		dev_warn(clks->dev,
			 "%u of %u clocks have a parent that they do not list (first: %u, the platform says 0x%x), the first possible one is assumed\n",
			 odd->count, clks->count, odd->first,
			 clks->clk[odd->first].parent);
}

/* Register all or none, with plain names or with the instance's in front. */
static int scmi_clks_register_named(struct scmi_clks *clks,
				    struct scmi_clk_setup *setup, bool prefix)
{
	void *group = devres_open_group(clks->dev, NULL, GFP_KERNEL);
	char name[2 * sizeof(struct scmi_clk_name)];
	int err = 0;
	u32 i;

	if (!group)
		return -ENOMEM;
	clks->no_parent = (struct scmi_lost){};
	clks->odd_parent = (struct scmi_lost){};
	for (i = 0; !err && i < setup->num; i++) {
		u32 id = setup->order[i];

		if (prefix)
			snprintf(name, sizeof(name), "%s:%s",
				 dev_name(clks->handle->dev), setup->names[id].str);
		else
			strscpy(name, setup->names[id].str, sizeof(name));
		err = scmi_clk_register(&clks->clk[id], name, setup);
		cond_resched();
	}
	if (err)
		devres_release_group(clks->dev, group);
	else
		devres_close_group(clks->dev, group);
	return err;
}

/*
 * The first instance's clocks have the platform's names, as long as none is taken by
 * some other clock of the system. Otherwise all get a prefix: a mix would be hard to
 * make sense of, and newer kernels log each name that is taken. The clocks of other
 * instances have one in any case, so that it does not matter which comes first.
 */
static int scmi_clks_register(struct scmi_clks *clks)
{
	struct scmi_clk_setup *setup;
	int err = -ENOMEM;
	bool prefix;

	setup = kzalloc_obj(*setup);
	if (!setup)
		return -ENOMEM;
	setup->order = kvcalloc(clks->count, sizeof(*setup->order), GFP_KERNEL);
	setup->names = kvcalloc(clks->count, sizeof(*setup->names), GFP_KERNEL);
	if (!setup->order || !setup->names)
		goto free_setup;
	err = scmi_clk_parents_init(clks, setup->order);
	if (err <= 0)
		goto free_setup;
	setup->num = err;
	err = scmi_clk_names_init(clks, setup->order, setup->num, setup->names);
	if (err)
		goto free_setup;
	WRITE_ONCE(clks->registering, true);
	prefix = scmi_client_number(clks->handle);
	err = scmi_clks_register_named(clks, setup, prefix);
	if (err == -EEXIST && !prefix) {
		dev_info(clks->dev, "a name is taken, prefixing all with '%s:'\n",
			 dev_name(clks->handle->dev));
		err = scmi_clks_register_named(clks, setup, true);
	}
	WRITE_ONCE(clks->registering, false);
	if (!err)
		scmi_clks_tell_parents(clks);
free_setup:
	kvfree(setup->names);
	kvfree(setup->order);
	kfree(setup);
	return err;
}

/* Index 0 of the specifier is the clock id. */
static struct clk_hw *scmi_clk_of_get(struct of_phandle_args *args, void *data)
{
	struct clk_hw_onecell_data *onecell = data;

	if (args->args_count < 1 || args->args[0] >= onecell->num)
		return ERR_PTR(-EINVAL);
	return onecell->hws[args->args[0]] ?: ERR_PTR(-ENOENT);
}

static int scmi_clk_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	const struct scmi_clk_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct scmi_clks *clks;
	int count, err;

	if (!handle)
		return -ENODEV;
	ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_CLOCK, &ph);
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	count = ops->count_get(ph);
	if (count <= 0)
		return count ?: -ENODEV;
	clks = scmi_clks_alloc(sdev, count);
	if (IS_ERR(clks))
		return PTR_ERR(clks);
	clks->ops = ops;
	clks->ph = ph;
	clks->atomic = handle->is_transport_atomic(handle,
						   &clks->atomic_threshold);
	err = scmi_clks_read(clks) ?: scmi_clks_register(clks);
	if (err)
		return err;
	dev_set_drvdata(&sdev->dev, clks->onecell);
	if (!sdev->dev.of_node)
		return 0;
	return devm_of_clk_add_hw_provider(&sdev->dev, scmi_clk_of_get,
					   clks->onecell);
}

static const struct scmi_device_id scmi_clk_id_table[] = {
	{ SCMI_PROTOCOL_CLOCK, "clocks" },
	{ }
};

static struct scmi_driver scmi_clk_driver = {
	.name = "scmi-agent-clk",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_clk_probe,
	.id_table = scmi_clk_id_table,
};
module_scmi_driver(scmi_clk_driver);

MODULE_ALIAS("scmi_agent:p14:clocks");
MODULE_DESCRIPTION("SCMI agent: clocks");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
