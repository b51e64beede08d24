// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, rounding of rates.
 */

#include <linux/export.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/scmi_agent_clock.h>

#include "clock.h"

/**
 * DOC: Rounding
 *
 * There is one rule for lists and ranges, for asking and for setting.
 *
 * A rate that is within a rounding error of one that the clock has is that one. The
 * error is a millionth of the rate, or 1 Hz: shipped firmware has 1800000063 Hz for
 * what a devicetree calls 1.8 GHz. determine_rate() then answers the rate that it was
 * asked for, because the OPP core takes the next operating point above an answer that
 * is larger; rate_set() sends the clock's own, because the platform rounds down.
 *
 * Any other rate becomes the next one below that the clock has, which is how
 * CLOCK_RATE_SET is asked to round, and the lowest one if there is none; the next one
 * above if consumers do not want to go below that rate. So what determine_rate() says
 * is what rate_set() does.
 */

/* A rate differs from what is meant by one part of so many, or by 1 Hz. */
#define SCMI_RATE_ERROR_PARTS	1000000

static u64 scmi_rate_error(u64 hz)
{
	return max(div_u64(hz, SCMI_RATE_ERROR_PARTS), 1ULL);
}

/* Does who says @hz mean @own? */
static bool scmi_rate_means(u64 hz, u64 own)
{
	return (hz < own ? own - hz : hz - own) <= scmi_rate_error(hz);
}

/**
 * struct scmi_rate_place - where a rate is among those of a clock
 * @below: the highest that is not above it, or the lowest of all
 * @above: the lowest that is not below it, or the highest of all
 */
struct scmi_rate_place {
	u64 below;
	u64 above;
};

static struct scmi_rate_place scmi_range_find(const u64 *range, u64 hz)
{
	u64 low = range[SCMI_RANGE_LOW], high = range[SCMI_RANGE_HIGH];
	u64 step = range[SCMI_RANGE_STEP];
	struct scmi_rate_place place;

	hz = clamp(hz, low, high);
	if (!step || hz == high)
		return (struct scmi_rate_place){ hz, hz };
	place.below = low + div64_u64(hz - low, step) * step;
	place.above = place.below;
	/* The highest need not be a whole number of steps away. */
	if (place.below != hz)
		place.above += min(step, high - place.below);
	return place;
}

static struct scmi_rate_place scmi_list_find(const struct scmi_clock_rates *rates,
					     u64 hz)
{
	u32 lo = 0, hi = rates->num_rates - 1;

	/* Those before lo are below, those from hi on are not, but for the last. */
	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (rates->rates[mid] < hz)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (struct scmi_rate_place){
		.below = rates->rates[lo && rates->rates[lo] > hz ? lo - 1 : lo],
		.above = rates->rates[lo],
	};
}

/* The rate of the clock's own that @hz stands for, at least @floor, see DOC. */
static u64 scmi_rate_choose(const struct scmi_rate_place *place, u64 hz,
			    u64 floor)
{
	/* The nearer one: two may be within the error. */
	if (place->above - hz < hz - place->below &&
	    scmi_rate_means(hz, place->above))
		return place->above;
	if (scmi_rate_means(hz, place->below))
		return place->below;
	return place->below < floor ? place->above : place->below;
}

/* Return: false when the clock's rates are not known, as far as that was asked. */
static bool scmi_clock_own_rate(const struct scmi_clock *clk,
				const struct scmi_clock_list *list, u64 hz,
				u64 floor, u64 *own)
{
	struct scmi_rate_place place;

	if (clk->kind == SCMI_CLOCK_RATES_RANGE)
		place = scmi_range_find(clk->hz, hz);
	else if (list && list->rates.num_rates)
		place = scmi_list_find(&list->rates, hz);
	else
		return false;
	*own = scmi_rate_choose(&place, hz, floor);
	return true;
}

