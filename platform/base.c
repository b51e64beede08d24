// SPDX-License-Identifier: GPL-2.0-only
/* Base protocol, DEN0056 section 4.2. */
#include "internal.h"

#define SCMIP_BASE_ERROR_EVENT	0x0
#define SCMIP_AGENT_SELF	0xffffffffU

struct scmip_base_state {
	bool notify_errors;
};

/* All protocols but Base; returns their number. */
static u32 scmip_base_protocols(const struct scmip_server *s,
				u8 list[SCMIP_NUM_PROTOS + SCMIP_MAX_EXTRA])
{
	u32 total = 0;
	u32 i;

	for (i = SCMIP_IDX_BASE + 1; i < SCMIP_NUM_PROTOS; i++)
		if (s->m->proto[i].version)
			list[total++] = s->protocols[i]->id;
	for (i = 0; i < s->m->num_extra; i++)
		list[total++] = s->m->extra[i];
	return total;
}

static s32 scmip_base_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	u8 list[SCMIP_NUM_PROTOS + SCMIP_MAX_EXTRA];

	/* Agent 0 is the platform and is not counted */
	scmip_put32(m, (s->m->num_agents - 1) << 8 |
		    scmip_base_protocols(s, list));
	return SCMIP_SUCCESS;
}

static s32 scmip_base_vendor(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put_name(s, m, s->m->vendor, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static s32 scmip_base_sub_vendor(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put_name(s, m, s->m->sub_vendor, SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static s32 scmip_base_impl_version(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, s->m->impl_version);
	return SCMIP_SUCCESS;
}

static s32 scmip_base_list_protocols(struct scmip_server *s, struct scmip_msg *m)
{
	u8 list[SCMIP_NUM_PROTOS + SCMIP_MAX_EXTRA];
	u32 total = scmip_base_protocols(s, list);
	u32 skip = scmip_arg(m, 0);
	u32 count, i;

	if (skip > total)
		return SCMIP_INVALID_PARAMETERS;
	count = total - skip;
	/* The list is padded to whole words, so only whole words fit */
	i = scmip_room(m) < 4 ? 0 : (scmip_room(m) - 4) & ~3U;
	if (count && !i)
		return SCMIP_PROTOCOL_ERROR;
	if (count > i)
		count = i;
	scmip_put32(m, count);
	scmip_put_bytes(m, list + skip, count);
	scmip_put_bytes(m, NULL, (4 - count % 4) % 4);
	return SCMIP_SUCCESS;
}

static s32 scmip_base_discover_agent(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (id == SCMIP_AGENT_SELF && m->version >= SCMIP_VERSION(2, 0))
		id = s->m->agent;
	if (id >= s->m->num_agents)
		return SCMIP_NOT_FOUND;
	if (m->version >= SCMIP_VERSION(2, 0))
		scmip_put32(m, id);
	scmip_put_name(s, m, s->m->agents[id], SCMIP_SHORT_NAME);
	return SCMIP_SUCCESS;
}

static s32 scmip_base_notify_errors(struct scmip_server *s, struct scmip_msg *m)
{
	struct scmip_base_state *own = s->proto[SCMIP_IDX_BASE].own;

	if (scmip_arg(m, 0) & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	own->notify_errors = scmip_arg(m, 0) & 1;
	return SCMIP_SUCCESS;
}

/* Permissions name agents and devices; the platform itself has none. */
static s32 scmip_base_permission_check(struct scmip_server *s, u32 agent, u32 device, u32 flags)
{
	if (!agent || agent >= s->m->num_agents)
		return SCMIP_NOT_FOUND;
	if (device >= s->m->num_devices)
		return SCMIP_NOT_FOUND;
	if (flags & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	return SCMIP_SUCCESS;
}

/*
 * No part of a machine belongs to a device, so a permission is checked and
 * granted, and there is nothing that it could take away.
 */
static s32 scmip_base_device_permissions(struct scmip_server *s, struct scmip_msg *m)
{
	return scmip_base_permission_check(s, scmip_arg(m, 0), scmip_arg(m, 1), scmip_arg(m, 2));
}

static s32 scmip_base_protocol_permissions(struct scmip_server *s, struct scmip_msg *m)
{
	u32 protocol = scmip_arg(m, 2);
	s32 status;
	int index;

	status = scmip_base_permission_check(s, scmip_arg(m, 0), scmip_arg(m, 1), scmip_arg(m, 3));
	if (status)
		return status;
	if (protocol & ~0xffU)
		return SCMIP_INVALID_PARAMETERS;
	index = scmip_proto_index(s->protocols, protocol);
	/* Base cannot be taken away from an agent */
	if (index == SCMIP_IDX_BASE)
		return SCMIP_DENIED;
	return index > 0 && s->m->proto[index].version ? SCMIP_SUCCESS : SCMIP_NOT_FOUND;
}

static void scmip_base_drop(struct scmip_server *s)
{
	struct scmip_base_state *own = s->proto[SCMIP_IDX_BASE].own;

	own->notify_errors = false;
}

static s32 scmip_base_reset_agent(struct scmip_server *s, struct scmip_msg *m)
{
	u32 agent = scmip_arg(m, 0);

	if (!agent || agent >= s->m->num_agents)
		return SCMIP_NOT_FOUND;
	if (scmip_arg(m, 1) & ~1U)
		return SCMIP_INVALID_PARAMETERS;
	if (agent != s->m->agent)
		return SCMIP_SUCCESS;
	scmip_base_drop(s);
	scmip_reset_all(s, m->now);
	return SCMIP_SUCCESS;
}

static size_t scmip_base_size(const struct scmip_protocol_desc *desc)
{
	return sizeof(struct scmip_base_state);
}

/* An error event has one record, here about a message that nobody sent. */
static void scmip_base_event(struct scmip_server *s, struct scmip_msg *m,
			     u32 id, u32 source)
{
	scmip_put32(m, 1);
	scmip_put32(m, 0);
	scmip_put32(m, SCMIP_GENERIC_ERROR);
}

/* As in DEN0056 section 4.2. */
const struct scmip_protocol scmip_protocol_base = {
	.name = "base",
	.id = 0x10,
	.versions = {
		SCMIP_VERSION(1, 0), SCMIP_VERSION(2, 0), SCMIP_VERSION(2, 1),
	},
	.negotiates = SCMIP_VERSION(2, 1),
	.usual = SCMIP_VERSION(2, 1),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_base_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "discover-vendor", scmip_base_vendor, 0, 0),
		SCMIP_COMMAND(0x4, "discover-sub-vendor", scmip_base_sub_vendor, 0, 0),
		SCMIP_COMMAND(0x5, "discover-impl-version", scmip_base_impl_version, 0, 0),
		SCMIP_LIST(0x6, "list-protocols", scmip_base_list_protocols, 4, 0, 0, 32, 0),
		SCMIP_COMMAND(0x7, "discover-agent", scmip_base_discover_agent, 4, 0),
		SCMIP_COMMAND(0x8, "notify-errors", scmip_base_notify_errors, 4, 0),
		SCMIP_COMMAND(0x9, "set-device-permissions", scmip_base_device_permissions, 12,
			      SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xa, "set-protocol-permissions", scmip_base_protocol_permissions, 16,
			      SCMIP_VERSION(2, 0)),
		SCMIP_COMMAND(0xb, "reset-agent", scmip_base_reset_agent, 8, SCMIP_VERSION(2, 0)),
	},
	.size = scmip_base_size,
	.drop = scmip_base_drop,
	.event = scmip_base_event,
};

/**
 * scmip_base_error() - tell the agent of an error, if it wants to know
 * @s: the server
 * @now: time
 * @hdr: header of the message in error
 * @status: what was wrong
 *
 * DEN0056 section 4.2.3.1, BASE_ERROR_EVENT with one record.
 *
 * Context: Any. Calls the host's emit().
 */
void scmip_base_error(struct scmip_server *s, u64 now, u32 hdr, s32 status)
{
	const struct scmip_base_state *own = s->proto[SCMIP_IDX_BASE].own;
	struct scmip_msg m;

	if (!own->notify_errors)
		return;
	scmip_event_begin(s, &m, now);
	scmip_put32(&m, s->m->agent);
	scmip_put32(&m, 1);
	scmip_put32(&m, hdr);
	scmip_put32(&m, status);
	scmip_event_send(s, &m, SCMIP_IDX_BASE, SCMIP_BASE_ERROR_EVENT);
}
