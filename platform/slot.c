// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages that wait for their time: a binary heap ordered by due time, and
 * by arrival among equals, over a fixed number of slots.
 */
#include "internal.h"

static bool scmip_before(const struct scmip_server *s, u32 a, u32 b)
{
	const struct scmip_slot *x = &s->slots[s->heap[a]];
	const struct scmip_slot *y = &s->slots[s->heap[b]];

	return x->due != y->due ? x->due < y->due : x->seq < y->seq;
}

static void scmip_heap_swap(struct scmip_server *s, u32 a, u32 b)
{
	u32 tmp = s->heap[a];

	s->heap[a] = s->heap[b];
	s->heap[b] = tmp;
}

/**
 * scmip_slot_get() - take a free slot
 * @s: the server
 *
 * Context: Any.
 * Return: the slot, NULL if all are taken.
 */
struct scmip_slot *scmip_slot_get(struct scmip_server *s)
{
	struct scmip_slot *slot;
	u8 *buf;

	if (!s->free_len)
		return NULL;
	slot = &s->slots[s->free[--s->free_len]];
	buf = slot->buf;
	memset(slot, 0, sizeof(*slot));
	slot->buf = buf;
	return slot;
}

/**
 * scmip_slot_put() - give a slot back
 * @s: the server
 * @slot: a slot that is not queued
 *
 * Context: Any.
 */
void scmip_slot_put(struct scmip_server *s, struct scmip_slot *slot)
{
	s->free[s->free_len++] = slot - s->slots;
}

/**
 * scmip_slot_queue() - let a slot wait until its due time
 * @s: the server
 * @slot: a slot with its due time set
 *
 * Context: Any.
 */
void scmip_slot_queue(struct scmip_server *s, struct scmip_slot *slot)
{
	u32 at = s->heap_len++;

	slot->seq = s->seq++;
	s->heap[at] = slot - s->slots;
	while (at && scmip_before(s, at, (at - 1) / 2)) {
		scmip_heap_swap(s, at, (at - 1) / 2);
		at = (at - 1) / 2;
	}
}

/**
 * scmip_slot_due() - take the first slot whose time has come
 * @s: the server
 * @now: time
 *
 * Context: Any.
 * Return: the slot, no longer queued; NULL if none is due.
 */
struct scmip_slot *scmip_slot_due(struct scmip_server *s, u64 now)
{
	struct scmip_slot *slot;
	u32 at = 0;

	if (!s->heap_len)
		return NULL;
	slot = &s->slots[s->heap[0]];
	if (slot->due > now)
		return NULL;
	s->heap[0] = s->heap[--s->heap_len];
	for (;;) {
		u32 least = at;
		u32 child = 2 * at + 1;

		if (child < s->heap_len && scmip_before(s, child, least))
			least = child;
		if (child + 1 < s->heap_len && scmip_before(s, child + 1, least))
			least = child + 1;
		if (least == at)
			return slot;
		scmip_heap_swap(s, at, least);
		at = least;
	}
}

/**
 * scmip_slot_flush() - forget all that waits
 * @s: the server
 *
 * Context: Any.
 */
void scmip_slot_flush(struct scmip_server *s)
{
	while (s->heap_len)
		scmip_slot_put(s, &s->slots[s->heap[--s->heap_len]]);
}
