// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: pipelined enumeration of a protocol's objects.
 */

#include <linux/slab.h>

#include "channel.h"
#include "common.h"
#include "engine/pool.h"
#include "protocol_priv.h"

/**
 * DOC: Pipelined enumeration
 *
 * A protocol describes, per object, which messages it needs one after the other
 * (an object's plan). The batch keeps some objects going at once, on a serial
 * channel so many that the platform need not wait for us: more would only stand
 * before what others send. A quarter of the pool stays for atomic callers. Each
 * lane works on one object, has one message in flight, and makes room for the
 * next object when its own is finished. Lanes are taken in the order in which
 * they were sent, and all that was submitted meanwhile goes out with one
 * doorbell.
 *
 * A lane that finds no free transfer is parked, and tries again when it is the
 * oldest. Only a batch with nothing in flight sleeps for a transfer: no batch
 * holds transfers while it waits for one.
 *
 * An error of one object ends that object alone. A message that had no answer, or
 * was lost in a recovery of the transport, is sent again; all of them only ask. A
 * message id without an answer in SCMI_BATCH_MUTE_WAITS waits is not sent any more:
 * its objects get -ETIMEDOUT for it. A wait in which nothing came says little,
 * because a batch may have nothing but that message in flight, so the platform is
 * then asked for the protocol's version. If that has no answer either the batch
 * ends. So do SCMI_BATCH_MAX_WAITS waits, a fatal signal, and the instance's
 * removal.
 *
 * A message that the version in force does not have is not sent: its objects get
 * -EOPNOTSUPP for it.
 *
 * A message to which the platform is busy is sent again, SCMI_BUSY_TRIES times at
 * most, after a pause that is one for all that were sent before it; and no batch
 * pauses more than SCMI_BATCH_MAX_PAUSES times.
 */

/**
 * struct scmi_lane - one object in progress
 * @xfer: its message in flight; NULL while parked
 * @idx: the object
 * @step: messages of the object that were sent before this one
 * @losses: how often this message was lost in a recovery
 * @silences: how often it had no answer
 * @busies: how often the platform was busy
 * @rq: the message
 */
struct scmi_lane {
	struct scmi_xfer *xfer;
	u32 idx;
	unsigned int step;
	unsigned int losses;
	unsigned int silences;
	unsigned int busies;
	struct scmi_request rq;
};

/* Message ids that are told apart; those of the standard protocols are below. */
#define SCMI_BATCH_MSGS		32

/**
 * struct scmi_batch - state of one scmi_proto_batch() call
 * @ph: handle
 * @ops: the protocol's plan
 * @arg: for @ops
 * @count: number of objects
 * @next: first object that no lane has taken
 * @lanes: ring of lanes, oldest first
 * @size: entries of @lanes
 * @head: index of the oldest lane
 * @used: lanes in the ring
 * @inflight: lanes in the ring with a transfer
 * @unkicked: messages submitted since the doorbell was rung
 * @waits: timeouts that were sat through one after the other
 * @waited: jiffies when the last that counted ended
 * @pauses: pauses that were made because the platform was busy
 * @paused: jiffies when the last one ended
 * @mute: by message id modulo SCMI_BATCH_MSGS: how many of them since the last
 *	  answer to it
 */
struct scmi_batch {
	const struct scmi_protocol_handle *ph;
	const struct scmi_batch_ops *ops;
	void *arg;
	u32 count;
	u32 next;
	struct scmi_lane *lanes;
	unsigned int size;
	unsigned int head;
	unsigned int used;
	unsigned int inflight;
	unsigned int unkicked;
	unsigned int waits;
	unsigned long waited;
	unsigned int pauses;
	unsigned long paused;
	u8 mute[SCMI_BATCH_MSGS];
};

/* No plan is this long: the platform feeds us parts without end. */
#define SCMI_BATCH_MAX_STEPS	4096
#define SCMI_BATCH_MAX_WAITS	16
#define SCMI_BATCH_MUTE_WAITS	2
#define SCMI_BATCH_MAX_LOSSES	3
#define SCMI_BATCH_MAX_SILENCES	1
#define SCMI_BATCH_MAX_PAUSES	32

/* Errors of getting and sending that the next object would meet as well. */
static bool scmi_batch_is_fatal(int err)
{
	return err == -ENODEV || err == -EINTR || err == -ETIMEDOUT ||
	       err == -EBUSY;
}

