/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The mailbox transport: what its files share.
 */
#ifndef _SCMI_AGENT_MAILBOX_H
#define _SCMI_AGENT_MAILBOX_H

#include <linux/atomic.h>
#include <linux/hrtimer.h>
#include <linux/ioport.h>
#include <linux/irq_work.h>
#include <linux/list.h>
#include <linux/mailbox_client.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "transport.h"
#include "transports/flood.h"
#include "transports/shmem.h"

/* Messages taken in at one go; by interrupts in one tick. */
#define SCMI_MBOX_BUDGET	16

struct scmi_mbox_chan;

/**
 * struct scmi_mbox_link - one mailbox
 * @cl: what the mailbox framework knows of us; it may be read by an interrupt
 *	that is under way while the mailbox is freed
 * @mbox: the mailbox; NULL while we have none
 * @mc: channel that it belongs to; immutable
 * @rings: doorbells that the controller has not finished; 0..2
 */
struct scmi_mbox_link {
	struct mbox_client cl;
	struct mbox_chan *mbox;
	struct scmi_mbox_chan *mc;
	atomic_t rings;
};

/**
 * struct scmi_mbox_area - the shared memory of a channel
 * @res: where it is; what we map of it
 * @node: on the list of all areas in use
 * @shmem: it, mapped
 */
struct scmi_mbox_area {
	struct resource res;
	struct list_head node;
	struct scmi_shmem shmem;
};

/**
 * enum scmi_mbox_poll - why a channel is polled; bits
 * @SCMI_MBOX_POLL_NODE: the devicetree says that there are no interrupts
 * @SCMI_MBOX_POLL_SILENT: an answer was found, but no interrupt had come
 * @SCMI_MBOX_POLL_SUSPEND: interrupts are off, or are about to be
 */
enum scmi_mbox_poll {
	SCMI_MBOX_POLL_NODE = 1,
	SCMI_MBOX_POLL_SILENT = 2,
	SCMI_MBOX_POLL_SUSPEND = 4,
};

/**
 * enum scmi_mbox_step - what became of one step of a channel
 * @SCMI_MBOX_DONE: there is nothing more to do now
 * @SCMI_MBOX_MORE: something was done, and there may be more
 * @SCMI_MBOX_RING: a doorbell has to be rung, where that is allowed
 */
enum scmi_mbox_step {
	SCMI_MBOX_DONE,
	SCMI_MBOX_MORE,
	SCMI_MBOX_RING,
};

/**
 * struct scmi_mbox_chan - one channel
 * @smb: device
 * @node: on its list
 * @chan: the core's channel; valid while @open
 * @area: shared memory; valid while @open
 * @links: the channel's mailboxes, one or two
 * @bell: the one of them that we ring; NULL when there is none. Immutable once
 *	  @open
 * @open: bound; written by setup and free, which nothing else runs beside
 * @step: takes one message in, or sends one if it may ring. Immutable once @open
 * @lock: protects the fields below; outside of the mailbox framework's locks
 * @started: messages may come and go
 * @stepping: @step runs (matters where spinlocks are no locks)
 * @polls: reasons to poll, enum scmi_mbox_poll
 * @cur: command that is in the area, until its reply was taken
 * @given_up: nobody waits for @cur
 * @blocked: jiffies since when the area is not ours though nobody waits for
 *	     what it holds; 0 while it is not so
 * @not_sent: commands that were taken back because of that
 * @queue: commands that wait for the area
 * @owes_bell: the platform is to be told that its message was taken
 * @event: P2A: buffer for a message; what is in it is protected, too
 * @flood: P2A: how many messages may be taken in
 * @irq_tick: P2A: jiffies of the last interrupt that found a message
 * @irq_taken: P2A: how many messages interrupts found in that tick
 * @contended: a caller found @lock taken; its owner has to step again, see
 *	       scmi_mbox_pump()
 * @rung: an interrupt came
 * @rung_at: nanoseconds when @cur's doorbell was rung
 * @timer: looks for an answer where no interrupt will tell
 * @pump_work: goes on where an interrupt would take too long, and after a pause
 * @ring_work: rings where the mailbox framework is our caller
 *
 * The memory stays until the device is unbound, and then until interrupts that
 * were under way are over, see scmi_mbox_link.
 */
