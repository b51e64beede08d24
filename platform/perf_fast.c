// SPDX-License-Identifier: GPL-2.0-only
/* Performance protocol, DEN0056 section 4.5: fast channels. */
#include "fast.h"
#include "perf.h"

static struct scmip_fast perf_channel(const struct scmip_perf_domain *d, u32 id, u32 message)
{
	return (struct scmip_fast){
		.index = SCMIP_IDX_PERF,
		.id = id,
		.channel = message - SCMIP_PERF_LIMITS_SET,
		.size = message < SCMIP_PERF_LEVEL_SET ? 8 : 4,
		.doorbell = d->doorbell,
	};
}

/* Whether a domain has a channel for a message. */
static bool perf_has(const struct scmip_perf_domain *d, u32 message)
{
	return d->fast & BIT(message);
}

/**
 * scmip_perf_fast_show() - put level and limits where the agent looks for them
 * @s: the server
 * @id: a domain that exists
 *
 * Context: Any.
 */
void scmip_perf_fast_show(struct scmip_server *s, u32 id)
{
	const struct scmip_perf_state *st = scmip_perf_state(s, id);
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	u32 version = s->proto[SCMIP_IDX_PERF].version;
	struct scmip_fast f;

	if (perf_has(d, SCMIP_PERF_LEVEL_GET)) {
		f = perf_channel(d, id, SCMIP_PERF_LEVEL_GET);
		scmip_fast_show(s, &f, scmip_perf_word(d, version, st->level));
	}
	if (perf_has(d, SCMIP_PERF_LIMITS_GET)) {
		f = perf_channel(d, id, SCMIP_PERF_LIMITS_GET);
		scmip_fast_show(s, &f, scmip_perf_word(d, version, st->max) |
				(u64)scmip_perf_word(d, version, st->min) << 32);
	}
}

/**
 * scmip_perf_describe_fast() - PERFORMANCE_DESCRIBE_FASTCHANNEL
 * @s: the server
 * @m: the command
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_perf_describe_fast(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0), message = scmip_arg(m, 1);
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	struct scmip_fast f;

	if (!d || message < SCMIP_PERF_LIMITS_SET || message > SCMIP_PERF_LEVEL_GET)
		return SCMIP_NOT_FOUND;
	if (!perf_has(d, message))
		return SCMIP_NOT_SUPPORTED;
	scmip_perf_fast_show(s, id);
	f = perf_channel(d, id, message);
	return scmip_fast_describe(s, m, &f, d->rate_limit_us);
}

/**
 * scmip_perf_fast_boot() - fast channels as they are at boot
 * @s: the server
 * @id: a domain that exists
 *
 * Context: Any.
 */
void scmip_perf_fast_boot(struct scmip_server *s, u32 id)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	u32 message;

	for (message = SCMIP_PERF_LIMITS_SET; message <= SCMIP_PERF_LEVEL_GET; message++) {
		struct scmip_fast f = perf_channel(d, id, message);

		if (perf_has(d, message))
			scmip_fast_boot(s, &f);
	}
	scmip_perf_fast_show(s, id);
}

/**
 * scmip_perf_fast_look() - take what the agent has left in a domain's fast channels
 * @s: the server
 * @now: time
 * @id: a domain that exists
 *
 * What cannot be is ignored: there is no status.
 *
 * Context: Any.
 */
void scmip_perf_fast_look(struct scmip_server *s, u64 now, u32 id)
{
	const struct scmip_perf_domain *d = scmip_perf_of(s, id);
	struct scmip_fast f = perf_channel(d, id, SCMIP_PERF_LIMITS_SET);
	u64 value;

	if (perf_has(d, SCMIP_PERF_LIMITS_SET) && scmip_fast_taken(s, &f, &value))
		scmip_perf_ask_limits(s, now, id, (u32)value, (u32)(value >> 32));
	f = perf_channel(d, id, SCMIP_PERF_LEVEL_SET);
	if (perf_has(d, SCMIP_PERF_LEVEL_SET) && scmip_fast_taken(s, &f, &value))
		scmip_perf_ask_level(s, now, id, (u32)value);
}
