/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tests of the batch: a plan that keeps a record, and a thread that runs it.
 */
#ifndef _SCMI_AGENT_TEST_BATCH_H
#define _SCMI_AGENT_TEST_BATCH_H

#include "engine.h"

#define PLAN_OBJECTS	64

/**
 * struct plan - what the objects need, and what became of them
 * @count: objects
 * @steps: messages per object; an object's answers are checked against both
 * @next_err: what @next returns for object @odd
 * @parse_err: what @parse returns for object @odd
 * @overrun: @parse of object @odd reads too much
 * @odd: the object that is different
 * @order: calls that came out of order
 * @done: by object: answers parsed
 * @errs: by object: errno of the last answer
 * @failed: by object: what it failed with
 * @fails: by object: how often it failed
 * @caller: its thread
 */
struct plan {
	u32 count;
	unsigned int steps;
	int next_err;
	int parse_err;
	bool overrun;
	u32 odd;
	unsigned int order;
	unsigned int done[PLAN_OBJECTS];
	int errs[PLAN_OBJECTS];
	int failed[PLAN_OBJECTS];
	unsigned int fails[PLAN_OBJECTS];
	struct caller caller;
};

/* Run a batch in a thread, which is to be joined. */
void plan_start(struct fake *f, struct plan *p);

/* Run a batch to its end, and return what it did. */
int plan_run(struct fake *f, struct plan *p);

/* The word that answers an object's message. */
u32 plan_answer(u32 idx, unsigned int step);

/* Answer a message of a batch properly; the same as an @on_send. */
void plan_serve(struct fake *f, struct scmi_xfer *xfer);
void plan_serve_now(struct fake *f, struct scmi_xfer *xfer);

/* Answer what is sent until a thread ends. */
void plan_serve_all(struct fake *f, struct caller *c);

/* Number of objects that had all they needed. */
unsigned int plan_finished(const struct plan *p);

#endif /* _SCMI_AGENT_TEST_BATCH_H */
