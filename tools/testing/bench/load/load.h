/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A load generator: threads that send commands and a stopwatch for each.
 *
 * The same code measures our stack, mainline's, and the bare transport; each of
 * them is a module of its own with its own targets.
 */
#ifndef SCMI_BENCH_LOAD_H
#define SCMI_BENCH_LOAD_H

#include <linux/types.h>

/* Twice as many as QEMU's largest ring takes commands. */
#define LOAD_MAX_THREADS	1024
/* Those of a run, and those that are held. */
#define LOAD_MAX_NUMBERS	(2 * LOAD_MAX_THREADS)

/**
 * struct load_target - something that commands can be sent to
 * @name: of those that do the same; not copied
 * @sync: send one and wait for its answer; NULL if it cannot
 * @poll: the same, looking for the answer all the time; NULL if it cannot
 * @arg: for both
 *
 * Both return 0 or a negative errno, may sleep, and may be called by several
 * threads at once, each with a number below LOAD_MAX_NUMBERS of its own.
 */
struct load_target {
	const char *name;
	int (*sync)(void *arg, unsigned int thread);
	int (*poll)(void *arg, unsigned int thread);
	void *arg;
};

/* What the module is besides: a driver that adds targets and removes them. */
int load_register(void);
void load_unregister(void);

/* Let commands go to one more target, which is copied, or -ENOSPC; waits for a run. */
int load_add(const struct load_target *target);

/* The targets with that argument go; waits for a run. */
void load_remove(const void *arg);

/* A notification has arrived that was sent when ktime_get_ns() was this. Any context. */
void load_event(u64 sent_ns);

#endif /* SCMI_BENCH_LOAD_H */
