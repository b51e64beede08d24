/* SPDX-License-Identifier: GPL-2.0-only */
/* A mailbox controller with a platform behind it: what its files share. */
#ifndef SCMI_AGENT_TEST_MBOX_H
#define SCMI_AGENT_TEST_MBOX_H

#include <linux/io.h>
#include <linux/irq_work.h>
#include <linux/hrtimer.h>
#include <linux/list.h>
#include <linux/mailbox_controller.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

#include "tp.h"

struct device_node;
struct platform_device;
struct platform_driver;
struct tmb_host;
struct tmb_pair;

#define TMB_MSG_MAX	4096	/* bytes of a message, header included */
#define TMB_PAIRS	8	/* BASE's channels and those of protocols */
#define TMB_LINES	32	/* mailboxes of a platform */
#define TMB_GUARD	64	/* bytes on either side of an area */

/* Words of an area, by their offsets, and their bits */
#define TMB_STATUS	0x04
#define TMB_FREE	BIT(0)
#define TMB_ERROR	BIT(1)
#define TMB_FLAGS	0x10
#define TMB_INTR	BIT(0)
#define TMB_LENGTH	0x14
#define TMB_MSG		0x18	/* the message, its header first */

/* What a mailbox is for, seen from the agent */
enum tmb_role {
	TMB_A2P,	/* it rings for a command; may ring back */
	TMB_A2P_REPLY,	/* the platform rings for a reply */
	TMB_P2A,	/* the platform rings for a notification */
	TMB_P2A_ACK,	/* it rings when it has taken one */
	TMB_ROLES,
};

