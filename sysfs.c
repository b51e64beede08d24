// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what an instance shows in sysfs.
 */

#include <linux/percpu.h>
#include <linux/sysfs.h>

#include "common.h"

/*
 * The names and formats of the first four are those of mainline's instance
 * device; all values are constant once the uevent "add" was sent.
 */

static ssize_t firmware_version_show(struct device *dev,
				     struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "0x%x\n", to_scmi_instance(dev)->base.impl_ver);
}
static DEVICE_ATTR_RO(firmware_version);

static ssize_t protocol_version_show(struct device *dev,
				     struct device_attribute *attr, char *buf)
{
	const struct scmi_base_info *base = &to_scmi_instance(dev)->base;

	return sysfs_emit(buf, "%u.%u\n", base->major_ver, base->minor_ver);
}
static DEVICE_ATTR_RO(protocol_version);

static ssize_t vendor_id_show(struct device *dev,
			      struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", to_scmi_instance(dev)->base.vendor_id);
}
static DEVICE_ATTR_RO(vendor_id);

static ssize_t sub_vendor_id_show(struct device *dev,
				  struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  to_scmi_instance(dev)->base.sub_vendor_id);
}
static DEVICE_ATTR_RO(sub_vendor_id);

/* Protocol ids that the platform offers, one per line. */
static ssize_t protocols_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	const struct scmi_instance *inst = to_scmi_instance(dev);
	unsigned int id;
	int len = 0;

	for_each_set_bit(id, inst->protocols_offered, 256)
		len += sysfs_emit_at(buf, len, "0x%02x\n", id);
	return len;
}
static DEVICE_ATTR_RO(protocols);

static ssize_t transport_show(struct device *dev, struct device_attribute *attr,
			      char *buf)
{
	return sysfs_emit(buf, "%s\n", to_scmi_instance(dev)->transport->name);
}
static DEVICE_ATTR_RO(transport);

static ssize_t max_in_flight_show(struct device *dev,
				  struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  to_scmi_instance(dev)->transport->max_msg);
}
static DEVICE_ATTR_RO(max_in_flight);

static struct attribute *scmi_instance_attrs[] = {
	&dev_attr_firmware_version.attr,
	&dev_attr_protocol_version.attr,
	&dev_attr_vendor_id.attr,
	&dev_attr_sub_vendor_id.attr,
	&dev_attr_protocols.attr,
	&dev_attr_transport.attr,
	&dev_attr_max_in_flight.attr,
	NULL,
};

static const struct attribute_group scmi_instance_group = {
	.attrs = scmi_instance_attrs,
};

/**
 * struct scmi_counter_attr - a file of the counters directory
 * @attr: the file
 * @stat: which counter
 */
struct scmi_counter_attr {
	struct device_attribute attr;
	enum scmi_stat stat;
};

static ssize_t scmi_counter_show(struct device *dev,
				 struct device_attribute *attr, char *buf)
{
	const struct scmi_instance *inst = to_scmi_instance(dev);
	enum scmi_stat stat = container_of(attr, struct scmi_counter_attr,
					   attr)->stat;
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(inst->stats, cpu)->count[stat];
	return sysfs_emit(buf, "%lu\n", sum);
}

#define SCMI_COUNTER_ATTR(_name)					\
	[SCMI_STAT_##_name] = {						\
		.attr = __ATTR(_name, 0444, scmi_counter_show, NULL),	\
		.stat = SCMI_STAT_##_name,				\
	},

static struct scmi_counter_attr scmi_counter_attrs[] = {
	SCMI_COUNTERS(SCMI_COUNTER_ATTR)
};

#define SCMI_COUNTER_PTR(_name)						\
	&scmi_counter_attrs[SCMI_STAT_##_name].attr.attr,

static struct attribute *scmi_counters_attrs[] = {
	SCMI_COUNTERS(SCMI_COUNTER_PTR)
	NULL,
};

static const struct attribute_group scmi_counters_group = {
	.name = "counters",
	.attrs = scmi_counters_attrs,
};

const struct attribute_group *scmi_instance_groups[] = {
	&scmi_instance_group,
	&scmi_counters_group,
	NULL,
};
