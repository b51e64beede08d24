// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: what the modules of vendors' protocols call.
 */

#include <linux/err.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "protocol_priv.h"

/* Copy what is wanted of an answer; the copy is what the platform cannot change. */
static int scmi_command_take(const struct scmi_agent_command *cmd,
			     const struct scmi_xfer *xfer)
{
	struct scmi_cursor c = scmi_xfer_cursor(xfer);
	size_t len = min(c.left, cmd->answer_max);

	if (!cmd->answer_max)
		return 0;
	memcpy(cmd->answer, scmi_cursor_take(&c, len), len);
	memset(cmd->answer + len, 0, cmd->answer_max - len);
	return len;
}

/**
 * scmi_agent_protocol_command() - send a command and wait for its answer
 * @ph: handle
 * @cmd: the command
 *
 * A platform that says that it is busy is asked again for 62 ms in all.
 *
 * Context: Process context, sleeps.
 * Return: bytes of the answer, up to @cmd->answer_max; the error that the platform's
 *	   status means; -EMSGSIZE when request or answer do not fit into a message;
 *	   -EPROTO for an answer that is shorter than @cmd->answer_min; -ETIMEDOUT;
 *	   -EINTR for a caller that is being killed; -ENODEV when the instance goes.
 *	   DEN0056 4.1.
 */
int scmi_agent_protocol_command(const struct scmi_protocol_handle *ph,
				const struct scmi_agent_command *cmd)
{
	struct scmi_xfer *xfer;
	int ret;

	xfer = scmi_xfer_get(scmi_handle_sender(ph), cmd->msg, cmd->request_len,
			     cmd->answer_min, cmd->sets);
	if (IS_ERR(xfer))
		return PTR_ERR(xfer);
	if (cmd->request_len)
		memcpy(scmi_xfer_payload(xfer), cmd->request, cmd->request_len);
	ret = scmi_proto_do(xfer);
	if (!ret)
		ret = scmi_command_take(cmd, xfer);
	scmi_xfer_put(xfer);
	return ret;
}
EXPORT_SYMBOL_GPL(scmi_agent_protocol_command);

/**
 * scmi_agent_protocol_max_payload() - the largest payload of a message
 * @ph: handle
 *
 * Context: Any context.
 * Return: bytes, of a request and of an answer after its status word.
 */
size_t scmi_agent_protocol_max_payload(const struct scmi_protocol_handle *ph)
{
	return scmi_proto_max_payload(ph);
}
EXPORT_SYMBOL_GPL(scmi_agent_protocol_max_payload);
