/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A fake instance and two fake protocols for the notification tests.
 */
#ifndef _SCMI_AGENT_TEST_FAKE_H
#define _SCMI_AGENT_TEST_FAKE_H

#include "common.h"

#define FAKE_PROTO	SCMI_PROTOCOL_SENSOR
#define FAKE_OTHER	SCMI_PROTOCOL_SYSTEM
#define FAKE_PROTOS	2
#define FAKE_EVENTS	2
#define FAKE_SOURCES	8
/* The source that can send nothing. */
#define FAKE_HOLE	5

/* Event ids, deliberately not places in a table. */
#define FAKE_EVT	7
#define FAKE_EVT_2	3
#define FAKE_EVT_NONE	9

/**
 * struct fake_report - report of every fake event
 * @ts: time stamp
 * @src: source
 * @seq: second word of the payload
 */
struct fake_report {
	ktime_t ts;
	u32 src;
	u32 seq;
};

/**
 * struct fake_platform - what the fake platform was told and shall do
 * @on: by protocol, event and source: is it sending?
 * @messages: messages that it got
 * @bad: messages that made no sense: on while on, off while off
 * @refuse: sources that refuse to be turned on, a bit each
 * @err: errno of a refusal, and of every message once @mute
 * @mute: nothing is answered
 * @empty: it has no sources
 * @get_err: errno of who wants to use a protocol
 * @longest: bytes of the longest payload that reached a parser
 * @refs: references to protocols
 */
struct fake_platform {
	bool on[FAKE_PROTOS][FAKE_EVENTS][FAKE_SOURCES];
	unsigned int messages;
	unsigned int bad;
	unsigned long refuse;
	int err;
	bool mute;
	bool empty;
	int get_err;
	size_t longest;
	atomic_t refs;
};

extern struct fake_platform fake;

struct scmi_instance *fake_instance_create(void);
void fake_instance_destroy(struct scmi_instance *inst);
unsigned long fake_count(struct scmi_instance *inst, enum scmi_stat stat);
unsigned int fake_num_on(void);
int fake_forget_listeners(struct scmi_instance *inst);

/* The code under test; its own module keeps these to itself. */
extern const struct scmi_notify_ops scmi_notify_ops;

#endif /* _SCMI_AGENT_TEST_FAKE_H */
