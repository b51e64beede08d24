// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notification registry: which listeners hear which events.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>

#include "common.h"
#include "notify_priv.h"

/**
 * DOC: Ownership
 *
 * An instance owns one registry (struct scmi_notify), the registry its queues
 * (struct scmi_queue), one per protocol that somebody listens to. A listener
 * (struct scmi_listener) is one registration of one notifier block; it belongs
 * to the caller that registered it, or to the devres entry made for that. Each
 * listener is a user of its protocol's queue, the queue a user of its protocol.
 * So the queue goes with its last listener, and perhaps the protocol with it.
 *
 * All this happens in the context of callers that register and unregister, never
 * in a dispatcher's: a dispatcher frees nothing, and cannot be made to wait for
 * itself.
 */

/**
 * DOC: States
 *
 * A listener is made, linked, enabled (its source is on), disabled, unlinked,
 * freed. It is linked before the platform is asked to send, so that the first
 * notification is not lost; when the platform refuses, the listener is taken
 * back as if unregistered. Unregistering unlinks first and waits until no
 * callback of the listener runs (an SRCU grace period); then the source is
 * turned off, the queue left and the listener freed.
 *
 * scmi_notify_stop() is final: listeners that are still there are dropped,
 * those that come or go at this very moment are waited for, no message is sent
 * any more. It returns with no queue, no dispatcher and no protocol in use.
 */

/**
 * DOC: Lock order
 *
 * Outermost first::
 *
 *   locks of callers that register
 *     scmi_notify.lock          mutex; all changes, and the messages they need
 *       scmi_instance.protocols_lock, locks of transfers
 *
 *   scmi_queue.srcu (read)      dispatcher, around callbacks
 *     locks of callbacks
 *
 *   scmi_queue.lock             spinlock, any context, nothing below it
 *
 * scmi_notify.lock is never held while waiting for callbacks. A callback may
 * not register or unregister (-EDEADLK). A caller that unregisters waits for the
 * callback, so it must not hold a lock that the callback takes.
 */

static void scmi_listener_free(struct scmi_notify *nt, struct scmi_listener *l)
{
	kfree(l);
	if (atomic_dec_and_test(&nt->listeners))
		wake_up_var(&nt->listeners);
}

/*
 * The end of a listener that is on no list any more. Expedited, for drivers
 * that unregister dozens: an SRCU domain of our own disturbs nobody.
 */
static void scmi_listener_release(struct scmi_notify *nt,
				  struct scmi_listener *l)
{
	synchronize_srcu_expedited(&l->q->srcu);
	scoped_guard(mutex, &nt->lock)
		scmi_source_put_locked(nt, l);
	scmi_queue_leave(l->q);
	scmi_listener_free(nt, l);
}

/* Resolve the caller's choice of source. */
static int scmi_listener_aim(struct scmi_queue *q, struct scmi_event_state *es,
			     const u32 *src_id, bool *all, u32 *src)
{
	*all = !src_id || !q->events->num_sources;
	*src = src_id ? *src_id : 0;
	if (src_id && *src_id >= scmi_source_count(q, es))
		return -EINVAL;
	return 0;
}

/* Publish @l, then turn its source on; undone together. */
static int scmi_listener_start(struct scmi_notify *nt, struct scmi_listener *l)
{
	int err;

	guard(mutex)(&nt->lock);
	if (nt->stopped)
		return -ENODEV;
	list_add_tail_rcu(&l->node, &l->es->listeners);
	err = scmi_source_get_locked(nt, l);
	if (err)
		list_del_rcu(&l->node);
	return err;
}

