// SPDX-License-Identifier: GPL-2.0-only
/* The devicetree text of a platform that was asked for without any. */

#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mbox.h"

/**
 * DOC: Made-up nodes
 *
 * For a platform NAME there are, below the root, NAME-mailbox, the controller,
 * NAME-memory with the areas, and NAME, the agent's node with a clock and a
 * sensor protocol. With channels of their own these have two mailboxes and
 * two areas each.
 */

#define TMB_TEMPLATE_MAX	4096

/* References to mailboxes or areas: "<&LABEL N>, ..." from a first one on. */
static int tmb_list(char *buf, size_t room, const char *prop, bool cells,
		    u32 first, u32 num)
{
	int len = scnprintf(buf, room, " %s =", prop);
	u32 i;

	for (i = first; i < first + num; i++)
		len += cells ?
		       scnprintf(buf + len, room - len, "%s <&mbox %u>",
				 i > first ? "," : "", i) :
		       scnprintf(buf + len, room - len, "%s <&area%u>",
				 i > first ? "," : "", i);
	return len + scnprintf(buf + len, room - len, ";\n");
}

static int tmb_memory(char *buf, size_t room, const char *name)
{
	int len = scnprintf(buf, room,
			    "%s-memory { #address-cells = <1>;\n"
			    " #size-cells = <1>; ranges = <0 $memory 0x2000>;\n",
			    name);
	u32 i;

	for (i = 0; i < 6; i++)
		len += scnprintf(buf + len, room - len,
				 "area%u: shmem@%x { reg = <0x%x 0x100>;\n"
				 " compatible = \"arm,scmi-shmem\"; };\n",
				 i, 0x100 + i * 0x200, 0x100 + i * 0x200);
	return len + scnprintf(buf + len, room - len, "};\n");
}

static int tmb_protocol(char *buf, size_t room, u32 id, u32 own,
			const char *cells)
{
	int len = scnprintf(buf, room,
			    "protocol@%x { reg = <0x%x>; #%s-cells = <1>;\n",
			    id, id, cells);

	if (own) {
		len += tmb_list(buf + len, room - len, "mboxes", true, own * 4, 2);
		len += tmb_list(buf + len, room - len, "shmem", false, own * 2, 2);
	}
	return len + scnprintf(buf + len, room - len, "};\n");
}

/**
 * tmb_template() - text for a platform
 * @name: its name
 * @layout: mailboxes times 10 plus areas
 * @own: protocols have channels of their own
 *
 * Context: Process context.
 * Return: text that the caller frees, NULL without memory.
 */
char *tmb_template(const char *name, u32 layout, bool own)
{
	const size_t room = TMB_TEMPLATE_MAX;
	char *buf = kmalloc(room, GFP_KERNEL);
	int len;

	if (!buf)
		return NULL;
	len = tmb_memory(buf, room, name);
	len += scnprintf(buf + len, room - len,
			 "mbox: %s-mailbox { #mbox-cells = <1>;\n"
			 " compatible = \"scmi-agent,test-mailbox\"; };\n"
			 "%s { compatible = \"arm,scmi\";\n"
			 " #address-cells = <1>; #size-cells = <0>;\n",
			 name, name);
	len += tmb_list(buf + len, room - len, "mboxes", true, 0, layout / 10);
	len += tmb_list(buf + len, room - len, "shmem", false, 0, layout % 10);
	len += tmb_protocol(buf + len, room - len, 0x14, own ? 1 : 0, "clock");
	len += tmb_protocol(buf + len, room - len, 0x15, own ? 2 : 0,
			    "thermal-sensor");
	len += scnprintf(buf + len, room - len, "};\n");
	return buf;
}
