/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Listeners that keep a record, and what all notification tests need.
 */
#ifndef _SCMI_AGENT_TEST_LISTENER_H
#define _SCMI_AGENT_TEST_LISTENER_H

#include <linux/completion.h>
#include <linux/notifier.h>

#include "platform.h"

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
int listener_add(u8 proto, u8 evt, const u32 *src, struct listener *l);
int listener_del(u8 proto, u8 evt, const u32 *src, struct listener *l);
bool listener_called(struct listener *l, int num);

void platform_send(u8 proto, u8 evt, u32 src, u32 seq);
bool counted(enum scmi_stat stat, unsigned long num);
struct scmi_device *client_create(struct kunit *test);
void expect_idle(struct kunit *test);

/* storm.c */
void test_producers(struct kunit *test);
void test_storm(struct kunit *test);

#endif /* _SCMI_AGENT_TEST_LISTENER_H */
