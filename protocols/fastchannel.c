// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: fast channels of protocols that have some.
 */

#include <linux/align.h>
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/io-64-nonatomic-lo-hi.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "fastchannel.h"

/* DESCRIBE_FASTCHANNEL: attributes, rate_limit */
#define SCMI_FAST_HAS_DOORBELL		BIT(0)
#define SCMI_FAST_DOORBELL_WIDTH	GENMASK(2, 1)
#define SCMI_FAST_RATE_LIMIT_US		GENMASK(19, 0)

/* No platform has as many; each takes a page of addresses. */
#define SCMI_FAST_REGIONS_MAX		1024

/**
 * struct scmi_fast_region - a range of physical addresses that we have mapped
 * @next: the next one of the protocol instance
 * @start: where it is
 * @size: its bytes: 1, 2, 4 or 8
 * @at: where it is mapped
 * @lock: held to change a part of it
 */
struct scmi_fast_region {
	struct scmi_fast_region *next;
	u64 start;
	unsigned int size;
	void __iomem *at;
	raw_spinlock_t lock;
};

/* The kernel must not be asked to map its own memory once more: it warns. */
static bool scmi_fast_is_memory(u64 start)
{
	return region_intersects(ALIGN_DOWN(start, PAGE_SIZE), PAGE_SIZE,
				 IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) != REGION_DISJOINT;
}

static int scmi_fast_region_check(u64 start, unsigned int size)
{
	/* Aligned as it is, it cannot wrap. */
	if (!start || !IS_ALIGNED(start, size))
		return -EINVAL;
	if ((phys_addr_t)start != start || scmi_fast_is_memory(start))
		return -ERANGE;
	return 0;
}

static int scmi_fast_region_map(struct scmi_fast_region *region)
{
	if (!request_mem_region(region->start, region->size, "scmi-fastchannel"))
		return -EADDRINUSE;
	region->at = ioremap(region->start, region->size);
	if (region->at)
		return 0;
	release_mem_region(region->start, region->size);
	return -ENXIO;
}

static struct scmi_fast_region *scmi_fast_region_new(u64 start, unsigned int size)
{
	struct scmi_fast_region *region = kzalloc_obj(*region);
	int ret;

	if (!region)
		return ERR_PTR(-ENOMEM);
	region->start = start;
	region->size = size;
	raw_spin_lock_init(&region->lock);
	ret = scmi_fast_region_map(region);
	if (!ret)
		return region;
	kfree(region);
	return ERR_PTR(ret);
}

/* The region of that range, which another channel may use already. */
static struct scmi_fast_region *
scmi_fast_region_get(struct scmi_fastchannels *all, u64 start, unsigned int size)
{
	int ret = scmi_fast_region_check(start, size);
	struct scmi_fast_region *region;

	if (ret)
		return ERR_PTR(ret);
	for (region = all->regions; region; region = region->next)
		if (region->start == start && region->size == size)
			return region;
	if (all->num == SCMI_FAST_REGIONS_MAX)
		return ERR_PTR(-E2BIG);
	region = scmi_fast_region_new(start, size);
	if (IS_ERR(region))
		return region;
	region->next = all->regions;
	all->regions = region;
	all->num++;
	return region;
}

/**
 * struct scmi_fast_desc - what a platform says of a fast channel
 * @attributes: whether there is a doorbell, and how wide that is
 * @rate_limit: microseconds between two changes
 * @start: where the value is
 * @size: how many bytes it has
 * @doorbell: where the doorbell is
 * @set: bits of the doorbell to set
 * @preserve: bits of the doorbell to leave alone
 */
struct scmi_fast_desc {
	u32 attributes;
	u32 rate_limit;
	u64 start;
	u32 size;
	u64 doorbell;
	u64 set;
	u64 preserve;
};

/* DEN0056 4.5.2.12; that of POWERCAP is the same */
static struct scmi_fast_desc scmi_fast_desc_get(struct scmi_cursor *c)
{
	struct scmi_fast_desc desc;

	desc.attributes = scmi_get_le32(c);
	desc.rate_limit = scmi_get_le32(c);
	desc.start = scmi_get_le64(c);
	desc.size = scmi_get_le32(c);
	desc.doorbell = scmi_get_le64(c);
	desc.set = scmi_get_le64(c);
	desc.preserve = scmi_get_le64(c);
	return desc;
}

/* Give back the newest regions, until there are so many. */
static void scmi_fast_regions_drop(struct scmi_fastchannels *all, unsigned int num)
{
	struct scmi_fast_region *region;

	while (all->num > num) {
		region = all->regions;
		all->regions = region->next;
		all->num--;
		iounmap(region->at);
		release_mem_region(region->start, region->size);
		kfree(region);
	}
}

