// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, the configuration of many sensors at once.
 */

#include <linux/export.h>
#include <linux/scmi_agent_sensor.h>

#include "sensor.h"

/**
 * struct scmi_sensor_configs - whose configurations a batch reads
 * @ids: sensors
 * @errs: what became of each
 */
struct scmi_sensor_configs {
	const u32 *ids;
	int *errs;
};

static int scmi_sensor_config_next(const struct scmi_protocol_handle *ph,
				   void *arg, u32 idx, unsigned int step,
				   struct scmi_request *rq)
{
	const struct scmi_sensor_configs *configs = arg;

	rq->msg = SCMI_SENSOR_CONFIG_GET;
	rq->words[0] = configs->ids[idx];
	return !step;
}

/* DEN0056 4.7.2.11 */
static int scmi_sensor_config_parse(const struct scmi_protocol_handle *ph,
				    void *arg, u32 idx, unsigned int step,
				    int err, struct scmi_cursor *c)
{
	const struct scmi_sensor_configs *configs = arg;
	struct scmi_sensor *sensor = scmi_sensor_lookup(ph, configs->ids[idx]);

	configs->errs[idx] = err;
	if (!err)
		WRITE_ONCE(sensor->info.sensor_config, scmi_get_le32(c));
	return 0;
}

static const struct scmi_batch_ops scmi_sensor_configs_ops = {
	.next = scmi_sensor_config_next,
	.parse = scmi_sensor_config_parse,
};

/**
 * scmi_agent_sensor_read_configs() - read the configuration of sensors
 * @ph: handle
 * @ids: sensors, all of which exist
 * @errs: set to what became of each: 0, or negative errno
 * @num: entries in @ids and @errs
 *
 * Context: Process context, sends messages.
 * Return: 0, or negative errno when the batch was cut off, see scmi_proto_batch():
 *	   entries without an answer are that errno.
 */
int scmi_agent_sensor_read_configs(const struct scmi_protocol_handle *ph,
				   const u32 *ids, int *errs, u32 num)
{
	struct scmi_sensor_configs configs = { .ids = ids, .errs = errs };
	u32 i;
	int ret;

	for (i = 0; i < num; i++)
		errs[i] = -EAGAIN;
	ret = scmi_proto_batch(ph, num, &scmi_sensor_configs_ops, &configs);
	for (i = 0; i < num; i++)
		if (ret && errs[i] == -EAGAIN)
			errs[i] = ret;
	return ret;
}
EXPORT_SYMBOL_GPL(scmi_agent_sensor_read_configs);
