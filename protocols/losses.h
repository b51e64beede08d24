/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the objects of a protocol lack, by kind.
 */
#ifndef _SCMI_AGENT_LOSSES_H
#define _SCMI_AGENT_LOSSES_H

#include "lost.h"
#include "protocol.h"

#define SCMI_LOSSES_MAX		8

/**
 * struct scmi_losses - all that objects lack; whoever adds to it or tells it is alone
 * @what: the objects that lack it and what they lack, as the log says it, by kind;
 *	  immutable
 * @num: entries in @what, SCMI_LOSSES_MAX at most; immutable
 * @total: of how many objects; immutable
 * @lost: the objects, by kind
 */
struct scmi_losses {
	const char *const *what;
	unsigned int num;
	u32 total;
	struct scmi_lost lost[SCMI_LOSSES_MAX];
};

void scmi_losses_add(const struct scmi_protocol_handle *ph,
		     struct scmi_losses *losses, unsigned int kind, u32 id,
		     u32 num, int err);
void scmi_losses_tell(const struct scmi_protocol_handle *ph,
		      struct scmi_losses *losses);

/* The same, but there is no news in what the platform has not got. */
static inline void scmi_losses_note(const struct scmi_protocol_handle *ph,
				    struct scmi_losses *losses,
				    unsigned int kind, u32 id, u32 num, int err)
{
	if (!scmi_not_implemented(err))
		scmi_losses_add(ph, losses, kind, id, num, err);
}

#endif /* _SCMI_AGENT_LOSSES_H */
