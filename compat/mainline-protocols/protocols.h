/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a vendor's protocol that was written for mainline's agent sees of it, as far as
 * ours has it. Whoever includes this is built beside adapter.c, and sees nothing of
 * <linux/scmi_agent_protocol.h>; see Documentation/vendor-protocols.rst.
 */
#ifndef _COMPAT_MAINLINE_PROTOCOLS_H
#define _COMPAT_MAINLINE_PROTOCOLS_H

#include <linux/bitfield.h>
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/scmi_protocol.h>
#include <linux/slab.h>
#include <linux/types.h>
#include <linux/unaligned.h>

#include "notify.h"

#define PROTOCOL_REV_MAJOR(version)	((u16)((version) >> 16))
#define PROTOCOL_REV_MINOR(version)	((u16)(version))

enum scmi_common_cmd {
	PROTOCOL_VERSION = 0x0,
	PROTOCOL_ATTRIBUTES = 0x1,
	PROTOCOL_MESSAGE_ATTRIBUTES = 0x2,
};

/**
 * struct scmi_msg - one direction of a command
 * @buf: payload, of an answer without its status
 * @len: its bytes
 */
struct scmi_msg {
	void *buf;
	size_t len;
};

/**
 * struct scmi_xfer - a command and its answer
 * @msg: message id
 * @tx: request
 * @rx: answer; its length is that of the buffer before
 */
struct scmi_xfer {
	u8 msg;
	struct scmi_msg tx;
	struct scmi_msg rx;
};

struct scmi_mainline_calls;

/**
 * struct scmi_protocol_handle - a protocol in use on one instance
 * @dev: the instance's device
 * @version: version in force
 * @mainline: what can be done with it
 *
 * This is our own handle seen by other eyes: @mainline is what the adapter keeps as
 * the protocol's own data.
 */
struct scmi_protocol_handle {
	struct device *dev;
	u32 version;
	const struct scmi_mainline_calls *mainline;
};

/* Where mainline's handle has several members, ours has one. */
#define xops			mainline
#define hops			mainline
#define set_priv(ph, data)	mainline->priv_set(ph, data)
#define get_priv(ph)		mainline->priv_get(ph)

/**
 * struct scmi_iterator_state - where a list of several messages is
 * @desc_index: first record of this message
 * @num_returned: records in it
 * @num_remaining: records after it
 * @max_resources: records that are wanted at most
 * @loop_idx: record of this message that is looked at
 * @rx_len: bytes of its payload
 * @priv: the user's own
 */
struct scmi_iterator_state {
	unsigned int desc_index;
	unsigned int num_returned;
	unsigned int num_remaining;
	unsigned int max_resources;
	unsigned int loop_idx;
	size_t rx_len;
	void *priv;
};

/**
 * struct scmi_iterator_ops - what to do with such a list
 * @prepare_message: fill in the request for the records from an index on
 * @update_state: take counts out of an answer
 * @process_response: take one record out of an answer
 */
struct scmi_iterator_ops {
	void (*prepare_message)(void *message, unsigned int desc_index,
				const void *priv);
	int (*update_state)(struct scmi_iterator_state *st,
			    const void *response, void *priv);
	int (*process_response)(const struct scmi_protocol_handle *ph,
				const void *response,
				struct scmi_iterator_state *st, void *priv);
};

/**
 * struct scmi_mainline_calls - what can be done with a handle
 * @xfer_get_init: begin a command; @rx_size 0 = as large as an answer can be
 * @reset_rx_to_maxsz: make room for as large an answer again
 * @do_xfer: send it and wait for the answer
 * @xfer_put: end it
 * @extended_name_get: ask for a name of up to 63 bytes
 * @iter_response_init: begin a list of several messages, of records of one word or more
 * @iter_response_run: read it to its end, and forget it
 * @protocol_msg_check: does the platform have a message?
 * @get_max_msg_size: bytes of the largest payload
 * @priv_set: keep the protocol's own data
 * @priv_get: return that
 */
struct scmi_mainline_calls {
	int (*xfer_get_init)(const struct scmi_protocol_handle *ph, u8 msg_id,
			     size_t tx_size, size_t rx_size,
			     struct scmi_xfer **p);
	void (*reset_rx_to_maxsz)(const struct scmi_protocol_handle *ph,
				  struct scmi_xfer *xfer);
	int (*do_xfer)(const struct scmi_protocol_handle *ph,
		       struct scmi_xfer *xfer);
	void (*xfer_put)(const struct scmi_protocol_handle *ph,
			 struct scmi_xfer *xfer);
	int (*extended_name_get)(const struct scmi_protocol_handle *ph,
				 u8 cmd_id, u32 res_id, u32 *flags, char *name,
				 size_t len);
	void *(*iter_response_init)(const struct scmi_protocol_handle *ph,
				    struct scmi_iterator_ops *ops,
				    unsigned int max_resources, u8 msg_id,
				    size_t tx_size, void *priv);
	int (*iter_response_run)(void *iter);
	int (*protocol_msg_check)(const struct scmi_protocol_handle *ph,
				  u32 message_id, u32 *attributes);
	int (*get_max_msg_size)(const struct scmi_protocol_handle *ph);
	int (*priv_set)(const struct scmi_protocol_handle *ph, void *data);
	void *(*priv_get)(const struct scmi_protocol_handle *ph);
};

/**
 * struct scmi_protocol - a protocol as mainline has it
 * @id: protocol id
 * @owner: module
 * @instance_init: set it up on an instance
 * @instance_deinit: undo that; optional
 * @ops: operations for clients
 * @events: events, or NULL
 * @supported_version: newest version that it speaks
 * @vendor_id: whose it is
 * @sub_vendor_id: the same, NULL = all of the vendor's
 * @impl_ver: version of the implementation, 0 = all
 */
struct scmi_protocol {
	u8 id;
	struct module *owner;
	int (*instance_init)(const struct scmi_protocol_handle *ph);
	int (*instance_deinit)(const struct scmi_protocol_handle *ph);
	const void *ops;
	const struct scmi_protocol_events *events;
	unsigned int supported_version;
	const char *vendor_id;
	const char *sub_vendor_id;
	u32 impl_ver;
};

int scmi_mainline_register(const struct scmi_protocol *proto);
void scmi_mainline_unregister(const struct scmi_protocol *proto);
void *scmi_mainline_zalloc(struct device *dev, size_t size, gfp_t gfp);

#ifndef SCMI_MAINLINE_ADAPTER
#undef module_scmi_protocol
#define module_scmi_protocol(proto) \
	module_driver(proto, scmi_mainline_register, scmi_mainline_unregister)

/* It goes with the protocol, which comes and goes more often than the device. */
#define devm_kzalloc	scmi_mainline_zalloc
#endif

#endif /* _COMPAT_MAINLINE_PROTOCOLS_H */
