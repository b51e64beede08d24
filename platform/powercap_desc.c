// SPDX-License-Identifier: GPL-2.0-only
/* Power cap protocol, DEN0056 section 4.10: what domains and their levels are. */
#include "powercap.h"

#define SCMIP_POWERCAP_NAME_GET	0x8

#define SCMIP_CPL_SIZE		48

static bool scmip_range_settable(const struct scmip_range *r)
{
	return r->min != r->max;
}

static void scmip_put_range(struct scmip_msg *m, const struct scmip_range *r)
{
	scmip_put32(m, r->min);
	scmip_put32(m, r->max);
	scmip_put32(m, r->step);
}

static u32 scmip_powercap_flags(const struct scmip_server *s, const struct scmip_msg *m,
				const struct scmip_powercap *p)
{
	bool levels = m->version >= SCMIP_VERSION(3, 0);
	u32 attr = p->unit << 23;

	if (p->flags & SCMIP_PCAP_NOTIFY_CAP)
		attr |= 1U << (levels ? 21 : 31);
	if (p->flags & SCMIP_PCAP_NOTIFY_POWER)
		attr |= 1U << 30;
	if (p->flags & SCMIP_PCAP_ASYNC)
		attr |= 1U << 29;
	if (scmip_name_is_cut(s, SCMIP_IDX_POWERCAP, SCMIP_POWERCAP_NAME_GET, p->name))
		attr |= 1U << 28;
	if (scmip_range_settable(&p->caps))
		attr |= 1U << 27;
	if (p->flags & SCMIP_PCAP_MEASURES)
		attr |= 1U << 26;
	if (scmip_range_settable(levels ? &p->measures : &p->averages))
		attr |= 1U << 25;
	if (scmip_powercap_fast(s, p))
		attr |= 1U << 22;
	if (levels && scmip_range_settable(&p->averages))
		attr |= 1U << 20;
	if (levels)
		attr |= scmip_powercap_levels(p, m->version) << 15;
	return attr;
}

/**
 * scmip_powercap_attributes() - POWERCAP_DOMAIN_ATTRIBUTES
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_powercap_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	bool levels = m->version >= SCMIP_VERSION(3, 0);
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	if (!p)
		return SCMIP_NOT_FOUND;
	scmip_put32(m, scmip_powercap_flags(s, m, p));
	scmip_put_name(s, m, p->name, SCMIP_SHORT_NAME);
	scmip_put_range(m, levels ? &p->measures : &p->averages);
	scmip_put_range(m, &p->caps);
	scmip_put32(m, p->sustainable);
	scmip_put32(m, p->accuracy);
	scmip_put32(m, p->parent);
	if (levels)
		scmip_put_range(m, &p->averages);
	return SCMIP_SUCCESS;
}

/**
 * scmip_powercap_name_get() - POWERCAP_DOMAIN_NAME_GET
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_powercap_name_get(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);

	return p ? scmip_full_name(s, m, p->name) : SCMIP_NOT_FOUND;
}

/**
 * scmip_powercap_levels_get() - POWERCAP_CPC_ATTRIBUTES
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_powercap_levels_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 index = scmip_arg(m, 1);
	struct scmip_powercap_state *st;
	const struct scmip_powercap *p = scmip_powercap_of(s, m, &st);
	u32 count = 0;

	if (!p)
		return SCMIP_NOT_FOUND;
	if (!p->num_cpls)
		return SCMIP_NOT_SUPPORTED;
	if (index >= p->num_cpls)
		return SCMIP_OUT_OF_RANGE;
	scmip_put32(m, 0);
	for (; index + count < p->num_cpls && scmip_room(m) >= SCMIP_CPL_SIZE; count++) {
		scmip_put32(m, index + count);
		scmip_put32(m, scmip_range_settable(&p->caps));
		scmip_put_range(m, &p->caps);
		scmip_put_range(m, &p->averages);
		scmip_put_name(s, m, p->cpls[index + count], SCMIP_SHORT_NAME);
	}
	if (!count)
		return SCMIP_PROTOCOL_ERROR;
	scmip_patch32(m, 0, count | (p->num_cpls - index - count) << 16);
	return SCMIP_SUCCESS;
}
