// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: the transfer pool, slots and tokens.
 */

#include <linux/bitmap.h>
#include <linux/jiffies.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "common.h"
#include "engine/pool.h"

/**
 * DOC: Transfers
 *
 * A transfer is a slot of a pool that has as many slots as the transport can
 * have messages in flight. The slots, with their buffers, are allocated when
 * the instance is created and freed when its last reference goes: sending a
 * command allocates nothing, and a pointer to a transfer always points to some
 * transfer of that pool.
 *
 * States::
 *
 *	IDLE --submit--> SENT --reply--> DONE --last put--> IDLE
 *	                  |                ^
 *	                  +-> DELAYED -----+
 *
 * SENT and DELAYED end in DONE exactly once: by the answer, by the end of the
 * wait, or by teardown, whoever takes the transfer's lock first. Who ended it
 * runs the done callback. All others find DONE and count what they hold as
 * late.
 *
 * Three parties hold references: the caller from get to put, the transport from
 * submit until it gives the buffers back, the engine from submit until the
 * transfer is DONE and its submitter told. A caller may leave first; the slot is
 * then a zombie and stays out of the pool until the transport returns it, so a
 * buffer that the platform may still write is never handed to anyone else.
 *
 * When all slots are taken a caller waits for one, as long as it would have
 * waited for an answer, and a fatal signal or the instance's end ends the wait.
 * Where commands go out one after the other it waits longer, while the platform
 * answers.
 */

/**
 * DOC: Tokens
 *
 * A token is assigned at submit and names one transfer to the platform. Tokens
 * are handed out in turn: one comes back only after the 1023 others had their
 * turn. The table is indexed by token; an entry is the transfer, nothing, or
 * the quarantine mark.
 *
 * A token leaves its transfer with the last reference. If every answer to it
 * was seen it is unused again. Otherwise an answer may still come, and the token
 * is quarantined until that answer arrives or until it is too old to be
 * believed (SCMI_QUARANTINE_MS): in that time no transfer can be completed by
 * somebody else's late answer. An answer that comes at that moment meets the
 * transfer, its lock or the quarantine, and counts in each case.
 */

/* A platform that answers after this long does not get its token back. */
#define SCMI_QUARANTINE_MS	(10 * 60 * MSEC_PER_SEC)

/* Looks at a token; a slot changes hands at most once in the time of one. */
#define SCMI_TOKEN_LOOKS	3

/* Timeouts that somebody waits for a slot while others are served. */
#define SCMI_SLOT_ROUNDS	16

static bool scmi_token_expired(const struct scmi_pool *pool, u16 token)
{
	return time_after(jiffies, READ_ONCE(pool->quarantined_at[token]) +
			  msecs_to_jiffies(SCMI_QUARANTINE_MS));
}

static bool scmi_token_claim(struct scmi_xfer *xfer, u16 token)
{
	struct scmi_pool *pool = xfer->pool;
	struct scmi_xfer *old = READ_ONCE(pool->tokens[token]);

	if (old && (old != SCMI_TOKEN_QUARANTINED ||
		    !scmi_token_expired(pool, token)))
		return false;

	/*
	 * Before the claim: a lookup that finds this transfer must not see the
	 * token of its previous life. cmpxchg() is a full barrier; pairs with
	 * the acquire in scmi_token_lookup().
	 */
	WRITE_ONCE(xfer->token, token);
	return cmpxchg(&pool->tokens[token], old, xfer) == old;
}

/**
 * scmi_token_assign() - give a transfer its token
 * @xfer: transfer in state IDLE, without a token
 *
 * Context: Any context.
 * Return: 0, or -EBUSY when all tokens are in use or quarantined.
 */
int scmi_token_assign(struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;
	unsigned int i;

	for (i = 0; i < SCMI_TOKENS; i++) {
		u16 token = atomic_inc_return(&pool->next_token) &
			    SCMI_TOKEN_MASK;

		if (scmi_token_claim(xfer, token))
			return 0;
	}
	return -EBUSY;
}

