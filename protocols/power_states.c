// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: POWER protocol, the states of domains.
 */

#include <linux/bits.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/scmi_agent_power.h>

#include "power.h"

/**
 * DOC: Power states
 *
 * A caller wants the state that it sets to be reached when the call returns: a device is
 * used next. That is what POWER_STATE_SET does unless its flags ask for an answer at
 * once, after which only the notification tells that the state is there. There is no
 * delayed response. A domain that can be set in that way alone is asked for its state
 * until it is the one that is wanted, with growing pauses, and for a second at most.
 *
 * A caller that has better things to do meanwhile uses scmi_agent_power_request().
 */

/* POWER_STATE_SET: flags */
#define SCMI_POWER_SET_ASYNC	BIT(0)

/* Pauses of 1, 2, 4, ..., 512 ms. */
#define SCMI_POWER_LOOKS	10
#define SCMI_POWER_PAUSE_US	1000

/* DEN0056 4.3.2.4 */
static int scmi_power_send(const struct scmi_protocol_handle *ph, u32 id,
			   u32 state, u32 flags, bool atomic)
{
	return scmi_call(ph, SCMI_POWER_STATE_SET, SCMI_WORDS(flags, id, state),
			 atomic ? SCMI_CALL_ATOMIC : 0, NULL, 0);
}

/* DEN0056 4.3.2.5 */
static int scmi_power_ask(const struct scmi_protocol_handle *ph, u32 id,
			  u32 *state, unsigned int mode)
{
	return scmi_call(ph, SCMI_POWER_STATE_GET, SCMI_WORDS(id), mode, state, 1);
}

/* Is the state reached that was asked for? Somebody who is being killed waits as well. */
static int scmi_power_await(const struct scmi_protocol_handle *ph, u32 id,
			    u32 state)
{
	unsigned int look;
	u32 now;
	int ret;

	for (look = 0; ; look++) {
		ret = scmi_power_ask(ph, id, &now, SCMI_CALL_FIRM);
		if (ret)
			return ret;
		if (now == state)
			return 0;
		if (look == SCMI_POWER_LOOKS)
			return -ETIMEDOUT;
		fsleep(SCMI_POWER_PAUSE_US << look);
	}
}

/**
 * scmi_agent_power_set() - bring a domain into a state
 * @ph: handle
 * @id: domain
 * @state: state, see SCMI_POWER_STATE_PARAM()
 * @atomic: do not sleep
 *
 * See DOC: Power states. DEN0056 4.3.2.4.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0: it is in that state; -EINVAL: no such domain; -EOPNOTSUPP: @atomic, and its
 *	   states are reached later, or the transport cannot; -ETIMEDOUT: accepted, but the
 *	   state was not reached in a second; see scmi_call().
 */
int scmi_agent_power_set(const struct scmi_protocol_handle *ph, u32 id,
			 u32 state, bool atomic)
{
	const struct scmi_power_domain *domain = scmi_power_lookup(ph, id);
	int ret;

	if (!domain)
		return -EINVAL;
	if (!domain->deferred)
		return scmi_power_send(ph, id, state, 0, atomic);
	if (atomic)
		return -EOPNOTSUPP;
	ret = scmi_power_send(ph, id, state, SCMI_POWER_SET_ASYNC, false);
	return ret ?: scmi_power_await(ph, id, state);
}
EXPORT_SYMBOL_GPL(scmi_agent_power_set);

/**
 * scmi_agent_power_get() - the state that a domain is in
 * @ph: handle
 * @id: domain
 * @state: set to the state, see SCMI_POWER_STATE_PARAM()
 * @atomic: do not sleep
 *
 * DEN0056 4.3.2.5.
 *
 * Context: Process context, sleeps; any context if @atomic.
 * Return: 0; -EINVAL: no such domain; see scmi_call().
 */
int scmi_agent_power_get(const struct scmi_protocol_handle *ph, u32 id,
			 u32 *state, bool atomic)
{
	if (!scmi_power_lookup(ph, id))
		return -EINVAL;
	return scmi_power_ask(ph, id, state, atomic ? SCMI_CALL_ATOMIC : 0);
}
EXPORT_SYMBOL_GPL(scmi_agent_power_get);

/**
 * scmi_agent_power_request() - ask for a state, do not wait for it
 * @ph: handle
 * @id: domain
 * @state: state, see SCMI_POWER_STATE_PARAM()
 *
 * %SCMI_EVENT_POWER_STATE_CHANGED tells when the domain is in that state, if it tells
 * anything. Of several requests the last one counts.
 *
 * Context: Process context, sleeps until the platform has accepted the request.
 * Return: 0; -EINVAL: no such domain; see scmi_call(): a domain that can be set by
 *	   scmi_agent_power_set() alone is refused by the platform.
 */
int scmi_agent_power_request(const struct scmi_protocol_handle *ph, u32 id,
			     u32 state)
{
	if (!scmi_power_lookup(ph, id))
		return -EINVAL;
	return scmi_power_send(ph, id, state, SCMI_POWER_SET_ASYNC, false);
}
EXPORT_SYMBOL_GPL(scmi_agent_power_request);

static int scmi_power_state_next(const struct scmi_protocol_handle *ph,
				 void *arg, u32 id, unsigned int step,
				 struct scmi_request *rq)
{
	rq->msg = SCMI_POWER_STATE_GET;
	rq->words[0] = id;
	return !step && scmi_power_lookup(ph, id);
}

static int scmi_power_state_parse(const struct scmi_protocol_handle *ph,
				  void *arg, u32 id, unsigned int step, int err,
				  struct scmi_cursor *c)
{
	struct scmi_agent_power_state *state = arg + id * sizeof(*state);

	state->err = err;
	if (!err)
		state->state = scmi_get_le32(c);
	return 0;
}

static void scmi_power_state_failed(const struct scmi_protocol_handle *ph,
				    void *arg, u32 id, int err)
{
	struct scmi_agent_power_state *state = arg + id * sizeof(*state);

	state->err = err;
}

static const struct scmi_batch_ops scmi_power_state_ops = {
	.next = scmi_power_state_next,
	.parse = scmi_power_state_parse,
	.failed = scmi_power_state_failed,
};

/**
 * scmi_agent_power_read_states() - the states that domains are in
 * @ph: handle
 * @states: filled in, by domain id
 * @count: entries in @states, at most the number of domains
 *
 * An error of one domain is in its entry.
 *
 * Context: Process context, sends messages.
 * Return: 0, or negative errno when not all entries are valid, see
 *	   scmi_proto_batch().
 */
int scmi_agent_power_read_states(const struct scmi_protocol_handle *ph,
				 struct scmi_agent_power_state *states,
				 u32 count)
{
	u32 i;

	if (count > scmi_powers(ph)->count)
		return -EINVAL;
	for (i = 0; i < count; i++)
		states[i] = (struct scmi_agent_power_state){ .err = -ENOENT };
	return scmi_proto_batch(ph, count, &scmi_power_state_ops, states);
}
EXPORT_SYMBOL_GPL(scmi_agent_power_read_states);