struct scmi_mbox_chan {
	struct scmi_mbox *smb;
	struct list_head node;
	struct scmi_chan *chan;
	struct scmi_mbox_area area;
	struct scmi_mbox_link links[2];
	struct scmi_mbox_link *bell;
	bool open;
	enum scmi_mbox_step (*step)(struct scmi_mbox_chan *mc, bool may_ring);
	spinlock_t lock;
	bool started __guarded_by(&lock);
	bool stepping __guarded_by(&lock);
	unsigned int polls __guarded_by(&lock);
	struct scmi_xfer *cur __guarded_by(&lock);
	bool given_up __guarded_by(&lock);
	unsigned long blocked __guarded_by(&lock);
	unsigned int not_sent __guarded_by(&lock);
	struct list_head queue __guarded_by(&lock);
	bool owes_bell __guarded_by(&lock);
	void *event;
	struct scmi_flood flood __guarded_by(&lock);
	unsigned long irq_tick __guarded_by(&lock);
	unsigned int irq_taken __guarded_by(&lock);
	bool contended;
	unsigned int rung;
	u64 rung_at __guarded_by(&lock);
	struct hrtimer timer;
	struct delayed_work pump_work;
	struct irq_work ring_work;
};

/**
 * struct scmi_mbox - one devicetree node "arm,scmi"
 * @dev: platform device
 * @transport: constants; immutable once the instance exists
 * @inst: instance
 * @no_irq: arm,no-completion-irq; immutable
 * @chans: all channels; written by the instance's setup only
 * @free: frees it all when no callback can be under way any more
 */
struct scmi_mbox {
	struct device *dev;
	struct scmi_transport transport;
	struct scmi_instance *inst;
	bool no_irq;
	struct list_head chans;
	struct work_struct free;
};

/**
 * struct scmi_mbox_layout - which mailbox is what; -1: there is none
 * @tx: A2P doorbell; replies too, where @tx_reply is none
 * @tx_reply: A2P replies
 * @rx: P2A messages
 * @rx_reply: rung when a P2A message was taken
 */
struct scmi_mbox_layout {
	int tx;
	int tx_reply;
	int rx;
	int rx_reply;
};

/* Bytes of the largest message, header and status included. */
static inline size_t scmi_mbox_room(const struct scmi_mbox *smb)
{
	return SCMI_HDR_LEN + SCMI_STATUS_LEN + smb->transport.max_msg_size;
}

/* mailbox_dt.c */
int scmi_mbox_read_layout(struct device *dev, const struct device_node *np,
			  struct scmi_mbox_layout *layout);
size_t scmi_mbox_fit(struct device *dev, const struct device_node *np);
int scmi_mbox_area_open(struct device *dev, const struct device_node *np,
			int index, struct scmi_mbox_area *area);
void scmi_mbox_area_close(struct scmi_mbox_area *area);

/* mailbox_pump.c */
extern struct workqueue_struct *scmi_mbox_wq;
void scmi_mbox_pump(struct scmi_mbox_chan *mc);
bool scmi_mbox_was_contended(struct scmi_mbox_chan *mc);
void scmi_mbox_pump_later(struct scmi_mbox_chan *mc, unsigned long delay);
void scmi_mbox_rung(struct scmi_mbox_chan *mc);
void scmi_mbox_kick(struct scmi_chan *chan);

/* mailbox_link.c */
int scmi_mbox_link_open(struct scmi_mbox_link *link, int index);
void scmi_mbox_link_close(struct scmi_mbox_link *link);
void scmi_mbox_link_ring(struct scmi_mbox_link *link);
void scmi_mbox_link_done(struct scmi_mbox_link *link);

/* mailbox_chan.c */
extern const struct scmi_transport_ops scmi_mbox_ops;
void scmi_mbox_set_polls(struct scmi_mbox *smb, enum scmi_mbox_poll why,
			 bool on);
void scmi_mbox_free_chans(struct scmi_mbox *smb);

/* mailbox_command.c */
enum scmi_mbox_step scmi_mbox_command_step(struct scmi_mbox_chan *mc,
					   bool may_ring);
int scmi_mbox_send(struct scmi_chan *chan, struct scmi_xfer *xfer, bool kick);
bool scmi_mbox_overdue(struct scmi_chan *chan, struct scmi_xfer *xfer);
void scmi_mbox_take_back(struct scmi_mbox_chan *mc);
enum hrtimer_restart scmi_mbox_timer(struct hrtimer *timer);

/* mailbox_event.c */
enum scmi_mbox_step scmi_mbox_event_step(struct scmi_mbox_chan *mc,
					 bool may_ring);

#endif /* _SCMI_AGENT_MAILBOX_H */
