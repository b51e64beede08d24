// SPDX-License-Identifier: GPL-2.0-only
/* Devicetree overlays from text. */

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "mbox_fdt.h"

/**
 * DOC: Devicetree text
 *
 * A part of the language that dtc(1) reads, to be put below the root::
 *
 *	label: name { prop = <1 0x2 &label>, "string"; empty; child { }; };
 *
 * The semicolon after a brace may be left out. ``$memory`` in cells stands for
 * the two cells of the address of the memory for shared areas. No macros, no
 * arithmetic, no other way to refer to nodes.
 *
 * The overlay has one fragment, for the root. A label's node gets a phandle,
 * and every cell that holds one is listed where the kernel expects it.
 */

#define TMB_TEXT_WORD	48
#define TMB_TEXT_DEPTH	8
#define TMB_TEXT_LABELS	32
#define TMB_TEXT_REFS	64
#define TMB_TEXT_VALUE	512

/**
 * struct tmb_ref - a cell that holds a phandle
 * @path: names of the nodes above it, each NUL-terminated
 * @depth: how many
 * @prop: property that it is in
 * @offset: where
 */
struct tmb_ref {
	char path[TMB_TEXT_DEPTH][TMB_TEXT_WORD];
	int depth;
	char prop[TMB_TEXT_WORD];
	u32 offset;
};

/**
 * struct tmb_text - reading text
 * @at: rest of the text
 * @memory: what $memory is
 * @wrong: the first thing that is wrong
 * @fdt: what is written
 * @path: names of the nodes that are open
 * @depth: how many
 * @labels: names; the phandle is the index plus one
 * @num_labels: how many
 * @refs: cells with phandles
 * @num_refs: how many
 * @prop: property that is read
 * @value: its value
 * @len: length of @value
 */
struct tmb_text {
	const char *at;
	u64 memory;
	const char *wrong;
	struct tmb_fdt fdt;
	char path[TMB_TEXT_DEPTH][TMB_TEXT_WORD];
	int depth;
	char labels[TMB_TEXT_LABELS][TMB_TEXT_WORD];
	int num_labels;
	struct tmb_ref refs[TMB_TEXT_REFS];
	int num_refs;
	char prop[TMB_TEXT_WORD];
	u8 value[TMB_TEXT_VALUE];
	u32 len;
};

static void tmb_text_wrong(struct tmb_text *t, const char *what)
{
	if (!t->wrong)
		t->wrong = what;
}

static bool tmb_text_is(struct tmb_text *t, char c)
{
	t->at = skip_spaces(t->at);
	if (*t->at != c || !c)
		return false;
	t->at++;
	return true;
}

static void tmb_text_want(struct tmb_text *t, char c, const char *what)
{
	if (!tmb_text_is(t, c))
		tmb_text_wrong(t, what);
}

static bool tmb_text_word(struct tmb_text *t, char *word)
{
	int len = 0;

	t->at = skip_spaces(t->at);
	while (isalnum(*t->at) || (*t->at && strchr(",._+?#@-", *t->at))) {
		if (len == TMB_TEXT_WORD - 1) {
			tmb_text_wrong(t, "a word is too long");
			return false;
		}
		word[len++] = *t->at++;
	}
	word[len] = '\0';
	return len;
}

static u32 tmb_text_label(struct tmb_text *t, const char *name)
{
	int i;

	for (i = 0; i < t->num_labels; i++)
		if (!strcmp(t->labels[i], name))
			return i + 1;
	if (i == TMB_TEXT_LABELS) {
		tmb_text_wrong(t, "too many labels");
		return 0;
	}
	strscpy(t->labels[i], name);
	return ++t->num_labels;
}

static void tmb_text_put(struct tmb_text *t, const void *data, u32 len)
{
	if (len > sizeof(t->value) - t->len) {
		tmb_text_wrong(t, "a value is too long");
		return;
	}
	memcpy(t->value + t->len, data, len);
	t->len += len;
}

static void tmb_text_put32(struct tmb_text *t, u32 value)
{
	u8 word[4];

	put_unaligned_be32(value, word);
	tmb_text_put(t, word, sizeof(word));
}

static void tmb_text_ref(struct tmb_text *t)
{
	char name[TMB_TEXT_WORD];
	struct tmb_ref *ref;

	if (!tmb_text_word(t, name)) {
		tmb_text_wrong(t, "a label is missing after &");
		return;
	}
	if (t->num_refs == TMB_TEXT_REFS) {
		tmb_text_wrong(t, "too many references");
		return;
	}
	ref = &t->refs[t->num_refs++];
	memcpy(ref->path, t->path, sizeof(ref->path));
	ref->depth = t->depth;
	strscpy(ref->prop, t->prop);
	ref->offset = t->len;
	tmb_text_put32(t, tmb_text_label(t, name));
}

static void tmb_text_number(struct tmb_text *t)
{
	char word[TMB_TEXT_WORD];
	u32 value;

	if (!tmb_text_word(t, word) || kstrtou32(word, 0, &value))
		tmb_text_wrong(t, "a cell is no 32-bit number");
	else
		tmb_text_put32(t, value);
}

static void tmb_text_cells(struct tmb_text *t)
{
	char word[TMB_TEXT_WORD];

	while (!t->wrong && !tmb_text_is(t, '>')) {
		if (tmb_text_is(t, '&')) {
			tmb_text_ref(t);
		} else if (tmb_text_is(t, '$')) {
			tmb_text_word(t, word);
			if (strcmp(word, "memory"))
				tmb_text_wrong(t, "only $memory is known");
			tmb_text_put32(t, upper_32_bits(t->memory));
			tmb_text_put32(t, lower_32_bits(t->memory));
		} else {
			tmb_text_number(t);
		}
	}
}

