// SPDX-License-Identifier: GPL-2.0-only
/*
 * Trip points: limits and alarms of sensors.
 *
 * SCMI trip points can be set and announce themselves when they are crossed; they
 * cannot be read. A limit that nobody has set is none: it reads as the end of the
 * sensor's range, or as the largest value there is where the platform tells none. A
 * sensor's notifications are turned on with its first limit.
 *
 * Order at removal: scmi_hwmon_unsubscribe_all() is the devres that came last, so
 * no notifier runs any more when the hwmon device and the thermal zones, which
 * notifiers use, go away. Writers in sysfs can still be at work then, @closing
 * keeps them from subscribing again.
 */

#include <linux/bitfield.h>
#include <linux/cleanup.h>
#include <linux/device.h>

#include "hwmon.h"

/* DEN0056 SENSOR_TRIP_POINT_EVENT, trip_point_desc */
#define SCMI_TRIP_ID		GENMASK(7, 0)
#define SCMI_TRIP_RISING	BIT(16)

static const enum scmi_hwmon_attr scmi_hwmon_alarms[SCMI_HWMON_MAX_LIMITS] = {
	SCMI_HWMON_MAX_ALARM, SCMI_HWMON_CRIT_ALARM
};

/* Return: true if that is news. */
static bool scmi_hwmon_alarm_change(struct scmi_hwmon_chan *chan,
				    unsigned int idx, bool alarm)
{
	guard(spinlock)(&chan->alarm_lock);
	chan->events++;
	if (test_bit(idx, &chan->alarms) == alarm)
		return false;
	__assign_bit(idx, &chan->alarms, alarm);
	return true;
}

static int scmi_hwmon_trip_event(struct notifier_block *nb, unsigned long event,
				 void *data)
{
	struct scmi_hwmon_chan *chan =
		container_of(nb, struct scmi_hwmon_chan, trip_nb);
	const struct scmi_sensor_trip_point_report *report = data;
	unsigned int trip = FIELD_GET(SCMI_TRIP_ID, report->trip_point_desc);
	bool rising = report->trip_point_desc & SCMI_TRIP_RISING;

	if (trip >= chan->num_limits)
		scmi_hwmon_thermal_event(chan);
	else if (scmi_hwmon_alarm_change(chan, trip, rising))
		hwmon_notify_event(chan->hwmon->hwdev, chan->class->type,
				   chan->class->attr[scmi_hwmon_alarms[trip]],
				   chan->index);
	return NOTIFY_OK;
}

/**
 * scmi_hwmon_trips_init() - decide what a sensor's trip points are for
 * @chan: the sensor
 *
 * A thermal zone takes the last two, if there are two; hwmon takes the first of
 * the rest.
 *
 * Context: Process context, probe.
 */
void scmi_hwmon_trips_init(struct scmi_hwmon_chan *chan)
{
	unsigned int num = chan->info->num_trip_points;

	spin_lock_init(&chan->alarm_lock);
	chan->trip_nb.notifier_call = scmi_hwmon_trip_event;
	if (chan->tz && num >= 2)
		num -= 2;
	if (chan->class->attr[SCMI_HWMON_MAX] >= 0)
		chan->num_limits = min_t(unsigned int, num,
					 SCMI_HWMON_MAX_LIMITS);
}

static int scmi_hwmon_subscribe_locked(struct scmi_hwmon_chan *chan)
	__must_hold(&chan->hwmon->lock)
{
	const struct scmi_handle *handle = chan->hwmon->handle;
	u32 id = chan->info->id;
	int err;

	lockdep_assert_held(&chan->hwmon->lock);
	/* Not before there is a device that notifiers can tell. */
	if (chan->hwmon->closing || !chan->hwmon->hwdev)
		return -ENODEV;
	if (chan->subscribed)
		return 0;
	err = handle->notify_ops->event_notifier_register(handle,
				SCMI_PROTOCOL_SENSOR,
				SCMI_EVENT_SENSOR_TRIP_POINT_EVENT, &id,
				&chan->trip_nb);
	if (!err)
		chan->subscribed = true;
	return err;
}

/**
 * scmi_hwmon_subscribe() - have trip point events of a sensor delivered
 * @chan: the sensor
 *
 * DEN0056 SENSOR_TRIP_POINT_NOTIFY.
 *
 * Context: Process context, sends a message.
 * Return: 0 or negative errno.
 */
