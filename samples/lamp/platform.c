// SPDX-License-Identifier: GPL-2.0-only
/* Lamps, two of them: see Documentation/platform.rst, "Another protocol". */
#include "internal.h"

#define SCMIP_LAMPS	2

static u32 *scmip_lamps(const struct scmip_server *s)
{
	return s->proto[SCMIP_IDX_LAMP].own;
}

static s32 scmip_lamp_attributes(struct scmip_server *s, struct scmip_msg *m)
{
	scmip_put32(m, SCMIP_LAMPS);
	return SCMIP_SUCCESS;
}

static s32 scmip_lamp_set(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0), on = scmip_arg(m, 1);

	if (id >= SCMIP_LAMPS)
		return SCMIP_NOT_FOUND;
	if (on > 1)
		return SCMIP_INVALID_PARAMETERS;
	scmip_lamps(s)[id] = on;
	return SCMIP_SUCCESS;
}

static s32 scmip_lamp_get(struct scmip_server *s, struct scmip_msg *m)
{
	u32 id = scmip_arg(m, 0);

	if (id >= SCMIP_LAMPS)
		return SCMIP_NOT_FOUND;
	scmip_put32(m, scmip_lamps(s)[id]);
	return SCMIP_SUCCESS;
}

static size_t scmip_lamp_size(const struct scmip_protocol_desc *desc)
{
	return SCMIP_LAMPS * sizeof(u32);
}

static void scmip_lamp_reset(struct scmip_server *s, u64 now)
{
	memset(scmip_lamps(s), 0, SCMIP_LAMPS * sizeof(u32));
}

const struct scmip_protocol scmip_protocol_lamp = {
	.name = "lamp",
	.id = 0x7e,
	.versions = { SCMIP_VERSION(1, 0) },
	.negotiates = SCMIP_VERSION(1, 0),
	.commands = {
		SCMIP_COMMAND(0x1, "attributes", scmip_lamp_attributes, 0, 0),
		SCMIP_COMMAND(0x3, "set", scmip_lamp_set, 8, 0),
		SCMIP_COMMAND(0x4, "get", scmip_lamp_get, 4, 0),
	},
	.size = scmip_lamp_size,
	.reset = scmip_lamp_reset,
};
