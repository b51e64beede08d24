// SPDX-License-Identifier: GPL-2.0-only
/*
 * A platform inside of the kernel: its worker, its timer and its life.
 *
 * The worker runs whenever the agent has sent something (tp_kick()), and
 * whenever the server or the host has something to do by itself: a
 * high-resolution timer wakes it then, so that a latency means what it says.
 * A round of the worker emits what is due, handles what has arrived, raises
 * interrupts, and sets the timer.
 */
#include <linux/cleanup.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "tp_priv.h"

/**
 * tp_lock() - the lock that serialises a platform
 * @tp: platform
 *
 * Context: Any.
 * Return: the lock; see the rules in tp.h.
 */
struct mutex *tp_lock(struct tp_platform *tp)
{
	return &tp->lock;
}
EXPORT_SYMBOL_GPL(tp_lock);

/**
 * tp_name() - name of a platform
 * @tp: platform
 *
 * Context: Any.
 * Return: its name, valid as long as the host.
 */
const char *tp_name(const struct tp_platform *tp)
{
	return tp->name;
}
EXPORT_SYMBOL_GPL(tp_name);

/**
 * tp_kick() - the agent has sent something, or may have
 * @tp: platform
 *
 * Context: Any, until the host's @unplug has returned.
 */
void tp_kick(struct tp_platform *tp)
{
	queue_work(tp->wq, &tp->work);
}
EXPORT_SYMBOL_GPL(tp_kick);

static enum hrtimer_restart tp_timer(struct hrtimer *timer)
{
	struct tp_platform *tp = container_of(timer, struct tp_platform, timer);

	queue_work(tp->wq, &tp->work);
	return HRTIMER_NORESTART;
}

/* Come back when the server or the host wants to. */
static void tp_set_timer_locked(struct tp_platform *tp, u64 now)
	__must_hold(&tp->lock)
{
	u64 at = scmip_deadline(tp->server, now);

	lockdep_assert_held(&tp->lock);

	if (tp->kind->deadline)
		at = min(at, tp->kind->deadline(tp->host));
	if (at <= now)
		queue_work(tp->wq, &tp->work);
	else if (at < KTIME_MAX)
		hrtimer_start(&tp->timer, ns_to_ktime(at), HRTIMER_MODE_ABS);
}

/**
 * tp_run_locked() - one round of the worker
 * @tp: platform
 *
 * Context: Process context, with the platform's lock.
 */
void tp_run_locked(struct tp_platform *tp)
	__must_hold(&tp->lock)
{
	u64 now = ktime_get_ns();

	lockdep_assert_held(&tp->lock);

	if (!tp->host)
		return;
	scmip_poll(tp->server, now);
	if (!tp->stalled)
		tp->kind->process(tp->host, now);
	tp->kind->signal(tp->host, now);
	tp_set_timer_locked(tp, now);
}

/**
 * tp_run() - one round of the worker, now
 * @tp: platform
 *
 * Context: Process context, without the platform's lock.
 */
void tp_run(struct tp_platform *tp)
{
	guard(mutex)(&tp->lock);

	tp_run_locked(tp);
}
EXPORT_SYMBOL_GPL(tp_run);

static void tp_work(struct work_struct *work)
{
	tp_run(container_of(work, struct tp_platform, work));
}

/**
 * tp_ready() - whether another request can be taken
 * @tp: platform
 *
 * Context: Process context, with the platform's lock.
 * Return: false while too many messages wait; @process is called again.
 */
bool tp_ready(struct tp_platform *tp)
	__must_hold(&tp->lock)
{
	lockdep_assert_held(&tp->lock);

	return scmip_ready(tp->server);
}
EXPORT_SYMBOL_GPL(tp_ready);

/**
 * tp_request() - pass a request on
 * @tp: platform; tp_ready() has said true
 * @cookie: the host's name for the request, given back with the reply
 * @req: the request, header included, a private copy
 * @len: length of @req in bytes
 * @cap: room for the reply in bytes, header included
 *
 * Context: Process context, with the platform's lock. Calls @reply.
 * Return: what became of the request.
 */
enum scmip_verdict tp_request(struct tp_platform *tp, u64 cookie, const u8 *req, u32 len,
			      u32 cap)
	__must_hold(&tp->lock)
{
	lockdep_assert_held(&tp->lock);

	return scmip_handle(tp->server, ktime_get_ns(), cookie, req, len, cap);
}
EXPORT_SYMBOL_GPL(tp_request);

/**
 * tp_note_backlog() - requests are there that were not passed on yet
 * @tp: platform
 * @waiting: how many
 *
 * Context: Process context, with the platform's lock.
 */
void tp_note_backlog(struct tp_platform *tp, u32 waiting)
	__must_hold(&tp->lock)
{
	lockdep_assert_held(&tp->lock);

	scmip_note_backlog(tp->server, waiting);
}
EXPORT_SYMBOL_GPL(tp_note_backlog);

/**
 * tp_reset_locked() - the agent's end of the channel went away
 * @tp: platform
 *
 * All requests under way are forgotten: no @reply comes for them.
 *
 * Context: Process context, with the platform's lock.
 */
void tp_reset_locked(struct tp_platform *tp)
	__must_hold(&tp->lock)
{
	lockdep_assert_held(&tp->lock);

	scmip_server_reset(tp->server);
}
EXPORT_SYMBOL_GPL(tp_reset_locked);

/**
 * tp_events_ready_locked() - events can flow from now on
 * @tp: platform
 *
 * Runs the commands that "on-ready" has left, which may emit events at once.
 *
 * Context: Process context, with the platform's lock.
 */
