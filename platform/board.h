/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Machine descriptions as text. Documentation/platform.rst describes the
 * format. This part of the library allocates; what it allocates with is in
 * board_priv.h.
 */
#ifndef SCMI_PLATFORM_BOARD_H
#define SCMI_PLATFORM_BOARD_H

#include "machine.h"

#define BOARD_ERROR_MAX	256

struct board;

struct board *board_parse(const char *name, const char *text, size_t len, char *error);
const struct scmip_machine *board_machine(const struct board *b);
const char *board_contents(const struct board *b, char *buf, u32 cap);
void board_free(struct board *b);

#endif /* SCMI_PLATFORM_BOARD_H */
