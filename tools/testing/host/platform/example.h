/* SPDX-License-Identifier: GPL-2.0-only */
/* A board with something of each protocol that there is. */
#ifndef UNIT_EXAMPLE_H
#define UNIT_EXAMPLE_H

#include <stdio.h>

#include "../../../../platform/board_priv.h"

/* Every protocol's example, behind lines of [platform]. */
static inline const char *example_board(const char *lines)
{
	static char text[8192];
	size_t at;
	u32 i;

	at = (size_t)snprintf(text, sizeof(text), "[platform]\n%s", lines);
	for (i = 0; i < SCMIP_NUM_PROTOS; i++) {
		const struct board_part *part = scmip_protocols[i]->part;

		if (part)
			at += (size_t)snprintf(text + at, sizeof(text) - at,
					       "%s", part->example);
	}
	return text;
}

#endif /* UNIT_EXAMPLE_H */
