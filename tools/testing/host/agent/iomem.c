// SPDX-License-Identifier: GPL-2.0-only
/* Physical addresses; see iomem.h. */
#include "world.h"

#define CLAIMS_MAX	2048

u8 iomem_area[IOMEM_AREA_SIZE] __aligned(4096);
unsigned int iomem_claimed, iomem_mapped, iomem_warned;
u64 iomem_busy;

static struct claim {
	u64 start, size;
} claims[CLAIMS_MAX];

int region_intersects(u64 start, size_t size, unsigned long flags, unsigned long desc)
{
	if (!size || start + size < start)
		die("range that wraps", (u32)start);
	return start < IOMEM_RAM_END && start + size > IOMEM_RAM;
}

static bool overlaps(u64 a, u64 a_size, u64 b, u64 b_size)
{
	return a < b + b_size && b < a + a_size;
}

void *request_mem_region(u64 start, u64 size, const char *name)
{
	unsigned int i;

	if (iomem_busy && overlaps(start, size, iomem_busy, PAGE_SIZE))
		return NULL;
	for (i = 0; i < iomem_claimed; i++)
		if (overlaps(start, size, claims[i].start, claims[i].size))
			return NULL;
	if (iomem_claimed == CLAIMS_MAX)
		die("too many ranges", iomem_claimed);
	if (kernel_fail_nth && !--kernel_fail_nth)
		return NULL;
	claims[iomem_claimed++] = (struct claim){ start, size };
	return claims;
}

void release_mem_region(u64 start, u64 size)
{
	unsigned int i;

	for (i = 0; i < iomem_claimed; i++) {
		if (claims[i].start != start || claims[i].size != size)
			continue;
		claims[i] = claims[--iomem_claimed];
		return;
	}
	die("range that nobody has claimed", (u32)start);
}

/* Where nothing is there is memory all the same, of that size and no more. */
void *ioremap(u64 start, size_t size)
{
	void *at;

	iomem_warned += region_intersects(ALIGN_DOWN(start, PAGE_SIZE), PAGE_SIZE,
					  IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) ||
			start % size;
	/* There are no such addresses. */
	if (start >> 48)
		return NULL;
	if (start >= IOMEM_AREA && start + size <= IOMEM_AREA + IOMEM_AREA_SIZE)
		at = &iomem_area[start - IOMEM_AREA];
	else
		at = kernel_alloc(1, size);
	iomem_mapped += !!at;
	return at;
}

void iounmap(void *at)
{
	if (!at || !iomem_mapped)
		die("nothing is unmapped", 0);
	iomem_mapped--;
	if ((u8 *)at < iomem_area || (u8 *)at >= iomem_area + IOMEM_AREA_SIZE)
		free(at);
}
