// SPDX-License-Identifier: GPL-2.0-only
/* Control commands of platforms that are reached by mailboxes. */

#include <linux/cleanup.h>
#include <linux/io.h>
#include <linux/kref.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mbox.h"

/**
 * DOC: Commands
 *
 * set SWITCH on|off
 *	mute: replies do not ring; mute-events: notifications do not; endless: a
 *	notification comes again when the agent rings that it was taken; no-ack:
 *	they ask for no ring when they are taken; give-back: a command that is
 *	never answered does not keep its channel for ever, which becomes free
 *	with the error bit; sticky: areas stay as they are when the agent goes;
 *	irq-at-startup, irq-at-shutdown, irq-across, irq-across-thread: rings at
 *	those moments; irq-locked: rings come with the mailbox core's lock held;
 *	defer-all: every request for a mailbox after the one to be deferred
 * next channel-error|keep|flip|event-error N
 *	the next N replies have the error bit, leave the channel busy, change
 *	while they are read; the next N notifications have the error bit
 * nth defer|fail N
 *	the Nth request for a mailbox from now on is deferred, or fails
 * calm
 *	nothing of all that
 * ring a2p|p2a [N]
 *	ring the agent N times without a message
 * release
 *	give the channels of commands back that were never answered, as with
 *	give-back
 * forget
 *	free all areas and forget the agent
 * guard
 *	is the memory around the areas as it was?
 * area [N]
 *	heads of the areas of the Nth channels, 0 for BASE's
 * poke tx|rx OFFSET VALUE
 *	write a word into an area of BASE's
 * refs
 *	reference counts of the nodes, where the kernel counts
 * dt FILE
 *	another overlay
 */

static const char *tmb_take_number(struct scmip_words *w, u64 max, u64 *value)
{
	const char *word = scmip_words_take(w);

	if (!word || !scmip_parse_u64(word, value) || *value > max)
		return "expected a number";
	return NULL;
}

static int tmb_find(const char *const *names, int num, const char *word)
{
	int i;

	for (i = 0; word && i < num; i++)
		if (scmip_same(word, names[i]))
			return i;
	return -1;
}

static const char *tmb_do_set(void *data, struct scmip_words *w,
			      struct scmip_text *answer)
{
	int what = tmb_find(tmb_switch_names, TMB_SWITCHES,
			    scmip_words_take(w));
	const char *word = scmip_words_take(w);

	if (what < 0)
		return "no such switch";
	if (!scmip_same(word, "on") && !scmip_same(word, "off"))
		return "expected on or off";
	tmb_turn(data, what, scmip_same(word, "on"));
	return NULL;
}

static const char *tmb_do_times(void *data, struct scmip_words *w,
				struct scmip_text *answer)
{
	int what = tmb_find(tmb_times_names, TMB_TIMES, scmip_words_take(w));
	const char *wrong;
	u64 times;

	if (what < 0)
		return "no such thing";
	wrong = tmb_take_number(w, U32_MAX, &times);
	if (!wrong)
		tmb_times(data, what, times);
	return wrong;
}

static const char *tmb_do_calm(void *data, struct scmip_words *w,
			       struct scmip_text *answer)
{
	tmb_calm(data);
	return NULL;
}

static const char *tmb_do_ring(void *data, struct scmip_words *w,
			       struct scmip_text *answer)
{
	const char *word = scmip_words_take(w);
	struct tmb_host *host = data;
	const char *wrong = NULL;
	struct tmb_line *line;
	u64 times = 1;

	if (!host->num_pairs)
		return "there is no device";
	if (scmip_same(word, "a2p"))
		line = host->pairs[0].back;
	else if (scmip_same(word, "p2a"))
		line = host->pairs[0].line[TMB_P2A];
	else
		return "expected a2p or p2a";
	if (!line)
		return "no such mailbox";
	if (w->next < w->num)
		wrong = tmb_take_number(w, 1000000, &times);
	while (!wrong && times--) {
		tmb_line_ring(line, 0);
		tmb_line_sync(line);
	}
	return wrong;
}

static const char *tmb_do_release(void *data, struct scmip_words *w,
				  struct scmip_text *answer)
{
	tmb_release_locked(data);
	return NULL;
}

static const char *tmb_do_forget(void *data, struct scmip_words *w,
				 struct scmip_text *answer)
{
	struct tmb_host *host = data;

	tp_reset_locked(host->tp);
	tmb_host_reset_locked(host);
	return NULL;
}

