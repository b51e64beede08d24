// SPDX-License-Identifier: GPL-2.0-only
/*
 * Event buffers of a virtio device when some of them cannot be mapped, as in a guest
 * whose bounce buffers are used up: each is with the device again once it can be. And
 * events without end.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"

#define SIZE	8

struct scatterlist { void *buf; size_t len; };

/* The queue as its device has it. */
struct virtqueue {
	void *posted[SIZE];
	unsigned int num_posted;
	unsigned int mappings;	/* so many buffers can be mapped */
	bool endless;		/* each buffer comes back at once, with an event */
	bool callbacks;
};

static struct virtqueue ring;
static unsigned int events, works;
static unsigned long work_delay;

unsigned long kernel_jiffies = 5000000;

void *kernel_alloc(size_t n, size_t size)
{
	return calloc(n, size);
}

struct virtio_device { int none; };

/* What the source asks of the virtio core. */
static void sg_init_one(struct scatterlist *sg, void *buf, size_t len)
{
	sg->buf = buf;
	sg->len = len;
}

static int virtqueue_add_inbuf(struct virtqueue *vq, struct scatterlist *sg, unsigned int num,
			       void *data, gfp_t gfp)
{
	unsigned int i;

	if (!vq->mappings)
		return -ENOMEM;
	for (i = 0; i < vq->num_posted; i++)
		if (vq->posted[i] == data)
			return -EEXIST;
	vq->mappings--;
	vq->posted[vq->num_posted++] = data;
	return 0;
}

static void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len)
{
	if (!vq->endless || !vq->num_posted)
		return NULL;
	*len = 8;
	vq->mappings++;
	return vq->posted[--vq->num_posted];
}

static bool virtqueue_kick_prepare(struct virtqueue *vq)
{
	return true;
}

static void virtqueue_notify(struct virtqueue *vq)
{
}

static void virtqueue_disable_cb(struct virtqueue *vq)
{
	vq->callbacks = false;
}

static bool virtqueue_enable_cb(struct virtqueue *vq)
{
	vq->callbacks = true;
	return !vq->endless;
}

static bool virtqueue_is_broken(struct virtqueue *vq)
{
	return false;
}

#define GFP_ATOMIC			0u
#define spin_lock_irqsave(lock, flags)		((void)(lock), (flags) = 0)
#define spin_unlock_irqrestore(lock, flags)	((void)(lock), (void)(flags))

#include "transports/virtio_event.c"

/* What stands for the other files of the transport, and for the core. */
void scmi_vio_recover_later(struct scmi_vio *vio, const char *why)
{
}

void scmi_vio_more_locked(struct scmi_vio_queue *q, unsigned long delay)
{
	works++;
	work_delay = delay;
}

unsigned int scmi_vio_ring_size(struct scmi_vio_queue *q)
{
	return q->vq ? SIZE : 0;
}

void scmi_agent_rx_event(struct scmi_chan *chan, const void *msg, size_t len)
{
	events++;
}

static struct scmi_vio vio;
static struct scmi_vio_queue *const q = &vio.queues[SCMI_VIRTIO_EVENTQ];

/* A device that has nothing yet; so many buffers can be mapped. */
static bool begin(unsigned int mappings)
{
	memset(&vio, 0, sizeof(vio));
	memset(&ring, 0, sizeof(ring));
	ring.mappings = mappings;
	events = 0;
	works = 0;
	q->vio = &vio;
	q->vq = &ring;
	q->room = 64;
	return !scmi_vio_alloc_events(&vio);
}

static void test_start(void)
{
	unsigned int n;

	for (n = 0; n <= SIZE; n++) {
		begin(n);
		is(scmi_vio_post_events(&vio), n ? 0 : -ENOMEM, "%u of %u can be mapped", n, SIZE);
		is(ring.num_posted, n, "and are with the device");
		q->running = true;
		ring.mappings = SIZE;
		scmi_vio_repost(q, NULL);
		is(ring.num_posted, n ? SIZE : 0, "and the others later [C13]");
		is(q->num_spare, 0, "none is left over");
		scmi_vio_free_events(&vio);
	}
}

/* One comes back at a bad time, and again, and so do all. */
static void test_repost(void)
{
	unsigned int i;

	begin(SIZE);
	scmi_vio_post_events(&vio);
	q->running = true;
	for (i = 0; i < SIZE; i++) {
		ring.num_posted--;
		scmi_vio_repost(q, ring.posted[ring.num_posted]);
		is(works, i + 1, "what cannot be mapped is tried again");
		is(work_delay, SCMI_VIO_REFILL, "after a while");
	}
	is(ring.num_posted, 0, "the device has none");
	ring.mappings = 3;
	scmi_vio_repost(q, NULL);
	is(ring.num_posted, 3, "as many as can be mapped are given back");
	is(works, SIZE + 1, "the rest is tried again");
	ring.mappings = SIZE;
	scmi_vio_repost(q, NULL);
	is(ring.num_posted, SIZE, "in the end the device has all of them [C13]");
	is(works, SIZE + 1, "and nothing is left to try");
	q->running = false;
	ring.num_posted--;
	ring.mappings = SIZE;
	scmi_vio_repost(q, ring.posted[ring.num_posted]);
	is(ring.num_posted, SIZE - 1, "a queue that does not run gives nothing");
	scmi_vio_free_events(&vio);
}

/* As many events as there is time for; each look takes in what it may. */
static unsigned int taken_in_ms(unsigned int ms)
{
	unsigned int before = events, i;

	while (ms--) {
		for (i = 0; i < 100; i++)
			scmi_vio_receive_events(q, 256);
		kernel_jiffies++;
	}
	return events - before;
}

static void test_endless(void)
{
	unsigned int n;

	begin(SIZE);
	scmi_vio_post_events(&vio);
	q->running = true;
	ring.endless = true;
	n = taken_in_ms(1);
	is(n, SCMI_FLOOD_BURST, "a burst is taken in as it comes");
	n = taken_in_ms(1000);
	ok(n <= SCMI_FLOOD_RATE && n >= SCMI_FLOOD_RATE / 2,
	   "what is without end is taken in with pauses: %u a second [C16]", n);
	ok(scmi_vio_receive_events(q, 1) && scmi_vio_receive_events(q, 256),
	   "there is more to come back for");
	ring.endless = false;
	kernel_jiffies += HZ;
	ok(!scmi_vio_receive_events(q, 256) && ring.callbacks, "when it ends, callbacks tell");
	kernel_jiffies += HZ;
	ring.endless = true;
	is(taken_in_ms(1), SCMI_FLOOD_BURST, "and a burst is possible again");
	scmi_vio_free_events(&vio);
}

int main(void)
{
	test_start();
	test_repost();
	test_endless();
	return tap_end();
}
