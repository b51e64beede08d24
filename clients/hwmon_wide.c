// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes of 64 bits, where hwmon's have 32.
 *
 * hwmon hands values on in a long. Millionths of a watt or of a joule pass 2^31 at two
 * kilowatts and at two kilojoules: an energy counter would soon stick. Where a long has
 * 32 bits these attributes are our own, with the names that hwmon's would have.
 */

#include <linux/device.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "hwmon.h"

/**
 * struct scmi_hwmon_wide - one attribute
 * @attr: for sysfs
 * @chan: the sensor
 * @limit: which limit it is, -1 = the reading
 * @name: its name
 */
struct scmi_hwmon_wide {
	struct device_attribute attr;
	struct scmi_hwmon_chan *chan;
	int limit;
	char name[24];
};

#define to_wide(a) container_of(a, struct scmi_hwmon_wide, attr)

static ssize_t scmi_hwmon_wide_show(struct device *dev,
				    struct device_attribute *attr, char *buf)
{
	const struct scmi_hwmon_wide *wide = to_wide(attr);
	s64 val;
	int err;

	if (wide->limit < 0)
		err = scmi_hwmon_read_value(wide->chan, &val);
	else
		err = scmi_hwmon_limit_get(wide->chan, wide->limit, &val);
	return err ?: sysfs_emit(buf, "%lld\n", val);
}

static ssize_t scmi_hwmon_wide_store(struct device *dev,
				     struct device_attribute *attr,
				     const char *buf, size_t count)
{
	const struct scmi_hwmon_wide *wide = to_wide(attr);
	s64 val;
	int err = kstrtos64(buf, 10, &val);

	if (!err)
		err = scmi_hwmon_limit_set(wide->chan, wide->limit, val);
	return err ?: count;
}

static void scmi_hwmon_wide_init(struct scmi_hwmon_wide *wide,
				 struct scmi_hwmon_chan *chan, int limit)
{
	static const char * const what[] = { "input", "max", "crit" };

	wide->chan = chan;
	wide->limit = limit;
	snprintf(wide->name, sizeof(wide->name), "%s%u_%s",
		 chan->class->type == hwmon_power ? "power" : "energy",
		 chan->index + 1, what[limit + 1]);
	sysfs_attr_init(&wide->attr.attr);
	wide->attr.attr.name = wide->name;
	wide->attr.attr.mode = limit < 0 ? 0444 : 0644;
	wide->attr.show = scmi_hwmon_wide_show;
	wide->attr.store = limit < 0 ? NULL : scmi_hwmon_wide_store;
}

/* What sysfs wants to have: a list of groups, which is one; a list of attributes. */
struct scmi_hwmon_wides {
	const struct attribute_group *groups[2];
	struct attribute_group group;
	struct attribute **attrs;
	struct scmi_hwmon_wide wide[];
};

/**
 * scmi_hwmon_wide_groups() - the attributes that hwmon cannot have
 * @hwmon: the instance's sensors
 *
 * Context: Process context, probe.
 * Return: for hwmon's registration: NULL when there are none, or ERR_PTR(-ENOMEM).
 */
const struct attribute_group **scmi_hwmon_wide_groups(struct scmi_hwmon *hwmon)
{
	struct scmi_hwmon_wides *all;
	unsigned int i, num = 0;
	int limit;

	for (i = 0; i < hwmon->num; i++)
		if (scmi_hwmon_is_wide(hwmon->chan[i].class))
			num += 1 + hwmon->chan[i].num_limits;
	if (!num)
		return NULL;
	all = devm_kzalloc(hwmon->dev, struct_size(all, wide, num), GFP_KERNEL);
	if (all)
		all->attrs = devm_kcalloc(hwmon->dev, num + 1,
					  sizeof(*all->attrs), GFP_KERNEL);
	if (!all || !all->attrs)
		return ERR_PTR(-ENOMEM);
	all->group.attrs = all->attrs;
	all->groups[0] = &all->group;
	num = 0;
	for (i = 0; i < hwmon->num; i++) {
		struct scmi_hwmon_chan *chan = &hwmon->chan[i];

		if (!scmi_hwmon_is_wide(chan->class))
			continue;
		for (limit = -1; limit < chan->num_limits; limit++) {
			scmi_hwmon_wide_init(&all->wide[num], chan, limit);
			all->attrs[num] = &all->wide[num].attr.attr;
			num++;
		}
	}
	return all->groups;
}
