/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The notification registry's objects, shared by notify*.c only.
 */
#ifndef _SCMI_AGENT_NOTIFY_PRIV_H
#define _SCMI_AGENT_NOTIFY_PRIV_H

#include <linux/atomic.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "notify.h"

/* Notifications that wait for the dispatcher, per protocol; a power of two. */
#define SCMI_QUEUE_RECORDS	64

/* Notifications dispatched before other protocols get their turn. */
#define SCMI_QUEUE_BUDGET	16

struct scmi_queue;

/**
 * struct scmi_notify - the notification registry of an instance
 * @inst: instance; immutable, outlives the registry
 * @wq: runs the dispatchers; immutable
 * @lock: serialises all changes, including the messages that turn sources on
 *	  and off; process context, never taken by a dispatcher
 * @stopped: nothing can be registered, nothing is sent any more
 * @queues: queues in use
 * @by_proto: queues by protocol id, for RX; written under @lock, read under RCU
 * @listeners: listeners that exist, those half made or half gone included;
 *	       atomic, scmi_notify_stop() waits for 0
 */
struct scmi_notify {
	struct scmi_instance *inst;
	struct workqueue_struct *wq;
	struct mutex lock; /* all changes */

	bool stopped __guarded_by(&lock);
	struct list_head queues __guarded_by(&lock);
	struct scmi_queue __rcu *by_proto[256];
	atomic_t listeners;
};

/**
 * struct scmi_listener - one registration of one notifier block
 * @node: on &scmi_event_state.listeners; written under &scmi_notify.lock, read
 *	  under &scmi_queue.srcu
 * @q: queue; immutable, the listener counts as its user
 * @es: event; immutable
 * @all: hears every source of the event; immutable
 * @managed: a devres entry owns it; immutable
 * @enabled: counts as user of its source(s); under &scmi_notify.lock
 * @src: source that it hears, unless @all; immutable
 * @nb: whom to call; READ_ONCE, NULL once muted
 *
 * Lifetime: made by registration, owned by the caller (or by devres).
 * Unlinked first, freed after an SRCU grace period, so a dispatcher may still
 * look at an unlinked one, and none does at a freed one.
 */
struct scmi_listener {
	struct list_head node;
	struct scmi_queue *q;
	struct scmi_event_state *es;
	bool all;
	bool managed;
	bool enabled;
	u32 src;
	struct notifier_block *nb;
};

/**
 * struct scmi_event_state - one event of a queue's protocol
 * @event: what the protocol declares; immutable
 * @listeners: struct scmi_listener; written under &scmi_notify.lock, read under
 *	       &scmi_queue.srcu; RX only asks whether it is empty
 * @all_users: listeners to all sources; under &scmi_notify.lock
 * @sources: by source: present when the platform was asked to send, the value
 *	     is the number of listeners to just this source; changed under
 *	     &scmi_notify.lock
 */
struct scmi_event_state {
	const struct scmi_event *event;
	struct list_head listeners;
	unsigned int all_users;
	struct xarray sources;
};

/**
 * struct scmi_record - a notification that waits for the dispatcher
 * @ts: when it was received
 * @evt: index of its event in &scmi_queue.evts
 * @len: bytes of @payload, 0 is fine
 * @payload: a copy, which the platform cannot change any more
 */
struct scmi_record {
	ktime_t ts;
	u32 evt;
	u32 len;
	u8 payload[];
};

/**
 * struct scmi_queue - notifications of one protocol on their way to listeners
 * @nt: registry; immutable
 * @proto: protocol id; immutable
 * @ph: protocol handle; immutable, the queue holds a protocol reference
 * @events: what the protocol declares; immutable
 * @node: on &scmi_notify.queues
 * @users: listeners; under &scmi_notify.lock
 * @work: the dispatcher
 * @srcu: its reader is the dispatcher, while it walks and calls listeners
 * @report: report being delivered; the dispatcher's own
 * @max_payload: payload bytes kept of a notification; immutable
 * @stride: bytes of a record in @ring; immutable
 * @lock: serialises producers among each other and with the dispatcher; inner-
 *	  most lock, any context
 * @head: records ever put in, modulo 2^32
 * @tail: records ever taken out, modulo 2^32
 * @ring: %SCMI_QUEUE_RECORDS records; those from @tail to @head belong to the
 *	  dispatcher, the others to the producer that holds @lock
 * @num_evts: entries in @evts; immutable
 * @evts: events; the array is immutable
 *
 * Lifetime: made for the first listener of a protocol, dropped by the last.
 * Unlinked from &scmi_notify.by_proto first, freed after an RCU grace period
 * (RX) and after the dispatcher is done. The protocol reference goes last.
 */
struct scmi_queue {
	struct scmi_notify *nt;
	u8 proto;
	struct scmi_protocol_handle *ph;
	const struct scmi_protocol_events *events;
	struct list_head node;
	unsigned int users;
	struct work_struct work;
	struct srcu_struct srcu;
	void *report;
	size_t max_payload;
	size_t stride;
	spinlock_t lock; /* the ring */

	u32 head __guarded_by(&lock);
	u32 tail __guarded_by(&lock);
	void *ring;
	unsigned int num_evts;
	struct scmi_event_state evts[];
};

/* notify_queue.c */
struct scmi_queue *scmi_queue_join(struct scmi_notify *nt, u8 proto);
void scmi_queue_leave(struct scmi_queue *q);
struct scmi_queue *scmi_queue_find_locked(struct scmi_notify *nt, u8 proto)
	__must_hold(&nt->lock);
struct scmi_event_state *scmi_queue_event(struct scmi_queue *q, u8 evt_id);
bool scmi_queue_in_callback(void);

/* notify_source.c */
bool scmi_source_fatal(int err);
u32 scmi_source_count(const struct scmi_queue *q,
		      const struct scmi_event_state *es);
int scmi_source_get_locked(struct scmi_notify *nt, struct scmi_listener *l)
	__must_hold(&nt->lock);
void scmi_source_put_locked(struct scmi_notify *nt, struct scmi_listener *l)
	__must_hold(&nt->lock);
int scmi_source_resync_locked(struct scmi_notify *nt, struct scmi_queue *q,
			      struct scmi_event_state *es)
	__must_hold(&nt->lock);

#endif /* _SCMI_AGENT_NOTIFY_PRIV_H */
