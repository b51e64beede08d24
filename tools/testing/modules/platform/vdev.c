// SPDX-License-Identifier: GPL-2.0-only
/*
 * A virtio SCMI device inside of the kernel: how it comes and goes, and what passes
 * between its queues and a platform; see vdev.h.
 *
 * Without parameters the module makes one platform, scmi0, of the board
 * board-demo. Each appearance of a device is a virtio device of its own; its
 * memory goes with the last reference to it, which may be later than unplug.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/virtio_ids.h>
#include <linux/wait.h>

#include "vdev.h"

#define VDEV_NAME	"scmi-agent-test-vdev"

static char *boards = "board-demo";
module_param(boards, charp, 0444);
MODULE_PARM_DESC(boards, "Boards of the devices to make, separated by commas (default board-demo)");

static char *options = "";
module_param(options, charp, 0444);
MODULE_PARM_DESC(options, "More words for the command that makes them, such as cmdq=8");

/* Instances whose memory is there. */
static atomic_t vdev_instances = ATOMIC_INIT(0);
static DECLARE_WAIT_QUEUE_HEAD(vdev_gone);

static void vdev_instance_release(struct device *dev)
{
	struct vdev_instance *inst = container_of(dev_to_virtio(dev), struct vdev_instance, vdev);

	kfree(inst);
	if (atomic_dec_and_test(&vdev_instances))
		wake_up(&vdev_gone);
}

static int vdev_add_instance(struct vdev *v)
{
	struct vdev_instance *inst = kzalloc_obj(*inst);
	int ret;

	if (!inst)
		return -ENOMEM;
	atomic_inc(&vdev_instances);
	inst->v = v;
	inst->vdev.id.device = VIRTIO_ID_SCMI;
	inst->vdev.id.vendor = 0x554d4551;
	inst->vdev.config = &vdev_config_ops;
	inst->vdev.dev.parent = &v->pdev->dev;
	inst->vdev.dev.release = vdev_instance_release;
	if (v->features & BIT_ULL(VIRTIO_F_ACCESS_PLATFORM))
		vdev_map_init(inst);
	scoped_guard(mutex, tp_lock(v->tp))
		v->inst = inst;
	ret = register_virtio_device(&inst->vdev);
	if (!ret)
		return 0;
	scoped_guard(mutex, tp_lock(v->tp))
		v->inst = NULL;
	put_device(&inst->vdev.dev);
	return ret;
}

static int vdev_plug(void *host)
{
	struct vdev *v = host;
	int ret;

	v->pdev = platform_device_register_simple(VDEV_NAME, PLATFORM_DEVID_AUTO, NULL, 0);
	if (IS_ERR(v->pdev))
		return PTR_ERR(v->pdev);
	platform_set_drvdata(v->pdev, v);
	ret = vdev_add_instance(v);
	if (!ret)
		return 0;
	platform_device_unregister(v->pdev);
	v->pdev = NULL;
	return ret;
}

static void vdev_unplug(void *host)
{
	struct vdev *v = host;
	struct device *dev = &v->inst->vdev.dev;
	bool surprise;

	scoped_guard(mutex, tp_lock(v->tp))
		surprise = v->surprise;
	if (surprise)
		virtio_break_device(&v->inst->vdev);
	get_device(dev);
	unregister_virtio_device(&v->inst->vdev);
	scoped_guard(mutex, tp_lock(v->tp)) {
		tp_reset_locked(v->tp);
		v->inst = NULL;
	}
	put_device(dev);
	platform_device_unregister(v->pdev);
	v->pdev = NULL;
}

/* A cookie is the id and the turn of the chain. */
#define VDEV_COOKIE(id, turn)	((u64)(turn) << 16 | (id))

static void vdev_finish(struct vdev_queue *q, u16 id, u32 written, const struct scmip_out *out)
{
	u32 claim = id;
	u32 len = written;

	if (out->lies & SCMIP_LIE_USED_LEN)
		len = out->used_len;
	if (out->lies & SCMIP_LIE_USED_FULL)
		len = q->chain[id].in.len;
	/* The driver keeps the buffers of @id then, and so do we, unused. */
	if (out->lies & SCMIP_LIE_USED_ID)
		claim = out->used_id;
	q->chain[id].held = false;
	vdev_ring_push(q, claim, len);
	if (out->lies & SCMIP_LIE_DUPLICATE) {
		vdev_ring_push(q, claim, len);
		if (claim < q->size)
			q->chain[claim].cursed = true;
	}
	if (out->lies & SCMIP_LIE_NO_SIGNAL)
		q->signal_at = out->signal_ns;
	else
		q->dirty = true;
}

