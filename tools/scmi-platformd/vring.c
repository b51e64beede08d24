// SPDX-License-Identifier: GPL-2.0-only
/* Device side of a split virtqueue, virtio 1.2 section 2.7; see vring.h. */
#include "vring.h"

#include <string.h>
#include <unistd.h>

#define VRING_F_NEXT		1
#define VRING_F_WRITE		2
#define VRING_F_INDIRECT	4
#define VRING_NO_INTERRUPT	1

struct vring_desc {
	uint64_t addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

struct vring_used_elem {
	uint32_t id;
	uint32_t len;
};

/*
 * The rings are little endian and so is every machine that this runs on; the
 * build checks it.
 */
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the rings are little endian"
#endif

static uint16_t *vring_avail_word(const struct vring *vq, uint32_t index)
{
	return (uint16_t *)vq->avail + index;
}

static uint16_t vring_avail_idx(const struct vring *vq)
{
	return __atomic_load_n(vring_avail_word(vq, 1), __ATOMIC_ACQUIRE);
}

/**
 * vring_init() - make a ring that has nothing yet
 * @vq: the ring
 *
 * Context: Any.
 */
void vring_init(struct vring *vq)
{
	memset(vq, 0, sizeof(*vq));
	vq->kick_fd = -1;
	vq->call_fd = -1;
	vq->err_fd = -1;
}

static void vring_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/**
 * vring_reset() - forget a ring, all but its count of errors
 * @vq: the ring
 *
 * Context: Any.
 */
void vring_reset(struct vring *vq)
{
	uint64_t errors = vq->errors;

	vring_close(&vq->kick_fd);
	vring_close(&vq->call_fd);
	vring_close(&vq->err_fd);
	vring_init(vq);
	vq->errors = errors;
}

/**
 * vring_map() - find the ring in guest memory
 * @vq: the ring, with its size and addresses
 * @mem: guest memory
 *
 * Context: After every change of memory, size or addresses.
 * Return: whether all parts of it are there and aligned.
 */
bool vring_map(struct vring *vq, const struct gmem *mem)
{
	uint64_t n = vq->size;

	vq->desc = NULL;
	vq->avail = NULL;
	vq->used = NULL;
	if (!n || n > VRING_MAX_SIZE || n & (n - 1))
		return false;
	if (vq->desc_uva & 15 || vq->avail_uva & 1 || vq->used_uva & 3)
		return false;
	vq->desc = gmem_at_uva(mem, vq->desc_uva, n * sizeof(struct vring_desc));
	/* With the event index behind the rings, used or not */
	vq->avail = gmem_at_uva(mem, vq->avail_uva, 6 + 2 * n);
	vq->used = gmem_at_uva(mem, vq->used_uva, 6 + n * sizeof(struct vring_used_elem));
	if (vq->desc && vq->avail && vq->used)
		return true;
	vq->desc = NULL;
	return false;
}

/**
 * vring_running() - whether the ring can be worked on
 * @vq: the ring
 *
 * Context: Any.
 * Return: true if it is mapped, started, enabled and not broken.
 */
bool vring_running(const struct vring *vq)
{
	return vq->desc && vq->have_kick && vq->enabled && !vq->broken;
}

static enum vring_pop_result vring_break(struct vring *vq)
{
	uint64_t one = 1;