/* Under the lock: a message that comes now is late, or in time, not neither. */
static void scmi_token_drop_locked(struct scmi_xfer *xfer)
	__must_hold(&xfer->lock)
{
	struct scmi_pool *pool = xfer->pool;
	u16 token = xfer->token;

	lockdep_assert_held(&xfer->lock);

	if (xfer->reply_seen && (xfer->delayed_seen || !xfer->delayed_due)) {
		cmpxchg(&pool->tokens[token], xfer, NULL);
	} else {
		WRITE_ONCE(pool->quarantined_at[token], jiffies);
		cmpxchg(&pool->tokens[token], xfer, SCMI_TOKEN_QUARANTINED);
	}
}

/*
 * Nobody holds @xfer any more, and it may be about to put its token into
 * quarantine for the very message that has come.
 */
static bool scmi_token_spare(struct scmi_xfer *xfer, u16 token)
{
	guard(spinlock_irqsave)(&xfer->lock);

	if (refcount_read(&xfer->refs) || xfer->state != SCMI_XFER_DONE ||
	    xfer->token != token || !xfer->delayed_due)
		return false;
	xfer->delayed_seen = true;
	return true;
}

static bool scmi_token_hold(struct scmi_xfer *xfer, u16 token)
{
	struct scmi_pool *pool = xfer->pool;

	if (!refcount_inc_not_zero(&xfer->refs))
		return false;
	/* The slot may have changed hands before the reference was taken. */
	if (READ_ONCE(xfer->token) == token &&
	    READ_ONCE(pool->tokens[token]) == xfer)
		return true;
	scmi_xfer_put(xfer);
	return false;
}

/**
 * scmi_token_lookup() - find the transfer that a received token names
 * @pool: pool of the instance that received it
 * @token: token from the message, 0..1023
 *
 * A quarantined token ends its quarantine here: the answer that it waited for
 * has come, and is counted as late.
 *
 * Context: Any context.
 * Return: the transfer with a reference taken, or NULL.
 */
struct scmi_xfer *scmi_token_lookup(struct scmi_pool *pool, u16 token)
{
	struct scmi_xfer *xfer;
	unsigned int i;

	/* A token that leaves its transfer meanwhile is looked at again. */
	for (i = 0; i < SCMI_TOKEN_LOOKS; i++) {
		/* Pairs with cmpxchg() in scmi_token_claim(). */
		xfer = smp_load_acquire(&pool->tokens[token]);
		if (!xfer)
			break;
		if (xfer == SCMI_TOKEN_QUARANTINED)
			cmpxchg(&pool->tokens[token], xfer, NULL);
		else if (scmi_token_hold(xfer, token))
			return xfer;
		else if (!scmi_token_spare(xfer, token))
			continue;
		scmi_count(pool->inst, late);
		return NULL;
	}
	scmi_count(pool->inst, mismatched);
	return NULL;
}

/* Take a free slot, looking first where this CPU looked last. */
static struct scmi_xfer *scmi_slot_take(struct scmi_pool *pool)
{
	unsigned int start = raw_smp_processor_id() * BITS_PER_LONG;
	unsigned int end = pool->size;
	unsigned int slot;

	start = start < pool->size ? start : 0;
	/* Mostly nobody has it: find_next_zero_bit() costs more than this. */
	if (!test_bit(start, pool->busy) &&
	    !test_and_set_bit_lock(start, pool->busy))
		return &pool->xfers[start];
	slot = start;
	for (;;) {
		slot = find_next_zero_bit(pool->busy, end, slot);
		if (slot < end) {
			if (!test_and_set_bit_lock(slot, pool->busy))
				return &pool->xfers[slot];
			continue;
		}
		if (!start)
			return NULL;
		/* Once more, from the beginning up to where we began. */
		end = start;
		start = 0;
		slot = 0;
	}
}

