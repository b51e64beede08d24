// SPDX-License-Identifier: GPL-2.0-only
/*
 * The instance, the transport and the platform of the tests.
 */

#include <linux/bitmap.h>
#include <linux/jiffies.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "engine.h"

static struct engine *engine_of(struct scmi_instance *inst)
{
	return container_of(inst, struct engine, inst);
}

/*
 * What the engine wants of files that are not linked here.
 */

/**
 * scmi_chan_release() - stands for that of channel.c
 * @ref: the channel's @ref
 *
 * Context: Any context.
 */
void scmi_chan_release(struct kref *ref)
{
	kfree(container_of(ref, struct scmi_chan, ref));
}

/**
 * scmi_notify_rx() - stands for that of notify_queue.c, counts its calls
 * @nt: the engine
 * @proto: protocol id
 * @evt_id: event id
 * @ts: time
 * @payload: payload
 * @len: bytes at @payload
 *
 * Context: Any context.
 */
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len)
{
	struct engine *e = (struct engine *)nt;

	e->notes += proto == ENGINE_PROTO;
}

/**
 * scmi_handle_instance() - stands for that of protocol.c
 * @ph: handle
 *
 * Context: Any context.
 * Return: the instance.
 */
struct scmi_instance *scmi_handle_instance(const struct scmi_protocol_handle *ph)
{
	const struct engine *e = container_of_const(ph, struct engine, ph);

	return (struct scmi_instance *)&e->inst;
}

/**
 * scmi_handle_protocol() - stands for that of protocol.c
 * @ph: handle
 *
 * Context: Any context.
 * Return: the protocol.
 */
const struct scmi_protocol *
scmi_handle_protocol(const struct scmi_protocol_handle *ph)
{
	return &container_of_const(ph, struct engine, ph)->proto;
}

/**
 * scmi_handle_chan() - stands for that of protocol.c
 * @ph: handle
 *
 * Context: Any context.
 * Return: the channel.
 */
struct scmi_chan *scmi_handle_chan(const struct scmi_protocol_handle *ph)
{
	return container_of_const(ph, struct engine, ph)->tx;
}

/*
 * The transport.
 */

static int engine_send(struct scmi_chan *chan, struct scmi_xfer *xfer,
		       bool kick)
{
	struct engine *e = engine_of(chan->inst);

	scoped_guard(spinlock_irqsave, &e->lock) {
		if (e->send_err)
			return e->send_err;
		if (test_and_set_bit(xfer->slot, e->out))
			engine_fail(__func__, __LINE__, "slot sent once");
		e->queue[e->head++ % ENGINE_POOL_MAX] = xfer->slot;
		e->kicks += kick;
		e->peak = max_t(unsigned int, e->peak,
				bitmap_weight(e->out, ENGINE_POOL_MAX));
	}
	if (e->on_send)
		e->on_send(e, xfer);
	wake_up(&e->sent_wait);
	return 0;
}

static void engine_kick(struct scmi_chan *chan)
{
	struct engine *e = engine_of(chan->inst);

	guard(spinlock_irqsave)(&e->lock);
	e->kicks++;
}

static void engine_poll(struct scmi_chan *chan)
{
	struct engine *e = engine_of(chan->inst);

	if (e->on_poll)
		e->on_poll(e);
}

static void engine_recover(struct scmi_instance *inst)
{
	struct engine *e = engine_of(inst);

	guard(spinlock_irqsave)(&e->lock);
	e->recovers++;
}

static const struct scmi_transport_ops engine_ops = {
	.send = engine_send,
	.kick = engine_kick,
	.poll = engine_poll,
	.recover = engine_recover,
};

/* What was sent, oldest first; NULL at the end. */
static struct scmi_xfer *engine_pop(struct engine *e, bool keep)
{
	unsigned int slot;

	guard(spinlock_irqsave)(&e->lock);
	if (e->head == e->tail)
		return NULL;
	slot = e->queue[e->tail % ENGINE_POOL_MAX];
	e->tail += !keep;
	return &e->inst.pool->xfers[slot];
}

/**
 * engine_next() - take the next message that was sent
 * @e: engine
 * @ms: how long to wait for it
 *
 * The transport holds the transfer until it is answered or released.
 *
 * Context: Process context.
 * Return: the transfer, or NULL.
 */
