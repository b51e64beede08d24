// SPDX-License-Identifier: GPL-2.0-only
/* Messages in shared memory, as the platform takes and leaves them. */

#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/random.h>
#include <linux/unaligned.h>

#include "mbox.h"

/**
 * DOC: Messages in areas
 *
 * A command is there when its channel is busy and the agent has rung. It is
 * copied before it is looked at. The reply is written over it; then the
 * channel is free, and if the command asked for it the agent is rung. A
 * notification needs an area that is free, makes it busy, and the agent frees
 * it. What the switches ask for is done on the way.
 */

#define TMB_BASE	0x10
#define TMB_FLIP_US	1000

static u32 tmb_room(const struct tmb_area *area)
{
	return min_t(u32, area->size - TMB_MSG, TMB_MSG_MAX);
}

/* Say that a command was lost; its sender is not told, it has to look. */
static void tmb_give_back(struct tmb_pair *pair)
{
	pair->lost = false;
	pair->busy = false;
	iowrite32(TMB_FREE | TMB_ERROR, pair->tx.base + TMB_STATUS);
}

/**
 * tmb_release_locked() - give the channels of lost commands back
 * @host: platform
 *
 * Context: Process context, with the platform's lock.
 */
void tmb_release_locked(struct tmb_host *host)
	__must_hold(tp_lock(host->tp))
{
	u32 i;

	lockdep_assert_held(tp_lock(host->tp));

	for (i = 0; i < host->num_pairs; i++)
		if (host->pairs[i].lost)
			tmb_give_back(&host->pairs[i]);
}

static void tmb_take(struct tmb_pair *pair)
{
	struct tmb_host *host = pair->host;
	struct tmb_area *area = &pair->tx;
	u32 len;

	if (!area->map)
		return;
	if (ioread32(area->base + TMB_STATUS) & TMB_FREE) {
		tmb_count(host, TMB_EMPTY);
		return;
	}
	if (pair->busy) {
		tmb_count(host, TMB_OVERLAPS);
		return;
	}
	len = ioread32(area->base + TMB_LENGTH);
	if (len < sizeof(u32) || len > tmb_room(area)) {
		tmb_count(host, TMB_BAD_LEN);
		return;
	}
	memcpy_fromio(host->buf, area->base + TMB_MSG, len);
	pair->intr = ioread32(area->base + TMB_FLAGS) & TMB_INTR;
	pair->busy = true;
	tmb_count(host, TMB_COMMANDS);
	/* The reply may come from within, and change @busy and @lost. */
	if (tp_request(host->tp, pair - host->pairs, host->buf, len,
		       tmb_room(area)) != SCMIP_UNANSWERED)
		return;
	pair->lost = true;
	if (tmb_is_on(host, TMB_GIVE_BACK))
		tmb_give_back(pair);
}

/**
 * tmb_process() - look for what the agent has sent
 * @data: platform
 * @now: time
 *
 * Context: Process context, with the platform's lock.
 */
void tmb_process(void *data, u64 now)
{
	struct tmb_host *host = data;
	bool heard = false;
	u32 i;

	for (i = 0; i < host->num_pairs; i++) {
		struct tmb_pair *pair = &host->pairs[i];

		heard |= tmb_line_is_open(pair->line[TMB_P2A]);
		if (tmb_line_rung(pair->line[TMB_P2A]) ||
		    tmb_line_rung(pair->line[TMB_P2A_ACK]))
			tmb_count(host, TMB_ACKS);
		if (tp_ready(host->tp) && tmb_line_rung(pair->line[TMB_A2P]))
			tmb_take(pair);
	}
	if (heard && !host->heard)
		tp_events_ready_locked(host->tp);
	host->heard = heard;
}

/* The message and the length that is claimed for it. */
static void tmb_write(struct tmb_area *area, const struct scmip_out *out)
{
	u32 len = min(out->len, tmb_room(area));
	u32 claim = len;

	if (out->lies & SCMIP_LIE_USED_LEN)
		claim = out->used_len;
	else if (out->lies & SCMIP_LIE_USED_FULL)
		claim = tmb_room(area);
	memcpy_toio(area->base + TMB_MSG, out->data, len);
	iowrite32(claim, area->base + TMB_LENGTH);
}

/* The other CPU reads while we write; the next command is left alone. */
static void tmb_flip(struct tmb_area *area)
{
	u32 words = tmb_room(area) / sizeof(u32);
	u32 i;

	for (i = 0; i < TMB_FLIP_US / 2; i++) {
		if (!(ioread32(area->base + TMB_STATUS) & TMB_FREE))
			return;
		iowrite32(get_random_u32(), area->base + TMB_LENGTH);
		iowrite32(get_random_u32(), area->base + TMB_MSG +
			  sizeof(u32) * get_random_u32_below(words));
		udelay(2);
	}
}

