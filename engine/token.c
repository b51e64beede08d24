// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: tokens of messages.
 */

#include "common.h"
#include "engine/pool.h"

/**
 * DOC: Tokens
 *
 * Tokens are handed out in turn. A reply comes back in its transfer's own buffer, or
 * in the area that its transfer owns, so the token of most commands is only
 * compared. A delayed response comes alone, and its token is all that tells whose
 * it is. So only commands that want one own their token, in a table with an entry
 * per token: the slot of its owner, nothing, or the mark that it is owed.
 *
 * A token leaves its owner with the last reference. If its delayed response may
 * still come it is owed from then on, until that response arrives (and is counted
 * as late) or the transport is reset. A command that wants a delayed response takes
 * a token that is free, and only if there is none the one that has been owed
 * longest: so a platform may swallow as many responses as it likes, and a late one
 * reaches somebody else only if it is older than 1023 others that are lost, too.
 *
 * Nothing is taken inside of scmi_pool.token_lock, which is taken in any context.
 */

static u16 scmi_token_next(struct scmi_pool *pool)
{
	return atomic_inc_return(&pool->next_token) & SCMI_TOKEN_MASK;
}

static u16 scmi_token_own_locked(struct scmi_pool *pool, u16 owner)
	__must_hold(&pool->token_lock)
{
	unsigned int i, owed = SCMI_TOKENS;
	u16 token;

	lockdep_assert_held(&pool->token_lock);

	for (i = 0; i < SCMI_TOKENS; i++) {
		token = scmi_token_next(pool);
		if (pool->token_owners[token] == SCMI_TOKEN_FREE)
			goto own;
		if (pool->token_owners[token] == SCMI_TOKEN_OWED &&
		    owed == SCMI_TOKENS)
			owed = token;
	}
	/* There are half as many slots as tokens, so some are owed. */
	token = owed;
own:
	pool->token_owners[token] = owner;
	return token;
}

/**
 * scmi_token_assign() - give a transfer its token
 * @xfer: transfer in state IDLE
 *
 * Context: Any context.
 */
void scmi_token_assign(struct scmi_xfer *xfer)
{
	struct scmi_pool *pool = xfer->pool;

	if (!xfer->want_delayed) {
		xfer->token = scmi_token_next(pool);
		return;
	}
	guard(spinlock_irqsave)(&pool->token_lock);

	xfer->token = scmi_token_own_locked(pool, xfer->slot + 1);
}

/**
 * scmi_token_release() - take a transfer's token back
 * @xfer: transfer that owns a token, and has no references
 * @owed: its delayed response may still come
 *
 * Context: Any context.
 */
void scmi_token_release(struct scmi_xfer *xfer, bool owed)
{
	struct scmi_pool *pool = xfer->pool;
	u16 *owner = &pool->token_owners[xfer->token];

	guard(spinlock_irqsave)(&pool->token_lock);

	/* The response may have come just now, see scmi_token_lookup(). */
	if (*owner == xfer->slot + 1)
		*owner = owed ? SCMI_TOKEN_OWED : SCMI_TOKEN_FREE;
}

/**
 * scmi_token_lookup() - find the transfer that a delayed response is for
 * @pool: pool of the instance that received it
 * @token: token from the message, 0..1023
 *
 * A token that is owed is free from here on: what it was owed has come.
 *
 * Context: Any context.
 * Return: the transfer with a reference taken, or NULL; then the message was
 *	   counted.
 */
struct scmi_xfer *scmi_token_lookup(struct scmi_pool *pool, u16 token)
{
	u16 *owner = &pool->token_owners[token];
	struct scmi_xfer *xfer;

	guard(spinlock_irqsave)(&pool->token_lock);

	if (*owner == SCMI_TOKEN_FREE) {
		scmi_count(pool->inst, mismatched);
		return NULL;
	}
	if (*owner != SCMI_TOKEN_OWED) {
		xfer = &pool->xfers[*owner - 1];
		/* Without references it is on its way back to the pool. */
		if (refcount_inc_not_zero(&xfer->refs))
			return xfer;
	}
	*owner = SCMI_TOKEN_FREE;
	scmi_count(pool->inst, late);
	return NULL;
}

/**
 * scmi_token_forgive() - no delayed response of an earlier life will come
 * @pool: pool whose transport was reset
 *
 * Context: Process context.
 */
void scmi_token_forgive(struct scmi_pool *pool)
{
	unsigned int i;

	guard(spinlock_irqsave)(&pool->token_lock);

	for (i = 0; i < SCMI_TOKENS; i++)
		if (pool->token_owners[i] == SCMI_TOKEN_OWED)
			pool->token_owners[i] = SCMI_TOKEN_FREE;
}
