// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notification sources: which ones the platform was asked to send.
 */
#include <linux/lockdep.h>
#include <linux/xarray.h>

#include "notify_priv.h"
#include "passing.h"

/**
 * DOC: Sources
 *
 * An event comes from sources: clocks, sensors, domains. The platform sends
 * what it was asked to, source by source. A source that is on has an entry in
 * &scmi_event_state.sources, which counts the listeners to just this source;
 * the listeners to all sources are counted once per event. A source is turned
 * on by the first listener of either kind and off when the last of both kinds
 * left. A source that refused has no entry: nobody ever turns it off, and the
 * next listener to just this source asks again.
 *
 * A listener to all sources is content when the platform granted one of them,
 * or when there are none at all. When the platform falls silent on the way, the
 * listener is refused and the sources turned on for it are turned off again,
 * with no more than one further message to a platform that stays silent.
 */

/**
 * scmi_source_fatal() - is an error about more than one source?
 * @err: 0 or negative errno that a message to one source ended with
 *
 * Context: Any context.
 * Return: true when asking for the next would only cost another timeout.
 */
bool scmi_source_fatal(int err)
{
	switch (err) {
	case -ETIMEDOUT:
	case -ENODEV:
	case -EINTR:
	case -ENOMEM:
		return true;
	default:
		return false;
	}
}

/**
 * scmi_source_count() - number of sources of an event
 * @q: the protocol's queue
 * @es: the event
 *
 * Context: Any context.
 * Return: the number; 1 for an event that has no source, its id is 0.
 */
u32 scmi_source_count(const struct scmi_queue *q,
		      const struct scmi_event_state *es)
{
	return q->events->num_sources ? q->events->num_sources(q->ph) : 1;
}

static bool scmi_source_supported(const struct scmi_queue *q,
				  const struct scmi_event_state *es, u32 src)
{
	return !es->event->supported || es->event->supported(q->ph, src);
}

static int
scmi_source_send_locked(struct scmi_notify *nt, struct scmi_queue *q,
			const struct scmi_event_state *es, u32 src, bool enable)
	__must_hold(&nt->lock)
{
	lockdep_assert_held(&nt->lock);
	if (nt->stopped)
		return -ENODEV;
	return scmi_event_enable(q->ph, q->events, es->event, src, enable);
}

/* Turn @src on unless it is. Its entry is reserved before anything is sent. */
static int
scmi_source_enable_locked(struct scmi_notify *nt, struct scmi_queue *q,
			  struct scmi_event_state *es, u32 src)
	__must_hold(&nt->lock)
{
	int err;

	lockdep_assert_held(&nt->lock);
	if (xa_load(&es->sources, src))
		return 0;
	err = xa_err(xa_store(&es->sources, src, xa_mk_value(0), GFP_KERNEL));
	if (err)
		return err;
	err = scmi_source_send_locked(nt, q, es, src, true);
	if (err)
		xa_erase(&es->sources, src);
	return err;
}

/* Turn off what nobody listens to any more; the platform may be gone. */
static void
scmi_source_prune_locked(struct scmi_notify *nt, struct scmi_queue *q,
			 struct scmi_event_state *es)
	__must_hold(&nt->lock)
{
	unsigned long src;
	void *entry;
	int err = 0;

	lockdep_assert_held(&nt->lock);
	xa_for_each(&es->sources, src, entry) {
		if (xa_to_value(entry))
			continue;
		xa_erase(&es->sources, src);
		if (!scmi_source_fatal(err))
			err = scmi_source_send_locked(nt, q, es, src, false);
	}
}

/* Turn all sources on: good if one of them is, or if there are none. */
static int
scmi_source_enable_all_locked(struct scmi_notify *nt, struct scmi_queue *q,
			      struct scmi_event_state *es)
	__must_hold(&nt->lock)
{
	u32 src, num = scmi_source_count(q, es);
	int err, refused = -EOPNOTSUPP;
	bool granted = !num;

	lockdep_assert_held(&nt->lock);
	for (src = 0; src < num; src++) {
		if (!scmi_source_supported(q, es, src))
			continue;
		err = scmi_source_enable_locked(nt, q, es, src);
		if (scmi_source_fatal(err)) {
			scmi_source_prune_locked(nt, q, es);
			return err;
		}
		if (err)
			refused = err;
		else
			granted = true;
	}
	return granted ? 0 : refused;
}

/**
 * scmi_source_get_locked() - make a listener count as user of its source(s)
 * @nt: registry
 * @l: listener, not counted yet
 *
 * Turns the source on if need be; after an error nothing has changed.
 *
 * Context: Process context, sends messages. The caller holds the registry's
 *	    lock.
 * Return: 0, -EOPNOTSUPP when no source can send the event, or the errno of
 *	   the platform's refusal.
 */
int scmi_source_get_locked(struct scmi_notify *nt, struct scmi_listener *l)
{
	struct scmi_event_state *es = l->es;
	struct scmi_queue *q = l->q;
	unsigned long users;
	int err = 0;

	lockdep_assert_held(&nt->lock);
	if (l->all) {
		if (!es->all_users)
			err = scmi_source_enable_all_locked(nt, q, es);
		if (!err)
			es->all_users++;
	} else if (!scmi_source_supported(q, es, l->src)) {
		err = -EOPNOTSUPP;
	} else {
		err = scmi_source_enable_locked(nt, q, es, l->src);
		if (!err) {
			/* The entry exists: this allocates nothing. */
			users = xa_to_value(xa_load(&es->sources, l->src));
			xa_store(&es->sources, l->src, xa_mk_value(users + 1),
				 GFP_KERNEL);
		}
	}
	l->enabled = !err;
	return err;
}

/**
 * scmi_source_put_locked() - reverse scmi_source_get_locked()
 * @nt: registry
 * @l: listener; nothing happens unless it is counted
 *
 * Context: Process context, sends messages, whose failure is of no interest:
 *	    what a platform goes on to send is dropped and counted. The caller
 *	    holds the registry's lock.
 */
void scmi_source_put_locked(struct scmi_notify *nt, struct scmi_listener *l)
{
	struct scmi_event_state *es = l->es;
	struct scmi_queue *q = l->q;
	unsigned long users;

	lockdep_assert_held(&nt->lock);
	if (!l->enabled)
		return;
	l->enabled = false;
	if (l->all) {
		es->all_users--;
	} else {
		users = xa_to_value(xa_load(&es->sources, l->src));
		xa_store(&es->sources, l->src, xa_mk_value(users - 1),
			 GFP_KERNEL);
	}
	if (!es->all_users)
		scmi_source_prune_locked(nt, q, es);
}

/**
 * scmi_source_resync_locked() - tell the platform again what is on
 * @nt: registry
 * @q: the protocol's queue
 * @es: the event
 *
 * A source that refuses now stays marked as on: its listeners still wait, and
 * the next resync asks again.
 *
 * Context: Process context, sends messages. The caller holds the registry's
 *	    lock.
 * Return: 0; the errno that makes it pointless to ask for more; or that of the
 *	   last source whose error may pass.
 */
int scmi_source_resync_locked(struct scmi_notify *nt, struct scmi_queue *q,
			      struct scmi_event_state *es)
{
	unsigned long src;
	int err, ret = 0;
	void *entry;

	lockdep_assert_held(&nt->lock);
	xa_for_each(&es->sources, src, entry) {
		err = scmi_source_send_locked(nt, q, es, src, true);
		if (scmi_source_fatal(err))
			return err;
		if (scmi_error_may_pass(err))
			ret = err;
	}
	return ret;
}
