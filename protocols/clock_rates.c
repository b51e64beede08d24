// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, the rates of a clock.
 */

#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/sort.h>

#include "clock.h"
#include "passing.h"

/**
 * DOC: Rates
 *
 * Few clocks are ever asked for their rates, and with a serial transport those
 * of all are a third of the time that a probe takes. So they are found out when
 * somebody asks: scmi_clock_determine_rate() and scmi_clock_all_rates_get() for
 * one clock, and the first scmi_clock_rates_all() for all clocks side by side,
 * because whoever looks at one clock's lowest rate looks at the next one's too.
 * struct scmi_clocks.rates_lock lets one do so at a time. What was found out
 * stays; what was lost for a reason that may pass is asked for again by the next who
 * needs it, but no sooner than after a minute.
 *
 * All that is needed is the lowest and the highest rate of each clock. A
 * range tells them in its one message. A list is ascending from version 2.0 of
 * the protocol on, so its first message and, when there are more, its last
 * record are enough: two messages however long the list is. Where the order is
 * not promised, or where the last record turns out to be no good, the list is
 * read to its end but not kept.
 *
 * The whole list is read when somebody asks for it, and stays. It is built aside
 * and then published with one cmpxchg(), so readers need no lock; two first
 * readers may both fetch it, and one result is thrown away.
 *
 * A clock that tells no rates, or tells them wrongly, is usable: any rate may
 * be tried, and the platform decides.
 */

/* CLOCK_DESCRIBE_RATES: num_rates_flags */
#define SCMI_RATES_IS_RANGE	BIT(12)

static const struct scmi_list scmi_rates = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = sizeof(u64),
	.limit = 65536,
};

/* DEN0056 4.6.2.5 */
static int scmi_rates_part_get(struct scmi_cursor *c, struct scmi_part *part)
{
	*part = scmi_part_get(&scmi_rates, c);
	/* Seen in the field: all of the range is there, counted as one rate. */
	if (part->flags & SCMI_RATES_IS_RANGE && !part->remaining &&
	    c->left == SCMI_RANGE_NUM * sizeof(u64))
		part->returned = SCMI_RANGE_NUM;
	return scmi_part_check(&scmi_rates, part, c);
}

static struct scmi_clock_list *scmi_clock_list_alloc(struct scmi_clocks *ci,
						     u32 num, bool discrete)
{
	struct scmi_clock_list *list;

	list = scmi_list_alloc(&ci->budget, sizeof(*list), num,
			       sizeof(list->hz[0]));
	if (!list)
		return NULL;
	list->rates.rate_discrete = discrete;
	list->rates.num_rates = num;
	list->rates.rates = list->hz;
	return list;
}

/* Free a list that was never published. */
static void scmi_clock_list_free(struct scmi_clocks *ci,
				 struct scmi_clock_list *list, u32 num)
{
	scmi_list_free(&ci->budget, list, struct_size(list, hz, num));
}

/* Make @list, allocated for @num rates, the clock's; first come, first served */
static struct scmi_clock_list *
scmi_clock_publish(struct scmi_clocks *ci, struct scmi_clock *clk,
		   struct scmi_clock_list *list, u32 num)
{
	/* Full barrier: pairs with the acquire in scmi_clock_all_rates_get() */
	struct scmi_clock_list *old = cmpxchg(&clk->list, NULL, list);

	if (!old)
		return list;
	scmi_clock_list_free(ci, list, num);
	return old;
}

/*
 * Collect a range. Each part carries at least one value; some platforms leave
 * out the step, or the highest value of a clock that has but one rate.
 */
static int scmi_clock_range_parse(struct scmi_clock *clk,
				  const struct scmi_part *part,
				  struct scmi_cursor *c)
{
	struct scmi_parts *p = &clk->staged.parts;
	u32 i;

	if (!part->returned)
		return -EPROTO;
	p->parts++;
	for (i = 0; i < part->returned && p->got < SCMI_RANGE_NUM; i++)
		clk->hz[p->got++] = scmi_get_le64(c);
	if (p->got < SCMI_RANGE_NUM && part->remaining)
		return 1;
	if (p->got == 1)
		clk->hz[SCMI_RANGE_HIGH] = clk->hz[SCMI_RANGE_LOW];
	if (clk->hz[SCMI_RANGE_LOW] > clk->hz[SCMI_RANGE_HIGH])
		return -EPROTO;
	clk->kind = SCMI_CLOCK_RATES_RANGE;
	return 0;
}

/* The last record of a list: believe it when it is above what came before. */
static int scmi_clock_jump_parse(struct scmi_clock *clk,
				 const struct scmi_part *part,
				 struct scmi_cursor *c)
{
	u64 hz = 0;
	u32 i;

