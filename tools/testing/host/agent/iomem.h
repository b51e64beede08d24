/* SPDX-License-Identifier: GPL-2.0-only */
/* Physical addresses as fast channels see them; included by kernel.h. */
#ifndef AGENT_IOMEM_H
#define AGENT_IOMEM_H

typedef u64 phys_addr_t;
typedef spinlock_t raw_spinlock_t;

#define PAGE_SIZE			4096UL
#define IORESOURCE_SYSTEM_RAM		1
#define IORES_DESC_NONE			0
#define REGION_DISJOINT			0
#define raw_spin_lock_init(l)		((void)(l))
#define raw_spin_lock_irqsave(l, f)	((void)(l), (f) = 0)
#define raw_spin_unlock_irqrestore(l, f)	((void)(l), (void)(f))

/*
 * System memory, and what platforms have of their own. Elsewhere there is nothing to
 * see, but there may be a register anywhere.
 */
#define IOMEM_RAM		0x40000000UL
#define IOMEM_RAM_END		0x5ff10000UL
#define IOMEM_AREA		0x5ff18000UL
#define IOMEM_AREA_SIZE		0x10000UL

extern u8 iomem_area[IOMEM_AREA_SIZE];
/* Ranges that are claimed, and mapped. */
extern unsigned int iomem_claimed, iomem_mapped;
/* What the kernel would have warned of. */
extern unsigned int iomem_warned;
/* A driver has the page at that address; 0: none. */
extern u64 iomem_busy;

int region_intersects(u64 start, size_t size, unsigned long flags, unsigned long desc);
void *request_mem_region(u64 start, u64 size, const char *name);
void release_mem_region(u64 start, u64 size);
void *ioremap(u64 start, size_t size);
void iounmap(void *at);

#define readb(at)		READ_ONCE(*(const u8 *)(at))
#define readw(at)		READ_ONCE(*(const u16 *)(at))
#define readl(at)		READ_ONCE(*(const u32 *)(at))
#define readq(at)		READ_ONCE(*(const u64 *)(at))
#define writeb(v, at)		WRITE_ONCE(*(u8 *)(at), v)
#define writew(v, at)		WRITE_ONCE(*(u16 *)(at), v)
#define writel(v, at)		WRITE_ONCE(*(u32 *)(at), v)
#define writeq(v, at)		WRITE_ONCE(*(u64 *)(at), v)

#endif /* AGENT_IOMEM_H */
