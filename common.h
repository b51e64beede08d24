/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An instance, which is what the files of core and engine share. Transports see
 * transport.h, protocols see protocol.h.
 */
#ifndef _SCMI_AGENT_COMMON_H
#define _SCMI_AGENT_COMMON_H

#include <linux/device.h>
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/scmi_protocol.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "stats.h"
#include "transport.h"

struct scmi_notify;
struct scmi_pool;

/**
 * enum scmi_instance_state - life of an instance
 * @SCMI_INST_NEW: being set up, or the platform was not heard yet
 * @SCMI_INST_READY: devices are published
 * @SCMI_INST_DRAINING: being removed; clients go, transfers are bounded
 * @SCMI_INST_DEAD: nothing is sent or received any more
 */
enum scmi_instance_state {
	SCMI_INST_NEW,
	SCMI_INST_READY,
	SCMI_INST_DRAINING,
	SCMI_INST_DEAD,
};

/**
 * struct scmi_instance - one SCMI platform that we are the agent of
 * @dev: device "scmi.N" on the scmi_agent bus; its refcount is the instance's
 * @id: N
 * @handle: what clients see
 * @base: what BASE discovery told; immutable once READY
 * @transport: the transport's constants and operations; immutable
 * @transport_priv: the transport's own; immutable after scmi_instance_add()
 * @np: devicetree node with the protocol children, or NULL; holds a reference
 * @atomic_threshold_us: atomic commands may take that long; immutable
 * @bad_channels: protocols whose node describes a channel that cannot be used;
 *		  immutable once READY
 * @state: enum scmi_instance_state; discovery makes it READY by cmpxchg(), all
 *	   else is remove's, which the transport device's lock serialises with
 *	   probe; READ_ONCE elsewhere
 * @protocols_offered: protocols that the platform implements (and, with a
 *		       node, the devicetree enables); immutable once READY
 * @pool: transfers
 * @notify: notification registry
 * @stats: counters
 * @tx_chans: A2P channels by protocol id; every entry holds a reference.
 *	      Written by probe and remove only
 * @rx_chans: P2A channels, likewise
 * @protocols_lock: protects @protocols (the table, not the entries' contents)
 * @protocols: struct scmi_protocol_instance by protocol id
 * @node: on the list of instances whose devices follow requests
 * @discover_work: asks BASE, again and again until there is an answer
 * @discoveries: how often it has asked; its own
 * @devices_work: brings the client devices in line with what is wanted
 * @probe_work: probes client devices again whose driver met a passing error
 * @probes: how often it did so in a row; its own, and of the code that
 *	    queues it
 * @modules_work: asks for the modules of vendors' protocols
 * @next_module: protocol id that it goes on at; its own
 * @modules_asked: how often clients made it start again
 * @resync_work: enables the platform's notifications again after a pause; while it
 *		 is pending with a delay, the platform did not answer
 * @resyncs: how often it did so in vain in a row; its own
 */
struct scmi_instance {
	struct device dev;
	int id;
	struct scmi_handle handle;
	struct scmi_base_info base;
	const struct scmi_transport *transport;
	void *transport_priv;
	struct device_node *np;
	unsigned int atomic_threshold_us;
	DECLARE_BITMAP(bad_channels, 256);
	enum scmi_instance_state state;
	DECLARE_BITMAP(protocols_offered, 256);
	struct scmi_pool *pool;
	struct scmi_notify *notify;
	struct scmi_stats __percpu *stats;
	struct idr tx_chans;
	struct idr rx_chans;
	struct mutex protocols_lock;
	struct xarray protocols __guarded_by(&protocols_lock);
	struct list_head node;
	struct delayed_work discover_work;
	unsigned int discoveries;
	struct work_struct devices_work;
	struct delayed_work probe_work;
	unsigned int probes;
	struct delayed_work modules_work;
	unsigned int next_module;
	unsigned int modules_asked;
	struct delayed_work resync_work;
	unsigned int resyncs;
};

#define to_scmi_instance(d) container_of(d, struct scmi_instance, dev)

static inline struct scmi_instance *
scmi_handle_to_instance(const struct scmi_handle *handle)
{
	return container_of(handle, struct scmi_instance, handle);
}

static inline bool scmi_instance_offers(const struct scmi_instance *inst,
					u8 proto)
{
	return test_bit(proto, inst->protocols_offered);
}

/* sysfs.c */
extern const struct attribute_group *scmi_instance_groups[];

#endif /* _SCMI_AGENT_COMMON_H */
