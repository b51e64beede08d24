// SPDX-License-Identifier: GPL-2.0-only
/* A table of messages, and the calls that go by it. */
#include "core.h"
#include "tap.h"

enum { PLAIN = 3, YOUNG, GROWS, LONG, OPEN, SETS, LATER };

static const struct scmi_msg msgs[] = {
	[PLAIN] = { .name = "PLAIN", .req = 1, .answer = 2 },
	[YOUNG] = { .name = "YOUNG", .since = SCMI_VERSION(2, 0), .req = 1, .answer = 1 },
	[GROWS] = { .name = "GROWS", .req = 2, .longer = 1,
		    .longer_since = SCMI_VERSION(2, 1), .flags = SCMI_MSG_POLLED },
	[LONG] = { .name = "LONG", .req = 7 },
	[OPEN] = { .name = "OPEN", .req = 1, .flags = SCMI_MSG_OPEN },
	[SETS] = { .name = "SETS", .req = 1, .flags = SCMI_MSG_SETS },
	[LATER] = { .name = "LATER", .req = 3, .answer = 1, .delayed = 2,
		    .delayed_since = SCMI_VERSION(1, 1), .object = 1, .async_word = 2,
		    .async_bit = 5 },
};

static int nothing_to_init(struct scmi_protocol_handle *ph)
{
	return 0;
}

static const struct scmi_protocol proto = {
	.id = 0x7e,
	.object = "thing",
	.msgs = msgs,
	.num_msgs = ARRAY_SIZE(msgs),
	.instance_init = nothing_to_init,
};

/* The platform answers with @out, and has heard @in. */
static u32 in[16], out[4];
static size_t in_len, out_len;
static bool in_delayed;
static s32 refuse_delayed;

static int answer(u8 id, u8 msg, const void *payload, size_t len, bool delayed,
		  u8 *reply, size_t room)
{
	s32 status = delayed ? refuse_delayed : 0;

	memset(in, 0, sizeof(in));
	memcpy(in, payload, min(len, sizeof(in)));
	in_len = len;
	in_delayed = delayed;
	memcpy(reply, &status, 4);
	memcpy(reply + 4, out, out_len);
	return 4 + out_len;
}

static void begin(u32 version)
{
	memset(&core_peer, 0, sizeof(core_peer));
	core_peer.answer = answer;
	core_peer.lanes = 2;
	memcpy(out, (u32[]){ 11, 12, 13, 14 }, sizeof(out));
	out_len = sizeof(out);
	refuse_delayed = 0;
	core_start(&proto, version);
}

static bool sent(size_t words)
{
	return core_messages && in_len == words * sizeof(u32);
}

static void versions(void)
{
	u32 answer[2];

	begin(SCMI_VERSION(1, 0));
	is(scmi_call(core_ph, YOUNG, SCMI_WORDS(1), 0, answer, 1), -EOPNOTSUPP,
	   "what the version does not have is refused");
	is(scmi_call(core_ph, 0x55, SCMI_WORDS(1), 0, answer, 1), -EOPNOTSUPP,
	   "so is what the protocol does not have");
	ok(!core_messages && !scmi_msg_exists(core_ph, YOUNG), "without a message");
	is(scmi_call(core_ph, YOUNG, SCMI_WORDS(1), SCMI_CALL_KNOWN, answer, 1), 0,
	   "unless the platform says that it has it");
	is(scmi_call(core_ph, SCMI_PROTOCOL_MESSAGE_ATTRIBUTES, SCMI_WORDS(4), 0, answer, 1),
	   0, "what all protocols have need not be in the table");
	core_ph->version = SCMI_VERSION(2, 0);
	is(scmi_call(core_ph, YOUNG, SCMI_WORDS(1), 0, answer, 1), 0,
	   "and is sent in a later version");
}

static void lengths(void)
{
	u32 answer[3] = {};

	begin(SCMI_VERSION(2, 0));
	ok(!scmi_call(core_ph, PLAIN, SCMI_WORDS(5), 0, answer, 2) && sent(1) && in[0] == 5 &&
	   answer[0] == 11 && answer[1] == 12, "words there and back");
	ok(!scmi_call(core_ph, GROWS, SCMI_WORDS(1, 2, 3), 0, NULL, 0) && sent(2),
	   "a request has the length of the version");
	core_ph->version = SCMI_VERSION(2, 1);
	ok(!scmi_call(core_ph, GROWS, SCMI_WORDS(1, 2, 3), 0, NULL, 0) && sent(3) &&
	   in[2] == 3, "and of a later one");
	ok(!scmi_call(core_ph, LONG, SCMI_WORDS(1, 2, 3, 4, 5, 6, 7), 0, NULL, 0) &&
	   sent(7) && in[6] == 7, "and more than four words");
	ok(!scmi_call(core_ph, OPEN, SCMI_WORDS(1, 2, 3, 4, 5, 6, 7, 8, 9), 0, NULL, 0) &&
	   sent(9) && in[8] == 9, "as many as are there, if any number may be");
	out_len = 2 * sizeof(u32);
	is(scmi_call(core_ph, PLAIN, SCMI_WORDS(5), 0, answer, 3), -EPROTO,
	   "an answer shorter than what is wanted is refused");
	out_len = sizeof(u32);
	is(scmi_call(core_ph, PLAIN, SCMI_WORDS(5), 0, answer, 1), -EPROTO,
	   "or than its row says");
	is(PTR_ERR(scmi_ask(core_ph, PLAIN, SCMI_WORDS(5), 0, 1000)), -EMSGSIZE,
	   "what cannot fit is not asked");
}

