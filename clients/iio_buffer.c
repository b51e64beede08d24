// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers: who fills them.
 */

#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/hrtimer.h>
#include <linux/iio/buffer.h>
#include <linux/iio/trigger.h>
#include <linux/iio/trigger_consumer.h>
#include <linux/iio/triggered_buffer.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/sched.h>

#include "iio.h"

/**
 * DOC: Buffers
 *
 * Of three that can fill a buffer one does, which is settled when it is enabled:
 *
 * - a trigger, if the user has chosen one (trigger/current_trigger): each time it fires
 *   the sensor is read;
 * - the platform, if the sensor has continuous updates, and the platform agrees;
 * - a thread of ours, which reads the sensor sampling_frequency times a second. No
 *   kernel has a trigger for that which can be counted on: Debian's 6.1 has none.
 *
 * None of them reads or writes anything of the sensor's that another one does. The
 * framework ends a buffer before the device goes, whoever has it open: by then
 * scmi_iio_stop() has waited for the notifier and for the thread.
 *
 * A sample that cannot be read is left out, which is logged once for the instance.
 */

/* Channels that nobody has asked for are not in the buffer: the others move up. */
static void scmi_iio_push(struct scmi_iio_sensor *sensor,
			  const struct scmi_sensor_reading *readings, s64 when)
{
	struct iio_dev *indio_dev = sensor->indio_dev;
	unsigned int i, at = 0;

	for (i = 0; i < sensor->num; i++)
		if (test_bit(i, indio_dev->active_scan_mask))
			sensor->scan[at++] = readings[sensor->chan[i].value].value;
	/* A buffer that is full is its reader's affair. */
	iio_push_to_buffers_with_ts(indio_dev, sensor->scan,
				    (sensor->num + 1) * sizeof(*sensor->scan), when);
}

static void scmi_iio_sample(struct scmi_iio_sensor *sensor)
{
	s64 now = iio_get_time_ns(sensor->indio_dev);
	int err;

	guard(mutex)(&sensor->lock);
	err = scmi_iio_read(sensor);
	if (!err)
		scmi_iio_push(sensor, sensor->readings, now);
	else if (err != -ENODEV && !xchg(&sensor->iio->told_failing, true))
		dev_warn(sensor->iio->dev, "sensor %u gives no samples: %pe\n",
			 sensor->info->id, ERR_PTR(err));
}

static irqreturn_t scmi_iio_triggered(int irq, void *data)
{
	struct iio_poll_func *pf = data;
	struct iio_dev *indio_dev = pf->indio_dev;

	scmi_iio_sample(iio_priv(indio_dev));
	iio_trigger_notify_done(indio_dev->trig);
	return IRQ_HANDLED;
}

/* Samples that are late are made up for by none: one follows at once. */
static int scmi_iio_poll(void *data)
{
	struct scmi_iio_sensor *sensor = data;
	ktime_t next = ktime_get();

	set_freezable();
	while (!kthread_freezable_should_stop(NULL)) {
		scmi_iio_sample(sensor);
		next = ktime_add_us(next, READ_ONCE(sensor->poll_us));
		next = max(next, ktime_get());
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule_hrtimeout(&next, HRTIMER_MODE_ABS);
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static int scmi_iio_updated(struct notifier_block *nb, unsigned long event,
			    void *data)
{
	struct scmi_iio_sensor *sensor = container_of(nb, struct scmi_iio_sensor, nb);
	const struct scmi_sensor_update_report *report = data;
	const struct scmi_sensor_info *info = sensor->info;
	s64 when = iio_get_time_ns(sensor->indio_dev);
	u64 stamp = report->readings[0].timestamp;

	when -= ktime_to_ns(ktime_sub(ktime_get_boottime(), report->timestamp));
	if (info->timestamped && stamp)
		when = scmi_iio_time(&sensor->clock,
				     scmi_iio_stamp_ns(stamp, info->tstamp_scale),
				     when);
	scmi_iio_push(sensor, report->readings, when);
	return NOTIFY_OK;
}

static int scmi_iio_subscribe(struct scmi_iio_sensor *sensor)
{
	const struct scmi_handle *handle = sensor->iio->handle;
	u32 id = sensor->info->id;

	sensor->clock.known = false;
	return handle->notify_ops->event_notifier_register(handle,
				SCMI_PROTOCOL_SENSOR, SCMI_EVENT_SENSOR_UPDATE,
				&id, &sensor->nb);
}

static int scmi_iio_start_poller(struct scmi_iio_sensor *sensor)
{
	struct task_struct *poller;

	poller = kthread_run(scmi_iio_poll, sensor, "scmi-%s",
			     dev_name(&sensor->indio_dev->dev));
	if (IS_ERR(poller))
		return PTR_ERR(poller);
	sensor->poller = poller;
	return 0;
}

static int scmi_iio_start(struct iio_dev *indio_dev)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	int err;

	if (iio_device_get_current_mode(indio_dev) == INDIO_BUFFER_TRIGGERED)
		return 0;
	err = scmi_iio_subscribe(sensor);
	sensor->updates = !err;
	/* Whatever else the platform has against updates, the sensor can be read. */
	if (err && err != -ENODEV && err != -ENOMEM)
		err = scmi_iio_start_poller(sensor);
	return err;
}

static int scmi_iio_stop(struct iio_dev *indio_dev)
{
	struct scmi_iio_sensor *sensor = iio_priv(indio_dev);
	const struct scmi_handle *handle = sensor->iio->handle;
	u32 id = sensor->info->id;

	if (sensor->updates)
		handle->notify_ops->event_notifier_unregister(handle,
				SCMI_PROTOCOL_SENSOR, SCMI_EVENT_SENSOR_UPDATE,
				&id, &sensor->nb);
	sensor->updates = false;
	if (sensor->poller)
		kthread_stop(sensor->poller);
	sensor->poller = NULL;
	return 0;
}

static int scmi_iio_before(struct iio_dev *indio_dev)
{
	return scmi_iio_turn_on(iio_priv(indio_dev));
}

static int scmi_iio_after(struct iio_dev *indio_dev)
{
	scmi_iio_turn_back(iio_priv(indio_dev));
	return 0;
}

/* A trigger comes after the first of these and goes before the last. */
static const struct iio_buffer_setup_ops scmi_iio_buffer_ops = {
	.preenable = scmi_iio_before,
	.postenable = scmi_iio_start,
	.predisable = scmi_iio_stop,
	.postdisable = scmi_iio_after,
};

/**
 * scmi_iio_buffer_init() - give a sensor's device a buffer
 * @sensor: the sensor, whose device is not registered yet
 *
 * Context: Process context, probe.
 * Return: 0 or negative errno.
 */
int scmi_iio_buffer_init(struct scmi_iio_sensor *sensor)
{
	struct iio_dev *indio_dev = sensor->indio_dev;
	struct device *dev = sensor->iio->dev;

	sensor->nb.notifier_call = scmi_iio_updated;
	sensor->scan = devm_kcalloc(dev, sensor->num + 1, sizeof(*sensor->scan),
				    GFP_KERNEL);
	if (!sensor->scan)
		return -ENOMEM;
	indio_dev->modes = INDIO_DIRECT_MODE | INDIO_BUFFER_SOFTWARE;
	return devm_iio_triggered_buffer_setup(dev, indio_dev, NULL,
					       scmi_iio_triggered,
					       &scmi_iio_buffer_ops);
}
