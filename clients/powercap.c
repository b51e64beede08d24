// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI power caps for powercap: zones, their tree and its end.
 */

#include <linux/dev_printk.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/scmi_agent_powercap.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#include "names.h"
#include "powercap.h"

/**
 * DOC: Zones
 *
 * Each instance is a control type of its own, with the instance's name: ids are those of
 * one platform, and mainline's stack, which may be there as well, calls its only one
 * "arm-scmi". A domain is a zone, beneath that of its parent, and a capping level is a
 * constraint. A domain whose power is in abstract units is none, because powercap is
 * about watts; what is beneath it moves up.
 *
 * The framework releases a zone when the last reference to its device is dropped, which
 * may be after that of its parent, and then it takes the zone's id out of the parent. So
 * the memory of all of them is freed at once, when all have been released.
 */

/* Zones that one instance may have; a platform may claim 65535 domains. */
#define SCMI_PCAP_MAX_ZONES	1024

static bool scmi_pcap_is_zone(const struct scmi_powercap_info *info)
{
	return info && (info->powercap_scale_mw || info->powercap_scale_uw);
}

static struct scmi_pcap_zone *scmi_pcap_find(const struct scmi_pcap *pcap, u32 id)
{
	unsigned int i;

	for (i = 0; i < pcap->num; i++)
		if (pcap->zones[i]->info->id == id)
			return pcap->zones[i];
	return NULL;
}

/* Parents are known to end soon, see scmi_powercap_enumerate(). */
static unsigned int scmi_pcap_depth(const struct scmi_pcap *pcap,
				    const struct scmi_powercap_info *info)
{
	unsigned int depth = 0;

	while (info->parent_id != SCMI_POWERCAP_ROOT_ZONE_ID) {
		info = pcap->ops->info_get(pcap->ph, info->parent_id);
		depth++;
	}
	return depth;
}

/* Zones above it are there. */
static struct scmi_pcap_zone *
scmi_pcap_parent(const struct scmi_pcap *pcap, const struct scmi_powercap_info *info)
{
	struct scmi_pcap_zone *zone = NULL;

	while (!zone && info->parent_id != SCMI_POWERCAP_ROOT_ZONE_ID) {
		zone = scmi_pcap_find(pcap, info->parent_id);
		info = pcap->ops->info_get(pcap->ph, info->parent_id);
	}
	return zone;
}

static void scmi_pcap_name_levels(struct scmi_pcap_zone *zone)
{
	unsigned int i, num = scmi_pcap_num_constraints(zone);

	for (i = 0; i < num; i++)
		scmi_client_name(zone->levels[i], sizeof(zone->levels[i]),
				 scmi_agent_powercap_level(zone->pcap->ph,
							   zone->info->id, i)->name, "");
}

static int scmi_pcap_add_zone(struct scmi_pcap *pcap,
			      const struct scmi_powercap_info *info)
{
	struct scmi_pcap_zone *zone = devm_kzalloc(pcap->dev, sizeof(*zone), GFP_KERNEL);

	if (!zone)
		return -ENOMEM;
	zone->pcap = pcap;
	zone->info = info;
	zone->parent = scmi_pcap_parent(pcap, info);
	if (!scmi_client_name(zone->name, sizeof(zone->name), info->name, ""))
		snprintf(zone->name, sizeof(zone->name), "powercap%u", info->id);
	scmi_pcap_name_levels(zone);
	pcap->zones[pcap->num++] = zone;
	return 0;
}

/* Add the domains that have @depth domains above them. Return: are there deeper ones? */
static int scmi_pcap_add_zones(struct scmi_pcap *pcap, u32 count, unsigned int depth)
{
	const struct scmi_powercap_info *info;
	bool deeper = false;
	u32 id;
	int ret;

	for (id = 0; id < count; id++) {
		info = pcap->ops->info_get(pcap->ph, id);
		if (!scmi_pcap_is_zone(info) || scmi_pcap_depth(pcap, info) < depth)
			continue;
		if (scmi_pcap_depth(pcap, info) > depth) {
			deeper = true;
			continue;
		}
		ret = scmi_pcap_add_zone(pcap, info);
		if (ret)
			return ret;
	}
	return deeper;
}