static void vdev_reply(void *host, const struct scmip_out *out)
{
	struct vdev *v = host;
	struct vdev_queue *q = &v->queue[VDEV_CMDQ];
	u16 id = out->cookie & 0xffff;
	struct vdev_chain *c = &q->chain[id];

	/* Another chain came under that id, after a lie: this one is lost. */
	if (!q->running || !c->held || VDEV_COOKIE(id, c->turn) != out->cookie)
		return;
	vdev_finish(q, id, vdev_ring_write(c, out->data, out->len), out);
}

/* A chain that cannot be used is returned empty. */
static void vdev_return_bad(struct vdev_queue *q, u16 id)
{
	q->v->bad_chains++;
	vdev_ring_push(q, id, 0);
	q->dirty = true;
}

/* Take all event buffers that the driver has posted. */
static void vdev_collect_events_locked(struct vdev *v)
{
	struct vdev_queue *q = &v->queue[VDEV_EVENTQ];
	enum vdev_pop_result got;
	u16 id;

	if (!q->running || q->broken)
		return;
	do {
		while (q->fifo_num < q->size) {
			got = vdev_ring_pop(q, &id);
			if (got == VDEV_POP_EMPTY || got == VDEV_POP_BROKEN)
				break;
			if (got == VDEV_POP_CHAIN && q->chain[id].in.num)
				q->fifo[(q->fifo_first + q->fifo_num++) % q->size] = id;
			else if (got == VDEV_POP_LOST)
				v->lost_chains++;
			else
				vdev_return_bad(q, id);
		}
	} while (!q->broken && q->fifo_num < q->size && !vdev_ring_wait_kick(q));
}

/* The oldest or the newest event buffer; false if there is none. */
static bool vdev_take_buffer(struct vdev_queue *q, bool newest, u16 *id)
{
	while (q->fifo_num) {
		q->fifo_num--;
		if (newest) {
			*id = q->fifo[(q->fifo_first + q->fifo_num) % q->size];
		} else {
			*id = q->fifo[q->fifo_first];
			q->fifo_first = (q->fifo_first + 1) % q->size;
		}
		/* Its id may have been claimed by a lie. */
		if (q->chain[*id].held)
			return true;
	}
	return false;
}

static bool vdev_event(void *host, const struct scmip_out *out)
{
	struct vdev *v = host;
	struct vdev_queue *q = &v->queue[VDEV_EVENTQ];
	u32 copies = out->lies & SCMIP_LIE_DUPLICATE ? 2 : 1;
	struct scmip_out honest = *out;
	bool any = false;
	u16 id;

	/* A doubled event is two events, each in its own buffer. */
	honest.lies &= ~SCMIP_LIE_DUPLICATE;
	if (!q->running || q->broken)
		return false;
	if (!q->fifo_num)
		vdev_collect_events_locked(v);
	while (copies-- && vdev_take_buffer(q, out->lies & SCMIP_LIE_LAST_BUFFER, &id)) {
		vdev_finish(q, id, vdev_ring_write(&q->chain[id], out->data, out->len), &honest);
		any = true;
	}
	return any;
}

static void vdev_take(struct vdev *v, u16 id)
{
	struct vdev_chain *c = &v->queue[VDEV_CMDQ].chain[id];
	u8 req[256];
	u32 len;

	len = vdev_ring_read(c, req, sizeof(req));
	/* No request is longer than that: what is, is no request. */
	if (c->out.len > sizeof(req)) {
		vdev_return_bad(&v->queue[VDEV_CMDQ], id);
		return;
	}
	if (tp_request(v->tp, VDEV_COOKIE(id, c->turn), req, len, c->in.len) == SCMIP_UNANSWERED)
		v->lost_chains++;
}

