// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWERCAP protocol, caps.
 */

#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/export.h>
#include <linux/lockdep.h>

#include "powercap.h"

/**
 * DOC: Caps
 *
 * Since version 2.0 a domain need not be capped: its cap is 0 then. That is not a cap
 * that clients could ask for, they turn capping off and on. What is turned off keeps its
 * cap in mind and is capped by it when it is turned on again; a cap that is set
 * meanwhile is kept in mind only. Whether a domain is capped is asked for once, when it
 * first matters, and again by those who want to know.
 *
 * Capping is turned off and on for all levels of a domain. A platform may go on capping,
 * because another agent wants it to, so it is asked after each change.
 *
 * Where the platform changes caps asynchronously we wait until it has, so that what is
 * read next is what was set, unless the caller does not want to.
 */

/* POWERCAP_CAP_SET: flags */
#define SCMI_POWERCAP_ASYNC		BIT(1)
#define SCMI_POWERCAP_NO_RESPONSE	BIT(0)

/* DEN0056 4.10.3, POWERCAP_CAP_GET; a version without levels leaves the second word out. */
static int scmi_powercap_read(const struct scmi_protocol_handle *ph,
			      struct scmi_powercap *pc,
			      const struct scmi_powercap_level *pl,
			      unsigned int mode, u32 *cap)
{
	const struct scmi_fastchannel *fc =
		scmi_powercap_fast(ph, pc, pl, SCMI_POWERCAP_FAST_CAP_GET);

	if (fc) {
		*cap = scmi_fastchannel_read(fc);
		return 0;
	}
	return scmi_call(ph, SCMI_POWERCAP_CAP_GET,
			 SCMI_WORDS(pc->info.id, pl->info.id), mode, cap, 1);
}

/* DEN0056 4.10.3, POWERCAP_CAP_SET */
static int scmi_powercap_write(const struct scmi_protocol_handle *ph,
			       struct scmi_powercap *pc,
			       const struct scmi_powercap_level *pl, u32 cap,
			       bool no_response)
{
	const struct scmi_fastchannel *fc =
		scmi_powercap_fast(ph, pc, pl, SCMI_POWERCAP_FAST_CAP_SET);
	bool async = pc->info.async_powercap_cap_set;
	u32 flags = async && no_response ?
		    SCMI_POWERCAP_ASYNC | SCMI_POWERCAP_NO_RESPONSE : 0;
	struct scmi_words words = scmi_powercap_has_levels(ph) ?
		SCMI_WORDS(pc->info.id, pl->info.id, flags, cap) :
		SCMI_WORDS(pc->info.id, flags, cap);

	if (fc) {
		scmi_fastchannel_write(fc, cap);
		return 0;
	}
	if (!async || no_response)
		return scmi_call(ph, SCMI_POWERCAP_CAP_SET, words, 0, NULL, 0);
	return scmi_done(scmi_ask_async(ph, SCMI_POWERCAP_CAP_SET, words, 0,
					&scmi_powercaps(ph)->async));
}

/* Find out whether a level is capped, and keep that in mind. */
static int scmi_powercap_look_locked(const struct scmi_protocol_handle *ph,
				     struct scmi_powercap *pc,
				     struct scmi_powercap_level *pl,
				     unsigned int mode)
	__must_hold(&pc->lock)
{
	u32 cap;
	int ret;

	lockdep_assert_held(&pc->lock);

	ret = scmi_powercap_read(ph, pc, pl, mode, &cap);
	if (ret)
		return ret;
	pl->known = true;
	pl->off = !cap && scmi_powercap_can_be_off(ph);
	if (cap)
		pl->last = cap;
	return 0;
}

/* The same, if it is not known, for a change that is made although its caller dies. */
static int scmi_powercap_know_locked(const struct scmi_protocol_handle *ph,
				     struct scmi_powercap *pc,
				     struct scmi_powercap_level *pl)
	__must_hold(&pc->lock)
{
	lockdep_assert_held(&pc->lock);

	if (pl->known || !scmi_powercap_can_be_off(ph))
		return 0;
	return scmi_powercap_look_locked(ph, pc, pl, SCMI_CALL_FIRM);
}

/**
 * scmi_agent_powercap_cap_get() - cap of a level
 * @ph: handle
 * @id: domain
 * @level: index of the level
 * @cap: set to the cap in the domain's unit, 0 if there is none; valid on success only
 *
 * DEN0056 4.10.3, POWERCAP_CAP_GET.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain or level; see scmi_call().
 */
int scmi_agent_powercap_cap_get(const struct scmi_protocol_handle *ph, u32 id,
				unsigned int level, u32 *cap)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	const struct scmi_powercap_level *pl = scmi_powercap_level_of(pc, level);

	return pl ? scmi_powercap_read(ph, pc, pl, 0, cap) : -EINVAL;
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_cap_get);

/**
 * scmi_powercap_cap_get() - cap of a domain's first level
 * @ph: handle
 * @id: domain
 * @cap: set to the cap in the domain's unit, 0 if there is none; valid on success only
 *
 * Context: Process context, sleeps.
 * Return: as scmi_agent_powercap_cap_get().
 */
