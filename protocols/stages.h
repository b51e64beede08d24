/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is found out about each object of a protocol, stage by stage.
 */
#ifndef _SCMI_AGENT_STAGES_H
#define _SCMI_AGENT_STAGES_H

#include "parts.h"
#include "protocol.h"

/**
 * DOC: Stages
 *
 * What there is to find out about an object is a row of stages, each of them a message
 * and what is done with its answer. The objects of a protocol go through them side by
 * side, in one scmi_proto_batch(). A stage is left out where the version in force does
 * not have its message, where the answer would not fit the transport's messages, and
 * where the object does not want it. A refusal or a malformed answer costs what the
 * stage is about; only if that is vital it costs the object.
 */

/**
 * struct scmi_staged - part of an object that goes through stages
 * @stage: the one that it is in
 * @parts: progress of the list that is being read
 */
struct scmi_staged {
	u8 stage;
	struct scmi_parts parts;
};

/**
 * struct scmi_stage - one thing to find out
 * @msg: message that asks for it: the object's id, and what to go on with
 * @vital: an object without it is left out
 * @room: bytes of payload that the answer takes, 0 if any will do
 * @arg: second word of the question, where that is not the place to go on from
 * @none: errno to the first question by which a platform says that there is nothing
 * @wants: does the object have it? NULL: each does
 * @parse: take an answer, in which the cursor may overrun. Return: 1 if there is more
 *	   to ask for, 0 at the end, or negative errno
 * @drop: forget what was taken of something that is lost; may be NULL
 */
struct scmi_stage {
	u8 msg;
	bool vital;
	u16 room;
	u32 arg;
	int none;
	bool (*wants)(struct scmi_staged *obj);
	int (*parse)(const struct scmi_protocol_handle *ph,
		     struct scmi_staged *obj, u32 id, struct scmi_cursor *c);
	void (*drop)(struct scmi_staged *obj);
};

/**
 * struct scmi_stages - all that is to find out about an object
 * @stages: in their order
 * @num: entries in @stages
 * @object: the object of an id; NULL: there is none; or ERR_PTR
 * @lost: an object lacks what the stage is about
 * @left_out: an object cannot be had: it is to be freed
 */
struct scmi_stages {
	const struct scmi_stage *stages;
	unsigned int num;
	struct scmi_staged *(*object)(const struct scmi_protocol_handle *ph,
				      u32 id);
	void (*lost)(const struct scmi_protocol_handle *ph, unsigned int stage,
		     u32 id, int err);
	void (*left_out)(const struct scmi_protocol_handle *ph, u32 id, int err);
};

int scmi_stages_run(const struct scmi_protocol_handle *ph,
		    const struct scmi_stages *stages, u32 count);

int scmi_parse_long_name(struct scmi_cursor *c, char *name);

#endif /* _SCMI_AGENT_STAGES_H */