/*
 * What is on its way delays what others send then: by no more than this many
 * messages, which is enough to be done many times faster than one after the other.
 * On a serial channel one is with the platform, and the next one is ready.
 */
#define SCMI_BATCH_LANES	16U
#define SCMI_BATCH_SERIAL_LANES	2U

/**
 * scmi_proto_lanes() - how many objects go on side by side?
 * @ph: handle
 *
 * Context: Any context.
 * Return: at most so many messages of a scmi_proto_batch() are on their way, 1 or
 *	   more.
 */
unsigned int scmi_proto_lanes(const struct scmi_protocol_handle *ph)
{
	const struct scmi_instance *inst = scmi_handle_instance(ph);

	return min(inst->pool->size, inst->transport->serial ?
		   SCMI_BATCH_SERIAL_LANES : SCMI_BATCH_LANES);
}

static void scmi_batch_fail(struct scmi_batch *b, u32 idx, int err)
{
	if (b->ops->failed)
		b->ops->failed(b->ph, b->arg, idx, err);
}

static struct scmi_lane scmi_lane_pop(struct scmi_batch *b)
{
	struct scmi_lane lane = b->lanes[b->head];

	b->head = (b->head + 1) % b->size;
	b->used--;
	b->inflight -= !!lane.xfer;
	return lane;
}

static void scmi_lane_push(struct scmi_batch *b, const struct scmi_lane *lane)
{
	b->lanes[(b->head + b->used) % b->size] = *lane;
	b->used++;
	b->inflight += !!lane->xfer;
}

/* A transfer with the lane's message in it, as the message's row says. */
static struct scmi_xfer *scmi_lane_get_xfer(struct scmi_batch *b,
					    const struct scmi_request *rq)
{
	const struct scmi_protocol *proto = scmi_handle_protocol(b->ph);
	const struct scmi_msg *row = scmi_msg_of(proto, rq->msg);
	unsigned int req = scmi_msg_req(row, b->ph->version);
	size_t len = req * sizeof(__le32), rx_min = row->answer * sizeof(__le32);
	const struct scmi_sender *from = scmi_handle_sender(b->ph);
	struct scmi_xfer *xfer;

	if (WARN_ON_ONCE(req > ARRAY_SIZE(rq->words)))
		return ERR_PTR(-EINVAL);
	if (!b->inflight)
		xfer = scmi_xfer_get(from, rq->msg, len, rx_min, false);
	else
		xfer = scmi_xfer_try_get(from, rq->msg, len, rx_min, false);
	if (!IS_ERR(xfer))
		scmi_put_words(xfer, (struct scmi_words){ rq->words, req });
	return xfer;
}

/* Submit the lane's message and put it at the end of the ring, or park it. */
static int scmi_lane_send(struct scmi_batch *b, struct scmi_lane *lane)
{
	struct scmi_xfer *xfer = scmi_lane_get_xfer(b, &lane->rq);
	int ret;

	lane->xfer = NULL;
	if (xfer == ERR_PTR(-EBUSY) && b->inflight) {
		scmi_lane_push(b, lane);
		return 0;
	}
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);

	ret = scmi_xfer_submit(xfer, NULL, NULL);
	if (ret) {
		scmi_xfer_put(xfer);
		return ret;
	}
	lane->xfer = xfer;
	b->unkicked++;
	scmi_lane_push(b, lane);
	return 0;
}

/* What a failed send means: the end of the object, or of the batch (returned). */
static int scmi_lane_judge(struct scmi_batch *b, const struct scmi_lane *lane,
			   int err)
{
	if (!err || scmi_batch_is_fatal(err))
		return err;
	scmi_batch_fail(b, lane->idx, err);
	return 0;
}

static u8 *scmi_batch_mute(struct scmi_batch *b, const struct scmi_lane *lane)
{
	return &b->mute[lane->rq.msg % SCMI_BATCH_MSGS];
}

/* Let the protocol parse the lane's answer, or tell it that there is none. */
static int scmi_lane_parse(struct scmi_batch *b, const struct scmi_lane *lane,
			   int err)
{
	struct scmi_cursor c;
	int ret;

	scmi_cursor_init(&c, NULL, 0);
	if (!err)
		c = scmi_xfer_cursor(lane->xfer);
	ret = b->ops->parse(b->ph, b->arg, lane->idx, lane->step, err, &c);
	return ret || err ? ret : scmi_cursor_end(&c);
}