static struct scmi_listener *
scmi_listener_add(struct scmi_notify *nt, u8 proto, u8 evt_id,
		  const u32 *src_id, struct notifier_block *nb, bool managed)
{
	struct scmi_listener *l;
	int err;

	if (scmi_queue_in_callback())
		return ERR_PTR(-EDEADLK);
	if (!nb || !nb->notifier_call)
		return ERR_PTR(-EINVAL);
	l = kzalloc_obj(*l);
	if (!l)
		return ERR_PTR(-ENOMEM);
	atomic_inc(&nt->listeners);
	l->nb = nb;
	l->managed = managed;
	l->q = scmi_queue_join(nt, proto);
	if (IS_ERR(l->q)) {
		err = PTR_ERR(l->q);
		scmi_listener_free(nt, l);
		return ERR_PTR(err);
	}
	l->es = scmi_queue_event(l->q, evt_id);
	err = l->es ? scmi_listener_aim(l->q, l->es, src_id, &l->all, &l->src)
		    : -EINVAL;
	if (!err)
		err = scmi_listener_start(nt, l);
	if (err) {
		scmi_listener_release(nt, l);
		return ERR_PTR(err);
	}
	return l;
}

/* Find the registration that an unmanaged unregister means. */
static struct scmi_listener *
scmi_listener_find_locked(struct scmi_notify *nt, u8 proto, u8 evt_id,
			  const u32 *src_id, const struct notifier_block *nb)
	__must_hold(&nt->lock)
{
	struct scmi_event_state *es;
	struct scmi_listener *l;
	struct scmi_queue *q;
	bool all;
	u32 src;

	lockdep_assert_held(&nt->lock);
	q = scmi_queue_find_locked(nt, proto);
	es = q ? scmi_queue_event(q, evt_id) : NULL;
	if (!es || scmi_listener_aim(q, es, src_id, &all, &src))
		return NULL;
	list_for_each_entry(l, &es->listeners, node)
		if (!l->managed && l->nb == nb && l->all == all &&
		    (all || l->src == src))
			return l;
	return NULL;
}

/**
 * scmi_event_notifier_register() - listen to an event
 * @handle: instance
 * @proto_id: protocol id
 * @evt_id: event id
 * @src_id: source, NULL for all of them
 * @nb: whom to call, in process context and one at a time per protocol; its
 *	@next and @priority are neither used nor changed, so it may serve
 *	several registrations. What it returns is ignored.
 *
 * SCMI v3.2, section 4.1.2.4 and the notifications of each protocol.
 *
 * Context: Process context, sends messages; not from a callback.
 * Return: 0, -EDEADLK from a callback, -EINVAL for an event or a source that
 *	   the protocol has not, -ENODEV when the instance is going or has no
 *	   such protocol, -EOPNOTSUPP when the source cannot send the event, or
 *	   the errno of the platform's refusal.
 */
static int scmi_event_notifier_register(const struct scmi_handle *handle,
					u8 proto_id, u8 evt_id,
					const u32 *src_id,
					struct notifier_block *nb)
{
	struct scmi_notify *nt = scmi_handle_to_instance(handle)->notify;

	return PTR_ERR_OR_ZERO(scmi_listener_add(nt, proto_id, evt_id, src_id,
						 nb, false));
}

/**
 * scmi_event_notifier_unregister() - stop listening to an event
 * @handle: instance
 * @proto_id: protocol id
 * @evt_id: event id
 * @src_id: source, NULL for all of them; as registered
 * @nb: whom not to call any more; it is not being called once this returned 0
 *
 * Context: Process context, sends messages, waits for the callback; not from a
 *	    callback.
 * Return: 0, -EDEADLK from a callback, -ENOENT when there is no such
 *	   registration (devm registrations are not found here).
 */
static int scmi_event_notifier_unregister(const struct scmi_handle *handle,
					  u8 proto_id, u8 evt_id,
					  const u32 *src_id,
					  struct notifier_block *nb)
{
	struct scmi_notify *nt = scmi_handle_to_instance(handle)->notify;
	struct scmi_listener *l;