int scmi_hwmon_subscribe(struct scmi_hwmon_chan *chan)
{
	guard(mutex)(&chan->hwmon->lock);
	return scmi_hwmon_subscribe_locked(chan);
}

/**
 * scmi_hwmon_unsubscribe_all() - end all subscriptions, for good
 * @data: the instance's struct scmi_hwmon
 *
 * Context: Process context, sends messages. No notifier runs any more when it
 * returns.
 */
void scmi_hwmon_unsubscribe_all(void *data)
{
	struct scmi_hwmon *hwmon = data;
	const struct scmi_handle *handle = hwmon->handle;
	unsigned int i;

	guard(mutex)(&hwmon->lock);
	hwmon->closing = true;
	for (i = 0; i < hwmon->num; i++) {
		struct scmi_hwmon_chan *chan = &hwmon->chan[i];
		u32 id = chan->info->id;

		if (!chan->subscribed)
			continue;
		chan->subscribed = false;
		handle->notify_ops->event_notifier_unregister(handle,
				SCMI_PROTOCOL_SENSOR,
				SCMI_EVENT_SENSOR_TRIP_POINT_EVENT, &id,
				&chan->trip_nb);
	}
}

/**
 * scmi_hwmon_limit_get() - the highest value that is within a limit
 * @chan: the sensor
 * @idx: which of its limits
 * @val: where to store it, in hwmon's unit
 *
 * Context: Process context.
 * Return: 0.
 */
int scmi_hwmon_limit_get(struct scmi_hwmon_chan *chan, unsigned int idx,
			 s64 *val)
{
	guard(mutex)(&chan->hwmon->lock);
	if (chan->limit_set[idx])
		*val = scmi_hwmon_from_raw(chan, chan->limit[idx]);
	else if (chan->quantity.has_max)
		*val = scmi_hwmon_from_raw(chan, chan->quantity.max);
	else
		*val = S64_MAX;
	return 0;
}

/*
 * The sensor may be beyond the new limit already, which no event will tell. One
 * that comes in meanwhile knows better than the reading.
 */
static void scmi_hwmon_alarm_init(struct scmi_hwmon_chan *chan,
				  unsigned int idx, s64 limit)
{
	unsigned int events;
	s64 raw;
	int err;

	scoped_guard(spinlock, &chan->alarm_lock)
		events = chan->events;
	err = scmi_hwmon_read_raw(chan, &raw);
	/* What cannot be read says nothing about the alarm. */
	if (err)
		return;
	scoped_guard(spinlock, &chan->alarm_lock) {
		if (chan->events == events)
			__assign_bit(idx, &chan->alarms, raw >= limit);
	}
}

/**
 * scmi_hwmon_limit_set() - set a limit
 * @chan: the sensor
 * @idx: which of its limits
 * @val: the limit in hwmon's unit; precision beyond the sensor's unit is lost
 *
 * DEN0056 SENSOR_TRIP_POINT_CONFIG.
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno.
 */
int scmi_hwmon_limit_set(struct scmi_hwmon_chan *chan, unsigned int idx,
			 s64 val)
{
	struct scmi_hwmon *hwmon = chan->hwmon;
	s64 raw = scmi_hwmon_to_raw(chan, val, 0);
	int err;

	guard(mutex)(&hwmon->lock);
	err = scmi_hwmon_subscribe_locked(chan);
	if (err)
		return err;
	err = hwmon->ops->trip_point_config(hwmon->ph, chan->info->id, idx,
					    raw);
	if (err)
		return err;
	chan->limit[idx] = raw;
	chan->limit_set[idx] = true;
	scmi_hwmon_alarm_init(chan, idx, raw);
	return 0;
}

/**
 * scmi_hwmon_alarm_get() - is a limit exceeded
 * @chan: the sensor
 * @idx: which of its limits
 * @val: where to store 0 or 1
 *
 * Context: Any but hard interrupt.
 * Return: 0.
 */
int scmi_hwmon_alarm_get(struct scmi_hwmon_chan *chan, unsigned int idx,
			 long *val)
{
	guard(spinlock)(&chan->alarm_lock);
	*val = test_bit(idx, &chan->alarms);
	return 0;
}
