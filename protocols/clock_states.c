// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: CLOCK protocol, the state of all clocks at once.
 */

#include <linux/export.h>
#include <linux/scmi_agent_clock.h>

#include "clock.h"

/*
 * The message of a clock's plan that comes at @step, 0 when there is none: a
 * clock is asked for its rate, and for parent and duty cycle where it has them.
 */
static u8 scmi_clock_state_msg(const struct scmi_clock *clk, unsigned int step)
{
	if (!step--)
		return SCMI_CLOCK_RATE_GET;
	if (clk->info.num_parents > 1 && !step--)
		return SCMI_CLOCK_PARENT_GET;
	if (clk->info.extended_config && !step--)
		return SCMI_CLOCK_CONFIG_GET;
	return 0;
}

static int scmi_clock_state_next(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step,
				 struct scmi_request *rq)
{
	const struct scmi_clock *clk = scmi_clock_lookup(ph, id);

	if (!clk)
		return 0;
	rq->msg = scmi_clock_state_msg(clk, step);
	rq->words[0] = id;
	/* What only CLOCK_CONFIG_GET has. */
	rq->words[1] = SCMI_CLOCK_CFG_DUTY_CYCLE;
	return !!rq->msg;
}

/* DEN0056 4.6.2.7, 4.6.2.15, 4.6.2.12 */
static int scmi_clock_state_parse(const struct scmi_protocol_handle *ph,
				  void *arg, u32 id, unsigned int step, int err,
				  struct scmi_cursor *cur)
{
	struct scmi_agent_clock_state *state = arg + id * sizeof(*state);
	/* A copy: one malformed answer must not end the clock's plan. */
	struct scmi_cursor c = *cur;

	switch (scmi_clock_state_msg(scmi_clock_lookup(ph, id), step)) {
	case SCMI_CLOCK_RATE_GET:
		state->rate = scmi_get_le64(&c);
		state->rate_err = err ?: scmi_cursor_end(&c);
		break;
	case SCMI_CLOCK_PARENT_GET:
		state->parent_id = scmi_get_le32(&c);
		state->parent_err = err ?: scmi_cursor_end(&c);
		break;
	case SCMI_CLOCK_CONFIG_GET:
		scmi_skip(&c, 2 * sizeof(__le32));
		state->duty = scmi_get_le32(&c);
		state->duty_err = err ?: scmi_cursor_end(&c);
		break;
	}
	return 0;
}

static void scmi_clock_state_failed(const struct scmi_protocol_handle *ph,
				    void *arg, u32 id, int err)
{
	struct scmi_agent_clock_state *state = arg + id * sizeof(*state);

	if (state->rate_err == -ENOENT)
		state->rate_err = err;
}

static const struct scmi_batch_ops scmi_clock_state_ops = {
	.next = scmi_clock_state_next,
	.parse = scmi_clock_state_parse,
	.failed = scmi_clock_state_failed,
};

/**
 * scmi_agent_clock_read_states() - read rate, parent and duty cycle of clocks
 * @ph: handle
 * @states: filled in, by clock id
 * @count: entries in @states, at most the number of clocks
 *
 * What is read is not kept. An error of one clock is in its entry.
 *
 * Context: Process context, sends messages.
 * Return: 0, or negative errno when not all entries are valid, see
 *	   scmi_proto_batch().
 */
int scmi_agent_clock_read_states(const struct scmi_protocol_handle *ph,
				 struct scmi_agent_clock_state *states,
				 u32 count)
{
	u32 i;

	if (count > scmi_clocks(ph)->count)
		return -EINVAL;
	for (i = 0; i < count; i++)
		states[i] = (struct scmi_agent_clock_state){
			.rate_err = -ENOENT,
			.parent_err = -EOPNOTSUPP,
			.duty_err = -EOPNOTSUPP,
		};
	return scmi_proto_batch(ph, count, &scmi_clock_state_ops, states);
}
EXPORT_SYMBOL_GPL(scmi_agent_clock_read_states);
