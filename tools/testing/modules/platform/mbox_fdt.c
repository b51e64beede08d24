// SPDX-License-Identifier: GPL-2.0-only
/* A writer of flattened devicetrees: the kernel's libfdt is not for modules. */

#include <linux/align.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "mbox_fdt.h"

#define TMB_FDT_MAGIC		0xd00dfeed
#define TMB_FDT_VERSION		17
#define TMB_FDT_COMPATIBLE	16
#define TMB_FDT_HEADER		40
#define TMB_FDT_RESERVED	16	/* an empty list of reserved memory */

#define TMB_FDT_BEGIN_NODE	1
#define TMB_FDT_END_NODE	2
#define TMB_FDT_PROP		3
#define TMB_FDT_END		9

static void tmb_fdt_put(struct tmb_fdt *fdt, const void *data, u32 len)
{
	u32 room = sizeof(fdt->nodes) - fdt->nodes_len;
	u32 all = ALIGN(len, 4);

	if (len > room || all > room) {
		fdt->full = true;
		return;
	}
	memcpy(fdt->nodes + fdt->nodes_len, data, len);
	memset(fdt->nodes + fdt->nodes_len + len, 0, all - len);
	fdt->nodes_len += all;
}

static void tmb_fdt_put32(struct tmb_fdt *fdt, u32 value)
{
	u8 word[4];

	put_unaligned_be32(value, word);
	tmb_fdt_put(fdt, word, sizeof(word));
}

/**
 * tmb_fdt_begin() - begin a node
 * @fdt: blob
 * @name: name of the node, with its unit address
 *
 * Context: Any context.
 */
void tmb_fdt_begin(struct tmb_fdt *fdt, const char *name)
{
	tmb_fdt_put32(fdt, TMB_FDT_BEGIN_NODE);
	tmb_fdt_put(fdt, name, strlen(name) + 1);
}

/**
 * tmb_fdt_end() - end the node that was begun last
 * @fdt: blob
 *
 * Context: Any context.
 */
void tmb_fdt_end(struct tmb_fdt *fdt)
{
	tmb_fdt_put32(fdt, TMB_FDT_END_NODE);
}

static u32 tmb_fdt_string(struct tmb_fdt *fdt, const char *name)
{
	u32 len = strlen(name) + 1;
	u32 at;

	for (at = 0; at < fdt->strings_len; at += strlen(fdt->strings + at) + 1)
		if (!strcmp(fdt->strings + at, name))
			return at;
	if (len > sizeof(fdt->strings) - fdt->strings_len) {
		fdt->full = true;
		return 0;
	}
	memcpy(fdt->strings + at, name, len);
	fdt->strings_len += len;
	return at;
}

/**
 * tmb_fdt_prop() - add a property to the node that was begun last
 * @fdt: blob
 * @name: name of the property
 * @data: value
 * @len: length of @data
 *
 * Context: Any context.
 */
void tmb_fdt_prop(struct tmb_fdt *fdt, const char *name, const void *data,
		  u32 len)
{
	tmb_fdt_put32(fdt, TMB_FDT_PROP);
	tmb_fdt_put32(fdt, len);
	tmb_fdt_put32(fdt, tmb_fdt_string(fdt, name));
	tmb_fdt_put(fdt, data, len);
}

/**
 * tmb_fdt_finish() - make the blob
 * @fdt: all nodes of it are ended
 * @size: its size
 *
 * Context: Process context.
 * Return: the blob, which the caller frees, NULL without memory, ERR_PTR
 *	   (-E2BIG) when something did not fit.
 */
void *tmb_fdt_finish(struct tmb_fdt *fdt, u32 *size)
{
	const u32 nodes = TMB_FDT_HEADER + TMB_FDT_RESERVED;
	u8 *blob;

	tmb_fdt_put32(fdt, TMB_FDT_END);
	if (fdt->full)
		return ERR_PTR(-E2BIG);
	*size = nodes + fdt->nodes_len + fdt->strings_len;
	blob = kzalloc(*size, GFP_KERNEL);
	if (!blob)
		return NULL;
	put_unaligned_be32(TMB_FDT_MAGIC, blob);
	put_unaligned_be32(*size, blob + 4);
	put_unaligned_be32(nodes, blob + 8);
	put_unaligned_be32(nodes + fdt->nodes_len, blob + 12);
	put_unaligned_be32(TMB_FDT_HEADER, blob + 16);
	put_unaligned_be32(TMB_FDT_VERSION, blob + 20);
	put_unaligned_be32(TMB_FDT_COMPATIBLE, blob + 24);
	put_unaligned_be32(fdt->strings_len, blob + 32);
	put_unaligned_be32(fdt->nodes_len, blob + 36);
	memcpy(blob + nodes, fdt->nodes, fdt->nodes_len);
	memcpy(blob + nodes + fdt->nodes_len, fdt->strings, fdt->strings_len);
	return blob;
}
