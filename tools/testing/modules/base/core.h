/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The core as protocols/base.c sees it, with a scripted platform behind it.
 */
#ifndef _SCMI_AGENT_TEST_BASE_CORE_H
#define _SCMI_AGENT_TEST_BASE_CORE_H

#include "common.h"

/* Room for an answer, status not included. */
#define CORE_BODY_MAX	120

/**
 * struct core_answer - what the platform answers
 * @err: errno that its status means, or -ETIMEDOUT for silence
 * @len: bytes of @body
 * @body: the answer after its status
 */
struct core_answer {
	int err;
	size_t len;
	u8 body[CORE_BODY_MAX];
};

/**
 * struct core - state of the fake core
 * @answer: answer message @msg, of @num words at @words
 * @messages: messages sent
 * @sent: messages sent, by id
 * @words: payload of the last message
 * @refs: references to the protocol
 * @xfers: transfers not put
 */
struct core {
	void (*answer)(u8 msg, const u32 *words, unsigned int num,
		       struct core_answer *a);
	unsigned int messages;
	unsigned int sent[256];
	u32 words[4];
	int refs;
	int xfers;
};

extern struct core core;
extern struct scmi_protocol_handle core_handle;

void core_put_word(struct core_answer *a, u32 word);
void core_put_bytes(struct core_answer *a, const void *data, size_t len);
int core_discover(struct scmi_instance *inst);
int core_parse(const void *payload, size_t len, void *report);

#endif /* _SCMI_AGENT_TEST_BASE_CORE_H */