static void tmb_reply_ring(struct tmb_pair *pair, const struct scmip_out *out)
{
	struct tmb_host *host = pair->host;

	if (!pair->intr || tmb_is_on(host, TMB_MUTE))
		return;
	if (out->lies & SCMIP_LIE_NO_SIGNAL) {
		if (out->signal_ns)
			tmb_line_ring(pair->back, out->signal_ns);
		return;
	}
	tmb_line_ring(pair->back, 0);
	if (out->lies & SCMIP_LIE_DUPLICATE) {
		tmb_line_sync(pair->back);
		tmb_line_ring(pair->back, 0);
	}
}

/**
 * tmb_reply() - answer a command
 * @data: platform
 * @out: the reply
 *
 * Context: Process context, with the platform's lock.
 */
void tmb_reply(void *data, const struct scmip_out *out)
{
	struct tmb_host *host = data;
	struct tmb_pair *pair;
	u32 status = TMB_FREE;

	if (out->cookie >= host->num_pairs)
		return;
	pair = &host->pairs[out->cookie];
	tmb_write(&pair->tx, out);
	if (tmb_next(host, TMB_NEXT_ERROR))
		status |= TMB_ERROR;
	if (tmb_next(host, TMB_NEXT_KEEP))
		status &= ~TMB_FREE;
	/* What keeps its channel is as good as lost. */
	pair->busy = !(status & TMB_FREE);
	pair->lost = pair->busy;
	iowrite32(status, pair->tx.base + TMB_STATUS);
	if (tmb_next(host, TMB_NEXT_FLIP)) {
		tmb_line_ring_elsewhere(pair->back);
		tmb_flip(&pair->tx);
	} else {
		tmb_reply_ring(pair, out);
	}
}

static struct tmb_pair *tmb_pair_for(struct tmb_host *host, u8 proto)
{
	u32 i;

	for (i = 0; i < host->num_pairs; i++)
		if (host->pairs[i].proto == proto && host->pairs[i].rx.map)
			return &host->pairs[i];
	for (i = 0; i < host->num_pairs; i++)
		if (host->pairs[i].proto == TMB_BASE && host->pairs[i].rx.map)
			return &host->pairs[i];
	return NULL;
}

/**
 * tmb_event() - send a notification or a delayed response
 * @data: platform
 * @out: the message
 *
 * Context: Process context, with the platform's lock.
 * Return: false when there is no channel for it, or when it is taken.
 */
bool tmb_event(void *data, const struct scmip_out *out)
{
	u8 proto = get_unaligned_le32(out->data) >> 10;
	struct tmb_host *host = data;
	struct tmb_pair *pair = tmb_pair_for(host, proto);
	struct tmb_line *line;
	bool ack;

	if (!pair)
		return false;
	if (!(ioread32(pair->rx.base + TMB_STATUS) & TMB_FREE)) {
		tmb_count(host, TMB_FULL);
		return false;
	}
	line = pair->line[TMB_P2A];
	ack = !tmb_is_on(host, TMB_NO_ACK) &&
	      (pair->line[TMB_P2A_ACK] || !pair->line[TMB_A2P_REPLY]);
	tmb_write(&pair->rx, out);
	iowrite32(ack ? TMB_INTR : 0, pair->rx.base + TMB_FLAGS);
	iowrite32(tmb_next(host, TMB_NEXT_EVENT_ERROR) ? TMB_ERROR : 0,
		  pair->rx.base + TMB_STATUS);
	if (tmb_is_on(host, TMB_MUTE_EVENTS) ||
	    (out->lies & SCMIP_LIE_NO_SIGNAL && !out->signal_ns))
		return true;
	tmb_line_ring(line, out->lies & SCMIP_LIE_NO_SIGNAL ? out->signal_ns : 0);
	if (out->lies & SCMIP_LIE_DUPLICATE) {
		tmb_line_sync(line);
		tmb_line_ring(line, 0);
	}
	return true;
}

/**
 * tmb_event_again() - with "endless", send the notification again that was just taken
 * @pair: channels of the notification, whose area still holds it
 *
 * Context: Any context, with the lock of a line that is wired to @pair.
 */
void tmb_event_again(struct tmb_pair *pair)
{
	if (!tmb_is_on(pair->host, TMB_ENDLESS) || !pair->rx.map)
		return;
	iowrite32(0, pair->rx.base + TMB_STATUS);
	tmb_line_ring(pair->line[TMB_P2A], 0);
}
