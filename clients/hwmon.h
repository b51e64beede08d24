/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sensors of one instance, as the hwmon and thermal frameworks see them.
 */
#ifndef _SCMI_AGENT_CLIENTS_HWMON_H
#define _SCMI_AGENT_CLIENTS_HWMON_H

#include <linux/err.h>
#include <linux/hwmon.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/spinlock.h>
#include <linux/thermal.h>
#include <linux/types.h>

struct scmi_hwmon;

/**
 * enum scmi_hwmon_attr - attributes, whatever the framework calls them
 * @SCMI_HWMON_INPUT: the reading
 * @SCMI_HWMON_LABEL: the platform's name for the sensor
 * @SCMI_HWMON_ENABLE: is the sensor on
 * @SCMI_HWMON_MAX: lower limit, trip point 0
 * @SCMI_HWMON_CRIT: upper limit, trip point 1
 * @SCMI_HWMON_MAX_ALARM: trip point 0 was last crossed upwards
 * @SCMI_HWMON_CRIT_ALARM: trip point 1 was last crossed upwards
 * @SCMI_HWMON_NUM_ATTRS: number of attributes
 */
enum scmi_hwmon_attr {
	SCMI_HWMON_INPUT,
	SCMI_HWMON_LABEL,
	SCMI_HWMON_ENABLE,
	SCMI_HWMON_MAX,
	SCMI_HWMON_CRIT,
	SCMI_HWMON_MAX_ALARM,
	SCMI_HWMON_CRIT_ALARM,
	SCMI_HWMON_NUM_ATTRS
};

/* Limits that hwmon shows; a sensor may have more trip points. */
#define SCMI_HWMON_MAX_LIMITS	2

/**
 * struct scmi_hwmon_class - a kind of sensor that hwmon knows
 * @type: hwmon's name for it
 * @exponent: hwmon's unit is 10 to the -@exponent of SCMI's
 * @attr: hwmon's attribute numbers, negative = hwmon has none
 */
struct scmi_hwmon_class {
	enum hwmon_sensor_types type;
	int exponent;
	s8 attr[SCMI_HWMON_NUM_ATTRS];
};

/* What hwmon's values are wide. */
#ifndef SCMI_HWMON_LONG_BITS
#define SCMI_HWMON_LONG_BITS	BITS_PER_LONG
#endif

/* Are the values of that kind too large for hwmon? See hwmon_wide.c. */
static inline bool scmi_hwmon_is_wide(const struct scmi_hwmon_class *class)
{
	return SCMI_HWMON_LONG_BITS < 64 && class->exponent > 3;
}

/**
 * struct scmi_hwmon_quantity - what the values of a sensor are
 * @type: unit, enum scmi_sensor_class
 * @scale: power of ten that values are to be multiplied with
 * @has_max: the platform tells the largest value
 * @max: the largest value, in the sensor's unit; valid when @has_max
 */
struct scmi_hwmon_quantity {
	unsigned int type;
	int scale;
	bool has_max;
	s64 max;
};

/**
 * struct scmi_hwmon_chan - one sensor
 * @hwmon: the instance's sensors
 * @class: its kind
 * @quantity: what its values are
 * @info: the protocol's description
 * @index: hwmon's channel number among those of its kind
 * @num_limits: trip points 0..n-1 that are limits in hwmon
 * @can_enable: it can be turned on and off
 * @told_off: it was said that the sensor of a thermal zone is off; atomic
 * @tz: thermal zone, NULL = none; set before the trip points are subscribed to
 * @trip_nb: called on trip point events
 * @subscribed: @trip_nb is registered
 * @limit_set: @limit is in force at the platform
 * @limit: in the sensor's unit
 * @alarm_lock: serialises trip point events with setting a limit; innermost
 * @label: the sensor's name
 * @events: trip point events seen
 * @alarms: limits, one bit each, last crossed upwards according to the platform
 *
 * Immutable after probe where no lock is named.
 */
struct scmi_hwmon_chan {
	struct scmi_hwmon *hwmon;
	const struct scmi_hwmon_class *class;
	struct scmi_hwmon_quantity quantity;
	const struct scmi_sensor_info *info;
	unsigned int index;
	u8 num_limits;
	bool can_enable;
	bool told_off;
	struct thermal_zone_device *tz;
	struct notifier_block trip_nb;
	/* under hwmon->lock */
	bool subscribed;
	bool limit_set[SCMI_HWMON_MAX_LIMITS];
	s64 limit[SCMI_HWMON_MAX_LIMITS];
	char label[SCMI_MAX_STR_SIZE];
	/* protects the alarms */
	spinlock_t alarm_lock;

