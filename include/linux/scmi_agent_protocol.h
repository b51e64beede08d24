/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an implementation of a protocol sees of the agent, be it a vendor's module or
 * the agent's own.
 */
#ifndef _LINUX_SCMI_AGENT_PROTOCOL_H
#define _LINUX_SCMI_AGENT_PROTOCOL_H

#include <linux/bits.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/scmi_agent_cursor.h>
#include <linux/scmi_protocol.h>
#include <linux/types.h>

/* Versions of protocols. */
#define SCMI_VERSION_MAJOR(v)	((u32)(v) >> 16)
#define SCMI_VERSION_MINOR(v)	((u32)(v) & 0xffff)
#define SCMI_VERSION(maj, min)	(((u32)(maj) << 16) | (min))

/* From here on ids are vendors', and mean something together with a vendor's name. */
#define SCMI_PROTOCOL_VENDOR	0x80

/**
 * struct scmi_protocol_handle - a protocol in use on one instance
 * @dev: the instance's device, for messages and devres-free allocations
 * @version: version in force: the negotiated one, else the platform's
 * @priv: the protocol's own data, set by its instance_init()
 *
 * Lifetime: from before instance_init() until after instance_deinit(); at
 * least as long as any user's scmi_protocol_get().
 */
struct scmi_protocol_handle {
	struct device *dev;
	u32 version;
	void *priv;
};

/**
 * struct scmi_msg - the frame of a message
 * @name: its name in DEN0056
 * @since: version of the protocol that brought it, 0: the first
 * @longer_since: version since which its request has @longer words more
 * @req: words of the request
 * @longer: see @longer_since
 * @longer_at: which word of the request they are in front of; 0: they are its last
 * @answer: words that a successful answer has at least after its status
 * @delayed: the same of its delayed response, whose first word is the object; 0: there
 *	     is none
 * @delayed_since: version of the protocol that brought that, 0: the message's
 * @object: which word of the request names the object, if there may be a delayed
 *	    response
 * @async_word: which word of the request asks for the delayed response, when it has no
 *		more than @req
 * @async_bit: with which bit
 * @flags: SCMI_MSG_*
 */
struct scmi_msg {
	const char *name;
	u32 since;
	u32 longer_since;
	u32 delayed_since;
	u8 req;
	u8 longer;
	u8 longer_at;
	u8 answer;
	u8 delayed;
	u8 object;
	u8 async_word;
	u8 async_bit;
	u8 flags;
};

/* Its sender need not sleep. */
#define SCMI_MSG_POLLED		BIT(0)
/* It has effects: it is sent although its sender is being killed. */
#define SCMI_MSG_SETS		BIT(1)
/* Its request may have any number of words behind those of the row. */
#define SCMI_MSG_OPEN		BIT(2)

/* A row of a table, which is an array by message id. */
#define SCMI_MSG(_name, ...) \
	[SCMI_##_name] = { .name = #_name, __VA_ARGS__ }

/**
 * struct scmi_event - one kind of notification of a protocol
 * @id: event id, the message id of the notification
 * @enable: message that turns it on and off; its request is the source, where events
 *	    have any, and 1 or 0
 * @max_payload: bytes of the longest payload that the parser looks at; longer
 *		 payloads are cut off there
 * @report_size: bytes of the largest report that @parse builds
 * @supported: may @src deliver it? NULL = all may. Asked before a message is sent, so
 *	       that holes cost nothing.
 * @parse: turn a payload into the report at @report (zeroed, report_size bytes)
 *	   and say which source sent it. Return: 0, or negative errno to drop it.
 */
struct scmi_event {
	u8 id;
	u8 enable;
	size_t max_payload;
	size_t report_size;
	bool (*supported)(const struct scmi_protocol_handle *ph, u32 src);
	int (*parse)(const struct scmi_protocol_handle *ph, ktime_t timestamp,
		     struct scmi_cursor *c, void *report, u32 *src);
};

/**
 * struct scmi_protocol_events - the notifications of a protocol
 * @events: table of events
 * @num: entries in @events
 * @num_sources: number of sources (domains, clocks, sensors), ids 0..n-1; 0
 *		 means that there is none. Without this op events have no
 *		 source, its id is 0
 * @set_enabled: instead of @enable of its events, for a protocol whose messages for
 *		 that have another form: start or stop sending @evt_id for @src; may
 *		 sleep. Optional. Return: 0 or negative errno.
 */
struct scmi_protocol_events {
	const struct scmi_event *events;
	unsigned int num;
	u32 (*num_sources)(const struct scmi_protocol_handle *ph);
	int (*set_enabled)(const struct scmi_protocol_handle *ph, u8 evt_id,
			   u32 src, bool enable);
};

/**
 * struct scmi_protocol - a protocol implementation
 * @id: protocol id
 * @owner: module that implements it
 * @version: newest version that it speaks; offered by negotiation when the
 *	     platform's is newer
 * @instance_init: read the platform's objects, set @priv of the handle.
 *		   Process context, may sleep, sends messages. Failing, it has
 *		   undone all it did.
 * @instance_deinit: release @priv; nobody uses the handle any more, and the
 *		     platform may be gone, so it sends nothing. Optional.
 * @ops: operations handed to clients
 * @object: what its objects are called in the log
 * @msgs: its messages, by id; those that all protocols have need not be there, nor
 *	  those that only scmi_protocol_command() sends
 * @num_msgs: entries in @msgs
 * @events: events that it can deliver, or NULL
 * @vendor_id: name that BASE tells of the platforms that it is for; NULL = all. An
 *	       id of vendors has to have one, "" for platforms without
 * @sub_vendor_id: the same of the sub-vendor
 * @impl_ver: version of their implementation; 0 = all
 *
 * Of several that fit a platform the one that says more is used: that names a
 * sub-vendor, before one that names a version of the implementation.
 */
struct scmi_protocol {
	u8 id;
	struct module *owner;
	u32 version;
	int (*instance_init)(struct scmi_protocol_handle *ph);
	void (*instance_deinit)(struct scmi_protocol_handle *ph);
	const void *ops;
	const char *object;
	const struct scmi_msg *msgs;
	unsigned int num_msgs;
	const struct scmi_protocol_events *events;
	const char *vendor_id;
	const char *sub_vendor_id;
	u32 impl_ver;
};

/**
 * struct scmi_agent_command - a command of a vendor's protocol
 * @msg: message id
 * @sets: it changes the platform, so it is sent although its caller is being killed
 * @request: payload, words in little endian; may be NULL without @request_len
 * @request_len: its bytes
 * @answer: where the answer after its status goes; may be NULL without @answer_max
 * @answer_min: bytes that it has at least
 * @answer_max: bytes that are wanted; what the platform does not send becomes 0
 */
struct scmi_agent_command {
	u8 msg;
	bool sets;
	const void *request;
	size_t request_len;
	void *answer;
	size_t answer_min;
	size_t answer_max;
};

#define scmi_protocol_command		scmi_agent_protocol_command
#define scmi_protocol_max_payload	scmi_agent_protocol_max_payload

int scmi_protocol_command(const struct scmi_protocol_handle *ph,
			  const struct scmi_agent_command *cmd);
size_t scmi_protocol_max_payload(const struct scmi_protocol_handle *ph);

#endif /* _LINUX_SCMI_AGENT_PROTOCOL_H */
