/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SCMI wire format: message header and status codes.
 *
 * Facts of Arm DEN0056 (SCMI v3.2), sections 4.1.1 (message header) and
 * 4.1.4 (status codes). Nothing else belongs here.
 */
#ifndef _SCMI_AGENT_WIRE_H
#define _SCMI_AGENT_WIRE_H

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/types.h>

#define SCMI_HDR_MSG_ID		GENMASK(7, 0)
#define SCMI_HDR_TYPE		GENMASK(9, 8)
#define SCMI_HDR_PROTOCOL	GENMASK(17, 10)
#define SCMI_HDR_TOKEN		GENMASK(27, 18)

/* All of it: the other bits are reserved. */
#define SCMI_HDR_BITS		GENMASK(27, 0)

/* Bytes of the header word and of the status word that opens every reply. */
#define SCMI_HDR_LEN		sizeof(__le32)
#define SCMI_STATUS_LEN		sizeof(__le32)

/* Tokens are 10 bits wide. */
#define SCMI_TOKENS		1024
#define SCMI_TOKEN_MASK		(SCMI_TOKENS - 1)

/**
 * enum scmi_msg_type - message types of the header's type field
 * @SCMI_MSG_COMMAND: command (A2P) and its reply
 * @SCMI_MSG_DELAYED_RESPONSE: delayed response to an asynchronous command
 * @SCMI_MSG_NOTIFICATION: notification (P2A)
 */
enum scmi_msg_type {
	SCMI_MSG_COMMAND = 0,
	SCMI_MSG_DELAYED_RESPONSE = 2,
	SCMI_MSG_NOTIFICATION = 3,
};

enum scmi_status {
	SCMI_SUCCESS = 0,
	SCMI_NOT_SUPPORTED = -1,
	SCMI_INVALID_PARAMETERS = -2,
	SCMI_DENIED = -3,
	SCMI_NOT_FOUND = -4,
	SCMI_OUT_OF_RANGE = -5,
	SCMI_BUSY = -6,
	SCMI_COMMS_ERROR = -7,
	SCMI_GENERIC_ERROR = -8,
	SCMI_HARDWARE_ERROR = -9,
	SCMI_PROTOCOL_ERROR = -10,
	SCMI_IN_USE = -11,
	SCMI_PARTIAL = -12,
};

#endif /* _SCMI_AGENT_WIRE_H */
