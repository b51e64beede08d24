/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The channels of an instance.
 */
#ifndef _SCMI_AGENT_CHANNEL_H
#define _SCMI_AGENT_CHANNEL_H

#include <linux/kref.h>

#include "transport.h"

struct scmi_instance;

int scmi_channels_setup(struct scmi_instance *inst);
void scmi_channels_destroy(struct scmi_instance *inst);
struct scmi_chan *scmi_chan_lookup(struct scmi_instance *inst, u8 proto);
void scmi_chan_release(struct kref *ref);

static inline struct scmi_chan *scmi_chan_get(struct scmi_chan *chan)
{
	kref_get(&chan->ref);
	return chan;
}

static inline void scmi_chan_put(struct scmi_chan *chan)
{
	kref_put(&chan->ref, scmi_chan_release);
}

#endif /* _SCMI_AGENT_CHANNEL_H */
