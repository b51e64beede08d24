// SPDX-License-Identifier: GPL-2.0-only
/*
 * The agent's tables of messages against the platform's, which has its own: a wrong
 * number that both shared would pass every other test. All protocols that the agent
 * has are compared, in every version that the platform can speak.
 */
#include "platform/peer.h"

#include "core.h"
#include "tap.h"

#define MSGS	256

static const struct scmi_protocol *proto;
static const char *name;
static u32 version;

static const struct scmi_msg *row_of(unsigned int msg)
{
	return scmi_msg_of(proto, msg);
}

/* Those that all protocols have are not in the platform's tables, but for 0x1. */
static bool is_common(unsigned int msg)
{
	return msg == SCMI_PROTOCOL_VERSION || msg == SCMI_PROTOCOL_MESSAGE_ATTRIBUTES ||
	       msg == SCMI_NEGOTIATE_PROTOCOL_VERSION;
}

static bool says(bool good, unsigned int msg, const char *what)
{
	if (!good)
		printf("# %s %u.%u, message 0x%x: %s\n", name, version >> 16,
		       version & 0xffff, msg, what);
	return good;
}

/* "rate-get" is CLOCK_RATE_GET; some say the protocol's name, too, or leave a word out. */
static bool is_name_of(const char *theirs, const char *ours)
{
	char words[64], *word, *rest = words;
	const char *at = ours;
	size_t i;

	snprintf(words, sizeof(words), "%s", theirs);
	for (i = 0; words[i]; i++)
		words[i] = words[i] == '-' ? ' ' : (char)toupper(words[i]);
	while ((word = strsep(&rest, " "))) {
		/* "impl" is enough of IMPLEMENTATION. */
		at = strstr(at, word);
		if (!at)
			return false;
	}
	return true;
}

static void compare_names(void)
{
	bool good = true;
	unsigned int msg;

	for (msg = 0; msg < MSGS; msg++) {
		const struct scmi_msg *row = row_of(msg);
		const char *theirs = peer_message(proto->id, msg);

		if (is_common(msg))
			continue;
		good &= says(!row == !theirs, msg, "one side does not have it");
		if (row && theirs)
			good &= says(is_name_of(theirs, row->name), msg, theirs);
	}
	ok(good, "%s: both sides have the same messages", name);
}

static void compare_requests(void)
{
	bool good = true;
	unsigned int msg;
	size_t len;

	for (msg = 0; msg < MSGS; msg++) {
		const struct scmi_msg *row = row_of(msg);

		if (!row || is_common(msg) || version < row->since)
			continue;
		len = scmi_msg_req(row, version) * sizeof(u32);
		good &= says(peer_takes(proto->id, msg, version, len), msg,
			     "the request has another length, or there is none");
		/* Nobody is in doubt about what is sent but where two may be. */
		if (!row->longer)
			good &= says(!peer_takes(proto->id, msg, version, len + 4), msg,
				     "the request has any length");
	}
	ok(good, "%s %u.%u: requests are what the platform takes", name, version >> 16,
	   version & 0xffff);
}

static size_t ask(unsigned int msg, const u32 *words, bool delayed, bool *accepted,
		  s32 *status)
{
	const struct scmi_msg *row = row_of(msg);
	u8 reply[400];
	int len;

	len = peer_answer(proto->id, msg, words, scmi_msg_req(row, version) * sizeof(u32),
			  delayed, accepted, reply, sizeof(reply));
	*status = -1;
	if (len < 4)
		return 0;
	memcpy(status, reply, sizeof(*status));
	return (size_t)len - 4;
}

/*
 * Requests that the example may answer: each of the first objects, in each of the places
 * where it may be named, and in the third word what may be a protocol or a rate. The last
 * ones name a message of the first object, which may have a fast channel for it.
 */
#define TRIES	32

static void try(u32 *words, unsigned int nth)
{
	static const u32 third[] = { 0, SCMI_PROTOCOL_CLOCK, 2000000 };

	memset(words, 0, 8 * sizeof(*words));
	if (nth >= 24) {
		words[1] = nth - 20;
		return;
	}
	words[nth / 4 % 2] = nth % 4;
	words[2] = third[nth / 8];
}

static bool compare_answer(unsigned int msg, unsigned int *seen)
{
	const struct scmi_msg *row = row_of(msg);
	bool accepted, good = true;
	unsigned int i;
	u32 words[8];
	s32 status;
	size_t len;

	for (i = 0; i < TRIES; i++) {
		try(words, i);
		if (row->delayed)
			words[scmi_msg_async_word(row, version)] &= ~BIT(row->async_bit);
		len = ask(msg, words, false, &accepted, &status);
		if (status)
			continue;
		(*seen)++;
		good &= says(len >= row->answer * sizeof(u32), msg, "the answer is shorter");
		good &= says(!len == !row->answer, msg, "the answer is none, or there is one");
		good &= says(!row->answer == !!(row->flags & SCMI_MSG_SETS), msg,
			     "it has effects, or only asks");
	}
	return good;
}

static bool compare_delayed(unsigned int msg, unsigned int *seen)
{
	const struct scmi_msg *row = row_of(msg);
	bool accepted, good = true;
	unsigned int i, wanted = version < row->delayed_since ? 0 : row->delayed;
	u32 words[8];
	s32 status;
	size_t len;

	for (i = 0; i < TRIES && row->delayed; i++) {
		try(words, i);
		words[scmi_msg_async_word(row, version)] |= BIT(row->async_bit);
		len = ask(msg, words, true, &accepted, &status);
		if (!accepted || status)
			continue;
		(*seen)++;
		good &= says(len >= row->delayed * sizeof(u32), msg,
			     "the delayed response is shorter");
	}
	return good && says(!wanted == !*seen, msg,
			    "there is no delayed response, or one before it is told of");
}

/* The platform has no fast channels for power caps, so none is ever described. */
static bool is_never_answered(const struct scmi_msg *row)
{
	return !strcmp(row->name, "POWERCAP_DESCRIBE_FASTCHANNEL");
}

static void compare_answers(void)
{
	unsigned int msg, seen, later;
	bool good = true;

	for (msg = 0; msg < MSGS; msg++) {
		const struct scmi_msg *row = row_of(msg);

		if (!row || version < row->since ||
		    msg == SCMI_NEGOTIATE_PROTOCOL_VERSION)
			continue;
		seen = 0;
		later = 0;
		peer_say("reboot");
		good &= compare_answer(msg, &seen);
		good &= says(seen || is_never_answered(row), msg,
			     "the example has nothing that answers it");
		good &= compare_delayed(msg, &later);
	}
	ok(good, "%s %u.%u: answers have what the agent wants", name, version >> 16,
	   version & 0xffff);
}

int main(void)
{
	char line[64];
	unsigned int i, v;

	for (i = 0; scmi_builtin_protocols[i]; i++) {
		proto = scmi_builtin_protocols[i];
		name = peer_protocol(proto->id);
		if (!ok(name, "the platform has protocol 0x%x", proto->id))
			continue;
		compare_names();
		for (v = 0; (version = peer_version(proto->id, v)); v++) {
			if (version > proto->version)
				continue;
			compare_requests();
			snprintf(line, sizeof(line), "%s = %u.%u\n", name, version >> 16,
				 version & 0xffff);
			peer_memory(IOMEM_AREA, iomem_area, sizeof(iomem_area));
			peer_begin(peer_example(line));
			compare_answers();
			peer_end();
		}
		ok(v, "%s: there is a version", name);
	}
	return tap_end();
}
