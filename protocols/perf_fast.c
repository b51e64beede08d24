// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: PERFORMANCE protocol, the fast channels of a domain, and its level, which
 * is the same by message.
 */

#include <linux/slab.h>

#include "passing.h"
#include "perf.h"

/* Bytes of what a channel carries: a level, or the upper and then the lower limit. */
#define SCMI_PERF_FAST_LEVEL	sizeof(__le32)
#define SCMI_PERF_FAST_LIMITS	(2 * sizeof(__le32))

/* Each message that may have a channel. */
static unsigned int scmi_perf_fast_index(u8 msg)
{
	return msg - SCMI_PERFORMANCE_LIMITS_SET;
}

static unsigned int scmi_perf_fast_width(u8 msg)
{
	return msg == SCMI_PERFORMANCE_LEVEL_SET || msg == SCMI_PERFORMANCE_LEVEL_GET ?
	       SCMI_PERF_FAST_LEVEL : SCMI_PERF_FAST_LIMITS;
}

/**
 * scmi_perf_fast() - the fast channel for a message
 * @dom: domain
 * @msg: message id, PERFORMANCE_LIMITS_SET to PERFORMANCE_LEVEL_GET
 *
 * Context: Any context.
 * Return: the channel, valid as long as the handle; NULL if there is none, or none that
 *	   was asked for.
 */
const struct scmi_fastchannel *scmi_perf_fast(const struct scmi_perf_domain *dom, u8 msg)
{
	/* Pairs with the release in scmi_perf_fast_parse(). */
	return smp_load_acquire(&dom->fast[scmi_perf_fast_index(msg)]);
}

/**
 * scmi_perf_fast_wants() - is the channel for a message to be asked for?
 * @dom: domain
 * @msg: message id
 *
 * Not if the answer is known, nor where the message would be refused.
 *
 * Context: Process context, with the details_lock.
 * Return: true if so.
 */
bool scmi_perf_fast_wants(const struct scmi_perf_domain *dom, u8 msg)
{
	u32 need = 0;

	if (msg == SCMI_PERFORMANCE_LIMITS_SET)
		need = SCMI_PERF_MAY_SET_LIMITS;
	else if (msg == SCMI_PERFORMANCE_LEVEL_SET)
		need = SCMI_PERF_MAY_SET_LEVEL;
	need |= SCMI_PERF_FAST_CHANNELS;
	return (dom->attributes & need) == need &&
	       !(dom->fast_known & BIT(scmi_perf_fast_index(msg)));
}

/**
 * scmi_perf_fast_parse() - take the answer to PERFORMANCE_DESCRIBE_FASTCHANNEL
 * @ph: handle
 * @dom: domain
 * @msg: message id that it is about
 * @c: the answer
 *
 * DEN0056 4.5.2.12.
 *
 * Context: Process context, with the details_lock.
 * Return: 0, or negative errno if there is no channel that we would use.
 */
int scmi_perf_fast_parse(const struct scmi_protocol_handle *ph,
			 struct scmi_perf_domain *dom, u8 msg, struct scmi_cursor *c)
{
	unsigned int i = scmi_perf_fast_index(msg);
	struct scmi_fastchannel *fc;

	fc = scmi_fastchannel_open(&scmi_perf(ph)->fastchannels, c,
				   scmi_perf_fast_width(msg));
	if (IS_ERR(fc))
		return PTR_ERR(fc);
	/* Pairs with the acquire in scmi_perf_fast(). */
	smp_store_release(&dom->fast[i], fc);
	dom->fast_known |= BIT(i);
	return 0;
}

/**
 * scmi_perf_fast_lost() - a domain has no fast channel for a message
 * @dom: domain
 * @msg: message id
 * @err: why
 *
 * Context: Process context, with the details_lock.
 */
void scmi_perf_fast_lost(struct scmi_perf_domain *dom, u8 msg, int err)
{
	if (!scmi_detail_may_pass(err))
		dom->fast_known |= BIT(scmi_perf_fast_index(msg));
}

/**
 * scmi_perf_fast_free() - free the fast channels of a domain
 * @dom: domain, no longer reachable
 *
 * Context: Process context.
 */
void scmi_perf_fast_free(struct scmi_perf_domain *dom)
{
	unsigned int i;

	for (i = 0; i < SCMI_PERF_FAST_NUM; i++)
		kfree(dom->fast[i]);
}

/**
 * scmi_perf_send_level() - request a level of a domain
 * @ph: handle
 * @id: a domain that exists
 * @word: what stands for the level in messages
 * @atomic: do not sleep
 *
 * By the fast channel if there is one, else DEN0056 4.5.2.8.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EACCES: the level is not ours to set; see scmi_call().
 */
int scmi_perf_send_level(const struct scmi_protocol_handle *ph, u32 id, u32 word,
			 bool atomic)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	const struct scmi_fastchannel *fc;

	if (!dom->info.set_perf)
		return -EACCES;
	fc = scmi_perf_fast(dom, SCMI_PERFORMANCE_LEVEL_SET);
	if (fc) {
		scmi_fastchannel_write(fc, word);
		return 0;
	}
	return scmi_call_inline(ph, SCMI_PERFORMANCE_LEVEL_SET,
				SCMI_WORDS(id, word),
				atomic ? SCMI_CALL_ATOMIC : 0, NULL, 0);
}

/**
 * scmi_perf_ask_level() - the level that a domain has
 * @ph: handle
 * @id: a domain that exists
 * @word: set to what stands for the level in messages
 * @atomic: do not sleep
 *
 * By the fast channel if there is one, else DEN0056 4.5.2.9.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0 or negative errno, see scmi_call().
 */
int scmi_perf_ask_level(const struct scmi_protocol_handle *ph, u32 id, u32 *word,
			bool atomic)
{
	const struct scmi_perf_domain *dom = scmi_perf_lookup(ph, id);
	const struct scmi_fastchannel *fc;

	fc = scmi_perf_fast(dom, SCMI_PERFORMANCE_LEVEL_GET);
	if (fc) {
		*word = scmi_fastchannel_read(fc);
		return 0;
	}
	return scmi_call_inline(ph, SCMI_PERFORMANCE_LEVEL_GET, SCMI_WORDS(id),
				atomic ? SCMI_CALL_ATOMIC : 0, word, 1);
}