void tp_events_ready_locked(struct tp_platform *tp)
	__must_hold(&tp->lock)
{
	char answer[64];
	u32 i;

	lockdep_assert_held(&tp->lock);

	for (i = 0; i < tp->num_on_ready; i++)
		scmip_control(tp->server, ktime_get_ns(), tp->on_ready[i], answer,
			      sizeof(answer));
}
EXPORT_SYMBOL_GPL(tp_events_ready_locked);

/* The server's way out; it is called with the lock held. */
static bool tp_emit(void *ctx, const struct scmip_out *out)
{
	struct tp_platform *tp = ctx;

	__assume_ctx_lock(&tp->lock);
	lockdep_assert_held(&tp->lock);

	if (out->kind != SCMIP_OUT_REPLY)
		return tp->host && !tp->stalled && tp->kind->event(tp->host, out);
	if (tp->host)
		tp->kind->reply(tp->host, out);
	return true;
}

static void tp_free(struct tp_platform *tp)
{
	if (tp->wq)
		destroy_workqueue(tp->wq);
	mutex_destroy(&tp->lock);
	mutex_destroy(&tp->plug_lock);
	kvfree(tp->memory);
	tp_board_put(tp->board);
	kfree(tp);
}

static bool tp_start_server(struct tp_platform *tp)
{
	struct scmip_host host = {
		.emit = tp_emit,
		.ctx = tp,
		.slots = tp->kind->slots,
		.msg_max = tp->kind->msg_max,
		.memory = tp->kind->memory ? tp->kind->memory() : NULL,
	};
	const struct scmip_machine *m = board_machine(tp->board->board);
	size_t size = scmip_server_size(m, &host);

	guard(mutex)(&tp->lock);

	tp->memory = kvzalloc(size, GFP_KERNEL);
	if (!tp->memory)
		return false;
	tp->server = scmip_server_init(tp->memory, size, m, &host, ktime_get_ns());
	return tp->server;
}

/**
 * tp_create() - make a platform that has no host yet
 * @name: its name
 * @kind: what will make its host
 * @board: what it is; the reference becomes the platform's, even on failure
 *
 * Context: Process context, sleeps.
 * Return: platform with one reference, NULL if memory is short.
 */
struct tp_platform *tp_create(const char *name, struct tp_kind *kind, struct tp_board *board)
{
	struct tp_platform *tp = kzalloc_obj(*tp);

	if (!tp) {
		tp_board_put(board);
		return NULL;
	}
	kref_init(&tp->ref);
	INIT_LIST_HEAD(&tp->node);
	strscpy(tp->name, name, sizeof(tp->name));
	tp->kind = kind;
	tp->board = board;
	mutex_init(&tp->plug_lock);
	mutex_init(&tp->lock);
	INIT_WORK(&tp->work, tp_work);
	hrtimer_setup(&tp->timer, tp_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS);
	tp->wq = alloc_ordered_workqueue("scmi-test-%s", WQ_HIGHPRI, name);
	if (tp->wq && tp_start_server(tp))
		return tp;
	tp_free(tp);
	return NULL;
}

static void tp_release(struct kref *ref)
{
	tp_free(container_of(ref, struct tp_platform, ref));
}

/**
 * tp_put() - drop a reference
 * @tp: platform
 *
 * Context: Process context, may sleep.
 */
void tp_put(struct tp_platform *tp)
{
	kref_put(&tp->ref, tp_release);
}

/**
 * tp_attach() - give a platform its host
 * @tp: platform without one
 * @host: the host's data
 *
 * Context: Process context.
 */
void tp_attach(struct tp_platform *tp, void *host)
{
	guard(mutex)(&tp->plug_lock);
	guard(mutex)(&tp->lock);

	tp->host = host;
}

/**
 * tp_plug() - let the device appear
 * @tp: platform
 *
 * Context: Process context; a driver may probe the device.
 * Return: 0, -ENODEV if the host is gone, -EEXIST if there is a device.
 */
int tp_plug(struct tp_platform *tp)
{
	int ret;

	guard(mutex)(&tp->plug_lock);

	if (!tp->host)
		return -ENODEV;
	if (tp->plugged)
		return -EEXIST;
	ret = tp->kind->plug(tp->host);
	tp->plugged = !ret;
	return ret;
}

static void tp_unplug_locked(struct tp_platform *tp)
	__must_hold(&tp->plug_lock)
{
	if (tp->plugged)
		tp->kind->unplug(tp->host);
	tp->plugged = false;
}

/**
 * tp_unplug() - make the device go
 * @tp: platform
 *
 * Context: Process context; a driver may unbind meanwhile.
 * Return: 0, -ENODEV if there is no device.
 */
int tp_unplug(struct tp_platform *tp)
{
	guard(mutex)(&tp->plug_lock);

	if (!tp->plugged)
		return -ENODEV;
	tp_unplug_locked(tp);
	return 0;
}

/**
 * tp_destroy() - end a platform: no device, no host, no worker any more
 * @tp: platform; the caller has a reference
 *
 * Context: Process context; a driver may unbind meanwhile.
 */
void tp_destroy(struct tp_platform *tp)
{
	void *host;

	guard(mutex)(&tp->plug_lock);

	tp_unplug_locked(tp);
	scoped_guard(mutex, &tp->lock) {
		host = tp->host;
		tp->host = NULL;
		scmip_server_reset(tp->server);
	}
	/* Without a host no round sets the timer again. */
	hrtimer_cancel(&tp->timer);
	cancel_work_sync(&tp->work);
	if (host)
		tp->kind->destroy(host);
}
