/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing a flattened devicetree, from text. */
#ifndef SCMI_AGENT_TEST_MBOX_FDT_H
#define SCMI_AGENT_TEST_MBOX_FDT_H

#include <linux/types.h>

#define TMB_FDT_STRUCT	16384
#define TMB_FDT_STRINGS	2048

/**
 * struct tmb_fdt - a blob that grows
 * @nodes: structure block
 * @nodes_len: used of it
 * @strings: names of properties
 * @strings_len: used of it
 * @full: something did not fit
 */
struct tmb_fdt {
	u8 nodes[TMB_FDT_STRUCT];
	u32 nodes_len;
	char strings[TMB_FDT_STRINGS];
	u32 strings_len;
	bool full;
};

void tmb_fdt_begin(struct tmb_fdt *fdt, const char *name);
void tmb_fdt_end(struct tmb_fdt *fdt);
void tmb_fdt_prop(struct tmb_fdt *fdt, const char *name, const void *data,
		  u32 len);
void *tmb_fdt_finish(struct tmb_fdt *fdt, u32 *size);

void *tmb_text_to_overlay(const char *text, u64 memory, u32 *size,
			  const char **wrong);

#endif /* SCMI_AGENT_TEST_MBOX_FDT_H */
