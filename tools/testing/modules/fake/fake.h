/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An instance that is none, and the transport and the platform that tests play.
 *
 * Whoever tests what needs no messages links instance.o only.
 */
#ifndef _SCMI_AGENT_TEST_FAKE_H
#define _SCMI_AGENT_TEST_FAKE_H

#include <linux/bitfield.h>
#include <linux/bitmap.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/wait.h>

#include "../test.h"
#include "channel.h"
#include "common.h"
#include "engine/pool.h"
#include "notify.h"
#include "protocol_priv.h"

#define FAKE_MSG_SIZE	128
#define FAKE_POOL_MAX	64
#define FAKE_HANDLES	2

/**
 * struct fake - an instance, and the platform on the other side
 * @test: the test whose it is
 * @inst: instance; only what the code under test reads is set
 * @released: its last reference is gone
 * @handles: its protocols
 * @refs: references to these
 * @get_err: what becomes of whoever wants one
 * @tr: its transport
 * @chans: memory of its channels
 * @tx: A2P channel
 * @rx: P2A channel
 * @lock: protects the fields below
 * @out: slots that the transport holds
 * @queue: slots sent and not yet returned by fake_next(), oldest first
 * @head: messages sent
 * @tail: messages returned by fake_next()
 * @kicks: doorbells
 * @recovers: recoveries asked for
 * @notes: notifications of the first protocol that reached the registry
 * @peak: most transfers with the transport at once
 * @send_err: what send() fails with
 * @sent_wait: woken by send()
 * @on_send: called by send(), no lock held, for a transfer accepted. Optional
 * @on_kick: called when the doorbell rings, no lock held. Optional
 * @on_poll: called by poll(), any context. Optional
 * @data: for these
 */
struct fake {
	struct kunit *test;
	struct scmi_instance inst;
	struct completion released;
	struct scmi_protocol_user handles[FAKE_HANDLES];
	atomic_t refs;
	int get_err;
	struct scmi_transport tr;
	struct scmi_chan chans[2];
	struct scmi_chan *tx;
	struct scmi_chan *rx;
	spinlock_t lock; /* what the platform holds */
	DECLARE_BITMAP(out, FAKE_POOL_MAX);
	u16 queue[FAKE_POOL_MAX];
	unsigned int head;
	unsigned int tail;
	unsigned int kicks;
	unsigned int recovers;
	unsigned int notes;
	unsigned int peak;
	int send_err;
	wait_queue_head_t sent_wait;
	void (*on_send)(struct fake *f, struct scmi_xfer *xfer);
	void (*on_kick)(struct fake *f);
	void (*on_poll)(struct fake *f);
	void *data;
};

/*
 * Instances are made and freed by the test's thread, with which they go at the
 * latest. All else but fake_next() and fake_answer_now() may be done in any context.
 */

/* instance.c: an instance without a transport, that has @num protocols. */
struct fake *fake_instance(struct kunit *test,
			   const struct scmi_protocol *protos, unsigned int num);
void fake_instance_end(struct fake *f);

/* The value of a counter. */
unsigned long fake_count(struct fake *f, enum scmi_stat stat);

#define FAKE_COUNT(f, name)	fake_count(f, SCMI_STAT_##name)

static inline struct fake *fake_of(struct scmi_instance *inst)
{
	return container_of(inst, struct fake, inst);
}

/* transport.c: an instance of @proto with a transport of @slots transfers. */
struct fake *fake_create(struct kunit *test, const struct scmi_protocol *proto,
			 unsigned int slots, unsigned int timeout_ms);
void fake_destroy(struct fake *f);

/* Tokens that are owned; if @owed, those whose delayed response may still come. */
unsigned int fake_tokens(struct fake *f, bool owed);

/*
 * The oldest message that was sent and not taken, NULL for none; wait for it, or
 * @keep it there. The transport holds the transfer until it is answered or released.
 */
struct scmi_xfer *fake_next(struct fake *f, unsigned int ms);
struct scmi_xfer *fake_pop(struct fake *f, bool keep);

/*
 * Give a transfer back with what a reply may be: @body, NULL for zeros, as far as it
 * fits the bytes that the transport says it has written.
 */
void fake_reply(struct fake *f, struct scmi_xfer *xfer, u32 hdr, u32 status,
		const void *body, size_t len);

/* Answer a transfer properly, with one word; the same as an @on_send, with its own. */
void fake_answer(struct fake *f, struct scmi_xfer *xfer, u32 word);
void fake_answer_now(struct fake *f, struct scmi_xfer *xfer);

/* Give a transfer back that will not be answered and ends with an errno. */
void fake_refuse(struct fake *f, struct scmi_xfer *xfer, int err);

/* A message of three words comes on the P2A channel. */
void fake_event(struct fake *f, u32 hdr, u32 status, u32 word);

/* The transport gives everything back, without replies. */
void fake_release_all(struct fake *f);

/*
 * Number of transfers that are not free. The reaper has a reference while it looks at
 * one, so of a few moments the least is taken.
 */
static inline unsigned int fake_busy(struct fake *f)
{
	const struct scmi_pool *pool = f->inst.pool;
	unsigned int i, busy = pool->size;

	for (i = 0; busy && i < 4; i++) {
		if (i)
			usleep_range(1000, 2000);
		busy = min(busy, bitmap_weight(pool->busy, pool->size));
	}
	return busy;
}

/* A token's entry: SCMI_TOKEN_FREE, SCMI_TOKEN_OWED, or its owner's slot plus one. */
static inline u16 fake_owner(struct fake *f, u16 token)
{
	guard(spinlock_irqsave)(&f->inst.pool->token_lock);

	return f->inst.pool->token_owners[token];
}

/* A header word. */
static inline u32 fake_hdr(u16 token, u8 proto, u8 msg, u8 type)
{
	return FIELD_PREP(SCMI_HDR_TOKEN, token) |
	       FIELD_PREP(SCMI_HDR_PROTOCOL, proto) |
	       FIELD_PREP(SCMI_HDR_TYPE, type) |
	       FIELD_PREP(SCMI_HDR_MSG_ID, msg);
}

/* The header of the delayed response that @xfer waits for. */
static inline u32 fake_dly_hdr(const struct scmi_xfer *xfer)
{
	return fake_hdr(xfer->token, xfer->proto, xfer->msg,
			SCMI_MSG_DELAYED_RESPONSE);
}

/* A word of a request, its header before all others. */
static inline u32 fake_word(const struct scmi_xfer *xfer, unsigned int idx)
{
	return le32_to_cpu(((__le32 *)xfer->tx)[idx]);
}

#endif /* _SCMI_AGENT_TEST_FAKE_H */
