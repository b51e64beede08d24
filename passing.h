/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Errors that pass, and questions that are asked again.
 */
#ifndef _SCMI_AGENT_PASSING_H
#define _SCMI_AGENT_PASSING_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <asm/barrier.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include <linux/types.h>

/*
 * May the same end otherwise a while later? A platform may be silent, busy or in a
 * reset, and a caller may be killed: that says nothing about what was asked.
 */
static inline bool scmi_error_may_pass(int err)
{
	return err == -ETIMEDOUT || err == -EBUSY || err == -EIO ||
	       err == -EINTR || err == -EAGAIN;
}

/* The same of a detail that is kept in memory: there may be some then. */
static inline bool scmi_detail_may_pass(int err)
{
	return scmi_error_may_pass(err) || err == -ENOMEM;
}

/*
 * A detail that was lost to an error that may pass is asked for again by the next who
 * needs it, but no sooner than after a minute: a question without an answer costs its
 * caller a timeout, often with a lock of a framework held.
 */
#define SCMI_ASK_AGAIN_S	60

static inline unsigned int scmi_now_s(void)
{
	return ktime_get_boottime_seconds();
}

/*
 * May it be asked now? @again is 0 if it never was. A caller that may not sees what
 * others have found out.
 */
static inline bool scmi_may_ask(const unsigned int *again)
{
	/* Pairs with the releases below. */
	return scmi_now_s() >= smp_load_acquire(again);
}

/* It was asked now, and the answer was lost. A second is partly gone. */
static inline void scmi_ask_later(unsigned int *again)
{
	/* Pairs with the acquire in scmi_may_ask(). */
	smp_store_release(again, scmi_now_s() + SCMI_ASK_AGAIN_S + 1);
}

/* It is not asked again. */
static inline void scmi_ask_never(unsigned int *again)
{
	/* Pairs with the acquire in scmi_may_ask(). */
	smp_store_release(again, ~0U);
}

/*
 * Details of many objects were asked for now; @all: nothing is left to find out about
 * any of them. A caller that is killed has not come to all of them: the next one need
 * not wait to go on.
 */
static inline void scmi_asked_for(unsigned int *again, bool all)
{
	if (all)
		scmi_ask_never(again);
	else if (!fatal_signal_pending(current))
		scmi_ask_later(again);
}

#endif /* _SCMI_AGENT_PASSING_H */
