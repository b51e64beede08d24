// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transport, and the platform that tests play on the other side of it.
 */

#include <linux/bitmap.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "fake.h"

/* What stands for functions of the core, each of which has its file there. */

void scmi_chan_release(struct kref *ref)
{
	struct scmi_chan *chan = container_of(ref, struct scmi_chan, ref);

	KUNIT_FAIL(fake_of(chan->inst)->test, "a channel is released");
}

void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len)
{
	struct fake *f = (struct fake *)nt;

	f->notes += proto == f->handles[0].proto->id;
}

static int fake_send(struct scmi_chan *chan, struct scmi_xfer *xfer, bool kick)
{
	struct fake *f = fake_of(chan->inst);

	scoped_guard(spinlock_irqsave, &f->lock) {
		if (f->send_err)
			return f->send_err;
		if (test_and_set_bit(xfer->slot, f->out))
			KUNIT_FAIL(f->test, "slot %u is sent twice",
				   xfer->slot);
		f->queue[f->head++ % FAKE_POOL_MAX] = xfer->slot;
		f->kicks += kick;
		f->peak = max_t(unsigned int, f->peak,
				bitmap_weight(f->out, FAKE_POOL_MAX));
	}
	if (f->on_send)
		f->on_send(f, xfer);
	if (kick && f->on_kick)
		f->on_kick(f);
	wake_up(&f->sent_wait);
	return 0;
}

static void fake_kick(struct scmi_chan *chan)
{
	struct fake *f = fake_of(chan->inst);

	scoped_guard(spinlock_irqsave, &f->lock)
		f->kicks++;
	if (f->on_kick)
		f->on_kick(f);
}

static void fake_poll(struct scmi_chan *chan)
{
	struct fake *f = fake_of(chan->inst);

	if (f->on_poll)
		f->on_poll(f);
}

static void fake_recover(struct scmi_instance *inst)
{
	struct fake *f = fake_of(inst);

	guard(spinlock_irqsave)(&f->lock);
	f->recovers++;
}

static const struct scmi_transport_ops fake_ops = {
	.send = fake_send,
	.kick = fake_kick,
	.poll = fake_poll,
	.recover = fake_recover,
};

struct scmi_xfer *fake_pop(struct fake *f, bool keep)
{
	unsigned int slot;

	guard(spinlock_irqsave)(&f->lock);
	if (f->head == f->tail)
		return NULL;
	slot = f->queue[f->tail % FAKE_POOL_MAX];
	f->tail += !keep;
	return &f->inst.pool->xfers[slot];
}

struct scmi_xfer *fake_next(struct fake *f, unsigned int ms)
{
	wait_event_timeout(f->sent_wait, READ_ONCE(f->head) != f->tail,
			   msecs_to_jiffies(ms));
	return fake_pop(f, false);
}

static bool fake_give_back(struct fake *f, struct scmi_xfer *xfer)
{
	bool held = test_and_clear_bit(xfer->slot, f->out);

	KUNIT_EXPECT_TRUE(f->test, held);
	return held;
}

void fake_reply(struct fake *f, struct scmi_xfer *xfer, u32 hdr, u32 status,
		const void *body, size_t len)
{
	__le32 msg[2 + FAKE_MSG_SIZE / 4] = {
		cpu_to_le32(hdr), cpu_to_le32(status),
	};
	size_t room = min(len, sizeof(msg));
	void *rx;

	if (!fake_give_back(f, xfer))
		return;
	if (body && room > 8)
		memcpy(msg + 2, body, room - 8);
	/* Exactly as long as it is, for KASAN; what is sent marks 8 bytes. */
	rx = kmemdup(msg, max(room, sizeof(u64)), GFP_ATOMIC);
	if (rx) {
		kfree(xfer->rx);
		xfer->rx = rx;
		scmi_agent_rx_reply(f->tx, xfer, len);
	} else {
		KUNIT_FAIL(f->test, "no memory");
		scmi_agent_xfer_fail(xfer, -ENOMEM);
	}
}

