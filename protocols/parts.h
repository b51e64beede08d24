/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lists that the platform gives in several messages, and the memory they take.
 */
#ifndef _SCMI_AGENT_PARTS_H
#define _SCMI_AGENT_PARTS_H

#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/types.h>

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
 * That the records which a message claims are really in it is for the caller to
 * check, with scmi_cursor_has(), before anything is taken.
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

#endif /* _SCMI_AGENT_PARTS_H */
