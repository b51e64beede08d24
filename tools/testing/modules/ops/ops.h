/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of a protocol's operations on a platform, by a client that is bound to it.
 *
 * NAME.c has cases and OPS_PROTOCOL(NAME, ID). A case finds its protocol in ops_bound,
 * which is that of the first instance that has it, and the board in
 * tools/scmi-platformd/boards/test-soc. Of what it changes it leaves nothing behind:
 * the next one, and another run, find the board as it was.
 */
#ifndef _SCMI_AGENT_TEST_OPS_H
#define _SCMI_AGENT_TEST_OPS_H

#include <linux/completion.h>
#include <linux/notifier.h>
#include <linux/scmi_agent_protocol.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "../test.h"

/* Bytes of a report that a listener keeps. */
#define OPS_REPORT	256

/**
 * struct ops_protocol - tests of a protocol
 * @suite: its tests; they fail when nothing is bound to the protocol
 * @name: the protocol's name
 * @id: its id
 */
struct ops_protocol {
	struct kunit_suite suite;
	const char *name;
	u8 id;
};

/* The tests are in the array ops_NAME_cases; they begin with "NAME: ". */
#define OPS_PROTOCOL(_name, _id)					\
	const struct ops_protocol ops_##_name = {			\
		.suite = {						\
			.suite_init = ops_suite_init,			\
			.suite_exit = ops_suite_exit,			\
			.test_cases = ops_##_name##_cases,		\
		},							\
		.name = #_name,						\
		.id = _id,						\
	}

/**
 * struct ops_bound - what the suite's protocol is bound to
 * @sdev: the client's device
 * @ph: handle
 * @ops: the protocol's operations
 */
struct ops_bound {
	struct scmi_device *sdev;
	struct scmi_protocol_handle *ph;
	const void *ops;
};

/**
 * struct ops_listener - who listens to one kind of event
 * @nb: what is registered
 * @proto: protocol
 * @evt: event id
 * @all: from all sources
 * @src: source, unless @all
 * @size: bytes of a report that are kept
 * @count: events that came and that ops_event() has not taken; under @lock
 * @report: the last one; under @lock
 * @lock: protects what a notifier changes
 * @came: another one came
 */
struct ops_listener {
	struct notifier_block nb;
	u8 proto;
	u8 evt;
	bool all;
	u32 src;
	size_t size;
	unsigned int count;
	u8 report[OPS_REPORT] __aligned(8);
	/* protects count and report */
	spinlock_t lock;
	struct completion came;
};

/* main.c */
extern struct ops_bound ops_bound;

int ops_suite_init(const struct kunit_suite *suite);
void ops_suite_exit(const struct kunit_suite *suite);

/*
 * Listen to an event of the suite's protocol, from source *@src or, if that is NULL, from
 * all, until the test ends. Of a report @size bytes are kept. Does not return on failure.
 */
struct ops_listener *ops_listen(struct kunit *test, u8 evt, const u32 *src,
				size_t size);

/*
 * Wait for an event, five seconds at most: true if one came, the last of which is then
 * in @report.
 */
bool ops_event(struct ops_listener *l, void *report);

/* Has an event come that nobody has taken? Those on their way have 50 ms. */
bool ops_quiet(struct ops_listener *l);

#endif /* _SCMI_AGENT_TEST_OPS_H */
