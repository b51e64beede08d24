// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the pool of an instance's transfers.
 */

#include <linux/bitmap.h>
#include <linux/minmax.h>
#include <linux/slab.h>

#include "common.h"
#include "engine/pool.h"

static void scmi_pool_free_buffers(struct scmi_pool *pool)
{
	unsigned int i;

	for (i = 0; i < pool->size; i++) {
		kfree(pool->xfers[i].tx);
		kfree(pool->xfers[i].rx);
		kfree(pool->xfers[i].dly);
	}
}

static int scmi_pool_alloc_buffers(struct scmi_pool *pool)
{
	size_t len = scmi_pool_room(pool);
	unsigned int i;

	/* One kmalloc each: transports map them for DMA separately. */
	for (i = 0; i < pool->size; i++) {
		struct scmi_xfer *xfer = &pool->xfers[i];

		xfer->tx = kzalloc(len, GFP_KERNEL);
		xfer->rx = kzalloc(len, GFP_KERNEL);
		if (!xfer->tx || !xfer->rx)
			return -ENOMEM;
	}
	return 0;
}

static void scmi_pool_init_xfers(struct scmi_pool *pool)
{
	unsigned int i;

	for (i = 0; i < pool->size; i++) {
		struct scmi_xfer *xfer = &pool->xfers[i];

		xfer->pool = pool;
		xfer->slot = i;
		spin_lock_init(&xfer->lock);
		init_completion(&xfer->completion);
		INIT_LIST_HEAD(&xfer->queue);
	}
}

/**
 * scmi_pool_create() - allocate an instance's transfers
 * @inst: instance; its transport says how many and how large
 *
 * Context: Process context, may sleep.
 * Return: the pool, or ERR_PTR(-ENOMEM).
 */
struct scmi_pool *scmi_pool_create(struct scmi_instance *inst)
{
	struct scmi_pool *pool;
	int ret = -ENOMEM;

	pool = kvzalloc_obj(*pool);
	if (!pool)
		return ERR_PTR(-ENOMEM);

	pool->inst = inst;
	pool->size = inst->transport->max_msg;
	pool->msg_size = inst->transport->max_msg_size;
	pool->reserved = pool->size > 1 ? max(1U, pool->size / 4) : 0;
	spin_lock_init(&pool->slot_lock);
	scoped_guard(spinlock_irqsave, &pool->slot_lock)
		INIT_LIST_HEAD(&pool->slot_waiters);
	spin_lock_init(&pool->token_lock);
	scmi_silence_init(pool);
	scmi_reaper_init(pool);
	atomic_set(&pool->next_token, -1);
	pool->xfers = kvcalloc(pool->size, sizeof(*pool->xfers), GFP_KERNEL);
	pool->busy = bitmap_zalloc(pool->size, GFP_KERNEL);
	if (!pool->xfers || !pool->busy)
		goto free_pool;

	scmi_pool_init_xfers(pool);
	ret = scmi_pool_alloc_buffers(pool);
	if (ret)
		goto free_buffers;

	ret = scmi_gate_init(pool);
	if (ret)
		goto free_buffers;
	return pool;

free_buffers:
	scmi_pool_free_buffers(pool);
free_pool:
	bitmap_free(pool->busy);
	kvfree(pool->xfers);
	kvfree(pool);
	return ERR_PTR(ret);
}

/**
 * scmi_pool_destroy() - free an instance's transfers
 * @pool: pool whose gate is closed and whose transport was stopped, or that
 *	  never sent anything; NULL is ignored
 *
 * Context: Process context, may sleep.
 */
void scmi_pool_destroy(struct scmi_pool *pool)
{
	if (!pool)
		return;
	WARN_ON_ONCE(!bitmap_empty(pool->busy, pool->size));
	scmi_gate_exit(pool);
	scmi_pool_free_buffers(pool);
	bitmap_free(pool->busy);
	kvfree(pool->xfers);
	kvfree(pool);
}
