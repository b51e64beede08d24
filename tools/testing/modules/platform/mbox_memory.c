// SPDX-License-Identifier: GPL-2.0-only
/* Memory for fast channels, which the devicetree names. */

#include <linux/cleanup.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>

#include "mbox.h"

/* There is one for all platforms, so one of them at a time should have fast channels. */
static struct scmip_memory tmb_memory;

/* Protects the making of it. */
static DEFINE_MUTEX(tmb_memory_lock);

static u64 tmb_memory_load(void *ctx, u32 at, u32 size)
{
	const void __iomem *from = (__force const void __iomem *)ctx + at;

	switch (size) {
	case 1:
		return readb(from);
	case 2:
		return readw(from);
	case 4:
		return readl(from);
	default:
		return readq(from);
	}
}

static void tmb_memory_store(void *ctx, u32 at, u32 size, u64 value)
{
	void __iomem *to = (__force void __iomem *)ctx + at;

	switch (size) {
	case 1:
		writeb(value, to);
		break;
	case 2:
		writew(value, to);
		break;
	case 4:
		writel(value, to);
		break;
	default:
		writeq(value, to);
		break;
	}
}

static bool tmb_memory_find(struct resource *res)
{
	struct device_node *np __free(device_node) =
		of_find_compatible_node(NULL, NULL, "scmi-agent,test-memory");

	return np && !of_address_to_resource(np, 0, res) &&
	       region_intersects(res->start, resource_size(res), IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) == REGION_DISJOINT;
}

/**
 * tmb_memory_get() - the memory that platforms have for fast channels
 *
 * Context: Process context, may sleep.
 * Return: the memory, until tmb_memory_unmap(); NULL if there is none.
 */
const struct scmip_memory *tmb_memory_get(void)
{
	struct resource res;
	void __iomem *at;

	guard(mutex)(&tmb_memory_lock);

	if (tmb_memory.ctx)
		return &tmb_memory;
	if (!tmb_memory_find(&res))
		return NULL;
	at = ioremap(res.start, resource_size(&res));
	if (!at)
		return NULL;
	tmb_memory = (struct scmip_memory){
		.addr = res.start,
		.size = resource_size(&res),
		.ctx = (__force void *)at,
		.load = tmb_memory_load,
		.store = tmb_memory_store,
	};
	return &tmb_memory;
}

/**
 * tmb_memory_unmap() - nobody uses the memory any more
 *
 * Context: Process context, may sleep.
 */
void tmb_memory_unmap(void)
{
	if (tmb_memory.ctx)
		iounmap((__force void __iomem *)tmb_memory.ctx);
}
