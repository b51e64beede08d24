// SPDX-License-Identifier: GPL-2.0-only
/* Queues on one side, a platform on the other; see device.h. */
#include "../../platform/text.h"
#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_REQUEST	UINT32_MAX

static void device_free_requests(struct device *d)
{
	uint32_t i;

	for (i = 0; i < VRING_MAX_SIZE; i++)
		d->request[i].next_free = i + 1 < VRING_MAX_SIZE ? i + 1 : NO_REQUEST;
	d->free_request = 0;
}

static void device_finish(struct device *d, unsigned int queue, const struct vring_chain *chain,
			  uint32_t written, const struct scmip_out *out)
{
	struct vring *vq = &d->vq[queue];
	uint32_t id = chain->head;
	uint32_t len = written;

	if (out->lies & SCMIP_LIE_USED_LEN)
		len = out->used_len;
	if (out->lies & SCMIP_LIE_USED_FULL)
		len = chain->in_len;
	if (out->lies & SCMIP_LIE_USED_ID)
		id = out->used_id;
	vring_push(vq, id, len);
	if (out->lies & SCMIP_LIE_DUPLICATE)
		vring_push(vq, id, len);
	if (out->lies & SCMIP_LIE_NO_SIGNAL)
		d->signal_at[queue] = out->signal_ns;
	else
		d->dirty[queue] = true;
}

static bool device_emit_reply(struct device *d, const struct scmip_out *out)
{
	struct device_request *r = &d->request[out->cookie];
	uint32_t written;

	if (vring_running(&d->vq[DEVICE_CMDQ])) {
		written = vring_write(&d->mem, &r->chain, out->data, out->len);
		device_finish(d, DEVICE_CMDQ, &r->chain, written, out);
	}
	r->next_free = d->free_request;
	d->free_request = out->cookie;
	return true;
}

/* Take all event buffers that the driver has posted. */
static void device_collect_events(struct device *d)
{
	struct vring *vq = &d->vq[DEVICE_EVENTQ];
	enum vring_pop_result got;
	struct vring_chain *c;

	do {
		while (d->event_num < VRING_MAX_SIZE) {
			c = &d->event[(d->event_first + d->event_num) % VRING_MAX_SIZE];
			got = vring_pop(vq, &d->mem, c);
			if (got == VRING_POP_BROKEN || got == VRING_POP_EMPTY)
				break;
			if (got == VRING_POP_CHAIN && c->num_in) {
				d->event_num++;
				continue;
			}
			d->bad_chains++;
			vring_push(vq, c->head, 0);
			d->dirty[DEVICE_EVENTQ] = true;
		}
	} while (!vq->broken && d->event_num < VRING_MAX_SIZE && !vring_wait_kick(vq));
}

static bool device_emit_event(struct device *d, const struct scmip_out *out)
{
	struct vring_chain chain;
	uint32_t copies = out->lies & SCMIP_LIE_DUPLICATE ? 2 : 1;
	struct scmip_out honest = *out;

	/* A doubled event is two events, each in its own buffer */
	honest.lies &= ~SCMIP_LIE_DUPLICATE;
	if (!vring_running(&d->vq[DEVICE_EVENTQ]) || d->stalled ||
	    !(d->features & 1ULL << VIRTIO_SCMI_F_P2A_CHANNELS))
		return false;
	if (!d->event_num)
		device_collect_events(d);
	if (!d->event_num)
		return false;
	while (copies-- && d->event_num) {
		if (out->lies & SCMIP_LIE_LAST_BUFFER) {
			chain = d->event[(d->event_first + d->event_num - 1) % VRING_MAX_SIZE];
		} else {
			chain = d->event[d->event_first];
			d->event_first = (d->event_first + 1) % VRING_MAX_SIZE;
		}
		d->event_num--;
		device_finish(d, DEVICE_EVENTQ, &chain,
			      vring_write(&d->mem, &chain, out->data, out->len), &honest);
	}
	return true;
}

static bool device_emit(void *ctx, const struct scmip_out *out)
{
	struct device *d = ctx;

	return out->kind == SCMIP_OUT_REPLY ? device_emit_reply(d, out) :
					      device_emit_event(d, out);
}

