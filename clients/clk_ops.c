// SPDX-License-Identifier: GPL-2.0-only
/*
 * Operations of a clock.
 *
 * What the platform forbids (DEN0056 CLOCK_GET_PERMISSIONS) costs no message. A
 * clock that may not be turned on and off is taken to be always on, as far as its
 * consumers are concerned; its rate stays whatever is asked for, as that of any
 * clock without a divider does; its parent is refused to change. A clock without
 * a duty cycle has one of 50 %, the framework's default.
 *
 * Rates are never cached by the framework (CLK_GET_RATE_NOCACHE): other agents
 * change them, and to learn of that would cost a subscription message per clock
 * and rely on platforms that announce also what follows from a change of a
 * parent.
 */

#include <linux/device.h>
#include <linux/math64.h>
#include <linux/scmi_agent_clock.h>

#include "clk.h"

static int scmi_clk_state(struct clk_hw *hw, bool atomic)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	bool on = false;
	int err;

	err = clk->clks->ops->state_get(clk->clks->ph, clk->id, &on, atomic);
	return !err && on;
}

/*
 * Some platforms refuse to turn on what is on, somebody else's doing perhaps: then it
 * is what the consumer wants. No answer is no refusal.
 */
static int scmi_clk_on(struct clk_hw *hw, bool atomic)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	int err;

	if (clk->info->state_ctrl_forbidden)
		return 0;
	err = clk->clks->ops->enable(clk->clks->ph, clk->id, atomic);
	if (!err || err == -ETIMEDOUT || err == -ENODEV ||
	    !scmi_clk_state(hw, atomic))
		return err;
	if (!clk->told_on)
		dev_info(clk->clks->dev,
			 "clock %u: the platform does not turn it on (%pe), but it is on\n",
			 clk->id, ERR_PTR(err));
	clk->told_on = true;
	return 0;
}

static void scmi_clk_off(struct clk_hw *hw, bool atomic)
{
	struct scmi_clk *clk = to_scmi_clk(hw);

	if (!clk->info->state_ctrl_forbidden)
		clk->clks->ops->disable(clk->clks->ph, clk->id, atomic);
}

static int scmi_clk_prepare(struct clk_hw *hw)
{
	return scmi_clk_on(hw, false);
}

static void scmi_clk_unprepare(struct clk_hw *hw)
{
	scmi_clk_off(hw, false);
}

static int scmi_clk_enable(struct clk_hw *hw)
{
	return scmi_clk_on(hw, true);
}

static void scmi_clk_disable(struct clk_hw *hw)
{
	scmi_clk_off(hw, true);
}

static int scmi_clk_is_prepared(struct clk_hw *hw)
{
	return scmi_clk_state(hw, false);
}

static int scmi_clk_is_enabled(struct clk_hw *hw)
{
	return scmi_clk_state(hw, true);
}

/* Where a long has 32 bits, clocks of 4.3 GHz and more are as fast as it can say. */
static unsigned long scmi_clk_to_long(struct scmi_clk *clk, u64 rate)
{
	struct scmi_clks *clks = clk->clks;

	if (rate > SCMI_CLK_RATE_MAX && !clks->told_fast) {
		dev_warn(clks->dev,
			 "clock %u runs at %llu Hz: on this machine rates above %lu Hz are shown as that\n",
			 clk->id, (unsigned long long)rate, SCMI_CLK_RATE_MAX);
		clks->told_fast = true;
	}
	return min_t(u64, rate, SCMI_CLK_RATE_MAX);
}

/*
 * Tell the framework the range of a clock's rates, once that is known. The present
 * rate is always in it: some lists have one rate, while the clock runs at another one.
 */
