// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCMI agent: objects of a protocol on their way through the stages.
 */

#include "stages.h"

/* The stage that an object is in, NULL when all is known. */
static const struct scmi_stage *
scmi_stage_of(const struct scmi_protocol_handle *ph,
	      const struct scmi_stages *stages, struct scmi_staged *obj)
{
	const struct scmi_stage *stage;

	for (; obj->stage < stages->num; obj->stage++) {
		stage = &stages->stages[obj->stage];
		if (scmi_msg_exists(ph, stage->msg) &&
		    scmi_proto_max_payload(ph) >= stage->room &&
		    (!stage->wants || stage->wants(obj)))
			return stage;
	}
	return NULL;
}

static int scmi_stages_next(const struct scmi_protocol_handle *ph, void *arg,
			    u32 id, unsigned int step, struct scmi_request *rq)
{
	const struct scmi_stages *stages = arg;
	struct scmi_staged *obj = stages->object(ph, id);
	const struct scmi_stage *stage;

	if (IS_ERR_OR_NULL(obj))
		return PTR_ERR_OR_ZERO(obj);
	stage = scmi_stage_of(ph, stages, obj);
	if (!stage)
		return 0;
	rq->msg = stage->msg;
	rq->words[0] = id;
	rq->words[1] = stage->arg ?: obj->parts.got;
	return 1;
}

/* Return: 1 to stay in the stage, 0 to go on, or what cost us what it is about. */
static int scmi_stage_take(const struct scmi_protocol_handle *ph,
			   const struct scmi_stage *stage,
			   struct scmi_staged *obj, u32 id, int err,
			   struct scmi_cursor *c)
{
	int ret;

	if (err && err == stage->none && !obj->parts.parts)
		return 0;
	ret = err ?: stage->parse(ph, obj, id, c);
	return ret < 0 ? ret : scmi_cursor_end(c) ?: ret;
}

static int scmi_stages_parse(const struct scmi_protocol_handle *ph, void *arg,
			     u32 id, unsigned int step, int err,
			     struct scmi_cursor *cur)
{
	const struct scmi_stages *stages = arg;
	struct scmi_staged *obj = stages->object(ph, id);
	const struct scmi_stage *stage = &stages->stages[obj->stage];
	/* A copy: an answer that is too short must not cost an object that can do without it. */
	struct scmi_cursor c = *cur;
	int ret;

	ret = scmi_stage_take(ph, stage, obj, id, err, &c);
	if (ret > 0)
		return 0;
	if (ret < 0) {
		if (stage->vital)
			return ret;
		if (stage->drop)
			stage->drop(obj);
		stages->lost(ph, obj->stage, id, ret);
	}
	obj->stage++;
	scmi_parts_init(&obj->parts);
	return 0;
}

static void scmi_stages_failed(const struct scmi_protocol_handle *ph, void *arg,
			       u32 id, int err)
{
	const struct scmi_stages *stages = arg;

	stages->left_out(ph, id, err);
}

static const struct scmi_batch_ops scmi_stages_ops = {
	.next = scmi_stages_next,
	.parse = scmi_stages_parse,
	.failed = scmi_stages_failed,
};

/**
 * scmi_stages_run() - find out all about all objects
 * @ph: handle
 * @stages: what that is
 * @count: number of ids
 *
 * Context: Process context, sends messages.
 * Return: 0 or negative errno, see scmi_proto_batch(): then not all was found out.
 */
int scmi_stages_run(const struct scmi_protocol_handle *ph,
		    const struct scmi_stages *stages, u32 count)
{
	return scmi_proto_batch(ph, count, &scmi_stages_ops, (void *)stages);
}

/**
 * scmi_parse_long_name() - take the answer to a protocol's NAME_GET
 * @c: the answer: flags, and a name, which may be shorter than its field
 * @name: replaced by it if it is not empty; SCMI_MAX_STR_SIZE bytes
 *
 * DEN0056 4.6.2.9, 4.7.2.14 and alike.
 *
 * Context: Any context.
 * Return: 0, or -EPROTO.
 */
int scmi_parse_long_name(struct scmi_cursor *c, char *name)
{
	char buf[SCMI_MAX_STR_SIZE];

	scmi_skip(c, sizeof(__le32));
	scmi_get_name(c, buf, sizeof(buf), min(c->left, sizeof(buf)));
	if (!scmi_cursor_end(c) && buf[0])
		memcpy(name, buf, sizeof(buf));
	return scmi_cursor_end(c);
}