/* Is the lane's message one that the platform never answers? */
static bool scmi_lane_is_mute(struct scmi_batch *b, const struct scmi_lane *lane)
{
	return *scmi_batch_mute(b, lane) >= SCMI_BATCH_MUTE_WAITS;
}

/* Ask the plan for the lane's next message. Return: 1; 0 at the end; errno. */
static int scmi_lane_next(struct scmi_batch *b, struct scmi_lane *lane)
{
	if (lane->step >= SCMI_BATCH_MAX_STEPS)
		return -EPROTO;
	lane->losses = 0;
	lane->silences = 0;
	lane->busies = 0;
	memset(&lane->rq, 0, sizeof(lane->rq));
	return b->ops->next(b->ph, b->arg, lane->idx, lane->step, &lane->rq);
}

/* Why the lane's message is not even sent, or 0. */
static int scmi_lane_idle(struct scmi_batch *b, const struct scmi_lane *lane)
{
	if (!scmi_msg_exists(b->ph, lane->rq.msg))
		return -EOPNOTSUPP;
	return scmi_lane_is_mute(b, lane) ? -ETIMEDOUT : 0;
}

/* Go on with the lane's object until a message of it was sent, or to its end. */
static int scmi_lane_go_on(struct scmi_batch *b, struct scmi_lane *lane)
{
	int ret, idle;

	while ((ret = scmi_lane_next(b, lane)) > 0) {
		idle = scmi_lane_idle(b, lane);
		if (!idle)
			return scmi_lane_judge(b, lane, scmi_lane_send(b, lane));
		ret = scmi_lane_parse(b, lane, idle);
		if (ret)
			break;
		lane->step++;
	}
	if (ret < 0)
		scmi_batch_fail(b, lane->idx, ret);
	return 0;
}

/* Start objects until the lanes or the transfers are used up. */
static int scmi_batch_fill(struct scmi_batch *b)
{
	int ret = 0;

	while (!ret && b->next < b->count && b->used < b->size &&
	       b->used == b->inflight) {
		struct scmi_lane lane = { .idx = b->next++ };

		ret = scmi_lane_go_on(b, &lane);
	}
	return ret;
}

static void scmi_batch_kick(struct scmi_batch *b)
{
	if (b->unkicked)
		scmi_xfer_kick(scmi_handle_chan(b->ph));
	b->unkicked = 0;
}

/* Has the platform said anything since @xfer was sent, and does it say anything? */
static bool scmi_batch_is_silent(struct scmi_batch *b,
				 const struct scmi_xfer *xfer)
{
	u32 version;

	if (!scmi_xfer_was_silent(xfer))
		return false;
	/* What waits for the doorbell must not wait for us as well. */
	scmi_batch_kick(b);
	scmi_call(b->ph, SCMI_PROTOCOL_VERSION, SCMI_NO_WORDS, 0, &version, 1);
	return scmi_xfer_was_silent(xfer);
}

/*
 * The lane's message had no answer. Timeouts that ran at the same time count once.
 * Return: 0 to go on, or what the batch ends with.
 */
static int scmi_batch_waited(struct scmi_batch *b, struct scmi_lane *lane)
{
	const struct scmi_xfer *xfer = lane->xfer;
	u8 *mute = scmi_batch_mute(b, lane);

	lane->silences++;
	if (b->waits && time_before(xfer->sent, b->waited))
		return 0;
	if (scmi_batch_is_silent(b, xfer))
		return -ETIMEDOUT;
	b->waited = jiffies;
	*mute = min(*mute + 1, SCMI_BATCH_MUTE_WAITS);
	return ++b->waits > SCMI_BATCH_MAX_WAITS ? -ETIMEDOUT : 0;
}

/* The platform is busy. Return: true when the lane's message is to be sent again. */
static bool scmi_batch_pause(struct scmi_batch *b, struct scmi_lane *lane)
{
	if (lane->busies >= SCMI_BUSY_TRIES)
		return false;
	if (!b->pauses || !time_before(lane->xfer->sent, b->paused)) {
		if (b->pauses >= SCMI_BATCH_MAX_PAUSES)
			return false;
		/* What waits for the doorbell must not wait for us as well. */
		scmi_batch_kick(b);
		scmi_busy_pause(lane->busies, false);
		b->pauses++;
		b->paused = jiffies;
	}
	lane->busies++;
	return true;
}

