// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notification queues: from the receive path to the listeners.
 */
#include <linux/align.h>
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "common.h"
#include "notify_priv.h"
#include "protocol_priv.h"

/**
 * DOC: Queues
 *
 * A notification is received in hard interrupt context and heard in process
 * context. In between it waits in the queue of its protocol, a ring of
 * %SCMI_QUEUE_RECORDS preallocated records. RX finds the queue under RCU,
 * copies the payload into a free record and queues the dispatcher, a work item
 * of that queue; it allocates nothing and never waits. Several channels may
 * deliver one protocol at once: producers are serialised by the queue's
 * spinlock. There is one consumer, since a work item never runs twice at once;
 * it parses the oldest record in place and gives it back afterwards.
 *
 * What cannot be delivered is counted: notify_dropped when the ring is full,
 * notify_unknown when the protocol has no such event or nobody listens to the
 * source, short_messages when the payload does not hold what it must.
 *
 * The dispatcher handles %SCMI_QUEUE_BUDGET records, then queues itself again
 * behind the others: a storm in one protocol costs that protocol's listeners
 * their notifications, and nobody else theirs.
 */

static struct scmi_record *scmi_queue_record(const struct scmi_queue *q,
					     u32 pos)
{
	return q->ring + (pos % SCMI_QUEUE_RECORDS) * q->stride;
}

/**
 * scmi_queue_event() - find an event of a queue's protocol
 * @q: the queue
 * @evt_id: event id, which need not be its place in the table
 *
 * Context: Any context.
 * Return: the event, or NULL.
 */
struct scmi_event_state *scmi_queue_event(struct scmi_queue *q, u8 evt_id)
{
	unsigned int i;

	for (i = 0; i < q->num_evts; i++)
		if (q->evts[i].event->id == evt_id)
			return &q->evts[i];
	return NULL;
}

static bool scmi_queue_push(struct scmi_queue *q, u32 evt, ktime_t ts,
			    const void *payload, size_t len)
{
	struct scmi_record *rec;

	guard(spinlock_irqsave)(&q->lock);
	if (q->head - q->tail == SCMI_QUEUE_RECORDS)
		return false;
	rec = scmi_queue_record(q, q->head);
	rec->ts = ts;
	rec->evt = evt;
	rec->len = min(len, q->max_payload);
	memcpy(rec->payload, payload, rec->len);
	q->head++;
	return true;
}

/* The oldest record, the dispatcher's until it calls scmi_queue_pop(). */
static struct scmi_record *scmi_queue_peek(struct scmi_queue *q)
{
	guard(spinlock_irqsave)(&q->lock);
	if (q->head == q->tail)
		return NULL;
	return scmi_queue_record(q, q->tail);
}

static void scmi_queue_pop(struct scmi_queue *q)
{
	guard(spinlock_irqsave)(&q->lock);
	q->tail++;
}

/**
 * scmi_notify_rx() - take in a notification
 * @nt: registry
 * @proto: protocol id
 * @evt_id: event id
 * @ts: when it was received
 * @payload: payload, only read during the call; the platform may write it
 *	     meanwhile
 * @len: bytes at @payload
 *
 * Drops, and counts, what nobody waits for and what does not fit.
 *
 * Context: Any context, hard interrupt included; several CPUs at once.
 */
void scmi_notify_rx(struct scmi_notify *nt, u8 proto, u8 evt_id, ktime_t ts,
		    const void *payload, size_t len)
{
	struct scmi_event_state *es;
	struct scmi_queue *q;

	guard(rcu)();
	q = rcu_dereference(nt->by_proto[proto]);
	es = q ? scmi_queue_event(q, evt_id) : NULL;
	if (!es || list_empty(&es->listeners))
		scmi_count(nt->inst, notify_unknown);
	else if (!scmi_queue_push(q, es - q->evts, ts, payload, len))
		scmi_count(nt->inst, notify_dropped);
	else
		queue_work(nt->wq, &q->work);
}

/* Call the listeners to @src. Return: false when there is none. */
static bool scmi_queue_deliver(struct scmi_queue *q,
			       struct scmi_event_state *es, u32 src)
{
	struct notifier_block *nb;
	struct scmi_listener *l;
	bool heard = false;

	guard(srcu)(&q->srcu);
	list_for_each_entry_srcu(l, &es->listeners, node,
				 srcu_read_lock_held(&q->srcu)) {
		if (!l->all && l->src != src)
			continue;
		nb = READ_ONCE(l->nb);
		if (!nb)
			continue;
		nb->notifier_call(nb, es->event->id, q->report);
		heard = true;
	}
	return heard;
}

static void scmi_queue_dispatch(struct scmi_queue *q,
				const struct scmi_record *rec)
{
	struct scmi_event_state *es = &q->evts[rec->evt];
	struct scmi_instance *inst = q->nt->inst;
	struct scmi_cursor c;
	u32 src = 0;
	int err;

	scmi_cursor_init(&c, rec->payload, rec->len);
	memset(q->report, 0, es->event->report_size);
	err = es->event->parse(q->ph, rec->ts, &c, q->report, &src);
	if (err == -EPROTO)
		scmi_count(inst, short_messages);
	else if (err || !scmi_queue_deliver(q, es, src))
		scmi_count(inst, notify_unknown);
}

static void scmi_queue_work(struct work_struct *work)
{
	struct scmi_queue *q = container_of(work, struct scmi_queue, work);
	const struct scmi_record *rec;
	unsigned int i;

	for (i = 0; i < SCMI_QUEUE_BUDGET; i++) {
		rec = scmi_queue_peek(q);
		if (!rec)
			return;
		scmi_queue_dispatch(q, rec);
		scmi_queue_pop(q);
	}
	queue_work(q->nt->wq, &q->work);
}

