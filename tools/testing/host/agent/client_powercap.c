// SPDX-License-Identifier: GPL-2.0-only
/* The client driver of power caps: its zones, and what their files do. */
#include "client.h"

#define __init			__maybe_unused
#define __exit			__maybe_unused
#define module_init(f)
#define module_exit(f)
#define KBUILD_MODNAME		"powercap"

/* With its functions that are static. */
#include "clients/powercap.c"

#define ZONES_MAX	2048

bool client_powercap_late;

/* In the order of their registration; what was unregistered waits for its release. */
static struct powercap_zone *zones[ZONES_MAX], *gone[ZONES_MAX];
static unsigned int num_zones, num_gone, num_notified;
static struct powercap_control_type *type, *type_gone;
static char type_name[64], notified[200];

/* Tests may have their own. */
int __weak scmi_driver_register(struct scmi_driver *driver, struct module *owner,
				const char *mod_name)
{
	return -EINVAL;
}

void __weak scmi_driver_unregister(struct scmi_driver *driver)
{
}

static bool fails(void)
{
	return world.protocol && !core_rand(24);
}

struct powercap_control_type *
powercap_register_control_type(struct powercap_control_type *ct, const char *name,
			       const struct powercap_control_type_ops *ops)
{
	if (type || type_gone || !ops->release)
		die("control type", 0);
	memset(ct, 0, sizeof(*ct));
	ct->ops = ops;
	ct->dev.kobj.state_initialized = true;
	snprintf(type_name, sizeof(type_name), "%s", name);
	if (fails()) {
		ops->release(ct);
		return ERR_PTR(-EEXIST);
	}
	type = ct;
	return ct;
}

/* What the framework cannot do without. */
static bool is_usable(const struct powercap_zone_ops *ops, int num,
		      const struct powercap_zone_constraint_ops *const_ops)
{
	return ops->release && ops->get_power_uw && num >= 1 && num <= MAX_CONSTRAINTS_PER_ZONE &&
	       const_ops->get_power_limit_uw && const_ops->set_power_limit_uw &&
	       const_ops->get_time_window_us && const_ops->set_time_window_us;
}

struct powercap_zone *
powercap_register_zone(struct powercap_zone *zone, struct powercap_control_type *ct,
		       const char *name, struct powercap_zone *parent,
		       const struct powercap_zone_ops *ops, int num,
		       const struct powercap_zone_constraint_ops *const_ops)
{
	client_check_name(name, SCMI_MAX_STR_SIZE);
	if (ct != type || !is_usable(ops, num, const_ops) || num_zones == ZONES_MAX)
		die("zone", num_zones);
	if (parent && !parent->ops)
		die("parent that is not registered", num_zones);
	memset(zone, 0, sizeof(*zone));
	if (fails())
		return ERR_PTR(-ENOMEM);
	*zone = (struct powercap_zone){
		.name = name, .parent = parent, .ops = ops, .num = num, .const_ops = const_ops,
		.dev.kobj.state_initialized = true,
	};
	if (fails()) {
		ops->release(zone);
		return ERR_PTR(-ENOMEM);
	}
	if (parent)
		parent->children++;
	zones[num_zones++] = zone;
	return zone;
}

/* What the framework does then: take the id out of the parent. */
static void release_zone(struct powercap_zone *zone)
{
	if (zone->parent)
		zone->parent->released++;
	zone->ops->release(zone);
}

static void release_type(void)
{
	struct powercap_control_type *ct = type_gone;

	type_gone = NULL;
	if (ct)
		ct->ops->release(ct);
}

int powercap_unregister_zone(struct powercap_control_type *ct, struct powercap_zone *zone)
{
	unsigned int i;

	for (i = 0; i < num_zones && zones[i] != zone; i++)
		;
	if (i == num_zones || zone->children)
		die("zone that is not there, or a parent, is unregistered", i);
	if (zone->parent)
		zone->parent->children--;
	memmove(&zones[i], &zones[i + 1], (--num_zones - i) * sizeof(zones[0]));
	if (client_powercap_late)
		gone[num_gone++] = zone;
	else
		release_zone(zone);
	return 0;
}

