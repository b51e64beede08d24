// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the mailboxes and areas that a devicetree node describes.
 */

#include <linux/io.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/sizes.h>

#include "transports/mailbox.h"

/* What a message, its status and the words before it need at most. */
#define SCMI_MBOX_AREA_MAX \
	(SCMI_SHMEM_MESSAGE + SCMI_HDR_LEN + SCMI_STATUS_LEN + SCMI_MSG_SIZE_MAX)

/* What of an area is not payload. */
#define SCMI_MBOX_OVERHEAD \
	(SCMI_SHMEM_MESSAGE + SCMI_HDR_LEN + SCMI_STATUS_LEN)

/* Areas in use: two channels in one would take each other's messages. */
static DEFINE_MUTEX(scmi_mbox_areas_lock);
static LIST_HEAD(scmi_mbox_areas);

/**
 * scmi_mbox_read_layout() - read which mailboxes a node gives to a channel
 * @dev: device that messages name; NULL: none are wanted
 * @np: SCMI node, or a protocol's
 * @layout: filled in
 *
 * Context: Process context.
 * Return: 0, or -EINVAL, with a message, when "mboxes" and "shmem" do not make
 *	   one of the layouts of the binding.
 */
int scmi_mbox_read_layout(struct device *dev, const struct device_node *np,
			  struct scmi_mbox_layout *layout)
{
	static const struct {
		int mboxes;
		int shmems;
		struct scmi_mbox_layout layout;
	} layouts[] = {
		{ 1, 1, { 0, -1, -1, -1 } },
		{ 2, 2, { 0, -1, 1, -1 } },
		{ 2, 1, { 0, 1, -1, -1 } },
		{ 3, 2, { 0, 1, 2, -1 } },
		{ 4, 2, { 0, 1, 2, 3 } },
	};
	int mboxes = of_count_phandle_with_args(np, "mboxes", "#mbox-cells");
	int shmems = of_count_phandle_with_args(np, "shmem", NULL);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(layouts); i++) {
		if (layouts[i].mboxes == mboxes && layouts[i].shmems == shmems) {
			*layout = layouts[i].layout;
			return 0;
		}
	}
	if (dev)
		dev_err(dev, "%pOF: %d mboxes with %d shmem make no channel\n",
			np, max(mboxes, 0), max(shmems, 0));
	return -EINVAL;
}

/* Where an area is; NULL, or what is wrong with it. */
static const char *scmi_mbox_area_read(struct device_node *shmem,
				       struct resource *res)
{
	if (!shmem || !of_device_is_compatible(shmem, "arm,scmi-shmem"))
		return "is no arm,scmi-shmem";
	if (of_address_to_resource(shmem, 0, res) || res->end < res->start)
		return "has no address";
	if (!IS_ALIGNED(res->start, sizeof(u32)))
		return "is not aligned";
	if (resource_size(res) < SCMI_MBOX_OVERHEAD + SCMI_MSG_SIZE_MIN)
		return "is too small";
	if (resource_size(res) > SZ_1M)
		return "is too large";
	return NULL;
}

/* Area @index of @np; -EINVAL, with a message if @dev. */
static int scmi_mbox_area_find(struct device *dev, const struct device_node *np,
			       int index, struct resource *res)
{
	struct device_node *shmem __free(device_node) =
		of_parse_phandle(np, "shmem", index);
	const char *wrong = scmi_mbox_area_read(shmem, res);

	if (wrong) {
		if (dev)
			dev_err(dev, "%pOF: shmem %d %s\n", np, index, wrong);
		return -EINVAL;
	}
	if (resource_size(res) > SCMI_MBOX_AREA_MAX)
		res->end = res->start + SCMI_MBOX_AREA_MAX - 1;
	return 0;
}

/* The largest payload that area @index of @np takes; 0 if it takes none. */
static size_t scmi_mbox_area_fit(struct device *dev,
				 const struct device_node *np, int index)
{
	struct resource res;

	if (scmi_mbox_area_find(dev, np, index, &res))
		return 0;
	return ALIGN_DOWN(resource_size(&res), sizeof(u32)) -
	       SCMI_MBOX_OVERHEAD;
}

static size_t scmi_mbox_node_fit(struct device *dev,
				 const struct device_node *np)
{
	struct scmi_mbox_layout layout;
	size_t fit;

	if (scmi_mbox_read_layout(dev, np, &layout))
		return 0;
	fit = scmi_mbox_area_fit(dev, np, 0);
	if (fit && layout.rx >= 0) {
		size_t event = scmi_mbox_area_fit(dev, np, 1);

		fit = event ? max(fit, event) : 0;
	}
	return fit;
}

