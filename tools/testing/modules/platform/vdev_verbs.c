// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control commands of the virtio device, behind the platform's name:
 *
 *	interrupt QUEUE [count=N] [rate=N]	call the driver though nothing was
 *						returned to it; QUEUE is cmdq or eventq
 *	mute QUEUE on|off			no interrupts, as if all were lost
 *	early find-vqs|driver-ok interrupt|used|event QUEUE
 *						before the driver is ready, each time:
 *						interrupt it, return a buffer that it has
 *						not offered, run the on-ready commands
 *	early clear
 *	fail features|features-ok|find-vqs|queue|notify [in=N] [times=N]
 *						the Nth call from now fails, as do the
 *						following ones
 *	used QUEUE ID LEN			return a buffer that may not have been offered
 *	ring cmdq|eventq N			entries of the ring, from the next set-up on
 *	surprise on|off				unplug without notice
 *	undead on|off				on a reset, return all event buffers, and
 *						interrupt 300 times in as many milliseconds
 *	unmappable N				so many of the next buffers cannot be mapped; of
 *						a device with access-platform=on
 *	needs-reset				say so in the status
 *	forget					lose all state, as if somebody else had reset
 *						the device
 *	freeze, restore				as before and after system sleep
 */
#include <linux/cleanup.h>
#include <linux/string.h>

#include "vdev.h"

static struct vdev_queue *vdev_take_queue(struct vdev *v, struct scmip_words *w)
{
	const char *word = scmip_words_take(w);

	if (scmip_same(word, "cmdq"))
		return &v->queue[VDEV_CMDQ];
	if (scmip_same(word, "eventq"))
		return &v->queue[VDEV_EVENTQ];
	return NULL;
}

/* KEY=N words, up to the end of the line. */
static const char *vdev_take_numbers(struct scmip_words *w, const char *const keys[],
				     u64 *values)
{
	const char *word, *value;
	u32 i;

	while ((word = scmip_words_take(w))) {
		for (i = 0; keys[i]; i++) {
			value = scmip_after(word, keys[i]);
			if (value)
				break;
		}
		if (!keys[i] || !scmip_parse_u64(value, &values[i]) || values[i] > U32_MAX)
			return "expected KEY=N of those that are known here";
	}
	return NULL;
}

static const char *vdev_do_interrupt(void *host, struct scmip_words *w, struct scmip_text *t)
{
	static const char *const keys[] = { "count", "rate", NULL };
	struct vdev_queue *q = vdev_take_queue(host, w);
	u64 values[] = { 1, 0 };
	const char *wrong;

	if (!q)
		return "expected cmdq or eventq";
	wrong = vdev_take_numbers(w, keys, values);
	if (wrong)
		return wrong;
	if (values[1] > 100000 || !values[0])
		return "expected a count of 1 and more, a rate of at most 100000";
	if (values[1])
		vdev_irq_storm(q, values[0], div64_u64(SCMIP_SEC, values[1]));
	else
		vdev_irq_raise(q, true);
	return NULL;
}

static const char *vdev_take_switch(struct scmip_words *w, bool *on)
{
	const char *word = scmip_words_take(w);

	if (!scmip_same(word, "on") && !scmip_same(word, "off"))
		return "expected on or off";
	*on = scmip_same(word, "on");
	return NULL;
}

static const char *vdev_do_mute(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev_queue *q = vdev_take_queue(host, w);

	return q ? vdev_take_switch(w, &q->mute) : "expected cmdq or eventq";
}

static const char *vdev_do_early(void *host, struct scmip_words *w, struct scmip_text *t)
{
	static const char *const moments[] = { "find-vqs", "driver-ok" };
	static const char *const things[] = { "nothing", "interrupt", "used", "event" };
	struct vdev *v = host;
	const char *word = scmip_words_take(w);
	const char *what = scmip_words_take(w);
	struct vdev_queue *q;
	int when, which;

	if (scmip_same(word, "clear") && !what) {
		memset(v->early, 0, sizeof(v->early));
		return NULL;
	}
	when = word ? match_string(moments, ARRAY_SIZE(moments), word) : -1;
	which = what ? match_string(things, ARRAY_SIZE(things), what) : -1;
	q = vdev_take_queue(v, w);
	if (when < 0 || which < 0 || !q)
		return "expected early find-vqs|driver-ok interrupt|used|event cmdq|eventq";
	if (which == VDEV_EARLY_EVENT && (when == VDEV_AT_FIND_VQS || q->index != VDEV_EVENTQ))
		return "an event needs driver-ok and eventq";
	v->early[when] = which;
	v->early_queue[when] = q->index;
	return NULL;
}

