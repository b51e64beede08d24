/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The bus and its device types: what bus.c, requests.c, probe.c, device.c and
 * driver.c share.
 */
#ifndef _SCMI_AGENT_BUS_H
#define _SCMI_AGENT_BUS_H

#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/scmi_protocol.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct scmi_instance;

/* Protocol id, name; the aliases of client modules have this form. */
#define SCMI_MODALIAS_FMT	"scmi_agent:p%02x:%s"

extern compat_bus_type scmi_agent_bus;
extern const struct device_type scmi_client_type;

/**
 * struct scmi_client - a client device, with what its driver does not see
 * @sdev: what the driver sees
 * @probe_again: the instance probes it: it was there before the platform was asked,
 *		 or its driver met a passing error
 * @lacks_protocol: its driver found no implementation of a protocol, or is looking
 *		    for one
 * @told: the log has that error
 * @lock: protects @senders
 * @senders: struct scmi_sender of the protocols that its driver has got
 */
struct scmi_client {
	struct scmi_device sdev;
	bool probe_again;
	bool lacks_protocol;
	bool told;
	spinlock_t lock;
	struct list_head senders __guarded_by(&lock);
};

#define to_scmi_client(s)	container_of(s, struct scmi_client, sdev)

static inline bool is_scmi_client_device(const struct device *dev)
{
	return dev->type == &scmi_client_type;
}

/* Jiffies until another try: 1 s, 2 s, 4 s and so on up to a minute. */
static inline unsigned long scmi_retry_pause(unsigned int tries)
{
	return min(1U << min(tries, 6U), 60U) * HZ;
}

/* handle.c */
void scmi_handle_init(struct scmi_instance *inst);

/* requests.c */
int scmi_requests_init(void);
void scmi_requests_exit(void);
void scmi_devices_work(struct work_struct *work);
void scmi_requests_add_providers(struct scmi_instance *inst);
void scmi_requests_add_instance(struct scmi_instance *inst);
void scmi_requests_del_instance(struct scmi_instance *inst);
void scmi_requests_probe_again(void);

/* probe.c */
int scmi_client_probe(struct scmi_device *sdev, const struct scmi_driver *sdrv);
void scmi_client_probe_work(struct work_struct *work);

/* device.c */
void scmi_device_born(void);
void scmi_device_gone(void);
bool scmi_client_device_exists(struct scmi_instance *inst, u8 proto,
			       const char *name);
int scmi_client_device_create(struct scmi_instance *inst, u8 proto,
			      const char *name);
bool scmi_client_device_destroy(struct scmi_device *sdev);
struct device *scmi_transport_device_create(struct scmi_instance *inst,
					    struct device_node *np, u8 proto,
					    bool tx);
void scmi_transport_device_destroy(struct device *dev);
void scmi_devices_exit(void);

#endif /* _SCMI_AGENT_BUS_H */