/* How many there will be; ids from @count on are left out. */
static unsigned int scmi_pcap_count(struct scmi_pcap *pcap, u32 *count)
{
	const struct scmi_powercap_info *info;
	unsigned int num = 0, abstract = 0;
	u32 id, first = 0;

	for (id = 0; id < *count && num < SCMI_PCAP_MAX_ZONES; id++) {
		info = pcap->ops->info_get(pcap->ph, id);
		if (scmi_pcap_is_zone(info))
			num++;
		else if (info && !abstract++)
			first = id;
	}
	if (abstract)
		dev_info(pcap->dev,
			 "%u of %u power caps are not in watts and left out (first: %u)\n",
			 abstract, *count, first);
	if (id < *count)
		dev_warn(pcap->dev, "power caps from id %u on are left out\n", id);
	*count = id;
	return num;
}

static int scmi_pcap_init_zones(struct scmi_pcap *pcap)
{
	int count = pcap->ops->num_domains_get(pcap->ph), more = 1;
	unsigned int num, depth;
	u32 ids = max(count, 0);

	num = scmi_pcap_count(pcap, &ids);
	if (!num)
		return count < 0 ? count : -ENODEV;
	pcap->zones = devm_kcalloc(pcap->dev, num, sizeof(*pcap->zones), GFP_KERNEL);
	if (!pcap->zones)
		return -ENOMEM;
	for (depth = 0; more > 0; depth++)
		more = scmi_pcap_add_zones(pcap, ids, depth);
	return more;
}

/*
 * Of what could not be registered the framework has released what it made a device for,
 * or is going to.
 */
static int scmi_pcap_registered(struct scmi_pcap *pcap, const void *done,
				const struct device *dev, bool *registered)
{
	*registered = !IS_ERR(done);
	if (*registered)
		return 0;
	if (!dev->kobj.state_initialized)
		scmi_pcap_put(pcap);
	return PTR_ERR(done);
}

static int scmi_pcap_register_type(struct scmi_pcap *pcap, const char *name)
{
	const void *done;

	refcount_inc(&pcap->refs);
	done = powercap_register_control_type(&pcap->type, name, &scmi_pcap_type_ops);
	return scmi_pcap_registered(pcap, done, &pcap->type.dev, &pcap->registered);
}

static int scmi_pcap_register_zone(struct scmi_pcap_zone *zone)
{
	struct scmi_pcap *pcap = zone->pcap;
	const void *done;

	refcount_inc(&pcap->refs);
	done = powercap_register_zone(&zone->zone, &pcap->type, zone->name,
				      zone->parent ? &zone->parent->zone : NULL,
				      &scmi_pcap_zone_ops,
				      scmi_pcap_num_constraints(zone),
				      &scmi_pcap_constraint_ops);
	return scmi_pcap_registered(pcap, done, &zone->zone.dev, &zone->registered);
}

/* Nobody reads or writes a file of a zone when it is unregistered. */
static void scmi_pcap_unregister(void *data)
{
	struct scmi_pcap *pcap = data;
	unsigned int i = pcap->num;

	while (i--)
		if (pcap->zones[i]->registered)
			powercap_unregister_zone(&pcap->type, &pcap->zones[i]->zone);
	if (pcap->registered)
		powercap_unregister_control_type(&pcap->type);
	scmi_pcap_put(pcap);
	wait_for_completion(&pcap->released);
}

static int scmi_pcap_register(struct scmi_pcap *pcap, const char *name)
{
	unsigned int i;
	int ret;

	ret = devm_add_action_or_reset(pcap->dev, scmi_pcap_unregister, pcap);
	if (!ret)
		ret = scmi_pcap_register_type(pcap, name);
	for (i = 0; i < pcap->num && !ret; i++)
		ret = scmi_pcap_register_zone(pcap->zones[i]);
	return ret;
}

