// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all protocols have in common: the command table with the exact length
 * of every request, and the commands 0x0, 0x2 and 0x10. Nothing here names a
 * protocol, or the array of them: protocols call this file.
 */
#include "internal.h"

/**
 * scmip_proto_index() - which protocol an id is of
 * @protocols: all protocols, by SCMIP_IDX_*
 * @id: protocol id
 *
 * Context: Any.
 * Return: SCMIP_IDX_*, negative if there is none with that id.
 */
int scmip_proto_index(const struct scmip_protocol *const *protocols, u32 id)
{
	int i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		if (protocols[i]->id == id)
			return i;
	return -1;
}

/**
 * scmip_command_of() - look for a message's command
 * @proto: the protocol
 * @id: message id
 *
 * Context: Any.
 * Return: the command, NULL if the protocol has none with that id.
 */
const struct scmip_command *scmip_command_of(const struct scmip_protocol *proto,
					     u32 id)
{
	if (id >= SCMIP_MSG_IDS || !proto->commands[id].run)
		return NULL;
	return &proto->commands[id];
}

/**
 * scmip_command_fits() - whether a request has the length that it should
 * @c: the command
 * @version: version that the protocol speaks
 * @in: payload of the request
 * @len: its length in bytes
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmip_command_fits(const struct scmip_command *c, u32 version, const u8 *in, u32 len)
{
	return c->fits ? c->fits(version, in, len) : len == c->len;
}

/**
 * scmip_version_known() - whether the library can speak a version
 * @proto: the protocol
 * @version: the version
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmip_version_known(const struct scmip_protocol *proto, u32 version)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(proto->versions); i++)
		if (version && proto->versions[i] == version)
			return true;
	return false;
}

/**
 * scmip_implemented() - whether a message exists here
 * @s: the server
 * @index: which protocol
 * @id: message id
 *
 * Context: Any.
 * Return: true if the version has it and the machine does not leave it out.
 */
bool scmip_implemented(const struct scmip_server *s, u32 index, u32 id)
{
	const struct scmip_protocol *proto = s->protocols[index];
	const struct scmip_protocol_state *p = &s->proto[index];

	if (id >= SCMIP_MSG_IDS || p->desc->without & (1U << id))
		return false;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES)
		return true;
	if (id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return p->desc->version >= proto->negotiates;
	return proto->commands[id].run && p->version >= proto->commands[id].since;
}

/**
 * scmip_name_is_cut() - whether attributes do not have room for a name
 * @s: the server
 * @index: which protocol
 * @id: the message that asks for it in full
 * @name: the name
 *
 * Context: Any.
 * Return: true if so, and that message exists.
 */
bool scmip_name_is_cut(const struct scmip_server *s, u32 index, u32 id, const char *name)
{
	return strlen(name) >= SCMIP_SHORT_NAME && scmip_implemented(s, index, id);
}

static s32 scmip_common(struct scmip_server *s, struct scmip_msg *m, u32 index, u32 id)
{
	const struct scmip_protocol *proto = s->protocols[index];
	u32 wanted;

	if (id == SCMIP_PROTOCOL_VERSION) {
		if (m->in_len)
			return SCMIP_PROTOCOL_ERROR;
		scmip_put32(m, s->proto[index].desc->version);
		return SCMIP_SUCCESS;
	}
	if (m->in_len != 4)
		return SCMIP_PROTOCOL_ERROR;
	wanted = scmip_arg(m, 0);
	if (id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES) {
		if (!scmip_implemented(s, index, wanted))
			return SCMIP_NOT_FOUND;
		scmip_put32(m, proto->message_attributes ?
			    proto->message_attributes(s, wanted) : 0);
		return SCMIP_SUCCESS;
	}
	if (!scmip_version_known(proto, wanted) ||
	    wanted > s->proto[index].desc->version)
		return SCMIP_NOT_SUPPORTED;
	s->proto[index].version = wanted;
	return SCMIP_SUCCESS;
}

/**
 * scmip_dispatch() - answer a command from a protocol's table
 * @s: the server
 * @m: the command
 * @index: which protocol
 * @id: message id
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_dispatch(struct scmip_server *s, struct scmip_msg *m, u32 index,
		   u32 id)
{
	const struct scmip_command *c;

	if (!scmip_implemented(s, index, id))
		return SCMIP_NOT_SUPPORTED;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES ||
	    id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return scmip_common(s, m, index, id);
	c = &s->protocols[index]->commands[id];
	if (!scmip_command_fits(c, m->version, m->in, m->in_len))
		return SCMIP_PROTOCOL_ERROR;
	return c->run(s, m);
}

/**
 * scmip_reset_all() - bring all that protocols are about back to boot
 * @s: the server
 * @now: time
 *
 * Context: Any.
 */
void scmip_reset_all(struct scmip_server *s, u64 now)
{
	u32 i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		if (s->protocols[i]->reset)
			s->protocols[i]->reset(s, now);
}
