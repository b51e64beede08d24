// SPDX-License-Identifier: GPL-2.0-only
/*
 * The load generator as an SCMI driver: built once against our header and once
 * against mainline's, from the same source.
 *
 * Each device (SENSOR, "bench-sensor") and (CLOCK, "bench-clock") is a target. A
 * command reads sensor 0 or the rate of clock 0; a polled one enables clock 0 as
 * callers do who may not sleep. The latter listens to clock 0's notifications, whose
 * rate is the time at which the platform sent them.
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "load.h"

static char *protocols = "sensor";
module_param(protocols, charp, 0400);
MODULE_PARM_DESC(protocols, "sensor, clock, or both");

static bool events;
module_param(events, bool, 0400);
MODULE_PARM_DESC(events, "listen to the rate of clock 0");

struct bench_sensor {
	const struct scmi_sensor_proto_ops *ops;
	struct scmi_protocol_handle *ph;
};

struct bench_clock {
	const struct scmi_clk_proto_ops *ops;
	struct scmi_protocol_handle *ph;
	struct notifier_block nb;
};

static int bench_read_sensor(void *arg, unsigned int thread)
{
	struct bench_sensor *sensor = arg;
	u64 value;

	return sensor->ops->reading_get(sensor->ph, 0, &value);
}

static int bench_read_rate(void *arg, unsigned int thread)
{
	struct bench_clock *clock = arg;
	u64 rate;

	return clock->ops->rate_get(clock->ph, 0, &rate);
}

static int bench_enable_clock(void *arg, unsigned int thread)
{
	struct bench_clock *clock = arg;

	return clock->ops->enable(clock->ph, 0, true);
}

static int bench_sensor_probe(struct scmi_device *sdev)
{
	struct bench_sensor *sensor = devm_kzalloc(&sdev->dev, sizeof(*sensor),
						   GFP_KERNEL);
	struct load_target target = {
		.name = "sensor",
		.sync = bench_read_sensor,
		.arg = sensor,
	};

	if (!sensor)
		return -ENOMEM;
	sensor->ops = sdev->handle->devm_protocol_get(sdev,
						      SCMI_PROTOCOL_SENSOR,
						      &sensor->ph);
	if (IS_ERR(sensor->ops))
		return PTR_ERR(sensor->ops);
	dev_set_drvdata(&sdev->dev, sensor);
	return load_add(&target);
}

static int bench_event(struct notifier_block *nb, unsigned long event,
		       void *data)
{
	const struct scmi_clock_rate_notif_report *report = data;

	load_event(report->rate);
	return NOTIFY_OK;
}

static int bench_listen(struct scmi_device *sdev, struct bench_clock *clock)
{
	const struct scmi_notify_ops *ops = sdev->handle->notify_ops;
	const u32 source = 0;

	clock->nb.notifier_call = bench_event;
	return ops->devm_event_notifier_register(sdev, SCMI_PROTOCOL_CLOCK,
						 SCMI_EVENT_CLOCK_RATE_CHANGED,
						 &source, &clock->nb);
}

static int bench_clock_probe(struct scmi_device *sdev)
{
	struct bench_clock *clock = devm_kzalloc(&sdev->dev, sizeof(*clock),
						 GFP_KERNEL);
	struct load_target target = {
		.name = "clock",
		.sync = bench_read_rate,
		.poll = bench_enable_clock,
		.arg = clock,
	};

	if (!clock)
		return -ENOMEM;
	clock->ops = sdev->handle->devm_protocol_get(sdev, SCMI_PROTOCOL_CLOCK,
						     &clock->ph);
	if (IS_ERR(clock->ops))
		return PTR_ERR(clock->ops);
	if (events && bench_listen(sdev, clock))
		dev_warn(&sdev->dev, "no notifications\n");
	dev_set_drvdata(&sdev->dev, clock);
	return load_add(&target);
}

static void bench_remove(struct scmi_device *sdev)
{
	load_remove(dev_get_drvdata(&sdev->dev));
}

static const struct scmi_device_id bench_sensor_ids[] = {
	{ SCMI_PROTOCOL_SENSOR, "bench-sensor" },
	{ }
};

static const struct scmi_device_id bench_clock_ids[] = {
	{ SCMI_PROTOCOL_CLOCK, "bench-clock" },
	{ }
};

static struct scmi_driver bench_sensor_driver = {
	.name = KBUILD_MODNAME "-sensor",
	.probe = bench_sensor_probe,
	.remove = bench_remove,
	.id_table = bench_sensor_ids,
};

static struct scmi_driver bench_clock_driver = {
	.name = KBUILD_MODNAME "-clock",
	.probe = bench_clock_probe,
	.remove = bench_remove,
	.id_table = bench_clock_ids,
};

static bool bench_wants(const char *what)
{
	return !strcmp(protocols, what) || !strcmp(protocols, "both");
}

int load_register(void)
{
	int ret = 0;

	if (bench_wants("sensor"))
		ret = scmi_register(&bench_sensor_driver);
	if (ret || !bench_wants("clock"))
		return ret;
	ret = scmi_register(&bench_clock_driver);
	if (ret && bench_wants("sensor"))
		scmi_unregister(&bench_sensor_driver);
	return ret;
}

void load_unregister(void)
{
	if (bench_wants("clock"))
		scmi_unregister(&bench_clock_driver);
	if (bench_wants("sensor"))
		scmi_unregister(&bench_sensor_driver);
}
