/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a status word means to a caller.
 */
#ifndef _SCMI_AGENT_STATUS_H
#define _SCMI_AGENT_STATUS_H

#include <linux/errno.h>
#include <linux/types.h>

#include "engine/wire.h"

/*
 * Errno of a status word, DEN0056 4.1.4; -EIO for one that there is not. IN_USE and
 * PARTIAL are from SCMI v4.0: another agent has the resource; only a part of what
 * was asked for was done.
 */
static inline int scmi_status_to_errno(s32 status)
{
	static const int map[] = {
		[-SCMI_SUCCESS] = 0,
		[-SCMI_NOT_SUPPORTED] = -EOPNOTSUPP,
		[-SCMI_INVALID_PARAMETERS] = -EINVAL,
		[-SCMI_DENIED] = -EACCES,
		[-SCMI_NOT_FOUND] = -ENOENT,
		[-SCMI_OUT_OF_RANGE] = -ERANGE,
		[-SCMI_BUSY] = -EBUSY,
		[-SCMI_COMMS_ERROR] = -ECOMM,
		[-SCMI_GENERIC_ERROR] = -EIO,
		[-SCMI_HARDWARE_ERROR] = -EREMOTEIO,
		[-SCMI_PROTOCOL_ERROR] = -EPROTO,
		[-SCMI_IN_USE] = -EBUSY,
		[-SCMI_PARTIAL] = -ECANCELED,
	};

	if (status > 0 || status < SCMI_PARTIAL)
		return -EIO;
	return map[-status];
}

#endif /* _SCMI_AGENT_STATUS_H */
