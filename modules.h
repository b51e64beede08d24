/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The modules that vendors' protocols are in.
 */
#ifndef _SCMI_AGENT_MODULES_H
#define _SCMI_AGENT_MODULES_H

#include <linux/types.h>

struct scmi_instance;
struct work_struct;

void scmi_modules_work(struct work_struct *work);
void scmi_modules_ask(struct scmi_instance *inst);
void scmi_modules_ask_again(struct scmi_instance *inst, u8 id);

#endif /* _SCMI_AGENT_MODULES_H */