	vq->broken = true;
	vq->errors++;
	if (vq->err_fd >= 0 && write(vq->err_fd, &one, sizeof(one)) < 0)
		return VRING_POP_BROKEN;
	return VRING_POP_BROKEN;
}

/**
 * vring_backlog() - chains that the driver has offered and nobody took
 * @vq: a running ring
 *
 * Context: Any.
 * Return: how many; never more than the ring has.
 */
uint32_t vring_backlog(const struct vring *vq)
{
	uint16_t n = vring_avail_idx(vq) - vq->last_avail;

	return n > vq->size ? vq->size : n;
}

/* One descriptor, read once: the driver may change it meanwhile. */
static void vring_load(const struct vring_desc *from, struct vring_desc *d)
{
	d->addr = __atomic_load_n(&from->addr, __ATOMIC_RELAXED);
	d->len = __atomic_load_n(&from->len, __ATOMIC_RELAXED);
	d->flags = __atomic_load_n(&from->flags, __ATOMIC_RELAXED);
	d->next = __atomic_load_n(&from->next, __ATOMIC_RELAXED);
}

static bool vring_add_seg(const struct gmem *mem, struct vring_chain *c,
			  const struct vring_desc *d)
{
	bool in = d->flags & VRING_F_WRITE;
	uint16_t *num = in ? &c->num_in : &c->num_out;
	uint32_t *len = in ? &c->in_len : &c->out_len;
	struct vring_seg *seg = in ? c->in : c->out;

	if (*num == VRING_MAX_SEGS)
		return false;
	/* What the device reads comes before what it writes */
	if (!in && c->num_in)
		return false;
	if (!d->len || !gmem_at(mem, d->addr, d->len))
		return false;
	if (__builtin_add_overflow(*len, d->len, len))
		return false;
	seg[*num].gpa = d->addr;
	seg[*num].len = d->len;
	(*num)++;
	return true;
}

/* The table that descriptor @d points to, and its number of entries. */
static const struct vring_desc *vring_indirect(const struct gmem *mem, const struct vring_desc *d,
					       uint32_t *num)
{
	if (d->flags & VRING_F_NEXT || !d->len || d->len % sizeof(*d))
		return NULL;
	*num = d->len / sizeof(*d);
	if (*num > VRING_MAX_SIZE || d->addr & 15)
		return NULL;
	return gmem_at(mem, d->addr, d->len);
}

static bool vring_walk(struct vring *vq, const struct gmem *mem, struct vring_chain *c)
{
	const struct vring_desc *table = vq->desc;
	uint32_t limit = vq->size;
	uint32_t at = c->head;
	bool indirect = false;
	struct vring_desc d;
	uint32_t steps;

	for (steps = 0; steps < limit; steps++) {
		vring_load(&table[at], &d);
		if (d.flags & VRING_F_INDIRECT) {
			if (indirect)
				return false;
			table = vring_indirect(mem, &d, &limit);
			if (!table)
				return false;
			indirect = true;
			at = 0;
			steps = -1;
			continue;
		}
		if (!vring_add_seg(mem, c, &d))
			return false;
		if (!(d.flags & VRING_F_NEXT))
			return true;
		at = d.next;
		if (at >= limit)
			return false;
	}
	/* As many steps as descriptors: the chain is a loop */
	return false;
}

/**
 * vring_pop() - take the next chain
 * @vq: a running ring
 * @mem: guest memory
 * @chain: the chain
 *
 * Context: Any.
 * Return: what was found. After VRING_POP_BAD only @chain->head is valid.
 */
enum vring_pop_result vring_pop(struct vring *vq, const struct gmem *mem,
				struct vring_chain *chain)
{
	uint16_t idx = vring_avail_idx(vq);
	uint16_t head;