struct scmi_xfer *engine_next(struct engine *e, unsigned int ms)
{
	wait_event_timeout(e->sent_wait, READ_ONCE(e->head) != e->tail,
			   msecs_to_jiffies(ms));
	return engine_pop(e, false);
}

/**
 * engine_peek() - look at the next message that was sent
 * @e: engine
 *
 * Context: Any context.
 * Return: the transfer, or NULL.
 */
struct scmi_xfer *engine_peek(struct engine *e)
{
	return engine_pop(e, true);
}

/**
 * engine_take() - take the next message that was sent, without waiting
 * @e: engine
 *
 * Context: Any context.
 * Return: the transfer, which the transport holds, or NULL.
 */
struct scmi_xfer *engine_take(struct engine *e)
{
	return engine_pop(e, false);
}

static bool engine_give_back(struct engine *e, struct scmi_xfer *xfer)
{
	guard(spinlock_irqsave)(&e->lock);
	return test_and_clear_bit(xfer->slot, e->out);
}

/**
 * engine_reply() - give a transfer back with what a reply may be
 * @e: engine
 * @xfer: transfer that the transport holds
 * @hdr: header word
 * @status: status word
 * @words: what follows, as many as fit @len
 * @len: bytes that the transport says it has written
 *
 * Context: Any context.
 */
void engine_reply(struct engine *e, struct scmi_xfer *xfer, u32 hdr, u32 status,
		  const u32 *words, size_t len)
{
	__le32 *rx = xfer->rx;
	size_t i;

	if (!engine_give_back(e, xfer)) {
		engine_fail(__func__, __LINE__, "the transport holds it");
		return;
	}
	rx[0] = cpu_to_le32(hdr);
	rx[1] = cpu_to_le32(status);
	for (i = 2; words && i < min_t(size_t, len, ENGINE_MSG_SIZE) / 4; i++)
		rx[i] = cpu_to_le32(words[i - 2]);
	scmi_agent_rx_reply(e->tx, xfer, len);
}

/**
 * engine_answer() - answer a transfer properly
 * @e: engine
 * @xfer: transfer that the transport holds
 * @word: the answer's only word
 *
 * Context: Any context.
 */
void engine_answer(struct engine *e, struct scmi_xfer *xfer, u32 word)
{
	if (xfer)
		engine_reply(e, xfer, engine_word(xfer, 0), SCMI_SUCCESS, &word,
			     12);
	else
		engine_fail(__func__, __LINE__, "a command was sent");
}

/**
 * engine_answer_now() - an @on_send that returns to the sender its own word
 * @e: engine
 * @xfer: transfer just sent
 *
 * Context: Process context.
 */
void engine_answer_now(struct engine *e, struct scmi_xfer *xfer)
{
	engine_pop(e, false);
	engine_answer(e, xfer, engine_word(xfer, 1));
}

/**
 * engine_refuse() - give a transfer back that will not be answered
 * @e: engine
 * @xfer: transfer that the transport holds
 * @err: errno that it ends with
 *
 * Context: Any context.
 */
void engine_refuse(struct engine *e, struct scmi_xfer *xfer, int err)
{
	if (engine_give_back(e, xfer))
		scmi_agent_xfer_fail(xfer, err);
	else
		engine_fail(__func__, __LINE__, "the transport holds it");
}

/**
 * engine_event() - a message of three words comes on the P2A channel
 * @e: engine
 * @hdr: header word
 * @status: status word
 * @word: third word
 *
 * Context: Any context.
 */
void engine_event(struct engine *e, u32 hdr, u32 status, u32 word)
{
	__le32 msg[] = {
		cpu_to_le32(hdr), cpu_to_le32(status), cpu_to_le32(word),
	};

	scmi_agent_rx_event(e->rx, msg, sizeof(msg));
}

/**
 * engine_release_all() - the transport gives everything back, without replies
 * @e: engine
 *
 * Context: Any context.
 */
void engine_release_all(struct engine *e)
{
	unsigned int slot;

	while (engine_pop(e, false))
		;
	for (slot = 0; slot < e->inst.pool->size; slot++)
		if (engine_give_back(e, &e->inst.pool->xfers[slot]))
			scmi_agent_xfer_release(&e->inst.pool->xfers[slot]);
}

