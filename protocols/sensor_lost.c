// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: SENSOR protocol, what the sensors lack.
 */

#include "sensor.h"

/* By what they lack. */
static const char * const scmi_sensor_lost_what[SCMI_SENSOR_LOST_NUM] = {
	[SCMI_SENSOR_LOST_ALL] = "sensors left out",
	[SCMI_SENSOR_STAGE_NAME] = "sensors without extended name",
	[SCMI_SENSOR_STAGE_AXIS_NAMES] = "sensors without extended names of axes",
	[SCMI_SENSOR_LOST_INTERVALS] = "sensors whose update intervals are unknown",
	[SCMI_SENSOR_LOST_DESCRIPTOR] = "sensors without description",
	[SCMI_SENSOR_LOST_ID] = "sensors whose id is another one's or impossible",
};

/**
 * scmi_sensor_lost() - sensors lack something
 * @ph: handle
 * @what: index in scmi_sensor_lost_what
 * @id: the first of them, by its id or by its place in the list of descriptors
 * @num: how many they are
 * @err: negative errno; there is no news in what the platform has not got
 *
 * See DOC: What is lost.
 *
 * Context: Process context, inside instance_init() or with the intervals_lock.
 */
void scmi_sensor_lost(const struct scmi_protocol_handle *ph, unsigned int what,
		      u32 id, u32 num, int err)
{
	if (what != SCMI_SENSOR_LOST_ALL && scmi_not_implemented(err))
		return;
	dev_dbg(ph->dev, "%u from sensor %u on are among %s: %pe\n", num, id,
		scmi_sensor_lost_what[what], ERR_PTR(err));
	scmi_lost_add(&scmi_sensors(ph)->lost[what], id, num, err);
}

/**
 * scmi_sensor_tell_lost() - say what sensors lack, each kind once
 * @ph: handle
 *
 * Context: as scmi_sensor_lost().
 */
void scmi_sensor_tell_lost(const struct scmi_protocol_handle *ph)
{
	struct scmi_sensors *si = scmi_sensors(ph);
	unsigned int i;

	for (i = 0; i < SCMI_SENSOR_LOST_NUM; i++)
		scmi_lost_tell(ph->dev, &si->lost[i], si->described,
			       scmi_sensor_lost_what[i]);
}