	for (i = 0; i < part->returned; i++)
		hz = scmi_get_le64(c);
	clk->jump = false;
	if (part->flags & SCMI_RATES_IS_RANGE || !part->returned ||
	    hz <= clk->hz[SCMI_RANGE_HIGH]) {
		clk->no_jump = true;
		return 1;
	}
	clk->hz[SCMI_RANGE_HIGH] = hz;
	clk->kind = SCMI_CLOCK_RATES_LIST;
	return 0;
}

static int scmi_rate_cmp(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

/* All rates of @list are there: they are @num after all. */
static void scmi_clock_list_finish(struct scmi_clock_list *list, u32 num)
{
	list->rates.num_rates = num;
	sort(list->hz, num, sizeof(list->hz[0]), scmi_rate_cmp, NULL);
}

/* A list that came in one message is kept as it is. */
static void scmi_clock_list_keep(struct scmi_clocks *ci, struct scmi_clock *clk,
				 u32 num, struct scmi_cursor *c)
{
	struct scmi_clock_list *list = scmi_clock_list_alloc(ci, num, true);
	u32 i;

	if (!list)
		return;
	for (i = 0; i < num; i++)
		list->hz[i] = scmi_get_le64(c);
	scmi_clock_list_finish(list, num);
	scmi_clock_publish(ci, clk, list, num);
}

/* Take one message of a list into lowest and highest rate. */
static int scmi_clock_list_parse(const struct scmi_protocol_handle *ph,
				 struct scmi_clock *clk,
				 const struct scmi_part *part,
				 struct scmi_cursor *c)
{
	struct scmi_cursor again = *c;
	struct scmi_parts *p = &clk->staged.parts;
	bool first = !p->parts;
	u64 hz;
	int i, n;

	n = scmi_parts_take(p, part->returned, part->remaining, scmi_rates.limit);
	if (n < 0)
		return n;
	for (i = 0; i < n; i++) {
		hz = scmi_get_le64(c);
		if ((first && !i) || hz < clk->hz[SCMI_RANGE_LOW])
			clk->hz[SCMI_RANGE_LOW] = hz;
		if (hz > clk->hz[SCMI_RANGE_HIGH])
			clk->hz[SCMI_RANGE_HIGH] = hz;
	}
	if (!scmi_parts_done(p)) {
		clk->jump = !clk->no_jump &&
			    SCMI_VERSION_MAJOR(ph->version) >= 2;
		return 1;
	}
	if (!p->total)
		return 0;
	clk->kind = SCMI_CLOCK_RATES_LIST;
	if (first)
		scmi_clock_list_keep(scmi_clocks(ph), clk, n, &again);
	return 0;
}

/* A list has a known length from its first part on, a range never has. */
static bool scmi_clock_same_kind(const struct scmi_clock *clk, bool range)
{
	return !clk->staged.parts.parts || range == !clk->staged.parts.known;
}

static int scmi_clock_part_parse(const struct scmi_protocol_handle *ph,
				 struct scmi_clock *clk, int err,
				 struct scmi_cursor *c)
{
	struct scmi_part part = {};
	int ret = err ?: scmi_rates_part_get(c, &part);

	if (clk->jump) {
		if (ret)
			part.returned = 0;
		return scmi_clock_jump_parse(clk, &part, c);
	}
	if (ret)
		return ret;
	if (!scmi_clock_same_kind(clk, part.flags & SCMI_RATES_IS_RANGE))
		return -EPROTO;
	if (part.flags & SCMI_RATES_IS_RANGE)
		return scmi_clock_range_parse(clk, &part, c);
	return scmi_clock_list_parse(ph, clk, &part, c);
}

/**
 * struct scmi_rates_asked - whose rates a batch asks for
 * @ci: the clocks; their rates_lock is held
 * @first: id of the first clock
 */
struct scmi_rates_asked {
	struct scmi_clocks *ci;
	u32 first;
};

static int scmi_clock_rates_next(const struct scmi_protocol_handle *ph,
				 void *arg, u32 idx, unsigned int step,
				 struct scmi_request *rq)
{
	const struct scmi_rates_asked *asked = arg;
	u32 id = asked->first + idx;
	struct scmi_clock *clk = asked->ci->clocks[id];

	if (!clk || clk->rates_known || (!step && !scmi_may_ask(&clk->rates_again)))
		return 0;
	if (!step) {
		scmi_parts_init(&clk->staged.parts);
		memset(clk->hz, 0, sizeof(clk->hz));
		clk->jump = false;
		clk->no_jump = false;
	}
	rq->msg = SCMI_CLOCK_DESCRIBE_RATES;
	rq->words[0] = id;
	rq->words[1] = clk->jump ? clk->staged.parts.total - 1 : clk->staged.parts.got;
	return 1;
}

static void scmi_clock_rates_settle(struct scmi_clock *clk)
{
	if (clk->kind != SCMI_CLOCK_RATES_UNKNOWN) {
		clk->info.min_rate = clk->hz[SCMI_RANGE_LOW];
		clk->info.max_rate = clk->hz[SCMI_RANGE_HIGH];
	}
	/* Pairs with the acquire in scmi_clock_rates_need(). */
	smp_store_release(&clk->rates_known, true);
}

/* DEN0056 4.6.2.5 */
static int scmi_clock_rates_parse(const struct scmi_protocol_handle *ph,
				  void *arg, u32 idx, unsigned int step,
				  int err, struct scmi_cursor *cur)
{
	const struct scmi_rates_asked *asked = arg;
	struct scmi_clock *clk = asked->ci->clocks[asked->first + idx];
	/* A copy: an overrun may still be made good by what follows. */
	struct scmi_cursor c = *cur;
	int ret;

	ret = scmi_clock_part_parse(ph, clk, err, &c);
	if (!ret)
		scmi_clock_rates_settle(clk);
	return min(ret, 0);
}

/* Lost is not the same as not there. */
static void scmi_clock_rates_failed(const struct scmi_protocol_handle *ph,
				    void *arg, u32 idx, int err)
{
	const struct scmi_rates_asked *asked = arg;
	u32 id = asked->first + idx;

	scmi_clock_lost(ph, SCMI_CLOCK_LOST_RATES, id, err);
	if (!scmi_detail_may_pass(err))
		scmi_clock_rates_settle(asked->ci->clocks[id]);
}

static const struct scmi_batch_ops scmi_clock_rates_ops = {
	.next = scmi_clock_rates_next,
	.parse = scmi_clock_rates_parse,
	.failed = scmi_clock_rates_failed,
};

/*
 * Ask the @num clocks from @first on for their rates. Return: true when all is known
 * that there is to know; else they are asked again later, unless the caller was killed:
 * then it has not asked for all.
 */
static bool scmi_clock_rates_ask(const struct scmi_protocol_handle *ph, u32 first,
				 u32 num)
	__must_hold(&scmi_clocks(ph)->rates_lock)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	struct scmi_rates_asked asked = { .ci = ci, .first = first };
	bool all = true;
	u32 id;

	lockdep_assert_held(&ci->rates_lock);

	scmi_proto_batch(ph, num, &scmi_clock_rates_ops, &asked);
	scmi_losses_tell(ph, &scmi_clocks(ph)->losses);
	for (id = first; id < first + num; id++) {
		struct scmi_clock *clk = ci->clocks[id];

		if (!clk || clk->rates_known)
			continue;
		all = false;
		if (!fatal_signal_pending(current) &&
		    scmi_may_ask(&clk->rates_again))
			scmi_ask_later(&clk->rates_again);
	}
	return all;
}

