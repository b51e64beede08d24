// SPDX-License-Identifier: GPL-2.0-only
/*
 * What all protocols have in common: the command table with the exact length
 * of every request, and the commands 0x0, 0x2 and 0x10.
 */
#include "internal.h"

static const u32 scmip_versions[SCMIP_NUM_PROTOS][4] = {
	[SCMIP_IDX_BASE] = { SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1) },
	[SCMIP_IDX_CLOCK] = { SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1),
			      SCMIP_VERSION(3, 0) },
	[SCMIP_IDX_SENSOR] = { SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(3, 0),
			       SCMIP_VERSION(3, 1) },
};

/* NEGOTIATE_PROTOCOL_VERSION came with SCMI v3.2 */
static const u32 scmip_negotiates[SCMIP_NUM_PROTOS] = {
	[SCMIP_IDX_BASE] = SCMIP_VERSION(2, 1),
	[SCMIP_IDX_CLOCK] = SCMIP_VERSION(3, 0),
	[SCMIP_IDX_SENSOR] = SCMIP_VERSION(3, 1),
};

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

	for (i = 0; i < ARRAY_SIZE(scmip_versions[index]); i++)
		if (version && scmip_versions[index][i] == version)
			return true;
	return false;
}

/**
 * scmip_implemented() - whether a message exists here
 * @s: the server
 * @index: which protocol
 * @id: message id
 * @table: the protocol's commands
 * @entries: entries of @table
 *
 * Context: Any.
 * Return: true if the version has it and the machine does not leave it out.
 */
bool scmip_implemented(const struct scmip_server *s, u32 index, u32 id,
		       const struct scmip_command *table, u32 entries)
{
	const struct scmip_protocol_state *p = &s->proto[index];

	if (id < 32 && p->desc->without & (1U << id))
		return false;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES)
		return true;
	if (id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return p->desc->version >= scmip_negotiates[index];
	return id < entries && table[id].run && p->version >= table[id].since;
}

static s32 scmip_common(struct scmip_server *s, struct scmip_msg *m, u32 index, u32 id,
			const struct scmip_command *table, u32 entries)
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
		if (!scmip_implemented(s, index, wanted, table, entries))
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
 * @table: the protocol's commands
 * @entries: entries of @table
 *
 * Context: Any.
 * Return: the status of the reply.
 */
s32 scmip_dispatch(struct scmip_server *s, struct scmip_msg *m, u32 index, u32 id,
		   const struct scmip_command *table, u32 entries)
{
	if (!scmip_implemented(s, index, id, table, entries))
		return SCMIP_NOT_SUPPORTED;
	if (id == SCMIP_PROTOCOL_VERSION || id == SCMIP_PROTOCOL_MESSAGE_ATTRIBUTES ||
	    id == SCMIP_NEGOTIATE_PROTOCOL_VERSION)
		return scmip_common(s, m, index, id, table, entries);
	if (table[id].len != SCMIP_ANY_LEN && m->in_len != table[id].len)
		return SCMIP_PROTOCOL_ERROR;
	return table[id].run(s, m);
}
