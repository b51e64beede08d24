// SPDX-License-Identifier: GPL-2.0-only
/* Shared memory areas, and the bytes around them that nobody may write. */

#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/slab.h>

#include "mbox.h"

/**
 * DOC: Areas
 *
 * An area begins with a head of seven words; the last of them is the header of
 * the message, whose payload follows. Before and behind an area lie TMB_GUARD
 * bytes of a pattern: whoever changes one has written past the area. So
 * devicetrees for this platform keep that distance between areas.
 */

#define TMB_GUARD_WORD	0x5c315c31

static bool tmb_area_is_good(const struct resource *res)
{
	if (resource_size(res) < TMB_MSG || resource_size(res) > SZ_64K ||
	    !IS_ALIGNED(res->start | resource_size(res), 4) ||
	    res->start < TMB_GUARD)
		return false;
	/* The kernel warns who wants to map its own memory once more. */
	return region_intersects(res->start - TMB_GUARD,
				 resource_size(res) + 2 * TMB_GUARD,
				 IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) == REGION_DISJOINT;
}

/* Write the pattern around an area that is mapped. */
static void tmb_area_guard(struct tmb_area *area)
{
	u32 i;

	for (i = 0; i < TMB_GUARD; i += 4) {
		iowrite32(TMB_GUARD_WORD, area->map + i);
		iowrite32(TMB_GUARD_WORD, area->base + area->size + i);
	}
}

/**
 * tmb_area_map() - map the area of a node
 * @area: area, empty
 * @np: the node
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL for an area that cannot be; -ENOMEM.
 */
int tmb_area_map(struct tmb_area *area, struct device_node *np)
{
	struct resource res;

	if (of_address_to_resource(np, 0, &res) || !tmb_area_is_good(&res))
		return -EINVAL;
	area->path = kasprintf(GFP_KERNEL, "%pOF", np);
	if (!area->path)
		return -ENOMEM;
	area->start = res.start;
	area->size = resource_size(&res);
	area->map = ioremap(res.start - TMB_GUARD, area->size + 2 * TMB_GUARD);
	if (!area->map) {
		kfree(area->path);
		area->path = NULL;
		return -ENOMEM;
	}
	area->base = area->map + TMB_GUARD;
	tmb_area_guard(area);
	return 0;
}

/**
 * tmb_area_unmap() - undo tmb_area_map()
 * @area: area, may be empty
 *
 * Context: Process context, may sleep.
 */
void tmb_area_unmap(struct tmb_area *area)
{
	if (area->map)
		iounmap(area->map);
	kfree(area->path);
	*area = (struct tmb_area){};
}

/**
 * tmb_area_broken() - has somebody written past an area?
 * @area: area
 * @at: where, relative to the area's begin
 *
 * Context: Any context.
 * Return: whether the pattern has changed.
 */
bool tmb_area_broken(struct tmb_area *area, int *at)
{
	u32 i;

	if (!area->map)
		return false;
	for (i = 0; i < TMB_GUARD; i += 4) {
		*at = (int)i - TMB_GUARD;
		if (ioread32(area->map + i) != TMB_GUARD_WORD)
			return true;
		*at = area->size + i;
		if (ioread32(area->base + area->size + i) != TMB_GUARD_WORD)
			return true;
	}
	return false;
}

/**
 * tmb_area_reset() - an area as a platform leaves it at boot
 * @area: area
 *
 * Context: Any context.
 */
void tmb_area_reset(struct tmb_area *area)
{
	u32 i;

	if (!area->map)
		return;
	for (i = 0; i < area->size; i += 4)
		if (i != TMB_STATUS)
			iowrite32(0, area->base + i);
	iowrite32(TMB_FREE, area->base + TMB_STATUS);
}
