// SPDX-License-Identifier: GPL-2.0-only
/* From a node to mailboxes and areas, and what of drivers that come and go is seen there. */

#include <linux/bits.h>
#include <linux/cleanup.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/slab.h>

#include "mbox.h"

/**
 * DOC: Layouts
 *
 * What a mailbox is for follows from how many there are, and how many areas::
 *
 *	mailboxes/areas   A2P   reply   P2A   taken
 *	1/1               0
 *	2/2               0             1
 *	2/1               0     1
 *	3/2               0     1       2
 *	4/2               0     1       2     3
 *
 * The nodes are those that the agent reads, and may be wrong on purpose: what
 * makes no sense is wired to a platform that never answers there, so that it
 * is the agent that has to notice.
 */

/**
 * DOC: Coming and going
 *
 * tmb_wires_lock is held while a platform is wired to mailboxes, and while a
 * mailbox that was released is looked at, so that what it is wired to stays.
 * Inside of it comes the platform's lock; the mailbox core's is outside.
 *
 * When the agent has released the last mailbox, the platform forgets it, as
 * firmware does at a reset: no subscription, no command under way, all areas
 * free. With "sticky on" it does not.
 */

#define TMB_BASE	0x10

static DEFINE_MUTEX(tmb_wires_lock);

/* Roles of a layout's mailboxes, in their order. */
static u32 tmb_layout(int mailboxes, int areas, enum tmb_role *roles)
{
	u32 num = 0;

	if (areas != 1 && areas != 2)
		return 0;
	if (mailboxes < 1 || mailboxes > 4 || (mailboxes > 2 && areas == 1) ||
	    (mailboxes == 1 && areas == 2))
		return 0;
	roles[num++] = TMB_A2P;
	if (mailboxes > areas)
		roles[num++] = TMB_A2P_REPLY;
	if (areas == 2)
		roles[num++] = TMB_P2A;
	if (mailboxes == 4)
		roles[num++] = TMB_P2A_ACK;
	return num;
}

static struct tmb_line *tmb_wire_line(struct device_node *np, int index)
{
	struct of_phandle_args args;
	struct tmb_line *line;
	char *path;

	if (of_parse_phandle_with_args(np, "mboxes", "#mbox-cells", index,
				       &args))
		return NULL;
	path = kasprintf(GFP_KERNEL, "%pOF", args.np);
	of_node_put(args.np);
	if (!path)
		return NULL;
	line = args.args_count == 1 ? tmb_line_get(path, args.args[0]) : NULL;
	kfree(path);
	return line;
}

static void tmb_wire_area(struct tmb_area *area, struct device_node *np,
			  int index)
{
	struct device_node *mem = of_parse_phandle(np, "shmem", index);

	if (!mem)
		return;
	if (!tmb_area_map(area, mem))
		tmb_area_reset(area);
	of_node_put(mem);
}

static void tmb_wire_pair(struct tmb_host *host, struct device_node *np,
			  u8 proto)
{
	enum tmb_role roles[TMB_ROLES] = {};
	struct tmb_pair *pair;
	int mailboxes, areas, i;
	u32 num;

	mailboxes = of_count_phandle_with_args(np, "mboxes", "#mbox-cells");
	areas = of_count_phandle_with_args(np, "shmem", NULL);
	if (mailboxes <= 0 || host->num_pairs == TMB_PAIRS)
		return;
	pair = &host->pairs[host->num_pairs++];
	pair->host = host;
	pair->proto = proto;
	num = tmb_layout(mailboxes, areas, roles);
	for (i = 0; i < mailboxes && host->num_lines < TMB_LINES; i++) {
		struct tmb_line *line = tmb_wire_line(np, i);
		enum tmb_role role = i < num ? roles[i] : TMB_P2A_ACK;

		if (!line || tmb_line_wire(line, pair, role))
			continue;
		host->lines[host->num_lines++] = line;
		if (i < num)
			pair->line[role] = line;
	}
	pair->back = pair->line[TMB_A2P_REPLY] ?: pair->line[TMB_A2P];
	if (num) {
		tmb_wire_area(&pair->tx, np, 0);
		tmb_wire_area(&pair->rx, np, 1);
	}
}

static void tmb_unwire(struct tmb_host *host)
{
	u32 i;

	for (i = 0; i < host->num_lines; i++)
		tmb_line_unwire(host->lines[i]);
	for (i = 0; i < host->num_pairs; i++) {
		tmb_area_unmap(&host->pairs[i].tx);
		tmb_area_unmap(&host->pairs[i].rx);
	}
	host->num_lines = 0;
	host->num_pairs = 0;
}

/**
 * tmb_host_wire() - put a platform behind the mailboxes of its node
 * @host: platform whose @np is set
 *
 * Context: Process context, may sleep.
 * Return: 0, or -ENODEV when the node names no mailbox of ours.
 */
int tmb_host_wire(struct tmb_host *host)
{
	struct device_node *child;
	u32 proto;

	guard(mutex)(&tmb_wires_lock);
	guard(mutex)(tp_lock(host->tp));

	tmb_wire_pair(host, host->np, TMB_BASE);
	for_each_available_child_of_node(host->np, child)
		if (!of_property_read_u32(child, "reg", &proto) &&
		    proto <= 0xff && proto != TMB_BASE)
			tmb_wire_pair(host, child, proto);
	if (host->num_lines)
		return 0;
	tmb_unwire(host);
	return -ENODEV;
}

/**
 * tmb_host_unwire() - take a platform from its mailboxes
 * @host: platform
 *
 * Context: Process context, may sleep.
 */
void tmb_host_unwire(struct tmb_host *host)
{
	guard(mutex)(&tmb_wires_lock);
	guard(mutex)(tp_lock(host->tp));

	tp_reset_locked(host->tp);
	tmb_unwire(host);
}

static bool tmb_host_is_open(struct tmb_host *host)
{
	u32 i;

	for (i = 0; i < host->num_lines; i++)
		if (tmb_line_is_open(host->lines[i]))
			return true;
	return false;
}

/**
 * tmb_host_reset_locked() - all areas as they are at boot
 * @host: platform
 *
 * Context: Process context, with the platform's lock.
 */
void tmb_host_reset_locked(struct tmb_host *host)
	__must_hold(tp_lock(host->tp))
{
	u32 i;

	lockdep_assert_held(tp_lock(host->tp));

	for (i = 0; i < host->num_pairs; i++) {
		struct tmb_pair *pair = &host->pairs[i];

		pair->busy = false;
		pair->lost = false;
		tmb_area_reset(&pair->tx);
		tmb_area_reset(&pair->rx);
	}
}

/**
 * tmb_line_closed() - the agent has released a mailbox
 * @line: the mailbox
 *
 * Context: Process context, may sleep.
 */
void tmb_line_closed(struct tmb_line *line)
{
	struct tmb_host *host = NULL;

	guard(mutex)(&tmb_wires_lock);

	scoped_guard(spinlock_irqsave, &line->lock)
		if (line->pair)
			host = line->pair->host;
	if (!host || tmb_host_is_open(host))
		return;

	guard(mutex)(tp_lock(host->tp));

	host->heard = false;
	if (tmb_is_on(host, TMB_STICKY))
		return;
	tp_reset_locked(host->tp);
	tmb_host_reset_locked(host);
}