static void kinds(void)
{
	u32 answer[2];

	begin(SCMI_VERSION(2, 0));
	is(scmi_call(core_ph, PLAIN, SCMI_WORDS(5), SCMI_CALL_ATOMIC, answer, 2), -EOPNOTSUPP,
	   "what cannot be polled is not");
	is(scmi_call(core_ph, GROWS, SCMI_WORDS(1, 2), SCMI_CALL_ATOMIC, NULL, 0), 0,
	   "what can is");
	kernel_killed = true;
	is(scmi_call(core_ph, PLAIN, SCMI_WORDS(5), 0, answer, 2), -EINTR,
	   "who is being killed asks nothing");
	is(scmi_call(core_ph, SETS, SCMI_WORDS(5), 0, NULL, 0), 0,
	   "but sends what has effects [P2]");
	kernel_killed = false;
}

static int later(struct scmi_async *async, u32 *word)
{
	struct scmi_xfer *xfer = scmi_ask_async(core_ph, LATER, SCMI_WORDS(1, 11, 8), 1,
						async);
	struct scmi_cursor c;

	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	c = scmi_xfer_cursor(xfer);
	*word = scmi_get_le32(&c);
	scmi_xfer_put(xfer);
	return 0;
}

static void delayed(void)
{
	struct scmi_async async = { .max = 1 };
	u32 word = 0;

	begin(SCMI_VERSION(2, 0));
	ok(!later(&async, &word) && in_delayed && in[2] == (8 | BIT(5)) && word == 12,
	   "what may come later is asked for so, and the object is not the caller's");
	out[0] = 99;
	is(later(&async, &word), -EPROTO, "a response about another object is refused");
	out[0] = 11;
	out_len = sizeof(u32);
	is(later(&async, &word), -EPROTO, "as is one that is too short");
	out_len = sizeof(out);
	refuse_delayed = SCMI_NOT_SUPPORTED;
	ok(!later(&async, &word) && !in_delayed && in[2] == 8 && word == 11,
	   "who refuses that is asked for the answer at once");
	refuse_delayed = SCMI_DENIED;
	is(later(&async, &word), -EACCES, "who refuses the request is not asked again");
	is(async.num.counter, 0, "each gives its place back");
	refuse_delayed = 0;
	async.max = 0;
	ok(!later(&async, &word) && !in_delayed, "nothing comes later if none may");
	ok(!later(NULL, &word) && !in_delayed, "or if it is not offered");
	async.max = 1;
	core_ph->version = SCMI_VERSION(1, 0);
	ok(!later(&async, &word) && !in_delayed, "or in a version that does not have it");
	core_stop();
	begin(SCMI_VERSION(2, 0));
	async.max = 1;
	core_peer.no_delayed = true;
	core_start(&proto, SCMI_VERSION(2, 0));
	ok(!later(&async, &word) && !in_delayed, "or if no channel is there for it");
}

/* Object 0 has a message that the version does not have. */
static int plan_next(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		     unsigned int step, struct scmi_request *rq)
{
	rq->msg = idx ? PLAIN : YOUNG;
	rq->words[0] = idx;
	return !step;
}

static int plan_parse(const struct scmi_protocol_handle *ph, void *arg, u32 idx,
		      unsigned int step, int err, struct scmi_cursor *c)
{
	int *errs = arg;

	errs[idx] = err;
	return 0;
}

static void batches(void)
{
	static const struct scmi_batch_ops ops = {
		.next = plan_next,
		.parse = plan_parse,
	};
	int errs[2] = { 1, 1 };

	begin(SCMI_VERSION(1, 0));
	is(scmi_proto_batch(core_ph, 2, &ops, errs), 0, "a batch ends");
	ok(errs[0] == -EOPNOTSUPP && !errs[1] && core_messages == 1 && sent(1) && in[0] == 1,
	   "and sends what there is");
}

int main(void)
{
	static void (*const cases[])(void) = {
		versions, lengths, kinds, delayed, batches,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		cases[i]();
		core_stop();
	}
	is(core_held, 0, "all messages are given back");
	return tap_end();
}
