/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sensors of one instance, as the IIO framework sees them.
 */
#ifndef _SCMI_AGENT_CLIENTS_IIO_H
#define _SCMI_AGENT_CLIENTS_IIO_H

#include <linux/bits.h>
#include <linux/iio/iio.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* A sensor with one value is hwmon's. */
#define SCMI_IIO_HWMON		BIT(0)
/* It has directions in space: x, y and z. */
#define SCMI_IIO_SPATIAL	BIT(1)

/**
 * struct scmi_iio_kind - a quantity that IIO knows
 * @unit: SCMI's unit, enum scmi_sensor_class
 * @type: IIO's name for it, enum iio_chan_type
 * @flags: SCMI_IIO_HWMON, SCMI_IIO_SPATIAL
 * @exp: see @digits
 * @digits: one of SCMI's unit is @digits * 10^@exp of IIO's
 */
struct scmi_iio_kind {
	u8 unit;
	u8 type;
	u8 flags;
	s8 exp;
	u64 digits;
};

/**
 * struct scmi_iio_chan - one value of a sensor that IIO has a place for
 * @kind: what it is
 * @value: which of the sensor's values: the position of its axis
 * @modifier: its direction, enum iio_modifier; IIO_NO_MOD = none
 * @index: its number among those of its kind, without a direction; -1 = none
 */
struct scmi_iio_chan {
	const struct scmi_iio_kind *kind;
	u8 value;
	u8 modifier;
	s8 index;
};

/**
 * struct scmi_iio_clock - what the platform's time stamps are in a clock of ours
 * @known: the offset is
 * @offset: to be added to a time stamp in nanoseconds
 */
struct scmi_iio_clock {
	bool known;
	u64 offset;
};

/**
 * struct scmi_iio - the sensors of one instance
 * @dev: the scmi device, owner of everything here
 * @handle: the instance
 * @ops: operations of the sensor protocol
 * @ph: for @ops
 * @told_failing: it was said that a sensor gives no samples; atomic
 */
struct scmi_iio {
	struct device *dev;
	const struct scmi_handle *handle;
	const struct scmi_sensor_proto_ops *ops;
	const struct scmi_protocol_handle *ph;
	bool told_failing;
};

/**
 * struct scmi_iio_sensor - one sensor, the private part of an IIO device
 * @iio: the instance's sensors
 * @indio_dev: the IIO device that this is a part of
 * @info: the protocol's description
 * @name: the sensor's name
 * @label: the instance and the sensor's id, which no other device has
 * @lock: serialises changes of the sensor's configuration; held while messages are
 *	  sent, so what the notifier calls must not take it
 * @restore: what a buffer has turned on, SCMI_SENS_CFG_*; under @lock
 * @readings: room for one of each of the sensor's values; under @lock
 * @poll_us: how often a buffer is filled by us, in microseconds; atomic
 * @nb: called on updates, while @updates
 * @updates: the platform feeds the buffer; set and cleared by the buffer's start and end
 * @poller: feeds it otherwise, NULL = nobody; likewise
 * @clock: of the updates' time stamps; used by the notifier
 * @scan: what goes into the buffer, with room for a time stamp; of whoever feeds it
 * @num: entries in @chan
 * @spec: the channels as IIO wants them, and one more for time stamps
 * @chan: the channels
 *
 * Immutable where nothing else is said.
 *
 * Lifetime: the IIO device's last reference, which an open file may have when the scmi
 * device has long gone. By then the framework calls nothing here any more.
 */
struct scmi_iio_sensor {
	struct scmi_iio *iio;
	struct iio_dev *indio_dev;
	const struct scmi_sensor_info *info;
	char name[SCMI_MAX_STR_SIZE];
	char label[32];
	/* configuration of the sensor */
	struct mutex lock;

	u32 restore __guarded_by(&lock);
	struct scmi_sensor_reading *readings;
	u32 poll_us;
	struct notifier_block nb;
	bool updates;
	struct task_struct *poller;
	struct scmi_iio_clock clock;
	s64 *scan;
	unsigned int num;
	struct iio_chan_spec *spec;
	struct scmi_iio_chan chan[];
};

/* The number of the sensor's values. */
static inline unsigned int scmi_iio_num_values(const struct scmi_sensor_info *info)
{
	return info->num_axis ?: 1;
}

/* iio_units.c */
unsigned int scmi_iio_count(const struct scmi_sensor_info *info);
unsigned int scmi_iio_chans(const struct scmi_sensor_info *info,
			    struct scmi_iio_chan *chans);
int scmi_iio_decimal(char *buf, size_t size, bool negative, u64 digits, int exp);
int scmi_iio_scale(char *buf, size_t size, const struct scmi_sensor_info *info,
		   const struct scmi_iio_chan *chan);
int scmi_iio_offset(char *buf, size_t size, const struct scmi_sensor_info *info,
		    const struct scmi_iio_chan *chan);
bool scmi_iio_has_offset(const struct scmi_iio_chan *chan);
bool scmi_iio_has_range(const struct scmi_sensor_info *info,
			const struct scmi_iio_chan *chan);
int scmi_iio_range(char *buf, size_t size, const struct scmi_sensor_info *info,
		   const struct scmi_iio_chan *chan);

/* iio_rate.c */
u64 scmi_iio_ns(u32 secs, int exp);
u64 scmi_iio_nhz(u64 ns);
u32 scmi_iio_interval(const struct scmi_sensor_intervals_info *iv, u64 nhz);
int scmi_iio_rates(char *buf, const struct scmi_sensor_intervals_info *iv);

/* iio_sensor.c */
int scmi_iio_read(struct scmi_iio_sensor *sensor);
int scmi_iio_read_value(struct scmi_iio_sensor *sensor, unsigned int value, s64 *raw);
int scmi_iio_turn_on(struct scmi_iio_sensor *sensor);
void scmi_iio_turn_back(struct scmi_iio_sensor *sensor);
int scmi_iio_get_rate(struct scmi_iio_sensor *sensor, u64 *nhz);
int scmi_iio_set_rate(struct scmi_iio_sensor *sensor, u64 nhz);
int scmi_iio_list_rates(struct scmi_iio_sensor *sensor, char *buf);

/* iio_time.c */
u64 scmi_iio_stamp_ns(u64 stamp, int scale);
s64 scmi_iio_time(struct scmi_iio_clock *clock, u64 stamp, s64 now);

/* iio_buffer.c */
int scmi_iio_buffer_init(struct scmi_iio_sensor *sensor);

#endif /* _SCMI_AGENT_CLIENTS_IIO_H */
