// SPDX-License-Identifier: GPL-2.0-only
/* Which of the programmed faults hit a message. */
#include "internal.h"

static bool scmip_selects(const struct scmip_fault *f, enum scmip_stage stage, u32 hdr,
			  const u8 *payload, u32 len)
{
	if (!f->id || f->stage != stage)
		return false;
	if (f->proto >= 0 && f->proto != scmip_hdr_proto(hdr))
		return false;
	if (f->msg >= 0 && f->msg != scmip_hdr_id(hdr))
		return false;
	if (f->domain >= 0 && (len < 4 || scmip_get32(payload) != (u64)f->domain))
		return false;
	return true;
}

static bool scmip_fires(struct scmip_server *s, struct scmip_fault *f)
{
	u32 seen = ++f->seen;

	if (f->count && f->fired >= f->count)
		return false;
	if (seen <= f->after)
		return false;
	seen -= f->after;
	if (f->nth && seen != f->nth)
		return false;
	if (f->every && seen % f->every)
		return false;
	if (f->permille < 1000 && scmip_mod64(scmip_random(s) >> 1, 1000) >= f->permille)
		return false;
	f->fired++;
	return true;
}

/**
 * scmip_fault_match() - find the faults that hit a message
 * @s: the server
 * @stage: what the message is
 * @hdr: its header; the request's for a reply
 * @payload: payload, by which a domain is selected
 * @len: length of @payload
 * @plan: the faults that fire
 *
 * Context: Any.
 */
void scmip_fault_match(struct scmip_server *s, enum scmip_stage stage, u32 hdr,
		       const u8 *payload, u32 len, struct scmip_plan *plan)
{
	u32 i;

	plan->num = 0;
	for (i = 0; i < SCMIP_MAX_FAULTS; i++) {
		struct scmip_fault *f = &s->faults[i];

		if (scmip_selects(f, stage, hdr, payload, len) && scmip_fires(s, f))
			plan->hit[plan->num++] = f;
	}
	s->stats.faults += plan->num;
}

/**
 * scmip_plan_find() - look for one action among the faults that fire
 * @plan: the faults
 * @act: the action
 *
 * Context: Any.
 * Return: the first fault with that action, NULL if there is none.
 */
const struct scmip_fault *scmip_plan_find(const struct scmip_plan *plan, enum scmip_act act)
{
	u32 i;

	for (i = 0; i < plan->num; i++)
		if (plan->hit[i]->act == act)
			return plan->hit[i];
	return NULL;
}

/**
 * scmip_fault_add() - programme a fault
 * @s: the server
 * @f: the fault, without an id
 *
 * Context: Any.
 * Return: its id, 0 if there are too many.
 */
u32 scmip_fault_add(struct scmip_server *s, const struct scmip_fault *f)
{
	u32 i;

	for (i = 0; i < SCMIP_MAX_FAULTS; i++) {
		if (s->faults[i].id)
			continue;
		s->faults[i] = *f;
		s->faults[i].id = s->next_fault++;
		s->faults[i].seen = 0;
		s->faults[i].fired = 0;
		return s->faults[i].id;
	}
	return 0;
}
