/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clocks of one instance, as the common clock framework sees them.
 */
#ifndef _SCMI_AGENT_CLIENTS_CLK_H
#define _SCMI_AGENT_CLIENTS_CLK_H

#include <linux/bits.h>
#include <linux/clk-provider.h>
#include <linux/limits.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

#include "lost.h"
#include "passing.h"

struct scmi_clks;

/*
 * The framework walks its tree by recursion, so a platform that describes a
 * long chain of parents would overflow the kernel's stack. Real trees, of which
 * SCMI shows the muxes only, are less than half as deep.
 */
#define SCMI_CLK_MAX_DEPTH	16

/* The highest rate that the framework can be told. */
#ifndef SCMI_CLK_RATE_MAX
#define SCMI_CLK_RATE_MAX	ULONG_MAX
#endif

/* The framework counts parents in eight bits. */
#define SCMI_CLK_MAX_PARENTS	U8_MAX

/**
 * struct scmi_clk_name - name of a clock within its instance
 * @str: a name from the platform, perhaps ':' and an id; see clk_names.c
 */
struct scmi_clk_name {
	char str[SCMI_MAX_STR_SIZE + 12];
};

/**
 * struct scmi_clk - one clock
 * @hw: for the framework
 * @clks: the instance's clocks
 * @info: the protocol's description, NULL = there is no such clock
 * @id: clock id
 * @parent_ids: clock ids by the framework's parent index, NULL = no parent
 * @num_parents: entries in @parent_ids that are used
 * @depth: 0 = not looked at yet, else clocks from here to the farthest root;
 *	   clk_parents.c only
 * @has_duty: the platform told a duty cycle when asked
 * @duty: duty cycle in percent, as it was read last
 * @duty_again: when it may be asked again whether it has one, in seconds
 * @parent: id of the parent, as it was read last
 * @parent_err: 0, or why @parent is unknown
 * @rate_err: 0, or why @rate could not be read before registration
 * @rate: rate in Hz, as it was read last; 0 = never. Under the framework's lock
 *	  once the clock is registered
 * @told_on: it was said that the clock is on, but is not turned on
 * @told_rate: it was said that a rate was refused
 *
 * Once the clock is registered, what may still change does so under the framework's
 * locks.
 */
struct scmi_clk {
	struct clk_hw hw;
	struct scmi_clks *clks;
	const struct scmi_clock_info *info;
	u32 id;
	u32 *parent_ids;
	u8 num_parents;
	u8 depth;
	bool has_duty;
	u32 duty;
	unsigned int duty_again;
	u32 parent;
	int parent_err;
	int rate_err;
	u64 rate;
	bool told_on;
	bool told_rate;
};

#define to_scmi_clk(h) container_of(h, struct scmi_clk, hw)

/**
 * struct scmi_clks - the clocks of one instance
 * @dev: the scmi device, owner of everything here
 * @handle: the instance
 * @ops: operations of the clock protocol
 * @ph: for @ops
 * @atomic: the transport can send messages without sleeping
 * @atomic_threshold: longest latency in us of a clock worth doing so
 * @registering: the state read before registration answers the framework; set
 *		 before the first clock is registered, cleared after the last
 * @told_fast: it was said that a rate is above SCMI_CLK_RATE_MAX; under the
 *	       framework's lock
 * @no_parent: clocks whose parent is not told
 * @odd_parent: clocks whose parent is none of those that they list
 * @onecell: the registered clocks by id, NULL = there is no such clock; also
 *	     the driver data of @dev
 * @count: entries in @clk
 * @clk: the clocks by id
 *
 * Lifetime: from probe until all clocks are unregistered. The framework calls
 * no operation of an unregistered clock. Consumers must be gone before all the
 * same, as clk_unregister() leaves them with a list entry that it frees: that is
 * what device links are for, which the devicetree's "clocks" imply.
 */
struct scmi_clks {
	struct device *dev;
	const struct scmi_handle *handle;
	const struct scmi_clk_proto_ops *ops;
	const struct scmi_protocol_handle *ph;
	bool atomic;
	unsigned int atomic_threshold;
	bool registering;
	bool told_fast;
	struct scmi_lost no_parent;
	struct scmi_lost odd_parent;
	struct clk_hw_onecell_data *onecell;
	u32 count;
	struct scmi_clk clk[] __counted_by(count);
};

/* It cannot be had now that the clock has a duty cycle. */
static inline void scmi_clk_duty_lost(struct scmi_clk *clk, int err)
{
	if (scmi_error_may_pass(err))
		scmi_ask_later(&clk->duty_again);
	else
		scmi_ask_never(&clk->duty_again);
}

/* clk_ops.c */
const struct clk_ops *scmi_clk_ops_get(const struct scmi_clk *clk);

/* clk_parents.c */
int scmi_clk_parents_init(struct scmi_clks *clks, u32 *order);

/* clk_names.c */
int scmi_clk_names_init(const struct scmi_clks *clks, const u32 *order, u32 num,
			struct scmi_clk_name *names);

#endif /* _SCMI_AGENT_CLIENTS_CLK_H */