/**
 * scmi_clock_rates_need() - find out about the rates of a clock, unless that was done
 * @ph: handle
 * @clk: clock
 * @id: its id
 *
 * DEN0056 4.6.2.5.
 *
 * Context: Process context, the first call sends messages.
 * Return: true when all is known that there is to know; false when it was lost, a
 *	   minute ago or less.
 */
bool scmi_clock_rates_need(const struct scmi_protocol_handle *ph,
			   struct scmi_clock *clk, u32 id)
{
	/* Pairs with the release in scmi_clock_rates_settle(). */
	if (smp_load_acquire(&clk->rates_known))
		return true;
	if (!scmi_may_ask(&clk->rates_again))
		return false;
	guard(mutex)(&scmi_clocks(ph)->rates_lock);
	return scmi_clock_rates_ask(ph, id, 1);
}

/**
 * scmi_clock_rates_all() - find out about the rates of all clocks
 * @ph: handle
 *
 * What one call does not find out the others do not ask for again within a minute,
 * unless its caller was killed. DEN0056 4.6.2.5.
 *
 * Context: Process context, the first call sends messages.
 */
void scmi_clock_rates_all(const struct scmi_protocol_handle *ph)
{
	struct scmi_clocks *ci = scmi_clocks(ph);

	if (!scmi_may_ask(&ci->rates_again))
		return;
	guard(mutex)(&ci->rates_lock);
	if (!scmi_may_ask(&ci->rates_again))
		return;
	scmi_asked_for(&ci->rates_again, scmi_clock_rates_ask(ph, 0, ci->count));
}

/**
 * struct scmi_list_build - a list being read
 * @parts: progress
 * @list: list so far, NULL before the first part
 * @size: rates that @list has room for
 */
struct scmi_list_build {
	struct scmi_parts parts;
	struct scmi_clock_list *list;
	u32 size;
};

static int scmi_clock_list_append(struct scmi_clocks *ci,
				  struct scmi_list_build *b,
				  struct scmi_cursor *c)
{
	struct scmi_part part;
	u32 at = b->parts.got;
	int i, n;

