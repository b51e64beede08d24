// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the driver's buffers are mapped for a device that has VIRTIO_F_ACCESS_PLATFORM: they
 * keep their physical addresses. Some mappings fail when they are told to, as those of a
 * guest do whose bounce buffers are all in use.
 */
#include <linux/dma-map-ops.h>
#include <linux/gfp.h>
#include <linux/mm.h>

#include "vdev.h"

static dma_addr_t vdev_map_page(union virtio_map map, struct page *page, unsigned long offset,
				size_t size, enum dma_data_direction dir, unsigned long attrs)
{
	struct vdev *v = dev_get_drvdata(map.dma_dev);

	/* Any context, so there is no lock. */
	if (atomic_dec_if_positive(&v->unmappable) >= 0)
		return DMA_MAPPING_ERROR;
	return page_to_phys(page) + offset;
}

static void vdev_unmap_page(union virtio_map map, dma_addr_t addr, size_t size,
			    enum dma_data_direction dir, unsigned long attrs)
{
}

static void vdev_sync(union virtio_map map, dma_addr_t addr, size_t size,
		      enum dma_data_direction dir)
{
}

static void *vdev_alloc_ring(union virtio_map map, size_t size, dma_addr_t *addr, gfp_t gfp)
{
	void *ring = alloc_pages_exact(size, gfp);

	if (ring)
		*addr = virt_to_phys(ring);
	return ring;
}

static void vdev_free_ring(union virtio_map map, size_t size, void *ring, dma_addr_t addr,
			   unsigned long attrs)
{
	free_pages_exact(ring, size);
}

static bool vdev_need_sync(union virtio_map map, dma_addr_t addr)
{
	return false;
}

static int vdev_mapping_error(union virtio_map map, dma_addr_t addr)
{
	return addr == DMA_MAPPING_ERROR ? -ENOMEM : 0;
}

static size_t vdev_max_mapping_size(union virtio_map map)
{
	return SIZE_MAX;
}

static const struct virtio_map_ops vdev_map_ops = {
	.map_page = vdev_map_page,
	.unmap_page = vdev_unmap_page,
	.sync_single_for_cpu = vdev_sync,
	.sync_single_for_device = vdev_sync,
	.alloc = vdev_alloc_ring,
	.free = vdev_free_ring,
	.need_sync = vdev_need_sync,
	.mapping_error = vdev_mapping_error,
	.max_mapping_size = vdev_max_mapping_size,
};

compat_define_virtio_map(vdev_map_ops);

/**
 * vdev_map_init() - have the driver's buffers mapped by this file
 * @inst: virtio device that is about to be registered; its parent's driver data are the host
 *
 * Context: Process context.
 */
void vdev_map_init(struct vdev_instance *inst)
{
	compat_virtio_set_map(&inst->vdev, vdev_map_ops);
}

/**
 * vdev_map_works() - can a device have that?
 *
 * Context: Any context.
 * Return: true where the kernel lets one.
 */
bool vdev_map_works(void)
{
	return compat_virtio_has_map;
}
