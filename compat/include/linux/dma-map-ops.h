/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * struct virtio_map_ops of <linux/virtio_config.h>: 6.18.
 *
 * A virtio device that maps its driver's buffers itself says
 * compat_define_virtio_map(foo_map_ops); behind its struct virtio_map_ops, and calls
 * compat_virtio_set_map(vdev, foo_map_ops) before it is registered, if
 * compat_virtio_has_map. Older kernels ask the DMA operations of its parent, where the
 * architecture has such, and only for what these four are about.
 */
#ifndef _COMPAT_LINUX_DMA_MAP_OPS_H
#define _COMPAT_LINUX_DMA_MAP_OPS_H

#include <linux/build_bug.h>
#include <linux/version.h>
#include_next <linux/dma-map-ops.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
union virtio_map {
	struct device *dma_dev;
};

struct virtio_map_ops {
	dma_addr_t (*map_page)(union virtio_map map, struct page *page,
			       unsigned long offset, size_t size,
			       enum dma_data_direction dir, unsigned long attrs);
	void (*unmap_page)(union virtio_map map, dma_addr_t addr, size_t size,
			   enum dma_data_direction dir, unsigned long attrs);
	void (*sync_single_for_cpu)(union virtio_map map, dma_addr_t addr,
				    size_t size, enum dma_data_direction dir);
	void (*sync_single_for_device)(union virtio_map map, dma_addr_t addr,
				       size_t size, enum dma_data_direction dir);
	void *(*alloc)(union virtio_map map, size_t size, dma_addr_t *addr,
		       gfp_t gfp);
	void (*free)(union virtio_map map, size_t size, void *vaddr,
		     dma_addr_t addr, unsigned long attrs);
	bool (*need_sync)(union virtio_map map, dma_addr_t addr);
	int (*mapping_error)(union virtio_map map, dma_addr_t addr);
	size_t (*max_mapping_size)(union virtio_map map);
};

#define compat_virtio_has_map	(IS_ENABLED(CONFIG_DMA_OPS) ||		\
				 IS_ENABLED(CONFIG_ARCH_HAS_DMA_OPS))
#define compat_virtio_set_map(vdev, ops)				\
	set_dma_ops((vdev)->dev.parent, &compat_##ops)
#define compat_define_virtio_map(ops)					\
static dma_addr_t compat_##ops##_map(struct device *dev, struct page *page,\
				     unsigned long offset, size_t size,	\
				     enum dma_data_direction dir,	\
				     unsigned long attrs)		\
{									\
	return (ops).map_page((union virtio_map){ dev }, page, offset,	\
			      size, dir, attrs);			\
}									\
static void compat_##ops##_unmap(struct device *dev, dma_addr_t addr,	\
				 size_t size, enum dma_data_direction dir,\
				 unsigned long attrs)			\
{									\
	(ops).unmap_page((union virtio_map){ dev }, addr, size, dir, attrs);\
}									\
static void *compat_##ops##_alloc(struct device *dev, size_t size,	\
				  dma_addr_t *addr, gfp_t gfp,		\
				  unsigned long attrs)			\
{									\
	return (ops).alloc((union virtio_map){ dev }, size, addr, gfp);	\
}									\
static void compat_##ops##_free(struct device *dev, size_t size,	\
				void *vaddr, dma_addr_t addr,		\
				unsigned long attrs)			\
{									\
	(ops).free((union virtio_map){ dev }, size, vaddr, addr, attrs);\
}									\
static const struct dma_map_ops compat_##ops = {			\
	.map_page = compat_##ops##_map,					\
	.unmap_page = compat_##ops##_unmap,				\
	.alloc = compat_##ops##_alloc,					\
	.free = compat_##ops##_free,					\
}
#else
#define compat_virtio_has_map			true
#define compat_virtio_set_map(vdev, ops)	((vdev)->map = &(ops))
#define compat_define_virtio_map(ops)		static_assert(true)
#endif

#endif /* _COMPAT_LINUX_DMA_MAP_OPS_H */
