// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, the update intervals of the sensors.
 */

#include <linux/bits.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "passing.h"
#include "sensor.h"

/**
 * DOC: Update intervals
 *
 * A driver that registers sensors needs no intervals, and with a serial transport they
 * cost it a message each. So they are asked for, of all sensors side by side, by the
 * first info_get(): struct scmi_sensors.intervals_lock lets one do so. A sensor
 * whose intervals cannot be had has none; what was lost for a reason that may pass is
 * asked for again, but no sooner than after a minute.
 */

/* SENSOR_LIST_UPDATE_INTERVALS: num_intervals_flags */
#define SCMI_INTERVALS_SEGMENTED	BIT(12)

static const struct scmi_list scmi_intervals = {
	.returned = GENMASK(11, 0),
	.remaining = GENMASK(31, 16),
	.record = sizeof(__le32),
	.limit = 65536,
};

/**
 * scmi_sensor_drop_intervals() - forget the update intervals of a sensor
 * @si: sensors of its instance
 * @sensor: sensor
 *
 * Context: Process context.
 */
void scmi_sensor_drop_intervals(struct scmi_sensors *si, struct scmi_sensor *sensor)
{
	struct scmi_sensor_intervals_info *iv = &sensor->info.intervals;

	iv->count = 0;
	if (iv->desc != iv->prealloc_pool)
		scmi_list_free(&si->budget, iv->desc,
			       sensor->intervals_room * sizeof(*iv->desc));
	iv->desc = iv->prealloc_pool;
	iv->segmented = false;
}

/* Room for @total intervals, in the sensor itself when they fit. */
static int scmi_sensor_alloc_intervals(const struct scmi_protocol_handle *ph,
				       struct scmi_sensor *sensor, u32 total)
{
	struct scmi_sensor_intervals_info *iv = &sensor->info.intervals;

	if (total <= SCMI_MAX_PREALLOC_POOL)
		return 0;
	iv->desc = scmi_list_alloc(&scmi_sensors(ph)->budget, 0, total,
				   sizeof(*iv->desc));
	if (iv->desc) {
		sensor->intervals_room = total;
		return 0;
	}
	iv->desc = iv->prealloc_pool;
	return -ENOMEM;
}

/* DEN0056 4.7.2.10. Return: 1 when there are more, 0 at the end, or error. */
static int scmi_sensor_list_parse(const struct scmi_protocol_handle *ph,
				  struct scmi_sensor *sensor,
				  struct scmi_cursor *c)
{
	struct scmi_sensor_intervals_info *iv = &sensor->info.intervals;
	struct scmi_parts *p = &sensor->staged.parts;
	struct scmi_part part = scmi_part_get(&scmi_intervals, c);
	bool segmented = part.flags & SCMI_INTERVALS_SEGMENTED;
	bool first = !p->parts;
	u32 at = p->got;
	int n;

	if (!first && segmented != iv->segmented)
		return -EPROTO;
	n = scmi_part_check(&scmi_intervals, &part, c) ?:
	    scmi_parts_take(p, part.returned, part.remaining,
			    segmented ? SCMI_SENS_INTVL_SEGMENT_STEP + 1 :
			    scmi_intervals.limit);
	if (n < 0)
		return n;
	if (first) {
		iv->segmented = segmented;
		if (scmi_sensor_alloc_intervals(ph, sensor, p->total))
			return -ENOMEM;
	}
	while (n--)
		iv->desc[at++] = scmi_get_le32(c);
	if (!scmi_parts_done(p))
		return 1;
	if (iv->segmented && p->got <= SCMI_SENS_INTVL_SEGMENT_STEP)
		return -EPROTO;
	/* Last: others may look at the sensor, which had none so far. */
	smp_store_release(&iv->count, p->got);
	return 0;
}

static int scmi_sensor_list_next(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step,
				 struct scmi_request *rq)
{
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);

	if (!sensor || sensor->intervals_known)
		return 0;
	if (!step) {
		/* What somebody who was killed meanwhile has left. */
		scmi_sensor_drop_intervals(scmi_sensors(ph), sensor);
		scmi_parts_init(&sensor->staged.parts);
	}
	rq->msg = SCMI_SENSOR_LIST_UPDATE_INTERVALS;
	rq->words[0] = id;
	rq->words[1] = sensor->staged.parts.got;
	return 1;
}

static int scmi_sensor_list_take(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step, int err,
				 struct scmi_cursor *c)
{
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);
	int ret;

	ret = err ?: scmi_sensor_list_parse(ph, sensor, c);
	sensor->intervals_known = !ret;
	return min(ret, 0);
}

static void scmi_sensor_list_failed(const struct scmi_protocol_handle *ph,
				    void *arg, u32 id, int err)
{
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, id);

	scmi_sensor_drop_intervals(scmi_sensors(ph), sensor);
	sensor->intervals_known = !scmi_detail_may_pass(err);
	scmi_losses_note(ph, &scmi_sensors(ph)->losses,
			 SCMI_SENSOR_LOST_INTERVALS, id, 1, err);
}

static const struct scmi_batch_ops scmi_sensor_list_ops = {
	.next = scmi_sensor_list_next,
	.parse = scmi_sensor_list_take,
	.failed = scmi_sensor_list_failed,
};

/* Return: true when all is known that there is to know. */
static bool scmi_sensor_intervals_ask(const struct scmi_protocol_handle *ph)
	__must_hold(&scmi_sensors(ph)->intervals_lock)
{
	struct scmi_sensors *si = scmi_sensors(ph);
	struct scmi_sensor *sensor;
	unsigned long id;
	u32 attr;
	int err;

	lockdep_assert_held(&si->intervals_lock);

	if (xa_empty(&si->sensors) ||
	    !scmi_msg_exists(ph, SCMI_SENSOR_LIST_UPDATE_INTERVALS))
		return true;
	/* One question instead of a refusal by every sensor. */
	err = scmi_proto_msg_attributes(ph, SCMI_SENSOR_LIST_UPDATE_INTERVALS,
					&attr);
	if (err)
		return !scmi_error_may_pass(err);
	scmi_proto_batch(ph, si->count, &scmi_sensor_list_ops, NULL);
	scmi_losses_tell(ph, &si->losses);
	xa_for_each(&si->sensors, id, sensor)
		if (!sensor->intervals_known)
			return false;
	return true;
}

/**
 * scmi_sensor_intervals_all() - find out about the intervals of all sensors
 * @ph: handle
 *
 * What one call does not find out the others do not ask for again within a minute,
 * unless its caller was killed. DEN0056 4.7.2.10.
 *
 * Context: Process context, the first call sends messages.
 */
void scmi_sensor_intervals_all(const struct scmi_protocol_handle *ph)
{
	struct scmi_sensors *si = scmi_sensors(ph);

	if (!scmi_may_ask(&si->intervals_again))
		return;
	guard(mutex)(&si->intervals_lock);
	if (!scmi_may_ask(&si->intervals_again))
		return;
	scmi_asked_for(&si->intervals_again, scmi_sensor_intervals_ask(ph));
}