static void scmi_pcap_notify(struct scmi_pcap_zone *zone, unsigned int level,
			     const char *file)
{
	char name[40];

	snprintf(name, sizeof(name), "constraint_%u_%s", level, file);
	sysfs_notify(&zone->zone.dev.kobj, NULL, name);
}

/* Whoever polls a file of the zone reads it again. */
static int scmi_pcap_cap_changed(struct notifier_block *nb, unsigned long event, void *data)
{
	struct scmi_pcap *pcap = container_of(nb, struct scmi_pcap, nb);
	const struct scmi_agent_powercap_cap_report *r = data;
	struct scmi_pcap_zone *zone = scmi_pcap_find(pcap, r->report.domain_id);

	if (!zone || r->level >= scmi_pcap_num_constraints(zone))
		return NOTIFY_OK;
	scmi_pcap_notify(zone, r->level, "power_limit_uw");
	scmi_pcap_notify(zone, r->level, "time_window_us");
	sysfs_notify(&zone->zone.dev.kobj, NULL, "enabled");
	return NOTIFY_OK;
}

/* Without it files are read as ever, but nobody is told to. */
static void scmi_pcap_listen(struct scmi_pcap *pcap, struct scmi_device *sdev)
{
	int ret;

	pcap->nb.notifier_call = scmi_pcap_cap_changed;
	ret = sdev->handle->notify_ops->devm_event_notifier_register(sdev,
			SCMI_PROTOCOL_POWERCAP, SCMI_EVENT_POWERCAP_CAP_CHANGED, NULL,
			&pcap->nb);
	if (ret)
		dev_dbg(pcap->dev, "no notifications: %d\n", ret);
}

static int scmi_pcap_probe(struct scmi_device *sdev)
{
	const struct scmi_handle *handle = sdev->handle;
	struct scmi_protocol_handle *ph;
	struct scmi_pcap *pcap;
	int ret;

	if (!handle)
		return -ENODEV;
	pcap = devm_kzalloc(&sdev->dev, sizeof(*pcap), GFP_KERNEL);
	if (!pcap)
		return -ENOMEM;
	pcap->dev = &sdev->dev;
	refcount_set(&pcap->refs, 1);
	init_completion(&pcap->released);
	pcap->ops = handle->devm_protocol_get(sdev, SCMI_PROTOCOL_POWERCAP, &ph);
	if (IS_ERR(pcap->ops))
		return PTR_ERR(pcap->ops);
	pcap->ph = ph;
	ret = scmi_pcap_init_zones(pcap);
	if (!ret)
		ret = scmi_pcap_register(pcap, dev_name(handle->dev));
	if (!ret)
		scmi_pcap_listen(pcap, sdev);
	return ret;
}

static const struct scmi_device_id scmi_pcap_id_table[] = {
	{ SCMI_PROTOCOL_POWERCAP, "powercap" },
	{ }
};

static struct scmi_driver scmi_pcap_driver = {
	.name = "scmi-agent-powercap",
	.driver.probe_type = PROBE_PREFER_ASYNCHRONOUS,
	.probe = scmi_pcap_probe,
	.id_table = scmi_pcap_id_table,
};

static int __init scmi_pcap_init(void)
{
	return scmi_register(&scmi_pcap_driver);
}
module_init(scmi_pcap_init);

static void __exit scmi_pcap_exit(void)
{
	scmi_unregister(&scmi_pcap_driver);
	/* The release that somebody waited for may still be running in this module. */
	synchronize_rcu_tasks();
}
module_exit(scmi_pcap_exit);

MODULE_ALIAS("scmi_agent:p18:powercap");
MODULE_DESCRIPTION("SCMI agent: power caps");
MODULE_LICENSE("GPL");
MODULE_VERSION(SCMI_AGENT_VERSION);