static void vdev_process(void *host, u64 now)
{
	struct vdev *v = host;
	struct vdev_queue *q = &v->queue[VDEV_CMDQ];
	enum vdev_pop_result got = VDEV_POP_EMPTY;
	u16 id;

	if (v->queue[VDEV_EVENTQ].running)
		vdev_collect_events_locked(v);
	if (!q->running || q->broken)
		return;
	do {
		while (tp_ready(v->tp)) {
			tp_note_backlog(v->tp, vdev_ring_backlog(q));
			got = vdev_ring_pop(q, &id);
			if (got == VDEV_POP_EMPTY || got == VDEV_POP_BROKEN)
				break;
			if (got == VDEV_POP_CHAIN && q->chain[id].out.num)
				vdev_take(v, id);
			else if (got == VDEV_POP_LOST)
				v->lost_chains++;
			else
				vdev_return_bad(q, id);
		}
	} while (got == VDEV_POP_EMPTY && tp_ready(v->tp) && !vdev_ring_wait_kick(q));
}

static void vdev_signal(void *host, u64 now)
{
	struct vdev *v = host;
	u32 i;

	for (i = 0; i < VDEV_QUEUES; i++) {
		struct vdev_queue *q = &v->queue[i];

		if (q->signal_at <= now) {
			q->signal_at = SCMIP_NEVER;
			q->dirty = true;
		}
		if (q->dirty && q->running && vdev_ring_wants_signal(q) && !q->mute)
			vdev_irq_raise(q, false);
		q->dirty = false;
	}
}

static u64 vdev_deadline(void *host)
{
	struct vdev *v = host;

	return min(v->queue[VDEV_CMDQ].signal_at, v->queue[VDEV_EVENTQ].signal_at);
}

static void vdev_stat(struct scmip_text *t, const char *name, u64 value)
{
	scmip_text_str(t, " ");
	scmip_text_str(t, name);
	scmip_text_str(t, "=");
	scmip_text_u64(t, value);
}

static void vdev_stats(void *host, struct scmip_text *t)
{
	struct vdev *v = host;

	vdev_stat(t, "bad-chains", v->bad_chains);
	vdev_stat(t, "lost-chains", v->lost_chains);
	vdev_stat(t, "ring-errors", v->ring_errors);
	vdev_stat(t, "event-buffers", v->queue[VDEV_EVENTQ].fifo_num);
	vdev_stat(t, "running", v->queue[VDEV_CMDQ].running);
	vdev_stat(t, "resets", v->resets);
	vdev_stat(t, "status", v->status);
}

/**
 * vdev_queue_reset_locked() - forget all that a queue holds
 * @q: queue
 *
 * Context: With the platform's lock.
 */
void vdev_queue_reset_locked(struct vdev_queue *q)
{
	u32 i;

	lockdep_assert_held(tp_lock(q->v->tp));

	q->running = false;
	q->broken = false;
	q->last_avail = 0;
	q->used_idx = 0;
	q->signalled = 0;
	q->signalled_valid = false;
	q->fifo_first = 0;
	q->fifo_num = 0;
	q->dirty = false;
	q->signal_at = SCMIP_NEVER;
	for (i = 0; i < VDEV_MAX_RING; i++) {
		q->chain[i].held = false;
		q->chain[i].cursed = false;
	}
}

static bool vdev_ring_arg(struct tp_args *args, const char *key, u32 *size)
{
	u64 v = *size;

	if (!tp_arg_number(args, key, 0, VDEV_MAX_RING, &v))
		return false;
	if (v & (v - 1)) {
		strscpy(args->error, "a ring has 0, 1, 2, 4, ... 256 entries", sizeof(args->error));
		return false;
	}
	*size = v;
	return true;
}

static bool vdev_parse(struct vdev *v, struct tp_args *args)
{
	bool events = true, event_idx = true, indirect = true, platform = false;

	if (!vdev_ring_arg(args, "cmdq", &v->queue[VDEV_CMDQ].size) ||
	    !vdev_ring_arg(args, "eventq", &v->queue[VDEV_EVENTQ].size) ||
	    !tp_arg_flag(args, "p2a", &events) || !tp_arg_flag(args, "event-idx", &event_idx) ||
	    !tp_arg_flag(args, "indirect", &indirect) ||
	    !tp_arg_flag(args, "access-platform", &platform))
		return false;
	if (platform && !vdev_map_works()) {
		strscpy(args->error, "this kernel maps nothing for us", sizeof(args->error));
		return false;
	}
	v->features = BIT_ULL(VIRTIO_F_VERSION_1);
	if (events)
		v->features |= BIT_ULL(VDEV_F_P2A_CHANNELS);
	if (event_idx)
		v->features |= BIT_ULL(VIRTIO_RING_F_EVENT_IDX);
	if (indirect)
		v->features |= BIT_ULL(VIRTIO_RING_F_INDIRECT_DESC);
	if (platform)
		v->features |= BIT_ULL(VIRTIO_F_ACCESS_PLATFORM);
	return true;
}