/**
 * scmi_queue_in_callback() - are we called by a listener?
 *
 * Any instance's listener: a callback that waited for another instance's
 * callbacks could meet one of those waiting for it.
 *
 * Context: Any context.
 * Return: true when the current task is a dispatcher.
 */
bool scmi_queue_in_callback(void)
{
	struct work_struct *work = current_work();

	return work && work->func == scmi_queue_work;
}

static void scmi_queue_free(struct scmi_queue *q)
{
	unsigned int i;

	cleanup_srcu_struct(&q->srcu);
	for (i = 0; i < q->num_evts; i++)
		xa_destroy(&q->evts[i].sources);
	kvfree(q->ring);
	kfree(q->report);
	kfree(q);
}

/* Whatever can fail when a queue is made; undone by the caller. */
static int scmi_queue_alloc(struct scmi_queue *q)
{
	size_t payload = 0, report = 0;
	unsigned int i;

	for (i = 0; i < q->num_evts; i++) {
		payload = max(payload, q->evts[i].event->max_payload);
		report = max(report, q->evts[i].event->report_size);
	}
	/* A notification has its payload where a reply has its status. */
	q->max_payload = min(payload, SCMI_STATUS_LEN +
				      q->nt->inst->transport->max_msg_size);
	q->stride = ALIGN(struct_size_t(struct scmi_record, payload,
					q->max_payload),
			  __alignof__(struct scmi_record));
	q->ring = kvcalloc(SCMI_QUEUE_RECORDS, q->stride, GFP_KERNEL);
	q->report = kzalloc(report, GFP_KERNEL);
	if (!q->ring || !q->report)
		return -ENOMEM;
	return init_srcu_struct(&q->srcu);
}

/* The queue takes over the caller's reference to the protocol. */
static struct scmi_queue *
scmi_queue_create(struct scmi_notify *nt, struct scmi_protocol_handle *ph)
{
	const struct scmi_protocol *proto = scmi_handle_protocol(ph);
	const struct scmi_protocol_events *evts = proto->events;
	struct scmi_queue *q;
	unsigned int i;

	if (!evts || !evts->num)
		return ERR_PTR(-EINVAL);
	q = kzalloc_flex(*q, evts, evts->num);
	if (!q)
		return ERR_PTR(-ENOMEM);
	q->nt = nt;
	q->proto = proto->id;
	q->ph = ph;
	q->events = evts;
	q->num_evts = evts->num;
	INIT_WORK(&q->work, scmi_queue_work);
	spin_lock_init(&q->lock);
	for (i = 0; i < evts->num; i++) {
		q->evts[i].event = &evts->events[i];
		INIT_LIST_HEAD(&q->evts[i].listeners);
		xa_init(&q->evts[i].sources);
	}
	if (scmi_queue_alloc(q)) {
		kvfree(q->ring);
		kfree(q->report);
		kfree(q);
		return ERR_PTR(-ENOMEM);
	}
	return q;
}

/**
 * scmi_queue_find_locked() - find the queue of a protocol
 * @nt: registry
 * @proto: protocol id
 *
 * Context: Process context. The caller holds the registry's lock, which keeps
 *	    the queue in being.
 * Return: the queue, or NULL.
 */
struct scmi_queue *scmi_queue_find_locked(struct scmi_notify *nt, u8 proto)
{
	lockdep_assert_held(&nt->lock);
	return rcu_dereference_protected(nt->by_proto[proto],
					 lockdep_is_held(&nt->lock));
}

/**
 * scmi_queue_join() - become a user of a protocol's queue
 * @nt: registry
 * @proto: protocol id
 *
 * The first user makes the queue, which holds a reference to the protocol.
 *
 * Context: Process context, may send messages: using a protocol sets it up.
 * Return: the queue, to be left with scmi_queue_leave(), or ERR_PTR: -EINVAL
 *	   when the protocol has no events, an errno of scmi_protocol_get().
 */
struct scmi_queue *scmi_queue_join(struct scmi_notify *nt, u8 proto)
{
	struct scmi_protocol_handle *ph;
	struct scmi_queue *q;
	bool made = false;
	int err;

	err = scmi_protocol_get(nt->inst, proto, &ph, NULL);
	if (err)
		return ERR_PTR(err);
	scoped_guard(mutex, &nt->lock) {
		q = scmi_queue_find_locked(nt, proto);
		if (!q) {
			q = scmi_queue_create(nt, ph);
			made = !IS_ERR(q);
		}
		if (made) {
			list_add_tail(&q->node, &nt->queues);
			rcu_assign_pointer(nt->by_proto[proto], q);
		}
		if (!IS_ERR(q))
			q->users++;
	}
	if (!made)
		scmi_protocol_put(nt->inst, proto);
	return q;
}

/**
 * scmi_queue_leave() - stop being a user of a queue
 * @q: queue, not to be touched any more
 *
 * The last user frees the queue once no CPU can put a record into it and the
 * dispatcher is done with it; then it lets go of the protocol.
 *
 * Context: Process context, may sleep; never from the queue's own dispatcher.
 */
void scmi_queue_leave(struct scmi_queue *q)
{
	struct scmi_notify *nt = q->nt;
	u8 proto = q->proto;

	scoped_guard(mutex, &nt->lock) {
		if (--q->users)
			return;
		list_del(&q->node);
		RCU_INIT_POINTER(nt->by_proto[proto], NULL);
	}
	synchronize_rcu();
	cancel_work_sync(&q->work);
	scmi_queue_free(q);
	scmi_protocol_put(nt->inst, proto);
}
