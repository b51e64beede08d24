// SPDX-License-Identifier: GPL-2.0-only
/*
 * System power protocol, DEN0056 section 4.4.
 *
 * A forceful request is done at once, and the platform tells all but its requester.
 * A graceful one asks them first; it is done when one of them makes the forceful
 * request for it, or when its time is over. The state that was requested is
 * remembered, and the platform goes on to answer.
 */
#include "system.h"

#define SCMIP_SYSTEM_STATE_SET	0x3

#define SCMIP_SYSTEM_EVENT	0x0
#define SCMIP_SYSTEM_GRACEFUL	0x1

/**
 * struct scmip_system_state - what the system remembers
 * @state: its state; it is up again after a reset
 * @last: the transition that it made last
 * @notify: the agent wants to know of requests
 * @pending: a graceful request has not been done
 * @wanted: what @pending asks for
 * @asker: the agent that asked, 0 for the platform
 * @due: when it is done by force, SCMIP_NEVER for never
 */
struct scmip_system_state {
	u32 state;
	u32 last;
	bool notify;
	bool pending;
	u32 wanted;
	u32 asker;
	u64 due;
};

/* A system that no section of the board describes. */
const struct scmip_system scmip_system_usual = {
	.states = { SCMIP_SYS_SHUTDOWN, SCMIP_SYS_COLD_RESET },
	.num_states = 2,
	.state = SCMIP_SYS_POWER_UP,
};

static const char *const scmip_system_names[] = {
	[SCMIP_SYS_SHUTDOWN] = "shutdown",
	[SCMIP_SYS_COLD_RESET] = "cold-reset",
	[SCMIP_SYS_WARM_RESET] = "warm-reset",
	[SCMIP_SYS_POWER_UP] = "power-up",
	[SCMIP_SYS_SUSPEND] = "suspend",
};

/**
 * scmip_system_parse() - state by name or number
 * @word: a name, or a number of the implementation's own
 * @state: the state
 *
 * Context: Any.
 * Return: false if there is no such state.
 */
bool scmip_system_parse(const char *word, u32 *state)
{
	u64 v;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scmip_system_names); i++) {
		if (scmip_same(word, scmip_system_names[i])) {
			*state = i;
			return true;
		}
	}
	if (!word || !scmip_parse_u64(word, &v) || v < SCMIP_SYS_OWN || v > U32_MAX)
		return false;
	*state = (u32)v;
	return true;
}

static const struct scmip_system *scmip_system_of(const struct scmip_server *s)
{
	const struct scmip_protocol_desc *desc = s->proto[SCMIP_IDX_SYSTEM].desc;

	return desc->num ? desc->items : &scmip_system_usual;
}

static bool scmip_system_can(const struct scmip_server *s, u32 state)
{
	const struct scmip_system *d = scmip_system_of(s);
	u32 i;

	for (i = 0; i < d->num_states; i++)
		if (d->states[i] == state)
			return true;
	return false;
}

/* Behind the agent; @timeout_ns matters to a graceful request. */
static void scmip_system_put(const struct scmip_server *s, struct scmip_msg *m, u32 flags,
			     u32 state, u64 timeout_ns)
{
	scmip_put32(m, flags);
	scmip_put32(m, state);
	if (s->proto[SCMIP_IDX_SYSTEM].version >= SCMIP_VERSION(2, 0))
		scmip_put32(m, (u32)div64_u64(timeout_ns, SCMIP_MSEC));
}

static void scmip_system_event(struct scmip_server *s, u64 now, u32 asker, u32 flags, u32 state,
			       u64 timeout_ns)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;
	struct scmip_msg m;

	if (!own->notify || asker == s->m->agent)
		return;
	scmip_event_begin(s, &m, now);
	scmip_put32(&m, asker);
	scmip_system_put(s, &m, flags, state, timeout_ns);
	scmip_event_send(s, &m, SCMIP_IDX_SYSTEM, SCMIP_SYSTEM_EVENT);
}

/* What was asked for is done. */
static void scmip_system_enter(struct scmip_server *s, u64 now, u32 state, u32 asker)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	own->pending = false;
	own->last = state;
	own->state = state;
	if (state == SCMIP_SYS_COLD_RESET || state == SCMIP_SYS_WARM_RESET)
		own->state = SCMIP_SYS_POWER_UP;
	scmip_system_event(s, now, asker, 0, state, 0);
}

/* Ask all others; an agent's request without a timeout does not wait for them. */
static void scmip_system_request(struct scmip_server *s, u64 now, u32 state, u32 asker,
				 u64 timeout_ns)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	if (!timeout_ns && asker == s->m->agent) {
		scmip_system_enter(s, now, state, asker);
		return;
	}
	own->pending = true;
	own->wanted = state;
	own->asker = asker;
	own->due = timeout_ns ? now + timeout_ns : SCMIP_NEVER;
	scmip_system_event(s, now, asker, SCMIP_SYSTEM_GRACEFUL, state, timeout_ns);
}

static s32 scmip_system_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, 0);
	return SCMIP_SUCCESS;
}