static int scmi_fastchannel_map(struct scmi_fastchannels *all,
				struct scmi_fastchannel *fc,
				const struct scmi_fast_desc *desc)
{
	unsigned int width = 1 << FIELD_GET(SCMI_FAST_DOORBELL_WIDTH, desc->attributes);

	if (desc->attributes & SCMI_FAST_HAS_DOORBELL) {
		fc->doorbell = scmi_fast_region_get(all, desc->doorbell, width);
		if (IS_ERR(fc->doorbell))
			return PTR_ERR(fc->doorbell);
	}
	fc->memory = scmi_fast_region_get(all, desc->start, desc->size);
	return PTR_ERR_OR_ZERO(fc->memory);
}

/**
 * scmi_fastchannel_open() - use a fast channel that the platform describes
 * @all: channels of the protocol instance
 * @c: answer to the protocol's DESCRIBE_FASTCHANNEL
 * @width: bytes of the value: 4 or 8
 *
 * See DOC: Fast channels. DEN0056 4.5.2.12; that of POWERCAP is the same.
 *
 * Context: Process context, may sleep.
 * Return: the channel, to be freed by kfree() before scmi_fastchannels_close(); or
 *	   ERR_PTR: -EPROTO: the answer is too short; -EINVAL: size, address or alignment
 *	   are wrong; -ERANGE: there is system memory, or nothing at all; -EADDRINUSE: a
 *	   driver has it; -ENXIO: it cannot be mapped; -E2BIG: there are too many; -ENOMEM.
 */
struct scmi_fastchannel *
scmi_fastchannel_open(struct scmi_fastchannels *all, struct scmi_cursor *c,
		      unsigned int width)
{
	struct scmi_fast_desc desc = scmi_fast_desc_get(c);
	unsigned int num = all->num;
	struct scmi_fastchannel *fc;
	int ret;

	if (scmi_cursor_end(c))
		return ERR_PTR(-EPROTO);
	if (desc.size != width)
		return ERR_PTR(-EINVAL);
	fc = kzalloc_obj(*fc);
	if (!fc)
		return ERR_PTR(-ENOMEM);
	fc->set = desc.set;
	fc->preserve = desc.preserve;
	fc->rate_limit_us = FIELD_GET(SCMI_FAST_RATE_LIMIT_US, desc.rate_limit);
	ret = scmi_fastchannel_map(all, fc, &desc);
	if (!ret)
		return fc;
	scmi_fast_regions_drop(all, num);
	kfree(fc);
	return ERR_PTR(ret);
}

/**
 * scmi_fastchannels_close() - give back what the channels of a protocol instance use
 * @all: channels; nobody uses them any more
 *
 * Context: Process context, may sleep.
 */
void scmi_fastchannels_close(struct scmi_fastchannels *all)
{
	scmi_fast_regions_drop(all, 0);
}

static u64 scmi_fast_region_read(const struct scmi_fast_region *region)
{
	switch (region->size) {
	case 1:
		return readb(region->at);
	case 2:
		return readw(region->at);
	case 4:
		return readl(region->at);
	default:
		return readq(region->at);
	}
}

static void scmi_fast_region_write(const struct scmi_fast_region *region, u64 value)
{
	switch (region->size) {
	case 1:
		writeb(value, region->at);
		break;
	case 2:
		writew(value, region->at);
		break;
	case 4:
		writel(value, region->at);
		break;
	default:
		writeq(value, region->at);
		break;
	}
}

/**
 * scmi_fastchannel_read() - the value that the platform has put into a channel
 * @fc: channel
 *
 * Context: Any context.
 * Return: the value; of two words the first one is in the lower half. Anything: the
 *	   platform is not to be trusted.
 */
u64 scmi_fastchannel_read(const struct scmi_fastchannel *fc)
{
	return scmi_fast_region_read(fc->memory);
}

/**
 * scmi_fastchannel_write() - put a value into a channel, and tell the platform
 * @fc: channel
 * @value: the value; of two words the first one is in the lower half
 *
 * Context: Any context.
 */
void scmi_fastchannel_write(const struct scmi_fastchannel *fc, u64 value)
{
	struct scmi_fast_region *doorbell = fc->doorbell;
	unsigned long flags;
	u64 kept = 0;

	scmi_fast_region_write(fc->memory, value);
	if (!doorbell)
		return;
	/* Others ring it, too, and each for its own bits. */
	raw_spin_lock_irqsave(&doorbell->lock, flags);
	if (fc->preserve)
		kept = scmi_fast_region_read(doorbell) & fc->preserve;
	scmi_fast_region_write(doorbell, kept | fc->set);
	raw_spin_unlock_irqrestore(&doorbell->lock, flags);
}