/**
 * scmi_mbox_fit() - how large may messages be?
 * @dev: device that messages name
 * @np: SCMI node
 *
 * Channels of protocols that cannot be used count for nothing.
 *
 * Context: Process context.
 * Return: bytes of payload that fit the channel with the largest area; 0, with a
 *	   message, when BASE's channels cannot be used.
 */
size_t scmi_mbox_fit(struct device *dev, const struct device_node *np)
{
	size_t fit = scmi_mbox_node_fit(dev, np);

	for_each_available_child_of_node_scoped(np, child) {
		/* Setting up the channel will tell what is wrong. */
		if (fit && of_property_present(child, "mboxes"))
			fit = max(fit, scmi_mbox_node_fit(NULL, child));
	}
	return fit;
}

/* What reg-io-width says; 0 when it says nothing that we heed. */
static unsigned int scmi_mbox_io_width(struct device *dev,
				       const struct device_node *np, int index)
{
	struct device_node *shmem __free(device_node) =
		of_parse_phandle(np, "shmem", index);
	u32 width;

	if (!of_property_present(shmem, "reg-io-width"))
		return 0;
	if (!of_property_read_u32(shmem, "reg-io-width", &width) &&
	    (width == 1 || width == 2 || width == 4 || width == 8))
		return width;
	dev_warn(dev, "%pOF: reg-io-width is not 1, 2, 4 or 8: not used\n",
		 shmem);
	return 0;
}

static bool scmi_mbox_area_claim(struct scmi_mbox_area *area)
{
	struct scmi_mbox_area *other;

	guard(mutex)(&scmi_mbox_areas_lock);

	list_for_each_entry(other, &scmi_mbox_areas, node)
		if (resource_overlaps(&other->res, &area->res))
			return false;
	list_add(&area->node, &scmi_mbox_areas);
	return true;
}

static void scmi_mbox_area_unclaim(struct scmi_mbox_area *area)
{
	guard(mutex)(&scmi_mbox_areas_lock);

	list_del(&area->node);
}

/* The kernel's own memory has another mapping already. */
static bool scmi_mbox_area_is_ram(const struct resource *res)
{
	return region_intersects(res->start, resource_size(res),
				 IORESOURCE_SYSTEM_RAM, IORES_DESC_NONE) !=
	       REGION_DISJOINT;
}

static int scmi_mbox_area_refuse(struct device *dev, const struct device_node *np,
				 int index, const struct scmi_mbox_area *area,
				 const char *why)
{
	dev_err(dev, "%pOF: shmem %d %pR %s\n", np, index, &area->res, why);
	return -EINVAL;
}

/**
 * scmi_mbox_area_open() - claim and map a channel's shared memory
 * @dev: device that messages name
 * @np: SCMI node, or a protocol's
 * @index: 0 for A2P, 1 for P2A
 * @area: filled in
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL, with a message, for an area that makes no sense, is in use or
 *	   is the kernel's own memory; -ENOMEM.
 */
int scmi_mbox_area_open(struct device *dev, const struct device_node *np,
			int index, struct scmi_mbox_area *area)
{
	void __iomem *base;
	size_t size;
	int ret;

	ret = scmi_mbox_area_find(dev, np, index, &area->res);
	if (ret)
		return ret;
	if (scmi_mbox_area_is_ram(&area->res))
		return scmi_mbox_area_refuse(dev, np, index, area,
					     "is system RAM: reserve it with no-map");
	if (!scmi_mbox_area_claim(area))
		return scmi_mbox_area_refuse(dev, np, index, area,
					     "is in use by another channel");
	size = resource_size(&area->res);
	base = ioremap(area->res.start, size);
	ret = -ENOMEM;
	if (base)
		ret = scmi_shmem_init(&area->shmem, base, size,
				      scmi_mbox_io_width(dev, np, index));
	if (ret) {
		if (base)
			iounmap(base);
		scmi_mbox_area_unclaim(area);
	}
	return ret;
}

/**
 * scmi_mbox_area_close() - unmap a channel's shared memory
 * @area: area that is open; nobody uses it
 *
 * Context: Process context, may sleep.
 */
void scmi_mbox_area_close(struct scmi_mbox_area *area)
{
	iounmap(area->shmem.base);
	scmi_mbox_area_unclaim(area);
}
