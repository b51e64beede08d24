/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The platform of the notification tests: two protocols that send events.
 */
#ifndef _SCMI_AGENT_TEST_PLATFORM_H
#define _SCMI_AGENT_TEST_PLATFORM_H

#include "../fake/fake.h"

#define PROTO	SCMI_PROTOCOL_SENSOR
#define OTHER	SCMI_PROTOCOL_SYSTEM
#define EVENTS	2
#define SOURCES	8
/* The source that can send nothing. */
#define HOLE	5

/* Event ids, deliberately not places in a table. */
#define EVT	7
#define EVT_2	3
#define EVT_NONE	9

/**
 * struct report - report of every event
 * @ts: time stamp
 * @src: source
 * @seq: second word of the payload
 */
struct report {
	ktime_t ts;
	u32 src;
	u32 seq;
};

/**
 * struct platform - what the platform was told and has to do
 * @on: by protocol, event and source: is it sending?
 * @messages: messages that it got
 * @bad: messages that made no sense: on while on, off while off
 * @refuse: sources that refuse to be turned on, a bit each
 * @err: errno of a refusal, and of every message once @mute
 * @mute: nothing is answered
 * @empty: it has no sources
 * @longest: bytes of the longest payload that reached a parser
 */
struct platform {
	bool on[FAKE_HANDLES][EVENTS][SOURCES];
	unsigned int messages;
	unsigned int bad;
	unsigned long refuse;
	int err;
	bool mute;
	bool empty;
	size_t longest;
};

extern struct platform platform;
extern struct fake *fake;

int platform_init(struct kunit *test);
unsigned int platform_num_on(void);
int forget_listeners(void);

#endif /* _SCMI_AGENT_TEST_PLATFORM_H */