static void *vdev_create(struct tp_platform *tp, struct tp_args *args)
{
	struct vdev *v = kvzalloc_obj(*v);
	u32 i;

	if (!v)
		return ERR_PTR(-ENOMEM);
	v->tp = tp;
	for (i = 0; i < VDEV_QUEUES; i++) {
		struct vdev_queue *q = &v->queue[i];

		q->v = v;
		q->index = i;
		q->size = VDEV_MAX_RING;
		q->signal_at = SCMIP_NEVER;
		vdev_irq_init(q);
	}
	if (vdev_parse(v, args))
		return v;
	kvfree(v);
	return ERR_PTR(-EINVAL);
}

static void vdev_destroy(void *host)
{
	struct vdev *v = host;
	u32 i;

	for (i = 0; i < VDEV_QUEUES; i++)
		vdev_irq_stop(&v->queue[i]);
	kvfree(v);
}

static struct tp_kind vdev_kind = {
	.name = "virtio",
	.owner = THIS_MODULE,
	.slots = VDEV_MAX_RING + 64,
	.msg_max = VDEV_MSG_MAX,
	.verbs = vdev_verbs,
	.create = vdev_create,
	.destroy = vdev_destroy,
	.plug = vdev_plug,
	.unplug = vdev_unplug,
	.process = vdev_process,
	.reply = vdev_reply,
	.event = vdev_event,
	.signal = vdev_signal,
	.deadline = vdev_deadline,
	.stats = vdev_stats,
};

#ifdef CONFIG_PM_SLEEP
static int vdev_freeze(struct device *dev)
{
	struct vdev *v = dev_get_drvdata(dev);

	return v && v->inst ? virtio_device_freeze(&v->inst->vdev) : 0;
}

static int vdev_restore(struct device *dev)
{
	struct vdev *v = dev_get_drvdata(dev);

	return v && v->inst ? virtio_device_restore(&v->inst->vdev) : 0;
}
#endif

static const struct dev_pm_ops vdev_pm_ops = {
	SET_SYSTEM_SLEEP_PM_OPS(vdev_freeze, vdev_restore)
};

/* It does nothing but hand system sleep on to the virtio device. */
static struct platform_driver vdev_driver = {
	.driver = {
		.name = VDEV_NAME,
		.pm = &vdev_pm_ops,
		.suppress_bind_attrs = true,
	},
};

static int __init vdev_add_all(void)
{
	char *list __free(kfree) = kstrdup(boards, GFP_KERNEL);
	char *next = list, *board, *line;
	unsigned int i = 0;
	int ret = list ? 0 : -ENOMEM;

	while (!ret && (board = strsep(&next, ","))) {
		if (!*board)
			continue;
		line = kasprintf(GFP_KERNEL, "add scmi%u virtio board=%s %s", i++, board, options);
		ret = line ? tp_command(line) : -ENOMEM;
		kfree(line);
	}
	return ret;
}

static void vdev_end(void)
{
	tp_unregister_kind(&vdev_kind);
	/* Their release function is ours. */
	wait_event(vdev_gone, !atomic_read(&vdev_instances));
	platform_driver_unregister(&vdev_driver);
}

static int __init vdev_init(void)
{
	int ret = platform_driver_register(&vdev_driver);

	if (ret)
		return ret;
	ret = tp_register_kind(&vdev_kind);
	if (ret) {
		platform_driver_unregister(&vdev_driver);
		return ret;
	}
	ret = vdev_add_all();
	if (ret)
		vdev_end();
	return ret;
}
module_init(vdev_init);

static void __exit vdev_exit(void)
{
	vdev_end();
}
module_exit(vdev_exit);

MODULE_DESCRIPTION("SCMI agent: virtio device inside of the kernel, for tests");
MODULE_LICENSE("GPL");