/**
 * device_init() - make a device for a machine
 * @d: the device
 * @m: the machine, valid as long as the device
 * @now: time
 *
 * Context: Any.
 * Return: false if memory is short.
 */
bool device_init(struct device *d, const struct scmip_machine *m, uint64_t now)
{
	struct scmip_host host = {
		.emit = device_emit,
		.ctx = d,
		.slots = VRING_MAX_SIZE + 64,
		.msg_max = DEVICE_MSG_MAX,
	};
	size_t size = scmip_server_size(m, &host);

	memset(d, 0, sizeof(*d));
	vring_init(&d->vq[DEVICE_CMDQ]);
	vring_init(&d->vq[DEVICE_EVENTQ]);
	device_free_requests(d);
	d->signal_at[DEVICE_CMDQ] = SCMIP_NEVER;
	d->signal_at[DEVICE_EVENTQ] = SCMIP_NEVER;
	d->server_mem = malloc(size);
	if (!d->server_mem)
		return false;
	d->server = scmip_server_init(d->server_mem, size, m, &host, now);
	return d->server;
}

/**
 * device_destroy() - release what a device holds
 * @d: the device
 *
 * Context: Any.
 */
void device_destroy(struct device *d)
{
	device_reset(d);
	gmem_clear(&d->mem);
	free(d->server_mem);
	d->server_mem = NULL;
	d->server = NULL;
}

/**
 * device_stop_queue() - the frontend takes a queue away
 * @d: the device
 * @queue: which one
 *
 * Context: Any.
 */
void device_stop_queue(struct device *d, unsigned int queue)
{
	struct vring *vq = &d->vq[queue];

	if (queue == DEVICE_CMDQ) {
		scmip_server_reset(d->server);
		device_free_requests(d);
	} else {
		/* Buffers that were not used stay the driver's next ones */
		vq->last_avail -= d->event_num;
		d->event_num = 0;
		d->event_first = 0;
		d->events_ready = false;
	}
	d->dirty[queue] = false;
	d->signal_at[queue] = SCMIP_NEVER;
	vq->have_kick = false;
	vq->broken = false;
}

/**
 * device_reset() - the frontend is gone or starts from nothing
 * @d: the device
 *
 * Context: Any.
 */
void device_reset(struct device *d)
{
	unsigned int i;

	for (i = 0; i < DEVICE_QUEUES; i++) {
		device_stop_queue(d, i);
		vring_reset(&d->vq[i]);
	}
	d->features = 0;
}

/**
 * device_memory_changed() - find the rings again
 * @d: the device
 *
 * Context: After a change of memory or of a ring's addresses.
 */
void device_memory_changed(struct device *d)
{
	unsigned int i;

	for (i = 0; i < DEVICE_QUEUES; i++) {
		struct vring *vq = &d->vq[i];

		vring_map(vq, &d->mem);
		vq->event_idx = d->features & 1ULL << VIRTIO_F_EVENT_IDX;
	}
}

static void device_take(struct device *d, uint64_t now, const struct vring_chain *chain)
{
	uint32_t index = d->free_request;
	struct device_request *r = &d->request[index];
	uint8_t req[DEVICE_MSG_MAX];
	enum scmip_verdict verdict;
	uint32_t len;

	r->chain = *chain;
	d->free_request = r->next_free;
	len = vring_read(&d->mem, chain, req, sizeof(req));
	verdict = scmip_handle(d->server, now, index, req, len, chain->in_len);
	if (verdict != SCMIP_UNANSWERED)
		return;
	/* The chain is never returned, but its record is free again */
	d->lost_chains++;
	r->next_free = d->free_request;
	d->free_request = index;
}

static void device_commands(struct device *d, uint64_t now)
{
	struct vring *vq = &d->vq[DEVICE_CMDQ];
	enum vring_pop_result got = VRING_POP_EMPTY;
	struct vring_chain chain;

	do {
		while (scmip_ready(d->server) && d->free_request != NO_REQUEST) {
			scmip_note_backlog(d->server, vring_backlog(vq));
			got = vring_pop(vq, &d->mem, &chain);
			if (got == VRING_POP_EMPTY || got == VRING_POP_BROKEN)
				break;
			if (got == VRING_POP_CHAIN && chain.num_out) {
				device_take(d, now, &chain);
				continue;
			}
			d->bad_chains++;
			vring_push(vq, chain.head, 0);
			d->dirty[DEVICE_CMDQ] = true;
		}
	} while (got == VRING_POP_EMPTY && scmip_ready(d->server) &&
		 d->free_request != NO_REQUEST && !vring_wait_kick(vq));
}