static void scmi_clk_set_range(struct scmi_clk *clk)
{
	u64 low, high;

	if (!scmi_agent_clock_range(clk->clks->ph, clk->id, &low, &high))
		return;
	if (clk->rate)
		low = min(low, clk->rate);
	high = max(high, clk->rate);
	clk_hw_set_rate_range(&clk->hw, min_t(u64, low, SCMI_CLK_RATE_MAX),
			      min_t(u64, high, SCMI_CLK_RATE_MAX));
}

/*
 * A rate that cannot be read, because the caller is being killed or the platform is
 * busy for example, is what it was: children would compute theirs from 0 and keep it.
 */
static unsigned long scmi_clk_recalc_rate(struct clk_hw *hw,
					  unsigned long parent_rate)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	bool known = READ_ONCE(clk->clks->registering) && clk->rate_err != -EBUSY;
	u64 rate;

	if (!known && !clk->clks->ops->rate_get(clk->clks->ph, clk->id, &rate))
		clk->rate = rate;
	scmi_clk_set_range(clk);
	return scmi_clk_to_long(clk, clk->rate);
}

/* The present rate becomes itself, whatever the platform lists. */
static int scmi_clk_determine_rate(struct clk_hw *hw,
				   struct clk_rate_request *req)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	unsigned long rate = clk_hw_get_rate(hw);
	int err = 0;

	if (clk->info->rate_ctrl_forbidden)
		req->rate = rate;
	else if (req->rate != rate)
		err = scmi_agent_clock_round(clk->clks->ph, clk->id,
					     req->min_rate, &req->rate);
	scmi_clk_set_range(clk);
	return err;
}

/*
 * The framework calls this also for the children of a clock whose rate changes,
 * so that one that is forbidden is no error. It does not pass errors on: what is said
 * here is all that anybody learns of them.
 */
static int scmi_clk_set_rate(struct clk_hw *hw, unsigned long rate,
			     unsigned long parent_rate)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	u64 hz = rate;
	int err;

	if (clk->info->rate_ctrl_forbidden)
		return 0;
	/* The present rate, as far as it could be told. */
	if (rate == SCMI_CLK_RATE_MAX)
		hz = max(hz, clk->rate);
	err = clk->clks->ops->rate_set(clk->clks->ph, clk->id, hz);
	if (err && !clk->told_rate) {
		dev_warn(clk->clks->dev,
			 "clock %u: the platform does not change the rate to %lu Hz: %pe\n",
			 clk->id, rate, ERR_PTR(err));
		clk->told_rate = true;
	}
	return err;
}

/* Read the parent, unless that was done just now; what was read last stands. */
static void scmi_clk_read_parent(struct scmi_clk *clk)
{
	u32 parent;
	int err;

	if (READ_ONCE(clk->clks->registering) && clk->parent_err != -EBUSY)
		return;
	err = clk->clks->ops->parent_get(clk->clks->ph, clk->id, &parent);
	if (!err)
		clk->parent = parent;
	if (!err || clk->parent_err)
		clk->parent_err = err;
}

/*
 * A parent that the platform does not tell, or that is none of those that it
 * listed, is taken to be the first one: without a parent the framework would say
 * that the rate is 0, although that is known.
 */
static u8 scmi_clk_get_parent(struct clk_hw *hw)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	struct scmi_clks *clks = clk->clks;
	unsigned int i;

	scmi_clk_read_parent(clk);
	if (clk->parent_err) {
		scmi_lost_add(&clks->no_parent, clk->id, 1, clk->parent_err);
		return 0;
	}
	for (i = 0; i < clk->num_parents; i++) {
		if (clk->parent_ids[i] == clk->parent)
			return i;
	}
	scmi_lost_add(&clks->odd_parent, clk->id, 1, 0);
	return 0;
}

/* The protocol counts the parents that the platform told, we those of use. */
static int scmi_clk_set_parent(struct clk_hw *hw, u8 index)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	const struct scmi_clock_info *info = clk->info;
	int i;

	if (index >= clk->num_parents)
		return -EINVAL;
	if (info->parent_ctrl_forbidden)
		return -EPERM;
	for (i = 0; i < info->num_parents; i++)
		if (info->parents[i] == clk->parent_ids[index])
			return clk->clks->ops->parent_set(clk->clks->ph,
							  clk->id, i);
	return -EINVAL;
}