	unsigned int events __guarded_by(&alarm_lock);
	unsigned long alarms __guarded_by(&alarm_lock);
};

/**
 * struct scmi_hwmon - the sensors of one instance
 * @dev: the scmi device, owner of everything here
 * @handle: the instance
 * @ops: operations of the sensor protocol
 * @ph: for @ops
 * @hwdev: the hwmon device; set before the first subscription, valid until the
 *	   last has ended. Under @lock, but for notifiers
 * @num: entries in @chan
 * @first: index of the first of each hwmon type in @chan
 * @chan: the channels, ordered by type
 * @lock: serialises changes of the sensors' configuration and protects what
 *	  says so in struct scmi_hwmon_chan; held while messages are sent and
 *	  while notifiers come and go, so notifiers must not take it
 * @closing: no subscriptions any more
 *
 * Lifetime: devres of @dev; the hwmon device, thermal zones and notifiers are
 * devres that came later, so they are gone before.
 */
struct scmi_hwmon {
	struct device *dev;
	const struct scmi_handle *handle;
	const struct scmi_sensor_proto_ops *ops;
	const struct scmi_protocol_handle *ph;
	struct device *hwdev;
	unsigned int num;
	unsigned int first[hwmon_max];
	struct scmi_hwmon_chan *chan;
	/* configuration of the sensors */
	struct mutex lock;

	bool closing __guarded_by(&lock);
};

/* hwmon_sensor.c */
int scmi_hwmon_read_raw(struct scmi_hwmon_chan *chan, s64 *raw);
int scmi_hwmon_read_value(struct scmi_hwmon_chan *chan, s64 *val);
int scmi_hwmon_get_enabled(struct scmi_hwmon_chan *chan, long *val);
int scmi_hwmon_set_enabled(struct scmi_hwmon_chan *chan, bool enable);

/* hwmon_units.c */
const struct scmi_hwmon_class *
scmi_hwmon_class(const struct scmi_sensor_info *info,
		 struct scmi_hwmon_quantity *quantity);
s64 scmi_hwmon_from_raw(const struct scmi_hwmon_chan *chan, s64 raw);
s64 scmi_hwmon_to_raw(const struct scmi_hwmon_chan *chan, s64 val, int round);

/* hwmon_trips.c */
void scmi_hwmon_trips_init(struct scmi_hwmon_chan *chan);
int scmi_hwmon_subscribe(struct scmi_hwmon_chan *chan);
void scmi_hwmon_unsubscribe_all(void *data);
int scmi_hwmon_limit_get(struct scmi_hwmon_chan *chan, unsigned int idx,
			 s64 *val);
int scmi_hwmon_limit_set(struct scmi_hwmon_chan *chan, unsigned int idx,
			 s64 val);
int scmi_hwmon_alarm_get(struct scmi_hwmon_chan *chan, unsigned int idx,
			 long *val);

/* hwmon_wide.c */
const struct attribute_group **scmi_hwmon_wide_groups(struct scmi_hwmon *hwmon);

/* hwmon_thermal.c */
#if IS_ENABLED(CONFIG_THERMAL_OF)
int scmi_hwmon_thermal_add(struct scmi_hwmon *hwmon);
void scmi_hwmon_thermal_start(struct scmi_hwmon *hwmon);

/* A trip point was crossed that is none of hwmon's. Sleeps, sends messages. */
static inline void scmi_hwmon_thermal_event(struct scmi_hwmon_chan *chan)
{
	if (chan->tz)
		thermal_zone_device_update(chan->tz, THERMAL_TRIP_VIOLATED);
}
#else
static inline int scmi_hwmon_thermal_add(struct scmi_hwmon *hwmon)
{
	return 0;
}

static inline void scmi_hwmon_thermal_start(struct scmi_hwmon *hwmon) {}
static inline void scmi_hwmon_thermal_event(struct scmi_hwmon_chan *chan) {}
#endif

#endif /* _SCMI_AGENT_CLIENTS_HWMON_H */
