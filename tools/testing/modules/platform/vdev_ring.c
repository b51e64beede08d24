// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device side of a split virtqueue, VIRTIO v1.2 section 2.7. All functions
 * need a running queue and the platform's lock.
 */
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/virtio_byteorder.h>

#include "vdev.h"

static struct virtio_device *vdev_of(struct vdev_queue *q)
{
	return &q->v->inst->vdev;
}

static u16 vdev_ring_avail_idx(struct vdev_queue *q)
{
	/* Chains are read after the index that says that they are there. */
	return virtio16_to_cpu(vdev_of(q), smp_load_acquire(&q->ring->avail->idx));
}

static enum vdev_pop_result vdev_ring_break(struct vdev_queue *q)
{
	q->broken = true;
	q->v->ring_errors++;
	return VDEV_POP_BROKEN;
}

/**
 * vdev_ring_backlog() - chains that the driver has offered and nobody took
 * @q: queue
 *
 * Context: With the platform's lock.
 * Return: how many; never more than the ring has.
 */
u32 vdev_ring_backlog(struct vdev_queue *q)
{
	u16 n = vdev_ring_avail_idx(q) - q->last_avail;

	return min_t(u32, n, q->size);
}

/* Only memory of the kernel's linear map can be reached. */
static void *vdev_ring_memory(u64 addr, u32 len)
{
	if (!len || addr + len < addr || !pfn_valid(PHYS_PFN(addr)) ||
	    !pfn_valid(PHYS_PFN(addr + len - 1)))
		return NULL;
	return phys_to_virt(addr);
}

static bool vdev_ring_add_seg(struct vdev_chain *c, void *p, u32 len, bool in)
{
	struct vdev_segs *segs = in ? &c->in : &c->out;

	/* What the device reads comes before what it writes. */
	if (!p || segs->num == VDEV_MAX_SEGS || (!in && c->in.num))
		return false;
	segs->seg[segs->num].p = p;
	segs->seg[segs->num++].len = len;
	segs->len += len;
	return true;
}

/* A chain of a table with @size entries, from entry @at on. */
static bool vdev_ring_walk(struct vdev_queue *q, const struct vring_desc *table, u32 size, u16 at,
			   struct vdev_chain *c)
{
	struct virtio_device *vdev = vdev_of(q);
	u32 steps;

	for (steps = 0; steps < size; steps++) {
		const struct vring_desc *d = &table[at];
		u16 flags = virtio16_to_cpu(vdev, READ_ONCE(d->flags));
		u32 len = virtio32_to_cpu(vdev, READ_ONCE(d->len));
		u64 addr = virtio64_to_cpu(vdev, READ_ONCE(d->addr));

		/* A table in a table, or one that was not negotiated. */
		if (flags & VRING_DESC_F_INDIRECT)
			return false;
		if (!vdev_ring_add_seg(c, vdev_ring_memory(addr, len), len,
				       flags & VRING_DESC_F_WRITE))
			return false;
		if (!(flags & VRING_DESC_F_NEXT))
			return true;
		at = virtio16_to_cpu(vdev, READ_ONCE(d->next));
		if (at >= size)
			return false;
	}
	/* As many steps as descriptors: the chain is a loop. */
	return false;
}

/* VIRTIO 2.7.5.3: a descriptor whose buffer is a table with all of the chain. */
static bool vdev_ring_walk_from(struct vdev_queue *q, u16 head, struct vdev_chain *c)
{
	struct virtio_device *vdev = vdev_of(q);
	const struct vring_desc *d = &q->ring->desc[head];
	u16 flags = virtio16_to_cpu(vdev, READ_ONCE(d->flags));
	const struct vring_desc *table;
	u32 len;

	if (flags != VRING_DESC_F_INDIRECT ||
	    !virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC))
		return vdev_ring_walk(q, q->ring->desc, q->size, head, c);
	len = virtio32_to_cpu(vdev, READ_ONCE(d->len));
	table = vdev_ring_memory(virtio64_to_cpu(vdev, READ_ONCE(d->addr)), len);
	if (!table || len % sizeof(*table))
		return false;
	return vdev_ring_walk(q, table, min_t(u32, len / sizeof(*table), q->size), 0, c);
}

/**
 * vdev_ring_pop() - take the next chain
 * @q: queue
 * @id: its id
 *
 * Context: With the platform's lock.
 * Return: what was found. After VDEV_POP_CHAIN the chain is in q->chain[id].
 */