static void tmb_text_string(struct tmb_text *t)
{
	const char *end = strchr(t->at, '"');

	if (!end) {
		tmb_text_wrong(t, "a string has no end");
		return;
	}
	tmb_text_put(t, t->at, end - t->at);
	tmb_text_put(t, "", 1);
	t->at = end + 1;
}

static void tmb_text_property(struct tmb_text *t, const char *name)
{
	strscpy(t->prop, name);
	t->len = 0;
	if (tmb_text_is(t, '=')) {
		do {
			if (tmb_text_is(t, '<'))
				tmb_text_cells(t);
			else if (tmb_text_is(t, '"'))
				tmb_text_string(t);
			else
				tmb_text_wrong(t, "expected < or \"");
		} while (!t->wrong && tmb_text_is(t, ','));
	}
	tmb_text_want(t, ';', "expected ; after a property");
	if (!t->wrong)
		tmb_fdt_prop(&t->fdt, t->prop, t->value, t->len);
}

static void tmb_text_open(struct tmb_text *t, const char *name, u32 phandle)
{
	if (t->depth == TMB_TEXT_DEPTH) {
		tmb_text_wrong(t, "nodes are nested too deeply");
		return;
	}
	strscpy(t->path[t->depth++], name);
	tmb_fdt_begin(&t->fdt, name);
	if (phandle) {
		t->len = 0;
		tmb_text_put32(t, phandle);
		tmb_fdt_prop(&t->fdt, "phandle", t->value, t->len);
	}
}

static void tmb_text_close(struct tmb_text *t)
{
	tmb_text_is(t, ';');
	if (!t->depth) {
		tmb_text_wrong(t, "a } too many");
		return;
	}
	t->depth--;
	tmb_fdt_end(&t->fdt);
}

static void tmb_text_item(struct tmb_text *t)
{
	char word[TMB_TEXT_WORD];
	u32 phandle = 0;

	if (tmb_text_is(t, '}')) {
		tmb_text_close(t);
		return;
	}
	if (!tmb_text_word(t, word)) {
		tmb_text_wrong(t, "expected a name or }");
		return;
	}
	if (tmb_text_is(t, ':')) {
		phandle = tmb_text_label(t, word);
		if (!tmb_text_word(t, word))
			tmb_text_wrong(t, "expected a node after its label");
	}
	if (tmb_text_is(t, '{'))
		tmb_text_open(t, word, phandle);
	else if (t->depth && !phandle)
		tmb_text_property(t, word);
	else
		tmb_text_wrong(t, "expected a node");
}

/* One chain of nodes for each: the kernel looks them up by name. */
static void tmb_text_fixup(struct tmb_text *t, const struct tmb_ref *ref)
{
	int i;

	for (i = 0; i < ref->depth; i++)
		tmb_fdt_begin(&t->fdt, ref->path[i]);
	t->len = 0;
	tmb_text_put32(t, ref->offset);
	tmb_fdt_prop(&t->fdt, ref->prop, t->value, t->len);
	for (i = 0; i < ref->depth; i++)
		tmb_fdt_end(&t->fdt);
}

static void tmb_text_overlay(struct tmb_text *t)
{
	int i;

	tmb_fdt_begin(&t->fdt, "");
	tmb_fdt_begin(&t->fdt, "fragment@0");
	tmb_fdt_prop(&t->fdt, "target-path", "/", 2);
	tmb_fdt_begin(&t->fdt, "__overlay__");
	while (!t->wrong && *skip_spaces(t->at))
		tmb_text_item(t);
	if (t->depth)
		tmb_text_wrong(t, "a } is missing");
	tmb_fdt_end(&t->fdt);
	tmb_fdt_end(&t->fdt);
	tmb_fdt_begin(&t->fdt, "__local_fixups__");
	tmb_fdt_begin(&t->fdt, "fragment@0");
	tmb_fdt_begin(&t->fdt, "__overlay__");
	for (i = 0; !t->wrong && i < t->num_refs; i++)
		tmb_text_fixup(t, &t->refs[i]);
	for (i = 0; i < 4; i++)
		tmb_fdt_end(&t->fdt);
}

/**
 * tmb_text_to_overlay() - make an overlay from text
 * @text: nodes to put below the root
 * @memory: address of the memory for shared areas
 * @size: size of the overlay
 * @wrong: what is wrong with the text
 *
 * Context: Process context.
 * Return: the overlay, which the caller frees; NULL without memory; ERR_PTR
 *	   (-EINVAL) for wrong text.
 */
void *tmb_text_to_overlay(const char *text, u64 memory, u32 *size,
			  const char **wrong)
{
	struct tmb_text *t = kvzalloc(sizeof(*t), GFP_KERNEL);
	void *blob = ERR_PTR(-EINVAL);

	if (!t)
		return NULL;
	t->at = text;
	t->memory = memory;
	tmb_text_overlay(t);
	*wrong = t->wrong;
	if (!t->wrong)
		blob = tmb_fdt_finish(&t->fdt, size);
	if (blob == ERR_PTR(-E2BIG))
		*wrong = "the overlay is too large";
	kvfree(t);
	return blob;
}
