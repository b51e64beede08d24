// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what the objects of a protocol lack.
 */

#include "losses.h"

/**
 * scmi_losses_add() - objects lack something
 * @ph: handle
 * @losses: what they lack
 * @kind: index in its @what
 * @id: the first of them, by its id or by its place in a list
 * @num: how many they are
 * @err: negative errno
 *
 * See DOC: What is lost.
 *
 * Context: Process context.
 */
void scmi_losses_add(const struct scmi_protocol_handle *ph,
		     struct scmi_losses *losses, unsigned int kind, u32 id,
		     u32 num, int err)
{
	dev_dbg(ph->dev, "%s: %u, from %u on: %pe\n", losses->what[kind], num,
		id, ERR_PTR(err));
	scmi_lost_add(&losses->lost[kind], id, num, err);
}

/**
 * scmi_losses_tell() - say what objects lack, each kind once
 * @ph: handle
 * @losses: what they lack
 *
 * Context: Process context.
 */
void scmi_losses_tell(const struct scmi_protocol_handle *ph,
		      struct scmi_losses *losses)
{
	unsigned int i;

	for (i = 0; i < losses->num; i++)
		scmi_lost_tell(ph->dev, &losses->lost[i], losses->total,
			       losses->what[i]);
}