	n = scmi_rates_part_get(c, &part);
	if (n)
		return n;
	if (part.flags & SCMI_RATES_IS_RANGE)
		return -EPROTO;
	n = scmi_parts_take(&b->parts, part.returned, part.remaining,
			    scmi_rates.limit);
	if (n < 0)
		return n;
	if (!b->list) {
		b->size = b->parts.total;
		b->list = scmi_clock_list_alloc(ci, b->size, true);
		if (!b->list)
			return -ENOMEM;
	}
	for (i = 0; i < n; i++)
		b->list->hz[at + i] = scmi_get_le64(c);
	return 0;
}

/* One message of a list. */
static int scmi_clock_list_more(const struct scmi_protocol_handle *ph, u32 id,
				struct scmi_list_build *b)
{
	struct scmi_cursor c;
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_ask(ph, SCMI_CLOCK_DESCRIBE_RATES,
			SCMI_WORDS(id, b->parts.got), 0, 0);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	ret = scmi_clock_list_append(scmi_clocks(ph), b, &c);
	scmi_xfer_put(xfer);
	return ret;
}

static struct scmi_clock_list *
scmi_clock_list_read(const struct scmi_protocol_handle *ph,
		     struct scmi_clock *clk, u32 id)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	struct scmi_list_build b = {};
	int ret;

	do {
		ret = scmi_clock_list_more(ph, id, &b);
	} while (!ret && !scmi_parts_done(&b.parts));
	if (ret) {
		scmi_clock_list_free(ci, b.list, b.size);
		return ERR_PTR(ret);
	}
	scmi_clock_list_finish(b.list, b.parts.got);
	return scmi_clock_publish(ci, clk, b.list, b.size);
}

static struct scmi_clock_list *
scmi_clock_range_list(const struct scmi_protocol_handle *ph,
		      struct scmi_clock *clk)
{
	struct scmi_clocks *ci = scmi_clocks(ph);
	struct scmi_clock_list *list;

	list = scmi_clock_list_alloc(ci, SCMI_RANGE_NUM, false);
	if (!list)
		return ERR_PTR(-ENOMEM);
	memcpy(list->hz, clk->hz, sizeof(clk->hz));
	return scmi_clock_publish(ci, clk, list, SCMI_RANGE_NUM);
}

static void scmi_clock_list_lost(const struct scmi_protocol_handle *ph,
				 struct scmi_clock *clk, u32 id, int err)
{
	if (scmi_detail_may_pass(err))
		scmi_ask_later(&clk->list_again);
	else
		scmi_ask_never(&clk->list_again);
	guard(mutex)(&scmi_clocks(ph)->rates_lock);
	scmi_clock_lost(ph, SCMI_CLOCK_LOST_LIST, id, err);
	scmi_losses_tell(ph, &scmi_clocks(ph)->losses);
}

/**
 * scmi_clock_list_get() - all rates of a clock, read now if they were not before
 * @ph: handle
 * @clk: clock
 * @id: its id
 *
 * Context: Process context, the first call sends messages.
 * Return: the list, valid as long as the handle, or ERR_PTR.
 */
struct scmi_clock_list *
scmi_clock_list_get(const struct scmi_protocol_handle *ph,
		    struct scmi_clock *clk, u32 id)
{
	bool known = scmi_clock_rates_need(ph, clk, id);
	struct scmi_clock_list *list;

	/* Pairs with cmpxchg() in scmi_clock_publish(). */
	list = smp_load_acquire(&clk->list);
	if (list)
		return list;
	if (known && clk->kind == SCMI_CLOCK_RATES_RANGE)
		return scmi_clock_range_list(ph, clk);
	if (!scmi_may_ask(&clk->list_again))
		return ERR_PTR(-EAGAIN);
	list = scmi_clock_list_read(ph, clk, id);
	if (IS_ERR(list) && PTR_ERR(list) != -EINTR)
		scmi_clock_list_lost(ph, clk, id, PTR_ERR(list));
	return list;
}

/**
 * scmi_clock_all_rates_get() - all rates of a clock
 * @ph: handle
 * @id: clock
 *
 * DEN0056 4.6.2.5; the list is read on first use.
 *
 * Context: Process context, sleeps.
 * Return: rates, valid as long as the handle; NULL when they cannot be had.
 */
const struct scmi_clock_rates *
scmi_clock_all_rates_get(const struct scmi_protocol_handle *ph, u32 id)
{
	struct scmi_clock *clk = scmi_clock_lookup(ph, id);
	struct scmi_clock_list *list;

	if (!clk)
		return NULL;
	list = scmi_clock_list_get(ph, clk, id);
	return IS_ERR(list) ? NULL : &list->rates;
}
