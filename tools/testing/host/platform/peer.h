/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The platform library as the peer of the agent's tests. What it has to do with
 * either side are numbers and bytes, so that both can include it.
 */
#ifndef UNIT_PEER_H
#define UNIT_PEER_H

#include <stdbool.h>
#include <stddef.h>

/* Begin anew, with a board as text. */
void peer_begin(const char *board);
void peer_end(void);

/*
 * Memory of @size bytes at @at, which is at the physical address @addr, for fast channels:
 * platforms have it from the next peer_begin() on.
 */
void peer_memory(unsigned long long addr, void *at, size_t size);

/* A control command, see scmi-platformd(8); what is no "ok" ends the test. */
const char *peer_say(const char *line);

/* Time until a message that is late, or a delayed response, counts as lost. */
#define PEER_PATIENCE_NS	3000000000ULL

/*
 * Answer a command: status and what follows are stored at @reply, of @room bytes.
 * With @delayed that is the delayed response, if one comes; @accepted tells that at
 * least the reply did. Return: bytes, -ETIMEDOUT.
 */
int peer_answer(unsigned int proto, unsigned int msg, const void *payload, size_t len,
		bool delayed, bool *accepted, unsigned char *reply, size_t room);

/*
 * The platform's own tables. A board with something of each protocol, behind lines of
 * [platform]; a protocol's name, and its versions, 0 behind the last one; a message's
 * name, NULL if there is none with that id; whether a version takes it with a payload
 * of that length.
 */
const char *peer_example(const char *lines);
const char *peer_protocol(unsigned int proto);
unsigned int peer_version(unsigned int proto, unsigned int nth);
const char *peer_message(unsigned int proto, unsigned int msg);
bool peer_takes(unsigned int proto, unsigned int msg, unsigned int version, size_t len);

#endif /* UNIT_PEER_H */