/**
 * engine_count() - read a counter of the instance
 * @e: engine
 * @stat: which
 *
 * Context: Any context.
 * Return: its value.
 */
unsigned long engine_count(struct engine *e, enum scmi_stat stat)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(e->inst.stats, cpu)->count[stat];
	return sum;
}

/**
 * engine_busy() - number of transfers that are not free
 * @e: engine
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned int engine_busy(struct engine *e)
{
	return bitmap_weight(e->inst.pool->busy, e->inst.pool->size);
}

static struct scmi_chan *engine_chan(struct engine *e, bool tx,
				     unsigned int timeout_ms)
{
	struct scmi_chan *chan = kzalloc_obj(*chan);

	if (!chan)
		return NULL;
	kref_init(&chan->ref);
	chan->inst = &e->inst;
	chan->id = SCMI_PROTOCOL_BASE;
	chan->tx = tx;
	chan->timeout_ms = timeout_ms;
	return chan;
}

static void engine_free(struct engine *e)
{
	if (!IS_ERR_OR_NULL(e->inst.pool))
		scmi_pool_destroy(e->inst.pool);
	free_percpu(e->inst.stats);
	kfree(e->tx);
	kfree(e->rx);
	kfree(e);
}

/**
 * engine_create() - make an instance and its platform
 * @slots: transfers
 * @timeout_ms: timeout of its channels
 *
 * Context: Process context.
 * Return: the engine, or NULL.
 */
struct engine *engine_create(unsigned int slots, unsigned int timeout_ms)
{
	struct engine *e = kzalloc_obj(*e);

	if (!e)
		return NULL;
	spin_lock_init(&e->lock);
	init_waitqueue_head(&e->sent_wait);
	e->tr.name = "engine-test";
	e->tr.ops = &engine_ops;
	e->tr.max_msg = slots;
	e->tr.max_msg_size = ENGINE_MSG_SIZE;
	e->tr.timeout_ms = timeout_ms;
	e->proto.id = ENGINE_PROTO;
	e->inst.transport = &e->tr;
	e->inst.state = SCMI_INST_READY;
	e->inst.notify = (struct scmi_notify *)e;
	e->inst.stats = alloc_percpu(struct scmi_stats);
	e->tx = engine_chan(e, true, timeout_ms);
	e->rx = engine_chan(e, false, timeout_ms);
	if (e->inst.stats)
		e->inst.pool = scmi_pool_create(&e->inst);
	if (!e->tx || !e->rx || IS_ERR_OR_NULL(e->inst.pool)) {
		engine_free(e);
		return NULL;
	}
	return e;
}

/**
 * engine_quarantined() - number of tokens that wait for a late answer
 * @e: engine
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned int engine_quarantined(struct engine *e)
{
	unsigned int i, n = 0;

	for (i = 0; i < SCMI_TOKENS; i++)
		n += e->inst.pool->tokens[i] == SCMI_TOKEN_QUARANTINED;
	return n;
}

/* No token is owned by a transfer any more. */
static bool engine_tokens_idle(struct engine *e)
{
	unsigned int i;

	for (i = 0; i < SCMI_TOKENS; i++)
		if (e->inst.pool->tokens[i] &&
		    e->inst.pool->tokens[i] != SCMI_TOKEN_QUARANTINED)
			return false;
	return true;
}

/**
 * engine_destroy() - the instance's end, after which nothing may be left
 * @e: engine
 *
 * Context: Process context.
 */
void engine_destroy(struct engine *e)
{
	scmi_gate_close(e->inst.pool);
	engine_release_all(e);
	EXPECT_EQ(engine_busy(e), 0);
	EXPECT(engine_tokens_idle(e));
	EXPECT_EQ(kref_read(&e->tx->ref), 1);
	EXPECT_EQ(kref_read(&e->rx->ref), 1);
	/* The pool says what else is wrong with a WARN, which is worse. */
	if (engine_busy(e))
		bitmap_zero(e->inst.pool->busy, e->inst.pool->size);
	engine_free(e);
}
