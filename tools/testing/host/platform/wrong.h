/* SPDX-License-Identifier: GPL-2.0-only */
/* Boards with something wrong. */
#ifndef UNIT_WRONG_H
#define UNIT_WRONG_H

#include "rig.h"
#include "tap.h"

/* For each of @num boards, as text: how what is said about it begins. */
static inline void wrong_boards(const char *const boards[][2], u32 num)
{
	const char *said;
	u32 i;

	for (i = 0; i < num; i++) {
		said = rig_wrong(boards[i][0]);
		ok(!strncmp(said, boards[i][1], strlen(boards[i][1])), "%s", said);
	}
}

#endif /* UNIT_WRONG_H */
