// SPDX-License-Identifier: GPL-2.0-only
/* The platform library as the peer of the agent's tests; see peer.h. */
#include "example.h"
#include "rig.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "peer.h"

static struct rig peer;

static u64 peer_load(void *ctx, u32 at, u32 size)
{
	u64 value = 0;

	memcpy(&value, (u8 *)ctx + at, size);
	return value;
}

static void peer_store(void *ctx, u32 at, u32 size, u64 value)
{
	memcpy((u8 *)ctx + at, &value, size);
}

/**
 * peer_memory() - give platforms memory for fast channels
 * @addr: its physical address
 * @at: where it is
 * @size: its bytes
 *
 * Context: Any.
 */
void peer_memory(unsigned long long addr, void *at, size_t size)
{
	static struct scmip_memory memory;

	memory = (struct scmip_memory){
		.addr = addr, .size = (u32)size, .ctx = at,
		.load = peer_load, .store = peer_store,
	};
	rig_memory(&memory);
}

/**
 * peer_begin() - make a platform
 * @board: the board as text
 *
 * Context: Any.
 */
void peer_begin(const char *board)
{
	rig_init(&peer, board);
}

/**
 * peer_end() - end it
 *
 * Context: Any.
 */
void peer_end(void)
{
	rig_free(&peer);
}

/**
 * peer_say() - run a control command
 * @line: the command
 *
 * Context: Any.
 * Return: the answer behind "ok", valid until the next call.
 */
const char *peer_say(const char *line)
{
	const char *answer = rig_control(&peer, line);

	if (strncmp(answer, "ok", 2)) {
		printf("Bail out! %s: %s\n", line, answer);
		exit(1);
	}
	return answer + 2;
}

/* The message behind its header, if it is one with a status. */
static int peer_copy(const struct rig_out *out, unsigned char *reply, size_t room)
{
	size_t len = out->len < 4 ? 0 : out->len - 4;

	if (len > room)
		len = room;
	memcpy(reply, out->data + 4, len);
	return (int)len;
}

/* A message of that kind, for which time passes. */
static const struct rig_out *peer_wait(enum scmip_out_kind kind)
{
	u64 end = peer.now + PEER_PATIENCE_NS;

	while (!rig_find(&peer, kind, 0) && peer.now < end)
		rig_run(&peer, SCMIP_MSEC);
	return rig_find(&peer, kind, 0);
}

/**
 * peer_answer() - answer a command
 * @proto: protocol id
 * @msg: message id
 * @payload: its payload
 * @len: length of @payload
 * @delayed: the delayed response is wanted
 * @accepted: set when the reply came, and was success
 * @reply: where to store the answer, from its status on
 * @room: bytes there
 *
 * Context: Any.
 * Return: bytes stored, or -ETIMEDOUT.
 */
int peer_answer(unsigned int proto, unsigned int msg, const void *payload, size_t len,
		bool delayed, bool *accepted, unsigned char *reply, size_t room)
{
	const struct rig_out *out;

	rig_clear(&peer);
	peer.cap = (u32)room + 4;
	rig_send(&peer, proto, msg, payload, (u32)len);
	out = peer_wait(SCMIP_OUT_REPLY);
	*accepted = out && out->len >= 8 && !scmip_get32(out->data + 4);
	if (*accepted && delayed)
		out = peer_wait(SCMIP_OUT_DELAYED);
	return out ? peer_copy(out, reply, room) : -ETIMEDOUT;
}

/**
 * peer_example() - a board with something of each protocol
 * @lines: lines of its [platform]
 *
 * Context: Any.
 * Return: the board as text, valid until the next call.
 */
const char *peer_example(const char *lines)
{
	return example_board(lines);
}

static const struct scmip_protocol *peer_table(unsigned int proto)
{
	int i = scmip_proto_index(scmip_protocols, proto);

	return i < 0 ? NULL : scmip_protocols[i];
}

/**
 * peer_protocol() - the name of a protocol
 * @proto: protocol id
 *
 * Context: Any.
 * Return: its name, NULL if the platform has none with that id.
 */
const char *peer_protocol(unsigned int proto)
{
	const struct scmip_protocol *table = peer_table(proto);

	return table ? table->name : NULL;
}

/**
 * peer_version() - a version that the platform can speak
 * @proto: protocol id
 * @nth: which of them, from 0
 *
 * Context: Any.
 * Return: the version, 0 behind the last one.
 */
unsigned int peer_version(unsigned int proto, unsigned int nth)
{
	const struct scmip_protocol *table = peer_table(proto);

	return table && nth < ARRAY_SIZE(table->versions) ? table->versions[nth] : 0;
}

/**
 * peer_message() - the name of a message
 * @proto: protocol id
 * @msg: message id, not one that all protocols have
 *
 * Context: Any.
 * Return: its name, NULL if the platform has none with that id.
 */
const char *peer_message(unsigned int proto, unsigned int msg)
{
	const struct scmip_protocol *table = peer_table(proto);
	const struct scmip_command *c = table ? scmip_command_of(table, msg) : NULL;

	return c ? c->name : NULL;
}

/**
 * peer_takes() - whether the platform takes a request
 * @proto: protocol id
 * @msg: message id, not one that all protocols have
 * @version: version of the protocol
 * @len: bytes of the request's payload, which is zero
 *
 * Context: Any.
 * Return: true if so.
 */
bool peer_takes(unsigned int proto, unsigned int msg, unsigned int version, size_t len)
{
	const struct scmip_protocol *table = peer_table(proto);
	const struct scmip_command *c = table ? scmip_command_of(table, msg) : NULL;
	static const u8 zeroes[128];

	return c && version >= c->since && len <= sizeof(zeroes) &&
	       scmip_command_fits(c, version, zeroes, (u32)len);
}