enum vdev_pop_result vdev_ring_pop(struct vdev_queue *q, u16 *id)
{
	u16 idx = vdev_ring_avail_idx(q);
	struct vdev_chain *c;
	u16 head, turn;
	bool cursed;

	if (idx == q->last_avail)
		return VDEV_POP_EMPTY;
	if ((u16)(idx - q->last_avail) > q->size)
		return vdev_ring_break(q);
	head = virtio16_to_cpu(vdev_of(q),
			       READ_ONCE(q->ring->avail->ring[q->last_avail % q->size]));
	if (head >= q->size)
		return vdev_ring_break(q);
	q->last_avail++;
	*id = head;
	c = &q->chain[head];
	turn = c->turn + 1;
	cursed = c->cursed;
	memset(c, 0, sizeof(*c));
	c->turn = turn;
	if (cursed)
		return VDEV_POP_LOST;
	if (!vdev_ring_walk_from(q, head, c)) {
		q->v->ring_errors++;
		return VDEV_POP_BAD;
	}
	c->held = true;
	return VDEV_POP_CHAIN;
}

/**
 * vdev_ring_wait_kick() - ask the driver for a kick, all chains being taken
 * @q: queue
 *
 * Context: With the platform's lock.
 * Return: false if a chain came in meanwhile and vdev_ring_pop() has to go on.
 */
bool vdev_ring_wait_kick(struct vdev_queue *q)
{
	if (q->event_idx) {
		WRITE_ONCE(vring_avail_event(q->ring), cpu_to_virtio16(vdev_of(q), q->last_avail));
		/* The driver reads it after it has offered a chain. */
		smp_mb();
	}
	return vdev_ring_avail_idx(q) == q->last_avail;
}

/**
 * vdev_ring_push() - give a chain back
 * @q: queue
 * @id: its id
 * @len: bytes that were written
 *
 * Context: With the platform's lock.
 */
void vdev_ring_push(struct vdev_queue *q, u32 id, u32 len)
{
	vring_used_elem_t *e = &q->ring->used->ring[q->used_idx % q->size];

	if (id < q->size)
		q->chain[id].held = false;
	WRITE_ONCE(e->id, cpu_to_virtio32(vdev_of(q), id));
	WRITE_ONCE(e->len, cpu_to_virtio32(vdev_of(q), len));
	q->used_idx++;
	/* The driver reads what the chain holds after the index. */
	smp_store_release(&q->ring->used->idx, cpu_to_virtio16(vdev_of(q), q->used_idx));
}

/**
 * vdev_ring_wants_signal() - whether the driver wants an interrupt
 * @q: queue, with chains returned since this was asked last
 *
 * Context: With the platform's lock.
 * Return: whether it does.
 */
bool vdev_ring_wants_signal(struct vdev_queue *q)
{
	u16 old = q->signalled;
	bool valid = q->signalled_valid;

	/* The driver looks at the used ring after it has asked. */
	smp_mb();
	if (!q->event_idx)
		return !(virtio16_to_cpu(vdev_of(q), READ_ONCE(q->ring->avail->flags)) &
			 VRING_AVAIL_F_NO_INTERRUPT);
	q->signalled = q->used_idx;
	q->signalled_valid = true;
	return !valid || vring_need_event(virtio16_to_cpu(vdev_of(q),
							  READ_ONCE(vring_used_event(q->ring))),
					  q->used_idx, old);
}

/**
 * vdev_ring_read() - copy a request
 * @c: chain that the device has
 * @buf: where to
 * @len: size of @buf in bytes
 *
 * Context: With the platform's lock.
 * Return: number of bytes copied.
 */
u32 vdev_ring_read(const struct vdev_chain *c, void *buf, u32 len)
{
	u32 done = 0;
	u32 i, n;

	for (i = 0; i < c->out.num && done < len; i++) {
		n = min(c->out.seg[i].len, len - done);
		memcpy(buf + done, c->out.seg[i].p, n);
		done += n;
	}
	return done;
}

/**
 * vdev_ring_write() - copy a message into the driver's buffers
 * @c: chain that the device has
 * @buf: the message
 * @len: its length in bytes
 *
 * Context: With the platform's lock.
 * Return: number of bytes copied, less than @len if the chain is too short.
 */
u32 vdev_ring_write(const struct vdev_chain *c, const void *buf, u32 len)
{
	u32 done = 0;
	u32 i, n;

	for (i = 0; i < c->in.num && done < len; i++) {
		n = min(c->in.seg[i].len, len - done);
		memcpy(c->in.seg[i].p, buf + done, n);
		done += n;
	}
	return done;
}