int powercap_unregister_control_type(struct powercap_control_type *ct)
{
	if (ct != type || num_zones)
		die("control type with zones", num_zones);
	type = NULL;
	type_gone = ct;
	if (!client_powercap_late)
		release_type();
	return 0;
}

/* Releases come late, those above others first. */
void wait_for_completion(struct completion *c)
{
	release_type();
	while (num_gone)
		release_zone(gone[--num_gone]);
	if (!c->done)
		die("somebody waits for ever", 0);
}

void sysfs_notify(struct kobject *kobj, const char *dir, const char *file)
{
	unsigned int i;

	for (i = 0; i < num_zones && &zones[i]->dev.kobj != kobj; i++)
		;
	if (i == num_zones)
		die("file of no zone", i);
	num_notified++;
	snprintf(notified + strlen(notified), sizeof(notified) - strlen(notified), "%s ", file);
}

const char *client_powercap_notified(void)
{
	static char said[sizeof(notified)];

	strcpy(said, notified);
	notified[0] = 0;
	return said;
}

const char *client_powercap_type(void)
{
	return type ? type_name : "";
}

struct powercap_control_type *client_powercap_all(void)
{
	return type;
}

struct powercap_zone *client_powercap_zone(const char *name)
{
	unsigned int i;

	for (i = 0; i < num_zones; i++)
		if (!strcmp(zones[i]->name, name))
			return zones[i];
	return NULL;
}

unsigned int client_powercap_num(void)
{
	return num_zones;
}

int client_powercap_bind(struct scmi_device *sdev, const struct scmi_protocol_handle *ph)
{
	client_device(sdev, ph);
	notified[0] = 0;
	return scmi_pcap_probe(sdev);
}

static void try_constraint(struct powercap_zone *zone, int i)
{
	const struct powercap_zone_constraint_ops *ops = zone->const_ops;
	u64 uw = 0, us = 0, min = 0, max = 0;

	client_check_name(ops->get_name(zone, i), SCMI_MAX_STR_SIZE);
	if (!ops->get_max_power_uw(zone, i, &max) && !ops->get_min_power_uw(zone, i, &min) &&
	    min > max)
		die("lowest and highest cap", i);
	ops->get_power_limit_uw(zone, i, &uw);
	ops->set_power_limit_uw(zone, i, core_rand(2) ? max : (u64)core_rand(0) * core_rand(4000));
	ops->get_max_time_window_us(zone, i, &max);
	ops->get_min_time_window_us(zone, i, &min);
	ops->get_time_window_us(zone, i, &us);
	ops->set_time_window_us(zone, i, core_rand(2) ? max : (u64)core_rand(0) * core_rand(4000));
}

/* Everything that its files can do. */
static void try_zone(struct powercap_zone *zone)
{
	u64 power;
	bool on;
	int i;

	zone->ops->get_power_uw(zone, &power);
	zone->ops->get_max_power_range_uw(zone, &power);
	zone->ops->set_enable(zone, core_rand(2));
	zone->ops->get_enable(zone, &on);
	for (i = 0; i < zone->num; i++)
		try_constraint(zone, i);
}

void client_powercap(const struct scmi_protocol_handle *ph)
{
	struct scmi_agent_powercap_cap_report report = {
		.report.domain_id = core_rand(20), .level = core_rand(20),
	};
	struct scmi_device sdev;
	unsigned int i;
	bool on;

	if (world.count > 100)
		return;
	client_powercap_late = core_rand(2);
	if (!client_powercap_bind(&sdev, ph)) {
		for (i = 0; i < num_zones; i++)
			try_zone(zones[i]);
		type->ops->set_enable(type, core_rand(2));
		type->ops->get_enable(type, &on);
		client_notify(&report);
	}
	devres_release(&sdev.dev);
	if (type || num_zones || type_gone || num_gone)
		die("zones are left", num_zones);
	client_powercap_late = false;
}
