/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The platform of the notification tests, and listeners that keep a record.
 */
#ifndef _SCMI_AGENT_TEST_LISTENER_H
#define _SCMI_AGENT_TEST_LISTENER_H

#include <linux/completion.h>
#include <linux/notifier.h>

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

/* Make an instance with a registry, and its platform. */
int platform_init(struct kunit *test);

/* How many sources are on? */
unsigned int platform_num_on(void);

/* Let the platform send a notification. */
void platform_send(u8 proto, u8 evt, u32 src, u32 seq);

/**
 * struct listener - a notifier block that keeps a record of its calls
 * @nb: the notifier block
 * @calls: calls
 * @disorder: calls whose sequence number was not the one after the last
 * @last: sequence number of the last call
 * @src: source of the last call
 * @busy: inside a callback
 * @enter: completed on every call
 * @leave: waited for by every call, if @block
 * @block: see @leave
 * @act: called in the callback
 * @sdev: for @act
 * @err: what @act returned
 */
struct listener {
	struct notifier_block nb;
	atomic_t calls;
	unsigned int disorder;
	u32 last;
	u32 src;
	bool busy;
	struct completion enter;
	struct completion leave;
	bool block;
	int (*act)(struct listener *l);
	struct scmi_device *sdev;
	int err;
};

void listener_init(struct listener *l);

/* Register and unregister a listener, @src NULL for all; what the registry returns. */
int listener_add(u8 proto, u8 evt, const u32 *src, struct listener *l);
int listener_del(u8 proto, u8 evt, const u32 *src, struct listener *l);

/* Wait until it was called that often; true if just as often. */
bool listener_called(struct listener *l, int num);

/* Nobody listens: nothing is held, nothing is on. */
void expect_idle(struct kunit *test);

/* storm.c */
void test_producers(struct kunit *test);
void test_storm(struct kunit *test);

#endif /* _SCMI_AGENT_TEST_LISTENER_H */