void fake_answer(struct fake *f, struct scmi_xfer *xfer, u32 word)
{
	__le32 body = cpu_to_le32(word);

	if (xfer)
		fake_reply(f, xfer, fake_word(xfer, 0), SCMI_SUCCESS, &body,
			   12);
	else
		KUNIT_FAIL(f->test, "no command was sent");
}

void fake_answer_now(struct fake *f, struct scmi_xfer *xfer)
{
	fake_pop(f, false);
	fake_answer(f, xfer, fake_word(xfer, 1));
}

void fake_refuse(struct fake *f, struct scmi_xfer *xfer, int err)
{
	if (fake_give_back(f, xfer))
		scmi_agent_xfer_fail(xfer, err);
}

void fake_event(struct fake *f, u32 hdr, u32 status, u32 word)
{
	__le32 msg[] = {
		cpu_to_le32(hdr), cpu_to_le32(status), cpu_to_le32(word),
	};

	scmi_agent_rx_event(f->rx, msg, sizeof(msg));
}

void fake_release_all(struct fake *f)
{
	unsigned int slot;

	while (fake_pop(f, false))
		;
	for (slot = 0; slot < f->inst.pool->size; slot++)
		if (test_and_clear_bit(slot, f->out))
			scmi_agent_xfer_release(&f->inst.pool->xfers[slot]);
}

unsigned int fake_tokens(struct fake *f, bool owed)
{
	unsigned int i, n = 0;

	for (i = 0; i < SCMI_TOKENS; i++)
		n += fake_owner(f, i) != SCMI_TOKEN_FREE &&
		     (fake_owner(f, i) == SCMI_TOKEN_OWED) == owed;
	return n;
}

/* The transport's end, after which nothing may be left. */
static void fake_disconnect(void *ctx)
{
	struct fake *f = ctx;

	scmi_gate_close(f->inst.pool);
	fake_release_all(f);
	KUNIT_EXPECT_EQ(f->test, fake_busy(f), 0);
	KUNIT_EXPECT_EQ(f->test, fake_tokens(f, false), 0);
	KUNIT_EXPECT_EQ(f->test, kref_read(&f->tx->ref), 1);
	KUNIT_EXPECT_EQ(f->test, kref_read(&f->rx->ref), 1);
	/* The pool says what else is wrong with a WARN, which is worse. */
	if (fake_busy(f))
		bitmap_zero(f->inst.pool->busy, f->inst.pool->size);
	scmi_pool_destroy(f->inst.pool);
}

static struct scmi_chan *fake_chan(struct fake *f, bool tx)
{
	struct scmi_chan *chan = &f->chans[tx];

	kref_init(&chan->ref);
	chan->inst = &f->inst;
	chan->id = SCMI_PROTOCOL_BASE;
	chan->tx = tx;
	chan->timeout_ms = f->tr.timeout_ms;
	chan->msg_size = f->tr.max_msg_size;
	return chan;
}

struct fake *fake_create(struct kunit *test, const struct scmi_protocol *proto,
			 unsigned int slots, unsigned int timeout_ms)
{
	struct fake *f = fake_instance(test, proto, 1);
	unsigned int i;

	spin_lock_init(&f->lock);
	init_waitqueue_head(&f->sent_wait);
	f->tr.ops = &fake_ops;
	f->tr.max_msg = slots;
	f->tr.timeout_ms = timeout_ms;
	f->inst.notify = (struct scmi_notify *)f;
	f->tx = fake_chan(f, true);
	f->rx = fake_chan(f, false);
	f->handles[0].sender.chan = f->tx;
	f->inst.pool = scmi_pool_create(&f->inst);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f->inst.pool);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, fake_disconnect, f), 0);
	/* Tests count the slots that they can take. */
	f->inst.pool->reserved = 0;
	/* Any of them may want a delayed response. */
	for (i = 0; i < slots; i++) {
		struct scmi_xfer *xfer = &f->inst.pool->xfers[i];

		xfer->dly = kzalloc(scmi_pool_room(f->inst.pool), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, xfer->dly);
	}
	return f;
}

void fake_destroy(struct fake *f)
{
	kunit_release_action(f->test, fake_disconnect, f);
	fake_instance_end(f);
}