#define TMB_INDEX(_NAME, _name)	TMB_##_NAME,
#define TMB_NAME(_NAME, _name) \
	[TMB_##_NAME] = (_name),

/* What "set" turns on and off */
#define TMB_SWITCH_LIST(X) \
	X(MUTE, "mute")			/* replies do not ring */ \
	X(MUTE_EVENTS, "mute-events")	/* nor do notifications */ \
	X(ENDLESS, "endless")		/* the last one comes again as soon as it was taken */ \
	X(NO_ACK, "no-ack")		/* notifications want no ring when they are taken */ \
	X(GIVE_BACK, "give-back")	/* what is never answered does not keep its channel */ \
	X(STICKY, "sticky")		/* areas stay as they are when the agent goes */ \
	X(AT_STARTUP, "irq-at-startup")	/* a ring before mbox_request_channel() returns */ \
	X(AT_SHUTDOWN, "irq-at-shutdown")/* a ring while mbox_free_channel() runs */ \
	X(ACROSS, "irq-across")		/* one that begins on another CPU before, ends after */ \
	X(ACROSS_THREAD, "irq-across-thread")/* the same, by a thread that is preempted */ \
	X(LOCKED, "irq-locked")		/* rings come with the mailbox core's lock held */ \
	X(DEFER_ALL, "defer-all")	/* every request after the one to be deferred */

enum tmb_switch {
	TMB_SWITCH_LIST(TMB_INDEX)
	TMB_SWITCHES,
};

/* What happens a number of times: after "next", or at the "nth" */
#define TMB_TIMES_LIST(X) \
	X(NEXT_ERROR, "channel-error")	/* that many replies with the channel error bit */ \
	X(NEXT_KEEP, "keep")		/* that many leave the channel busy */ \
	X(NEXT_FLIP, "flip")		/* that many change after they were handed over */ \
	X(NEXT_EVENT_ERROR, "event-error")/* that many notifications with the error bit */ \
	X(NTH_DEFER, "defer")		/* the request for a mailbox that is deferred */ \
	X(NTH_FAIL, "fail")		/* the one that fails */

enum tmb_times {
	TMB_TIMES_LIST(TMB_INDEX)
	TMB_TIMES,
};

/* What is counted, by its name in the statistics */
#define TMB_COUNTER_LIST(X) \
	X(COMMANDS, "commands")		/* taken */ \
	X(EMPTY, "empty-rings")		/* rings for an area that the agent had not filled */ \
	X(BAD_LEN, "bad-lengths")	/* commands whose length cannot be */ \
	X(OVERLAPS, "overlaps")		/* commands before the one before was answered */ \
	X(ACKS, "acks")			/* notifications that the agent said it took */ \
	X(FULL, "area-full")		/* notifications that found the area taken */ \
	X(REQUESTS, "mbox-requests")	/* mailboxes asked for */ \
	X(DEFERRED, "mbox-deferred")	/* of these, told to come back */

enum tmb_counter {
	TMB_COUNTER_LIST(TMB_INDEX)
	TMB_COUNTERS,
};

/**
 * struct tmb_line - one mailbox of one controller
 * @node: in the list of all lines
 * @ctrl: path of the controller's node
 * @index: number of the mailbox
 * @lock: protects what follows up to @irq
 * @chan: the controller's channel, NULL while no driver is bound to it
 * @open: between the client's request and its release
 * @rung: the agent rang, the platform has not looked yet
 * @pair: what it is wired to, NULL for nothing
 * @role: how
 * @irq: rings the agent from hard interrupt context
 * @taken: tells the agent that the ring was heard, the same way
 * @delayed: rings later
 * @elsewhere: rings from another CPU
 * @across: an interrupt that has begun when the channel is freed
 * @across_start: begins it
 * @threaded: it is a thread's
 * @begun: it has
 * @rings: how often the agent was rung
 * @lost: how often nobody was there
 *
 * A line is made when it is first named and lives as long as the module, so
 * that controllers, platforms and agents may come and go in any order.
 */
struct tmb_line {
	struct list_head node;
	char *ctrl;
	u32 index;
	/* in any context, under the mailbox core's lock of a channel */
	spinlock_t lock;
	struct mbox_chan *chan;
	bool open;
	bool rung;
	struct tmb_pair *pair;
	enum tmb_role role;
	struct irq_work irq;
	struct irq_work taken;
	struct hrtimer delayed;
	struct work_struct elsewhere;
	struct irq_work across;
	struct work_struct across_start;
	bool threaded;
	bool begun;
	atomic_t rings;
	atomic_t lost;
};

/**
 * struct tmb_area - shared memory for one direction
 * @path: of its node
 * @start: physical address
 * @size: bytes, a multiple of 4
 * @map: mapping, from TMB_GUARD bytes before the area
 * @base: the area in @map
 */
struct tmb_area {
	char *path;
	phys_addr_t start;
	u32 size;
	void __iomem *map;
	void __iomem *base;
};

/**
 * struct tmb_pair - the channels of one protocol
 * @host: whose
 * @proto: protocol id, BASE for the instance's own
 * @line: by role, NULL where the layout has none
 * @back: the mailbox that rings for replies: TMB_A2P_REPLY or TMB_A2P
 * @tx: commands and replies
 * @rx: notifications, without a mapping if there are none
 * @busy: a command was taken and not answered
 * @lost: it never will be
 * @intr: it asked for an interrupt
 */
struct tmb_pair {
	struct tmb_host *host;
	u8 proto;
	struct tmb_line *line[TMB_ROLES];
	struct tmb_line *back;
	struct tmb_area tx;
	struct tmb_area rx;
	bool busy;
	bool lost;
	bool intr;
};

/**
 * struct tmb_host - a platform that is reached by mailboxes
 * @tp: the platform; immutable
 * @path: of the agent's node; immutable while there is a device
 * @fdt: overlay to apply, if the node is not there without it
 * @fdt_size: its size
 * @overlay: number of the overlay that is applied, 0 without
 * @np: the agent's node while there is a device
 * @pdev: the agent's device, if we made it
 * @pairs: channels; changed under tmb_wires_lock and the platform's lock
 * @num_pairs: how many
 * @lines: all mailboxes; as @pairs
 * @num_lines: how many
 * @heard: the agent listens to notifications; under the platform's lock
 * @lock: protects what follows up to @buf; innermost
 * @on: what is turned on
 * @left: how often something is still to happen
 * @counts: counters
 * @buf: the command that is taken; under the platform's lock
 */
struct tmb_host {
	struct tp_platform *tp;
	char *path;
	void *fdt;
	u32 fdt_size;
	int overlay;
	struct device_node *np;
	struct platform_device *pdev;
	struct tmb_pair pairs[TMB_PAIRS];
	u32 num_pairs;
	struct tmb_line *lines[TMB_LINES];
	u32 num_lines;
	bool heard;
	/* in any context, under a line's lock */
	spinlock_t lock;
	bool on[TMB_SWITCHES] __guarded_by(&lock);
	u32 left[TMB_TIMES] __guarded_by(&lock);
	u32 counts[TMB_COUNTERS] __guarded_by(&lock);
	u8 buf[TMB_MSG_MAX];
};

/* mbox_line.c */
struct tmb_line *tmb_line_get(const char *ctrl, u32 index);
void tmb_lines_free(void);
int tmb_line_wire(struct tmb_line *line, struct tmb_pair *pair,
		  enum tmb_role role);
void tmb_line_unwire(struct tmb_line *line);
void tmb_line_ring(struct tmb_line *line, u64 delay_ns);
void tmb_line_ring_elsewhere(struct tmb_line *line);
void tmb_line_ring_across(struct tmb_line *line, bool threaded);
bool tmb_line_rung(struct tmb_line *line);
bool tmb_line_is_open(struct tmb_line *line);
void tmb_line_sync(struct tmb_line *line);
void tmb_line_quiet(struct tmb_line *line);

/* mbox_switch.c */
extern const char *const tmb_switch_names[TMB_SWITCHES];
extern const char *const tmb_times_names[TMB_TIMES];
extern const char *const tmb_count_names[TMB_COUNTERS];
bool tmb_is_on(struct tmb_host *host, enum tmb_switch what);
void tmb_turn(struct tmb_host *host, enum tmb_switch what, bool on);
bool tmb_next(struct tmb_host *host, enum tmb_times what);
bool tmb_nth(struct tmb_host *host, enum tmb_times what);
void tmb_times(struct tmb_host *host, enum tmb_times what, u32 left);
void tmb_count(struct tmb_host *host, enum tmb_counter what);
u32 tmb_counted(struct tmb_host *host, enum tmb_counter what);
void tmb_calm(struct tmb_host *host);

/* mbox_area.c */
int tmb_area_map(struct tmb_area *area, struct device_node *np);
void tmb_area_unmap(struct tmb_area *area);
bool tmb_area_broken(struct tmb_area *area, int *at);
void tmb_area_reset(struct tmb_area *area);

/* mbox_memory.c */
const struct scmip_memory *tmb_memory_get(void);
void tmb_memory_unmap(void);

/* mbox_wire.c */
int tmb_host_wire(struct tmb_host *host);
void tmb_host_unwire(struct tmb_host *host);
void tmb_host_reset_locked(struct tmb_host *host);
void tmb_line_closed(struct tmb_line *line);

/* mbox_msg.c */
void tmb_process(void *data, u64 now);
void tmb_release_locked(struct tmb_host *host);
void tmb_reply(void *data, const struct scmip_out *out);
bool tmb_event(void *data, const struct scmip_out *out);
void tmb_event_again(struct tmb_pair *pair);

/* mbox_host.c */
int tmb_overlay_load(struct tmb_host *host, const char *path);

/* mbox_verbs.c */
extern const struct tp_verb tmb_verbs[];

/* mbox_ctrl.c */
extern struct platform_driver tmb_ctrl_driver;

#endif /* SCMI_AGENT_TEST_MBOX_H */