	if (scmi_queue_in_callback())
		return -EDEADLK;
	scoped_guard(mutex, &nt->lock) {
		l = scmi_listener_find_locked(nt, proto_id, evt_id, src_id, nb);
		if (!l)
			return -ENOENT;
		list_del_rcu(&l->node);
	}
	scmi_listener_release(nt, l);
	return 0;
}

/**
 * struct scmi_devm_listener - devres entry of a managed registration
 * @nt: registry
 * @l: listener; gone once the registry has stopped
 * @nb: notifier block
 */
struct scmi_devm_listener {
	struct scmi_notify *nt;
	struct scmi_listener *l;
	struct notifier_block *nb;
};

/*
 * A driver that is unbound from within its own callback cannot wait for it.
 * Then the listener is only muted; scmi_notify_stop() frees it.
 */
static void scmi_devm_listener_release(struct device *dev, void *res)
{
	struct scmi_devm_listener *dr = res;
	bool mute = scmi_queue_in_callback();

	scoped_guard(mutex, &dr->nt->lock) {
		if (dr->nt->stopped)
			return;
		if (mute)
			WRITE_ONCE(dr->l->nb, NULL);
		else
			list_del_rcu(&dr->l->node);
	}
	if (mute)
		dev_warn(dev, "unbound from within its notifier callback\n");
	else
		scmi_listener_release(dr->nt, dr->l);
}

static int scmi_devm_listener_match(struct device *dev, void *res, void *data)
{
	struct scmi_devm_listener *dr = res;

	return dr->nb == data;
}

/**
 * scmi_devm_event_notifier_register() - listen until the driver is unbound
 * @sdev: device whose driver listens
 * @proto_id: protocol id
 * @evt_id: event id
 * @src_id: source, NULL for all of them
 * @nb: whom to call, see scmi_event_notifier_register()
 *
 * Context: Process context, sends messages; not from a callback.
 * Return: as scmi_event_notifier_register().
 */
static int scmi_devm_event_notifier_register(struct scmi_device *sdev,
					     u8 proto_id, u8 evt_id,
					     const u32 *src_id,
					     struct notifier_block *nb)
{
	struct scmi_devm_listener *dr;
	int err;

	if (!sdev->handle)
		return -ENODEV;
	dr = devres_alloc(scmi_devm_listener_release, sizeof(*dr), GFP_KERNEL);
	if (!dr)
		return -ENOMEM;
	dr->nb = nb;
	dr->nt = scmi_handle_to_instance(sdev->handle)->notify;
	dr->l = scmi_listener_add(dr->nt, proto_id, evt_id, src_id, nb, true);
	if (IS_ERR(dr->l)) {
		err = PTR_ERR(dr->l);
		devres_free(dr);
		return err;
	}
	devres_add(&sdev->dev, dr);
	return 0;
}

/**
 * scmi_devm_event_notifier_unregister() - stop listening before the unbind
 * @sdev: device
 * @nb: notifier block; all its managed registrations with @sdev end
 *
 * Context: Process context, sends messages, waits for callbacks; not from a
 *	    callback.
 * Return: 0, -EDEADLK from a callback, -ENOENT when there is none.
 */
static int scmi_devm_event_notifier_unregister(struct scmi_device *sdev,
					       struct notifier_block *nb)
{
	int err = -ENOENT;

	if (scmi_queue_in_callback())
		return -EDEADLK;
	while (!devres_release(&sdev->dev, scmi_devm_listener_release,
			       scmi_devm_listener_match, nb))
		err = 0;
	return err;
}

const struct scmi_notify_ops scmi_notify_ops = {
	.devm_event_notifier_register = scmi_devm_event_notifier_register,
	.devm_event_notifier_unregister = scmi_devm_event_notifier_unregister,
	.event_notifier_register = scmi_event_notifier_register,
	.event_notifier_unregister = scmi_event_notifier_unregister,
};

/**
 * scmi_notify_create() - make the notification registry of an instance
 * @inst: instance
 *
 * Context: Process context.
 * Return: the registry, or ERR_PTR(-ENOMEM).
 */