/* Has it one, as far as we know, or may it be asked again whether it has? */
static bool scmi_clk_may_have_duty(const struct scmi_clk *clk)
{
	return clk->has_duty || scmi_may_ask(&clk->duty_again);
}

/* What cannot be read is what was read last. */
static void scmi_clk_read_duty(struct scmi_clk *clk)
{
	u32 percent;
	int err;

	err = clk->clks->ops->config_oem_get(clk->clks->ph, clk->id,
					     SCMI_CLOCK_CFG_DUTY_CYCLE,
					     &percent, NULL, false);
	if (!err) {
		clk->has_duty = true;
		clk->duty = percent;
	} else if (!clk->has_duty) {
		scmi_clk_duty_lost(clk, err);
	}
}

static int scmi_clk_get_duty(struct clk_hw *hw, struct clk_duty *duty)
{
	struct scmi_clk *clk = to_scmi_clk(hw);

	if (!READ_ONCE(clk->clks->registering) && scmi_clk_may_have_duty(clk))
		scmi_clk_read_duty(clk);
	duty->num = clk->has_duty ? clk->duty : 50;
	duty->den = 100;
	return duty->num > 100 ? -EPROTO : 0;
}

static int scmi_clk_set_duty(struct clk_hw *hw, struct clk_duty *duty)
{
	struct scmi_clk *clk = to_scmi_clk(hw);
	u32 percent;

	if (!scmi_clk_may_have_duty(clk))
		return -EOPNOTSUPP;
	if (!duty->den || duty->num > duty->den)
		return -EINVAL;
	percent = DIV_ROUND_CLOSEST_ULL((u64)duty->num * 100, duty->den);
	return clk->clks->ops->config_oem_set(clk->clks->ph, clk->id,
					      SCMI_CLOCK_CFG_DUTY_CYCLE,
					      percent, false);
}

/* For transports that sleep. */
static const struct clk_ops scmi_clk_ops = {
	.prepare = scmi_clk_prepare,
	.unprepare = scmi_clk_unprepare,
	.is_prepared = scmi_clk_is_prepared,
	.recalc_rate = scmi_clk_recalc_rate,
	.determine_rate = scmi_clk_determine_rate,
	.set_rate = scmi_clk_set_rate,
	.get_parent = scmi_clk_get_parent,
	.set_parent = scmi_clk_set_parent,
	.get_duty_cycle = scmi_clk_get_duty,
	.set_duty_cycle = scmi_clk_set_duty,
};

/* The same, turned on and off without sleeping. */
static const struct clk_ops scmi_clk_atomic_ops = {
	.enable = scmi_clk_enable,
	.disable = scmi_clk_disable,
	.is_enabled = scmi_clk_is_enabled,
	.recalc_rate = scmi_clk_recalc_rate,
	.determine_rate = scmi_clk_determine_rate,
	.set_rate = scmi_clk_set_rate,
	.get_parent = scmi_clk_get_parent,
	.set_parent = scmi_clk_set_parent,
	.get_duty_cycle = scmi_clk_get_duty,
	.set_duty_cycle = scmi_clk_set_duty,
};

/**
 * scmi_clk_ops_get() - operations for a clock
 * @clk: the clock, with @clks and @info set
 *
 * Context: Any.
 * Return: the operations.
 */
const struct clk_ops *scmi_clk_ops_get(const struct scmi_clk *clk)
{
	const struct scmi_clks *clks = clk->clks;

	if (clks->atomic && clk->info->enable_latency <= clks->atomic_threshold)
		return &scmi_clk_atomic_ops;
	return &scmi_clk_ops;
}
