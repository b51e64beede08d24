/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists that the platform gives in several messages, and the memory they take.
 */
#ifndef _SCMI_AGENT_PARTS_H
#define _SCMI_AGENT_PARTS_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/types.h>

#include <linux/scmi_agent_cursor.h>

/**
 * DOC: Multi-part answers
 *
 * Each message of a list tells how many records it carries and how many are
 * still to come. What the first one says fixes the length of the list; later
 * ones may shorten it but never prolong it, so a platform whose "remaining"
 * never shrinks is followed to the end of the list and no further. A message
 * that carries nothing while records are outstanding ends the list with an
 * error, and so does a platform that takes too many messages.
 *
 * Records that a message claims are believed only when they are really in it.
 */

/* Messages that one list may take: 65536 records at 8 per message. */
#define SCMI_PARTS_MAX		8192

/**
 * struct scmi_parts - progress through a list
 * @total: records in the list; valid when @known
 * @got: records taken so far, the index to ask for next
 * @parts: messages seen
 * @known: @total is known
 */
struct scmi_parts {
	u32 total;
	u32 got;
	u16 parts;
	bool known;
};

/* Start a list whose length the first message will tell. */
static inline void scmi_parts_init(struct scmi_parts *p)
{
	*p = (struct scmi_parts){};
}

/* Start a list of @total records. */
static inline void scmi_parts_init_total(struct scmi_parts *p, u32 total)
{
	*p = (struct scmi_parts){ .total = total, .known = true };
}

/*
 * Account for a message that carries @returned records and promises @remaining
 * more, in a list of at most @limit. Returns how many of its records are to be
 * taken, -E2BIG, or -EPROTO.
 */
static inline int scmi_parts_take(struct scmi_parts *p, u32 returned,
				  u32 remaining, u32 limit)
{
	u32 n;

	if (p->parts >= SCMI_PARTS_MAX)
		return -E2BIG;
	p->parts++;
	if (!p->known) {
		if (returned > limit || remaining > limit - returned)
			return -E2BIG;
		p->total = returned + remaining;
		p->known = true;
	}
	n = min(returned, p->total - p->got);
	p->got += n;
	if (p->got < p->total) {
		if (!remaining)
			p->total = p->got;
		else if (!returned)
			return -EPROTO;
	}
	return n;
}

/**
 * struct scmi_list - how the messages of a list begin, and what they carry
 * @returned: bits of the first word that say how many records the message has
 * @remaining: those that say how many are still to come
 * @record: bytes that a record has at least
 * @limit: records that the list may have
 */
struct scmi_list {
	u32 returned;
	u32 remaining;
	u32 record;
	u32 limit;
};

/**
 * struct scmi_part - how one message of a list begins
 * @flags: its first word
 * @returned: records that it claims to have
 * @remaining: records that it promises
 */
struct scmi_part {
	u32 flags;
	u32 returned;
	u32 remaining;
};

static inline u32 scmi_part_bits(u32 flags, u32 mask)
{
	return (flags & mask) >> __ffs(mask);
}

static inline struct scmi_part scmi_part_get(const struct scmi_list *list,
					     struct scmi_cursor *c)
{
	u32 flags = scmi_get_le32(c);

	return (struct scmi_part){
		.flags = flags,
		.returned = scmi_part_bits(flags, list->returned),
		.remaining = scmi_part_bits(flags, list->remaining),
	};
}

/* 0 when the message has what it claims, else -EPROTO. */
static inline int scmi_part_check(const struct scmi_list *list,
				  const struct scmi_part *part,
				  const struct scmi_cursor *c)
{
	if (scmi_cursor_has(c, part->returned, list->record))
		return scmi_cursor_end(c);
	return -EPROTO;
}

/* Take one message into account; returns what scmi_parts_take() does. */
static inline int scmi_list_take(const struct scmi_list *list,
				 struct scmi_parts *p, struct scmi_cursor *c)
{
	struct scmi_part part = scmi_part_get(list, c);

	return scmi_part_check(list, &part, c) ?:
	       scmi_parts_take(p, part.returned, part.remaining, list->limit);
}

/* The list is complete. */
static inline bool scmi_parts_done(const struct scmi_parts *p)
{
	return p->known && p->got == p->total;
}

/**
 * DOC: Memory for lists
 *
 * The platform decides how long its lists are. What all lists of a protocol
 * instance take together is bounded by a budget, so that a hostile platform
 * costs some megabytes and not the machine.
 */

/* Bytes that the lists of one protocol instance may take. */
#define SCMI_LIST_BUDGET	(16L << 20)

/*
 * Zeroed memory for @n records of @size bytes behind a head of @head bytes, to
 * be freed with kvfree(); NULL when there is none or the budget is used up.
 */
static inline void *scmi_list_alloc(atomic_long_t *budget, size_t head,
				    size_t n, size_t size)
{
	size_t bytes;
	void *list;

	if (check_mul_overflow(n, size, &bytes) ||
	    check_add_overflow(bytes, head, &bytes) ||
	    bytes > SCMI_LIST_BUDGET)
		return NULL;
	if (atomic_long_sub_return((long)bytes, budget) < 0)
		goto refund;
	list = kvzalloc(bytes, GFP_KERNEL);
	if (list)
		return list;
refund:
	atomic_long_add((long)bytes, budget);
	return NULL;
}

/* Free a list of @bytes bytes, or NULL, before its protocol goes: others may be had. */
static inline void scmi_list_free(atomic_long_t *budget, const void *list,
				  size_t bytes)
{
	if (list)
		atomic_long_add((long)bytes, budget);
	kvfree(list);
}

#endif /* _SCMI_AGENT_PARTS_H */
