// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>

/* EXPORT_SYMBOL_GPL(scmi_agent_in_a_comment); */
EXPORT_SYMBOL_GPL(scmi_driver_register);
EXPORT_SYMBOL_GPL(scmi_agent_unknown);
EXPORT_SYMBOL_GPL(scmi_agent_known);