static s32 scmip_system_state_set(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_system *d = scmip_system_of(s);
	u32 flags = scmip_arg(m, 0);
	u32 state = scmip_arg(m, 1);

	if (flags & ~SCMIP_SYSTEM_GRACEFUL ||
	    (state > SCMIP_SYS_SUSPEND && state < SCMIP_SYS_OWN))
		return SCMIP_INVALID_PARAMETERS;
	if (!scmip_system_can(s, state))
		return SCMIP_NOT_SUPPORTED;
	if (d->flags & SCMIP_SYS_DENY)
		return SCMIP_DENIED;
	/* Nobody is there to be asked whether the system may come up */
	if (flags && state != SCMIP_SYS_POWER_UP)
		scmip_system_request(s, m->now, state, s->m->agent, d->timeout_ns);
	else
		scmip_system_enter(s, m->now, state, s->m->agent);
	return SCMIP_SUCCESS;
}

static s32 scmip_system_state_get(struct scmip_server *s, struct scmip_msg *m)
{
	const struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	scmip_put32(m, own->state);
	return SCMIP_SUCCESS;
}

static s32 scmip_system_state_notify(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	if (scmip_arg(m, 0) & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	own->notify = scmip_arg(m, 0);
	return SCMIP_SUCCESS;
}

static u32 scmip_system_message(const struct scmip_server *s, u32 id)
{
	u32 attr = 0;

	if (id != SCMIP_SYSTEM_STATE_SET)
		return 0;
	if (scmip_system_can(s, SCMIP_SYS_WARM_RESET))
		attr |= 1U << 31;
	if (scmip_system_can(s, SCMIP_SYS_SUSPEND))
		attr |= 1U << 30;
	return attr;
}

static size_t scmip_system_size(const struct scmip_protocol_desc *desc)
{
	return sizeof(struct scmip_system_state);
}

static void scmip_system_reset(struct scmip_server *s, u64 now)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	memset(own, 0, sizeof(*own));
	own->state = scmip_system_of(s)->state;
	own->last = own->state;
}

static void scmip_system_drop(struct scmip_server *s)
{
	struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	own->notify = false;
}

static void scmip_system_poll(struct scmip_server *s, u64 now)
{
	const struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	if (own->pending && now >= own->due)
		scmip_system_enter(s, now, own->wanted, own->asker);
}

static u64 scmip_system_deadline(const struct scmip_server *s)
{
	const struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;

	return own->pending ? own->due : SCMIP_NEVER;
}

static void scmip_system_print(struct scmip_text *t, const char *what, u32 state)
{
	scmip_text_str(t, what);
	if (state < ARRAY_SIZE(scmip_system_names))
		scmip_text_str(t, scmip_system_names[state]);
	else
		scmip_text_hex(t, state);
}

static const char *scmip_system_control(struct scmip_server *s, u64 now, struct scmip_words *w,
					struct scmip_text *t)
{
	const struct scmip_system_state *own = s->proto[SCMIP_IDX_SYSTEM].own;
	static const char usage[] = "expected system 0 [STATE [graceful [TIME]]]";
	u64 timeout_ns = scmip_system_of(s)->timeout_ns;
	const char *word, *wrong;
	u32 state;

	wrong = scmip_words_id(w, 1, &state);
	if (wrong)
		return wrong;
	word = scmip_words_take(w);
	if (!word) {
		scmip_system_print(t, " state=", own->state);
		scmip_system_print(t, " last=", own->last);
		if (own->pending)
			scmip_system_print(t, " pending=", own->wanted);
		scmip_text_str(t, own->notify ? " notify" : "");
		return NULL;
	}
	if (!scmip_system_parse(word, &state))
		return usage;
	word = scmip_words_take(w);
	if (!word) {
		scmip_system_enter(s, now, state, 0);
		return NULL;
	}
	if (!scmip_same(word, "graceful"))
		return usage;
	word = scmip_words_take(w);
	if (word && (!scmip_parse_time(word, &timeout_ns) || timeout_ns > 86400 * SCMIP_SEC))
		return usage;
	scmip_system_request(s, now, state, 0, timeout_ns);
	return NULL;
}

/* The source of an event is the state that it is about. */
static void scmip_system_describe(struct scmip_server *s, struct scmip_msg *m, u32 id, u32 source)
{
	scmip_system_put(s, m, 0, source, 0);
}

/* As in DEN0056 section 4.4. */
const struct scmip_protocol scmip_protocol_system = {
	.name = "system",
	.id = 0x12,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1),
	},
	.negotiates = SCMIP_VERSION(2, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_system_attributes, 0, 0),
		SCMIP_COMMAND(SCMIP_SYSTEM_STATE_SET, "state-set", scmip_system_state_set, 8, 0),
		SCMIP_COMMAND(0x4, "state-get", scmip_system_state_get, 0, 0),
		SCMIP_COMMAND(0x5, "state-notify", scmip_system_state_notify, 4, 0),
	},
	.message_attributes = scmip_system_message,
	.part = &board_part_system,
	.size = scmip_system_size,
	.reset = scmip_system_reset,
	.drop = scmip_system_drop,
	.poll = scmip_system_poll,
	.deadline = scmip_system_deadline,
	.control = scmip_system_control,
	.event = scmip_system_describe,
};