static const char *vdev_do_fail(void *host, struct scmip_words *w, struct scmip_text *t)
{
	static const char *const things[] = {
		"features", "features-ok", "find-vqs", "queue", "notify",
	};
	static const char *const keys[] = { "in", "times", NULL };
	const char *what = scmip_words_take(w);
	struct vdev *v = host;
	u64 values[] = { 1, 1 };
	const char *wrong;
	int which;

	which = what ? match_string(things, ARRAY_SIZE(things), what) : -1;
	if (which < 0)
		return "expected fail features|features-ok|find-vqs|queue|notify";
	wrong = vdev_take_numbers(w, keys, values);
	if (wrong)
		return wrong;
	v->fail[which].in = values[0];
	v->fail[which].times = values[1];
	return NULL;
}

static const char *vdev_do_used(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev_queue *q = vdev_take_queue(host, w);
	const char *id_word = scmip_words_take(w);
	const char *len_word = scmip_words_take(w);
	u64 id, len;

	if (!q || !id_word || !len_word || !scmip_parse_u64(id_word, &id) ||
	    !scmip_parse_u64(len_word, &len) || id > U32_MAX || len > U32_MAX)
		return "expected used cmdq|eventq ID LEN";
	if (!q->running)
		return "the queue does not run";
	vdev_ring_push(q, id, len);
	q->dirty = true;
	return NULL;
}

static const char *vdev_do_ring(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev_queue *q = vdev_take_queue(host, w);
	const char *word = scmip_words_take(w);
	u64 size;

	if (!q || !word || !scmip_parse_u64(word, &size) || size > VDEV_MAX_RING ||
	    size & (size - 1))
		return "expected ring cmdq|eventq and 0, 1, 2, 4, ... 256";
	if (q->ring)
		return "the queue is in use";
	q->size = size;
	return NULL;
}

static const char *vdev_do_surprise(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev *v = host;

	return vdev_take_switch(w, &v->surprise);
}

static const char *vdev_do_undead(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev *v = host;

	return vdev_take_switch(w, &v->undead);
}

static const char *vdev_do_unmappable(void *host, struct scmip_words *w, struct scmip_text *t)
{
	const char *word = scmip_words_take(w);
	struct vdev *v = host;
	u64 n;

	if (!(v->features & BIT_ULL(VIRTIO_F_ACCESS_PLATFORM)))
		return "nothing is mapped for this device";
	if (!word || !scmip_parse_u64(word, &n) || n > S32_MAX)
		return "expected unmappable N";
	atomic_set(&v->unmappable, n);
	return NULL;
}

static const char *vdev_do_needs_reset(void *host, struct scmip_words *w, struct scmip_text *t)
{
	struct vdev *v = host;

	if (!v->inst)
		return "there is no device";
	scoped_guard(mutex, tp_lock(v->tp))
		v->status |= VIRTIO_CONFIG_S_NEEDS_RESET;
	virtio_config_changed(&v->inst->vdev);
	return NULL;
}

static const char *vdev_do_forget(void *host, struct scmip_words *w, struct scmip_text *t)
{
	vdev_forget_locked(host);
	return NULL;
}

static const char *vdev_sleep(struct vdev *v, bool down)
{
	int ret = -ENODEV;

#ifdef CONFIG_PM_SLEEP
	if (v->inst)
		ret = down ? virtio_device_freeze(&v->inst->vdev) :
			     virtio_device_restore(&v->inst->vdev);
#endif
	return ret ? "failed" : NULL;
}

static const char *vdev_do_freeze(void *host, struct scmip_words *w, struct scmip_text *t)
{
	return vdev_sleep(host, true);
}

static const char *vdev_do_restore(void *host, struct scmip_words *w, struct scmip_text *t)
{
	return vdev_sleep(host, false);
}

const struct tp_verb vdev_verbs[] = {
	{ "interrupt", false, vdev_do_interrupt },
	{ "mute", false, vdev_do_mute },
	{ "early", false, vdev_do_early },
	{ "fail", false, vdev_do_fail },
	{ "used", false, vdev_do_used },
	{ "ring", false, vdev_do_ring },
	{ "surprise", false, vdev_do_surprise },
	{ "undead", false, vdev_do_undead },
	{ "unmappable", false, vdev_do_unmappable },
	{ "needs-reset", true, vdev_do_needs_reset },
	{ "forget", false, vdev_do_forget },
	{ "freeze", true, vdev_do_freeze },
	{ "restore", true, vdev_do_restore },
	{ NULL, false, NULL },
};