static void tmb_say_broken(struct tmb_area *area, struct scmip_text *answer)
{
	int at;

	if (!tmb_area_broken(area, &at))
		return;
	scmip_text_str(answer, " broken ");
	scmip_text_str(answer, area->path);
	scmip_text_str(answer, " at ");
	scmip_text_s64(answer, at);
}

static const char *tmb_do_guard(void *data, struct scmip_words *w,
				struct scmip_text *answer)
{
	struct tmb_host *host = data;
	u32 i;

	for (i = 0; i < host->num_pairs; i++) {
		tmb_say_broken(&host->pairs[i].tx, answer);
		tmb_say_broken(&host->pairs[i].rx, answer);
	}
	return NULL;
}

static void tmb_say_word(struct tmb_area *area, const char *name, u32 offset,
			 struct scmip_text *answer)
{
	scmip_text_str(answer, name);
	scmip_text_hex(answer, ioread32(area->base + offset));
}

static void tmb_say_area(struct tmb_area *area, const char *name,
			 struct scmip_text *answer)
{
	if (!area->map)
		return;
	scmip_text_str(answer, name);
	tmb_say_word(area, " status=", TMB_STATUS, answer);
	tmb_say_word(area, " flags=", TMB_FLAGS, answer);
	tmb_say_word(area, " length=", TMB_LENGTH, answer);
	tmb_say_word(area, " header=", TMB_MSG, answer);
	scmip_text_str(answer, " size=");
	scmip_text_u64(answer, area->size);
}

static const char *tmb_do_area(void *data, struct scmip_words *w,
			       struct scmip_text *answer)
{
	struct tmb_host *host = data;
	const char *wrong = NULL;
	u64 index = 0;

	if (w->next < w->num)
		wrong = tmb_take_number(w, TMB_PAIRS, &index);
	if (wrong || index >= host->num_pairs)
		return "no such channels";
	tmb_say_area(&host->pairs[index].tx, " tx", answer);
	tmb_say_area(&host->pairs[index].rx, " rx", answer);
	return NULL;
}

static const char *tmb_do_poke(void *data, struct scmip_words *w,
			       struct scmip_text *answer)
{
	const char *word = scmip_words_take(w);
	struct tmb_host *host = data;
	struct tmb_area *area;
	const char *wrong;
	u64 offset, value;

	if (!scmip_same(word, "tx") && !scmip_same(word, "rx"))
		return "expected tx or rx";
	if (!host->num_pairs)
		return "there is no device";
	area = scmip_same(word, "tx") ? &host->pairs[0].tx :
					&host->pairs[0].rx;
	wrong = tmb_take_number(w, TMB_MSG_MAX, &offset);
	if (!wrong)
		wrong = tmb_take_number(w, U32_MAX, &value);
	if (wrong)
		return wrong;
	if (!area->map || offset % 4 || offset + 4 > area->size)
		return "there is no such word";
	iowrite32(value, area->base + offset);
	return NULL;
}

static void tmb_say_refs(struct device_node *np, struct scmip_text *answer)
{
	struct device_node *child;

	scmip_text_str(answer, " ");
	scmip_text_str(answer, kbasename(np->full_name));
	scmip_text_str(answer, "=");
#ifdef CONFIG_OF_DYNAMIC
	scmip_text_u64(answer, kref_read(&np->kobj.kref));
#else
	scmip_text_str(answer, "?");
#endif
	/* The loop holds one more while we look. */
	for_each_child_of_node(np, child)
		tmb_say_refs(child, answer);
}

static const char *tmb_do_refs(void *data, struct scmip_words *w,
			       struct scmip_text *answer)
{
	struct tmb_host *host = data;

	if (!host->np)
		return "there is no device";
	tmb_say_refs(host->np, answer);
	return NULL;
}

static const char *tmb_do_dt(void *data, struct scmip_words *w,
			     struct scmip_text *answer)
{
	const char *path = scmip_words_take(w);
	struct tmb_host *host = data;

	if (host->np)
		return "not while there is a device";
	if (!path || tmb_overlay_load(host, path))
		return "no such file";
	return NULL;
}

/* By their first words. */
const struct tp_verb tmb_verbs[] = {
	{ "set", false, tmb_do_set },
	{ "next", false, tmb_do_times },
	{ "nth", false, tmb_do_times },
	{ "calm", false, tmb_do_calm },
	{ "ring", false, tmb_do_ring },
	{ "release", false, tmb_do_release },
	{ "forget", false, tmb_do_forget },
	{ "guard", false, tmb_do_guard },
	{ "area", false, tmb_do_area },
	{ "poke", false, tmb_do_poke },
	{ "refs", true, tmb_do_refs },
	{ "dt", true, tmb_do_dt },
	{ }
};