static void device_signals(struct device *d, uint64_t now)
{
	unsigned int i;

	for (i = 0; i < DEVICE_QUEUES; i++) {
		if (d->signal_at[i] <= now) {
			d->signal_at[i] = SCMIP_NEVER;
			d->dirty[i] = true;
		}
		if (d->dirty[i] && vring_running(&d->vq[i]))
			vring_signal(&d->vq[i]);
		d->dirty[i] = false;
	}
}

static void device_now_ready(struct device *d, uint64_t now)
{
	char answer[256];
	uint32_t i;

	d->events_ready = true;
	device_collect_events(d);
	for (i = 0; i < d->num_on_ready; i++)
		scmip_control(d->server, now, d->on_ready[i], answer, sizeof(answer));
}

/**
 * device_process() - do all there is to do
 * @d: the device
 * @now: time
 *
 * Context: Any.
 */
void device_process(struct device *d, uint64_t now)
{
	if (!d->stalled && vring_running(&d->vq[DEVICE_EVENTQ]) && !d->events_ready)
		device_now_ready(d, now);
	scmip_poll(d->server, now);
	if (!d->stalled && vring_running(&d->vq[DEVICE_CMDQ]))
		device_commands(d, now);
	device_signals(d, now);
}

/**
 * device_deadline() - when device_process() has something to do by itself
 * @d: the device
 * @now: time
 *
 * Context: Any.
 * Return: the time, SCMIP_NEVER for never.
 */
uint64_t device_deadline(struct device *d, uint64_t now)
{
	uint64_t best = scmip_deadline(d->server, now);
	unsigned int i;

	for (i = 0; i < DEVICE_QUEUES; i++)
		if (d->signal_at[i] < best)
			best = d->signal_at[i];
	return best;
}

static size_t device_on_ready(struct device *d, const char *command, char *answer, size_t cap)
{
	if (!strcmp(command, "clear")) {
		d->num_on_ready = 0;
		return snprintf(answer, cap, "ok");
	}
	if (d->num_on_ready == DEVICE_READY_MAX ||
	    strlen(command) >= sizeof(d->on_ready[0]))
		return snprintf(answer, cap, "error too many commands, or too long");
	strcpy(d->on_ready[d->num_on_ready++], command);
	return snprintf(answer, cap, "ok");
}

/**
 * device_control() - run one text command
 * @d: the device
 * @now: time
 * @line: the command
 * @answer: one line without newline
 * @cap: size of @answer, at least 256
 *
 * Context: Any.
 * Return: length of the answer.
 */
size_t device_control(struct device *d, uint64_t now, const char *line, char *answer, size_t cap)
{
	struct scmip_text t = { .buf = answer, .cap = (u32)cap };
	size_t len;
	int more;

	if (!strncmp(line, "on-ready ", 9))
		return device_on_ready(d, line + 9, answer, cap);
	if (!strcmp(line, "stall on") || !strcmp(line, "stall off")) {
		d->stalled = !strcmp(line, "stall on");
		return snprintf(answer, cap, "ok");
	}
	len = scmip_control(d->server, now, line, answer, cap);
	if (!scmip_stats_wanted(line))
		return len;
	more = snprintf(answer + len, cap - len,
			" bad-chains=%llu lost-chains=%llu ring-errors=%llu event-buffers=%u running=%d",
			(unsigned long long)d->bad_chains, (unsigned long long)d->lost_chains,
			(unsigned long long)(d->vq[0].errors + d->vq[1].errors), d->event_num,
			vring_running(&d->vq[DEVICE_CMDQ]));
	len += more;
	t.len = (u32)(len < cap ? len : cap - 1);
	scmip_stats_pick(&t, line);
	return t.len;
}
