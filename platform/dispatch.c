// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all protocols have in common: the command table with the exact length
 * of every request, and the commands 0x0, 0x2 and 0x10.
 */
#include "internal.h"

#define SCMIP_PROTOCOL_ADDRESS(_NAME, _name)	&scmip_protocol_##_name,

const struct scmip_protocol *const scmip_protocols[] = {
	SCMIP_PROTOCOLS(SCMIP_PROTOCOL_ADDRESS)
};

/**
 * scmip_proto_index() - which protocol an id is of
 * @proto: protocol id
 *
 * Context: Any.
 * Return: SCMIP_IDX_*, negative if there is none with that id.
 */
int scmip_proto_index(u32 proto)
{
	int i;

	for (i = 0; i < SCMIP_NUM_PROTOS; i++)
		if (scmip_protocols[i]->id == proto)
			return i;
	return -1;
}

/**
 * scmip_command_of() - look for a message's command
 * @proto: protocol id
 * @id: message id
 *
 * Context: Any.
 * Return: the command, NULL if the protocol has none with that id.
 */
const struct scmip_command *scmip_command_of(u32 proto, u32 id)
{
	int index = scmip_proto_index(proto);
	const struct scmip_command *c;

	if (index < 0 || id >= SCMIP_MSG_IDS)
		return NULL;
	c = &scmip_protocols[index]->commands[id];
	return c->run ? c : NULL;
}

/**
 * scmip_version_known() - whether the library can speak a version
 * @index: which protocol, SCMIP_IDX_*
 * @version: the version
 *
 * Context: Any.
 * Return: true if so.
 */
bool scmip_version_known(u32 index, u32 version)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scmip_protocols[index]->versions); i++)
		if (version && scmip_protocols[index]->versions[i] == version)
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
	const struct scmip_protocol_state *p = &s->proto[index];
	const struct scmip_protocol *proto = scmip_protocols[index];

	if (id >= SCMIP_MSG_IDS || p->desc->without & (1U << id))
		return false;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES)
		return true;
	if (id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return p->desc->version >= proto->negotiates;
	return proto->commands[id].run && p->version >= proto->commands[id].since;
}

static s32 scmip_common(struct scmip_server *s, struct scmip_msg *m, u32 index, u32 id)
{
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
		scmip_put32(m, 0);
		return SCMIP_SUCCESS;
	}
	if (!scmip_version_known(index, wanted) || wanted > s->proto[index].desc->version)
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
s32 scmip_dispatch(struct scmip_server *s, struct scmip_msg *m, u32 index, u32 id)
{
	const struct scmip_command *c;

	if (!scmip_implemented(s, index, id))
		return SCMIP_NOT_SUPPORTED;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES ||
	    id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return scmip_common(s, m, index, id);
	c = &scmip_protocols[index]->commands[id];
	if (c->len != SCMIP_ANY_LEN && m->in_len != c->len)
		return SCMIP_PROTOCOL_ERROR;
	return c->run(s, m);
}