static void scmi_slot_recycle(struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;

	scoped_guard(spinlock_irqsave, &xfer->lock) {
		/* IDLE has no token; SENT and DELAYED have a reference. */
		if (xfer->state == SCMI_XFER_DONE)
			scmi_token_drop_locked(xfer);
		xfer->state = SCMI_XFER_IDLE;
	}
	clear_bit_unlock(xfer->slot, pool->busy);
	/* Has the barrier that pairs with prepare_to_wait()'s. */
	if (wq_has_sleeper(&pool->slot_wait))
		wake_up(&pool->slot_wait);
}

/* Mostly some words: to call memset() for them costs more than they do. */
static void scmi_xfer_zero_payload(struct scmi_xfer *xfer, size_t len)
{
	__le32 *word = scmi_xfer_payload(xfer);

	for (; len >= sizeof(*word); len -= sizeof(*word))
		WRITE_ONCE(*word++, 0);
	if (len)
		memset(word, 0, len);
}

/* What the lock protects begins with submit: IDLE is what it is already. */
static struct scmi_xfer *scmi_xfer_prepare(struct scmi_xfer *xfer,
					   struct scmi_chan *chan, u8 proto,
					   u8 msg, size_t tx_payload,
					   size_t rx_min)
{
	xfer->chan = chan;
	xfer->proto = proto;
	xfer->msg = msg;
	xfer->want_delayed = false;
	xfer->poll = false;
	xfer->tx_len = SCMI_HDR_LEN + tx_payload;
	xfer->rx_min = rx_min;
	xfer->timeout_ms = chan->timeout_ms;
	xfer->status = 0;
	xfer->body_len = 0;
	reinit_completion(&xfer->completion);
	scmi_xfer_zero_payload(xfer, tx_payload);
	refcount_set(&xfer->refs, 1);
	return xfer;
}

/* A question whose answer cannot fit is not asked: strict platforms object. */
static bool scmi_payload_fits(const struct scmi_pool *pool, size_t tx_payload,
			      size_t rx_min)
{
	return max(tx_payload, rx_min) <= pool->msg_size;
}

/**
 * scmi_xfer_try_get() - take a transfer if one is free
 * @chan: channel that the command will go out on
 * @proto: protocol id
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed here
 * @rx_min: bytes that a successful answer has at least after its status
 *
 * Context: Any context.
 * Return: the transfer, to be put with scmi_xfer_put(), or ERR_PTR: -EBUSY,
 *	   -EMSGSIZE when request or answer does not fit the transport.
 */
struct scmi_xfer *scmi_xfer_try_get(struct scmi_chan *chan, u8 proto, u8 msg,
				    size_t tx_payload, size_t rx_min)
{
	struct scmi_pool *pool = chan->inst->pool;
	struct scmi_xfer *xfer;

	if (!scmi_payload_fits(pool, tx_payload, rx_min))
		return ERR_PTR(-EMSGSIZE);
	xfer = scmi_slot_take(pool);
	if (!xfer)
		return ERR_PTR(-EBUSY);
	return scmi_xfer_prepare(xfer, chan, proto, msg, tx_payload, rx_min);
}

/**
 * scmi_pool_is_tight() - are few transfers left?
 * @pool: pool
 *
 * Whoever has one and wants more shall leave the last quarter to who may not wait.
 *
 * Context: Any context. Others take and give back at the same time.
 * Return: true when no more than a quarter of all is free.
 */
bool scmi_pool_is_tight(const struct scmi_pool *pool)
{
	return pool->size - bitmap_weight(pool->busy, pool->size) <=
	       pool->size / 4;
}

static bool scmi_slot_ready(struct scmi_pool *pool, struct scmi_xfer **xfer)
{
	if (READ_ONCE(pool->gate) == SCMI_GATE_CLOSED)
		return true;
	*xfer = scmi_slot_take(pool);
	return *xfer;
}

/*
 * A transport that sends one command after the other serves those who wait for
 * a slot in their turn, too: they wait on while the platform answers others.
 */