/* Is the lane's message worth another try? */
static bool scmi_lane_again(struct scmi_batch *b, struct scmi_lane *lane, int err)
{
	if (lane->xfer->lost)
		return lane->losses++ < SCMI_BATCH_MAX_LOSSES;
	if (scmi_xfer_was_busy(lane->xfer))
		return scmi_batch_pause(b, lane);
	return err == -ETIMEDOUT && !scmi_lane_is_mute(b, lane) &&
	       lane->silences <= SCMI_BATCH_MAX_SILENCES;
}

/* Take the lane's message to its end; the result is the batch's, not the lane's. */
static int scmi_lane_finish(struct scmi_batch *b, struct scmi_lane *lane)
{
	int err = scmi_xfer_wait(lane->xfer);
	bool again = false;
	int ret = 0;

	if (err == -ENODEV || err == -EINTR)
		ret = err;
	else if (err == -ETIMEDOUT)
		ret = scmi_batch_waited(b, lane);
	else
		*scmi_batch_mute(b, lane) = 0;
	if (!ret)
		again = scmi_lane_again(b, lane, err);
	if (ret || again) {
		scmi_xfer_put(lane->xfer);
		lane->xfer = NULL;
		if (again)
			scmi_lane_push(b, lane);
		return ret;
	}

	ret = scmi_lane_parse(b, lane, err);
	scmi_xfer_put(lane->xfer);
	lane->xfer = NULL;
	if (ret) {
		scmi_batch_fail(b, lane->idx, ret);
		return 0;
	}
	lane->step++;
	return scmi_lane_go_on(b, lane);
}

/* Take the oldest lane one step further. */
static int scmi_batch_advance(struct scmi_batch *b)
{
	struct scmi_lane lane = scmi_lane_pop(b);

	if (lane.xfer)
		return scmi_lane_finish(b, &lane);
	return scmi_lane_judge(b, &lane, scmi_lane_send(b, &lane));
}

/* Take in what is there, at least one answer. */
static int scmi_batch_round(struct scmi_batch *b)
{
	unsigned int budget = b->used;
	struct scmi_lane *oldest;
	int ret;

	do {
		ret = scmi_batch_advance(b);
		oldest = &b->lanes[b->head];
	} while (!ret && --budget && b->used && oldest->xfer &&
		 completion_done(&oldest->xfer->completion));
	return ret;
}

/* Give up what is in flight; the platform must see it to return it. */
static void scmi_batch_cancel(struct scmi_batch *b)
{
	scmi_batch_kick(b);
	while (b->used) {
		struct scmi_lane lane = scmi_lane_pop(b);

		if (!lane.xfer)
			continue;
		scmi_xfer_finish(lane.xfer, -ECANCELED, SCMI_STAT_interrupted);
		scmi_xfer_put(lane.xfer);
	}
}

/**
 * scmi_proto_batch() - run the message plans of all objects, pipelined
 * @ph: handle
 * @count: number of objects
 * @ops: the plan
 * @arg: passed to @ops
 *
 * Context: Process context, sleeps.
 * Return: 0 when every object was finished or failed for itself; -ENOMEM;
 *	   -ENODEV, -EINTR, -EBUSY or -ETIMEDOUT when the batch was cut off.
 */
int scmi_proto_batch(const struct scmi_protocol_handle *ph, u32 count,
		     const struct scmi_batch_ops *ops, void *arg)
{
	struct scmi_instance *inst = scmi_handle_instance(ph);
	struct scmi_batch b = {
		.ph = ph, .ops = ops, .arg = arg, .count = count,
	};
	int ret;

	if (!count)
		return 0;
	b.size = min(count, scmi_proto_lanes(ph));
	b.lanes = kvcalloc(b.size, sizeof(*b.lanes), GFP_KERNEL);
	if (!b.lanes)
		return -ENOMEM;

	do {
		ret = scmi_batch_fill(&b);
		if (ret || !b.used)
			break;
		scmi_batch_kick(&b);
		ret = scmi_batch_round(&b);
		if (!ret && READ_ONCE(inst->state) >= SCMI_INST_DRAINING)
			ret = -ENODEV;
	} while (!ret);

	if (ret)
		scmi_batch_cancel(&b);
	kvfree(b.lanes);
	return ret;
}
