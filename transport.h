/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a transport sees of the core.
 */
#ifndef _SCMI_AGENT_TRANSPORT_H
#define _SCMI_AGENT_TRANSPORT_H

#include <linux/device.h>
#include <linux/kref.h>
#include <linux/types.h>

#include "engine/xfer.h"

struct scmi_instance;

/* The largest fixed-size message needs this much; a page holds the largest. */
#define SCMI_MSG_SIZE_MIN	32
#define SCMI_MSG_SIZE_MAX	4000

/**
 * struct scmi_chan - one channel between agent and platform
 * @ref: one reference per IDR entry and per protocol that uses it
 * @inst: instance; immutable
 * @dev: internal transport device; immutable
 * @id: protocol id that owns the channel; immutable
 * @tx: A2P (true) or P2A; immutable
 * @timeout_ms: 1..; how long to wait for an answer; immutable after setup
 * @msg_size: payload bytes of a message, as the transport's max_msg_size; chan_setup()
 *	      may make it less, down to SCMI_MSG_SIZE_MIN; immutable after setup
 * @priv: the transport's own; set in chan_setup()
 */
struct scmi_chan {
	struct kref ref;
	struct scmi_instance *inst;
	struct device *dev;
	u8 id;
	bool tx;
	unsigned int timeout_ms;
	unsigned int msg_size;
	void *priv;
};

/* Bytes of the largest message of a channel, header and status included. */
static inline size_t scmi_chan_room(const struct scmi_chan *chan)
{
	return SCMI_HDR_LEN + SCMI_STATUS_LEN + chan->msg_size;
}

/**
 * struct scmi_transport_ops - what the core asks of a transport
 * @chan_available: has @np (NULL without a devicetree) its own A2P (@tx) or
 *		    P2A channel for protocol @id? Asked for BASE first
 * @chan_setup: bind @chan to its hardware; nothing may arrive before start()
 *		unless it tolerates that the core has published @chan already
 * @chan_free: unbind; no callback for @chan runs after it returned
 * @start: let answers and notifications in
 * @stop: no callback runs and the platform writes no buffer once it returned;
 *	  every transfer that the transport still holds was handed back with
 *	  scmi_agent_xfer_release()
 * @send: hand @xfer to the platform, and with @kick ring the doorbell; the
 *	  transport holds one reference from now on, given back by one of the
 *	  rx functions or by scmi_agent_xfer_release(). On error it holds none.
 *	  Any number of CPUs at once, in any context
 * @kick: ring the doorbell for what was sent since the last one
 * @overdue: time is over for @xfer, which was sent on @chan. True: end it. False:
 *	     it moved on, look at its state and its deadline again. For a
 *	     transport that sends one message after the other. Any context, for
 *	     each transfer that is overdue: does not sleep, is quick. Optional
 * @poll: take in what the platform has answered on @chan, without waiting for
 *	  an interrupt. Any context. Optional: without it there are no atomic
 *	  commands
 * @recover: half of the transfers are with a platform that never gives them
 *	     back: get them back. Any context: schedules the work, does not
 *	     sleep. Optional
 * @revive: the machine has shut its devices down, and has a last command: start
 *	    again. Process context, sleeps; removal of the instance may have begun,
 *	    and waits for the caller. Return: 0, or why not. Optional: without it
 *	    nothing is shut down
 */
struct scmi_transport_ops {
	bool (*chan_available)(struct scmi_instance *inst,
			       struct device_node *np, u8 id, bool tx);
	int (*chan_setup)(struct scmi_chan *chan);
	void (*chan_free)(struct scmi_chan *chan);
	int (*start)(struct scmi_instance *inst);
	void (*stop)(struct scmi_instance *inst);
	int (*send)(struct scmi_chan *chan, struct scmi_xfer *xfer, bool kick);
	void (*kick)(struct scmi_chan *chan);
	bool (*overdue)(struct scmi_chan *chan, struct scmi_xfer *xfer);
	void (*poll)(struct scmi_chan *chan);
	void (*recover)(struct scmi_instance *inst);
	int (*revive)(struct scmi_instance *inst);
};

/**
 * struct scmi_transport - constants of a transport (or of one device of it)
 * @name: for messages and sysfs
 * @ops: operations
 * @max_msg: transfers in flight, 1..SCMI_TOKENS / 2
 * @serial: the platform gets the messages of a channel one after the other
 * @max_msg_size: payload bytes of a message on any channel, both ways, without
 *		  header and status; SCMI_MSG_SIZE_MIN..SCMI_MSG_SIZE_MAX
 * @timeout_ms: default for the channels
 */
struct scmi_transport {
	const char *name;
	const struct scmi_transport_ops *ops;
	unsigned int max_msg;
	bool serial;
	unsigned int max_msg_size;
	unsigned int timeout_ms;
};

/* driver.c: the transport's device comes and goes */
struct scmi_instance *scmi_agent_instance_add(struct device *parent,
					      struct device_node *np,
					      const struct scmi_transport *tr,
					      void *priv);
void scmi_agent_instance_del(struct scmi_instance *inst);
void *scmi_agent_instance_priv(struct scmi_instance *inst);
void scmi_agent_instance_pause(struct scmi_instance *inst);
void scmi_agent_instance_sleep(struct scmi_instance *inst);
void scmi_agent_instance_fail(struct scmi_instance *inst);
int scmi_agent_instance_resume(struct scmi_instance *inst);

/* tx.c: for a transport that sends one message after the other */
bool scmi_agent_xfer_begin(struct scmi_xfer *xfer);
bool scmi_agent_xfer_is_waited_for(struct scmi_xfer *xfer);
void scmi_agent_xfer_extend(struct scmi_xfer *xfer, unsigned long deadline);

/* dt.c */
void scmi_agent_read_limits(struct device *dev, const struct device_node *np,
			    struct scmi_transport *tr, unsigned int max_msg,
			    unsigned int max_msg_size);

/* rx.c: what the platform sent */
void scmi_agent_rx_reply(struct scmi_chan *chan, struct scmi_xfer *xfer,
			 size_t len);
void scmi_agent_rx_event(struct scmi_chan *chan, const void *msg, size_t len);
void scmi_agent_rx_spurious(struct scmi_chan *chan);
void scmi_agent_tx_blocked(struct scmi_chan *chan);
void scmi_agent_xfer_release(struct scmi_xfer *xfer);
void scmi_agent_xfer_fail(struct scmi_xfer *xfer, int err);

#endif /* _SCMI_AGENT_TRANSPORT_H */
