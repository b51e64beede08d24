// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power domains: what the framework asks of one.
 */

#include <linux/cleanup.h>
#include <linux/dev_printk.h>
#include <linux/err.h>

#include "genpd.h"
#include "passing.h"

/**
 * DOC: Power domains on and off
 *
 * A domain that was on when the client was bound is kept on until the driver core says
 * that all consumers had their chance: one that comes late may rely on it, such as the
 * display that the firmware has lit. Until then the framework is told that the domain is
 * busy.
 *
 * An off that the platform refuses is not asked for again: the domain is always on from
 * then on. An on that it refuses is a success if the domain is on. Errors that pass are
 * told to the framework, which asks again.
 *
 * All of that sleeps. So a device that may be resumed where nobody may sleep keeps its
 * domain on: the protocol does not tell how long a domain takes, and nobody can say
 * whether that is short.
 */

/* Does the platform say that it is on? */
static bool scmi_pd_is_on(const struct scmi_pd *pd)
{
	u32 state;

	return !pd->pds->ops->state_get(pd->pds->ph, pd->id, &state) &&
	       state == SCMI_POWER_STATE_GENERIC_ON;
}

/**
 * scmi_pd_power_on() - power_on() of struct generic_pm_domain
 * @genpd: domain
 *
 * Context: Process context, sleeps. The framework holds the domain's lock, but for the
 *	    last CPU in a suspend.
 * Return: 0 or negative errno.
 */
int scmi_pd_power_on(struct generic_pm_domain *genpd)
{
	struct scmi_pd *pd = to_scmi_pd(genpd);
	struct scmi_pds *pds = pd->pds;
	int err;

	guard(rwsem_read)(&pds->use);

	if (pds->gone)
		return -ENODEV;
	err = pds->ops->state_set(pds->ph, pd->id, SCMI_POWER_STATE_GENERIC_ON);
	if (!err || err == -ETIMEDOUT || err == -ENODEV || !scmi_pd_is_on(pd))
		return err;
	if (!pd->told)
		dev_info(pds->dev,
			 "power domain %u: the platform does not turn it on (%pe), but it is on\n",
			 pd->id, ERR_PTR(err));
	pd->told = true;
	return 0;
}

/**
 * scmi_pd_power_off() - power_off() of struct generic_pm_domain
 * @genpd: domain
 *
 * Context: as scmi_pd_power_on().
 * Return: 0 or negative errno: it stays on.
 */
int scmi_pd_power_off(struct generic_pm_domain *genpd)
{
	struct scmi_pd *pd = to_scmi_pd(genpd);
	struct scmi_pds *pds = pd->pds;
	int err;

	guard(rwsem_read)(&pds->use);

	if (pds->gone)
		return 0;
	if (pd->was_on && !READ_ONCE(pds->synced))
		return -EBUSY;
	err = pds->ops->state_set(pds->ph, pd->id, SCMI_POWER_STATE_GENERIC_OFF);
	if (!err || err == -ENODEV || scmi_error_may_pass(err))
		return err;
	genpd->flags |= GENPD_FLAG_ALWAYS_ON;
	dev_info(pds->dev, "power domain %u: the platform does not turn it off (%pe), it stays on\n",
		 pd->id, ERR_PTR(err));
	return err;
}