static bool scmi_slot_turn_may_come(struct scmi_pool *pool,
				    unsigned long begun)
{
	int idx = srcu_read_lock(&pool->gate_srcu);
	/* Past a closed gate the transport may be gone. */
	bool may = READ_ONCE(pool->gate) != SCMI_GATE_CLOSED &&
		   pool->inst->transport->ops->overdue &&
		   time_after(READ_ONCE(pool->last_rx), begun);

	srcu_read_unlock(&pool->gate_srcu, idx);
	return may;
}

static struct scmi_xfer *scmi_slot_wait(struct scmi_pool *pool,
					unsigned int timeout_ms)
{
	unsigned int rounds = SCMI_SLOT_ROUNDS;
	struct scmi_xfer *xfer = NULL;
	/* Who has the slots may have sent just now, and the reaper comes late. */
	unsigned long ticks = msecs_to_jiffies(timeout_ms) + pool->reap_ticks;
	unsigned long begun;
	long left;

	do {
		begun = jiffies;
		left = wait_event_killable_timeout(pool->slot_wait,
						   scmi_slot_ready(pool, &xfer),
						   ticks);
	} while (!left && --rounds && scmi_slot_turn_may_come(pool, begun));

	if (xfer)
		return xfer;
	if (left < 0)
		return ERR_PTR(-EINTR);
	if (left)
		return ERR_PTR(-ENODEV);
	scmi_gate_check_stuck(pool);
	return ERR_PTR(-EBUSY);
}

/**
 * scmi_xfer_get() - take a transfer, waiting for one when all are in use
 * @chan: channel that the command will go out on
 * @proto: protocol id
 * @msg: message id
 * @tx_payload: bytes of the request's payload, zeroed here
 * @rx_min: bytes that a successful answer has at least after its status
 *
 * Context: Process context, may sleep up to the channel's timeout; longer where
 *	    commands go out one after the other.
 * Return: the transfer, to be put with scmi_xfer_put(), or ERR_PTR: -EBUSY
 *	   when none became free in time, -EINTR on a fatal signal, -ENODEV
 *	   when the instance is going, -EMSGSIZE.
 */
struct scmi_xfer *scmi_xfer_get(struct scmi_chan *chan, u8 proto, u8 msg,
				size_t tx_payload, size_t rx_min)
{
	struct scmi_pool *pool = chan->inst->pool;
	struct scmi_xfer *xfer;

	might_sleep();
	if (!scmi_payload_fits(pool, tx_payload, rx_min))
		return ERR_PTR(-EMSGSIZE);
	xfer = scmi_slot_take(pool);
	if (!xfer)
		xfer = scmi_slot_wait(pool, chan->timeout_ms);
	if (IS_ERR(xfer))
		return xfer;
	return scmi_xfer_prepare(xfer, chan, proto, msg, tx_payload, rx_min);
}

/**
 * scmi_xfer_put_refs() - drop references to a transfer
 * @xfer: transfer
 * @refs: how many of them are the caller's to drop
 *
 * Context: Any context.
 */
void scmi_xfer_put_refs(struct scmi_xfer *xfer, unsigned int refs)
{
	if (refcount_sub_and_test(refs, &xfer->refs))
		scmi_slot_recycle(xfer);
}

/**
 * scmi_xfer_put() - drop a reference to a transfer
 * @xfer: transfer
 *
 * Context: Any context.
 */
void scmi_xfer_put(struct scmi_xfer *xfer)
{
	scmi_xfer_put_refs(xfer, 1);
}

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
	size_t len = SCMI_HDR_LEN + SCMI_STATUS_LEN + pool->msg_size;
	unsigned int i;

	/* One kmalloc each: transports map them for DMA separately. */
	for (i = 0; i < pool->size; i++) {
		struct scmi_xfer *xfer = &pool->xfers[i];

		xfer->tx = kzalloc(len, GFP_KERNEL);
		xfer->rx = kzalloc(len, GFP_KERNEL);
		xfer->dly = kzalloc(len, GFP_KERNEL);
		if (!xfer->tx || !xfer->rx || !xfer->dly)
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
	init_waitqueue_head(&pool->slot_wait);
	atomic_set(&pool->next_token, -1);
	pool->last_rx = jiffies;
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
