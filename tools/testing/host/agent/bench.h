/* SPDX-License-Identifier: GPL-2.0-only */
/* The agent against the platform library: boards and faults as in the guests. */
#ifndef AGENT_BENCH_H
#define AGENT_BENCH_H

#include "core.h"
#include "platform/peer.h"
#include "tap.h"

/* What is logged meanwhile, messages one after the other. */
extern char bench_log[65536];

/* Begin a test with a board, of which only what is special need be said. */
void bench_board(const char *board);
/* Bring a protocol up on it. */
int bench_start(const struct scmi_protocol *proto);
/* End what bench_start() began; and the board. */
void bench_stop(void);
void bench_end(void);

/* A fault, see scmi-platformd(8). Forget all. */
void bench_fault(const char *fault);
void bench_no_faults(void);

/* So many messages from now on the caller is killed; 0: it is not. */
extern unsigned int bench_kill_after;

/* How often is that text in the log? */
unsigned int bench_logged(const char *text);
/* Does the platform say that of a clock or a sensor: "clock 0", " on"? */
bool bench_says(const char *object, const char *word);

#endif /* AGENT_BENCH_H */