struct scmi_notify *scmi_notify_create(struct scmi_instance *inst)
{
	struct scmi_notify *nt = kzalloc_obj(*nt);

	if (!nt)
		return ERR_PTR(-ENOMEM);
	nt->inst = inst;
	mutex_init(&nt->lock);
	scoped_guard(mutex, &nt->lock)
		INIT_LIST_HEAD(&nt->queues);
	/*
	 * Freezable: callbacks send messages, which a suspended transport
	 * cannot take.
	 */
	nt->wq = alloc_workqueue("scmi_agent_notify_%d",
				 WQ_UNBOUND | WQ_FREEZABLE, 0, inst->id);
	if (!nt->wq) {
		kfree(nt);
		return ERR_PTR(-ENOMEM);
	}
	return nt;
}

/**
 * scmi_notify_resync() - tell the platform again what it has to send
 * @nt: registry
 *
 * For a platform that may have forgotten: after a reset of the transport, after
 * a resume.
 *
 * Context: Process context, sends messages: they must be able to go out.
 * Return: true when the platform was not told everything because of an error that
 *	   may pass: the caller has to come back.
 */
bool scmi_notify_resync(struct scmi_notify *nt)
{
	struct scmi_queue *q;
	bool lost = false;
	unsigned int i;
	int err;

	guard(mutex)(&nt->lock);
	if (nt->stopped)
		return false;
	list_for_each_entry(q, &nt->queues, node) {
		for (i = 0; i < q->num_evts; i++) {
			err = scmi_source_resync_locked(nt, q, &q->evts[i]);
			if (scmi_source_fatal(err))
				return err != -ENODEV;
			if (err)
				lost = true;
		}
	}
	return lost;
}

/* Unlink any one listener. */
static struct scmi_listener *scmi_notify_take_one_locked(struct scmi_notify *nt)
	__must_hold(&nt->lock)
{
	struct scmi_listener *l;
	struct scmi_queue *q;
	unsigned int i;

	lockdep_assert_held(&nt->lock);
	list_for_each_entry(q, &nt->queues, node) {
		for (i = 0; i < q->num_evts; i++) {
			l = list_first_entry_or_null(&q->evts[i].listeners,
						     struct scmi_listener, node);
			if (l) {
				list_del_rcu(&l->node);
				return l;
			}
		}
	}
	return NULL;
}

/**
 * scmi_notify_stop() - end all notifications of an instance
 * @nt: registry
 *
 * To be called after the client devices are gone, the transport has stopped and
 * waiting transfers were aborted. Listeners that are still there were forgotten
 * by their owners: they are dropped. May be called more than once.
 *
 * Context: Process context, waits for callbacks; not from a callback.
 */
void scmi_notify_stop(struct scmi_notify *nt)
{
	struct scmi_listener *l;
	unsigned int dropped;

	for (dropped = 0; ; dropped++) {
		scoped_guard(mutex, &nt->lock) {
			nt->stopped = true;
			l = scmi_notify_take_one_locked(nt);
		}
		if (!l)
			break;
		scmi_listener_release(nt, l);
	}
	wait_var_event(&nt->listeners, !atomic_read(&nt->listeners));
	if (dropped)
		dev_warn(&nt->inst->dev,
			 "%u event notifiers were never unregistered\n",
			 dropped);
}

/**
 * scmi_notify_destroy() - free the notification registry
 * @nt: registry, or what scmi_notify_create() returned in its place, or NULL;
 *	nobody may call any function of it any more
 *
 * Context: Process context, stops the registry unless that was done.
 */
void scmi_notify_destroy(struct scmi_notify *nt)
{
	if (IS_ERR_OR_NULL(nt))
		return;
	scmi_notify_stop(nt);
	destroy_workqueue(nt->wq);
	mutex_destroy(&nt->lock);
	kfree(nt);
}