	if (idx == vq->last_avail)
		return VRING_POP_EMPTY;
	if ((uint16_t)(idx - vq->last_avail) > vq->size)
		return vring_break(vq);
	head = __atomic_load_n(vring_avail_word(vq, 2 + vq->last_avail % vq->size),
			       __ATOMIC_RELAXED);
	if (head >= vq->size)
		return vring_break(vq);
	vq->last_avail++;
	memset(chain, 0, sizeof(*chain));
	chain->head = head;
	if (vring_walk(vq, mem, chain))
		return VRING_POP_CHAIN;
	vq->errors++;
	return VRING_POP_BAD;
}

/**
 * vring_wait_kick() - ask the driver for a kick, all chains being taken
 * @vq: a running ring
 *
 * Context: Any.
 * Return: false if a chain came in meanwhile and vring_pop() has to go on.
 */
bool vring_wait_kick(struct vring *vq)
{
	uint16_t *event = (uint16_t *)((char *)vq->used + 4 +
				       vq->size * sizeof(struct vring_used_elem));

	if (!vq->event_idx)
		return vring_avail_idx(vq) == vq->last_avail;
	__atomic_store_n(event, vq->last_avail, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return vring_avail_idx(vq) == vq->last_avail;
}

/**
 * vring_push() - give a chain back
 * @vq: a running ring
 * @id: its head
 * @len: bytes that were written
 *
 * Context: Any. vring_signal() makes the driver look.
 */
void vring_push(struct vring *vq, uint32_t id, uint32_t len)
{
	struct vring_used_elem *ring = (struct vring_used_elem *)((char *)vq->used + 4);
	struct vring_used_elem *e = &ring[vq->used_idx % vq->size];

	__atomic_store_n(&e->id, id, __ATOMIC_RELAXED);
	__atomic_store_n(&e->len, len, __ATOMIC_RELAXED);
	vq->used_idx++;
	__atomic_store_n((uint16_t *)vq->used + 1, vq->used_idx, __ATOMIC_RELEASE);
}

static bool vring_wants_signal(struct vring *vq)
{
	uint16_t from = vq->signalled;
	uint16_t event;
	bool valid = vq->signalled_valid;

	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!vq->event_idx)
		return !(__atomic_load_n(vring_avail_word(vq, 0), __ATOMIC_RELAXED) &
			 VRING_NO_INTERRUPT);
	event = __atomic_load_n(vring_avail_word(vq, 2 + vq->size), __ATOMIC_RELAXED);
	vq->signalled = vq->used_idx;
	vq->signalled_valid = true;
	return !valid || (uint16_t)(vq->used_idx - event - 1) < (uint16_t)(vq->used_idx - from);
}

/**
 * vring_signal() - interrupt the driver if it wants to know
 * @vq: a running ring
 *
 * Context: After vring_push().
 */
void vring_signal(struct vring *vq)
{
	uint64_t one = 1;

	if (!vring_wants_signal(vq) || vq->call_fd < 0)
		return;
	/* A full counter means that the driver has been told already */
	if (write(vq->call_fd, &one, sizeof(one)) < 0)
		return;
}

static uint32_t vring_copy(const struct gmem *mem, const struct vring_seg *seg, uint32_t num,
			   void *buf, uint32_t len, bool write)
{
	uint32_t done = 0;
	uint32_t i;

	for (i = 0; i < num && done < len; i++) {
		uint32_t n = seg[i].len < len - done ? seg[i].len : len - done;
		void *p = gmem_at(mem, seg[i].gpa, n);

		if (!p)
			break;
		if (write)
			memcpy(p, (char *)buf + done, n);
		else
			memcpy((char *)buf + done, p, n);
		done += n;
	}
	return done;
}

/**
 * vring_read() - copy a request out of guest memory
 * @mem: guest memory
 * @chain: the chain
 * @buf: where to
 * @len: size of @buf
 *
 * Context: Any.
 * Return: number of bytes copied.
 */
uint32_t vring_read(const struct gmem *mem, const struct vring_chain *chain,
		    void *buf, uint32_t len)
{
	return vring_copy(mem, chain->out, chain->num_out, buf, len, false);
}

/**
 * vring_write() - copy a message into guest memory
 * @mem: guest memory
 * @chain: the chain
 * @buf: the message
 * @len: its length
 *
 * Context: Any.
 * Return: number of bytes copied, less than @len if the chain is too short.
 */
uint32_t vring_write(const struct gmem *mem, const struct vring_chain *chain,
		     const void *buf, uint32_t len)
{
	return vring_copy(mem, chain->in, chain->num_in, (void *)buf, len, true);
}