/**
 * scmi_clock_rate_meant() - the rate to send to the platform for one that is wanted
 * @clk: clock
 * @hz: the rate wanted
 *
 * The platform is not asked: who wants a rate has asked determine_rate() before.
 *
 * Context: Any context.
 * Return: the clock's own rate that is meant; @hz when it is none, or when nothing is
 *	   known about the clock's rates: the platform decides.
 */
u64 scmi_clock_rate_meant(const struct scmi_clock *clk, u64 hz)
{
	const struct scmi_clock_list *list;
	u64 own;

	/* Pairs with the release in scmi_clock_rates_settle(). */
	if (!smp_load_acquire(&clk->rates_known))
		return hz;
	/* Pairs with cmpxchg() in scmi_clock_publish(). */
	list = smp_load_acquire(&clk->list);
	if (scmi_clock_own_rate(clk, list, hz, 0, &own) &&
	    scmi_rate_means(hz, own))
		return own;
	return hz;
}

/**
 * scmi_agent_clock_round() - the rate that a clock would run at
 * @ph: handle
 * @id: clock
 * @floor: consumers do not want to go below that rate
 * @rate: the rate wanted; replaced by the one that would be had, or left alone
 *	  when that is what is meant by it, or when the platform does not tell
 *
 * See DOC: Rounding.
 *
 * Context: Process context, sleeps: the first call asks the platform.
 * Return: 0; -EINVAL when there is no such clock.
 */
int scmi_agent_clock_round(const struct scmi_protocol_handle *ph, u32 id,
			   unsigned long floor, unsigned long *rate)
{
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);
	struct scmi_clock_list *list = NULL;
	u64 own;

	if (!clk || !rate)
		return -EINVAL;
	if (!scmi_clock_rates_need(ph, clk, id))
		return 0;
	if (clk->kind == SCMI_CLOCK_RATES_LIST)
		list = scmi_clock_list_get(ph, clk, id);
	if (scmi_clock_own_rate(clk, IS_ERR(list) ? NULL : list, *rate, floor,
				&own) &&
	    !scmi_rate_means(*rate, own))
		*rate = min_t(u64, own, ULONG_MAX);
	return 0;
}
EXPORT_SYMBOL_GPL(scmi_agent_clock_round);

/**
 * scmi_clock_determine_rate() - the same without a floor
 * @ph: handle
 * @id: clock
 * @rate: as for scmi_agent_clock_round()
 *
 * Context: Process context, sleeps: the first call asks the platform.
 * Return: 0; -EINVAL when there is no such clock.
 */
int scmi_clock_determine_rate(const struct scmi_protocol_handle *ph, u32 id,
			      unsigned long *rate)
{
	return scmi_agent_clock_round(ph, id, 0, rate);
}

/**
 * scmi_agent_clock_range() - the range of a clock's rates, if it is known by now
 * @ph: handle
 * @id: clock
 * @low: set to the lowest rate in Hz, or what may be meant by it: of a rate that is no
 *	 whole number of kilohertz the error is taken off
 * @high: set to the highest one
 *
 * Unlike the operation info_get() this costs no message.
 *
 * Context: Any context.
 * Return: true when they are known and set.
 */
bool scmi_agent_clock_range(const struct scmi_protocol_handle *ph, u32 id,
			    u64 *low, u64 *high)
{
	const struct scmi_clock *clk = scmi_clock_lookup(ph, id);
	u32 odd;

	/* Pairs with the release in scmi_clock_rates_settle(). */
	if (!clk || !smp_load_acquire(&clk->rates_known) ||
	    clk->kind == SCMI_CLOCK_RATES_UNKNOWN)
		return false;
	*low = clk->hz[SCMI_RANGE_LOW];
	div_u64_rem(*low, 1000, &odd);
	if (odd)
		*low -= scmi_rate_error(*low);
	*high = clk->hz[SCMI_RANGE_HIGH];
	return true;
}
EXPORT_SYMBOL_GPL(scmi_agent_clock_range);