int scmi_powercap_cap_get(const struct scmi_protocol_handle *ph, u32 id, u32 *cap)
{
	return scmi_agent_powercap_cap_get(ph, id, 0, cap);
}

static int scmi_powercap_set(const struct scmi_protocol_handle *ph, u32 id,
			     unsigned int level, u32 cap, bool no_response)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	struct scmi_powercap_level *pl = scmi_powercap_level_of(pc, level);
	int ret;

	if (!pl)
		return -EINVAL;
	ret = scmi_powercap_fit(&pl->info.caps, &cap);
	if (ret)
		return ret;

	guard(mutex)(&pc->lock);

	ret = scmi_powercap_know_locked(ph, pc, pl);
	if (ret)
		return ret;
	if (!pl->off)
		ret = scmi_powercap_write(ph, pc, pl, cap, no_response);
	if (!ret)
		pl->last = cap;
	return ret;
}

/**
 * scmi_agent_powercap_cap_set() - set the cap of a level
 * @ph: handle
 * @id: domain
 * @level: index of the level
 * @cap: cap in the domain's unit; the next lower one that the level has is set, or kept
 *	 in mind while capping is turned off
 *
 * DEN0056 4.10.3, POWERCAP_CAP_SET.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain or level, or it has no such cap; -EOPNOTSUPP: its
 *	   cap cannot be set; see scmi_ask_async().
 */
int scmi_agent_powercap_cap_set(const struct scmi_protocol_handle *ph, u32 id,
				unsigned int level, u32 cap)
{
	return scmi_powercap_set(ph, id, level, cap, false);
}
EXPORT_SYMBOL_GPL(scmi_agent_powercap_cap_set);

/**
 * scmi_powercap_cap_set() - set the cap of a domain's first level
 * @ph: handle
 * @id: domain
 * @cap: as for scmi_agent_powercap_cap_set()
 * @ignore_dresp: where the platform sets caps later, do not wait until it has
 *
 * Context: Process context, sleeps.
 * Return: as scmi_agent_powercap_cap_set().
 */
int scmi_powercap_cap_set(const struct scmi_protocol_handle *ph, u32 id, u32 cap,
			  bool ignore_dresp)
{
	return scmi_powercap_set(ph, id, 0, cap, ignore_dresp);
}

/* Return: 1 if its cap cannot be set, or there is none to turn on. */
static int scmi_powercap_turn_locked(const struct scmi_protocol_handle *ph,
				     struct scmi_powercap *pc,
				     struct scmi_powercap_level *pl, bool on)
	__must_hold(&pc->lock)
{
	int ret;

	lockdep_assert_held(&pc->lock);

	if (!pl->info.caps.settable)
		return 1;
	ret = scmi_powercap_know_locked(ph, pc, pl);
	if (ret || pl->off != on)
		return ret;
	if (on && !pl->last)
		return 1;
	ret = scmi_powercap_write(ph, pc, pl, on ? pl->last : 0, false);
	return ret ?: scmi_powercap_look_locked(ph, pc, pl, SCMI_CALL_FIRM);
}

/**
 * scmi_powercap_cap_enable_set() - turn capping of a domain off or on
 * @ph: handle
 * @id: domain
 * @enable: on
 *
 * See DOC: Caps.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain, its caps cannot be set or turned off, or it never
 *	   had one that could be turned on; see scmi_ask_async().
 */
int scmi_powercap_cap_enable_set(const struct scmi_protocol_handle *ph, u32 id,
				 bool enable)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	unsigned int i, without = 0;
	int ret, err = 0;

	if (!pc || !scmi_powercap_can_be_off(ph))
		return -EINVAL;

	guard(mutex)(&pc->lock);

	for (i = 0; i < pc->num_levels; i++) {
		ret = scmi_powercap_turn_locked(ph, pc, &pc->levels[i], enable);
		if (ret > 0)
			without++;
		else if (!err)
			err = ret;
	}
	return without == pc->num_levels ? -EINVAL : err;
}

/**
 * scmi_powercap_cap_enable_get() - is a domain capped?
 * @ph: handle
 * @id: domain
 * @enable: set to true if some level of it is; valid on success only
 *
 * When the platform does not tell, it is what is known from before.
 *
 * Context: Process context, sleeps.
 * Return: 0; -EINVAL: no such domain; see scmi_call().
 */
int scmi_powercap_cap_enable_get(const struct scmi_protocol_handle *ph, u32 id,
				 bool *enable)
{
	struct scmi_powercap *pc = scmi_powercap_lookup(ph, id);
	bool on = !scmi_powercap_can_be_off(ph);
	unsigned int i;
	int ret;

	if (!pc)
		return -EINVAL;

	guard(mutex)(&pc->lock);

	for (i = 0; i < pc->num_levels && !on; i++) {
		ret = scmi_powercap_look_locked(ph, pc, &pc->levels[i], 0);
		if (ret && !pc->levels[i].known)
			return ret;
		on = !pc->levels[i].off;
	}
	*enable = on;
	return 0;
}
