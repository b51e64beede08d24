/* SPDX-License-Identifier: GPL-2.0-only */
/* A board with something of each protocol that there is. */
#ifndef UNIT_EXAMPLE_H
#define UNIT_EXAMPLE_H

#include <stdio.h>

#include "../../../../platform/board_priv.h"

/*
 * Every protocol's example, behind lines of [platform]. A protocol that boards
 * do not have unless they name it is there in its newest version, or in that
 * which the lines name.
 */
static inline const char *example_board(const char *lines)
{
	static char text[16384];
	size_t at;
	u32 i;

	at = (size_t)snprintf(text, sizeof(text), "[platform]\n");
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		const struct scmip_protocol *proto = scmip_protocols[i];
		u32 v = ARRAY_SIZE(proto->versions) - 1;

		while (!proto->versions[v])
			v--;
		if (!proto->usual)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
					       "%s = %u.%u\n", proto->name,
					       proto->versions[v] >> 16,
					       proto->versions[v] & 0xffff);
	}
	at += (size_t)snprintf(text + at, sizeof(text) - at, "%s", lines);
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		const struct board_part *part = scmip_protocols[i]->part;

		if (part)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
					       "%s", part->example);
	}
	return text;
}

#endif /* UNIT_EXAMPLE_H */
