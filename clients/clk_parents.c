// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parents of clocks: from what the platform claims to a tree that the common
 * clock framework can walk.
 *
 * The framework trusts its drivers: it follows parent pointers without looking
 * for loops, and it recurses. So only parents that exist are handed on, no loop
 * can arise whichever parents the muxes select, and the depth is bounded. What
 * breaks these rules is left out of the list of possible parents.
 */

#include <linux/device.h>
#include <linux/slab.h>

#include "clk.h"

/* On the path from the clock that is being visited. */
#define SCMI_CLK_ON_PATH	U8_MAX

/**
 * struct scmi_clk_visit - a clock on the path of scmi_clk_visit()
 * @id: the clock
 * @next: index of the parent to look at next
 * @kept: number of parents found good so far; they are moved to the front
 * @depth: the clock's depth with these
 */
struct scmi_clk_visit {
	u32 id;
	u8 next;
	u8 kept;
	u8 depth;
};

/* Copy the ids that name other existing clocks. */
static int scmi_clk_parents_copy(struct scmi_clks *clks, struct scmi_clk *clk)
{
	const struct scmi_clock_info *info = clk->info;
	int i, num = min_t(int, info->num_parents, SCMI_CLK_MAX_PARENTS);

	if (num <= 0)
		return 0;
	clk->parent_ids = devm_kmalloc_array(clks->dev, num,
					     sizeof(*clk->parent_ids),
					     GFP_KERNEL);
	if (!clk->parent_ids)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		u32 id = info->parents[i];

		if (id < clks->count && id != clk->id && clks->clk[id].info)
			clk->parent_ids[clk->num_parents++] = id;
	}
	return 0;
}

static void scmi_clk_visit_start(struct scmi_clk *clk,
				 struct scmi_clk_visit *v)
{
	clk->depth = SCMI_CLK_ON_PATH;
	*v = (struct scmi_clk_visit) { .id = clk->id, .depth = 1 };
}

/*
 * Depth-first search without recursion. A parent on the path closes a loop; a
 * parent that is still unvisited when the path is full, or that is deep enough
 * itself, would make the tree too deep. Clocks enter @order when all their
 * parents have: parents come first.
 */
static u32 scmi_clk_visit(struct scmi_clks *clks, u32 id, u32 *order, u32 num)
{
	struct scmi_clk_visit path[SCMI_CLK_MAX_DEPTH];
	unsigned int top = 0;

	scmi_clk_visit_start(&clks->clk[id], &path[0]);
	for (;;) {
		struct scmi_clk_visit *v = &path[top];
		struct scmi_clk *clk = &clks->clk[v->id], *parent;

		if (v->next == clk->num_parents) {
			clk->num_parents = v->kept;
			clk->depth = v->depth;
			order[num++] = v->id;
			if (!top--)
				return num;
			continue;
		}
		parent = &clks->clk[clk->parent_ids[v->next]];
		if (!parent->depth && top + 1 < SCMI_CLK_MAX_DEPTH) {
			/* Back here when its depth is known. */
			scmi_clk_visit_start(parent, &path[++top]);
			continue;
		}
		if (parent->depth && parent->depth < SCMI_CLK_MAX_DEPTH) {
			v->depth = max_t(u8, v->depth, parent->depth + 1);
			clk->parent_ids[v->kept++] = parent->id;
		}
		v->next++;
	}
}

/* Which parents could not be used? */
static void scmi_clk_parents_tell(struct scmi_clks *clks)
{
	struct scmi_lost cut = {};
	const struct scmi_clk *clk;
	u32 i;

	for (i = 0; i < clks->count; i++) {
		clk = &clks->clk[i];
		if (!clk->info || clk->num_parents >= clk->info->num_parents)
			continue;
		dev_dbg(clks->dev, "clock %u: %u of %d parents used\n", i,
			clk->num_parents, clk->info->num_parents);
		scmi_lost_add(&cut, i, 1, 0);
	}
	if (!cut.count)
		return;
	clk = &clks->clk[cut.first];
	dev_warn(clks->dev,
		 "%u of %u clocks use part of their parents only (first: %u, %u of %d): the others do not exist, form a loop or are too many\n",
		 cut.count, clks->count, cut.first, clk->num_parents,
		 clk->info->num_parents);
}

/**
 * scmi_clk_parents_init() - settle the possible parents of all clocks
 * @clks: the clocks, with @info set
 * @order: where to store the ids of the existing clocks, parents first
 *
 * Sets parent_ids and num_parents of each clock. DEN0056 CLOCK_POSSIBLE_PARENTS_GET.
 *
 * Context: Process context, the scmi device's probe.
 * Return: number of ids in @order, or -ENOMEM.
 */
int scmi_clk_parents_init(struct scmi_clks *clks, u32 *order)
{
	u32 i, num = 0;
	int err;

	for (i = 0; i < clks->count; i++) {
		if (!clks->clk[i].info)
			continue;
		err = scmi_clk_parents_copy(clks, &clks->clk[i]);
		if (err)
			return err;
	}
	for (i = 0; i < clks->count; i++) {
		struct scmi_clk *clk = &clks->clk[i];

		if (clk->info && !clk->depth)
			num = scmi_clk_visit(clks, i, order, num);
	}
	scmi_clk_parents_tell(clks);
	return num;
}
